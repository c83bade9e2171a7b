//! Top up.

pub const TITLE: &str = "Top up";
pub const LEAD: &str = "Add money to an account, and see it arrive.";
