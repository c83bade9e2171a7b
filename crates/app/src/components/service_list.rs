use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::SearchField;
use super::service_rows::Rows;
use crate::state::{Catalogue, Services, Settings, Shown, Sort};
use crate::words::{self, catalogue as texts};

/// The services of a country, found as one types. Those of a sandbox that misbehave are below the others.
#[component]
pub fn ServiceList(offers: Arc<Vec<ServiceOffer>>, shown: Shown) -> impl IntoView {
    let (well, misbehaving) = apart(offers);
    let found = RwSignal::new(well.len());
    let also_found = RwSignal::new(misbehaving.len());
    let count = Signal::derive(move || found.get() + also_found.get());
    view! {
        <Finder shown count />
        <ServiceRows offers=well shown found test_id="services" />
        {(!misbehaving.is_empty())
            .then(|| {
                view! {
                    <section class="stack stack-tight" hidden=move || also_found.get() == 0>
                        <h2>{texts::misbehaving()}</h2>
                        <p class="hint">{texts::misbehaving_hint()}</p>
                        <ServiceRows
                            offers=misbehaving
                            shown
                            found=also_found
                            test_id="misbehaving"
                        />
                    </section>
                }
            })}
    }
}

/// What is searched for and how it is sorted, how many there are, and what a code usually costs.
#[component]
fn Finder(shown: Shown, count: Signal<usize>) -> impl IntoView {
    let Shown { search, sort, .. } = shown;
    let usual_price = expect_context::<Catalogue>().usual_price;
    let option = |one: Sort| {
        view! {
            <option value=one.name() prop:selected=move || sort.get() == one>
                {sort_name(one)}
            </option>
        }
    };
    view! {
        <div class="finder">
            <SearchField
                label=texts::search()
                placeholder=texts::search_placeholder()
                text=search
                // Browsers count how often a page changes its history.
                on_leave=move |()| untrack(|| shown.keep())
            />
            <select
                aria-label=texts::sort()
                data-testid="sort"
                on:change=move |event| sort.set(Sort::named(&event_target_value(&event)))
            >
                {Sort::ALL.map(option).into_iter().collect_view()}
            </select>
            <p class="hint split">
                <span role="status" data-testid="count">{move || service_count(count.get())}</span>
                <span data-testid="usual-price">
                    {move || usual_price.get().map(|price| texts::usual_price(&words::sats(price)))}
                </span>
            </p>
        </div>
    }
}

/// The rows of services, `found` is set to how many are shown.
///
/// There may be many thousands, so their [rows](Rows) are not views. One listener hears them all.
#[component]
fn ServiceRows(
    offers: Arc<Vec<ServiceOffer>>,
    shown: Shown,
    found: RwSignal<usize>,
    test_id: &'static str,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let Shown {
        service,
        search,
        sort,
        ..
    } = shown;
    let sms4sats = expect_context::<Services>().sms4sats;
    let settings = expect_context::<Settings>();
    let (is_plain, own) = settings.peek(|choices| (choices.no_icons, choices.own_services.clone()));
    let make = move |sort| {
        let sms4sats = sms4sats.clone();
        let picture = move |offer: &ServiceOffer| {
            let image = offer.image.as_deref().filter(|_| !is_plain)?;
            sms4sats.account().picture(image)
        };
        Rows::new(offers.clone(), sort, &own, Box::new(picture))
    };
    let rows = StoredValue::new_local(make(sort.get_untracked()));
    let find = move |typed: &str, list: &Element| {
        let typed = words::lower(typed.trim());
        if let Some(count) = rows.try_update_value(|rows| rows.find(&typed, list)) {
            found.set(count);
        }
    };
    // Rows that are put in again lose the focus: only where there are others.
    Effect::new(move |before: Option<Option<Sort>>| {
        let list = list.get()?;
        let sort = sort.get();
        let before = before.flatten();
        if before != Some(sort) {
            if before.is_some() {
                rows.set_value(make(sort));
            }
            rows.with_value(|rows| rows.put_into(&list));
            search.with_untracked(|typed| {
                if !typed.is_empty() {
                    find(typed, &list);
                }
            });
        }
        Some(sort)
    });
    Effect::new(move |before: Option<()>| {
        let typed = search.get();
        // The rows begin with it.
        if let Some(list) = list.get_untracked().filter(|_| before.is_some()) {
            find(&typed, &list);
        }
    });
    Effect::new(move |_| {
        sort.track();
        service.with(|service| rows.update_value(|rows| rows.press(service.as_deref())));
    });
    let scrolled = window_event_listener(leptos::ev::scroll, move |_| {
        if let Some(list) = list.get_untracked() {
            rows.update_value(|rows| rows.go_on(&list));
        }
    });
    on_cleanup(move || scrolled.remove());
    let on_click = move |event: leptos::ev::MouseEvent| {
        if let Some(item) = pressed(&event)
            && let Some(id) = rows.with_value(|rows| rows.service(&item))
        {
            service.set(Some(id));
        }
    };
    view! {
        <div
            class="services"
            role="list"
            data-testid=test_id
            node_ref=list
            on:click=on_click
        ></div>
    }
}

/// Returns the services, and, of a sandbox, those that misbehave.
fn apart(offers: Arc<Vec<ServiceOffer>>) -> (Arc<Vec<ServiceOffer>>, Arc<Vec<ServiceOffer>>) {
    let misbehaves = |offer: &ServiceOffer| offer.extra.members().contains_key("misbehaves");
    if !offers.iter().any(misbehaves) {
        return (offers, Arc::default());
    }
    let all = offers.iter().cloned();
    let (misbehaving, others): (Vec<_>, Vec<_>) = all.partition(misbehaves);
    (Arc::new(others), Arc::new(misbehaving))
}

fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Popular => texts::by_popularity(),
        Sort::Name => texts::by_name(),
        Sort::Stock => texts::by_stock(),
    }
}

fn service_count(services: usize) -> String {
    match services {
        0 => texts::no_service().to_owned(),
        some => texts::services(some as u64),
    }
}

/// The row that was clicked.
fn pressed(event: &leptos::ev::MouseEvent) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[role=listitem]").ok()?
}
