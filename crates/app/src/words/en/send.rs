//! Send an SMS or an email.

use satline_core::money::Sats;

pub const TITLE: &str = "Send";
pub const LEAD: &str =
    "An SMS or an email to anyone, without an account. You pay only if it is sent.";

pub const BY: &str = "Send by";
pub const SMS: &str = "SMS";
pub const EMAIL: &str = "Email";
pub const PHONE: &str = "Phone number";
pub const PHONE_HINT: &str = "+49 151 23456789";
pub const ADDRESS: &str = "Email address";
pub const ADDRESS_HINT: &str = "pseudonym@protonmail.com";
pub const MESSAGE: &str = "Message";
pub const WEBHOOK: &str = "Webhook";
pub const WEBHOOK_HINT: &str =
    "An address of yours that the service tells what became of the message.";
pub const MONEY: &str = "Your money is only reserved when you pay. It is spent when the message has been sent, and comes back by itself if that fails.";
pub const SUBMIT: &str = "Send";
pub const SENDING: &str = "One moment …";
pub const RULES: &str = "Before you send";
pub const RULE_LIST: [(&str, &str); 3] = [
    (
        "It is plain text",
        "The service delivers what you type, up to 140 characters.",
    ),
    (
        "It is not secret",
        "The service reads it, and so can those who carry it.",
    ),
    (
        "You can follow it",
        "From paid to sent to delivered, on the order's page.",
    ),
];

/// What is left of the message's length.
pub fn left(left: i64) -> String {
    match left {
        1 => "1 character left".to_owned(),
        0.. => [left.to_string().as_str(), " characters left"].concat(),
        -1 => "1 character too many".to_owned(),
        _ => [
            left.unsigned_abs().to_string().as_str(),
            " characters too many",
        ]
        .concat(),
    }
}

/// The button that orders.
pub fn send_for(price: Sats) -> String {
    ["Send for ", price.to_string().as_str()].concat()
}

/// What an order of an SMS is called.
pub fn sms_to(phone: &str) -> String {
    ["SMS to ", phone].concat()
}

/// What an order of an email is called.
pub fn email_to(address: &str) -> String {
    ["Email to ", address].concat()
}
