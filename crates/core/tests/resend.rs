//! What is sent again and what is not, counted by the sandbox.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Code, Money};
use satline_core::http::Clock;
use satline_core::money::Sats;
use satline_core::services::sms4sats::{PriceQuery, ReceiveOrder};

// In a worker, where there is no window but a `fetch`.
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const PRICE: &str = "/sms4sats/price";

scenario!(a_read_is_sent_again_after_passing_troubles, |site| {
    let sms = site.sms4sats();
    let mut sent = 0;
    for (trouble, times) in [
        (r#""status":502"#, 2),
        (r#""status":503"#, 1),
        (r#""status":504"#, 1),
        (r#""status":429"#, 1),
        (r#""drop":true"#, 1),
    ] {
        let fault = format!(r#"{{"route":"{PRICE}","times":{times},{trouble}}}"#);
        site.fault(&fault).await;
        sms.price(&PriceQuery::default()).await.unwrap();
        sent += times + 1;
        assert_eq!(site.count("GET", PRICE).await, sent, "{trouble}");
    }
});

scenario!(a_read_is_given_up_after_the_third_time, |site| {
    site.fault(&format!(r#"{{"route":"{PRICE}","times":9,"status":503}}"#))
        .await;
    let error = site
        .sms4sats()
        .price(&PriceQuery::default())
        .await
        .unwrap_err();
    assert_eq!(error.status, Some(503));
    assert!(error.retryable);
    assert_eq!(site.count("GET", PRICE).await, 3);
});

scenario!(a_final_answer_is_not_asked_for_again, |site| {
    for status in [400, 404, 500] {
        site.fault(&format!(
            r#"{{"route":"{PRICE}","times":1,"status":{status},"body":""}}"#
        ))
        .await;
        let error = site
            .sms4sats()
            .price(&PriceQuery::default())
            .await
            .unwrap_err();
        assert_eq!(error.status, Some(status));
    }
    assert_eq!(site.count("GET", PRICE).await, 3);
});

scenario!(a_service_that_asks_for_time_is_given_it, |site| {
    site.fault(&format!(
        r#"{{"route":"{PRICE}","status":429,"retryAfter":1}}"#
    ))
    .await;
    let before = site.world.now();
    site.sms4sats().price(&PriceQuery::default()).await.unwrap();
    assert!(site.world.now().since(before) >= Duration::from_secs(1));
});

scenario!(a_wait_beyond_the_deadline_is_not_begun, |site| {
    site.fault(&format!(
        r#"{{"route":"{PRICE}","status":429,"retryAfter":3600,"body":""}}"#
    ))
    .await;
    let before = site.world.now();
    let error = site
        .sms4sats()
        .price(&PriceQuery::default())
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::RateLimited);
    assert_eq!(error.retry_after, Some(Duration::from_hours(1)));
    assert!(site.world.now().since(before) < Duration::from_secs(2));
    assert_eq!(site.count("GET", PRICE).await, 1);
});

scenario!(one_deadline_covers_the_whole_answer, |site| {
    site.fault(&format!(r#"{{"route":"{PRICE}","delayMs":60000}}"#))
        .await;
    let sms = site.sms4sats().with_deadline(Duration::from_millis(300));
    let before = site.world.now();
    let error = sms.price(&PriceQuery::default()).await.unwrap_err();
    assert_eq!(error.code, Code::TimedOut);
    assert!(site.world.now().since(before) < Duration::from_secs(5));
});

scenario!(an_answer_that_breaks_off_is_asked_for_again, |site| {
    site.fault(&format!(r#"{{"route":"{PRICE}","cutAfter":5}}"#))
        .await;
    site.sms4sats().price(&PriceQuery::default()).await.unwrap();
    assert_eq!(site.count("GET", PRICE).await, 2);
});

scenario!(
    what_creates_funds_or_cancels_is_sent_once_whatever_happens,
    |site| {
        let sms = site.sms4sats_with_key();
        let order = sms
            .receive(&ReceiveOrder::code(Country::AUTO, "wa"))
            .await
            .unwrap();
        let paid = ReceiveOrder {
            immediate: true,
            ..ReceiveOrder::code(Country::AUTO, "wa")
        };
        let unpaid = ReceiveOrder::code(Country::AUTO, "wa");
        let troubles = [
            r#""drop":true"#,
            r#""status":503,"body":"""#,
            r#""cutAfter":5"#,
            r#""wrongJson":true"#,
        ];
        for (index, trouble) in troubles.iter().enumerate() {
            let round = u64::try_from(index).unwrap() + 1;
            for path in ["createorder", "fund", "cancelorder"] {
                let times = if path == "createorder" { 2 } else { 1 };
                let fault = format!(r#"{{"route":"/sms4sats/{path}","times":{times},{trouble}}}"#);
                site.fault(&fault).await;
            }
            for (error, money) in [
                (sms.receive(&unpaid).await.unwrap_err(), Money::Untouched),
                (sms.receive(&paid).await.unwrap_err(), Money::Unknown),
                (sms.fund(Sats(1_000)).await.unwrap_err(), Money::Untouched),
                (sms.cancel(&order.id).await.unwrap_err(), Money::Held),
            ] {
                assert_eq!(error.code, Code::OutcomeUnknown, "{trouble}: {error}");
                assert_eq!(error.money, money, "{trouble}");
                assert_eq!(error.retryable, money == Money::Untouched);
            }
            assert_eq!(
                site.count("POST", "/sms4sats/createorder").await,
                1 + 2 * round
            );
            assert_eq!(site.count("POST", "/sms4sats/fund").await, round);
            assert_eq!(site.count("GET", "/sms4sats/cancelorder").await, round);
        }
    }
);

scenario!(what_a_lost_answer_cost_is_settled_by_the_balance, |site| {
    let sms = site.sms4sats_with_key();
    let wanted = ReceiveOrder {
        immediate: true,
        ..ReceiveOrder::code(Country::AUTO, "wa")
    };
    // The service creates the order and its response is lost; the service never sees it.
    for (trouble, money) in [
        (r#""drop":true"#, Money::Spent),
        (r#""status":503,"body":"""#, Money::Untouched),
    ] {
        let before = sms.balance().await.unwrap();
        let fault = format!(r#"{{"route":"/sms4sats/createorder",{trouble}}}"#);
        site.fault(&fault).await;
        let error = sms.receive(&wanted).await.unwrap_err();
        assert_eq!(
            (error.code, error.money),
            (Code::OutcomeUnknown, Money::Unknown)
        );
        assert_eq!(sms.settle(before).await.unwrap(), money, "{trouble}");
    }
});
