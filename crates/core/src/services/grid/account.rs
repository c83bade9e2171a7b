//! Internal accounts.

use super::answer::read_body;
use super::instruction::{FundingInstruction, read_instruction};
use crate::error::Error;
use crate::http::Response;
use crate::json::{Json, Others};
use crate::money::{Amount, Currency, Decimal};
use crate::order::{Order, Report};
use crate::services::answer::unreadable;

/// An internal account. What the service does not tell is absent: it tells more today than it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalAccount {
    /// What names it: any text.
    pub id: String,
    /// Whose it is; the platform's own if none is named.
    pub customer_id: Option<String>,
    /// Its kind in the service's word, such as `INTERNAL_FIAT`.
    pub kind: Option<String>,
    /// How it stands in the service's word, such as `ACTIVE`.
    pub status: Option<String>,
    /// What can be spent of it.
    pub balance: Option<Amount>,
    /// What is in it in all.
    pub total_balance: Option<Amount>,
    /// The ways to put money into it.
    pub instructions: Vec<FundingInstruction>,
    /// When it was made, as the service writes it.
    pub created_at: Option<String>,
    /// When it was last changed, as the service writes it.
    pub updated_at: Option<String>,
    /// What else the service told.
    pub others: Others,
}

/// A part of a list of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The accounts.
    pub accounts: Vec<InternalAccount>,
    /// The cursor of the next page; none after the last.
    pub next: Option<String>,
    /// How many there are on all pages, if told.
    pub total: Option<u64>,
    /// What else the service told.
    pub others: Others,
}

/// The members read into fields of their own.
const KNOWN: [&str; 9] = [
    "id",
    "customerId",
    "type",
    "status",
    "balance",
    "totalBalance",
    "fundingPaymentInstructions",
    "createdAt",
    "updatedAt",
];

pub(super) fn read_account(response: &Response) -> Result<InternalAccount, Error> {
    account_of(&read_body(response)?).ok_or_else(|| unreadable(response))
}

/// What an answer tells of an order. There is no call for one account, so a list will do as well.
pub(crate) fn read_report(response: &Response, order: &Order) -> Result<Report, Error> {
    let body = read_body(response)?;
    let is_own = |row: &&Json| row.text("id") == order.account.as_deref();
    let listed = body.member("data").items().iter().find(is_own);
    let account = listed.unwrap_or(&body);
    let id = account.text("id").ok_or_else(|| unreadable(response))?;
    let balance = account.get("balance").and_then(read_amount);
    order.report_of_balance(Some(id), balance.as_ref())
}

pub(super) fn read_page(response: &Response) -> Result<Page, Error> {
    let body = read_body(response)?;
    let Some(rows @ Json::Array(_)) = body.get("data") else {
        return Err(unreadable(response));
    };
    let accounts = rows.rows(account_of);
    let is_last = body.flag("hasMore") == Some(false);
    let next = body.text("nextCursor").filter(|_| !is_last);
    Ok(Page {
        accounts,
        next: next.map(str::to_owned),
        total: body.whole("totalCount"),
        others: body.others(&["data", "hasMore", "nextCursor", "totalCount"]),
    })
}

fn account_of(body: &Json) -> Option<InternalAccount> {
    let instructions = body.member("fundingPaymentInstructions");
    Some(InternalAccount {
        id: body.owned("id")?,
        customer_id: body.owned("customerId"),
        kind: body.owned("type"),
        status: body.owned("status"),
        balance: body.get("balance").and_then(read_amount),
        total_balance: body.get("totalBalance").and_then(read_amount),
        instructions: instructions.rows(|row| Some(read_instruction(row))),
        created_at: body.owned("createdAt"),
        updated_at: body.owned("updatedAt"),
        others: body.others(&KNOWN),
    })
}

/// So many of the smallest unit, fewer than none where the account is in the red, in a currency that the service describes. Without its decimals the
/// amount of an unknown currency could be anything, so there is none.
fn read_amount(balance: &Json) -> Option<Amount> {
    let currency = balance.get("currency")?;
    let code = currency.text("code")?;
    let decimals = currency.whole("decimals");
    let currency = match decimals.and_then(|decimals| u8::try_from(decimals).ok()) {
        Some(decimals) => Currency::new(code, decimals),
        None => Currency::find(code)?,
    };
    let (number, is_negative) = Decimal::read_signed(balance.get("amount")?)?;
    let units = i128::try_from(number.units(0)?).ok()?;
    let units = if is_negative { -units } else { units };
    Some(Amount::new(units, currency))
}
