//! The service's JSON, with the service's own names: what is sent, and how its responses are read.
//!
//! Yes is `{meta, data}`, no is `{meta, message, error_code}`.

use serde::Serialize;
use serde_json::{Number, Value};

use super::deposit::{Deposit, Instruction, Price};
use super::method::Method;
use crate::error::Error;
use crate::http::{Quota, Response};
use crate::lenient::{Lenient, parse};
use crate::money::{Amount, Currency, Decimal};
use crate::order::OrderId;
use crate::services::answer::{Meaning, Refusal, unreadable, without_id};
use crate::services::invoice::find_invoice;

/// The body of `POST /accounts/deposit`.
#[derive(Serialize)]
pub(super) struct AccountsDeposit<'a> {
    /// Left out where the payer chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    pub currency: &'a str,
    pub payment_method: &'a str,
}

const MEANINGS: [Meaning; 5] = [
    (
        "unsupported_payment_method",
        Some("method"),
        "is not one that Bitrefill takes for this. Choose another.",
    ),
    (
        "missing_param",
        None,
        "Bitrefill misses something that this needs.",
    ),
    (
        "invalid_param",
        None,
        "Bitrefill does not accept something of this.",
    ),
    (
        "not_found",
        None,
        "Bitrefill knows no such invoice in this account.",
    ),
    (
        "balance_too_low",
        None,
        "The balance at Bitrefill does not cover this.",
    ),
];

/// Any response of success will do.
pub(super) fn read_reachable(response: &Response) -> Result<(), Error> {
    read_body(response).map(|_| ())
}

pub(super) fn read_balance(response: &Response) -> Result<Amount, Error> {
    let data = read_data(response)?;
    data.text("currency")
        .and_then(|currency| Amount::from_service(data.member("balance"), currency))
        .ok_or_else(|| unreadable(response))
}

pub(crate) fn read_deposit(response: &Response) -> Result<Deposit, Error> {
    let data = read_data(response)?;
    let id = data.text("id").or_else(|| data.text("invoice_id"));
    let Some(id) = id.and_then(|id| OrderId::parse(id).ok()) else {
        return Err(without_id(response));
    };
    let payment = data.member("payment");
    let method = payment
        .text("method")
        .or_else(|| payment.text("payment_method"))
        .or_else(|| data.text("payment_method"));
    Ok(Deposit {
        id,
        instruction: read_instruction(&data),
        price: read_price(payment, method),
        method: method.map(str::to_owned),
        status: data.owned("status"),
        payment_status: payment.owned("status"),
        answered_at: response.date(),
        quota: Quota::of(response),
        extra: data.extra(&["id", "status", "payment", "payment_method", "address"]),
        payment_extra: payment.extra(&[
            "method",
            "currency",
            "price",
            "status",
            "address",
            "payment_method",
        ]),
    })
}

/// No page says which field holds the invoice: it is known by its shape, the payment's fields first.
fn read_instruction(data: &Value) -> Option<Instruction> {
    let payment = data.member("payment");
    let invoice = find_invoice(payment).or_else(|| find_invoice(data));
    let address = || payment.text("address").or_else(|| data.text("address"));
    invoice
        .map(Instruction::Invoice)
        .or_else(|| address().map(|text| Instruction::Address(text.trim().to_owned())))
}

fn read_price(payment: &Value, method: Option<&str>) -> Price {
    let price = payment.member("price");
    let Some(words) = price.as_written().filter(|words| !words.is_empty()) else {
        return Price::Open;
    };
    let told = payment.text("currency");
    let currency = match method.and_then(Method::find) {
        Some(Method { currency: None, .. }) => None,
        known => told
            .and_then(Currency::find)
            .or_else(|| known?.currency.clone()),
    };
    let units = Decimal::read(price).and_then(|units| i128::try_from(units.units(0)?).ok());
    match (units, currency) {
        (Some(0), _) => Price::Open,
        (Some(units), Some(currency)) => Price::Exact(Amount::new(units, currency)),
        _ => Price::Unclear(format!("{words} {}", told.unwrap_or_default())),
    }
}

/// Returns what stands under `data`.
fn read_data(response: &Response) -> Result<Value, Error> {
    let mut body = read_body(response)?;
    let data = body.get_mut("data").map(Value::take);
    data.filter(Value::is_object)
        .ok_or_else(|| unreadable(response))
}

fn read_body(response: &Response) -> Result<Value, Error> {
    let Some(body) = parse(&response.body) else {
        return Err(unreadable(response));
    };
    let code = body.text("error_code");
    if response.is_success() && code.is_none() {
        return Ok(body);
    }
    let message = body.text("message");
    if code.or(message).is_none() {
        return Err(unreadable(response));
    }
    Err(Refusal::new(code, message, &Value::Null).read(response, &MEANINGS))
}
