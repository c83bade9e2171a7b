use leptos::prelude::*;
use satline_core::country::Country;

/// Four points around the middle of a square of 24.
const STAR: &str = "M12 2c.9 5.900 4.100 9.100 10 10-5.900.9-9.100 4.100-10 10-.9-5.900-4.100-9.100-10-10 5.900-.9 9.100-4.100 10-10z";

/// A country's flag, or a star where the service chooses the country. It is a decoration: the country's
/// name is beside it.
#[component]
pub fn Flag(country: Country) -> impl IntoView {
    match country.iso() {
        Some(iso) => view! {
            <svg class="flag" aria-hidden="true">
                <use_ href=address(iso)></use_>
            </svg>
        }
        .into_any(),
        None => view! {
            <svg class="flag flag-none" viewBox="0 0 24 24" aria-hidden="true">
                <path d=STAR />
            </svg>
        }
        .into_any(),
    }
}

/// Returns the address of a flag. All of them are in one file, whose name the build writes into the page.
fn address(iso: &str) -> String {
    let page = document().document_element();
    let file = page.and_then(|page| page.get_attribute("data-flags"));
    format!("{}#{}", file.unwrap_or_default(), iso.to_ascii_lowercase())
}
