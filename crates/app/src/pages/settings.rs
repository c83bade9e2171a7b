use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Error, Service};
use satline_core::lightning::LightningAddress;
use satline_core::lightning::bolt11::NodeId;
use satline_core::url::SecureUrl;
use wasm_bindgen_futures::JsFuture;
use web_sys::Notification;

use crate::components::{Field, YourData, field, wrong};
use crate::shell;
use crate::state::{Services, Setting, Settings};
use crate::words::settings as words;

/// What the reader wishes, and what this browser keeps.
#[component]
pub fn SettingsPage() -> impl IntoView {
    shell::title(words::TITLE);
    let settings = expect_context::<Settings>();
    let services = StoredValue::new(expect_context::<Services>());
    let is_played = services.with_value(|services| services.sandbox.is_some());
    view! {
        <main class="page">
            <div class="heading">
                <h1>{words::TITLE}</h1>
                <p class="lead">{words::LEAD}</p>
            </div>
            {section(words::LOOKS, "", looks(settings))}
            {section(words::ARRIVAL, "", arrival(settings))}
            {section(words::REFERRAL, "", line(settings, &REFERRAL))}
            {section(words::SERVICES, words::KEYS_HINT, keys(settings, is_played))}
            {section(words::INVOICES, words::INVOICES_HINT, invoices(settings, services))}
            <YourData />
        </main>
    }
}

fn section(title: &'static str, hint: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="panel">
            <div class="stack stack-tight">
                <h2>{title}</h2>
                <p class="hint">{hint}</p>
            </div>
            {content}
        </section>
    }
    .into_any()
}

fn looks(settings: Settings) -> AnyView {
    let way = |(value, name): (&'static str, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="theme"
                    data-testid=["theme-", value].concat()
                    prop:checked=move || settings.get(Setting::Theme) == value
                    on:change=move |_| settings.set(Setting::Theme, value)
                />
                {name}
            </label>
        }
    };
    let themes = [
        ("", words::AS_DEVICE),
        ("light", words::LIGHT),
        ("dark", words::DARK),
    ];
    view! {
        <fieldset>
            <legend class="for-readers">{words::THEME}</legend>
            <div class="segments">{themes.map(way).into_iter().collect_view()}</div>
        </fieldset>
        {tick(settings, Setting::NoIcons, "no-icons", words::NO_ICONS, words::NO_ICONS_HINT)}
    }
    .into_any()
}

/// A choice between on and off.
fn tick(
    settings: Settings,
    setting: Setting,
    id: &'static str,
    name: &'static str,
    hint: &'static str,
) -> AnyView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                data-testid=id
                prop:checked=move || settings.is_on(setting)
                on:change=move |event| settings.switch(setting, event_target_checked(&event))
            />
            <span>{name} <span class="hint choice-hint">{hint}</span></span>
        </label>
    }
    .into_any()
}

fn arrival(settings: Settings) -> AnyView {
    let refused = RwSignal::new("");
    // Switching it on is the click that browsers want before they ask.
    Effect::new(move |before: Option<bool>| {
        let is_on = settings.is_on(Setting::Notifications);
        if is_on && before == Some(false) {
            spawn_local(async move {
                let answer = match Notification::request_permission() {
                    Ok(asking) => JsFuture::from(asking).await.ok(),
                    Err(_) => None,
                };
                let granted = answer.and_then(|answer| answer.as_string());
                let is_granted = granted.as_deref() == Some("granted");
                if !is_granted {
                    settings.switch(Setting::Notifications, false);
                }
                refused.try_set(if is_granted {
                    ""
                } else {
                    words::NOTIFICATION_REFUSED
                });
            });
        }
        is_on
    });
    view! {
        {tick(settings, Setting::Sound, "sound", words::SOUND, "")}
        {tick(settings, Setting::Notifications, "notifications", words::NOTIFICATION, "")}
        <p class="field-error" role="status">{refused}</p>
    }
    .into_any()
}

fn keys(settings: Settings, is_played: bool) -> AnyView {
    view! {
        {is_played.then(|| note("keys-unused", words::KEYS_UNUSED))}
        {KEYS.iter().map(|key| line(settings, key)).collect_view()}
        {tick(settings, Setting::KeepKeys, "keep-keys", words::KEEP_KEYS, words::KEEP_KEYS_HINT)}
    }
    .into_any()
}

fn invoices(settings: Settings, services: StoredValue<Services>) -> AnyView {
    let is_played = services.with_value(|services| services.sandbox.is_some());
    let networks = if is_played {
        &words::NETWORKS_PLAYED[..]
    } else {
        &words::NETWORKS
    };
    let option = |&(value, name): &(&'static str, &'static str)| {
        let is_chosen = move || settings.get(Setting::Network) == value;
        view! { <option value=value prop:selected=is_chosen>{name}</option> }
    };
    view! {
        {is_played.then(|| note("sandbox-only", words::SANDBOX_ONLY))}
        <div class="field">
            <label for="network">{words::NETWORK}</label>
            <select
                id="network"
                data-testid="network"
                on:change=move |event| settings.set(Setting::Network, &event_target_value(&event))
            >
                {networks.iter().map(option).collect_view()}
            </select>
        </div>
        {line(settings, &PAYEE)}
        {line(settings, if is_played { &ADDRESS_PLAYED } else { &ADDRESS })}
        <p class="hint">{words::RELOAD_HINT}</p>
        <div class="actions">
            <button
                type="button"
                data-testid="reload"
                on:click=move |_| drop(window().location().reload())
            >
                {words::RELOAD}
            </button>
        </div>
    }
    .into_any()
}

fn note(id: &'static str, text: &'static str) -> AnyView {
    view! { <p class="notice" data-testid=id>{text}</p> }.into_any()
}

/// A setting that is typed.
struct Line {
    setting: Setting,
    field: Field,
    check: fn(&str) -> Option<String>,
}

/// Kept as it is typed, as soon as it can be right; what cannot is not kept.
fn line(settings: Settings, line: &'static Line) -> AnyView {
    let text = RwSignal::new(settings.peek(line.setting));
    let judged = RwSignal::new(false);
    let problem = move || text.with(|text| (line.check)(text.trim()));
    Effect::new(move |before: Option<()>| {
        let typed = text.get();
        let typed = typed.trim();
        if before.is_some() && (line.check)(typed).is_none() {
            settings.set(line.setting, typed);
        }
    });
    // What was deleted must not be typed on, and kept again with the next key.
    Effect::new(move |before: Option<()>| {
        let is_gone = settings.get(line.setting).is_empty();
        if before.is_some() && is_gone && !text.get_untracked().is_empty() {
            text.set(String::new());
            judged.set(false);
        }
    });
    field(line.field, text, judged, Box::new(problem))
}

/// What is wrong with what is there; that nothing is there is right.
fn judge<T>(text: &str, read: impl Fn(&str) -> Result<T, Error>) -> Option<String> {
    (!text.is_empty()).then(|| wrong(read(text))).flatten()
}

fn judge_address(text: &str) -> Option<String> {
    judge(text, |text| SecureUrl::base("address", text))
}

/// A page that a sandbox serves talks to that sandbox alone.
fn judge_address_played(text: &str) -> Option<String> {
    judge_address(text).or_else(|| {
        let address = SecureUrl::base("address", text).ok()?;
        let services = expect_context::<Services>();
        let is_elsewhere = !services.sandbox?.owns(&address);
        is_elsewhere.then(|| words::ADDRESS_ELSEWHERE.to_owned())
    })
}

fn judge_referral(text: &str) -> Option<String> {
    judge(text, str::parse::<LightningAddress>)
}

fn judge_payee(text: &str) -> Option<String> {
    let is_wrong = !text.is_empty() && text.parse::<NodeId>().is_err();
    is_wrong.then(|| words::PAYEE_WRONG.to_owned())
}

const fn key(setting: Setting, id: &'static str, label: &'static str) -> Line {
    Line {
        setting,
        field: Field {
            id,
            label,
            hint: "",
            placeholder: words::RELAY,
            kind: "url",
            optional: true,
        },
        check: judge_address,
    }
}

static KEYS: [Line; 4] = [
    Line {
        setting: Setting::Key(Service::Sms4Sats),
        field: Field {
            id: "key-sms4sats",
            label: words::KEY_SMS4SATS,
            hint: "",
            placeholder: "",
            kind: "password",
            optional: true,
        },
        check: |_| None,
    },
    key(
        Setting::Key(Service::Bitrefill),
        "key-bitrefill",
        words::RELAY_BITREFILL,
    ),
    key(Setting::Key(Service::Lava), "key-lava", words::RELAY_LAVA),
    key(Setting::Key(Service::Grid), "key-grid", words::RELAY_GRID),
];

const fn address(
    hint: &'static str,
    placeholder: &'static str,
    check: fn(&str) -> Option<String>,
) -> Line {
    Line {
        setting: Setting::Address,
        field: Field {
            id: "address",
            label: words::ADDRESS,
            hint,
            placeholder,
            kind: "url",
            optional: true,
        },
        check,
    }
}

static ADDRESS: Line = address(words::ADDRESS_HINT, words::USUAL_ADDRESS, judge_address);

static ADDRESS_PLAYED: Line = address(words::ADDRESS_HINT_PLAYED, "", judge_address_played);

static PAYEE: Line = Line {
    setting: Setting::Payee,
    field: Field {
        id: "payee",
        label: words::PAYEE,
        hint: words::PAYEE_HINT,
        placeholder: words::PAYEE_PLACEHOLDER,
        kind: "text",
        optional: true,
    },
    check: judge_payee,
};

static REFERRAL: Line = Line {
    setting: Setting::Referral,
    field: Field {
        id: "referral",
        label: words::REFERRAL_ADDRESS,
        hint: words::REFERRAL_HINT,
        placeholder: words::REFERRAL_PLACEHOLDER,
        kind: "text",
        optional: true,
    },
    check: judge_referral,
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use satline_core::http::{Clock, Fetch};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};

    /// Until all that follows from a change has happened.
    async fn settled() {
        Fetch.sleep(Duration::from_millis(50)).await;
    }

    const INSECURE: &str = "http://relay.example.org";

    fn type_in(input: &HtmlInputElement, text: &str) {
        input.set_value(text);
        let options = EventInit::new();
        options.set_bubbles(true);
        let event = Event::new_with_event_init_dict("input", &options).unwrap();
        input.dispatch_event(&event).unwrap();
    }

    #[wasm_bindgen_test]
    async fn what_is_deleted_is_no_longer_in_its_field_and_no_key_brings_it_back() {
        let owner = Owner::new();
        let settings = owner.with(Settings::load);
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&place).unwrap();
        let mounted = owner.with(|| {
            leptos::mount::mount_to(place.clone(), move || {
                (line(settings, &KEYS[0]), line(settings, &ADDRESS))
            })
        });
        for (id, setting, text) in [
            (
                "key-sms4sats",
                Setting::Key(Service::Sms4Sats),
                "a-key-of-mine",
            ),
            ("address", Setting::Address, "https://relay.example.org"),
            // What cannot be right is not kept, and still stands in its field.
            ("address", Setting::Address, INSECURE),
        ] {
            let input = document().get_element_by_id(id).unwrap();
            let input: HtmlInputElement = input.unchecked_into();
            settled().await;
            type_in(&input, text);
            settled().await;
            assert_eq!(settings.peek(setting) == text, text != INSECURE);
            settings.wipe();
            settled().await;
            assert_eq!(input.value(), "", "{text}");
            type_in(&input, &[&input.value(), "x"].concat());
            settled().await;
            assert!(!settings.peek(setting).contains("mine"), "{text}");
            settings.wipe();
            settled().await;
        }
        drop(mounted);
        place.remove();
    }
}
