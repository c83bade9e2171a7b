use crate::error::Error;
use crate::js::input::Input;
use crate::js::output::{Object, list};
use crate::js::planned::Planned;
use crate::js::unknown_call;
use crate::services::lava::{Account, PaymentMethod, Wallet, call};

pub fn plan(account: &Account, name: &str, input: &Input) -> Result<Planned, Error> {
    let planned = match name {
        "wallet" => Planned::new(call::wallet(account)?, |told| Ok(wallet(&told))),
        "paymentMethods" => Planned::new(call::payment_methods(account)?, |methods| {
            Ok(list(&methods, method))
        }),
        _ => return Err(unknown_call()),
    };
    input.nothing_else()?;
    Ok(planned)
}

fn wallet(wallet: &Wallet) -> String {
    Object::new()
        .text("id", wallet.id.as_deref())
        .amount("balance", Some(&wallet.balance))
        .others(&wallet.others)
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
        .others(&method.others)
        .end()
}
