use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;

/// The services of a country, found as one types. Rows are made once and hidden, never made again.
#[component]
pub fn ServiceList(
    offers: Vec<ServiceOffer>,
    chosen: RwSignal<Option<ServiceOffer>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wanted = Memo::new(move |_| lower(typed.get().trim()));
    let names: Vec<String> = offers.iter().map(searchable).collect();
    let count = move || {
        wanted.with(|wanted| {
            names
                .iter()
                .filter(|name| name.contains(wanted.as_str()))
                .count()
        })
    };
    let count = Memo::new(move |_| count());
    let rows = offers
        .into_iter()
        .map(|offer| row(offer, wanted, chosen))
        .collect_view();
    view! {
        <div class="field">
            <label for="search">"Service"</label>
            <input
                id="search"
                data-testid="search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder="Search by name, such as WhatsApp"
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <p class="hint" role="status" data-testid="count">
                {move || match count.get() {
                    0 => "No service is called that here.".to_owned(),
                    1 => "1 service".to_owned(),
                    many => format!("{many} services"),
                }}
            </p>
        </div>
        <ul class="services" data-testid="services">{rows}</ul>
    }
}

fn row(
    offer: ServiceOffer,
    wanted: Memo<String>,
    chosen: RwSignal<Option<ServiceOffer>>,
) -> impl IntoView {
    let name = searchable(&offer);
    let hidden = Memo::new(move |_| wanted.with(|wanted| !name.contains(wanted.as_str())));
    let id = offer.id.clone();
    let pressed = Memo::new(move |_| {
        chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id))
    });
    let stock = match offer.stock {
        Some(0) => "none left".to_owned(),
        Some(count) => format!("{count} numbers"),
        None => String::new(),
    };
    let test_id = format!("service-{}", offer.id);
    let shown_name = offer.name.clone();
    view! {
        <li hidden=hidden>
            <button
                type="button"
                class="service"
                data-testid=test_id
                aria-pressed=move || pressed.get().to_string()
                on:click=move |_| chosen.set(Some(offer.clone()))
            >
                <span class="service-name">{shown_name}</span>
                <span class="service-stock">{stock}</span>
            </button>
        </li>
    }
}

fn searchable(offer: &ServiceOffer) -> String {
    lower(&format!("{} {}", offer.name, offer.id))
}

/// By the browser: the tables of Unicode that Rust's own would bring weigh 7 kB.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
