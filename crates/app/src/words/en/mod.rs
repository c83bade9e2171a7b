//! English.

pub mod catalogue;
pub mod common;
pub mod not_found;
pub mod order;
pub mod orders;
pub mod send;
pub mod settings;
pub mod top_up;

/// The language's code, for `lang`.
pub const LANG: &str = "en";
/// The direction it is written in, for `dir`.
pub const DIR: &str = "ltr";
