use leptos::prelude::*;

/// A few sentences in their order, each with a title.
pub fn steps(steps: &'static [(&'static str, &'static str)]) -> AnyView {
    let step = |(title, sentence): &'static (&'static str, &'static str)| {
        view! { <li><b>{*title}</b> {*sentence}</li> }
    };
    view! { <ol class="steps">{steps.iter().map(step).collect_view()}</ol> }.into_any()
}
