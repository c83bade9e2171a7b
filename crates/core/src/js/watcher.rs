//! Following many orders at once.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::config::Config;
use super::host::Host;
use super::input::Input;
use super::{order as records, thrown};
use crate::error::Error;
use crate::funding::AnyPlace;
use crate::order::{self, Attention, Bounds, Event, OrderId};

/// Follows orders of one account. Nothing is borrowed while it waits, so that orders can come and
/// go meanwhile.
#[wasm_bindgen]
pub struct Watcher(Rc<RefCell<order::Watcher<AnyPlace<Host>>>>);

#[wasm_bindgen]
impl Watcher {
    /// A watcher without orders.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, bounds: &str, fetch: Function) -> Result<Self, JsValue> {
        let place = Config::read(config).map(|config| config.place(Host::new(fetch, None)));
        let bounds = read_bounds(bounds).map_err(|error| thrown(&error))?;
        let watcher = order::Watcher::new(place.map_err(|error| thrown(&error))?, bounds);
        Ok(Self(Rc::new(RefCell::new(watcher))))
    }

    /// Begins to follow an order.
    pub fn follow(&self, record: &str) -> Result<(), JsValue> {
        let order = records::read(record).map_err(|error| thrown(&error))?;
        self.0.borrow_mut().follow(order);
        Ok(())
    }

    /// Ends following an order.
    pub fn leave(&self, id: &str) {
        if let Ok(id) = OrderId::parse(id) {
            self.0.borrow_mut().leave(&id);
        }
    }

    /// A wallet says that it pays this order: a reason to ask soon.
    pub fn payment_sent(&self, id: &str) {
        if let Ok(id) = OrderId::parse(id) {
            self.0.borrow_mut().tell(&id, &Event::PaymentSent);
        }
    }

    /// Whether someone looks: 0 for nobody, 1 for someone, 2 for someone who has just come back.
    pub fn attend(&self, attention: u8) {
        let attention = match attention {
            0 => Attention::Away,
            1 => Attention::Looking,
            _ => Attention::Waking,
        };
        self.0.borrow_mut().attend(attention);
    }

    /// The next order about which something has changed; undefined when nothing is left to learn.
    pub fn next(&self) -> js_sys::Promise {
        let watcher = self.0.clone();
        wasm_bindgen_futures::future_to_promise(async move {
            let changed = poll_fn(|context| watcher.borrow_mut().poll_next(context)).await;
            Ok(changed.map_or(JsValue::UNDEFINED, |order| {
                order.to_json().to_string().into()
            }))
        })
    }
}

fn read_bounds(text: &str) -> Result<Bounds, Error> {
    let input = Input::read(text)?;
    let usual = Bounds::default();
    let bounds = Bounds {
        at_once: match input.whole_or_none("atOnce")? {
            Some(0) => return Err(Error::invalid("atOnce", "must be at least 1.")),
            Some(at_once) => usize::try_from(at_once).unwrap_or(usize::MAX),
            None => usual.at_once,
        },
        apart: match input.whole_or_none("perSecond")? {
            Some(rate @ 1..=1_000) => Duration::from_millis(1_000 / rate),
            Some(_) => return Err(Error::invalid("perSecond", "must be from 1 to 1000.")),
            None => usual.apart,
        },
    };
    input.nothing_else()?;
    Ok(bounds)
}
