//! Errors for lost responses, for error responses, and for requests that were never sent.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::future::pending;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Code, Error, Money};
use satline_core::http::{Clock, Request, Response, Transport, TransportError};
use satline_core::order::OrderId;
use satline_core::secret::Secret;
use satline_core::services::sms4sats::{Account, PriceQuery, ReceiveOrder, Sms4Sats, base_url};
use satline_core::time::Time;

/// Gives every request the same response, at once.
#[derive(Clone)]
struct World(Result<Response, TransportError>);

impl Transport for World {
    async fn send(&self, _: &Request) -> Result<Response, TransportError> {
        self.0.clone()
    }
}

impl Clock for World {
    fn now(&self) -> Time {
        Time(1_767_225_600_000)
    }

    async fn sleep(&self, duration: Duration) {
        // Pauses end at once, and the deadline is never reached.
        if duration > Duration::from_secs(20) {
            pending::<()>().await;
        }
    }

    fn random(&self) -> u32 {
        0
    }
}

fn client(answer: Result<Response, TransportError>) -> Sms4Sats<World> {
    let account = Account::at(base_url()).with_key(Secret::new("key"));
    Sms4Sats::new(account, World(answer))
}

fn done<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("it waits, though it was answered"),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "what a transport gives")]
fn answer(status: u16, body: &str) -> Result<Response, TransportError> {
    Ok(Response {
        status,
        headers: Vec::new(),
        body: body.to_owned(),
    })
}

/// Returns the error of a cancel.
fn cancel_error(answer: &Result<Response, TransportError>) -> Error {
    let cancel = client(answer.clone());
    done(cancel.cancel(&OrderId::parse("7dc6").unwrap())).unwrap_err()
}

/// Returns the errors of an order, and of one paid from the balance.
fn errors(answer: &Result<Response, TransportError>) -> [Error; 2] {
    let sms = client(answer.clone());
    let order = ReceiveOrder::code(Country::AUTO, "wa");
    let from_balance = ReceiveOrder {
        immediate: true,
        ..order.clone()
    };
    [
        done(sms.receive(&order)).unwrap_err(),
        done(sms.receive(&from_balance)).unwrap_err(),
    ]
}

#[test]
fn only_an_answer_that_was_lost_is_called_so() {
    for (answer, happened) in [
        (Err(TransportError::NoResponse), "The response was lost, so"),
        (answer(200, ""), "cannot be understood (HTTP 200), so"),
        (answer(500, ""), "reported a problem (HTTP 500), so"),
        (answer(502, "<html>"), "reported a problem (HTTP 502), so"),
        (answer(408, ""), "cannot be understood (HTTP 408), so"),
    ] {
        let [order, from_balance] = errors(&answer);
        let cancel = cancel_error(&answer);
        for (error, money, begins, retryable) in [
            (order, Money::Untouched, "No money moved. ", true),
            (from_balance, Money::Unknown, "Money may have left", false),
            (cancel, Money::Held, "The money stays reserved", false),
        ] {
            assert_eq!(error.code, Code::OutcomeUnknown, "{error}");
            assert_eq!(
                (error.money, error.retryable),
                (money, retryable),
                "{error}"
            );
            assert!(error.message.starts_with(begins), "{error}");
            assert!(error.message.contains(happened), "{error}");
        }
    }
}

#[test]
fn an_answer_that_names_no_order_says_so() {
    for id in ["null", "1.5", r#""""#, r#""two words""#] {
        let body = format!(r#"{{"status":"OK","orderId":{id},"payreq":"lnbc1"}}"#);
        for error in errors(&answer(200, &body)) {
            assert_eq!(error.code, Code::OutcomeUnknown, "{error}");
            let happened = "The service's response has no id (HTTP 200), so";
            assert!(error.message.contains(happened), "{error}");
        }
    }
}

#[test]
fn a_plain_no_leaves_the_money_where_it_is() {
    let reason = r#"{"status":"error","reason":"no luck"}"#;
    for (status, body, happened) in [
        (401, "", "does not accept this key"),
        (404, "<html>", "There is nothing at this address (HTTP 404)"),
        (418, "", "without saying why (HTTP 418)"),
        (400, reason, "The service refused this."),
        (200, reason, "The service refused this."),
        (429, "", "too many requests"),
    ] {
        let [order, from_balance] = errors(&answer(status, body));
        let cancel = cancel_error(&answer(status, body));
        for (error, begins) in [
            (order, "No money moved. "),
            (from_balance, "No money moved. "),
            (cancel, "Nothing has changed. "),
        ] {
            assert_ne!(error.code, Code::OutcomeUnknown, "{error}");
            assert_eq!(error.money, Money::Untouched, "{error}");
            assert!(error.message.starts_with(begins), "{error}");
            assert!(error.message.contains(happened), "{error}");
            assert!(!error.message.contains("lost"), "{error}");
        }
    }
}

#[test]
fn what_never_left_this_device_can_be_sent_again() {
    let answer = Err(TransportError::NotSent);
    let [order, from_balance] = errors(&answer);
    for error in [order, from_balance, cancel_error(&answer)] {
        assert_eq!(
            (error.code, error.money),
            (Code::Unreachable, Money::Untouched)
        );
        assert!(error.retryable);
        assert!(error.message.contains("Nothing was sent"), "{error}");
    }
    let error = done(client(answer).price(&PriceQuery::default())).unwrap_err();
    assert!(error.message.starts_with("Nothing was sent"), "{error}");
}

#[test]
fn a_device_that_says_it_is_offline_is_believed_only_where_no_money_can_have_moved() {
    let answer = Err(TransportError::Offline);
    let [order, from_balance] = errors(&answer);
    assert_eq!(
        (order.code, order.money),
        (Code::Unreachable, Money::Untouched)
    );
    assert!(order.message.contains("Nothing was sent"), "{order}");
    let cancel = cancel_error(&answer);
    for (error, money) in [(from_balance, Money::Unknown), (cancel, Money::Held)] {
        assert_eq!((error.code, error.money), (Code::OutcomeUnknown, money));
        assert!(!error.retryable);
        assert!(!error.message.contains("Nothing was sent"), "{error}");
        assert!(error.message.contains("seems to be offline"), "{error}");
    }
    let error = done(client(answer).price(&PriceQuery::default())).unwrap_err();
    assert!(error.message.starts_with("Nothing was sent"), "{error}");
}
