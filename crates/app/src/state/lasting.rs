//! Signals that outlive the pages that read them.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::reactive::graph::Source;

thread_local! {
    static LASTING: RefCell<Vec<Box<dyn Fn()>>> = const { RefCell::new(Vec::new()) };
}

/// A signal that lasts as long as the app.
pub fn lasting<T: Send + Sync + 'static>(value: T) -> RwSignal<T> {
    let signal = RwSignal::new(value);
    let release = move || {
        signal.notify();
        signal.clear_subscribers();
    };
    LASTING.with_borrow_mut(|all| all.push(Box::new(release)));
    signal
}

/// Makes all of them forget their readers; those that still exist subscribe again. By itself a signal keeps
/// some memory for every reader that it ever had.
pub fn release_readers() {
    LASTING.with_borrow(|all| all.iter().for_each(|release| release()));
}
