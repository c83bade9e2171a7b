//! The service's JSON, with the service's own names: requests, and how responses are parsed.
//!
//! Success is a bare object, an error is `{status, code, message, details?}`.

use serde::Serialize;
use serde_json::Value;

use super::account::{InternalAccount, Page};
use super::instruction::read_instruction;
use crate::error::Error;
use crate::http::Response;
use crate::lenient::{Lenient, parse};
use crate::money::{Amount, Currency, Decimal};
use crate::order::{Order, Report};
use crate::services::answer::{Meaning, Refusal, unreadable};

/// The body of `POST /sandbox/internal-accounts/{id}/fund`.
#[derive(Serialize)]
pub(super) struct SandboxFund {
    /// In the smallest unit of the account's currency.
    pub amount: u64,
}

const UNAUTHORIZED: &str =
    "Grid does not accept this credential. Check the id and the secret of the API token.";
const FORBIDDEN: &str = "This credential is not one of Grid's sandbox: accounts with real money \
                         cannot be funded like this. Use a sandbox credential.";
const NO_ACCOUNT: &str = "Grid has no such account.";
const NO_CUSTOMER: &str = "Grid has no such customer.";

const MEANINGS: [Meaning; 12] = [
    (
        "INVALID_INPUT",
        None,
        "Grid does not accept something in this request.",
    ),
    ("INVALID_AMOUNT", Some("amount"), "is not accepted by Grid."),
    (
        "AMOUNT_OUT_OF_RANGE",
        Some("amount"),
        "is more or less than Grid accepts.",
    ),
    ("UNAUTHORIZED", None, UNAUTHORIZED),
    ("FORBIDDEN", None, FORBIDDEN),
    ("INTERNAL_ACCOUNT_NOT_FOUND", ACCOUNT, NO_ACCOUNT),
    ("ACCOUNT_NOT_FOUND", ACCOUNT, NO_ACCOUNT),
    ("USER_NOT_FOUND", None, NO_CUSTOMER),
    ("CUSTOMER_NOT_FOUND", None, NO_CUSTOMER),
    (
        "TRANSACTION_NOT_FOUND",
        None,
        "Grid has no such transaction.",
    ),
    (
        "ROUTE_NOT_FOUND",
        None,
        "Grid has no such call at this address. Check the address.",
    ),
    (
        ANYTHING_NOT_FOUND,
        None,
        "Grid could not find something in this request.",
    ),
];

const ACCOUNT: Option<&str> = Some("accountId");

/// The service has a separate code for each kind of thing it cannot find, and may add more.
const ANYTHING_NOT_FOUND: &str = "_NOT_FOUND";

/// The members of an account that are read.
const ACCOUNT_MEMBERS: [&str; 9] = [
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

/// Reads a response about an order: an account or, since the service has no call for one, a list.
pub(crate) fn read_report(response: &Response, order: &Order) -> Result<Report, Error> {
    let body = read_body(response)?;
    let is_own = |row: &&Value| row.text("id") == order.account.as_deref();
    let listed = body.member("data").items().iter().find(is_own);
    let account = listed.unwrap_or(&body);
    let id = account.text("id").ok_or_else(|| unreadable(response))?;
    let balance = read_amount(account.member("balance"));
    order.report_of_balance(Some(id), balance.as_ref())
}

pub(super) fn read_page(response: &Response) -> Result<Page, Error> {
    let body = read_body(response)?;
    let rows = body.member("data");
    if !rows.is_array() {
        return Err(unreadable(response));
    }
    let accounts = rows.rows(account_of);
    let is_last = body.flag("hasMore") == Some(false);
    let next = body.text("nextCursor").filter(|_| !is_last);
    Ok(Page {
        accounts,
        next: next.map(str::to_owned),
        total: body.whole("totalCount"),
        extra: body.extra(&["data", "hasMore", "nextCursor", "totalCount"]),
    })
}

fn account_of(body: &Value) -> Option<InternalAccount> {
    let instructions = body.member("fundingPaymentInstructions");
    Some(InternalAccount {
        id: body.owned("id")?,
        customer_id: body.owned("customerId"),
        kind: body.owned("type"),
        status: body.owned("status"),
        balance: read_amount(body.member("balance")),
        total_balance: read_amount(body.member("totalBalance")),
        instructions: instructions.rows(|row| Some(read_instruction(row))),
        created_at: body.owned("createdAt"),
        updated_at: body.owned("updatedAt"),
        extra: body.extra(&ACCOUNT_MEMBERS),
    })
}

/// Reads an amount in the smallest unit of a currency that the service describes; negative if the
/// account is overdrawn. Without its decimals, an amount of an unknown currency could mean
/// anything: `None`.
fn read_amount(balance: &Value) -> Option<Amount> {
    let currency = balance.member("currency");
    let code = currency.text("code")?;
    let decimals = currency.whole("decimals");
    let currency = match decimals.and_then(|decimals| u8::try_from(decimals).ok()) {
        Some(decimals) => Currency::new(code, decimals),
        None => Currency::find(code)?,
    };
    let (number, is_negative) = Decimal::read_signed(balance.member("amount"))?;
    let units = i128::try_from(number.units(0)?).ok()?;
    let units = if is_negative { -units } else { units };
    Some(Amount::new(units, currency))
}

/// Returns the body of a successful response, an object.
fn read_body(response: &Response) -> Result<Value, Error> {
    let Some(body @ Value::Object(_)) = parse(&response.body) else {
        return Err(unreadable(response));
    };
    match (response.is_success(), read_refusal(response.status, &body)) {
        (true, _) => Ok(body),
        (false, Some(refusal)) => Err(refusal.into_error(response, &MEANINGS)),
        (false, None) => Err(unreadable(response)),
    }
}

fn read_refusal(status: u16, body: &Value) -> Option<Refusal> {
    let (code, message) = (body.text("code"), body.text("message"));
    code.or(message)?;
    let code = match (status, code) {
        (403, _) => Some("FORBIDDEN"),
        (_, Some(code)) if code.ends_with(ANYTHING_NOT_FOUND) && !is_known(code) => {
            Some(ANYTHING_NOT_FOUND)
        }
        (_, code) => code,
    };
    let issues = body.member("details").member("errors");
    Some(Refusal::new(code, message, issues))
}

fn is_known(code: &str) -> bool {
    MEANINGS.iter().any(|meaning| meaning.0 == code)
}
