//! An address that leads nowhere.

pub const TITLE: &str = "There is no such page";
pub const LEAD: &str = "The link may be broken or cut short. Nothing has happened to any order.";
