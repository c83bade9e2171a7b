//! Two things at once, of which the first to be done counts.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Returns the work's result, or none if the limit comes first. Whichever is later is dropped.
pub(crate) async fn first<T>(
    work: impl Future<Output = T>,
    limit: impl Future<Output = ()>,
) -> Option<T> {
    let mut work = pin!(work);
    let mut limit = pin!(limit);
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}
