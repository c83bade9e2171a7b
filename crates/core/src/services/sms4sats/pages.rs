//! Every sample on the service's pages is read, and read right.

use crate::country::Country;
use crate::error::{Code, Error, Money};
use crate::http::Call;
use crate::lenient::Extra;
use crate::lightning::UncheckedInvoice;
use crate::money::Sats;
use crate::order::{Event, Kind, OrderId, State};
use crate::secret::Secret;
use crate::services::samples::{read as read_with_status, sample};
use crate::services::sms4sats::{
    Account, CreatedOrder, EmailOrder, Message, NumberKind, OrderStatus, Payment, PriceQuery,
    ReceiveOrder, SmsOrder, SmsStatus, base_url, call,
};
use crate::time::Time;
use crate::url::SecureUrl;

const ORDER_ID: &str = "7dc6e6b61d8c54dff6b8d6ea2e3f08b018e57963df81d493a6f9728c4dc83318";

fn account() -> Account {
    Account::at(base_url()).with_key(Secret::new("a key"))
}

fn read<T>(call: &Call<T>, sample: &str) -> Result<T, Error> {
    read_with_status(call, 200, sample)
}

fn status(sample: &str) -> OrderStatus {
    let id = OrderId::parse(ORDER_ID).unwrap();
    read(&call::order_status(&account(), &id), sample).unwrap()
}

#[test]
fn prices_are_read() {
    let call = call::price(&account(), &PriceQuery::default());
    let prices = read(&call, sample!("sms4sats", "price")).unwrap();
    assert_eq!(prices.receive, Some(Sats(3_000)));
    assert_eq!(prices.send, Some(Sats(1_000)));
    assert_eq!(prices.rent, Some(Sats(15_000)));
    assert_eq!(prices.real_phone, Some(Sats(5_000)));
    assert_eq!(prices.code(), Some(Sats(3_000)));
    // A response with one price is valid, without any it is not.
    for only in ["receive", "send", "rent"] {
        assert!(read(&call, &format!(r#"{{"{only}":1000}}"#)).is_ok());
    }
    assert!(read(&call, r#"{"status":"OK"}"#).is_err());
}

#[test]
fn the_price_of_the_very_order_comes_before_the_general_one() {
    let call = call::price(&account(), &PriceQuery::default());
    let prices = read(&call, sample!("sms4sats", "price-of-one-order")).unwrap();
    assert_eq!(prices.code(), Some(Sats(2_700)));
    assert_eq!(prices.receive, Some(Sats(3_000)));
    let kept: Vec<_> = prices.extra.members().keys().collect();
    assert_eq!(kept, ["query"]);
}

#[test]
fn services_are_read() {
    let call = call::services(&account(), Country::AUTO);
    let services = read(&call, sample!("sms4sats", "services")).unwrap();
    assert_eq!(services.len(), 1);
    assert_eq!(services[0].id, "vk");
    assert_eq!(services[0].name, "vk.com");
    assert_eq!(services[0].stock, Some(28));
    assert_eq!(
        services[0].image.as_deref(),
        Some("/assets/saimages/vk0.png")
    );
}

#[test]
fn rental_countries_are_read() {
    let call = call::rental_countries(&account(), "wa").unwrap();
    let offers = read(&call, sample!("sms4sats", "rental-countries")).unwrap();
    assert_eq!(offers[0].country(), Country::find("germany"));
    assert_eq!(offers[0].weeks, Some(1));
    assert_eq!(offers[0].price, Some(Sats(15_000)));
}

#[test]
fn a_new_order_has_an_invoice_or_is_paid_from_the_balance() {
    let call = call::receive(&account(), &ReceiveOrder::code(Country::AUTO, "vk")).unwrap();
    let order = read(&call, sample!("sms4sats", "order-created")).unwrap();
    assert_eq!(order.id.as_str(), ORDER_ID);
    assert!(
        matches!(order.payment, Payment::Invoice(invoice) if invoice.text().starts_with("lnbc30u1"))
    );
    let order = read(&call, sample!("sms4sats", "order-created-paid")).unwrap();
    assert_eq!(order.payment, Payment::FromBalance);
}

#[test]
fn each_kind_of_order_sends_what_the_pages_name_and_nothing_more() {
    let plain = ReceiveOrder::code(Country::find("germany").unwrap(), " wa ");
    let receive = |order: ReceiveOrder| call::receive(&account(), &order).unwrap();
    let of_kind = |kind| {
        receive(ReceiveOrder {
            kind,
            ..plain.clone()
        })
    };
    let phone = "+19871234567".parse().unwrap();
    let at_once = Message {
        immediate: true,
        webhook: Some(SecureUrl::parse("webhookUrl", "https://example.org/told").unwrap()),
        ..Message::new("hello")
    };
    let mail = EmailOrder {
        address: "a@b.co".parse().unwrap(),
        message: Message::new("hello"),
    };
    let sms = SmsOrder {
        phone,
        message: at_once,
    };
    for (call, path, body) in [
        (
            of_kind(NumberKind::Code),
            "createorder",
            r#"{"country":43,"service":"wa"}"#,
        ),
        (
            of_kind(NumberKind::Rental),
            "createorder",
            r#"{"country":43,"service":"wa","isRental":true}"#,
        ),
        (
            of_kind(NumberKind::RealPhone),
            "createorder",
            r#"{"country":43,"service":"wa","realphone":true}"#,
        ),
        (
            receive(ReceiveOrder {
                referral: Some("name@example.org".parse().unwrap()),
                immediate: true,
                ..plain.clone()
            }),
            "createorder",
            r#"{"country":43,"service":"wa","ref":"name@example.org","immediate":true}"#,
        ),
        (
            call::send_sms(&account(), &sms).unwrap(),
            "createsendorder",
            r#"{"message":"hello","phone":"+19871234567","immediate":true,"webhookUrl":"https://example.org/told"}"#,
        ),
        (
            call::send_email(&account(), &mail).unwrap(),
            "createemailsendorder",
            r#"{"message":"hello","address":"a@b.co"}"#,
        ),
        (
            call::fund(&account(), Sats(21_000)).unwrap(),
            "fund",
            r#"{"amount":21000}"#,
        ),
    ] {
        assert!(call.request.url().ends_with(&format!("/{path}")));
        assert_eq!(call.request.body(), Some(body));
    }
}

#[test]
fn every_documented_error_is_an_error_with_the_services_message() {
    let message = Message::new("hello");
    let phone = "+19871234567".parse().unwrap();
    let send = call::send_sms(&account(), &SmsOrder { phone, message }).unwrap();
    let balance = call::balance(&account()).unwrap();
    let id = OrderId::parse(ORDER_ID).unwrap();
    let cancel = call::cancel(&account(), &id);
    for (error, words) in [
        (
            read_with_status(&cancel, 500, sample!("sms4sats", "error-unable-to-save"))
                .unwrap_err(),
            "unable to save data",
        ),
        (
            read_with_status(&send, 500, sample!("sms4sats", "error-backend")).unwrap_err(),
            "backend error",
        ),
        (
            read_with_status(&balance, 400, sample!("sms4sats", "error-key-missing")).unwrap_err(),
            "X-API-Key header is missing.",
        ),
        // A refund where a cancel was asked for is no success either.
        (
            read(&cancel, sample!("sms4sats", "status-refund")).unwrap_err(),
            "No available number, payment request is canceled. Your funds are returned to your wallet automatically.",
        ),
    ] {
        assert_eq!(error.code, Code::Refused);
        assert_eq!(error.service_message.as_deref(), Some(words));
    }
}

#[test]
fn the_status_of_a_receive_order_is_read_step_by_step() {
    let unpaid = status(sample!("sms4sats", "status-unpaid"));
    assert!(!unpaid.paid && unpaid.code.is_none() && unpaid.error.is_none());

    let done = status(sample!("sms4sats", "status-code"));
    assert!(done.paid);
    let code = done.code.unwrap();
    assert_eq!(code.text, "48010");
    assert!(code.may_lack_zeros, "a JSON number cannot begin with zeros");
    assert_eq!(done.number.as_deref(), Some("12345678901"));
    assert_eq!(done.reference.as_deref(), Some("1125699791"));
    assert_eq!(done.country.as_deref(), Some("India"));
    assert_eq!(done.service.as_deref(), Some("openAI"));
    assert_eq!(done.at, Some(Time(1_666_613_406_969)));

    let refund = status(sample!("sms4sats", "status-refund"));
    assert!(
        refund.paid
            && refund
                .error
                .is_some_and(|words| words.starts_with("No available number"))
    );
}

#[test]
fn a_failure_that_says_nothing_of_the_payment_is_a_failure_all_the_same() {
    let words = "No available number. Your funds are returned.";
    let failed = status(&format!(r#"{{"status":"OK","error":"{words}"}}"#));
    let report = failed
        .report_on(&OrderId::parse(ORDER_ID).unwrap())
        .unwrap();
    assert_eq!(report.failure.as_deref(), Some(words));

    let created = CreatedOrder {
        id: OrderId::parse(ORDER_ID).unwrap(),
        payment: Payment::Invoice(UncheckedInvoice::new("lnbc1")),
        answered_at: None,
        extra: Extra::default(),
    };
    let unpaid = account().order(Kind::Code, created, None, Time(1));
    let reported = |report| Event::Report(report);
    let paid = status(r#"{"status":"OK","paid":true}"#);
    let paid = paid.report_on(&unpaid.id).unwrap();
    let held = unpaid.clone().after(&reported(paid), Time(2));
    for (order, money) in [(unpaid, Money::Untouched), (held, Money::Returned)] {
        let order = order.after(&reported(report.clone()), Time(3));
        assert_eq!((order.state, order.money()), (State::Refunded, money));
        assert_eq!(order.reason.as_deref(), Some(words));
    }

    // A gateway's response has no "OK".
    let id = OrderId::parse(ORDER_ID).unwrap();
    let call = call::order_status(&account(), &id);
    let error = read(&call, r#"{"error":"Too many requests"}"#).unwrap_err();
    assert_eq!(error.code, Code::Unreadable);
}

#[test]
fn whoever_asks_too_often_may_ask_again_whatever_the_body_says() {
    let id = OrderId::parse(ORDER_ID).unwrap();
    let body = r#"{"status":"error","reason":"Too many requests"}"#;
    let asked = call::order_status(&account(), &id);
    let error = read_with_status(&asked, 429, body).unwrap_err();
    assert_eq!(error.code, Code::RateLimited);
    assert_eq!(error.service_message.as_deref(), Some("Too many requests"));
    let ordered = call::receive(&account(), &ReceiveOrder::code(Country::AUTO, "wa")).unwrap();
    let error = read_with_status(&ordered, 429, body).unwrap_err();
    assert_eq!(error.code, Code::RateLimited);
}

#[test]
fn the_status_of_a_send_order_is_read_in_every_word() {
    for (sample, expected) in [
        (sample!("sms4sats", "status-created"), SmsStatus::Created),
        (sample!("sms4sats", "status-sent"), SmsStatus::Sent),
        (
            sample!("sms4sats", "status-delivered"),
            SmsStatus::Delivered,
        ),
        (sample!("sms4sats", "status-failed"), SmsStatus::Failed),
    ] {
        let status = status(sample);
        assert_eq!(status.sms_status, Some(expected));
        assert_eq!(
            status.reference.as_deref(),
            Some("SMfa2be998e8913565cbbd5f750e32b1b5")
        );
    }
    let odd = status(r#"{"status":"OK","paid":true,"smsStatus":"queued"}"#);
    assert_eq!(odd.sms_status, Some(SmsStatus::Other("queued".to_owned())));
}

#[test]
fn a_cancel_a_balance_and_a_history_are_read() {
    let id = OrderId::parse(ORDER_ID).unwrap();
    read(
        &call::cancel(&account(), &id),
        sample!("sms4sats", "cancelled"),
    )
    .unwrap();
    let balance = read(
        &call::balance(&account()).unwrap(),
        sample!("sms4sats", "balance"),
    );
    assert_eq!(balance.unwrap(), Sats(10_000));

    let history = read(
        &call::history(&account()).unwrap(),
        sample!("sms4sats", "history"),
    )
    .unwrap();
    assert_eq!(history.total, Some(Sats(349_500)));
    let funding = &history.fundings[0];
    assert_eq!(funding.amount, Sats(9_500));
    assert_eq!(funding.at, Some(Time(1_668_612_831_730)));
    assert_eq!(funding.description.as_deref(), Some("fund account"));
    assert_eq!(funding.preimage_hash.as_deref(), Some("sha256(xxx)"));
    let printed = format!("{history:?}");
    assert!(
        !printed.contains("\"xxx\"") && !printed.contains("APIKEY"),
        "{printed}"
    );
}

#[test]
fn numbers_and_texts_are_read_alike() {
    let as_text = status(
        r#"{"status":"OK","paid":"true","code":"048010","number":"12345678901","id":"1","timestamp":"1666613406969"}"#,
    );
    let code = as_text.code.unwrap();
    assert_eq!(code.text, "048010");
    assert!(!code.may_lack_zeros);
    assert_eq!(as_text.at, Some(Time(1_666_613_406_969)));
}

#[test]
fn an_answer_that_is_not_the_services_is_an_error_and_never_a_panic() {
    let id = OrderId::parse(ORDER_ID).unwrap();
    let call = call::order_status(&account(), &id);
    for (status, body) in [
        (200, ""),
        (200, "null"),
        (200, "[]"),
        (200, "<html>down for maintenance</html>"),
        (200, r#"{"status":"OK"}"#),
        (200, r#"{"status":"OK","paid":"#),
        (502, "<html>bad gateway</html>"),
        (429, ""),
        (404, r#"{"paid":true}"#),
    ] {
        let error = read_with_status(&call, status, body).unwrap_err();
        assert!(!error.message.contains('<'), "{error}");
    }
}

#[test]
fn a_number_that_is_no_plain_digits_is_neither_an_id_nor_a_code() {
    let call = call::receive(&account(), &ReceiveOrder::code(Country::AUTO, "vk")).unwrap();
    let created = |id: &str| {
        let body = format!(r#"{{"status":"OK","orderId":{id},"payreq":"lnbc1"}}"#);
        read(&call, &body).map(|created| created.id.as_str().to_owned())
    };
    assert_eq!(
        created("12345678901234567890").as_deref(),
        Ok("12345678901234567890")
    );
    for number in ["1e308", "-1", "1.5", "1E+2", "-0"] {
        assert!(created(number).is_err(), "{number}");
        let body = format!(
            r#"{{"status":"OK","paid":true,"number":{number},"code":{number},"codes":[{number}]}}"#
        );
        let status = status(&body);
        assert_eq!((status.number, status.code), (None, None), "{number}");
        assert!(status.earlier_codes.is_empty(), "{number}");
    }
}

#[test]
fn numbers_and_codes_come_without_what_nobody_sees() {
    let status = status(concat!(
        r#"{"status":"OK","paid":true,"number":"+49 151\u200b 12345678","code":"\u202e48\u2060010\u202c","#,
        r#""codes":["\u200b","\u2066one\u2069"]}"#
    ));
    assert_eq!(status.number.as_deref(), Some("4915112345678"));
    assert_eq!(status.code.unwrap().text, "48010");
    let earlier: Vec<_> = status
        .earlier_codes
        .iter()
        .map(|code| &*code.text)
        .collect();
    assert_eq!(earlier, ["one"]);
}

#[test]
fn half_an_emoji_in_an_answer_hides_nothing_else() {
    let done = status(r#"{"status":"OK","paid":true,"code":"48010","service":"Chat \ud83d"}"#);
    assert_eq!(done.code.unwrap().text, "48010");
    assert_eq!(done.service.as_deref(), Some("Chat \u{fffd}"));
}

#[test]
fn a_price_above_all_bitcoin_is_none() {
    let call = call::price(&account(), &PriceQuery::default());
    let prices = |price: &str| {
        let body = format!(r#"{{"receive":{price},"send":1000,"computed":{{"price":{price}}}}}"#);
        read(&call, &body).unwrap()
    };
    assert_eq!(prices("2100000000000000").code(), Some(Sats::ALL));
    for price in ["2100000000000001", "18446744073709551615"] {
        let prices = prices(price);
        assert_eq!((prices.code(), prices.computed), (None, None), "{price}");
    }
    let only = r#"{"receive":2100000000000001}"#;
    assert!(read(&call, only).is_err());
}
