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

/// A button for what cannot be undone, which asks first.
#[component]
pub fn DangerButton(
    label: &'static str,
    title: &'static str,
    sentence: &'static str,
    yes: &'static str,
    no: &'static str,
    #[prop(into)] on_yes: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    view! {
        <div class="actions">
            <button
                type="button"
                class="danger"
                data-testid="wipe"
                on:click=move |_| show_modal(dialog)
            >
                {label}
            </button>
        </div>
        <Dialog node_ref=dialog title sentence yes no on_yes />
    }
}

/// Shows a dialog over the page.
pub fn show_modal(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        let _ = dialog.show_modal();
    }
}
