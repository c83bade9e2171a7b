use std::time::Duration;

use crate::error::Error;
use crate::json::{Json, Object};
use crate::lightning::bolt11::{Network, NodeId};
use crate::money::Sats;
use crate::text::text;
use crate::time::{ClockSkew, milliseconds};

/// Wallets need a while to find a route.
const USUAL_MIN_TIME_LEFT: Duration = Duration::from_mins(1);

/// What an invoice should say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The network it is for.
    pub network: Network,
    /// What was quoted, if something was.
    pub price: Option<Sats>,
    /// How far above or below the price it may be.
    pub tolerance: Sats,
    /// The most that may be spent, if there is a limit.
    pub cap: Option<Sats>,
    /// How much time there must be left to pay it, at the check and when it is paid.
    pub min_time_left: Duration,
    /// Who must have signed it, if that is known.
    pub payee: Option<NodeId>,
    /// The order's id, where the service uses the payment hash for it. A difference is a warning
    /// only: no service promises that the two are the same.
    pub payment_hash: Option<String>,
    /// How this device's clock differs from that of the service, if that was measured: times are
    /// corrected by it.
    pub clock_skew: Option<ClockSkew>,
}

impl Expectation {
    /// An invoice for this network, with a minute left to pay it; nothing else is known.
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

    /// As plain data, read again by [`Self::from_json`].
    pub fn to_json(&self) -> Json<'static> {
        let payee = self.payee.map(|node| text![node]);
        let (ahead, behind) = match self.clock_skew {
            Some(ClockSkew::Ahead(length)) => (Some(length), None),
            Some(ClockSkew::Behind(length)) => (None, Some(length)),
            None => (None, None),
        };
        Object::new()
            .text("network", Some(network_name(self.network)))
            .number("priceSat", self.price.map(|price| price.0))
            .number("toleranceSat", Some(self.tolerance.0))
            .number("capSat", self.cap.map(|cap| cap.0))
            .number("minTimeLeftMs", Some(milliseconds(self.min_time_left)))
            .text("payee", payee.as_deref())
            .text("paymentHash", self.payment_hash.as_deref())
            .number("clockAheadMs", ahead.map(milliseconds))
            .number("clockBehindMs", behind.map(milliseconds))
            .end()
    }

    /// From plain data. Only the network must be there; what is there and cannot be read is an
    /// error, never left out: a price that is overlooked protects nobody.
    pub fn from_json(json: &Json) -> Result<Self, Error> {
        let network = json.get("network").and_then(Json::as_text);
        let usual = Self::new(network_named(network.unwrap_or_default())?);
        let whole = |name, allowed| read(json, name, allowed, Json::as_whole);
        let sats = |name| whole(name, "must be whole satoshis.");
        let skew = |name, made: fn(Duration) -> ClockSkew| {
            read(json, name, "must be at most 36 hours.", |value| {
                made(Duration::from_millis(value.as_whole()?)).believed()
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
            payment_hash: read(json, "paymentHash", "must be a text.", |value| {
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

const NETWORKS: [(&str, Network); 4] = [
    ("bitcoin", Network::Bitcoin),
    ("testnet", Network::Testnet),
    ("signet", Network::Signet),
    ("regtest", Network::Regtest),
];
const NETWORK_WORDS: &str = "must be bitcoin, testnet, signet or regtest.";

pub(crate) fn network_name(network: Network) -> &'static str {
    let row = NETWORKS.iter().find(|row| row.1 == network);
    row.map_or("", |row| row.0)
}

pub(crate) fn network_named(name: &str) -> Result<Network, Error> {
    let row = NETWORKS.iter().find(|row| row.0 == name);
    let (_, network) = row.ok_or_else(|| Error::invalid("network", NETWORK_WORDS))?;
    Ok(*network)
}

/// A member that may be absent or null.
fn read<'a, T>(
    json: &'a Json<'a>,
    name: &'static str,
    allowed: &'static str,
    reader: impl Fn(&'a Json<'a>) -> Option<T>,
) -> Result<Option<T>, Error> {
    match json.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => match reader(value) {
            Some(read) => Ok(Some(read)),
            None => Err(Error::invalid(name, allowed)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                let text = expectation.to_json().to_string();
                let back = Expectation::from_json(&Json::parse(&text).unwrap());
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
            let read = Expectation::from_json(&Json::parse(text).unwrap());
            assert_eq!(read, Ok(Expectation::new(Network::Bitcoin)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_never_left_out() {
        let whole = full().to_json().to_string();
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
            let error = Expectation::from_json(&Json::parse(&text).unwrap()).unwrap_err();
            assert_eq!(error.field.as_deref(), Some(field), "{text}");
        }
    }
}
