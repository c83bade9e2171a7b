//! The calls as values: what to send, whether it may be sent again, and how to read the response.
//! Arguments are checked here, before anything is sent.

use super::deposit::{Deposit, DepositOrder};
use super::wire::{read_balance, read_deposit, read_reachable};
use super::{Account, Auth};
use crate::error::{Error, Money};
use crate::http::{Call, Effect, Request, Response};
use crate::money::Amount;
use crate::order::OrderId;
use crate::services::auth::{basic, bearer};

pub(super) fn deposit(account: &Account, order: &DepositOrder) -> Result<Call<Deposit>, Error> {
    if matches!(account.auth, Auth::Personal(_)) {
        return Err(Error::invalid(
            "apiKey",
            "must be the id and secret of a business account: Bitrefill takes deposits by API from \
             those only. Personal accounts add money on its website.",
        ));
    }
    let request = Request::post(account.base.with("/accounts/deposit", &[]), &order.body()?);
    Ok(Call {
        request: signed(account, request)?,
        effect: Effect::Once(Money::Untouched),
        read: read_deposit,
    })
}

pub(super) fn invoice(account: &Account, id: &OrderId) -> Result<Call<Deposit>, Error> {
    get(account, &format!("/invoices/{}", id.as_str()), read_deposit)
}

pub(super) fn balance(account: &Account) -> Result<Call<Amount>, Error> {
    get(account, "/accounts/balance", read_balance)
}

pub(super) fn ping(account: &Account) -> Result<Call<()>, Error> {
    get(account, "/ping", read_reachable)
}

fn get<T>(
    account: &Account,
    path: &str,
    read: fn(&Response) -> Result<T, Error>,
) -> Result<Call<T>, Error> {
    Ok(Call {
        request: signed(account, Request::get(account.base.with(path, &[])))?,
        effect: Effect::Read,
        read,
    })
}

fn signed(account: &Account, request: Request) -> Result<Request, Error> {
    match &account.auth {
        Auth::Relay => Ok(request),
        Auth::Personal(key) => bearer(request, key),
        Auth::Business { id, secret } => basic(request, id, secret),
    }
}
