use crate::error::Error;
use crate::http::Talk;
use crate::js::output::{Object, list};
use crate::js::unknown_call;
use crate::services::lava::{Account, PaymentMethod, Wallet, call};

pub fn call(account: &Account, talk: &mut Talk, name: &str) -> Result<String, Error> {
    match name {
        "wallet" => talk.tell(call::wallet(account), wallet),
        "paymentMethods" => talk.tell(call::payment_methods(account), |all| list(all, method)),
        _ => Err(unknown_call()),
    }
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
