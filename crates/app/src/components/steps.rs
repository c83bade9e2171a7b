use leptos::prelude::*;

/// Titles, each with a sentence.
type Items = Vec<(&'static str, &'static str)>;

/// What happens, one after the other.
#[component]
pub fn Steps(steps: Items) -> impl IntoView {
    view! { <ol class="steps">{items(steps)}</ol> }
}

/// What is so, in no order.
#[component]
pub fn Facts(facts: Items) -> impl IntoView {
    view! { <ul class="facts">{items(facts)}</ul> }
}

fn items(items: Items) -> impl IntoView {
    let item = |(title, sentence)| view! { <li><b>{title}</b> {sentence}</li> };
    items.into_iter().map(item).collect_view()
}
