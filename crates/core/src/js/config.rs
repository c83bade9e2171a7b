//! What a client was made with.

use std::time::Duration;

use super::host::Host;
use super::input::Input;
use crate::error::{self, Error, Service};
use crate::funding::AnyPlace;
use crate::lightning::bolt11::{Network, NodeId};
use crate::lightning::network_named;
use crate::secret::Secret;
use crate::services::{bitrefill, grid, lava, sms4sats};
use crate::url::SecureUrl;

/// The options of a client, read and found possible.
pub struct Config {
    service: Service,
    base: Option<SecureUrl>,
    key: Option<Secret>,
    id: Option<String>,
    secret: Option<Secret>,
    account_id: Option<String>,
    network: Network,
    payee: Payee,
    deadline: Duration,
}

/// Who has to have signed an invoice.
enum Payee {
    Published,
    Anyone,
    Node(NodeId),
}

impl Config {
    pub fn read(text: &str) -> Result<Self, Error> {
        let input = Input::read(text)?;
        let service = input.text("service")?;
        let config = Self {
            service: error::named(&Service::ALL, service, Service::name)
                .ok_or_else(|| Error::invalid("service", "is none that satline knows."))?,
            base: match input.text_or_none("baseUrl")? {
                Some(text) => Some(SecureUrl::parse("baseUrl", text)?),
                None => None,
            },
            key: key(&input)?,
            id: input.text_or_none("apiId")?.map(str::to_owned),
            secret: input.text_or_none("apiSecret")?.map(Secret::new),
            account_id: input.text_or_none("accountId")?.map(str::to_owned),
            network: match input.text_or_none("network")? {
                Some(name) => network_named(name)?,
                None => Network::Bitcoin,
            },
            payee: match input.text_or_none("payee")? {
                Some("") => Payee::Anyone,
                Some(text) => Payee::Node(text.parse().map_err(|_| {
                    Error::invalid(
                        "payee",
                        "must be a node's id: 66 hexadecimal digits; or null.",
                    )
                })?),
                None => Payee::Published,
            },
            deadline: match input.whole_or_none("timeoutMs")? {
                Some(milliseconds @ 1..=600_000) => Duration::from_millis(milliseconds),
                Some(_) => return Err(Error::invalid("timeoutMs", "must be from 1 to 600000.")),
                None => Duration::from_secs(30),
            },
        };
        input.nothing_else()?;
        Ok(config)
    }

    /// The client.
    pub fn place(self, host: Host) -> AnyPlace<Host> {
        match self.service {
            Service::Sms4Sats => AnyPlace::Sms4Sats(self.sms4sats(host)),
            Service::Bitrefill => AnyPlace::Bitrefill(self.bitrefill(host)),
            Service::Lava => AnyPlace::Lava(self.lava(host)),
            Service::Grid => AnyPlace::Grid(self.grid(host)),
        }
    }

    fn sms4sats(self, host: Host) -> sms4sats::Sms4Sats<Host> {
        let payee = match self.payee {
            Payee::Published if self.network == Network::Bitcoin => sms4sats::NODE_ID.parse().ok(),
            Payee::Published | Payee::Anyone => None,
            Payee::Node(node) => Some(node),
        };
        let base = self.base.unwrap_or_else(sms4sats::base_url);
        let account = sms4sats::Account::at(base).paid_on(self.network, payee);
        let account = match self.key {
            Some(key) => account.with_key(key),
            None => account,
        };
        sms4sats::Sms4Sats::new(account, host).with_deadline(self.deadline)
    }

    fn bitrefill(self, host: Host) -> bitrefill::Bitrefill<Host> {
        let auth = match (self.id, self.secret, self.key) {
            (Some(id), Some(secret), _) => bitrefill::Auth::Business { id, secret },
            (_, _, Some(key)) => bitrefill::Auth::Personal(key),
            _ => bitrefill::Auth::Relay,
        };
        let base = self.base.unwrap_or_else(bitrefill::base_url);
        let account = bitrefill::Account::at(base, auth).paid_on(self.network);
        bitrefill::Bitrefill::new(account, host).with_deadline(self.deadline)
    }

    fn lava(self, host: Host) -> lava::Lava<Host> {
        let base = self.base.unwrap_or_else(lava::base_url);
        let account = match self.key {
            Some(key) => lava::Account::at(base, key),
            None => lava::Account::through(base),
        };
        lava::Lava::new(account, host).with_deadline(self.deadline)
    }

    fn grid(self, host: Host) -> grid::GridWallet<Host> {
        let base = self.base.unwrap_or_else(grid::base_url);
        let account = match (self.id, self.secret) {
            (Some(id), Some(secret)) => grid::Account::at(base, id, secret),
            _ => grid::Account::through(base),
        };
        let grid = grid::Grid::new(account, host).with_deadline(self.deadline);
        grid::GridWallet::new(grid, self.account_id.unwrap_or_default())
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
