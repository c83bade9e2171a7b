//! How the service says yes and no.
//!
//! Failures come as `{status:"error", reason}`, with any HTTP status, and as `{status:"OK", error}`.

use crate::error::{Code, Error};
use crate::http::Response;
use crate::json::Json;
pub(super) use crate::services::answer::unreadable;

/// Any answer of success will do.
pub(super) fn read_reachable(response: &Response) -> Result<(), Error> {
    if response.is_success() {
        Ok(())
    } else {
        Err(unreadable(response))
    }
}

/// An answer that says no more than that it was done.
pub(super) fn read_done(response: &Response) -> Result<(), Error> {
    read_ok(response).map(|_| ())
}

/// The body of an answer that says yes, and nothing of an error.
pub(super) fn read_ok(response: &Response) -> Result<Json<'_>, Error> {
    let body = read_body(response)?;
    if says(&body, "ok") {
        match body.text("error") {
            Some(words) => Err(refused(words)),
            None => Ok(body),
        }
    } else {
        Err(unreadable(response))
    }
}

/// The body of any answer of success, whatever its shape.
pub(super) fn read_body(response: &Response) -> Result<Json<'_>, Error> {
    let Ok(body) = Json::parse(&response.body) else {
        return Err(unreadable(response));
    };
    if says(&body, "error") || !response.is_success() {
        let words = ["reason", "error", "message"]
            .iter()
            .find_map(|name| body.text(name));
        return Err(match words {
            Some(words) if response.status == 429 => unreadable(response).with_words(words),
            Some(words) => refused(words),
            None => unreadable(response),
        });
    }
    Ok(body)
}

/// Whether that is the body's `status`.
pub(super) fn says(body: &Json, status: &str) -> bool {
    body.text("status")
        .is_some_and(|told| told.eq_ignore_ascii_case(status))
}

fn refused(words: &str) -> Error {
    Error::new(Code::Refused, "The service refused this.").with_words(words)
}
