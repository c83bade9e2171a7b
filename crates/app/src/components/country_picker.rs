use leptos::prelude::*;
use satline_core::country::Country;

/// As many as a reader looks through; typing one letter more finds the rest.
const MOST_SHOWN: usize = 8;

/// A field that finds a country by any of its names and codes.
#[component]
pub fn CountryPicker(
    chosen: RwSignal<Option<Country>>,
    #[prop(into)] on_choose: Callback<Country>,
) -> impl IntoView {
    let typed = RwSignal::new(chosen.get_untracked().map(label).unwrap_or_default());
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        typed.with(|text| {
            let shown = chosen.get().is_some_and(|country| label(country) == *text);
            let text = if shown { "" } else { text.as_str() };
            let mut found = Country::search(text);
            found.truncate(if text.is_empty() {
                usize::MAX
            } else {
                MOST_SHOWN
            });
            found
        })
    });
    let choose = move |country: Country| {
        typed.set(label(country));
        open.set(false);
        if chosen.get_untracked() != Some(country) {
            on_choose.run(country);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => {
                open.set(true);
                active.update(|index| *index = (*index + 1).min(count.saturating_sub(1)));
            }
            "ArrowUp" => active.update(|index| *index = index.saturating_sub(1)),
            "Enter" if open.get() => {
                if let Some(country) = found.with(|found| found.get(active.get()).copied()) {
                    choose(country);
                }
            }
            "Escape" => open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="field picker">
            <label for="country">"Country"</label>
            <input
                id="country"
                data-testid="country"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder="Name or code, such as Germany"
                aria-controls="countries"
                aria-autocomplete="list"
                aria-expanded=move || open.get().to_string()
                aria-activedescendant=move || format!("country-{}", active.get())
                prop:value=typed
                on:focus=move |event| {
                    event_target::<web_sys::HtmlInputElement>(&event).select();
                    open.set(true);
                }
                on:blur=move |_| open.set(false)
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    active.set(0);
                    open.set(true);
                }
                on:keydown=on_key
            />
            <ul
                id="countries"
                role="listbox"
                aria-label="Countries"
                class="options"
                hidden=move || !open.get()
            >
                {move || {
                    let option = |(index, country): (usize, Country)| {
                        view! {
                            <li
                                id=format!("country-{index}")
                                role="option"
                                aria-selected=move || (active.get() == index).to_string()
                                // Before the field loses its focus and closes the list.
                                on:mousedown=move |event| {
                                    event.prevent_default();
                                    choose(country);
                                }
                            >
                                {label(country)}
                            </li>
                        }
                    };
                    found.get().into_iter().enumerate().map(option).collect_view()
                }}
            </ul>
        </div>
    }
}

fn label(country: Country) -> String {
    match country.flag() {
        Some(flag) => format!("{flag} {}", country.name()),
        None => country.name().to_owned(),
    }
}
