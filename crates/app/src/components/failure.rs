use leptos::prelude::*;
use satline_core::error::{Code, Error};
use satline_core::http::{Clock, Fetch};

use crate::state::{Place, Policy};
use crate::words::{self, common, demo};

/// What went wrong, and a button to try again where that is safe.
#[component]
pub fn Failure(error: Error, #[prop(optional, into)] retry: Option<Callback<()>>) -> impl IntoView {
    let retry = retry.filter(|_| error.retryable);
    let (policy, failed) = (use_context::<Policy>(), Fetch.now());
    // Whoever cannot reach the services can still see how everything goes.
    let offers_demo =
        Place::of_page() == Place::Real && matches!(error.code, Code::Unreachable | Code::TimedOut);
    let sentence = move || {
        // The page itself may have kept the call from being sent.
        let stopped = policy.and_then(|policy| policy.stopped(&error, failed));
        stopped.map_or_else(
            || words::failure(&error),
            |address| common::not_allowed(&address),
        )
    };
    view! {
        <div class="notice notice-bad" role="alert" data-testid="failure">
            <p>{sentence}</p>
            {retry
                .map(|retry| {
                    view! {
                        <button type="button" on:click=move |_| retry.run(())>
                            {common::try_again()}
                        </button>
                    }
                })}
            {offers_demo.then(demo_link)}
        </div>
    }
}

/// A link to the demo, which is a page of its own beside the app.
pub fn demo_link() -> impl IntoView {
    view! {
        <a class="button" href="demo/" rel="external" data-testid="try-demo">
            {demo::try_it()}
        </a>
    }
}
