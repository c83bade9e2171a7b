//! Invoices: parsing, checking, QR codes.

use std::time::Duration;

use satline_qr::EcLevel;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::error::{Failure, SatlineError};
use super::input::{Input, text};
use super::output::{BigInt, Date, number, sats, to_js};
use crate::error::Error;
use crate::http::{Clock, Fetch};
use crate::lightning::bolt11::{self, Fallback, Invoice, Network, Refusal};
use crate::lightning::hex::to_hex;
use crate::lightning::{
    self, CheckedInvoice, Expectation, UncheckedInvoice, check, network_name, network_named,
};
use crate::money::Sats;
use crate::time::Time;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Whether an invoice may be paid, and why. */
export type Verdict = { ok: true; invoice: PayableInvoice; checks: Check[] } | { ok: false; checks: Check[] };

/** What is expected of an invoice. If a check fails, it must not be paid. */
export interface Expectation {
  /** Default: `bitcoin`. */
  network?: Network | undefined;
  /** The quoted price. */
  priceSat?: number | undefined;
  /** How far above or below the quoted price it may be. Default: 0. */
  toleranceSat?: number | undefined;
  /** The most that may be spent. */
  capSat?: number | undefined;
  /** How much time must be left to pay it. Default: 60000. */
  minTimeLeftMs?: number | undefined;
  /** The node that must have signed it: 66 hexadecimal digits. */
  payee?: string | undefined;
  /** A difference is only a warning. */
  paymentHash?: string | undefined;
}

export interface QrOptions {
  /** A title for people who cannot see it. */
  title?: string | undefined;
  /** How much of it may be damaged: 7, 15, 25 or 30 percent. Default: `M`. */
  level?: "L" | "M" | "Q" | "H" | undefined;
}

export type QrTextOptions = Omit<QrOptions, "title">;"#;

/// Parses a BOLT11 invoice, with or without `lightning:`.
///
/// `payee: false` skips recovering the signer, which takes most of the time.
#[wasm_bindgen(js_name = decodeInvoice, unchecked_return_type = "DecodedInvoice")]
pub fn decode_invoice(
    #[wasm_bindgen(unchecked_param_type = "string")] invoice: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "{ payee?: boolean | undefined }")]
    options: &JsValue,
) -> Result<JsValue, SatlineError> {
    let invoice = text("invoice", invoice)?;
    let options = Input::read(options, "options")?;
    let with_payee = options.flag_or_none("payee")?.unwrap_or(true);
    options.refuse_others()?;
    Ok(to_js(&decoded(&invoice, with_payee)?))
}

/// Checks an invoice against the expectation. Never throws because of the invoice's content.
#[wasm_bindgen(js_name = checkInvoice, unchecked_return_type = "Verdict")]
pub fn check_invoice(
    #[wasm_bindgen(unchecked_param_type = "string")] invoice: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Expectation")] expectation: &JsValue,
) -> Result<JsValue, SatlineError> {
    let invoice = UncheckedInvoice::new(text("invoice", invoice)?);
    let input = Input::read(expectation, "expectation")?;
    let expectation = expectation_of(&input)?;
    input.refuse_others()?;
    let checked = check(&invoice, &expectation, Fetch.now());
    Ok(to_js(&match &checked {
        Ok(invoice) => Verdict {
            ok: true,
            invoice: Some(invoice.into()),
            checks: invoice.checks().iter().map(Check::from).collect(),
        },
        Err(rejected) => Verdict {
            ok: false,
            invoice: None,
            checks: rejected.checks().iter().map(Check::from).collect(),
        },
    }))
}

/// Draws an invoice as a QR code: SVG text, dark on white with its quiet zone, as one path. Throws for
/// text that is not an invoice; for other texts there is {@link textQrSvg}.
#[wasm_bindgen(js_name = qrSvg)]
pub fn qr_svg(
    #[wasm_bindgen(unchecked_param_type = "string")] invoice: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "QrOptions")] options: &JsValue,
) -> Result<String, SatlineError> {
    let invoice = text("invoice", invoice)?;
    Ok(draw_invoice(&invoice, "Lightning invoice", options)?)
}

/// Draws an invoice as a QR code for a terminal: lines of half blocks with a quiet zone, without a line feed
/// at the end. The blocks are the dark modules, so print it in black on white; level `L` fits most invoices
/// into 80 columns. Throws for text that is not an invoice.
///
/// @example
/// for (const line of qrText(order.invoice.text, { level: "L" }).split("\n")) {
///   console.log(`\x1b[30;107m${line}\x1b[0m`);
/// }
#[wasm_bindgen(js_name = qrText)]
pub fn qr_text(
    #[wasm_bindgen(unchecked_param_type = "string")] invoice: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "QrTextOptions")] options: &JsValue,
) -> Result<String, SatlineError> {
    let invoice = text("invoice", invoice)?;
    let input = Input::read(options, "options")?;
    let level = level(&input)?;
    input.refuse_others()?;
    let drawn = satline_qr::invoice_terminal(read(&invoice)?.text(), level);
    Ok(drawn.map_err(|_| Failure::invalid("invoice", INVOICE_TOO_LONG))?)
}

/// Draws any text as a QR code, such as a link or an address, unchanged: upper and lower case are kept.
#[wasm_bindgen(js_name = textQrSvg)]
pub fn text_qr_svg(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] content: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "QrOptions")] options: &JsValue,
) -> Result<String, SatlineError> {
    let content = text("text", content)?;
    let (level, title) = qr_options(options, "QR code")?;
    let allowed = "is too long for a QR code. Shorten it, or choose a lower level.";
    let drawn = satline_qr::svg(&content, level, &title);
    Ok(drawn.map_err(|_| Failure::invalid("text", allowed))?)
}

const INVOICE_TOO_LONG: &str = "is too long for a QR code. Copy it instead.";

/// Draws only invoices: a wallet would not understand any other text after `LIGHTNING:`.
pub fn draw_invoice(text: &str, title: &str, options: &JsValue) -> Result<String, Failure> {
    let (level, title) = qr_options(options, title)?;
    let drawn = satline_qr::invoice_svg(read(text)?.text(), level, &title);
    drawn.map_err(|_| Failure::invalid("invoice", INVOICE_TOO_LONG))
}

fn qr_options(options: &JsValue, title: &str) -> Result<(EcLevel, String), Failure> {
    let input = Input::read(options, "options")?;
    let level = level(&input)?;
    let title = input
        .text_or_none("title")?
        .unwrap_or_else(|| title.to_owned());
    input.refuse_others()?;
    Ok((level, title))
}

fn level(input: &Input) -> Result<EcLevel, Failure> {
    match input.text_or_none("level")?.as_deref() {
        None | Some("M") => Ok(EcLevel::M),
        Some("L") => Ok(EcLevel::L),
        Some("Q") => Ok(EcLevel::Q),
        Some("H") => Ok(EcLevel::H),
        Some(_) => Err(Failure::invalid("level", "must be L, M, Q or H.")),
    }
}

fn read(text: &str) -> Result<Invoice, Failure> {
    Invoice::parse(text).map_err(refused)
}

fn refused(refusal: Refusal) -> Failure {
    Error::invalid("invoice", refusal.sentence()).into()
}

/// Reads the expectation.
pub fn expectation_of(input: &Input) -> Result<Expectation, Failure> {
    let network = match input.text_or_none("network")? {
        Some(name) => network_named(&name)?,
        None => Network::Bitcoin,
    };
    let default = Expectation::new(network);
    let payee = input.text_or_none("payee")?;
    let left = input.whole_or_none("minTimeLeftMs")?;
    Ok(Expectation {
        price: input.sats_or_none("priceSat")?,
        tolerance: input.sats_or_none("toleranceSat")?.unwrap_or(Sats(0)),
        cap: input.sats_or_none("capSat")?,
        min_time_left: left.map_or(default.min_time_left, Duration::from_millis),
        payee: match payee.map(|node| node.parse()) {
            Some(Err(_)) => {
                let allowed = "must be a node's id: 66 hexadecimal digits.";
                return Err(Failure::invalid("payee", allowed));
            }
            Some(Ok(node)) => Some(node),
            None => None,
        },
        payment_hash: input.text_or_none("paymentHash")?,
        ..default
    })
}

/// The result of one check, in short texts for people.
#[derive(Serialize, Tsify)]
pub struct Check {
    #[tsify(
        type = r#""readable" | "network" | "amount" | "price" | "cap" | "date" | "time" | "signature" | "payee" | "order_id""#
    )]
    rule: &'static str,
    /// What is true if it passed.
    #[tsify(type = "string")]
    sentence: &'static str,
    expected: String,
    /// It may come from the invoice: show it as plain text only.
    found: String,
    passed: bool,
    /// It did not pass, but the invoice may still be paid: the two are not required to match.
    warning: bool,
}

impl From<&lightning::Check> for Check {
    fn from(check: &lightning::Check) -> Self {
        Self {
            rule: check.rule.as_str(),
            sentence: check.rule.sentence(),
            expected: check.expected.clone(),
            found: check.found.clone(),
            passed: check.passed,
            warning: check.warning,
        }
    }
}

#[derive(Serialize)]
struct Verdict {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<PayableInvoice>,
    checks: Vec<Check>,
}

/// An invoice that has passed the check and may be paid.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PayableInvoice {
    /// The invoice, in lower case, without `lightning:`.
    text: String,
    amount_sat: f64,
    /// When it can no longer be paid.
    expires_at: Date,
    /// The node that signed it, proven: 66 hexadecimal digits.
    payee: String,
    /// The hash of the preimage, which proves the payment.
    payment_hash: String,
    /// Written by the payee: show it as plain text only.
    description: Option<String>,
    /// All checks, to show to people.
    checks: Vec<Check>,
}

impl From<&CheckedInvoice> for PayableInvoice {
    fn from(invoice: &CheckedInvoice) -> Self {
        Self {
            text: invoice.text().to_owned(),
            amount_sat: sats(invoice.amount()),
            expires_at: Date(invoice.expires_at()),
            payee: to_hex(invoice.payee().as_bytes()),
            payment_hash: to_hex(invoice.payment_hash()),
            description: invoice.description().map(str::to_owned),
            checks: invoice.checks().iter().map(Check::from).collect(),
        }
    }
}

/// An invoice's content. Being valid does not mean that it should be paid.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DecodedInvoice {
    text: String,
    #[tsify(type = "Network")]
    network: &'static str,
    /// Undefined if the amount is open, or not a whole number of satoshis.
    amount_sat: Option<f64>,
    /// In thousandths of a satoshi; undefined if the amount is open.
    #[tsify(type = "bigint | undefined")]
    amount_msat: Option<BigInt>,
    created_at: Date,
    expires_at: Date,
    /// As in {@link PayableInvoice}.
    description: Option<String>,
    description_hash: Option<String>,
    /// The node that signed it, proven; undefined with `payee: false`.
    payee: Option<String>,
    payment_hash: String,
    payment_secret: String,
    min_final_cltv_expiry: f64,
    /// The numbers of the feature bits that are set.
    features: Vec<u16>,
    route_hints: Vec<Vec<Hop>>,
    fallbacks: Vec<FallbackAddress>,
    metadata: Option<String>,
    unknown_fields: Vec<UnknownField>,
    signature: String,
    recovery_id: u8,
}

/// One step of a route to the payee.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    node: String,
    short_channel_id: String,
    #[tsify(type = "bigint")]
    fee_base_msat: BigInt,
    fee_proportional_millionths: u32,
    cltv_expiry_delta: u16,
}

/// An address to pay to on chain.
#[derive(Serialize, Tsify)]
pub struct FallbackAddress {
    /// A witness program's version, 17 for a key's hash, 18 for a script's.
    version: u8,
    program: String,
}

/// A field that BOLT11 does not define.
#[derive(Serialize, Tsify)]
pub struct UnknownField {
    tag: u8,
    /// Of 5 bits each.
    words: Vec<u8>,
}

fn decoded(text: &str, with_payee: bool) -> Result<DecodedInvoice, Failure> {
    let invoice = read(text)?;
    let payee = if with_payee {
        Some(invoice.payee().map_err(refused)?)
    } else {
        None
    };
    let (signature, recovery_id) = invoice.signature();
    let date = |seconds: u64| Date(Time(seconds.saturating_mul(1_000)));
    Ok(DecodedInvoice {
        text: invoice.text().to_owned(),
        network: network_name(invoice.network()),
        amount_sat: invoice.amount_sat().map(number),
        amount_msat: invoice.amount_msat().map(|amount| BigInt(amount.into())),
        created_at: date(invoice.created_at()),
        expires_at: date(invoice.expires_at()),
        description: invoice.description().map(str::to_owned),
        description_hash: invoice.description_hash().map(|hash| to_hex(hash)),
        payee: payee.map(|payee| to_hex(payee.as_bytes())),
        payment_hash: to_hex(invoice.payment_hash()),
        payment_secret: to_hex(invoice.payment_secret()),
        min_final_cltv_expiry: number(invoice.min_final_cltv_expiry()),
        features: invoice.features().to_vec(),
        route_hints: invoice
            .route_hints()
            .iter()
            .map(|route| route.iter().map(Hop::from).collect())
            .collect(),
        fallbacks: invoice.fallbacks().iter().map(Into::into).collect(),
        metadata: invoice.metadata().map(to_hex),
        unknown_fields: invoice.unknown_fields().iter().map(Into::into).collect(),
        signature: to_hex(signature),
        recovery_id,
    })
}

impl From<&bolt11::Hop> for Hop {
    fn from(hop: &bolt11::Hop) -> Self {
        Self {
            node: to_hex(hop.node.as_bytes()),
            short_channel_id: hop.short_channel_id.to_string(),
            fee_base_msat: BigInt(hop.fee_base_msat.into()),
            fee_proportional_millionths: hop.fee_proportional_millionths,
            cltv_expiry_delta: hop.cltv_expiry_delta,
        }
    }
}

impl From<&Fallback> for FallbackAddress {
    fn from(fallback: &Fallback) -> Self {
        let (version, program): (u8, &[u8]) = match fallback {
            Fallback::Witness { version, program } => (*version, program),
            Fallback::PubKeyHash(hash) => (17, hash),
            Fallback::ScriptHash(hash) => (18, hash),
        };
        Self {
            version,
            program: to_hex(program),
        }
    }
}

impl From<&bolt11::UnknownField> for UnknownField {
    fn from(field: &bolt11::UnknownField) -> Self {
        Self {
            tag: field.tag,
            words: field.words.clone(),
        }
    }
}
