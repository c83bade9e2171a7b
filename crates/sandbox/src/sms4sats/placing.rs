//! Places orders, to be paid by an invoice or from the account.

use base16ct::lower::encode_string as hex;
use serde_json::{Value, json};

use super::orders::{Job, Order, Payer};
use super::{Outcome, Refusal, Sms4sats};
use crate::World;
use crate::http::Request;
use crate::node;

/// A valid request for an order.
pub(super) struct Wish {
    pub(super) job: Job,
    pub(super) price_sats: u64,
    pub(super) description: String,
    /// Pay from the account of the request's key.
    pub(super) immediate: bool,
    pub(super) webhook_url: Option<String>,
}

/// Parses the body of a request that creates something; `refusal` if it is not a JSON object.
pub(super) fn body_of(request: &Request, refusal: Refusal) -> Result<Value, Refusal> {
    let body: Value = request.json().map_err(|_| refusal)?;
    if body.is_object() {
        Ok(body)
    } else {
        Err(refusal)
    }
}

/// Adds the order and returns how it is paid.
pub(super) fn place(
    service: &mut Sms4sats,
    request: &Request,
    world: &mut World,
    wish: Wish,
) -> Outcome {
    let now_ms = world.clock.now_ms();
    let (id, payreq, payer) = if wish.immediate {
        let key = service.accounts.key_of(request)?;
        service.accounts.spend(&key, wish.price_sats)?;
        (
            hex(&world.random.bytes()),
            "paid".to_owned(),
            Payer::Account(key),
        )
    } else {
        let asked = node::Order {
            amount_sats: wish.price_sats,
            description: &wish.description,
            expiry_s: world.settings.invoice_expiry_s,
            hold: !matches!(wish.job, Job::Fund(_)),
        };
        let invoice = world.node.invoice(&asked, &mut world.random, now_ms);
        (
            invoice.payment_hash.clone(),
            invoice.text.clone(),
            Payer::Invoice,
        )
    };
    let order = Order::new(wish, id.clone(), payer, now_ms);
    service.orders.insert(id.clone(), order);
    Ok(json!({ "status": "OK", "orderId": id, "payreq": payreq }))
}
