//! Keys, codes, numbers, messages and invoices are never printed.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "tests"
)]

#[path = "support/canned.rs"]
mod canned;

use std::fmt::{Debug, Write};

use proptest::prelude::*;
use satline_core::country::Country;
use satline_core::email::Email;
use satline_core::error::Error;
use satline_core::lenient::{Lenient, parse};
use satline_core::lightning::bolt11::{Invoice, Network};
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::{Event, Kind, Order, OrderId, Start};
use satline_core::phone::Phone;
use satline_core::secret::Secret;
use satline_core::services::sms4sats::{
    Account, EmailOrder, Message, ReceiveOrder, Sms4Sats, SmsOrder, base_url,
};
use satline_core::services::step;
use satline_core::services::{bitrefill, grid, lava};
use satline_core::time::Time;
use satline_core::topup::NextStep;

use canned::{Canned, now};

/// Collects everything that can be printed.
#[derive(Default)]
struct Print(String);

impl Print {
    fn add(&mut self, value: &impl Debug) {
        writeln!(self.0, "{value:?}\n{value:#?}").unwrap();
    }

    /// Prints what a call sends and returns: on success, on an error, and on a broken response.
    fn answer<T: Debug>(
        &mut self,
        body: &str,
        call: impl AsyncFn(&Canned) -> Result<T, Error>,
    ) -> Option<T> {
        let mut value = None;
        for (status, body) in [
            (200, body.replace('}', "")),
            (500, format!("<p>{body}</p>")),
            (200, body.to_owned()),
        ] {
            let service = Canned::json(status, body);
            let result = now(call(&service));
            self.add(&service.sent);
            self.add(&result);
            match result {
                Ok(read) => value = Some(read),
                Err(error) => {
                    self.0 += &error.to_string();
                    self.0 += &serde_json::to_string(&error).unwrap();
                }
            }
        }
        value
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_public_value_prints_a_secret(
        key in "key[a-z0-9]{12}",
        code in "77[0-9]{6}",
        number in "1987[0-9]{7}",
        text in "text [a-z]{12}",
        preimage in "[0-9a-f]{64}",
    ) {
        let account = Account::at(base_url()).with_key(Secret::new(key.as_str()));
        let phone: Phone = format!("+{number}").parse().unwrap();
        let address: Email = format!("{}@example.org", &text[5..]).parse().unwrap();
        let message = Message::new(text.as_str());
        let invoice = invoice();
        let id = OrderId::parse("7dc6").unwrap();
        let mut print = Print::default();

        print.add(&account);
        print.add(&Secret::new(key.as_str()));
        print.add(&parse(&format!(r#"{{"x":"{code}"}}"#)).unwrap().extra(&[]));
        print.add(&UncheckedInvoice::new(invoice.as_str()));
        print.add(&Invoice::parse(&invoice).unwrap());

        let created = format!(r#"{{"status":"OK","orderId":"7dc6","payreq":"{invoice}","note":"{code}"}}"#);
        let sms = SmsOrder { phone, message: message.clone() };
        let email = EmailOrder { address, message };
        print.add(&sms);
        print.add(&email);
        print.answer(&created, async |to| client_of(&account, to).send_sms(&sms).await);
        print.answer(&created, async |to| client_of(&account, to).send_email(&email).await);
        print.answer(&created, async |to| client_of(&account, to).fund(Sats(1)).await);
        let wish = ReceiveOrder::code(Country::AUTO, "wa");
        let created = print.answer(&created, async |to| client_of(&account, to).receive(&wish).await).unwrap();

        let status = format!(
            r#"{{"status":"OK","paid":true,"number":"{number}","code":"{code}","messages":["{text}"],"x":"{key}"}}"#
        );
        let status_read = print.answer(&status, async |to| client_of(&account, to).order_status(&id).await).unwrap();
        let history = format!(
            r#"{{"status":"OK","orders":[{{"amount":1,"userId":"{key}","preimage":"{preimage}","x":"{code}"}}]}}"#
        );
        print.answer(&history, async |to| client_of(&account, to).history().await);

        let report = status_read.report_on(&id).unwrap();
        print.add(&report);
        let event = Event::Report(report);
        print.add(&event);
        let order = account.order(Kind::Code, created, None, Time(1_767_225_600_000));
        let order = order.after(&event, Time(1_767_225_600_000));
        print.add(&order);
        print.add(&order.payable(Time(0)));
        let unpaid = Order::new(
            &satline_core::services::sms4sats::TERMS,
            Kind::Code,
            id,
            Start::Pay(UncheckedInvoice::new(invoice.as_str())),
            Expectation::new(Network::Regtest),
            Time(1_767_225_600_000),
        );
        print.add(&unpaid.payable(Time(1_767_225_600_000)));
        print.add(&unpaid.payable(Time(u64::MAX)));
        let record = order.to_json();
        print.add(&step(&record, &format!(r#"{{"event":"{code}"}}"#), Time(0)));
        print.add(&step(&record.replace("code_received", &code), "{}", Time(0)));

        rooms(&mut print, &key, &number, &invoice);

        for (name, secret) in [
            ("key", &key), ("code", &code), ("number", &number), ("message", &text),
            ("preimage", &preimage), ("invoice", &invoice),
        ] {
            prop_assert!(!print.0.contains(secret.as_str()), "the {} is printed", name);
        }
    }
}

fn client_of<'a>(account: &Account, to: &'a Canned) -> Sms4Sats<&'a Canned> {
    Sms4Sats::new(account.clone(), to)
}

/// Services with balances: their keys, addresses, links and account numbers.
fn rooms(print: &mut Print, key: &str, number: &str, invoice: &str) {
    let id = OrderId::parse("7dc6").unwrap();
    let auth = bitrefill::Auth::Business {
        id: "id".to_owned(),
        secret: Secret::new(key),
    };
    let account = bitrefill::Account::at(bitrefill::base_url(), auth);
    print.add(&account);
    for address in [invoice, number] {
        let answer = format!(
            r#"{{"data":{{"id":"7dc6","note":"{key}","payment":{{"address":"{address}","price":1}}}}}}"#
        );
        print.answer(&answer, async |to| {
            bitrefill::Bitrefill::new(account.clone(), to)
                .deposit_status(&id)
                .await
        });
    }
    let account = lava::Account::at(lava::base_url(), Secret::new(format!("aks_test_{key}")));
    print.add(&account);
    let method = format!(r#"{{"data":[{{"payment_method_id":"pm","note":"{key}"}}]}}"#);
    let methods = print.answer(&method, async |to| {
        lava::Lava::new(account.clone(), to).payment_methods().await
    });
    let methods = methods.unwrap();
    let amount = Amount::new(2_500, Currency::USD);
    let answer = format!(
        r#"{{"status":"requires_action","payment_id":"p","redirect_url":"https://example.org/{key}"}}"#
    );
    print.answer(&answer, async |to| {
        lava::Lava::new(account.clone(), to)
            .fund(&methods[0], &amount)
            .await
    });
    let account = grid::Account::at(grid::base_url(), "id", Secret::new(key));
    print.add(&account);
    let answer = format!(
        r#"{{"data":[{{"id":"a","fundingPaymentInstructions":[{{"accountOrWalletInfo":{{"accountType":"USD_ACCOUNT","accountNumber":"{number}","invoice":"{invoice}","x":"{key}"}}}}]}}]}}"#
    );
    print.answer(&answer, async |to| {
        grid::Grid::new(account.clone(), to)
            .platform_accounts(&grid::AccountFilter::default())
            .await
    });
    for todo in [
        NextStep::PayAddress {
            address: number.to_owned(),
            price: "1 BTC".to_owned(),
            by: "bitcoin".to_owned(),
        },
        NextStep::ConfirmHere {
            link: format!("https://example.org/{key}"),
        },
    ] {
        print.add(&todo);
    }
}

fn invoice() -> String {
    let order = serde_json::json!({ "country": 43, "service": "wa" });
    let request = satline_sandbox::Request::post("/sms4sats/createorder", &order);
    let answer = satline_sandbox::Sandbox::new(1).handle(&request, 1_767_225_600_000);
    let answer: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    answer["payreq"].as_str().unwrap().to_owned()
}
