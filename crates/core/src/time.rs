//! Points in time. The core never reads a clock itself: callers pass the time.

use std::fmt::{Display, Formatter};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Time(pub u64);

impl Time {
    /// Returns the time this much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(duration)))
    }

    /// Returns the time this much earlier, but no earlier than 1970.
    #[must_use]
    pub fn before(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(milliseconds(duration)))
    }

    /// Returns the time from an earlier moment to this one; zero if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// How this device's clock differs from a service's. Show it to people: nothing else explains why a new
/// invoice has already expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClockSkew {
    /// This device's clock is ahead by this much.
    Ahead(Duration),
    /// This device's clock is behind by this much.
    Behind(Duration),
}

/// Clocks differ a little, and responses take time.
const SMALLEST_SKEW: Duration = Duration::from_mins(2);

/// A wrong day plus a wrong time zone. If a clock is off by more, certificates are invalid for
/// browsers, and no service can be reached.
const LARGEST_SKEW: Duration = Duration::from_hours(36);

impl ClockSkew {
    /// Compares this device's clock and the service's at the same moment. Returns `None` if they
    /// agree to two minutes, or differ by more than 36 hours, which a wrong clock does not explain.
    ///
    /// ```
    /// use std::time::Duration;
    /// use satline_core::time::{ClockSkew, Time};
    ///
    /// let (here, there) = (Time(1_767_236_400_000), Time(1_767_225_600_000));
    /// let skew = ClockSkew::measure(here, there);
    /// assert_eq!(skew, Some(ClockSkew::Ahead(Duration::from_hours(3))));
    /// ```
    pub fn measure(here: Time, there: Time) -> Option<Self> {
        let skew = if here > there {
            Self::Ahead(here.since(there))
        } else {
            Self::Behind(there.since(here))
        };
        (skew.length() > SMALLEST_SKEW).then_some(skew)?.plausible()
    }

    /// Returns the skew, if it is small enough for a wrong clock.
    pub(crate) fn plausible(self) -> Option<Self> {
        (self.length() <= LARGEST_SKEW).then_some(self)
    }

    /// Returns by how much the clocks differ.
    pub const fn length(self) -> Duration {
        match self {
            Self::Ahead(length) | Self::Behind(length) => length,
        }
    }

    /// Converts from this device's clock to the service's.
    #[must_use]
    pub fn there(self, here: Time) -> Time {
        match self {
            Self::Ahead(length) => here.before(length),
            Self::Behind(length) => here.after(length),
        }
    }

    /// Converts from the service's clock to this device's.
    #[must_use]
    pub fn here(self, there: Time) -> Time {
        match self {
            Self::Ahead(length) => there.after(length),
            Self::Behind(length) => there.before(length),
        }
    }
}

/// For people: `this device's clock is 3 h 0 min ahead`.
impl Display for ClockSkew {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let way = match self {
            Self::Ahead(_) => "ahead",
            Self::Behind(_) => "behind",
        };
        let length = duration_text(self.length());
        write!(f, "this device's clock is {length} {way}")
    }
}

/// Durations as whole milliseconds in JSON: `#[serde(with = "crate::time::millis")]`.
pub(crate) mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::milliseconds;

    #[expect(clippy::ref_option, reason = "as serde calls it")]
    pub fn serialize<S: Serializer>(
        duration: &Option<Duration>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        duration.map(milliseconds).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Duration>, D::Error> {
        let milliseconds = Option::deserialize(deserializer)?;
        Ok(milliseconds.map(Duration::from_millis))
    }
}

/// Returns the duration in whole milliseconds, without the 128 bits of `Duration::as_millis`.
pub(crate) const fn milliseconds(duration: Duration) -> u64 {
    let seconds = duration.as_secs().saturating_mul(1_000);
    seconds.saturating_add(duration.subsec_millis() as u64)
}

/// Returns a random part of the duration, by any number.
pub(crate) fn random_part(duration: Duration, random: u32) -> Duration {
    let whole = milliseconds(duration).saturating_mul(u64::from(random));
    Duration::from_millis(whole / u64::from(u32::MAX))
}

/// Formats the two largest units of a duration.
pub(crate) fn duration_text(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min {} s", seconds % 60),
        _ => format!("{hours} h {} min", minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_wrong_by_more_than_two_minutes_and_at_most_36_hours() {
        let there = Time(1_767_225_600_000);
        for (length, is_skew) in [
            (Duration::ZERO, false),
            (SMALLEST_SKEW, false),
            (SMALLEST_SKEW + Duration::from_secs(1), true),
            (LARGEST_SKEW, true),
            (LARGEST_SKEW + Duration::from_secs(1), false),
            (Duration::from_hours(24 * 365), false),
        ] {
            for (here, skew) in [
                (there.after(length), ClockSkew::Ahead(length)),
                (there.before(length), ClockSkew::Behind(length)),
            ] {
                let measured = ClockSkew::measure(here, there);
                assert_eq!(measured, is_skew.then_some(skew));
                assert_eq!((skew.there(here), skew.here(there)), (there, here));
            }
        }
        let skew = ClockSkew::Behind(Duration::from_mins(185));
        assert_eq!(skew.to_string(), "this device's clock is 3 h 5 min behind");
    }

    #[test]
    fn durations_are_formatted_in_two_units() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min 0 s"),
            (3_599, "59 min 59 s"),
            (3_600, "1 h 0 min"),
            (86_399, "23 h 59 min"),
            (172_800, "48 h 0 min"),
        ] {
            assert_eq!(duration_text(Duration::from_secs(seconds)), text);
        }
    }
}
