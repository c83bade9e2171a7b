use leptos::prelude::*;

/// Titles, each with a sentence.
type Sentences = Vec<(&'static str, &'static str)>;

/// What happens one after the other.
pub fn steps(steps: Sentences) -> AnyView {
    view! { <ol class="steps">{sentences(steps)}</ol> }.into_any()
}

/// What is so, in no order.
pub fn facts(facts: Sentences) -> AnyView {
    view! { <ul class="facts">{sentences(facts)}</ul> }.into_any()
}

fn sentences(sentences: Sentences) -> AnyView {
    let item = |(title, sentence)| {
        view! { <li><b>{title}</b> {sentence}</li> }
    };
    sentences.into_iter().map(item).collect_view().into_any()
}
