//! How the service says yes and no: a bare object, and `{error: {message, code, status, issues?}}`,
//! where `error` may be plain text as well.

use crate::error::Error;
use crate::http::Response;
use crate::json::Json;
use crate::services::answer::{Meaning, Refusal, unreadable};

const MEANINGS: [Meaning; 4] = [
    (
        "body_schema_validation_failed",
        None,
        "Lava does not accept this.",
    ),
    (
        "funding_email_required",
        None,
        "Lava charges nothing before the account has a primary email. Add one in its settings.",
    ),
    (
        "payment_method_not_found",
        Some("method"),
        "Lava knows no such payment method in this wallet. Read the list of them again.",
    ),
    (
        "unauthorized",
        None,
        "Lava does not accept this key. Check that it is whole and still valid.",
    ),
];

/// The body of an answer of success: an object.
pub(super) fn read_body(response: &Response) -> Result<Json<'_>, Error> {
    let Ok(body @ Json::Object(_)) = Json::parse(&response.body) else {
        return Err(unreadable(response));
    };
    match body.get("error") {
        Some(error @ (Json::Object(_) | Json::Text(_))) => {
            let message = error.as_text().or_else(|| error.text("message"));
            let refusal = Refusal::told(error.text("code"), message, error.member("issues"));
            Err(refusal.read(response, &MEANINGS))
        }
        _ if response.is_success() => Ok(body),
        _ => Err(unreadable(response)),
    }
}
