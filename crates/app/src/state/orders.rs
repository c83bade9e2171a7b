//! The orders made in this browser, kept where a reload finds them.

use leptos::prelude::*;
use satline_core::country::Country;
use satline_core::json::Json;
use satline_core::order::{Order, OrderId};

const KEY: &str = "satline.orders";

/// An order, and what it was called when it was made.
#[derive(Clone)]
pub struct Entry {
    pub order: Order,
    pub country: Country,
    pub service: String,
}

impl Entry {
    fn to_json(&self) -> Json {
        Json::object([
            ("order", Some(self.order.to_json())),
            ("country", Some(u64::from(self.country.code()).into())),
            ("service", Some(self.service.as_str().into())),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        let country = u16::try_from(json.whole("country")?).ok()?;
        Some(Self {
            order: Order::from_json(json.get("order")?).ok()?,
            country: Country::from_code(country)?,
            service: json.text("service")?.to_owned(),
        })
    }
}

/// All of them.
#[derive(Clone, Copy)]
pub struct Orders(RwSignal<Vec<Entry>>);

impl Orders {
    /// What an earlier page kept.
    pub fn load() -> Self {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let kept = kept
            .and_then(|text| Json::parse(&text).ok())
            .unwrap_or(Json::Null);
        let entries = kept.items().iter().filter_map(Entry::from_json).collect();
        Self(RwSignal::new(entries))
    }

    /// Keeps a new order.
    pub fn keep(self, entry: Entry) {
        self.0.update(|entries| entries.push(entry));
        self.save();
    }

    /// Keeps what has become of an order.
    pub fn update(self, order: &Order) {
        self.0.update(|entries| {
            let entry = entries.iter_mut().find(|entry| entry.order.id == order.id);
            if let Some(entry) = entry {
                entry.order = order.clone();
            }
        });
        self.save();
    }

    pub fn find(self, id: &OrderId) -> Option<Entry> {
        self.0
            .with_untracked(|entries| entries.iter().find(|entry| entry.order.id == *id).cloned())
    }

    fn save(self) {
        let all = self
            .0
            .with_untracked(|entries| entries.iter().map(Entry::to_json).collect());
        if let Some(storage) = storage() {
            // Where storage is full or blocked, the order lives as long as the page.
            let _ = storage.set_item(KEY, &Json::Array(all).to_string());
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
