//! Payment methods and exchange rates: a dollar is 1,000 sat, an ether 4,000 dollars.

use crate::random::Random;
use crate::table::Row;

#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) currency: &'static str,
    /// In the smallest unit of its currency: satoshi, wei, millionths of a token.
    units_per_sat: u64,
    address: Address,
}

/// The prefix of an address, its alphabet and how many letters follow.
type Address = (&'static str, &'static [u8], usize);

pub(super) const LIGHTNING: &str = "lightning";

const NONE: Address = ("", b"", 0);
const BITCOIN: Address = ("bcrt1q", b"qpzry9x8gf2tvdw0s3jn54khce6mua7l", 38);
const ETHEREUM: Address = ("0x", b"0123456789abcdef", 40);
const SOLANA: Address = (
    "",
    b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    44,
);

const WEI: u64 = 250_000_000_000;
const MILLIONTHS: u64 = 1_000;

pub(super) static METHODS: [Method; 11] = [
    method("bitcoin", "BTC", 1, BITCOIN),
    method(LIGHTNING, "BTC", 1, NONE),
    method("ethereum", "ETH", WEI, ETHEREUM),
    method("eth_base", "ETH", WEI, ETHEREUM),
    method("usdc_polygon", "USDC", MILLIONTHS, ETHEREUM),
    method("usdt_polygon", "USDT", MILLIONTHS, ETHEREUM),
    method("usdc_erc20", "USDC", MILLIONTHS, ETHEREUM),
    method("usdt_erc20", "USDT", MILLIONTHS, ETHEREUM),
    method("usdc_arbitrum", "USDC", MILLIONTHS, ETHEREUM),
    method("usdc_solana", "USDC", MILLIONTHS, SOLANA),
    method("usdc_base", "USDC", MILLIONTHS, ETHEREUM),
];

const fn method(
    name: &'static str,
    currency: &'static str,
    units_per_sat: u64,
    address: Address,
) -> Method {
    Method {
        name,
        currency,
        units_per_sat,
        address,
    }
}

impl Row for Method {
    fn id(&self) -> &str {
        self.name
    }

    fn with_id(id: &str) -> Option<&'static Self> {
        METHODS.iter().find(|row| row.name == id)
    }
}

impl Method {
    /// Converts satoshis to the smallest unit of the currency.
    pub(super) fn price(&self, sats: u64) -> u64 {
        sats.saturating_mul(self.units_per_sat)
    }

    /// Returns an address that looks real; nobody has its key.
    pub(super) fn address(&self, random: &mut Random) -> String {
        let (prefix, alphabet, count) = self.address;
        format!("{prefix}{}", random.letters(alphabet, count))
    }
}
