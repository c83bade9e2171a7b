use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::service_rows::Rows;
use super::{Icon, icon};
use crate::state::{Services, Settings, Shown};
use crate::words::{self, catalogue as texts};

/// The services of a country, found as one types.
///
/// There may be many thousands, so their [rows](Rows) are not views. One listener hears them all.
#[component]
pub fn ServiceList(offers: Arc<Vec<ServiceOffer>>, shown: Shown) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let count = NodeRef::<html::P>::new();
    let all = service_count(offers.len());
    let Shown {
        service,
        search,
        by_stock,
        ..
    } = shown;
    let sms4sats = expect_context::<Services>().sms4sats;
    let is_plain = expect_context::<Settings>().peek(|choices| choices.no_icons);
    let make = move |by_stock| {
        let sms4sats = sms4sats.clone();
        let picture = move |offer: &ServiceOffer| {
            let image = offer.image.as_deref().filter(|_| !is_plain)?;
            sms4sats.account().picture(image)
        };
        Rows::make(offers.clone(), by_stock, Box::new(picture))
    };
    let rows = StoredValue::new_local(make(by_stock.get_untracked()));
    let find = move |typed: &str| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        let found = rows.try_update_value(|rows| rows.find(&words::lower(typed.trim()), &list));
        if let Some((found, count)) = found.flatten().zip(count.get_untracked()) {
            // As fast as the browser is: its text stays, and what is in it changes.
            let text = count.first_child();
            let _ = text.map(|text| text.set_node_value(Some(&service_count(found))));
        }
    };
    // Rows that are put in again lose the focus: only where there are others.
    Effect::new(move |before: Option<Option<bool>>| {
        let list = list.get()?;
        let by_stock = by_stock.get();
        let before = before.flatten();
        if before != Some(by_stock) {
            if before.is_some() {
                rows.set_value(make(by_stock));
            }
            rows.with_value(|rows| rows.put_into(&list));
            search.with_untracked(|typed| find(typed));
        }
        Some(by_stock)
    });
    Effect::new(move |before: Option<()>| {
        let typed = search.get();
        // The rows begin with it.
        if before.is_some() {
            find(&typed);
        }
    });
    Effect::new(move |_| {
        by_stock.track();
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
        <div class="finder">
            <div class="field with-icon">
                <label class="for-readers" for="search">{texts::search()}</label>
                <input
                    id="search"
                    data-testid="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    placeholder=texts::search_placeholder()
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                    // When it is left, not at every key: browsers count how often a page does that.
                    on:change=move |_| untrack(|| shown.keep())
                />
                {icon(Icon::Search)}
            </div>
            <select
                aria-label=texts::sort()
                data-testid="sort"
                on:change=move |event| by_stock.set(event_target_value(&event) == "stock")
            >
                <option value="name" prop:selected=move || !by_stock.get()>
                    {texts::by_name()}
                </option>
                <option value="stock" prop:selected=by_stock>
                    {texts::by_stock()}
                </option>
            </select>
            <p class="hint" role="status" data-testid="count" node_ref=count>{all}</p>
        </div>
        <div class="services" role="list" data-testid="services" node_ref=list on:click=on_click></div>
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
