//! Settings.

pub const TITLE: &str = "Settings";
