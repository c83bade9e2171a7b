//! Grid's errors.

use serde_json::{Value, json};

use crate::World;
use crate::http::{Response, set};
use crate::settings::GridErrors;

#[derive(Clone, Copy)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: &'static str,
    detail: Option<Detail>,
}

/// An invalid field.
#[derive(Clone, Copy)]
struct Detail {
    field: &'static str,
    constraint: Option<Constraint>,
    message: &'static str,
}

/// A hint for forms: the allowed values.
#[derive(Clone, Copy)]
pub(super) enum Constraint {
    /// Minimum and maximum.
    Number(u64, u64),
    OneOf(&'static [&'static str]),
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
/// The documented 404 codes include none for accounts: the code is a guess.
pub(super) const NO_ACCOUNT: Refusal =
    refusal(404, "REFERENCE_NOT_FOUND", "Internal account not found");
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
    /// Returns the usual error with this status.
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

    /// Adds the invalid field.
    pub(super) fn about(
        self,
        field: &'static str,
        constraint: Option<Constraint>,
        message: &'static str,
    ) -> Self {
        Self {
            detail: Some(Detail {
                field,
                constraint,
                message,
            }),
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
        if let Some(detail) = detail {
            set(
                &mut body,
                "details",
                json!({ "errors": [detail.to_json()] }),
            );
        }
        Response::json(status, &body)
    }
}

impl Detail {
    fn to_json(self) -> Value {
        let mut error = json!({ "field": self.field, "message": self.message });
        match self.constraint {
            // That a hint contains the ends of a range is a guess.
            Some(Constraint::Number(minimum, maximum)) => {
                let range = json!({ "format": "number", "minimum": minimum, "maximum": maximum });
                set(&mut error, "constraint", range);
            }
            Some(Constraint::OneOf(values)) => {
                set(&mut error, "constraint", json!({ "enum": values }));
            }
            None => {}
        }
        error
    }
}
