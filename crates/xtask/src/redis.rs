//! Redis, which the example with a queue runs on.

use crate::apt;
use crate::process::{Outcome, answer};

const MISSING: &str = "There is no redis-server on the PATH, which an example's test runs on: \
                       install Redis 6 or later.";

/// Whether it can be started.
pub fn is_here() -> bool {
    answer("redis-server", &["--version"]).is_some()
}

/// Installs it by apt where that is possible, or says what to do instead.
pub fn install() -> Outcome {
    apt::system().ok_or(MISSING)?;
    apt::install(&["redis-server"], MISSING)
}
