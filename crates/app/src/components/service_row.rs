//! A service's row: what all have in common, and what fills each.

use js_sys::JsString;
use leptos::prelude::document;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::words::catalogue as words;

#[wasm_bindgen]
extern "C" {
    /// An element that takes texts which are the browser's already: one that comes from here is decoded
    /// first, and of a thousand rows' texts each by itself takes longer than all the rest.
    #[wasm_bindgen(extends = Element)]
    type Part;
    #[wasm_bindgen(method, setter, js_name = textContent)]
    fn set_text(this: &Part, text: &JsValue);
    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set(this: &Part, name: &JsValue, value: &JsValue);
}

/// One line more, whatever is in the text.
pub fn add_line(lines: &mut String, text: &str) {
    lines.push_str(&text.replace('\n', " "));
    lines.push('\n');
}

/// Fills rows with texts, which come to the browser in one go, a line each.
pub struct Filler {
    texts: js_sys::ArrayIntoIter,
    image: Element,
    test_id: JsValue,
    source: JsValue,
}

impl Filler {
    pub fn new<'a>(
        offers: impl Iterator<Item = &'a ServiceOffer>,
        picture: &dyn Fn(&ServiceOffer) -> Option<String>,
    ) -> Option<Self> {
        let mut lines = String::new();
        for offer in offers {
            for text in [
                ["service-", &offer.id].concat(),
                offer.name.chars().take(1).collect(),
                offer.name.clone(),
                match offer.stock {
                    None => String::new(),
                    Some(0) => words::sold_out().to_owned(),
                    Some(numbers) => words::numbers(numbers),
                },
                picture(offer).unwrap_or_default(),
            ] {
                add_line(&mut lines, &text);
            }
        }
        let image = element("img", &[("loading", "lazy"), ("alt", "")])?;
        Some(Self {
            texts: JsString::from(lines).split("\n").into_iter(),
            image,
            test_id: "data-testid".into(),
            source: "src".into(),
        })
    }

    /// The next service's row. Whatever its name is, it becomes text.
    pub fn fill(&mut self, item: &Element) -> Option<()> {
        let button = item.first_element_child()?.unchecked_into::<Part>();
        button.set(&self.test_id, &self.texts.next()?);
        let avatar = button.first_element_child()?.unchecked_into::<Part>();
        avatar.set_text(&self.texts.next()?);
        let name = avatar.next_element_sibling()?.unchecked_into::<Part>();
        name.set_text(&self.texts.next()?);
        let stock = name.next_element_sibling()?.unchecked_into::<Part>();
        stock.set_text(&self.texts.next()?);
        let address = self.texts.next()?;
        if address.is_truthy() {
            let image: Part = self
                .image
                .clone_node_with_deep(false)
                .ok()?
                .unchecked_into();
            image.set(&self.source, &address);
            avatar.append_child(&image).ok()?;
        }
        Some(())
    }
}

/// A block of rows without their services, of which the others are copies: that takes half the time.
pub fn block(rows: usize) -> Option<Element> {
    let avatar = element("span", &[("class", "avatar"), ("aria-hidden", "true")])?;
    let name = element("span", &[("class", "service-name")])?;
    let stock = element("span", &[("class", "service-stock")])?;
    let kind = [
        ("type", "button"),
        ("class", "service"),
        ("aria-pressed", "false"),
    ];
    let button = element("button", &kind)?;
    for part in [avatar, name, stock] {
        button.append_child(&part).ok()?;
    }
    let item = element("div", &[("role", "listitem")])?;
    item.append_child(&button).ok()?;
    let block = element("div", &[("class", "block")])?;
    for _ in 0..rows {
        block
            .append_child(&item.clone_node_with_deep(true).ok()?)
            .ok()?;
    }
    Some(block)
}

fn element(name: &str, attributes: &[(&str, &str)]) -> Option<Element> {
    let element = document().create_element(name).ok()?;
    for (name, value) in attributes {
        element.set_attribute(name, value).ok()?;
    }
    Some(element)
}
