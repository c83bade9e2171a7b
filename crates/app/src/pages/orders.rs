use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::order::OrderId;

use crate::chunks::Outline;
use crate::components::{
    Dialog, Icon, Row, follow_form, icon, order_files, order_list, own_record, rows, save,
    storage_trouble, unreadable_storage,
};
use crate::router::Route;
use crate::shell;
use crate::start::use_journal;
use crate::state::{Journal, Standing};
use crate::words::{common, orders as words, settings};

/// This browser's orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    shell::title(common::orders());
    let journal = use_journal();
    let rows = Memo::new(move |_| rows(&journal.entries()));
    let is_opening = Memo::new(move |_| journal.standing() == Standing::Opening);
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let newer = Memo::new(move |_| journal.newer());
    let damaged = Memo::new(move |_| journal.damaged());
    let trouble = Memo::new(move |_| unreadable_storage(journal.standing()));
    let said = RwSignal::new(String::new());
    view! {
        <main class="page" aria-busy=move || is_opening.get().then_some("true")>
            <div class="heading">
                <h1>{common::orders()}</h1>
                <p class="lead">{words::lead()}</p>
            </div>
            {move || {
                let count = Some(newer.get()).filter(|count| *count > 0)?;
                Some(view! { <p class="notice" data-testid="unreadable">{words::newer(count as u64)}</p> })
            }}
            {move || damaged.with(|texts| (!texts.is_empty()).then(|| rescue(texts.clone())))}
            {move || trouble.get().map(|trouble| storage_trouble(journal, trouble))}
            {move || match (is_empty.get(), is_opening.get(), trouble.get().is_some()) {
                (true, true, _) => {
                    view! { <Outline /> }
                        .into_any()
                }
                (true, false, true) => ().into_any(),
                (true, false, false) => nothing(),
                (false, ..) => found(journal, rows, said),
            }}
            <section class="panel">
                <h2>{words::follow()}</h2>
                {follow_form(journal)}
            </section>
            <section class="panel">
                <div class="stack stack-tight">
                    <h2>{settings::data()}</h2>
                    <p class="hint">{settings::data_hint()}</p>
                </div>
                {order_files(journal, said)}
                <p role="status" data-testid="data-says">{said}</p>
                {move || (!is_empty.get()).then(|| wipe(journal, said))}
            </section>
        </main>
    }
}

/// Records that cannot be read, to be saved as they are.
fn rescue(texts: Vec<String>) -> AnyView {
    let sentence = words::damaged(texts.len() as u64);
    let save = move |_| save("satline-damaged.txt", &texts.join("\n"));
    view! {
        <div class="notice" data-testid="damaged">
            <p>{sentence}</p>
            <div class="actions">
                <button type="button" data-testid="save-damaged" on:click=save>
                    {words::save_damaged()}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <div class="empty" data-testid="empty">
            {icon(Icon::Search)}
            <h2>{words::empty_title()}</h2>
            <p>{words::empty()}</p>
            <a class="button primary" href=Route::Catalogue.path()>{common::get_a_code()}</a>
        </div>
    }
    .into_any()
}

fn found(journal: Journal, rows: Memo<Vec<Row>>, said: RwSignal<String>) -> AnyView {
    let search = RwSignal::new(String::new());
    let typed = Memo::new(move |_| search.with(|text| crate::words::lower(text.trim())));
    let count = Memo::new(move |_| {
        typed.with(|typed| rows.with(|rows| rows.iter().filter(|row| row.has(typed)).count()))
    });
    let doomed = RwSignal::new(None::<OrderId>);
    let dialog = NodeRef::<html::Dialog>::new();
    let on_delete = Callback::new(move |id| {
        doomed.set(Some(id));
        ask(dialog);
    });
    let delete = move |()| {
        spawn_local(async move {
            let Some(id) = doomed.try_get_untracked().flatten() else {
                return;
            };
            tell(journal.forget(&id).await.is_ok(), said);
        });
    };
    view! {
        <div class="field with-icon">
            <label class="for-readers" for="search">{words::search()}</label>
            <input
                id="search"
                data-testid="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                placeholder=words::search_placeholder()
                on:input=move |event| search.set(event_target_value(&event))
            />
            {icon(Icon::Search)}
        </div>
        <p class="hint" role="status" data-testid="count">{move || match count.get() {
            0 => words::no_matches().to_owned(),
            some => words::count(some as u64),
        }}</p>
        {move || rows.with(|rows| order_list(rows, typed, on_delete))}
        {own_record(journal)}
        <Dialog
            node_ref=dialog
            title=words::delete_title()
            sentence=words::delete_hint()
            yes=words::delete()
            no=words::keep()
            on_yes=delete
        />
    }
    .into_any()
}

fn wipe(journal: Journal, said: RwSignal<String>) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    let wipe = move |()| {
        spawn_local(async move { tell(journal.wipe().await.is_ok(), said) });
    };
    view! {
        <div class="actions">
            <button type="button" class="danger" data-testid="wipe" on:click=move |_| ask(dialog)>
                {words::wipe()}
            </button>
        </div>
        <Dialog
            node_ref=dialog
            title=words::wipe_title()
            sentence=words::wipe_hint()
            yes=words::wipe()
            no=words::keep()
            on_yes=wipe
        />
    }
    .into_any()
}

fn ask(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get_untracked() {
        let _ = dialog.show_modal();
    }
}

/// What had the focus is gone: the reader goes on from the top.
fn tell(is_done: bool, said: RwSignal<String>) {
    let sentence = if is_done { "" } else { words::not_deleted() };
    said.try_set(sentence.to_owned());
    shell::focus("h1");
}
