//! The app in a page of the test's own, with a sandbox inside that page.
//!
//! A test opens the [`App`] at a path, finds elements by their test id, clicks, types, moves the
//! sandbox's clock, and waits for what should appear.

mod catalogue;
mod order;
mod orders;
mod own_wallet;
mod records;
mod sandbox;
mod send;
mod settings;
mod top_up;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::tick;
use satline_core::http::{Clock, Fetch};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

pub use sandbox::PageSandbox;

use crate::router::Router;
use crate::state::{Journal, PageTransport};

/// How long an element may take to appear. The sandbox answers at once, so this is only patience.
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(5);

/// The app, mounted.
pub struct App {
    pub sandbox: PageSandbox,
    root: HtmlElement,
    owner: Owner,
}

impl App {
    /// Mounts the app at a path, with a new sandbox, no orders and no settings.
    pub async fn open(path: &str) -> Self {
        clear_storage();
        let sandbox = PageSandbox::new();
        let app = Self::mount(path, &JsValue::NULL, sandbox);
        app.journal().wipe().await.unwrap();
        app
    }

    /// Mounts it again, as after a reload: only what is stored is left.
    pub fn reload(self) -> Self {
        let address = window().location().href().unwrap();
        let sandbox = self.sandbox;
        drop(self);
        let state = window().history().unwrap().state().unwrap();
        Self::mount(&address, &state, sandbox)
    }

    fn mount(path: &str, state: &JsValue, sandbox: PageSandbox) -> Self {
        prepare_head();
        unmount_last();
        let history = window().history().unwrap();
        history
            .replace_state_with_url(state, "", Some(path))
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
        LAST.set(Some((owner.clone(), listeners)));
        Self {
            sandbox,
            root,
            owner,
        }
    }

    /// Returns the journal, which is opened if no page has done so.
    pub fn journal(&self) -> Journal {
        self.owner.with(crate::start::use_journal)
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
        self.text_by(&selector(test_id), contained).await
    }

    /// The same of the first element that matches the selector.
    pub async fn text_by(&self, selector: &str, contained: &str) -> String {
        let what = format!("{selector} does not contain {contained:?}");
        self.wait_for(&what, || {
            let text = self.query(selector)?.inner_text();
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
        tick().await;
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
        tick().await;
    }

    /// Presses a key on the element of this test id.
    pub async fn press(&self, test_id: &str, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.find(test_id).await.dispatch_event(&event).unwrap();
        tick().await;
    }

    /// Clicks the first element that matches the selector and contains a text.
    pub async fn click_text(&self, selector: &str, text: &str) {
        let what = format!("no {selector} says {text:?}");
        let element = self.wait_for(&what, || {
            let found = self.all(selector).into_iter();
            found
                .into_iter()
                .find(|element| element.inner_text().contains(text))
        });
        element.await.click();
        tick().await;
    }

    /// Chooses the option of this value.
    pub async fn choose(&self, test_id: &str, value: &str) {
        self.fill(test_id, value).await;
    }

    /// Orders the first rental that is offered, and pays for it.
    pub async fn rent(&self, country: &str, service: &str) {
        self.choose_country(country).await;
        self.click(&format!("service-{service}")).await;
        self.click("kind-rental").await;
        self.choose_offer().await;
        self.click("order").await;
        let invoice = self.text("invoice", "lnbcrt").await;
        self.pay(&invoice).await;
    }

    /// Chooses the first offer of a rental.
    pub async fn choose_offer(&self) {
        let offer = self
            .find_by("[data-testid=rental] option:nth-child(2)")
            .await;
        self.choose("rental", &offer.get_attribute("value").unwrap())
            .await;
    }

    /// Goes to another page by a link of the page.
    pub async fn go(&self, path: &str) {
        let link = document().create_element("a").unwrap();
        link.set_attribute("href", path).unwrap();
        let link: HtmlElement = link.unchecked_into();
        self.root.append_child(&link).unwrap();
        link.click();
        link.remove();
        tick().await;
    }

    /// Pays the invoice, and lets the time pass until the app has asked about it.
    pub async fn pay(&self, invoice: &str) {
        self.sandbox.pay(invoice);
        self.sandbox.advance(Duration::from_secs(5));
        self.gone("qr").await;
    }

    /// Returns what a field holds.
    pub fn value(&self, test_id: &str) -> String {
        let field = self.query(&selector(test_id)).unwrap();
        let value = js_sys::Reflect::get(&field, &"value".into()).unwrap();
        value.as_string().unwrap()
    }

    /// Waits until a field holds a text that ends so.
    pub async fn value_ends(&self, test_id: &str, end: &str) {
        let what = format!("{test_id} does not hold {end:?}");
        self.wait_for(&what, || {
            self.query(&selector(test_id))?;
            self.value(test_id).ends_with(end).then_some(())
        })
        .await;
    }

    /// Returns the texts of all elements that match the selector.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector)
            .iter()
            .map(HtmlElement::inner_text)
            .collect()
    }

    /// Waits until the element of this test id has the focus.
    pub async fn focused(&self, test_id: &str) {
        let what = format!("{test_id} has not the focus");
        let selector = selector(test_id);
        self.wait_for(&what, || {
            let active = document().active_element()?;
            active.matches(&selector).unwrap().then_some(())
        })
        .await;
    }

    /// Chooses a country by typing and pressing Enter, and waits for its services.
    pub async fn choose_country(&self, typed: &str) {
        // Those of the country that the page opens with.
        self.find("services").await;
        self.fill("country", typed).await;
        self.find_by("#countries:not([hidden]) [aria-selected=true]")
            .await;
        self.press("country", "Enter").await;
        self.find_by("#countries[hidden]").await;
        self.find("services").await;
    }

    /// Waits until the services have received that many requests of this path.
    pub async fn sent(&self, path: &str, count: usize) {
        let what = format!("{path} was not sent {count} times");
        let is_sent = || (self.sandbox.count(path) >= count).then_some(());
        self.wait_for(&what, is_sent).await;
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

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        let elements = (0..found.length()).filter_map(|index| found.get(index));
        elements.map(JsCast::unchecked_into).collect()
    }

    fn query(&self, selector: &str) -> Option<HtmlElement> {
        let found = self.root.query_selector(selector).unwrap();
        found.map(JsCast::unchecked_into)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        unmount_last();
    }
}

thread_local! {
    /// The owners of the app that is mounted and of what it listens by. A test that panics does not drop its app.
    static LAST: RefCell<Option<(Owner, Owner)>> = const { RefCell::new(None) };
}

fn unmount_last() {
    if let Some((app, listeners)) = LAST.take() {
        listeners.cleanup();
        // One that is just about to be opened would take over the polling from the next test's app.
        app.with(crate::start::use_journal).close();
    }
    if let Some(root) = document().get_element_by_id("app") {
        root.remove();
    }
}

fn selector(test_id: &str) -> String {
    format!("[data-testid='{test_id}']")
}

/// Returns the id of the order whose page is shown.
pub fn order_id() -> String {
    let hash = window().location().hash().unwrap();
    hash.trim_start_matches('#').to_owned()
}

/// Stores a setting as an earlier visit would have.
pub fn store(name: &str, text: &str) {
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item(&format!("satline.{name}"), text).unwrap();
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
