use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::resend::{pause, retry_after};
use super::{Call, Clock, Effect, Request, Response, Transport, TransportError};
use crate::error::{Code, Error, Money, Service};
use crate::time::Time;

/// Long enough for a slow phone and a slow service, and short enough that people keep waiting.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// Larger responses are refused: the largest real one, a catalogue, has about 100 kB.
const MAX_BODY: usize = 4 << 20;

/// Makes calls through a transport, with one deadline over connecting, headers, body and re-sends, and
/// over all calls of a flow.
#[derive(Debug)]
pub struct Client<W> {
    service: Service,
    world: Arc<W>,
    deadline: Duration,
    /// The deadline of the flow that this client is for.
    end: Option<Time>,
}

impl<W> Clone for Client<W> {
    fn clone(&self) -> Self {
        Self {
            world: self.world.clone(),
            ..*self
        }
    }
}

impl<W: Transport + Clock> Client<W> {
    /// Creates a client for one service. `world` is its transport and clock.
    pub fn new(service: Service, world: W) -> Self {
        Self {
            service,
            world: Arc::new(world),
            deadline: DEADLINE,
            end: None,
        }
    }

    /// Sets how long a call may take in all. Default: 30 seconds.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Returns the transport and clock.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// Returns the service.
    pub const fn service(&self) -> Service {
        self.service
    }

    /// Returns a client for a flow of several calls, which together may take as long as one.
    pub(crate) fn for_flow(&self) -> Self {
        let end = self.end.unwrap_or_else(|| self.next_end());
        Self {
            end: Some(end),
            ..self.clone()
        }
    }

    fn next_end(&self) -> Time {
        self.world.now().after(self.deadline)
    }

    /// Makes the call, if it could be built. Dropping the future aborts it; what was sent may still
    /// have had an effect.
    pub(crate) async fn run<T>(&self, call: Result<Call<T>, Error>) -> Result<T, Error> {
        let call = call?;
        let end = self.end.unwrap_or_else(|| self.next_end());
        let response = self.send(call.request, call.effect, end).await?;
        let mut result = (call.read)(&response);
        if let Err(error) = &mut result {
            let now = self.world.now();
            refuse(error, &response, call.effect, self.service, now);
        }
        result
    }

    async fn send(&self, request: Request, effect: Effect, end: Time) -> Result<Response, Error> {
        let left = end.since(self.world.now());
        if left.is_zero() {
            return Err(self.error(NO_TIME_LEFT, effect));
        }
        let mut sent = 0;
        let mut step: Step = Box::pin(self.attempt(&request));
        let mut abandoned = pin!(self.world.abandoned());
        let mut deadline = pin!(self.world.sleep(left));
        let result = poll_fn(|context| {
            while let Poll::Ready(attempted) = step.as_mut().poll(context) {
                step = match attempted {
                    None => Box::pin(self.attempt(&request)),
                    Some(attempted) => {
                        sent += 1;
                        match self.pause_within(end, effect, &attempted, sent) {
                            Some(pause) => Box::pin(self.pause(pause)),
                            None => return Poll::Ready(read(attempted)),
                        }
                    }
                };
            }
            if abandoned.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(ABORTED));
            }
            deadline.as_mut().poll(context).map(|()| Err(TIMED_OUT))
        });
        result.await.map_err(|failure| self.error(failure, effect))
    }

    fn error(&self, failure: Failure, effect: Effect) -> Error {
        let mut error = Error::new(failure.code, failure.sentence);
        // Where money may have moved, a mere offline flag is not proof that nothing was sent.
        let may_cost = matches!(effect, Effect::Once(money) if money != Money::Untouched);
        if failure.was_sent || (failure.sentence == OFFLINE.sentence && may_cost) {
            settle(&mut error, effect, self.service);
        } else {
            error.service = Some(self.service);
            error.retryable = true;
            prepend(untouched(effect), &mut error);
        }
        error
    }

    async fn attempt(&self, request: &Request) -> Option<Attempted> {
        Some(self.world.send(request).await)
    }

    async fn pause(&self, pause: Duration) -> Option<Attempted> {
        self.world.sleep(pause).await;
        None
    }

    /// Returns how long to wait before sending again, if that is allowed and ends before the deadline.
    fn pause_within(
        &self,
        end: Time,
        effect: Effect,
        attempted: &Attempted,
        sent: usize,
    ) -> Option<Duration> {
        let now = self.world.now();
        pause(effect, attempted, sent, now, self.world.random())
            .filter(|pause| now.after(*pause) < end)
    }
}

type Attempted = Result<Response, TransportError>;

/// An attempt to send the request, or a pause, which yields nothing.
type Step<'a> = Pin<Box<dyn Future<Output = Option<Attempted>> + 'a>>;

/// Why there is no response to read.
#[derive(Clone, Copy)]
struct Failure {
    code: Code,
    sentence: &'static str,
    was_sent: bool,
}

const fn failure(code: Code, sentence: &'static str, was_sent: bool) -> Failure {
    Failure {
        code,
        sentence,
        was_sent,
    }
}

const TIMED_OUT: Failure = failure(
    Code::TimedOut,
    "The service did not respond in time. Try again in a moment.",
    true,
);
const NO_TIME_LEFT: Failure = failure(
    Code::TimedOut,
    "Nothing was sent: no time was left for it. Try again.",
    false,
);
const ABORTED: Failure = failure(Code::Aborted, "The call was aborted.", true);
const TOO_LARGE: Failure = failure(
    Code::Unreadable,
    "The response is far larger than any this service sends.",
    true,
);
const NO_RESPONSE: Failure = failure(
    Code::Unreachable,
    "The service could not be reached. Check the connection and try again.",
    true,
);
const OFFLINE: Failure = failure(
    Code::Unreachable,
    "Nothing was sent: this device seems to be offline. Check the connection and try again.",
    false,
);
const NOT_SENT: Failure = failure(
    Code::Unreachable,
    "Nothing was sent: the request could not be started. Check the address and try again.",
    false,
);

fn read(attempted: Attempted) -> Result<Response, Failure> {
    match attempted {
        Ok(response) if response.body.len() <= MAX_BODY => Ok(response),
        Ok(_) => Err(TOO_LARGE),
        Err(TransportError::NoResponse) => Err(NO_RESPONSE),
        Err(TransportError::Offline) => Err(OFFLINE),
        Err(TransportError::NotSent) => Err(NOT_SENT),
    }
}

/// Adds what the response says about an error.
fn refuse(error: &mut Error, response: &Response, effect: Effect, service: Service, now: Time) {
    error.status = error.status.or(Some(response.status));
    error.retry_after = retry_after(response, now);
    settle(error, effect, service);
}

/// Sets what an error means for this call: whether it can be retried, and what happened to the money.
fn settle(error: &mut Error, effect: Effect, service: Service) {
    error.service = Some(service);
    let is_gateway = matches!(error.status, Some(502..=504));
    let is_inconclusive = is_gateway
        || matches!(
            error.code,
            Code::Unreachable | Code::TimedOut | Code::Unreadable | Code::Aborted
        );
    match effect {
        Effect::Read => error.retryable = is_inconclusive || error.code == Code::RateLimited,
        Effect::Once(money) if is_inconclusive => {
            error.message = unknown_outcome(&happened(error), money).into();
            error.code = Code::OutcomeUnknown;
            error.money = money;
            error.retryable = money == Money::Untouched;
        }
        // An error inside the service does not say whether the balance was charged before it.
        Effect::Once(money) if error.status.is_some_and(|status| status >= 500) => {
            error.money = money;
            prepend(in_doubt(money), error);
        }
        Effect::Once(_) => {
            error.retryable = error.code == Code::RateLimited;
            prepend(untouched(effect), error);
        }
    }
}

/// Returns what happened, as the first half of a sentence.
fn happened(error: &Error) -> String {
    let sentence = match (error.code, error.status) {
        (Code::TimedOut, _) => "The service did not respond in time",
        (Code::Aborted, _) => "The call was aborted before its response",
        (Code::Unreadable, _) => error.message.trim_end_matches('.'),
        (_, None) if error.message == OFFLINE.sentence => "This device seems to be offline",
        (_, None) => "The response was lost",
        (_, Some(status)) => {
            return format!("The service reported a problem (HTTP {status})");
        }
    };
    sentence.to_owned()
}

fn unknown_outcome(happened: &str, money: Money) -> String {
    let meaning = match money {
        Money::Untouched => {
            ", so the order may or may not exist: an unpaid order expires by itself. It is safe to try \
             again."
        }
        Money::Held => {
            ", so it may or may not have taken effect: check the order's status before anything else."
        }
        _ => {
            ", so it may or may not have been done and paid: check the balance and the history before \
             trying again."
        }
    };
    format!("{}{happened}{meaning}", in_doubt(money))
}

/// Returns what happened to the money where it is not known what the service did.
const fn in_doubt(money: Money) -> &'static str {
    match money {
        Money::Untouched => "No money moved. ",
        Money::Held => "The money stays reserved until the order's status says otherwise. ",
        _ => "Money may have left the balance. ",
    }
}

/// Returns what happened to the money where the service did nothing.
const fn untouched(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "",
        Effect::Once(Money::Held) => "Nothing has changed. ",
        Effect::Once(_) => "No money moved. ",
    }
}

/// Prepends a sentence to an error's message, unless the message begins with a field.
fn prepend(sentence: &str, error: &mut Error) {
    if error.field.is_none() && !sentence.is_empty() {
        error.message = format!("{sentence}{}", error.message).into();
    }
}
