//! Topping up, the same way at every service.

use super::host::Host;
use super::input::Input;
use super::order;
use super::output::{Failure, Object, list, quoted};
use crate::error::Error;
use crate::lenient::Lenient;
use crate::money::Currency;
use crate::topup::{AnyProvider, Method, NextStep, Request, TopUp, TopUpProvider, unsaved};

/// The ways to pay.
pub async fn methods(provider: &AnyProvider<Host>, input: &Input) -> Result<String, Failure> {
    input.nothing_else()?;
    Ok(list(&provider.methods().await?, method))
}

/// Begins a top-up. What cannot work by the method's own limits is refused before anything is sent.
pub async fn top_up(provider: &AnyProvider<Host>, input: &Input) -> Result<String, Failure> {
    let chosen = input.text("method")?;
    let amount = match input.get("amount") {
        None => "",
        Some(amount) => amount
            .as_written()
            .ok_or_else(|| Error::invalid("amount", "must be a number or a text."))?,
    };
    let currency = input.text_or_none("currency")?;
    let cap = input.sats_or_none("capSat")?;
    input.nothing_else()?;
    let provider = provider.for_flow();
    let methods = provider.methods().await?;
    let method = methods.iter().find(|method| method.id == chosen);
    let method = method.ok_or_else(|| {
        Error::invalid("method", "must be the id of one of the account's methods.")
    })?;
    let request = Request {
        amount: method.amount(amount, currency_of(method, currency)?)?,
        method: chosen.to_owned(),
        cap,
    };
    begun(&provider.top_up(&request, unsaved).await?)
}

fn currency_of<'a>(method: &'a Method, code: Option<&str>) -> Result<&'a Currency, Error> {
    let same =
        |currency: &&Currency| code.is_none_or(|code| currency.code().eq_ignore_ascii_case(code));
    let found = method.currencies.iter().find(same);
    found.ok_or_else(|| Error::invalid("currency", "must be one that this method takes."))
}

/// A top-up that was begun: the order, and what is to be done now.
fn begun(top_up: &TopUp) -> Result<String, Failure> {
    let order = order::made(&top_up.order)?;
    let mut next = Object::new();
    match &top_up.next_step {
        NextStep::PayInvoice => next.text("todo", Some("pay_invoice")),
        NextStep::PayAddress { address, price, by } => next
            .text("todo", Some("pay_address"))
            .text("address", Some(address))
            .text("price", Some(price))
            .text("by", Some(by)),
        NextStep::ConfirmHere { link } => next
            .text("todo", Some("confirm_here"))
            .text("link", Some(link)),
        NextStep::Wait => next.text("todo", Some("wait")),
        NextStep::Done => next.text("todo", Some("done")),
    };
    Ok(Object::new()
        .json("order", Some(&order))
        .json("next", Some(&next.end()))
        .end())
}

fn method(method: &Method) -> String {
    let currencies = list(&method.currencies, |currency| quoted(currency.code()));
    let limits = method.limits.as_ref();
    Object::new()
        .text("id", Some(&method.id))
        .text("name", Some(&method.name))
        .json("currencies", Some(&currencies))
        .amount("least", limits.map(|limits| &limits.0))
        .amount("most", limits.map(|limits| &limits.1))
        .flag("amountOptional", method.amount_optional)
        .text("problem", method.problem.as_deref())
        .end()
}
