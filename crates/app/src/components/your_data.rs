use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Dialog, order_files};
use crate::start::{use_journal, use_places};
use crate::state::{Settings, forget_drafts, is_persistent};
use crate::words::settings as words;

/// What this browser keeps: saved, read in, deleted.
#[component]
pub fn YourData() -> impl IntoView {
    let journal = use_journal();
    let settings = expect_context::<Settings>();
    let places = use_places();
    let said = RwSignal::new(String::new());
    let dialog = NodeRef::<html::Dialog>::new();
    let wipe = move |()| {
        settings.wipe();
        forget_drafts();
        places.wipe();
        spawn_local(async move {
            let is_done = journal.wipe().await.is_ok();
            let sentence = if is_done {
                words::wiped()
            } else {
                words::not_wiped()
            };
            said.try_set(sentence.to_owned());
        });
    };
    let kept = RwSignal::new("");
    spawn_local(async move {
        kept.try_set(match is_persistent().await {
            Some(true) => words::storage_kept(),
            Some(false) => words::storage_not_kept(),
            None => words::storage_unknown(),
        });
    });
    let ask = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    view! {
        <section class="panel">
            <div class="stack stack-tight">
                <h2>{words::data()}</h2>
                <p class="hint">{words::data_hint()}</p>
                <p class="hint" data-testid="persistence">{kept}</p>
            </div>
            {order_files(journal, said)}
            <p role="status" data-testid="data-says">{said}</p>
            <hr />
            <div class="actions">
                <button type="button" class="danger" data-testid="wipe" on:click=ask>
                    {words::wipe()}
                </button>
            </div>
            <Dialog
                node_ref=dialog
                title=words::wipe_title()
                sentence=words::wipe_hint()
                yes=words::wipe_now()
                no=words::keep()
                on_yes=wipe
            />
        </section>
    }
}
