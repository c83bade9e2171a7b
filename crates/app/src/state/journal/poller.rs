//! Polls a service for the orders of an account, in one tab of all.
//!
//! That is the tab that was looked at last, since browsers let hidden tabs sleep: it steals a Web Lock
//! from the tab that holds it. Without Web Locks every tab polls.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use satline_core::error::Error;
use satline_core::order::{Ask, Attention, Bounds, Order, Report, Watcher};
use wasm_bindgen_futures::spawn_local;

use super::web_lock::{self, LockRequest};
use crate::state::PageTransport;

type Response = Pin<Box<dyn Future<Output = Result<Report, Error>>>>;

/// A service, or an account at one, that can be asked about orders.
#[derive(Clone)]
pub struct Asker {
    clock: PageTransport,
    ask: Rc<dyn Fn(Order) -> Response>,
}

impl Asker {
    /// Wraps a client of any service.
    pub fn new(service: impl Ask<World = PageTransport> + Clone + 'static) -> Self {
        Self {
            clock: *service.clock(),
            ask: Rc::new(move |order| {
                let service = service.clone();
                Box::pin(async move { service.ask(&order).await })
            }),
        }
    }
}

impl Ask for Asker {
    type World = PageTransport;

    fn clock(&self) -> &PageTransport {
        &self.clock
    }

    fn ask(&self, order: &Order) -> impl Future<Output = Result<Report, Error>> {
        (self.ask)(order.clone())
    }
}

/// What a poller emits.
pub enum PollerEvent {
    /// This tab polls from now on, and has no orders yet: [`Poller::restart`].
    Started,
    /// The service has reported something new about this order.
    Changed(Box<Order>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Another tab polls.
    Waiting,
    /// This tab polls, which is to be emitted.
    Started,
    Polling,
}

/// Polls for the orders of one account while this tab holds the lock.
pub struct Poller {
    /// The account, as its orders name it.
    pub account: String,
    lock_name: String,
    asker: RefCell<Asker>,
    watcher: RefCell<Watcher<Asker>>,
    turn: Cell<Turn>,
    request: RefCell<Option<LockRequest>>,
    /// Counts the requests for the lock: an earlier one than the last is of no interest.
    requests: Cell<u32>,
    waker: Cell<Option<Waker>>,
}

impl Poller {
    /// Creates a poller that waits for the lock, or steals it if somebody looks at this tab.
    pub fn new(journal: &str, account: String, asker: Asker, is_visible: bool) -> Rc<Self> {
        let poller = Rc::new(Self {
            lock_name: format!("{journal} {account}"),
            account,
            watcher: RefCell::new(Watcher::new(asker.clone(), Bounds::default())),
            asker: RefCell::new(asker),
            turn: Cell::new(Turn::Waiting),
            request: RefCell::default(),
            requests: Cell::new(0),
            waker: Cell::default(),
        });
        poller.request_lock(is_visible);
        poller
    }

    /// Waits for the next event.
    pub async fn next(&self) -> PollerEvent {
        poll_fn(|context| {
            match self.turn.get() {
                Turn::Waiting => {}
                Turn::Started => {
                    self.turn.set(Turn::Polling);
                    return Poll::Ready(PollerEvent::Started);
                }
                Turn::Polling => {
                    let polled = self.watcher.borrow_mut().poll_next(context);
                    if let Poll::Ready(Some(order)) = polled {
                        return Poll::Ready(PollerEvent::Changed(Box::new(order)));
                    }
                }
            }
            self.waker.set(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }

    /// Asks in another way, such as with another key, after the next [`Poller::restart`].
    pub fn set_asker(&self, asker: Asker) {
        self.asker.replace(asker);
    }

    /// Polls for these orders and no others.
    pub fn restart(&self, orders: impl IntoIterator<Item = Order>, attention: Attention) {
        let mut watcher = Watcher::new(self.asker.borrow().clone(), Bounds::default());
        for order in orders {
            watcher.follow(order);
        }
        watcher.set_attention(attention);
        self.watcher.replace(watcher);
        self.wake();
    }

    /// Polls for this order too, or from its newer copy on.
    pub fn follow(&self, order: Order) {
        self.watcher.borrow_mut().follow(order);
        self.wake();
    }

    /// Polls at once, after the lock was stolen if this tab does not hold it: the reader has come back
    /// to this tab.
    pub fn on_visible(self: &Rc<Self>) {
        if self.is_polling() {
            self.watcher.borrow_mut().set_attention(Attention::Waking);
            self.wake();
        } else {
            self.request_lock(true);
        }
    }

    /// Polls rarely: the reader has left this tab. Returns whether it is this tab that polls.
    pub fn on_hidden(&self) -> bool {
        self.watcher.borrow_mut().set_attention(Attention::Away);
        self.wake();
        self.is_polling()
    }

    fn is_polling(&self) -> bool {
        self.turn.get() != Turn::Waiting
    }

    /// Stops polling for good, as when the tab is closed.
    #[cfg(test)]
    pub fn stop(&self) {
        self.requests.set(self.requests.get() + 1);
        self.turn.set(Turn::Waiting);
        if let Some(request) = self.request.take() {
            request.abort();
        }
    }

    fn request_lock(self: &Rc<Self>, steal: bool) {
        if let Some(request) = self.request.take() {
            request.abort();
        }
        let number = self.requests.get() + 1;
        self.requests.set(number);
        self.turn.set(Turn::Waiting);
        // Drops what is being asked.
        self.restart([], Attention::Away);
        let poller = self.clone();
        let on_held = move || poller.start(number);
        let (request, lost) = web_lock::request(&self.lock_name, steal, on_held);
        self.request.replace(Some(request));
        let poller = self.clone();
        spawn_local(async move {
            lost.await;
            if poller.requests.get() != number {
                return;
            }
            if poller.is_polling() {
                poller.request_lock(false);
            } else {
                // There are no locks.
                poller.start(number);
            }
        });
    }

    fn start(&self, number: u32) {
        if self.requests.get() == number {
            self.turn.set(Turn::Started);
            self.wake();
        }
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}
