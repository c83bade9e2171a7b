use leptos::html;
use leptos::prelude::*;

/// A question that holds the focus until it is answered. The browser closes it on Escape.
#[component]
pub fn Dialog(
    node_ref: NodeRef<html::Dialog>,
    title: &'static str,
    sentence: &'static str,
    /// The button that does it.
    yes: &'static str,
    no: &'static str,
    #[prop(into)] on_yes: Callback<()>,
) -> impl IntoView {
    let close = move || {
        if let Some(dialog) = node_ref.get_untracked() {
            dialog.close();
        }
    };
    let confirm = move |_| {
        close();
        on_yes.run(());
    };
    view! {
        <dialog class="dialog" aria-label=title node_ref=node_ref data-testid="dialog">
            <div class="stack">
                <h2>{title}</h2>
                <p>{sentence}</p>
                <div class="actions">
                    <button type="button" class="danger" data-testid="yes" on:click=confirm>
                        {yes}
                    </button>
                    <button type="button" autofocus on:click=move |_| close()>
                        {no}
                    </button>
                </div>
            </div>
        </dialog>
    }
}

/// Shows a dialog over the page.
pub fn show_modal(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        let _ = dialog.show_modal();
    }
}
