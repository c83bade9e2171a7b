//! What the app knows: one store for each thing.

mod account;
mod catalogue;
mod credentials;
mod orders;
mod places;
mod services;
mod wallets;

pub use account::Account;
pub use catalogue::{Answer, Catalogue};
pub use orders::{Entry, Orders};
pub use places::Places;
pub use services::{Sandbox, Services};
pub use wallets::Wallets;
