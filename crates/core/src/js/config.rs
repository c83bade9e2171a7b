//! What a client was made with.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::host::Host;
use super::input::Input;
use crate::error::{Error, Service};
use crate::http::{Client, DEADLINE};
use crate::lightning::bolt11::{Network, NodeId};
use crate::lightning::network_named;
use crate::secret::Secret;
use crate::services::{bitrefill, grid, lava, sms4sats};
use crate::topup::AnyProvider;
use crate::url::SecureUrl;

thread_local! {
    static LAST: RefCell<Option<(String, Rc<AnyProvider<Host>>)>> = const { RefCell::new(None) };
}

/// The client that these options describe. One call is mostly followed by another of its client.
pub fn last_provider(text: String) -> Result<Rc<AnyProvider<Host>>, Error> {
    LAST.with_borrow_mut(|last| match last {
        Some((known, provider)) if *known == text => Ok(provider.clone()),
        _ => {
            let provider = Rc::new(provider(&text)?);
            *last = Some((text, provider.clone()));
            Ok(provider)
        }
    })
}

/// The client that these options describe, if they are possible. Those of another service are none.
pub fn provider(text: &str) -> Result<AnyProvider<Host>, Error> {
    let input = Input::read(text)?;
    let name = input.text("service")?;
    let service = Service::ALL
        .into_iter()
        .find(|service| service.name() == name)
        .ok_or_else(|| Error::invalid("service", "is none that satline knows."))?;
    let given = input.text_or_none("baseUrl")?;
    // Only a relay can know a secret that is not given; the service itself must be told.
    let relayed = given.is_some();
    let base = match given {
        Some(text) => SecureUrl::base("baseUrl", text)?,
        None => base_url(service),
    };
    let client = Client::new(service, Host).with_deadline(deadline(&input)?);
    let provider = match service {
        Service::Sms4Sats => {
            let network = network(&input)?;
            let mut account = sms4sats::Account::at(base).paid_on(network, payee(&input, network)?);
            if let Some(key) = key(&input)? {
                account = account.with_key(key);
            }
            AnyProvider::Sms4Sats(sms4sats::Sms4Sats { account, client })
        }
        Service::Bitrefill => {
            let auth = match (token(&input)?, key(&input)?) {
                (None, Some(key)) => bitrefill::Auth::Personal(key),
                (None, None) if relayed => bitrefill::Auth::Relay,
                (token, _) => {
                    let (id, secret) = token.unwrap_or_else(no_token);
                    bitrefill::Auth::Business { id, secret }
                }
            };
            let account = bitrefill::Account::at(base, auth).paid_on(network(&input)?);
            AnyProvider::Bitrefill(bitrefill::Bitrefill { account, client })
        }
        Service::Lava => {
            let account = match key(&input)? {
                None if relayed => lava::Account::through(base),
                key => lava::Account::at(base, key.unwrap_or_else(no_secret)),
            };
            AnyProvider::Lava(lava::Lava { account, client })
        }
        Service::Grid => {
            let account = match token(&input)? {
                None if relayed => grid::Account::through(base),
                token => {
                    let (id, secret) = token.unwrap_or_else(no_token);
                    grid::Account::at(base, id, secret)
                }
            };
            let wallet = input.text_or_none("accountId")?.unwrap_or_default();
            let grid = grid::Grid { account, client };
            AnyProvider::Grid(grid::GridWallet::new(grid, wallet))
        }
    };
    input.nothing_else()?;
    Ok(provider)
}

/// An id and its secret. Where only one is given, the first call says that the other is missing.
fn token(input: &Input) -> Result<Option<(String, Secret)>, Error> {
    Ok(
        match (
            input.text_or_none("apiId")?,
            input.text_or_none("apiSecret")?,
        ) {
            (None, None) => None,
            (id, secret) => Some((
                id.unwrap_or_default().to_owned(),
                Secret::new(secret.unwrap_or_default()),
            )),
        },
    )
}

/// What the first call finds to be missing.
fn no_secret() -> Secret {
    Secret::new("")
}

fn no_token() -> (String, Secret) {
    (String::new(), no_secret())
}

fn network(input: &Input) -> Result<Network, Error> {
    match input.text_or_none("network")? {
        Some(name) => network_named(name),
        None => Ok(Network::Bitcoin),
    }
}

fn base_url(service: Service) -> SecureUrl {
    match service {
        Service::Sms4Sats => sms4sats::base_url(),
        Service::Bitrefill => bitrefill::base_url(),
        Service::Lava => lava::base_url(),
        Service::Grid => grid::base_url(),
    }
}

/// Who has to have signed an invoice.
fn payee(input: &Input, network: Network) -> Result<Option<NodeId>, Error> {
    let published = sms4sats::NODE_ID;
    let text = match input.text_or_none("payee")? {
        Some("") => return Ok(None),
        None if network != Network::Bitcoin => return Ok(None),
        text => text.unwrap_or(published),
    };
    text.parse().map(Some).map_err(|_| {
        let sentence = "must be a node's id: 66 hexadecimal digits; or null.";
        Error::invalid("payee", sentence)
    })
}

fn deadline(input: &Input) -> Result<Duration, Error> {
    match input.whole_or_none("timeoutMs")? {
        Some(milliseconds @ 1..=600_000) => Ok(Duration::from_millis(milliseconds)),
        Some(_) => Err(Error::invalid("timeoutMs", "must be from 1 to 600000.")),
        None => Ok(DEADLINE),
    }
}

/// A key that a header can carry. One that cannot would come back in the words of the engine's error.
fn key(input: &Input) -> Result<Option<Secret>, Error> {
    let key = input.text_or_none("apiKey")?;
    if key.is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
        let sentence = "must be the key as the service gave it, without spaces around or in it.";
        return Err(Error::invalid("apiKey", sentence));
    }
    Ok(key.map(Secret::new))
}
