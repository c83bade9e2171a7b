//! A service's terms for its orders: data that the service's room hands in, so that nothing here names a
//! service.

use std::time::Duration;

use crate::error::Service;

/// What holds for all orders of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Whose terms these are.
    pub service: Service,
    /// The shortest pause from one question to the next, of all orders together.
    pub min_poll: Duration,
    /// When orders that receive something can be cancelled; none if they cannot.
    pub cancel: Option<CancelTerms>,
}

/// When orders that receive something can be cancelled, and when they cancel themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelTerms {
    /// From when on, counted from the order's creation.
    pub earliest: Duration,
    /// The same in words.
    pub earliest_in_words: &'static str,
    /// Between which times an order without its code cancels itself, counted from its payment.
    pub by_itself: [Duration; 2],
}
