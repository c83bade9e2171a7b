//! What stands around the pages. `index.html` paints it and it stays; here it learns where the reader
//! is, whether there is a connection, and that nothing costs money in a sandbox.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlAnchorElement, HtmlElement};

use crate::router::{Route, Router};
use crate::state::Settings;
use crate::words::{common, shell as words};

/// Brings the shell to life.
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
        if let Some(news) = by_id("news").filter(|_| route.tab() == Route::Orders.path()) {
            news.set_text_content(None);
        }
        if before.is_some() {
            // Whoever cannot see the page learns that it is a new one, and reads on from its top.
            focus("main");
        }
    });
}

/// Writes the shell's texts in the page's language.
fn translate() {
    for (selector, text) in [
        (".skip", words::skip()),
        (".tabs [href='.'] span", words::code()),
        (".tabs [href=send] span", words::send()),
        (".tabs [href=orders] span", words::orders()),
        (".tabs [href=top-up] span", words::top_up()),
        (".tabs [href=settings] span", words::settings()),
        ("#sandbox", words::sandbox()),
    ] {
        if let Ok(Some(element)) = document().query_selector(selector) {
            element.set_text_content(Some(text));
        }
    }
    if let Ok(Some(tabs)) = document().query_selector(".tabs") {
        let _ = tabs.set_attribute("aria-label", words::pages());
    }
}

/// Names the page in the browser's title.
pub fn title(page: &str) {
    document().set_title(&common::title(page));
}

/// Shows a picture of how the page's order stands beside the title: `satline` if there is none.
pub fn favicon(name: &str) {
    if let Ok(Some(link)) = document().query_selector("link[rel=icon]") {
        let _ = link.set_attribute("href", &["icons/", name, ".svg"].concat());
    }
}

/// Says what happened elsewhere, with a link there, until the reader has gone to their orders.
pub fn announce(sentence: &str, label: &str, route: &Route) {
    let link = document().create_element("a");
    let Some((news, link)) = by_id("news").zip(link.ok()) else {
        return;
    };
    let _ = link.set_attribute("href", &route.path());
    link.set_text_content(Some(label));
    news.set_text_content(Some(&[sentence, " "].concat()));
    let _ = news.append_child(&link);
}

/// Reads on from the first element that fits, which need not be something to press.
pub fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        if !element.has_attribute("tabindex") {
            element.set_tab_index(-1);
        }
        let _ = element.focus();
    }
}

/// Whether the reader is at this element.
pub fn has_focus(selector: &str) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.matches(selector).unwrap_or(false))
}

/// Applies a theme; the system's if it is empty. `start.js` does the same before anything is painted.
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
