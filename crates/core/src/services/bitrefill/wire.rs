//! The service's JSON, with the service's own names: requests, and how responses are parsed.
//!
//! Success is `{meta, data}`, an error is `{meta, message, error_code}`.

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
    /// Left out if the payer chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    pub currency: &'a str,
    pub payment_method: &'a str,
}

const MEANINGS: [Meaning; 5] = [
    (
        "unsupported_payment_method",
        Some("method"),
        "is not accepted by Bitrefill here. Choose another.",
    ),
    (
        "missing_param",
        None,
        "Bitrefill needs something that is missing from this request.",
    ),
    (
        "invalid_param",
        None,
        "Bitrefill does not accept something in this request.",
    ),
    (
        "not_found",
        None,
        "This account has no such deposit at Bitrefill.",
    ),
    (
        "balance_too_low",
        None,
        "The balance at Bitrefill does not cover this.",
    ),
];

/// Accepts any successful response.
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

/// Finds the invoice by its shape, since the field is undocumented. The payment's fields come first.
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
    let Some(digits) = price.as_written().filter(|digits| !digits.is_empty()) else {
        return Price::Open;
    };
    let code = payment.text("currency");
    let currency = match method.and_then(Method::find) {
        Some(Method { currency: None, .. }) => None,
        known => code
            .and_then(Currency::find)
            .or_else(|| known?.currency.clone()),
    };
    let units = Decimal::read(price).and_then(|units| i128::try_from(units.units(0)?).ok());
    match (units, currency) {
        (Some(0), _) => Price::Open,
        (Some(units), Some(currency)) => Price::Exact(Amount::new(units, currency)),
        _ => Price::UnknownUnit(format!("{digits} {}", code.unwrap_or_default())),
    }
}

/// Returns the member `data`.
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
    Err(Refusal::new(code, message, &Value::Null).into_error(response, &MEANINGS))
}
