//! sms4sats: activation codes, phone rentals, SMS and email messages.
//!
//! Every call stands twice: as a value (in [`call`]), and as a method of [`Sms4Sats`] that makes it.
//!
//! ```no_run
//! # async fn example<W: satline_core::http::Transport + satline_core::http::Clock>(world: W)
//! # -> Result<(), satline_core::error::Error> {
//! use satline_core::country::Country;
//! use satline_core::services::sms4sats::{Account, ReceiveOrder, Sms4Sats, base_url};
//!
//! let sms = Sms4Sats::new(Account::at(base_url()), world);
//! let germany = Country::find("germany").unwrap_or(Country::AUTO);
//! let order = sms.receive(&ReceiveOrder::code(germany, "wa")).await?;
//! let status = sms.order_status(&order.id).await?;
//! # Ok(())
//! # }
//! ```

mod account;
pub mod call;
mod cancel;
mod catalogue;
mod order;
mod status;
mod top_up;
mod wire;

use std::cmp::Ordering;
use std::time::Duration;

pub use account::{Funding, History};
pub use catalogue::{ComputedPrice, PriceQuery, Prices, RentalOffer, ServiceOffer};
pub use order::{
    CreatedOrder, EmailOrder, LONGEST_MESSAGE, Message, NumberKind, Payment, ReceiveOrder, SmsOrder,
};
pub use status::{OrderStatus, SmsStatus};
pub(crate) use wire::read_status;

use crate::country::Country;
use crate::error::{Error, Money, Service};
use crate::http::{Client, Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::{Network, NodeId};
use crate::money::Sats;
use crate::order::{Kind, Order, OrderId, Start};
use crate::secret::Secret;
use crate::time::Time;
use crate::url::SecureUrl;

/// Where the service answers, unless told otherwise.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api2.sms4sats.com")
}

/// Where the pictures lie whose paths it tells, which its page does not say.
const PICTURES: &str = "https://sms4sats.com";

/// The node the service says it signs invoices with. Nodes change, so it can be overridden.
pub const NODE_ID: &str = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";

/// Where calls go, who is asking, and what invoices have to look like.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    key: Option<Secret>,
    network: Network,
    payee: Option<NodeId>,
}

impl Account {
    /// At this address, without a key. Invoices have to be for Bitcoin's main network, and from the
    /// service's published node.
    pub fn at(base: SecureUrl) -> Self {
        Self {
            base,
            key: None,
            network: Network::Bitcoin,
            payee: NODE_ID.parse().ok(),
        }
    }

    /// With the API key of a prepaid balance.
    #[must_use]
    pub fn with_key(mut self, key: Secret) -> Self {
        self.key = (!key.is_empty()).then_some(key);
        self
    }

    /// With invoices for another network, or from another node; from any node if none is named.
    #[must_use]
    pub fn paid_on(mut self, network: Network, payee: Option<NodeId>) -> Self {
        self.network = network;
        self.payee = payee;
        self
    }

    /// The address of a service's picture. Only the service's own host is asked for pictures; one
    /// that is said to lie elsewhere is none.
    ///
    /// ```
    /// # use satline_core::services::sms4sats::{Account, base_url};
    /// let account = Account::at(base_url());
    /// let address = account.picture("/assets/saimages/wa0.png");
    /// assert_eq!(address.as_deref(), Some("https://sms4sats.com/assets/saimages/wa0.png"));
    /// assert_eq!(account.picture("https://example.org/wa0.png"), None);
    /// ```
    pub fn picture(&self, image: &str) -> Option<String> {
        let host = if self.base == base_url() {
            PICTURES
        } else {
            self.base.as_str()
        };
        let path = image.strip_prefix(host).unwrap_or(image);
        path.starts_with('/').then(|| [host, path].concat())
    }

    /// The order that was made, to be followed. Its invoice has to ask for this price, if one was
    /// told.
    pub fn order(&self, kind: Kind, made: CreatedOrder, price: Option<Sats>, now: Time) -> Order {
        let expectation = Expectation {
            price,
            payee: self.payee,
            payment_hash: Some(made.id.as_str().to_owned()),
            ..Expectation::new(self.network)
        };
        let start = match made.payment {
            Payment::Invoice(invoice) => Start::Pay(invoice),
            Payment::FromBalance => Start::FromBalance,
        };
        Order::new(Service::Sms4Sats, kind, made.id, start, expectation, now)
            .answered_at(made.answered_at, now)
    }
}

/// A client of the service.
#[derive(Clone, Debug)]
pub struct Sms4Sats<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

/// Each method makes the call of the same name in [`call`], and says nothing more than that one.
impl<W: Transport + Clock> Sms4Sats<W> {
    /// A client of an account.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Sms4Sats, world),
        }
    }

    /// Sets how long a call may take in all: 30 seconds if not said.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.client = self.client.with_deadline(deadline);
        self
    }

    /// A client for a flow of several calls, which together may take as long as one.
    pub(crate) fn for_flow(&self) -> Self {
        Self {
            account: self.account.clone(),
            client: self.client.for_flow(),
        }
    }

    /// The account that calls are made for.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// See [`call::availability`].
    pub fn availability(&self) -> impl Future<Output = Result<(), Error>> {
        self.client.run(Ok(call::availability(&self.account)))
    }

    /// See [`call::price`].
    pub fn price(&self, query: &PriceQuery) -> impl Future<Output = Result<Prices, Error>> {
        self.client.run(Ok(call::price(&self.account, query)))
    }

    /// See [`call::services`].
    pub fn services(
        &self,
        country: Country,
    ) -> impl Future<Output = Result<Vec<ServiceOffer>, Error>> {
        self.client.run(Ok(call::services(&self.account, country)))
    }

    /// See [`call::rental_countries`].
    pub fn rental_countries(
        &self,
        service: &str,
    ) -> impl Future<Output = Result<Vec<RentalOffer>, Error>> {
        self.client
            .run(call::rental_countries(&self.account, service))
    }

    /// See [`call::receive`].
    pub fn receive(
        &self,
        order: &ReceiveOrder,
    ) -> impl Future<Output = Result<CreatedOrder, Error>> {
        self.client.run(call::receive(&self.account, order))
    }

    /// See [`call::send_sms`].
    pub fn send_sms(&self, order: &SmsOrder) -> impl Future<Output = Result<CreatedOrder, Error>> {
        self.client.run(call::send_sms(&self.account, order))
    }

    /// See [`call::send_email`].
    pub fn send_email(
        &self,
        order: &EmailOrder,
    ) -> impl Future<Output = Result<CreatedOrder, Error>> {
        self.client.run(call::send_email(&self.account, order))
    }

    /// See [`call::order_status`].
    pub fn order_status(&self, id: &OrderId) -> impl Future<Output = Result<OrderStatus, Error>> {
        self.client.run(Ok(call::order_status(&self.account, id)))
    }

    /// See [`call::cancel`].
    pub fn cancel(&self, id: &OrderId) -> impl Future<Output = Result<(), Error>> {
        self.client.run(Ok(call::cancel(&self.account, id)))
    }

    /// See [`call::fund`].
    pub fn fund(&self, amount: Sats) -> impl Future<Output = Result<CreatedOrder, Error>> {
        self.client.run(call::fund(&self.account, amount))
    }

    /// See [`call::balance`].
    pub fn balance(&self) -> impl Future<Output = Result<Sats, Error>> {
        self.client.run(call::balance(&self.account))
    }

    /// What became of the money of an order that was to be paid from the balance, and whose answer
    /// was lost ([`Code::OutcomeUnknown`](crate::error::Code::OutcomeUnknown)): `before` is the balance
    /// before it.
    ///
    /// Spent means that the order was made; its id was lost with the answer, and only the service
    /// can tell it. Right as long as nothing else uses the same key meanwhile.
    pub async fn settle(&self, before: Sats) -> Result<Money, Error> {
        Ok(match self.balance().await?.cmp(&before) {
            Ordering::Equal => Money::Untouched,
            Ordering::Less => Money::Spent,
            Ordering::Greater => Money::Unknown,
        })
    }

    /// See [`call::history`].
    pub fn history(&self) -> impl Future<Output = Result<History, Error>> {
        self.client.run(call::history(&self.account))
    }
}
