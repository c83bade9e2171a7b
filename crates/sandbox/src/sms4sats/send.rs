//! Orders that send: a text message or an email.

use base16ct::lower::encode_string as hex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::catalogue::SEND_SATS;
use super::orders::{End, Job, Money, Order, Step};
use super::placing::{Wish, body_of, place};
use super::{BACKEND_ERROR, Outcome, Sms4sats};
use crate::World;
use crate::http::Request;
use crate::settings::Settings;

const LONGEST_MESSAGE: usize = 140;
/// Receivers that cannot be reached: phone numbers, or email names before the @, with this ending.
const UNREACHABLE: &str = "0000";

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Send {
    provider_id: String,
    reachable: bool,
    state: State,
    sent_ms: u64,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
enum State {
    Created,
    Sent,
    Delivered,
    Failed,
}

/// `POST /createsendorder`
pub(super) fn create_sms(service: &mut Sms4sats, request: &Request, world: &mut World) -> Outcome {
    create(service, request, world, "phone", is_e164)
}

/// `POST /createemailsendorder`
pub(super) fn create_email(
    service: &mut Sms4sats,
    request: &Request,
    world: &mut World,
) -> Outcome {
    create(service, request, world, "address", is_email)
}

fn create(
    service: &mut Sms4sats,
    request: &Request,
    world: &mut World,
    receiver: &str,
    is_valid: fn(&str) -> bool,
) -> Outcome {
    let refusal = (500, BACKEND_ERROR);
    let body = body_of(request, refusal)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let message_fits = text("message")
        .is_some_and(|message| (1..=LONGEST_MESSAGE).contains(&message.chars().count()));
    let to = text(receiver)
        .filter(|to| is_valid(to) && message_fits)
        .ok_or(refusal)?;
    let webhook_url = match text("webhookUrl") {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            Some(url.to_owned())
        }
        Some(url) if !url.is_empty() => return Err(refusal),
        _ => None,
    };
    let (name, _) = to.split_once('@').unwrap_or((to, ""));
    let provider_id: String = hex(&world.random.bytes()).chars().take(32).collect();
    let send = Send {
        provider_id: format!("SM{provider_id}"),
        reachable: !name.ends_with(UNREACHABLE),
        state: State::Created,
        sent_ms: 0,
    };
    let wish = Wish {
        job: Job::Send(send),
        price_sats: SEND_SATS,
        description: "sms4sats payment send".to_owned(),
        immediate: body
            .get("immediate")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        webhook_url,
    };
    place(service, request, world, wish)
}

/// E.164: a plus sign and at most 15 digits, the first of them not 0.
fn is_e164(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_email(address: &str) -> bool {
    address.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && domain.contains('.')
            && !domain.contains('@')
            && !address.contains(char::is_whitespace)
    })
}

impl Send {
    /// Returns the next step and its time.
    pub(super) fn next_step(
        &self,
        paid_ms: u64,
        end: Option<&End>,
        settings: &Settings,
    ) -> Option<(u64, Step)> {
        match (self.state, end) {
            (State::Created, None) => {
                let step = if self.reachable {
                    Step::MessageSent
                } else {
                    Step::MessageFails
                };
                Some((paid_ms.saturating_add(settings.sent_after_ms), step))
            }
            (State::Sent, _) => Some((
                self.sent_ms.saturating_add(settings.delivered_after_ms),
                Step::MessageDelivered,
            )),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, step: Step, at_ms: u64) -> Money {
        match step {
            Step::MessageSent => {
                self.state = State::Sent;
                self.sent_ms = at_ms;
                Money::Settles
            }
            Step::MessageFails => {
                self.fail();
                Money::GoesBack(String::new())
            }
            Step::MessageDelivered => {
                self.state = State::Delivered;
                Money::Stays
            }
            _ => Money::Stays,
        }
    }

    pub(super) fn fail(&mut self) {
        self.state = State::Failed;
    }

    /// Adds the fields that a paying customer sees.
    pub(super) fn describe(&self, order: &Order, status: &mut Value) {
        status["id"] = json!(self.provider_id);
        status["smsStatus"] = json!(match self.state {
            State::Created => "created",
            State::Sent => "sent",
            State::Delivered => "delivered",
            State::Failed => "failed",
        });
        status["timestamp"] = json!(order.changed_ms);
    }
}
