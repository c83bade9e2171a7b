use std::time::Duration;

use js_sys::{Date, JsString, Object, Reflect};
use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::time::Time;

use crate::state::transport;
use crate::words::LANG;

/// The time now, read anew every second as long as the view is there.
pub fn ticking() -> RwSignal<Time> {
    let clock = transport();
    let now = RwSignal::new(clock.now());
    let handle = set_interval_with_handle(move || now.set(clock.now()), Duration::from_secs(1));
    on_cleanup(move || drop(handle.map(|handle| handle.clear())));
    now
}

/// A moment with its day, where the reader is.
pub fn day_and_time(time: Time) -> String {
    written(time, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// A moment of these hours.
pub fn time_of_day(time: Time) -> String {
    written(time, &[("timeStyle", "short")])
}

fn written(time: Time, styles: &[(&str, &str)]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
    let date = Date::new(&(time.0 as f64).into());
    let options = Object::new();
    for (name, style) in styles {
        // A plain object takes any member.
        let _ = Reflect::set(&options, &JsString::from(*name), &JsString::from(*style));
    }
    date.to_locale_string(LANG, &options).into()
}
