//! What the app knows: one store for each thing.

mod catalogue;
mod orders;
mod services;
mod wallet;

pub use catalogue::{Answer, Catalogue};
pub use orders::{Order, Orders};
pub use services::Services;
pub use wallet::{Wallet, WalletAnswer};
