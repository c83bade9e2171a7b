use leptos::prelude::*;
use satline_core::error::Service;
use satline_core::services::lava::KeyKind;

use crate::chunks::Outline;
use crate::components::{
    AccountChoice, AccountLogin, Failure, Fundings, TopUpForm, TopUpProgress, WalletChoice,
};
use crate::shell;
use crate::start::use_places;
use crate::state::{Account, Answer, Stage};
use crate::words::{self, top_up as texts};

/// Adds money to an account, and follows it until it is there.
#[component]
pub fn TopUpPage() -> impl IntoView {
    shell::title(texts::title());
    let places = use_places();
    if let Some(account) = untrack(|| places.chosen()) {
        account.on_shown();
    }
    view! {
        <main class="page">
            <div class="heading">
                <h1>{texts::title()}</h1>
                <p class="lead">{texts::lead()}</p>
            </div>
            <AccountChoice />
            {move || places.chosen().map(|account| view! { <Shown account /> })}
        </main>
    }
}

/// The top-up that was begun, or else the way to one.
#[component]
fn Shown(account: Account) -> impl IntoView {
    let is_begun = Memo::new(move |_| account.begun().is_some());
    let has_history = account.service == Service::Sms4Sats;
    view! {
        {move || {
            if is_begun.get() {
                view! { <TopUpProgress account /> }.into_any()
            } else {
                view! { <Way account /> }.into_any()
            }
        }}
        {has_history.then(|| view! { <Fundings account /> })}
    }
}

#[component]
fn Way(account: Account) -> impl IntoView {
    view! {
        {account.needs_login().then(|| view! { <AccountLogin account /> })}
        <WalletChoice account />
        {move || match account.stage.get() {
            Stage::Closed | Stage::Choosing => None,
            Stage::Opening => {
                Some(
                    view! {
                        <Outline class="skeleton-field" />
                    }
                        .into_any(),
                )
            }
            // What was typed is judged beside its field.
            Stage::Failed(error) if error.field.is_some() && account.needs_login() => None,
            Stage::Failed(error) => {
                Some(view! { <Failure error retry=move |()| account.log_in() /> }.into_any())
            }
            Stage::Open(opened) => {
                Some(
                    view! {
                        <Standing account key=opened.key.map(KeyKind::name) />
                        <TopUpForm account methods=opened.methods />
                    }
                        .into_any(),
                )
            }
        }}
    }
}

/// What is in the account now, and by what kind of key that is known.
#[component]
fn Standing(account: Account, key: Option<&'static str>) -> impl IntoView {
    let balance = move || match account.balance.get()? {
        Answer::Here(balance) => Some(words::amount(&balance)),
        _ => None,
    };
    view! {
        <p class="now">
            <span class="label">{texts::balance_now()}</span>
            <span class="number" data-testid="now">{balance}</span>
            {key.map(|key| view! { <span class="tag" data-testid="key">{key}</span> })}
        </p>
    }
}
