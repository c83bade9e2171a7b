//! Asking about orders, by one tab of all.
//!
//! The tab that was looked at last asks: browsers let hidden tabs sleep. Where there are no Web Locks,
//! each tab asks for itself.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use satline_core::error::Error;
use satline_core::order::{Ask, Attention, Bounds, Order, OrderId, Report, Watcher};
use wasm_bindgen_futures::spawn_local;

use super::turn::{self, Wait};
use super::{Entry, Journal};
use crate::state::PageTransport;

type Answer = Pin<Box<dyn Future<Output = Result<Report, Error>>>>;

/// Whoever can be asked about the orders of an account, of whatever kind.
#[derive(Clone)]
pub struct Asker {
    clock: PageTransport,
    ask: Rc<dyn Fn(Order) -> Answer>,
}

impl Asker {
    /// This service, or this account at it.
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

/// What a poller is told.
pub enum Nudge {
    /// The journal has another record of this order, or none any more.
    Changed(OrderId),
    /// All records may be others.
    All,
    /// Somebody looks, or nobody.
    Attend(Attention),
}

/// Asks about the orders of one account, whenever it is this tab's turn.
pub struct Poller {
    journal: Journal,
    /// What its orders name as their account.
    pub account: String,
    asker: RefCell<Asker>,
    is_polling: Cell<bool>,
    wait: RefCell<Option<Wait>>,
    /// Raised whenever the turn is asked for: what began by an earlier request is over.
    request: Cell<u32>,
    nudges: RefCell<VecDeque<Nudge>>,
    waker: RefCell<Option<Waker>>,
}

impl Poller {
    /// A poller that waits for its turn, or takes it if somebody looks at this tab.
    pub fn start(journal: Journal, account: String, asker: Asker, looking: bool) -> Rc<Self> {
        let poller = Rc::new(Self {
            journal,
            account,
            asker: RefCell::new(asker),
            is_polling: Cell::new(false),
            wait: RefCell::default(),
            request: Cell::new(0),
            nudges: RefCell::default(),
            waker: RefCell::default(),
        });
        poller.claim(looking);
        poller
    }

    /// Asks in another way from now on, such as with another key.
    pub fn ask_by(&self, asker: Asker) {
        self.asker.replace(asker);
        self.nudge(Nudge::All);
    }

    /// Tells it something, if it is its turn: it reads everything anew when the turn comes.
    pub fn nudge(&self, nudge: Nudge) {
        if self.is_polling.get() {
            self.nudges.borrow_mut().push_back(nudge);
            self.stir();
        }
    }

    /// Somebody has come back to this tab: it asks at once, and takes the turn if it has it not.
    pub fn wake(self: &Rc<Self>) {
        if self.is_polling.get() {
            self.nudge(Nudge::Attend(Attention::Waking));
        } else {
            self.claim(true);
        }
    }

    /// Nobody looks any more. Gives whether it is this tab that asks.
    pub fn rest(&self) -> bool {
        self.nudge(Nudge::Attend(Attention::Away));
        self.is_polling.get()
    }

    /// Gives up its turn for good, as when its tab is closed.
    #[cfg(test)]
    pub fn stop(&self) {
        self.request.set(self.request.get() + 1);
        self.is_polling.set(false);
        self.stir();
        if let Some(wait) = self.wait.take() {
            wait.give_up();
        }
    }

    fn claim(self: &Rc<Self>, now: bool) {
        if let Some(wait) = self.wait.take() {
            wait.give_up();
        }
        let request = self.request.get() + 1;
        self.request.set(request);
        self.is_polling.set(false);
        self.stir();
        let poller = self.clone();
        let name = [self.journal.name(), " ", &self.account].concat();
        let (wait, over) = turn::ask(&name, now, move || poller.begin(request));
        self.wait.replace(Some(wait));
        let poller = self.clone();
        spawn_local(async move {
            over.await;
            if poller.request.get() != request {
                return;
            }
            if poller.is_polling.get() {
                poller.claim(false);
            } else {
                // Nobody can tell whose turn it is.
                poller.begin(request);
            }
        });
    }

    fn begin(self: &Rc<Self>, request: u32) {
        if self.request.get() == request {
            self.is_polling.set(true);
            self.nudges.borrow_mut().clear();
            let poller = self.clone();
            spawn_local(async move { poller.poll(request).await });
        }
    }

    async fn poll(self: Rc<Self>, request: u32) {
        self.journal.read_all().await;
        let mut watcher = self.watcher();
        watcher.set_attention(super::tabs::attention());
        loop {
            match self.next(&mut watcher, request).await {
                Step::Learned(order) => self.journal.learned(&order).await,
                Step::Told(Nudge::Changed(id)) => match self.find(&id) {
                    Some(order) => watcher.follow(order),
                    None => drop(watcher.unfollow(&id)),
                },
                Step::Told(Nudge::All) => watcher = self.watcher(),
                Step::Told(Nudge::Attend(attention)) => watcher.set_attention(attention),
                Step::Over => return,
            }
        }
    }

    fn stir(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn watcher(&self) -> Watcher<Asker> {
        let mut watcher = Watcher::new(self.asker.borrow().clone(), Bounds::default());
        let now = self.journal.now();
        for entry in &self.journal.list.read_untracked().entries {
            let is_open = entry.order.next_ask(now, Attention::Waking, 0).is_some();
            if is_open && self.is_mine(entry) {
                watcher.follow(entry.order.clone());
            }
        }
        watcher
    }

    fn find(&self, id: &OrderId) -> Option<Order> {
        let entry = self.journal.peek(id).filter(|entry| self.is_mine(entry));
        entry.map(|entry| entry.order)
    }

    fn is_mine(&self, entry: &Entry) -> bool {
        entry.account() == self.account
    }

    /// What is told comes before what is learned.
    async fn next(&self, watcher: &mut Watcher<Asker>, request: u32) -> Step {
        let mut learning = pin!(async {
            match watcher.next().await {
                Some(order) => Box::new(order),
                None => pending().await,
            }
        });
        poll_fn(|context: &mut Context<'_>| {
            if self.request.get() != request {
                return Poll::Ready(Step::Over);
            }
            if let Some(nudge) = self.nudges.borrow_mut().pop_front() {
                return Poll::Ready(Step::Told(nudge));
            }
            self.waker.replace(Some(context.waker().clone()));
            learning.as_mut().poll(context).map(Step::Learned)
        })
        .await
    }
}

enum Step {
    Told(Nudge),
    Learned(Box<Order>),
    /// It is another tab's turn.
    Over,
}
