use leptos::prelude::*;
use satline_core::order::{Kind, Order, SmsCode};
use satline_core::phone::Phone;

use super::CopyButton;
use crate::words::order as words;

/// The code that was received, or the messages of a rental.
#[component]
pub fn Received(order: Order) -> impl IntoView {
    let text = order.code()?.text.clone();
    let is_cut = order.codes.iter().any(SmsCode::looks_cut);
    let hint = is_cut.then(|| view! { <p class="hint">{words::zeros()}</p> });
    let title = if order.has_late_code() {
        words::late_code()
    } else {
        words::code()
    };
    Some(match order.kind {
        Kind::Rental => view! {
            <section class="panel" aria-labelledby="received">
                <h2 id="received">{words::messages()}</h2>
                <ul class="messages">{order.codes.iter().rev().map(message).collect_view()}</ul>
                {hint}
            </section>
        }
        .into_any(),
        _ => view! {
            <section class="panel arrived" aria-labelledby="received">
                <h2 class="label" id="received">{title}</h2>
                <div class="copyable">
                    <p class="code" dir="ltr" data-testid="code">{text.clone()}</p>
                    <CopyButton text label=words::copy_code() class="primary" />
                </div>
                {hint}
            </section>
        }
        .into_any(),
    })
}

fn message(message: &SmsCode) -> impl IntoView + use<> {
    let text = message.text.clone();
    view! {
        <li class="copyable">
            <p class="message" data-testid="message">{text.clone()}</p>
            <CopyButton text class="small" />
        </li>
    }
}

/// The number that was given, in the two forms that other pages ask for: large until its code is here.
#[component]
pub fn Number(order: Order) -> impl IntoView {
    let number = order.number.clone()?;
    // Services leave the plus sign away.
    let whole = format!("+{}", number.trim_start_matches('+'));
    let phone = whole.parse::<Phone>().ok();
    let whole = if phone.is_some() { whole } else { number };
    let rest = phone
        .as_ref()
        .and_then(Phone::parts)
        .map(|(code, rest)| line(words::without_prefix(code), "national", rest.to_owned()));
    Some(view! {
        <section class="panel" class:is-main=order.code().is_none() aria-labelledby="given">
            <h2 class="label" id="given">{words::number()}</h2>
            {line(words::international().to_owned(), "number", whole)}
            {rest}
        </section>
    })
}

fn line(name: String, id: &'static str, number: String) -> impl IntoView {
    view! {
        <div class="copyable">
            <p>
                <span class="hint">{name}</span>
                <span class="number" dir="ltr" data-testid=id>{number.clone()}</span>
            </p>
            <CopyButton text=number class="small" />
        </div>
    }
}
