//! sms4sats: phone numbers that receive a code, messages that are sent, and a prepaid account.
//!
//! Routes, bodies and messages are the documented ones. Guesses are marked as such.

mod accounts;
mod catalogue;
mod countries;
mod fund;
mod icons;
mod orders;
mod placing;
mod receive;
mod send;
mod services;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use accounts::{API_KEY, API_KEY_SATS};

use crate::http::{Request, Response};
use crate::random::Random;
use crate::{Service, World};
use accounts::Accounts;
use orders::Order;

/// The documented messages.
const UNABLE_TO_SAVE: &str = "unable to save data";
const BACKEND_ERROR: &str = "backend error";
const KEY_MISSING: &str = "X-API-Key header is missing.";
const NO_NUMBER: &str = "No available number, payment request is canceled. Your funds are returned to your wallet automatically.";

/// A status and a reason.
type Refusal = (u16, &'static str);
type Outcome = Result<Value, Refusal>;
type Route = fn(&mut Sms4sats, &Request, &mut World) -> Outcome;

const ROUTES: [(&str, &str, Route); 14] = [
    ("GET", "", availability),
    ("GET", "/", availability),
    ("GET", "/price", catalogue::price_list),
    ("GET", "/getnumbersstatus", catalogue::numbers_status),
    ("GET", "/getCountries", catalogue::country_list),
    ("GET", "/getRentalCountries", catalogue::rental_countries),
    ("POST", "/createorder", receive::create),
    ("POST", "/createsendorder", send::create_sms),
    ("POST", "/createemailsendorder", send::create_email),
    ("GET", "/orderstatus", order_status),
    ("GET", "/cancelorder", cancel_order),
    ("POST", "/fund", fund::create),
    ("GET", "/balance", accounts::balance),
    ("GET", "/history", accounts::history),
];

/// The service's orders and accounts.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Sms4sats {
    orders: BTreeMap<String, Order>,
    accounts: Accounts,
}

impl Sms4sats {
    pub(crate) fn new(random: &mut Random) -> Self {
        Self {
            orders: BTreeMap::new(),
            accounts: Accounts::new(random),
        }
    }

    /// Lets a code arrive now, whatever was planned.
    pub(crate) fn deliver_code(
        &mut self,
        order_id: &str,
        code: Option<String>,
        world: &mut World,
    ) -> Result<Value, String> {
        let order = self.orders.get_mut(order_id).ok_or(NO_SUCH_ORDER)?;
        order.deliver_code(code, &mut self.accounts, world)?;
        Ok(order.status())
    }

    /// Lets an order fail now; the money goes back.
    pub(crate) fn fail_order(
        &mut self,
        order_id: &str,
        reason: Option<String>,
        world: &mut World,
    ) -> Result<Value, String> {
        let order = self.orders.get_mut(order_id).ok_or(NO_SUCH_ORDER)?;
        order.fail(
            reason.unwrap_or_else(|| NO_NUMBER.to_owned()),
            &mut self.accounts,
            world,
        )?;
        Ok(order.status())
    }
}

impl Service for Sms4sats {
    fn answer(&mut self, request: &Request, world: &mut World) -> Response {
        let path = request
            .path
            .strip_prefix("/sms4sats")
            .unwrap_or(&request.path);
        if let Some(file) = path.strip_prefix("/assets/saimages/") {
            return icons::answer(file);
        }
        let found = ROUTES
            .iter()
            .find(|(method, name, _)| (*method, *name) == (request.method.as_str(), path));
        let outcome = match found {
            Some((_, _, route)) => route(self, request, world),
            None => Err((404, "not found")),
        };
        match outcome {
            Ok(body) => Response::json(200, &body),
            Err((status, reason)) => {
                Response::json(status, &json!({ "status": "error", "reason": reason }))
            }
        }
    }

    fn catch_up(&mut self, world: &mut World) {
        for order in self.orders.values_mut() {
            order.catch_up(&mut self.accounts, world);
        }
    }
}

const NO_SUCH_ORDER: &str = "The sandbox has no order with this id.";

#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
fn availability(_: &mut Sms4sats, _: &Request, _: &mut World) -> Outcome {
    Ok(json!({ "status": "OK" }))
}

fn order_status(service: &mut Sms4sats, request: &Request, _: &mut World) -> Outcome {
    let order_id = request.parameter("orderId").unwrap_or_default();
    let order = service.orders.get(&order_id);
    order.map(Order::status).ok_or((500, UNABLE_TO_SAVE))
}

fn cancel_order(service: &mut Sms4sats, request: &Request, world: &mut World) -> Outcome {
    let order_id = request.parameter("orderId").unwrap_or_default();
    let Sms4sats { orders, accounts } = service;
    let order = orders.get_mut(&order_id).ok_or((500, UNABLE_TO_SAVE))?;
    order
        .cancel(accounts, world)
        .map_err(|reason| (500, reason))?;
    Ok(json!({ "status": "OK" }))
}
