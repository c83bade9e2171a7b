use crate::js::host::Host;
use crate::js::input::Input;
use crate::js::output::{Failure, Object, written};
use crate::js::unknown_call;
use crate::services::bitrefill::{Bitrefill, Deposit, Progress};

pub async fn call(
    bitrefill: &Bitrefill<Host>,
    name: &str,
    input: &Input,
) -> Result<String, Failure> {
    match name {
        "invoice" => {
            let id = input.order_id()?;
            input.nothing_else()?;
            Ok(deposit(&bitrefill.deposit_status(&id).await?))
        }
        "balance" => {
            input.nothing_else()?;
            Ok(written(&bitrefill.balance().await?))
        }
        "ping" => {
            input.nothing_else()?;
            bitrefill.ping().await?;
            Ok("true".to_owned())
        }
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
        .extra(&deposit.extra)
        .end()
}
