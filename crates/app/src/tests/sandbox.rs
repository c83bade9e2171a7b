//! A sandbox in the page, as a transport and a clock.

use std::cell::{Cell, RefCell};
use std::fmt::{Debug, Formatter};
use std::time::Duration;

use leptos::prelude::window;
use satline_core::http::{Clock, Fetch, Request, Response, Transport, TransportError};
use satline_core::time::Time;
use satline_sandbox::Sandbox;
use serde_json::{Value, json};

/// How often a wait looks whether its time has come: the clock may jump meanwhile.
const GLANCE: Duration = Duration::from_millis(5);

thread_local! {
    static SANDBOXES: RefCell<Vec<&'static Inner>> = const { RefCell::new(Vec::new()) };
}

/// A sandbox of its own for one test. Copies share it; it lives as long as the page.
///
/// It is an index, since contexts take only what could be sent to another thread.
#[derive(Clone, Copy)]
pub struct PageSandbox(u16);

struct Inner {
    sandbox: RefCell<Sandbox>,
    /// How far its clock is ahead of the browser's, in milliseconds.
    ahead: Cell<u64>,
    is_offline: Cell<bool>,
    sent: RefCell<Vec<String>>,
}

impl Debug for PageSandbox {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageSandbox")
    }
}

impl PageSandbox {
    /// Creates a sandbox in its first state.
    pub fn new() -> Self {
        let inner = Box::leak(Box::new(Inner {
            sandbox: RefCell::new(Sandbox::new(1)),
            ahead: Cell::new(0),
            is_offline: Cell::new(false),
            sent: RefCell::default(),
        }));
        SANDBOXES.with_borrow_mut(|all| {
            all.push(inner);
            Self(u16::try_from(all.len() - 1).unwrap())
        })
    }

    fn inner(self) -> &'static Inner {
        SANDBOXES.with_borrow(|all| all[usize::from(self.0)])
    }

    /// Lets that much time pass, for the services and for the page.
    pub fn advance(self, time: Duration) {
        let time = u64::try_from(time.as_millis()).unwrap();
        self.inner().ahead.set(self.inner().ahead.get() + time);
    }

    /// Takes the network away, or brings it back.
    pub fn set_offline(self, is_offline: bool) {
        self.inner().is_offline.set(is_offline);
    }

    /// Orders a fault, such as `{"route": "/sms4sats/price", "status": 503}`.
    pub fn add_fault(self, fault: &Value) {
        self.control("faults", fault);
    }

    /// Pays an invoice from the sandbox's wallet.
    pub fn pay(self, invoice: &str) {
        self.control("pay", &json!({ "invoice": invoice }));
    }

    /// Returns how many requests of this path the services have received.
    pub fn count(self, path: &str) -> usize {
        let sent = self.inner().sent.borrow();
        sent.iter().filter(|sent| *sent == path).count()
    }

    /// Calls one of the sandbox's own routes, and returns its answer.
    pub fn control(self, name: &str, body: &Value) -> Value {
        self.call(&format!("/sandbox/{name}"), body)
    }

    /// Calls a route as somebody else would, and returns its answer.
    pub fn call(self, path: &str, body: &Value) -> Value {
        let request = satline_sandbox::Request::post(path, body);
        let response = self.handle(&request);
        let text = response.text();
        assert_eq!(response.status, 200, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    fn handle(self, request: &satline_sandbox::Request) -> satline_sandbox::Response {
        let now = self.now().0;
        self.inner().sandbox.borrow_mut().handle(request, now)
    }
}

impl Transport for PageSandbox {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let origin = window().location().origin().unwrap();
        // Whatever is not meant for the sandbox is refused, as the page's policy would.
        let base = format!("{origin}/sandbox");
        let target = request
            .url()
            .strip_prefix(&base)
            .ok_or(TransportError::NotSent)?;
        if self.inner().is_offline.get() {
            return Err(TransportError::Offline);
        }
        let arriving = satline_sandbox::Request::new(
            request.method().as_str(),
            target,
            request.headers(),
            request.body().unwrap_or_default(),
        );
        self.inner().sent.borrow_mut().push(arriving.path.clone());
        let response = self.handle(&arriving);
        self.sleep(Duration::from_millis(response.delivery.delay_ms))
            .await;
        if response.delivery.is_broken() {
            return Err(TransportError::NoResponse);
        }
        Ok(Response {
            status: response.status,
            body: response.text().into_owned(),
            headers: response.headers,
        })
    }
}

impl Clock for PageSandbox {
    fn now(&self) -> Time {
        Time(Fetch.now().0 + self.inner().ahead.get())
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.now().after(duration);
        while self.now() < end {
            Fetch.sleep(GLANCE).await;
        }
    }

    fn random(&self) -> u32 {
        Fetch.random()
    }
}
