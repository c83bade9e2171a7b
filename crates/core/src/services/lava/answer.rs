//! How the service says yes and no: a bare object, and `{error: {message, code, status, issues?}}`,
//! where `error` may be plain text as well.

use crate::error::Error;
use crate::http::Response;
use crate::json::Json;
use crate::services::answer::{Meaning, Refusal, unreadable};
use crate::text::text;

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
pub(super) fn read_body(response: &Response) -> Result<Json, Error> {
    let Ok(body @ Json::Object(_)) = Json::parse(&response.body) else {
        return Err(unreadable(response));
    };
    match body.get("error") {
        Some(error @ (Json::Object(_) | Json::Text(_))) => {
            Err(read_refusal(error).read(response, &MEANINGS))
        }
        _ if response.is_success() => Ok(body),
        _ => Err(unreadable(response)),
    }
}

fn read_refusal(error: &Json) -> Refusal {
    Refusal {
        code: error.owned("code").unwrap_or_default(),
        message: error
            .as_text()
            .or_else(|| error.text("message"))
            .unwrap_or_default()
            .to_owned(),
        issues: error.member("issues").rows(read_issue),
    }
}

fn read_issue(issue: &Json) -> Option<(String, String)> {
    let path = issue.get("path")?;
    let mut steps = String::new();
    for step in path.items().iter().chain([path]) {
        if let Some(step) = step.as_text() {
            let point = if steps.is_empty() { "" } else { "." };
            steps.push_str(&text![point, step]);
        }
    }
    let message = issue.text("message").unwrap_or("is not accepted.");
    (!steps.is_empty()).then(|| (steps, message.to_owned()))
}
