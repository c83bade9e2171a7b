use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::service_rows::Rows;
use super::{Icon, icon};
use crate::state::{Services, Setting, Settings};
use crate::words::catalogue as words;

/// The services of a country, found as one types.
///
/// There may be many thousands, so their [rows](Rows) are not views. One listener hears them all.
#[component]
pub fn ServiceList(
    offers: Arc<Vec<ServiceOffer>>,
    chosen: RwSignal<Option<ServiceOffer>>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let count = NodeRef::<html::P>::new();
    let all = words::count(offers.len());
    let sms4sats = expect_context::<Services>().sms4sats;
    let is_plain = untrack(|| expect_context::<Settings>().is_on(Setting::NoIcons));
    let listed = offers.clone();
    let make = move |by_stock| {
        let sms4sats = sms4sats.clone();
        let picture = move |offer: &ServiceOffer| {
            let image = offer.image.as_deref().filter(|_| !is_plain)?;
            sms4sats.account().picture(image)
        };
        Rows::make(offers.clone(), by_stock, Box::new(picture))
    };
    let rows = StoredValue::new_local(make(false));
    let typed = StoredValue::new(String::new());
    let fill = move || {
        if let Some(list) = list.get_untracked() {
            rows.update_value(|rows| rows.fill_in_sight(&list));
        }
    };
    let put_in = move || {
        if let Some(list) = list.get() {
            rows.with_value(|rows| rows.put_into(&list));
            fill();
        }
    };
    let press = move || {
        let id = chosen.get().map(|offer| offer.id);
        rows.update_value(|rows| rows.press(id.as_deref()));
    };
    let find = move || {
        let found = rows.try_update_value(|rows| rows.find(typed.get_value()));
        if let Some((found, count)) = found.flatten().zip(count.get_untracked()) {
            // As fast as the browser is: its text stays, and what is in it changes.
            let text = count.first_child();
            let _ = text.map(|text| text.set_node_value(Some(&words::count(found))));
        }
        fill();
    };
    for event in ["scroll", "resize"] {
        let listener = window_event_listener_untyped(event, move |_| fill());
        on_cleanup(move || listener.remove());
    }
    Effect::new(move |_| put_in());
    Effect::new(move |_| press());
    let offered = {
        let offers = listed;
        move |id: &Option<String>| offers.iter().find(|offer| Some(&offer.id) == id.as_ref()).cloned()
    };
    let on_search = move |event| {
        typed.set_value(lower(event_target_value(&event).trim()));
        find();
    };
    let on_sort = move |event| {
        rows.set_value(make(event_target_value(&event) == "stock"));
        find();
        untrack(put_in);
        untrack(press);
    };
    let on_click = move |event: leptos::ev::MouseEvent| {
        if let Some(item) = pressed(&event)
            && let Some(offer) = offered(&rows.with_value(|rows| rows.service(&item)))
        {
            chosen.set(Some(offer));
        }
    };
    view! {
        <div class="finder">
            <div class="field with-icon">
                <label class="for-readers" for="search">{words::SEARCH}</label>
                <input
                    id="search"
                    data-testid="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    placeholder=words::SEARCH_HINT
                    on:input=on_search
                />
                {icon(Icon::Search)}
            </div>
            <select aria-label=words::SORT data-testid="sort" on:change=on_sort>
                <option value="name">{words::BY_NAME}</option>
                <option value="stock">{words::BY_STOCK}</option>
            </select>
            <p class="hint" role="status" data-testid="count" node_ref=count>{all}</p>
        </div>
        <div class="services" role="list" data-testid="services" node_ref=list on:click=on_click></div>
    }
}

/// The row that was clicked.
fn pressed(event: &leptos::ev::MouseEvent) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[role=listitem]").ok()?
}

/// By the browser: the tables of Unicode that Rust's own would bring weigh 7 kB.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
