//! The sandbox's accounts at all services, and requests for top-ups.

use satline_core::http::{Clock, Transport};
use satline_core::lightning::bolt11::Network;
use satline_core::money::{Amount, Currency};
use satline_core::secret::Secret;
use satline_core::services::{bitrefill, grid, lava};
use satline_core::topup::{AnyProvider, Request};

use super::site::Site;

/// A transport and clock that tests run with.
pub trait World: Transport + Clock + Clone + 'static {}
impl<W: Transport + Clock + Clone + 'static> World for W {}

pub fn sms4sats<W: World>(site: &Site<W>) -> AnyProvider<W> {
    AnyProvider::Sms4Sats(site.sms4sats_with_key())
}

pub fn bitrefill<W: World>(site: &Site<W>) -> AnyProvider<W> {
    let auth = bitrefill::Auth::Business {
        id: satline_sandbox::BITREFILL_ID.to_owned(),
        secret: Secret::new(satline_sandbox::BITREFILL_SECRET),
    };
    let account = bitrefill::Account::at(site.base("bitrefill/v2"), auth).paid_on(Network::Regtest);
    AnyProvider::Bitrefill(bitrefill::Bitrefill::new(account, site.world.clone()))
}

pub fn lava<W: World>(site: &Site<W>) -> AnyProvider<W> {
    let key = Secret::new(satline_sandbox::LAVA_KEY);
    let account = lava::Account::at(site.base("lava/v1"), key);
    AnyProvider::Lava(lava::Lava::new(account, site.world.clone()))
}

/// A client for all accounts at Grid.
pub fn grid_client<W: World>(site: &Site<W>) -> grid::Grid<W> {
    let secret = Secret::new(satline_sandbox::GRID_SECRET);
    let base = site.base("grid/2025-10-13");
    let account = grid::Account::at(base, satline_sandbox::GRID_ID, secret);
    grid::Grid::new(account, site.world.clone())
}

pub fn grid_wallet<W: World>(site: &Site<W>, id: impl Into<String>) -> AnyProvider<W> {
    AnyProvider::Grid(grid::GridWallet::new(grid_client(site), id))
}

pub fn request(amount: Amount, method: &str) -> Request {
    Request {
        amount: Some(amount),
        method: method.to_owned(),
        cap: None,
    }
}

pub fn dollars(text: &str) -> Amount {
    Amount::parse("amount", text, Currency::USD).unwrap()
}
