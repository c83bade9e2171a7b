//! Payment methods.

use crate::money::Currency;

/// A known payment method. The service may add and remove methods: any other id is passed on to it
/// unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its id at the service.
    pub id: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// The currency paid, in whose smallest unit the service states prices; `None` if that unit is
    /// undocumented.
    pub currency: Option<Currency>,
}

/// The known methods, fastest first.
pub const METHODS: [Method; 21] = [
    method("lightning", "Lightning", Some(Currency::BTC)),
    method("bitcoin", "Bitcoin", Some(Currency::BTC)),
    method("ethereum", "Ether", Some(Currency::ETH)),
    method("eth_base", "Ether on Base", Some(Currency::ETH)),
    method("eth_arbitrum", "Ether on Arbitrum", Some(Currency::ETH)),
    method("usdc_polygon", "USDC on Polygon", Some(Currency::USDC)),
    method("usdc_erc20", "USDC on Ethereum", Some(Currency::USDC)),
    method("usdc_arbitrum", "USDC on Arbitrum", Some(Currency::USDC)),
    method("usdc_solana", "USDC on Solana", Some(Currency::USDC)),
    method("usdc_base", "USDC on Base", Some(Currency::USDC)),
    method("usdt_polygon", "USDT on Polygon", Some(Currency::USDT)),
    method("usdt_erc20", "USDT on Ethereum", Some(Currency::USDT)),
    method("usdt_trc20", "USDT on Tron", Some(Currency::USDT)),
    method("usdt_solana", "USDT on Solana", Some(Currency::USDT)),
    method("usdt_arbitrum", "USDT on Arbitrum", Some(Currency::USDT)),
    // USDT has 18 decimals there and six elsewhere; which of the two prices use is undocumented.
    method("usdt_bsc", "USDT on BNB Smart Chain", None),
    method("litecoin", "Litecoin", Some(Currency::LTC)),
    method("dogecoin", "Dogecoin", Some(Currency::DOGE)),
    method("dash", "Dash", Some(Currency::DASH)),
    method("solana", "Solana", Some(Currency::SOL)),
    method("ton", "Toncoin", Some(Currency::TON)),
];

const fn method(id: &'static str, name: &'static str, currency: Option<Currency>) -> Method {
    Method { id, name, currency }
}

impl Method {
    /// Returns the known method with that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        const KNOWN: &[Method] = &METHODS;
        KNOWN.iter().find(|method| method.id == id)
    }
}
