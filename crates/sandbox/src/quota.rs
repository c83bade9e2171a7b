//! A limit on the number of calls in a period.

use serde::{Deserialize, Serialize};

/// Counts the calls of the current period; the next period begins with the first call after it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Quota {
    ends_ms: u64,
    used: u64,
}

/// The quota after a call.
pub(crate) struct Left {
    pub(crate) allowed: bool,
    pub(crate) remaining: u64,
    /// When the period ends.
    pub(crate) ends_ms: u64,
}

impl Quota {
    /// Counts one call of at most `limit` in `span_ms`.
    pub(crate) fn take(&mut self, limit: u64, span_ms: u64, now_ms: u64) -> Left {
        if self.ends_ms <= now_ms {
            self.ends_ms = now_ms.saturating_add(span_ms);
            self.used = 0;
        }
        let allowed = self.used < limit;
        self.used += u64::from(allowed);
        Left {
            allowed,
            remaining: limit.saturating_sub(self.used),
            ends_ms: self.ends_ms,
        }
    }
}
