//! Wallets that say anything after they were asked to pay.

use std::cell::Cell;
use std::time::Duration;

use satline_core::http::Clock;
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::webln::{
    Outcome, PayError, Reason, UserClicked, Wallet, allow_again, pay,
};
use satline_core::lightning::{CheckedInvoice, Expectation, UncheckedInvoice, check};
use satline_core::time::Time;
use sha2::{Digest, Sha256};

use super::answers::now;
use super::bolt11::draft::{Draft, to_words};
use super::bolt11::key;

/// When the invoice was created.
const BEGINNING: Time = Time(1_496_314_658_000);

/// The preimage is 32 times this byte.
const PREIMAGE: u8 = 7;

const EXAMPLE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5\
    qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj\
    30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgp\
    fna3rh";

/// The tag of the payment hash.
const PAYMENT_HASH: u8 = 1;

thread_local! {
    static INVOICE: CheckedInvoice = invoice();
}

/// The first line has words about the wallet (`off` when it refuses access, `mute` when it cannot pay,
/// `async` when it sends off), and how many milliseconds it takes. The rest is what it says: a preimage,
/// `nwc CODE MESSAGE`, or `error MESSAGE`.
pub fn holds(text: &str) {
    let (about, said) = text.split_once('\n').unwrap_or((text, ""));
    let word = |word| about.split(' ').any(|has| has == word);
    let took = about.split(' ').find_map(|word| word.parse().ok());
    let wallet = Liar {
        is_on: !word("off"),
        sends_off: (!word("mute")).then_some(word("async")),
        took: Duration::from_millis(took.unwrap_or(1)),
        said,
        now: Cell::new(BEGINNING),
        asked: Cell::new(0),
    };
    INVOICE.with(|invoice| {
        is_careful(&wallet, invoice);
        allow_again(invoice.payment_hash());
    });
}

fn is_careful(wallet: &Liar, invoice: &CheckedInvoice) {
    let outcome = now(pay(wallet, invoice, wallet, UserClicked));
    assert!(wallet.asked.get() <= 1);
    let preimage = "07".repeat(32);
    let proves = matches!(wallet.result(), Ok(Some(said)) if said.eq_ignore_ascii_case(&preimage));
    let was_asked = wallet.asked.get() == 1;
    match &outcome {
        Outcome::Paid(proof) => {
            assert!(proves && proof.payment_hash() == invoice.payment_hash());
        }
        Outcome::Pending => assert!(wallet.sends_off == Some(true) && wallet.result().is_ok()),
        Outcome::Unknown => assert!(was_asked),
        Outcome::Declined => assert!(!was_asked || wallet.result().is_err()),
        Outcome::Refused(reason) => assert!(!was_asked && *reason != Reason::AlreadySent),
    }
    assert!(!(was_asked && proves) || matches!(outcome, Outcome::Paid(_)));
    // What may be on its way is not sent again.
    wallet.now.set(BEGINNING);
    let again = now(pay(wallet, invoice, wallet, UserClicked));
    let is_closed = again == Outcome::Refused(Reason::AlreadySent);
    let is_open = matches!(outcome, Outcome::Declined | Outcome::Refused(_));
    assert_eq!(is_closed, !is_open, "{outcome:?}, then {again:?}");
}

struct Liar<'a> {
    is_on: bool,
    sends_off: Option<bool>,
    took: Duration,
    said: &'a str,
    now: Cell<Time>,
    asked: Cell<u32>,
}

impl Liar<'_> {
    fn result(&self) -> Result<Option<String>, PayError> {
        match self.said.split_once(' ') {
            Some(("nwc", error)) => {
                let (code, message) = error.split_once(' ').unwrap_or((error, ""));
                Err(PayError::nwc(code, message.to_owned()))
            }
            Some(("error", message)) => Err(PayError::Message(message.to_owned())),
            _ if self.said.is_empty() => Ok(None),
            _ => Ok(Some(self.said.to_owned())),
        }
    }
}

impl Wallet for Liar<'_> {
    async fn enable(&self) -> bool {
        self.now.set(self.now.get().after(self.took));
        self.is_on
    }

    fn sends_off(&self) -> Option<bool> {
        self.sends_off
    }

    async fn pay(&self, _: &str) -> Result<Option<String>, PayError> {
        self.asked.set(self.asked.get() + 1);
        self.now.set(self.now.get().after(self.took));
        self.result()
    }
}

impl Clock for Liar<'_> {
    fn now(&self) -> Time {
        self.now.get()
    }

    async fn sleep(&self, _: Duration) {}

    fn random(&self) -> u32 {
        0
    }
}

/// Returns the example with our own preimage's hash, signed by us.
fn invoice() -> CheckedInvoice {
    let mut draft = Draft::parse(EXAMPLE).unwrap();
    let mut fields = draft.fields().unwrap();
    let hash: [u8; 32] = Sha256::digest([PREIMAGE; 32]).into();
    for (tag, data) in &mut fields {
        if *tag == PAYMENT_HASH {
            *data = to_words(&hash);
        }
    }
    draft.set_fields(&fields);
    draft.sign(&key());
    let expectation = Expectation::new(Network::Bitcoin);
    check(
        &UncheckedInvoice::new(draft.text()),
        &expectation,
        BEGINNING,
    )
    .unwrap()
}
