//! One room per service: its addresses, its JSON, its errors. Nothing outside knows them.

pub mod sms4sats;
