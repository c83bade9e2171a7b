use leptos::prelude::*;
use satline_core::order::{Kind, Order, SmsCode};
use satline_core::phone::Phone;

use super::CopyButton;
use crate::words::order as words;

/// What came: one code, or the messages of a rental.
pub fn received(order: &Order) -> AnyView {
    let Some(newest) = order.code() else {
        return ().into_any();
    };
    let short = order.codes.iter().any(SmsCode::looks_cut);
    let short = short.then(|| view! { <p class="hint">{words::zeros()}</p> });
    if order.kind == Kind::Rental {
        let messages = order.codes.iter().rev();
        return view! {
            <section class="panel" aria-labelledby="received">
                <h2 id="received">{words::messages()}</h2>
                <ul class="messages">{messages.map(message).collect_view()}</ul>
                {short}
            </section>
        }
        .into_any();
    }
    let title = if order.has_late_code() {
        words::late_code()
    } else {
        words::code()
    };
    let text = newest.text.clone();
    view! {
        <section class="panel arrived" aria-labelledby="received">
            <h2 class="label" id="received">{title}</h2>
            <div class="copyable">
                <p class="code" dir="ltr" data-testid="code">{text.clone()}</p>
                <CopyButton text label=words::copy_code() class="primary" />
            </div>
            {short}
        </section>
    }
    .into_any()
}

fn message(message: &SmsCode) -> AnyView {
    let text = message.text.clone();
    view! {
        <li class="copyable">
            <p class="message" data-testid="message">{text.clone()}</p>
            <CopyButton text class="small" />
        </li>
    }
    .into_any()
}

/// The number that was given, in the two forms that other pages ask for: large until its code is here.
pub fn number(order: &Order) -> AnyView {
    let Some(number) = &order.number else {
        return ().into_any();
    };
    // Services leave the plus sign away.
    let whole = ["+", number.trim_start_matches('+')].concat();
    let phone = whole.parse::<Phone>().ok();
    let whole = if phone.is_some() {
        whole
    } else {
        number.clone()
    };
    let rest = phone
        .as_ref()
        .and_then(Phone::parts)
        .map(|(code, rest)| line(words::without_prefix(code), "national", rest.to_owned()));
    view! {
        <section class="panel" class:is-main=order.code().is_none() aria-labelledby="given">
            <h2 class="label" id="given">{words::number()}</h2>
            {line(words::international().to_owned(), "number", whole)}
            {rest}
        </section>
    }
    .into_any()
}

fn line(name: String, id: &'static str, number: String) -> AnyView {
    view! {
        <div class="copyable">
            <p>
                <span class="hint">{name}</span>
                <span class="number" dir="ltr" data-testid=id>{number.clone()}</span>
            </p>
            <CopyButton text=number class="small" />
        </div>
    }
    .into_any()
}
