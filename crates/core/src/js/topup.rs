//! Topping up, with the same calls at every service.

use std::rc::Rc;

use js_sys::{Function, Promise};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::client::{Call, Client};
use super::error::Failure;
use super::order::Order;
use super::output::{Amount, object, to_js};
use crate::foreign::promised;
use crate::money::Currency;
use crate::topup::{self, AnyProvider, Method, Request, TopUpProvider};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export interface TopUpOptions extends CallOptions {
  /** The `id` of one of the client's `paymentMethods()`. */
  paymentMethodId: string;
  /** As people write it: in satoshis if the currency is BTC, otherwise in the currency itself, such as `25.50`. A text is exact. */
  amount?: string | number | bigint | undefined;
  /** Default: the method's first. */
  currency?: string | undefined;
  /** For Lightning: the most that may be spent. An amount in BTC is its own price; for any other, the service quotes the price. */
  capSat?: number | undefined;
  /**
   * Stores the order before a request that moves money at once (a charged card). If this process ends before
   * the response, resume the stored order: its state is `unknown` until the balance shows the outcome. If this throws
   * or rejects, nothing is sent. The order that `topUp` resolves with replaces the stored one.
   */
  save?: ((topUp: TopUp) => unknown) | undefined;
}

export interface TopUp {
  order: Order;
  nextStep: NextStep;
}

export type NextStep =
  /** Pay the order's `invoice`. */
  | { kind: "pay_invoice" }
  /** Send `price` to `address`, by that payment method. The address is not checked. */
  | { kind: "pay_address"; address: string; price: string; paymentMethodId: string }
  /** Let the owner confirm at `link`, a third party's page. */
  | { kind: "confirm_here"; link: string }
  /** Wait: the balance will show the outcome. */
  | { kind: "wait" }
  /** Nothing: the amount was added to the balance. */
  | { kind: "done" };"#;

/// A way to pay for a top-up.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethod {
    id: String,
    name: String,
    /// The currencies for amounts.
    currencies: Vec<String>,
    least: Option<Amount>,
    most: Option<Amount>,
    /// The payer may choose the amount when paying.
    amount_optional: bool,
    /// Why it cannot be used now.
    problem: Option<String>,
}

impl From<Method> for PaymentMethod {
    fn from(method: Method) -> Self {
        let currencies = method.currencies.iter();
        let limits = method.limits.as_ref();
        Self {
            currencies: currencies
                .map(|currency| currency.code().to_owned())
                .collect(),
            least: limits.map(|(least, _)| least.into()),
            most: limits.map(|(_, most)| most.into()),
            id: method.id,
            name: method.name,
            amount_optional: method.amount_optional,
            problem: method.problem,
        }
    }
}

/// Lists the ways to pay for a top-up of a client's account.
pub fn payment_methods(client: &Rc<Client>, options: &JsValue) -> Promise {
    client.call("paymentMethods", options, async |call| {
        let methods = call.provider()?.methods().await?;
        Ok(to_js(
            &methods
                .into_iter()
                .map(PaymentMethod::from)
                .collect::<Vec<_>>(),
        ))
    })
}

/// Starts a top-up of a client's account. Refuses amounts outside the method's limits before
/// anything is sent.
pub fn begin(client: &Rc<Client>, options: &JsValue) -> Promise {
    client.call("topUp", options, async |call| {
        let chosen = call.input.text("paymentMethodId")?;
        let amount = call.input.written_or_none("amount")?.unwrap_or_default();
        let currency = call.input.text_or_none("currency")?;
        let cap = call.input.sats_or_none("capSat")?;
        let save = call.input.function("save")?;
        let provider = call.provider()?.for_flow();
        let methods = provider.methods().await?;
        let method = methods
            .iter()
            .find(|method| method.id == chosen)
            .ok_or_else(|| {
                let allowed = "must be the id of one of the account's payment methods.";
                Failure::invalid("paymentMethodId", allowed)
            })?;
        let request = Request {
            amount: method.amount(&amount, currency_of(method, currency.as_deref())?)?,
            method: chosen,
            cap,
        };
        run(&call, &provider, &request, save).await
    })
}

async fn run(
    call: &Call,
    provider: &AnyProvider<super::host::Host>,
    request: &Request,
    save: Option<Function>,
) -> Result<JsValue, Failure> {
    let keep = async |top_up: topup::TopUp| match &save {
        Some(save) => keep(call, save, top_up).await,
        None => Ok(()),
    };
    handed_out(call, provider.top_up(request, keep).await?)
}

/// Calls the caller's `save` with an order before anything is sent.
async fn keep(call: &Call, save: &Function, top_up: topup::TopUp) -> Result<(), Failure> {
    let not_kept = |cause| {
        let message =
            "Nothing was sent and no money moved: `save` failed, so the order is not kept.";
        Failure::invalid("save", message).with_cause(cause)
    };
    let top_up = handed_out(call, top_up)?;
    let kept = save.call1(&JsValue::UNDEFINED, &top_up).map_err(not_kept)?;
    JsFuture::from(promised(&kept)).await.map_err(not_kept)?;
    Ok(())
}

fn currency_of<'a>(method: &'a Method, code: Option<&str>) -> Result<&'a Currency, Failure> {
    let is_it =
        |currency: &&Currency| code.is_none_or(|code| currency.code().eq_ignore_ascii_case(code));
    let found = method.currencies.iter().find(is_it);
    found.ok_or_else(|| Failure::invalid("currency", "must be one that this payment method takes."))
}

/// Returns a top-up for JavaScript: its order and the next step.
fn handed_out(call: &Call, top_up: topup::TopUp) -> Result<JsValue, Failure> {
    let next_step = to_js(&NextStep::from(top_up.next_step));
    let order = Order::create(&call.client, top_up.order)?;
    let result = object([("order", order.into()), ("nextStep", next_step)]);
    Ok(result.into())
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct NextStep {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl From<topup::NextStep> for NextStep {
    fn from(step: topup::NextStep) -> Self {
        let of = |kind| Self {
            kind,
            ..Self::default()
        };
        match step {
            topup::NextStep::PayInvoice => of("pay_invoice"),
            topup::NextStep::PayAddress { address, price, by } => Self {
                address: Some(address),
                price: Some(price),
                payment_method_id: Some(by),
                ..of("pay_address")
            },
            topup::NextStep::ConfirmHere { link } => Self {
                link: Some(link),
                ..of("confirm_here")
            },
            topup::NextStep::Wait => of("wait"),
            topup::NextStep::Done => of("done"),
        }
    }
}
