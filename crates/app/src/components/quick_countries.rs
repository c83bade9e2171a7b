use leptos::prelude::*;
use satline_core::country::Country;

use super::{Flag, Icon, icon};
use crate::state::Settings;
use crate::words::{self, catalogue as texts};

/// As many as fit a line on most screens; the line hides the rest.
const MOST: usize = 6;

/// The countries that this reader is likely to want: favourites, the last one, and whichever the
/// service likes.
#[component]
pub fn QuickCountries(
    #[prop(into)] chosen: Signal<Option<Country>>,
    on_choose: Callback<Country>,
) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let chip = move |country: Country| {
        let pressed = move || (chosen.get() == Some(country)).to_string();
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=pressed
                on:click=move |_| on_choose.run(country)
            >
                <Flag country />
                {words::country(country)}
            </button>
        }
    };
    let countries = Memo::new(move |_| {
        let (mut countries, last) =
            settings.get(|choices| (choices.favourites.clone(), choices.last_country));
        countries.truncate(MOST - 2);
        for country in last.into_iter().chain([Country::AUTO]) {
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        countries
    });
    view! {
        <div class="chips" role="group" aria-label=texts::quick() data-testid="quick">
            {move || countries.get().into_iter().map(chip).collect_view()}
        </div>
    }
}

/// Makes the chosen country a favourite, or no longer one.
#[component]
pub fn Star(#[prop(into)] country: Signal<Option<Country>>) -> impl IntoView {
    let settings = expect_context::<Settings>();
    let is_favourite = move || {
        let country = country.get();
        country.is_some_and(|country| settings.get(|choices| choices.favourites.contains(&country)))
    };
    let switch = move |_| {
        if let Some(country) = country.get_untracked() {
            settings.update(|choices| {
                if choices.favourites.contains(&country) {
                    choices.favourites.retain(|favourite| *favourite != country);
                } else {
                    choices.favourites.push(country);
                }
            });
        }
    };
    view! {
        <button
            type="button"
            class="icon-button star"
            aria-label=texts::favourite()
            aria-pressed=move || is_favourite().to_string()
            data-testid="star"
            on:click=switch
        >
            {icon(Icon::Star)}
        </button>
    }
}
