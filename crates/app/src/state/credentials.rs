//! The credentials for each service.

use satline_core::error::{Error, Service};
use satline_core::lightning::bolt11::Network;
use satline_core::secret::Secret;
use satline_core::services::bitrefill::{self, Bitrefill};
use satline_core::services::grid::{self, Grid};
use satline_core::services::lava::{self, Lava};
use satline_core::services::sms4sats::Sms4Sats;
use satline_core::topup::AnyProvider;
use satline_core::url::SecureUrl;

use super::PageTransport;
use super::services::{Sandbox, Services};

/// A client with its credential.
pub enum Client {
    /// The credential opens one account.
    Provider(AnyProvider<PageTransport>),
    /// The credential opens many accounts, of which one is to be chosen.
    Grid(Grid<PageTransport>),
}

/// Returns the client for this page: in a sandbox with the prepared credentials, whatever was typed; elsewhere
/// with what the reader typed.
pub fn client(service: Service, services: &Services, text: &str) -> Result<Client, Error> {
    match &services.sandbox {
        Some(sandbox) => prepared(service, services, sandbox),
        None => typed(service, services, text),
    }
}

/// Uses the sandbox's prepared credentials, which are public.
fn prepared(service: Service, services: &Services, sandbox: &Sandbox) -> Result<Client, Error> {
    Ok(match service {
        Service::Sms4Sats => of_key(services, "sandbox-key"),
        Service::Bitrefill => {
            let auth = bitrefill::Auth::Business {
                id: "sandbox-business".to_owned(),
                secret: Secret::new("sandbox-business-secret"),
            };
            let account = bitrefill::Account::at(sandbox.address("/bitrefill/v2")?, auth);
            of_bitrefill(services, account.paid_on(Network::Regtest))
        }
        Service::Lava => {
            let key = Secret::new("aks_test_sandbox");
            of_lava(
                services,
                lava::Account::at(sandbox.address("/lava/v1")?, key),
            )
        }
        Service::Grid => {
            let secret = Secret::new("sandbox-token-secret");
            let base = sandbox.address("/grid/2025-10-13")?;
            of_grid(services, grid::Account::at(base, "sandbox-token", secret))
        }
    })
}

/// Uses what the reader typed: a key, or the address of a relay that holds it.
fn typed(service: Service, services: &Services, text: &str) -> Result<Client, Error> {
    let relay = || SecureUrl::base("relay", text);
    Ok(match service {
        Service::Sms4Sats => of_key(services, text),
        Service::Bitrefill => of_bitrefill(
            services,
            bitrefill::Account::at(relay()?, bitrefill::Auth::Relay),
        ),
        Service::Lava => of_lava(services, lava::Account::through(relay()?)),
        Service::Grid => of_grid(services, grid::Account::through(relay()?)),
    })
}

/// Uses the address and the network that orders are made with too, also if the reader has chosen them.
fn of_key(services: &Services, key: &str) -> Client {
    let account = services.sms4sats.account().clone();
    let account = account.with_key(Secret::new(key.trim()));
    Client::Provider(AnyProvider::Sms4Sats(Sms4Sats::new(
        account,
        services.transport,
    )))
}

fn of_bitrefill(services: &Services, account: bitrefill::Account) -> Client {
    Client::Provider(AnyProvider::Bitrefill(Bitrefill::new(
        account,
        services.transport,
    )))
}

fn of_lava(services: &Services, account: lava::Account) -> Client {
    Client::Provider(AnyProvider::Lava(Lava::new(account, services.transport)))
}

fn of_grid(services: &Services, account: grid::Account) -> Client {
    Client::Grid(Grid::new(account, services.transport))
}
