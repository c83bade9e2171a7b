//! What the services' refusals have in common, and answers that are none of theirs.

use std::borrow::Cow;

use serde_json::Value;

use crate::error::{Code, Error, plain};
use crate::http::Response;
use crate::lenient::Lenient;

/// What one of a service's own error codes means: the code, the field it is about if it is about
/// one, and a sentence.
pub(super) type Meaning = (&'static str, Option<&'static str>, &'static str);

/// What a status means where the service's own code says nothing.
const BY_STATUS: [(u16, &str); 3] = [
    (
        401,
        "The service does not accept this key. Check that it is whole and still valid.",
    ),
    (403, "This key is not allowed to do this."),
    (404, "The service knows nothing of this."),
];

/// Of the steps that lead to a field, this many characters are kept.
const LONGEST_PATH: usize = 64;

/// A refusal in the service's own words.
pub(super) struct Refusal {
    /// The service's code for it.
    code: String,
    /// Its sentence.
    message: String,
    /// What is wrong with each field: its path, and a sentence.
    issues: Vec<(String, String)>,
}

impl Refusal {
    /// Returns the refusal with this code and this sentence.
    pub fn new(code: Option<&str>, message: Option<&str>, issues: &Value) -> Self {
        Self {
            code: code.unwrap_or_default().to_owned(),
            message: message.unwrap_or_default().to_owned(),
            issues: issues.rows(read_issue),
        }
    }

    /// Returns the error for people, by the service's own codes first.
    pub fn read(self, response: &Response, meanings: &[Meaning]) -> Error {
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
        let mut error = passing(response).unwrap_or_else(|| {
            let mut error = Error::new(Code::Refused, sentence);
            error.field = first_path.or(field.map(Cow::Borrowed));
            error
        });
        error.status = Some(response.status);
        error.with_service_message(&message)
    }
}

/// Returns what is wrong with a field, which services name by a word or by the steps that lead to it.
fn read_issue(issue: &Value) -> Option<(String, String)> {
    let path = issue.get("path").or_else(|| issue.get("field"))?;
    let steps = path.items().iter().chain([path]);
    let steps: Vec<_> = steps.filter_map(Lenient::as_text).collect();
    let steps = steps.join(".");
    let message = issue.text("message").or_else(|| issue.text("constraint"));
    let message = message.unwrap_or("is not accepted.");
    (!steps.is_empty()).then(|| (plain(&steps, LONGEST_PATH), message.to_owned()))
}

fn by_status(status: u16) -> &'static str {
    let row = BY_STATUS.iter().find(|row| row.0 == status);
    row.map_or("The service refused this.", |row| row.1)
}

/// Something else than the service's JSON: a gateway's error page, an empty body, half an answer. By a
/// status that says no it is a refusal all the same.
pub(super) fn unreadable(response: &Response) -> Error {
    let status = response.status;
    let error = passing(response).unwrap_or_else(|| match status {
        401 => Error::new(Code::Refused, by_status(status)),
        404 => Error::new(
            Code::Refused,
            "Nothing is found at this address (HTTP 404). Check the service's address.",
        ),
        // That the request did not come whole, which is no answer to it.
        408 => not_understood(status),
        400..=499 => Error::new(
            Code::Refused,
            format!("The service refused this and does not say why (HTTP {status})."),
        ),
        _ => not_understood(status),
    });
    let error = error.with_status(status);
    // A whole page says nothing to a person; the beginning of a plain text may.
    match response.header("content-type") {
        Some(kind) if kind.starts_with("text/plain") => error.with_service_message(&response.body),
        _ => error,
    }
}

fn not_understood(status: u16) -> Error {
    Error::new(
        Code::Unreadable,
        format!("The service answered something that cannot be understood (HTTP {status})."),
    )
}

/// Returns an answer that should name what was made, and does not.
pub(super) fn without_id(response: &Response) -> Error {
    let status = response.status;
    let sentence = format!("The service's answer has no id (HTTP {status}).");
    Error::new(Code::Unreadable, sentence).with_status(status)
}

/// Troubles that pass by themselves, whatever the body says.
fn passing(response: &Response) -> Option<Error> {
    match response.status {
        429 => Some(Error::new(
            Code::RateLimited,
            "The service was asked too often. Wait a moment and try again.",
        )),
        status @ 500.. => Some(Error::new(
            Code::Unreachable,
            format!("The service is in trouble (HTTP {status}). Try again later."),
        )),
        _ => None,
    }
}
