use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::country::Country;
use satline_core::services::sms4sats::RentalOffer;

use super::{Draft, Failure};
use crate::state::{Answer, Services};
use crate::words::{self, catalogue as texts};

/// Where a number of this service can be rented, for how long and at what price.
#[component]
pub fn RentalChoice(
    service: String,
    draft: Draft,
    country: Signal<Option<Country>>,
) -> impl IntoView {
    let offers = RwSignal::new(Answer::Waiting);
    let sms4sats = StoredValue::new(expect_context::<Services>().sms4sats);
    let service = StoredValue::new(service);
    let ask = move || {
        offers.set(Answer::Waiting);
        let (sms4sats, service) = (sms4sats.get_value(), service.get_value());
        spawn_local(async move {
            let answer = sms4sats.rental_countries(&service).await;
            if let Ok(offers) = &answer {
                // The country of the page, where it can be had there.
                let here = country.get_untracked();
                let offer = offers.iter().find(|offer| offer.country() == here);
                draft.rental.try_set(offer.and_then(choice));
            }
            offers.try_set(answer.into());
        });
    };
    ask();
    let pick = move |event| {
        let code = event_target_value(&event);
        let offer = offers.with_untracked(|offers| match offers {
            Answer::Here(offers) => offers
                .iter()
                .find(|offer| offer.country_code == code)
                .and_then(choice),
            _ => None,
        });
        draft.rental.set(offer);
    };
    move || match offers.get() {
        Answer::Waiting => {
            view! { <p class="hint" role="status">{texts::asking_rentals()}</p> }.into_any()
        }
        Answer::Failed(error) => view! { <Failure error retry=move |()| ask() /> }.into_any(),
        Answer::Here(offers) if offers.is_empty() => {
            view! { <p class="notice">{texts::no_rentals()}</p> }.into_any()
        }
        Answer::Here(offers) => {
            let chosen = draft.rental.get_untracked().map(|(country, _)| country);
            let option = |offer: &RentalOffer| {
                let country = offer.country()?;
                let parts = [
                    Some(words::country(country)),
                    offer.weeks.map(texts::weeks),
                    offer.price.map(words::sats),
                ];
                let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
                let code = offer.country_code.clone();
                Some(view! { <option value=code selected=chosen == Some(country)>{text}</option> })
            };
            view! {
                <div class="field">
                    <label for="rental">{texts::rental_country()}</label>
                    <select id="rental" data-testid="rental" on:change=pick>
                        <option value="" disabled selected=chosen.is_none()>
                            {texts::choose_country()}
                        </option>
                        {offers.iter().filter_map(option).collect_view()}
                    </select>
                </div>
            }
            .into_any()
        }
    }
}

fn choice(offer: &RentalOffer) -> Option<(Country, Option<satline_core::money::Sats>)> {
    Some((offer.country()?, offer.price))
}
