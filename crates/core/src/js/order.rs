//! [`Order`]: its record, and the client that polls it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Promise;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::client::Client;
use super::error::{Failure, SatlineError};
use super::input;
use super::invoice::{Check, PayableInvoice, draw_invoice};
use super::output::{Date, parse, to_js};
use super::promise::promise;
use super::watch::{OrderWatch, Watching};
use crate::error::Money;
use crate::http::{Clock, Fetch};
use crate::order::{self, Ask, Attention, CancelRule, Event, Kind, Report, SmsCode, State};
use crate::time::Time;
use crate::topup::AnyProvider;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export type OrderKind = "code" | "rental" | "real_phone" | "sms" | "email" | "fund";

/** What happened to the money, as far as is known. `held`: reserved, not spent. */
export type Money = "untouched" | "held" | "returned" | "spent" | "unknown";

/**
 * An order's status, discriminated by `state`. It never goes back.
 *
 * | `state` | |
 * |---|---|
 * | `awaiting_payment` | to be paid, or paid and not credited yet |
 * | `held` | paid by a hold invoice: the money is reserved, not spent (from a balance it is spent) |
 * | `number_given` | there is a number; its code is awaited |
 * | `code_received` | a code was received, and the money is spent; a rental keeps receiving |
 * | `created` | the message was accepted; the money is reserved |
 * | `sent`, `delivered` | the message is on its way, has arrived; the money is spent |
 * | `credited` | the payment was added to the balance |
 * | `needs_confirmation` | someone has to confirm the charge before money moves |
 * | `charged` | a card was charged, and the amount was added to the balance |
 * | `unknown` | sent once, and the response was lost or inconclusive: the balance will show the outcome |
 * | `cancelled`, `refunded` | cancelled by you, failed; the reserved money is returned |
 * | `failed` | the message could not be sent and its money is returned, or the top-up failed |
 * | `expired` | nobody paid in time |
 */
export type OrderStatus = StatusBase &
  (
    | { state: "awaiting_payment" | "needs_confirmation" | "charged" | "unknown" }
    | { state: "cancelled" | "refunded" | "failed" | "expired" }
    | { state: "held" | "created" | "sent" | "delivered" | "credited"; paidAt: Date }
    | { state: "number_given"; number: string; paidAt: Date }
    | { state: "code_received"; code: string; paidAt: Date }
  );

export type OrderState =
  | "awaiting_payment"
  | "held"
  | "number_given"
  | "code_received"
  | "created"
  | "sent"
  | "delivered"
  | "credited"
  | "needs_confirmation"
  | "charged"
  | "unknown"
  | "cancelled"
  | "refunded"
  | "failed"
  | "expired";

/** An order as plain data for `resume` and `stepOrder`. It contains number, codes and invoice: store it as safely as those. */
export interface OrderRecord {
  version: 1;
  service: ServiceName;
  id: string;
  kind: OrderKind;
  state: OrderState;
  /** The rest is satline's own, and may change together with `version`. */
  [more: string]: unknown;
}

/** An order to resume: itself, its record, or that as JSON text. */
export type Resumable = OrderRecord | Order | string;"#;

/// The state that an order's objects and watches share.
pub struct Shared {
    client: Rc<Client>,
    order: RefCell<order::Order>,
    watches: RefCell<Vec<Weak<Watching>>>,
    /// How many JavaScript objects of it exist.
    handles: Cell<u32>,
}

/// An order, with its client.
///
/// @example
/// const order = await sms.receive({ country: "germany", service: "wa" });
/// show(order.qrSvg());
/// for await (const status of order.watch()) {
///   if (status.state === "code_received") use(status.code);
/// }
#[wasm_bindgen]
pub struct Order(Rc<Shared>);

#[wasm_bindgen]
impl Order {
    /// What names the order at its service.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.0.order.borrow().id.as_str().to_owned()
    }

    /// The service that it was ordered from.
    #[wasm_bindgen(getter, unchecked_return_type = "ServiceName")]
    pub fn service(&self) -> String {
        self.0.order.borrow().service.name().to_owned()
    }

    /// What was ordered.
    #[wasm_bindgen(getter, unchecked_return_type = "OrderKind")]
    pub fn kind(&self) -> String {
        self.0.order.borrow().kind.as_str().to_owned()
    }

    /// How far it has come.
    #[wasm_bindgen(getter, unchecked_return_type = "OrderState")]
    pub fn state(&self) -> String {
        self.0.order.borrow().state.as_str().to_owned()
    }

    /// The number that receives, once there is one.
    #[wasm_bindgen(getter)]
    pub fn number(&self) -> Option<String> {
        self.0.order.borrow().number.clone()
    }

    /// The newest code.
    #[wasm_bindgen(getter)]
    pub fn code(&self) -> Option<String> {
        self.0.order.borrow().code().map(|code| code.text.clone())
    }

    /// What happened to the money.
    #[wasm_bindgen(getter, unchecked_return_type = "Money")]
    pub fn money(&self) -> String {
        self.0.order.borrow().money().as_str().to_owned()
    }

    /// Its state can change no more; a late code may still come.
    #[wasm_bindgen(getter, js_name = isOver)]
    pub fn is_over(&self) -> bool {
        self.0.order.borrow().is_over()
    }

    /// The invoice if it has to be paid and passes the check now; otherwise null.
    #[wasm_bindgen(getter, unchecked_return_type = "PayableInvoice | null")]
    pub fn invoice(&self) -> JsValue {
        match self.0.order.borrow().payable(Fetch.now()) {
            Some(Ok(invoice)) => to_js(&PayableInvoice::from(&invoice)),
            _ => JsValue::NULL,
        }
    }

    /// The last known status. Sends nothing: {@link Order.refresh} fetches it.
    #[wasm_bindgen(getter, unchecked_return_type = "OrderStatus")]
    pub fn status(&self) -> JsValue {
        self.0.status()
    }

    /// Draws the invoice as a QR code; throws if there is none to pay.
    #[wasm_bindgen(js_name = qrSvg)]
    pub fn qr_svg(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "QrOptions")] options: &JsValue,
    ) -> Result<String, SatlineError> {
        let Some(Ok(invoice)) = self.0.order.borrow().payable(Fetch.now()) else {
            let allowed = "has no invoice that may be paid now.";
            return Err(Failure::invalid("order", allowed).into());
        };
        let title = format!("Invoice for {}", invoice.amount());
        Ok(draw_invoice(invoice.text(), &title, options)?)
    }

    /// Fetches the status once.
    #[wasm_bindgen(unchecked_return_type = "Promise<OrderStatus>")]
    pub fn refresh(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let shared = self.0.clone();
        self.0.client.call("refresh", options, async move |call| {
            let provider = call.provider()?;
            let order = shared.order.borrow().clone();
            let asked_at = Some(Fetch.now());
            let (event, outcome) = match provider.ask(&order).await {
                Ok(report) => (Event::Report(Report { asked_at, ..report }), Ok(())),
                Err(error) => (Event::NoResponse(error.clone()), Err(error)),
            };
            shared.learn(order.after(&event, Fetch.now()), None);
            outcome?;
            Ok(shared.status())
        })
    }

    /// Cancels it: from two minutes after it was made until a code was received. The order is up to date
    /// in any case.
    #[wasm_bindgen(unchecked_return_type = "Promise<OrderStatus>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let shared = self.0.clone();
        // Without this, a status that is requested meanwhile would look like a refund.
        shared.apply(&Event::CancelSent);
        let cancelling = shared.clone();
        let work = self.0.client.work("cancel", options, async move |call| {
            let AnyProvider::Sms4Sats(sms) = call.provider()? else {
                return Err(Failure::invalid(
                    "order",
                    "is of a kind that cannot be cancelled.",
                ));
            };
            let (order, outcome) = sms.cancel_order(cancelling.order()).await;
            cancelling.learn(order, None);
            outcome?;
            Ok(cancelling.status())
        });
        promise(Box::pin(async move {
            let result = work.await;
            if result.as_ref().is_err_and(|failure| !failure.is_unknown()) {
                shared.apply(&Event::CancelRefused);
            }
            result
        }))
    }

    /// Yields its status, now and whenever it changes, until it can change no more: after a
    /// refund for ten minutes more, in case of a late code; without a payment, for a day after the invoice's
    /// expiry.
    pub fn watch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WatchOptions")] options: &JsValue,
    ) -> Result<OrderWatch, SatlineError> {
        Ok(OrderWatch::of(&self.0, options)?)
    }

    /// Follows the order until its code is received, and resolves with it and with its number.
    ///
    /// Rejects with `order.no_code` once it is known that there will be none (`money` says what happened
    /// to the money), and with `call.aborted` when the signal aborts: the order continues, and can be waited
    /// for again.
    ///
    /// @example
    /// const { number, code } = await order.waitForCode({ signal: AbortSignal.timeout(20 * 60_000) });
    #[wasm_bindgen(
        js_name = waitForCode,
        unchecked_return_type = "Promise<{ number: string | undefined; code: string }>"
    )]
    pub fn wait_for_code(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WatchOptions")] options: &JsValue,
    ) -> Promise {
        let shared = self.0.clone();
        let watch = OrderWatch::of(&shared, options);
        promise(Box::pin(async move {
            if !matches!(
                shared.order.borrow().kind,
                Kind::Code | Kind::Rental | Kind::RealPhone
            ) {
                return Err(Failure::invalid("order", "receives no code."));
            }
            let watch = watch?;
            while watch.changed().await {
                let order = shared.order.borrow();
                if let Some(code) = order.code() {
                    return Ok(to_js(&Received::of(&order, code)));
                }
                if order.is_over() {
                    return Err(no_code(&order));
                }
            }
            let order = shared.order.borrow();
            Err(match watch.abort_reason() {
                Some(reason) => wait_aborted(&order).with_cause(reason),
                None => no_code(&order),
            })
        }))
    }

    /// Records that a wallet is paying the order: its watches poll soon, and the record says so.
    #[wasm_bindgen(js_name = walletIsPaying)]
    pub fn wallet_is_paying(&self) {
        self.0.apply(&Event::WalletIsPaying);
    }

    /// Adds what another copy of this order knows, such as one that another process stored. The further state wins,
    /// a final state stays final, and codes are joined.
    pub fn merge(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Resumable")] copy: &JsValue,
    ) -> Result<(), SatlineError> {
        let copy = order::Order::from_json(&input::record(copy)?)?;
        let own = self.0.order();
        if (copy.service, &copy.id) != (own.service, &own.id) {
            return Err(Failure::invalid("copy", "must be a copy of this order.").into());
        }
        self.0.learn(copy, None);
        Ok(())
    }

    /// When a queue should `refresh` it next; undefined when there is nothing left to learn. With `looking`, as for
    /// someone who waits for it: more often.
    #[wasm_bindgen(js_name = askAt, unchecked_return_type = "Date | undefined")]
    pub fn ask_at(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = r#""away" | "looking""#)]
        attention: &JsValue,
    ) -> Result<JsValue, SatlineError> {
        let attention = match attention.as_string().as_deref() {
            Some("looking") => Attention::Looking,
            None | Some("away") => Attention::Away,
            Some(_) => {
                return Err(Failure::invalid("attention", "must be away or looking.").into());
            }
        };
        let next = self.0.order().next_ask(Fetch.now(), attention, u32::MAX);
        Ok(next.map_or(JsValue::UNDEFINED, |time| to_js(&Date(time))))
    }

    /// Returns the record, for `JSON.stringify` and `resume`.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "OrderRecord")]
    pub fn to_json(&self) -> JsValue {
        parse(&self.0.order.borrow().to_json())
    }

    /// Returns another object of the same order.
    #[wasm_bindgen(js_name = clone, skip_typescript)]
    pub fn share(&self) -> Self {
        Self::of(self.0.clone())
    }
}

#[wasm_bindgen]
extern "C" {
    /// What may be an order.
    type MaybeOrder;
    #[wasm_bindgen(method, catch, js_name = clone)]
    fn share(this: &MaybeOrder) -> Result<Order, JsValue>;
}

impl Order {
    /// Returns a new order, or an error if its invoice differs from the agreement.
    pub fn create(client: &Rc<Client>, order: order::Order) -> Result<Self, Failure> {
        if let Some(Err(rejected)) = order.payable(Fetch.now()) {
            return Err(Failure::from(&rejected).with_service(order.service));
        }
        Ok(Self::new(client, order))
    }

    fn new(client: &Rc<Client>, order: order::Order) -> Self {
        Self::of(Rc::new(Shared {
            client: client.clone(),
            order: RefCell::new(order),
            watches: RefCell::default(),
            handles: Cell::default(),
        }))
    }

    fn of(shared: Rc<Shared>) -> Self {
        shared.handles.set(shared.handles.get() + 1);
        Self(shared)
    }
}

/// Disposing of the last object of an order removes the order from all watches.
impl Drop for Order {
    fn drop(&mut self) {
        let handles = self.0.handles.get().saturating_sub(1);
        self.0.handles.set(handles);
        if handles == 0 {
            let id = self.0.id();
            for watch in self.0.watches.take() {
                if let Some(watch) = watch.upgrade() {
                    watch.remove(&id);
                }
            }
        }
    }
}

/// Returns the shared state of an order from JavaScript; `None` if the value is no order.
pub fn shared(value: &JsValue) -> Option<Rc<Shared>> {
    let order = value.unchecked_ref::<MaybeOrder>().share().ok()?;
    Some(order.0.clone())
}

/// Resumes an order from its record.
pub fn resume(client: &Rc<Client>, record: &JsValue) -> Promise {
    let client = client.clone();
    let read = input::record(record);
    promise(Box::pin(async move {
        let order = order::Order::from_json(&read?)?;
        client.check_service("order", order.service)?;
        Ok(Order::new(&client, order).into())
    }))
}

impl Shared {
    /// Returns the client that polls it.
    pub const fn client(&self) -> &Rc<Client> {
        &self.client
    }

    /// Returns what names the order at its service.
    pub fn id(&self) -> order::OrderId {
        self.order.borrow().id.clone()
    }

    /// Returns a copy of the order.
    pub fn order(&self) -> order::Order {
        self.order.borrow().clone()
    }

    /// Returns its status, for people and programs.
    pub fn status(&self) -> JsValue {
        to_js(&StatusBase::of(&self.order.borrow(), Fetch.now()))
    }

    /// Applies an event to it.
    pub fn apply(&self, event: &Event) {
        let order = self.order().after(event, Fetch.now());
        self.replace(order, None);
    }

    /// Merges a newer copy of it. With several polls at once, a late response does not undo a newer one.
    pub fn learn(&self, order: order::Order, from: Option<&Watching>) {
        let now = Fetch.now();
        let known = self.order().without_future_times(now);
        let order = order.without_future_times(now);
        self.replace(known.merged(&order), from);
    }

    /// Replaces the order, and updates every watch except the one that the change comes from.
    fn replace(&self, order: order::Order, from: Option<&Watching>) {
        let watches: Vec<_> = self
            .watches
            .borrow()
            .iter()
            .filter_map(Weak::upgrade)
            .collect();
        self.order.replace(order);
        for watch in watches {
            if !from.is_some_and(|from| std::ptr::eq(from, &raw const *watch)) {
                watch.follow(self.order());
            }
        }
    }

    /// Adds a watch that is updated from now on.
    pub fn add_watch(&self, watch: &Rc<Watching>) {
        let mut watches = self.watches.borrow_mut();
        watches.retain(|known| known.strong_count() > 0 && !known.ptr_eq(&Rc::downgrade(watch)));
        watches.push(Rc::downgrade(watch));
    }

    /// Removes a watch.
    pub fn delete_watch(&self, watch: &Watching) {
        let mut watches = self.watches.borrow_mut();
        watches.retain(|known| known.strong_count() > 0 && !std::ptr::eq(known.as_ptr(), watch));
    }
}

/// Returns what the missing code means for the money.
fn about_money(money: Money) -> &'static str {
    match money {
        Money::Untouched => "Nothing was spent.",
        Money::Held => "The money is reserved, not spent.",
        Money::Returned => "The money is back.",
        Money::Spent => "The money is spent.",
        Money::Unknown => "What has become of the money is not known.",
    }
}

fn no_code(order: &order::Order) -> Failure {
    let why = match order.state {
        State::Cancelled => "The order was cancelled before a code was received.",
        State::Expired => "Nobody paid in time.",
        _ if order.is_over() => "No code was received.",
        _ => "There was no news of the order for too long, so it is no longer polled.",
    };
    wait_ended("order.no_code", order, why)
}

fn wait_aborted(order: &order::Order) -> Failure {
    let why = "This wait was aborted. The order goes on: wait again, or watch it.";
    wait_ended("call.aborted", order, why)
}

fn wait_ended(code: &'static str, order: &order::Order, why: &str) -> Failure {
    let money = order.money();
    let message = format!("{} {why}", about_money(money));
    let failure = Failure::new(code, message)
        .with_money(money)
        .with_service(order.service);
    match &order.reason {
        Some(reason) if code == "order.no_code" => failure.with_service_message(reason),
        _ => failure,
    }
}

#[derive(Serialize)]
struct Received<'a> {
    number: Option<&'a str>,
    code: &'a str,
}

impl<'a> Received<'a> {
    fn of(order: &'a order::Order, code: &'a SmsCode) -> Self {
        Self {
            number: order.number.as_deref(),
            code: &code.text,
        }
    }
}

/// A code or message that was received.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedCode {
    text: String,
    /// It was sent as a number, so leading zeros, if there were any, are lost. Say so to your user.
    may_lack_zeros: bool,
}

impl From<&SmsCode> for ReceivedCode {
    fn from(code: &SmsCode) -> Self {
        Self {
            text: code.text.clone(),
            may_lack_zeros: code.may_lack_zeros,
        }
    }
}

/// The fields of a status in any state.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatusBase {
    #[tsify(type = "OrderState")]
    state: &'static str,
    #[tsify(type = "ServiceName")]
    service: &'static str,
    /// What names the order at its service.
    id: String,
    #[tsify(type = "OrderKind")]
    kind: &'static str,
    #[tsify(type = "Money")]
    money: &'static str,
    /// Its state can change no more; a late code may still come.
    is_over: bool,
    created_at: Date,
    /// When its state last changed.
    changed_at: Date,
    /// When its payment was first seen.
    paid_at: Option<Date>,
    /// Until when its invoice can be paid.
    expires_at: Option<Date>,
    /// Paid from a balance: there is no invoice, and the money left the balance at once.
    from_balance: bool,
    /// Present while it has to be paid and passes the check.
    invoice: Option<PayableInvoice>,
    /// Present while it has to be paid and its invoice fails the check: the failed checks.
    failed_checks: Option<Vec<Check>>,
    /// A wallet was asked to pay it, and the outcome is not known yet: don't have it paid again.
    maybe_paid: bool,
    /// The number that receives, without `+`.
    number: Option<String>,
    /// The newest code.
    code: Option<String>,
    /// Every received code and message, oldest first; one that is received again is moved to the end. For a rental, the last 200.
    codes: Vec<ReceivedCode>,
    /// A code was received although the money was returned.
    has_late_code: bool,
    /// The service's reason why it failed: plain text.
    reason: Option<String>,
    /// The last poll failed.
    unreachable: bool,
    /// Whether it can be cancelled now; `later`: from `cancelFromAt` on.
    #[tsify(type = r#""allowed" | "later" | "too_late" | "never""#)]
    cancel: &'static str,
    cancel_from_at: Option<Date>,
}

impl StatusBase {
    /// Returns the status of an order at that time.
    pub fn of(order: &order::Order, now: Time) -> Self {
        let (invoice, failed_checks) = match order.payable(now) {
            Some(Ok(invoice)) => (Some(PayableInvoice::from(&invoice)), None),
            Some(Err(rejected)) => {
                let failed = rejected.checks().iter().filter(|check| !check.passed);
                (None, Some(failed.map(Check::from).collect()))
            }
            None => (None, None),
        };
        let (cancel, cancel_from) = match order.cancel_rule(now) {
            CancelRule::Allowed => ("allowed", None),
            CancelRule::From(moment) => ("later", Some(moment)),
            CancelRule::TooLate => ("too_late", None),
            CancelRule::Never => ("never", None),
        };
        Self {
            state: order.state.as_str(),
            service: order.service.name(),
            id: order.id.as_str().to_owned(),
            kind: order.kind.as_str(),
            money: order.money().as_str(),
            is_over: order.is_over(),
            created_at: Date(order.created_at),
            changed_at: Date(order.changed_at),
            paid_at: order.paid_at.map(Date),
            expires_at: order.expires_at().map(Date),
            from_balance: order.from_balance,
            invoice,
            failed_checks,
            maybe_paid: order.maybe_paid(),
            number: order.number.clone(),
            code: order.code().map(|code| code.text.clone()),
            codes: order.codes.iter().map(ReceivedCode::from).collect(),
            has_late_code: order.has_late_code(),
            reason: order.reason.clone(),
            unreachable: order.is_unreachable(),
            cancel,
            cancel_from_at: cancel_from.map(Date),
        }
    }
}
