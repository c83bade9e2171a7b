use leptos::prelude::*;
use satline_core::lightning::CheckedInvoice;

use crate::words::order as words;

/// Wallets, and what the address of an invoice begins with for each alone. The schemes are what the
/// apps register in `CFBundleURLTypes` of their Info.plist; damus, which opens the same wallets,
/// documents the forms in `Wallet.swift`.
const WALLETS: [(&str, &str); 6] = [
    ("BlueWallet", "bluewallet:lightning:"),
    ("Blixt", "blixtwallet:lightning:"),
    ("Muun", "muun:"),
    ("Phoenix", "phoenix://"),
    ("Wallet of Satoshi", "walletofsatoshi:lightning:"),
    ("Zeus", "zeusln:lightning:"),
];

/// Opens the invoice in one wallet of several. On iOS they all claim `lightning:`, and the system gives
/// it to whichever it likes; elsewhere it asks, and nothing is shown here.
pub fn wallet_apps(invoice: &CheckedInvoice) -> Option<AnyView> {
    let link = |(name, scheme): (&'static str, &'static str)| {
        let address = [scheme, invoice.text()].concat();
        view! { <a class="button small" href=address>{name}</a> }
    };
    is_ios().then(|| {
        view! {
            <details class="wallets" data-testid="wallets">
                <summary>{words::choose_wallet()}</summary>
                <div class="actions">{WALLETS.into_iter().map(link).collect_view()}</div>
            </details>
        }
        .into_any()
    })
}

/// An iPad calls itself a Mac; no Mac is touched.
fn is_ios() -> bool {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    agent.contains("iPhone") || agent.contains("Mac OS") && navigator.max_touch_points() > 1
}
