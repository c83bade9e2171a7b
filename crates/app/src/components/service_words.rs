use leptos::prelude::*;
use satline_core::order::Order;

use crate::words::order as words;

/// The service's own message about an order.
#[component]
pub fn ServiceWords(order: Order) -> impl IntoView {
    let quote = words::service_says(order.service.name(), order.reason.as_deref()?);
    Some(view! { <p class="notice quote" data-testid="reason">{quote}</p> })
}
