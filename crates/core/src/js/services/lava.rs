use crate::js::host::Host;
use crate::js::input::Input;
use crate::js::output::{Failure, Object, list};
use crate::js::unknown_call;
use crate::services::lava::{Lava, PaymentMethod, Wallet};

pub async fn call(lava: &Lava<Host>, name: &str, input: &Input) -> Result<String, Failure> {
    input.nothing_else()?;
    match name {
        "wallet" => Ok(wallet(&lava.wallet().await?)),
        "paymentMethods" => Ok(list(&lava.payment_methods().await?, method)),
        _ => Err(unknown_call()),
    }
}

fn wallet(wallet: &Wallet) -> String {
    Object::new()
        .text("id", wallet.id.as_deref())
        .amount("balance", Some(&wallet.balance))
        .extra(&wallet.extra)
        .end()
}

fn method(method: &PaymentMethod) -> String {
    let problem = method.problem.as_ref().map(|problem| {
        Object::new()
            .text("code", problem.code.as_deref())
            .text("message", problem.message.as_deref())
            .text("noticedAt", problem.at.as_deref())
            .end()
    });
    Object::new()
        .text("id", Some(&method.id))
        .text("name", Some(&method.name()))
        .text("brand", method.brand.as_deref())
        .text("last4", method.last4.as_deref())
        .text("expiryMonth", method.expiry_month.as_deref())
        .text("expiryYear", method.expiry_year.as_deref())
        .flag("isDefault", method.is_default)
        .json("problem", problem.as_deref())
        .extra(&method.extra)
        .end()
}
