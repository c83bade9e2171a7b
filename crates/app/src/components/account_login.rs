use leptos::prelude::*;
use satline_core::error::Service;
use satline_core::services::grid::InternalAccount;

use crate::state::{Account, Stage, Wallets};
use crate::words::{self, top_up as texts};

/// Asks for the credential: a key if the service answers browsers, else the address of a relay.
#[component]
pub fn AccountLogin(account: Account) -> impl IntoView {
    let is_key = account.service == Service::Sms4Sats;
    let error = move || match account.stage.get() {
        Stage::Failed(error) if error.field.is_some() => Some(words::problem(&error)),
        _ => None,
    };
    let invalid = move || error().is_some().then_some("true");
    view! {
        <form
            class="field"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                account.log_in();
            }
        >
            <label for="login">{if is_key { texts::key() } else { texts::relay() }}</label>
            <input
                id="login"
                data-testid="login"
                type=if is_key { "password" } else { "url" }
                autocomplete="off"
                spellcheck="false"
                placeholder=if is_key { "" } else { "https://relay.example.org" }
                aria-describedby="login-hint login-error"
                aria-invalid=invalid
                prop:value=account.typed
                on:input=move |event| account.typed.set(event_target_value(&event))
            />
            <p id="login-error" class="field-error" role="alert">{error}</p>
            <p id="login-hint" class="hint">{why(account.service)}</p>
            <button type="submit" data-testid="open">{texts::open()}</button>
        </form>
    }
}

fn why(service: Service) -> &'static str {
    match service {
        Service::Sms4Sats => texts::why_sms4sats(),
        Service::Bitrefill => texts::why_bitrefill(),
        Service::Lava => texts::why_lava(),
        Service::Grid => texts::why_grid(),
    }
}

/// The choice between the accounts that one credential opens.
#[component]
pub fn WalletChoice(account: Account) -> impl IntoView {
    let option = |wallet: InternalAccount, chosen: &str| {
        let balance = wallet.balance.as_ref().map(words::amount);
        let balance = balance.unwrap_or_else(|| texts::no_balance().to_owned());
        let owner = match &wallet.customer_id {
            Some(id) => texts::customer(&end_of(id)),
            None => texts::platform().to_owned(),
        };
        let is_chosen = chosen == wallet.id;
        view! { <option value=wallet.id selected=is_chosen>{format!("{balance}, {owner}")}</option> }
    };
    move || {
        let Wallets {
            accounts, chosen, ..
        } = account.wallets.get()?;
        let options = accounts.into_iter().map(|wallet| option(wallet, &chosen));
        Some(view! {
            <div class="field">
                <label for="wallet">{texts::internal_account()}</label>
                <select
                    id="wallet"
                    data-testid="wallet"
                    on:change=move |event| account.choose_wallet(event_target_value(&event))
                >
                    <option value="" disabled selected=chosen.is_empty()>
                        {texts::choose_account()}
                    </option>
                    {options.collect_view()}
                </select>
            </div>
        })
    }
}

/// Returns the end of an id, where long ones differ.
fn end_of(id: &str) -> String {
    let end = id
        .char_indices()
        .rev()
        .nth(5)
        .and_then(|(start, _)| id.get(start..));
    end.map_or_else(|| id.to_owned(), |end| format!("…{end}"))
}
