//! The device: tabs that follow the orders of the same records, and the calls that they make.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use satline_core::error::{Code, Error, Money, Service};
use satline_core::http::Clock;
use satline_core::money::Sats;
use satline_core::order::{Attention, Event, Kind, Order, OrderId, Watcher};
use satline_core::services::sms4sats::{CreatedOrder, ReceiveOrder, SmsOrder};
use satline_core::topup::{NextStep, Request, TopUp, TopUpProvider};

use crate::accounts::{Asked, BOUNDS, Counted, provider, sms4sats};
use crate::records::{Records, short};
use crate::world::World;

/// What is ordered from sms4sats.
pub enum Wanted {
    Number(Kind, ReceiveOrder),
    Message(SmsOrder),
}

impl Wanted {
    const fn route(&self) -> &'static str {
        match self {
            Self::Number(..) => "POST /sms4sats/createorder",
            Self::Message(_) => "POST /sms4sats/createsendorder",
        }
    }

    const fn is_immediate(&self) -> bool {
        match self {
            Self::Number(_, order) => order.immediate,
            Self::Message(order) => order.message.immediate,
        }
    }
}

pub struct Device {
    world: World,
    pub records: Rc<Records>,
    pub tabs: Vec<Tab>,
    last_tab: u32,
    pub asked: Asked,
    /// How many calls of each route were begun.
    begun: BTreeMap<&'static str, u64>,
    /// Where the owner of a payment method has to confirm.
    pub links: Rc<RefCell<Vec<String>>>,
}

pub struct Tab {
    pub world: World,
    watchers: [Watcher<Counted>; 4],
    calls: Vec<(&'static str, Call)>,
}

type Call = Pin<Box<dyn Future<Output = ()>>>;

impl Tab {
    fn watcher(&mut self, service: Service) -> &mut Watcher<Counted> {
        let index = Service::ALL.iter().position(|one| *one == service);
        &mut self.watchers[index.unwrap_or_default()]
    }

    /// Sets whether someone looks at this tab.
    pub fn attend(&mut self, attention: Attention) {
        for watcher in &mut self.watchers {
            watcher.set_attention(attention);
        }
    }
}

impl Device {
    pub fn new(world: &World) -> Self {
        let mut device = Self {
            world: world.clone(),
            records: Rc::new(Records::new(world)),
            tabs: Vec::new(),
            last_tab: 0,
            asked: Asked::default(),
            begun: BTreeMap::new(),
            links: Rc::default(),
        };
        device.open_tab();
        device
    }

    /// Opens a tab, which knows what the records know.
    pub fn open_tab(&mut self) {
        self.last_tab += 1;
        let world = self.world.of_tab(self.last_tab);
        let watchers = Service::ALL
            .map(|service| Watcher::new(Counted::new(service, &world, self.asked.clone()), BOUNDS));
        let mut tab = Tab {
            world,
            watchers,
            calls: Vec::new(),
        };
        for order in self.records.all() {
            tab.watcher(order.service).follow(order);
        }
        self.tabs.push(tab);
    }

    /// Closes every tab, with its calls, and opens one.
    pub fn restart(&mut self) {
        self.tabs.clear();
        self.open_tab();
    }

    /// Polls everything until it waits for time to pass.
    pub fn poll(&mut self, context: &mut Context<'_>) {
        loop {
            let mut has_progressed = false;
            for tab in &mut self.tabs {
                let before = tab.calls.len();
                tab.calls
                    .retain_mut(|(_, call)| call.as_mut().poll(context).is_pending());
                has_progressed |= tab.calls.len() < before;
                for watcher in &mut tab.watchers {
                    if let Poll::Ready(Some(order)) = watcher.poll_next(context) {
                        has_progressed = true;
                        self.records.keep(&order);
                    }
                }
            }
            for id in self.records.take_changed() {
                has_progressed = true;
                let order = self.records.get(&id);
                for tab in &mut self.tabs {
                    match &order {
                        Some(order) => tab.tell(order),
                        None => tab.forget(&id),
                    }
                }
            }
            if !has_progressed {
                return;
            }
        }
    }

    /// Returns whether a call of that route is pending in any tab.
    pub fn is_calling(&self, route: &str) -> bool {
        let mut calls = self.tabs.iter().flat_map(|tab| &tab.calls);
        calls.any(|(name, _)| *name == route)
    }

    fn call(&mut self, tab: usize, route: &'static str, call: impl Future<Output = ()> + 'static) {
        *self.begun.entry(route).or_default() += 1;
        if let Some(tab) = self.tabs.get_mut(tab) {
            tab.calls.push((route, Box::pin(call)));
        }
    }

    /// Orders something from sms4sats.
    pub fn order(&mut self, tab: usize, wanted: Wanted) {
        let route = wanted.route();
        if self.is_calling(route) {
            return;
        }
        let (world, records) = (self.tabs[tab].world.clone(), self.records.clone());
        self.call(tab, route, async move {
            let sms = sms4sats(&world);
            let before = world.done(route).len();
            let (kind, created) = match &wanted {
                Wanted::Number(kind, order) => (*kind, sms.receive(order).await),
                Wanted::Message(order) => (Kind::Sms, sms.send_sms(order).await),
            };
            match created {
                Ok(created) => keep_created(&world, &records, kind, created),
                Err(error) => {
                    let done = world.done(route);
                    let accepted = done.iter().skip(before).any(|(status, _)| *status == 200);
                    check_error(&world, &error, wanted.is_immediate() && accepted);
                }
            }
        });
    }

    /// Tops up an account.
    pub fn top_up(&mut self, tab: usize, service: Service, request: Request) {
        let route = match service {
            Service::Sms4Sats => "POST /sms4sats/fund",
            Service::Bitrefill => "POST /bitrefill/v2/accounts/deposit",
            Service::Lava => "POST /lava/v1/wallet/fund",
            Service::Grid => "POST /grid/2025-10-13/sandbox/internal-accounts/fund",
        };
        if self.is_calling(route) {
            return;
        }
        let (world, records) = (self.tabs[tab].world.clone(), self.records.clone());
        let links = self.links.clone();
        self.call(tab, route, async move {
            let provider = provider(service, &world);
            let before = world.done(route).len();
            let saved = RefCell::new(None);
            let save = async |top_up: TopUp| {
                saved.replace(Some(top_up.order.id.clone()));
                records.keep(&top_up.order);
                Ok::<_, Error>(())
            };
            let topped_up = provider.top_up(&request, save).await;
            let saved = saved.into_inner();
            match topped_up {
                Ok(TopUp { order, next_step }) => {
                    if let Some(id) = saved.filter(|id| *id != order.id) {
                        records.remove(&id);
                    }
                    if let NextStep::ConfirmHere { link } = next_step {
                        links.borrow_mut().push(link);
                    }
                    records.keep(&order);
                }
                Err(error) => {
                    let moves_at_once = matches!(service, Service::Lava | Service::Grid);
                    let done = world.done(route);
                    let is_yes = |(status, body): &(u16, String)| {
                        *status == 200 && !body.contains("requires_action")
                    };
                    let charged = moves_at_once && done.iter().skip(before).any(is_yes);
                    check_error(&world, &error, charged);
                    if let Some(id) = saved {
                        records.remove(&id);
                    }
                }
            }
        });
    }

    /// Cancels an order.
    pub fn cancel(&mut self, tab: usize, id: OrderId) {
        let (world, records) = (self.tabs[tab].world.clone(), self.records.clone());
        self.call(tab, "GET /sms4sats/cancelorder", async move {
            let Some(order) = records.get(&id) else {
                return;
            };
            records.apply(&id, &Event::CancelSent);
            let (after, outcome) = sms4sats(&world).cancel_order(order).await;
            world.log(|| match &outcome {
                Ok(()) => format!("cancel {} done", short(&id)),
                Err(error) => format!("cancel {}: {error}", short(&id)),
            });
            records.keep(&after);
            if outcome.is_err_and(|error| error.code != Code::OutcomeUnknown) {
                records.apply(&id, &Event::CancelRefused);
            }
        });
    }

    /// Checks that nothing that changes anything was sent more often than it was begun.
    pub fn check_sent(&self) {
        for (route, begun) in &self.begun {
            let sent = self.world.sent(route);
            if sent > *begun {
                self.world
                    .fail(format!("{route} was sent {sent} times for {begun} calls"));
            }
        }
    }
}

impl Tab {
    /// Takes in what another tab, or the user, has changed.
    fn tell(&mut self, order: &Order) {
        let watcher = self.watcher(order.service);
        if watcher.order(&order.id) != Some(order) {
            watcher.follow(order.clone());
        }
    }

    fn forget(&mut self, id: &OrderId) {
        for watcher in &mut self.watchers {
            watcher.unfollow(id);
        }
    }
}

/// Keeps a new order before its invoice is shown, unless the invoice fails the check.
fn keep_created(world: &World, records: &Records, kind: Kind, created: CreatedOrder) {
    let price: Option<Sats> = None;
    let sms = sms4sats(world);
    let order = sms.account().order(kind, created, price, world.now());
    match order.payable(world.now()) {
        Some(Err(rejected)) => world.log(|| format!("order {}: {rejected}", short(&order.id))),
        _ => records.keep(&order),
    }
}

/// Checks that an error does not deny what may have cost money.
fn check_error(world: &World, error: &Error, has_cost: bool) {
    world.log(|| format!("error, money {}: {error}", error.money.as_str()));
    if has_cost && (error.money == Money::Untouched || error.retryable) {
        let money = error.money.as_str();
        world.fail(format!(
            "money was spent, and the error calls it {money}: {error}"
        ));
    }
}
