use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::http::Clock;
use satline_core::lightning::CheckedInvoice;
use satline_core::lightning::webln::{Outcome, Provider, Reason, UserClicked, allow_again};
use satline_core::order::{Event, Order, OrderId};

use crate::start::{use_journal, use_wallet};
use crate::state::{Journal, transport};
use crate::words::order as words;

/// Extensions put their wallet into the page whenever they are ready.
const PATIENCE: Duration = Duration::from_secs(5);

/// Returns whether there is a wallet in this browser, as soon as there is.
pub fn wallet_is_here() -> RwSignal<bool> {
    let is_here = RwSignal::new(Provider::present().is_some());
    if !is_here.get_untracked() {
        let clock = transport();
        spawn_local(async move {
            let wallet = Provider::arrive(&clock, PATIENCE).await;
            is_here.try_set(wallet.is_some());
        });
    }
    is_here
}

/// Asks the browser's wallet to pay an invoice, only because the reader clicked.
#[component]
pub fn PayButton(
    id: OrderId,
    invoice: CheckedInvoice,
    /// The wallet was asked, and it is not in doubt whether it pays.
    asking: RwSignal<bool>,
) -> impl IntoView {
    let journal = use_journal();
    let clock = transport();
    let own_wallet = use_wallet();
    let message = RwSignal::new(if asking.get_untracked() {
        words::confirm_in_wallet()
    } else {
        ""
    });
    let pay = move |_| {
        // Not disabled: that would take the focus away.
        if asking.get_untracked() {
            return;
        }
        let Some(wallet) = Provider::present() else {
            return;
        };
        asking.set(true);
        message.set(words::confirm_in_wallet());
        let (id, invoice) = (id.clone(), invoice.clone());
        spawn_local(async move {
            let paying = async { (wallet.pay(&invoice, &clock, UserClicked).await, None) };
            let (is_paying, sentence) = hand_over(journal, &id, paying).await;
            // The page may be closed by now.
            message.try_set(sentence);
            asking.try_set(is_paying);
        });
    };
    view! {
        <button
            type="button"
            // One of two wallets stands out.
            class:primary=move || !own_wallet.is_connected()
            data-testid="pay"
            aria-disabled=move || asking.get().then_some("true")
            on:click=pay
        >
            {words::pay_here()}
        </button>
        <p class="hint" role="status" data-testid="wallet-says">{message}</p>
    }
}

/// Lets a wallet be asked to pay an order, which is on the disk before it is asked. `paying` resolves with
/// the outcome, and with what the wallet said of it, if that says more than our sentence. Returns whether
/// the wallet is certainly paying, and the sentence.
pub async fn hand_over(
    journal: Journal,
    id: &OrderId,
    paying: impl Future<Output = (Outcome, Option<&'static str>)>,
) -> (bool, &'static str) {
    let (outcome, detail) = if journal.hand_over(id).await {
        paying.await
    } else {
        (Outcome::Refused(Reason::AlreadySent), None)
    };
    let (is_paying, event, sentence) = consequence(&outcome);
    if let Some(event) = event {
        journal.apply(id, event).await;
    }
    (is_paying, detail.unwrap_or(sentence))
}

/// Returns whether the wallet is certainly paying, the event for the order, and a sentence.
fn consequence(outcome: &Outcome) -> (bool, Option<Event>, &'static str) {
    match outcome {
        Outcome::Paid(_) | Outcome::Pending => {
            (true, Some(Event::WalletIsPaying), words::wallet_paying())
        }
        Outcome::Declined => (false, Some(Event::PaymentRefused), words::wallet_declined()),
        Outcome::Unknown => (false, Some(Event::WalletIsPaying), ""),
        Outcome::Refused(Reason::AlreadySent) => (false, None, ""),
        Outcome::Refused(Reason::TooLate(_)) => {
            (false, Some(Event::PaymentRefused), words::too_late())
        }
    }
}

/// Shown instead of the invoice while a wallet may have paid it.
#[component]
pub fn MaybePaid(order: Order) -> impl IntoView {
    let journal = use_journal();
    let (id, invoice) = (order.id.clone(), order.payable(transport().now()));
    let not_paid = move |_| {
        if let Some(Ok(invoice)) = &invoice {
            allow_again(invoice.payment_hash());
        }
        let id = id.clone();
        spawn_local(async move { journal.apply(&id, Event::PaymentRefused).await });
    };
    view! {
        <section class="panel" aria-label=words::invoice()>
            <p role="status" data-testid="maybe-paid">{words::maybe_paid()}</p>
            <p class="hint">{words::not_paid_hint()}</p>
            <div class="actions">
                <button type="button" data-testid="not-paid" on:click=not_paid>
                    {words::not_paid()}
                </button>
            </div>
        </section>
    }
}
