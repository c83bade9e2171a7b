//! Pages that are loaded when they are first needed: everybody loads the catalogue, and a reader who goes
//! further loads more. Builds for development are whole.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use crate::components::{DemoRibbon, OrderPanel};
use crate::pages::{OrderPage, OrdersPage, SendPage, SettingsPage, TopUpPage};
use crate::router::{self, Route};
use crate::shell;
use crate::start::{use_accounts, use_journal};
use crate::state::lasting;
use crate::words::common;

/// A part of the app that a chunk holds.
#[derive(Clone)]
pub enum Part {
    Page(Route),
    /// The form beside the catalogue, for one service.
    Panel(ServiceOffer, Callback<()>),
    /// Opens the journal, and shows nothing.
    Journal,
    /// Polls for top-ups whose keys are known, and shows nothing.
    TopUps,
    /// The demo's ribbon.
    Demo,
}

/// Shows a part of a chunk that is loaded.
pub type Show = fn(Part) -> AnyView;

/// A chunk could not be loaded.
#[derive(Clone, Copy)]
pub struct Missing;

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

chunk!(ordering, |part| match part {
    Part::Panel(offer, on_close) => view! { <OrderPanel offer on_close /> }.into_any(),
    Part::Page(Route::Order(id)) => view! { <OrderPage id /> }.into_any(),
    _ => {
        use_journal();
        ().into_any()
    }
});

chunk!(pages, |part| match part {
    Part::Page(Route::Send) => view! { <SendPage /> }.into_any(),
    Part::Page(Route::Orders) => view! { <OrdersPage /> }.into_any(),
    _ => view! { <SettingsPage /> }.into_any(),
});

chunk!(funding, |part| match part {
    Part::TopUps => {
        use_accounts().resume();
        ().into_any()
    }
    _ => view! { <TopUpPage /> }.into_any(),
});

chunk!(demo, |_| view! { <DemoRibbon /> }.into_any());

/// The chunks.
#[derive(Clone, Copy)]
enum Chunk {
    Ordering,
    Pages,
    Funding,
    Demo,
}

impl Part {
    const fn chunk(&self) -> Chunk {
        match self {
            Self::Page(Route::TopUp) | Self::TopUps => Chunk::Funding,
            Self::Demo => Chunk::Demo,
            Self::Page(Route::Send | Route::Orders | Route::Settings) => Chunk::Pages,
            _ => Chunk::Ordering,
        }
    }
}

/// The result of loading a chunk; none yet, or not requested.
type Loaded = RwSignal<Option<Result<Show, Missing>>>;

/// The chunks, as far as they are loaded.
#[derive(Clone, Copy)]
pub struct Chunks {
    ordering: Loaded,
    pages: Loaded,
    funding: Loaded,
    demo: Loaded,
}

impl Chunks {
    /// Creates the loader, which also loads ahead what the reader is about to use.
    pub fn new() -> Self {
        let chunks = Self {
            ordering: lasting(None),
            pages: lasting(None),
            funding: lasting(None),
            demo: lasting(None),
        };
        for sign in ["pointerover", "focusin"] {
            window_event_listener_untyped(sign, move |event| {
                if let Some(chunk) = aimed_at(&event) {
                    chunks.fetch(chunk);
                }
            });
        }
        chunks
    }

    /// Loads what shows this part.
    pub async fn load(self, part: &Part) -> Result<Show, Missing> {
        self.load_chunk(part.chunk()).await
    }

    const fn loaded(self, chunk: Chunk) -> Loaded {
        match chunk {
            Chunk::Ordering => self.ordering,
            Chunk::Pages => self.pages,
            Chunk::Funding => self.funding,
            Chunk::Demo => self.demo,
        }
    }

    fn is_here(self, chunk: Chunk) -> bool {
        matches!(self.loaded(chunk).get_untracked(), Some(Ok(_)))
    }

    fn fetch(self, chunk: Chunk) {
        if !self.is_here(chunk) {
            spawn_local(async move {
                let _ = self.load_chunk(chunk).await;
            });
        }
    }

    /// Loads a chunk, unless it is loaded. One that could not be loaded is requested again.
    async fn load_chunk(self, chunk: Chunk) -> Result<Show, Missing> {
        let loaded = self.loaded(chunk);
        match loaded.get_untracked() {
            Some(Ok(show)) => return Ok(show),
            Some(Err(Missing)) => loaded.set(None),
            None => {}
        }
        let result = match chunk {
            Chunk::Ordering => ordering().await,
            Chunk::Pages => pages().await,
            Chunk::Funding => funding().await,
            Chunk::Demo => demo().await,
        };
        // An outline that was just shown has the focus only now.
        tick().await;
        // Others may have requested it at the same time, and it is shown once.
        if !self.is_here(chunk) {
            let had_focus = !shell::has_focus("body");
            loaded.set(Some(result));
            tick().await;
            // The outline took the focus away with it, if it had it.
            if had_focus && shell::has_focus("body") {
                shell::focus_main();
            }
        }
        result
    }
}

/// Shows a part as soon as it is here, and its outline until then.
#[component]
pub fn Lazy(part: Part) -> impl IntoView {
    let chunks = expect_context::<Chunks>();
    let chunk = part.chunk();
    let load = move || chunks.fetch(chunk);
    load();
    move || match chunks.loaded(chunk).get() {
        Some(Ok(show)) => show(part.clone()),
        Some(Err(Missing)) => {
            let on_close = match part {
                Part::Panel(_, on_close) => Some(on_close),
                _ => None,
            };
            place(&part, view! { <LoadFailure load on_close /> }.into_any())
        }
        None => place(&part, view! { <Outline /> }.into_any()),
    }
}

/// Puts something where the part will be.
fn place(part: &Part, content: AnyView) -> AnyView {
    match part {
        Part::Panel(..) => view! { <section class="panel">{content}</section> }.into_any(),
        _ => view! { <main class="page">{content}</main> }.into_any(),
    }
}

/// The outline of something that is being loaded.
#[component]
pub fn Outline(#[prop(default = "skeleton-list")] class: &'static str) -> impl IntoView {
    let class = format!("skeleton {class}");
    view! { <div class=class role="status" aria-label=common::loading()></div> }
}

#[component]
fn LoadFailure(#[prop(into)] load: Callback<()>, on_close: Option<Callback<()>>) -> impl IntoView {
    let button = |name, run: Callback<()>| {
        view! { <button type="button" on:click=move |_| run.run(())>{name}</button> }
    };
    view! {
        <div class="notice notice-bad" role="alert" data-testid="missing">
            <p>{common::missing()}</p>
            <div class="actions">
                {button(common::try_again(), load)}
                {on_close.map(|on_close| button(common::close(), on_close))}
            </div>
        </div>
    }
}

/// Returns the chunk that the reader reaches for: a page's by its link, or the form's by the list of services.
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
