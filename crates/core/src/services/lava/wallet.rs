//! The wallet.

use crate::lenient::Extra;
use crate::money::Amount;

/// The wallet of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// Its id.
    pub id: Option<String>,
    /// Its balance.
    pub balance: Amount,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}
