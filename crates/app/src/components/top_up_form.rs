use leptos::html;
use leptos::prelude::*;
use satline_core::error::Service;
use satline_core::money::Currency;
use satline_core::topup::{Method, unit_for_people};

use super::Failure;
use crate::state::{Account, OrderError, Progress};
use crate::words::{self, common, top_up as texts};

/// By what, how much, and the button.
#[component]
pub fn TopUpForm(account: Account, methods: Vec<Method>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    // Nothing is called wrong before it was typed or sent.
    let judged = RwSignal::new(account.form.with_untracked(|form| !form.amount.is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        judged.set(true);
        match account.chosen_amount() {
            Some(Ok(amount)) => account.start(amount),
            _ => {
                if let Some(field) = field.get_untracked() {
                    let _ = field.focus();
                }
            }
        }
    };
    let is_sending = Memo::new(move |_| {
        account
            .progress
            .with(|progress| matches!(progress, Progress::Sending))
    });
    let label = move || match account.chosen_amount() {
        _ if is_sending.get() => common::moment().to_owned(),
        Some(Ok(Some(amount))) => texts::submit_amount(&words::amount(&amount)),
        _ => texts::title().to_owned(),
    };
    view! {
        <form class="top-up" novalidate on:submit=submit>
            <MethodChoice account methods />
            <AmountField account judged field />
            <p class="hint">{consequence(account.service)}</p>
            <button
                type="submit"
                class="primary"
                data-testid="begin"
                aria-disabled=move || is_sending.get().then_some("true")
            >
                {label}
            </button>
            {move || match account.progress.get() {
                Progress::Form(Some(OrderError::Service(error))) => {
                    Some(view! { <Failure error /> }.into_any())
                }
                Progress::Form(Some(error)) => {
                    let sentence = words::order_error(&error);
                    Some(view! { <p class="field-error" role="alert">{sentence}</p> }.into_any())
                }
                _ => None,
            }}
        </form>
    }
}

/// What the button does to money.
fn consequence(service: Service) -> &'static str {
    match service {
        Service::Sms4Sats => texts::consequence_sms4sats(),
        Service::Bitrefill => texts::consequence_bitrefill(),
        Service::Lava => texts::consequence_lava(),
        Service::Grid => texts::consequence_grid(),
    }
}

/// All of them: one that cannot be used says why.
#[component]
fn MethodChoice(account: Account, methods: Vec<Method>) -> impl IntoView {
    let choice = move |method: Method| {
        let Method {
            id,
            name,
            problem,
            currencies,
            ..
        } = method;
        let chosen = {
            let id = id.clone();
            move || account.form.with(|form| form.method == id)
        };
        let test_id = format!("method-{id}");
        let choose = move |_| account.choose_method(id.clone(), &currencies);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="method"
                    data-testid=test_id
                    disabled=problem.is_some()
                    prop:checked=chosen
                    on:change=choose
                />
                <span>
                    {name}
                    {problem
                        .map(|problem| view! { " " <span class="hint choice-hint">{problem}</span> })}
                </span>
            </label>
        }
    };
    let none_works = methods.iter().all(|method| method.problem.is_some());
    let name = account.service.name();
    view! {
        {none_works
            .then(|| {
                view! {
                    <p class="notice">{texts::none_works(name)}</p>
                }
            })}
        <fieldset class="choices">
            <legend>{texts::pay_by()}</legend>
            {methods.into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

/// The amount, judged by the core as it is typed.
#[component]
fn AmountField(
    account: Account,
    judged: RwSignal<bool>,
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let error = Memo::new(move |_| match account.chosen_amount() {
        Some(Err(error)) if judged.get() => Some(words::problem(&error)),
        _ => None,
    });
    let method = Memo::new(move |_| account.chosen_method());
    let label = move || {
        let code = account.form.with(|form| form.currency.clone());
        let currencies = method
            .get()
            .map(|method| method.currencies)
            .unwrap_or_default();
        let currency = currencies.iter().find(|currency| currency.code() == code);
        texts::amount_in(currency.map_or(code.as_str(), unit_for_people))
    };
    view! {
        <div class="amount-fields">
            <div class="field">
                <label for="amount">{label}</label>
                <input
                    id="amount"
                    data-testid="amount-field"
                    node_ref=field
                    inputmode="decimal"
                    autocomplete="off"
                    aria-describedby="amount-error amount-hint"
                    aria-invalid=move || error.get().is_some().then_some("true")
                    prop:value=move || account.form.with(|form| form.amount.clone())
                    on:input=move |event| {
                        judged.set(true);
                        account.form.update(|form| form.amount = event_target_value(&event));
                    }
                />
            </div>
            <CurrencyChoice account method />
        </div>
        <p id="amount-error" class="field-error" aria-live="polite" data-testid="amount-error">
            {error}
        </p>
        <p id="amount-hint" class="hint">{move || method.get().as_ref().map(bounds)}</p>
    }
}

/// Only where there is a choice.
#[component]
fn CurrencyChoice(account: Account, method: Memo<Option<Method>>) -> impl IntoView {
    let currencies = Memo::new(move |_| {
        method
            .with(|method| method.as_ref().map(|method| method.currencies.clone()))
            .unwrap_or_default()
    });
    let option = move |currency: Currency| {
        let code = currency.code().to_owned();
        let is_chosen = account.form.with_untracked(|form| form.currency == code);
        let name = unit_for_people(&currency).to_owned();
        view! { <option value=code selected=is_chosen>{name}</option> }
    };
    move || {
        let currencies = currencies.get();
        (currencies.len() > 1).then(|| {
            view! {
                <div class="field">
                    <label for="currency">{texts::unit()}</label>
                    <select
                        id="currency"
                        data-testid="currency"
                        on:change=move |event| {
                            account.form.update(|form| form.currency = event_target_value(&event));
                        }
                    >
                        {currencies.into_iter().map(option).collect_view()}
                    </select>
                </div>
            }
        })
    }
}

fn bounds(method: &Method) -> String {
    match &method.limits {
        Some((least, most)) => texts::bounds(&words::amount(least), &words::amount(most)),
        None if method.amount_optional => texts::amount_optional().to_owned(),
        None => texts::no_limits().to_owned(),
    }
}
