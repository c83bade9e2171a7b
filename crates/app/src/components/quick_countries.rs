use leptos::prelude::*;
use satline_core::country::Country;

use super::country_picker::label;
use crate::words::catalogue as words;

/// The countries that this reader is likely to want.
#[component]
pub fn QuickCountries(
    #[prop(into)] chosen: Signal<Option<Country>>,
    on_choose: Callback<Country>,
) -> impl IntoView {
    let chip = move |country: Country| {
        let pressed = move || (chosen.get() == Some(country)).to_string();
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=pressed
                on:click=move |_| on_choose.run(country)
            >
                {label(country)}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=words::QUICK data-testid="quick">
            {move || [Country::AUTO].map(chip).into_iter().collect_view()}
        </div>
    }
}
