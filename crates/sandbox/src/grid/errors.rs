//! What Grid says when it refuses.

use serde_json::{Value, json};

use crate::World;
use crate::http::{Response, set};
use crate::settings::GridErrors;

#[derive(Clone, Copy)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: &'static str,
    /// Field, constraint and sentence.
    detail: Option<(&'static str, &'static str, &'static str)>,
}

pub(super) const INVALID_INPUT: Refusal = refusal(400, "INVALID_INPUT", "Invalid input provided");
pub(super) const INVALID_AMOUNT: Refusal = refusal(400, "INVALID_AMOUNT", "Amount is invalid");
pub(super) const AMOUNT_OUT_OF_RANGE: Refusal =
    refusal(400, "AMOUNT_OUT_OF_RANGE", "Amount is out of range");
pub(super) const UNAUTHORIZED: Refusal = refusal(401, "UNAUTHORIZED", "Issue with API credentials");
pub(super) const FORBIDDEN: Refusal = refusal(
    403,
    "FORBIDDEN",
    "A production token cannot be used in the sandbox",
);
pub(super) const NO_ACCOUNT: Refusal = refusal(
    404,
    "INTERNAL_ACCOUNT_NOT_FOUND",
    "Internal account not found",
);
pub(super) const NO_ROUTE: Refusal = refusal(404, "ROUTE_NOT_FOUND", "Nothing is here");
pub(super) const RATE_LIMITED: Refusal = refusal(429, "RATE_LIMITED", "Too many requests");
const INTERNAL_ERROR: Refusal = refusal(500, "INTERNAL_ERROR", "Internal server error");
const UNAVAILABLE: Refusal = refusal(503, "SERVICE_UNAVAILABLE", "Service unavailable");

const fn refusal(status: u16, code: &'static str, message: &'static str) -> Refusal {
    Refusal {
        status,
        code,
        message,
        detail: None,
    }
}

impl Refusal {
    /// The usual one with this status.
    pub(super) fn with_status(status: u16) -> Self {
        let usual = [
            INVALID_INPUT,
            UNAUTHORIZED,
            FORBIDDEN,
            NO_ACCOUNT,
            RATE_LIMITED,
            UNAVAILABLE,
        ];
        let known = usual.into_iter().find(|known| known.status == status);
        Self {
            status,
            ..known.unwrap_or(INTERNAL_ERROR)
        }
    }

    /// The same, saying which field it is about.
    pub(super) fn about(
        self,
        field: &'static str,
        constraint: &'static str,
        message: &'static str,
    ) -> Self {
        Self {
            detail: Some((field, constraint, message)),
            ..self
        }
    }

    pub(super) fn response(self, world: &World) -> Response {
        let Self {
            status,
            code,
            message,
            detail,
        } = self;
        if world.settings.grid_errors == GridErrors::Html {
            let page = format!("<!doctype html><title>{status}</title><h1>{message}</h1>");
            return Response::typed(status, "text/html; charset=utf-8", page);
        }
        let mut body: Value = json!({ "status": status, "code": code, "message": message });
        if let Some((field, constraint, message)) = detail {
            let error = json!({ "field": field, "constraint": constraint, "message": message });
            set(&mut body, "details", json!({ "errors": [error] }));
        }
        Response::json(status, &body)
    }
}
