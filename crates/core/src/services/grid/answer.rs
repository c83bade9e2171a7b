//! How the service says yes and no: a bare object, and `{status, code, message, details?}`.

use crate::error::Error;
use crate::http::Response;
use crate::json::Json;
use crate::services::answer::{Meaning, Refusal, unreadable};

const UNAUTHORIZED: &str =
    "Grid does not accept this credential. Check the id and the secret of the API token.";
const FORBIDDEN: &str = "This credential is not one of Grid's sandbox: accounts with real money \
                         cannot be funded like this. Use a sandbox credential.";
const NO_ACCOUNT: &str = "Grid knows no such account.";
const NO_CUSTOMER: &str = "Grid knows no such customer.";

const MEANINGS: [Meaning; 12] = [
    (
        "INVALID_INPUT",
        None,
        "Grid does not accept something of this.",
    ),
    (
        "INVALID_AMOUNT",
        Some("amount"),
        "is not one that Grid accepts.",
    ),
    (
        "AMOUNT_OUT_OF_RANGE",
        Some("amount"),
        "is more or less than Grid accepts.",
    ),
    ("UNAUTHORIZED", None, UNAUTHORIZED),
    ("FORBIDDEN", None, FORBIDDEN),
    ("INTERNAL_ACCOUNT_NOT_FOUND", ACCOUNT, NO_ACCOUNT),
    ("ACCOUNT_NOT_FOUND", ACCOUNT, NO_ACCOUNT),
    ("USER_NOT_FOUND", None, NO_CUSTOMER),
    ("CUSTOMER_NOT_FOUND", None, NO_CUSTOMER),
    (
        "TRANSACTION_NOT_FOUND",
        None,
        "Grid knows no such transaction.",
    ),
    (
        "ROUTE_NOT_FOUND",
        None,
        "Grid has no such call at this address. Check the address.",
    ),
    (
        ANYTHING_NOT_FOUND,
        None,
        "Grid did not find something that this needs.",
    ),
];

const ACCOUNT: Option<&str> = Some("accountId");

/// The service has a code of its own for each kind of thing that was not found, and will have more.
const ANYTHING_NOT_FOUND: &str = "_NOT_FOUND";

/// The body of an answer of success: an object.
pub(super) fn read_body(response: &Response) -> Result<Json<'_>, Error> {
    let Ok(body @ Json::Object(_)) = Json::parse(&response.body) else {
        return Err(unreadable(response));
    };
    match (response.is_success(), read_refusal(response.status, &body)) {
        (true, _) => Ok(body),
        (false, Some(refusal)) => Err(refusal.read(response, &MEANINGS)),
        (false, None) => Err(unreadable(response)),
    }
}

fn read_refusal(status: u16, body: &Json) -> Option<Refusal> {
    let (code, message) = (body.text("code"), body.text("message"));
    code.or(message)?;
    let code = match (status, code) {
        (403, _) => Some("FORBIDDEN"),
        (_, Some(code)) if code.ends_with(ANYTHING_NOT_FOUND) && !is_known(code) => {
            Some(ANYTHING_NOT_FOUND)
        }
        (_, code) => code,
    };
    let issues = body.member("details").member("errors");
    Some(Refusal::told(code, message, issues))
}

fn is_known(code: &str) -> bool {
    MEANINGS.iter().any(|meaning| meaning.0 == code)
}
