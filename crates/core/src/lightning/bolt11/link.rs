//! Links that contain an invoice, and other things mistaken for one.

use super::Refusal;

const LIGHTNING: &str = "lightning:";
const BITCOIN: &str = "bitcoin:";

/// Prefixes of what people paste instead of an invoice (LUD-01, LUD-17, BOLT #12).
const OTHERS: [(&str, Refusal); 8] = [
    ("lnurl1", Refusal::Lnurl),
    ("lnurl:", Refusal::Lnurl),
    ("lnurlp:", Refusal::Lnurl),
    ("lnurlw:", Refusal::Lnurl),
    ("lnurlc:", Refusal::Lnurl),
    ("keyauth:", Refusal::Lnurl),
    ("lno1", Refusal::Offer),
    ("lnr1", Refusal::Offer),
];

/// Finds the invoice in a text: after `lightning:`, as `lightning=` of a `bitcoin:` link (BIP-21),
/// or the text itself. Refuses other things by their prefix, each with its own reason.
pub(super) fn invoice_in(text: &str) -> Result<&str, Refusal> {
    let text = match after(BITCOIN, text) {
        Some(link) => parameter(link)?,
        None => text,
    };
    let text = after(LIGHTNING, text).unwrap_or(text);
    let other = OTHERS.iter().find(|row| after(row.0, text).is_some());
    match other {
        Some((_, refusal)) => Err(*refusal),
        None => Ok(text),
    }
}

/// Returns the only value of `lightning=`. Readers could disagree about two.
fn parameter(link: &str) -> Result<&str, Refusal> {
    let (_, query) = link.split_once('?').ok_or(Refusal::BitcoinAddress)?;
    let mut invoices = query
        .split('&')
        .filter_map(|pair| after("lightning=", pair));
    let invoice = invoices.next().filter(|invoice| !invoice.is_empty());
    match (invoice, invoices.next()) {
        (_, Some(_)) => Err(Refusal::RepeatedField),
        (invoice, None) => invoice.ok_or(Refusal::BitcoinAddress),
    }
}

/// Returns what follows the prefix, ignoring case.
fn after<'a>(beginning: &str, text: &'a str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(beginning.len())?;
    start.eq_ignore_ascii_case(beginning).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_found_behind_a_scheme_and_in_a_link() {
        for text in [
            "lnbc1",
            "lightning:lnbc1",
            "LIGHTNING:lnbc1",
            "Lightning:lnbc1",
            "bitcoin:?lightning=lnbc1",
            "BITCOIN:?LIGHTNING=lnbc1",
            "bitcoin:bc1q?amount=0.1&lightning=lnbc1&label=a%20b",
            "bitcoin:?lightning=lightning:lnbc1",
        ] {
            assert_eq!(invoice_in(text), Ok("lnbc1"), "{text}");
        }
        for text in [
            "",
            "lightning",
            "lightnin:lnbc1",
            "ℓightning:lnbc1",
            "?lightning=lnbc1",
        ] {
            assert_eq!(invoice_in(text), Ok(text));
        }
    }

    #[test]
    fn what_is_no_invoice_by_its_beginning_is_refused_in_its_own_words() {
        for (text, refusal) in [
            ("LNURL1DP68GURN8GHJ7", Refusal::Lnurl),
            ("lightning:lnurl1dp68gurn8ghj7", Refusal::Lnurl),
            ("lnurlp://example.org/pay", Refusal::Lnurl),
            ("keyauth://example.org", Refusal::Lnurl),
            ("lno1qcp4256ypq", Refusal::Offer),
            (
                "bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
                Refusal::BitcoinAddress,
            ),
            ("bitcoin:bc1q?amount=0.1", Refusal::BitcoinAddress),
            ("bitcoin:?lightning=", Refusal::BitcoinAddress),
            ("bitcoin:?lightning=LNURL1DP68", Refusal::Lnurl),
            (
                "bitcoin:?lightning=lnbc1&lightning=lnbc2",
                Refusal::RepeatedField,
            ),
            (
                "bitcoin:?lightning=lnbc1&lightning=",
                Refusal::RepeatedField,
            ),
        ] {
            assert_eq!(invoice_in(text), Err(refusal), "{text}");
        }
    }
}
