use satline_core::country::Country;
use satline_core::error::Service;
use satline_core::funding::Todo;
use satline_core::json::Json;
use satline_core::money::Sats;
use satline_core::order::{Attention, Event, Order, OrderId};
use satline_core::time::Time;
use satline_core::url::SecureUrl;

/// An order, and what was said when it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The order as it is known.
    pub order: Order,
    /// What the service does not repeat.
    pub note: Note,
    /// Whether it is written down. If not, it lives as long as this tab.
    pub kept: bool,
}

/// What was said when an order was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where the number is from.
    pub country: Option<Country>,
    /// What was ordered, as the service names it: `wa`.
    pub item: String,
    /// What was ordered, as people name it: `WhatsApp`.
    pub name: String,
    /// The price told.
    pub price: Option<Sats>,
    /// Which account it is asked about at; none where the order's id is enough.
    pub account: Option<String>,
    /// What is to be done to pay.
    pub todo: Todo,
}

impl Default for Note {
    fn default() -> Self {
        Self {
            country: None,
            item: String::new(),
            name: String::new(),
            price: None,
            account: None,
            todo: Todo::PayInvoice,
        }
    }
}

impl Entry {
    /// An order that was just made, not written down yet.
    pub const fn new(order: Order, note: Note) -> Self {
        Self {
            order,
            note,
            kept: false,
        }
    }

    /// Under which it is kept.
    pub fn key(&self) -> String {
        key(self.order.service, &self.order.id)
    }

    /// Where it is asked about.
    pub fn account(&self) -> &str {
        let anyone = self.order.service.name();
        self.note.account.as_deref().unwrap_or(anyone)
    }

    /// What is to be said of an order that could not be written down.
    pub fn warning(&self) -> Option<String> {
        (!self.kept).then(|| {
            let id = self.order.id.as_str();
            "The newest of this order could not be written down, so it is lost if this tab is closed. \
             Keep the tab open until the order is over, and note its id before you pay: "
                .to_owned()
                + id
        })
    }

    /// As it is kept and exported.
    pub fn to_json(&self) -> Json<'_> {
        let text = |text: &str| Some(Json::from(text)).filter(|_| !text.is_empty());
        let note = &self.note;
        let country = note.country.map(|country| u64::from(country.code()).into());
        Json::object([
            ("order", Some(self.order.to_json())),
            ("country", country),
            ("item", text(&note.item)),
            ("name", text(&note.name)),
            ("price", note.price.map(|sats| sats.0.into())),
            ("account", note.account.as_deref().map(Json::from)),
            ("todo", todo_to_json(&note.todo)),
        ])
    }

    /// Reads what [`Entry::to_json`] wrote, or an earlier version of the app.
    pub fn from_json(json: &Json) -> Option<Self> {
        let owned = |name| json.text(name).map(str::to_owned);
        let country = json.whole("country");
        Some(Self {
            order: Order::from_json(json.get("order")?).ok()?,
            note: Note {
                country: country
                    .and_then(|code| u16::try_from(code).ok())
                    .and_then(Country::from_code),
                item: owned("item").unwrap_or_default(),
                name: owned("name")
                    .or_else(|| owned("service"))
                    .unwrap_or_default(),
                price: json.whole("price").map(Sats),
                account: owned("account"),
                todo: json.get("todo").map_or(Todo::PayInvoice, todo_from_json),
            },
            kept: true,
        })
    }

    /// This entry as it is written, or what is shown of it where that could not be written and so is
    /// ahead. A wallet that was asked to pay may be known in either place alone.
    pub fn behind(self, shown: &Self, now: Time) -> Self {
        if shown.kept {
            return self;
        }
        let mut ahead = shown.clone().merged(&self);
        if self.order.maybe_paid() {
            ahead.order = ahead.order.after(&Event::PaymentAsked, now);
        }
        ahead
    }

    /// This entry with what another copy of it knows beyond it.
    pub fn merged(mut self, other: &Self) -> Self {
        self.order = self.order.merged(&other.order);
        self
    }
}

/// Whether an order is not over and nobody asks about it any more: it has been without news for too
/// long.
pub fn is_given_up(order: &Order, now: Time) -> bool {
    order.next_ask(now, Attention::Looking, 0).is_none() && !order.is_over()
}

/// Under which an order is kept.
pub fn key(service: Service, id: &OrderId) -> String {
    [service.name(), "/", id.as_str()].concat()
}

fn todo_to_json(todo: &Todo) -> Option<Json<'_>> {
    match todo {
        Todo::PayInvoice => None,
        Todo::PayAddress { address, price, by } => Some(Json::object([
            ("address", Some(address.as_str().into())),
            ("price", Some(price.as_str().into())),
            ("by", Some(by.as_str().into())),
        ])),
        Todo::ConfirmHere { link } => Some(Json::object([("link", Some(link.as_str().into()))])),
        Todo::Wait | Todo::Done => Some(Json::Null),
    }
}

fn todo_from_json(json: &Json) -> Todo {
    let owned = |name| json.text(name).unwrap_or_default().to_owned();
    // A backup may come from anywhere, and a link of it must lead to a page and not be a script.
    let link = owned("link");
    if SecureUrl::parse("link", &link).is_ok() {
        return Todo::ConfirmHere { link };
    }
    let address = owned("address");
    if address.is_empty() {
        return Todo::Wait;
    }
    Todo::PayAddress {
        address,
        price: owned("price"),
        by: owned("by"),
    }
}
