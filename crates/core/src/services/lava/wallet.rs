//! The wallet.

use crate::lenient::Extra;
use crate::money::Amount;

/// The wallet of the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// What names it.
    pub id: Option<String>,
    /// What is in it.
    pub balance: Amount,
    /// What else the service told.
    pub extra: Extra,
}
