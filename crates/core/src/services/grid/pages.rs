//! Every sample of Grid's page is read, and read right.

use crate::error::{Code, Error};
use crate::http::{Call, Effect};
use crate::lightning::bolt11::Invoice;
use crate::secret::Secret;
use crate::services::grid::{
    Account, AccountFilter, FundingInstruction, InternalAccount, LARGEST_AMOUNT, base_url, call,
};
use crate::services::samples::{read, sample};

const ID: &str = "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123";

fn account() -> Account {
    Account::at(base_url(), "Aladdin", Secret::new("open-sesame"))
}

fn fund_call() -> Call<InternalAccount> {
    call::fund(&account(), ID, 100_000).unwrap()
}

fn funded(body: &str) -> InternalAccount {
    read(&fund_call(), 200, body).unwrap()
}

fn fields(instruction: &FundingInstruction) -> Vec<(&str, &str)> {
    let fields = instruction.fields.iter();
    fields
        .map(|field| (field.label.as_str(), field.value.as_str()))
        .collect()
}

#[test]
fn an_account_is_funded_as_the_page_does() {
    let call = fund_call();
    assert_eq!(
        call.request.url(),
        "https://api.lightspark.com/grid/2025-10-13/sandbox/internal-accounts/InternalAccount%3Aa12dcbd6-dced-4ec4-b756-3c3a9ea3d123/fund"
    );
    assert_eq!(call.request.body(), Some(r#"{"amount":100000}"#));
    let key = call
        .request
        .headers()
        .find(|header| header.0 == "authorization");
    assert_eq!(key.unwrap().1, "Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ==");
    assert!(matches!(call.effect, Effect::Once(_)));
}

#[test]
fn ids_are_any_text_but_lead_nowhere_else() {
    let url = |id| {
        let call = call::fund(&account(), id, 1)?;
        Ok::<_, Error>(call.request.url().to_owned())
    };
    assert!(
        url("a/../b?c#d ü")
            .unwrap()
            .ends_with("/internal-accounts/a%2F..%2Fb%3Fc%23d%20%C3%BC/fund")
    );
    for id in ["", " ", ".", ".."] {
        assert_eq!(url(id).unwrap_err().field.as_deref(), Some("accountId"));
    }
}

#[test]
fn amounts_and_pages_out_of_range_are_refused_before_sending() {
    for units in [1, LARGEST_AMOUNT] {
        assert!(call::fund(&account(), ID, units).is_ok());
    }
    for units in [0, LARGEST_AMOUNT + 1, u64::MAX] {
        let error = call::fund(&account(), ID, units).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("amount"));
        assert!(error.message.contains("100000000000"), "{error}");
    }
    for limit in [0, 101] {
        let error = call::customers_accounts(&account(), &AccountFilter::default(), None, limit)
            .unwrap_err();
        assert_eq!(error.field.as_deref(), Some("limit"));
    }
}

#[test]
fn the_pages_own_account_is_read() {
    let account = funded(sample!("grid", "account-old"));
    assert_eq!(
        account.id,
        "InternalAccount:12dcbd6-dced-4ec4-b756-3c3a9ea3d123"
    );
    assert_eq!(account.balance.unwrap().to_string(), "125.50 USD");
    assert_eq!(account.total_balance, None);
    assert_eq!((account.kind, account.status), (None, None));
    assert_eq!(account.created_at.as_deref(), Some("2025-10-03T12:30:00Z"));
    assert_eq!(account.updated_at.as_deref(), Some("2025-10-03T12:30:00Z"));
    assert_eq!(
        account.customer_id.as_deref(),
        Some("Customer:019542f5-b3e7-1d02-0000-000000000001")
    );
    let instruction = &account.instructions[0];
    assert_eq!(instruction.account_type.as_deref(), Some("US_ACCOUNT"));
    assert_eq!(instruction.is_platform_account, Some(true));
    assert_eq!(
        fields(instruction),
        [
            ("CLABE", "123456789012345678"),
            ("Reference", "UMA-Q12345-REF")
        ]
    );
    assert!(
        instruction
            .notes
            .as_ref()
            .is_some_and(|notes| notes.starts_with("Please ensure the reference"))
    );
}

#[test]
fn a_newer_account_is_read_with_all_it_tells() {
    let account = funded(sample!("grid", "account-new"));
    assert_eq!(account.kind.as_deref(), Some("EMBEDDED_WALLET"));
    assert_eq!(account.status.as_deref(), Some("ACTIVE"));
    assert_eq!(account.balance.unwrap().to_string(), "0.00005640 BTC");
    assert_eq!(account.total_balance.unwrap().to_string(), "0.00006000 BTC");
    assert_eq!(account.customer_id, None);
    assert_eq!(account.extra.members().len(), 1);
}

#[test]
fn instructions_keep_every_field_the_known_ones_first() {
    let account = funded(sample!("grid", "account-new"));
    let [lightning, dollars, euros, spark, moon] = account.instructions.as_slice() else {
        panic!("{account:?}");
    };
    assert_eq!(fields(lightning), [("memo", "first")]);
    let invoice = Invoice::parse(lightning.invoices[0].text()).unwrap();
    assert_eq!(invoice.amount_sat(), Some(250_000));
    assert_eq!(
        fields(dollars),
        [
            ("Account number", "000123456789"),
            ("Routing number", "121000248"),
            ("Reference", "REF-1"),
            ("Payment networks", "ACH, WIRE"),
            ("bankAddress.city", "New York"),
            ("bankAddress.lines.1.text", "1 Main St"),
            ("bankAddress.lines.2.text", "Floor 2"),
            ("isShared", "yes"),
        ]
    );
    assert_eq!(
        fields(euros),
        [
            ("IBAN", "DE89370400440532013000"),
            ("SWIFT code", "DEUTDEFF")
        ]
    );
    assert_eq!(
        fields(spark),
        [("Address", "spark1pgss9qqexample"), ("Asset", "BTC")]
    );
    assert_eq!(moon.account_type.as_deref(), Some("MOON_ACCOUNT"));
    assert_eq!(fields(moon), [("craterNumber", "7")]);
    let printed = format!("{account:?}");
    for secret in ["000123456789", "lnbc2500u", "DE8937"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_small_answer_does_not_become_a_large_account() {
    let (name, numbers) = ("ä".repeat(20_000), "1,".repeat(5_000));
    for (info, count) in [
        (format!(r#"{{"{name}":[{numbers}{{}}]}}"#), 199),
        (
            format!(r#"{{"a":{{"b":{{"{name}":7}}}},"iban":"DE89"}}"#),
            2,
        ),
    ] {
        let body = format!(
            r#"{{"id":"a","fundingPaymentInstructions":[{{"accountOrWalletInfo":{info}}}]}}"#
        );
        let account = funded(&body);
        let fields = fields(&account.instructions[0]);
        assert_eq!(fields.len(), count);
        assert!(fields.iter().all(|(label, _)| label.chars().count() <= 100));
    }
}

#[test]
fn lists_are_read_page_by_page() {
    let first = call::customers_accounts(&account(), &AccountFilter::default(), None, 2).unwrap();
    assert!(
        first
            .request
            .url()
            .ends_with("/customers/internal-accounts?limit=2")
    );
    let page = read(&first, 200, sample!("grid", "page-first")).unwrap();
    assert_eq!(page.accounts.len(), 2);
    assert_eq!(page.total, Some(3));
    let next = call::customers_accounts(
        &account(),
        &AccountFilter::default(),
        page.next.as_deref(),
        2,
    )
    .unwrap();
    assert!(next.request.url().ends_with("?limit=2&cursor=page_2"));
    let last = read(&next, 200, sample!("grid", "page-last")).unwrap();
    assert_eq!(
        (last.accounts.len(), last.next, last.total),
        (1, None, None)
    );

    let platform = call::platform_accounts(&account(), &AccountFilter::default()).unwrap();
    assert!(
        platform
            .request
            .url()
            .ends_with("/platform/internal-accounts")
    );
    assert_eq!(platform.effect, Effect::Read);
    let bare = read(&platform, 200, r#"{"data":[]}"#).unwrap();
    assert!(bare.accounts.is_empty() && bare.next.is_none());
}

#[test]
fn an_amount_is_shown_only_where_its_decimals_are_known() {
    let balance = |balance: &str| {
        let account = funded(&format!(r#"{{"id":"a","balance":{balance}}}"#));
        account.balance.map(|balance| balance.to_string())
    };
    for (amount, shown) in [
        (
            r#"{"amount":"7","currency":{"code":"JPY","decimals":"0"}}"#,
            Some("7 JPY"),
        ),
        (
            r#"{"amount":7,"currency":{"code":"EUR"}}"#,
            Some("0.07 EUR"),
        ),
        (r#"{"amount":7,"currency":{"code":"XYZ"}}"#, None),
        (
            r#"{"amount":-7,"currency":{"code":"USD","decimals":2}}"#,
            Some("-0.07 USD"),
        ),
        (
            r#"{"amount":0.5,"currency":{"code":"USD","decimals":2}}"#,
            None,
        ),
        ("null", None),
    ] {
        assert_eq!(balance(amount).as_deref(), shown, "{amount}");
    }
}

#[test]
fn every_documented_error_is_a_sentence_with_the_services_message() {
    for (status, body, field, begins, words) in [
        (
            400,
            sample!("grid", "error-INVALID_INPUT"),
            Some("limit"),
            "Grid does not accept",
            "Invalid input provided limit: A number from 1 to 100.",
        ),
        (
            400,
            sample!("grid", "error-INVALID_AMOUNT"),
            Some("amount"),
            "is not accepted",
            "Amount is invalid",
        ),
        (
            400,
            sample!("grid", "error-AMOUNT_OUT_OF_RANGE"),
            Some("amount"),
            "is more or less",
            "Amount is out of range amount: maximum",
        ),
        (
            401,
            sample!("grid", "error-UNAUTHORIZED"),
            None,
            "Grid does not accept this credential",
            "Issue with API credentials",
        ),
        (
            403,
            sample!("grid", "error-FORBIDDEN"),
            None,
            "This credential is not one of Grid's sandbox",
            "Not allowed here",
        ),
        (
            404,
            sample!("grid", "error-INTERNAL_ACCOUNT_NOT_FOUND"),
            Some("accountId"),
            "Grid has no such account",
            "Internal account not found",
        ),
        (
            418,
            r#"{"code":"TEAPOT","message":"Short."}"#,
            None,
            "The service refused this",
            "Short.",
        ),
    ] {
        let error = read(&fund_call(), status, body).unwrap_err();
        assert_eq!((error.code, error.status), (Code::Refused, Some(status)));
        assert_eq!(error.field.as_deref(), field, "{body}");
        assert!(error.message.starts_with(begins), "{error}");
        assert_eq!(error.service_message.as_deref(), Some(words));
    }
    for (status, body, code) in [
        (
            429,
            sample!("grid", "error-RATE_LIMITED"),
            Code::RateLimited,
        ),
        (
            500,
            sample!("grid", "error-INTERNAL_ERROR"),
            Code::Unreachable,
        ),
        (
            503,
            sample!("grid", "error-SERVICE_UNAVAILABLE"),
            Code::Unreachable,
        ),
    ] {
        let error = read(&fund_call(), status, body).unwrap_err();
        assert_eq!((error.code, error.status), (code, Some(status)));
        assert!(error.service_message.is_some(), "{body}");
    }
}

#[test]
fn only_an_account_that_was_not_found_is_an_unknown_account() {
    for (status, code, field, begins) in [
        (
            404,
            "INTERNAL_ACCOUNT_NOT_FOUND",
            Some("accountId"),
            "Grid has no such account.",
        ),
        (
            404,
            "ACCOUNT_NOT_FOUND",
            Some("accountId"),
            "Grid has no such account.",
        ),
        (
            404,
            "TRANSACTION_NOT_FOUND",
            None,
            "Grid has no such transaction.",
        ),
        (404, "USER_NOT_FOUND", None, "Grid has no such customer."),
        (
            404,
            "CUSTOMER_NOT_FOUND",
            None,
            "Grid has no such customer.",
        ),
        (
            404,
            "REFERENCE_NOT_FOUND",
            None,
            "Grid could not find something",
        ),
        (
            400,
            "END_USER_TERMS_VERSION_NOT_FOUND",
            None,
            "Grid could not find something",
        ),
        (404, "ROUTE_NOT_FOUND", None, "Grid has no such call"),
    ] {
        let body = format!(r#"{{"status":{status},"code":"{code}","message":"Not there."}}"#);
        let error = read(&fund_call(), status, &body).unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::Refused, field),
            "{code}"
        );
        assert!(error.message.starts_with(begins), "{code}: {error}");
        assert_eq!(error.service_message.as_deref(), Some("Not there."));
    }
}

#[test]
fn an_account_in_the_red_keeps_its_balance() {
    for (amount, balance) in [
        ("-12550", "-125.50 USD"),
        ("\"-5\"", "-0.05 USD"),
        ("-0", "0.00 USD"),
    ] {
        let body = format!(
            r#"{{"id":"{ID}","balance":{{"amount":{amount},"currency":{{"code":"USD","decimals":2}}}}}}"#
        );
        assert_eq!(funded(&body).balance.unwrap().to_string(), balance);
    }
}

#[test]
fn a_production_credential_has_its_own_sentence_whatever_the_body_says() {
    let error = read(&fund_call(), 403, r#"{"message":"No."}"#).unwrap_err();
    assert!(
        error.message.contains("Use a sandbox credential"),
        "{error}"
    );
}

#[test]
fn an_answer_that_is_not_the_services_is_an_error_and_never_a_panic() {
    for (status, body, code) in [
        (200, "", Code::Unreadable),
        (200, "null", Code::Unreadable),
        (200, "[]", Code::Unreadable),
        (200, "{}", Code::Unreadable),
        (200, "<html>down</html>", Code::Unreadable),
        (401, "<html>who?</html>", Code::Refused),
        (404, "{}", Code::Refused),
        (429, "", Code::RateLimited),
        (503, "<html>later</html>", Code::Unreachable),
    ] {
        let error = read(&fund_call(), status, body).unwrap_err();
        assert_eq!((error.code, error.status), (code, Some(status)), "{body}");
        assert!(!error.to_string().contains('<'), "{error}");
    }
    let list = call::platform_accounts(&account(), &AccountFilter::default()).unwrap();
    assert!(read(&list, 200, r#"{"data":{}}"#).is_err());
}
