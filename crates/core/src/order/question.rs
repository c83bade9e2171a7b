//! A question that is under way.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::{OrderId, Report};
use crate::error::Error;

type Answer = Result<Report, Error>;

/// It is looked at only when something has come for it: hundreds may be under way.
pub(super) struct Question {
    pub id: OrderId,
    answer: Pin<Box<dyn Future<Output = Answer>>>,
    bell: Option<Arc<Bell>>,
}

/// Rings when something has come for a question.
struct Bell {
    has_rung: AtomicBool,
    /// Who waits for all the questions.
    listener: Waker,
}

impl Question {
    pub fn new(id: OrderId, answer: impl Future<Output = Answer> + 'static) -> Self {
        Self {
            id,
            answer: Box::pin(answer),
            bell: None,
        }
    }

    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<Answer> {
        if let Some(bell) = &self.bell
            && bell.listener.will_wake(context.waker())
            && !bell.has_rung.swap(false, Ordering::Relaxed)
        {
            return Poll::Pending;
        }
        let bell = Arc::new(Bell {
            has_rung: AtomicBool::new(false),
            listener: context.waker().clone(),
        });
        self.bell = Some(bell.clone());
        self.answer
            .as_mut()
            .poll(&mut Context::from_waker(&bell.into()))
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.has_rung.store(true, Ordering::Relaxed);
        self.listener.wake_by_ref();
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
    fn it_is_looked_at_when_something_came_and_when_somebody_else_listens() {
        let looks = Rc::new(Cell::new(0));
        let bell = Rc::new(RefCell::new(None));
        let (count, hung) = (looks.clone(), bell.clone());
        let never = poll_fn(move |context| {
            count.set(count.get() + 1);
            hung.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        let mut question = Question::new(OrderId::parse("7dc6").unwrap(), never);
        let other = Arc::new(Other).into();
        for (listener, rings, expected) in [
            (Waker::noop(), false, 1),
            (Waker::noop(), false, 1),
            (Waker::noop(), true, 2),
            (Waker::noop(), false, 2),
            (&other, false, 3),
        ] {
            if rings {
                bell.take().unwrap().wake();
            }
            let polled = question.poll(&mut Context::from_waker(listener));
            assert!(polled.is_pending());
            assert_eq!(looks.get(), expected);
        }
    }
}
