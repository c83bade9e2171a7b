//! The app's stores, one for each thing.

mod account;
mod accounts;
mod catalogue;
mod credentials;
pub mod demo;
mod draft;
mod journal;
mod lasting;
mod own_wallet;
mod place;
mod policy;
mod services;
mod settings;
mod shown;
mod statistics;
mod transport;
mod wallets;

pub use account::{Account, Progress, Stage};
pub use accounts::Accounts;
pub use catalogue::{Answer, Catalogue};
pub use draft::{draft, forget_drafts};
pub use journal::{
    Asker, Entry, Journal, Note, OrderError, SIGNS, StorageError, StorageStatus, is_given_up,
    is_offline, is_persistent, may_have_orders,
};
pub use lasting::{lasting, release_readers};
pub use own_wallet::{About, Budget, Connection, OwnWallet};
pub use place::Place;
pub use policy::Policy;
pub use services::Services;
pub use settings::{Choices, Settings, network_name, network_named};
pub use shown::{Shown, Sort};
pub use statistics::{Statistics, own_statistics};
pub use transport::{PageTransport, transport};
pub use wallets::Wallets;
