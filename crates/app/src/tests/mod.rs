//! The app in a page of the test's own, with a sandbox inside that page.
//!
//! A test opens the [`App`] at a path, finds elements by their test id, clicks, types, moves the
//! sandbox's clock, and waits for what should appear.

mod order;
mod sandbox;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use satline_core::http::{Clock, Fetch};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

pub use sandbox::PageSandbox;

use crate::router::Router;
use crate::state::{Journal, PageTransport};

/// How long an element may take to appear. The sandbox answers at once, so this is only patience.
const PATIENCE: Duration = Duration::from_secs(5);
const GLANCE: Duration = Duration::from_millis(5);

/// The app, mounted.
pub struct App {
    pub sandbox: PageSandbox,
    root: HtmlElement,
    owner: Owner,
    listeners: Owner,
}

impl App {
    /// Mounts the app at a path, with a new sandbox, no orders and no settings.
    pub async fn open(path: &str) -> Self {
        clear_storage();
        let sandbox = PageSandbox::new();
        let app = Self::mount(path, sandbox);
        app.journal().wipe().await.unwrap();
        app
    }

    /// Mounts it again, as after a reload: only what is stored is left.
    pub fn reload(self) -> Self {
        let path = window().location().pathname().unwrap();
        let search = window().location().search().unwrap();
        let sandbox = self.sandbox;
        drop(self);
        Self::mount(&(path + &search), sandbox)
    }

    fn mount(path: &str, sandbox: PageSandbox) -> Self {
        prepare_head();
        let history = window().history().unwrap();
        history
            .replace_state_with_url(&JsValue::NULL, "", Some(path))
            .unwrap();
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        root.set_id("app");
        document().body().unwrap().append_child(&root).unwrap();
        let listeners = Owner::new();
        let owner = Rc::new(RefCell::new(None));
        let mounted = leptos::mount::mount_to(root.clone(), {
            let (owner, listeners) = (owner.clone(), listeners.clone());
            move || {
                provide_context(PageTransport::Sandbox(sandbox));
                let router = Router::new();
                listeners.with(|| router.listen());
                crate::provide(router);
                owner.replace(Owner::current());
                crate::App()
            }
        });
        // Tasks of an app go on as long as its page, so its signals must outlive the test.
        mounted.forget();
        let owner = owner.take().unwrap();
        Self {
            sandbox,
            root,
            owner,
            listeners,
        }
    }

    /// Returns the journal, which is opened if no page has done so.
    pub fn journal(&self) -> Journal {
        self.owner.with(|| {
            crate::chunks::open_journal();
            expect_context::<Journal>()
        })
    }

    /// Waits for the element of this test id.
    pub async fn find(&self, test_id: &str) -> HtmlElement {
        self.find_by(&selector(test_id)).await
    }

    /// Waits for the first element that matches the selector.
    pub async fn find_by(&self, selector: &str) -> HtmlElement {
        let what = format!("no element matches {selector}");
        self.wait_for(&what, || self.query(selector)).await
    }

    /// Returns whether an element of this test id is there now.
    pub fn has(&self, test_id: &str) -> bool {
        self.query(&selector(test_id)).is_some()
    }

    /// Waits until no element has this test id.
    pub async fn gone(&self, test_id: &str) {
        let what = format!("{test_id} is still there");
        self.wait_for(&what, || (!self.has(test_id)).then_some(()))
            .await;
    }

    /// Waits until the element of this test id contains a text, and returns its whole text.
    pub async fn text(&self, test_id: &str, contained: &str) -> String {
        let what = format!("{test_id} does not contain {contained:?}");
        let selector = selector(test_id);
        self.wait_for(&what, || {
            let text = self.query(&selector)?.inner_text();
            text.contains(contained).then_some(text)
        })
        .await
    }

    /// Waits until the page contains a text.
    pub async fn shows(&self, text: &str) {
        let what = format!("the page does not show {text:?}");
        self.wait_for(&what, || self.has_text(text).then_some(()))
            .await;
    }

    /// Returns whether the page contains a text now.
    pub fn has_text(&self, text: &str) -> bool {
        self.root.inner_text().contains(text)
    }

    /// Clicks the element of this test id as soon as it is there and not disabled.
    pub async fn click(&self, test_id: &str) {
        let selector = format!("{}:not([disabled])", selector(test_id));
        self.find_by(&selector).await.click();
    }

    /// Types a text into the field of this test id, in the place of what is in it.
    pub async fn fill(&self, test_id: &str, text: &str) {
        let field: HtmlInputElement = self.find(test_id).await.unchecked_into();
        field.focus().unwrap();
        // Text areas and selects have the same property.
        js_sys::Reflect::set(&field, &"value".into(), &text.into()).unwrap();
        for name in ["input", "change"] {
            let init = EventInit::new();
            init.set_bubbles(true);
            let event = Event::new_with_event_init_dict(name, &init).unwrap();
            field.dispatch_event(&event).unwrap();
        }
    }

    /// Presses a key on the element of this test id.
    pub async fn press(&self, test_id: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.find(test_id).await.dispatch_event(&event).unwrap();
    }

    /// Chooses a country by typing and pressing Enter, and waits for its services.
    pub async fn choose_country(&self, typed: &str) {
        self.fill("country", typed).await;
        self.press("country", "Enter").await;
        self.find("services").await;
    }

    /// Orders a service, and returns its invoice.
    pub async fn order(&self, country: &str, service: &str) -> String {
        self.choose_country(country).await;
        self.click(&format!("service-{service}")).await;
        self.click("order").await;
        self.find("qr").await;
        self.text("invoice", "lnbcrt").await
    }

    /// Waits until `look` finds something.
    pub async fn wait_for<T>(&self, what: &str, look: impl Fn() -> Option<T>) -> T {
        let end = Fetch.now().after(PATIENCE);
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(
                Fetch.now() < end,
                "{what}; the page shows: {}",
                self.root.inner_text()
            );
            Fetch.sleep(GLANCE).await;
        }
    }

    fn query(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).unwrap();
        found.map(JsCast::unchecked_into)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.listeners.cleanup();
        self.root.remove();
    }
}

fn selector(test_id: &str) -> String {
    format!("[data-testid='{test_id}']")
}

fn clear_storage() {
    for storage in [window().local_storage(), window().session_storage()] {
        storage.unwrap().unwrap().clear().unwrap();
    }
}

/// Puts into the page's head what `index.html` and the sandbox's server put there.
fn prepare_head() {
    let sandbox = [
        ("name", "satline-sandbox"),
        ("content", "/sandbox"),
        ("data-node", satline_sandbox::NODE_ID),
    ];
    let head = document().head().unwrap();
    for (tag, attributes) in [("meta", &sandbox[..]), ("base", &[("href", "/")])] {
        let selector = format!("{tag}[{}='{}']", attributes[0].0, attributes[0].1);
        if head.query_selector(&selector).unwrap().is_some() {
            continue;
        }
        let element = document().create_element(tag).unwrap();
        for (name, value) in attributes {
            element.set_attribute(name, value).unwrap();
        }
        head.append_child(&element).unwrap();
    }
}
