use std::time::Duration;

use super::resend::{pause, retry_after};
use super::{Call, Clock, Effect, Lost, Request, Response, Talk, Transport};
use crate::error::{Code, Error, Money, Service};
use crate::race::first;
use crate::time::Time;

/// Long enough for a slow phone and a service that thinks; short enough that nobody gives up before.
const DEADLINE: Duration = Duration::from_secs(30);

/// An answer over this size is none: the largest real one, a catalogue, has about 100 kB.
const LONGEST_BODY: usize = 4 << 20;

/// Makes calls through a transport: one deadline over connecting, headers, body and re-sends.
#[derive(Clone, Debug)]
pub struct Client<W> {
    service: Service,
    world: W,
    deadline: Duration,
}

impl<W: Transport + Clock> Client<W> {
    /// A client for one service over what can send and knows the time.
    pub fn new(service: Service, world: W) -> Self {
        Self {
            service,
            world,
            deadline: DEADLINE,
        }
    }

    /// Sets how long a call may take in all.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The clock and transport.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// Whose client it is.
    pub const fn service(&self) -> Service {
        self.service
    }

    /// Makes the call, if it could be built. Dropping the future ends it at once; what was sent once
    /// may have happened.
    pub async fn run<T>(&self, call: Result<Call<T>, Error>) -> Result<T, Error> {
        let call = call?;
        let response = self.send(&call.request, call.effect).await?;
        let mut result = (call.read)(&response);
        if let Err(error) = &mut result {
            let now = self.world.now();
            refuse(error, &response, call.effect, self.service, now);
        }
        result
    }

    /// Makes the calls of a flow, one after the other.
    pub async fn talk<T>(&self, flow: &dyn Fn(&mut Talk) -> Result<T, Error>) -> Result<T, Error> {
        let mut talk = Talk::new(self.service, self.world.now());
        loop {
            let result = flow(&mut talk);
            let Some((request, effect)) = talk.wanted() else {
                return result;
            };
            let answer = self.send(&request, effect).await;
            talk.hear(answer, self.world.now());
        }
    }

    async fn send(&self, request: &Request, effect: Effect) -> Result<Response, Error> {
        let end = self.world.now().after(self.deadline);
        let sending = async {
            let mut sent = 0;
            loop {
                let answer = self.world.send(request).await;
                sent += 1;
                match self.pause_within(end, effect, &answer, sent) {
                    Some(pause) => self.world.sleep(pause).await,
                    None => break answer,
                }
            }
        };
        let wanted = first(sending, self.world.abandoned());
        let (code, sentence) = match first(wanted, self.world.sleep(self.deadline)).await {
            Some(Some(Ok(response))) if response.body.len() <= LONGEST_BODY => return Ok(response),
            Some(Some(Ok(_))) => (
                Code::Unreadable,
                "The answer is far larger than any this service gives.",
            ),
            Some(Some(Err(Lost))) => (
                Code::Unreachable,
                "The service could not be reached. Check the connection and try again.",
            ),
            Some(None) => (Code::Aborted, "This call was given up."),
            None => (
                Code::TimedOut,
                "No answer came in time. Try again in a moment.",
            ),
        };
        let mut error = Error::new(code, sentence);
        settle(&mut error, effect, self.service);
        Err(error)
    }

    /// A pause that ends beyond the deadline is not begun: what came is the answer.
    fn pause_within(
        &self,
        end: Time,
        effect: Effect,
        answer: &Result<Response, Lost>,
        sent: usize,
    ) -> Option<Duration> {
        let now = self.world.now();
        pause(effect, answer, sent, now, self.world.random())
            .filter(|pause| now.after(*pause) < end)
    }
}

/// Adds to an error what the whole answer tells.
pub(super) fn refuse(
    error: &mut Error,
    response: &Response,
    effect: Effect,
    service: Service,
    now: Time,
) {
    error.status = error.status.or(Some(response.status));
    error.retry_after = retry_after(response, now);
    settle(error, effect, service);
}

/// Says what an error means for this call: whether it may be made again, and what became of the money.
fn settle(error: &mut Error, effect: Effect, service: Service) {
    error.service = Some(service);
    let gateway = matches!(error.status, Some(502..=504));
    let lost = gateway
        || matches!(
            error.code,
            Code::Unreachable | Code::TimedOut | Code::Unreadable | Code::Aborted
        );
    match effect {
        Effect::Read => error.retryable = lost || error.code == Code::RateLimited,
        Effect::Once(money) if lost => {
            error.code = Code::OutcomeUnknown;
            error.money = money;
            error.retryable = money == Money::Untouched;
            error.message = lost_outcome(money).into();
        }
        // “It went wrong here”, said of something that could be paid from a balance, leaves open when.
        Effect::Once(money) if error.status.is_some_and(|status| status >= 500) => {
            error.money = money;
        }
        Effect::Once(_) => error.retryable = error.code == Code::RateLimited,
    }
}

const fn lost_outcome(money: Money) -> &'static str {
    match money {
        Money::Untouched => {
            "The answer was lost, so it may have been made or not. No money moved: an order that \
             nobody pays expires by itself. You can safely make it again."
        }
        Money::Held => {
            "The answer was lost, so it may have been done or not. The money stays reserved until \
             the order's status says otherwise: look at the status before anything else."
        }
        _ => {
            "The answer was lost, so it may have been done and paid from the balance, or not. Look \
             at the balance and the history before making it again."
        }
    }
}
