//! The calls of each service.

pub mod bitrefill;
pub mod grid;
pub mod lava;
pub mod sms4sats;
