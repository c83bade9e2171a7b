//! Finds Lightning invoices in responses whose documentation does not say which field has them.

use serde_json::Value;

use crate::lightning::UncheckedInvoice;
use crate::lightning::bolt11::Invoice;

/// Real responses are nested three or four levels deep.
const DEEPEST: u32 = 8;

/// The prefixes of invoices on all of Bitcoin's networks.
const BEGINNINGS: [&str; 2] = ["lnbc", "lntb"];

/// Much shorter than any invoice, and longer than any word with such a prefix.
const SHORTEST: usize = 20;

/// Returns the first text that parses as an invoice, else the first that looks like one: better to be
/// rejected by the check than to be taken for an address.
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

/// Returns whether a text looks like an invoice, with or without `lightning:` before it.
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
