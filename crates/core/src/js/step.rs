use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::{Failure, SatlineError};
use super::input::{Input, record};
use super::order::StatusBase;
use super::output::{Date, parse, to_js};
use crate::http::{Clock, Fetch};
use crate::services::step;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/**
 * An event of an order. `answer` is the service's response, as it was received: Grid's is the list that contains
 * the account. `retryAfterMs` is how long the service asks to wait.
 */
export type OrderEvent =
  | { event: "answer"; status: number; body: string; retryAfterMs?: number | undefined }
  | { event: "no_answer" | "payment_asked" | "payment_refused" | "payment_sent" }
  | { event: "cancel_sent" | "cancel_accepted" | "cancel_refused" };

/** An order after a step. */
export interface Step {
  /** The record to store. */
  order: OrderRecord;
  /** When to poll the service next; absent when the order can change no more. */
  askAt: Date | undefined;
  status: OrderStatus;
}"#;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    order: JsValue,
    ask_at: Option<Date>,
    status: StatusBase,
}

/// Applies one event to an order's record, for queues. Sends nothing.
#[wasm_bindgen(js_name = stepOrder, unchecked_return_type = "Step")]
pub fn step_order(
    #[wasm_bindgen(unchecked_param_type = "Resumable")] order: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "OrderEvent")] event: &JsValue,
) -> Result<JsValue, SatlineError> {
    Ok(stepped(order, event)?)
}

fn stepped(order: &JsValue, event: &JsValue) -> Result<JsValue, Failure> {
    let now = Fetch.now();
    let event = Input::read(event, "event")?.to_json()?;
    let stepped = step(&record(order)?, &event, now)?;
    Ok(to_js(&Step {
        order: parse(&stepped.order.to_json()),
        ask_at: stepped.ask_at.map(Date),
        status: StatusBase::of(&stepped.order, now),
    }))
}
