//! What more than one page says.

pub const APP: &str = "satline";
pub const CLOSE: &str = "Close";
pub const COPIED: &str = "Copied";
pub const COPY: &str = "Copy";
pub const GET_A_CODE: &str = "Get a code";
pub const IN_LINE: &str = "Another order is just being made, so this one was not. Nothing of it was sent: try again in a moment.";
pub const IT: &str = "It";
pub const LOADING: &str = "Loading";
pub const MISSING: &str = "This part of the app could not be loaded. Your money is where it was, and your orders are not lost. Check your connection and try again; if that does not help, load the page again.";
pub const OFFLINE: &str = "You are offline. Nothing is lost: what you have ordered goes on, and this page asks again as soon as you are back.";
pub const ORDERS: &str = "Your orders";
pub const OPTIONAL: &str = "(optional)";
pub const SHOW_ORDER: &str = "Show the order";
pub const TRY_AGAIN: &str = "Try again";

/// What is said of an order to a reader who has gone elsewhere meanwhile.
pub fn made(name: &str) -> String {
    ["Your order is made: ", name, ". It is to be paid now."].concat()
}

/// The browser's title of a page.
pub fn title(page: &str) -> String {
    [page, " · ", APP].concat()
}

/// What is wrong with what stands in a field, as a sentence below that field.
pub fn field_error(name: &str, message: &str) -> String {
    [name, " ", message].concat()
}
