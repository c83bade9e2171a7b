use leptos::prelude::*;
use satline_core::lightning::CheckedInvoice;

use crate::words::order as words;

/// A wallet app, and what the address of an invoice begins with for it alone.
struct Wallet {
    name: &'static str,
    scheme: &'static str,
    /// Whether its app for Android has that scheme too.
    on_android: bool,
}

/// The schemes are what the apps register: in `CFBundleURLTypes` of their Info.plist on iOS (damus, which
/// opens the same wallets, documents the forms in `Wallet.swift`), in `AndroidManifest.xml` on Android.
const WALLETS: [Wallet; 6] = [
    wallet("BlueWallet", "bluewallet:lightning:", true),
    wallet("Blixt", "blixtwallet:lightning:", true),
    wallet("Muun", "muun:", true),
    wallet("Phoenix", "phoenix:", true),
    wallet("Wallet of Satoshi", "walletofsatoshi:lightning:", false),
    wallet("Zeus", "zeusln:lightning:", true),
];

const fn wallet(name: &'static str, scheme: &'static str, on_android: bool) -> Wallet {
    Wallet {
        name,
        scheme,
        on_android,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Platform {
    Ios,
    Android,
    /// A computer, where wallets are in the browser or on a phone beside it.
    Desktop,
}

/// Opens the invoice in a wallet app of one's choice. By `lightning:` iOS opens whichever app it likes,
/// and Android the one that was once chosen as the default. On a computer: how to pay by phone.
#[component]
pub fn WalletApps(invoice: CheckedInvoice) -> impl IntoView {
    let platform = platform();
    if platform == Platform::Desktop {
        return view! { <p class="hint">{words::scan_by_phone()}</p> }.into_any();
    }
    let here = |wallet: &Wallet| platform == Platform::Ios || wallet.on_android;
    let links = WALLETS.into_iter().filter(here).map(move |wallet| {
        let address = [wallet.scheme, invoice.text()].concat();
        view! { <a class="button small" href=address>{wallet.name}</a> }
    });
    view! {
        <details class="wallets" data-testid="wallets">
            <summary>{words::choose_wallet()}</summary>
            <div class="actions">{links.collect_view()}</div>
        </details>
    }
    .into_any()
}

/// An iPad calls itself a Mac; no Mac is touched.
fn platform() -> Platform {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    if agent.contains("Android") {
        Platform::Android
    } else if agent.contains("iPhone")
        || agent.contains("Mac OS") && navigator.max_touch_points() > 1
    {
        Platform::Ios
    } else {
        Platform::Desktop
    }
}
