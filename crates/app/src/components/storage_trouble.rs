use leptos::prelude::*;

use crate::state::{Journal, Standing, Trouble};
use crate::words::{self, common};

/// Returns why this browser's orders cannot be shown, if they cannot.
pub fn unreadable_storage(standing: Standing) -> Option<Trouble> {
    match standing {
        // What is there can be read.
        Standing::Failed(Trouble::Full) => None,
        Standing::Failed(trouble) => Some(trouble),
        _ => None,
    }
}

/// Says why, what that means for the orders, and how to go on.
pub fn storage_trouble(journal: Journal, trouble: Trouble) -> AnyView {
    view! {
        <div class="notice notice-bad" role="alert" data-testid="storage-trouble">
            <p>{words::storage_error(trouble)}</p>
            <div class="actions">
                {try_again(journal)}
                <button type="button" on:click=|_| drop(window().location().reload())>
                    {common::reload()}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The button that opens the storage again.
pub fn try_again(journal: Journal) -> AnyView {
    view! {
        <button type="button" data-testid="try-storage" on:click=move |_| journal.try_again()>
            {common::try_again()}
        </button>
    }
    .into_any()
}
