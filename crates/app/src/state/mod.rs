//! What the app knows: one store for each thing.

mod catalogue;
mod orders;
mod services;

pub use catalogue::{Answer, Catalogue};
pub use orders::{Entry, Orders};
pub use services::Services;
