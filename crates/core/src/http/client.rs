use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::resend::{pause, retry_after};
use super::{Call, Clock, Effect, Lost, Request, Response, Talk, Transport};
use crate::error::{Code, Error, Money, Service};
use crate::time::Time;

/// Long enough for a slow phone and a service that thinks; short enough that nobody gives up before.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

/// An answer over this size is none: the largest real one, a catalogue, has about 100 kB.
const LONGEST_BODY: usize = 4 << 20;

/// Makes calls through a transport: one deadline over connecting, headers, body and re-sends, and over
/// all calls of a flow.
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
        let response = self.send(call.request, call.effect, self.end()).await?;
        let mut result = (call.read)(&response);
        if let Err(error) = &mut result {
            let now = self.world.now();
            refuse(error, &response, call.effect, self.service, now);
        }
        result
    }

    /// Makes the calls of a flow, one after the other.
    pub fn talk<T>(
        &self,
        flow: &dyn Fn(&mut Talk) -> Result<T, Error>,
    ) -> impl Future<Output = Result<T, Error>> {
        self.go_on(self.begun(), flow)
    }

    /// Makes the calls of a flow, but not the one that moves money at once: that one is held back, and
    /// what comes out is what comes out if its answer is lost. [`Self::go_on`] makes it.
    pub(crate) async fn hold_back<T>(
        &self,
        flow: &dyn Fn(&mut Talk) -> Result<T, Error>,
    ) -> Result<(T, Option<Talk>), Error> {
        let mut talk = self.begun();
        let mut is_held_back = false;
        let mut step = |talk: &mut Talk| {
            let result = flow(talk);
            let without = talk.hold_back(flow, self.world.now());
            is_held_back = without.is_some();
            without.unwrap_or(result)
        };
        let mut result = step(&mut talk);
        self.drive(&mut talk, &mut |talk| result = step(talk)).await;
        Ok((result?, is_held_back.then_some(talk)))
    }

    fn begun(&self) -> Talk {
        Talk::new(self.service, self.world.now(), self.world.random())
    }

    /// Makes the calls of a flow that are left to make.
    pub(crate) async fn go_on<T>(
        &self,
        mut talk: Talk,
        flow: &dyn Fn(&mut Talk) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut result = flow(&mut talk);
        self.drive(&mut talk, &mut |talk| result = flow(talk)).await;
        result
    }

    /// Begins the flow anew with each answer, until it wants no more.
    async fn drive(&self, talk: &mut Talk, flow: &mut dyn FnMut(&mut Talk)) {
        let end = self.end();
        let mut sending = None;
        // One place to wait: a loop around an await weighs more.
        poll_fn(|context| {
            loop {
                let Some(answer) = &mut sending else {
                    let Some((request, effect)) = talk.wanted() else {
                        return Poll::Ready(());
                    };
                    sending = Some(Box::pin(self.send(request, effect, end)));
                    continue;
                };
                let Poll::Ready(answer) = answer.as_mut().poll(context) else {
                    return Poll::Pending;
                };
                sending = None;
                talk.hear(answer, self.world.now());
                flow(talk);
            }
        })
        .await;
    }

    fn end(&self) -> Time {
        self.world.now().after(self.deadline)
    }

    async fn send(&self, request: Request, effect: Effect, end: Time) -> Result<Response, Error> {
        let left = end.since(self.world.now());
        if left.is_zero() {
            // Nothing is sent, so nothing can have been lost.
            return Err(self.failed(LATE, Effect::Read));
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
                return Poll::Ready(Err((Code::Aborted, "This call was given up.")));
            }
            late.as_mut().poll(context).map(|()| Err(LATE))
        });
        answered
            .await
            .map_err(|failure| self.failed(failure, effect))
    }

    fn failed(&self, (code, sentence): Failure, effect: Effect) -> Error {
        let mut error = Error::new(code, sentence);
        settle(&mut error, effect, self.service);
        error
    }

    async fn attempt(&self, request: &Request) -> Option<Result<Response, Lost>> {
        Some(self.world.send(request).await)
    }

    async fn pause(&self, pause: Duration) -> Option<Result<Response, Lost>> {
        self.world.sleep(pause).await;
        None
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

/// What is being waited for: an answer, or a pause, of which nothing comes.
type Step<'a> = Pin<Box<dyn Future<Output = Option<Result<Response, Lost>>> + 'a>>;

type Failure = (Code, &'static str);

const LATE: Failure = (
    Code::TimedOut,
    "No answer came in time. Try again in a moment.",
);

fn read(answer: Result<Response, Lost>) -> Result<Response, Failure> {
    match answer {
        Ok(response) if response.body.len() <= LONGEST_BODY => Ok(response),
        Ok(_) => Err((
            Code::Unreadable,
            "The answer is far larger than any this service gives.",
        )),
        Err(Lost) => Err((
            Code::Unreachable,
            "The service could not be reached. Check the connection and try again.",
        )),
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
