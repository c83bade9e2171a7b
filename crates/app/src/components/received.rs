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
    if order.kind == Kind::Rental {
        let message = |message: &SmsCode| {
            view! { <li>{code("message", message)}</li> }
        };
        return view! {
            <section class="panel">
                <h2>{words::MESSAGES}</h2>
                <ul class="messages" data-testid="messages">
                    {order.codes.iter().rev().map(message).collect_view()}
                </ul>
            </section>
        }
        .into_any();
    }
    let title = if order.has_late_code() {
        words::LATE
    } else {
        words::CODE
    };
    view! {
        <section class="panel arrived">
            <h2 class="label">{title}</h2>
            {code("code", newest)}
        </section>
    }
    .into_any()
}

/// Large, with its button; and what may be wrong with it.
fn code(class: &'static str, code: &SmsCode) -> AnyView {
    let short = code.may_lack_zeros.then_some(words::ZEROS);
    let copy = if class == "code" {
        words::COPY_CODE
    } else {
        crate::words::common::COPY
    };
    view! {
        <div class="copyable">
            <p class=class data-testid=class>{code.text.clone()}</p>
            <CopyButton text=code.text.clone() label=copy class=if class == "code" { "primary" } else { "small" } />
        </div>
        <p class="hint">{short}</p>
    }
    .into_any()
}

/// The number that was given, in the two forms that other pages ask for.
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
        .map(|(code, rest)| line(words::within(code), "national", rest.to_owned()));
    view! {
        <section class="panel">
            <h2 class="label">{words::NUMBER}</h2>
            {line(words::INTERNATIONAL.to_owned(), "number", whole)}
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
                <span class="number" data-testid=id>{number.clone()}</span>
            </p>
            <CopyButton text=number class="small" />
        </div>
    }
    .into_any()
}
