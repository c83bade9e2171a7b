//! A sandbox with a clock a test holds in its hand.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared by tests, each of which uses some of it"
)]

use satline_sandbox::{API_KEY, Request, Response, Sandbox};
use serde_json::{Value, json};

pub const MINUTE: u64 = 60_000;

pub struct Bench {
    pub sandbox: Sandbox,
    pub now_ms: u64,
}

/// What `/createorder` and its sisters answered.
pub struct Placed {
    pub id: String,
    pub payreq: String,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            sandbox: Sandbox::new(1),
            now_ms: 1_700_000_000_000,
        }
    }

    pub fn send(&mut self, request: &Request) -> Response {
        self.sandbox.handle(request, self.now_ms)
    }

    /// Status and JSON body.
    pub fn ask(&mut self, request: &Request) -> (u16, Value) {
        let answer = self.send(request);
        (
            answer.status,
            serde_json::from_slice(&answer.body).unwrap_or(Value::Null),
        )
    }

    pub fn get(&mut self, target: &str) -> (u16, Value) {
        self.ask(&Request::get(target))
    }

    pub fn post(&mut self, target: &str, body: &Value) -> (u16, Value) {
        self.ask(&Request::post(target, body))
    }

    pub fn get_with_key(&mut self, target: &str) -> (u16, Value) {
        self.ask(&Request::get(target).with_header("X-API-Key", API_KEY))
    }

    pub fn post_with_key(&mut self, target: &str, body: &Value) -> (u16, Value) {
        self.ask(&Request::post(target, body).with_header("x-api-key", API_KEY))
    }

    pub fn wait(&mut self, ms: u64) {
        self.now_ms += ms;
    }

    pub fn order(&mut self, body: &Value) -> Placed {
        self.place("/sms4sats/createorder", body)
    }

    pub fn place(&mut self, target: &str, body: &Value) -> Placed {
        let (status, answer) = self.post_with_key(target, body);
        assert_eq!((status, &answer["status"]), (200, &json!("OK")), "{answer}");
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        Placed {
            id: text("orderId"),
            payreq: text("payreq"),
        }
    }

    pub fn pay(&mut self, placed: &Placed) -> Value {
        let (status, answer) = self.post("/sandbox/pay", &json!({ "invoice": placed.payreq }));
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// An order for a code in Germany that has been paid.
    pub fn paid(&mut self, service: &str) -> Placed {
        let placed = self.order(&json!({ "country": 43, "service": service }));
        assert_eq!(self.pay(&placed)["state"], "held");
        placed
    }

    pub fn status(&mut self, placed: &Placed) -> Value {
        let (status, answer) = self.get(&format!("/sms4sats/orderstatus?orderId={}", placed.id));
        assert_eq!(status, 200, "{answer}");
        answer
    }

    pub fn cancel(&mut self, placed: &Placed) -> (u16, Value) {
        self.get(&format!("/sms4sats/cancelorder?orderId={}", placed.id))
    }

    pub fn money(&mut self, placed: &Placed) -> String {
        let (_, answer) = self.get(&format!("/sandbox/invoices/{}", placed.id));
        answer["state"].as_str().unwrap().to_owned()
    }

    pub fn wallet(&mut self) -> (u64, u64) {
        let (_, index) = self.get("/sandbox/");
        let sats = |name: &str| index["wallet"][name].as_u64().unwrap();
        (sats("availableSats"), sats("heldSats"))
    }

    pub fn balance(&mut self) -> u64 {
        self.get_with_key("/sms4sats/balance").1["balance"]
            .as_u64()
            .unwrap()
    }
}

/// The header of a Basic credential.
pub fn basic(id: &str, secret: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let pair = format!("{id}:{secret}");
    let encoded = pair.as_bytes().chunks(3).map(|chunk| {
        let bits = (0..3).fold(0, |bits, at| {
            bits << 8 | usize::from(chunk.get(at).copied().unwrap_or(0))
        });
        let letter = |at: usize| char::from(LETTERS[bits >> (18 - 6 * at) & 63]);
        let shown = chunk.len() + 1;
        (0..4)
            .map(|at| if at < shown { letter(at) } else { '=' })
            .collect::<String>()
    });
    format!("Basic {}", encoded.collect::<String>())
}

/// What a field says, whether it came as a number or as text.
pub fn said(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
