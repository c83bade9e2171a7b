use leptos::prelude::*;

use super::{Icon, icon};

/// The field that a page's list is searched by.
#[component]
pub fn SearchField(
    /// For readers who do not see that it is a search.
    label: &'static str,
    placeholder: &'static str,
    text: RwSignal<String>,
    /// Called when the field is left, and not at every key.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="field with-icon">
            <label class="for-readers" for="search">{label}</label>
            <input
                id="search"
                data-testid="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                placeholder=placeholder
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
                on:change=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.run(());
                    }
                }
            />
            {icon(Icon::Search)}
        </div>
    }
}
