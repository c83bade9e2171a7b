use std::time::Duration;

use super::Response;
use crate::time::Time;

/// From here on a reset is in seconds since 1970, or in milliseconds; below, in seconds from now.
/// Services use all three and rarely document which.
const SECONDS_SINCE_1970: u64 = 1_000_000_000;
const MILLISECONDS_SINCE_1970: u64 = 1_000_000_000_000;

/// How many calls a service still allows, by `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many calls are left.
    pub remaining: u64,
    reset: u64,
}

impl Quota {
    pub(crate) fn of(response: &Response) -> Option<Self> {
        let number = |name| response.header(name)?.trim().parse().ok();
        Some(Self {
            remaining: number("x-ratelimit-remaining")?,
            reset: number("x-ratelimit-reset")?,
        })
    }

    /// Returns how long to wait before the next call, if none is left.
    pub fn pause(self, now: Time) -> Option<Duration> {
        let pause = match self.reset {
            MILLISECONDS_SINCE_1970.. => Time(self.reset).since(now),
            SECONDS_SINCE_1970.. => Time(self.reset * 1_000).since(now),
            seconds => Duration::from_secs(seconds),
        };
        (self.remaining == 0).then_some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(remaining: &str, reset: &str) -> Option<Quota> {
        let headers = [
            ("x-ratelimit-remaining", remaining),
            ("x-ratelimit-reset", reset),
        ];
        Quota::of(&Response {
            status: 200,
            headers: headers
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
            body: String::new(),
        })
    }

    #[test]
    fn a_used_up_quota_says_how_long_to_wait_however_its_reset_is_told() {
        let now = Time(1_767_225_600_000);
        for (reset, seconds) in [
            ("90", 90),
            ("1767225690", 90),
            ("1767225690000", 90),
            ("1767225000", 0),
        ] {
            let pause = quota("0", reset).unwrap().pause(now);
            assert_eq!(pause, Some(Duration::from_secs(seconds)), "{reset}");
            assert_eq!(quota("3", reset).unwrap().pause(now), None);
        }
        for (remaining, reset) in [("0", "soon"), ("some", "90"), ("-1", "90"), ("0", "")] {
            assert_eq!(quota(remaining, reset), None);
        }
    }
}
