use leptos::prelude::*;

use crate::start::use_journal;
use crate::state::{StorageError, StorageStatus};
use crate::words::{self, common};

/// Returns why this browser's orders cannot be shown, if they cannot.
pub fn unreadable_storage(status: StorageStatus) -> Option<StorageError> {
    match status {
        // What is there can be read.
        StorageStatus::Failed(StorageError::Full) => None,
        StorageStatus::Failed(error) => Some(error),
        _ => None,
    }
}

/// Why orders cannot be shown, what that means for them, and how to go on.
#[component]
pub fn StorageFailure(error: StorageError) -> impl IntoView {
    view! {
        <div class="notice notice-bad" role="alert" data-testid="storage-trouble">
            <p>{words::storage_error(error)}</p>
            <div class="actions">
                <RetryStorage />
                <button type="button" on:click=|_| drop(window().location().reload())>
                    {common::reload()}
                </button>
            </div>
        </div>
    }
}

/// The button that opens the storage again.
#[component]
pub fn RetryStorage() -> impl IntoView {
    let journal = use_journal();
    view! {
        <button type="button" data-testid="try-storage" on:click=move |_| journal.try_again()>
            {common::try_again()}
        </button>
    }
}
