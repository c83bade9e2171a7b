//! The sandbox's accounts at the four services, and the watchers' bounds.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use satline_core::error::{Error, Service};
use satline_core::lightning::bolt11::Network;
use satline_core::order::{Ask, Bounds, Order, OrderId, Report};
use satline_core::secret::Secret;
use satline_core::services::{bitrefill, grid, lava, sms4sats};
use satline_core::topup::AnyProvider;
use satline_core::url::SecureUrl;

use crate::world::{ADDRESS, World};

/// An account of Grid's sandbox: the first one in its documentation.
pub const GRID_ACCOUNT: &str = "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123";

pub const BOUNDS: Bounds = Bounds {
    at_once: 3,
    apart: Duration::from_millis(200),
};

fn base(path: &str) -> SecureUrl {
    SecureUrl::parse("baseUrl", &format!("{ADDRESS}/{path}")).expect("a valid address")
}

/// Returns a client of sms4sats with a key.
pub fn sms4sats(world: &World) -> sms4sats::Sms4Sats<World> {
    let node = satline_sandbox::NODE_ID.parse().expect("a valid node");
    let account = sms4sats::Account::at(base("sms4sats"))
        .paid_on(Network::Regtest, Some(node))
        .with_key(Secret::new(satline_sandbox::API_KEY));
    sms4sats::Sms4Sats::new(account, world.clone())
}

/// Returns the account at that service.
pub fn provider(service: Service, world: &World) -> AnyProvider<World> {
    match service {
        Service::Sms4Sats => AnyProvider::Sms4Sats(sms4sats(world)),
        Service::Bitrefill => {
            let auth = bitrefill::Auth::Business {
                id: satline_sandbox::BITREFILL_ID.to_owned(),
                secret: Secret::new(satline_sandbox::BITREFILL_SECRET),
            };
            let account = bitrefill::Account::at(base("bitrefill/v2"), auth);
            let account = account.paid_on(Network::Regtest);
            AnyProvider::Bitrefill(bitrefill::Bitrefill::new(account, world.clone()))
        }
        Service::Lava => {
            let key = Secret::new(satline_sandbox::LAVA_KEY);
            let account = lava::Account::at(base("lava/v1"), key);
            AnyProvider::Lava(lava::Lava::new(account, world.clone()))
        }
        Service::Grid => {
            let secret = Secret::new(satline_sandbox::GRID_SECRET);
            let base = base("grid/2025-10-13");
            let account = grid::Account::at(base, satline_sandbox::GRID_ID, secret);
            let grid = grid::Grid::new(account, world.clone());
            AnyProvider::Grid(grid::GridWallet::new(grid, GRID_ACCOUNT))
        }
    }
}

/// An account whose watcher's requests are counted.
pub struct Counted {
    provider: AnyProvider<World>,
    world: World,
    pending: Rc<Cell<usize>>,
    /// When the last request began, by the true clock, and how far the device's was ahead.
    last: Cell<Option<(u64, i64)>>,
    asked: Asked,
}

/// How often each order was asked about.
pub type Asked = Rc<RefCell<BTreeMap<OrderId, u64>>>;

impl Counted {
    pub fn new(service: Service, world: &World, asked: Asked) -> Self {
        Self {
            provider: provider(service, world),
            world: world.clone(),
            pending: Rc::default(),
            last: Cell::default(),
            asked,
        }
    }
}

/// Ends a request, also if it is dropped.
struct Pending(Rc<Cell<usize>>);

impl Drop for Pending {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Ask for Counted {
    type World = World;

    fn clock(&self) -> &World {
        &self.world
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        self.pending.set(self.pending.get() + 1);
        let _pending = Pending(self.pending.clone());
        let (now, ahead) = (self.world.true_time(), self.world.ahead());
        *self.asked.borrow_mut().entry(order.id.clone()).or_default() += 1;
        if self.pending.get() > BOUNDS.at_once {
            self.world
                .fail("more requests at once than the bounds allow");
        }
        if let Some((last, then)) = self.last.replace(Some((now, ahead)))
            && then == ahead
            && now - last < u64::try_from(BOUNDS.apart.as_millis()).unwrap_or_default()
        {
            self.world
                .fail("two requests closer together than the bounds allow");
        }
        self.provider.ask(order).await
    }
}
