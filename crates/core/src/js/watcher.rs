//! Following many orders at once.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

use super::host::Host;
use super::input::Input;
use super::order as records;
use super::{answer, config, machine, outcome};
use crate::error::Error;
use crate::order::{Attention, Bounds, Order, OrderId, Watcher};
use crate::topup::AnyProvider;

type Shared = Rc<RefCell<Watching>>;

struct Watching {
    watcher: Watcher<AnyProvider<Host>>,
    /// Orders that became others elsewhere, which whoever watches does not know yet.
    news: Vec<OrderId>,
}

impl Watching {
    fn follow(&mut self, mut order: Order) {
        let id = order.id.clone();
        let Some(before) = self.watcher.order(&id).cloned() else {
            return self.watcher.follow(order);
        };
        self.watcher.follow(order.clone());
        if let Some(after) = self.watcher.order(&id) {
            // Which of two numbers is newer nobody knows: two watchers would tell each other for ever.
            order.number.clone_from(&after.number);
            // What came in may be an older copy: whoever holds it is told what is known beyond it.
            if after.differs_visibly_from(&before) || after.differs_visibly_from(&order) {
                self.news.push(id);
            }
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Order>> {
        while let Some(id) = self.news.pop() {
            if let Some(order) = self.watcher.order(&id) {
                return Poll::Ready(Some(order.clone()));
            }
        }
        self.watcher.poll_next(context)
    }
}

thread_local! {
    static WATCHERS: RefCell<Vec<(u32, Shared)>> = const { RefCell::new(Vec::new()) };
}

/// A watcher of an account's orders, under that id.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watch(id: u32, config: &str, bounds: &str) -> String {
    let provider = config::provider(config);
    let made = provider.and_then(|provider| Ok((provider, read_bounds(bounds)?)));
    answer(made.map(|(provider, bounds)| {
        let watching = Watching {
            watcher: Watcher::new(provider, bounds),
            news: Vec::new(),
        };
        let watching = Rc::new(RefCell::new(watching));
        WATCHERS.with_borrow_mut(|watchers| watchers.push((id, watching)));
        "true".to_owned()
    }))
}

/// Begins to follow an order, or takes in what has become of it elsewhere.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watcher_follow(id: u32, now: f64, random: u32, record: &str) -> String {
    machine::at(now, random);
    answer(records::read(record).map(|order| {
        told(id, |watching| watching.follow(order));
        "true".to_owned()
    }))
}

/// Ends following an order.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watcher_leave(id: u32, order: &str) {
    if let Ok(order) = OrderId::parse(order) {
        told(id, |watching| drop(watching.watcher.unfollow(&order)));
    }
}

/// Whether someone looks: 0 for nobody, 1 for someone, 2 for someone who has just come back.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watcher_attend(id: u32, now: f64, random: u32, attention: u8) {
    machine::at(now, random);
    let attention = match attention {
        0 => Attention::Away,
        1 => Attention::Looking,
        _ => Attention::Waking,
    };
    told(id, |watching| watching.watcher.set_attention(attention));
}

/// Goes on until something about an order has changed, which is then done; null when nothing is left
/// to learn. Also to be called after anything was told to the watcher: that may be due earlier.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watcher_next(id: u32, now: f64, random: u32) -> String {
    machine::at(now, random);
    if let Some(watching) = watching(id) {
        machine::drop_task(id);
        let work = async move {
            let changed = poll_fn(|context| watching.borrow_mut().poll_next(context)).await;
            let order = changed.map(|order| order.to_json());
            outcome(Ok(order.unwrap_or_else(|| "null".to_owned())))
        };
        machine::begin(id, Box::pin(work));
    }
    machine::effects()
}

/// Ends it, with whatever is under way.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
pub fn watcher_end(id: u32) -> String {
    machine::drop_task(id);
    if let Some(ended) = watching(id) {
        WATCHERS.with_borrow_mut(|watchers| watchers.retain(|(known, _)| *known != id));
        drop(ended);
    }
    machine::effects()
}

fn watching(id: u32) -> Option<Shared> {
    WATCHERS.with_borrow(|watchers| {
        let found = watchers.iter().find(|(known, _)| *known == id);
        found.map(|(_, watching)| watching.clone())
    })
}

fn told(id: u32, tell: impl FnOnce(&mut Watching)) {
    if let Some(watching) = watching(id) {
        tell(&mut watching.borrow_mut());
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
            Some(rate @ 1..=1_000) => Duration::from_millis(1_000_u64.div_ceil(rate)),
            Some(_) => return Err(Error::invalid("perSecond", "must be from 1 to 1000.")),
            None => usual.apart,
        },
    };
    input.nothing_else()?;
    Ok(bounds)
}
