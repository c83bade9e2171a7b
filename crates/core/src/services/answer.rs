//! Error responses of the services, and responses that do not come from them.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::{Code, Error, plain};
use crate::http::Response;
use crate::lenient::Lenient;

/// The meaning of a service's error code: the code, the field it is about, if any, and a sentence.
pub(super) type Meaning = (&'static str, Option<&'static str>, &'static str);

/// The meaning of an HTTP status, where the service's own code is unknown.
const BY_STATUS: [(u16, &str); 3] = [
    (
        401,
        "The service does not accept this key. Check that it is complete and still valid.",
    ),
    (403, "This key is not allowed to do this."),
    (404, "The service cannot find this."),
];

/// How many characters of a field's path are kept.
const MAX_PATH: usize = 64;

/// An error response of a service.
pub(super) struct Refusal {
    /// The service's error code.
    code: String,
    /// The service's message.
    message: String,
    /// The invalid fields: each with its path and a message.
    issues: Vec<(String, String)>,
}

impl Refusal {
    /// Creates a refusal with this code and message.
    pub fn new(code: Option<&str>, message: Option<&str>, issues: &Value) -> Self {
        Self {
            code: code.unwrap_or_default().to_owned(),
            message: message.unwrap_or_default().to_owned(),
            issues: issues.rows(read_issue),
        }
    }

    /// Converts it to an error, by the service's own codes first.
    pub fn into_error(self, response: &Response, meanings: &[Meaning]) -> Error {
        let (field, sentence) = match meanings.iter().find(|meaning| meaning.0 == self.code) {
            Some((_, field, sentence)) => (*field, *sentence),
            None => (None, by_status(response.status)),
        };
        let first_path = self.issues.first().map(|issue| Cow::Owned(issue.0.clone()));
        let issues = self.issues.iter();
        let issues: Vec<_> = issues
            .map(|(path, message)| format!("{path}: {message}"))
            .collect();
        let message = format!("{} {}", self.message, issues.join("; "));
        let mut error = temporary(response).unwrap_or_else(|| {
            let mut error = Error::new(Code::Refused, sentence);
            error.field = first_path.or(field.map(Cow::Borrowed));
            error
        });
        error.status = Some(response.status);
        error.with_service_message(&message)
    }
}

/// Reads an invalid field, whose path is text or a list of keys.
fn read_issue(issue: &Value) -> Option<(String, String)> {
    let path = issue.get("path").or_else(|| issue.get("field"))?;
    let steps = path.items().iter().chain([path]);
    let steps: Vec<_> = steps.filter_map(Lenient::as_text).collect();
    let steps = steps.join(".");
    let message = issue.text("message").or_else(|| issue.text("constraint"));
    let message = message.unwrap_or("is not accepted.");
    (!steps.is_empty()).then(|| (plain(&steps, MAX_PATH), message.to_owned()))
}

fn by_status(status: u16) -> &'static str {
    let row = BY_STATUS.iter().find(|row| row.0 == status);
    row.map_or("The service refused this.", |row| row.1)
}

/// Creates the error for a response that is not the service's JSON: a gateway's error page, an
/// empty body or half a response. With a 4xx status it is a refusal all the same.
pub(super) fn unreadable(response: &Response) -> Error {
    let status = response.status;
    let error = temporary(response).unwrap_or_else(|| match status {
        401 => Error::new(Code::Refused, by_status(status)),
        404 => Error::new(
            Code::Refused,
            "There is nothing at this address (HTTP 404). Check the service's address.",
        ),
        // The request did not arrive in time, so this says nothing about it.
        408 => not_understood(status),
        400..=499 => Error::new(
            Code::Refused,
            format!("The service refused this without saying why (HTTP {status})."),
        ),
        _ => not_understood(status),
    });
    let error = error.with_status(status);
    // The beginning of a plain text may help a person; an HTML page does not.
    match response.header("content-type") {
        Some(kind) if kind.starts_with("text/plain") => error.with_service_message(&response.body),
        _ => error,
    }
}

fn not_understood(status: u16) -> Error {
    Error::new(
        Code::Unreadable,
        format!("The service's response cannot be understood (HTTP {status})."),
    )
}

/// Creates the error for a response without the id of what was created.
pub(super) fn without_id(response: &Response) -> Error {
    let status = response.status;
    let sentence = format!("The service's response has no id (HTTP {status}).");
    Error::new(Code::Unreadable, sentence).with_status(status)
}

/// Creates the error for a temporary problem, whatever the body says.
fn temporary(response: &Response) -> Option<Error> {
    match response.status {
        429 => Some(Error::new(
            Code::RateLimited,
            "The service received too many requests. Wait a moment and try again.",
        )),
        status @ 500.. => Some(Error::new(
            Code::Unreachable,
            format!("The service has a problem (HTTP {status}). Try again later."),
        )),
        _ => None,
    }
}
