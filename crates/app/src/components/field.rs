use leptos::prelude::*;

use crate::words::{self, common};

/// Returns what is wrong with a text that was refused.
pub fn wrong<T>(result: Result<T, satline_core::error::Error>) -> Option<String> {
    result.err().map(|error| words::problem(&error))
}

/// A text field with its label and a hint. What is wrong with its text is said from the moment on in
/// which it is left, or judged otherwise.
#[component]
pub fn TextField(
    /// Of the field, also for tests.
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] placeholder: &'static str,
    /// `tel`, `email`, `url` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] is_optional: bool,
    text: RwSignal<String>,
    judged: RwSignal<bool>,
    #[prop(into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let problem = Memo::new(move |_| problem.get().filter(|_| judged.get()));
    let error_id = format!("{id}-error");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>
                {label} " "
                {is_optional.then(|| view! { <span class="optional">{common::optional()}</span> })}
            </label>
            <input
                id=id
                data-testid=id
                type=kind
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=format!("{error_id} {hint_id}")
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:change=move |_| judged.set(true)
            />
            <p id=error_id class="field-error" aria-live="polite">{problem}</p>
            <p id=hint_id class="hint">{hint}</p>
        </div>
    }
}
