//! Following orders to their end.

use std::collections::{BTreeSet, HashMap};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::{Attention, Event, Order, OrderId, Report};
use crate::error::Error;
use crate::http::Clock;
use crate::time::Time;

/// Someone who can tell how an order stands.
pub trait Ask {
    /// What it waits by.
    type World: Clock;

    /// The clock to wait by.
    fn clock(&self) -> &Self::World;

    /// Asks once. Reads may be sent again on the way.
    fn ask(&self, order: &Order) -> impl Future<Output = Result<Report, Error>>;
}

/// How hard a watcher may press a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Questions under way at once.
    pub at_once: usize,
    /// The shortest time from one question to the next, of all orders together.
    pub apart: Duration,
}

/// What suits one reader's orders: four at once, ten a second.
impl Default for Bounds {
    fn default() -> Self {
        Self {
            at_once: 4,
            apart: Duration::from_millis(100),
        }
    }
}

/// Follows one order or many: asks when it is time, at most one question about an order at once, and
/// gives each order back whenever something about it has changed.
///
/// [`Watcher::next`] may be dropped at any moment and called again: nothing is lost. Whatever a
/// service answers, an order only ever learns.
pub struct Watcher<S> {
    service: S,
    bounds: Bounds,
    attention: Attention,
    orders: HashMap<OrderId, Followed>,
    /// When to ask about which order. Those under way do not stand here.
    due: BTreeSet<(Time, OrderId)>,
    under_way: Vec<Question>,
    /// Before this moment no question may begin.
    free_from: Time,
    /// The wait for the next question.
    pause: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

struct Followed {
    order: Order,
    /// When it stands in `due`.
    planned: Option<Time>,
}

/// What a watcher waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// An answer, or else the next question after this pause.
    Question(Duration),
    /// An answer: no question may begin before.
    Answer,
    /// There is nothing left to learn.
    Nothing,
}

struct Question {
    id: OrderId,
    answer: Pin<Box<dyn Future<Output = Result<Report, Error>>>>,
}

impl<S: Ask + Clone + 'static> Watcher<S> {
    /// A watcher without orders.
    pub fn new(service: S, bounds: Bounds) -> Self {
        Self {
            service,
            bounds,
            attention: Attention::Looking,
            orders: HashMap::new(),
            due: BTreeSet::new(),
            under_way: Vec::new(),
            free_from: Time(0),
            pause: None,
        }
    }

    /// Begins to follow an order, or takes in what has become of it elsewhere.
    pub fn follow(&mut self, order: Order) {
        let id = order.id.clone();
        let planned = self.leave(&id).and(None);
        self.orders.insert(id.clone(), Followed { order, planned });
        self.plan(&id);
    }

    /// Ends following an order, and gives it back as it is known.
    pub fn leave(&mut self, id: &OrderId) -> Option<Order> {
        let Followed { order, planned } = self.orders.remove(id)?;
        if let Some(moment) = planned {
            self.due.remove(&(moment, id.clone()));
        }
        self.under_way.retain(|question| question.id != *id);
        Some(order)
    }

    /// An order as it is known.
    pub fn order(&self, id: &OrderId) -> Option<&Order> {
        self.orders.get(id).map(|followed| &followed.order)
    }

    /// Tells whether someone looks. Waking asks about every order at once, within the bounds; after
    /// that someone is taken to be looking.
    pub fn attend(&mut self, attention: Attention) {
        self.attention = attention;
        let ids: Vec<_> = self.orders.keys().cloned().collect();
        for id in &ids {
            self.plan(id);
        }
        if attention == Attention::Waking {
            self.attention = Attention::Looking;
        }
    }

    /// Lets something happen to an order: a wallet has paid, a cancel was sent.
    pub fn tell(&mut self, id: &OrderId, event: &Event) {
        let now = self.service.clock().now();
        if let Some(followed) = self.orders.get_mut(id) {
            followed.order = followed.order.clone().after(event, now);
            self.plan(id);
        }
    }

    /// Waits for the next order about which something has changed. None when there is nothing left
    /// to learn about any.
    pub async fn next(&mut self) -> Option<Order> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// [`Watcher::next`], for those who cannot hold the watcher while they wait. Poll again after
    /// anything was told to it: that may be due earlier.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Order>> {
        loop {
            let next = self.begin();
            if let Poll::Ready((id, answer)) = self.poll_answers(context) {
                if let Some(changed) = self.learn(&id, answer) {
                    return Poll::Ready(Some(changed));
                }
                continue;
            }
            match next {
                Next::Nothing => return Poll::Ready(None),
                Next::Answer => return Poll::Pending,
                Next::Question(pause) => {
                    let service = self.service.clone();
                    let sleep = async move { service.clock().sleep(pause).await };
                    let sleep = self.pause.insert(Box::pin(sleep));
                    if sleep.as_mut().poll(context).is_pending() {
                        return Poll::Pending;
                    }
                }
            }
        }
    }

    /// Begins the questions that are due, and says what comes next.
    fn begin(&mut self) -> Next {
        loop {
            let now = self.service.clock().now();
            let busy = self.under_way.len() >= self.bounds.at_once.max(1);
            let Some((moment, id)) = self.due.first().cloned().filter(|_| !busy) else {
                let idle = self.under_way.is_empty();
                return if idle { Next::Nothing } else { Next::Answer };
            };
            let moment = moment.max(self.free_from);
            if moment > now {
                return Next::Question(moment.since(now));
            }
            self.due.pop_first();
            self.free_from = now.after(self.bounds.apart);
            if let Some(followed) = self.orders.get_mut(&id) {
                followed.planned = None;
                let order = followed.order.clone();
                let service = self.service.clone();
                let answer = Box::pin(async move { service.ask(&order).await });
                self.under_way.push(Question { id, answer });
            }
        }
    }

    fn poll_answers(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<(OrderId, Result<Report, Error>)> {
        for index in 0..self.under_way.len() {
            let Some(question) = self.under_way.get_mut(index) else {
                break;
            };
            if let Poll::Ready(answer) = question.answer.as_mut().poll(context) {
                let question = self.under_way.swap_remove(index);
                return Poll::Ready((question.id, answer));
            }
        }
        Poll::Pending
    }

    /// Takes an answer in. Gives the order back if a reader would see a difference.
    fn learn(&mut self, id: &OrderId, answer: Result<Report, Error>) -> Option<Order> {
        let now = self.service.clock().now();
        let event = match answer {
            Ok(report) => Event::Told(report),
            Err(error) => Event::NoAnswer(error),
        };
        let followed = self.orders.get_mut(id)?;
        let after = followed.order.clone().after(&event, now);
        let changed = after.shows_more_than(&followed.order);
        followed.order = after.clone();
        self.plan(id);
        changed.then_some(after)
    }

    /// Notes when to ask about an order next, unless that is under way.
    fn plan(&mut self, id: &OrderId) {
        let clock = self.service.clock();
        let (now, random) = (clock.now(), clock.random());
        let Some(followed) = self.orders.get_mut(id) else {
            return;
        };
        if let Some(moment) = followed.planned.take() {
            self.due.remove(&(moment, id.clone()));
        }
        if self.under_way.iter().any(|question| question.id == *id) {
            return;
        }
        followed.planned = followed.order.next_ask(now, self.attention, random);
        if let Some(moment) = followed.planned {
            self.due.insert((moment, id.clone()));
        }
    }
}

impl Order {
    fn shows_more_than(&self, earlier: &Self) -> bool {
        self.state != earlier.state
            || self.number != earlier.number
            || self.codes.len() != earlier.codes.len()
            || self.paid_at != earlier.paid_at
            || (self.failures == 0) != (earlier.failures == 0)
    }
}
