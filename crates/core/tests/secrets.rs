//! Keys, codes, numbers, messages and invoices are never printed, whatever prints them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fmt::{Debug, Write};

use proptest::prelude::*;
use satline_core::country::Country;
use satline_core::email::Email;
use satline_core::error::Service;
use satline_core::http::{Call, Response};
use satline_core::lenient::{Lenient, parse};
use satline_core::lightning::bolt11::{Invoice, Network};
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::money::{Amount, Currency, Sats};
use satline_core::order::{Event, Kind, Order, OrderId, Start, step};
use satline_core::phone::Phone;
use satline_core::secret::Secret;
use satline_core::services::sms4sats::{
    Account, EmailOrder, Message, ReceiveOrder, SmsOrder, base_url, call,
};
use satline_core::services::{bitrefill, grid, lava};
use satline_core::time::Time;
use satline_core::topup::NextStep;

/// Everything that prints, printed.
#[derive(Default)]
struct Print(String);

impl Print {
    fn add(&mut self, value: &impl Debug) {
        writeln!(self.0, "{value:?}\n{value:#?}").unwrap();
    }

    fn answer<T: Debug>(&mut self, call: &Call<T>, body: &str) -> Option<T> {
        self.add(call);
        self.add(call.request());
        for (status, body) in [
            (200, body.to_owned()),
            (500, format!("<p>{body}</p>")),
            (200, body.replace('}', "")),
        ] {
            let response = Response {
                status,
                headers: vec![("content-type".to_owned(), "application/json".to_owned())],
                body,
            };
            self.add(&response);
            match call.read(&response) {
                Ok(value) if status == 200 => {
                    self.add(&value);
                    return Some(value);
                }
                Ok(value) => self.add(&value),
                Err(error) => {
                    self.add(&error);
                    self.0 += &error.to_string();
                    self.0 += &serde_json::to_string(&error).unwrap();
                }
            }
        }
        None
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
        print.add(&parse(&format!(r#"{{"x":"{code}"}}"#)).unwrap().others(&[]));
        print.add(&UncheckedInvoice::new(invoice.as_str()));
        print.add(&Invoice::parse(&invoice).unwrap());

        let created = format!(r#"{{"status":"OK","orderId":"7dc6","payreq":"{invoice}","note":"{code}"}}"#);
        let sms = SmsOrder { phone, message: message.clone() };
        let email = EmailOrder { address, message };
        print.add(&sms);
        print.add(&email);
        print.answer(&call::send_sms(&account, &sms).unwrap(), &created);
        print.answer(&call::send_email(&account, &email).unwrap(), &created);
        print.answer(&call::fund(&account, Sats(1)).unwrap(), &created);
        let receive = call::receive(&account, &ReceiveOrder::code(Country::AUTO, "wa")).unwrap();
        let made = print.answer(&receive, &created).unwrap();

        let status = format!(
            r#"{{"status":"OK","paid":true,"number":"{number}","code":"{code}","messages":["{text}"],"x":"{key}"}}"#
        );
        let told = print.answer(&call::order_status(&account, &id), &status).unwrap();
        let history = format!(
            r#"{{"status":"OK","orders":[{{"amount":1,"userId":"{key}","preimage":"{preimage}","x":"{code}"}}]}}"#
        );
        print.answer(&call::history(&account).unwrap(), &history);

        let report = told.report_on(&id).unwrap();
        print.add(&report);
        let event = Event::Told(report);
        print.add(&event);
        let order = account.order(Kind::Code, made, None, Time(1_767_225_600_000));
        let order = order.after(&event, Time(1_767_225_600_000));
        print.add(&order);
        print.add(&order.payable(Time(0)));
        let unpaid = Order::new(
            Service::Sms4Sats,
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

/// The services that take money: their keys, addresses, links and account numbers.
fn rooms(print: &mut Print, key: &str, number: &str, invoice: &str) {
    let id = OrderId::parse("7dc6").unwrap();
    let auth = bitrefill::Auth::Business {
        id: "id".to_owned(),
        secret: Secret::new(key),
    };
    let account = bitrefill::Account::at(bitrefill::base_url(), auth);
    print.add(&account);
    let call = bitrefill::call::invoice(&account, &id).unwrap();
    for address in [invoice, number] {
        let answer = format!(
            r#"{{"data":{{"id":"7dc6","note":"{key}","payment":{{"address":"{address}","price":1}}}}}}"#
        );
        print.answer(&call, &answer);
    }
    let account = lava::Account::at(lava::base_url(), Secret::new(format!("aks_test_{key}")));
    print.add(&account);
    let method = format!(r#"{{"data":[{{"payment_method_id":"pm","note":"{key}"}}]}}"#);
    let call = lava::call::payment_methods(&account).unwrap();
    let methods = print.answer(&call, &method).unwrap();
    let amount = Amount::new(2_500, Currency::USD);
    let call = lava::call::fund(&account, &methods[0], &amount).unwrap();
    let answer = format!(
        r#"{{"status":"requires_action","payment_id":"p","redirect_url":"https://example.org/{key}"}}"#
    );
    print.answer(&call, &answer);
    let account = grid::Account::at(grid::base_url(), "id", Secret::new(key));
    print.add(&account);
    let call = grid::call::platform_accounts(&account).unwrap();
    let answer = format!(
        r#"{{"data":[{{"id":"a","fundingPaymentInstructions":[{{"accountOrWalletInfo":{{"accountType":"USD_ACCOUNT","accountNumber":"{number}","invoice":"{invoice}","x":"{key}"}}}}]}}]}}"#
    );
    print.answer(&call, &answer);
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
