//! The calls as values: what to send, whether it may be sent again, and how to read the response.
//! Arguments are checked here, before anything is sent.

use super::Account;
use super::account::{InternalAccount, Page};
use super::wire::{SandboxFund, read_account, read_page};
use crate::error::{Error, Money};
use crate::http::{Call, Effect, Request, Response};
use crate::services::auth::basic;
use crate::url::encoded;

/// The most that can be added at once, in the smallest unit of the account's currency.
pub const LARGEST_AMOUNT: u64 = 100_000_000_000;

/// The most accounts that one page holds.
pub const LARGEST_PAGE: u64 = 100;

pub(super) fn fund(
    account: &Account,
    account_id: &str,
    units: u64,
) -> Result<Call<InternalAccount>, Error> {
    let id = checked_id(account_id)?;
    check_amount(units)?;
    let path = format!("/sandbox/internal-accounts/{}/fund", encoded(id));
    let body = SandboxFund { amount: units };
    let request = Request::post(account.base.with(&path, &[]), &body);
    Ok(Call {
        request: signed(account, request)?,
        effect: Effect::Once(Money::Unknown),
        read: read_account,
    })
}

/// A filter for accounts: those that match all given fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// The currency's code, such as `USD`.
    pub currency: Option<String>,
    /// Whose it is. Only of the customers' accounts.
    pub customer_id: Option<String>,
    /// The kind in the service's word, such as `INTERNAL_FIAT`.
    pub kind: Option<String>,
}

impl AccountFilter {
    fn query(&self) -> Vec<(&str, &str)> {
        let fields = [
            ("currency", self.currency.as_deref()),
            ("customerId", self.customer_id.as_deref()),
            ("type", self.kind.as_deref()),
        ];
        let named = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        named.collect()
    }
}

pub(super) fn customers_accounts(
    account: &Account,
    filter: &AccountFilter,
    cursor: Option<&str>,
    limit: u64,
) -> Result<Call<Page>, Error> {
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Error::invalid(
            "limit",
            format!("must be from 1 to {LARGEST_PAGE}."),
        ));
    }
    let limit = limit.to_string();
    let mut query = filter.query();
    query.push(("limit", limit.as_str()));
    if let Some(cursor) = cursor {
        query.push(("cursor", cursor));
    }
    get(account, "/customers/internal-accounts", &query, read_page)
}

pub(super) fn platform_accounts(
    account: &Account,
    filter: &AccountFilter,
) -> Result<Call<Page>, Error> {
    let query = filter.query();
    get(account, "/platform/internal-accounts", &query, read_page)
}

pub(super) fn check_amount(units: u64) -> Result<(), Error> {
    if (1..=LARGEST_AMOUNT).contains(&units) {
        return Ok(());
    }
    let allowed = format!(
        "must be from 1 to {LARGEST_AMOUNT}, in the smallest unit of the account's currency; this is \
         {units}."
    );
    Err(Error::invalid("amount", allowed))
}

/// Ids are any text, but for the two that would lead to another path.
fn checked_id(id: &str) -> Result<&str, Error> {
    let id = id.trim();
    if (1..=256).contains(&id.len()) && id != "." && id != ".." {
        return Ok(id);
    }
    Err(Error::invalid(
        "accountId",
        "must be the id of an internal account, as the service wrote it.",
    ))
}

fn get<T>(
    account: &Account,
    path: &str,
    query: &[(&str, &str)],
    read: fn(&Response) -> Result<T, Error>,
) -> Result<Call<T>, Error> {
    Ok(Call {
        request: signed(account, Request::get(account.base.with(path, query)))?,
        effect: Effect::Read,
        read,
    })
}

fn signed(account: &Account, request: Request) -> Result<Request, Error> {
    match &account.token {
        Some((id, secret)) => basic(request, id, secret),
        None => Ok(request),
    }
}
