use std::sync::Arc;

use satline_core::services::sms4sats::ServiceOffer;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::lower;
use super::service_row::{Filler, add_line, block};

/// The row of a service.
struct Row {
    /// Which of the services it is.
    service: usize,
    /// Where its line ends in the texts of all.
    end: usize,
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
    shown: usize,
}

/// The rows of all services: made once, straight in the page, and then only hidden and shown. They
/// stand in blocks, so that the browser lays out only the blocks in sight.
pub struct Rows {
    offers: Arc<Vec<ServiceOffer>>,
    all: Vec<Row>,
    /// What is searched of them, a line each.
    text: String,
    blocks: Vec<Block>,
    typed: String,
    /// How many were found.
    count: usize,
    pressed: Option<Element>,
}

impl Rows {
    /// By name, or else by stock.
    pub fn make(
        offers: Arc<Vec<ServiceOffer>>,
        by_stock: bool,
        picture: &dyn Fn(&ServiceOffer) -> Option<String>,
    ) -> Self {
        let texts = searched(&offers);
        let order = sorted(&offers, &texts, by_stock);
        let filler = Filler::new(order.iter().map(|(offer, ..)| *offer), picture);
        let mut rows = Self {
            offers: offers.clone(),
            all: Vec::with_capacity(order.len()),
            text: String::with_capacity(texts.len()),
            blocks: Vec::new(),
            typed: String::new(),
            count: order.len(),
            pressed: None,
        };
        if let Some((mut filler, block)) = filler.zip(block(BLOCK)) {
            for services in order.chunks(BLOCK) {
                rows.add(services, &block, &mut filler);
            }
            rows.show();
        }
        rows
    }

    fn add(&mut self, services: &[Service], block: &Element, filler: &mut Filler) -> Option<()> {
        let element: HtmlElement = block.clone_node_with_deep(true).ok()?.unchecked_into();
        let mut next = element.first_element_child();
        for (_, text, service) in services {
            let item = next?;
            next = item.next_element_sibling();
            filler.fill(&item);
            self.text.extend([*text, "\n"]);
            self.all.push(Row {
                service: *service,
                end: self.text.len(),
                item: item.unchecked_into(),
                found: true,
                shown: true,
            });
        }
        // The last block may have fewer.
        while let Some(item) = next {
            next = item.next_element_sibling();
            item.remove();
        }
        self.blocks.push(Block {
            element,
            shown: BLOCK,
        });
        Some(())
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
        self.typed = typed;
        // Every line ends; nothing begins everywhere.
        let typed = if self.typed.is_empty() {
            "\n"
        } else {
            &self.typed
        };
        let mut matches = self.text.match_indices(typed).map(|(place, _)| place);
        let mut next = matches.next();
        let mut begin = 0;
        let mut found = 0;
        for row in &mut self.all {
            while next.is_some_and(|place| place < begin) {
                next = matches.next();
            }
            row.found = next.is_some_and(|place| place < row.end);
            found += usize::from(row.found);
            begin = row.end;
        }
        self.show();
        (std::mem::replace(&mut self.count, found) != found).then_some(found)
    }

    /// Shows what was found. A block without any is hidden as a whole; the others are told how high
    /// they are, so that they need not be laid out for that.
    fn show(&mut self) {
        for (rows, block) in self.all.chunks_mut(BLOCK).zip(&mut self.blocks) {
            let count = rows.iter().filter(|row| row.found).count();
            if std::mem::replace(&mut block.shown, count) != count {
                block.element.set_hidden(count == 0);
                let style = HtmlElement::style(&block.element);
                let height = ["calc(", &count.to_string(), " * var(--row))"].concat();
                let _ = style.set_property("contain-intrinsic-block-size", &height);
            }
            if count == 0 {
                continue;
            }
            for row in rows.iter_mut().filter(|row| row.found != row.shown) {
                row.shown = row.found;
                row.item.set_hidden(!row.found);
            }
        }
    }

    /// What is searched for.
    pub fn typed(&self) -> String {
        self.typed.clone()
    }

    /// The service of a row.
    pub fn offer(&self, item: &Element) -> Option<ServiceOffer> {
        let row = self.all.iter().find(|row| *row.item == *item)?;
        self.offers.get(row.service).cloned()
    }

    /// Marks the row of this service, and no other.
    pub fn press(&mut self, id: Option<&str>) {
        let service = id.and_then(|id| self.offers.iter().position(|offer| offer.id == id));
        let row = service.and_then(|service| self.all.iter().find(|row| row.service == service));
        let button = row.and_then(|row| row.item.first_element_child());
        if let Some(before) = std::mem::replace(&mut self.pressed, button) {
            let _ = before.set_attribute("aria-pressed", "false");
        }
        if let Some(button) = &self.pressed {
            let _ = button.set_attribute("aria-pressed", "true");
        }
    }
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
