use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::lenient::Lenient;
use crate::lightning::bolt11::{Network, NodeId};
use crate::money::Sats;
use crate::time::{ClockSkew, milliseconds};

/// Wallets need some time to find a route.
const USUAL_MIN_TIME_LEFT: Duration = Duration::from_mins(1);

/// What an invoice should say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Written")]
pub struct Expectation {
    /// The network it is for.
    pub network: Network,
    /// The quoted price, if any.
    pub price: Option<Sats>,
    /// How far above or below the price the amount may be.
    pub tolerance: Sats,
    /// The most that may be spent, if there is a limit.
    pub cap: Option<Sats>,
    /// How much time must be left to pay it, at the check and at payment.
    pub min_time_left: Duration,
    /// The node that must have signed it, if known.
    pub payee: Option<NodeId>,
    /// The order's id, if the service uses the payment hash as the id. A difference is only a
    /// warning: no service promises that they are equal.
    pub payment_hash: Option<String>,
    /// How this device's clock differs from the service's, if measured. Times are corrected by it.
    pub clock_skew: Option<ClockSkew>,
}

impl Expectation {
    /// Creates an expectation of this network and a minute left to pay, and of nothing else.
    pub const fn new(network: Network) -> Self {
        Self {
            network,
            price: None,
            tolerance: Sats(0),
            cap: None,
            min_time_left: USUAL_MIN_TIME_LEFT,
            payee: None,
            payment_hash: None,
            clock_skew: None,
        }
    }

    /// Reads an expectation. Only the network is required, but an invalid field is an error and never
    /// ignored: an overlooked price would protect nobody.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn from_value(json: &Value) -> Result<Self, Error> {
        let network = json.member("network").as_text();
        let usual = Self::new(network_named(network.unwrap_or_default())?);
        let whole = |name, allowed| read(json, name, allowed, Lenient::as_whole);
        let sats = |name| whole(name, "must be whole satoshis.");
        let skew = |name, direction: fn(Duration) -> ClockSkew| {
            read(json, name, "must be at most 36 hours.", |value| {
                direction(Duration::from_millis(value.as_whole()?)).plausible()
            })
        };
        let milliseconds = whole("minTimeLeftMs", "must be whole milliseconds.")?;
        Ok(Self {
            price: sats("priceSat")?.map(Sats),
            tolerance: sats("toleranceSat")?.map_or(usual.tolerance, Sats),
            cap: sats("capSat")?.map(Sats),
            min_time_left: milliseconds.map_or(usual.min_time_left, Duration::from_millis),
            payee: read(json, "payee", "must be a node id.", |value| {
                value.as_text()?.parse().ok()
            })?,
            payment_hash: read(json, "paymentHash", "must be a string.", |value| {
                value.as_text().map(str::to_owned)
            })?,
            clock_skew: match skew("clockAheadMs", ClockSkew::Ahead)? {
                None => skew("clockBehindMs", ClockSkew::Behind)?,
                ahead => ahead,
            },
            ..usual
        })
    }
}

/// An expectation as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    network: Network,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_sat: Option<Sats>,
    tolerance_sat: Sats,
    #[serde(skip_serializing_if = "Option::is_none")]
    cap_sat: Option<Sats>,
    min_time_left_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    payee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_ahead_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_behind_ms: Option<u64>,
}

impl From<Expectation> for Written {
    fn from(expectation: Expectation) -> Self {
        let (ahead, behind) = match expectation.clock_skew {
            Some(ClockSkew::Ahead(length)) => (Some(length), None),
            Some(ClockSkew::Behind(length)) => (None, Some(length)),
            None => (None, None),
        };
        Self {
            network: expectation.network,
            price_sat: expectation.price,
            tolerance_sat: expectation.tolerance,
            cap_sat: expectation.cap,
            min_time_left_ms: milliseconds(expectation.min_time_left),
            payee: expectation.payee.map(|node| node.to_string()),
            payment_hash: expectation.payment_hash,
            clock_ahead_ms: ahead.map(milliseconds),
            clock_behind_ms: behind.map(milliseconds),
        }
    }
}

const NETWORKS: [(&str, Network); 4] = [
    ("bitcoin", Network::Bitcoin),
    ("testnet", Network::Testnet),
    ("signet", Network::Signet),
    ("regtest", Network::Regtest),
];
const ONE_OF_NETWORKS: &str = "must be bitcoin, testnet, signet or regtest.";

pub(crate) fn network_name(network: Network) -> &'static str {
    let row = NETWORKS.iter().find(|row| row.1 == network);
    row.map_or("", |row| row.0)
}

pub(crate) fn network_named(name: &str) -> Result<Network, Error> {
    let row = NETWORKS.iter().find(|row| row.0 == name);
    let (_, network) = row.ok_or_else(|| Error::invalid("network", ONE_OF_NETWORKS))?;
    Ok(*network)
}

/// Reads a member that may be absent or null.
fn read<'a, T>(
    json: &'a Value,
    name: &'static str,
    allowed: &'static str,
    reader: impl Fn(&'a Value) -> Option<T>,
) -> Result<Option<T>, Error> {
    match json.member(name) {
        Value::Null => Ok(None),
        value => match reader(value) {
            Some(read) => Ok(Some(read)),
            None => Err(Error::invalid(name, allowed)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::parse;

    fn written(expectation: &Expectation) -> String {
        serde_json::to_string(expectation).unwrap()
    }

    fn full() -> Expectation {
        Expectation {
            price: Some(Sats(3_000)),
            tolerance: Sats(10),
            cap: Some(Sats(u64::MAX)),
            min_time_left: Duration::from_millis(1_500),
            payee: "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d"
                .parse()
                .ok(),
            payment_hash: Some("7dc6".to_owned()),
            clock_skew: Some(ClockSkew::Ahead(Duration::from_hours(3))),
            ..Expectation::new(Network::Signet)
        }
    }

    #[test]
    fn an_expectation_survives_json() {
        for (_, network) in NETWORKS {
            let clock_skew = Some(ClockSkew::Behind(Duration::from_hours(3)));
            for expectation in [
                Expectation::new(network),
                Expectation { network, ..full() },
                Expectation {
                    clock_skew,
                    ..full()
                },
            ] {
                let text = written(&expectation);
                let back = Expectation::from_value(&parse(&text).unwrap());
                assert_eq!(back, Ok(expectation), "{text}");
            }
        }
    }

    #[test]
    fn absent_and_null_members_are_as_usual() {
        for text in [
            r#"{"network":"bitcoin"}"#,
            r#"{"network":"bitcoin","priceSat":null,"payee":null,"minTimeLeftMs":null}"#,
        ] {
            let read = Expectation::from_value(&parse(text).unwrap());
            assert_eq!(read, Ok(Expectation::new(Network::Bitcoin)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_never_left_out() {
        let whole = written(&full());
        for (written, spoilt, field) in [
            (r#""signet""#, r#""Signet""#, "network"),
            (r#""network""#, r#""net""#, "network"),
            ("3000", "-3000", "priceSat"),
            (":10,", ":[],", "toleranceSat"),
            ("18446744073709551615", "18446744073709551616", "capSat"),
            ("1500", "1.5", "minTimeLeftMs"),
            (r#""035b"#, r#""055b"#, "payee"),
            (r#""7dc6""#, "{}", "paymentHash"),
            ("10800000", "10800000000", "clockAheadMs"),
        ] {
            let text = whole.replacen(written, spoilt, 1);
            assert_ne!(text, whole, "{written}");
            let error = Expectation::from_value(&parse(&text).unwrap()).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{text}");
        }
    }
}
