//! The calls as values: what to send, whether it may be sent again, and how to read the response.
//! Arguments are checked here, before anything is sent.

use serde::Serialize;

use super::Account;
use super::account::History;
use super::catalogue::{PriceQuery, Prices, RentalOffer, ServiceOffer};
use super::order::{CreatedOrder, EmailOrder, Message, ReceiveOrder, SmsOrder, checked_service};
use super::status::OrderStatus;
use super::wire::{
    self, read_balance, read_created, read_done, read_history, read_prices, read_reachable,
    read_rentals, read_services, read_status,
};
use crate::country::Country;
use crate::error::{Error, Money};
use crate::http::{Call, Effect, Request, Response};
use crate::money::Sats;
use crate::order::OrderId;
use crate::secret::Secret;
use crate::url::SecureUrl;

/// `X-API-Key`
const KEY_HEADER: &str = "x-api-key";

pub(super) fn availability(account: &Account) -> Call<()> {
    get(account, "/", &[], read_reachable)
}

pub(super) fn price(account: &Account, query: &PriceQuery) -> Call<Prices> {
    let code = query.country.map(|country| country.code().to_string());
    let mut filter = Vec::new();
    if let Some(code) = &code {
        filter.push(("country", code.as_str()));
    }
    if let Some(name) = &query.service {
        filter.push(("service", name.as_str()));
    }
    get(account, "/price", &filter, read_prices)
}

pub(super) fn services(account: &Account, country: Country) -> Call<Vec<ServiceOffer>> {
    let code = country.code().to_string();
    get(
        account,
        "/getnumbersstatus",
        &[("country", &code)],
        read_services,
    )
}

pub(super) fn rental_countries(
    account: &Account,
    service: &str,
) -> Result<Call<Vec<RentalOffer>>, Error> {
    let service = checked_service(service)?;
    Ok(get(
        account,
        "/getRentalCountries",
        &[("service", service)],
        read_rentals,
    ))
}

pub(super) fn receive(
    account: &Account,
    order: &ReceiveOrder,
) -> Result<Call<CreatedOrder>, Error> {
    let body = wire::CreateOrder::new(order)?;
    create(account, "/createorder", &body, order.immediate)
}

pub(super) fn send_sms(account: &Account, order: &SmsOrder) -> Result<Call<CreatedOrder>, Error> {
    send(
        account,
        "/createsendorder",
        &order.message,
        &wire::CreateSendOrder {
            phone: Some(order.phone.as_str()),
            ..Default::default()
        },
    )
}

pub(super) fn send_email(
    account: &Account,
    order: &EmailOrder,
) -> Result<Call<CreatedOrder>, Error> {
    send(
        account,
        "/createemailsendorder",
        &order.message,
        &wire::CreateSendOrder {
            address: Some(order.address.as_str()),
            ..Default::default()
        },
    )
}

fn send<'a>(
    account: &Account,
    path: &str,
    message: &'a Message,
    to: &wire::CreateSendOrder<'a>,
) -> Result<Call<CreatedOrder>, Error> {
    let body = wire::CreateSendOrder {
        message: message.checked_text()?,
        immediate: message.immediate,
        webhook_url: message.webhook.as_ref().map(SecureUrl::as_str),
        ..*to
    };
    create(account, path, &body, message.immediate)
}

pub(super) fn order_status(account: &Account, id: &OrderId) -> Call<OrderStatus> {
    get(
        account,
        "/orderstatus",
        &[("orderId", id.as_str())],
        read_status,
    )
}

pub(super) fn cancel(account: &Account, id: &OrderId) -> Call<()> {
    let url = account
        .base
        .with("/cancelorder", &[("orderId", id.as_str())]);
    call(
        signed(account, Request::get(url)),
        Effect::Once(Money::Held),
        read_done,
    )
}

pub(super) fn fund(account: &Account, amount: Sats) -> Result<Call<CreatedOrder>, Error> {
    let key = key_of(account)?;
    if amount.0 == 0 {
        return Err(Error::invalid("amount", "must be at least 1 sat."));
    }
    let body = wire::Fund { amount };
    let request = Request::post(account.base.with("/fund", &[]), &body).with_key(KEY_HEADER, key);
    Ok(call(request, Effect::Once(Money::Untouched), read_created))
}

pub(super) fn balance(account: &Account) -> Result<Call<Sats>, Error> {
    key_of(account).map(|_| get(account, "/balance", &[], read_balance))
}

pub(super) fn history(account: &Account) -> Result<Call<History>, Error> {
    key_of(account).map(|_| get(account, "/history", &[], read_history))
}

/// If the response is lost, only an order paid from the balance can have cost anything: any other
/// order's invoice was never seen.
fn create(
    account: &Account,
    path: &str,
    body: &impl Serialize,
    immediate: bool,
) -> Result<Call<CreatedOrder>, Error> {
    let money = if immediate {
        key_of(account)?;
        Money::Unknown
    } else {
        Money::Untouched
    };
    let request = signed(account, Request::post(account.base.with(path, &[]), body));
    Ok(call(request, Effect::Once(money), read_created))
}

fn get<T>(
    account: &Account,
    path: &str,
    query: &[(&str, &str)],
    read: fn(&Response) -> Result<T, Error>,
) -> Call<T> {
    let request = Request::get(account.base.with(path, query));
    call(signed(account, request), Effect::Read, read)
}

fn call<T>(request: Request, effect: Effect, read: fn(&Response) -> Result<T, Error>) -> Call<T> {
    Call {
        request,
        effect,
        read,
    }
}

fn signed(account: &Account, request: Request) -> Request {
    match &account.key {
        Some(key) => request.with_key(KEY_HEADER, key),
        None => request,
    }
}

fn key_of(account: &Account) -> Result<&Secret, Error> {
    account.key.as_ref().ok_or_else(|| {
        Error::missing_key(
            "apiKey",
            "is needed for this: the prepaid balance belongs to it. sms4sats gives out keys on request.",
        )
    })
}
