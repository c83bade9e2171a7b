//! Answers of services, whatever their status, headers and body: read by every reader there is.

use std::cell::Cell;
use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Error, Money, Service};
use satline_core::http::{
    Call, Client, Clock, Effect, Request, Response, Transport, TransportError,
};
use satline_core::lenient::Others;
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::OrderId;
use satline_core::secret::Secret;
use satline_core::services::{bitrefill, grid, lava, sms4sats};
use satline_core::time::Time;

/// Every reader reads it, says no in a way that can be kept, and nothing is sent more often than it
/// may be.
pub fn holds(text: &str) {
    let answer = answer(text);
    sms4sats_reads(&answer);
    bitrefill_reads(&answer);
    lava_reads(&answer);
    grid_reads(&answer);
}

/// A text as an answer: like HTTP's, a status, headers, an empty line and the body; or the body
/// alone.
pub fn answer(text: &str) -> Response {
    let whole = text
        .split_once("\n\n")
        .filter(|(head, _)| head.starts_with(|first: char| first.is_ascii_digit()));
    let (head, body) = whole.unwrap_or(("200", text));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok());
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    Response {
        status: status.unwrap_or(200),
        headers: lines.filter_map(header).collect(),
        body: body.to_owned(),
    }
}

fn sms4sats_reads(answer: &Response) {
    use sms4sats::call;
    let account = sms4sats::Account::at(sms4sats::base_url()).with_key(Secret::new("key"));
    let read = Reader(Service::Sms4Sats, answer);
    let id = OrderId::parse("7dc6").unwrap();
    let order = sms4sats::ReceiveOrder::code(Country::AUTO, "wa");
    let now = sms4sats::ReceiveOrder {
        immediate: true,
        ..order.clone()
    };
    read.with(Ok(call::availability(&account)));
    read.with(Ok(call::price(&account, &sms4sats::PriceQuery::default())));
    read.with(Ok(call::services(&account, Country::AUTO)));
    read.with(call::rental_countries(&account, "wa"));
    read.with(call::receive(&account, &order));
    read.with(call::receive(&account, &now));
    read.with(Ok(call::order_status(&account, &id)));
    read.with(Ok(call::cancel(&account, &id)));
    read.with(call::fund(&account, Sats(1)));
    read.with(call::balance(&account));
    read.with(call::history(&account));
}

fn bitrefill_reads(answer: &Response) {
    use bitrefill::call;
    let auth = bitrefill::Auth::Business {
        id: "id".to_owned(),
        secret: Secret::new("key"),
    };
    let account = bitrefill::Account::at(bitrefill::base_url(), auth);
    let read = Reader(Service::Bitrefill, answer);
    let id = OrderId::parse("7dc6").unwrap();
    let order = bitrefill::DepositOrder::fixed(dollars(), "lightning");
    read.with(call::deposit(&account, &order));
    read.with(call::invoice(&account, &id));
    read.with(call::balance(&account));
    read.with(call::ping(&account));
}

fn lava_reads(answer: &Response) {
    use lava::call;
    let account = lava::Account::at(lava::base_url(), Secret::new("aks_test_key"));
    let read = Reader(Service::Lava, answer);
    let method = lava::PaymentMethod {
        id: "pm_1".to_owned(),
        brand: None,
        last4: None,
        expiry_month: None,
        expiry_year: None,
        is_default: true,
        problem: None,
        others: Others::default(),
    };
    read.with(call::fund(&account, &method, &dollars()));
    read.with(call::wallet(&account));
    read.with(call::payment_methods(&account));
}

fn grid_reads(answer: &Response) {
    use grid::call;
    let account = grid::Account::at(grid::base_url(), "id", Secret::new("key"));
    let read = Reader(Service::Grid, answer);
    read.with(call::fund(&account, "InternalAccount:1", 1));
    read.with(call::customers_accounts(&account, None, 1));
    read.with(call::platform_accounts(&account));
}

fn dollars() -> Amount {
    Amount::parse("amount", "25", Currency::USD).unwrap()
}

/// Reads the answer as the client of that service does.
struct Reader<'a>(Service, &'a Response);

impl Reader<'_> {
    fn with<T: Debug>(&self, call: Result<Call<T>, Error>) {
        let (shown, effect) = call
            .as_ref()
            .map(|call| (format!("{call:?}"), call.effect()))
            .unwrap();
        let world = World {
            answer: self.1,
            sent: Cell::new(0),
        };
        let client = Client::new(self.0, &world);
        let Poll::Ready(result) =
            pin!(client.run(call)).poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("{shown} waits, though it was answered");
        };
        let most = if effect == Effect::Read { 3 } else { 1 };
        assert!((1..=most).contains(&world.sent.get()), "{shown}");
        match result {
            Ok(value) => {
                assert!(self.1.is_success(), "{shown} took a failure for a success");
                assert!(!format!("{value:?}").is_empty());
            }
            Err(error) => can_be_kept(&error, effect),
        }
    }
}

/// An error is a sentence, survives JSON, and offers no second try that could cost something.
fn can_be_kept(error: &Error, effect: Effect) {
    let json = serde_json::to_string(error).unwrap();
    let read: Error = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert!(error.to_string().ends_with(['.', '”']), "{error}");
    if let Some(words) = &error.words {
        assert!(words.chars().count() <= 300 && !words.contains(char::is_control));
    }
    let is_free = effect == Effect::Read || error.money == Money::Untouched;
    assert!(is_free || !error.retryable, "{error:?}");
}

/// Answers everything with the same, at once.
struct World<'a> {
    answer: &'a Response,
    sent: Cell<u32>,
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

    async fn sleep(&self, _: Duration) {}

    fn random(&self) -> u32 {
        u32::MAX
    }
}
