//! The same `fetch` transport in Node: what is not told to run in a browser runs there.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::Code;
use satline_core::services::sms4sats::{PriceQuery, ReceiveOrder};

story!(a_code_is_ordered_paid_and_received_in_node, |site| {
    let sms = site.sms4sats();
    let order = sms
        .receive(&ReceiveOrder::code(Country::AUTO, "wa"))
        .await
        .unwrap();
    site.pay(&order).await;
    site.pass(Duration::from_secs(10)).await;
    assert!(sms.order_status(&order.id).await.unwrap().code.is_some());
});

story!(a_deadline_ends_a_call_in_node, |site| {
    site.fault(r#"{"route":"/sms4sats/price","delayMs":60000}"#)
        .await;
    let sms = site.sms4sats().with_deadline(Duration::from_millis(300));
    let error = sms.price(&PriceQuery::default()).await.unwrap_err();
    assert_eq!(error.code, Code::TimedOut);
});
