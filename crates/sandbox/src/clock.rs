//! The sandbox's own clock: the time that is handed in, plus what a test has advanced it by.

/// Never runs backwards, even when the time handed in does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    advanced_ms: u64,
    latest_ms: u64,
}

impl Clock {
    /// Takes in what time it is outside.
    pub(crate) fn set(&mut self, outside_ms: u64) {
        let now = outside_ms.saturating_add(self.advanced_ms);
        self.latest_ms = self.latest_ms.max(now);
    }

    /// Moves on, at once and for good.
    pub(crate) fn advance(&mut self, by_ms: u64) {
        self.advanced_ms = self.advanced_ms.saturating_add(by_ms);
        self.latest_ms = self.latest_ms.saturating_add(by_ms);
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        self.latest_ms
    }
}
