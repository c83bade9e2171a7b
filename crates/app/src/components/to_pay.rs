use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::order::{Order, State};
use satline_core::topup::NextStep;
use satline_qr::{EcLevel, svg};

use super::{CopyButton, Invoice};
use crate::state::{is_given_up, transport};
use crate::words::{order as orders, top_up as words, top_up_status};

/// What to pay or to confirm: an invoice, an address or a link. Nothing if it is not the reader's turn, or if
/// the order is no longer polled.
#[component]
pub fn ToPay(
    order: Order,
    next_step: NextStep,
    /// It came from a backup, which may be anyone's.
    is_imported: bool,
    /// This page is asking the browser's wallet.
    asking: RwSignal<bool>,
) -> impl IntoView {
    let is_unpaid = order.is_unpaid();
    let link = next_step.bitcoin_link();
    match (order.state, next_step) {
        _ if is_given_up(&order, transport().now()) => ().into_any(),
        (_, NextStep::PayInvoice) if is_unpaid => view! { <Invoice order asking /> }.into_any(),
        (_, NextStep::PayAddress { address, price, by }) if is_unpaid => {
            view! { <PayAddress address price by link /> }.into_any()
        }
        (State::NeedsConfirmation, NextStep::ConfirmHere { link }) if is_imported => {
            view! { <ImportedLink link /> }.into_any()
        }
        (State::NeedsConfirmation, NextStep::ConfirmHere { link }) => {
            view! { <ConfirmHere link /> }.into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn PayAddress(
    address: String,
    price: String,
    by: String,
    /// Opens a wallet, for payments that wallets know by a link.
    link: Option<String>,
) -> impl IntoView {
    let code = link.as_ref().and_then(|link| {
        let svg = svg(link, EcLevel::M, &words::address_code(&price)).ok()?;
        Some(view! { <div class="qr" data-testid="address-qr" inner_html=svg></div> })
    });
    let open = link.map(|link| {
        view! {
            <a class="button primary" data-testid="open" href=link>
                {orders::open_wallet()}
            </a>
        }
    });
    view! {
        <div class="panel">
            <p class="label">{words::send_amount()}</p>
            <p class="amount" data-testid="price">{price}</p>
            {code}
            <p class="label">{words::send_by(&by)}</p>
            <p class="address" dir="ltr" data-testid="address">{address.clone()}</p>
            <div class="actions">
                {open}
                <CopyButton text=address />
            </div>
            <p class="hint">{words::compare()}</p>
        </div>
    }
}

/// A link as text and nothing to press, since a backup may hold any address.
#[component]
fn ImportedLink(link: String) -> impl IntoView {
    view! {
        <section class="panel">
            <p class="notice">{words::from_backup(&host(&link))}</p>
            <p class="address" dir="ltr" data-testid="imported-link">{link}</p>
        </section>
    }
}

fn host(link: &str) -> String {
    web_sys::Url::new(link).map_or_else(|_| String::new(), |url| url.host())
}

#[component]
fn ConfirmHere(link: String) -> impl IntoView {
    let host = host(&link);
    view! {
        <div class="actions">
            <a
                class="button primary"
                data-testid="confirm"
                href=link
                target="_blank"
                rel="noopener noreferrer"
            >
                {words::confirm()}
            </a>
        </div>
        <p class="hint">{words::opens(&host)}</p>
    }
}

/// Returns a title and a sentence about a top-up's status.
pub fn top_up_words(order: &Order, next_step: &NextStep) -> (&'static str, &'static str) {
    if is_given_up(order, transport().now()) {
        (orders::status_given_up(), orders::given_up())
    } else {
        top_up_status(order, next_step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use satline_core::lightning::Expectation;
    use satline_core::lightning::bolt11::Network;
    use satline_core::order::{Kind, OrderId, Start};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::HtmlElement;

    fn shown(is_imported: bool) -> HtmlElement {
        let order = Order::new(
            &satline_core::services::lava::TERMS,
            Kind::Fund,
            OrderId::parse("7dc6").unwrap(),
            Start::Confirm,
            Expectation::new(Network::Bitcoin),
            transport().now(),
        );
        let next_step = NextStep::ConfirmHere {
            link: "https://bank.example.org/pay?id=1".to_owned(),
        };
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let view = move || {
            let asking = RwSignal::new(false);
            view! { <ToPay order next_step is_imported asking /> }
        };
        leptos::mount::mount_to(place.clone(), view).forget();
        place
    }

    #[wasm_bindgen_test]
    fn a_link_from_a_backup_is_a_text_with_its_host_and_nothing_to_press() {
        let imported = shown(true);
        assert!(imported.query_selector("a, button").unwrap().is_none());
        let text = imported.text_content().unwrap();
        assert!(text.contains("https://bank.example.org/pay?id=1"), "{text}");
        assert!(
            text.contains("address on bank.example.org came from a backup"),
            "{text}"
        );
        let made_here = shown(false);
        let link = made_here.query_selector("a.primary").unwrap();
        assert!(link.is_some());
    }
}
