//! This browser's orders.

use crate::state::Trouble;

pub const TITLE: &str = super::common::ORDERS;
pub const LEAD: &str = "They are in this browser and nowhere else.";
pub const EMPTY_TITLE: &str = "No orders yet";
pub const EMPTY: &str =
    "Whatever you order stands here, with its number and its code, until you delete it.";
pub const SEARCH: &str = "Search your orders";
pub const SEARCH_HINT: &str = "Search, such as WhatsApp or 491";
pub const NONE_FOUND: &str = "No order has that.";
pub const TO_DO: &str = "To do";
pub const UNDER_WAY: &str = "Under way";
pub const DONE: &str = "Done";
pub const RECORD: &str = "Your own record";
pub const RECORD_HINT: &str =
    "From your own orders in this browser, and from nobody else's. Three at least.";
pub const DELETE: &str = "Delete";
pub const DELETE_TITLE: &str = "Delete this order?";
pub const DELETE_HINT: &str = "If it is under way it goes on at the service, but this browser will not show its code. This cannot be undone.";
pub const KEEP: &str = "Keep it";
pub const WIPE: &str = "Delete all orders";
pub const WIPE_TITLE: &str = "Delete all orders?";
pub const WIPE_HINT: &str = "Those that are under way go on at the service, but this browser will not show their codes. Save a backup first if you may need them. This cannot be undone.";
pub const FOLLOW: &str = "Follow an order by its id";
pub const FOLLOW_ID: &str = "The order's id";
pub const FOLLOW_HINT: &str = "An order at sms4sats that was paid and is not in the list: made in another browser, or lost here.";
pub const FOLLOW_KIND: &str = "What was ordered";
pub const FOLLOW_SUBMIT: &str = "Follow it";
pub const FOLLOW_UNPAID: &str = "The service says that nobody has paid this order, so there is nothing to follow. Nothing was spent. If your wallet has just paid, try again in a moment; its invoice is only where it was ordered.";
pub const FOLLOWED: &str = "An order by its id";
pub const SAVE_DAMAGED: &str = "Save what is there";
pub const NOT_DELETED: &str = "It could not be deleted, because the browser does not let this page use its storage. Delete the page's data in the browser's settings.";

/// How many orders are found.
pub fn count(orders: usize) -> String {
    match orders {
        0 => NONE_FOUND.to_owned(),
        1 => "1 order".to_owned(),
        many => [many.to_string().as_str(), " orders"].concat(),
    }
}

/// How many orders there are that this version of the page cannot read.
pub fn newer(orders: usize) -> String {
    let reload = "written by a newer version of this page. Nothing is lost: load the page again.";
    match orders {
        1 => ["1 more order was ", reload].concat(),
        many => [many.to_string().as_str(), " more orders were ", reload].concat(),
    }
}

/// How many records no version of the page can read.
pub fn damaged(records: usize) -> String {
    let left =
        "It is left as it is. Save it: the order's id, its number and its code may be in it.";
    match records {
        1 => ["The record of 1 more order is damaged. ", left].concat(),
        many => [
            "The records of ",
            many.to_string().as_str(),
            " more orders are damaged. They are left as they are. Save them: the orders' ids, numbers \
             and codes may be in them.",
        ]
        .concat(),
    }
}

/// Why the orders cannot be shown, what that means for them, and what to do.
pub const fn storage(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Silent => {
            "This browser's storage does not answer, so your orders cannot be shown. They go on at the \
             service. Close other tabs of this page or start the browser again, then try again."
        }
        Trouble::Newer => {
            "A newer version of this page keeps your orders in this browser now, and this one cannot \
             read them. Nothing is lost: load the page again."
        }
        Trouble::Blocked | Trouble::Full => {
            "This browser lets the page keep nothing, so there are no orders to show. Allow this page \
             to store data, or leave private browsing, then try again."
        }
    }
}

/// What the button beside an order does.
pub fn delete(name: &str) -> String {
    [DELETE, " ", name].concat()
}

/// How often a code came, and how long that usually took.
pub fn record(came: usize, all: usize, usual: Option<&str>) -> String {
    let [came, all] = [came, all].map(|count| count.to_string());
    let wait = usual.map_or_else(String::new, |usual| [", usually after ", usual].concat());
    [&came, " of ", &all, " brought a code", &wait].concat()
}
