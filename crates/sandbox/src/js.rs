//! The sandbox for JavaScript: in a worker of the demo, and in the npm package `satline-sandbox`.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::http::{Delivery, Request, Response};
use crate::{NODE_ID, Webhook};

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A request, with its path and query as one text.
#[derive(Deserialize)]
struct Asked {
    method: String,
    target: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    body: String,
}

/// A response. The sandbox has only text in its bodies.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    /// Wait this long before the first byte.
    delay_ms: u64,
    /// Close the connection without a response.
    drop: bool,
    /// Announce the whole body, send only this many bytes of it, and close.
    cut_body_after: Option<usize>,
}

#[derive(Serialize)]
struct Post {
    url: String,
    body: String,
}

/// All four services in one state. Times are milliseconds since 1970.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sandbox(crate::Sandbox);

#[wasm_bindgen]
impl Sandbox {
    /// Creates a sandbox. The same seed gives the same numbers and codes.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u32) -> Self {
        Self(crate::Sandbox::new(seed.into()))
    }

    /// Restores a sandbox from the text of `save`.
    ///
    /// # Errors
    /// If the text is no state of this version.
    pub fn restore(state: &str) -> Result<Self, JsError> {
        Ok(Self(crate::Sandbox::restore(state)?))
    }

    /// Returns the whole state as text.
    pub fn save(&self) -> String {
        self.0.save()
    }

    /// Handles a request: `{ method, target, headers, body }`.
    ///
    /// # Errors
    /// If it is no request.
    pub fn handle(&mut self, request: JsValue, now_ms: f64) -> Result<JsValue, JsError> {
        let asked: Asked = serde_wasm_bindgen::from_value(request)?;
        let headers = asked.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
        let request = Request::new(&asked.method, &asked.target, headers, asked.body);
        let answer = Answer::from(self.0.handle(&request, whole(now_ms)));
        Ok(serde_wasm_bindgen::to_value(&answer)?)
    }

    /// Lets everything happen that is due.
    pub fn advance(&mut self, now_ms: f64) {
        self.0.advance(whole(now_ms));
    }

    /// Returns how far the sandbox's clock was advanced beyond the caller's.
    #[wasm_bindgen(getter, js_name = advancedMs)]
    pub fn advanced_ms(&self) -> f64 {
        // Far below the 2^53 up to which every whole number is exact.
        #[expect(clippy::cast_precision_loss, reason = "no clock is advanced so far")]
        let advanced = self.0.advanced_ms() as f64;
        advanced
    }

    /// Returns the webhooks that became due since the last call, as `{ url, body }`.
    ///
    /// # Errors
    /// None that can be provoked.
    #[wasm_bindgen(js_name = takeWebhooks)]
    pub fn take_webhooks(&mut self) -> Result<JsValue, JsError> {
        let due = self.0.take_webhooks().into_iter();
        let due: Vec<Post> = due
            .map(|webhook| Post {
                url: webhook.url,
                body: String::from_utf8_lossy(&webhook.body).into_owned(),
            })
            .collect();
        Ok(serde_wasm_bindgen::to_value(&due)?)
    }

    /// Records the outcome of a webhook, for `GET /sandbox/webhooks`.
    #[wasm_bindgen(js_name = reportWebhook)]
    pub fn report_webhook(&mut self, url: String, body: String, outcome: String) {
        let body = body.into_bytes();
        self.0.report_webhook(&Webhook { url, body }, outcome);
    }
}

/// Returns the id of the node that signs every invoice.
#[wasm_bindgen(js_name = nodeId)]
pub fn node_id() -> String {
    NODE_ID.to_owned()
}

/// Converts a time of JavaScript's. What is no time counts as 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates"
)]
fn whole(ms: f64) -> u64 {
    ms as u64
}

impl From<Response> for Answer {
    fn from(answer: Response) -> Self {
        let body = answer.text().into_owned();
        let Delivery {
            delay_ms,
            drop,
            cut_body_after,
        } = answer.delivery;
        Self {
            status: answer.status,
            headers: answer.headers,
            body,
            delay_ms,
            drop,
            cut_body_after,
        }
    }
}
