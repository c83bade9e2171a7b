//! Paying with a wallet: one in the page (WebLN), one of the caller's, or a function.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::error::Failure;
use super::host::AbortSignal;
use super::input::{Input, text};
use super::invoice::expectation_of;
use super::order::{self, Shared};
use super::output::{self, to_js};
use super::promise::{Work, promise};
use crate::foreign;
use crate::http::{Clock, Fetch};
use crate::lightning::webln::{
    Outcome, PayError, Provider, Reason, UserClicked, Wallet, allow_again, pay,
};
use crate::lightning::{CheckedInvoice, UncheckedInvoice, check};
use crate::order::Event;
use crate::race::first;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A WebLN wallet, as extensions add it to pages. */
export interface WeblnProvider {
  enable(): Promise<unknown>;
  sendPayment?(invoice: string): Promise<unknown>;
  sendPaymentAsync?(invoice: string): Promise<unknown>;
}

/**
 * Something that pays: a WebLN provider; an object with `payInvoice`, such as a client of Nostr Wallet Connect; or a
 * function that is called with the invoice. If it resolves with a preimage, as `{ preimage }` or a text, that is
 * checked; without one the payment counts as pending.
 */
export type PayingWallet =
  | WeblnProvider
  | { payInvoice(request: { invoice: string }): Promise<unknown> }
  | ((invoice: string) => unknown);

export interface PayOptions {
  /** Stops waiting; the wallet's payment continues, and its outcome is `unknown`. */
  signal?: Signal | undefined;
  /** Pays even if a wallet may have paid it before. Only if your user sees in the wallet that it has not. */
  again?: boolean | undefined;
}

export interface WeblnOptions extends PayOptions {
  /** Default: `globalThis.webln`. */
  provider?: WeblnProvider | undefined;
}

/**
 * The outcome of asking a wallet to pay.
 *
 * - `paid`: `preimage` proves it
 * - `pending`: it was sent; the order's status will show the result
 * - `declined`: nothing was sent; you may try again
 * - `unknown`: it may or may not have been sent. Watch the order; don't pay again
 * - `too_late`: not enough time is left. Nothing was sent; create a new order
 * - `already_sent`: the invoice was given to a wallet before, which may have paid it. Nothing was sent now
 */
export type WalletOutcome =
  | { outcome: "paid"; preimage: string }
  | { outcome: "pending" | "declined" | "unknown" | "too_late" | "already_sent" };

/**
 * Pays with the wallet in this page, only on the user's own click. Otherwise like {@link payWith}.
 */
export function payWithWebln(order: Order, options?: WeblnOptions): Promise<WalletOutcome>;
export function payWithWebln(invoice: string, options?: Expectation & WeblnOptions): Promise<WalletOutcome>;

/**
 * Pays with a wallet. An invoice that fails the check is not given to it. For hold invoices wallets respond
 * minutes later, or time out while the payment is pending: watch the order meanwhile.
 *
 * No invoice is given to a wallet twice without `again`: from this call on, before the wallet is asked, the order's
 * record says that it may have been paid, until that is known. So store the record after the call, before you await it.
 * For an invoice that is only text, this is remembered until the page or process ends.
 *
 * @example
 * const paying = payWith(order, new NWCClient({ nostrWalletConnectUrl }));
 * await keep(order.toJSON());
 * const { outcome } = await paying;
 */
export function payWith(order: Order, wallet: PayingWallet, options?: PayOptions): Promise<WalletOutcome>;
export function payWith(invoice: string, wallet: PayingWallet, options?: Expectation & PayOptions): Promise<WalletOutcome>;"#;

/// Asks the wallet in this page to pay.
#[wasm_bindgen(js_name = payWithWebln, skip_typescript)]
pub fn pay_with_webln(order_or_invoice: &JsValue, options: &JsValue) -> Promise {
    let begun = Input::read(options, "options").and_then(|input| {
        let wallet = JsWallet::webln(input.value("provider"));
        begin(
            order_or_invoice,
            wallet.ok_or_else(|| missing("provider"))?,
            &input,
        )
    });
    settled(begun)
}

/// Asks a wallet to pay.
#[wasm_bindgen(js_name = payWith, skip_typescript)]
pub fn pay_with(order_or_invoice: &JsValue, wallet: &JsValue, options: &JsValue) -> Promise {
    let begun = Input::read(options, "options").and_then(|input| {
        let wallet = JsWallet::of(wallet).ok_or_else(|| missing("wallet"))?;
        begin(order_or_invoice, wallet, &input)
    });
    settled(begun)
}

fn settled(begun: Result<Work, Failure>) -> Promise {
    promise(begun.unwrap_or_else(|failure| Box::pin(async { Err(failure) })))
}

fn missing(field: &'static str) -> Failure {
    Failure::new(
        "wallet.missing",
        "There is no wallet that can pay. Nothing was sent.",
    )
    .with_field(field)
}

/// Reads the order or invoice, and returns the work of paying it. From now on the order's record says that
/// it may have been paid, so that the caller can store it before anything happens.
fn begin(what: &JsValue, wallet: JsWallet, input: &Input) -> Result<Work, Failure> {
    let signal = AbortSignal::read(input)?;
    let again = input.flag("again")?;
    let order = order::shared(what);
    let invoice = if let Some(order) = &order {
        input.refuse_others()?;
        payable(order)
    } else {
        let invoice = UncheckedInvoice::new(text("invoice", what)?);
        let expectation = expectation_of(input)?;
        input.refuse_others()?;
        let checked = check(&invoice, &expectation, Fetch.now());
        checked.map_err(|rejected| Failure::from(&rejected))
    };
    let maybe_paid = order
        .as_ref()
        .is_some_and(|order| order.order().maybe_paid());
    let noted = order.clone().filter(|_| again || !maybe_paid);
    if let Some(order) = &noted {
        order.apply(&Event::PaymentAsked);
    }
    let wallet = Rc::new(wallet);
    Ok(Box::pin(async move {
        let asking = ask(invoice, maybe_paid && !again, again, wallet.clone());
        let result = match &signal {
            Some(signal) => match first(asking, signal.aborted()).await {
                Some(result) => result,
                // Aborting does not stop the wallet's payment.
                None if wallet.was_asked() => Ok(Outcome::Unknown),
                None => Err(Failure::aborted(signal.reason())),
            },
            None => asking.await,
        };
        let was_asked = wallet.was_asked() && !matches!(result, Ok(Outcome::Declined));
        // A wallet that got it before may have paid, even if this one was not asked.
        let had_before = matches!(result, Ok(Outcome::Refused(Reason::AlreadySent)));
        match (&order, &noted) {
            (Some(order), _) if was_asked => order.apply(&Event::WalletIsPaying),
            (_, Some(order)) if !had_before => order.apply(&Event::PaymentRefused),
            _ => {}
        }
        Ok(to_js(&WalletOutcome::from(&result?)))
    }))
}

fn payable(order: &Shared) -> Result<CheckedInvoice, Failure> {
    let allowed = "has nothing to be paid. Nothing was sent.";
    let payable = order.order().payable(Fetch.now());
    let checked = payable.ok_or_else(|| Failure::invalid("order", allowed))?;
    checked.map_err(|rejected| Failure::from(&rejected))
}

async fn ask(
    invoice: Result<CheckedInvoice, Failure>,
    may_be_paid: bool,
    again: bool,
    wallet: Rc<JsWallet>,
) -> Result<Outcome, Failure> {
    let invoice = invoice?;
    if may_be_paid {
        return Ok(Outcome::Refused(Reason::AlreadySent));
    }
    if again {
        allow_again(invoice.payment_hash());
    }
    Ok(pay(&*wallet, &invoice, &Fetch, UserClicked).await)
}

#[derive(Serialize)]
struct WalletOutcome<'a> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    preimage: Option<&'a str>,
}

impl<'a> From<&'a Outcome> for WalletOutcome<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        let (outcome, preimage) = match outcome {
            Outcome::Paid(proof) => ("paid", Some(proof.preimage().reveal())),
            Outcome::Pending => ("pending", None),
            Outcome::Declined => ("declined", None),
            Outcome::Unknown => ("unknown", None),
            Outcome::Refused(Reason::TooLate(_)) => ("too_late", None),
            Outcome::Refused(Reason::AlreadySent) => ("already_sent", None),
        };
        Self { outcome, preimage }
    }
}

/// A wallet from JavaScript.
struct JsWallet {
    kind: WalletKind,
    was_asked: Cell<bool>,
}

enum WalletKind {
    Webln(Provider),
    /// An object with a method `payInvoice`.
    Client {
        object: JsValue,
        method: Function,
    },
    Function(Function),
}

impl JsWallet {
    fn new(kind: WalletKind) -> Self {
        Self {
            kind,
            was_asked: Cell::new(false),
        }
    }

    /// Returns a WebLN provider, if it is one.
    fn webln(provider: Option<&JsValue>) -> Option<Self> {
        let provider = match provider {
            Some(given) => Provider::of(given.clone()),
            None => Provider::present(),
        };
        provider.map(|provider| Self::new(WalletKind::Webln(provider)))
    }

    /// Returns the wallet's way to pay.
    fn of(wallet: &JsValue) -> Option<Self> {
        if let Some(function) = wallet.dyn_ref::<Function>() {
            return Some(Self::new(WalletKind::Function(function.clone())));
        }
        if let Some(webln) = Self::webln(Some(wallet)) {
            return Some(webln);
        }
        let method = foreign::method(wallet, "payInvoice")?;
        let object = wallet.clone();
        Some(Self::new(WalletKind::Client { object, method }))
    }

    /// Returns whether it was asked to pay, and may have paid.
    fn was_asked(&self) -> bool {
        self.was_asked.get()
    }
}

impl Wallet for JsWallet {
    async fn enable(&self) -> bool {
        match &self.kind {
            WalletKind::Webln(provider) => provider.enable().await,
            WalletKind::Client { .. } | WalletKind::Function(_) => true,
        }
    }

    fn sends_off(&self) -> Option<bool> {
        match &self.kind {
            WalletKind::Webln(provider) => provider.sends_off(),
            WalletKind::Client { .. } | WalletKind::Function(_) => Some(true),
        }
    }

    async fn pay(&self, invoice: &str) -> Result<Option<String>, PayError> {
        self.was_asked.set(true);
        let answer = match &self.kind {
            WalletKind::Webln(provider) => return Wallet::pay(provider, invoice).await,
            WalletKind::Client { object, method } => {
                let request = output::object([("invoice", invoice.into())]);
                foreign::call(method, object, &request).await
            }
            WalletKind::Function(function) => {
                foreign::call(function, &JsValue::UNDEFINED, &invoice.into()).await
            }
        };
        match answer {
            Ok(answer) => Ok(answer
                .as_string()
                .or_else(|| foreign::get(&answer, "preimage")?.as_string())),
            Err(reason) => {
                let code = foreign::get(&reason, "code").and_then(|code| code.as_string());
                let message = foreign::message(&reason);
                Err(PayError::nwc(&code.unwrap_or_default(), message))
            }
        }
    }
}
