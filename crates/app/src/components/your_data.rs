use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{DangerButton, OrderFiles};
use crate::start::{use_accounts, use_journal, use_wallet};
use crate::state::{Settings, forget_drafts, is_persistent};
use crate::words::settings as words;

/// What this browser keeps: exported, imported, deleted.
#[component]
pub fn YourData() -> impl IntoView {
    let journal = use_journal();
    let settings = expect_context::<Settings>();
    let accounts = use_accounts();
    let wallet = use_wallet();
    let message = RwSignal::new(String::new());
    let wipe = move |()| {
        settings.wipe();
        forget_drafts();
        accounts.wipe();
        wallet.disconnect();
        spawn_local(async move {
            let sentence = match journal.wipe().await {
                Ok(()) => words::wiped(),
                Err(_) => words::not_wiped(),
            };
            message.try_set(sentence.to_owned());
        });
    };
    let is_persistent = LocalResource::new(is_persistent);
    let persistence = move || {
        is_persistent.map(|answer| match answer {
            Some(true) => words::storage_kept(),
            Some(false) => words::storage_not_kept(),
            None => words::storage_unknown(),
        })
    };
    view! {
        <section class="panel">
            <div class="stack stack-tight">
                <h2>{words::data()}</h2>
                <p class="hint">{words::data_hint()}</p>
                <p class="hint" data-testid="persistence">{persistence}</p>
            </div>
            <OrderFiles message />
            <p role="status" data-testid="data-says">{message}</p>
            <hr />
            <DangerButton
                label=words::wipe()
                title=words::wipe_title()
                sentence=words::wipe_hint()
                yes=words::wipe_now()
                no=words::keep()
                on_yes=wipe
            />
        </section>
    }
}
