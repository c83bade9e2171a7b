//! Every call of the service, against the sandbox.
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
use satline_core::money::Sats;
use satline_core::services::sms4sats::{
    EmailOrder, Message, NumberKind, Payment, PriceQuery, ReceiveOrder, SmsOrder, SmsStatus,
};
use satline_core::url::SecureUrl;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn germany() -> Country {
    Country::find("germany").expect("Germany is a country")
}

fn message(text: &str) -> Message {
    Message::new(text)
}

scenario!(the_service_answers, |site| {
    site.sms4sats().availability().await.unwrap();
});

scenario!(prices_come_in_general_and_for_one_order, |site| {
    let sms = site.sms4sats();
    let general = sms.price(&PriceQuery::default()).await.unwrap();
    assert_eq!(general.receive, Some(Sats(3_000)));
    assert!(general.computed.is_none());
    let query = PriceQuery {
        country: Some(germany()),
        service: Some("wa".to_owned()),
    };
    let special = sms.price(&query).await.unwrap();
    assert!(special.computed.is_some());
    assert_ne!(special.code(), general.code());
});

scenario!(a_catalogue_lists_hundreds_of_services, |site| {
    let sms = site.sms4sats();
    let services = sms.services(germany()).await.unwrap();
    assert!(services.len() > 500, "{}", services.len());
    let whatsapp = services.iter().find(|service| service.id == "wa").unwrap();
    assert!(whatsapp.name.contains("WhatsApp") && whatsapp.stock > Some(0));
    // 0 is a real code, and a country may have no services.
    let russia = Country::from_code(0).unwrap();
    assert!(!sms.services(russia).await.unwrap().is_empty());
    let empty = Country::from_code(180).unwrap();
    assert!(sms.services(empty).await.unwrap().is_empty());
});

scenario!(rentals_are_listed_by_country, |site| {
    let offers = site.sms4sats().rental_countries("wa").await.unwrap();
    let first = offers.first().unwrap();
    assert!(first.country().is_some() && first.price.is_some() && first.weeks.is_some());
});

scenario!(a_code_is_ordered_paid_and_received, |site| {
    let sms = site.sms4sats();
    let order = sms
        .receive(&ReceiveOrder::code(germany(), "wa"))
        .await
        .unwrap();
    assert!(!sms.order_status(&order.id).await.unwrap().paid);

    site.pay(&order).await;
    let held = sms.order_status(&order.id).await.unwrap();
    assert!(held.paid && held.number.is_none() && held.code.is_none());

    site.pass(Duration::from_secs(3)).await;
    let numbered = sms.order_status(&order.id).await.unwrap();
    assert!(numbered.number.is_some() && numbered.code.is_none());

    site.pass(Duration::from_secs(6)).await;
    let done = sms.order_status(&order.id).await.unwrap();
    assert!(done.code.is_some() && done.error.is_none());
    assert_eq!(done.number, numbered.number);
});

scenario!(
    a_code_keeps_the_zeros_it_begins_with_or_says_they_may_be_lost,
    |site| {
        let sms = site.sms4sats();
        for (service, begins_with_zero) in [("lead0", true), ("lost0", false)] {
            let order = sms
                .receive(&ReceiveOrder::code(germany(), service))
                .await
                .unwrap();
            site.pay(&order).await;
            site.pass(Duration::from_secs(10)).await;
            let code = sms.order_status(&order.id).await.unwrap().code.unwrap();
            assert_eq!(code.text.starts_with('0'), begins_with_zero);
            assert_eq!(code.may_lack_zeros, !begins_with_zero);
        }
    }
);

scenario!(an_order_without_a_number_is_refunded, |site| {
    let sms = site.sms4sats();
    let order = sms
        .receive(&ReceiveOrder::code(germany(), "soldout"))
        .await
        .unwrap();
    site.pay(&order).await;
    site.pass(Duration::from_secs(3)).await;
    let status = sms.order_status(&order.id).await.unwrap();
    assert!(
        status
            .error
            .is_some_and(|words| words.starts_with("No available number"))
    );
});

scenario!(a_rental_and_a_real_phone_are_ordered, |site| {
    let sms = site.sms4sats();
    for kind in [NumberKind::Rental, NumberKind::RealPhone] {
        let order = ReceiveOrder {
            kind,
            referral: Some("satoshi@example.org".parse().unwrap()),
            ..ReceiveOrder::code(Country::find("usa").unwrap(), "wa")
        };
        let order = sms.receive(&order).await.unwrap();
        site.pay(&order).await;
        site.pass(Duration::from_secs(10)).await;
        let status = sms.order_status(&order.id).await.unwrap();
        assert!(status.number.is_some() && status.code.is_some());
    }
});

scenario!(a_message_is_sent_by_sms_and_by_email, |site| {
    let sms = site.sms4sats();
    let by_phone = SmsOrder {
        phone: "+19871234567".parse().unwrap(),
        message: message("hello"),
    };
    let by_email = EmailOrder {
        address: "pseudonym@protonmail.com".parse().unwrap(),
        message: message("hello"),
    };
    for order in [
        sms.send_sms(&by_phone).await.unwrap(),
        sms.send_email(&by_email).await.unwrap(),
    ] {
        site.pay(&order).await;
        site.pass(Duration::from_secs(10)).await;
        let status = sms.order_status(&order.id).await.unwrap();
        assert_eq!(status.sms_status, Some(SmsStatus::Delivered));
    }
});

scenario!(
    an_order_can_be_cancelled_after_two_minutes_and_not_before,
    |site| {
        let sms = site.sms4sats();
        let order = sms
            .receive(&ReceiveOrder::code(germany(), "never"))
            .await
            .unwrap();
        site.pay(&order).await;
        let early = sms.cancel(&order.id).await.unwrap_err();
        assert_eq!(early.code, Code::Refused);

        site.pass(Duration::from_secs(121)).await;
        sms.cancel(&order.id).await.unwrap();
        assert!(sms.order_status(&order.id).await.unwrap().error.is_some());
    }
);

scenario!(a_balance_is_funded_spent_and_listed, |site| {
    let sms = site.sms4sats_with_key();
    let before = sms.balance().await.unwrap();
    let funding = sms.fund(Sats(5_000)).await.unwrap();
    site.pay(&funding).await;
    assert_eq!(sms.balance().await.unwrap(), Sats(before.0 + 5_000));
    let history = sms.history().await.unwrap();
    assert!(
        history
            .fundings
            .iter()
            .any(|funding| funding.amount == Sats(5_000))
    );

    let order = ReceiveOrder {
        immediate: true,
        ..ReceiveOrder::code(germany(), "wa")
    };
    let order = sms.receive(&order).await.unwrap();
    assert_eq!(order.payment, Payment::FromBalance);
    assert!(sms.balance().await.unwrap() < Sats(before.0 + 5_000));
    assert!(sms.order_status(&order.id).await.unwrap().paid);
});

scenario!(what_needs_a_key_says_so_before_anything_is_sent, |site| {
    let sms = site.sms4sats();
    let immediate = ReceiveOrder {
        immediate: true,
        ..ReceiveOrder::code(germany(), "wa")
    };
    for error in [
        sms.balance().await.unwrap_err(),
        sms.history().await.unwrap_err(),
        sms.fund(Sats(1)).await.unwrap_err(),
        sms.receive(&immediate).await.unwrap_err(),
    ] {
        assert_eq!(error.code, Code::MissingKey);
        assert_eq!(error.field.as_deref(), Some("apiKey"));
        assert_eq!(error.money, Money::Untouched);
    }
    assert_eq!(site.count("POST", "/sms4sats/createorder").await, 0);
});

scenario!(
    what_cannot_be_right_names_its_field_and_is_not_sent,
    |site| {
        let sms = site.sms4sats_with_key();
        let phone = "+19871234567".parse().unwrap();
        let too_long = SmsOrder {
            phone,
            message: message(&"ä".repeat(141)),
        };
        let empty = EmailOrder {
            address: "a@b.co".parse().unwrap(),
            message: message("  "),
        };
        for (error, field) in [
            (sms.send_sms(&too_long).await.unwrap_err(), "message"),
            (sms.send_email(&empty).await.unwrap_err(), "message"),
            (sms.fund(Sats(0)).await.unwrap_err(), "amount"),
            (
                sms.receive(&ReceiveOrder::code(germany(), " "))
                    .await
                    .unwrap_err(),
                "service",
            ),
            (sms.rental_countries("").await.unwrap_err(), "service"),
            (
                sms.rental_countries(&"a".repeat(65)).await.unwrap_err(),
                "service",
            ),
            (
                SecureUrl::parse("webhookUrl", "http://example.org").unwrap_err(),
                "webhookUrl",
            ),
        ] {
            assert_eq!(error.code, Code::InvalidInput);
            assert_eq!(error.field.as_deref(), Some(field));
        }
        for path in [
            "createsendorder",
            "createemailsendorder",
            "fund",
            "createorder",
        ] {
            assert_eq!(
                site.count("POST", &format!("/sms4sats/{path}")).await,
                0,
                "{path}"
            );
        }
    }
);
