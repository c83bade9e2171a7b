//! Currencies.

use std::borrow::Cow;

/// A currency: its code, and the number of decimals.
///
/// ```
/// use satline_core::money::Currency;
///
/// assert_eq!(Currency::find("btc"), Some(Currency::BTC));
/// assert_eq!(Currency::BTC.decimals(), 8);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: Cow<'static, str>,
    decimals: u8,
}

impl Currency {
    /// US dollars, in cents.
    pub const USD: Self = Self::known("USD", 2);
    /// Euros, in cents.
    pub const EUR: Self = Self::known("EUR", 2);
    /// Bitcoin, in satoshis.
    pub const BTC: Self = Self::known("BTC", 8);
    /// Ether, in wei.
    pub const ETH: Self = Self::known("ETH", 18);
    /// The dollar token USDC, in millionths.
    pub const USDC: Self = Self::known("USDC", 6);
    /// The dollar token USDT, in millionths.
    pub const USDT: Self = Self::known("USDT", 6);

    /// Dogecoin, in hundred-millionths.
    pub const DOGE: Self = Self::known("DOGE", 8);
    /// Dash, in hundred-millionths.
    pub const DASH: Self = Self::known("DASH", 8);
    /// Litecoin, in hundred-millionths.
    pub const LTC: Self = Self::known("LTC", 8);
    /// Solana, in lamports.
    pub const SOL: Self = Self::known("SOL", 9);
    /// Toncoin, in billionths.
    pub const TON: Self = Self::known("TON", 9);

    const KNOWN: [Self; 11] = [
        Self::USD,
        Self::EUR,
        Self::BTC,
        Self::ETH,
        Self::USDC,
        Self::USDT,
        Self::DOGE,
        Self::DASH,
        Self::LTC,
        Self::SOL,
        Self::TON,
    ];

    const fn known(code: &'static str, decimals: u8) -> Self {
        Self {
            code: Cow::Borrowed(code),
            decimals,
        }
    }

    /// Creates a currency.
    pub fn new(code: impl Into<String>, decimals: u8) -> Self {
        Self {
            code: Cow::Owned(code.into()),
            decimals,
        }
    }

    /// Returns the known currency with that code, ignoring case.
    pub fn find(code: &str) -> Option<Self> {
        Self::KNOWN
            .into_iter()
            .find(|currency| currency.code.eq_ignore_ascii_case(code.trim()))
    }

    /// Returns the code, such as `USD`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns how many decimals an amount has.
    pub const fn decimals(&self) -> u8 {
        self.decimals
    }
}
