//! The orders made in this page.

use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::lightning::UncheckedInvoice;
use satline_core::money::Sats;
use satline_core::services::sms4sats::OrderId;

/// An order as it was made.
#[derive(Clone, Debug)]
pub struct Order {
    pub id: OrderId,
    pub country: Country,
    pub service: String,
    pub price: Option<Sats>,
    pub invoice: Option<UncheckedInvoice>,
}

/// All of them.
#[derive(Clone, Copy)]
pub struct Orders(RwSignal<Vec<Order>>);

impl Orders {
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    pub fn keep(self, order: Order) {
        self.0.update(|orders| orders.push(order));
    }

    pub fn find(self, id: &OrderId) -> Option<Order> {
        self.0
            .with_untracked(|orders| orders.iter().find(|order| order.id == *id).cloned())
    }
}
