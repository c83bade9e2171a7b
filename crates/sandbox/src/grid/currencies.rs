//! The accounts' currencies, and how to pay into them: by bank, or over Bitcoin's networks.

use serde_json::{Value, json};

use crate::random::Random;
use crate::table::Row;

#[derive(Debug)]
pub(super) struct Currency {
    pub(super) code: &'static str,
    name: &'static str,
    symbol: &'static str,
    decimals: u8,
}

pub(super) static CURRENCIES: [Currency; 4] = [
    Currency {
        code: "USD",
        name: "United States Dollar",
        symbol: "$",
        decimals: 2,
    },
    Currency {
        code: "BTC",
        name: "Bitcoin",
        symbol: "₿",
        decimals: 8,
    },
    Currency {
        code: "MXN",
        name: "Mexican Peso",
        symbol: "$",
        decimals: 2,
    },
    Currency {
        code: "EUR",
        name: "Euro",
        symbol: "€",
        decimals: 2,
    },
];

const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

impl Row for Currency {
    fn id(&self) -> &str {
        self.code
    }

    fn with_id(id: &str) -> Option<&'static Self> {
        CURRENCIES.iter().find(|row| row.code == id)
    }
}

impl Currency {
    /// Can also be paid by Lightning.
    pub(super) fn is_bitcoin(&self) -> bool {
        self.code == "BTC"
    }

    pub(super) fn money(&self, amount: u64) -> Value {
        json!({
            "amount": amount,
            "currency": {
                "code": self.code,
                "name": self.name,
                "symbol": self.symbol,
                "decimals": self.decimals,
            },
        })
    }

    /// Returns where to send money, one entry for each kind of account. `number` makes the details
    /// differ between accounts; `is_old` uses the old names of the kinds.
    pub(super) fn accounts(&self, number: u64, is_old: bool, invoice: Option<&str>) -> Vec<Value> {
        let random = &mut Random::new(number);
        let reference = format!("UMA-{}-REF", random.digits(6));
        let kind = |old: &'static str, new: &'static str| if is_old { old } else { new };
        match self.code {
            "USD" => vec![json!({
                "accountType": kind("US_ACCOUNT", "USD_ACCOUNT"),
                "accountNumber": random.digits(10),
                "routingNumber": "021000021",
                "paymentRails": ["ACH", "WIRE", "RTP"],
                "reference": reference,
            })],
            "MXN" => vec![json!({
                "accountType": kind("CLABE", "MXN_ACCOUNT"),
                "clabeNumber": random.digits(18),
                "paymentRails": ["SPEI"],
                "reference": reference,
            })],
            "EUR" => vec![json!({
                "accountType": kind("IBAN", "EUR_ACCOUNT"),
                "iban": format!("DE{}", random.digits(20)),
                "swiftCode": "DEUTDEFF",
                "paymentRails": ["SEPA", "SEPA_INSTANT"],
                "reference": reference,
            })],
            _ => vec![
                json!({
                    "accountType": "SPARK_WALLET",
                    "assetType": "BTC",
                    "address": format!("sparkrt1{}", random.letters(BECH32, 58)),
                }),
                json!({ "accountType": "LIGHTNING", "invoice": invoice }),
                json!({
                    "accountType": "BITCOIN_L1",
                    "address": format!("bcrt1q{}", random.letters(BECH32, 38)),
                    "network": "BITCOIN",
                }),
            ],
        }
    }
}
