use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

/// Where there is room beside the list, as the style sheets have it.
const WIDE: &str = "(min-width: 62rem)";

/// What the order form is in: beside the list where there is room, and a modal dialog where there is
/// not. The browser closes it on Escape, and by a phone's own gesture.
#[component]
pub fn OrderDialog(on_close: Callback<()>, children: Children) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            open(&dialog);
        }
    });
    // A phone that is turned may have room now, or no longer.
    let turned = window_event_listener(leptos::ev::resize, move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            open(&dialog);
        }
    });
    on_cleanup(move || turned.remove());
    view! {
        <dialog
            class="order-dialog"
            aria-labelledby="order-name"
            data-testid="order-dialog"
            node_ref=dialog
            on:close=move |event| {
                // It is open again where it was only turned.
                if !event_target::<HtmlDialogElement>(&event).open() {
                    on_close.run(());
                }
            }
            // Beside the list it is not modal, and browsers leave Escape to the page.
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    on_close.run(());
                }
            }
        >
            {children()}
        </dialog>
    }
}

/// Opens it in the way that there is room for, unless it is open that way.
fn open(dialog: &HtmlDialogElement) {
    let query = window().match_media(WIDE).ok().flatten();
    let is_wide = query.is_some_and(|query| query.matches());
    let is_modal = dialog.matches(":modal").unwrap_or_default();
    if dialog.open() {
        if is_modal != is_wide {
            return;
        }
        dialog.close();
    }
    if is_wide {
        dialog.show();
    } else {
        // It is in the page and closed, so nothing is in the way.
        let _ = dialog.show_modal();
    }
}
