//! The world of one history: the sandbox, the time, and the network between the two.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::http::{Clock, Request, Response, Transport, TransportError};
use satline_core::time::Time;
use satline_sandbox::Sandbox;
use serde_json::Value;

use crate::dice::Dice;
use crate::faults::{Fault, Weather, of_another, with_wrong_types};

/// The address of the sandbox in this process.
pub const ADDRESS: &str = "http://127.0.0.1:8787";

const CHARGE: &str = "POST /lava/v1/wallet/fund";

/// 2026-01-01
pub const BEGINNING: u64 = 1_767_225_600_000;

/// A handle for one tab: its clones are the same world.
#[derive(Clone)]
pub struct World {
    inside: Rc<Inside>,
    tab: u32,
}

struct Inside {
    sandbox: RefCell<Sandbox>,
    now: Cell<u64>,
    /// How far the device's clock is ahead.
    ahead: Cell<i64>,
    timers: RefCell<BTreeMap<(u64, u64), Waker>>,
    last_timer: Cell<u64>,
    weather: Cell<Weather>,
    dice: RefCell<Dice>,
    /// How often each request that changes something was sent.
    sent: RefCell<BTreeMap<String, u64>>,
    /// The true responses to requests that arrived and change something, by route, the newest last.
    done: RefCell<BTreeMap<String, Vec<(u16, String)>>>,
    log: RefCell<Option<Vec<String>>>,
    failures: RefCell<Vec<String>>,
}

impl World {
    /// Creates a world. `is_logged` keeps a log, for people.
    pub fn new(mut dice: Dice, is_logged: bool) -> Self {
        let inside = Inside {
            sandbox: RefCell::new(Sandbox::new(dice.roll())),
            now: Cell::new(BEGINNING),
            ahead: Cell::default(),
            timers: RefCell::default(),
            last_timer: Cell::default(),
            weather: Cell::default(),
            dice: RefCell::new(dice),
            sent: RefCell::default(),
            done: RefCell::default(),
            log: RefCell::new(is_logged.then(Vec::new)),
            failures: RefCell::default(),
        };
        Self {
            inside: Rc::new(inside),
            tab: 0,
        }
    }

    /// Returns the same world for a tab of that number.
    pub fn of_tab(&self, tab: u32) -> Self {
        Self {
            tab,
            ..self.clone()
        }
    }

    /// Returns the true time, in milliseconds since 1970.
    pub fn true_time(&self) -> u64 {
        self.inside.now.get()
    }

    /// Returns how far the device's clock is ahead, in milliseconds.
    pub fn ahead(&self) -> i64 {
        self.inside.ahead.get()
    }

    /// Sets the device's clock.
    pub fn set_ahead(&self, milliseconds: i64) {
        self.inside.ahead.set(milliseconds);
    }

    /// Sets how likely faults are from now on.
    pub fn set_weather(&self, weather: Weather) {
        self.inside.weather.set(weather);
    }

    /// Returns when the next timer ends.
    pub fn next_timer(&self) -> Option<u64> {
        let timers = self.inside.timers.borrow();
        timers.keys().next().map(|(end, _)| *end)
    }

    /// Advances the time, and wakes whatever is due.
    pub fn advance_to(&self, now: u64) {
        self.inside.now.set(now.max(self.true_time()));
        let mut timers = self.inside.timers.borrow_mut();
        let later = timers.split_off(&(self.true_time() + 1, 0));
        for waker in std::mem::replace(&mut *timers, later).into_values() {
            waker.wake();
        }
    }

    /// Adds a line to the log.
    pub fn log(&self, line: impl FnOnce() -> String) {
        if let Some(log) = &mut *self.inside.log.borrow_mut() {
            let passed = (self.true_time() - BEGINNING) / 100;
            let (minutes, seconds, tenth) = (passed / 600, passed / 10 % 60, passed % 10);
            log.push(format!("{minutes:4}:{seconds:02}.{tenth} {}", line()));
        }
    }

    /// Notes that a promise was broken.
    pub fn fail(&self, what: impl Into<String>) {
        let what = what.into();
        self.log(|| format!("BROKEN: {what}"));
        self.inside.failures.borrow_mut().push(what);
    }

    /// Takes the promises that were broken.
    pub fn take_failures(&self) -> Vec<String> {
        self.inside.failures.take()
    }

    /// Takes the log.
    pub fn take_log(&self) -> Vec<String> {
        self.inside.log.borrow_mut().take().unwrap_or_default()
    }

    /// Asks the sandbox directly, past the network: a control, or what its books say.
    pub fn ask(&self, request: &satline_sandbox::Request) -> (u16, Value) {
        let mut sandbox = self.inside.sandbox.borrow_mut();
        let answer = sandbox.handle(request, self.true_time());
        let body = serde_json::from_slice(&answer.body).unwrap_or_default();
        (answer.status, body)
    }

    /// `POST /sandbox/{name}`. Returns whether it was possible.
    pub fn control(&self, name: &str, body: &Value) -> bool {
        let path = format!("/sandbox/{name}");
        self.ask(&satline_sandbox::Request::post(&path, body)).0 < 400
    }

    /// Returns how often a request that changes something was sent.
    pub fn sent(&self, route: &str) -> u64 {
        let sent = self.inside.sent.borrow();
        sent.get(route).copied().unwrap_or_default()
    }

    /// Returns the true responses to such a request: one for each time that it arrived.
    pub fn done(&self, route: &str) -> Vec<(u16, String)> {
        let done = self.inside.done.borrow();
        done.get(route).cloned().unwrap_or_default()
    }

    async fn arrive(&self, request: &Request, changes: bool) -> satline_sandbox::Response {
        let target = request.url().strip_prefix(ADDRESS).unwrap_or_default();
        let arriving = satline_sandbox::Request::new(
            request.method().as_str(),
            target,
            request.headers(),
            request.body().unwrap_or_default(),
        );
        self.pause(20, 300).await;
        let answer = {
            let mut sandbox = self.inside.sandbox.borrow_mut();
            sandbox.handle(&arriving, self.true_time())
        };
        if changes {
            let response = (answer.status, answer.text().into_owned());
            let mut done = self.inside.done.borrow_mut();
            done.entry(route_of(request)).or_default().push(response);
        }
        self.pause(20, 300).await;
        answer
    }

    async fn pause(&self, low: u64, high: u64) {
        let pause = self.inside.dice.borrow_mut().between(low, high);
        self.sleep(Duration::from_millis(pause)).await;
    }

    async fn suffer(
        &self,
        request: &Request,
        fault: Option<Fault>,
        changes: bool,
    ) -> Result<Response, TransportError> {
        if !fault.as_ref().is_none_or(Fault::arrives) {
            return match fault {
                Some(Fault::Offline { .. }) => Err(TransportError::Offline),
                Some(Fault::NotSent) => Err(TransportError::NotSent),
                Some(Fault::Refused {
                    status,
                    retry_after,
                    ..
                }) => {
                    self.pause(20, 600).await;
                    Ok(refused(status, retry_after))
                }
                fault => self.lose(fault.as_ref()).await,
            };
        }
        let mut answer = self.arrive(request, changes).await;
        let body = answer.text().into_owned();
        let date = ("date".to_owned(), http_date(self.true_time()));
        answer.headers.push(date);
        let mut response = Response {
            status: answer.status,
            headers: answer.headers,
            body,
        };
        match fault {
            Some(Fault::Offline { .. }) => return Err(TransportError::Offline),
            Some(Fault::Refused {
                status,
                retry_after,
                ..
            }) => return Ok(refused(status, retry_after)),
            Some(Fault::Garbage(body)) => body.clone_into(&mut response.body),
            Some(Fault::Cut) => {
                let length = response.body.len() / 2;
                let end = (0..=length)
                    .rev()
                    .find(|end| response.body.is_char_boundary(*end));
                response.body.truncate(end.unwrap_or_default());
            }
            Some(Fault::WrongTypes(seed)) => response.body = with_wrong_types(&response.body, seed),
            // Whose wallet it was before the charge cannot be known.
            Some(Fault::AnotherOrders)
                if !changes && (self.sent(CHARGE) > 0 || !request.url().contains("/wallet")) =>
            {
                response.body = of_another(&response.body);
            }
            None | Some(Fault::AnotherOrders) => {}
            Some(Fault::Slow(milliseconds)) => {
                self.sleep(Duration::from_millis(milliseconds)).await;
            }
            Some(fault) => return self.lose(Some(&fault)).await,
        }
        Ok(response)
    }

    async fn lose(&self, fault: Option<&Fault>) -> Result<Response, TransportError> {
        if matches!(fault, Some(Fault::Lost { hangs: true, .. })) {
            pending::<()>().await;
        }
        Err(TransportError::NoResponse)
    }
}

/// Returns the route of a request that changes something: what is after it in its path names an order.
fn route_of(request: &Request) -> String {
    let target = request.url().strip_prefix(ADDRESS).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let path = match path.split_once("/internal-accounts/") {
        Some((before, _)) => format!("{before}/internal-accounts/fund"),
        None => path.to_owned(),
    };
    format!("{} {path}", request.method().as_str())
}

/// A cancel is a GET.
fn changes(request: &Request) -> bool {
    request.method() == satline_core::http::Method::Post || request.url().contains("/cancelorder")
}

fn refused(status: u16, retry_after: Option<String>) -> Response {
    let header = |value| ("retry-after".to_owned(), value);
    Response {
        status,
        headers: retry_after.map(header).into_iter().collect(),
        body: "<h1>Not now</h1>".to_owned(),
    }
}

/// Returns the time as HTTP writes it. All histories are in January 2026.
fn http_date(milliseconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let seconds = (milliseconds - BEGINNING) / 1_000;
    let day = usize::try_from(seconds / 86_400).unwrap_or_default();
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    let name = DAYS[day % 7];
    format!(
        "{name}, {:02} Jan 2026 {hour:02}:{minute:02}:{second:02} GMT",
        day + 1
    )
}

impl Transport for World {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let changes = changes(request);
        if changes {
            let mut sent = self.inside.sent.borrow_mut();
            *sent.entry(route_of(request)).or_default() += 1;
        }
        let weather = self.inside.weather.get();
        let fault = weather.fault(self.true_time(), &mut self.inside.dice.borrow_mut());
        let about = || {
            let target = request.url().strip_prefix(ADDRESS).unwrap_or_default();
            let body: String = request
                .body()
                .unwrap_or_default()
                .chars()
                .take(80)
                .collect();
            format!(
                "tab {} {} {target} {body}",
                self.tab,
                request.method().as_str()
            )
        };
        if changes || fault.is_some() {
            self.log(|| match &fault {
                Some(fault) => format!("{} → {fault:?}", about()),
                None => about(),
            });
        }
        let result = self.suffer(request, fault, changes).await;
        if changes {
            self.log(|| match &result {
                Ok(response) => {
                    let body: String = response.body.chars().take(120).collect();
                    format!("tab {} ← {} {body}", self.tab, response.status)
                }
                Err(error) => format!("tab {} ← {error:?}", self.tab),
            });
        }
        result
    }
}

impl Clock for World {
    fn now(&self) -> Time {
        Time(self.true_time().saturating_add_signed(self.ahead()))
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        let length = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        let id = self.inside.last_timer.get() + 1;
        self.inside.last_timer.set(id);
        Timer {
            world: self.clone(),
            key: (self.true_time().saturating_add(length), id),
        }
    }

    fn random(&self) -> u32 {
        let number = self.inside.dice.borrow_mut().roll() >> 32;
        u32::try_from(number).unwrap_or_default()
    }
}

struct Timer {
    world: World,
    key: (u64, u64),
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.world.true_time() >= self.key.0 {
            return Poll::Ready(());
        }
        let mut timers = self.world.inside.timers.borrow_mut();
        timers.insert(self.key, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.world.inside.timers.borrow_mut().remove(&self.key);
    }
}
