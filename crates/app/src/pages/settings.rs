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
use crate::words::{self, settings as texts};

/// What the reader wishes, and what this browser keeps.
#[component]
pub fn SettingsPage() -> impl IntoView {
    shell::title(texts::title());
    let settings = expect_context::<Settings>();
    let services = StoredValue::new(expect_context::<Services>());
    let is_played = services.with_value(|services| services.sandbox.is_some());
    view! {
        <main class="page">
            <div class="heading">
                <h1>{texts::title()}</h1>
                <p class="lead">{texts::lead()}</p>
            </div>
            {section(texts::appearance(), "", looks(settings))}
            {section(texts::arrival(), "", arrival(settings))}
            {section(texts::referral(), "", line(settings, referral()))}
            {section(texts::keys(), texts::keys_hint(), keys(settings, is_played))}
            {section(texts::invoices(), texts::invoices_hint(), invoices(settings, services))}
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
        ("", texts::system()),
        ("light", texts::light()),
        ("dark", texts::dark()),
    ];
    view! {
        <fieldset>
            <legend class="for-readers">{texts::theme()}</legend>
            <div class="segments">{themes.map(way).into_iter().collect_view()}</div>
        </fieldset>
        {language(settings)}
        {tick(settings, Setting::NoIcons, "no-icons", texts::no_icons(), texts::no_icons_hint())}
    }
    .into_any()
}

/// Which language; the page is loaded again in that. Nothing where there is only one.
fn language(settings: Settings) -> Option<AnyView> {
    let languages = words::languages();
    let chosen = settings.peek(Setting::Language);
    let is_auto = chosen.is_empty();
    let option = |code: &String| {
        let name = words::language_name(code);
        view! { <option value=code.clone() selected=*code == chosen>{name}</option> }
    };
    let choose = move |event| {
        settings.set(Setting::Language, &event_target_value(&event));
        let _ = window().location().reload();
    };
    (languages.len() > 1).then(|| {
        view! {
            <div class="field">
                <label for="language">{texts::language()}</label>
                <select id="language" data-testid="language" on:change=choose>
                    <option value="" selected=is_auto>
                        {texts::language_auto()}
                    </option>
                    {languages.iter().map(option).collect_view()}
                </select>
            </div>
        }
        .into_any()
    })
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
                    texts::notification_refused()
                });
            });
        }
        is_on
    });
    view! {
        {tick(settings, Setting::Sound, "sound", texts::sound(), "")}
        {tick(settings, Setting::Notifications, "notifications", texts::notification(), "")}
        <p class="field-error" role="status">{refused}</p>
    }
    .into_any()
}

fn keys(settings: Settings, is_played: bool) -> AnyView {
    view! {
        {is_played.then(|| note("keys-unused", texts::keys_unused()))}
        {key_lines().map(|key| line(settings, key)).collect_view()}
        {tick(settings, Setting::KeepKeys, "keep-keys", texts::keep_keys(), texts::keep_keys_hint())}
    }
    .into_any()
}

fn invoices(settings: Settings, services: StoredValue<Services>) -> AnyView {
    let is_played = services.with_value(|services| services.sandbox.is_some());
    let networks = if is_played {
        vec![("bcrt", texts::network_regtest())]
    } else {
        vec![
            ("", texts::network_auto()),
            ("bc", texts::network_bitcoin()),
            ("tb", texts::network_testnet()),
            ("tbs", texts::network_signet()),
        ]
    };
    let option = |(value, name): (&'static str, &'static str)| {
        let is_chosen = move || settings.get(Setting::Network) == value;
        view! { <option value=value prop:selected=is_chosen>{name}</option> }
    };
    view! {
        {is_played.then(|| note("sandbox-only", texts::sandbox_only()))}
        <div class="field">
            <label for="network">{texts::network()}</label>
            <select
                id="network"
                data-testid="network"
                on:change=move |event| settings.set(Setting::Network, &event_target_value(&event))
            >
                {networks.into_iter().map(option).collect_view()}
            </select>
        </div>
        {line(settings, payee())}
        {line(settings, address(is_played))}
        <p class="hint">{texts::apply_hint()}</p>
        <div class="actions">
            <button
                type="button"
                data-testid="reload"
                on:click=move |_| drop(window().location().reload())
            >
                {texts::apply()}
            </button>
        </div>
    }
    .into_any()
}

fn note(id: &'static str, text: &'static str) -> AnyView {
    view! { <p class="notice" data-testid=id>{text}</p> }.into_any()
}

/// A setting that is typed.
#[derive(Clone, Copy)]
struct Line {
    setting: Setting,
    field: Field,
    check: fn(&str) -> Option<String>,
}

/// Kept as it is typed, as soon as it can be right; what cannot is not kept.
fn line(settings: Settings, line: Line) -> AnyView {
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
        is_elsewhere.then(|| texts::address_elsewhere().to_owned())
    })
}

fn judge_referral(text: &str) -> Option<String> {
    judge(text, str::parse::<LightningAddress>)
}

fn judge_payee(text: &str) -> Option<String> {
    let is_wrong = !text.is_empty() && text.parse::<NodeId>().is_err();
    is_wrong.then(|| texts::payee_wrong().to_owned())
}

fn key(setting: Setting, id: &'static str, label: &'static str) -> Line {
    Line {
        setting,
        field: Field {
            id,
            label,
            hint: "",
            placeholder: RELAY,
            kind: "url",
            optional: true,
        },
        check: judge_address,
    }
}

fn key_lines() -> [Line; 4] {
    [
        Line {
            setting: Setting::Key(Service::Sms4Sats),
            field: Field {
                id: "key-sms4sats",
                label: texts::key_sms4sats(),
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
            texts::relay_bitrefill(),
        ),
        key(Setting::Key(Service::Lava), "key-lava", texts::relay_lava()),
        key(Setting::Key(Service::Grid), "key-grid", texts::relay_grid()),
    ]
}

fn address(is_played: bool) -> Line {
    let (hint, placeholder, check): (_, _, fn(&str) -> _) = if is_played {
        (texts::address_hint_sandbox(), "", judge_address_played)
    } else {
        (
            texts::address_hint(),
            "https://api2.sms4sats.com",
            judge_address,
        )
    };
    Line {
        setting: Setting::Address,
        field: Field {
            id: "address",
            label: texts::address(),
            hint,
            placeholder,
            kind: "url",
            optional: true,
        },
        check,
    }
}

fn payee() -> Line {
    Line {
        setting: Setting::Payee,
        field: Field {
            id: "payee",
            label: texts::payee(),
            hint: texts::payee_hint(),
            placeholder: texts::payee_placeholder(),
            kind: "text",
            optional: true,
        },
        check: judge_payee,
    }
}

fn referral() -> Line {
    Line {
        setting: Setting::Referral,
        field: Field {
            id: "referral",
            label: texts::referral_address(),
            hint: texts::referral_hint(),
            placeholder: "name@example.org",
            kind: "text",
            optional: true,
        },
        check: judge_referral,
    }
}

const RELAY: &str = "https://relay.example.org";

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
                (
                    line(settings, key_lines()[0]),
                    line(settings, address(false)),
                )
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
