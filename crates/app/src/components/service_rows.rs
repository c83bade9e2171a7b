use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::window;
use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::lower;
use super::service_row::{Filler, add_line, element, empty_rows};

/// So many rows are laid out together, or not at all.
const BLOCK: usize = 20;

/// So many blocks are filled at once. Nearly every list is not longer than that, and then the browser's own
/// search finds all of it.
const AT_ONCE: usize = 50;

/// Of a longer list so many blocks are filled at most: the rows of twenty thousand services take seconds
/// to make, and as long to search.
const MOST: usize = 2 * AT_ONCE;

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

/// A row as the page has it.
struct Row {
    item: HtmlElement,
    shown: bool,
}

/// Rows that are laid out together, and how many services of it were found: it is as high as that.
struct Block {
    element: HtmlElement,
    found: usize,
    /// None until it comes near the screen.
    rows: Vec<Row>,
}

/// The rows of all services: made straight in the page as they come near the screen, and then only hidden
/// and shown. They stand in blocks, so that the browser lays out only the blocks in sight.
pub struct Rows {
    offers: Arc<Vec<ServiceOffer>>,
    picture: Picture,
    all: Vec<Place>,
    /// What is searched of them, a line each.
    text: String,
    blocks: Vec<Block>,
    /// Which blocks have their rows, the latest last.
    filled: VecDeque<usize>,
    /// A block's rows without their services, of which the others are copies.
    empty: Option<Node>,
    /// How many were found.
    count: usize,
    /// The place of the service that is chosen.
    pressed: Option<usize>,
}

impl Rows {
    /// By name, or else by stock.
    pub fn make(offers: Arc<Vec<ServiceOffer>>, by_stock: bool, picture: Picture) -> Self {
        let texts = searched(&offers);
        let mut text = String::with_capacity(texts.len());
        let mut all = Vec::with_capacity(offers.len());
        for (_, line, service) in sorted(&offers, &texts, by_stock) {
            text.extend([line, "\n"]);
            all.push(Place {
                service,
                end: text.len(),
                found: true,
            });
        }
        let blocks = all.chunks(BLOCK).filter_map(|_| Block::new());
        let mut rows = Self {
            blocks: blocks.collect(),
            filled: VecDeque::new(),
            empty: empty_rows(BLOCK),
            count: all.len(),
            pressed: None,
            offers,
            picture,
            all,
            text,
        };
        rows.show();
        rows.fill(&(0..rows.blocks.len().min(AT_ONCE)).collect::<Vec<_>>());
        rows
    }

    pub fn put_into(&self, list: &Element) {
        list.set_text_content(None);
        for block in &self.blocks {
            let _ = list.append_child(&block.element);
        }
    }

    /// Shows the rows that contain what was typed, and counts them, if there are more or fewer than
    /// before. All are searched as one text: a search begun a thousand times takes longer than the
    /// searching.
    pub fn find(&mut self, typed: String) -> Option<usize> {
        // Every line ends; nothing begins everywhere.
        let typed = if typed.is_empty() {
            "\n".to_owned()
        } else {
            typed
        };
        let mut matches = self.text.match_indices(&typed).map(|(place, _)| place);
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
        self.show();
        (std::mem::replace(&mut self.count, found) != found).then_some(found)
    }

    /// Shows what was found. A block without any is hidden as a whole.
    fn show(&mut self) {
        for (places, block) in self.all.chunks(BLOCK).zip(&mut self.blocks) {
            block.show(places);
        }
    }

    /// Fills the blocks on the screen and near it. Of a list that is longer than the page can bear, others
    /// are emptied for that.
    pub fn fill_in_sight(&mut self, list: &Element) {
        if self.filled.len() == self.blocks.len() {
            return;
        }
        let near = self.near(list);
        self.fill(&near);
        for _ in 0..self.filled.len().saturating_sub(MOST) {
            let Some(place) = self.filled.pop_front() else {
                return;
            };
            let block = self
                .blocks
                .get_mut(place)
                .filter(|_| !near.contains(&place));
            if !block.is_some_and(Block::empty) {
                self.filled.push_back(place);
            }
        }
    }

    /// Which blocks are on the screen, or not further from it than it is high.
    fn near(&self, list: &Element) -> Vec<usize> {
        let first = self.blocks.iter().find(|block| block.found > 0);
        let height = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64());
        let Some((first, height)) = first.zip(height) else {
            return Vec::new();
        };
        let row = f64::from(first.element.offset_height()) / count(first.found);
        let top = list.get_bounding_client_rect().top();
        let mut end = top;
        let blocks = self.blocks.iter().enumerate().filter(|(_, block)| {
            let begin = end;
            end += row * count(block.found);
            block.found > 0 && end > -height && begin < 2.0 * height
        });
        blocks.map(|(place, _)| place).collect()
    }

    /// Makes the rows of these blocks, as far as they are not there.
    fn fill(&mut self, places: &[usize]) -> Option<()> {
        let is_empty = |place: &&usize| {
            self.blocks
                .get(**place)
                .is_some_and(|block| block.rows.is_empty())
        };
        let places: Vec<usize> = places.iter().filter(is_empty).copied().collect();
        let services = |place: usize| self.all.iter().skip(place * BLOCK).take(BLOCK);
        let offers = places.iter().flat_map(|place| services(*place));
        let offers = offers.filter_map(|place| self.offers.get(place.service));
        let mut filler = Filler::new(offers, &self.picture)?;
        for place in places {
            let services: Vec<&Place> = services(place).collect();
            let block = self.blocks.get_mut(place)?;
            block.fill(&services, self.empty.as_ref()?, &mut filler)?;
            self.filled.push_back(place);
        }
        self.mark("true");
        Some(())
    }

    /// The code of a row's service.
    pub fn service(&self, item: &Element) -> Option<String> {
        let place = self.filled.iter().find_map(|place| {
            let rows = &self.blocks.get(*place)?.rows;
            let row = rows.iter().position(|row| *row.item == *item)?;
            self.all.get(place * BLOCK + row)
        })?;
        Some(self.offers.get(place.service)?.id.clone())
    }

    /// Marks the row of this service, and no other.
    pub fn press(&mut self, id: Option<&str>) {
        self.mark("false");
        let service = id.and_then(|id| self.offers.iter().position(|offer| offer.id == id));
        self.pressed =
            service.and_then(|service| self.all.iter().position(|place| place.service == service));
        self.mark("true");
    }

    /// Says of the chosen service's row, if there is one, whether it is chosen.
    fn mark(&self, is_pressed: &str) -> Option<()> {
        let place = self.pressed?;
        let row = self.blocks.get(place / BLOCK)?.rows.get(place % BLOCK)?;
        let button = row.item.first_element_child()?;
        button.set_attribute("aria-pressed", is_pressed).ok()
    }
}

impl Block {
    fn new() -> Option<Self> {
        let element: HtmlElement = element("div", &[("class", "block")])?.unchecked_into();
        Some(Self {
            element,
            found: BLOCK,
            rows: Vec::new(),
        })
    }

    fn show(&mut self, places: &[Place]) {
        let found = places.iter().filter(|place| place.found).count();
        if std::mem::replace(&mut self.found, found) != found {
            self.element.set_hidden(found == 0);
            let style = HtmlElement::style(&self.element);
            let height = ["calc(", &found.to_string(), " * var(--row))"].concat();
            let _ = style.set_property("block-size", &height);
        }
        if found == 0 {
            return;
        }
        for (row, place) in self.rows.iter_mut().zip(places) {
            if row.shown != place.found {
                row.shown = place.found;
                row.item.set_hidden(!place.found);
            }
        }
    }

    fn fill(&mut self, places: &[&Place], empty: &Node, filler: &mut Filler) -> Option<()> {
        let copy = empty.clone_node_with_deep(true).ok()?;
        let mut next = copy.first_child();
        for place in places {
            let item: HtmlElement = next?.unchecked_into();
            next = item.next_sibling();
            filler.fill(&item)?;
            if !place.found {
                item.set_hidden(true);
            }
            self.rows.push(Row {
                item,
                shown: place.found,
            });
        }
        // The last block may have fewer.
        while let Some(item) = next {
            next = item.next_sibling();
            copy.remove_child(&item).ok()?;
        }
        self.element.append_child(&copy).ok().map(drop)
    }

    /// Takes its rows away, unless the reader is at one of them.
    fn empty(&mut self) -> bool {
        let is_read = self.element.matches(":focus-within").unwrap_or_default();
        if !is_read {
            self.element.set_text_content(None);
            self.rows.clear();
        }
        !is_read
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody has so many services")]
fn count(rows: usize) -> f64 {
    rows as f64
}

/// A service, what is searched of it, and which one it is.
type Service<'a> = (&'a ServiceOffer, &'a str, usize);

/// What is searched: name and code in lower case, a line for each service.
fn searched(offers: &[ServiceOffer]) -> String {
    let mut lines = String::new();
    for offer in offers {
        add_line(&mut lines, &[&offer.name, " ", &offer.id].concat());
    }
    lower(&lines)
}

fn sorted<'a>(offers: &'a [ServiceOffer], texts: &'a str, by_stock: bool) -> Vec<Service<'a>> {
    let services = offers.iter().zip(texts.split('\n')).zip(0..);
    let mut services: Vec<_> = services
        .map(|((offer, text), place)| (offer, text, place))
        .collect();
    services.sort_unstable_by(|one, other| {
        let by_name = one.1.cmp(other.1);
        if by_stock {
            other.0.stock.cmp(&one.0.stock).then(by_name)
        } else {
            by_name
        }
    });
    services
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
            others: satline_core::json::Others::default(),
        });
        let rows = Rows::make(Arc::new(offers.collect()), false, Box::new(|_| None));
        let list = element("div", &[("style", "--row: 50px")]).unwrap();
        document().body().unwrap().append_child(&list).unwrap();
        rows.put_into(&list);
        (rows, list)
    }

    fn in_page(list: &Element) -> usize {
        usize::try_from(list.query_selector_all("button").unwrap().length()).unwrap()
    }

    /// The first row that is shown.
    fn first(list: &Element) -> String {
        let row = list.query_selector(".block:not([hidden]) > div:not([hidden])");
        row.unwrap().unwrap().text_content().unwrap()
    }

    #[wasm_bindgen_test]
    fn a_usual_list_has_all_its_rows_at_once() {
        let (rows, list) = many(613);
        assert_eq!(in_page(&list), 613);
        assert_eq!(rows.count, 613);
        list.remove();
    }

    #[wasm_bindgen_test]
    fn a_long_list_has_few_rows_wherever_it_is_scrolled_to() {
        let (mut rows, list) = many(20_000);
        let most = (MOST + 5) * BLOCK;
        assert_eq!(in_page(&list), AT_ONCE * BLOCK);
        for place in [0, 50_000, 900_000, 400_000, 990_000, 0] {
            window().scroll_to_with_x_and_y(0.0, f64::from(place));
            rows.fill_in_sight(&list);
            assert!(in_page(&list) <= most, "{place}: {}", in_page(&list));
            let seen = document().element_from_point(20.0, 300.0).unwrap();
            assert!(
                seen.closest("[role=listitem]").unwrap().is_some(),
                "{place}"
            );
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
        list.remove();
    }

    #[wasm_bindgen_test]
    fn what_is_far_down_a_long_list_is_found_pressed_and_marked() {
        let (mut rows, list) = many(20_000);
        assert_eq!(rows.find("19998".to_owned()), Some(1));
        rows.fill_in_sight(&list);
        assert!(first(&list).contains("Service 19998"), "{}", first(&list));
        let shown = list
            .query_selector("[data-testid=service-s19998]")
            .unwrap()
            .unwrap();
        let item = shown.parent_element().unwrap();
        assert_eq!(rows.service(&item).as_deref(), Some("s19998"));
        rows.press(Some("s19998"));
        assert_eq!(shown.get_attribute("aria-pressed").as_deref(), Some("true"));
        assert_eq!(rows.find("0777".to_owned()), Some(12));
        rows.fill_in_sight(&list);
        assert!(first(&list).contains("Service 00777"), "{}", first(&list));
        assert_eq!(rows.find(String::new()), Some(20_000));
        assert!(in_page(&list) <= (MOST + 5) * BLOCK);
        list.remove();
    }
}
