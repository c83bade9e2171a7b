//! Lists of accounts, with filters and pages.

use serde_json::{Value, json};

use super::accounts::Account;
use super::errors::{Constraint, INVALID_INPUT, Refusal};
use crate::World;
use crate::http::{Request, set};

const DEFAULT_LIMIT: usize = 20;
const LARGEST_LIMIT: usize = 100;
/// The sandbox has accounts of the first two.
const TYPES: &[&str] = &["INTERNAL_FIAT", "INTERNAL_CRYPTO", "EMBEDDED_WALLET"];

/// The filter of a list.
pub(super) struct Filter {
    is_platforms: bool,
    currency: Option<String>,
    customer: Option<String>,
    kind: Option<String>,
}

impl Filter {
    pub(super) fn of_customers(request: &Request) -> Result<Self, Refusal> {
        Ok(Self {
            is_platforms: false,
            customer: request.parameter("customerId"),
            ..Self::of_platform(request)?
        })
    }

    pub(super) fn of_platform(request: &Request) -> Result<Self, Refusal> {
        let kind = request.parameter("type");
        if kind.as_deref().is_some_and(|kind| !TYPES.contains(&kind)) {
            let types = Some(Constraint::OneOf(TYPES));
            return Err(INVALID_INPUT.about("type", types, "A type of internal accounts."));
        }
        Ok(Self {
            is_platforms: true,
            currency: request.parameter("currency"),
            customer: None,
            kind,
        })
    }

    pub(super) fn fits(&self, account: &Account) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == value)
        };
        let customer = account.customer_id();
        customer.is_none() == self.is_platforms
            && is(&self.currency, account.currency())
            && is(&self.customer, &customer.unwrap_or_default())
            && is(&self.kind, account.kind())
    }
}

/// A page of a list.
pub(super) struct Page {
    /// The number of the first account on it.
    start: u64,
    limit: usize,
}

impl Page {
    /// Reads the requested page. `total` is the number of all accounts.
    pub(super) fn of(request: &Request, total: usize) -> Result<Self, Refusal> {
        let limit = match request.parameter("limit") {
            None => DEFAULT_LIMIT,
            Some(text) => {
                let limit = text.parse().ok();
                let limit = limit.filter(|limit| (1..=LARGEST_LIMIT).contains(limit));
                let range = Some(Constraint::Number(1, LARGEST_LIMIT as u64));
                limit.ok_or(INVALID_INPUT.about("limit", range, "A number from 1 to 100."))?
            }
        };
        let start = match request.parameter("cursor") {
            None => 0,
            Some(text) => {
                let start = (0..total as u64).find(|start| cursor(*start) == text);
                start.ok_or(INVALID_INPUT.about("cursor", None, "A cursor of an earlier page."))?
            }
        };
        Ok(Self { start, limit })
    }

    /// Returns this page of a list of accounts, sorted by number.
    pub(super) fn show<'a>(
        &self,
        accounts: impl Iterator<Item = &'a mut Account>,
        world: &mut World,
    ) -> Value {
        let accounts: Vec<&mut Account> = accounts.collect();
        let total = accounts.len();
        let mut rest = accounts
            .into_iter()
            .filter(|account| account.number >= self.start);
        let rows = rest.by_ref().take(self.limit);
        let rows: Vec<Value> = rows.map(|account| account.show(world)).collect();
        let next = rest.next().map(|account| cursor(account.number));
        let mut page = json!({ "data": rows, "hasMore": next.is_some(), "totalCount": total });
        if let Some(next) = next {
            set(&mut page, "nextCursor", json!(next));
        }
        page
    }
}

/// An opaque cursor: the account that the next page begins with.
fn cursor(number: u64) -> String {
    format!("page_{:08x}", number ^ 0x5f37_59df)
}
