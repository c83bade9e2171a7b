//! The sandbox's clock: the caller's time, plus what a test has advanced it by.

use serde::{Deserialize, Serialize};

/// A clock that never runs backwards, even if the caller's does.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Clock {
    advanced_ms: u64,
    latest_ms: u64,
}

impl Clock {
    /// Updates the caller's time.
    pub(crate) fn set(&mut self, outside_ms: u64) {
        let now = outside_ms.saturating_add(self.advanced_ms);
        self.latest_ms = self.latest_ms.max(now);
    }

    /// Advances the clock, permanently.
    pub(crate) fn advance(&mut self, by_ms: u64) {
        self.advanced_ms = self.advanced_ms.saturating_add(by_ms);
        self.latest_ms = self.latest_ms.saturating_add(by_ms);
    }

    /// Returns how far it was advanced.
    pub(crate) fn advanced_ms(&self) -> u64 {
        self.advanced_ms
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        self.latest_ms
    }
}

/// `2025-10-03T12:30:00Z`
pub(crate) fn rfc3339(at_ms: u64) -> String {
    let seconds = at_ms / 1_000;
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Converts days since 1970 to year, month and day. Years begin in March, so the leap day is their
/// last.
fn date(day: u64) -> (u64, u64, u64) {
    const FOUR_CENTURIES: u64 = 146_097;
    let day = day + 719_468;
    let (era, day) = (day / FOUR_CENTURIES, day % FOUR_CENTURIES);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_dates() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_759_494_600_999, "2025-10-03T12:30:00Z"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(ms), text);
        }
    }
}
