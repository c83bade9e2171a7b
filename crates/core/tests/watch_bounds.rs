//! The bounds of a watcher, with a clock that jumps.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use satline_core::error::Error;
use satline_core::http::Clock;
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::order::{
    Ask, Bounds, Kind, Order, OrderId, Report, SmsCode, Start, State, Terms, Watcher,
};
use satline_core::services::sms4sats::{Account, Sms4Sats, base_url};
use satline_core::services::{bitrefill, lava, sms4sats};
use support::canned::{Canned, now};
use support::invoice::sandbox_invoice;
use support::lab::Lab;

/// A service that counts requests, and responds by their number.
struct Counting<F>(Lab, Rc<Cell<u32>>, F);

impl<F: Fn(u32) -> Result<Report, Error>> Ask for Counting<F> {
    type World = Lab;

    fn clock(&self) -> &Lab {
        &self.0
    }

    async fn ask(&self, _: &Order) -> Result<Report, Error> {
        self.1.set(self.1.get() + 1);
        (self.2)(self.1.get())
    }
}

/// Creates a watcher of this many orders, and returns the count of requests.
fn watcher<F: Fn(u32) -> Result<Report, Error> + 'static>(
    lab: &Lab,
    orders: usize,
    start: &(&'static Terms, Kind, Start),
    answer: F,
) -> (Watcher<Counting<F>>, Rc<Cell<u32>>) {
    let count = Rc::default();
    let counting = Counting(lab.clone(), Rc::clone(&count), answer);
    let bounds = Bounds {
        at_once: 3,
        apart: Duration::from_millis(50),
    };
    let mut watcher = Watcher::new(counting, bounds);
    for order in 0..orders {
        watcher.follow(order_of(lab, order, start));
    }
    (watcher, count)
}

fn order_of(lab: &Lab, id: usize, (terms, kind, start): &(&'static Terms, Kind, Start)) -> Order {
    let id = OrderId::parse(&id.to_string()).unwrap();
    let expectation = Expectation::new(Network::Regtest);
    Order::new(terms, *kind, id, start.clone(), expectation, lab.now())
}

const CODE: (&Terms, Kind, Start) = (&sms4sats::TERMS, Kind::Code, Start::FromBalance);

/// Runs the watcher for this long.
async fn watch_for<S: Ask + 'static>(lab: &Lab, watcher: &mut Watcher<S>, time: Duration) {
    let mut end = pin!(lab.sleep(time));
    poll_fn(|context| {
        while watcher.poll_next(context).is_ready() {}
        end.as_mut().poll(context)
    })
    .await;
}

fn with_code(text: String) -> Report {
    Report {
        paid: Some(true),
        number: Some("12345678901".to_owned()),
        newest: Some(SmsCode {
            text,
            may_lack_zeros: false,
        }),
        ..Report::default()
    }
}

#[test]
fn many_orders_are_followed_within_the_bounds() {
    let lab = Lab::new();
    lab.run(async {
        let (mut watcher, count) = watcher(&lab, 200, &CODE, |_| Ok(with_code("48010".to_owned())));
        let mut done = 0;
        while let Some(order) = watcher.next().await {
            done += u32::from(order.is_over());
        }
        assert_eq!((done, count.get()), (200, 200));
        assert!(lab.elapsed() >= Duration::from_millis(50) * 199);
    });
}

#[test]
fn a_message_is_told_also_where_a_record_holds_no_more() {
    let lab = Lab::new();
    lab.run(async {
        let rental = (&sms4sats::TERMS, Kind::Rental, Start::FromBalance);
        let another = |count: u32| Ok(with_code(count.to_string()));
        let (mut watcher, _) = watcher(&lab, 1, &rental, another);
        for message in 1..=300 {
            let order = watcher.next().await.unwrap();
            assert_eq!(order.code().unwrap().text, message.to_string());
        }
    });
}

#[test]
fn a_clock_that_is_set_back_silences_no_watcher() {
    let lab = Lab::new();
    lab.run(async {
        let (mut watcher, count) = watcher(&lab, 1, &CODE, |_| Ok(Report::default()));
        for round in 1..=2 {
            watch_for(&lab, &mut watcher, Duration::from_mins(1)).await;
            assert!(count.get() >= round * 10);
            lab.set_back(Duration::from_hours(1));
        }
    });
}

/// Says that an order is not paid, as it was before the longest invoice expired; then that it is paid.
struct Late(Lab, Rc<Cell<u32>>);

impl Ask for Late {
    type World = Lab;

    fn clock(&self) -> &Lab {
        &self.0
    }

    async fn ask(&self, _: &Order) -> Result<Report, Error> {
        self.1.set(self.1.get() + 1);
        let is_first = self.1.get() == 1;
        if is_first {
            self.0.sleep(Duration::from_hours(48)).await;
        }
        Ok(Report {
            paid: Some(!is_first),
            ..Report::default()
        })
    }
}

#[test]
fn an_answer_to_an_earlier_question_expires_no_order() {
    let lab = Lab::new();
    lab.run(async {
        let invoice = Start::Pay(UncheckedInvoice::new(sandbox_invoice(lab.now())));
        let order = order_of(&lab, 1, &(&sms4sats::TERMS, Kind::Code, invoice));
        assert!(order.expires_at().unwrap() > lab.now());
        let mut watcher = Watcher::new(Late(lab.clone(), Rc::default()), Bounds::default());
        watcher.follow(order);
        assert_eq!(watcher.next().await.unwrap().state, State::Held);
    });
}

#[test]
fn an_order_that_is_no_longer_followed_takes_no_other_orders_answer_with_it() {
    let lab = Lab::new();
    lab.run(async {
        let mut watcher = Watcher::new(Late(lab.clone(), Rc::default()), Bounds::default());
        let ids: Vec<_> = (0..2)
            .map(|id| {
                let order = order_of(&lab, id, &(&sms4sats::TERMS, Kind::Code, Start::Transfer));
                let id = order.id.clone();
                watcher.follow(order);
                id
            })
            .collect();
        // The first is asked about and waits for two days, the second is paid.
        assert_eq!(watcher.next().await.unwrap().id, ids[1]);
        watcher.unfollow(&ids[1]);
        assert_eq!(watcher.next().await.unwrap().state, State::Held);
    });
}

#[test]
fn many_deposits_together_leave_calls_for_the_rest_of_the_account() {
    let lab = Lab::new();
    lab.run(async {
        let deposits = (&bitrefill::TERMS, Kind::Fund, Start::Transfer);
        let (mut watcher, count) = watcher(&lab, 10, &deposits, |_| Ok(Report::default()));
        watch_for(&lab, &mut watcher, Duration::from_mins(10)).await;
        assert!((45..=50).contains(&count.get()), "{}", count.get());
    });
}

#[test]
fn a_service_that_was_asked_too_often_is_left_alone_by_all_orders() {
    let lab = Lab::new();
    lab.run(async {
        let deposits = (&lava::TERMS, Kind::Fund, Start::Transfer);
        let pause = Duration::from_mins(2);
        let (mut watcher, count) = watcher(&lab, 10, &deposits, move |_| Err(too_often(pause)));
        watch_for(&lab, &mut watcher, Duration::from_mins(2)).await;
        // It may apply to one order only, so a second one is asked about.
        assert!((2..=3).contains(&count.get()), "{}", count.get());
        watch_for(&lab, &mut watcher, Duration::from_mins(5)).await;
        assert!(count.get() > 3, "and then it is asked again");
    });
}

#[test]
fn while_money_is_held_no_service_silences_a_watch_for_more_than_a_minute() {
    for pause in [
        Duration::from_hours(24),
        Duration::from_secs(99_999_999_999),
        Duration::MAX,
    ] {
        let lab = Lab::new();
        lab.run(async {
            let (mut watcher, count) = watcher(&lab, 10, &CODE, move |_| Err(too_often(pause)));
            watch_for(&lab, &mut watcher, Duration::from_secs(55)).await;
            let first = count.get();
            assert!((2..=3).contains(&first), "{first}");
            watch_for(&lab, &mut watcher, Duration::from_secs(15)).await;
            assert!(count.get() > first, "after a minute it is asked again");
        });
    }
}

#[test]
fn the_pause_of_one_order_does_not_stop_the_others() {
    let lab = Lab::new();
    lab.run(async {
        let asked = Rc::new(RefCell::new(Vec::new()));
        let recorded = Rc::clone(&asked);
        let service = Choosy(lab.clone(), move |id: &str| {
            recorded.borrow_mut().push(id.to_owned());
            match id {
                "0" => Err(too_often(Duration::from_hours(24))),
                _ => Ok(Report::default()),
            }
        });
        let mut watcher = Watcher::new(service, Bounds::default());
        for order in 0..4 {
            watcher.follow(order_of(&lab, order, &CODE));
        }
        watch_for(&lab, &mut watcher, Duration::from_mins(2)).await;
        let times = |id: &str| asked.borrow().iter().filter(|asked| *asked == id).count();
        assert!((2..=3).contains(&times("0")), "{}", times("0"));
        for id in ["1", "2", "3"] {
            assert!(times(id) >= 20, "{id}: {}", times(id));
        }
    });
}

/// A service that responds by the order.
struct Choosy<F>(Lab, F);

impl<F: Fn(&str) -> Result<Report, Error>> Ask for Choosy<F> {
    type World = Lab;

    fn clock(&self) -> &Lab {
        &self.0
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        (self.1)(order.id.as_str())
    }
}

/// Creates the error of a rate limit with this pause.
fn too_often(pause: Duration) -> Error {
    let id = OrderId::parse("7dc6").unwrap();
    let sms = Sms4Sats::new(Account::at(base_url()), Canned::json(429, ""));
    let mut error = now(sms.order_status(&id)).unwrap_err();
    error.retry_after = Some(pause);
    error
}
