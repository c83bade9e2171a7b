use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::Error;
use satline_core::order::OrderId;

use super::{Failure, RetryStorage};
use crate::router::{Route, Router};
use crate::shell;
use crate::start::use_journal;
use crate::state::{Entry, Journal, OrderError, StorageStatus};
use crate::words::{self, common};

/// Makes an order, from the click to the order's page. It is stored before it is shown.
#[derive(Clone, Copy)]
pub struct Ordering {
    journal: Journal,
    router: Router,
    busy: RwSignal<bool>,
    /// Why nothing was sent: there is no connection, or another button's order is just being made.
    unsent: RwSignal<Option<&'static str>>,
    failure: RwSignal<Option<Error>>,
}

impl Ordering {
    /// Creates it for a button that orders.
    pub fn new() -> Self {
        Self {
            journal: use_journal(),
            router: expect_context::<Router>(),
            busy: RwSignal::new(false),
            unsent: RwSignal::new(None),
            failure: RwSignal::new(None),
        }
    }

    /// Makes the order and goes to its page, or announces it to a reader who has left the form meanwhile. A
    /// second click while the first is under way does nothing.
    pub fn run(self, making: impl Future<Output = Result<Entry, Error>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        let making: Pin<Box<dyn Future<Output = Result<Entry, Error>>>> = Box::pin(making);
        self.busy.set(true);
        self.unsent.set(None);
        self.failure.set(None);
        spawn_local(async move {
            let failure = match self.journal.make(making).await {
                Ok(id) => return self.show(id),
                Err(OrderError::Busy) => {
                    self.unsent.try_set(Some(common::busy()));
                    None
                }
                Err(OrderError::Offline) => {
                    self.unsent.try_set(Some(common::offline_unsent()));
                    None
                }
                // The reason is shown above the button.
                Err(OrderError::Storage(_)) => None,
                Err(OrderError::Service(error)) => Some(error),
            };
            self.busy.try_set(false);
            self.failure.try_set(failure);
        });
    }

    fn show(self, id: OrderId) {
        // It is gone with the form.
        let has_left = self.busy.try_get_untracked().is_none();
        let entry = self.journal.peek(&id);
        let route = Route::Order(id);
        match entry {
            Some(entry) if has_left => {
                shell::announce(
                    &common::order_placed(&entry.note.name),
                    common::show_order(),
                    &route,
                );
            }
            _ => self.router.go(&route),
        }
    }

    /// Returns whether the order is being made, and follows that.
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// Returns whether nothing can be stored here, so that nothing is ordered.
    pub fn is_blocked(self) -> bool {
        self.blocked().is_some()
    }

    fn blocked(self) -> Option<&'static str> {
        match self.journal.status() {
            StorageStatus::Failed(error) => Some(words::order_storage_error(error)),
            _ => None,
        }
    }
}

/// Why nothing can be ordered, or why the last try failed.
#[component]
pub fn OrderingErrors(ordering: Ordering) -> impl IntoView {
    let sentence = Memo::new(move |_| ordering.blocked().or(ordering.unsent.get()));
    view! {
        {move || {
            let sentence = sentence.get()?;
            Some(view! { <p class="notice" role="alert" data-testid="unkept">{sentence}</p> })
        }}
        <Show when=move || ordering.is_blocked()>
            <RetryStorage />
        </Show>
        {move || ordering.failure.get().map(|error| view! { <Failure error /> })}
    }
}
