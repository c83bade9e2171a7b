use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::order::OrderId;

use crate::chunks::Outline;
use crate::components::{
    DangerButton, Dialog, FollowForm, Icon, OrderFiles, OrderList, OwnStatistics, Row, SearchField,
    StorageFailure, icon, save, show_modal, unreadable_storage,
};
use crate::router::Route;
use crate::shell;
use crate::start::use_journal;
use crate::state::{StorageError, StorageStatus};
use crate::words::{self, common, orders as texts, settings};

/// This browser's orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    shell::title(common::orders());
    let journal = use_journal();
    let rows = Memo::new(move |_| {
        journal.with_entries(|entries| entries.iter().rev().map(Row::new).collect())
    });
    let is_opening = Memo::new(move |_| journal.status() == StorageStatus::Opening);
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let newer = Memo::new(move |_| journal.newer());
    let damaged = Memo::new(move |_| journal.damaged());
    let error = Memo::new(move |_| unreadable_storage(journal.status()));
    let message = RwSignal::new(String::new());
    view! {
        <main class="page" aria-busy=move || is_opening.get().then_some("true")>
            <div class="heading">
                <h1>{common::orders()}</h1>
                <p class="lead">{texts::lead()}</p>
            </div>
            <Show when=move || { newer.get() > 0 }>
                <p class="notice" data-testid="unreadable">{texts::newer(newer.get() as u64)}</p>
            </Show>
            <Show when=move || damaged.with(|texts| !texts.is_empty())>
                <DamagedRecords texts=damaged />
            </Show>
            {move || error.get().map(|error| view! { <StorageFailure error /> })}
            {move || match (is_empty.get(), is_opening.get(), error.get()) {
                (true, true, _) => view! { <Outline /> }.into_any(),
                (true, false, Some(_)) => ().into_any(),
                (true, false, None) => view! { <NoOrders /> }.into_any(),
                (false, ..) => view! { <FoundOrders rows message /> }.into_any(),
            }}
            <section class="panel">
                <h2>{texts::follow()}</h2>
                <FollowForm />
            </section>
            <section class="panel">
                <div class="stack stack-tight">
                    <h2>{settings::data()}</h2>
                    <p class="hint">{settings::data_hint()}</p>
                </div>
                <OrderFiles message />
                <p role="status" data-testid="data-says">{message}</p>
                <Show when=move || !is_empty.get()>
                    <DeleteAll message />
                </Show>
            </section>
        </main>
    }
}

/// Records that cannot be read, to be saved as they are.
#[component]
fn DamagedRecords(texts: Memo<Vec<String>>) -> impl IntoView {
    let save = move |_| save("satline-damaged.txt", &texts.get_untracked().join("\n"));
    view! {
        <div class="notice" data-testid="damaged">
            <p>{move || words::orders::damaged(texts.with(Vec::len) as u64)}</p>
            <div class="actions">
                <button type="button" data-testid="save-damaged" on:click=save>
                    {words::orders::save_damaged()}
                </button>
            </div>
        </div>
    }
}

#[component]
fn NoOrders() -> impl IntoView {
    view! {
        <div class="empty" data-testid="empty">
            {icon(Icon::Search)}
            <h2>{texts::empty_title()}</h2>
            <p>{texts::empty()}</p>
            <a class="button primary" href=Route::Catalogue.path()>{common::get_a_code()}</a>
        </div>
    }
}

/// The orders, which can be searched and deleted.
#[component]
fn FoundOrders(rows: Memo<Vec<Row>>, message: RwSignal<String>) -> impl IntoView {
    let journal = use_journal();
    let search = RwSignal::new(String::new());
    let typed = Memo::new(move |_| search.with(|text| words::lower(text.trim())));
    let count = move || {
        let matches = |row: &&Row| typed.with(|typed| row.contains(typed));
        rows.with(|rows| rows.iter().filter(matches).count())
    };
    let chosen = RwSignal::new(None::<OrderId>);
    let dialog = NodeRef::<html::Dialog>::new();
    let on_delete = Callback::new(move |id| {
        chosen.set(Some(id));
        show_modal(dialog);
    });
    let delete = move |()| {
        spawn_local(async move {
            if let Some(id) = chosen.try_get_untracked().flatten() {
                after_deletion(journal.forget(&id).await, message);
            }
        });
    };
    view! {
        <SearchField
            label=texts::search()
            placeholder=texts::search_placeholder()
            text=search
        />
        <p class="hint" role="status" data-testid="count">
            {move || match count() {
                0 => texts::no_matches().to_owned(),
                some => texts::count(some as u64),
            }}
        </p>
        <OrderList rows typed on_delete />
        <OwnStatistics />
        <Dialog
            node_ref=dialog
            title=texts::delete_title()
            sentence=texts::delete_hint()
            yes=texts::delete()
            no=texts::keep()
            on_yes=delete
        />
    }
}

/// The button that deletes all orders, after a question.
#[component]
fn DeleteAll(message: RwSignal<String>) -> impl IntoView {
    let journal = use_journal();
    let delete = move |()| {
        spawn_local(async move { after_deletion(journal.wipe().await, message) });
    };
    view! {
        <DangerButton
            label=texts::wipe()
            title=texts::wipe_title()
            sentence=texts::wipe_hint()
            yes=texts::wipe()
            no=texts::keep()
            on_yes=delete
        />
    }
}

/// Says if nothing was deleted. What had the focus is gone, so the reader goes on from the top.
fn after_deletion(deleted: Result<(), StorageError>, message: RwSignal<String>) {
    let sentence = match deleted {
        Ok(()) => "",
        Err(_) => texts::not_deleted(),
    };
    message.try_set(sentence.to_owned());
    shell::focus("h1");
}
