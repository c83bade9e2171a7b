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
    let let_go = move || {
        signal.notify();
        signal.clear_subscribers();
    };
    LASTING.with_borrow_mut(|all| all.push(Box::new(let_go)));
    signal
}

/// Lets all of them go of their readers; those that still live read them anew. By itself a signal keeps
/// something of each reader that it ever had.
pub fn let_go() {
    LASTING.with_borrow(|all| all.iter().for_each(|let_go| let_go()));
}
