//! Writes the fixtures: runs orders against the sandbox in this process and keeps their records.
//!
//! ```console
//! $ cargo test -p satline-core --test records -- --ignored
//! ```
//!
//! Existing files are never changed. Review the `.expected` file of each new record: it says what every
//! later version must read.

use std::fs;
use std::time::Duration;

use satline_core::http::Clock;
use satline_core::order::{Ask, Event, Order};
use satline_core::services::sms4sats::Sms4Sats;
use satline_core::time::Time;
use serde_json::{Value, json};

use crate::describe::describe;
use crate::support::lab::Lab;
use crate::support::site::Site;
use crate::{folder, read, written};

#[test]
#[ignore = "writes files"]
fn write_the_records_of_this_version() {
    let lab = Lab::new();
    lab.run(async {
        let site = Site::in_process(&lab).await;
        let sms = site.sms4sats_with_key();
        let writer = Writer {
            lab: lab.clone(),
            site,
            sms,
        };
        writer.receiving().await;
        writer.sending().await;
        writer.at_sms4sats().await;
        writer.at_bitrefill().await;
        writer.at_lava().await;
        writer.at_grid().await;
        writer.checks().await;
        writer.edited().await;
    });
}

/// Writes a record, and what it says at that time, unless they exist.
pub fn keep(name: &str, record: &str, at: Time) {
    let version = &serde_json::from_str::<Value>(record).unwrap()["version"];
    let folder = folder().join(format!("v{version}"));
    fs::create_dir_all(&folder).unwrap();
    let expected = describe(&read(record), at);
    for (ending, text) in [("json", format!("{record}\n")), ("expected", expected)] {
        let file = folder.join(format!("{name}.{ending}"));
        if !file.exists() {
            fs::write(file, text).unwrap();
        }
    }
}

/// Creates orders and keeps their records.
pub struct Writer {
    pub lab: Lab,
    pub site: Site<Lab>,
    pub sms: Sms4Sats<Lab>,
}

impl Writer {
    /// Runs a scenario, step by step:
    ///
    /// - `5`: wait five seconds
    /// - `pay`, `confirm`, `cancel`, `poll`
    /// - `{…}`: poll, and get this response
    /// - `fault:{…}`: order a fault from the sandbox
    /// - `code:…`: receive a code, or a message with `_` for its spaces
    /// - `wallet-asked`, `wallet-paying`, `wallet-refused`: let that event happen
    /// - `=held`: keep the record under that name
    pub async fn run(
        &self,
        account: &impl Ask,
        name: &str,
        mut order: Order,
        scenario: &str,
    ) -> Order {
        for step in scenario.split_whitespace() {
            let (head, rest) = step.split_once(':').unwrap_or((step, ""));
            let id = order.id.as_str().to_owned();
            match head {
                "pay" => self.pay(&order).await,
                "confirm" => self.site.confirm_3ds(&id).await,
                "cancel" => order = self.sms.cancel_order(order).await.0,
                "poll" => order = self.poll(account, order).await,
                "fault" => self.site.fault(rest).await,
                "code" => {
                    let text = rest.replace('_', " ");
                    self.control("code", &json!({ "orderId": id, "code": text }))
                        .await;
                }
                "wallet-asked" => order = order.after(&Event::PaymentAsked, self.lab.now()),
                "wallet-paying" => order = order.after(&Event::WalletIsPaying, self.lab.now()),
                "wallet-refused" => order = order.after(&Event::PaymentRefused, self.lab.now()),
                _ if step.starts_with('{') => {
                    let route = match order.service.name() {
                        "sms4sats" => "/sms4sats/orderstatus".to_owned(),
                        _ => format!("/bitrefill/v2/invoices/{id}"),
                    };
                    let fault =
                        json!({ "route": route, "status": 200, "body": step.replace("ID", &id) });
                    self.control("faults", &fault).await;
                    order = self.poll(account, order).await;
                }
                _ if step.starts_with('=') => {
                    let name = format!("{name}-{}", &step[1..]);
                    keep(&name, &written(&order), self.lab.now());
                }
                _ => {
                    let time = Duration::from_secs(step.parse().unwrap());
                    self.lab.sleep(time).await;
                }
            }
        }
        order
    }

    async fn pay(&self, order: &Order) {
        match order.payable(self.lab.now()) {
            Some(invoice) => {
                self.control("pay", &json!({ "invoice": invoice.unwrap().text() }))
                    .await;
            }
            None => {
                self.control(
                    "bitrefill/confirm",
                    &json!({ "invoiceId": order.id.as_str() }),
                )
                .await;
            }
        }
    }

    async fn poll(&self, account: &impl Ask, order: Order) -> Order {
        let event = match account.ask(&order).await {
            Ok(report) => Event::Report(report),
            Err(error) => Event::NoResponse(error),
        };
        order.after(&event, self.lab.now())
    }

    pub async fn control(&self, name: &str, body: &Value) {
        self.site.control(name, body).await;
    }
}
