//! What the app knows: one store for each thing.

mod account;
mod catalogue;
mod credentials;
mod draft;
mod journal;
mod places;
mod record;
mod services;
mod settings;
mod wallets;

use leptos::prelude::Notify;
use leptos::reactive::graph::Source;

pub use account::Account;
pub use catalogue::{Answer, Catalogue};
pub use draft::{draft, forget_drafts};
pub use journal::{Asker, Entry, Journal, NotMade, Note, Standing};
pub use places::Places;
pub use record::{Record, own_records};
pub use services::{Sandbox, Services};
pub use settings::{Setting, Settings};
pub use wallets::Wallets;

/// Lets go of a signal's readers; those that still live read it anew. By itself a signal that outlives a
/// page keeps something of each reader that it ever had.
fn renew(signal: impl Notify + Source) {
    signal.notify();
    signal.clear_subscribers();
}
