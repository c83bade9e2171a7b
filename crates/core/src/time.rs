//! Moments, handed in from outside: the core never reads a clock of its own.

use std::time::Duration;

use crate::text::text;

/// Milliseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

impl Time {
    /// The moment this much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(milliseconds(duration)))
    }

    /// The time from an earlier moment to this one; zero if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// The duration in whole milliseconds: the library's own way there goes by 128 bits.
pub(crate) const fn milliseconds(duration: Duration) -> u64 {
    let seconds = duration.as_secs().saturating_mul(1_000);
    seconds.saturating_add(duration.subsec_millis() as u64)
}

/// A part of the duration, by chance: `random` is any number.
pub(crate) fn any_part_of(duration: Duration, random: u32) -> Duration {
    let whole = milliseconds(duration).saturating_mul(u64::from(random));
    Duration::from_millis(whole / u64::from(u32::MAX))
}

/// The two largest units.
pub(crate) fn duration_text(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    match (hours, minutes) {
        (0, 0) => text![seconds, " s"],
        (0, _) => text![minutes, " min ", seconds % 60, " s"],
        _ => text![hours, " h ", minutes % 60, " min"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_two_units() {
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
