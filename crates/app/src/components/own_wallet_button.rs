use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::lightning::CheckedInvoice;
use satline_core::lightning::webln::Outcome;
use satline_core::order::OrderId;

use super::pay_button::hand_over;
use crate::start::{use_journal, use_wallet};
use crate::state::transport;
use crate::words::own_wallet as words;

/// Hands the invoice to the reader's own wallet, if one is connected. `asking` is the same as the other
/// wallet's: one of them is asked at a time.
#[component]
pub fn OwnWalletButton(
    id: OrderId,
    invoice: CheckedInvoice,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let (journal, wallet, clock) = (use_journal(), use_wallet(), transport());
    let message = RwSignal::new("");
    let payment = StoredValue::new((id, invoice));
    let pay = move |_| {
        // Not disabled: that would take the focus away.
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        message.set(words::asking());
        let (id, invoice) = payment.get_value();
        spawn_local(async move {
            let paying = async {
                let (outcome, code) = wallet.pay(&invoice, clock).await;
                let is_declined = outcome == Outcome::Declined;
                (outcome, is_declined.then(|| refusal(&code)).flatten())
            };
            let (is_paying, sentence) = hand_over(journal, &id, paying).await;
            // The page may be closed by now.
            message.try_set(sentence);
            asking.try_set(is_paying);
        });
    };
    move || {
        wallet.is_connected().then(|| {
            view! {
                <button
                    type="button"
                    class="primary"
                    data-testid="pay-own"
                    aria-disabled=move || asking.get().then_some("true")
                    on:click=pay
                >
                    {words::pay()}
                </button>
                <p class="hint" role="status" data-testid="own-wallet-says">{message}</p>
            }
        })
    }
}

/// Says why a wallet refused, by the codes of Nostr Wallet Connect.
fn refusal(code: &str) -> Option<&'static str> {
    Some(match code {
        "QUOTA_EXCEEDED" => words::over_budget(),
        "INSUFFICIENT_BALANCE" => words::no_money(),
        "RATE_LIMITED" => words::too_often(),
        "NOT_IMPLEMENTED" | "RESTRICTED" | "UNAUTHORIZED" => words::no_right(),
        "UNREACHABLE" => words::unreachable(),
        _ => return None,
    })
}
