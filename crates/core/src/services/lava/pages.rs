//! Every sample of Lava's page is read, and read right.

use crate::error::{Code, Money, Service};
use crate::http::{Call, Effect};
use crate::money::{Amount, Currency};
use crate::secret::Secret;
use crate::services::lava::{
    Account, Charge, KeyKind, MAX_CHARGE, MIN_CHARGE, Outcome, PaymentMethod, base_url, call,
    check_method,
};
use crate::services::samples::{dollars, read, sample};

fn account(key: &str) -> Account {
    Account::at(base_url(), Secret::new(key))
}

fn methods(body: &str) -> Vec<PaymentMethod> {
    let call = call::payment_methods(&account("aks_test_1")).unwrap();
    read(&call, 200, body).unwrap()
}

fn charge_call() -> Call<Charge> {
    let method = methods(sample!("lava", "payment-methods")).remove(0);
    call::fund(&account("aks_test_1"), &method, &dollars("25")).unwrap()
}

fn charge(body: &str) -> Charge {
    read(&charge_call(), 200, body).unwrap()
}

#[test]
fn a_charge_is_asked_for_as_the_page_does() {
    let call = charge_call();
    assert_eq!(call.request.url(), "https://api.lava.so/v1/wallet/fund");
    assert_eq!(
        call.request.body(),
        Some(r#"{"payment_method_id":"pm_1","amount":"25.00"}"#)
    );
    let key = call
        .request
        .headers()
        .find(|header| header.0 == "authorization");
    assert_eq!(key.unwrap().1, "Bearer aks_test_1");
    // A payment cannot be looked up afterwards: after a lost response its outcome is unknown.
    assert_eq!(call.effect, Effect::Once(Money::Unknown));
}

#[test]
fn from_ten_to_ten_thousand_dollars_can_be_charged() {
    let method = methods(sample!("lava", "payment-methods")).remove(0);
    let fund = |amount: &Amount| call::fund(&account("aks_test_1"), &method, amount);
    for amount in [
        &MIN_CHARGE,
        &MAX_CHARGE,
        &dollars("10.01"),
        &dollars("9999.99"),
    ] {
        assert!(fund(amount).is_ok(), "{amount}");
    }
    let mills = Currency::new("USD", 3);
    assert!(fund(&Amount::new(25_000, mills.clone())).is_ok());
    for amount in [
        dollars("9.99"),
        dollars("10000.01"),
        dollars("0"),
        Amount::new(i128::MAX, Currency::USD),
        Amount::new(-2_500, Currency::USD),
        Amount::new(2_500, Currency::EUR),
        Amount::new(25_005, mills),
    ] {
        let error = fund(&amount).unwrap_err();
        assert_eq!(error.code, Code::InvalidInput);
        assert_eq!(error.field.as_deref(), Some("amount"), "{amount}");
    }
}

#[test]
fn test_keys_and_live_keys_are_told_apart_and_others_refused() {
    for (key, kind, name) in [
        ("aks_test_1", KeyKind::Test, "test key"),
        ("aks_live_1", KeyKind::Live, "live key"),
    ] {
        assert_eq!(account(key).key_kind(), Some(kind));
        assert_eq!(kind.name(), name);
        assert!(call::wallet(&account(key)).is_ok());
    }
    assert_eq!(account("aks_live_").key_kind(), None);
    for key in ["sk_live_1", "aks_prod_1", " aks_test_1"] {
        assert_eq!(account(key).key_kind(), None);
        let error = call::wallet(&account(key)).unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::InvalidInput, Some("apiKey"))
        );
        assert!(!error.to_string().contains(key));
    }
    let missing = call::wallet(&account("")).unwrap_err();
    assert_eq!(missing.code, Code::MissingKey);
}

#[test]
fn a_completed_charge_brings_the_balance() {
    let charge = charge(sample!("lava", "completed"));
    assert_eq!(charge.payment_id.as_deref(), Some("pay_abc123"));
    let balance = Some(dollars("75"));
    assert_eq!(charge.outcome, Outcome::Completed { balance });
}

#[test]
fn a_charge_to_be_confirmed_brings_a_link() {
    let charge = charge(sample!("lava", "requires-action"));
    assert_eq!(charge.payment_id.as_deref(), Some("pay_def456"));
    let Outcome::NeedsConfirmation { link: Some(link) } = &charge.outcome else {
        panic!("{charge:?}");
    };
    assert_eq!(
        link.as_str(),
        "https://hooks.stripe.com/3d_secure_2/authenticate?..."
    );
    assert!(!format!("{charge:?}").contains("stripe"));
}

#[test]
fn only_a_safe_link_is_given_out_and_as_it_came() {
    let link = |url: &str| {
        let body = format!(r#"{{"status":"requires_action","redirect_url":"{url}"}}"#);
        match charge(&body).outcome {
            Outcome::NeedsConfirmation { link } => link.map(|link| link.as_str().to_owned()),
            outcome => panic!("{outcome:?}"),
        }
    };
    let signed = "https://example.org/3ds/?signature=/a/";
    assert_eq!(link(signed).as_deref(), Some(signed));
    for url in [
        "",
        "http://example.org/3ds",
        "javascript:alert(1)",
        "//example.org",
        "https://user@example.org",
    ] {
        assert_eq!(link(url), None, "{url}");
    }
}

#[test]
fn what_the_service_does_not_say_stays_unknown() {
    for (body, status) in [
        ("{}", None),
        (r#"{"payment_id":"pay_1","balance":"75.00"}"#, None),
        (r#"{"status":null,"error":null}"#, None),
        (r#"{"status":"pending"}"#, Some("pending")),
    ] {
        let status = status.map(str::to_owned);
        assert_eq!(charge(body).outcome, Outcome::Unknown { status }, "{body}");
    }
    let bare = charge(r#"{"status":"completed","newcomer":1}"#);
    assert_eq!(bare.outcome, Outcome::Completed { balance: None });
    assert_eq!(bare.extra.members().len(), 1);
    let bare = charge(r#"{"status":"requires_action"}"#);
    assert_eq!(bare.outcome, Outcome::NeedsConfirmation { link: None });
}

#[test]
fn a_wallet_is_read() {
    let call = call::wallet(&account("aks_live_1")).unwrap();
    assert_eq!(call.request.url(), "https://api.lava.so/v1/wallet");
    assert_eq!(call.effect, Effect::Read);
    let wallet = read(&call, 200, sample!("lava", "wallet")).unwrap();
    assert_eq!(wallet.id.as_deref(), Some("wal_123"));
    assert_eq!(wallet.balance.to_string(), "75.00 USD");
    let wallet = read(&call, 200, r#"{"balance":0.125}"#).unwrap();
    assert_eq!(wallet.balance.to_string(), "0.125 USD");
    assert_eq!(read(&call, 200, "{}").unwrap_err().code, Code::Unreadable);
}

#[test]
fn payment_methods_are_read_and_a_broken_one_is_never_charged() {
    let methods = methods(sample!("lava", "payment-methods"));
    let [good, broken] = methods.as_slice() else {
        panic!("{methods:?}");
    };
    assert_eq!(good.name(), "visa •••• 4242, 12/2034");
    assert!(good.is_default && check_method(good).is_ok());
    let error = call::fund(&account("aks_live_1"), broken, &dollars("25")).unwrap_err();
    assert_eq!(error.code, Code::InvalidInput);
    assert_eq!(error.field.as_deref(), Some("method"));
    assert_eq!(
        (error.service, error.service_message.as_deref()),
        (Some(Service::Lava), Some("The card has expired."))
    );
    assert!(error.message.contains("mastercard •••• 3184"), "{error}");
}

#[test]
fn payment_methods_with_less_in_them_are_read_too() {
    let methods = methods(
        r#"{"data":[
            {"brand":"without an id"},
            {"payment_method_id":5,"expiry_month":1,"expiry_year":2030,"has_error":"false"},
            {"payment_method_id":"c","error_code":"gone"},
            {"payment_method_id":"d","has_error":true},
            {"payment_method_id":"e","has_error":null,"is_default":null,"error_code":null}
        ]}"#,
    );
    let ids: Vec<_> = methods.iter().map(|method| method.id.as_str()).collect();
    assert_eq!(ids, ["5", "c", "d", "e"]);
    assert_eq!(methods[0].name(), "card, 1/2030");
    let works: Vec<_> = methods
        .iter()
        .map(|method| check_method(method).is_ok())
        .collect();
    assert_eq!(works, [true, false, false, true]);
}

#[test]
fn every_documented_error_is_a_sentence_with_the_services_message() {
    for (status, body, field, begins, words) in [
        (
            400,
            sample!("lava", "error-validation"),
            None,
            "Lava does not accept this",
            "Validation failed.",
        ),
        (
            400,
            sample!("lava", "error-issues"),
            Some("model"),
            "Lava does not accept this",
            "Validation failed. model: Missing required field: model; messages.0.content: Invalid message content format",
        ),
        (
            400,
            sample!("lava", "error-email"),
            None,
            "The account at Lava needs a primary email",
            "A primary email is required on the account to process payments. Please update your account info.",
        ),
        (
            404,
            sample!("lava", "error-method"),
            Some("method"),
            "This wallet has no such payment method",
            "Payment method not found or does not belong to this wallet.",
        ),
        (
            401,
            sample!("lava", "error-unauthorized"),
            None,
            "Lava does not accept this key",
            "Invalid authentication credentials",
        ),
        (
            400,
            sample!("lava", "error-credentials"),
            None,
            "The service refused this",
            "Invalid authentication credentials",
        ),
        (
            401,
            r#"{"error":"Unauthorized"}"#,
            None,
            "The service does not accept this key",
            "Unauthorized",
        ),
        (
            200,
            r#"{"error":{"message":"No."}}"#,
            None,
            "The service refused this",
            "No.",
        ),
    ] {
        let error = read(&charge_call(), status, body).unwrap_err();
        assert_eq!((error.code, error.status), (Code::Refused, Some(status)));
        assert_eq!(error.field.as_deref(), field, "{body}");
        assert!(error.message.starts_with(begins), "{error}");
        assert_eq!(error.service_message.as_deref(), Some(words));
    }
}

#[test]
fn issues_are_read_whatever_their_path_is_made_of() {
    for (issues, field) in [
        (r#"[{"path":["a",0],"message":"m"}]"#, Some("a.0")),
        (r#"[{"path":"amount","message":"m"}]"#, Some("amount")),
        (r#"[{"path":[],"message":"m"},{"path":["b"]}]"#, Some("b")),
        ("[null,7,{}]", None),
        ("null", None),
    ] {
        let body = format!(r#"{{"error":{{"message":"No.","issues":{issues}}}}}"#);
        let error = read(&charge_call(), 400, &body).unwrap_err();
        assert_eq!(error.field.as_deref(), field, "{issues}");
    }
    let endless = "x\\n".repeat(50_000);
    let body = format!(r#"{{"error":{{"issues":[{{"path":["{endless}"],"message":"m"}}]}}}}"#);
    let error = read(&charge_call(), 400, &body).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("x ".repeat(32).as_str()));
    assert!(error.to_string().len() < 500);
}

#[test]
fn an_answer_that_is_not_the_services_is_an_error_and_never_a_panic() {
    for (status, body, code) in [
        (200, "", Code::Unreadable),
        (200, "null", Code::Unreadable),
        (200, "[]", Code::Unreadable),
        (200, "<html>down</html>", Code::Unreadable),
        (404, "{}", Code::Refused),
        (429, "", Code::RateLimited),
        (502, "<html>bad gateway</html>", Code::Unreachable),
        (500, r#"{"error":{"message":"Oh."}}"#, Code::Unreachable),
    ] {
        let error = read(&charge_call(), status, body).unwrap_err();
        assert_eq!((error.code, error.status), (code, Some(status)), "{body}");
        assert!(!error.to_string().contains('<'), "{error}");
    }
}
