//! A wallet of the reader's own, behind a line like the one to its frame.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use satline_core::http::Clock;
use satline_core::lenient::{Lenient, parse};
use satline_core::lightning::webln::allow_again;
use satline_core::order::OrderId;
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use super::{App, order_id};
use crate::start::use_wallet;
use crate::state::OwnWallet;

/// The other end of the line.
struct Frame {
    wallet: OwnWallet,
    port: MessagePort,
    asked: Rc<RefCell<Vec<Value>>>,
    /// Whether the journal knew of it each time, before it was asked.
    noted: Rc<RefCell<Vec<bool>>>,
}

impl Frame {
    /// Connects a wallet to the app.
    async fn connect(app: &App) -> Self {
        // Sandboxes make the same invoices, and the page of all tests remembers what was handed over.
        let id = OrderId::parse(&order_id()).ok();
        let order = id.and_then(|id| app.journal().peek(&id));
        if let Some(Ok(invoice)) = order.and_then(|entry| entry.order.payable(app.sandbox.now())) {
            allow_again(invoice.payment_hash());
        }
        let channel = MessageChannel::new().unwrap();
        let wallet = app.owner.with(use_wallet);
        wallet.attach(channel.port1());
        let frame = Self {
            wallet,
            port: channel.port2(),
            asked: Rc::default(),
            noted: Rc::default(),
        };
        let (asked, noted, journal) = (frame.asked.clone(), frame.noted.clone(), app.journal());
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let message = parse(&event.data().as_string().unwrap()).unwrap();
            let id = OrderId::parse(&order_id()).unwrap();
            let is_noted = journal.peek(&id).unwrap().order.maybe_paid();
            noted.borrow_mut().push(is_noted);
            asked.borrow_mut().push(message);
        });
        frame
            .port
            .set_onmessage(Some(listener.as_ref().unchecked_ref()));
        listener.forget();
        frame.say(&json!({ "is": "connected" }));
        app.wait_for("the wallet is connected", || {
            wallet.is_connected().then_some(())
        })
        .await;
        frame
    }

    fn say(&self, message: &Value) {
        self.port.post_message(&message.to_string().into()).unwrap();
    }

    /// Waits until it was asked that often, and returns the last time's message.
    async fn asked(&self, app: &App, times: usize) -> Value {
        let what = format!("the wallet was not asked {times} times");
        let last = || self.asked.borrow().get(times - 1).cloned();
        let message = app.wait_for(&what, last).await;
        assert_eq!(self.asked.borrow().len(), times);
        message
    }

    /// Answers that message.
    fn answer(&self, asked: &Value, answer: Value) {
        let Value::Object(mut answer) = answer else {
            unreachable!("answers are objects")
        };
        answer.insert("id".to_owned(), asked.whole("id").unwrap().into());
        self.say(&answer.into());
    }
}

#[wasm_bindgen_test]
async fn the_own_wallet_gets_the_invoice_once_and_the_journal_knows_before() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "wa").await;
    assert!(!app.has("pay-own"));
    let frame = Frame::connect(&app).await;
    app.click("pay-own").await;
    app.click("pay-own").await;
    let asked = frame.asked(&app, 1).await;
    assert_eq!(asked.text("invoice"), Some(invoice.as_str()));
    assert_eq!(*frame.noted.borrow(), [true]);
    app.text("own-wallet-says", "Asking your wallet").await;
    // No preimage that fits: it says that it pays, and the service says whether it did.
    frame.answer(&asked, json!({ "preimage": "00".repeat(32) }));
    app.text("own-wallet-says", "Your wallet is paying.").await;
    app.click("pay-own").await;
    app.pay(&invoice).await;
    app.shows("reserved, not spent").await;
    frame.asked(&app, 1).await;
}

#[wasm_bindgen_test]
async fn what_the_own_wallet_refuses_is_said_and_may_be_tried_again() {
    let app = App::open("/").await;
    app.order("DE", "wa").await;
    let frame = Frame::connect(&app).await;
    for (index, (code, sentence)) in [
        (
            "QUOTA_EXCEEDED",
            "more than your wallet lets this page spend",
        ),
        ("INSUFFICIENT_BALANCE", "not enough money"),
        ("RATE_LIMITED", "asked too often"),
        ("RESTRICTED", "does not let this page pay"),
        ("UNREACHABLE", "cannot be reached"),
        ("UNSUPPORTED_ENCRYPTION", "declined"),
    ]
    .into_iter()
    .enumerate()
    {
        app.click("pay-own").await;
        let asked = frame.asked(&app, index + 1).await;
        frame.answer(&asked, json!({ "code": code }));
        let said = app.text("own-wallet-says", sentence).await;
        assert!(said.contains("Nothing was sent."), "{said}");
        assert!(!app.has("maybe-paid"), "{code}");
    }
}

#[wasm_bindgen_test]
async fn what_the_own_wallet_leaves_open_stays_in_doubt() {
    for code in ["PAYMENT_FAILED", "INTERNAL", "OTHER", "", "never heard of"] {
        let app = App::open("/").await;
        app.order("DE", "wa").await;
        let frame = Frame::connect(&app).await;
        app.click("pay-own").await;
        let asked = frame.asked(&app, 1).await;
        frame.answer(&asked, json!({ "code": code }));
        app.find("maybe-paid").await;
        for way in ["pay-own", "pay", "qr"] {
            assert!(!app.has(way), "{code}: {way}");
        }
    }
}

#[wasm_bindgen_test]
async fn an_own_wallet_that_does_not_answer_leaves_it_in_doubt_until_the_service_knows() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "wa").await;
    let frame = Frame::connect(&app).await;
    app.click("pay-own").await;
    let asked = frame.asked(&app, 1).await;
    app.sandbox.advance(Duration::from_secs(91));
    app.find("maybe-paid").await;
    // Too late: it was answered for.
    frame.answer(&asked, json!({ "code": "QUOTA_EXCEEDED" }));
    app.find("maybe-paid").await;
    app.pay(&invoice).await;
    app.shows("reserved, not spent").await;
}

#[wasm_bindgen_test]
async fn disconnecting_takes_the_button_away_and_leaves_what_was_asked_for_in_doubt() {
    let app = App::open("/").await;
    app.order("DE", "wa").await;
    let frame = Frame::connect(&app).await;
    app.click("pay-own").await;
    frame.asked(&app, 1).await;
    frame.wallet.disconnect();
    app.find("maybe-paid").await;
    app.click("not-paid").await;
    app.find("qr").await;
    assert!(!app.has("pay-own"));
}

#[wasm_bindgen_test]
async fn the_settings_say_what_the_own_wallet_is_called_and_may_spend() {
    let app = App::open("/settings").await;
    app.find("connect").await;
    // The listener looks at an order, which this page has none of: nothing is asked here.
    let frame = Frame::connect(&app).await;
    app.text("own-wallet-says", "It does not say how much")
        .await;
    let budget = json!({ "used": 1_500_999, "total": 10_000_000 });
    frame.say(&json!({ "is": "connected", "alias": "Hub", "budget": budget }));
    let said = app.text("own-wallet-says", "Hub").await;
    assert_eq!(
        said,
        "Connected to Hub. 8,499 sats of 10,000 sats left to spend from here."
    );
    app.click("disconnect").await;
    app.text("own-wallet-says", "has forgotten").await;
    app.find("connect").await;
}
