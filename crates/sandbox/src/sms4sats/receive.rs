//! Orders that receive: a number for one code, a number to rent, a real phone.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::catalogue::{self, Behaviour, Kind};
use super::countries::Country;
use super::orders::{End, Job, Money, Step};
use super::placing::{Wish, body_of, place};
use super::services::Service;
use super::{NO_NUMBER, Outcome, Sms4sats, UNABLE_TO_SAVE};
use crate::World;
use crate::http::Request;
use crate::random::Random;
use crate::settings::Settings;

/// Guesses, worded like the one documented refund.
pub(super) const CANCELED: &str =
    "Order is canceled. Your funds are returned to your wallet automatically.";
const TIMED_OUT: &str = "No code received, payment request is canceled. Your funds are returned to your wallet automatically.";
/// How long the slow service takes from the payment to the code.
const SLOW_MS: u64 = 19 * 60_000;
/// How many messages a rented number receives by itself.
const RENTAL_MESSAGES: usize = 3;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Receive {
    #[serde(with = "crate::table")]
    country: &'static Country,
    #[serde(with = "crate::table")]
    service: &'static Service,
    behaviour: Behaviour,
    rental: bool,
    /// Whether types are swapped: every other order sends strings for numbers and numbers for strings.
    swapped_types: bool,
    provider_id: String,
    number: String,
    number_ms: Option<u64>,
    planned: Vec<String>,
    codes: Vec<String>,
}

/// `POST /createorder`. A `ref` is accepted and ignored.
pub(super) fn create(service: &mut Sms4sats, request: &Request, world: &mut World) -> Outcome {
    let refusal = (500, UNABLE_TO_SAVE);
    let body = body_of(request, refusal)?;
    let is = |name: &str| body.get(name).and_then(Value::as_bool).unwrap_or(false);
    let country = body
        .get("country")
        .and_then(catalogue::country_in)
        .ok_or(refusal)?;
    let wanted = body
        .get("service")
        .and_then(Value::as_str)
        .and_then(catalogue::service);
    let wanted = wanted.ok_or(refusal)?;
    let kind = match (is("isRental"), is("realphone")) {
        (true, _) => Kind::Rental,
        (_, true) => Kind::RealPhone,
        _ => Kind::Code,
    };
    let given = catalogue::country_that_serves(country, wanted);
    let behaviour = match given {
        Some(_) => wanted.behaviour,
        None => Behaviour::NoStock,
    };
    let rental = kind == Kind::Rental;
    let given = given.unwrap_or(country);
    let receive = Receive {
        country: given,
        service: wanted,
        behaviour,
        rental,
        swapped_types: service.orders.len() % 2 == 1,
        provider_id: world.random.digits(10),
        number: phone_number(given, &mut world.random),
        number_ms: None,
        planned: planned_codes(behaviour, rental, &mut world.random),
        codes: Vec::new(),
    };
    let wish = Wish {
        job: Job::Receive(receive),
        price_sats: catalogue::price(kind, Some(country), Some(wanted)),
        description: format!("sms4sats payment {} {}", country.name, wanted.value),
        immediate: is("immediate"),
        webhook_url: None,
    };
    place(service, request, world, wish)
}

/// Returns a number of plausible length: the North American plan has eleven digits in all.
fn phone_number(country: &Country, random: &mut Random) -> String {
    let dialling = country.dialling;
    let own = if dialling.starts_with('1') {
        11 - dialling.len()
    } else {
        9
    };
    format!("{dialling}{}", random.digits(own))
}

/// Oldest last, so that the next can be popped.
fn planned_codes(behaviour: Behaviour, rental: bool, random: &mut Random) -> Vec<String> {
    let count = match (behaviour, rental) {
        (Behaviour::Never | Behaviour::NoStock, _) => 0,
        (_, true) => RENTAL_MESSAGES,
        _ => 1,
    };
    let zero_first = matches!(behaviour, Behaviour::LeadingZero | Behaviour::LostZero);
    (0..count)
        .map(|_| {
            if zero_first {
                format!("0{}", random.digits(5))
            } else {
                random.digits(5)
            }
        })
        .collect()
}

impl Receive {
    pub(super) fn has_code(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Schedules a code before all others.
    pub(super) fn expect(&mut self, code: Option<String>) -> Result<(), String> {
        if self.has_code() && !self.rental {
            return Err("This order has received its code already.".to_owned());
        }
        match code {
            Some(code) => self.planned.push(code),
            None if self.planned.is_empty() => self.planned.push("48010".to_owned()),
            None => {}
        }
        Ok(())
    }

    /// Returns the next step and its time.
    pub(super) fn next_step(
        &self,
        paid_ms: u64,
        end: Option<&End>,
        settings: &Settings,
    ) -> Option<(u64, Step)> {
        match end {
            None => Some(self.next_while_held(paid_ms, settings)),
            Some(End::Returned { at_ms, .. }) => {
                let late = self.behaviour == Behaviour::Late
                    && self.number_ms.is_some()
                    && !self.has_code();
                late.then_some((
                    at_ms.saturating_add(settings.code_after_ms),
                    Step::CodeArrives,
                ))
            }
            Some(End::Settled) => {
                let waits = self.codes.len() as u64 + 1;
                let due_ms = self
                    .number_ms?
                    .saturating_add(settings.code_after_ms.saturating_mul(waits));
                (!self.planned.is_empty()).then_some((due_ms, Step::CodeArrives))
            }
            Some(End::Withdrawn) => None,
        }
    }

    fn next_while_held(&self, paid_ms: u64, settings: &Settings) -> (u64, Step) {
        let up_ms = paid_ms.saturating_add(settings.automatic_cancel_after_ms);
        let (due_ms, step) = match (self.number_ms, self.behaviour) {
            (None, Behaviour::NoStock) => (
                paid_ms.saturating_add(settings.number_after_ms),
                Step::NoNumber,
            ),
            (None, _) => (
                paid_ms.saturating_add(settings.number_after_ms),
                Step::NumberGiven,
            ),
            (Some(_), Behaviour::Never | Behaviour::Late) => return (up_ms, Step::TimeIsUp),
            (Some(_), Behaviour::Slow) => (paid_ms.saturating_add(SLOW_MS), Step::CodeArrives),
            (Some(number_ms), _) => (
                number_ms.saturating_add(settings.code_after_ms),
                Step::CodeArrives,
            ),
        };
        if up_ms <= due_ms {
            (up_ms, Step::TimeIsUp)
        } else {
            (due_ms, step)
        }
    }

    pub(super) fn take(&mut self, step: Step, at_ms: u64) -> Money {
        match step {
            Step::NumberGiven => self.number_ms = Some(at_ms),
            Step::CodeArrives => {
                self.number_ms.get_or_insert(at_ms);
                self.codes.extend(self.planned.pop());
                if !self.rental {
                    self.planned.clear();
                }
                return Money::Settles;
            }
            Step::NoNumber => return Money::GoesBack(NO_NUMBER.to_owned()),
            Step::TimeIsUp => return Money::GoesBack(TIMED_OUT.to_owned()),
            _ => {}
        }
        Money::Stays
    }

    /// Adds the fields that a paying customer sees. After a refund that is only the reason, as
    /// documented. A guess: a late code is sent beside the reason.
    pub(super) fn describe(&self, order: &super::orders::Order, status: &mut Value) {
        if let Some(End::Returned { reason, .. }) = &order.end {
            status["error"] = json!(reason);
            if !self.has_code() {
                return;
            }
        }
        if self.number_ms.is_none() {
            return;
        }
        status["id"] = self.number_or_text(&self.provider_id);
        status["number"] = self.number_or_text(&self.number);
        status["timestamp"] = json!(order.changed_ms);
        status["country"] = if self.swapped_types {
            json!(self.country.cc)
        } else {
            json!(self.country.name)
        };
        status["service"] = json!(self.service.value);
        if let Some(code) = self.codes.last() {
            status["code"] = self.shown_code(code);
        }
        // A guess: the status of a rental is undocumented.
        if self.rental && self.has_code() {
            status["codes"] = self
                .codes
                .iter()
                .map(|code| self.shown_code(code))
                .collect();
        }
    }

    fn shown_code(&self, code: &str) -> Value {
        match (self.behaviour, code.parse::<u64>()) {
            (Behaviour::LeadingZero, _) | (_, Err(_)) => json!(code),
            (Behaviour::LostZero, Ok(number)) => json!(number),
            (_, Ok(_)) if code.starts_with('0') => json!(code),
            _ => self.number_or_text(code),
        }
    }

    fn number_or_text(&self, digits: &str) -> Value {
        match digits.parse::<u64>() {
            Ok(number) if !self.swapped_types => json!(number),
            _ => json!(digits),
        }
    }
}
