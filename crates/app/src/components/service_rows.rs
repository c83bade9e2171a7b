use std::sync::Arc;

use leptos::prelude::window;
use satline_core::services::sms4sats::{ServiceOffer, fame, is_meant, other_names};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::service_row::{Filler, add_line, block};
use crate::state::Sort;
use crate::words::lower;

/// So many rows are laid out together, or not at all.
const BLOCK: usize = 20;

/// A list of so many services has all its rows at once, and the browser's own search finds all of them.
const WHOLE: usize = 1_000;

/// A longer one begins with so many and goes on as it is scrolled: the rows of twenty thousand services
/// take seconds to make, and as long to hide.
const PART: usize = 100;

/// Where a service's picture is, if it is to be shown.
pub type Picture = Box<dyn Fn(&ServiceOffer) -> Option<String>>;

/// The place of a service in the list.
struct Place {
    /// Which of the services it is.
    service: usize,
    /// Where its line ends in the texts of all.
    end: usize,
    found: bool,
}

/// The row of a service.
struct Row {
    service: usize,
    item: HtmlElement,
    /// As the page has it.
    shown: bool,
}

/// Rows that are laid out together, and how many of them are shown.
struct Block {
    element: HtmlElement,
    rows: Vec<Row>,
    shown: usize,
}

/// The rows of services, straight in the page. They stand in blocks, so that the browser lays out only the
/// blocks in sight. Of a usual list they are made once, and then only hidden and shown; of a long one only
/// the first that were found are made.
pub struct Rows {
    offers: Arc<Vec<ServiceOffer>>,
    picture: Picture,
    all: Vec<Place>,
    /// What is searched of them, a line each.
    text: String,
    blocks: Vec<Block>,
    /// The place up to which rows are made.
    made: usize,
    pressed: Option<usize>,
}

impl Rows {
    /// Creates the rows. `first`: the codes of services that come first if they are sorted by popularity.
    pub fn new(
        offers: Arc<Vec<ServiceOffer>>,
        sort: Sort,
        first: &[String],
        picture: Picture,
    ) -> Self {
        let texts = searched(&offers);
        let mut text = String::with_capacity(texts.len());
        let mut all = Vec::with_capacity(offers.len());
        for (line, service) in sorted(&offers, &texts, sort, first) {
            text.extend([line, "\n"]);
            all.push(Place {
                service,
                end: text.len(),
                found: true,
            });
        }
        let mut rows = Self {
            blocks: Vec::new(),
            made: 0,
            pressed: None,
            offers,
            picture,
            all,
            text,
        };
        rows.add();
        rows
    }

    const fn is_long(&self) -> bool {
        self.all.len() > WHOLE
    }

    /// Makes the next rows of those that were found.
    fn add(&mut self) -> Option<()> {
        let most = if self.is_long() { PART } else { WHOLE };
        let mut next = Vec::new();
        for place in self.all.get(self.made..)? {
            if next.len() == most {
                break;
            }
            self.made += 1;
            next.extend(place.found.then_some(place.service));
        }
        let offers = next.iter().filter_map(|service| self.offers.get(*service));
        let mut filler = Filler::new(offers, &self.picture)?;
        let empty = block(BLOCK)?;
        for services in next.chunks(BLOCK) {
            self.blocks
                .push(Block::make(services, &empty, &mut filler)?);
        }
        self.mark("true");
        Some(())
    }

    pub fn put_into(&self, list: &Element) {
        list.set_text_content(None);
        self.append(list, 0);
    }

    fn append(&self, list: &Element, from: usize) {
        for block in self.blocks.iter().skip(from) {
            let _ = list.append_child(&block.element);
        }
    }

    /// Goes on with a long list whose end comes near the screen.
    pub fn go_on(&mut self, list: &Element) {
        if self.made == self.all.len() {
            return;
        }
        let screen = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64());
        let end = list.get_bounding_client_rect().bottom();
        if screen.is_some_and(|screen| end < 2.0 * screen) {
            let before = self.blocks.len();
            self.add();
            self.append(list, before);
        }
    }

    /// Shows the rows that contain what was typed, and returns how many there are. If there are none, it
    /// shows those that may be [meant](is_meant).
    pub fn find(&mut self, typed: &str, list: &Element) -> usize {
        let mut found = self.find_exactly(typed);
        if found == 0 {
            found = self.find_meant(typed);
        }
        if self.is_long() {
            self.blocks.clear();
            self.made = 0;
            self.add();
            self.put_into(list);
        } else {
            self.show();
        }
        found
    }

    /// All are searched as one text: a search begun a thousand times takes longer than the searching.
    fn find_exactly(&mut self, typed: &str) -> usize {
        // Every line ends; nothing begins everywhere.
        let typed = if typed.is_empty() { "\n" } else { typed };
        let mut matches = self.text.match_indices(typed).map(|(place, _)| place);
        let mut next = matches.next();
        let mut begin = 0;
        let mut found = 0;
        for place in &mut self.all {
            while next.is_some_and(|at| at < begin) {
                next = matches.next();
            }
            place.found = next.is_some_and(|at| at < place.end);
            found += usize::from(place.found);
            begin = place.end;
        }
        found
    }

    fn find_meant(&mut self, typed: &str) -> usize {
        let mut found = 0;
        for (place, names) in self.all.iter_mut().zip(self.text.split('\n')) {
            place.found = is_meant(names, typed);
            found += usize::from(place.found);
        }
        found
    }

    /// Shows what was found of a list that is whole.
    fn show(&mut self) {
        for (places, block) in self.all.chunks(BLOCK).zip(&mut self.blocks) {
            let count = places.iter().filter(|place| place.found).count();
            block.measure(count);
            if count == 0 {
                continue;
            }
            for (row, place) in block.rows.iter_mut().zip(places) {
                if row.shown != place.found {
                    row.shown = place.found;
                    row.item.set_hidden(!place.found);
                }
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }

    /// The code of a row's service.
    pub fn service(&self, item: &Element) -> Option<String> {
        let row = self.rows().find(|row| *row.item == *item)?;
        Some(self.offers.get(row.service)?.id.clone())
    }

    /// Marks the row of this service, and no other.
    pub fn press(&mut self, id: Option<&str>) {
        self.mark("false");
        self.pressed = id.and_then(|id| self.offers.iter().position(|offer| offer.id == id));
        self.mark("true");
    }

    /// Says of the chosen service's row, if there is one, whether it is chosen.
    fn mark(&self, is_pressed: &str) -> Option<()> {
        let service = self.pressed?;
        let row = self.rows().find(|row| row.service == service)?;
        let button = row.item.first_element_child()?;
        button.set_attribute("aria-pressed", is_pressed).ok()
    }
}

impl Block {
    fn make(services: &[usize], empty: &Element, filler: &mut Filler) -> Option<Self> {
        let element: HtmlElement = empty.clone_node_with_deep(true).ok()?.unchecked_into();
        let mut next = element.first_element_child();
        let mut rows = Vec::with_capacity(services.len());
        for service in services {
            let item = next?;
            next = item.next_element_sibling();
            filler.fill(&item);
            rows.push(Row {
                service: *service,
                item: item.unchecked_into(),
                shown: true,
            });
        }
        // The last block may have fewer.
        while let Some(item) = next {
            next = item.next_element_sibling();
            item.remove();
        }
        let mut block = Self {
            element,
            rows,
            shown: BLOCK,
        };
        block.measure(services.len());
        Some(block)
    }

    /// So many rows of it are shown. Without any it is hidden as a whole; others say how high they are, so
    /// that they need not be laid out for that.
    fn measure(&mut self, count: usize) {
        if std::mem::replace(&mut self.shown, count) != count {
            self.element.set_hidden(count == 0);
            let style = HtmlElement::style(&self.element);
            let height = ["calc(", &count.to_string(), " * var(--row))"].concat();
            let _ = style.set_property("contain-intrinsic-block-size", &height);
        }
    }
}

/// Returns what is searched: names and code in lower case, a line for each service.
fn searched(offers: &[ServiceOffer]) -> String {
    let mut lines = String::new();
    for offer in offers {
        let names = [&offer.name, " ", &offer.id, " ", other_names(&offer.id)];
        add_line(&mut lines, &names.concat());
    }
    lower(&lines)
}

/// Returns the services in their order: which one each is, and what is searched of it.
fn sorted<'a>(
    offers: &[ServiceOffer],
    texts: &'a str,
    sort: Sort,
    first: &[String],
) -> Vec<(&'a str, usize)> {
    // The lowest comes first, and of equal ones the first by name.
    let rank = |offer: &ServiceOffer| match sort {
        Sort::Popular => popularity(&offer.id, first),
        Sort::Name => 0,
        Sort::Stock => u64::MAX - offer.stock.unwrap_or(0),
    };
    let services = offers.iter().map(rank).zip(texts.split('\n')).zip(0..);
    let mut services: Vec<_> = services.collect();
    services.sort_unstable();
    let services = services.into_iter();
    services.map(|((_, text), place)| (text, place)).collect()
}

/// Returns 0 for the first of the reader's own services, then counts on through the best known.
fn popularity(id: &str, own: &[String]) -> u64 {
    let place = own.iter().position(|own| own == id);
    let place = place.or_else(|| Some(own.len() + fame(id)?));
    place.map_or(u64::MAX, |place| place as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::document;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// So many services, named by their numbers; and the list that their rows are in.
    fn many(services: usize) -> (Rows, Element) {
        let offers = (0..services).map(|number| ServiceOffer {
            id: format!("s{number}"),
            name: format!("Service {number:05}"),
            stock: None,
            image: None,
            extra: satline_core::lenient::Extra::default(),
        });
        let rows = Rows::new(
            Arc::new(offers.collect()),
            Sort::Name,
            &[],
            Box::new(|_| None),
        );
        let list = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&list).unwrap();
        rows.put_into(&list);
        (rows, list)
    }

    /// What the rows say that are shown.
    fn shown(list: &Element) -> Vec<String> {
        let rows = list.query_selector_all(".block:not([hidden]) > div:not([hidden])");
        let rows = rows.unwrap();
        let text = |place| rows.get(place).unwrap().text_content().unwrap();
        (0..rows.length()).map(text).collect()
    }

    fn in_page(list: &Element) -> u32 {
        list.query_selector_all("button").unwrap().length()
    }

    #[wasm_bindgen_test]
    fn a_usual_list_has_all_its_rows_at_once_and_keeps_them() {
        let (mut rows, list) = many(613);
        assert_eq!(in_page(&list), 613);
        assert_eq!(rows.find("0061", &list), 4);
        assert_eq!((shown(&list).len(), in_page(&list)), (4, 613));
        assert_eq!(rows.find("", &list), 613);
        assert_eq!(shown(&list).len(), 613);
        list.remove();
    }

    #[wasm_bindgen_test]
    fn a_long_list_begins_with_few_rows_and_goes_on_as_it_is_scrolled() {
        let (mut rows, list) = many(20_000);
        assert_eq!(in_page(&list), 100);
        let all: Vec<String> = shown(&list);
        for more in [200, 300] {
            window().scroll_to_with_x_and_y(0.0, 1_000_000.0);
            rows.go_on(&list);
            assert_eq!(in_page(&list), more);
        }
        assert!(shown(&list).starts_with(&all));
        assert!(shown(&list).is_sorted());
        // Where its end is far nothing is made.
        window().scroll_to_with_x_and_y(0.0, 0.0);
        rows.go_on(&list);
        assert_eq!(in_page(&list), 300);
        assert_eq!(rows.find("service", &list), 20_000);
        assert_eq!(in_page(&list), 100);
        list.remove();
    }

    #[wasm_bindgen_test]
    fn what_is_far_down_a_long_list_is_found_pressed_and_marked() {
        let (mut rows, list) = many(20_000);
        assert_eq!(rows.find("19998", &list), 1);
        assert!(shown(&list).concat().contains("Service 19998"));
        let button = list.query_selector("[data-testid=service-s19998]");
        let button = button.unwrap().unwrap();
        let item = button.parent_element().unwrap();
        assert_eq!(rows.service(&item).as_deref(), Some("s19998"));
        rows.press(Some("s19998"));
        assert_eq!(
            button.get_attribute("aria-pressed").as_deref(),
            Some("true")
        );
        rows.press(Some("s19999"));
        assert_eq!(
            button.get_attribute("aria-pressed").as_deref(),
            Some("false")
        );
        // One that is found later is marked too.
        assert_eq!(rows.find("0777", &list), 12);
        assert_eq!(shown(&list).len(), 12);
        assert_eq!(rows.find("1999", &list), 12);
        let pressed = list.query_selector("[aria-pressed=true]").unwrap().unwrap();
        assert_eq!(
            pressed.get_attribute("data-testid").as_deref(),
            Some("service-s19999")
        );
        list.remove();
    }
}
