//! The same scenario at every service: top up, take the next step, follow it, see the balance.
#![allow(
    clippy::clone_on_copy, // one of the worlds is Copy, the other is not
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::time::Duration;

use satline_core::error::{Code, Error, Money};
use satline_core::http::Clock;
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::{Ask, Attention, Bounds, Order, State, Watcher};
use satline_core::secret::Secret;
use satline_core::services::step;
use satline_core::services::{bitrefill, grid, lava};
use satline_core::topup::{AnyProvider, NextStep, Request, TopUp, TopUpProvider, unsaved};
use serde_json::{Value, json};
use support::providers::{
    World, bitrefill, dollars, grid_client, grid_wallet, lava, request, sms4sats,
};
use support::site::Site;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

async fn grid<W: World>(site: &Site<W>) -> AnyProvider<W> {
    let last = last_customer(&grid_client(site)).await;
    grid_wallet(site, last)
}

/// Returns the last account on the last page, so that finding it takes every page.
async fn last_customer<W: World>(grid: &grid::Grid<W>) -> String {
    let mut cursor = None;
    loop {
        let page = grid
            .customers_accounts(&grid::AccountFilter::default(), cursor.as_deref(), 50)
            .await
            .unwrap();
        match page.next {
            Some(next) => cursor = Some(next),
            None => return page.accounts.last().unwrap().id.clone(),
        }
    }
}

async fn open<W: World>(site: &Site<W>) {
    // Over HTTP three services refuse pages of other origins, which is not what is tested here.
    let settings =
        r#"{"corsEverywhere":true,"depositAfterMs":0,"bitrefillCallsPerTenMinutes":1000}"#;
    site.control(
        "settings",
        &serde_json::from_str::<Value>(settings).unwrap(),
    )
    .await;
}

async fn pay<W: World>(site: &Site<W>, top_up: &TopUp) {
    let invoice = top_up.order.payable(site.world.now()).unwrap().unwrap();
    let body = json!({ "invoice": invoice.text() });
    site.control("pay", &body).await;
}

/// Follows an order to its end.
async fn end<W: World>(provider: AnyProvider<W>, order: Order) -> Order {
    if order.is_over() {
        return order;
    }
    let mut watcher = Watcher::new(provider, Bounds::default());
    watcher.follow(order);
    watcher.set_attention(Attention::Waking);
    let mut last = None;
    while let Some(order) = watcher.next().await {
        last = Some(order);
    }
    last.expect("something was learned")
}

async fn grown(provider: &impl TopUpProvider, before: &Amount, by: &Amount) {
    let now = provider.balance().await.unwrap();
    assert_eq!(now.units(), before.units() + by.units());
}

scenario!(sms4sats_is_topped_up_by_lightning, |site| {
    let provider = sms4sats(site);
    let before = provider.balance().await.unwrap();
    let amount = Amount::new(5_000, Currency::BTC);
    let top_up = provider
        .top_up(&request(amount.clone(), "lightning"), unsaved)
        .await
        .unwrap();
    assert_eq!(top_up.next_step, NextStep::PayInvoice);
    pay(site, &top_up).await;
    let order = end(provider.clone(), top_up.order).await;
    assert_eq!(
        (order.state, order.money()),
        (State::Credited, Money::Spent)
    );
    grown(&provider, &before, &amount).await;
});

scenario!(
    bitrefill_is_topped_up_by_lightning_wherever_the_invoice_stands,
    |site| {
        open(site).await;
        let provider = bitrefill(site);
        let amount = dollars("25");
        for at in [
            "payment.lightning_invoice",
            "payment.address",
            "payment.uri",
            "data.lightning_invoice",
        ] {
            let setting = json!({ "bitrefillInvoiceAt": at });
            site.control("settings", &setting).await;
            let before = provider.balance().await.unwrap();
            let top_up = provider
                .top_up(&request(amount.clone(), "lightning"), unsaved)
                .await
                .unwrap();
            assert_eq!(top_up.next_step, NextStep::PayInvoice, "{at}");
            pay(site, &top_up).await;
            // As soon as the service allows another call.
            let asked = provider.ask_now(&top_up.order, site).await;
            assert_eq!(asked.state, State::Credited, "{at}");
            grown(&provider, &before, &amount).await;
        }
    }
);

scenario!(
    an_invoice_of_bitrefills_has_to_ask_for_what_was_agreed,
    |site| {
        open(site).await;
        let provider = bitrefill(site);
        let sats = |sats| Amount::new(sats, Currency::BTC);
        // An invoice for 25,000 sats, whatever is requested next.
        let first = provider
            .top_up(&request(sats(25_000), "lightning"), unsaved)
            .await
            .unwrap();
        let invoice = first.order.payable(site.world.now()).unwrap().unwrap();
        let text = invoice.text().to_owned();
        let begin = async |amount, cap, price: &str| {
            let payment = format!(r#"{{"method":"lightning","address":"{text}"{price}}}"#);
            let body = format!(r#"{{"data":{{"id":"e","payment":{payment}}}}}"#);
            let fault = json!({ "route": "/bitrefill/v2/accounts/deposit", "body": body });
            site.control("faults", &fault).await;
            let request = request(amount, "lightning");
            provider.top_up(&Request { cap, ..request }, unsaved).await
        };
        let exact = r#","price":25000,"currency":"BTC""#;
        let unclear = r#","price":"0.02","currency":"XBT""#;
        let cap = |sats| Some(Sats(sats));
        for (amount, cap, price, expected) in [
            (sats(25_000), None, exact, true),
            (sats(25_000), None, "", true),
            (sats(1_000), None, exact, false),
            (sats(1_000), None, "", false),
            (sats(1_000), None, unclear, false),
            (dollars("25"), None, exact, true),
            // A cap equal to the amount is not too low.
            (sats(25_000), cap(25_000), exact, true),
            (dollars("25"), cap(25_000), exact, true),
            (dollars("25"), cap(24_999), exact, false),
            (dollars("25"), cap(25_000), "", true),
            (dollars("25"), cap(24_999), unclear, false),
        ] {
            let top_up = begin(amount.clone(), cap, price).await.unwrap();
            let payable = top_up.order.payable(site.world.now()).unwrap();
            assert_eq!(payable.is_ok(), expected, "{amount}, {cap:?}, {price}");
        }
        for price in ["", unclear, r#","price":0"#] {
            let refused = begin(dollars("25"), None, price).await.unwrap_err();
            assert_eq!(refused.code, Code::InvoiceRejected, "{price}");
            assert_eq!(refused.money, Money::Untouched);
        }
    }
);

scenario!(bitrefill_is_topped_up_by_a_transfer, |site| {
    open(site).await;
    let provider = bitrefill(site);
    let before = provider.balance().await.unwrap();
    let top_up = provider
        .top_up(&request(dollars("5.64"), "usdc_polygon"), unsaved)
        .await
        .unwrap();
    let NextStep::PayAddress { address, price, by } = &top_up.next_step else {
        panic!("there is no address to pay to");
    };
    assert!(!address.is_empty());
    assert_eq!(
        (price.as_str(), by.as_str()),
        ("5.640000 USDC", "usdc_polygon")
    );
    assert_eq!(top_up.next_step.bitcoin_link(), None);
    let body = json!({ "invoiceId": top_up.order.id.as_str() });
    site.control("bitrefill/confirm", &body).await;
    let order = provider.ask_now(&top_up.order, site).await;
    assert_eq!(order.state, State::Credited);
    grown(&provider, &before, &dollars("5.64")).await;
});

scenario!(a_deposit_by_a_transfer_may_leave_its_amount_open, |site| {
    open(site).await;
    let flexible = Request {
        amount: None,
        method: "bitcoin".to_owned(),
        cap: None,
    };
    let top_up = bitrefill(site).top_up(&flexible, unsaved).await.unwrap();
    let NextStep::PayAddress { address, .. } = &top_up.next_step else {
        panic!("there is no address to pay to");
    };
    let link = top_up.next_step.bitcoin_link();
    assert_eq!(link, Some(format!("bitcoin:{address}")));
    assert_eq!(top_up.order.state, State::AwaitingPayment);
});

scenario!(a_deposit_that_is_denied_has_failed, |site| {
    open(site).await;
    let provider = bitrefill(site);
    let top_up = provider
        .top_up(&request(dollars("25"), "bitcoin"), unsaved)
        .await
        .unwrap();
    let link = top_up.next_step.bitcoin_link().unwrap();
    let (_, amount) = link.split_once("?amount=").unwrap();
    assert!(amount.starts_with("0.0"), "{link} is in bitcoin");
    let body = json!({ "invoiceId": top_up.order.id.as_str(), "failure": "denied" });
    site.control("bitrefill/confirm", &body).await;
    let order = provider.ask_now(&top_up.order, site).await;
    assert_eq!(order.state, State::Failed);
});

scenario!(the_status_of_another_deposit_credits_nothing, |site| {
    open(site).await;
    let provider = bitrefill(site);
    let top_up = provider
        .top_up(&request(dollars("25"), "bitcoin"), unsaved)
        .await
        .unwrap();
    let body = r#"{"data":{"id":"another","status":"complete","payment":{}}}"#;
    let route = format!("/bitrefill/v2/invoices/{}", top_up.order.id.as_str());
    let fault = json!({ "route": route, "body": body });
    site.control("faults", &fault).await;
    let error = provider.ask(&top_up.order).await.unwrap_err();
    assert_eq!(error.code, Code::Unreadable);
    let event = json!({ "event": "answer", "status": 200, "body": body }).to_string();
    let stepped = step(&top_up.order.to_json(), &event, site.world.now()).unwrap();
    assert_eq!(stepped.order.state, State::AwaitingPayment);
});

scenario!(lava_charges_a_saved_method, |site| {
    open(site).await;
    let provider = lava(site);
    let before = provider.balance().await.unwrap();
    let top_up = provider
        .top_up(&request(dollars("25.00"), "pm_sandbox_visa"), unsaved)
        .await
        .unwrap();
    assert_eq!(top_up.next_step, NextStep::Done);
    assert_eq!(
        (top_up.order.state, top_up.order.money()),
        (State::Charged, Money::Spent)
    );
    grown(&provider, &before, &dollars("25")).await;
});

scenario!(
    lava_waits_for_a_confirmation_and_believes_only_the_balance,
    |site| {
        open(site).await;
        let provider = lava(site);
        let top_up = provider
            .top_up(&request(dollars("25"), "pm_sandbox_3ds"), unsaved)
            .await
            .unwrap();
        let NextStep::ConfirmHere { link } = &top_up.next_step else {
            panic!("there is nothing to confirm");
        };
        assert!(link.contains("/3ds/"));
        assert_eq!(
            (top_up.order.state, top_up.order.money()),
            (State::NeedsConfirmation, Money::Untouched)
        );
        let still = provider.ask_now(&top_up.order, site).await;
        assert_eq!(still.state, State::NeedsConfirmation);
        let path = link.split_once("/3ds/").unwrap().1;
        site.confirm_3ds(path).await;
        let order = provider.ask_now(&top_up.order, site).await;
        assert_eq!((order.state, order.money()), (State::Charged, Money::Spent));
    }
);

scenario!(a_lost_charge_is_unknown_until_the_balance_tells, |site| {
    open(site).await;
    let provider = lava(site);
    site.fault(r#"{"route":"/lava/v1/wallet/fund","drop":true}"#)
        .await;
    let top_up = provider
        .top_up(&request(dollars("25"), "pm_sandbox_visa"), unsaved)
        .await
        .unwrap();
    assert_eq!(
        (top_up.order.state, top_up.order.money()),
        (State::Unknown, Money::Unknown)
    );
    assert_eq!(site.count("POST", "/lava/v1/wallet/fund").await, 1);
    let order = provider.ask_now(&top_up.order, site).await;
    assert_eq!((order.state, order.money()), (State::Charged, Money::Spent));

    // One that never arrived stays unknown: it looks the same as one on its way.
    site.fault(r#"{"route":"/lava/v1/wallet/fund","status":503,"body":""}"#)
        .await;
    let top_up = provider
        .top_up(&request(dollars("25"), "pm_sandbox_visa"), unsaved)
        .await
        .unwrap();
    let order = provider.ask_now(&top_up.order, site).await;
    assert_eq!(
        (order.state, order.money()),
        (State::Unknown, Money::Unknown)
    );
});

scenario!(a_balance_with_parts_of_a_cent_tells_as_well, |site| {
    open(site).await;
    let provider = lava(site);
    let balance = async |balance: &str| {
        let body = format!(r#"{{"wallet_id":"w","balance":"{balance}"}}"#);
        let fault = json!({ "route": "GET /lava/v1/wallet", "body": body });
        site.control("faults", &fault).await;
    };
    for (before, less, after) in [
        ("50.125", "75.12", "75.125"),
        ("50.00", "74.9999", "75.0001"),
        ("50.001", "75.00", "75.01"),
    ] {
        balance(before).await;
        let top_up = provider
            .top_up(&request(dollars("25"), "pm_sandbox_3ds"), unsaved)
            .await
            .unwrap();
        balance(less).await;
        let order = provider.ask_now(&top_up.order, site).await;
        assert_eq!(order.state, State::NeedsConfirmation, "{before}, {less}");
        balance(after).await;
        let kept = Order::from_json(&order.to_json()).unwrap();
        let order = provider.ask_now(&kept, site).await;
        assert_eq!(order.state, State::Charged, "{before}, {after}");
    }
});

scenario!(
    what_moves_money_at_once_is_saved_before_it_is_sent,
    |site| {
        open(site).await;
        let lava = lava(site);
        let grid = grid(site).await;
        let play = Amount::new(
            100_000,
            TopUpProvider::balance(&grid)
                .await
                .unwrap()
                .currency()
                .clone(),
        );
        for (provider, amount, method) in [
            (lava, dollars("25"), "pm_sandbox_visa"),
            (grid, play, "sandbox"),
        ] {
            let before = provider.balance().await.unwrap();
            let mut saved = None;
            let save = async |top_up: TopUp| {
                assert_eq!(provider.balance().await.unwrap(), before);
                let order = top_up.order;
                assert_eq!(
                    (order.state, order.money()),
                    (State::Unknown, Money::Unknown)
                );
                let still = provider.ask_now(&order, site).await;
                assert_eq!(still.state, State::Unknown);
                saved = Some(order);
                Ok::<_, Error>(())
            };
            let done = provider
                .top_up(&request(amount.clone(), method), save)
                .await
                .unwrap();
            assert_eq!(
                (done.order.state, done.next_step),
                (State::Charged, NextStep::Done)
            );
            grown(&provider, &before, &amount).await;
            let found = provider.ask_now(&saved.unwrap(), site).await;
            assert_eq!(found.state, State::Charged);
        }
        assert_eq!(site.count("POST", "/lava/v1/wallet/fund").await, 1);
    }
);

scenario!(what_cannot_be_saved_is_not_sent, |site| {
    open(site).await;
    let charge = request(dollars("25"), "pm_sandbox_visa");
    let full = async |_: TopUp| Err(Failure::Storage);
    let failed = lava(site).top_up(&charge, full).await;
    assert_eq!(failed, Err(Failure::Storage));
    assert_eq!(site.count("POST", "/lava/v1/wallet/fund").await, 0);
    // Refused requests are not saved.
    let unsound = request(dollars("9.99"), "pm_sandbox_visa");
    let refused = lava(site).top_up(&unsound, full).await;
    assert!(matches!(refused, Err(Failure::Service(_))));
});

/// The error of a program that stores orders.
#[derive(Debug, PartialEq)]
enum Failure {
    Storage,
    Service(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

scenario!(a_lost_charge_keeps_the_id_it_was_saved_under, |site| {
    open(site).await;
    site.fault(r#"{"route":"/lava/v1/wallet/fund","drop":true}"#)
        .await;
    let mut saved = None;
    let save = async |top_up: TopUp| {
        saved = Some(top_up);
        Ok::<_, Error>(())
    };
    let charge = request(dollars("25"), "pm_sandbox_visa");
    let lost = lava(site).top_up(&charge, save).await.unwrap();
    assert_eq!(Some(lost), saved);
});

scenario!(an_invoice_is_saved_by_whoever_gets_it, |site| {
    let request = request(Amount::new(5_000, Currency::BTC), "lightning");
    let save = async |_: TopUp| -> Result<(), Error> { panic!("no money moves") };
    let top_up = sms4sats(site).top_up(&request, save).await.unwrap();
    assert_eq!(top_up.next_step, NextStep::PayInvoice);
});

scenario!(
    grid_adds_play_money_to_an_account_on_the_last_page,
    |site| {
        open(site).await;
        let provider = grid(site).await;
        let before = provider.balance().await.unwrap();
        let amount = Amount::new(100_000, before.currency().clone());
        let top_up = provider
            .top_up(&request(amount.clone(), "sandbox"), unsaved)
            .await
            .unwrap();
        assert_eq!(top_up.next_step, NextStep::Done);
        assert_eq!(top_up.order.state, State::Charged);
        grown(&provider, &before, &amount).await;
    }
);

scenario!(another_account_tells_nothing_of_a_top_up, |site| {
    open(site).await;
    let answer = async |route: &str, body: &str| {
        let fault = json!({ "route": route, "body": body });
        site.control("faults", &fault).await;
    };
    let lava = lava(site);
    let wallet =
        |id: &str, balance: &str| format!(r#"{{"wallet_id":"{id}","balance":"{balance}"}}"#);
    answer("GET /lava/v1/wallet", &wallet("own", "50.00")).await;
    let charge = request(dollars("25"), "pm_sandbox_3ds");
    let charge = lava.top_up(&charge, unsaved).await.unwrap().order;
    answer("GET /lava/v1/wallet", &wallet("other", "900.00")).await;
    let error = lava.ask(&charge).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("order"), "{error}");
    answer("GET /lava/v1/wallet", &wallet("own", "75.00")).await;
    let charged = lava.ask_now(&charge, site).await;
    assert_eq!(charged.state, State::Charged);
    // An old record without an account: the caller's wallet has to do.
    let mut old = charge;
    old.account = None;
    answer("GET /lava/v1/wallet", &wallet("other", "75.00")).await;
    assert_eq!(lava.ask_now(&old, site).await.state, State::Charged);

    let accounts = |own: u32| {
        let account = |id: &str, amount: u32| {
            let currency = r#"{"code":"USD","decimals":2}"#;
            format!(r#"{{"id":"{id}","balance":{{"amount":{amount},"currency":{currency}}}}}"#)
        };
        format!(
            r#"{{"data":[{},{}]}}"#,
            account("own", own),
            account("other", 900_000)
        )
    };
    let platform = "GET /grid/2025-10-13/platform/internal-accounts";
    let grid = |id| grid_wallet(site, id);
    answer(platform, &accounts(100)).await;
    site.fault(
        r#"{"route":"POST /grid/2025-10-13/sandbox/internal-accounts/own/fund","drop":true}"#,
    )
    .await;
    let lost = grid("own")
        .top_up(&request(dollars("5"), "sandbox"), unsaved)
        .await;
    let lost = lost.unwrap().order;
    assert_eq!(lost.state, State::Unknown);
    let record = lost.to_json();
    for (own, expected) in [(100, State::Unknown), (600, State::Charged)] {
        answer(platform, &accounts(own)).await;
        let asked = grid("other").ask_now(&lost, site).await;
        assert_eq!(asked.state, expected, "{own}");
        // With a queue too, the list is searched for the right account.
        let event = json!({ "event": "answer", "status": 200, "body": accounts(own) });
        let stepped = step(&record, &event.to_string(), site.world.now()).unwrap();
        assert_eq!(stepped.order.state, expected, "{own}");
        assert!(!stepped.order.is_unreachable());
    }
    let alone = r#"{"event":"answer","status":200,"body":"{\"id\":\"other\"}"}"#;
    let stepped = step(&record, alone, site.world.now()).unwrap();
    assert!(stepped.order.is_unreachable());
});

scenario!(
    every_provider_names_its_methods_and_what_they_take,
    |site| {
        open(site).await;
        let lines_of = async |provider: AnyProvider<_>| -> Vec<String> {
            let methods = provider.methods().await.unwrap().into_iter();
            let lines = methods.map(|method| {
                let codes: Vec<&str> = method.currencies.iter().map(Currency::code).collect();
                let limits = method
                    .limits
                    .map(|(least, most)| format!(" {least}-{most}"));
                let open = if method.amount_optional {
                    " or open"
                } else {
                    ""
                };
                let problem = method.problem.unwrap_or_default();
                let limits = limits.unwrap_or_default();
                format!("{}: {}{limits}{open} {problem}", method.id, codes.join("/"))
            });
            lines.map(|line| line.trim().to_owned()).collect()
        };
        assert_eq!(lines_of(sms4sats(site)).await, ["lightning: BTC"]);
        let bitrefill = lines_of(bitrefill(site)).await;
        assert_eq!(bitrefill[0], "lightning: USD/EUR/BTC");
        assert_eq!(bitrefill[1], "bitcoin: USD/EUR/BTC or open");
        assert_eq!(bitrefill.len(), 21);
        let lava = lines_of(lava(site)).await;
        let limits = "USD 10.00 USD-10,000.00 USD";
        assert_eq!(lava[0], format!("pm_sandbox_visa: {limits}"));
        assert_eq!(
            lava[2],
            format!("pm_sandbox_error: {limits} The card has expired.")
        );
        assert_eq!(
            lines_of(grid(site).await).await,
            ["sandbox: EUR 0.01 EUR-1,000,000,000.00 EUR"]
        );
    }
);

scenario!(a_list_whose_pages_lead_nowhere_is_left, |site| {
    open(site).await;
    let AnyProvider::Grid(wallet) = grid(site).await else {
        panic!("Grid has wallets");
    };
    let list = "/grid/2025-10-13/customers/internal-accounts";
    let page = r#"{\"data\":[],\"hasMore\":true,\"nextCursor\":\"again\"}"#;
    let fault = format!(r#"{{"route":"{list}","times":9,"status":200,"body":"{page}"}}"#);
    site.fault(&fault).await;
    let before = site.count("GET", list).await;
    let unknown = grid::GridWallet::new(wallet.grid().clone(), "InternalAccount:none");
    let error = unknown.account().await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("accountId"), "{error}");
    assert_eq!(site.count("GET", list).await - before, 2);
});

scenario!(
    what_a_service_cannot_do_is_told_before_anything_is_sent,
    |site| {
        open(site).await;
        let (sms, bitrefill, lava) = (sms4sats(site), bitrefill(site), lava(site));
        let grid = grid(site).await;
        let sats = Amount::new(5_000, Currency::BTC);
        let open_amount = Request {
            amount: None,
            method: "lightning".to_owned(),
            cap: None,
        };
        let capped = |amount, method| Request {
            cap: Some(Sats(4_999)),
            ..request(amount, method)
        };
        for (error, field) in [
            (
                sms.top_up(&request(dollars("25"), "lightning"), unsaved)
                    .await
                    .unwrap_err(),
                "amount",
            ),
            (
                sms.top_up(&request(sats.clone(), "bitcoin"), unsaved)
                    .await
                    .unwrap_err(),
                "method",
            ),
            (
                sms.top_up(&open_amount, unsaved).await.unwrap_err(),
                "amount",
            ),
            (
                bitrefill.top_up(&open_amount, unsaved).await.unwrap_err(),
                "amount",
            ),
            (
                sms.top_up(&capped(sats.clone(), "lightning"), unsaved)
                    .await
                    .unwrap_err(),
                "capSat",
            ),
            (
                bitrefill
                    .top_up(&capped(dollars("25"), "usdc_base"), unsaved)
                    .await
                    .unwrap_err(),
                "capSat",
            ),
            (
                lava.top_up(&capped(dollars("25"), "pm_sandbox_visa"), unsaved)
                    .await
                    .unwrap_err(),
                "capSat",
            ),
            (
                sms.top_up(
                    &request(Amount::new(0, Currency::BTC), "lightning"),
                    unsaved,
                )
                .await
                .unwrap_err(),
                "amount",
            ),
            (
                grid.top_up(&request(Amount::new(0, Currency::EUR), "sandbox"), unsaved)
                    .await
                    .unwrap_err(),
                "amount",
            ),
            (
                lava.top_up(&request(dollars("9.99"), "pm_sandbox_visa"), unsaved)
                    .await
                    .unwrap_err(),
                "amount",
            ),
            (
                lava.top_up(&request(dollars("10000.01"), "pm_sandbox_visa"), unsaved)
                    .await
                    .unwrap_err(),
                "amount",
            ),
            (
                lava.top_up(&request(dollars("25"), "pm_of_nobody"), unsaved)
                    .await
                    .unwrap_err(),
                "method",
            ),
            (
                grid.top_up(&request(Amount::new(1, Currency::ETH), "sandbox"), unsaved)
                    .await
                    .unwrap_err(),
                "amount",
            ),
        ] {
            assert_eq!(error.code, Code::InvalidInput, "{error}");
            assert_eq!(error.field.as_deref(), Some(field), "{error}");
        }
        let spoilt = lava
            .top_up(&request(dollars("25"), "pm_sandbox_error"), unsaved)
            .await
            .unwrap_err();
        assert_eq!(spoilt.money, Money::Untouched);
        let declined = lava
            .top_up(&request(dollars("25"), "pm_sandbox_declined"), unsaved)
            .await
            .unwrap_err();
        assert_eq!(
            (declined.code, declined.money),
            (Code::Refused, Money::Untouched)
        );
        for (path, count) in [
            ("/sms4sats/fund", 0),
            ("/bitrefill/v2/accounts/deposit", 0),
            ("/lava/v1/wallet/fund", 1),
        ] {
            assert_eq!(site.count("POST", path).await, count, "{path}");
        }
    }
);

scenario!(
    every_documented_error_is_a_sentence_with_the_services_message,
    |site| {
        open(site).await;
        let world = || site.world.clone();
        let secret = || Secret::new("not-the-secret");
        let strange_auth = bitrefill::Auth::Business {
            id: "nobody".to_owned(),
            secret: secret(),
        };
        let strange = bitrefill::Account::at(site.base("bitrefill/v2"), strange_auth);
        let strange_bitrefill = bitrefill::Bitrefill::new(strange, world());
        let strange_key = lava::Account::at(site.base("lava/v1"), Secret::new("aks_test_nobody"));
        let strange_lava = lava::Lava::new(strange_key, world());
        let grid_as = |id: &str, secret| {
            let account = grid::Account::at(site.base("grid/2025-10-13"), id, secret);
            grid::Grid::new(account, world())
        };
        let production = grid_as(satline_sandbox::GRID_PRODUCTION_ID, secret());
        let grid = grid_client(site);
        let lava_key = Secret::new(satline_sandbox::LAVA_KEY);
        let lava = lava::Lava::new(lava::Account::at(site.base("lava/v1"), lava_key), world());
        let mut visa = lava.payment_methods().await.unwrap().remove(0);
        let set = |settings: &'static str| async move {
            site.control(
                "settings",
                &serde_json::from_str::<Value>(settings).unwrap(),
            )
            .await;
        };

        let mut errors = vec![
            (401, strange_bitrefill.balance().await.unwrap_err()),
            (401, strange_lava.wallet().await.unwrap_err()),
            (
                401,
                grid_as("nobody", secret())
                    .platform_accounts(&grid::AccountFilter::default())
                    .await
                    .unwrap_err(),
            ),
            (403, production.fund("any", 1).await.unwrap_err()),
            (
                404,
                grid.fund("InternalAccount:of-nobody", 1).await.unwrap_err(),
            ),
        ];
        set(r#"{"lavaHasEmail":false}"#).await;
        errors.push((400, lava.fund(&visa, &dollars("25")).await.unwrap_err()));
        set(r#"{"lavaHasEmail":true}"#).await;
        "pm_of_nobody".clone_into(&mut visa.id);
        errors.push((404, lava.fund(&visa, &dollars("25")).await.unwrap_err()));
        set(r#"{"lavaErrors":"text"}"#).await;
        errors.push((404, lava.fund(&visa, &dollars("25")).await.unwrap_err()));
        set(r#"{"gridErrors":"html"}"#).await;
        errors.push((
            404,
            grid.fund("InternalAccount:of-nobody", 1).await.unwrap_err(),
        ));
        for (status, error) in errors {
            assert_eq!(error.status, Some(status), "{error}");
            let sentence = error.to_string();
            assert!(
                sentence.ends_with(['.', '”']) && !sentence.contains('<'),
                "{sentence}"
            );
            assert!(!sentence.contains("not-the-secret"));
        }
        set(r#"{"bitrefillCallsPerTenMinutes":0}"#).await;
        let limited = bitrefill(site).balance().await.unwrap_err();
        assert_eq!(limited.code, Code::RateLimited);
        assert!(limited.retryable && limited.retry_after.is_some());
    }
);

/// Asks once, and applies the report.
trait AskNow<W> {
    async fn ask_now(&self, order: &Order, site: &Site<W>) -> Order;
}

impl<W: World> AskNow<W> for AnyProvider<W> {
    async fn ask_now(&self, order: &Order, site: &Site<W>) -> Order {
        use satline_core::order::Event;
        // The sandbox updates with the next request.
        site.pass(Duration::from_secs(1)).await;
        let report = self.ask(order).await.unwrap();
        order
            .clone()
            .after(&Event::Report(report), site.world.now())
    }
}
