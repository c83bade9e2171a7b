//! Lightspark Grid: internal accounts, which can be funded in its own sandbox.
//!
//! Undocumented behaviour is a guess; the README lists the guesses.

mod accounts;
mod currencies;
mod errors;
mod lists;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::credentials::Credential;
use crate::http::{Request, Response, percent_decoded};
use crate::quota::Quota;
use crate::{Service, World};
use accounts::Account;
use errors::{
    AMOUNT_OUT_OF_RANGE, Constraint, FORBIDDEN, INVALID_AMOUNT, INVALID_INPUT, NO_ACCOUNT,
    NO_ROUTE, RATE_LIMITED, Refusal, UNAUTHORIZED,
};
use lists::{Filter, Page};

/// The id of the API token.
pub const GRID_ID: &str = "sandbox-token";
/// The secret of [`GRID_ID`] and [`GRID_PRODUCTION_ID`].
pub const GRID_SECRET: &str = "sandbox-token-secret";
/// The id of a token for production, which is forbidden here, as is any id with this prefix.
pub const GRID_PRODUCTION_ID: &str = "production-token";
const PRODUCTION: &str = "production";

const LARGEST_AMOUNT: u64 = 100_000_000_000;
const SPAN_MS: u64 = 60_000;

type Outcome = Result<Value, Refusal>;

/// The accounts and their balances.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Grid {
    accounts: Vec<Account>,
    quota: Quota,
}

impl Service for Grid {
    fn answer(&mut self, request: &Request, world: &mut World) -> Response {
        let now_ms = world.clock.now_ms();
        let left = self
            .quota
            .take(world.settings.grid_calls_per_minute, SPAN_MS, now_ms);
        if !left.allowed {
            let seconds = left.ends_ms.saturating_sub(now_ms).div_ceil(1_000);
            return RATE_LIMITED
                .response(world)
                .with_header("retry-after", seconds.to_string());
        }
        match self.outcome(request, world) {
            Ok(body) => Response::json(200, &body),
            Err(refusal) => refusal.response(world),
        }
    }

    fn catch_up(&mut self, world: &mut World) {
        for account in &mut self.accounts {
            account.catch_up(world);
        }
    }

    fn failure(&self, status: u16, world: &World) -> Response {
        Refusal::with_status(status).response(world)
    }
}

impl Grid {
    pub(crate) fn new() -> Self {
        Self {
            accounts: accounts::all(),
            quota: Quota::default(),
        }
    }

    fn outcome(&mut self, request: &Request, world: &mut World) -> Outcome {
        allow(request)?;
        let path = request
            .path
            .strip_prefix("/grid/2025-10-13/")
            .unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        match (request.method.as_str(), parts.as_slice()) {
            ("POST", ["sandbox", "internal-accounts", id, "fund"]) => self.fund(id, request, world),
            ("GET", ["customers", "internal-accounts"]) => self.customers(request, world),
            ("GET", ["platform", "internal-accounts"]) => self.platform(request, world),
            _ => Err(NO_ROUTE),
        }
    }

    fn fund(&mut self, id: &str, request: &Request, world: &mut World) -> Outcome {
        let id = percent_decoded(id);
        let account = self.accounts.iter_mut().find(|account| account.id == id);
        let account = account.ok_or(NO_ACCOUNT)?;
        account.credit(amount_of(request)?, world.clock.now_ms());
        Ok(account.show(world))
    }

    fn customers(&mut self, request: &Request, world: &mut World) -> Outcome {
        let filter = Filter::of_customers(request)?;
        let page = Page::of(request, self.accounts.len())?;
        let accounts = self.accounts.iter_mut();
        Ok(page.show(accounts.filter(|account| filter.fits(account)), world))
    }

    fn platform(&mut self, request: &Request, world: &mut World) -> Outcome {
        let filter = Filter::of_platform(request)?;
        let accounts = self.accounts.iter_mut();
        let rows = accounts.filter(|account| filter.fits(account));
        let rows: Vec<Value> = rows.map(|account| account.show(world)).collect();
        Ok(json!({ "data": rows }))
    }
}

fn allow(request: &Request) -> Result<(), Refusal> {
    let Some(Credential::Basic { id, secret }) = Credential::of(request) else {
        return Err(UNAUTHORIZED);
    };
    if id.starts_with(PRODUCTION) {
        return Err(FORBIDDEN);
    }
    let is_known = (id.as_str(), secret.as_str()) == (GRID_ID, GRID_SECRET);
    is_known.then_some(()).ok_or(UNAUTHORIZED)
}

fn amount_of(request: &Request) -> Result<u64, Refusal> {
    let body: Value = request.json().map_err(|_| INVALID_INPUT)?;
    let range = Some(Constraint::Number(1, LARGEST_AMOUNT));
    let amount = match body.get("amount") {
        None | Some(Value::Null) => {
            return Err(INVALID_INPUT.about("amount", range, "An amount is required."));
        }
        Some(amount) => amount.as_u64().filter(|amount| *amount > 0),
    };
    let is_wrong = INVALID_AMOUNT.about("amount", range, "A whole number above 0.");
    let is_too_large = AMOUNT_OUT_OF_RANGE.about("amount", range, "At most 100000000000.");
    let amount = amount.ok_or(is_wrong)?;
    if amount > LARGEST_AMOUNT {
        Err(is_too_large)
    } else {
        Ok(amount)
    }
}
