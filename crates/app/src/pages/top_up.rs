use leptos::prelude::*;
use satline_core::error::Service;
use satline_core::services::lava::KeyKind;

use crate::chunks::Outline;
use crate::components::{
    AccountChoice, AccountLogin, Failure, Fundings, TopUpForm, TopUpProgress, WalletChoice,
};
use crate::shell;
use crate::start::use_accounts;
use crate::state::{Account, Answer, Stage};
use crate::words::{self, top_up as texts};

/// Adds money to an account, and follows it until it is there.
#[component]
pub fn TopUpPage() -> impl IntoView {
    shell::title(texts::title());
    let accounts = use_accounts();
    if let Some(account) = untrack(|| accounts.chosen()) {
        account.on_shown();
    }
    view! {
        <main class="page">
            <div class="heading">
                <h1>{texts::title()}</h1>
                <p class="lead">{texts::lead()}</p>
            </div>
            <AccountChoice />
            {move || accounts.chosen().map(|account| view! { <AccountPanel account /> })}
        </main>
    }
}

/// The top-up that was started, or else the form to start one.
#[component]
fn AccountPanel(account: Account) -> impl IntoView {
    let has_history = account.service == Service::Sms4Sats;
    view! {
        <Show
            when=move || account.top_up().is_some()
            fallback=move || view! { <NewTopUp account /> }
        >
            <TopUpProgress account />
        </Show>
        {has_history.then(|| view! { <Fundings account /> })}
    }
}

/// Opens the account, then the form of a new top-up.
#[component]
fn NewTopUp(account: Account) -> impl IntoView {
    view! {
        {account.needs_login().then(|| view! { <AccountLogin account /> })}
        <WalletChoice account />
        {move || match account.stage.get() {
            Stage::Closed | Stage::Choosing => None,
            Stage::Opening => Some(view! { <Outline class="skeleton-field" /> }.into_any()),
            // The error is shown beside the field.
            Stage::Failed(error) if error.field.is_some() && account.needs_login() => None,
            Stage::Failed(error) => {
                Some(view! { <Failure error retry=move |()| account.log_in() /> }.into_any())
            }
            Stage::Open(opened) => {
                Some(
                    view! {
                        <CurrentBalance account key=opened.key.map(KeyKind::name) />
                        <TopUpForm account methods=opened.methods />
                    }
                        .into_any(),
                )
            }
        }}
    }
}

/// The balance of the account, and the kind of key that it was asked with.
#[component]
fn CurrentBalance(account: Account, key: Option<&'static str>) -> impl IntoView {
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
