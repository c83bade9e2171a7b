//! How the service says yes and no: `{meta, data}`, and `{meta, message, error_code}`.

use crate::error::Error;
use crate::http::Response;
use crate::json::Json;
use crate::money::Amount;
use crate::services::answer::{Meaning, Refusal, unreadable};

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

/// What stands under `data`.
pub(super) fn read_data(response: &Response) -> Result<Json<'_>, Error> {
    match read_body(response)?.take("data") {
        data @ Json::Object(_) => Ok(data),
        _ => Err(unreadable(response)),
    }
}

/// Any answer of success will do.
pub(super) fn read_reachable(response: &Response) -> Result<(), Error> {
    read_body(response).map(|_| ())
}

pub(super) fn read_balance(response: &Response) -> Result<Amount, Error> {
    let data = read_data(response)?;
    data.get("balance")
        .zip(data.text("currency"))
        .and_then(|(number, currency)| Amount::told(number, currency))
        .ok_or_else(|| unreadable(response))
}

fn read_body(response: &Response) -> Result<Json<'_>, Error> {
    let Ok(body) = Json::parse(&response.body) else {
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
    Err(Refusal::told(code, message, &Json::Null).read(response, &MEANINGS))
}
