//! Invoices: read, checked, drawn.

use satline_qr::EcLevel;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::output::{Failure, Object, list};
use super::{answer, machine};
use crate::error::{Code, Error};
use crate::lenient::parse;
use crate::lightning::bolt11::{Fallback, Hop, Invoice, Refusal, UnknownField};
use crate::lightning::{
    Check, CheckedInvoice, Expectation, Rejected, UncheckedInvoice, check, network_name,
};

/// Everything an invoice says; with who signed it, if that is asked for.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn decode_invoice(text: &str, with_payee: bool) -> String {
    answer(decoded(text, with_payee))
}

/// An invoice held against what is expected of it.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn check_invoice(now: f64, text: &str, expectation: &str) -> String {
    machine::at(now, 0);
    answer(expected(expectation).map(|expectation| {
        verdict(&check(
            &UncheckedInvoice::new(text),
            &expectation,
            machine::now(),
        ))
    }))
}

/// Draws an invoice's QR code as SVG, or else returns an error as JSON: the one begins with `<`, the
/// other not.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn qr_svg(invoice: &str, level: &str, title: &str) -> String {
    drawn(invoice_drawn(invoice, level, title))
}

/// Draws any text in the same way.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn text_qr_svg(text: &str, level: &str, title: &str) -> String {
    drawn(text_drawn(text, level, title))
}

fn drawn(svg: Result<String, Error>) -> String {
    svg.unwrap_or_else(|error| answer::<Error>(Err(error)))
}

/// Only what is an invoice: a wallet would not understand anything else after `LIGHTNING:`.
fn invoice_drawn(text: &str, level: &str, title: &str) -> Result<String, Error> {
    let level = read_level(level)?;
    let allowed = "is too long for a QR code. Copy it instead.";
    satline_qr::invoice_svg(read(text)?.text(), level, title)
        .map_err(|_| Error::invalid("invoice", allowed))
}

fn text_drawn(text: &str, level: &str, title: &str) -> Result<String, Error> {
    let allowed = "is too long for a QR code. Shorten it, or choose a lower level.";
    satline_qr::svg(text, read_level(level)?, title).map_err(|_| Error::invalid("text", allowed))
}

fn read_level(level: &str) -> Result<EcLevel, Error> {
    match level {
        "L" => Ok(EcLevel::L),
        "M" => Ok(EcLevel::M),
        "Q" => Ok(EcLevel::Q),
        "H" => Ok(EcLevel::H),
        _ => Err(Error::invalid("level", "must be L, M, Q or H.")),
    }
}

fn read(text: &str) -> Result<Invoice, Error> {
    Invoice::parse(text).map_err(refused)
}

fn refused(refusal: Refusal) -> Error {
    Error::invalid("invoice", refusal.sentence())
}

/// What an invoice is expected to say.
pub fn expected(text: &str) -> Result<Expectation, Error> {
    let json = parse(text).ok_or_else(|| Error::invalid("expectation", "must be an object."));
    Expectation::from_value(&json?)
}

fn decoded(text: &str, with_payee: bool) -> Result<String, Error> {
    let invoice = read(text)?;
    let payee = if with_payee {
        Some(invoice.payee().map_err(refused)?)
    } else {
        None
    };
    let (signature, recovery_id) = invoice.signature();
    let milliseconds = |seconds: u64| Some(seconds.saturating_mul(1_000));
    Ok(Object::new()
        .text("text", Some(invoice.text()))
        .text("network", Some(network_name(invoice.network())))
        .number("amountSat", invoice.amount_sat())
        .text("amountMsat", exact(invoice.amount_msat()).as_deref())
        .number("createdAt", milliseconds(invoice.created_at()))
        .number("expiresAt", milliseconds(invoice.expires_at()))
        .text("description", invoice.description())
        .hex(
            "descriptionHash",
            invoice.description_hash().map(|hash| &hash[..]),
        )
        .hex("payee", payee.as_ref().map(|payee| &payee.as_bytes()[..]))
        .hex("paymentHash", Some(invoice.payment_hash()))
        .hex("paymentSecret", Some(invoice.payment_secret()))
        .number("minFinalCltvExpiry", Some(invoice.min_final_cltv_expiry()))
        .json(
            "features",
            Some(&list(invoice.features(), ToString::to_string)),
        )
        .json(
            "routeHints",
            Some(&list(invoice.route_hints(), |route| list(route, hop))),
        )
        .json("fallbacks", Some(&list(invoice.fallbacks(), fallback)))
        .hex("metadata", invoice.metadata())
        .json(
            "unknownFields",
            Some(&list(invoice.unknown_fields(), unknown)),
        )
        .hex("signature", Some(signature))
        .number("recoveryId", Some(recovery_id.into()))
        .end())
}

/// As text: there are more digits in it than the engine's numbers have.
fn exact(number: Option<u64>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn hop(hop: &Hop) -> String {
    Object::new()
        .hex("node", Some(hop.node.as_bytes()))
        .text("shortChannelId", Some(&hop.short_channel_id.to_string()))
        .number("feeBaseMsat", Some(hop.fee_base_msat.into()))
        .number(
            "feeProportionalMillionths",
            Some(hop.fee_proportional_millionths.into()),
        )
        .number("cltvExpiryDelta", Some(hop.cltv_expiry_delta.into()))
        .end()
}

fn fallback(fallback: &Fallback) -> String {
    let (version, program): (u8, &[u8]) = match fallback {
        Fallback::Witness { version, program } => (*version, program),
        Fallback::PubKeyHash(hash) => (17, hash),
        Fallback::ScriptHash(hash) => (18, hash),
    };
    Object::new()
        .number("version", Some(version.into()))
        .hex("program", Some(program))
        .end()
}

fn unknown(field: &UnknownField) -> String {
    Object::new()
        .number("tag", Some(field.tag.into()))
        .json("words", Some(&list(&field.words, ToString::to_string)))
        .end()
}

/// Whether an invoice may be paid, and why.
fn verdict(checked: &Result<CheckedInvoice, Rejected>) -> String {
    let (invoice, findings) = match checked {
        Ok(invoice) => (Some(payable(invoice)), invoice.checks()),
        Err(rejected) => (None, rejected.checks()),
    };
    Object::new()
        .flag("ok", invoice.is_some())
        .json("invoice", invoice.as_deref())
        .json("findings", Some(&list(findings, finding)))
        .end()
}

/// An invoice that may be paid.
pub fn payable(invoice: &CheckedInvoice) -> String {
    Object::new()
        .text("text", Some(invoice.text()))
        .sats("amountSat", Some(invoice.amount()))
        .time("expiresAt", Some(invoice.expires_at()))
        .hex("payee", Some(invoice.payee().as_bytes()))
        .hex("paymentHash", Some(invoice.payment_hash()))
        .text("description", invoice.description())
        .json("findings", Some(&list(invoice.checks(), finding)))
        .end()
}

pub fn finding(finding: &Check) -> String {
    Object::new()
        .text("rule", Some(finding.rule.as_str()))
        .text("sentence", Some(finding.rule.sentence()))
        .text("expected", Some(&finding.expected))
        .text("found", Some(&finding.found))
        .flag("passed", finding.passed)
        .flag("warning", finding.warning)
        .end()
}

/// The error that says why an invoice must not be paid.
pub fn rejection(rejected: &Rejected) -> Failure {
    Failure {
        error: Error::new(Code::InvoiceRejected, rejected.to_string()),
        findings: rejected.checks().to_vec(),
    }
}
