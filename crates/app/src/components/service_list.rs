use leptos::html;
use leptos::prelude::*;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{Icon, icon};
use crate::state::{Services, Setting, Settings};
use crate::words::catalogue as words;

/// The services of a country, found as one types.
///
/// There may be a thousand, so their rows are not views: they are made once, straight in the page, and
/// then only hidden, shown and moved. One listener hears them all. They stand in blocks, so that the
/// browser lays out only the blocks in sight.
#[component]
pub fn ServiceList(
    offers: Vec<ServiceOffer>,
    chosen: RwSignal<Option<ServiceOffer>>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let count = RwSignal::new(offers.len());
    let sms4sats = expect_context::<Services>().sms4sats;
    let is_plain = untrack(|| expect_context::<Settings>().is_on(Setting::NoIcons));
    let picture = |offer: &ServiceOffer| {
        let image = offer.image.as_deref().filter(|_| !is_plain)?;
        sms4sats.account().picture(image)
    };
    let rows = StoredValue::new_local(Rows::make(offers, &picture));
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            rows.update_value(|rows| rows.put_into(&list));
        }
    });
    Effect::new(move |_| {
        let id = chosen.get().map(|offer| offer.id);
        rows.update_value(|rows| rows.press(id.as_deref()));
    });
    let on_search = move |event| {
        let typed = lower(event_target_value(&event).trim());
        rows.update_value(|rows| count.set(rows.find(&typed)));
    };
    let on_sort = move |event| {
        let by_stock = event_target_value(&event) == "stock";
        rows.update_value(|rows| {
            rows.sort(by_stock);
            if let Some(list) = list.get_untracked() {
                rows.put_into(&list);
            }
        });
    };
    let on_click = move |event: leptos::ev::MouseEvent| {
        if let Some(id) = pressed(&event)
            && let Some(offer) = rows.with_value(|rows| rows.offer(&id))
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
            <p class="hint" role="status" data-testid="count">{move || words::count(count.get())}</p>
        </div>
        <div class="services" role="list" data-testid="services" node_ref=list on:click=on_click></div>
    }
}

/// A service and its row.
struct Row {
    offer: ServiceOffer,
    /// What is searched: name and code, in lower case.
    text: String,
    item: HtmlElement,
    found: bool,
    /// As the page has it.
    shown: bool,
}

/// So many rows are laid out together, or not at all.
const BLOCK: usize = 20;

/// Rows that are laid out together, and how many of them are shown.
struct Block {
    element: HtmlElement,
    shown: Option<usize>,
}

struct Rows {
    all: Vec<Row>,
    /// The texts of all, a line each.
    text: String,
    blocks: Vec<Block>,
    pressed: Option<Element>,
}

impl Rows {
    fn make(offers: Vec<ServiceOffer>, picture: &dyn Fn(&ServiceOffer) -> Option<String>) -> Self {
        // In one go: each call of the browser's costs more than it does.
        let texts: Vec<String> = offers.iter().map(searched).collect();
        let texts = lower(&texts.join("\n"));
        let pattern = pattern();
        let made = offers.into_iter().zip(texts.split('\n'));
        let made = made.filter_map(|(offer, text)| {
            let item = item(pattern.as_ref()?, &offer, picture(&offer))?;
            Some(Row {
                text: text.to_owned(),
                offer,
                item,
                found: true,
                shown: true,
            })
        });
        let mut rows = Self {
            all: made.collect(),
            text: String::new(),
            blocks: Vec::new(),
            pressed: None,
        };
        rows.sort(false);
        rows
    }

    fn put_into(&mut self, list: &Element) {
        list.set_text_content(None);
        self.blocks.clear();
        for rows in self.all.chunks(BLOCK) {
            let Some(block) = element("div", "block", "") else {
                continue;
            };
            for row in rows {
                let _ = block.append_child(&row.item);
            }
            let _ = list.append_child(&block);
            self.blocks.push(Block {
                element: block,
                shown: None,
            });
        }
        self.show();
    }

    /// Shows the rows that contain this, and counts them. All are searched as one text: a search begun
    /// a thousand times takes longer than the searching.
    fn find(&mut self, typed: &str) -> usize {
        let mut matches = self.text.match_indices(typed).map(|(place, _)| place);
        let mut next = matches.next();
        let mut end = 0;
        for row in &mut self.all {
            let begin = end;
            end += row.text.len() + 1;
            while next.is_some_and(|place| place < begin) {
                next = matches.next();
            }
            row.found = next.is_some_and(|place| place < end);
        }
        self.show()
    }

    /// Shows what was found, and counts it. A block without any is hidden as a whole; the others are
    /// told how high they are, so that they need not be laid out for that.
    fn show(&mut self) -> usize {
        let mut sum = 0;
        for (rows, block) in self.all.chunks_mut(BLOCK).zip(&mut self.blocks) {
            let count = rows.iter().filter(|row| row.found).count();
            sum += count;
            if block.shown.replace(count) != Some(count) {
                block.element.set_hidden(count == 0);
                let style = HtmlElement::style(&block.element);
                let _ = style.set_property("--rows", &count.to_string());
            }
            if count == 0 {
                continue;
            }
            for row in rows.iter_mut().filter(|row| row.found != row.shown) {
                row.shown = row.found;
                row.item.set_hidden(!row.found);
            }
        }
        sum
    }

    fn sort(&mut self, by_stock: bool) {
        self.all.sort_unstable_by(|one, other| {
            let by_name = one.text.cmp(&other.text);
            if by_stock {
                other.offer.stock.cmp(&one.offer.stock).then(by_name)
            } else {
                by_name
            }
        });
        let texts: Vec<&str> = self.all.iter().map(|row| row.text.as_str()).collect();
        self.text = texts.join("\n") + "\n";
    }

    fn offer(&self, id: &str) -> Option<ServiceOffer> {
        let row = self.all.iter().find(|row| row.offer.id == id);
        row.map(|row| row.offer.clone())
    }

    /// Marks the row of this service, and no other.
    fn press(&mut self, id: Option<&str>) {
        let row = id.and_then(|id| self.all.iter().find(|row| row.offer.id == id));
        let button = row.and_then(|row| row.item.first_element_child());
        if let Some(before) = std::mem::replace(&mut self.pressed, button) {
            let _ = before.set_attribute("aria-pressed", "false");
        }
        if let Some(button) = &self.pressed {
            let _ = button.set_attribute("aria-pressed", "true");
        }
    }
}

/// What is searched of a service: its name and code, on one line.
fn searched(offer: &ServiceOffer) -> String {
    [offer.name.as_str(), " ", &offer.id]
        .concat()
        .replace('\n', " ")
}

/// A row without its service, of which the others are copies: that takes half the time.
fn pattern() -> Option<HtmlElement> {
    let item = element("div", "", "")?;
    item.set_attribute("role", "listitem").ok()?;
    let button = element("button", "service", "")?;
    for (name, value) in [("type", "button"), ("aria-pressed", "false")] {
        button.set_attribute(name, value).ok()?;
    }
    let avatar = element("span", "avatar", "")?;
    avatar.set_attribute("aria-hidden", "true").ok()?;
    for part in [
        avatar,
        element("span", "service-name", "")?,
        element("span", "service-stock", "")?,
    ] {
        button.append_child(&part).ok()?;
    }
    item.append_child(&button).ok()?;
    Some(item)
}

/// The row of a service. Whatever its name is, it becomes text.
fn item(
    pattern: &HtmlElement,
    offer: &ServiceOffer,
    picture: Option<String>,
) -> Option<HtmlElement> {
    let item: HtmlElement = pattern.clone_node_with_deep(true).ok()?.unchecked_into();
    let button = item.first_element_child()?;
    button.set_attribute("data-id", &offer.id).ok()?;
    let place = ["service-", &offer.id].concat();
    button.set_attribute("data-testid", &place).ok()?;
    let avatar = button.first_element_child()?;
    let letter: String = offer.name.chars().take(1).collect();
    avatar.set_text_content(Some(&letter));
    if let Some(address) = picture {
        let image = element("img", "", "")?;
        // Lazy before it has an address, or it would be asked for at once.
        for (name, value) in [("loading", "lazy"), ("alt", ""), ("src", &address)] {
            image.set_attribute(name, value).ok()?;
        }
        avatar.append_child(&image).ok()?;
    }
    let name = avatar.next_element_sibling()?;
    name.set_text_content(Some(&offer.name));
    let stock = name.next_element_sibling()?;
    stock.set_text_content(Some(&words::stock(offer.stock)));
    Some(item)
}

fn element(name: &str, class: &str, text: &str) -> Option<HtmlElement> {
    let element = document().create_element(name).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Some(element.unchecked_into())
}

fn pressed(event: &leptos::ev::MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(".service").ok()??.get_attribute("data-id")
}

/// By the browser: the tables of Unicode that Rust's own would bring weigh 7 kB.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
