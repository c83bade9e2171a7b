//! What the catalogue shows. It is kept in the browser's history, so that Back brings it all back.

use leptos::prelude::*;
use satline_core::country::Country;
use web_sys::UrlSearchParams;

use crate::router;

/// The names in the history and in links.
const COUNTRY: &str = "country";
const SERVICE: &str = "service";
const SEARCH: &str = "search";
const SORT: &str = "sort";
/// The entry before is the same page without the form.
const ABOVE: &str = "above";

/// How the services are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The reader's own first, then the best known, then the others by name.
    #[default]
    Popular,
    Name,
    /// Those with the most numbers first.
    Stock,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Popular, Self::Name, Self::Stock];

    /// Returns its name in the history and in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Popular => "popular",
            Self::Name => "name",
            Self::Stock => "stock",
        }
    }

    /// Returns the one with this name; otherwise the default.
    pub fn named(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|sort| sort.name() == name).unwrap_or_default()
    }
}

/// What the catalogue shows, as its parts follow it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The chosen country.
    country: RwSignal<Option<Country>>,
    /// The service whose form is open, by its code.
    pub service: RwSignal<Option<String>>,
    /// What is searched for.
    pub search: RwSignal<String>,
    /// How the services are sorted.
    pub sort: RwSignal<Sort>,
    /// The form was closed, and the browser is going back to the entry before it.
    is_going_back: RwSignal<bool>,
}

/// The same, as a history entry keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kept {
    country: Option<Country>,
    service: Option<String>,
    search: String,
    sort: Sort,
    is_above: bool,
}

impl Shown {
    /// Creates it for the page, as the history entry keeps it or a link asks for it. The country is the
    /// caller's to choose.
    pub fn new(country: RwSignal<Option<Country>>) -> Self {
        let kept = Kept::read();
        Self {
            country,
            service: RwSignal::new(kept.service),
            search: RwSignal::new(kept.search),
            sort: RwSignal::new(kept.sort),
            is_going_back: RwSignal::new(false),
        }
    }

    /// Returns the country that the history entry keeps or a link asks for.
    pub fn kept_country() -> Option<Country> {
        Kept::read().country
    }

    /// Shows what the history entry keeps, after the reader has moved there; the form is left first if it
    /// closes by that.
    pub fn restore(self, leave_form: fn()) {
        if self.is_going_back.get_untracked() {
            self.is_going_back.set(false);
            // The entry before the form knows nothing of what was changed beside the form.
            return self.keep();
        }
        let kept = Kept::read();
        let open = self.service.get_untracked();
        if open.is_some() && open != kept.service {
            leave_form();
        }
        if open != kept.service {
            self.service.set(kept.service);
        }
        self.search.set(kept.search);
        self.sort.set(kept.sort);
    }

    /// Keeps what is shown in the history entry. A form that opens gets an entry of its own, so that Back
    /// closes it. Follows all but what is being typed.
    pub fn keep(self) {
        let shown = self.now();
        if self.is_going_back.get_untracked() {
            return;
        }
        let kept = Kept::read();
        let opens = shown.service.is_some() && kept.service.is_none();
        let shown = Kept {
            is_above: shown.service.is_some() && (opens || kept.is_above),
            ..shown
        };
        if opens {
            let below = Kept {
                service: None,
                is_above: false,
                ..shown.clone()
            };
            below.write(false);
        }
        if shown != kept {
            shown.write(opens);
        }
    }

    /// Closes the form after it was left, and leaves its history entry.
    pub fn close(self, leave_form: fn()) {
        if self.service.get_untracked().is_none() {
            return;
        }
        leave_form();
        let is_above = Kept::read().is_above;
        self.service.set(None);
        if is_above {
            self.is_going_back.set(true);
            router::go_back();
        }
    }

    fn now(self) -> Kept {
        Kept {
            country: self.country.get(),
            service: self.service.get(),
            search: self.search.get_untracked(),
            sort: self.sort.get(),
            is_above: false,
        }
    }
}

impl Kept {
    fn read() -> Self {
        let Some(kept) = router::kept() else {
            return Self::default();
        };
        Self {
            country: kept
                .get(COUNTRY)
                .and_then(|code| Country::from_code(code.parse().ok()?)),
            service: kept.get(SERVICE),
            search: kept.get(SEARCH).unwrap_or_default(),
            sort: Sort::named(&kept.get(SORT).unwrap_or_default()),
            is_above: kept.has(ABOVE),
        }
    }

    fn write(&self, in_new_entry: bool) {
        let Ok(kept) = UrlSearchParams::new() else {
            return;
        };
        if let Some(country) = self.country {
            kept.set(COUNTRY, &country.code().to_string());
        }
        if let Some(service) = &self.service {
            kept.set(SERVICE, service);
        }
        if !self.search.is_empty() {
            kept.set(SEARCH, &self.search);
        }
        if self.sort != Sort::default() {
            kept.set(SORT, self.sort.name());
        }
        if self.is_above {
            kept.set(ABOVE, "");
        }
        router::keep(&kept, in_new_entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use satline_core::http::{Clock, Fetch};
    use std::time::Duration;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// The catalogue in a history entry that keeps nothing.
    fn shown() -> (Owner, Shown) {
        router::keep(&UrlSearchParams::new().unwrap(), true);
        let owner = Owner::new();
        let shown = owner.with(|| Shown::new(RwSignal::new(Country::find("DE"))));
        (owner, shown)
    }

    fn leave() {}

    async fn moved() {
        Fetch.sleep(Duration::from_millis(200)).await;
    }

    #[wasm_bindgen_test]
    async fn a_form_has_a_history_entry_of_its_own_and_back_closes_it() {
        let (owner, shown) = shown();
        shown.search.set("whats".to_owned());
        untrack(|| shown.keep());
        shown.service.set(Some("wa & co".to_owned()));
        untrack(|| shown.keep());
        assert_eq!(Kept::read().service.as_deref(), Some("wa & co"));
        router::go_back();
        moved().await;
        untrack(|| shown.restore(leave));
        assert_eq!(shown.service.get_untracked(), None);
        assert_eq!(shown.search.get_untracked(), "whats");
        assert_eq!(Kept::read().country, Country::find("DE"));
        // As after a reload.
        let again = owner.with(|| Shown::new(RwSignal::new(None)));
        assert_eq!(again.search.get_untracked(), "whats");
    }

    #[wasm_bindgen_test]
    async fn closing_the_form_leaves_its_entry_and_keeps_what_was_changed_beside_it() {
        let (_owner, shown) = shown();
        untrack(|| shown.keep());
        let before = window().history().unwrap().length().unwrap();
        shown.service.set(Some("wa".to_owned()));
        untrack(|| shown.keep());
        shown.sort.set(Sort::Stock);
        untrack(|| shown.keep());
        shown.close(leave);
        // Another one is opened before the browser has gone back.
        shown.service.set(Some("tg".to_owned()));
        untrack(|| shown.keep());
        moved().await;
        untrack(|| shown.restore(leave));
        let kept = Kept::read();
        assert_eq!(kept.service.as_deref(), Some("tg"));
        assert!(kept.sort == Sort::Stock && kept.is_above);
        // Browsers keep no more than fifty entries.
        let after = window().history().unwrap().length().unwrap();
        assert_eq!(after, (before + 1).min(50));
        shown.close(leave);
        moved().await;
        untrack(|| shown.restore(leave));
        let kept = Kept::read();
        assert_eq!((kept.service, kept.sort), (None, Sort::Stock));
    }
}
