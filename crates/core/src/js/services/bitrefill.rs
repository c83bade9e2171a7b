use crate::error::Error;
use crate::js::input::Input;
use crate::js::output::{Object, written};
use crate::js::planned::Planned;
use crate::js::unknown_call;
use crate::services::bitrefill::{Account, Deposit, Progress, call};
use crate::text::text;

pub fn plan(account: &Account, name: &str, input: &Input) -> Result<Planned, Error> {
    let planned = match name {
        "invoice" => {
            let id = input.order_id()?;
            Planned::new(call::invoice(account, &id)?, |told| Ok(deposit(&told)))
        }
        "balance" => Planned::new(call::balance(account)?, |balance| Ok(written(&balance))),
        "ping" => Planned::new(call::ping(account)?, |()| Ok("true".to_owned())),
        _ => return Err(unknown_call()),
    };
    input.nothing_else()?;
    Ok(planned)
}

fn deposit(deposit: &Deposit) -> String {
    let progress = match deposit.progress() {
        Progress::Waiting => "waiting",
        Progress::Paid => "paid",
        Progress::Credited => "credited",
        Progress::Failed => "failed",
        Progress::Expired => "expired",
    };
    Object::new()
        .text("id", Some(deposit.id.as_str()))
        .text("progress", Some(progress))
        .text("price", Some(&text![deposit.price]))
        .text("method", deposit.method.as_deref())
        .text("status", deposit.status.as_deref())
        .text("paymentStatus", deposit.payment_status.as_deref())
        .number("callsLeft", deposit.quota.map(|quota| quota.remaining))
        .others(&deposit.others)
        .end()
}
