//! The header and the tabs around the pages, which `index.html` paints. Here they are translated, and show
//! where the reader is, whether there is a connection, and that nothing costs money in a sandbox.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, FocusOptions, HtmlAnchorElement, HtmlElement, HtmlLinkElement, Url};

use crate::router::{Route, Router};
use crate::state::{Place, Settings};
use crate::words::{common, shell as words};

/// Starts the shell.
pub fn start(router: Router, settings: Settings, is_sandbox: bool) {
    translate();
    if let Some(tag) = by_id("sandbox") {
        tag.set_hidden(!is_sandbox);
    }
    follow_connection();
    Effect::new(move |_| settings.get(|choices| apply_theme(&choices.theme)));
    Effect::new(move |before: Option<()>| {
        let route = router.route();
        mark_tab(&route.tab());
        if let Some(message) = by_id("news").filter(|_| route.tab() == Route::Orders.path()) {
            message.set_text_content(None);
        }
        if before.is_some() {
            // A reader who cannot see the page learns that it is a new one, and reads on from its top.
            focus_main();
        }
    });
}

/// Writes the shell's texts in the page's language.
fn translate() {
    for (selector, text) in [
        (".skip", words::skip()),
        (".tabs [href='./'] span", words::code()),
        (".tabs [href='send/'] span", words::send()),
        (".tabs [href='orders/'] span", words::orders()),
        (".tabs [href='top-up/'] span", words::top_up()),
        (".tabs [href='settings/'] span", words::settings()),
        ("#sandbox", words::sandbox()),
        ("#failed span", words::failed()),
        ("#failed button", common::reload()),
        ("#update span", words::new_version()),
        ("#update button", common::reload()),
    ] {
        if let Ok(Some(element)) = document().query_selector(selector) {
            element.set_text_content(Some(text));
        }
    }
    if let Ok(Some(tabs)) = document().query_selector(".tabs") {
        let _ = tabs.set_attribute("aria-label", words::pages());
    }
}

/// Sets the page's title.
pub fn title(page: &str) {
    document().set_title(&common::title(page, Place::of_page().title()));
}

/// Sets the picture beside the title, by the status of the page's order: the page's own if there is none.
pub fn favicon(status: Option<&str>) {
    let name = status.unwrap_or(Place::of_page().icon());
    // Pictures are beside the app, which is not where the demo's pages are.
    let app = document().query_selector("link[rel=app]").ok().flatten();
    let app: Option<HtmlLinkElement> = app.map(JsCast::unchecked_into);
    let base = app.map(|link| link.href());
    let path = format!("icons/{name}.svg");
    let address = base.and_then(|base| Url::new_with_base(&path, &base).ok());
    if let Ok(Some(link)) = document().query_selector("link[rel=icon]") {
        let address = address.map_or(path, |address| address.href());
        let _ = link.set_attribute("href", &address);
    }
}

/// Announces what happened on another page, with a link there, until the reader opens their orders.
pub fn announce(sentence: &str, label: &str, route: &Route) {
    let link = document().create_element("a");
    let Some((message, link)) = by_id("news").zip(link.ok()) else {
        return;
    };
    let _ = link.set_attribute("href", &route.path());
    link.set_text_content(Some(label));
    message.set_text_content(Some(&format!("{sentence} ")));
    let _ = message.append_child(&link);
}

/// Focuses the first element that matches, which need not be something to press.
pub fn focus(selector: &str) {
    focus_with(selector, &FocusOptions::new());
}

/// Focuses the page, without scrolling past the messages above it.
pub fn focus_main() {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    focus_with("main", &options);
}

fn focus_with(selector: &str, options: &FocusOptions) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        if !element.has_attribute("tabindex") {
            element.set_tab_index(-1);
        }
        let _ = element.focus_with_options(options);
    }
}

/// Returns whether this element has the focus.
pub fn has_focus(selector: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.matches(selector).unwrap_or(false))
}

/// Applies a theme. Default: the system's. `start.js` does the same before anything is painted.
fn apply_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ = if theme.is_empty() {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", theme)
        };
    }
}

fn mark_tab(path: &str) {
    let Ok(tabs) = document().query_selector_all(".tabs > a") else {
        return;
    };
    for index in 0..tabs.length() {
        let Some(tab) = tabs.get(index) else { continue };
        let tab: HtmlAnchorElement = tab.unchecked_into();
        // As written, not resolved: the routes are written the same way.
        if tab.get_attribute("href").as_deref() == Some(path) {
            let _ = tab.set_attribute("aria-current", "page");
        } else {
            let _ = tab.remove_attribute("aria-current");
        }
    }
}

fn follow_connection() {
    let show = || {
        if let Some(band) = by_id("trouble") {
            band.set_text_content(Some(common::offline()));
            band.set_hidden(window().navigator().on_line());
        }
    };
    show();
    let listener = Closure::<dyn FnMut()>::new(show);
    for name in ["online", "offline"] {
        let _ = window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

fn by_id(id: &str) -> Option<HtmlElement> {
    document()
        .get_element_by_id(id)
        .map(Element::unchecked_into)
}
