//! A wallet of the reader's own, by Nostr Wallet Connect.
//!
//! The connection's secret can spend what the wallet allows, so this page never has it. It is in
//! `wallet.html` (see `www/wallet/main.js`), which is shown in a frame of `sandbox="allow-scripts"`: a
//! document with an origin of its own, which can read nothing that this page keeps, and which this page
//! cannot read. For the same reason it has no storage, so the secret is in its memory alone: removing the
//! frame forgets it, and so does closing or reloading the tab. `allow-same-origin` would give the frame a
//! storage, and to each of the two what the other one keeps.
//!
//! What this page can do is ask for payments. It asks for checked invoices alone, by the rules of
//! [`satline_core::lightning::webln`]. The limit that holds whatever this page does is the budget that
//! the reader sets in the wallet.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::http::Clock;
use satline_core::lenient::{Lenient, parse};
use satline_core::lightning::CheckedInvoice;
use satline_core::lightning::webln::{Outcome, PayError, UserClicked, Wallet, pay};
use satline_core::money::Sats;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort};

use super::{PageTransport, lasting};

/// Longer than the client in the frame waits for the wallet's answer, which is a minute. With a hold
/// invoice most wallets answer when it is settled, so this is no failure: the outcome is unknown.
const PATIENCE: Duration = Duration::from_secs(90);

/// The frame's code for a wallet that it could not reach, and so has not asked.
const UNREACHABLE: &str = "UNREACHABLE";

/// How far connecting a wallet has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    #[default]
    Absent,
    /// The frame is being loaded.
    Opening,
    /// The frame shows its form.
    Asking,
    Connected(About),
}

/// What a connected wallet says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub alias: Option<String>,
    pub budget: Option<Budget>,
}

/// What a wallet lets this page spend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    pub left: Sats,
    pub total: Sats,
}

/// The reader's own wallet, connected or not. Copies are of the same one.
#[derive(Clone, Copy)]
pub struct OwnWallet {
    connection: RwSignal<Connection>,
    /// How high the form in the frame is, in pixels.
    height: RwSignal<Option<u64>>,
    frame: StoredValue<Rc<Frame>, LocalStorage>,
}

/// The frame, and what it was asked for.
#[derive(Default)]
struct Frame {
    /// What shows the frame. Dropping it removes the frame.
    view: RefCell<Option<Box<dyn Any>>>,
    port: RefCell<Option<Port>>,
    /// Payments without a response: their ids, and the functions that resolve their promises.
    pending: RefCell<Vec<(u64, Function)>>,
    last: Cell<u64>,
}

struct Port {
    port: MessagePort,
    _listener: Closure<dyn Fn(MessageEvent)>,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.close();
    }
}

impl OwnWallet {
    /// Creates one that is not connected. It lasts as long as the app.
    pub fn new() -> Self {
        Self {
            connection: lasting(Connection::Absent),
            height: lasting(None),
            frame: StoredValue::new_local(Rc::default()),
        }
    }

    /// Returns how far connecting it has come.
    pub fn connection(self) -> Connection {
        self.connection.get()
    }

    /// Returns whether it can be asked to pay.
    pub fn is_connected(self) -> bool {
        self.connection
            .with(|connection| matches!(connection, Connection::Connected(_)))
    }

    /// Returns how high the form in the frame is, in pixels, as soon as that is known.
    pub fn height(self) -> Option<u64> {
        self.height.get()
    }

    /// Keeps the view that shows the frame, until the wallet is disconnected.
    pub fn open(self, view: Box<dyn Any>) {
        self.frame().view.replace(Some(view));
        self.connection.set(Connection::Opening);
    }

    /// Connects to a frame that was just loaded, by one end of a channel. Payments that an earlier frame was
    /// asked for have an unknown outcome now.
    pub fn attach(self, port: MessagePort) {
        self.release();
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                self.on_message(&text);
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        self.frame().port.replace(Some(Port {
            port,
            _listener: listener,
        }));
        self.connection.set(Connection::Opening);
    }

    /// Removes the frame, which forgets everything.
    pub fn disconnect(self) {
        self.release();
        self.connection.set(Connection::Absent);
        // Not now: an event handler of the view may have called this.
        let view = self.frame().view.take();
        set_timeout(move || drop(view), Duration::ZERO);
    }

    /// Removes the frame, unless a wallet is connected in it.
    pub fn leave(self) {
        if !untrack(|| self.is_connected()) {
            self.disconnect();
        }
    }

    /// Asks it to pay, right after the user's click. Also returns the code of its refusal, if it refused
    /// by one.
    pub async fn pay(self, invoice: &CheckedInvoice, clock: PageTransport) -> (Outcome, String) {
        let asking = Asking {
            wallet: self,
            clock,
            code: RefCell::default(),
        };
        let outcome = pay(&asking, invoice, &clock, UserClicked).await;
        (outcome, asking.code.take())
    }

    fn frame(self) -> Rc<Frame> {
        self.frame.try_get_value().unwrap_or_default()
    }

    /// Closes the channel. Pending payments have an unknown outcome.
    fn release(self) {
        let frame = self.frame();
        frame.port.take();
        for (_, settle) in frame.pending.take() {
            let _ = settle.call0(&JsValue::UNDEFINED);
        }
    }

    fn on_message(self, text: &str) {
        let Some(message) = parse(text) else { return };
        if let Some(id) = message.whole("id") {
            self.frame().settle(id, &text.into());
            return;
        }
        match message.text("is") {
            Some("ready") => self.connection.set(Connection::Asking),
            Some("high") => self.height.set(message.whole("height")),
            Some("left") => self.leave(),
            Some("connected") => self
                .connection
                .set(Connection::Connected(About::read(&message))),
            _ => {}
        }
    }

    /// Sends the invoice to the frame. Returns its response; `None` without one.
    async fn ask(self, invoice: &str, clock: PageTransport) -> Option<Value> {
        let frame = self.frame();
        let id = frame.last.get() + 1;
        frame.last.set(id);
        let answer = Promise::new(&mut |settle, _| frame.pending.borrow_mut().push((id, settle)));
        let request = json!({ "id": id, "invoice": invoice }).to_string();
        let is_sent = frame
            .port
            .borrow()
            .as_ref()
            .is_some_and(|Port { port, .. }| {
                // Only what cannot be copied is refused.
                port.post_message(&request.into()).is_ok()
            });
        if !is_sent {
            return Some(json!({ "code": UNREACHABLE }));
        }
        spawn_local(async move {
            clock.sleep(PATIENCE).await;
            frame.settle(id, &JsValue::UNDEFINED);
        });
        let answer = JsFuture::from(answer).await.ok()?;
        parse(&answer.as_string()?)
    }
}

impl Frame {
    /// Resolves a payment's promise, unless that was done before.
    fn settle(&self, id: u64, answer: &JsValue) {
        let mut pending = self.pending.borrow_mut();
        if let Some(place) = pending.iter().position(|(other, _)| *other == id) {
            let (_, settle) = pending.remove(place);
            let _ = settle.call1(&JsValue::UNDEFINED, answer);
        }
    }
}

impl About {
    fn read(message: &Value) -> Self {
        let budget = message.member("budget");
        let total = budget.whole("total");
        Self {
            alias: message.owned("alias"),
            budget: total.map(|total| Budget {
                left: sats(total.saturating_sub(budget.whole("used").unwrap_or_default())),
                total: sats(total),
            }),
        }
    }
}

/// Whole satoshis: wallets count in thousandths.
const fn sats(thousandths: u64) -> Sats {
    Sats(thousandths / 1_000)
}

/// One payment that a wallet is asked for.
struct Asking {
    wallet: OwnWallet,
    clock: PageTransport,
    code: RefCell<String>,
}

impl Wallet for Asking {
    async fn enable(&self) -> bool {
        untrack(|| self.wallet.is_connected())
    }

    fn sends_off(&self) -> Option<bool> {
        Some(true)
    }

    async fn pay(&self, invoice: &str) -> Result<Option<String>, PayError> {
        let unknown = PayError::Message(String::new());
        let answer = self.wallet.ask(invoice, self.clock).await.ok_or(unknown)?;
        let Some(code) = answer.member("code").as_text() else {
            return Ok(answer.owned("preimage"));
        };
        code.clone_into(&mut self.code.borrow_mut());
        Err(match code {
            UNREACHABLE => PayError::NotSent,
            code => PayError::nwc(code, String::new()),
        })
    }
}
