//! The demo's ribbon, which says that nothing is real, and the controls that play the other side: the
//! payer, the service, the network, the time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::http::Clock;
use satline_core::order::Order;
use serde_json::{Value, json};

use crate::router::{Route, Router};
use crate::start::{use_accounts, use_journal};
use crate::state::{Entry, Settings, demo, forget_drafts, transport};
use crate::words::demo as words;

const MINUTE_MS: u64 = 60_000;

/// The ribbon with its controls, which are closed at first.
#[component]
pub fn DemoRibbon() -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <p>{words::nothing_is_real()}</p>
        <button
            type="button"
            class="small"
            aria-expanded=move || is_open.get().to_string()
            aria-controls="demo-controls"
            data-testid="demo-toggle"
            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            {move || if is_open.get() { words::close() } else { words::open() }}
        </button>
        <div id="demo-controls" class="demo-controls" hidden=move || !is_open.get()>
            <Controls is_open />
        </div>
    }
}

#[component]
fn Controls(is_open: RwSignal<bool>) -> impl IntoView {
    let said = RwSignal::new(String::new());
    view! {
        <OrderControls said />
        <section>
            <h2>{words::time_and_network()}</h2>
            <div class="actions">
                <Control id="demo-skip-2" label=words::skip_short() said path="clock" body=skip(2) />
                <Control id="demo-skip-20" label=words::skip_long() said path="clock" body=skip(20) />
                <NetworkSwitch />
            </div>
        </section>
        <p role="status" data-testid="demo-says">{said}</p>
        <Stories is_open />
        <Ends />
    }
}

fn skip(minutes: u64) -> Value {
    json!({ "advanceMs": minutes * MINUTE_MS })
}

/// What can happen to the order of the page, or else to the newest that is not over.
#[component]
fn OrderControls(said: RwSignal<String>) -> impl IntoView {
    let (journal, router) = (use_journal(), expect_context::<Router>());
    let entry = move || {
        let shown = match router.route() {
            Route::Order(id) => journal.entry(&id),
            _ => None,
        };
        let newest = || journal.entries().into_iter().rfind(is_under_way);
        shown.or_else(newest)
    };
    view! {
        <section>
            <h2>{words::order()}</h2>
            {move || match entry() {
                None => view! { <p class="hint">{words::no_order()}</p> }.into_any(),
                Some(entry) => {
                    let id = json!({ "orderId": entry.order.id.as_str() });
                    view! {
                        <p class="hint" data-testid="demo-order">{entry.note.name.clone()}</p>
                        <div class="actions">
                            {pay(&entry.order)
                                .map(|body| {
                                    view! {
                                        <Control id="demo-pay" label=words::pay() said path="pay" body />
                                    }
                                })}
                            <Control id="demo-code" label=words::deliver() said path="code" body=id.clone() />
                            <Control id="demo-fail" label=words::fail() said path="fail" body=id />
                        </div>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

fn is_under_way(entry: &Entry) -> bool {
    !entry.order.is_over()
}

/// Returns the request that pays an order's invoice, if it has one.
fn pay(order: &Order) -> Option<Value> {
    let invoice = order.payable(transport().now())?.ok()?;
    Some(json!({ "invoice": invoice.text() }))
}

/// A button for one of the sandbox's own routes.
#[component]
fn Control(
    id: &'static str,
    label: &'static str,
    said: RwSignal<String>,
    path: &'static str,
    body: Value,
) -> impl IntoView {
    let press = move |_| {
        let body = body.to_string();
        spawn_local(async move {
            let outcome = demo::control(path, &body).await;
            said.try_set(outcome.err().unwrap_or_else(|| words::done().to_owned()));
        });
    };
    view! {
        <button type="button" class="small" data-testid=id on:click=press>
            {label}
        </button>
    }
}

#[component]
fn NetworkSwitch() -> impl IntoView {
    let is_online = RwSignal::new(demo::is_online());
    let press = move |_| {
        is_online.update(|is_online| *is_online = !*is_online);
        demo::set_online(is_online.get_untracked());
    };
    view! {
        <button
            type="button"
            class="small"
            data-testid="demo-network"
            aria-pressed=move || (!is_online.get()).to_string()
            on:click=press
        >
            {words::lose_network()}
        </button>
    }
}

/// Stories to begin, each also a link: `demo/#late`. The controls close, to show where it begins.
#[component]
fn Stories(is_open: RwSignal<bool>) -> impl IntoView {
    let stories = [
        ("code", words::story_code()),
        ("late", words::story_late()),
        ("slow", words::story_slow()),
        ("never", words::story_never()),
        ("sold-out", words::story_sold_out()),
        ("lost", words::story_lost()),
        ("message", words::story_message()),
        ("top-up", words::story_top_up()),
    ];
    view! {
        <section>
            <h2>{words::stories()}</h2>
            <div class="actions">
                {stories
                    .into_iter()
                    .map(|(name, label)| {
                        view! {
                            <button
                                type="button"
                                class="small"
                                data-testid=format!("demo-story-{name}")
                                on:click=move |_| {
                                    is_open.set(false);
                                    demo::play(name);
                                }
                            >
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

/// The ways to begin anew, and out.
#[component]
fn Ends() -> impl IntoView {
    let (journal, accounts) = (use_journal(), use_accounts());
    let settings = expect_context::<Settings>();
    // The orders go first: services that still know them harm nobody, the other way round they would be
    // asked about orders that they do not know.
    let start_over = move |_| {
        forget_drafts();
        accounts.wipe();
        spawn_local(async move {
            if journal.wipe().await.is_ok() {
                demo::start_over().await;
            }
        });
    };
    let leave = move |_| {
        forget_drafts();
        settings.wipe();
        spawn_local(async move {
            let _ = journal.wipe().await;
            demo::leave().await;
        });
    };
    view! {
        <section>
            <p class="hint">{words::kept()}</p>
            <div class="actions">
                <button type="button" class="small" data-testid="demo-start-over" on:click=start_over>
                    {words::start_over()}
                </button>
                <button type="button" class="small" data-testid="demo-leave" on:click=leave>
                    {words::leave()}
                </button>
            </div>
        </section>
    }
}
