//! One order.

use std::time::Duration;

use satline_core::error::Money;
use satline_core::order::{Kind, Order, State};

pub const NOT_HERE: &str = "This order is not in this browser";
pub const NOT_READ: &str = "This order cannot be shown just now";
pub const NOT_HERE_LEAD: &str =
    "Orders are kept in the browser they were made in, and nowhere else.";
pub const NOT_HERE_FACTS: [(&str, &str); 3] = [
    (
        "Made on another device?",
        "Open it there, or save a backup there and read it in here.",
    ),
    (
        "Paid, and no code came?",
        "Your money returns by itself within about 20 minutes.",
    ),
    (
        "Deleted here?",
        "The order goes on at the service, but its code is shown nowhere.",
    ),
];

pub const PROGRESS: &str = "Where it stands";
pub const INVOICE: &str = "Invoice";
pub const INVOICE_TEXT: &str = "The invoice as text";
pub const COPY_INVOICE: &str = "Copy the invoice";
pub const QR_TOO_LONG: &str = "This invoice is too long for a QR code. Copy it instead.";
pub const OPEN_WALLET: &str = "Open in a wallet";
pub const OPEN_IN: &str = "Choose the wallet app";
pub const PAY_HERE: &str = "Pay with this browser's wallet";
pub const CONFIRM_THERE: &str = "Confirm the payment in your wallet.";
pub const PAYING: &str = "Your wallet is paying.";
pub const DECLINED: &str = "Your wallet said no. Nothing was sent.";
pub const MAYBE_PAID: &str =
    "Your wallet may have paid, and does not say. Watch the order: do not pay again.";
pub const ASKED: &str = "A wallet was asked to pay this invoice.";
pub const NOT_PAID: &str = "My wallet shows that it was not paid";
pub const NOT_PAID_HINT: &str = "Look into your wallet. Only if it shows no payment, and none under way, can this invoice be paid again.";
pub const NO_TIME: &str = "There is no time left to pay this invoice. Make a new order.";
pub const REFUSED: &str = "There is nothing to pay here.";
pub const DO_NOT_PAY: &str =
    "Do not pay this invoice: it is not what was agreed. Nothing has been spent.";
pub const TOO_LATE: &str =
    "There is no time left to pay this invoice. Nothing was spent: make a new order.";
pub const REAL_MONEY: &str = "This order is for real money, and this page belongs to a sandbox, so its invoice is not shown. Nothing was spent.";
pub const PLAY_MONEY: &str = "This order was made in a sandbox with play money, so there is nothing to pay here. Nothing was spent.";
pub const CHECKS: &str = "Checked before you pay";
pub const PASSED: &str = "passed: ";
pub const NOTE: &str = "note: ";
pub const FAILED: &str = "failed: ";

pub const NUMBER: &str = "Your number";
pub const INTERNATIONAL: &str = "International";
pub const CODE: &str = "Your code";
pub const MESSAGES: &str = "Messages, the newest first";
pub const LATE: &str = "A code came all the same, after the money went back:";
pub const ZEROS: &str = "It was sent as a number: if it looks too short, put zeros before it.";
pub const COPY_CODE: &str = "Copy the code";

pub const CANCEL: &str = "Cancel and get the money back";
pub const CANCEL_UNPAID: &str = "Cancel the order";
pub const SILENT: &str =
    "The service does not answer just now. Nothing is lost: this page keeps asking.";

pub const GIVEN_UP: &str = "No longer asked about";
pub const GIVEN_UP_HINT: &str = "There was no news of it for so long that this page no longer asks. The service, your wallet or your balance shows what came of it.";

pub const AGAIN: &str = "Try again";
pub const AUTO: &str = "Let the service choose a country";
pub const SEND_AGAIN: &str = "Write another message";

pub const RECEIPT: &str = "Receipt";
pub const PRINT: &str = "Print";
pub const SAVE: &str = "Save";
pub const ORDER_ID: &str = "Order";
pub const WHAT: &str = "What";
pub const WHAT_FOR: &str = "For";
pub const COUNTRY: &str = "Country";
pub const STANDING: &str = "State";
pub const PRICE: &str = "Price";
pub const CAME: &str = "Received";
pub const REASON: &str = "Reason";
pub const MADE: &str = "Made";
pub const PAID: &str = "Paid";
pub const SERVICE: &str = "Service";
pub const ALL: &str = "All orders";

/// What can be ordered.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Code => "One code",
        Kind::Rental => "Rented number",
        Kind::RealPhone => "Code to a real phone",
        Kind::Sms => "SMS",
        Kind::Email => "Email",
        Kind::Fund => "Top-up",
    }
}

/// How it stands, in two or three words: for the browser's title and for lists.
pub const fn standing(order: &Order) -> &'static str {
    match order.state {
        State::AwaitingPayment if order.paid_at.is_some() => "Paid",
        State::AwaitingPayment if order.maybe_paid() => "Perhaps paid",
        State::AwaitingPayment => "To be paid",
        State::NeedsConfirmation => "To be confirmed",
        State::Unknown => "Not known",
        State::Held if is_receiving(order.kind) => "Waiting for the number",
        State::NumberGiven => "Waiting for the code",
        State::Held | State::Created => "Being sent",
        State::CodeReceived if matches!(order.kind, Kind::Rental) => "Receiving",
        State::CodeReceived => "Code is here",
        State::Sent => "Sent",
        State::Delivered => "Delivered",
        State::Credited | State::Charged => "Topped up",
        State::Cancelled => "Cancelled",
        State::Refunded => "Money back",
        State::Failed => "Failed",
        State::Expired => "Expired",
    }
}

/// How it stands, with what that means for the money.
pub fn sentence(order: &Order) -> &'static str {
    let is_message = matches!(order.kind, Kind::Sms | Kind::Email);
    match (order.state, order.money()) {
        (State::AwaitingPayment, _) if is_message => "Pay this invoice, and your message is sent.",
        (State::AwaitingPayment, _) => "Pay this invoice to get your number.",
        (State::Held | State::NumberGiven | State::Created, Money::Spent) => {
            "It was paid from your balance."
        }
        (State::Held, _) if is_receiving(order.kind) => {
            "Your money is reserved, not spent. Your number comes in a few seconds."
        }
        (State::NumberGiven, _) => {
            "Your money is reserved, not spent. Use the number, and the code appears here."
        }
        (State::Held | State::Created, _) => {
            "Your money is reserved, not spent. Your message is being sent."
        }
        (State::CodeReceived, _) if order.kind == Kind::Rental => {
            "The number is yours. Every message it gets appears here."
        }
        (State::CodeReceived, _) => "Your code has arrived.",
        (State::Sent, _) => "Your message is sent, and your money is spent.",
        (State::Delivered, _) => "Your message has arrived.",
        (State::Expired, _) => "Nobody paid in time, so the order has expired. Nothing was spent.",
        (State::Cancelled, Money::Untouched) => "Cancelled. Nothing was spent.",
        (State::Cancelled, Money::Returned) => "Cancelled. Your money is back in your wallet.",
        (State::Refunded, Money::Returned) => "No code came. Your money goes back to your wallet.",
        (State::Failed, Money::Returned) => {
            "It could not be sent. Your money goes back to your wallet."
        }
        (State::Cancelled | State::Refunded | State::Failed, _) => {
            "It did not work out. Look at your balance: the service does not say whether the money is back."
        }
        _ => "",
    }
}

/// The steps of its life.
pub const fn steps(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Code | Kind::RealPhone => &["Ordered", "Paid", "Number given", "Code received"],
        Kind::Rental => &["Ordered", "Paid", "Number given", "Messages"],
        Kind::Sms | Kind::Email => &["Ordered", "Paid", "Accepted", "Sent", "Delivered"],
        Kind::Fund => &["Begun", "Paid", "In your balance"],
    }
}

/// What is waited for.
pub const fn awaited(order: &Order) -> &'static str {
    match order.state {
        State::AwaitingPayment if order.maybe_paid() => "Waiting for the word that it was paid",
        State::AwaitingPayment if order.paid_at.is_none() => "Waiting for your payment",
        State::AwaitingPayment | State::Unknown => "Waiting for the money to be in your balance",
        State::NeedsConfirmation => "Waiting for your confirmation",
        State::Held if is_receiving(order.kind) => "Waiting for the number",
        State::NumberGiven => "Waiting for the code",
        State::CodeReceived => "Waiting for more messages",
        State::Sent => "Waiting for the word that it has arrived",
        _ => "Waiting for it to be sent",
    }
}

/// When that ends, if it is known.
pub fn ends(order: &Order, end: &str) -> String {
    match order.state {
        State::AwaitingPayment => ["The invoice can be paid until ", end, "."].concat(),
        _ => [
            "Your money comes back by itself if no code has come by then: at ",
            end,
            ", or within the minute after.",
        ]
        .concat(),
    }
}

/// When it began, where nobody knows when it ends.
pub fn since(begin: &str) -> String {
    [
        "Since ",
        begin,
        ". The service does not say how long it takes.",
    ]
    .concat()
}

pub fn left(time: &str) -> String {
    [time, " left"].concat()
}

/// Why an order cannot be cancelled yet.
pub fn cancel_in(time: &str) -> String {
    ["You can cancel in ", time, "."].concat()
}

/// The device's clock is wrong, in the core's words.
pub fn corrected(skew: &str) -> String {
    [
        "The times here are corrected, because ",
        skew,
        ". Set it right.",
    ]
    .concat()
}

/// The text alternative of the QR code.
pub fn qr_title(amount: &str) -> String {
    ["Lightning invoice for ", amount].concat()
}

/// The service's own words, whatever they are.
pub fn says(service: &str, words: &str) -> String {
    [service, " says: “", words, "”"].concat()
}

/// How many rules an invoice passed.
pub fn checks(passed: usize, all: usize) -> String {
    let [passed, all] = [passed, all].map(|count| count.to_string());
    [CHECKS, ": ", &passed, " of ", &all, " passed"].concat()
}

/// What a rule did not find.
pub fn found(expected: &str, found: &str) -> String {
    ["Expected ", expected, ", found ", found, "."].concat()
}

/// The number as it is dialled within its country.
pub fn within(code: &str) -> String {
    ["Without +", code].concat()
}

/// Another try, in another country.
pub fn try_in(country: &str) -> String {
    ["Try ", country, " next"].concat()
}

/// `1:05`, or `1:00:05`.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let two = |number: u64| {
        let digits = number.to_string();
        if digits.len() < 2 {
            ["0", &digits].concat()
        } else {
            digits
        }
    };
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, two(seconds % 60));
    match hours {
        0 => [minutes.to_string().as_str(), ":", &seconds].concat(),
        _ => [
            hours.to_string().as_str(),
            ":",
            &two(minutes),
            ":",
            &seconds,
        ]
        .concat(),
    }
}

const fn is_receiving(kind: Kind) -> bool {
    matches!(kind, Kind::Code | Kind::Rental | Kind::RealPhone)
}

/// What a notification says. It may be seen by others.
pub fn called(name: &str) -> String {
    [name, ": your code has arrived."].concat()
}
