//! Turns: callers may request several values at once, which are returned in the order of the requests.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Assigns turns.
#[derive(Default)]
pub struct Turns {
    last: Cell<u32>,
    current: Cell<u32>,
    waiting: RefCell<Vec<Waker>>,
}

/// A turn, which ends when this is dropped.
#[must_use]
pub struct Turn(Rc<Turns>);

impl Turns {
    /// Queues now, and returns when it is this caller's turn.
    pub fn take(self: &Rc<Self>) -> impl Future<Output = Turn> + use<> {
        let number = self.last.get();
        self.last.set(number.wrapping_add(1));
        let turns = self.clone();
        poll_fn(move |context| {
            if turns.current.get() == number {
                return Poll::Ready(Turn(turns.clone()));
            }
            turns.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.current.set(self.0.current.get().wrapping_add(1));
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
