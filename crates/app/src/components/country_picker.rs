use leptos::prelude::*;
use satline_core::country::Country;
use web_sys::{HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{Flag, Icon, icon};
use crate::words::{self, catalogue as texts};

/// How many countries are listed; typing one letter more finds the others.
const MOST_SHOWN: usize = 8;

/// The state of the field.
#[derive(Clone, Copy)]
struct Picker {
    chosen: Signal<Option<Country>>,
    on_choose: Callback<Country>,
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    active: RwSignal<usize>,
    found: Memo<Vec<Country>>,
}

/// A field that finds a country by any of its names and codes.
#[component]
pub fn CountryPicker(
    #[prop(into)] chosen: Signal<Option<Country>>,
    #[prop(into)] on_choose: Callback<Country>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let picker = Picker {
        chosen,
        on_choose,
        typed,
        open,
        active: RwSignal::new(0),
        found: Memo::new(move |_| found(open.get(), &typed.get(), chosen.get())),
    };
    // Another part of the page may choose too.
    Effect::new(move |_| typed.set(chosen.get().map(words::country).unwrap_or_default()));
    // The country whose name is in the field.
    let named = Memo::new(move |_| {
        let chosen = chosen.get();
        chosen.filter(|country| typed.with(|typed| *typed == words::country(*country)))
    });
    view! {
        <label for="country">{texts::country()}</label>
        <div class="field with-icon">
            <input
                id="country"
                data-testid="country"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=texts::country_placeholder()
                aria-controls="countries"
                aria-autocomplete="list"
                aria-expanded=move || open.get().to_string()
                aria-activedescendant=move || open.get().then(|| option_id(picker.active.get()))
                prop:value=typed
                on:focus=move |event| {
                    event_target::<HtmlInputElement>(&event).select();
                }
                on:click=move |_| open.set(true)
                on:blur=move |_| picker.close()
                on:input=move |event| picker.type_in(event_target_value(&event))
                on:keydown=move |event: leptos::ev::KeyboardEvent| picker.press(&event)
            />
            {move || match named.get() {
                Some(country) => view! { <Flag country /> }.into_any(),
                None => icon(Icon::Search),
            }}
        </div>
        <ul
            id="countries"
            role="listbox"
            aria-label=texts::countries()
            class="options"
            hidden=move || !open.get()
        >
            <Options picker />
        </ul>
    }
}

impl Picker {
    fn type_in(self, text: String) {
        self.typed.set(text);
        self.active.set(0);
        self.open.set(true);
    }

    fn choose(self, country: Country) {
        self.open.set(false);
        self.typed.set(words::country(country));
        self.on_choose.run(country);
    }

    /// Closes the list, and shows what was chosen before.
    fn close(self) {
        self.open.set(false);
        self.typed.set(
            self.chosen
                .get_untracked()
                .map(words::country)
                .unwrap_or_default(),
        );
    }

    fn press(self, event: &leptos::ev::KeyboardEvent) {
        let count = self.found.with_untracked(Vec::len);
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if self.open.get_untracked() => {
                self.activate((active + 1).min(count.saturating_sub(1)));
            }
            "ArrowDown" => self.open.set(true),
            "ArrowUp" => self.activate(active.saturating_sub(1)),
            "Enter" if self.open.get_untracked() => {
                if let Some(country) = self
                    .found
                    .with_untracked(|found| found.get(active).copied())
                {
                    self.choose(country);
                }
            }
            "Escape" if self.open.get_untracked() => self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    fn activate(self, index: usize) {
        self.active.set(index);
        let how = ScrollIntoViewOptions::new();
        how.set_block(ScrollLogicalPosition::Nearest);
        if let Some(option) = document().get_element_by_id(&option_id(index)) {
            option.scroll_into_view_with_scroll_into_view_options(&how);
        }
    }
}

/// The countries that were found.
#[component]
fn Options(picker: Picker) -> impl IntoView {
    let option = move |(index, country): (usize, Country)| {
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=move || (picker.active.get() == index).to_string()
                // Before the field loses its focus and closes the list.
                on:mousedown=move |event| {
                    event.prevent_default();
                    picker.choose(country);
                }
            >
                <Flag country />
                {words::country(country)}
            </li>
        }
    };
    let is_nothing = move || picker.open.get() && picker.found.with(Vec::is_empty);
    view! {
        {move || picker.found.get().into_iter().enumerate().map(option).collect_view()}
        {move || is_nothing().then(|| view! { <li class="hint">{texts::no_country()}</li> })}
    }
}

fn found(open: bool, typed: &str, chosen: Option<Country>) -> Vec<Country> {
    if !open {
        return Vec::new();
    }
    // A name that was not touched is no search.
    if chosen.is_some_and(|country| words::country(country) == typed) {
        return Country::search("");
    }
    let mut found = words::search_countries(typed);
    if !typed.is_empty() {
        found.truncate(MOST_SHOWN);
    }
    found
}

fn option_id(index: usize) -> String {
    format!("country-{index}")
}
