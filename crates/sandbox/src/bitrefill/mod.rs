//! Bitrefill: deposits to an account's balance, paid in bitcoin, over Lightning or in tokens.
//!
//! Undocumented behaviour is a guess; the README lists the guesses.

mod deposits;
mod methods;
mod request;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::credentials::Credential;
use crate::http::{Request, Response};
use crate::quota::{Left, Quota};
use crate::{Service, World, money};
use deposits::{Click, Deposit};
use request::Wish;

/// The id of the business account, for basic authentication.
pub const BITREFILL_ID: &str = "sandbox-business";
/// The secret of [`BITREFILL_ID`].
pub const BITREFILL_SECRET: &str = "sandbox-business-secret";
/// The bearer key of the personal account, which cannot create deposits.
pub const BITREFILL_PERSONAL_KEY: &str = "sandbox-personal-key";

/// The initial balance of the business account: fifty dollars.
const FIRST_SATS: u64 = 50_000;
/// The balance of the personal account: twenty dollars.
const PERSONAL_SATS: u64 = 20_000;
const SATS_PER_CENT: u64 = 10;
const SPAN_MS: u64 = 10 * 60_000;

/// Deposits and balances.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Bitrefill {
    deposits: Vec<Deposit>,
    balance_sats: u64,
    quota: Quota,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Account {
    Business,
    Personal,
}

#[derive(Clone, Copy)]
struct Refusal {
    status: u16,
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    const fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
        }
    }

    fn about(self, message: &'static str) -> Self {
        Self { message, ..self }
    }
}

type Outcome = Result<Value, Refusal>;

const UNSUPPORTED_METHOD: Refusal = Refusal::new(
    400,
    "unsupported_payment_method",
    "This payment method is not supported.",
);
const MISSING_PARAM: Refusal = Refusal::new(
    400,
    "missing_param",
    "currency and payment_method are required.",
);
const INVALID_PARAM: Refusal = Refusal::new(
    400,
    "invalid_param",
    "currency and payment_method are text.",
);
const PARSE_ERROR: Refusal = Refusal::new(400, "parse_error", "The body is not JSON.");
const BALANCE_TOO_LOW: Refusal = Refusal::new(
    400,
    "balance_too_low",
    "The balance does not cover this amount.",
);
const NOT_FOUND: Refusal = Refusal::new(404, "not_found", "Not found.");
// The codes of these are guesses.
const UNAUTHORIZED: Refusal = Refusal::new(
    401,
    "unauthorized",
    "The credentials are missing or not valid.",
);
const BUSINESS_ONLY: Refusal = Refusal::new(
    403,
    "forbidden",
    "Only a Business API account can make deposits by API.",
);
const TOO_MANY: Refusal = Refusal::new(429, "rate_limit_exceeded", "Too many requests.");
const INTERNAL: Refusal = Refusal::new(500, "internal_error", "Something went wrong.");

impl Default for Bitrefill {
    fn default() -> Self {
        Self {
            deposits: Vec::new(),
            balance_sats: FIRST_SATS,
            quota: Quota::default(),
        }
    }
}

impl Service for Bitrefill {
    fn answer(&mut self, request: &Request, world: &mut World) -> Response {
        let path = request
            .path
            .strip_prefix("/bitrefill/v2")
            .unwrap_or_default();
        let limit = world.settings.bitrefill_calls_per_ten_minutes;
        let left = self.quota.take(limit, SPAN_MS, world.clock.now_ms());
        let outcome = if left.allowed {
            self.outcome(request, path, world)
        } else {
            Err(TOO_MANY)
        };
        let meta = json!({ "_endpoint": path });
        let answer = match outcome {
            Ok(data) => Response::json(200, &json!({ "meta": meta, "data": data })),
            Err(refusal) => refusal.response(&meta),
        };
        with_limits(answer, limit, &left)
    }

    fn catch_up(&mut self, world: &mut World) {
        let credited = self
            .deposits
            .iter_mut()
            .map(|deposit| deposit.catch_up(world));
        self.balance_sats += credited.sum::<u64>();
    }

    fn failure(&self, status: u16, _: &World) -> Response {
        let known = [
            INVALID_PARAM,
            UNAUTHORIZED,
            BUSINESS_ONLY,
            NOT_FOUND,
            TOO_MANY,
        ];
        let refusal = known.into_iter().find(|known| known.status == status);
        Refusal {
            status,
            ..refusal.unwrap_or(INTERNAL)
        }
        .response(&json!({}))
    }
}

impl Bitrefill {
    /// `POST /sandbox/bitrefill/confirm`
    pub(crate) fn confirm(&mut self, click: &Click, world: &mut World) -> Result<Value, String> {
        let named = |deposit: &&mut Deposit| deposit.id() == click.invoice_id;
        let deposit = self.deposits.iter_mut().find(named);
        let deposit = deposit.ok_or("The sandbox has no Bitrefill invoice with this id.")?;
        deposit.click(click, world)?;
        self.balance_sats += deposit.catch_up(world);
        Ok(deposit.to_json(world))
    }

    fn outcome(&mut self, request: &Request, path: &str, world: &mut World) -> Outcome {
        let account = account_of(request)?;
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["ping"]) => Ok(json!({ "message": "pong" })),
            ("GET", ["accounts", "balance"]) => Ok(self.balance(account)),
            ("GET", ["invoices", id]) => {
                let found = self.deposits.iter().find(|deposit| deposit.id() == *id);
                let own = found.filter(|_| account == Account::Business);
                own.map(|deposit| deposit.to_json(world)).ok_or(NOT_FOUND)
            }
            ("POST", ["accounts", "deposit"]) if account == Account::Personal => Err(BUSINESS_ONLY),
            ("POST", ["accounts", "deposit"]) => {
                let deposit = Deposit::new(&Wish::read(request, self.balance_sats)?, world);
                let shown = deposit.to_json(world);
                self.deposits.push(deposit);
                Ok(shown)
            }
            _ => Err(NOT_FOUND),
        }
    }

    /// In dollars, whatever the deposits' currency.
    fn balance(&self, account: Account) -> Value {
        let sats = match account {
            Account::Business => self.balance_sats,
            Account::Personal => PERSONAL_SATS,
        };
        json!({ "balance": money::number(sats / SATS_PER_CENT, 2), "currency": "USD" })
    }
}

fn account_of(request: &Request) -> Result<Account, Refusal> {
    match Credential::of(request) {
        Some(Credential::Bearer(key)) if key == BITREFILL_PERSONAL_KEY => Ok(Account::Personal),
        Some(Credential::Basic { id, secret })
            if (id.as_str(), secret.as_str()) == (BITREFILL_ID, BITREFILL_SECRET) =>
        {
            Ok(Account::Business)
        }
        _ => Err(UNAUTHORIZED),
    }
}

/// That the reset is in seconds since 1970 is a guess.
fn with_limits(answer: Response, limit: u64, left: &Left) -> Response {
    answer
        .with_header("x-ratelimit-limit", limit.to_string())
        .with_header("x-ratelimit-remaining", left.remaining.to_string())
        .with_header(
            "x-ratelimit-reset",
            left.ends_ms.div_ceil(1_000).to_string(),
        )
}

impl Refusal {
    fn response(self, meta: &Value) -> Response {
        let Self {
            status,
            code,
            message,
        } = self;
        let body = json!({ "meta": meta, "message": message, "error_code": code });
        Response::json(status, &body)
    }
}
