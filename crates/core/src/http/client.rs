use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::resend::{pause, retry_after};
use super::{Call, Clock, Effect, Request, Response, Transport, TransportError};
use crate::error::{Code, Error, Money, Service};
use crate::time::Time;

/// Long enough for a slow phone and a service that thinks; short enough that nobody gives up before.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// An answer over this size is none: the largest real one, a catalogue, has about 100 kB.
const LONGEST_BODY: usize = 4 << 20;

/// Makes calls through a transport: one deadline over connecting, headers, body and re-sends, and over
/// all calls of a flow.
#[derive(Debug)]
pub struct Client<W> {
    service: Service,
    world: Arc<W>,
    deadline: Duration,
    /// When the flow must be over that this client is for.
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
    /// Creates a client for one service over what can send and knows the time.
    pub fn new(service: Service, world: W) -> Self {
        Self {
            service,
            world: Arc::new(world),
            deadline: DEADLINE,
            end: None,
        }
    }

    /// Sets how long a call may take in all.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Returns the clock and transport.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// Whose client it is.
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

    /// Makes the call, if it could be built. Dropping the future ends it at once; what was sent once
    /// may have happened.
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
            return Err(self.failed(TOO_LATE, effect));
        }
        let mut sent = 0;
        let mut step: Step = Box::pin(self.attempt(&request));
        let mut abandoned = pin!(self.world.abandoned());
        let mut late = pin!(self.world.sleep(left));
        let answered = poll_fn(|context| {
            while let Poll::Ready(answer) = step.as_mut().poll(context) {
                step = match answer {
                    None => Box::pin(self.attempt(&request)),
                    Some(answer) => {
                        sent += 1;
                        match self.pause_within(end, effect, &answer, sent) {
                            Some(pause) => Box::pin(self.pause(pause)),
                            None => return Poll::Ready(read(answer)),
                        }
                    }
                };
            }
            if abandoned.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(GIVEN_UP));
            }
            late.as_mut().poll(context).map(|()| Err(LATE))
        });
        answered
            .await
            .map_err(|failure| self.failed(failure, effect))
    }

    fn failed(&self, failure: Failure, effect: Effect) -> Error {
        let mut error = Error::new(failure.code, failure.sentence);
        // Where money may have moved, only what is certain is called not sent.
        let may_cost = matches!(effect, Effect::Once(money) if money != Money::Untouched);
        if failure.was_sent || (failure.sentence == OFFLINE.sentence && may_cost) {
            settle(&mut error, effect, self.service);
        } else {
            error.service = Some(self.service);
            error.retryable = true;
            say_first(untouched(effect), &mut error);
        }
        error
    }

    async fn attempt(&self, request: &Request) -> Option<Result<Response, TransportError>> {
        Some(self.world.send(request).await)
    }

    async fn pause(&self, pause: Duration) -> Option<Result<Response, TransportError>> {
        self.world.sleep(pause).await;
        None
    }

    /// Returns a pause that ends beyond the deadline is not begun: what came is the answer.
    fn pause_within(
        &self,
        end: Time,
        effect: Effect,
        answer: &Result<Response, TransportError>,
        sent: usize,
    ) -> Option<Duration> {
        let now = self.world.now();
        pause(effect, answer, sent, now, self.world.random())
            .filter(|pause| now.after(*pause) < end)
    }
}

type Answer = Result<Response, TransportError>;

/// What is being waited for: an answer, or a pause, of which nothing comes.
type Step<'a> = Pin<Box<dyn Future<Output = Option<Answer>> + 'a>>;

/// Why there is no answer to read.
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

const LATE: Failure = failure(
    Code::TimedOut,
    "No answer came in time. Try again in a moment.",
    true,
);
const TOO_LATE: Failure = failure(
    Code::TimedOut,
    "Nothing was sent: the time for this was over before. Try again.",
    false,
);
const GIVEN_UP: Failure = failure(Code::Aborted, "This call was given up.", true);
const TOO_LARGE: Failure = failure(
    Code::Unreadable,
    "The answer is far larger than any this service gives.",
    true,
);
const LOST: Failure = failure(
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
    "Nothing was sent: the request could not be begun. Check the address and try again.",
    false,
);

fn read(answer: Result<Response, TransportError>) -> Result<Response, Failure> {
    match answer {
        Ok(response) if response.body.len() <= LONGEST_BODY => Ok(response),
        Ok(_) => Err(TOO_LARGE),
        Err(TransportError::NoResponse) => Err(LOST),
        Err(TransportError::Offline) => Err(OFFLINE),
        Err(TransportError::NotSent) => Err(NOT_SENT),
    }
}

/// Adds to an error what the whole answer tells.
fn refuse(error: &mut Error, response: &Response, effect: Effect, service: Service, now: Time) {
    error.status = error.status.or(Some(response.status));
    error.retry_after = retry_after(response, now);
    settle(error, effect, service);
}

/// Says what an error means for this call: whether it may be made again, and what became of the money.
fn settle(error: &mut Error, effect: Effect, service: Service) {
    error.service = Some(service);
    let is_gateway = matches!(error.status, Some(502..=504));
    let is_open = is_gateway
        || matches!(
            error.code,
            Code::Unreachable | Code::TimedOut | Code::Unreadable | Code::Aborted
        );
    match effect {
        Effect::Read => error.retryable = is_open || error.code == Code::RateLimited,
        Effect::Once(money) if is_open => {
            error.message = unknown_outcome(&happened(error), money).into();
            error.code = Code::OutcomeUnknown;
            error.money = money;
            error.retryable = money == Money::Untouched;
        }
        // “It went wrong here”, said of something that could be paid from a balance, leaves open when.
        Effect::Once(money) if error.status.is_some_and(|status| status >= 500) => {
            error.money = money;
            say_first(in_doubt(money), error);
        }
        Effect::Once(_) => {
            error.retryable = error.code == Code::RateLimited;
            say_first(untouched(effect), error);
        }
    }
}

/// Returns what happened, as the beginning of a sentence.
fn happened(error: &Error) -> String {
    let sentence = match (error.code, error.status) {
        (Code::TimedOut, _) => "No answer came in time",
        (Code::Aborted, _) => "The call was given up before its answer came",
        (Code::Unreadable, _) => error.message.trim_end_matches('.'),
        (_, None) if error.message == OFFLINE.sentence => "This device seems to be offline",
        (_, None) => "The answer was lost",
        (_, Some(status)) => {
            return format!("The service answered that it is in trouble (HTTP {status})");
        }
    };
    sentence.to_owned()
}

fn unknown_outcome(happened: &str, money: Money) -> String {
    let meaning = match money {
        Money::Untouched => {
            ", so it may have been made or not: an order that nobody pays expires by itself. You can \
             safely make it again."
        }
        Money::Held => {
            ", so it may have been done or not: look at the order's status before anything else."
        }
        _ => {
            ", so it may have been done and paid, or not: look at the balance and the history before \
             making it again."
        }
    };
    format!("{}{happened}{meaning}", in_doubt(money))
}

/// Returns what became of the money where it is not known what the service did.
const fn in_doubt(money: Money) -> &'static str {
    match money {
        Money::Untouched => "No money moved. ",
        Money::Held => "The money stays reserved until the order's status says otherwise. ",
        _ => "Money may have left the balance. ",
    }
}

/// Returns what became of the money where the service did nothing.
const fn untouched(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "",
        Effect::Once(Money::Held) => "Nothing has changed. ",
        Effect::Once(_) => "No money moved. ",
    }
}

/// Puts that before an error's own sentence. One about a field begins with the field.
fn say_first(sentence: &str, error: &mut Error) {
    if error.field.is_none() && !sentence.is_empty() {
        error.message = format!("{sentence}{}", error.message).into();
    }
}
