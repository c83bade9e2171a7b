//! The open connections. Clients that never finish their request, or never read the answer, must not
//! keep others out: when there are too many, the oldest is closed.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// How long every connection may stay, however many wait.
const LEAST_TIME: Duration = Duration::from_secs(1);
/// How often to look whether there is room.
pub(super) const PAUSE: Duration = Duration::from_millis(10);

/// Since when, and what serves it.
type Open = (Instant, JoinHandle<()>);

/// The open connections, the oldest first.
#[derive(Default)]
pub(super) struct Connections(VecDeque<Open>);

impl Connections {
    pub(super) fn add(&mut self, serving: JoinHandle<()>) {
        self.0.push_back((Instant::now(), serving));
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Waits until there are fewer than `most`, and closes the oldest if that takes too long.
    pub(super) async fn make_room(&mut self, most: usize) {
        loop {
            self.0.retain(|(_, serving)| !serving.is_finished());
            if self.0.len() < most {
                return;
            }
            let had_its_time = |open: &mut Open| open.0.elapsed() >= LEAST_TIME;
            match self.0.pop_front_if(had_its_time) {
                Some((_, oldest)) => {
                    oldest.abort();
                    // When it has ended its file is closed. That it was aborted is no news.
                    let _ = oldest.await;
                }
                None => sleep(PAUSE).await,
            }
        }
    }
}
