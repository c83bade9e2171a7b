//! The routes under `/sandbox/`: the wallet, the clock, and everything else that a test controls.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::node::NODE_ID;
use crate::settings::Settings;
use crate::{SERVICES, Sandbox, World, path_below_sandbox, service_in};

/// The scripts that give a page a wallet.
const WEBLN: &str = include_str!("webln.js");
const WALLET: &str = include_str!("wallet.js");

/// The response, or a status and a message.
type Outcome = Result<Value, (u16, String)>;
type Route = fn(&mut Sandbox, &Request) -> Outcome;

const ROUTES: [(&str, &str, Route); 13] = [
    ("GET", "/", index),
    ("POST", "/pay", pay),
    ("POST", "/wallet", wallet),
    ("POST", "/code", code),
    ("POST", "/fail", fail),
    ("POST", "/bitrefill/confirm", confirm_deposit),
    ("POST", "/clock", clock),
    ("POST", "/faults", faults),
    ("POST", "/settings", settings),
    ("POST", "/reset", reset),
    ("GET", "/requests", requests),
    ("GET", "/webhooks", webhooks),
    ("GET", "", index),
];

/// Routes with parameters in their path, which `answer` handles.
const OTHER_ROUTES: [&str; 4] = [
    "GET /sandbox/invoices/{hash}",
    "GET /sandbox/webln.js",
    "GET /sandbox/lava/3ds/{payment_id}",
    "POST /sandbox/lava/3ds/{payment_id}/confirm",
];

/// Returns whether a path is a control's: below `/sandbox`, but not a service's.
///
/// ```
/// use satline_sandbox::is_control;
///
/// assert!(is_control("/sandbox/pay") && is_control("/sandbox/bitrefill/confirm"));
/// assert!(!is_control("/sandbox/bitrefill/v2/ping") && !is_control("/sms4sats/price"));
/// ```
pub fn is_control(path: &str) -> bool {
    path_below_sandbox(path).is_some_and(|path| {
        !SERVICES.contains(&service_in(path))
            || path == "/bitrefill/confirm"
            || path.starts_with("/lava/3ds/")
    })
}

/// Answers a request to `/sandbox{path}`.
pub(crate) fn answer(sandbox: &mut Sandbox, request: &Request, path: &str) -> Response {
    find(sandbox, request, path).unwrap_or_else(not_found)
}

fn find(sandbox: &mut Sandbox, request: &Request, path: &str) -> Option<Response> {
    let method = request.method.as_str();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let script = |text| Response::typed(200, "text/javascript; charset=utf-8", text);
    let outcome = match (method, parts.as_slice()) {
        ("GET", ["webln.js"]) => return Some(script(WEBLN)),
        ("GET", ["wallet.js"]) => return Some(script(WALLET)),
        ("GET", ["lava", "3ds", id]) => return Some(sandbox.services.lava.page(id)),
        ("POST", ["lava", "3ds", id, "confirm"]) => return Some(sandbox.services.lava.confirm(id)),
        ("GET", ["invoices", hash]) => invoice(sandbox, hash),
        _ => {
            let is_here = |(verb, name, _): &&(_, _, Route)| (*verb, *name) == (method, path);
            let (_, _, route) = ROUTES.iter().find(is_here)?;
            route(sandbox, request)
        }
    };
    Some(match outcome {
        Ok(body) => Response::json(200, &body),
        Err((status, reason)) => Response::json(status, &json!({ "error": reason })),
    })
}

/// The response to an unknown route.
pub(crate) fn not_found() -> Response {
    let reason = "There is nothing here. GET /sandbox/ lists what the sandbox offers.";
    Response::json(404, &json!({ "error": reason }))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
fn index(sandbox: &mut Sandbox, _: &Request) -> Outcome {
    let control = ROUTES.iter().filter(|(_, path, _)| !path.is_empty());
    let control = control.map(|(method, path, _)| format!("{method} /sandbox{path}"));
    let others = OTHER_ROUTES.map(str::to_owned);
    let world = &sandbox.world;
    Ok(json!({
        "services": SERVICES.map(|name| format!("/{name}/")),
        "control": control.chain(others).collect::<Vec<_>>(),
        "nodeId": NODE_ID,
        "nowMs": world.clock.now_ms(),
        "settings": world.settings.to_json(),
        "wallet": world.node.wallet_json(),
        "faultsWaiting": sandbox.faults.waiting(),
    }))
}

fn pay(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Pay {
        invoice: String,
        amount_sats: Option<u64>,
    }
    let pay: Pay = read(request)?;
    let World { node, clock, .. } = &mut sandbox.world;
    let paid = node.pay(&pay.invoice, pay.amount_sats, clock.now_ms());
    let hash = paid.map_err(refused)?;
    // With all delays at 0 the payment is already final.
    sandbox.catch_up();
    invoice(sandbox, &hash)
}

fn wallet(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wallet {
        add_sats: u64,
    }
    let Wallet { add_sats } = read(request)?;
    let node = &mut sandbox.world.node;
    node.fill_wallet(add_sats);
    Ok(node.wallet_json())
}

fn invoice(sandbox: &Sandbox, hash: &str) -> Outcome {
    let found = sandbox.world.node.find(hash);
    found.map(crate::node::Invoice::to_json).ok_or_else(|| {
        (
            404,
            "The sandbox made no invoice with this payment hash.".to_owned(),
        )
    })
}

fn code(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Code {
        order_id: String,
        code: Option<String>,
    }
    let Code { order_id, code } = read(request)?;
    let Sandbox {
        services, world, ..
    } = sandbox;
    services
        .sms4sats
        .deliver_code(&order_id, code, world)
        .map_err(refused)
}

fn fail(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Fail {
        order_id: String,
        reason: Option<String>,
    }
    let Fail { order_id, reason } = read(request)?;
    let Sandbox {
        services, world, ..
    } = sandbox;
    services
        .sms4sats
        .fail_order(&order_id, reason, world)
        .map_err(refused)
}

fn confirm_deposit(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    let click = read(request)?;
    let Sandbox {
        services, world, ..
    } = sandbox;
    let confirmed = services.bitrefill.confirm(&click, world);
    confirmed.map_err(refused)
}

fn clock(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Clock {
        advance_ms: u64,
    }
    let Clock { advance_ms } = read(request)?;
    sandbox.world.clock.advance(advance_ms);
    sandbox.catch_up();
    Ok(json!({ "nowMs": sandbox.world.clock.now_ms() }))
}

fn faults(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    match read::<Value>(request)? {
        all @ Value::Array(_) => sandbox.faults.replace(parse(all)?),
        one => sandbox.faults.add(parse(one)?),
    }
    Ok(json!({ "faultsWaiting": sandbox.faults.waiting() }))
}

fn settings(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    let changes: Value = read(request)?;
    let settings: Settings = sandbox
        .world
        .settings
        .changed_by(&changes)
        .map_err(unreadable)?;
    sandbox.world.settings = settings;
    sandbox.catch_up();
    Ok(sandbox.world.settings.to_json())
}

fn reset(sandbox: &mut Sandbox, request: &Request) -> Outcome {
    #[derive(Deserialize)]
    struct Reset {
        seed: Option<u64>,
    }
    let Reset { seed } = read(request)?;
    *sandbox = Sandbox::new(seed.unwrap_or(sandbox.seed));
    Ok(json!({ "seed": sandbox.seed }))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
fn requests(sandbox: &mut Sandbox, _: &Request) -> Outcome {
    Ok(sandbox.requests.to_json())
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
fn webhooks(sandbox: &mut Sandbox, _: &Request) -> Outcome {
    Ok(sandbox.world.webhooks.to_json())
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, (u16, String)> {
    request.json().map_err(unreadable)
}

fn parse<T: DeserializeOwned>(value: Value) -> Result<T, (u16, String)> {
    serde_json::from_value(value).map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> (u16, String) {
    (
        400,
        format!("The sandbox cannot read this request: {error}."),
    )
}

/// The request is valid, but not possible in the current state.
fn refused(reason: String) -> (u16, String) {
    (409, reason)
}
