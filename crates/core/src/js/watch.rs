//! [`Watch`]: following any number of orders, within bounds.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::client::Client;
use super::error::{Failure, SatlineError};
use super::host::{AbortListener, AbortSignal, Host};
use super::input::{Input, list};
use super::order::{self, Shared};
use super::output::object;
use super::promise::promise;
use super::turns::Turns;
use crate::order::{Attention, Bounds, Event, Order, OrderId, Watcher};
use crate::topup::AnyProvider;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
export interface WatchOptions {
  /** Ends the watch at once and without an error: before it begins, while it waits, or between two values. */
  signal?: Signal | undefined;
  /** How many requests may be pending at once. Default: 4. */
  atOnce?: number | undefined;
  /** Requests per second, over all orders together: 1 to 1000. Default: 10. */
  perSecond?: number | undefined;
}";

/// The state that all JavaScript objects of one watch share.
pub struct Watching {
    client: Rc<Client>,
    /// `None` once it has ended.
    watcher: RefCell<Option<Watcher<AnyProvider<Host>>>>,
    /// Changes by foreign code, such as a hook or a `fetch`, while the watcher was polled.
    postponed: RefCell<Vec<Change>>,
    followed: RefCell<BTreeMap<OrderId, Followed>>,
    /// Orders that were changed elsewhere and not yielded yet.
    news: RefCell<Vec<OrderId>>,
    /// The waker of the pending `next()`.
    waker: RefCell<Option<Waker>>,
    turns: Rc<Turns>,
    has_ended: Cell<bool>,
    signal: Option<AbortSignal>,
    listener: RefCell<Option<AbortListener>>,
}

type Change = Box<dyn FnOnce(&mut Watcher<AnyProvider<Host>>)>;

struct Followed {
    shared: Rc<Shared>,
    /// The caller's object of the order.
    object: JsValue,
}

impl Watching {
    fn new(client: &Rc<Client>, options: &JsValue) -> Result<Rc<Self>, Failure> {
        let input = Input::read(options, "options")?;
        let signal = AbortSignal::read(&input)?;
        let bounds = bounds(&input)?;
        let watching = Rc::new(Self {
            watcher: RefCell::new(Some(Watcher::new(client.watching(), bounds))),
            client: client.clone(),
            postponed: RefCell::default(),
            followed: RefCell::default(),
            news: RefCell::default(),
            waker: RefCell::default(),
            turns: Rc::default(),
            has_ended: Cell::new(false),
            signal,
            listener: RefCell::default(),
        });
        if let Some(signal) = &watching.signal {
            let weak = Rc::downgrade(&watching);
            let listener = signal.listen(move || {
                if let Some(watching) = Weak::upgrade(&weak) {
                    watching.end();
                }
            });
            watching.listener.replace(Some(listener));
            if signal.is_aborted() {
                watching.end();
            }
        }
        Ok(watching)
    }

    /// Starts to follow an order, which the caller has as this object.
    fn add(self: &Rc<Self>, shared: Rc<Shared>, object: JsValue) {
        let order = shared.order();
        shared.add_watch(self);
        let id = order.id.clone();
        let followed = Followed { shared, object };
        let replaced = self.followed.borrow_mut().insert(id, followed);
        if let Some(before) = replaced
            && !self.follows(&before.shared)
        {
            // It was resumed twice.
            before.shared.delete_watch(self);
        }
        self.follow(order);
    }

    fn follows(&self, shared: &Rc<Shared>) -> bool {
        let followed = self.followed.borrow();
        followed
            .get(&shared.id())
            .is_some_and(|known| Rc::ptr_eq(&known.shared, shared))
    }

    /// Applies a change of an order.
    pub fn follow(self: &Rc<Self>, order: Order) {
        let watching = Rc::downgrade(self);
        self.change(move |watcher| {
            if let Some(watching) = watching.upgrade() {
                watching.take_in(watcher, order);
            }
        });
    }

    fn take_in(&self, watcher: &mut Watcher<AnyProvider<Host>>, mut order: Order) {
        let id = order.id.clone();
        let Some(before) = watcher.order(&id).cloned() else {
            return watcher.follow(order);
        };
        watcher.follow(order.clone());
        if let Some(after) = watcher.order(&id) {
            // Which of two numbers is newer is unknown: two watches would update each other forever.
            order.number.clone_from(&after.number);
            // It may have been an older copy, and its owner does not know the newer status.
            if after.differs_visibly_from(&before) || after.differs_visibly_from(&order) {
                self.news.borrow_mut().push(id);
            }
        }
    }

    /// Stops following an order.
    pub fn remove(&self, id: &OrderId) {
        let removed = self.followed.borrow_mut().remove(id);
        if let Some(removed) = removed {
            removed.shared.delete_watch(self);
            let id = id.clone();
            self.change(move |watcher| drop(watcher.unfollow(&id)));
        }
    }

    /// Changes the watcher, and wakes the pending `next()`, which may be due earlier.
    fn change(&self, change: impl FnOnce(&mut Watcher<AnyProvider<Host>>) + 'static) {
        match self.watcher.try_borrow_mut() {
            Ok(mut watcher) => {
                if let Some(watcher) = watcher.as_mut() {
                    change(watcher);
                }
            }
            Err(_) => self.postponed.borrow_mut().push(Box::new(change)),
        }
        self.wake();
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn end(&self) {
        if self.has_ended.replace(true) {
            return;
        }
        self.listener.take();
        for followed in self.followed.take().into_values() {
            followed.shared.delete_watch(self);
        }
        if let Ok(mut watcher) = self.watcher.try_borrow_mut() {
            *watcher = None;
        }
        self.wake();
    }

    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Order>> {
        self.waker.replace(Some(context.waker().clone()));
        let mut held = self.watcher.borrow_mut();
        if self.has_ended.get() {
            *held = None;
        }
        let Some(watcher) = held.as_mut() else {
            return Poll::Ready(None);
        };
        for change in self.postponed.take() {
            change(watcher);
        }
        while let Some(id) = self.news.borrow_mut().pop() {
            if let Some(order) = watcher.order(&id) {
                return Poll::Ready(Some(order.clone()));
            }
        }
        watcher.poll_next(context)
    }

    /// Returns the object of the next order that has changed; `None` when no order can
    /// change any more.
    async fn next(&self) -> Option<JsValue> {
        loop {
            let Some(order) = poll_fn(|context| self.poll_next(context)).await else {
                self.end();
                return None;
            };
            let found = {
                let followed = self.followed.borrow();
                let found = followed.get(&order.id);
                found.map(|known| (known.shared.clone(), known.object.clone()))
            };
            if let Some((shared, object)) = found {
                shared.learn(order, Some(self));
                if !self.has_ended.get() {
                    return Some(object);
                }
            }
        }
    }
}

fn bounds(input: &Input) -> Result<Bounds, Failure> {
    let default = Bounds::default();
    let bounds = Bounds {
        at_once: match input.whole_or_none("atOnce")? {
            Some(0) => return Err(Failure::invalid("atOnce", "must be at least 1.")),
            Some(at_once) => usize::try_from(at_once).unwrap_or(usize::MAX),
            None => default.at_once,
        },
        apart: match input.whole_or_none("perSecond")? {
            Some(rate @ 1..=1_000) => Duration::from_millis(1_000_u64.div_ceil(rate)),
            Some(_) => return Err(Failure::invalid("perSecond", "must be from 1 to 1000.")),
            None => default.apart,
        },
    };
    input.refuse_others()?;
    Ok(bounds)
}

/// Follows orders of one client. Yields each order that has changed, also by `refresh` and
/// `cancel`, until no order can change any more.
#[wasm_bindgen]
pub struct Watch(Rc<Watching>);

#[wasm_bindgen]
impl Watch {
    /// Returns the next order that has changed.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<Order, undefined>>")]
    pub fn next(&self) -> Promise {
        let watching = self.0.clone();
        let turn = watching.turns.take();
        promise(Box::pin(async move {
            let _turn = turn.await;
            let next = watching.next().await;
            Ok(next.map_or_else(done, |order| value(&order)))
        }))
    }

    /// Ends it at once; a `next()` that still waits is done then.
    #[wasm_bindgen(
        js_name = return,
        unchecked_return_type = "Promise<IteratorResult<Order, undefined>>"
    )]
    pub fn end(&self) -> Promise {
        self.0.end();
        Promise::resolve(&done())
    }

    /// Returns itself.
    #[wasm_bindgen(js_name = "[Symbol.asyncIterator]")]
    pub fn iterator(&self) -> Self {
        Self(self.0.clone())
    }

    /// Starts to follow another order.
    pub fn add(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Order")] order: &JsValue,
    ) -> Result<(), SatlineError> {
        let shared = self.0.own(order)?;
        if self.0.has_ended.get() {
            return Err(Failure::invalid("watch", "has ended. Begin another.").into());
        }
        self.0.add(shared, order.clone());
        Ok(())
    }

    /// Stops following an order.
    pub fn remove(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Order")] order: &JsValue,
    ) -> Result<(), SatlineError> {
        let shared = self.0.own(order)?;
        self.0.remove(&shared.id());
        Ok(())
    }

    /// Reports that a wallet is paying this order.
    #[wasm_bindgen(js_name = walletIsPaying)]
    pub fn wallet_is_paying(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Order")] order: &JsValue,
    ) -> Result<(), SatlineError> {
        let shared = self.0.own(order)?;
        // It may have been resumed again.
        let followed = self.0.followed.borrow();
        let followed = followed.get(&shared.id()).map(|known| known.shared.clone());
        followed.unwrap_or(shared).apply(&Event::WalletIsPaying);
        Ok(())
    }

    /// Sets whether someone is looking: `away` polls less often, `waking` polls at once.
    pub fn attend(
        &self,
        #[wasm_bindgen(unchecked_param_type = r#""away" | "looking" | "waking""#)]
        attention: &JsValue,
    ) -> Result<(), SatlineError> {
        let attention = match attention.as_string().as_deref() {
            Some("away") => Attention::Away,
            Some("looking") => Attention::Looking,
            Some("waking") => Attention::Waking,
            _ => {
                let allowed = "must be away, looking or waking.";
                return Err(Failure::invalid("attention", allowed).into());
            }
        };
        self.0
            .change(move |watcher| watcher.set_attention(attention));
        Ok(())
    }
}

impl Watch {
    /// Creates a watch of one order or many.
    pub fn of(
        client: &Rc<Client>,
        orders: &JsValue,
        options: &JsValue,
    ) -> Result<Self, SatlineError> {
        let watching = Watching::new(client, options)?;
        let orders = list("orders", orders)?;
        let owned: Result<Vec<_>, Failure> = orders
            .into_iter()
            .map(|object| Ok((watching.own(&object)?, object)))
            .collect();
        for (shared, object) in owned? {
            watching.add(shared, object);
        }
        Ok(Self(watching))
    }
}

impl Watching {
    /// Returns the shared state of an order of this watch's client.
    fn own(&self, order: &JsValue) -> Result<Rc<Shared>, Failure> {
        let shared = order::shared(order)
            .ok_or_else(|| Failure::invalid("orders", "must be orders of satline's."))?;
        let service = shared.client().service();
        self.client.check_service("orders", service)?;
        Ok(shared)
    }
}

/// The status of one order, now and whenever it changes.
#[wasm_bindgen]
pub struct OrderWatch(Rc<Statuses>);

struct Statuses {
    watching: Rc<Watching>,
    shared: Rc<Shared>,
    has_begun: Cell<bool>,
}

#[wasm_bindgen]
impl OrderWatch {
    /// Returns the next status.
    #[wasm_bindgen(unchecked_return_type = "Promise<IteratorResult<OrderStatus, undefined>>")]
    pub fn next(&self) -> Promise {
        let statuses = self.0.clone();
        let turn = statuses.watching.turns.take();
        promise(Box::pin(async move {
            let _turn = turn.await;
            Ok(if statuses.changed().await {
                value(&statuses.shared.status())
            } else {
                done()
            })
        }))
    }

    /// Ends it at once; a `next()` that still waits is done then.
    #[wasm_bindgen(
        js_name = return,
        unchecked_return_type = "Promise<IteratorResult<OrderStatus, undefined>>"
    )]
    pub fn end(&self) -> Promise {
        self.0.watching.end();
        Promise::resolve(&done())
    }

    /// Returns itself.
    #[wasm_bindgen(js_name = "[Symbol.asyncIterator]")]
    pub fn iterator(&self) -> Self {
        Self(self.0.clone())
    }
}

impl OrderWatch {
    /// Creates a watch of an order.
    pub fn of(shared: &Rc<Shared>, options: &JsValue) -> Result<Self, Failure> {
        let watching = Watching::new(shared.client(), options)?;
        if !watching.has_ended.get() {
            // It starts now, so that changes while the caller handles the first status are yielded too.
            watching.add(shared.clone(), JsValue::UNDEFINED);
        }
        Ok(Self(Rc::new(Statuses {
            watching,
            shared: shared.clone(),
            has_begun: Cell::new(false),
        })))
    }

    /// Returns whether there is a status that was not yielded yet: the first one at once.
    pub async fn changed(&self) -> bool {
        self.0.changed().await
    }

    /// Returns the reason of its signal, if that has ended it.
    pub fn abort_reason(&self) -> Option<JsValue> {
        let signal = self.0.watching.signal.as_ref()?;
        signal.is_aborted().then(|| signal.reason())
    }
}

impl Statuses {
    async fn changed(&self) -> bool {
        if self.watching.has_ended.get() {
            return false;
        }
        if !self.has_begun.replace(true) {
            return true;
        }
        self.watching.next().await.is_some()
    }
}

/// Returns the iterator result with a value.
pub fn value(value: &JsValue) -> JsValue {
    result(value, false)
}

/// Returns the iterator result after the last value.
pub fn done() -> JsValue {
    result(&JsValue::UNDEFINED, true)
}

fn result(value: &JsValue, done: bool) -> JsValue {
    object([("value", value.clone()), ("done", done.into())]).into()
}
