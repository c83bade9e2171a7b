//! Calls of which one leads to the next.

use super::client::refuse;
use super::{Call, Effect, Request, Response};
use crate::error::{Code, Error, Money, Service};
use crate::time::Time;

/// What a flow says to a service, and hears from it.
///
/// A flow is a function that makes call after call as if each answer were there at once. Where one is
/// not, the flow ends, the call is made, and the flow begins anew with one answer more
/// ([`Client::talk`](super::Client::talk)). So it has to do the same whenever it hears the same, and
/// nothing but talk. What is written so needs no `await`, whose states and clean-up weigh several
/// times as much.
pub struct Talk {
    service: Service,
    began: Time,
    chance: u32,
    heard: Vec<Heard>,
    /// So many of the answers the flow was given since it began anew.
    given: usize,
    wanted: Option<(Request, Effect)>,
}

struct Heard {
    answer: Result<Response, Error>,
    at: Time,
}

impl Talk {
    pub(super) const fn new(service: Service, now: Time, chance: u32) -> Self {
        Self {
            service,
            began: now,
            chance,
            heard: Vec::new(),
            given: 0,
            wanted: None,
        }
    }

    /// Makes the call, if it could be built. An error may only mean that the answer is yet to come:
    /// whatever the flow makes of that is forgotten.
    pub fn make<T>(&mut self, call: Result<Call<T>, Error>) -> Result<T, Error> {
        let Call {
            request,
            effect,
            read,
        } = call?;
        let service = self.service;
        let (response, at) = self.answer(request, effect)?;
        let mut result = read(response);
        if let Err(error) = &mut result {
            refuse(error, response, effect, service, at);
        }
        result
    }

    /// Makes the call, and writes what came.
    #[cfg(feature = "js")]
    pub(crate) fn tell<T>(
        &mut self,
        call: Result<Call<T>, Error>,
        write: fn(&T) -> String,
    ) -> Result<String, Error> {
        match self.make(call) {
            Ok(ref told) => Ok(write(told)),
            Err(error) => Err(error),
        }
    }

    /// When the last answer came; before any came, when all began.
    pub fn now(&self) -> Time {
        let last = self.given.checked_sub(1);
        let last = last.and_then(|last| self.heard.get(last));
        last.map_or(self.began, |heard| heard.at)
    }

    /// A number by chance: the same one for the whole of the talk.
    pub(crate) const fn chance(&self) -> u32 {
        self.chance
    }

    /// Puts this in the place of the last answer, for a flow that has learned all it needs from it:
    /// it is read anew with each answer that follows.
    pub(crate) fn condense(&mut self, body: String) {
        let last = self.given.checked_sub(1);
        if let Some(heard) = last.and_then(|last| self.heard.get_mut(last)) {
            heard.answer = Ok(Response {
                status: 200,
                headers: Vec::new(),
                body,
            });
        }
    }

    /// Holds back what moves money at once, if that is what the flow wants now, and gives what the
    /// flow ends with if that answer is lost.
    pub(super) fn hold_back<T>(
        &mut self,
        flow: &dyn Fn(&mut Self) -> Result<T, Error>,
        now: Time,
    ) -> Option<Result<T, Error>> {
        self.wanted
            .take_if(|(_, effect)| *effect == Effect::Once(Money::Unknown))?;
        self.given = 0;
        self.hear(Err(Error::new(Code::OutcomeUnknown, "")), now);
        let result = flow(self);
        self.heard.pop();
        self.given = 0;
        Some(result)
    }

    /// Whether the flow cannot go on before something is sent.
    #[cfg(feature = "js")]
    pub(crate) const fn is_waiting(&self) -> bool {
        self.wanted.is_some()
    }

    /// Lets nothing more be sent: what the flow ends with now counts.
    #[cfg(feature = "js")]
    pub(crate) fn call_off(&mut self) {
        self.wanted = None;
    }

    fn answer(&mut self, request: Request, effect: Effect) -> Result<(&Response, Time), Error> {
        let Some(Heard { answer, at }) = self.heard.get(self.given) else {
            self.wanted.get_or_insert((request, effect));
            return Err(Error::new(Code::Aborted, ""));
        };
        self.given += 1;
        match answer {
            Ok(response) => Ok((response, *at)),
            Err(error) => Err(error.clone()),
        }
    }

    /// What is to be sent before the flow can go on.
    pub(super) fn wanted(&mut self) -> Option<(Request, Effect)> {
        self.given = 0;
        self.wanted.take()
    }

    pub(super) fn hear(&mut self, answer: Result<Response, Error>, at: Time) {
        self.heard.push(Heard { answer, at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "what is made and heard")]
    fn body_at(path: &str) -> Result<Call<String>, Error> {
        Ok(Call {
            request: Request::get(path),
            effect: Effect::Read,
            read: |response| Ok(response.body.clone()),
        })
    }

    #[expect(clippy::unnecessary_wraps, reason = "what is made and heard")]
    fn answer(body: &str) -> Result<Response, Error> {
        Ok(Response {
            status: 200,
            headers: Vec::new(),
            body: body.to_owned(),
        })
    }

    fn both(talk: &mut Talk) -> Result<(String, Time, String), Error> {
        let first = talk.make(body_at("/first"))?;
        let at = talk.now();
        // Even a flow that goes on regardless asks for one thing at a time.
        let second = talk.make(body_at("/second"));
        let _ = talk.make(body_at("/third"));
        Ok((first, at, second?))
    }

    #[test]
    fn a_flow_begins_anew_with_each_answer_until_it_has_heard_all() {
        let mut talk = Talk::new(Service::Grid, Time(1), 0);
        assert!(both(&mut talk).is_err());
        for (path, body, at) in [("/first", "one", 2), ("/second", "two", 3)] {
            let (request, _) = talk.wanted().unwrap();
            assert_eq!(request.url(), path);
            talk.hear(answer(body), Time(at));
            let _ = both(&mut talk);
        }
        assert_eq!(talk.wanted().unwrap().0.url(), "/third");
        let told = both(&mut talk).unwrap();
        assert_eq!(told, ("one".to_owned(), Time(2), "two".to_owned()));
    }

    #[test]
    fn what_was_condensed_is_heard_so_from_then_on() {
        let mut talk = Talk::new(Service::Grid, Time(1), 0);
        let _ = talk.make(body_at("/"));
        assert!(talk.wanted().is_some());
        talk.hear(answer("a long answer"), Time(2));
        for expected in ["a long answer", "short"] {
            assert_eq!(talk.make(body_at("/")).unwrap(), expected);
            talk.condense("short".to_owned());
            assert!(talk.wanted().is_none());
        }
    }
}
