//! Top up.

use satline_core::money::Sats;

pub const TITLE: &str = "Top up";
pub const LEAD: &str = "Add money to an account, and see it arrive.";
pub const ACCOUNT: &str = "Account";
pub const FOR_SMS4SATS: &str = "codes and numbers, paid at once";
pub const FOR_BITREFILL: &str = "gift cards and refills";
pub const FOR_LAVA: &str = "a wallet for AI services";
pub const FOR_GRID: &str = "an account in Grid's sandbox";
pub const WHY_SMS4SATS: &str =
    "It is sent to sms4sats alone, kept in memory while this tab is open, and never stored.";
pub const WHY_BITREFILL: &str = "Bitrefill's key is a secret, and the service does not talk to browsers: a relay of yours holds the key. There is one to begin with in npm/examples/relay.";
pub const WHY_LAVA: &str = "Lava's key is a secret, and the service does not talk to browsers: a relay of yours holds the key. There is one to begin with in npm/examples/relay.";
pub const WHY_GRID: &str = "Grid's token is a secret, and its terms keep it out of browsers: a relay of yours holds it. There is one to begin with in npm/examples/relay.";
pub const KEY: &str = "API key";
pub const RELAY: &str = "Address of your relay";
pub const RELAY_HINT: &str = "https://relay.example.org";
pub const OPEN: &str = "Open the account";
pub const ASKING_ACCOUNTS: &str = "Asking for the accounts …";
pub const NO_BALANCE: &str = "balance not told";
pub const PLATFORM: &str = "platform";
pub const INTERNAL: &str = "Internal account";
pub const CHOOSE: &str = "Choose an account";
pub const CONSEQUENCE_SMS4SATS: &str = "You get an invoice. Nothing is spent before you pay it.";
pub const CONSEQUENCE_BITREFILL: &str =
    "You get an invoice or an address. Nothing is spent before you pay it.";
pub const CONSEQUENCE_LAVA: &str =
    "The card is charged at once. Your bank may ask you to confirm first.";
pub const CONSEQUENCE_GRID: &str =
    "Grid's sandbox adds play money at once. It works in no other place.";
pub const MOMENT: &str = "One moment …";
pub const PAY_BY: &str = "Pay by";
pub const UNIT: &str = "Unit";
pub const EMPTY_AMOUNT: &str = "Leave it empty to choose when you pay.";
pub const NO_LIMITS: &str = "The service tells no limits: it has the last word.";
pub const AMOUNT: &str = "The amount";
pub const HISTORY: &str = "History";
pub const YOUR_TOP_UP: &str = "Your top-up";
pub const ANOTHER: &str = "Begin another top-up";
pub const SILENT: &str =
    "The service does not answer just now. Nothing is lost: this page keeps asking.";
pub const SEND: &str = "Send";
pub const CONFIRM: &str = "Confirm the payment";
pub const ASKING_BALANCE: &str = "Asking for the new balance …";
pub const BALANCE: &str = "Your balance";
pub const UNASKED: &str = "It may have been paid since this page last heard of it, and this tab cannot ask: it does not have the account's key. Pay nothing before you have opened the account under Top up. Then this page goes on.";
pub const OTHER_KEY: &str = "It was begun with another key, or by another address of the relay, than the one that is open here. It may have been paid since this page last heard of it. Open the account with that key; if there is none any more, look at the service whether it was paid before you pay.";
pub const SHOW_ALL_THE_SAME: &str = "Show what there is to pay or to confirm";
pub const PAID: &str = "Your payment is there";
pub const PAID_HINT: &str = "Waiting for it to be added to your balance …";
pub const ASKED: &str = "Perhaps paid";
pub const ASKED_HINT: &str = super::order::ASKED;
pub const PAY: &str = "Pay this invoice";
pub const PAY_HINT: &str =
    "Your balance grows when it is paid. Nobody has to: it expires by itself.";
pub const ADDRESS: &str = "Send the payment";
pub const ADDRESS_HINT: &str = "Your balance grows when the network has confirmed it.";
pub const CONFIRM_HINT: &str =
    "No money has moved yet: your bank wants you to confirm. This page watches the balance.";
pub const UNKNOWN: &str = "It is not known whether this was charged";
pub const UNKNOWN_HINT: &str = "No answer has come, so the charge may have been made or not. Nothing is charged again: this page watches the balance, and says when the money is there. Look at your account before you begin another.";
pub const THERE: &str = "The money is there";
pub const THERE_HINT: &str = "Your balance has grown.";
pub const EXPIRED: &str = "Nobody paid in time";
pub const EXPIRED_HINT: &str = "It has expired, and nothing was spent.";
pub const FAILED: &str = "It did not work out";
pub const FAILED_HINT: &str =
    "Your balance has not grown. If you have paid, ask the service what became of it.";
pub const WAITING: &str = "Waiting for the service";
pub const WAITING_HINT: &str = "It has not said yet how to pay.";
pub const COMPARE: &str = "An address cannot be checked as an invoice can. Compare it after pasting, and send by no other network: what goes astray is lost.";
pub const NOW: &str = "In it now";

/// The button, with what it adds.
pub fn top_up(amount: &str) -> String {
    ["Top up ", amount].concat()
}

/// Whose account it is.
pub fn customer(id: &str) -> String {
    ["customer ", id].concat()
}

/// Every way to pay has a problem.
pub fn none_works(service: &str) -> String {
    [
        "There is no way to pay that works. Add one at ",
        service,
        ".",
    ]
    .concat()
}

/// The label of the amount.
pub fn amount_in(unit: &str) -> String {
    ["Amount in ", unit].concat()
}

/// What can be added at once.
pub fn bounds(least: &str, most: &str) -> String {
    ["From ", least, " to ", most, "."].concat()
}

/// How often it was topped up.
pub fn count(top_ups: usize) -> String {
    match top_ups {
        0 => "No top-ups yet.".to_owned(),
        1 => "1 top-up".to_owned(),
        many => [many.to_string().as_str(), " top-ups"].concat(),
    }
}

/// Behind how often.
pub fn sum(total: Sats) -> String {
    [", ", total.to_string().as_str(), " in all"].concat()
}

/// What the chart shows.
pub fn chart(top_ups: usize, least: Sats, most: Sats) -> String {
    format!("Bar chart of {top_ups} top-ups, from {least} to {most}")
}

/// How to send, above the address.
pub fn by(method: &str) -> String {
    ["by ", method, ", to this address"].concat()
}

/// Where a link leads.
pub fn opens(host: &str) -> String {
    ["Opens ", host, " in a new tab. Come back here afterwards."].concat()
}

/// A link that came from a backup.
pub fn from_a_backup(host: &str) -> String {
    [
        "No money has moved. This address on ",
        host,
        " came from a backup, and a backup can be forged: open it only if you know that your bank \
         confirms payments there.",
    ]
    .concat()
}
