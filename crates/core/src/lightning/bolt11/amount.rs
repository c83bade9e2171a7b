//! The human-readable part: the network and the amount.

use serde::Serialize;

use super::Refusal;

/// A Bitcoin network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// The main network.
    Bitcoin,
    /// A public test network.
    Testnet,
    /// A public test network whose blocks are signed.
    Signet,
    /// A private network.
    Regtest,
}

const PREFIXES: [(&str, Network); 4] = [
    ("bc", Network::Bitcoin),
    ("tb", Network::Testnet),
    ("tbs", Network::Signet),
    ("bcrt", Network::Regtest),
];

/// The multipliers of an amount, in picobitcoin.
const MULTIPLIERS: [(&str, u64); 5] = [
    ("", 1_000_000_000_000),
    ("m", 1_000_000_000),
    ("u", 1_000_000),
    ("n", 1_000),
    ("p", 1),
];

/// A millisatoshi, in picobitcoin.
const PICO_PER_MSAT: u64 = 10;

/// Returns the network, and the amount in millisatoshis if there is one.
pub(super) fn read(prefix: &str) -> Result<(Network, Option<u64>), Refusal> {
    let rest = prefix.strip_prefix("ln").ok_or(Refusal::NotAnInvoice)?;
    let digits = rest.find(|c: char| c.is_ascii_digit());
    let (currency, amount) = digits
        .and_then(|digits| rest.split_at_checked(digits))
        .unwrap_or((rest, ""));
    let network = look_up(&PREFIXES, currency).ok_or(Refusal::UnknownNetwork)?;
    let amount = (!amount.is_empty()).then(|| millisatoshis(amount));
    Ok((network, amount.transpose()?))
}

fn millisatoshis(amount: &str) -> Result<u64, Refusal> {
    let digits = amount.trim_end_matches(|c: char| !c.is_ascii_digit());
    let multiplier = amount.get(digits.len()..).unwrap_or_default();
    let multiplier = look_up(&MULTIPLIERS, multiplier).ok_or(Refusal::BadAmount)?;
    if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::BadAmount);
    }
    // These are digits, so parsing fails only if there are too many.
    let number = digits.parse::<u64>().ok();
    let pico = number
        .and_then(|number| number.checked_mul(multiplier))
        .ok_or(Refusal::AmountTooLarge)?;
    if pico.is_multiple_of(PICO_PER_MSAT) {
        Ok(pico / PICO_PER_MSAT)
    } else {
        Err(Refusal::SubMillisatoshi)
    }
}

fn look_up<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|row| row.0 == name).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_millisatoshi() {
        for (prefix, msat) in [
            ("lnbc", None),
            ("lnbc30u", Some(3_000_000)),
            ("lnbc2500u", Some(250_000_000)),
            ("lnbc9678785340p", Some(967_878_534)),
            ("lnbc10p", Some(1)),
            ("lnbc1n", Some(100)),
            ("lnbc20m", Some(2_000_000_000)),
            ("lnbc21", Some(2_100_000_000_000)),
        ] {
            assert_eq!(read(prefix), Ok((Network::Bitcoin, msat)), "{prefix}");
        }
    }

    #[test]
    fn networks_are_told_by_their_prefix() {
        for (prefix, network) in [
            ("lnbc1m", Network::Bitcoin),
            ("lntb1m", Network::Testnet),
            ("lntbs1m", Network::Signet),
            ("lnbcrt1m", Network::Regtest),
        ] {
            assert_eq!(read(prefix), Ok((network, Some(100_000_000))), "{prefix}");
        }
    }

    #[test]
    fn what_cannot_be_an_amount_is_refused() {
        for (prefix, refusal) in [
            ("", Refusal::NotAnInvoice),
            ("bc1m", Refusal::NotAnInvoice),
            ("ln", Refusal::UnknownNetwork),
            ("ln1", Refusal::UnknownNetwork),
            ("lnsb1m", Refusal::UnknownNetwork),
            ("lnbcm", Refusal::UnknownNetwork),
            ("lnbc1x", Refusal::BadAmount),
            ("lnbc1mm", Refusal::BadAmount),
            ("lnbc1m1m", Refusal::BadAmount),
            ("lnbc1é", Refusal::BadAmount),
            ("lnbc01m", Refusal::BadAmount),
            ("lnbc0m", Refusal::BadAmount),
            ("lnbc1p", Refusal::SubMillisatoshi),
            ("lnbc2500000001p", Refusal::SubMillisatoshi),
            ("lnbc18446745", Refusal::AmountTooLarge),
            ("lnbc99999999999999999999p", Refusal::AmountTooLarge),
        ] {
            assert_eq!(read(prefix), Err(refusal), "{prefix}");
        }
    }
}
