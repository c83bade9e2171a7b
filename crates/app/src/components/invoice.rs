use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::money::Sats;
use satline_core::qr;

use crate::state::{Wallet, WalletAnswer};

/// An invoice to be paid: its code, its text, and the wallets it can be handed to.
#[component]
pub fn InvoicePanel(invoice: String, price: Option<Sats>) -> impl IntoView {
    let title = match price {
        Some(price) => format!("Lightning invoice for {price}"),
        None => "Lightning invoice".to_owned(),
    };
    let code = match qr::invoice_svg(&invoice, &title) {
        Ok(svg) => view! { <div class="qr" data-testid="qr" inner_html=svg></div> }.into_any(),
        Err(error) => view! { <p class="hint">{error.to_string()}</p> }.into_any(),
    };
    let copied = RwSignal::new(false);
    let to_copy = invoice.clone();
    let copy = move |_| {
        let writing = window().navigator().clipboard().write_text(&to_copy);
        spawn_local(async move {
            copied.set(wasm_bindgen_futures::JsFuture::from(writing).await.is_ok());
        });
    };
    view! {
        {code}
        <p class="invoice" data-testid="invoice">{invoice.clone()}</p>
        <div class="actions">
            <PayButton invoice=invoice.clone() />
            <a class="button" href=format!("lightning:{invoice}")>"Open in a wallet"</a>
            <button type="button" on:click=copy>
                {move || if copied.get() { "Copied" } else { "Copy" }}
            </button>
        </div>
    }
}

/// Hands the invoice to the browser's wallet. Once pressed it stays off until the wallet has
/// answered, so that nothing is paid twice.
#[component]
fn PayButton(invoice: String) -> impl IntoView {
    let paying = RwSignal::new(false);
    let word = RwSignal::new("");
    let pay = move |_| {
        if paying.get_untracked() {
            return;
        }
        let Some(wallet) = Wallet::find() else {
            word.set("There is no wallet in this browser: scan the code or open it in a wallet.");
            return;
        };
        paying.set(true);
        word.set("Confirm the payment in your wallet.");
        let invoice = invoice.clone();
        spawn_local(async move {
            let answer = wallet.pay(&invoice).await;
            // The page may have gone on without us.
            paying.try_set(false);
            word.try_set(match answer {
                WalletAnswer::Paid => "Paid.",
                WalletAnswer::Unknown => {
                    "The wallet did not confirm. It may still have paid: watch the order before \
                     you try again."
                }
            });
        });
    };
    view! {
        <button type="button" class="primary" data-testid="pay" disabled=paying on:click=pay>
            "Pay with this browser's wallet"
        </button>
        <p class="hint" role="status">{word}</p>
    }
}
