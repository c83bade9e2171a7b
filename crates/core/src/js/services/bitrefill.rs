use crate::error::Error;
use crate::http::Talk;
use crate::js::input::Input;
use crate::js::output::{Object, written};
use crate::js::unknown_call;
use crate::services::bitrefill::{Account, Deposit, Progress, call};

pub fn call(
    account: &Account,
    talk: &mut Talk,
    name: &str,
    input: &Input,
) -> Result<String, Error> {
    match name {
        "invoice" => talk.tell(call::invoice(account, &input.order_id()?), deposit),
        "balance" => talk.tell(call::balance(account), written),
        "ping" => talk.tell(call::ping(account), |()| "true".to_owned()),
        _ => Err(unknown_call()),
    }
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
        .text("price", Some(&deposit.price.to_string()))
        .text("method", deposit.method.as_deref())
        .text("status", deposit.status.as_deref())
        .text("paymentStatus", deposit.payment_status.as_deref())
        .number("callsLeft", deposit.quota.map(|quota| quota.remaining))
        .others(&deposit.others)
        .end()
}
