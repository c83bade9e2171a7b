//! The service's JSON, with the service's own names: requests, and how responses are parsed.
//!
//! Errors are `{status:"error", reason}`, with any HTTP status, or `{status:"OK", error}`.

use std::ops::Not;

use serde::Serialize;
use serde_json::Value;

use super::account::{Funding, History};
use super::catalogue::{ComputedPrice, Prices, RentalOffer, ServiceOffer};
use super::order::{CreatedOrder, NumberKind, Payment, ReceiveOrder, checked_service};
use super::status::{OrderStatus, SmsStatus};
use crate::error::{Code, Error};
use crate::http::Response;
use crate::lenient::{Lenient, parse};
use crate::lightning::{LightningAddress, UncheckedInvoice};
use crate::money::Sats;
use crate::order::{OrderId, SmsCode};
use crate::phone;
use crate::secret::Secret;
use crate::services::answer::{unreadable, without_id};
use crate::time::Time;

/// The body of `POST /createorder`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateOrder<'a> {
    country: u16,
    service: &'a str,
    #[serde(skip_serializing_if = "Not::not")]
    is_rental: bool,
    #[serde(skip_serializing_if = "Not::not")]
    realphone: bool,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    referral: Option<&'a str>,
    #[serde(skip_serializing_if = "Not::not")]
    immediate: bool,
}

impl<'a> CreateOrder<'a> {
    pub fn new(order: &'a ReceiveOrder) -> Result<Self, Error> {
        Ok(Self {
            country: order.country.code(),
            service: checked_service(&order.service)?,
            is_rental: order.kind == NumberKind::Rental,
            realphone: order.kind == NumberKind::RealPhone,
            referral: order.referral.as_ref().map(LightningAddress::as_str),
            immediate: order.immediate,
        })
    }
}

/// The body of `POST /createsendorder`, which has a phone, and of `POST /createemailsendorder`,
/// which has an address.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateSendOrder<'a> {
    pub message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<&'a str>,
    #[serde(skip_serializing_if = "Not::not")]
    pub immediate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_url: Option<&'a str>,
}

/// The body of `POST /fund`.
#[derive(Serialize)]
pub(super) struct Fund {
    pub amount: Sats,
}

/// Accepts any successful response.
pub(super) fn read_reachable(response: &Response) -> Result<(), Error> {
    if response.is_success() {
        Ok(())
    } else {
        Err(unreadable(response))
    }
}

/// Reads a response that only confirms.
pub(super) fn read_done(response: &Response) -> Result<(), Error> {
    read_ok(response).map(|_| ())
}

pub(super) fn read_created(response: &Response) -> Result<CreatedOrder, Error> {
    let body = read_ok(response)?;
    let id = body.text("orderId").and_then(|id| OrderId::parse(id).ok());
    let id = id.ok_or_else(|| without_id(response))?;
    let payreq = body.text("payreq").ok_or_else(|| unreadable(response))?;
    let payreq = payreq.trim();
    Ok(CreatedOrder {
        id,
        payment: if payreq.eq_ignore_ascii_case("paid") {
            Payment::FromBalance
        } else {
            Payment::Invoice(UncheckedInvoice::new(payreq))
        },
        answered_at: response.date(),
        extra: body.extra(&["status", "orderId", "payreq"]),
    })
}

/// The members of an order's status that are read.
const STATUS_MEMBERS: [&str; 12] = [
    "codes",
    "messages",
    "status",
    "paid",
    "number",
    "code",
    "error",
    "smsStatus",
    "country",
    "service",
    "id",
    "timestamp",
];

pub(crate) fn read_status(response: &Response) -> Result<OrderStatus, Error> {
    let body = read_body(response)?;
    let error = body.owned("error");
    // It may be missing if the order failed: the money goes back in any case.
    let failed = error.is_some() && says(&body, "ok");
    let Some(paid) = body.flag("paid").or(failed.then_some(false)) else {
        return Err(Error::new(
            Code::Unreadable,
            "The service's answer does not say whether the order is paid. Ask again in a moment.",
        ));
    };
    let mut earlier_codes = body.member("codes").rows(read_code);
    earlier_codes.append(&mut body.member("messages").rows(read_code));
    Ok(OrderStatus {
        paid,
        number: body.text("number").and_then(phone::digits),
        code: read_code(body.member("code")),
        earlier_codes,
        error,
        sms_status: body.text("smsStatus").map(SmsStatus::from_word),
        country: body.owned("country"),
        service: body.owned("service"),
        reference: body.owned("id"),
        at: body.whole("timestamp").map(Time),
        extra: body.extra(&STATUS_MEMBERS),
    })
}

/// Reads a code, which may be wrapped in an object.
fn read_code(code: &Value) -> Option<SmsCode> {
    let names = ["code", "text", "message"];
    let inner = names.iter().find_map(|name| code.get(name));
    let code = inner.unwrap_or(code);
    SmsCode::read(code.as_text()?, code.is_number())
}

pub(super) fn read_prices(response: &Response) -> Result<Prices, Error> {
    let body = read_body(response)?;
    let price = |name| Sats::price(body.whole(name));
    let prices = Prices {
        receive: price("receive"),
        send: price("send"),
        rent: price("rent"),
        real_phone: price("s4s"),
        computed: read_computed(body.member("computed")),
        extra: body.extra(&["receive", "send", "rent", "s4s", "computed"]),
    };
    if prices.code().is_none() && prices.send.is_none() && prices.rent.is_none() {
        return Err(unreadable(response));
    }
    Ok(prices)
}

fn read_computed(computed: &Value) -> Option<ComputedPrice> {
    Some(ComputedPrice {
        price: Sats::price(computed.whole("price"))?,
        country: computed.owned("country"),
        description: computed.owned("description"),
    })
}

pub(super) fn read_services(response: &Response) -> Result<Vec<ServiceOffer>, Error> {
    read_rows(response, |row| {
        let id = row.owned("value").or_else(|| row.owned("key"))?;
        Some(ServiceOffer {
            name: row.owned("text").unwrap_or_else(|| id.clone()),
            id,
            stock: row.whole("count"),
            image: row.member("image").owned("src"),
            extra: row.extra(&["value", "key", "text", "count", "image"]),
        })
    })
}

pub(super) fn read_rentals(response: &Response) -> Result<Vec<RentalOffer>, Error> {
    read_rows(response, |row| {
        let code = row.owned("cc")?;
        Some(RentalOffer {
            country_name: row.owned("country").unwrap_or_else(|| code.clone()),
            country_code: code,
            weeks: row.whole("duration"),
            price: Sats::price(row.whole("price")),
            extra: row.extra(&["cc", "country", "duration", "price"]),
        })
    })
}

/// Reads a list, leaving out rows without an id.
fn read_rows<T>(response: &Response, read_row: fn(&Value) -> Option<T>) -> Result<Vec<T>, Error> {
    match read_body(response)? {
        rows @ Value::Array(_) => Ok(rows.rows(read_row)),
        _ => Err(unreadable(response)),
    }
}

pub(super) fn read_balance(response: &Response) -> Result<Sats, Error> {
    let balance = read_ok(response)?.whole("balance");
    balance.map(Sats).ok_or_else(|| unreadable(response))
}

pub(super) fn read_history(response: &Response) -> Result<History, Error> {
    let body = read_ok(response)?;
    let orders = body.member("orders");
    if !orders.is_array() {
        return Err(unreadable(response));
    }
    Ok(History {
        fundings: orders.rows(read_funding),
        total: body.whole("totalAmount").map(Sats),
    })
}

/// The members of a funding that are read, and the key, which is dropped.
const FUNDING_MEMBERS: [&str; 7] = [
    "amount",
    "createdAt",
    "desc",
    "description",
    "preimageHash",
    "preimage",
    "userId",
];

fn read_funding(order: &Value) -> Option<Funding> {
    Some(Funding {
        amount: Sats(order.whole("amount").or_else(|| order.whole("price"))?),
        at: order.whole("createdAt").map(Time),
        description: order.owned("description").or_else(|| order.owned("desc")),
        preimage_hash: order.owned("preimageHash"),
        preimage: order.text("preimage").map(Secret::new),
        extra: order.extra(&FUNDING_MEMBERS),
    })
}

/// Returns the body of a response with `status: "OK"` and without an error.
fn read_ok(response: &Response) -> Result<Value, Error> {
    let body = read_body(response)?;
    if says(&body, "ok") {
        match body.text("error") {
            Some(words) => Err(refused(words)),
            None => Ok(body),
        }
    } else {
        Err(unreadable(response))
    }
}

/// Returns the body of a successful response of any shape.
fn read_body(response: &Response) -> Result<Value, Error> {
    let Some(body) = parse(&response.body) else {
        return Err(unreadable(response));
    };
    if says(&body, "error") || !response.is_success() {
        let names = ["reason", "error", "message"];
        let words = names.iter().find_map(|name| body.text(name));
        return Err(match words {
            Some(words) if response.status == 429 => {
                unreadable(response).with_service_message(words)
            }
            Some(words) => refused(words),
            None => unreadable(response),
        });
    }
    Ok(body)
}

/// Returns whether the body has this `status`.
fn says(body: &Value, status: &str) -> bool {
    body.text("status")
        .is_some_and(|word| word.eq_ignore_ascii_case(status))
}

fn refused(words: &str) -> Error {
    Error::new(Code::Refused, "The service refused this.").with_service_message(words)
}
