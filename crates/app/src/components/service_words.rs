use leptos::prelude::*;
use satline_core::order::Order;

use crate::words::order as words;

/// What the service says of an order, as its words and not as ours.
pub fn service_words(order: &Order) -> AnyView {
    let Some(reason) = &order.reason else {
        return ().into_any();
    };
    let quoted = words::service_says(order.service.name(), reason);
    view! { <p class="notice quote" data-testid="reason">{quoted}</p> }.into_any()
}
