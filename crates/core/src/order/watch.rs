//! Following orders to their end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::question::Question;
use super::{Attention, Event, Order, OrderId, Report};
use crate::error::{Code, Error};
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
    service: Rc<S>,
    bounds: Bounds,
    attention: Attention,
    /// By their ids.
    #[expect(
        clippy::vec_box,
        reason = "to keep them in order pointers are moved, not orders"
    )]
    orders: Vec<Box<Followed>>,
    /// When to ask about which, the earliest first. What is not due at that moment any more is passed over.
    queue: BinaryHeap<Reverse<(Time, OrderId)>>,
    under_way: Vec<Question>,
    /// Before this moment no question may begin.
    free_from: Time,
    /// Of which order the service would not hear, having been asked too often, and has answered nothing
    /// else since.
    refused: Option<OrderId>,
    /// What the clock told last.
    seen_at: Time,
    /// The wait for the next question.
    pause: Option<Pause>,
}

struct Followed {
    order: Order,
    /// When to ask next. None while that is under way, and when there is nothing left to learn.
    due: Option<Time>,
    is_asked_about: bool,
}

/// What a watcher waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// An answer, or else the next question at this moment.
    Question(Time),
    /// An answer: no question may begin before.
    Answer,
    /// There is nothing left to learn.
    Nothing,
}

/// Waiting until a moment, by the service's clock.
struct Pause {
    until: Time,
    sleep: Pin<Box<dyn Future<Output = ()>>>,
}

impl<S: Ask + 'static> Watcher<S> {
    /// A watcher without orders.
    pub fn new(service: S, bounds: Bounds) -> Self {
        Self {
            service: Rc::new(service),
            bounds,
            attention: Attention::Looking,
            orders: Vec::new(),
            queue: BinaryHeap::new(),
            under_way: Vec::new(),
            free_from: Time(0),
            refused: None,
            seen_at: Time(0),
            pause: None,
        }
    }

    /// Begins to follow an order, or takes in what has become of it elsewhere.
    pub fn follow(&mut self, mut order: Order) {
        if let Some(known) = self.leave(&order.id) {
            let now = self.service.clock().now();
            order = order.believed(now).merged(&known.believed(now));
        }
        if let Err(place) = self.place(&order.id) {
            let followed = Followed {
                order,
                due: None,
                is_asked_about: false,
            };
            self.orders.insert(place, Box::new(followed));
            self.plan(place);
        }
    }

    /// Ends following an order, and gives it back as it is known.
    pub fn leave(&mut self, id: &OrderId) -> Option<Order> {
        let place = self.place(id).ok()?;
        self.under_way.retain(|question| question.id != *id);
        Some(self.orders.remove(place).order)
    }

    /// An order as it is known.
    pub fn order(&self, id: &OrderId) -> Option<&Order> {
        Some(&self.orders.get(self.place(id).ok()?)?.order)
    }

    /// Where an order stands, or where it would.
    fn place(&self, id: &OrderId) -> Result<usize, usize> {
        self.orders
            .binary_search_by(|followed| followed.order.id.cmp(id))
    }

    /// Tells whether someone looks. Waking asks about every order at once, within the bounds; after
    /// that someone is taken to be looking.
    pub fn attend(&mut self, attention: Attention) {
        self.attention = attention;
        self.plan_all();
        if attention == Attention::Waking {
            self.attention = Attention::Looking;
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
                Next::Question(moment) => match self.poll_pause(moment, context) {
                    Poll::Ready(()) => {}
                    Poll::Pending => return Poll::Pending,
                },
            }
        }
    }

    /// Waits until that moment. A wait that goes on is kept: a timer may wake whoever drops it, and a
    /// new one with each poll would then be an endless round.
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
            // It may have been early: then another one is needed.
            self.pause = None;
        }
        polled
    }

    /// Begins the questions that are due, and says what comes next.
    fn begin(&mut self) -> Next {
        loop {
            let now = self.service.clock().now();
            if now < self.seen_at {
                // A clock that was set back would take as long again to come to what was planned.
                self.free_from = now;
                self.plan_all();
            }
            self.seen_at = now;
            let busy = self.under_way.len() >= self.bounds.at_once.max(1);
            let Some((moment, place)) = self.first_due().filter(|_| !busy) else {
                let idle = self.under_way.is_empty();
                return if idle { Next::Nothing } else { Next::Answer };
            };
            let moment = moment.max(self.free_from);
            if moment > now {
                return Next::Question(moment);
            }
            if let Some(followed) = self.orders.get_mut(place) {
                let least = followed.order.terms.min_poll;
                self.free_from = now.after(self.bounds.apart.max(least));
                followed.due = None;
                followed.is_asked_about = true;
                let order = followed.order.clone();
                let id = order.id.clone();
                let service = self.service.clone();
                let answer = async move { service.ask(&order).await };
                self.under_way.push(Question::new(id, answer));
            }
        }
    }

    fn first_due(&mut self) -> Option<(Time, usize)> {
        while let Some(Reverse((moment, id))) = self.queue.peek() {
            if let Ok(place) = self.place(id)
                && let Some(followed) = self.orders.get(place)
                && followed.due == Some(*moment)
            {
                return Some((*moment, place));
            }
            self.queue.pop();
        }
        None
    }

    fn poll_answers(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<(OrderId, Result<Report, Error>)> {
        for index in 0..self.under_way.len() {
            let Some(question) = self.under_way.get_mut(index) else {
                break;
            };
            if let Poll::Ready(answer) = question.poll(context) {
                let question = self.under_way.swap_remove(index);
                return Poll::Ready((question.id, answer));
            }
        }
        Poll::Pending
    }

    /// Takes an answer in. Gives the order back if a reader would see a difference.
    fn learn(&mut self, id: &OrderId, answer: Result<Report, Error>) -> Option<Order> {
        let event = match answer {
            Ok(report) => {
                self.refused = None;
                Event::Report(report)
            }
            Err(error) => {
                self.rest_after(id, &error);
                Event::NoResponse(error)
            }
        };
        let place = self.place(id).ok()?;
        self.orders.get_mut(place)?.is_asked_about = false;
        let before = self.happened(place, &event)?;
        let after = &self.orders.get(place)?.order;
        after.shows_more_than(&before).then(|| after.clone())
    }

    /// A service that was asked too often may mean one order, or all questions together: it means all
    /// where it says so of two orders, one after the other. Then all rest, no longer than the most
    /// urgent of them may; of one order alone, its own pause is enough.
    fn rest_after(&mut self, id: &OrderId, error: &Error) {
        if error.code != Code::RateLimited {
            return;
        }
        let means_all = self
            .refused
            .replace(id.clone())
            .is_some_and(|last| last != *id);
        let longest = self
            .orders
            .iter()
            .filter(|followed| !followed.order.is_over());
        let longest = longest.map(|followed| followed.order.longest_rest()).min();
        if let (true, Some(pause), Some(longest)) = (means_all, error.retry_after, longest) {
            let now = self.service.clock().now();
            self.free_from = self.free_from.max(now.after(pause.min(longest)));
        }
    }

    /// Gives back the order as it was before.
    fn happened(&mut self, place: usize, event: &Event) -> Option<Order> {
        let now = self.service.clock().now();
        let order = &mut self.orders.get_mut(place)?.order;
        let after = order.clone().after(event, now);
        let before = std::mem::replace(order, after);
        self.plan(place);
        Some(before)
    }

    fn plan_all(&mut self) {
        self.queue.clear();
        for place in 0..self.orders.len() {
            self.plan(place);
        }
    }

    /// Notes when to ask about an order next, unless that is under way.
    fn plan(&mut self, place: usize) {
        let clock = self.service.clock();
        let (now, random) = (clock.now(), clock.random());
        let Some(followed) = self.orders.get_mut(place) else {
            return;
        };
        followed.due = if followed.is_asked_about {
            None
        } else {
            followed.order.next_ask(now, self.attention, random)
        };
        if let Some(moment) = followed.due {
            let id = followed.order.id.clone();
            self.queue.push(Reverse((moment, id)));
        }
    }
}

impl Order {
    /// Whether a reader would see a difference.
    pub(crate) fn shows_more_than(&self, earlier: &Self) -> bool {
        self.state != earlier.state
            || self.number != earlier.number
            || self.codes != earlier.codes
            || self.paid_at != earlier.paid_at
            || (self.failures == 0) != (earlier.failures == 0)
    }
}
