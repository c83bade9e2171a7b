use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::service_rows::Rows;
use super::{Icon, icon};
use crate::state::{Catalogue, Services, Settings, Shown, Sort};
use crate::words::{self, catalogue as texts};

/// Services under a heading of their own, or without one.
#[derive(Clone, Copy)]
struct Section {
    list: NodeRef<html::Div>,
    rows: StoredValue<Rows, LocalStorage>,
    /// Whether none of them is shown.
    is_empty: RwSignal<bool>,
}

/// The services of a country, found as one types. Those of a sandbox that misbehave are below the others.
///
/// There may be many thousands, so their [rows](Rows) are not views. One listener hears them all.
#[component]
pub fn ServiceList(offers: Arc<Vec<ServiceOffer>>, shown: Shown) -> impl IntoView {
    let count = NodeRef::<html::Span>::new();
    let all = service_count(offers.len());
    let Shown {
        service,
        search,
        sort,
        ..
    } = shown;
    let sms4sats = expect_context::<Services>().sms4sats;
    let settings = expect_context::<Settings>();
    let (is_plain, own) = settings.peek(|choices| (choices.no_icons, choices.own_services.clone()));
    let make = move |offers: &Arc<Vec<ServiceOffer>>, sort| {
        let sms4sats = sms4sats.clone();
        let picture = move |offer: &ServiceOffer| {
            let image = offer.image.as_deref().filter(|_| !is_plain)?;
            sms4sats.account().picture(image)
        };
        Rows::new(offers.clone(), sort, &own, Box::new(picture))
    };
    let parts = apart(offers);
    let sections: Vec<Section> = parts
        .iter()
        .map(|offers| Section {
            list: NodeRef::new(),
            rows: StoredValue::new_local(make(offers, sort.get_untracked())),
            is_empty: RwSignal::new(false),
        })
        .collect();
    let sections = StoredValue::new(sections);
    let find = move |typed: &str| {
        let typed = words::lower(typed.trim());
        let found = sections.with_value(|sections| {
            let found = sections.iter().map(|section| section.find(&typed));
            found.sum::<usize>()
        });
        if let Some(text) = count.get_untracked().and_then(|count| count.first_child()) {
            // As fast as the browser is: its text stays, and what is in it changes.
            text.set_node_value(Some(&service_count(found)));
        }
    };
    // Rows that are put in again lose the focus: only where there are others.
    Effect::new(move |before: Option<Option<Sort>>| {
        let is_here = sections.with_value(|all| all.iter().all(|one| one.list.get().is_some()));
        let before = before.flatten();
        if !is_here {
            return before;
        }
        let sort = sort.get();
        if before != Some(sort) {
            sections.with_value(|sections| {
                for (section, offers) in sections.iter().zip(&parts) {
                    if before.is_some() {
                        section.rows.set_value(make(offers, sort));
                    }
                    section.show();
                }
            });
            search.with_untracked(|typed| {
                if before.is_some() || !typed.is_empty() {
                    find(typed);
                }
            });
        }
        Some(sort)
    });
    Effect::new(move |before: Option<()>| {
        let typed = search.get();
        // The rows begin with it.
        if before.is_some() {
            find(&typed);
        }
    });
    let each = move |act: &dyn Fn(Section)| {
        sections.with_value(|sections| sections.iter().copied().for_each(act));
    };
    Effect::new(move |_| {
        sort.track();
        service.with(|service| {
            each(&|section| {
                section
                    .rows
                    .update_value(|rows| rows.press(service.as_deref()))
            });
        });
    });
    let scrolled = window_event_listener(leptos::ev::scroll, move |_| each(&Section::go_on));
    on_cleanup(move || scrolled.remove());
    let list = move |section: Section, test_id| {
        let on_click = move |event: leptos::ev::MouseEvent| {
            if let Some(item) = pressed(&event)
                && let Some(id) = section.rows.with_value(|rows| rows.service(&item))
            {
                service.set(Some(id));
            }
        };
        view! {
            <div
                class="services"
                role="list"
                data-testid=test_id
                node_ref=section.list
                on:click=on_click
            ></div>
        }
    };
    let under_heading = move |section: Section| {
        view! {
            <section hidden=section.is_empty>
                <h2>{texts::misbehaving()}</h2>
                <p class="hint">{texts::misbehaving_hint()}</p>
                {list(section, "misbehaving")}
            </section>
        }
    };
    let (first, second) =
        sections.with_value(|sections| (sections.first().copied(), sections.get(1).copied()));
    let usual_price = expect_context::<Catalogue>().usual_price;
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
                on:change=move |event| sort.set(Sort::named(&event_target_value(&event)))
            >
                {Sort::ALL
                    .map(|one| {
                        view! {
                            <option value=one.name() prop:selected=move || sort.get() == one>
                                {sort_name(one)}
                            </option>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </select>
            <p class="hint split">
                <span role="status" data-testid="count" node_ref=count>{all}</span>
                <span data-testid="usual-price">
                    {move || usual_price.get().map(|price| texts::usual_price(&words::sats(price)))}
                </span>
            </p>
        </div>
        {first.map(|section| list(section, "services"))}
        {second.map(under_heading)}
    }
}

impl Section {
    /// Puts the rows into the page.
    fn show(self) {
        if let Some(list) = self.list.get_untracked() {
            self.rows.with_value(|rows| rows.put_into(&list));
        }
    }

    /// Shows what is found, and returns how many services that are.
    fn find(self, typed: &str) -> usize {
        let list = self.list.get_untracked();
        let found =
            list.and_then(|list| self.rows.try_update_value(|rows| rows.find(typed, &list)));
        self.is_empty.set(found == Some(0));
        found.unwrap_or_default()
    }

    fn go_on(self) {
        if let Some(list) = self.list.get_untracked() {
            self.rows.update_value(|rows| rows.go_on(&list));
        }
    }
}

/// Returns the services, and, of a sandbox, those that misbehave apart from the others.
fn apart(offers: Arc<Vec<ServiceOffer>>) -> Vec<Arc<Vec<ServiceOffer>>> {
    let misbehaves = |offer: &ServiceOffer| offer.extra.members().contains_key("misbehaves");
    if !offers.iter().any(misbehaves) {
        return vec![offers];
    }
    let all = offers.iter().cloned();
    let (misbehaving, others): (Vec<_>, Vec<_>) = all.partition(misbehaves);
    vec![Arc::new(others), Arc::new(misbehaving)]
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
