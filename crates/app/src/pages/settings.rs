use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Error, Service};
use satline_core::lightning::LightningAddress;
use satline_core::lightning::bolt11::{Network, NodeId};
use satline_core::url::SecureUrl;
use wasm_bindgen_futures::JsFuture;
use web_sys::Notification;

use crate::components::{TextField, WalletSection, YourData, wrong};
use crate::shell;
use crate::start::use_journal;
use crate::state::{Choices, Place, Services, Settings, network_name, network_named};
use crate::words::{self, settings as texts};

const RELAY: &str = "https://relay.example.org";

/// The reader's settings, and what this browser keeps.
#[component]
pub fn SettingsPage() -> impl IntoView {
    shell::title(texts::title());
    // Before the keys are shown: it reads them.
    use_journal();
    view! {
        <main class="page">
            <div class="heading">
                <h1>{texts::title()}</h1>
                <p class="lead">{texts::lead()}</p>
            </div>
            <Section title=texts::appearance()>
                <Appearance />
            </Section>
            <Section title=texts::arrival()>
                <Arrival />
            </Section>
            // Real money has no place in the demo.
            {(Place::of_page() != Place::Demo).then(|| view! { <WalletSection /> })}
            <Section title=texts::referral()>
                <Referral />
            </Section>
            <YourData />
            <Section title=texts::keys() hint=texts::keys_hint()>
                <Keys />
            </Section>
            <Advanced />
            // Only a release comes with them.
            {cfg!(split)
                .then(|| {
                    view! {
                        <p class="hint">
                            <a href="licences.html" target="_blank" data-testid="licences">
                                {texts::licences()}
                            </a>
                        </p>
                    }
                })}
        </main>
    }
}

#[component]
fn Section(
    title: &'static str,
    #[prop(optional)] hint: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel">
            <div class="stack stack-tight">
                <h2>{title}</h2>
                <p class="hint">{hint}</p>
            </div>
            {children()}
        </section>
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let theme = move |(value, name): (&'static str, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    data-testid=format!("theme-{value}")
                    prop:checked=move || settings.get(|choices| choices.theme == value)
                    on:change=move |_| settings.update(|choices| value.clone_into(&mut choices.theme))
                />
                {name}
            </label>
        }
    };
    let themes = [
        ("", texts::system()),
        ("light", texts::light()),
        ("dark", texts::dark()),
    ];
    view! {
        <fieldset>
            <legend class="for-readers">{texts::theme()}</legend>
            <div class="segments">{themes.map(theme).into_iter().collect_view()}</div>
        </fieldset>
        <Language />
        <Switch
            id="no-icons"
            name=texts::no_icons()
            hint=texts::no_icons_hint()
            is_on=|choices| choices.no_icons
            switch=|choices, on| choices.no_icons = on
        />
    }
}

/// The language, if there is more than one. The page is loaded again in another.
#[component]
fn Language() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let languages = words::languages();
    let chosen = settings.peek(|choices| choices.language.clone());
    let option = move |code: String| {
        let is_chosen = code == chosen;
        let name = if code.is_empty() {
            texts::language_auto().to_owned()
        } else {
            words::language_name(&code)
        };
        view! { <option value=code selected=is_chosen>{name}</option> }
    };
    let choose = move |event| {
        settings.update(|choices| choices.language = event_target_value(&event));
        let _ = window().location().reload();
    };
    (languages.len() > 1).then(|| {
        let options = [String::new()].into_iter().chain(languages).map(option);
        view! {
            <div class="field">
                <label for="language">{texts::language()}</label>
                <select id="language" data-testid="language" on:change=choose>
                    {options.collect_view()}
                </select>
            </div>
        }
    })
}

/// A choice between on and off.
#[component]
fn Switch(
    id: &'static str,
    name: &'static str,
    #[prop(optional)] hint: &'static str,
    is_on: fn(&Choices) -> bool,
    switch: fn(&mut Choices, bool),
) -> impl IntoView {
    let settings = expect_context::<Settings>();
    view! {
        <label class="tick">
            <input
                type="checkbox"
                data-testid=id
                prop:checked=move || settings.get(is_on)
                on:change=move |event| {
                    settings.update(|choices| switch(choices, event_target_checked(&event)));
                }
            />
            <span>{name} <span class="hint choice-hint">{hint}</span></span>
        </label>
    }
}

#[component]
fn Arrival() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let refused = RwSignal::new("");
    // Switching it on is the click that browsers want before they ask.
    Effect::new(move |before: Option<bool>| {
        let is_on = settings.get(|choices| choices.notifications);
        if is_on && before == Some(false) {
            spawn_local(async move {
                let is_granted = may_notify().await;
                if !is_granted {
                    settings.update(|choices| choices.notifications = false);
                }
                refused.try_set(if is_granted {
                    ""
                } else {
                    texts::notification_refused()
                });
            });
        }
        is_on
    });
    view! {
        <Switch
            id="sound"
            name=texts::sound()
            is_on=|choices| choices.sound
            switch=|choices, on| choices.sound = on
        />
        <Switch
            id="notifications"
            name=texts::notification()
            is_on=|choices| choices.notifications
            switch=|choices, on| choices.notifications = on
        />
        <p class="field-error" role="status">{refused}</p>
    }
}

/// Asks the reader whether this page may show notifications.
async fn may_notify() -> bool {
    let Ok(asking) = Notification::request_permission() else {
        return false;
    };
    let answer = JsFuture::from(asking).await;
    answer.is_ok_and(|answer| answer == "granted")
}

#[component]
fn Referral() -> impl IntoView {
    view! {
        <Line
            id="referral"
            label=texts::referral_address()
            hint=texts::referral_hint()
            placeholder="name@example.org"
            value=|settings| settings.get(|choices| choices.referral.clone())
            set=|settings, text| settings.update(|choices| choices.referral = text)
            check=|text| wrong(text.parse::<LightningAddress>())
        />
    }
}

#[component]
fn Keys() -> impl IntoView {
    let is_sandbox = expect_context::<Services>().sandbox.is_some();
    view! {
        {is_sandbox.then(|| view! { <Notice id="keys-unused" text=texts::keys_unused() /> })}
        <Line
            id="key-sms4sats"
            label=texts::key_sms4sats()
            kind="password"
            value=|settings| settings.key(Service::Sms4Sats)
            set=|settings, text| settings.set_key(Service::Sms4Sats, &text)
            check=|_| None
        />
        <Line
            id="key-bitrefill"
            label=texts::relay_bitrefill()
            placeholder=RELAY
            kind="url"
            value=|settings| settings.key(Service::Bitrefill)
            set=|settings, text| settings.set_key(Service::Bitrefill, &text)
            check=check_address
        />
        <Line
            id="key-lava"
            label=texts::relay_lava()
            placeholder=RELAY
            kind="url"
            value=|settings| settings.key(Service::Lava)
            set=|settings, text| settings.set_key(Service::Lava, &text)
            check=check_address
        />
        <Line
            id="key-grid"
            label=texts::relay_grid()
            placeholder=RELAY
            kind="url"
            value=|settings| settings.key(Service::Grid)
            set=|settings, text| settings.set_key(Service::Grid, &text)
            check=check_address
        />
        <Switch
            id="keep-keys"
            name=texts::keep_keys()
            hint=texts::keep_keys_hint()
            is_on=|choices| choices.keep_keys
            switch=|choices, on| choices.keep_keys = on
        />
    }
}

/// What hardly anybody changes; open if somebody has.
#[component]
fn Advanced() -> impl IntoView {
    let settings = expect_context::<Settings>();
    let is_changed = settings.peek(|choices| {
        let texts = [&choices.payee, &choices.address];
        choices.network.is_some() || texts.into_iter().any(|text| !text.is_empty())
    });
    let is_sandbox = expect_context::<Services>().sandbox.is_some();
    let networks = if is_sandbox {
        vec![(Some(Network::Regtest), texts::network_regtest())]
    } else {
        vec![
            (None, texts::network_auto()),
            (Some(Network::Bitcoin), texts::network_bitcoin()),
            (Some(Network::Testnet), texts::network_testnet()),
            (Some(Network::Signet), texts::network_signet()),
        ]
    };
    let option = |(network, name): (Option<Network>, &'static str)| {
        let is_chosen = move || settings.get(|choices| choices.network == network);
        let value = network.map_or("", network_name);
        view! { <option value=value prop:selected=is_chosen>{name}</option> }
    };
    let choose = move |event| {
        settings.update(|choices| choices.network = network_named(&event_target_value(&event)));
    };
    let (address_hint, address_placeholder) = if is_sandbox {
        (texts::address_hint_sandbox(), "")
    } else {
        (texts::address_hint(), "https://api2.sms4sats.com")
    };
    view! {
        <details class="panel" data-testid="advanced" open=is_changed>
        <summary>
            <h2>{texts::advanced()}</h2>
        </summary>
        <p class="hint">{texts::advanced_hint()}</p>
        {is_sandbox.then(|| view! { <Notice id="sandbox-only" text=texts::sandbox_only() /> })}
        <div class="field">
            <label for="network">{texts::network()}</label>
            <select id="network" data-testid="network" on:change=choose>
                {networks.into_iter().map(option).collect_view()}
            </select>
            <p class="hint">{texts::network_hint()}</p>
        </div>
        <Line
            id="payee"
            label=texts::payee()
            hint=texts::payee_hint()
            placeholder=texts::payee_placeholder()
            value=|settings| settings.get(|choices| choices.payee.clone())
            set=|settings, text| settings.update(|choices| choices.payee = text)
            check=|text| {
                let is_wrong = text.parse::<NodeId>().is_err();
                is_wrong.then(|| texts::payee_wrong().to_owned())
            }
        />
        <Line
            id="address"
            label=texts::address()
            hint=address_hint
            placeholder=address_placeholder
            kind="url"
            value=|settings| settings.get(|choices| choices.address.clone())
            set=|settings, text| settings.update(|choices| choices.address = text)
            check=check_own_address
        />
        <p class="hint">{texts::apply_hint()}</p>
        <div class="actions">
            <button
                type="button"
                data-testid="reload"
                on:click=|_| drop(window().location().reload())
            >
                {texts::apply()}
            </button>
        </div>
        </details>
    }
}

#[component]
fn Notice(id: &'static str, text: &'static str) -> impl IntoView {
    view! { <p class="notice" data-testid=id>{text}</p> }
}

/// A setting that is typed: kept as soon as it can be right. `check` returns what is wrong with a text
/// that is not empty.
#[component]
fn Line(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] placeholder: &'static str,
    #[prop(default = "text")] kind: &'static str,
    value: fn(Settings) -> String,
    set: fn(Settings, String),
    check: fn(&str) -> Option<String>,
) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let text = RwSignal::new(untrack(|| value(settings)));
    let judged = RwSignal::new(false);
    let problem = move |text: &str| if text.is_empty() { None } else { check(text) };
    Effect::new(move |before: Option<()>| {
        let typed = text.get().trim().to_owned();
        if before.is_some() && problem(&typed).is_none() {
            set(settings, typed);
        }
    });
    // What was deleted must not be typed on, and kept again with the next key.
    let is_gone = Memo::new(move |_| value(settings).is_empty());
    Effect::new(move |before: Option<()>| {
        if is_gone.get() && before.is_some() && !text.get_untracked().is_empty() {
            text.set(String::new());
            judged.set(false);
        }
    });
    let problem = move || text.with(|text| problem(text.trim()));
    view! { <TextField id label hint placeholder kind is_optional=true text judged problem /> }
}

fn check_address(text: &str) -> Option<String> {
    wrong(SecureUrl::base("address", text))
}

/// A page that a sandbox serves connects only to that sandbox.
fn check_own_address(text: &str) -> Option<String> {
    let address: Result<_, Error> = SecureUrl::base("address", text);
    let sandbox = use_context::<Services>().and_then(|services| services.sandbox);
    match (address, sandbox) {
        (Ok(address), Some(sandbox)) if !sandbox.owns(&address) => {
            Some(texts::address_elsewhere().to_owned())
        }
        (address, _) => wrong(address),
    }
}
