//! A request for an order's status that is waiting for its response.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::{OrderId, Report};
use crate::error::Error;

type Response = Result<Report, Error>;

/// Polled only when its own future was woken: hundreds may be waiting.
pub(super) struct Pending {
    pub id: OrderId,
    response: Pin<Box<dyn Future<Output = Response>>>,
    waker: Option<Arc<FlagWaker>>,
}

/// Remembers that it was woken, and wakes the task that waits for all requests.
struct FlagWaker {
    was_woken: AtomicBool,
    task: Waker,
}

impl Pending {
    pub fn new(id: OrderId, response: impl Future<Output = Response> + 'static) -> Self {
        Self {
            id,
            response: Box::pin(response),
            waker: None,
        }
    }

    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Response> {
        if let Some(waker) = &self.waker
            && waker.task.will_wake(context.waker())
            && !waker.was_woken.swap(false, Ordering::Relaxed)
        {
            return Poll::Pending;
        }
        let waker = Arc::new(FlagWaker {
            was_woken: AtomicBool::new(false),
            task: context.waker().clone(),
        });
        self.waker = Some(waker.clone());
        self.response
            .as_mut()
            .poll(&mut Context::from_waker(&waker.into()))
    }
}

impl Wake for FlagWaker {
    fn wake(self: Arc<Self>) {
        self.was_woken.store(true, Ordering::Relaxed);
        self.task.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::future::poll_fn;
    use std::rc::Rc;

    struct Other;

    impl Wake for Other {
        fn wake(self: Arc<Self>) {}
    }

    #[test]
    fn it_is_polled_when_it_was_woken_and_when_another_task_waits() {
        let polls = Rc::new(Cell::new(0));
        let waker = Rc::new(RefCell::new(None));
        let (count, kept) = (polls.clone(), waker.clone());
        let never = poll_fn(move |context| {
            count.set(count.get() + 1);
            kept.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        let mut pending = Pending::new(OrderId::parse("7dc6").unwrap(), never);
        let other = Arc::new(Other).into();
        for (task, wakes, expected) in [
            (Waker::noop(), false, 1),
            (Waker::noop(), false, 1),
            (Waker::noop(), true, 2),
            (Waker::noop(), false, 2),
            (&other, false, 3),
        ] {
            if wakes {
                waker.take().unwrap().wake();
            }
            let polled = pending.poll(&mut Context::from_waker(task));
            assert!(polled.is_pending());
            assert_eq!(polls.get(), expected);
        }
    }
}
