use leptos::prelude::*;

use crate::words::{self, common};

/// A line to type in, with its label, a hint and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Field {
    /// For tests and labels.
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub placeholder: &'static str,
    /// `text`, `tel`, `email`, `url` or `password`.
    pub kind: &'static str,
    pub optional: bool,
}

impl Field {
    /// A line of text that may stay empty.
    pub const fn optional(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            hint: "",
            placeholder: "",
            kind: "text",
            optional: true,
        }
    }
}

/// Returns what is wrong with a text that was refused.
pub fn wrong<T>(result: Result<T, satline_core::error::Error>) -> Option<String> {
    result.err().map(|error| words::problem(&error))
}

/// The field. What is wrong is said when it is left, and no longer while it is being mended.
pub fn field(
    field: Field,
    text: RwSignal<String>,
    judged: RwSignal<bool>,
    problem: Box<dyn Fn() -> Option<String> + Send + Sync>,
) -> AnyView {
    let Field { id, label, .. } = field;
    let problem = Memo::new(move |_| problem().filter(|_| judged.get()));
    let error_id = [id, "-error"].concat();
    let hint_id = [id, "-hint"].concat();
    let described = [error_id.as_str(), " ", &hint_id].concat();
    view! {
        <div class="field">
            <label for=id>
                {label} " "
                {field.optional.then(|| view! { <span class="optional">{common::optional()}</span> })}
            </label>
            <input
                id=id
                data-testid=id
                type=field.kind
                autocomplete="off"
                spellcheck="false"
                placeholder=field.placeholder
                aria-describedby=described
                aria-invalid=move || problem.get().is_some().then_some("true")
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:change=move |_| judged.set(true)
            />
            <p id=error_id class="field-error" aria-live="polite">{problem}</p>
            <p id=hint_id class="hint">{field.hint}</p>
        </div>
    }
    .into_any()
}
