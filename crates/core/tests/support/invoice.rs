//! An invoice to pay.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "tests, of which each uses a part"
)]

use satline_core::time::Time;
use satline_sandbox::{Request, Sandbox};
use serde_json::{Value, json};

/// Returns the invoice of a code that is ordered from a sandbox at that time. It is valid for a day.
pub fn sandbox_invoice(now: Time) -> String {
    let wanted = json!({ "country": 43, "service": "wa" });
    let request = Request::post("/sms4sats/createorder", &wanted);
    let answer = Sandbox::new(1).handle(&request, now.0);
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let text = answer.get("payreq").and_then(Value::as_str);
    text.unwrap().to_owned()
}
