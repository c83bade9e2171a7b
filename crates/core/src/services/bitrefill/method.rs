//! What a deposit can be paid with.

use crate::money::Currency;

/// A payment method the service is known to take. It may take others, and stop taking these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The word the service knows it by.
    pub id: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// What is paid, whose smallest unit the service counts prices in.
    pub currency: Currency,
}

/// The known ones, the quickest first.
pub const METHODS: [Method; 11] = [
    method("lightning", "Lightning", Currency::BTC),
    method("bitcoin", "Bitcoin", Currency::BTC),
    method("ethereum", "Ether", Currency::ETH),
    method("eth_base", "Ether on Base", Currency::ETH),
    method("usdc_polygon", "USDC on Polygon", Currency::USDC),
    method("usdc_erc20", "USDC on Ethereum", Currency::USDC),
    method("usdc_arbitrum", "USDC on Arbitrum", Currency::USDC),
    method("usdc_solana", "USDC on Solana", Currency::USDC),
    method("usdc_base", "USDC on Base", Currency::USDC),
    method("usdt_polygon", "USDT on Polygon", Currency::USDT),
    method("usdt_erc20", "USDT on Ethereum", Currency::USDT),
];

const fn method(id: &'static str, name: &'static str, currency: Currency) -> Method {
    Method { id, name, currency }
}

impl Method {
    /// The known method of that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        const KNOWN: &[Method] = &METHODS;
        KNOWN.iter().find(|method| method.id == id)
    }
}
