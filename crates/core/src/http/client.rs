use std::time::Duration;

use super::resend::{pause, retry_after};
use super::{Call, Clock, Effect, Lost, Request, Response, Transport};
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

    /// Makes the call, if it could be built. Dropping the future ends it at once; what was sent once
    /// may have happened.
    pub async fn run<T>(&self, call: Result<Call<T>, Error>) -> Result<T, Error> {
        let call = call?;
        let response = self.send(&call.request, call.effect).await?;
        (call.read)(&response).map_err(|error| self.refused(error, &response, call.effect))
    }

    /// [`Client::run`], with another reader of the answer.
    #[cfg(feature = "js")]
    pub(crate) async fn told<T>(
        &self,
        request: &Request,
        effect: Effect,
        read: &dyn Fn(&Response) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let response = self.send(request, effect).await?;
        read(&response).map_err(|error| self.refused(error, &response, effect))
    }

    fn refused(&self, mut error: Error, response: &Response, effect: Effect) -> Error {
        error.status = error.status.or(Some(response.status));
        error.retry_after = retry_after(response, self.world.now());
        settled(error, effect, self.service)
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
        Err(settled(Error::new(code, sentence), effect, self.service))
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

/// Says what an error means for this call: whether it may be made again, and what became of the money.
fn settled(mut error: Error, effect: Effect, service: Service) -> Error {
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
    error
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
