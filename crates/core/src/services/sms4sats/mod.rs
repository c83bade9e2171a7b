//! sms4sats: activation codes, phone rentals, SMS and email messages.
//!
//!
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
mod call;
mod cancel;
mod catalogue;
mod order;
#[cfg(test)]
mod pages;
mod status;
mod top_up;
mod well_known;
mod wire;

use std::cmp::Ordering;
use std::time::Duration;

pub use account::{Funding, History};
pub use catalogue::{ComputedPrice, PriceQuery, Prices, RentalOffer, ServiceOffer};
pub use order::{
    CreatedOrder, EmailOrder, LONGEST_MESSAGE, Message, NumberKind, Payment, ReceiveOrder, SmsOrder,
};
pub use status::{OrderStatus, SmsStatus};
pub use well_known::{fame, is_meant, other_names};
pub(crate) use wire::read_status;

use crate::country::Country;
use crate::error::{Error, Money, Service};
use crate::http::{Client, Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::{Network, NodeId};
use crate::money::Sats;
use crate::order::{CancelTerms, Kind, Order, OrderId, Start, Terms};
use crate::secret::Secret;
use crate::time::Time;
use crate::url::SecureUrl;

/// Returns the service's public address, the default.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api2.sms4sats.com")
}

/// The host of its pictures, which its documentation does not mention.
const PICTURES: &str = "https://sms4sats.com";

/// The node the service says it signs invoices with. Nodes change, so it can be overridden.
pub const NODE_ID: &str = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";

/// The terms of its orders, as documented.
pub const TERMS: Terms = Terms {
    service: Service::Sms4Sats,
    min_poll: Duration::ZERO,
    cancel: Some(CancelTerms {
        earliest: Duration::from_mins(2),
        by_itself: [Duration::from_mins(20), Duration::from_mins(21)],
    }),
};

/// Where calls go, with which key, and what invoices have to look like.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    key: Option<Secret>,
    network: Network,
    payee: Option<NodeId>,
}

impl Account {
    /// Creates an account at this address, without a key. Invoices have to be for Bitcoin's main
    /// network and signed by the service's published node.
    pub fn at(base: SecureUrl) -> Self {
        Self {
            base,
            key: None,
            network: Network::Bitcoin,
            payee: NODE_ID.parse().ok(),
        }
    }

    /// Sets the API key of a prepaid balance.
    #[must_use]
    pub fn with_key(mut self, key: Secret) -> Self {
        self.key = (!key.is_empty()).then_some(key);
        self
    }

    /// Sets the network of invoices and the node that signs them; `None` allows any node.
    #[must_use]
    pub fn paid_on(mut self, network: Network, payee: Option<NodeId>) -> Self {
        self.network = network;
        self.payee = payee;
        self
    }

    /// Returns the address of a picture; `None` unless it is on the service's own host.
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

    /// Creates the [`Order`] to follow. Its invoice has to ask for `price`, if there is one.
    pub fn order(
        &self,
        kind: Kind,
        created: CreatedOrder,
        price: Option<Sats>,
        now: Time,
    ) -> Order {
        let expectation = Expectation {
            price,
            payee: self.payee,
            payment_hash: Some(created.id.as_str().to_owned()),
            ..Expectation::new(self.network)
        };
        let start = match created.payment {
            Payment::Invoice(invoice) => Start::Pay(invoice),
            Payment::FromBalance => Start::FromBalance,
        };
        Order::new(&TERMS, kind, created.id, start, expectation, now)
            .answered_at(created.answered_at, now)
    }
}

/// A client for the service.
#[derive(Clone, Debug)]
pub struct Sms4Sats<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

impl<W: Transport + Clock> Sms4Sats<W> {
    /// Creates a client for an account. `world` is its transport and clock.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Sms4Sats, world),
        }
    }

    /// Sets how long a call may take in all. Default: 30 seconds.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.client = self.client.with_deadline(deadline);
        self
    }

    /// Returns a client for a flow of several calls, which share one deadline.
    pub(crate) fn for_flow(&self) -> Self {
        Self {
            account: self.account.clone(),
            client: self.client.for_flow(),
        }
    }

    /// Returns the account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Checks that the service responds.
    ///
    /// # Errors
    /// It does not respond, or not in time.
    pub async fn availability(&self) -> Result<(), Error> {
        self.client.run(Ok(call::availability(&self.account))).await
    }

    /// Asks what codes, rentals and messages cost.
    ///
    /// # Errors
    /// The service could not be reached, or did not return a price.
    pub async fn price(&self, query: &PriceQuery) -> Result<Prices, Error> {
        self.client.run(Ok(call::price(&self.account, query))).await
    }

    /// Lists what can be ordered in a country.
    ///
    /// # Errors
    /// The service could not be reached, or did not return a list.
    pub async fn services(&self, country: Country) -> Result<Vec<ServiceOffer>, Error> {
        let call = call::services(&self.account, country);
        self.client.run(Ok(call)).await
    }

    /// Lists where a number can be rented for a service, for how long and at what price.
    ///
    /// # Errors
    /// `service` is not a short code; or the service could not be reached.
    pub async fn rental_countries(&self, service: &str) -> Result<Vec<RentalOffer>, Error> {
        let call = call::rental_countries(&self.account, service);
        self.client.run(call).await
    }

    /// Orders an activation code, a rental or a real phone's number. Pass the result to
    /// [`Account::order`] to follow the order.
    ///
    /// ```no_run
    /// # use satline_core::http::{Clock, Transport};
    /// # use satline_core::services::sms4sats::Sms4Sats;
    /// # async fn example<W: Transport + Clock>(sms: Sms4Sats<W>, now: satline_core::time::Time)
    /// # -> Result<(), satline_core::error::Error> {
    /// use satline_core::country::Country;
    /// use satline_core::money::Sats;
    /// use satline_core::order::Kind;
    /// use satline_core::services::sms4sats::ReceiveOrder;
    ///
    /// let created = sms.receive(&ReceiveOrder::code(Country::AUTO, "wa")).await?;
    /// let order = sms.account().order(Kind::Code, created, Some(Sats(3_000)), now);
    /// if let Some(Ok(invoice)) = order.payable(now) {
    ///     println!("pay {} to {}", invoice.amount(), invoice.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Names the invalid field, quotes the service's refusal, or says that the response was lost:
    /// an unpaid order expires by itself, but one paid from the balance may exist.
    pub async fn receive(&self, order: &ReceiveOrder) -> Result<CreatedOrder, Error> {
        let call = call::receive(&self.account, order);
        self.client.run(call).await
    }

    /// Orders an SMS to be sent.
    ///
    /// # Errors
    /// As [`Sms4Sats::receive`]; a message has 1 to 140 characters.
    pub async fn send_sms(&self, order: &SmsOrder) -> Result<CreatedOrder, Error> {
        let call = call::send_sms(&self.account, order);
        self.client.run(call).await
    }

    /// Orders an email to be sent. The service's current documentation no longer lists this call:
    /// it may refuse.
    ///
    /// # Errors
    /// As [`Sms4Sats::receive`]; a message has 1 to 140 characters.
    pub async fn send_email(&self, order: &EmailOrder) -> Result<CreatedOrder, Error> {
        let call = call::send_email(&self.account, order);
        self.client.run(call).await
    }

    /// Requests the status of an order.
    ///
    /// # Errors
    /// The service could not be reached, or does not say whether the order is paid.
    pub async fn order_status(&self, id: &OrderId) -> Result<OrderStatus, Error> {
        let call = call::order_status(&self.account, id);
        self.client.run(Ok(call)).await
    }

    /// Cancels a receive order, from two minutes after it was created until its code is received;
    /// the money goes back. Sent once, although it is a GET. [`Sms4Sats::cancel_order`] also checks
    /// the time, and requests the status afterwards.
    ///
    /// # Errors
    /// The service refused, or the response was lost: the order's status shows it.
    pub async fn cancel(&self, id: &OrderId) -> Result<(), Error> {
        self.client.run(Ok(call::cancel(&self.account, id))).await
    }

    /// Requests an invoice that adds to the balance of the API key.
    ///
    /// # Errors
    /// There is no key, or the amount is 0; or the service refused.
    pub async fn fund(&self, amount: Sats) -> Result<CreatedOrder, Error> {
        self.client.run(call::fund(&self.account, amount)).await
    }

    /// Returns the balance of the API key.
    ///
    /// # Errors
    /// There is no key, or the service does not know it.
    pub async fn balance(&self) -> Result<Sats, Error> {
        self.client.run(call::balance(&self.account)).await
    }

    /// Returns what happened to the money of an order paid from the balance whose response was lost
    /// ([`Code::OutcomeUnknown`](crate::error::Code::OutcomeUnknown)). `before` is the balance
    /// before it.
    ///
    /// [`Money::Spent`] means that the order exists; its id was lost with the response, and only the
    /// service knows it. Correct only if nothing else uses the same key meanwhile.
    ///
    /// # Errors
    /// The balance could not be read.
    pub async fn settle(&self, before: Sats) -> Result<Money, Error> {
        Ok(match self.balance().await?.cmp(&before) {
            Ordering::Equal => Money::Untouched,
            Ordering::Less => Money::Spent,
            Ordering::Greater => Money::Unknown,
        })
    }

    /// Lists what was added to the balance of the API key.
    ///
    /// # Errors
    /// There is no key, or the service does not know it.
    pub async fn history(&self) -> Result<History, Error> {
        self.client.run(call::history(&self.account)).await
    }
}
