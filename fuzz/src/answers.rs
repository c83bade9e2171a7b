//! Responses with any status, headers and body, read by every reader of a service.
//!
//! Every reader succeeds or fails with a serializable error, and nothing is sent more often than allowed.

use std::cell::Cell;
use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Error, Money};
use satline_core::http::{Clock, Effect, Request, Response, Transport, TransportError};
use satline_core::lenient::Extra;
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::OrderId;
use satline_core::secret::Secret;
use satline_core::services::{bitrefill, grid, lava, sms4sats};
use satline_core::time::Time;

/// The longest time that a call may wait, from the first attempt to the last.
const DEADLINE: Duration = Duration::from_secs(30);

/// Parses a text as a response: status, headers, an empty line and the body, or only the body.
pub fn answer(text: &str) -> Response {
    let whole = text
        .split_once("\n\n")
        .filter(|(head, _)| head.starts_with(|first: char| first.is_ascii_digit()));
    let (head, body) = whole.unwrap_or(("200", text));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok());
    Response {
        status: status.unwrap_or(200),
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    }
}

/// Parses a line as a header.
pub fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.to_ascii_lowercase(), value.trim().to_owned()))
}

pub fn sms4sats_reads(text: &str) {
    let answer = &answer(text);
    let account = sms4sats::Account::at(sms4sats::base_url()).with_key(Secret::new("key"));
    let world = World::answering(answer);
    let sms = sms4sats::Sms4Sats::new(account, &world);
    let id = OrderId::parse("7dc6").unwrap();
    let order = sms4sats::ReceiveOrder::code(Country::AUTO, "wa");
    let now = sms4sats::ReceiveOrder {
        immediate: true,
        ..order.clone()
    };
    world.read(sms.availability());
    world.read(sms.price(&sms4sats::PriceQuery::default()));
    world.read(sms.services(Country::AUTO));
    world.read(sms.rental_countries("wa"));
    world.once(Money::Untouched, sms.receive(&order));
    world.once(Money::Unknown, sms.receive(&now));
    world.read(sms.order_status(&id));
    world.once(Money::Held, sms.cancel(&id));
    world.once(Money::Untouched, sms.fund(Sats(1)));
    world.read(sms.balance());
    world.read(sms.history());
}

pub fn bitrefill_reads(text: &str) {
    let answer = &answer(text);
    let auth = bitrefill::Auth::Business {
        id: "id".to_owned(),
        secret: Secret::new("key"),
    };
    let account = bitrefill::Account::at(bitrefill::base_url(), auth);
    let world = World::answering(answer);
    let bitrefill = bitrefill::Bitrefill::new(account, &world);
    let id = OrderId::parse("7dc6").unwrap();
    let order = bitrefill::DepositOrder::fixed(dollars(), "lightning");
    world.once(Money::Untouched, bitrefill.deposit(&order));
    world.read(bitrefill.deposit_status(&id));
    world.read(bitrefill.balance());
    world.read(bitrefill.ping());
}

pub fn lava_reads(text: &str) {
    let answer = &answer(text);
    let account = lava::Account::at(lava::base_url(), Secret::new("aks_test_key"));
    let world = World::answering(answer);
    let lava = lava::Lava::new(account, &world);
    let method = lava::PaymentMethod {
        id: "pm_1".to_owned(),
        brand: None,
        last4: None,
        expiry_month: None,
        expiry_year: None,
        is_default: true,
        problem: None,
        extra: Extra::default(),
    };
    world.once(Money::Unknown, lava.fund(&method, &dollars()));
    world.read(lava.wallet());
    world.read(lava.payment_methods());
}

pub fn grid_reads(text: &str) {
    let answer = &answer(text);
    let account = grid::Account::at(grid::base_url(), "id", Secret::new("key"));
    let world = World::answering(answer);
    let grid = grid::Grid::new(account, &world);
    world.once(Money::Unknown, grid.fund("InternalAccount:1", 1));
    world.read(grid.customers_accounts(&grid::AccountFilter::default(), None, 1));
    world.read(grid.platform_accounts(&grid::AccountFilter::default()));
}

fn dollars() -> Amount {
    Amount::parse("amount", "25", Currency::USD).unwrap()
}

/// Returns the result of a future that does not wait.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits, though it was answered"),
    }
}

/// An error is a sentence, survives JSON, and suggests no retry that could cost money.
pub fn can_be_kept(error: &Error, effect: Effect) {
    let json = serde_json::to_string(error).unwrap();
    let read: Error = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert!(error.to_string().ends_with(['.', '”']), "{error}");
    if let Some(words) = &error.service_message {
        assert!(words.chars().count() <= 300 && !words.contains(char::is_control));
    }
    let is_free = effect == Effect::Read || error.money == Money::Untouched;
    assert!(is_free || !error.retryable, "{error:?}");
}

/// Gives every request the same response, at once.
pub struct World<'a> {
    answer: &'a Response,
    sent: Cell<u32>,
}

impl<'a> World<'a> {
    pub fn answering(answer: &'a Response) -> Self {
        let sent = Cell::new(0);
        Self { answer, sent }
    }

    /// Makes a call that changes nothing.
    pub fn read<T: Debug>(&self, call: impl Future<Output = Result<T, Error>>) {
        self.run(Effect::Read, call);
    }

    /// Makes a call that is sent once.
    fn once<T: Debug>(&self, money: Money, call: impl Future<Output = Result<T, Error>>) {
        self.run(Effect::Once(money), call);
    }

    fn run<T: Debug>(&self, effect: Effect, call: impl Future<Output = Result<T, Error>>) {
        self.sent.set(0);
        let result = now(call);
        let most = if effect == Effect::Read { 3 } else { 1 };
        assert!((1..=most).contains(&self.sent.get()), "{result:?}");
        match result {
            Ok(value) => {
                assert!(self.answer.is_success(), "took a failure for a success");
                assert!(!format!("{value:?}").is_empty());
            }
            Err(error) => can_be_kept(&error, effect),
        }
    }
}

impl Transport for World<'_> {
    async fn send(&self, _: &Request) -> Result<Response, TransportError> {
        self.sent.set(self.sent.get() + 1);
        Ok(self.answer.clone())
    }
}

impl Clock for World<'_> {
    fn now(&self) -> Time {
        Time(1_767_225_600_000)
    }

    async fn sleep(&self, duration: Duration) {
        assert!(duration <= DEADLINE);
    }

    fn random(&self) -> u32 {
        u32::MAX
    }
}
