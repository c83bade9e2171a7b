//! What the app knows: one store for each thing.

mod account;
mod catalogue;
mod credentials;
mod draft;
mod journal;
mod lasting;
mod places;
mod record;
mod services;
mod settings;
mod shown;
mod transport;
mod wallets;

pub use account::Account;
pub use catalogue::{Answer, Catalogue};
pub use draft::{draft, forget_drafts};
pub use journal::{
    Asker, Entry, Journal, NotMade, Note, SIGNS, Standing, is_given_up, may_have_orders,
};
pub use lasting::{lasting, let_go};
pub use places::Places;
pub use record::{Record, own_records};
pub use services::Services;
pub use settings::{Setting, Settings};
pub use shown::Shown;
pub use transport::{PageTransport, transport};
pub use wallets::Wallets;
