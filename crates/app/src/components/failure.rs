use leptos::prelude::*;
use satline_core::error::Error;

use crate::words::common;

/// What went wrong, and the way to try again where that is safe.
#[component]
pub fn Failure(error: Error, #[prop(optional, into)] retry: Option<Callback<()>>) -> impl IntoView {
    let retry = retry.filter(|_| error.retryable);
    view! {
        <div class="notice notice-bad" role="alert" data-testid="failure">
            <p>{error.to_string()}</p>
            {retry
                .map(|retry| {
                    view! {
                        <button type="button" on:click=move |_| retry.run(())>
                            {common::TRY_AGAIN}
                        </button>
                    }
                })}
        </div>
    }
}
