//! The calls as values: what to send, whether it may be sent again, and how to read the response.
//! Arguments are checked here, before anything is sent.

use super::Account;
use super::charge::{Charge, checked_amount};
use super::key::check_key;
use super::method::{PaymentMethod, check_method};
use super::wallet::Wallet;
use super::wire::{WalletFund, read_charge, read_methods, read_wallet};
use crate::error::{Error, Money};
use crate::http::{Call, Effect, Request, Response};
use crate::money::Amount;
use crate::services::auth::bearer;

pub(super) fn fund(
    account: &Account,
    method: &PaymentMethod,
    amount: &Amount,
) -> Result<Call<Charge>, Error> {
    check_method(method)?;
    let body = WalletFund {
        payment_method_id: &method.id,
        amount: checked_amount(amount)?,
    };
    let request = Request::post(account.base.with("/wallet/fund", &[]), &body);
    Ok(Call {
        request: signed(account, request)?,
        effect: Effect::Once(Money::Unknown),
        read: read_charge,
    })
}

pub(super) fn wallet(account: &Account) -> Result<Call<Wallet>, Error> {
    get(account, "/wallet", read_wallet)
}

pub(super) fn payment_methods(account: &Account) -> Result<Call<Vec<PaymentMethod>>, Error> {
    get(account, "/payment_methods", read_methods)
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
    match &account.key {
        Some(key) => {
            check_key(key)?;
            bearer(request, key)
        }
        None => Ok(request),
    }
}
