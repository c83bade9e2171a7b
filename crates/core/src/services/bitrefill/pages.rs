//! Every sample of Bitrefill's pages is read, and read right.

use std::time::Duration;

use crate::error::{Code, Money};
use crate::http::{Call, Effect};
use crate::lightning::bolt11::{Invoice, Network};
use crate::lightning::{Expectation, UncheckedInvoice};
use crate::money::{Amount, Currency, Sats};
use crate::order::{Kind, Order, OrderId, Start, State};
use crate::secret::Secret;
use crate::services::bitrefill::{
    Account, Auth, Deposit, DepositOrder, Instruction, METHODS, MIN_POLL, Price, Progress,
    base_url, call,
};
use crate::services::samples::{dollars, read_with as read, sample};
use crate::services::step;
use crate::time::Time;
use serde_json::json;

fn business() -> Account {
    let auth = Auth::Business {
        id: "Aladdin".to_owned(),
        secret: Secret::new("open-sesame"),
    };
    Account::at(base_url(), auth)
}

fn personal() -> Account {
    Account::at(base_url(), Auth::Personal(Secret::new("a-key")))
}

fn deposit_call() -> Call<Deposit> {
    call::deposit(
        &business(),
        &DepositOrder::fixed(dollars("1000"), "bitcoin"),
    )
    .unwrap()
}

fn deposit(body: &str) -> Deposit {
    read(&deposit_call(), 200, &[], body).unwrap()
}

fn header<'a, T>(call: &'a Call<T>, name: &str) -> Option<&'a str> {
    let mut headers = call.request.headers();
    headers
        .find(|header| header.0 == name)
        .map(|header| header.1)
}

#[test]
fn a_deposit_is_asked_for_as_the_page_does() {
    let call = deposit_call();
    assert_eq!(
        call.request.url(),
        "https://api.bitrefill.com/v2/accounts/deposit"
    );
    assert_eq!(
        call.request.body(),
        Some(r#"{"amount":1000,"currency":"USD","payment_method":"bitcoin"}"#)
    );
    assert!(matches!(call.effect, Effect::Once(_)));
    let basic = "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ==";
    assert_eq!(header(&call, "authorization"), Some(basic));

    let order = DepositOrder::fixed(dollars("25.50"), "lightning");
    let call = call::deposit(&business(), &order).unwrap();
    assert!(call.request.body().unwrap().contains(r#""amount":25.5,"#));

    let order = DepositOrder::flexible(Currency::BTC, "a_method_of_tomorrow");
    let call = call::deposit(&business(), &order).unwrap();
    assert_eq!(
        call.request.body(),
        Some(r#"{"currency":"BTC","payment_method":"a_method_of_tomorrow"}"#)
    );
}

#[test]
fn what_cannot_be_a_deposit_is_refused_before_sending() {
    let yen = Amount::new(1_000, Currency::new("JPY", 0));
    for (order, field) in [
        (DepositOrder::fixed(yen, "bitcoin"), "currency"),
        (
            DepositOrder::flexible(Currency::USDC, "bitcoin"),
            "currency",
        ),
        (DepositOrder::fixed(dollars("0"), "bitcoin"), "amount"),
        (DepositOrder::fixed(dollars("1"), " "), "method"),
        (DepositOrder::fixed(dollars("1"), "two words"), "method"),
    ] {
        let error = call::deposit(&business(), &order).unwrap_err();
        assert_eq!(error.code, Code::InvalidInput);
        assert_eq!(error.field.as_deref(), Some(field), "{order:?}");
    }
}

#[test]
fn a_personal_key_reads_the_balance_but_makes_no_deposit() {
    let order = DepositOrder::fixed(dollars("25"), "bitcoin");
    let error = call::deposit(&personal(), &order).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("apiKey"));
    assert!(error.message.contains("business account"), "{error}");
    let balance = call::balance(&personal()).unwrap();
    assert_eq!(header(&balance, "authorization"), Some("Bearer a-key"));

    let nobody = Account::at(base_url(), Auth::Personal(Secret::new("")));
    assert_eq!(call::ping(&nobody).unwrap_err().code, Code::MissingKey);
}

#[test]
fn an_address_is_given_with_what_to_pay_in_whole_coins() {
    for (body, address, price) in [
        (
            sample!("bitrefill", "deposit-bitcoin"),
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "0.01000000 BTC",
        ),
        (
            sample!("bitrefill", "deposit-usdc"),
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "5.640000 USDC",
        ),
        (
            sample!("bitrefill", "deposit-flexible"),
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "any amount",
        ),
    ] {
        let deposit = deposit(body);
        assert_eq!(
            deposit.instruction,
            Some(Instruction::Address(address.to_owned()))
        );
        assert_eq!(deposit.price.to_string(), price);
        assert_eq!(deposit.progress(), Progress::Waiting);
        assert!(!format!("{deposit:?}").contains(address));
    }
}

#[test]
fn a_lightning_invoice_is_found_wherever_it_stands() {
    for body in [
        sample!("bitrefill", "lightning-in-address"),
        sample!("bitrefill", "lightning-in-lightning-invoice"),
        sample!("bitrefill", "lightning-in-uri"),
        sample!("bitrefill", "lightning-in-data"),
    ] {
        let deposit = deposit(body);
        let Some(Instruction::Invoice(invoice)) = &deposit.instruction else {
            panic!("{body}");
        };
        let amount = Invoice::parse(invoice.text()).unwrap().amount_sat();
        assert_eq!(amount, Some(250_000));
        let Price::Exact(price) = &deposit.price else {
            panic!("{body}");
        };
        assert_eq!(price.sats(), Some(Sats(250_000)));
        let printed = format!("{deposit:?}").to_lowercase();
        assert!(!printed.contains("lnbc2500u"), "{printed}");
    }
}

#[test]
fn a_broken_invoice_is_left_to_the_check_and_never_shown_as_an_address() {
    let broken = sample!("bitrefill", "lightning-in-address").replace("3rh\"", "3rq\"");
    let instruction = deposit(&broken).instruction;
    assert!(
        matches!(instruction, Some(Instruction::Invoice(_))),
        "{instruction:?}"
    );
}

#[test]
fn an_invoice_far_too_deep_is_not_looked_for() {
    let deep = format!(
        r#"{{"data":{{"id":"a","x":{}"lnbc1aaaaaaaaaaaaaaaaaaaaa"{}}}}}"#,
        "[".repeat(20),
        "]".repeat(20)
    );
    assert_eq!(deposit(&deep).instruction, None);
}

#[test]
fn a_price_in_an_unknown_unit_is_not_taken_for_any_amount() {
    let price = |payment: &str| {
        let body = format!(r#"{{"data":{{"id":"a","payment":{payment}}}}}"#);
        deposit(&body).price
    };
    let exact = |units, currency| Price::Exact(Amount::new(units, currency));
    for (payment, expected) in [
        (
            r#"{"price":"5640000","currency":"usdc"}"#,
            exact(5_640_000, Currency::USDC),
        ),
        (
            r#"{"price":2.5e19,"currency":"ETH"}"#,
            exact(25_000_000_000_000_000_000, Currency::ETH),
        ),
        (
            r#"{"price":7,"method":"usdt_erc20"}"#,
            exact(7, Currency::USDT),
        ),
        (r#"{"price":7,"currency":"DOGE"}"#, exact(7, Currency::DOGE)),
        (
            r#"{"price":7,"currency":"XMR"}"#,
            Price::UnknownUnit("7 XMR".into()),
        ),
        // Six decimals or eighteen: the documentation does not say.
        (
            r#"{"price":7,"currency":"USDT","method":"usdt_bsc"}"#,
            Price::UnknownUnit("7 USDT".into()),
        ),
        (
            r#"{"price":5.64,"currency":"USDC"}"#,
            Price::UnknownUnit("5.64 USDC".into()),
        ),
        (
            r#"{"price":"5.64","currency":"USDC"}"#,
            Price::UnknownUnit("5.64 USDC".into()),
        ),
        (r#"{"price":null,"currency":"BTC"}"#, Price::Open),
        (r#"{"price":0,"currency":"BTC"}"#, Price::Open),
        ("null", Price::Open),
    ] {
        assert_eq!(price(payment), expected, "{payment}");
    }
}

#[test]
fn a_deposit_is_credited_when_complete_and_waits_at_any_unknown_word() {
    let complete = deposit(sample!("bitrefill", "invoice-complete"));
    assert_eq!(complete.progress(), Progress::Credited);
    assert_eq!(complete.instruction, None);
    for (status, payment, expected) in [
        ("not_delivered", "unpaid", Progress::Waiting),
        ("not_delivered", "payment_confirmed", Progress::Paid),
        ("processing", "paid", Progress::Paid),
        ("created", "pending", Progress::Waiting),
        ("delivered", "unpaid", Progress::Waiting),
        ("COMPLETE", "unpaid", Progress::Credited),
        ("denied", "payment_confirmed", Progress::Failed),
        ("payment_error", "unpaid", Progress::Failed),
        ("failed", "unpaid", Progress::Failed),
        ("expired", "unpaid", Progress::Expired),
        ("not_delivered", "expired", Progress::Expired),
        ("payment_confirmed", "", Progress::Paid),
        ("a word of tomorrow", "another", Progress::Waiting),
        ("", "", Progress::Waiting),
    ] {
        let body = format!(
            r#"{{"data":{{"id":"a","status":"{status}","payment":{{"status":"{payment}"}}}}}}"#
        );
        assert_eq!(deposit(&body).progress(), expected, "{status}, {payment}");
    }
}

#[test]
fn a_deposit_that_is_overdue_expires_only_where_its_words_say_that_nobody_paid() {
    let invoice = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcy\
                   q5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0r\
                   l77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf3\
                   9tuven09sam30g4vgpfna3rh";
    let order = Order::new(
        &super::TERMS,
        Kind::Fund,
        OrderId::parse("a").unwrap(),
        Start::Pay(UncheckedInvoice::new(invoice)),
        Expectation::new(Network::Bitcoin),
        Time(0),
    );
    let long_after = order.expires_at().unwrap().after(Duration::from_mins(3));
    let record = order.to_json();
    for (status, payment, expected) in [
        (
            "not_delivered",
            "unpaid",
            (State::Expired, Money::Untouched),
        ),
        ("created", "Unpaid", (State::Expired, Money::Untouched)),
        ("unpaid", "", (State::Expired, Money::Untouched)),
        (
            "not_delivered",
            "expired",
            (State::Expired, Money::Untouched),
        ),
        (
            "processing",
            "unpaid",
            (State::AwaitingPayment, Money::Untouched),
        ),
        (
            "processing",
            "pending",
            (State::AwaitingPayment, Money::Untouched),
        ),
        (
            "not_delivered",
            "",
            (State::AwaitingPayment, Money::Untouched),
        ),
        ("", "", (State::AwaitingPayment, Money::Untouched)),
        (
            "payment_confirmed",
            "",
            (State::AwaitingPayment, Money::Spent),
        ),
        (
            "expired",
            "payment_confirmed",
            (State::AwaitingPayment, Money::Spent),
        ),
        (
            "denied",
            "payment_confirmed",
            (State::Failed, Money::Unknown),
        ),
        ("complete", "unpaid", (State::Credited, Money::Spent)),
    ] {
        let word = |word: &str| match word {
            "" => "null".to_owned(),
            word => format!(r#""{word}""#),
        };
        let body = format!(
            r#"{{"data":{{"id":"a","status":{},"payment":{{"status":{}}}}}}}"#,
            word(status),
            word(payment)
        );
        let event = json!({ "event": "answer", "status": 200, "body": body }).to_string();
        let order = step(&record, &event, long_after).unwrap().order;
        assert_eq!(
            (order.state, order.money()),
            expected,
            "{status}, {payment}"
        );
    }
}

#[test]
fn a_balance_keeps_every_decimal() {
    let call = call::balance(&business()).unwrap();
    assert_eq!(
        read(&call, 200, &[], sample!("bitrefill", "balance")).unwrap(),
        dollars("1012.5")
    );
    for (number, currency, shown) in [
        ("7", "USD", "7.00 USD"),
        ("\"7.25\"", "EUR", "7.25 EUR"),
        ("1e-7", "BTC", "0.00000010 BTC"),
        ("0.125", "USD", "0.125 USD"),
        ("12.5", "GBP", "12.5 GBP"),
    ] {
        let body = format!(r#"{{"data":{{"balance":{number},"currency":"{currency}"}}}}"#);
        assert_eq!(read(&call, 200, &[], &body).unwrap().to_string(), shown);
    }
}

#[test]
fn a_ping_is_answered() {
    let call = call::ping(&personal()).unwrap();
    assert_eq!(call.request.url(), "https://api.bitrefill.com/v2/ping");
    assert!(read(&call, 200, &[], sample!("bitrefill", "ping")).is_ok());
}

#[test]
fn every_documented_error_is_a_sentence_with_the_services_message() {
    for (status, body, field, words) in [
        (
            400,
            sample!("bitrefill", "error-unsupported_payment_method"),
            Some("method"),
            "Payment method is not supported",
        ),
        (
            400,
            sample!("bitrefill", "error-missing_param"),
            None,
            "Missing parameter: currency",
        ),
        (
            400,
            sample!("bitrefill", "error-invalid_param"),
            None,
            "Invalid parameter: amount",
        ),
        (
            400,
            sample!("bitrefill", "error-parse_error"),
            None,
            "The body is not JSON",
        ),
        (
            404,
            sample!("bitrefill", "error-not_found"),
            None,
            "Invoice not found",
        ),
        (
            400,
            sample!("bitrefill", "error-balance_too_low"),
            None,
            "Balance too low",
        ),
        (401, r#"{"message":"Who?"}"#, None, "Who?"),
        (
            403,
            r#"{"message":"No.","error_code":"forbidden"}"#,
            None,
            "No.",
        ),
    ] {
        let error = read(&deposit_call(), status, &[], body).unwrap_err();
        assert_eq!(error.code, Code::Refused, "{body}");
        assert_eq!(error.status, Some(status));
        assert_eq!(error.field.as_deref(), field, "{body}");
        assert_eq!(error.service_message.as_deref(), Some(words));
        assert!(error.message.ends_with('.'), "{error}");
    }
    for (status, code) in [(429, Code::RateLimited), (500, Code::Unreachable)] {
        let body = r#"{"message":"Later.","error_code":"later"}"#;
        let error = read(&deposit_call(), status, &[], body).unwrap_err();
        assert_eq!((error.code, error.status), (code, Some(status)));
        assert_eq!(error.service_message.as_deref(), Some("Later."));
    }
}

#[test]
fn the_quota_is_read_from_the_headers() {
    let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "40")];
    let call = call::invoice(&business(), &OrderId::parse("a").unwrap()).unwrap();
    assert_eq!(
        call.request.url(),
        "https://api.bitrefill.com/v2/invoices/a"
    );
    let deposit = read(
        &call,
        200,
        &headers,
        sample!("bitrefill", "deposit-bitcoin"),
    )
    .unwrap();
    let pause = deposit.quota.and_then(|quota| quota.pause(Time(0)));
    assert_eq!(pause, Some(Duration::from_secs(40)));
    // 60 calls in 10 minutes, and some are for other things.
    assert!(MIN_POLL * 50 >= Duration::from_mins(10));
}

#[test]
fn what_is_missing_or_new_is_no_obstacle() {
    let deposit = deposit(
        r#"{"data":{"invoice_id":7,"payment":{"newcomer":1},"late":{"a":[]},"payment_method":"x"}}"#,
    );
    assert_eq!(deposit.id.as_str(), "7");
    assert_eq!(deposit.method.as_deref(), Some("x"));
    assert_eq!(deposit.payment_extra.members().len(), 1);
    assert!(deposit.extra.members().get("late").is_some());
}

#[test]
fn an_answer_that_is_not_the_services_is_an_error_and_never_a_panic() {
    for (status, body) in [
        (200, ""),
        (200, "null"),
        (200, "{}"),
        (200, r#"{"data":null}"#),
        (200, r#"{"data":[]}"#),
        (200, r#"{"data":{}}"#),
        (200, r#"{"data":{"id":"../../x"}}"#),
        (200, "<html>down for maintenance</html>"),
        (502, "<html>bad gateway</html>"),
        (401, "<html>no</html>"),
        (429, ""),
    ] {
        let html = [("content-type", "text/html")];
        let error = read(&deposit_call(), status, &html, body).unwrap_err();
        assert_eq!(error.status, Some(status));
        assert_eq!(error.service_message, None, "{error}");
    }
    let plain = [("content-type", "text/plain; charset=utf-8")];
    let error = read(&deposit_call(), 503, &plain, &"busy ".repeat(500)).unwrap_err();
    assert!(
        error
            .service_message
            .as_ref()
            .is_some_and(|words| words.starts_with("busy busy") && words.len() <= 300)
    );
}

#[test]
fn the_known_methods_are_offered_and_any_other_is_passed_on() {
    for id in [
        "eth_arbitrum",
        "usdt_trc20",
        "usdt_solana",
        "usdt_bsc",
        "usdt_arbitrum",
        "dogecoin",
        "dash",
        "litecoin",
        "solana",
        "ton",
    ] {
        assert!(METHODS.iter().any(|method| method.id == id), "{id}");
    }
    let order = DepositOrder::fixed(dollars("25"), "xmr_of_tomorrow");
    let body = call::deposit(&business(), &order).unwrap();
    let body = body.request.body().unwrap().to_owned();
    assert!(
        body.contains(r#""payment_method":"xmr_of_tomorrow""#),
        "{body}"
    );
}

#[test]
fn the_known_methods_are_told_apart() {
    for (index, method) in METHODS.iter().enumerate() {
        assert!(!METHODS[..index].iter().any(|other| other.id == method.id));
        let order = DepositOrder::fixed(dollars("25"), method.id);
        assert!(call::deposit(&business(), &order).is_ok());
    }
}
