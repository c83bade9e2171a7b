use leptos::html;
use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::http::Clock;
use satline_core::money::Sats;
use satline_core::order::Kind;
use satline_core::services::sms4sats::{NumberKind, Prices, ReceiveOrder, ServiceOffer};

use super::{Failure, Icon, Ordering, OrderingErrors, RentalChoice, icon};
use crate::state::{Answer, Catalogue, Entry, Note, Services, Settings};
use crate::words::{self, catalogue as texts, common};

/// A text in the page's language.
type Text = fn() -> &'static str;

/// What can be had of a service: its kind, and what the words call it.
const KINDS: [(NumberKind, Text, Text); 3] = [
    (NumberKind::Code, texts::code, texts::code_hint),
    (NumberKind::Rental, texts::rental, texts::rental_hint),
    (
        NumberKind::RealPhone,
        texts::real_phone,
        texts::real_phone_hint,
    ),
];

/// An order as it is being put together.
#[derive(Clone, Copy)]
pub struct Draft {
    offer: StoredValue<ServiceOffer>,
    catalogue: Catalogue,
    prices: RwSignal<Answer<Prices>>,
    kind: RwSignal<NumberKind>,
    /// Where a number is to be rented, and at what price.
    pub rental: RwSignal<Option<(Country, Option<Sats>)>>,
    country: Signal<Option<Country>>,
    services: StoredValue<Services>,
    settings: Settings,
    ordering: Ordering,
}

/// What a chosen service costs, what will happen to the money, and the button.
#[component]
pub fn OrderPanel(offer: ServiceOffer, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let catalogue = expect_context::<Catalogue>();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    let name = offer.name.clone();
    let draft = Draft {
        offer: StoredValue::new(offer),
        catalogue,
        prices: RwSignal::new(Answer::Waiting),
        kind: RwSignal::new(NumberKind::Code),
        rental: RwSignal::new(None),
        country: catalogue.country.into(),
        services: StoredValue::new(expect_context::<Services>()),
        settings: expect_context::<Settings>(),
        ordering: Ordering::new(),
    };
    draft.ask_price();
    view! {
        <section class="panel" data-testid="order-panel">
            <div class="panel-head">
                // The dialog around it begins here, and not at its first button.
                <h2 id="order-name" tabindex="-1" autofocus node_ref=heading>{name}</h2>
                <button
                    type="button"
                    class="quiet icon-button"
                    aria-label=common::close()
                    data-testid="close"
                    on:click=move |_| on_close.run(())
                >
                    {icon(Icon::Close)}
                </button>
            </div>
            {move || match draft.prices.get() {
                Answer::Waiting => {
                    view! { <p class="hint" role="status">{texts::asking_price()}</p> }.into_any()
                }
                Answer::Failed(error) => {
                    view! { <Failure error retry=move |()| draft.ask_price() /> }.into_any()
                }
                Answer::Here(prices) => view! { <OrderForm draft prices /> }.into_any(),
            }}
        </section>
    }
}

/// What can be had of the service, and the button.
#[component]
fn OrderForm(draft: Draft, prices: Prices) -> impl IntoView {
    let choice = |(kind, name, hint): (NumberKind, Text, Text)| {
        let price = price_of(kind, &prices)?;
        let test_id = match kind {
            NumberKind::Code => "kind-code",
            NumberKind::Rental => "kind-rental",
            NumberKind::RealPhone => "kind-real-phone",
        };
        Some(view! {
            <label class="choice">
                <input
                    type="radio"
                    name="kind"
                    data-testid=test_id
                    prop:checked=move || draft.kind.get() == kind
                    on:change=move |_| draft.kind.set(kind)
                />
                <span>
                    <span class="split">
                        {name()} <span class="price">{words::sats(price)}</span>
                    </span>
                    <span class="hint choice-hint">{hint()}</span>
                </span>
            </label>
        })
    };
    let id = draft.offer.with_value(|offer| offer.id.clone());
    view! {
        <fieldset class="choices">
            <legend class="for-readers">{texts::kind()}</legend>
            {KINDS.into_iter().filter_map(choice).collect_view()}
        </fieldset>
        {move || {
            let service = id.clone();
            (draft.kind.get() == NumberKind::Rental)
                .then(|| view! { <RentalChoice service draft country=draft.country /> })
        }}
        <p class="hint">
            {move || match draft.kind.get() {
                NumberKind::Rental => texts::money_rental(),
                _ => texts::money(),
            }}
        </p>
        <OrderingErrors ordering=draft.ordering />
        <div class="panel-foot">
            <button
                type="button"
                class="primary"
                data-testid="order"
                disabled=move || draft.wanted().is_none() || draft.ordering.is_blocked()
                aria-busy=move || draft.ordering.is_busy().to_string()
                on:click=move |_| draft.order()
            >
                {move || draft.label()}
            </button>
        </div>
    }
}

impl Draft {
    fn ask_price(self) {
        let service = self.offer.with_value(|offer| offer.id.clone());
        self.catalogue.ask_price(service, self.prices);
    }

    fn label(self) -> String {
        if self.ordering.is_busy() {
            return common::moment().to_owned();
        }
        match self.wanted() {
            Some((_, Some(price))) => texts::order_for(&words::sats(price)),
            _ => texts::order().to_owned(),
        }
    }

    /// What would be ordered now, and the price that its invoice has to ask for.
    fn wanted(self) -> Option<(Country, Option<Sats>)> {
        let kind = self.kind.get();
        if kind == NumberKind::Rental {
            return self.rental.get();
        }
        let price = self.prices.with(|prices| match prices {
            Answer::Here(prices) => price_of(kind, prices),
            _ => None,
        });
        Some((self.country.get()?, price))
    }

    fn order(self) {
        let Some((country, price)) = untrack(|| self.wanted()) else {
            return;
        };
        let kind = self.kind.get_untracked();
        let offer = self.offer.get_value();
        let Services {
            sms4sats,
            transport: clock,
            ..
        } = self.services.get_value();
        let settings = self.settings;
        let referral = settings.peek(|choices| choices.referral.parse().ok());
        self.ordering.run(async move {
            let wanted = ReceiveOrder {
                kind,
                referral,
                ..ReceiveOrder::code(country, &offer.id)
            };
            let made = sms4sats.receive(&wanted).await?;
            settings.update(|choices| choices.remember_service(&offer.id));
            let account = sms4sats.account();
            let note = Note {
                country: Some(country),
                item: offer.id,
                name: offer.name,
                price,
                ..Note::default()
            };
            let order = account.order(order_kind(kind), made, price, clock.now());
            Ok(Entry::new(order, note))
        });
    }
}

fn price_of(kind: NumberKind, prices: &Prices) -> Option<Sats> {
    match kind {
        NumberKind::Code => prices.code(),
        NumberKind::Rental => prices.rent,
        NumberKind::RealPhone => prices.real_phone,
    }
}

const fn order_kind(kind: NumberKind) -> Kind {
    match kind {
        NumberKind::Code => Kind::Code,
        NumberKind::Rental => Kind::Rental,
        NumberKind::RealPhone => Kind::RealPhone,
    }
}
