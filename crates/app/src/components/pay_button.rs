use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::http::Fetch;
use satline_core::lightning::CheckedInvoice;
use satline_core::lightning::webln::{Outcome, Provider, Reason, UserClicked};

use crate::words::order as words;

/// Extensions put their wallet into the page whenever they are ready.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether there is a wallet in this browser, as soon as it is.
pub fn wallet_is_here() -> RwSignal<bool> {
    let is_here = RwSignal::new(Provider::present().is_some());
    if !is_here.get_untracked() {
        spawn_local(async move {
            let wallet = Provider::arrive(&Fetch, PATIENCE).await;
            is_here.try_set(wallet.is_some());
        });
    }
    is_here
}

/// Hands the invoice to the browser's wallet, which is asked only because the reader clicked.
pub fn pay_button(invoice: CheckedInvoice, on_sent: Callback<()>) -> AnyView {
    let paying = RwSignal::new(false);
    let word = RwSignal::new("");
    let pay = move |_| {
        let Some(wallet) = Provider::present() else {
            return;
        };
        paying.set(true);
        word.set(words::CONFIRM_THERE);
        let invoice = invoice.clone();
        spawn_local(async move {
            let outcome = wallet.pay(&invoice, &Fetch, UserClicked).await;
            let (sent, sentence) = told(&outcome);
            // The page may have gone on without us.
            paying.try_set(sent);
            word.try_set(sentence);
            if sent {
                on_sent.try_run(());
            }
        });
    };
    view! {
        <button type="button" class="primary" data-testid="pay" disabled=paying on:click=pay>
            {words::PAY_HERE}
        </button>
        <p class="hint" role="status" data-testid="wallet-says">{word}</p>
    }
    .into_any()
}

/// Whether the payment may be on its way, and the wallet's answer in words.
fn told(outcome: &Outcome) -> (bool, &'static str) {
    match outcome {
        Outcome::Paid(_) | Outcome::Pending => (true, words::PAYING),
        Outcome::Declined => (false, words::DECLINED),
        Outcome::Unknown | Outcome::Refused(Reason::AlreadySent) => (true, words::MAYBE_PAID),
        Outcome::Refused(Reason::TooLate(_)) => (false, words::NO_TIME),
    }
}
