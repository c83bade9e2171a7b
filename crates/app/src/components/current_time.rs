use std::time::Duration;

use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::time::Time;

use crate::state::transport;

/// Returns the current time, updated every second as long as the view exists, and at once when the reader
/// comes back to a tab whose timers the browser has slowed down.
pub fn current_time() -> RwSignal<Time> {
    let clock = transport();
    let now = RwSignal::new(clock.now());
    let read = move || now.set(clock.now());
    let handle = set_interval_with_handle(read, Duration::from_secs(1));
    let shown = window_event_listener_untyped("visibilitychange", move |_| read());
    on_cleanup(move || {
        drop(handle.map(|handle| handle.clear()));
        shown.remove();
    });
    now
}
