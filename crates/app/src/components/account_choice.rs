use leptos::prelude::*;
use satline_core::error::Service;

use crate::start::use_accounts;
use crate::state::Account;
use crate::words::top_up as words;

/// The choice of the account to top up.
#[component]
pub fn AccountChoice() -> impl IntoView {
    let accounts = use_accounts();
    let choice = move |account: Account| {
        let service = account.service;
        let chosen = move || {
            let chosen = accounts.chosen();
            chosen.is_some_and(|chosen| chosen.service == service)
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="account"
                    data-testid=format!("account-{}", service.name())
                    prop:checked=chosen
                    on:change=move |_| accounts.choose(account)
                />
                <span>
                    {service.name()} <span class="hint choice-hint">{purpose(service)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{words::account()}</legend>
            {accounts.all().into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

fn purpose(service: Service) -> &'static str {
    match service {
        Service::Sms4Sats => words::for_sms4sats(),
        Service::Bitrefill => words::for_bitrefill(),
        Service::Lava => words::for_lava(),
        Service::Grid => words::for_grid(),
    }
}
