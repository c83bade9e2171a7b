//! The server under load: five hundred requests a second, at their times whether the answers before have
//! come or not.
//!
//! `LOAD=30 cargo test --release --package satline-sandbox --test load -- --nocapture` measures for half a
//! minute; `RATE=1000` asks more often.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "common/server.rs"]
mod server;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::{Server, body_of};

/// How many requests may be on their way at once.
const CLIENTS: usize = 32;

fn variable(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// The requests of twenty: one order, which is paid, and questions about orders and the catalogue.
fn request(number: u64, server: &Server, orders: &Mutex<Vec<Value>>) {
    let newest = |back: usize| {
        let orders = orders.lock().unwrap();
        let place = orders.len().checked_sub(back);
        place.and_then(|place| orders.get(place).cloned())
    };
    match number % 20 {
        0 => {
            let order = json!({ "country": 43, "service": "wa" });
            let order = server.post("/sms4sats/createorder", &order);
            assert_eq!(order["status"], "OK", "{order}");
            orders.lock().unwrap().push(order);
        }
        1 => {
            let Some(order) = newest(2) else { return };
            let paid = server.post("/sandbox/pay", &json!({ "invoice": order["payreq"] }));
            assert!(
                paid["state"] == "held" || paid["state"] == "settled",
                "{paid}"
            );
        }
        2 | 3 => expect(
            server,
            "/sms4sats/price?country=43&service=wa",
            "\"receive\":",
        ),
        4 => expect(
            server,
            "/sms4sats/getnumbersstatus?country=43",
            "\"value\":\"wa\"",
        ),
        _ => {
            let back = usize::try_from(number % 17).unwrap() + 1;
            let Some(order) = newest(back) else { return };
            let id = order["orderId"].as_str().unwrap();
            expect(
                server,
                &format!("/sms4sats/orderstatus?orderId={id}"),
                "\"status\":\"OK\"",
            );
        }
    }
}

fn expect(server: &Server, target: &str, part: &str) {
    let answer = server.get(target);
    assert!(answer.starts_with("HTTP/1.1 200"), "{target}: {answer}");
    assert!(body_of(&answer).contains(part), "{target}: {answer}");
}

#[test]
fn five_hundred_requests_a_second_are_all_answered() {
    let (seconds, rate) = (variable("LOAD", 2), variable("RATE", 500));
    let server = Server::start(&[]);
    let (orders, next) = (Mutex::default(), AtomicU64::new(0));
    let times = Mutex::new(Vec::new());
    let begun = Instant::now() + Duration::from_millis(100);
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= seconds * rate {
                        break;
                    }
                    let due = begun + Duration::from_micros(number * 1_000_000 / rate);
                    sleep(due.saturating_duration_since(Instant::now()));
                    request(number, &server, &orders);
                    // Counted from when it was due: a client that was late had to wait for an answer.
                    times.lock().unwrap().push(due.elapsed());
                }
            });
        }
    });
    let took = begun.elapsed();
    let mut times = times.into_inner().unwrap();
    times.sort();
    assert_eq!(u64::try_from(times.len()).unwrap(), seconds * rate);
    let at = |share: usize| {
        times[(times.len() * share / 1_000).min(times.len() - 1)].as_secs_f64() * 1_000.0
    };
    println!(
        "{} requests in {:.1} s, {} orders; answered after {:.1} ms in the middle, {:.1} ms for 95 of 100, \
         {:.1} ms for 99, {:.1} ms for 999 of 1000, {:.1} ms at most",
        times.len(),
        took.as_secs_f64(),
        orders.into_inner().unwrap().len(),
        at(500),
        at(950),
        at(990),
        at(999),
        at(1_000),
    );
}
