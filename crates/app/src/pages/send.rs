use leptos::prelude::*;
use leptos::task::spawn_local;
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

use crate::components::{Failure, Field, Flag, Ordering, facts, field, wrong};
use crate::shell;
use crate::state::{Answer, Entry, Note, Services, draft};
use crate::words::{self, common, send as texts};

/// An SMS or an email.
#[component]
pub fn SendPage() -> impl IntoView {
    shell::title(texts::title());
    let form = Form::new();
    view! {
        <main class="page page-wide">
            <div class="stack">
                <div class="heading">
                    <h1>{texts::title()}</h1>
                    <p class="lead">{texts::lead()}</p>
                </div>
                {form.view()}
            </div>
            <aside class="aside">
                <section class="panel">
                    <h2>{texts::rules()}</h2>
                    {facts(vec![
                        (texts::rule_plain(), texts::rule_plain_hint()),
                        (texts::rule_public(), texts::rule_public_hint()),
                        (texts::rule_follow(), texts::rule_follow_hint()),
                    ])}
                </section>
            </aside>
        </main>
    }
}

/// A message as it is being written.
#[derive(Clone, Copy)]
struct Form {
    services: StoredValue<Services>,
    ordering: Ordering,
    price: RwSignal<Answer<Option<Sats>>>,
    /// `email`, or an SMS.
    by: RwSignal<String>,
    phone: RwSignal<String>,
    address: RwSignal<String>,
    text: RwSignal<String>,
    webhook: RwSignal<String>,
    /// Nothing is called wrong before it was left or sent.
    judged: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        let services = expect_context::<Services>();
        let form = Self {
            services: StoredValue::new(services),
            ordering: Ordering::new(),
            price: RwSignal::new(Answer::Waiting),
            by: draft("send.by"),
            phone: draft("send.phone"),
            address: draft("send.address"),
            text: draft("send.text"),
            webhook: draft("send.webhook"),
            judged: RwSignal::new(false),
        };
        form.ask_price();
        form
    }

    fn ask_price(self) {
        self.price.set(Answer::Waiting);
        let sms4sats = self.services.get_value().sms4sats;
        spawn_local(async move {
            let prices = sms4sats.price(&PriceQuery::default()).await;
            self.price.try_set(prices.map(|prices| prices.send).into());
        });
    }

    fn is_email(self) -> bool {
        self.by.with(|by| by == "email")
    }

    fn view(self) -> AnyView {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.judged.set(true);
            match untrack(|| self.order()) {
                Some(order) => self.send(order),
                // Once the fields have been judged.
                None => request_animation_frame(|| shell::focus("[aria-invalid=true]")),
            }
        };
        view! {
            <form class="panel" novalidate on:submit=submit data-testid="send-form">
                <fieldset>
                    <legend class="for-readers">{texts::by()}</legend>
                    <div class="segments">
                        {self.way("sms", texts::sms())} {self.way("email", texts::email())}
                    </div>
                </fieldset>
                {move || if self.is_email() { self.address_field() } else { self.phone_field() }}
                {self.text_field()}
                {field(webhook_field(), self.webhook, self.judged, Box::new(move || wrong(self.webhook())))}
                <p class="hint">{texts::money()}</p>
                {self.ordering.troubles()}
                {move || match self.price.get() {
                    Answer::Failed(error) => {
                        Some(view! { <Failure error retry=move |()| self.ask_price() /> })
                    }
                    _ => None,
                }}
                <button
                    type="submit"
                    class="primary"
                    data-testid="send"
                    disabled=move || self.ordering.is_blocked()
                    aria-busy=move || self.ordering.is_busy().to_string()
                >
                    {move || self.label()}
                </button>
            </form>
        }
        .into_any()
    }

    fn way(self, way: &'static str, name: &'static str) -> AnyView {
        let chosen = move || self.is_email() == (way == "email");
        view! {
            <label>
                <input
                    type="radio"
                    name="by"
                    data-testid=["by-", way].concat()
                    prop:checked=chosen
                    on:change=move |_| self.by.set(way.to_owned())
                />
                {name}
            </label>
        }
        .into_any()
    }

    fn phone_field(self) -> AnyView {
        let problem = move || wrong(self.phone.with(|phone| phone.parse::<Phone>()));
        let country = move || {
            self.phone
                .with(|phone| Country::of_phone(phone))
                .map(|country| view! { <Flag country /> {words::country(country)} })
        };
        view! {
            <div class="stack stack-tight">
                {field(phone_field(), self.phone, self.judged, Box::new(problem))}
                <p class="hint flagged" role="status" data-testid="phone-country">{country}</p>
            </div>
        }
        .into_any()
    }

    fn address_field(self) -> AnyView {
        let problem = move || wrong(self.address.with(|address| address.parse::<Email>()));
        field(
            address_field(),
            self.address,
            self.judged,
            Box::new(problem),
        )
    }

    fn text_field(self) -> AnyView {
        let left = Memo::new(move |_| {
            let length = self.text.with(|text| text.chars().count());
            // Nobody types that much.
            i64::try_from(LONGEST_MESSAGE).unwrap_or(i64::MAX)
                - i64::try_from(length).unwrap_or(i64::MAX)
        });
        let is_wrong = move || {
            let is_empty = self.text.with(|text| text.trim().is_empty());
            left.get() < 0 || is_empty && self.judged.get()
        };
        view! {
            <div class="field">
                <label for="message">{texts::message()}</label>
                <textarea
                    id="message"
                    data-testid="message"
                    rows="4"
                    aria-describedby="message-left"
                    aria-invalid=move || is_wrong().then_some("true")
                    prop:value=self.text
                    on:input=move |event| self.text.set(event_target_value(&event))
                ></textarea>
                <p
                    id="message-left"
                    class=move || if left.get() < 0 { "field-error" } else { "hint" }
                    role="status"
                    data-testid="left"
                >
                    {move || match left.get() {
                        left @ 0.. => texts::left(left.unsigned_abs()),
                        left => texts::too_many(left.unsigned_abs()),
                    }}
                </p>
            </div>
        }
        .into_any()
    }

    fn label(self) -> String {
        if self.ordering.is_busy() {
            return common::moment().to_owned();
        }
        match self.price.get() {
            Answer::Here(Some(price)) => texts::send_for(&words::sats(price)),
            _ => texts::submit().to_owned(),
        }
    }

    fn webhook(self) -> Result<Option<SecureUrl>, Error> {
        self.webhook.with(|address| match address.trim() {
            "" => Ok(None),
            address => SecureUrl::parse("webhook", address).map(Some),
        })
    }

    /// What was written, if it can be sent as it stands.
    fn order(self) -> Option<Written> {
        let text = self.text.get();
        let length = text.chars().count();
        if text.trim().is_empty() || length > LONGEST_MESSAGE {
            return None;
        }
        let message = Message {
            webhook: self.webhook().ok()?,
            ..Message::new(text)
        };
        Some(if self.is_email() {
            let address = self.address.get().parse().ok()?;
            Written::Email(EmailOrder { address, message })
        } else {
            let phone = self.phone.get().parse().ok()?;
            Written::Sms(SmsOrder { phone, message })
        })
    }

    fn send(self, written: Written) {
        let Services {
            sms4sats,
            transport: clock,
            ..
        } = self.services.get_value();
        let price = match self.price.get_untracked() {
            Answer::Here(price) => price,
            _ => None,
        };
        self.ordering.run(async move {
            let (kind, made, name, country) = match written {
                Written::Sms(order) => {
                    let phone = order.phone.as_str();
                    let told = (texts::sms_to(phone), Country::of_phone(phone));
                    (Kind::Sms, sms4sats.send_sms(&order).await?, told.0, told.1)
                }
                Written::Email(order) => {
                    let name = texts::email_to(order.address.as_str());
                    (Kind::Email, sms4sats.send_email(&order).await?, name, None)
                }
            };
            // It is on its way: the next message begins empty, to the same reader.
            self.text.try_set(String::new());
            let note = Note {
                country,
                name,
                price,
                ..Note::default()
            };
            let order = sms4sats.account().order(kind, made, price, clock.now());
            Ok(Entry::new(order, note))
        });
    }
}

enum Written {
    Sms(SmsOrder),
    Email(EmailOrder),
}

fn phone_field() -> Field {
    Field {
        id: "phone",
        label: texts::phone(),
        hint: "",
        placeholder: "+49 151 23456789",
        kind: "tel",
        optional: false,
    }
}

fn address_field() -> Field {
    Field {
        id: "address",
        label: texts::address(),
        hint: "",
        placeholder: "name@example.org",
        kind: "email",
        optional: false,
    }
}

fn webhook_field() -> Field {
    Field {
        id: "webhook",
        label: texts::webhook(),
        hint: texts::webhook_hint(),
        placeholder: "https://example.org/told",
        kind: "url",
        optional: true,
    }
}
