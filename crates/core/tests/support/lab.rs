//! A sandbox in the same process, and a clock that jumps from one timer to the next.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::http::{Clock, Request, Response, Transport, TransportError};
use satline_core::time::Time;
use satline_sandbox::Sandbox;

/// The address of the sandbox in this process.
pub const ADDRESS: &str = "http://127.0.0.1:8787";

/// 2026-01-01
const BEGINNING: u64 = 1_767_225_600_000;

/// A handle: its clones are the same lab.
#[derive(Clone)]
pub struct Lab(Rc<Inside>);

struct Inside {
    sandbox: RefCell<Sandbox>,
    now: Cell<u64>,
    /// How far the clock that the core sees is behind; timers are not affected.
    behind: Cell<u64>,
    /// When each timer ends, by its id.
    timers: RefCell<BTreeMap<u64, u64>>,
    counter: Cell<u64>,
}

impl Lab {
    pub fn new() -> Self {
        Self(Rc::new(Inside {
            sandbox: RefCell::new(Sandbox::new(1)),
            now: Cell::new(BEGINNING),
            behind: Cell::new(0),
            timers: RefCell::default(),
            counter: Cell::new(0),
        }))
    }

    /// Runs a future to its end. Whenever it waits, the clock jumps to the next timer.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(result) = work.as_mut().poll(&mut context) {
                return result;
            }
            // One that has ended may be kept by something that no longer waits for it.
            let timers = self.0.timers.borrow();
            let next = timers.values().filter(|end| **end > self.0.now.get()).min();
            let next = next.expect("it waits for something other than a timer");
            self.0.now.set(*next);
        }
    }

    /// Sets the clock back.
    pub fn set_back(&self, time: Duration) {
        let time = u64::try_from(time.as_millis()).unwrap();
        self.0.behind.set(self.0.behind.get() + time);
    }

    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.now.get() - BEGINNING)
    }
}

impl Transport for Lab {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let target = request
            .url()
            .strip_prefix(ADDRESS)
            .ok_or(TransportError::NoResponse)?;
        let arriving = satline_sandbox::Request::new(
            request.method().as_str(),
            target,
            request.headers(),
            request.body().unwrap_or_default(),
        );
        let answer = self
            .0
            .sandbox
            .borrow_mut()
            .handle(&arriving, self.0.now.get());
        self.sleep(Duration::from_millis(answer.delivery.delay_ms))
            .await;
        if answer.delivery.is_broken() {
            return Err(TransportError::NoResponse);
        }
        Ok(Response {
            status: answer.status,
            body: answer.text().into_owned(),
            headers: answer.headers,
        })
    }
}

impl Clock for Lab {
    fn now(&self) -> Time {
        Time(self.0.now.get() - self.0.behind.get())
    }

    async fn sleep(&self, duration: Duration) {
        let id = self.0.counter.get();
        self.0.counter.set(id + 1);
        let end = self.0.now.get() + u64::try_from(duration.as_millis()).unwrap();
        self.0.timers.borrow_mut().insert(id, end);
        Timer {
            lab: self.clone(),
            id,
            end,
        }
        .await;
    }

    fn random(&self) -> u32 {
        u32::MAX / 2
    }
}

struct Timer {
    lab: Lab,
    id: u64,
    end: u64,
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.lab.0.now.get() >= self.end {
            Poll::Ready(())
        } else {
            // Everything is polled again once time has passed.
            context.waker().wake_by_ref();
            Poll::Pending
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.lab.0.timers.borrow_mut().remove(&self.id);
    }
}
