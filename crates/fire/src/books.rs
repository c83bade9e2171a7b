//! What the sandbox's own books say, and what a record may say beside them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use satline_core::error::{Money, Service};
use satline_core::order::{Kind, Order, State};
use satline_sandbox::Request;
use serde_json::Value;

use crate::accounts::GRID_ACCOUNT;
use crate::records::short;
use crate::world::World;

/// Checks what must hold whatever the device knows: nothing is taken back, and nothing is invented.
pub fn check_step(before: Option<&Order>, after: &Order, world: &World) {
    let fail = |what: &str| world.fail(format!("{} {what}: {after:?}", short(&after.id)));
    if let Some(before) = before {
        if before.is_over() && before.state != after.state {
            fail(&format!("left its final state, {}", before.state.as_str()));
        }
        let kept = |code| after.codes.contains(code);
        if !before
            .codes
            .iter()
            .all(|code| kept(code) || is_complete(after, &code.text))
        {
            fail("has lost a code");
        }
        if before.number.is_some() && after.number.is_none() {
            fail("has lost its number");
        }
    }
    if after.service != Service::Sms4Sats || after.from_balance {
        return;
    }
    let invoice = invoice(world, after);
    let is = |state: &str| invoice["state"] == state;
    match after.money() {
        Money::Spent if after.kind != Kind::Fund && !is("settled") => {
            fail("is called spent, and its invoice is not settled");
        }
        Money::Returned if !is("cancelled") => {
            fail("is called returned, and its invoice is not cancelled");
        }
        Money::Held if is("open") || is("expired") => {
            fail("is called held, and nobody has paid it");
        }
        _ => {}
    }
}

/// A code that was received as a number and then as a text is the same one.
fn is_complete(order: &Order, text: &str) -> bool {
    order.codes.iter().any(|code| code.text == text)
}

/// Returns the node's view of an order's invoice, whose payment hash is the order's id.
fn invoice(world: &World, order: &Order) -> Value {
    let path = format!("/sandbox/invoices/{}", order.id.as_str());
    world.ask(&Request::get(&path)).1
}

/// Checks what must hold once the service has answered for long enough: everything is known.
pub fn check_end(order: &Order, world: &World) {
    let expected = match order.service {
        Service::Sms4Sats => sms4sats(order, world),
        Service::Bitrefill => bitrefill(order, world),
        Service::Lava => lava(world),
        Service::Grid => grid(world),
    };
    let is_expected = expected
        .iter()
        .any(|(state, money)| (order.state, order.money()) == (*state, *money));
    if !is_expected {
        let (state, money) = (order.state.as_str(), order.money().as_str());
        world.fail(format!(
            "{} {} at its end: {state}, money {money}; expected one of {expected:?}",
            order.service.name(),
            short(&order.id)
        ));
    }
    if order.is_unreachable() && !order.is_over() {
        world.fail(format!("{} still counts as out of reach", short(&order.id)));
        world.log(|| order.to_json());
    }
}

type Expected = Vec<(State, Money)>;

/// Not paid: its invoice may have expired by now, and a wallet may have been asked.
fn unpaid(order: &Order) -> Expected {
    let mut expected = vec![
        (State::AwaitingPayment, Money::Untouched),
        (State::Expired, Money::Untouched),
    ];
    if order.maybe_paid() {
        expected.push((State::AwaitingPayment, Money::Unknown));
    }
    expected
}

fn sms4sats(order: &Order, world: &World) -> Expected {
    let path = format!("/sms4sats/orderstatus?orderId={}", order.id.as_str());
    let (_, status) = world.ask(&Request::get(&path));
    let codes = codes(&status);
    for code in &codes {
        if !order.codes.iter().any(|known| known.text == *code) {
            world.fail(format!("{} has not received code {code}", short(&order.id)));
        }
    }
    let has_failed = status["error"].is_string() || status["smsStatus"] == "failed";
    if status["paid"] != true {
        return if has_failed {
            // By a device's clock that is ahead, it may have expired before it was cancelled.
            vec![
                (State::Cancelled, Money::Untouched),
                (State::Refunded, Money::Untouched),
                (State::Expired, Money::Untouched),
            ]
        } else {
            unpaid(order)
        };
    }
    let held = if order.from_balance {
        Money::Spent
    } else {
        Money::Held
    };
    let returned = if order.from_balance {
        Money::Unknown
    } else {
        Money::Returned
    };
    match order.kind {
        Kind::Fund => vec![(State::Credited, Money::Spent)],
        Kind::Sms | Kind::Email if has_failed => vec![(State::Failed, returned)],
        Kind::Sms | Kind::Email => match status["smsStatus"].as_str() {
            Some("delivered") => vec![(State::Delivered, Money::Spent)],
            Some("sent") => vec![(State::Sent, Money::Spent)],
            _ => vec![(State::Created, held)],
        },
        _ if has_failed => vec![(State::Cancelled, returned), (State::Refunded, returned)],
        _ if !codes.is_empty() => vec![(State::CodeReceived, Money::Spent)],
        _ if !status["number"].is_null() => vec![(State::NumberGiven, held)],
        _ => vec![(State::Held, held)],
    }
}

fn codes(status: &Value) -> Vec<String> {
    let listed = status["codes"].as_array().into_iter().flatten();
    let all = listed.chain(status.get("code"));
    all.map(|code| {
        code.as_str()
            .map_or_else(|| code.to_string(), str::to_owned)
    })
    .collect()
}

fn bitrefill(order: &Order, world: &World) -> Expected {
    let path = format!("/bitrefill/v2/invoices/{}", order.id.as_str());
    let pair = format!(
        "{}:{}",
        satline_sandbox::BITREFILL_ID,
        satline_sandbox::BITREFILL_SECRET
    );
    let request = Request::get(&path).with_header("authorization", &basic(&pair));
    let (_, body) = world.ask(&request);
    match body["data"]["status"].as_str() {
        Some("complete") => vec![(State::Credited, Money::Spent)],
        Some("denied" | "payment_error") => vec![(State::Failed, Money::Untouched)],
        Some("expired") => vec![(State::Expired, Money::Untouched)],
        _ => unpaid(order),
    }
}

fn basic(pair: &str) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

/// The first balances of the sandbox, and what every history adds at most once.
pub const LAVA_BEFORE: &str = "50.00";
const GRID_BEFORE: &str = "12550";

fn lava(world: &World) -> Expected {
    let bearer = format!("Bearer {}", satline_sandbox::LAVA_KEY);
    let request = Request::get("/lava/v1/wallet").with_header("authorization", &bearer);
    let (_, wallet) = world.ask(&request);
    charged(wallet["balance"] != LAVA_BEFORE)
}

fn grid(world: &World) -> Expected {
    let pair = format!(
        "{}:{}",
        satline_sandbox::GRID_ID,
        satline_sandbox::GRID_SECRET
    );
    let request = Request::get("/grid/2025-10-13/customers/internal-accounts")
        .with_header("authorization", &basic(&pair));
    let (_, page) = world.ask(&request);
    let rows = page["data"].as_array().into_iter().flatten();
    let mut own = rows.filter(|row| row["id"] == GRID_ACCOUNT);
    let balance = own.next().map(|row| row["balance"]["amount"].to_string());
    charged(balance.as_deref() != Some(GRID_BEFORE))
}

/// A charge that was not carried out looks the same as one on its way.
fn charged(is_charged: bool) -> Expected {
    if is_charged {
        vec![(State::Charged, Money::Spent)]
    } else {
        vec![
            (State::Unknown, Money::Unknown),
            (State::NeedsConfirmation, Money::Untouched),
        ]
    }
}
