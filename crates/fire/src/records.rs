//! What the device has stored: records, as texts, and nothing else that outlives a restart.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use satline_core::http::Clock;
use satline_core::order::{Event, Order, OrderId};

use crate::books;
use crate::world::World;

pub struct Records {
    world: World,
    texts: RefCell<BTreeMap<OrderId, String>>,
    /// Since when there is a record of each order, by the true clock.
    begun: RefCell<BTreeMap<OrderId, u64>>,
    /// What tabs have to be told.
    changed: RefCell<BTreeSet<OrderId>>,
}

impl Records {
    pub fn new(world: &World) -> Self {
        Self {
            world: world.clone(),
            texts: RefCell::default(),
            begun: RefCell::default(),
            changed: RefCell::default(),
        }
    }

    /// Returns an order, read from its record.
    pub fn get(&self, id: &OrderId) -> Option<Order> {
        let text = self.texts.borrow().get(id).cloned()?;
        let read = Order::from_json(&text);
        if read.as_ref().map(Order::to_json).ok().as_ref() != Some(&text) {
            self.world
                .fail(format!("a record is not read as it was written: {text}"));
        }
        read.ok()
    }

    /// Returns all orders, the oldest id first.
    pub fn all(&self) -> Vec<Order> {
        let ids: Vec<_> = self.texts.borrow().keys().cloned().collect();
        ids.iter().filter_map(|id| self.get(id)).collect()
    }

    /// Adds an order, or what a copy of it knows.
    pub fn keep(&self, order: &Order) {
        match self.get(&order.id) {
            Some(known) => {
                let current = known.clone().without_future_times(self.world.now());
                self.write(Some(&known), &current.merged(order));
            }
            None => self.write(None, order),
        }
    }

    /// Applies an event to an order.
    pub fn apply(&self, id: &OrderId, event: &Event) {
        if let Some(known) = self.get(id) {
            let after = known.clone().after(event, self.world.now());
            self.write(Some(&known), &after);
        }
    }

    pub fn remove(&self, id: &OrderId) {
        self.texts.borrow_mut().remove(id);
        self.changed.borrow_mut().insert(id.clone());
    }

    /// Returns how long all orders were followed, together.
    pub fn followed_ms(&self) -> u64 {
        let begun = self.begun.borrow();
        begun
            .values()
            .map(|begun| self.world.true_time() - begun)
            .sum()
    }

    /// Takes the ids of orders that have changed.
    pub fn take_changed(&self) -> BTreeSet<OrderId> {
        self.changed.take()
    }

    fn write(&self, before: Option<&Order>, after: &Order) {
        let is_new =
            before.is_none_or(|before| before.state != after.state || before.codes != after.codes);
        if is_new {
            self.world.log(|| {
                let (state, money) = (after.state.as_str(), after.money().as_str());
                let codes = after.codes.len();
                format!(
                    "record {} {state}, money {money}, {codes} codes",
                    short(&after.id)
                )
            });
        }
        books::check_step(before, after, &self.world);
        let mut begun = self.begun.borrow_mut();
        begun
            .entry(after.id.clone())
            .or_insert(self.world.true_time());
        self.texts
            .borrow_mut()
            .insert(after.id.clone(), after.to_json());
        self.changed.borrow_mut().insert(after.id.clone());
    }
}

/// Returns the beginning of an id, for the log.
pub fn short(id: &OrderId) -> &str {
    let id = id.as_str();
    id.get(..12).unwrap_or(id)
}
