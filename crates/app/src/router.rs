//! Addresses and pages: one table, read and written here alone, over the browser's history.
//!
//! A table of our own instead of a routing library: there are few pages, none nests, and the library
//! would weigh more than all of them.

use leptos::prelude::*;
use satline_core::order::OrderId;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, Url, UrlSearchParams};

/// The pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Catalogue,
    Send,
    Orders,
    Order(OrderId),
    TopUp,
    Settings,
    NotFound,
}

/// The pages that have one address each: a folder with an `index.html`, which any server of files serves.
/// `www/pages.mjs` reads this table and makes them.
const PATHS: [(Route, &str); 5] = [
    (Route::Catalogue, "./"),
    (Route::Send, "send/"),
    (Route::Orders, "orders/"),
    (Route::TopUp, "top-up/"),
    (Route::Settings, "settings/"),
];

impl Route {
    /// Returns the page of a path, which is without the base, and of a fragment, which is without its `#`.
    fn parse(path: &str, fragment: &str) -> Self {
        // Some hosts serve a page without the slash at its end, and all by the name of its file.
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = format!("{}/", path.trim_end_matches('/'));
        let path = if path == "/" { "./" } else { &path };
        match PATHS.into_iter().find(|(_, known)| *known == path) {
            Some((Self::Orders, _)) if !fragment.is_empty() => {
                OrderId::parse(fragment).map_or(Self::NotFound, Self::Order)
            }
            found => found.map_or(Self::NotFound, |(route, _)| route),
        }
    }

    /// Returns the page's address, relative to the base, for `href`. An order's id is in the fragment: no
    /// host logs it, and none has to know each order's page.
    pub fn path(&self) -> String {
        if let Self::Order(id) = self {
            return format!("{}#{}", Self::Orders.path(), id.as_str());
        }
        let found = PATHS.into_iter().find(|(route, _)| route == self);
        found.map_or("./", |(_, path)| path).to_owned()
    }

    /// Returns the path of the tab that the page belongs to, if any.
    pub fn tab(&self) -> String {
        match self {
            Self::Order(_) => Self::Orders.path(),
            Self::NotFound => String::new(),
            _ => self.path(),
        }
    }
}

/// The event of a move in the browser's history.
const STEP: &str = "popstate";

/// The page that the reader is on, and the ways to another.
#[derive(Clone, Copy)]
pub struct Router(RwSignal<Route>);

impl Router {
    /// Creates a router at the page that the address names.
    pub fn new() -> Self {
        Self(RwSignal::new(current()))
    }

    /// Follows links, back and forward until the owner is cleaned up.
    pub fn listen(self) {
        let back = window_event_listener_untyped(STEP, move |_| self.arrive());
        let click = window_event_listener_untyped("click", move |event| {
            let event: MouseEvent = event.unchecked_into();
            if let Some(path) = inner_link(&event) {
                event.prevent_default();
                self.visit(&path);
            }
        });
        on_cleanup(move || {
            back.remove();
            click.remove();
        });
    }

    /// Returns the page to show, and follows it.
    pub fn route(self) -> Route {
        self.0.get()
    }

    /// Goes to a page.
    pub fn go(self, route: &Route) {
        if let Ok(url) = Url::new_with_base(&route.path(), &base()) {
            self.visit(&url.href());
        }
    }

    fn visit(self, url: &str) {
        let history = window().history();
        if history.is_ok_and(|history| {
            history
                .push_state_with_url(&JsValue::NULL, "", Some(url))
                .is_ok()
        }) {
            self.arrive();
            // A page that is shown already gets the same event as for the browser's own steps.
            let _ = Event::new(STEP).map(|step| window().dispatch_event(&step));
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Shows the page of the address, unless it is shown: then it restores by itself what it keeps.
    fn arrive(self) {
        let route = current();
        if self.0.with_untracked(|shown| *shown != route) {
            self.0.set(route);
        }
    }
}

/// Calls this as long as the page lives, when the reader has moved between two of its history entries.
pub fn on_step_within(page: Route, restore: impl Fn() + 'static) {
    let stepped = window_event_listener_untyped(STEP, move |_| {
        // A page that is being left does not restore anything.
        if current() == page {
            restore();
        }
    });
    on_cleanup(move || stepped.remove());
}

/// Returns what the page keeps in its history entry, by name, so that Back, Forward and a reload restore
/// it. Default: what a link asks for. It is kept out of the address, which a host may log.
pub fn kept() -> Option<UrlSearchParams> {
    let kept = window().history().and_then(|history| history.state());
    let asked = || window().location().search().ok();
    let text = kept.ok().and_then(|kept| kept.as_string()).or_else(asked);
    UrlSearchParams::new_with_str(&text.unwrap_or_default()).ok()
}

/// Keeps this in the page's history entry, or in a new one after it.
pub fn keep(kept: &UrlSearchParams, in_new_entry: bool) {
    if let Ok(history) = window().history() {
        let state = JsValue::from(kept.to_string());
        // Browsers refuse a page that does so hundreds of times in a few seconds: nothing is lost by that.
        let _ = if in_new_entry {
            history.push_state(&state, "")
        } else {
            history.replace_state(&state, "")
        };
    }
}

/// Goes back to the history entry before.
pub fn go_back() {
    let _ = window().history().and_then(|history| history.back());
}

/// Returns the base of relative addresses: the app may be under any path.
fn base() -> String {
    document().base_uri().ok().flatten().unwrap_or_default()
}

fn current() -> Route {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    page_at(&path, &location.hash().unwrap_or_default())
}

fn page_at(path: &str, hash: &str) -> Route {
    let base = Url::new(&base())
        .map(|url| url.pathname())
        .unwrap_or_default();
    let fragment = hash.trim_start_matches('#');
    path.strip_prefix(&base)
        .map_or(Route::NotFound, |path| Route::parse(path, fragment))
}

/// Returns the page that the link around this element leads to, if it is in the app.
pub fn led_to(element: &Element) -> Option<Route> {
    inner(element).map(|link| page_at(&link.pathname(), &link.hash()))
}

fn inner(element: &Element) -> Option<HtmlAnchorElement> {
    let link: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let is_inner = link.href().starts_with(&base())
        && link.target().is_empty()
        && link.rel() != "external"
        && !link.has_attribute("download");
    is_inner.then_some(link)
}

/// Returns the address of a clicked link if it was a plain click, on a link into the app.
fn inner_link(event: &MouseEvent) -> Option<String> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if modified || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    inner(&target).map(|link| link.href())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn parse(address: &str) -> Route {
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        Route::parse(path, fragment)
    }

    #[wasm_bindgen_test]
    fn every_page_is_found_again_by_its_path() {
        let order = Route::Order(OrderId::parse("7dc6").unwrap());
        assert_eq!(parse(&order.path()), order);
        for (route, path) in PATHS {
            assert_eq!(parse(path), route);
            assert_eq!(parse(&route.path()), route);
            assert_eq!(
                parse(path.trim_end_matches('/')),
                route,
                "without its slash"
            );
            assert_eq!(parse(&format!("{path}index.html")), route, "by its file");
        }
        assert_eq!(parse("#7dc6"), Route::Catalogue);
        assert_eq!(parse("orders#7dc6"), order);
        assert_eq!(parse("orders/#"), Route::Orders);
        for nowhere in ["orders/#%3Cscript%3E", "orders/7dc6", "elsewhere"] {
            assert_eq!(parse(nowhere), Route::NotFound, "{nowhere}");
        }
    }
}
