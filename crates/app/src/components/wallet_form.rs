use std::time::Duration;

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use serde_json::json;
use web_sys::{HtmlElement, MessageChannel};

use super::{Icon, icon};
use crate::shell;
use crate::state::{Connection, OwnWallet, Settings};
use crate::words::{self, common, own_wallet as texts};

/// How long the frame may take to show its form.
const PATIENCE: Duration = Duration::from_secs(20);

/// The frame that a wallet is connected in, in a dialog over whatever page is shown. Once it is connected
/// the dialog closes and the frame goes on in it: a frame that is moved is loaded again, and forgets.
#[component]
pub fn WalletForm(wallet: OwnWallet) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let frame = NodeRef::<html::Iframe>::new();
    let theme = expect_context::<Settings>().peek(|choices| choices.theme.clone());
    let is_late = RwSignal::new(false);
    let give_up = move || {
        is_late.try_set(untrack(|| wallet.connection() == Connection::Opening));
    };
    set_timeout(give_up, PATIENCE);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    Effect::new(move |_| match wallet.connection() {
        Connection::Asking => {
            if let Some(frame) = frame.get_untracked() {
                let _ = HtmlElement::focus(&frame);
            }
        }
        Connection::Connected(_) | Connection::Absent => close(dialog),
        Connection::Opening => {}
    });
    let set_up = move |_| {
        let window = frame
            .get_untracked()
            .and_then(|frame| frame.content_window());
        let Some((window, channel)) = window.zip(MessageChannel::new().ok()) else {
            return;
        };
        wallet.attach(channel.port1());
        // A document with an origin of its own can be named by no address.
        let ports = Array::of1(&channel.port2());
        let _ = window.post_message_with_transfer(&first_message(&theme).into(), "*", &ports);
    };
    view! {
        <dialog
            class="dialog"
            aria-labelledby="wallet-form"
            data-testid="wallet-form"
            node_ref=dialog
            on:close=move |_| wallet.leave()
        >
            <div class="stack">
                <div class="panel-head">
                    <h2 id="wallet-form">{texts::form()}</h2>
                    <button
                        type="button"
                        class="quiet icon-button"
                        aria-label=common::close()
                        on:click=move |_| close(dialog)
                    >
                        {icon(Icon::Close)}
                    </button>
                </div>
                <p class="hint">{texts::form_hint()}</p>
                <p class="notice notice-bad" role="alert" hidden=move || !is_late.get()>
                    {common::missing()}
                </p>
                <iframe
                    class="wallet-frame"
                    title=texts::form()
                    sandbox="allow-scripts"
                    src="wallet.html"
                    height=move || wallet.height().map(|height| height.to_string())
                    node_ref=frame
                    on:load=set_up
                ></iframe>
            </div>
        </dialog>
    }
}

fn close(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        dialog.close();
    }
    // What opened it may be gone.
    if shell::has_focus("body") {
        shell::focus("[data-testid=disconnect]");
    }
}

/// What the frame shows, and how. It has no texts of its own.
fn first_message(theme: &str) -> String {
    let root = document().document_element();
    let dir = root.and_then(|root| root.get_attribute("dir"));
    let message = json!({
        "lang": words::language(),
        "dir": dir.unwrap_or_default(),
        "theme": theme,
        "texts": {
            "label": texts::field(),
            "connect": texts::submit(),
            "connecting": texts::connecting(),
            "invalid": texts::invalid(),
            "unreachable": texts::no_answer(),
            "read_only": texts::read_only(),
        },
    });
    message.to_string()
}
