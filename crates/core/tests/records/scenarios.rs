//! The scenarios whose records are kept. [`Writer::run`] documents their steps.

use std::time::Duration;

use satline_core::country::Country;
use satline_core::email::Email;
use satline_core::error::Error;
use satline_core::http::Clock;
use satline_core::lenient::Extra;
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::{Kind, Order, OrderId, Start};
use satline_core::phone::Phone;
use satline_core::services::sms4sats::{
    self, CreatedOrder, EmailOrder, Message, NumberKind, Payment, ReceiveOrder, SmsOrder,
};
use satline_core::time::Time;
use satline_core::topup::{AnyProvider, Request, TopUp, TopUpProvider, unsaved};
use serde_json::{Value, json};

use crate::support::lab::Lab;
use crate::support::providers::{bitrefill, dollars, grid_client, grid_wallet, lava, request};
use crate::write::{Writer, keep};
use crate::written;

type Change = fn(&mut Expectation);

const THREE_HOURS: Duration = Duration::from_hours(3);

/// The service that is ordered and the scenario. Some services misbehave: see the sandbox's README.
const RECEIVING: [&str; 4] = [
    "wa | =awaiting-payment 5 pay poll =held 2 poll =number-given 6 poll =received",
    "never | 5 pay 120 poll cancel =cancelled",
    "soldout | 5 pay poll 10 poll =refunded",
    "wa | 86700 poll =expired",
];

const CODES: [&str; 12] = [
    "lead0 | pay 10 poll =leading-zero",
    "lost0 | pay 10 poll =lost-zeros",
    "never | 120 cancel =cancelled-unpaid",
    "late | pay 1260 poll 60 poll =late-after-refund",
    "never | pay 120 cancel code:48010 30 poll =late-after-cancel",
    "wa from-balance | =from-balance-held 10 poll =from-balance-received",
    "soldout from-balance | 10 poll =from-balance-refunded",
    "never | 1 wallet-asked =wallet-asked wallet-paying =wallet-paying",
    "never | 1 wallet-asked pay 2 poll =held-after-wallet-asked",
    "never | 1 wallet-asked wallet-refused =wallet-refused",
    r#"never | pay 120 fault:{"route":"/sms4sats/cancelorder","drop":true,"act":false} cancel =cancelling"#,
    r#"never | pay poll fault:{"route":"/sms4sats/orderstatus","status":429,"retryAfter":20,"times":9} 5 poll poll =unreachable"#,
];

const RENTALS: [&str; 2] = [
    "wa | pay 10 poll code:Your_code_is_048010. 10 poll code:Dein_Code_für_Käse:_77 10 poll =with-messages",
    r#"wa | {"paid":true,"code":"1"} {"paid":true,"code":"2"} {"paid":true,"code":"1"} =with-repeated-code"#,
];

/// The ending of the receiver's number or name, and the scenario. The first status is an unknown one.
const SENDING: [&str; 4] = [
    r#"1234 | =awaiting-payment 5 pay {"paid":true,"smsStatus":"queued"} =held poll =created 2 poll =sent 3 poll =delivered"#,
    r#"1234 | 5 pay 2 poll {"paid":true,"smsStatus":"failed"} =failed-after-sent"#,
    "0000 | pay poll 10 poll =failed",
    "1234 | 86700 poll =expired",
];

const AT_SMS4SATS: [&str; 3] = [
    "=awaiting-payment 5 pay poll =credited",
    "wallet-asked =wallet-asked",
    "86700 poll =expired",
];

const AT_BITREFILL: [&str; 4] = [
    "=awaiting-payment 60 poll =still-awaiting-payment pay poll =paid 10 poll =credited",
    r#"{"data":{"id":"ID","status":"payment_error"}} =failed"#,
    r#"pay poll {"data":{"id":"ID","status":"denied"}} =failed-after-paid"#,
    "10860 poll =expired",
];

impl Writer {
    async fn receive(&self, kind: NumberKind, service: &str, immediate: bool) -> Order {
        let germany = Country::find("Germany").unwrap();
        let wish = ReceiveOrder {
            kind,
            immediate,
            ..ReceiveOrder::code(germany, service)
        };
        let created = self.sms.receive(&wish).await.unwrap();
        let kind = match kind {
            NumberKind::Code => Kind::Code,
            NumberKind::Rental => Kind::Rental,
            NumberKind::RealPhone => Kind::RealPhone,
        };
        self.sms
            .account()
            .order(kind, created, None, self.lab.now())
    }

    pub async fn receiving(&self) {
        for (kind, name) in [
            (NumberKind::Code, "code"),
            (NumberKind::Rental, "rental"),
            (NumberKind::RealPhone, "real-phone"),
        ] {
            let more = match kind {
                NumberKind::Code => &CODES[..],
                NumberKind::Rental => &RENTALS[..],
                NumberKind::RealPhone => &[],
            };
            for row in RECEIVING.iter().chain(more) {
                let (service, scenario) = row.split_once(" | ").unwrap();
                let (service, immediate) = match service.split_once(' ') {
                    Some((service, _)) => (service, true),
                    None => (service, false),
                };
                let order = self.receive(kind, service, immediate).await;
                self.run(&self.sms, name, order, scenario).await;
                self.control("faults", &json!([])).await;
            }
        }
    }

    async fn send(&self, kind: Kind, end: &str, immediate: bool) -> Order {
        let message = Message {
            immediate,
            ..Message::new("On my way.")
        };
        let created = if kind == Kind::Sms {
            let phone = format!("+4915112{end}").parse::<Phone>().unwrap();
            self.sms.send_sms(&SmsOrder { phone, message }).await
        } else {
            let address = format!("me{end}@example.org").parse::<Email>().unwrap();
            self.sms.send_email(&EmailOrder { address, message }).await
        };
        self.sms
            .account()
            .order(kind, created.unwrap(), None, self.lab.now())
    }

    pub async fn sending(&self) {
        for kind in [Kind::Sms, Kind::Email] {
            for row in SENDING {
                let (end, scenario) = row.split_once(" | ").unwrap();
                let order = self.send(kind, end, false).await;
                self.run(&self.sms, kind.as_str(), order, scenario).await;
            }
            let order = self.send(kind, "1234", true).await;
            self.run(
                &self.sms,
                kind.as_str(),
                order,
                "poll =from-balance-created",
            )
            .await;
        }
    }

    async fn top_ups(
        &self,
        provider: &AnyProvider<Lab>,
        name: &str,
        request: &Request,
        scenarios: &[&str],
    ) {
        for scenario in scenarios {
            // Bitrefill limits how often it is called.
            self.lab.sleep(Duration::from_mins(10)).await;
            let order = provider.top_up(request, unsaved).await.unwrap().order;
            self.run(provider, name, order, scenario).await;
        }
    }

    pub async fn at_sms4sats(&self) {
        let provider = AnyProvider::Sms4Sats(self.sms.clone());
        let request = request(Amount::new(5_000, Currency::BTC), "lightning");
        self.top_ups(&provider, "sms4sats", &request, &AT_SMS4SATS)
            .await;
    }

    pub async fn at_bitrefill(&self) {
        let provider = bitrefill(&self.site);
        let lightning = request(dollars("25"), "lightning");
        self.top_ups(&provider, "bitrefill-lightning", &lightning, &AT_BITREFILL)
            .await;
        let on_chain = request(dollars("25"), "usdc_base");
        self.top_ups(&provider, "bitrefill-on-chain", &on_chain, &AT_BITREFILL)
            .await;
        let cap = Some(Sats(30_000));
        self.top_ups(
            &provider,
            "bitrefill-lightning",
            &Request { cap, ..lightning },
            &["=with-a-cap"],
        )
        .await;
    }

    /// Keeps what is saved before a charge is sent, and sends nothing.
    async fn before(&self, provider: &AnyProvider<Lab>, name: &str, request: &Request) {
        let name = format!("{name}-before-charge");
        let save = async |top_up: TopUp| {
            keep(&name, &written(&top_up.order), self.lab.now());
            Err(Unsent)
        };
        assert!(provider.top_up(request, save).await.is_err());
    }

    pub async fn at_lava(&self) {
        let provider = lava(&self.site);
        let at_once = request(dollars("10"), "pm_sandbox_visa");
        self.before(&provider, "lava", &at_once).await;
        self.top_ups(&provider, "lava", &at_once, &["=charged"])
            .await;
        let after_a_click = request(dollars("10"), "pm_sandbox_3ds");
        self.top_ups(
            &provider,
            "lava",
            &after_a_click,
            &["=needs-confirmation 60 confirm poll =confirmed"],
        )
        .await;
        self.site
            .fault(r#"{"route":"/lava/v1/wallet/fund","drop":true}"#)
            .await;
        self.top_ups(
            &provider,
            "lava",
            &at_once,
            &["=unknown 5 poll =unknown-then-charged"],
        )
        .await;
    }

    pub async fn at_grid(&self) {
        let page = grid_client(&self.site)
            .customers_accounts(
                &satline_core::services::grid::AccountFilter::default(),
                None,
                1,
            )
            .await;
        let id = &page.unwrap().accounts[0].id;
        let provider = grid_wallet(&self.site, id);
        let request = request(dollars("10"), "sandbox");
        self.before(&provider, "grid", &request).await;
        self.top_ups(&provider, "grid", &request, &["=charged"])
            .await;
        let id = id.replace(':', "%3A");
        let route = format!("/grid/2025-10-13/sandbox/internal-accounts/{id}/fund");
        self.control("faults", &json!({ "route": route, "drop": true }))
            .await;
        self.top_ups(
            &provider,
            "grid",
            &request,
            &["=unknown 5 poll =unknown-then-charged"],
        )
        .await;
    }

    /// Keeps what an invoice is checked against.
    pub async fn checks(&self) {
        let wish = ReceiveOrder::code(Country::find("Germany").unwrap(), "wa");
        let now = self.lab.now();
        let changes: [(&str, Time, Change); 9] = [
            ("price-different", now, |it| it.price = Some(Sats(3_500))),
            ("price-tolerated", now, |it| {
                it.price = Some(Sats(3_500));
                it.tolerance = Sats(100);
            }),
            ("over-cap", now, |it| it.cap = Some(Sats(3_599))),
            ("payee-different", now, |it| {
                it.payee = sms4sats::NODE_ID.parse().ok();
            }),
            ("network-different", now, |it| it.network = Network::Signet),
            ("payment-hash-different", now, |it| {
                it.payment_hash = Some("7dc6".to_owned());
            }),
            ("no-time-left", now, |it| {
                it.min_time_left = Duration::from_hours(25);
            }),
            ("clock-ahead", now.after(THREE_HOURS), |_| {}),
            ("clock-behind", now.before(THREE_HOURS), |_| {}),
        ];
        for (name, now, change) in changes {
            let mut expected = Expectation {
                price: Some(Sats(3_600)),
                payee: satline_sandbox::NODE_ID.parse().ok(),
                ..Expectation::new(Network::Regtest)
            };
            change(&mut expected);
            let created = self.sms.receive(&wish).await.unwrap();
            let Payment::Invoice(invoice) = created.payment else {
                panic!("it is paid already");
            };
            let start = Start::Pay(invoice);
            let order = Order::new(
                &satline_core::services::sms4sats::TERMS,
                Kind::Code,
                created.id,
                start,
                expected,
                now,
            );
            keep(&format!("code-{name}"), &written(&order), now);
        }
        keep_mainnet();
    }

    /// Keeps records with more and with fewer fields than this version writes.
    pub async fn edited(&self) {
        let order = self.receive(NumberKind::Code, "wa", false).await;
        let order = self.run(&self.sms, "", order, "pay 10 poll").await;
        let record: Value = serde_json::from_str(&written(&order)).unwrap();

        let mut more = record.clone();
        for (provider, name) in [
            ("", "tomorrow"),
            ("/codes/0", "at"),
            ("/expectation", "route"),
        ] {
            more.pointer_mut(provider).unwrap()[name] = json!({ "deep": [null, 1.5, "x"] });
        }
        keep("unknown-fields", &more.to_string(), self.lab.now());

        let mut less = record;
        let needed = "version service id kind state createdAt changedAt";
        less.as_object_mut()
            .unwrap()
            .retain(|name, _| needed.split(' ').any(|needed| needed == name));
        less["expectation"] = json!({ "network": "regtest" });
        keep("required-fields-only", &less.to_string(), self.lab.now());
    }
}

/// Keeps an order with a real invoice, and the network and the node of the live service.
fn keep_mainnet() {
    let sample = include_str!("../data/bolt11/sms4sats.txt");
    let line = |name| {
        sample
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
    };
    let created = CreatedOrder {
        id: OrderId::parse(line("payment_hash: ")).unwrap(),
        payment: Payment::Invoice(UncheckedInvoice::new(line("invoice: "))),
        answered_at: None,
        extra: Extra::default(),
    };
    let then = Time(line("created_at: ").parse::<u64>().unwrap() * 1_000);
    let account = sms4sats::Account::at(sms4sats::base_url());
    let order = account.order(Kind::Code, created, Some(Sats(3_000)), then);
    keep("code-on-mainnet", &written(&order), then);
}

/// The error that keeps a charge from being sent.
struct Unsent;

impl From<Error> for Unsent {
    fn from(error: Error) -> Self {
        panic!("{error}");
    }
}
