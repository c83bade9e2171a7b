use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::email::Email;
use satline_core::error::Error;
use satline_core::http::Clock;
use satline_core::money::Sats;
use satline_core::order::Kind;
use satline_core::phone::Phone;
use satline_core::services::sms4sats::{
    EmailOrder, LONGEST_MESSAGE, Message, PriceQuery, SmsOrder,
};
use satline_core::url::SecureUrl;

use crate::components::{Facts, Failure, Flag, Ordering, OrderingErrors, TextField, wrong};
use crate::shell;
use crate::state::{Entry, Note, Services, draft};
use crate::words::{self, common, send as texts};

/// An SMS or an email.
#[component]
pub fn SendPage() -> impl IntoView {
    shell::title(texts::title());
    let facts = vec![
        (texts::rule_plain(), texts::rule_plain_hint()),
        (texts::rule_public(), texts::rule_public_hint()),
        (texts::rule_follow(), texts::rule_follow_hint()),
    ];
    view! {
        <main class="page page-wide">
            <div class="stack">
                <div class="heading">
                    <h1>{texts::title()}</h1>
                    <p class="lead">{texts::lead()}</p>
                </div>
                <SendForm />
            </div>
            <aside class="aside">
                <section class="panel">
                    <h2>{texts::rules()}</h2>
                    <Facts facts />
                </section>
            </aside>
        </main>
    }
}

/// A message as it is being written.
#[derive(Clone, Copy)]
struct Draft {
    /// `email`, or an SMS.
    by: RwSignal<String>,
    phone: RwSignal<String>,
    address: RwSignal<String>,
    text: RwSignal<String>,
    webhook: RwSignal<String>,
    /// Nothing is called wrong before it was left or sent.
    judged: RwSignal<bool>,
}

#[component]
fn SendForm() -> impl IntoView {
    let services = StoredValue::new(expect_context::<Services>());
    let ordering = Ordering::new();
    let draft = Draft {
        by: draft("send.by"),
        phone: draft("send.phone"),
        address: draft("send.address"),
        text: draft("send.text"),
        webhook: draft("send.webhook"),
        judged: RwSignal::new(false),
    };
    let price = LocalResource::new(move || {
        let sms4sats = services.get_value().sms4sats;
        async move { Ok::<_, Error>(sms4sats.price(&PriceQuery::default()).await?.send) }
    });
    let known_price = move || price.get()?.ok()?;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.judged.set(true);
        match untrack(|| draft.message()) {
            Some(message) => {
                let (services, price) = (services.get_value(), untrack(known_price));
                ordering.run(async move {
                    let entry = send(services, message, price).await?;
                    // It is on its way: the next message begins empty, to the same reader.
                    draft.text.try_set(String::new());
                    Ok(entry)
                });
            }
            // Once the fields have been judged.
            None => request_animation_frame(|| shell::focus("[aria-invalid=true]")),
        }
    };
    let label = move || match known_price() {
        _ if ordering.is_busy() => common::moment().to_owned(),
        Some(price) => texts::send_for(&words::sats(price)),
        None => texts::submit().to_owned(),
    };
    view! {
        <form class="panel" novalidate on:submit=submit data-testid="send-form">
            <fieldset>
                <legend class="for-readers">{texts::by()}</legend>
                <div class="segments">
                    <Way draft way="sms" name=texts::sms() />
                    <Way draft way="email" name=texts::email() />
                </div>
            </fieldset>
            <Show
                when=move || draft.is_email()
                fallback=move || view! { <PhoneField text=draft.phone judged=draft.judged /> }
            >
                <TextField
                    id="address"
                    label=texts::address()
                    placeholder="name@example.org"
                    kind="email"
                    text=draft.address
                    judged=draft.judged
                    problem=move || wrong(draft.address.with(|address| address.parse::<Email>()))
                />
            </Show>
            <MessageField text=draft.text judged=draft.judged />
            <TextField
                id="webhook"
                label=texts::webhook()
                hint=texts::webhook_hint()
                placeholder="https://example.org/delivered"
                kind="url"
                is_optional=true
                text=draft.webhook
                judged=draft.judged
                problem=move || wrong(draft.webhook())
            />
            <p class="hint">{texts::money()}</p>
            <OrderingErrors ordering />
            {move || {
                let error = price.get()?.err()?;
                Some(view! { <Failure error retry=move |()| price.refetch() /> })
            }}
            <button
                type="submit"
                class="primary"
                data-testid="send"
                disabled=move || ordering.is_blocked()
                aria-busy=move || ordering.is_busy().to_string()
            >
                {label}
            </button>
        </form>
    }
}

#[component]
fn Way(draft: Draft, way: &'static str, name: &'static str) -> impl IntoView {
    view! {
        <label>
            <input
                type="radio"
                name="by"
                data-testid=format!("by-{way}")
                prop:checked=move || draft.is_email() == (way == "email")
                on:change=move |_| draft.by.set(way.to_owned())
            />
            {name}
        </label>
    }
}

/// The phone number, and the country that it is of.
#[component]
fn PhoneField(text: RwSignal<String>, judged: RwSignal<bool>) -> impl IntoView {
    let country = move || {
        let country = text.with(|phone| Country::of_phone(phone))?;
        Some(view! { <Flag country /> {words::country(country)} })
    };
    view! {
        <div class="stack stack-tight">
            <TextField
                id="phone"
                label=texts::phone()
                placeholder="+49 151 23456789"
                kind="tel"
                text
                judged
                problem=move || wrong(text.with(|phone| phone.parse::<Phone>()))
            />
            <p class="hint flagged" role="status" data-testid="phone-country">{country}</p>
        </div>
    }
}

/// The text, and how much room is left.
#[component]
fn MessageField(text: RwSignal<String>, judged: RwSignal<bool>) -> impl IntoView {
    let length = Memo::new(move |_| text.with(|text| text.chars().count()));
    let is_too_long = move || length.get() > LONGEST_MESSAGE;
    let is_empty = move || text.with(|text| text.trim().is_empty());
    let left = move || {
        let left = LONGEST_MESSAGE.abs_diff(length.get()) as u64;
        if is_too_long() {
            texts::too_many(left)
        } else {
            texts::left(left)
        }
    };
    view! {
        <div class="field">
            <label for="message">{texts::message()}</label>
            <textarea
                id="message"
                data-testid="message"
                rows="4"
                aria-describedby="message-left"
                aria-invalid=move || {
                    (is_too_long() || is_empty() && judged.get()).then_some("true")
                }
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <p
                id="message-left"
                class=move || if is_too_long() { "field-error" } else { "hint" }
                role="status"
                data-testid="left"
            >
                {left}
            </p>
        </div>
    }
}

/// A message that can be sent.
enum Sendable {
    Sms(SmsOrder),
    Email(EmailOrder),
}

impl Draft {
    fn is_email(self) -> bool {
        self.by.with(|by| by == "email")
    }

    fn webhook(self) -> Result<Option<SecureUrl>, Error> {
        self.webhook.with(|address| match address.trim() {
            "" => Ok(None),
            address => SecureUrl::parse("webhook", address).map(Some),
        })
    }

    /// Returns what was written, if it can be sent as it is.
    fn message(self) -> Option<Sendable> {
        let text = self.text.get();
        if text.trim().is_empty() || text.chars().count() > LONGEST_MESSAGE {
            return None;
        }
        let message = Message {
            webhook: self.webhook().ok()?,
            ..Message::new(text)
        };
        Some(if self.is_email() {
            let address = self.address.get().parse().ok()?;
            Sendable::Email(EmailOrder { address, message })
        } else {
            let phone = self.phone.get().parse().ok()?;
            Sendable::Sms(SmsOrder { phone, message })
        })
    }
}

async fn send(services: Services, message: Sendable, price: Option<Sats>) -> Result<Entry, Error> {
    let sms4sats = services.sms4sats;
    let (kind, created, name, country) = match message {
        Sendable::Sms(order) => {
            let phone = order.phone.as_str();
            let (name, country) = (texts::sms_to(phone), Country::of_phone(phone));
            (Kind::Sms, sms4sats.send_sms(&order).await?, name, country)
        }
        Sendable::Email(order) => {
            let name = texts::email_to(order.address.as_str());
            (Kind::Email, sms4sats.send_email(&order).await?, name, None)
        }
    };
    let note = Note {
        country,
        name,
        price,
        ..Note::default()
    };
    let now = services.transport.now();
    let order = sms4sats.account().order(kind, created, price, now);
    Ok(Entry::new(order, note))
}
