//! Lava: a wallet that is topped up by charging a saved payment method, at once or after a
//! confirmation.
//!
//! Fields, codes and messages of `/wallet/fund` follow its `OpenAPI` description; guesses are marked as
//! such.

mod methods;
mod pages;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::credentials::Credential;
use crate::http::{Request, Response, set};
use crate::settings::LavaErrors;
use crate::{Service, World, money};
use methods::{Charge, METHODS};

/// The secret key of a test account.
pub const LAVA_KEY: &str = "aks_test_sandbox";
/// The secret key of a live account with its own wallet, whose money is not real either.
pub const LAVA_LIVE_KEY: &str = "aks_live_sandbox";

/// The initial balance of each wallet.
const FIRST_CENTS: u64 = 5_000;
const LEAST_CENTS: u64 = 1_000;
const MOST_CENTS: u64 = 1_000_000;

/// Wallets and payments.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Lava {
    /// In cents, by key.
    wallets: BTreeMap<String, u64>,
    payments: BTreeMap<String, Payment>,
}

/// A payment with 3-D Secure, pending or confirmed.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Payment {
    key: String,
    cents: u64,
    is_confirmed: bool,
}

struct Refusal {
    status: u16,
    code: &'static str,
    message: &'static str,
    /// The invalid field and its error.
    issues: Vec<(&'static str, &'static str)>,
}

type Outcome = Result<Value, Refusal>;

/// Status, code and message. The first four are documented, the others are guesses.
type Failure = (u16, &'static str, &'static str);
const INVALID: Failure = (400, "body_schema_validation_failed", "Validation failed.");
const EMAIL_REQUIRED: Failure = (
    400,
    "funding_email_required",
    "A primary email is required on the account to process payments. Please update your account info.",
);
const METHOD_NOT_FOUND: Failure = (
    404,
    "payment_method_not_found",
    "Payment method not found or does not belong to this wallet.",
);
const UNAUTHORIZED: Failure = (401, "unauthorized", "Invalid authentication credentials");
const DECLINED: Failure = (402, "payment_declined", "The payment method was declined.");
const NOT_FOUND: Failure = (404, "not_found", "Not found.");
const RATE_LIMITED: Failure = (429, "rate_limited", "Too many requests.");
const INTERNAL: Failure = (500, "internal_server_error", "Something went wrong.");

impl From<Failure> for Refusal {
    fn from((status, code, message): Failure) -> Self {
        Self {
            status,
            code,
            message,
            issues: Vec::new(),
        }
    }
}

impl Default for Lava {
    fn default() -> Self {
        Self {
            wallets: [LAVA_KEY, LAVA_LIVE_KEY]
                .map(|key| (key.to_owned(), FIRST_CENTS))
                .into(),
            payments: BTreeMap::new(),
        }
    }
}

impl Service for Lava {
    fn answer(&mut self, request: &Request, world: &mut World) -> Response {
        match self.outcome(request, world) {
            Ok(body) => Response::json(200, &body),
            Err(refusal) => refusal.response(world),
        }
    }

    fn failure(&self, status: u16, world: &World) -> Response {
        let known = [INVALID, UNAUTHORIZED, DECLINED, NOT_FOUND, RATE_LIMITED];
        let failure = known.into_iter().find(|(known, ..)| *known == status);
        let (_, code, message) = failure.unwrap_or(INTERNAL);
        Refusal::from((status, code, message)).response(world)
    }
}

impl Lava {
    fn outcome(&mut self, request: &Request, world: &mut World) -> Outcome {
        let key = self.key_of(request)?;
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/lava/v1/wallet/fund") => self.fund(key, request, world),
            ("GET", "/lava/v1/wallet") => Ok(json!({
                "wallet_id": format!("wal_{}", key.trim_start_matches("aks_")),
                "balance": self.balance(&key),
            })),
            ("GET", "/lava/v1/payment_methods") => Ok(methods::to_json()),
            _ => Err(NOT_FOUND.into()),
        }
    }

    fn key_of(&self, request: &Request) -> Result<String, Refusal> {
        match Credential::of(request) {
            Some(Credential::Bearer(key)) if self.wallets.contains_key(&key) => Ok(key),
            _ => Err(UNAUTHORIZED.into()),
        }
    }

    fn fund(&mut self, key: String, request: &Request, world: &mut World) -> Outcome {
        let (method_id, cents) = wish(request)?;
        if !world.settings.lava_has_email {
            return Err(EMAIL_REQUIRED.into());
        }
        let method = METHODS.iter().find(|method| method.id == method_id);
        let payment_id = format!("pay_{}", world.random.uuid().replace('-', ""));
        match method.ok_or(METHOD_NOT_FOUND)?.charge {
            Charge::Completes => {
                self.credit(&key, cents);
                let balance = self.balance(&key);
                Ok(json!({ "status": "completed", "payment_id": payment_id, "balance": balance }))
            }
            Charge::NeedsConfirmation => {
                let redirect_url = pages::url(request, &world.settings, &payment_id);
                let answer = json!({
                    "status": "requires_action",
                    "payment_id": payment_id,
                    "redirect_url": redirect_url,
                });
                let payment = Payment {
                    key,
                    cents,
                    is_confirmed: false,
                };
                self.payments.insert(payment_id, payment);
                Ok(answer)
            }
            Charge::Declined => Err(DECLINED.into()),
        }
    }

    fn credit(&mut self, key: &str, cents: u64) {
        if let Some(balance) = self.wallets.get_mut(key) {
            *balance += cents;
        }
    }

    fn balance(&self, key: &str) -> String {
        money::text(self.wallets.get(key).copied().unwrap_or_default(), 2)
    }
}

/// Returns the payment method to charge, and how many cents.
fn wish(request: &Request) -> Result<(String, u64), Refusal> {
    let body: Value = request.json().unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let method_id = text("payment_method_id").filter(|id| !id.is_empty());
    let cents = text("amount").and_then(|amount| money::parse(amount, 2));
    let cents = cents.filter(|cents| (LEAST_CENTS..=MOST_CENTS).contains(cents));
    if let (Some(method_id), Some(cents)) = (method_id, cents) {
        return Ok((method_id.to_owned(), cents));
    }
    let no_method = (
        "payment_method_id",
        "The id of a payment method is required",
    );
    let no_amount = (
        "amount",
        "A decimal string from 10 to 10000 with at most two decimals is required",
    );
    let issues = [
        method_id.is_none().then_some(no_method),
        cents.is_none().then_some(no_amount),
    ];
    Err(Refusal {
        issues: issues.into_iter().flatten().collect(),
        ..INVALID.into()
    })
}

impl Refusal {
    fn response(self, world: &World) -> Response {
        let Self {
            status,
            code,
            message,
            issues,
        } = self;
        if world.settings.lava_errors == LavaErrors::Text {
            return Response::json(status, &json!({ "error": message }));
        }
        let mut error = json!({ "message": message, "code": code, "status": status });
        if !issues.is_empty() {
            let issues = issues.iter();
            let issues =
                issues.map(|(field, message)| json!({ "path": [field], "message": message }));
            set(&mut error, "issues", issues.collect());
        }
        Response::json(status, &json!({ "error": error }))
    }
}
