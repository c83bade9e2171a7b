//! Decides what is sent again, and when. Nothing else does.
//!
//! | the call | no response | 429, 502, 503, 504 | any other response |
//! |---|---|---|---|
//! | reads | again, at most twice | again, at most twice | final |
//! | creates, funds or cancels | never | never | final |

use std::time::Duration;

use super::{Effect, Quota, Response, TransportError, date_of};
use crate::time::{Time, random_part};

/// Temporary problems of a service or of a gateway in front of it.
const TEMPORARY: [u16; 4] = [429, 502, 503, 504];

/// The longest pause before each re-send.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// Returns the pause before the call is sent again; `None` if the outcome is final. `sent` counts from
/// one.
pub(super) fn pause(
    effect: Effect,
    attempted: &Result<Response, TransportError>,
    sent: usize,
    now: Time,
    random: u32,
) -> Option<Duration> {
    let longest = *PAUSES.get(sent.checked_sub(1)?)?;
    let is_temporary = match attempted {
        Ok(response) => TEMPORARY.contains(&response.status),
        Err(_) => true,
    };
    if effect != Effect::Read || !is_temporary {
        return None;
    }
    let asked_for = attempted
        .as_ref()
        .ok()
        .and_then(|response| retry_after(response, now));
    // Jitter between half and all of the pause: clients that failed together don't return together.
    let jitter = longest / 2 + random_part(longest / 2, random);
    Some(asked_for.map_or(jitter, |asked_for| asked_for + jitter / 4))
}

/// Returns how long to wait by `Retry-After`, in seconds or as a date; without one, until an exhausted
/// quota is reset.
pub(crate) fn retry_after(response: &Response, now: Time) -> Option<Duration> {
    let Some(value) = response.header("retry-after").map(str::trim) else {
        return Quota::of(response)?.pause(now);
    };
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The date is by the service's clock.
    Some(date_of(value)?.since(response.date().unwrap_or(now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Money;

    #[expect(clippy::unnecessary_wraps, reason = "what a transport gives")]
    fn answer(status: u16, retry_after: Option<&str>) -> Result<Response, TransportError> {
        let header = |value: &str| ("retry-after".to_owned(), value.to_owned());
        Ok(Response {
            status,
            headers: retry_after.map(header).into_iter().collect(),
            body: String::new(),
        })
    }

    #[test]
    fn reads_are_sent_again_twice_and_only_after_temporary_problems() {
        for status in TEMPORARY {
            let answer = answer(status, None);
            assert!(pause(Effect::Read, &answer, 1, Time(0), 0).is_some());
            assert!(pause(Effect::Read, &answer, 2, Time(0), 0).is_some());
            assert!(pause(Effect::Read, &answer, 3, Time(0), 0).is_none());
        }
        assert!(
            pause(
                Effect::Read,
                &Err(TransportError::NoResponse),
                1,
                Time(0),
                0
            )
            .is_some()
        );
        for status in [200, 301, 400, 401, 404, 500, 501] {
            assert!(pause(Effect::Read, &answer(status, None), 1, Time(0), 0).is_none());
        }
    }

    #[test]
    fn what_changes_something_is_never_sent_again() {
        for money in [Money::Untouched, Money::Unknown] {
            let once = Effect::Once(money);
            assert!(pause(once, &Err(TransportError::NoResponse), 1, Time(0), 0).is_none());
            assert!(pause(once, &answer(503, Some("1")), 1, Time(0), 0).is_none());
        }
    }

    #[test]
    fn pauses_spread_between_half_and_all() {
        let failed = Err(TransportError::NoResponse);
        let shortest = pause(Effect::Read, &failed, 1, Time(0), 0).unwrap();
        let longest = pause(Effect::Read, &failed, 1, Time(0), u32::MAX).unwrap();
        assert_eq!(shortest, PAUSES[0] / 2);
        assert_eq!(longest, PAUSES[0]);
        // No sooner than was asked for, and hardly later.
        let busy = answer(503, Some("2"));
        let asked_for = pause(Effect::Read, &busy, 1, Time(0), u32::MAX).unwrap();
        assert_eq!(asked_for, Duration::from_secs(2) + PAUSES[0] / 4);
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        // 1994-11-06 08:49:37 UTC
        let now = Time(784_111_777_000);
        for (value, expected) in [
            ("120", Some(120)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
        ] {
            let answer = answer(429, Some(value)).unwrap();
            let expected = expected.map(Duration::from_secs);
            assert_eq!(retry_after(&answer, now), expected, "{value}");
        }
    }

    #[test]
    fn a_date_to_come_back_at_is_read_by_the_clock_that_wrote_it() {
        let mut answer = answer(429, Some("Sun, 06 Nov 1994 08:49:47 GMT")).unwrap();
        let date = (
            "date".to_owned(),
            "Sun, 06 Nov 1994 08:49:37 GMT".to_owned(),
        );
        answer.headers.push(date);
        for now in [0, 784_111_777_000, 1_767_225_600_000] {
            let pause = super::retry_after(&answer, Time(now));
            assert_eq!(pause, Some(Duration::from_secs(10)));
        }
    }

    #[test]
    fn a_used_up_quota_says_when_to_come_back_where_retry_after_does_not() {
        let pause = |retry_after: Option<&str>| {
            let mut answer = answer(429, retry_after).unwrap();
            for (name, value) in [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "90")] {
                answer.headers.push((name.to_owned(), value.to_owned()));
            }
            super::retry_after(&answer, Time(0))
        };
        assert_eq!(pause(None), Some(Duration::from_secs(90)));
        assert_eq!(pause(Some("7")), Some(Duration::from_secs(7)));
    }
}
