use leptos::prelude::*;

use crate::shell;
use crate::start::{use_wallet, use_wallet_form};
use crate::state::{About, Budget, Connection};
use crate::words::{self, own_wallet as texts};

/// The reader's own wallet, among the settings: what it is for, what it may spend, and its end.
#[component]
pub fn WalletSection() -> impl IntoView {
    let wallet = use_wallet();
    let show_form = use_wallet_form();
    let says = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Connection::Connected(about) = wallet.connection() {
            says.set(sentence(&about));
        }
    });
    let disconnect = move |_| {
        wallet.disconnect();
        says.set(texts::disconnected().to_owned());
        request_animation_frame(|| shell::focus("[data-testid=connect]"));
    };
    let actions = move || {
        if wallet.is_connected() {
            return view! {
                <button type="button" data-testid="disconnect" on:click=disconnect>
                    {texts::disconnect()}
                </button>
            }
            .into_any();
        }
        let show_form = show_form.clone();
        view! {
            <button type="button" data-testid="connect" on:click=move |_| show_form()>
                {texts::connect()}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="own-wallet">
            <div class="stack stack-tight">
                <h2 id="own-wallet">{texts::title()}</h2>
                <p class="hint">{texts::hint()}</p>
                <p class="hint">{texts::kept_hint()}</p>
            </div>
            <p role="status" data-testid="own-wallet-says">{says}</p>
            <div class="actions">{actions}</div>
        </section>
    }
}

/// What a wallet calls itself and what it lets this page spend.
fn sentence(about: &About) -> String {
    let name = match &about.alias {
        Some(name) => texts::connected_to(name),
        None => texts::connected().to_owned(),
    };
    let budget = match &about.budget {
        Some(Budget { left, total }) => texts::budget(&words::sats(*left), &words::sats(*total)),
        None => texts::no_budget().to_owned(),
    };
    [&name, " ", &budget].concat()
}
