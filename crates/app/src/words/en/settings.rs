//! Settings.

pub const TITLE: &str = "Settings";
pub const LEAD: &str =
    "All of it stays in this browser. Nothing here is sent anywhere but to the services you name.";

pub const LOOKS: &str = "Appearance";
pub const THEME: &str = "Theme";
pub const AS_DEVICE: &str = "As the device";
pub const LIGHT: &str = "Light";
pub const DARK: &str = "Dark";
pub const NO_ICONS: &str = "Do not load pictures of services";
pub const NO_ICONS_HINT: &str =
    "They come from the service's own host, which learns that you look.";

pub const ARRIVAL: &str = "When a code arrives";
pub const SOUND: &str = "Play a sound";
pub const NOTIFICATION: &str = "Show a notification";
pub const NOTIFICATION_REFUSED: &str =
    "Your browser does not allow notifications for this page. You can change that in its settings.";

pub const SERVICES: &str = "Services and keys";
pub const KEYS_HINT: &str =
    "Keys stay in this tab and are gone when it is closed, unless you keep them.";
pub const KEYS_UNUSED: &str = "This page belongs to a sandbox, which has keys of its own. It does not use what you type here.";
pub const KEEP_KEYS: &str = "Keep keys on this device";
pub const KEEP_KEYS_HINT: &str = "Whoever can use this browser, and every extension in it, can then read them and spend what is on them.";
pub const KEY_SMS4SATS: &str = "API key of sms4sats";
pub const RELAY_BITREFILL: &str = "Relay for Bitrefill";
pub const RELAY_LAVA: &str = "Relay for Lava";
pub const RELAY_GRID: &str = "Relay for Grid";
pub const ADDRESS: &str = "Address of sms4sats";
pub const ADDRESS_HINT: &str = "The usual one if empty. The host of this page must allow it too.";
pub const ADDRESS_HINT_PLAYED: &str = "The sandbox's usual one if empty.";
pub const ADDRESS_ELSEWHERE: &str = "must be an address of this sandbox.";
pub const USUAL_ADDRESS: &str = "https://api2.sms4sats.com";
pub const RELAY: &str = "https://relay.example.org";

pub const INVOICES: &str = "Invoices";
pub const INVOICES_HINT: &str = "What an invoice must be before this page lets you pay it.";
pub const NETWORK: &str = "Network";
pub const NETWORKS: [(&str, &str); 4] = [
    ("", "As the service has it"),
    ("bc", "Bitcoin"),
    ("tb", "Testnet"),
    ("tbs", "Signet"),
];
pub const NETWORKS_PLAYED: [(&str, &str); 1] = [("bcrt", "Regtest: play money")];
pub const SANDBOX_ONLY: &str = "This page belongs to a sandbox. It talks to that sandbox alone, and takes no invoice for real money.";
pub const PAYEE: &str = "Pinned payee";
pub const PAYEE_WRONG: &str = "must be a node's public key: 66 hexadecimal digits.";
pub const PAYEE_HINT: &str = "The node that has to sign. The service's published one if empty.";
pub const PAYEE_PLACEHOLDER: &str = "66 digits, such as 035b04e0…";

pub const REFERRAL: &str = "Referral";
pub const REFERRAL_ADDRESS: &str = "Lightning address of who brought you here";
pub const REFERRAL_HINT: &str = "The service shares with it what you pay. It costs you nothing.";
pub const REFERRAL_PLACEHOLDER: &str = "name@example.org";

pub const RELOAD: &str = "Use it now";
pub const RELOAD_HINT: &str =
    "Addresses, network and payee count from the next load of this page on.";

pub const DATA: &str = "Your data";
pub const DATA_HINT: &str = "Your orders are in this browser and nowhere else. A backup holds their numbers, codes and invoices: keep it safe.";
pub const EXPORT_JSON: &str = "Save a backup";
pub const EXPORT_CSV: &str = "Save a table (CSV)";
pub const IMPORT: &str = "Read in a backup";
pub const WIPE: &str = "Delete everything";
pub const WIPE_TITLE: &str = "Delete all orders, keys and settings?";
pub const WIPE_HINT: &str = "Orders that are under way go on at the service, but this browser will not show their codes. This cannot be undone.";
pub const WIPE_NOW: &str = "Delete everything now";
pub const KEEP: &str = "Keep it";
pub const WIPED: &str = "Everything is deleted.";
pub const NOT_WIPED: &str = "Not everything could be deleted, because the browser does not let this page use its storage. Delete the page's data in the browser's settings.";
pub const UNREADABLE: &str = "This file could not be read.";

/// What was read in, and what was not.
pub fn imported(orders: usize, left_out: usize) -> String {
    let number = orders.to_string();
    let read = match orders {
        1 => "1 order was read in.",
        _ => &[number.as_str(), " orders were read in."].concat(),
    };
    let number = left_out.to_string();
    let left = match left_out {
        0 => "",
        1 => " 1 was left out, because it is not paid: what a file asks you to pay cannot be checked.",
        _ => &[" ", number.as_str(), " were left out, because they are not paid: what a file asks you to pay cannot be checked."].concat(),
    };
    [read, left].concat()
}

/// Whether the browser keeps what is stored here, as far as it says so. It is asked with the first order.
pub const fn persistence(is_promised: Option<bool>) -> &'static str {
    match is_promised {
        Some(true) => "This browser has promised to keep them until you delete them.",
        Some(false) => {
            "This browser has not promised to keep them: where it lacks room, or where you do not come \
             back for long, it may delete them. It is asked when you order. Save a backup of what you \
             may need."
        }
        None => {
            "This browser does not say whether it keeps them. Save a backup of what you may need."
        }
    }
}
