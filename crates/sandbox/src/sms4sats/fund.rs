//! `POST /fund`: an invoice that tops up an account.

use super::orders::Job;
use super::placing::{Wish, body_of, place};
use super::{BACKEND_ERROR, Outcome, Sms4sats};
use crate::World;
use crate::http::Request;

/// All bitcoin that will ever exist.
const MOST_SATS: u64 = 2_100_000_000_000_000;

/// `POST /fund`
pub(super) fn create(service: &mut Sms4sats, request: &Request, world: &mut World) -> Outcome {
    let key = service.accounts.key_of(request)?;
    let body = body_of(request, (500, BACKEND_ERROR))?;
    let amount = body.get("amount").and_then(serde_json::Value::as_u64);
    let price_sats = amount
        .filter(|sats| (1..=MOST_SATS).contains(sats))
        .ok_or((500, BACKEND_ERROR))?;
    let wish = Wish {
        job: Job::Fund(key),
        price_sats,
        description: "fund account".to_owned(),
        immediate: false,
        webhook_url: None,
    };
    place(service, request, world, wish)
}
