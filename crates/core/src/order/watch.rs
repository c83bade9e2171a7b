//! Follows orders to their end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::pending::Pending;
use super::{Attention, Event, Order, OrderId, Report};
use crate::error::{Code, Error};
use crate::http::Clock;
use crate::time::Time;

/// Something that can be asked for the status of an order.
pub trait Ask {
    /// Its clock.
    type World: Clock;

    /// Returns the clock to wait by.
    fn clock(&self) -> &Self::World;

    /// Asks for an order's status, once, apart from re-sends on the way.
    ///
    /// # Errors
    /// There was no usable response.
    fn ask(&self, order: &Order) -> impl Future<Output = Result<Report, Error>>;
}

/// How much a watcher may ask of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many requests may be pending at once.
    pub at_once: usize,
    /// The shortest pause between two requests, over all orders together.
    pub apart: Duration,
}

/// Suits the orders of one person: four requests at once, ten a second.
impl Default for Bounds {
    fn default() -> Self {
        Self {
            at_once: 4,
            apart: Duration::from_millis(100),
        }
    }
}

/// Follows any number of orders: asks about each when it is due, one request per order at a time, and
/// returns an order whenever something about it has changed.
///
/// [`Watcher::next`] is cancel-safe: dropping it and calling it again loses nothing.
pub struct Watcher<S> {
    service: Rc<S>,
    bounds: Bounds,
    attention: Attention,
    /// Sorted by id.
    orders: Vec<Followed>,
    /// Which order is due when, earliest first: an entry for each order that has a time.
    queue: BinaryHeap<Reverse<(Time, OrderId)>>,
    pending: Vec<Pending>,
    /// No request may be sent before this time.
    free_from: Time,
    /// The order about which the service was last asked too often, if it has answered nothing since.
    rate_limited: Option<OrderId>,
    /// The clock's last reading.
    seen_at: Time,
    /// The wait for the next request.
    pause: Option<Pause>,
}

struct Followed {
    order: Rc<Order>,
    /// When to ask next; `None` while a request is pending, and when there is nothing left to learn.
    due: Option<Time>,
    is_pending: bool,
}

/// What a watcher waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A response, or the time of the next request.
    Request(Time),
    /// A response: no request may be sent before.
    Response,
    /// Nothing: there is nothing left to learn.
    Nothing,
}

/// A wait until a point in time.
struct Pause {
    until: Time,
    sleep: Pin<Box<dyn Future<Output = ()>>>,
}

impl<S: Ask + 'static> Watcher<S> {
    /// Creates a watcher without orders.
    pub fn new(service: S, bounds: Bounds) -> Self {
        Self {
            service: Rc::new(service),
            bounds,
            attention: Attention::Looking,
            orders: Vec::new(),
            queue: BinaryHeap::new(),
            pending: Vec::new(),
            free_from: Time(0),
            rate_limited: None,
            seen_at: Time(0),
            pause: None,
        }
    }

    /// Starts to follow an order, or merges a newer copy into a followed one.
    pub fn follow(&mut self, mut order: Order) {
        if let Some(known) = self.unfollow(&order.id) {
            let now = self.service.clock().now();
            order = order
                .without_future_times(now)
                .merged(&known.without_future_times(now));
        }
        if let Err(index) = self.index_of(&order.id) {
            let followed = Followed {
                order: Rc::new(order),
                due: None,
                is_pending: false,
            };
            self.orders.insert(index, followed);
            self.plan(index);
        }
    }

    /// Stops following an order, and returns it.
    pub fn unfollow(&mut self, id: &OrderId) -> Option<Order> {
        let index = self.index_of(id).ok()?;
        self.pending.retain(|pending| pending.id != *id);
        let followed = self.orders.remove(index);
        if let Some(due) = followed.due {
            let entry = Reverse((due, id.clone()));
            self.queue.retain(|other| *other != entry);
        }
        Some(Rc::unwrap_or_clone(followed.order))
    }

    /// Returns a followed order.
    pub fn order(&self, id: &OrderId) -> Option<&Order> {
        Some(&self.orders.get(self.index_of(id).ok()?)?.order)
    }

    /// Returns the index of an order, or the one to insert it at.
    fn index_of(&self, id: &OrderId) -> Result<usize, usize> {
        self.orders
            .binary_search_by(|followed| followed.order.id.cmp(id))
    }

    /// Sets whether someone is looking. [`Attention::Waking`] asks about every order at once,
    /// within the bounds, and then counts as [`Attention::Looking`].
    pub fn set_attention(&mut self, attention: Attention) {
        self.attention = attention;
        self.plan_all();
        if attention == Attention::Waking {
            self.attention = Attention::Looking;
        }
    }

    /// Waits for the next order that has changed. Returns `None` when there is nothing left to learn
    /// about any.
    pub async fn next(&mut self) -> Option<Order> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// Polls for the next order that has changed, without borrowing the watcher over an `await`. Poll
    /// again after calling any other method: something may be due earlier.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Order>> {
        loop {
            let next = self.send_due();
            if let Poll::Ready((id, response)) = self.poll_responses(context) {
                if let Some(changed) = self.apply_response(&id, response) {
                    return Poll::Ready(Some(changed));
                }
                continue;
            }
            match next {
                Next::Nothing => return Poll::Ready(None),
                Next::Response => return Poll::Pending,
                Next::Request(time) => match self.poll_pause(time, context) {
                    Poll::Ready(()) => {}
                    Poll::Pending => return Poll::Pending,
                },
            }
        }
    }

    /// Waits until that time. Keeps the timer over polls: some timers wake the task when they are
    /// dropped, so that a new one with each poll would loop forever.
    fn poll_pause(&mut self, until: Time, context: &mut Context<'_>) -> Poll<()> {
        let kept = self.pause.take().filter(|pause| pause.until == until);
        let pause = kept.unwrap_or_else(|| {
            let service = self.service.clone();
            let length = until.since(service.clock().now());
            let sleep = Box::pin(async move { service.clock().sleep(length).await });
            Pause { until, sleep }
        });
        let pause = self.pause.insert(pause);
        let polled = pause.sleep.as_mut().poll(context);
        if polled.is_ready() {
            // Timers may fire early, and then another one is needed.
            self.pause = None;
        }
        polled
    }

    /// Sends the requests that are due, and returns what to wait for.
    fn send_due(&mut self) -> Next {
        loop {
            let now = self.service.clock().now();
            if now < self.seen_at {
                // The clock was set back: everything would be late by as much.
                self.free_from = now;
                self.plan_all();
            }
            self.seen_at = now;
            let busy = self.pending.len() >= self.bounds.at_once.max(1);
            let due = self.queue.peek().filter(|_| !busy);
            let Some(due) = due.map(|Reverse((due, _))| due.max(&self.free_from)) else {
                let idle = self.pending.is_empty();
                return if idle { Next::Nothing } else { Next::Response };
            };
            if *due > now {
                return Next::Request(*due);
            }
            if let Some(Reverse((_, id))) = self.queue.pop() {
                self.send(id, now);
            }
        }
    }

    fn send(&mut self, id: OrderId, now: Time) {
        let index = self.index_of(&id).ok();
        if let Some(followed) = index.and_then(|index| self.orders.get_mut(index)) {
            let least = followed.order.terms.min_poll;
            self.free_from = now.after(self.bounds.apart.max(least));
            followed.due = None;
            followed.is_pending = true;
            let (service, order) = (self.service.clone(), followed.order.clone());
            let response = async move {
                let report = service.ask(&order).await?;
                Ok(Report {
                    asked_at: Some(now),
                    ..report
                })
            };
            self.pending.push(Pending::new(id, response));
        }
    }

    fn poll_responses(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<(OrderId, Result<Report, Error>)> {
        for index in 0..self.pending.len() {
            let Some(pending) = self.pending.get_mut(index) else {
                break;
            };
            if let Poll::Ready(response) = pending.poll(context) {
                let pending = self.pending.swap_remove(index);
                return Poll::Ready((pending.id, response));
            }
        }
        Poll::Pending
    }

    /// Applies a response. Returns the order if anything that is shown has changed.
    fn apply_response(&mut self, id: &OrderId, response: Result<Report, Error>) -> Option<Order> {
        let event = match response {
            Ok(report) => {
                self.rate_limited = None;
                Event::Report(report)
            }
            Err(error) => {
                self.pause_after(id, &error);
                Event::NoResponse(error)
            }
        };
        let index = self.index_of(id).ok()?;
        self.orders.get_mut(index)?.is_pending = false;
        let before = self.apply(index, &event)?;
        let after = &self.orders.get(index)?.order;
        after
            .differs_visibly_from(&before)
            .then(|| Order::clone(after))
    }

    /// Pauses all requests after a rate limit, if it seems to apply to all: when two different
    /// orders hit it in a row. The pause is no longer than the most urgent order allows. A limit on
    /// a single order only delays that order.
    fn pause_after(&mut self, id: &OrderId, error: &Error) {
        if error.code != Code::RateLimited {
            return;
        }
        let limits_all = self
            .rate_limited
            .replace(id.clone())
            .is_some_and(|last| last != *id);
        let longest = self
            .orders
            .iter()
            .filter(|followed| !followed.order.is_over());
        let longest = longest.map(|followed| followed.order.max_pause()).min();
        if let (true, Some(pause), Some(longest)) = (limits_all, error.retry_after, longest) {
            let now = self.service.clock().now();
            self.free_from = self.free_from.max(now.after(pause.min(longest)));
        }
    }

    /// Applies an event, and returns the order as it was before.
    fn apply(&mut self, index: usize, event: &Event) -> Option<Rc<Order>> {
        let now = self.service.clock().now();
        let order = &mut self.orders.get_mut(index)?.order;
        let after = Order::clone(order).after(event, now);
        let before = std::mem::replace(order, Rc::new(after));
        self.plan(index);
        Some(before)
    }

    fn plan_all(&mut self) {
        self.queue.clear();
        for index in 0..self.orders.len() {
            self.plan(index);
        }
    }

    /// Plans when to ask about an order next, unless a request is pending.
    fn plan(&mut self, index: usize) {
        let clock = self.service.clock();
        let (now, random) = (clock.now(), clock.random());
        let Some(followed) = self.orders.get_mut(index) else {
            return;
        };
        followed.due = if followed.is_pending {
            None
        } else {
            followed.order.next_ask(now, self.attention, random)
        };
        if let Some(due) = followed.due {
            let id = followed.order.id.clone();
            self.queue.push(Reverse((due, id)));
        }
    }
}

impl Order {
    /// Returns whether anything that is shown differs from an earlier copy.
    pub(crate) fn differs_visibly_from(&self, earlier: &Self) -> bool {
        self.state != earlier.state
            || self.number != earlier.number
            || self.codes != earlier.codes
            || self.paid_at != earlier.paid_at
            || (self.failures == 0) != (earlier.failures == 0)
    }
}
