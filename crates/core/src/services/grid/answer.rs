//! How the service says yes and no: a bare object, and `{status, code, message, details?}`.

use crate::error::Error;
use crate::http::Response;
use crate::json::Json;
use crate::services::answer::{Meaning, Refusal, unreadable};

const UNAUTHORIZED: &str =
    "Grid does not accept this credential. Check the id and the secret of the API token.";
const FORBIDDEN: &str = "This credential is not one of Grid's sandbox: accounts with real money \
                         cannot be funded like this. Use a sandbox credential.";
const NOT_FOUND: &str = "Grid knows no such account.";

const MEANINGS: [Meaning; 6] = [
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
    // Any `*_NOT_FOUND`, see below.
    (NOT_FOUND_ENDING, Some("accountId"), NOT_FOUND),
];

/// The service has a code of its own for each kind of thing that was not found.
const NOT_FOUND_ENDING: &str = "_NOT_FOUND";

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
        (_, Some(code)) if code.ends_with(NOT_FOUND_ENDING) => Some(NOT_FOUND_ENDING),
        (_, code) => code,
    };
    let issues = body.member("details").member("errors");
    Some(Refusal::told(code, message, issues))
}
