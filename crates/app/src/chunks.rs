//! Pages that come when they are first wanted, in chunks of their own: everybody loads the catalogue,
//! and whoever goes further loads more. A build for development is whole, and everything is there.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use satline_core::error::Service;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::components::{OrderPanel, call};
use crate::pages::{OrderPage, OrdersPage, SendPage, SettingsPage, TopUpPage};
use crate::router::{self, Route};
use crate::shell;
use crate::state::{
    Asker, Journal, Places, SIGNS, Services, Settings, Standing, lasting, may_have_orders,
};
use crate::words::{common, order as words};

/// What comes in a chunk.
#[derive(Clone)]
pub enum Part {
    Page(Route),
    /// The form beside the catalogue, for one service.
    Panel(ServiceOffer, Callback<()>),
    /// Nothing to be seen: from now on orders are asked about.
    Journal,
    /// Nothing to be seen: from now on top-ups are asked about, where their keys are known.
    Accounts,
}

/// Shows a part of a chunk that is here.
type Show = fn(Part) -> AnyView;

/// A chunk could not be loaded.
#[derive(Clone, Copy)]
struct Missing;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

macro_rules! chunk {
    ($name:ident, $show:expr) => {
        #[cfg(split)]
        #[leptos::wasm_split::wasm_split($name, wasm_split_path = leptos::wasm_split, fallible)]
        fn $name() -> Result<Show, Missing> {
            Ok($show)
        }
        #[cfg(not(split))]
        async fn $name() -> Result<Show, Missing> {
            Ok($show)
        }
    };
}

chunk!(ordering, |part| {
    open_journal();
    match part {
        Part::Panel(offer, on_close) => view! { <OrderPanel offer on_close /> }.into_any(),
        Part::Page(Route::Order(id)) => view! { <OrderPage id /> }.into_any(),
        _ => ().into_any(),
    }
});

chunk!(pages, |part| {
    open_journal();
    match part {
        Part::Page(Route::Send) => view! { <SendPage /> }.into_any(),
        Part::Page(Route::Orders) => view! { <OrdersPage /> }.into_any(),
        Part::Page(Route::Settings) => view! { <SettingsPage /> }.into_any(),
        _ => ().into_any(),
    }
});

chunk!(funding, |part| {
    open_journal();
    match part {
        Part::Page(Route::TopUp) => view! { <TopUpPage /> }.into_any(),
        Part::Accounts => {
            expect_context::<Places>().resume();
            ().into_any()
        }
        _ => ().into_any(),
    }
});

/// The chunks.
#[derive(Clone, Copy)]
enum Chunk {
    Ordering,
    Pages,
    Funding,
}

impl Part {
    const fn chunk(&self) -> Chunk {
        match self {
            Self::Page(Route::TopUp) | Self::Accounts => Chunk::Funding,
            Self::Page(Route::Send | Route::Orders | Route::Settings) => Chunk::Pages,
            _ => Chunk::Ordering,
        }
    }
}

/// What has come of a chunk; nothing yet, or not asked for.
type Came = RwSignal<Option<Result<Show, Missing>>>;

/// The chunks, as far as they have come.
#[derive(Clone, Copy)]
pub struct Chunks {
    ordering: Came,
    pages: Came,
    funding: Came,
    /// What is opened once stays open as long as the app.
    root: StoredValue<Owner>,
}

impl Chunks {
    /// For the app's root. Loads what the reader is about to use, and what asks about orders if this
    /// browser may have any; in the first moment of the first visit that is nothing.
    pub fn start() -> Self {
        let chunks = Self {
            ordering: lasting(None),
            pages: lasting(None),
            funding: lasting(None),
            root: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        for sign in ["pointerover", "focusin"] {
            window_event_listener_untyped(sign, move |event| {
                if let Some(chunk) = aimed_at(&event) {
                    chunks.fetch(chunk);
                }
            });
        }
        // Orders may have been made in another tab since.
        for sign in SIGNS {
            window_event_listener_untyped(sign, move |_| chunks.look_for_orders());
        }
        chunks.look_for_orders();
        chunks
    }

    fn look_for_orders(self) {
        let root = self.root.get_value();
        if root.with(use_context::<Journal>).is_some() {
            return;
        }
        let is_played = root.with(expect_context::<Services>).sandbox.is_some();
        spawn_local(async move {
            if may_have_orders(is_played).await
                && let Ok(show) = self.load(Chunk::Ordering).await
            {
                root.with(|| drop(show(Part::Journal)));
            }
        });
    }

    /// Asks about top-ups that were begun before this page was loaded, where their keys are known.
    fn look_for_top_ups(self, journal: Journal, settings: Settings, is_played: bool) {
        let has_key = |service| !untrack(|| settings.key(service)).is_empty();
        if !is_played && !Service::ALL.into_iter().any(has_key) {
            return;
        }
        let root = self.root.get_value();
        Effect::new(move |looked: Option<bool>| {
            if looked == Some(true) || journal.standing() == Standing::Opening {
                return looked.unwrap_or_default();
            }
            if untrack(|| journal.has_unasked()) {
                let root = root.clone();
                spawn_local(async move {
                    if let Ok(show) = self.load(Chunk::Funding).await {
                        root.with(|| drop(show(Part::Accounts)));
                    }
                });
            }
            true
        });
    }

    const fn came(self, chunk: Chunk) -> Came {
        match chunk {
            Chunk::Ordering => self.ordering,
            Chunk::Pages => self.pages,
            Chunk::Funding => self.funding,
        }
    }

    fn fetch(self, chunk: Chunk) {
        if self.here(chunk).is_none() {
            spawn_local(async move {
                let _ = self.load(chunk).await;
            });
        }
    }

    fn here(self, chunk: Chunk) -> Option<Show> {
        self.came(chunk).get_untracked()?.ok()
    }

    /// Loads a chunk, unless it is here. One that could not be loaded is asked for anew.
    async fn load(self, chunk: Chunk) -> Result<Show, Missing> {
        let came = self.came(chunk);
        match came.get_untracked() {
            Some(Ok(show)) => return Ok(show),
            Some(Err(Missing)) => came.set(None),
            None => {}
        }
        let loaded = match chunk {
            Chunk::Ordering => ordering().await,
            Chunk::Pages => pages().await,
            Chunk::Funding => funding().await,
        };
        // An outline that was just shown is what the reader is at, but only then.
        tick().await;
        // Others may have asked for it at the same time, and it is shown once.
        if self.here(chunk).is_none() {
            let had_focus = !shell::has_focus("body");
            came.set(Some(loaded));
            tick().await;
            // The outline took the focus away with it, if it had it.
            if had_focus && shell::has_focus("body") {
                shell::focus("main");
            }
        }
        loaded
    }
}

/// Shows a part as soon as it is here, and its outline until then.
pub fn later(part: Part) -> AnyView {
    let chunks = expect_context::<Chunks>();
    let chunk = part.chunk();
    let came = chunks.came(chunk);
    let load = move || chunks.fetch(chunk);
    load();
    let shown = move || match came.get() {
        Some(Ok(show)) => show(part.clone()),
        Some(Err(Missing)) => instead(&part, missing(&part, load)),
        None => instead(&part, outline()),
    };
    shown.into_any()
}

/// Where the part will be.
fn instead(part: &Part, what: AnyView) -> AnyView {
    match part {
        Part::Panel(..) => view! { <section class="panel">{what}</section> }.into_any(),
        _ => view! { <main class="page">{what}</main> }.into_any(),
    }
}

fn outline() -> AnyView {
    view! { <div class="skeleton skeleton-list" role="status" aria-label=common::loading()></div> }
        .into_any()
}

fn missing(part: &Part, load: impl Fn() + 'static) -> AnyView {
    let close = match part {
        Part::Panel(_, on_close) => Some(*on_close),
        _ => None,
    };
    view! {
        <div class="notice notice-bad" role="alert" data-testid="missing">
            <p>{common::missing()}</p>
            <div class="actions">
                <button type="button" on:click=move |_| load()>{common::try_again()}</button>
                {close
                    .map(|close| {
                        view! {
                            <button type="button" on:click=move |_| close.run(())>
                                {common::close()}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// What the reader reaches for: a page by its link, or the form by the list of services.
fn aimed_at(event: &Event) -> Option<Chunk> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if target.closest(".offers").ok()?.is_some() {
        return Some(Chunk::Ordering);
    }
    match router::led_to(&target)? {
        Route::Catalogue | Route::NotFound => None,
        route => Some(Part::Page(route).chunk()),
    }
}

/// Opens the journal once, for as long as the app lives, and asks about its orders.
pub fn open_journal() {
    if use_context::<Journal>().is_some() {
        return;
    }
    let chunks = expect_context::<Chunks>();
    chunks.root.get_value().with(|| {
        let services = expect_context::<Services>();
        let settings = expect_context::<Settings>();
        settings.load_keys();
        let is_played = services.sandbox.is_some();
        let on_code =
            Callback::new(move |name: String| call(settings, &words::notification(&name)));
        let journal = Journal::open(is_played, on_code);
        let sms4sats = services.sms4sats.clone();
        journal.follow(Service::Sms4Sats.name().to_owned(), Asker::new(sms4sats));
        provide_context(journal);
        provide_context(Places::new(&services, settings, journal));
        chunks.look_for_top_ups(journal, settings, is_played);
    });
}
