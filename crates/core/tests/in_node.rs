//! The same `fetch` transport in Node, where tests run that are not configured for a browser.
#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::Code;
use satline_core::services::sms4sats::{PriceQuery, ReceiveOrder};

scenario!(a_code_is_ordered_paid_and_received_in_node, |site| {
    let sms = site.sms4sats();
    let order = sms
        .receive(&ReceiveOrder::code(Country::AUTO, "wa"))
        .await
        .unwrap();
    site.pay(&order).await;
    site.pass(Duration::from_secs(10)).await;
    assert!(sms.order_status(&order.id).await.unwrap().code.is_some());
});

scenario!(a_deadline_ends_a_call_in_node, |site| {
    site.fault(r#"{"route":"/sms4sats/price","delayMs":60000}"#)
        .await;
    let sms = site.sms4sats().with_deadline(Duration::from_millis(300));
    let error = sms.price(&PriceQuery::default()).await.unwrap_err();
    assert_eq!(error.code, Code::TimedOut);
});

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen_test::wasm_bindgen_test]
async fn a_pause_longer_than_timers_know_does_not_end_at_once() {
    use satline_core::http::{Clock, Fetch};
    use std::{future::poll_fn, pin::pin};

    for days in [30, 60] {
        let mut long = pin!(Fetch.sleep(Duration::from_hours(24 * days)));
        let mut short = pin!(Fetch.sleep(Duration::from_millis(50)));
        poll_fn(|context| {
            assert!(long.as_mut().poll(context).is_pending());
            short.as_mut().poll(context)
        })
        .await;
    }
}
