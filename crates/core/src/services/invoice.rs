//! Lightning invoices in answers whose pages do not say where they stand.

use serde_json::Value;

use crate::lightning::UncheckedInvoice;
use crate::lightning::bolt11::Invoice;

/// Real answers nest three or four levels.
const DEEPEST: u32 = 8;

/// How invoices begin on any of Bitcoin's networks.
const BEGINNINGS: [&str; 2] = ["lnbc", "lntb"];

/// Far shorter than any invoice, and longer than any word that begins like one.
const SHORTEST: usize = 20;

/// Returns the first text in there that reads as an invoice. If none does, the first that looks
/// like one: better refused by the check than taken for an address.
pub(super) fn find_invoice(json: &Value) -> Option<UncheckedInvoice> {
    let mut found = Vec::new();
    collect(json, DEEPEST, &mut found);
    let sound = found.iter().find(|text| Invoice::parse(text).is_ok());
    sound
        .or(found.first())
        .map(|text| UncheckedInvoice::new(*text))
}

fn collect<'a>(json: &'a Value, depth: u32, found: &mut Vec<&'a str>) {
    let Some(deeper) = depth.checked_sub(1) else {
        return;
    };
    match json {
        Value::String(text) if looks_like_invoice(text) => found.push(text.trim()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, deeper, found)),
        Value::Object(members) => members
            .values()
            .for_each(|value| collect(value, deeper, found)),
        _ => {}
    }
}

/// Returns whether a text has the shape of an invoice, with or without `lightning:` before it.
pub(super) fn looks_like_invoice(text: &str) -> bool {
    let text = text.trim();
    let invoice = match text.split_once(':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("lightning") => rest,
        _ => text,
    };
    let begins = |beginning: &&str| {
        let start = invoice.get(..beginning.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(beginning))
    };
    invoice.len() >= SHORTEST
        && invoice.bytes().any(|byte| byte == b'1')
        && invoice.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && BEGINNINGS.iter().any(begins)
}
