//! A service's terms for its orders, as data from the service's module: nothing here names a service.

use std::time::Duration;

use crate::error::Service;

/// What applies to all orders of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The service.
    pub service: Service,
    /// The shortest pause between two requests for a status, over all orders together.
    pub min_poll: Duration,
    /// When orders that receive something can be cancelled; `None` if they cannot.
    pub cancel: Option<CancelTerms>,
}

/// When orders that receive something can be cancelled, and when they cancel themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelTerms {
    /// From when on, after the order's creation.
    pub earliest: Duration,
    /// Between which times an order without a code cancels itself, after its payment.
    pub by_itself: [Duration; 2],
}
