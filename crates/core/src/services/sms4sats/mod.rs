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
mod answer;
pub mod call;
mod catalogue;
mod order;
mod status;

use std::time::Duration;

pub use account::{Funding, History};
pub use catalogue::{ComputedPrice, PriceQuery, Prices, RentalOffer, ServiceOffer};
pub use order::{
    CreatedOrder, EmailOrder, Message, NumberKind, OrderId, Payment, ReceiveOrder, SmsOrder,
};
pub use status::{OrderStatus, SmsCode, SmsStatus};

use crate::country::Country;
use crate::error::{Error, Service};
use crate::http::{Client, Clock, Transport};
use crate::money::Sats;
use crate::secret::Secret;
use crate::url::SecureUrl;

/// Where the service answers, unless told otherwise.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api2.sms4sats.com")
}

/// Where calls go, and who is asking.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    key: Option<Secret>,
}

impl Account {
    /// At this address, without a key.
    pub fn at(base: SecureUrl) -> Self {
        Self { base, key: None }
    }

    /// With the API key of a prepaid balance.
    #[must_use]
    pub fn with_key(mut self, key: Secret) -> Self {
        self.key = (!key.is_empty()).then_some(key);
        self
    }
}

/// A client of the service.
#[derive(Clone, Debug)]
pub struct Sms4Sats<W> {
    account: Account,
    client: Client<W>,
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

    /// The account that calls are made for.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// See [`call::availability`].
    pub async fn availability(&self) -> Result<(), Error> {
        self.client.run(&call::availability(&self.account)).await
    }

    /// See [`call::price`].
    pub async fn price(&self, query: &PriceQuery) -> Result<Prices, Error> {
        self.client.run(&call::price(&self.account, query)).await
    }

    /// See [`call::services`].
    pub async fn services(&self, country: Country) -> Result<Vec<ServiceOffer>, Error> {
        self.client
            .run(&call::services(&self.account, country))
            .await
    }

    /// See [`call::rental_countries`].
    pub async fn rental_countries(&self, service: &str) -> Result<Vec<RentalOffer>, Error> {
        let call = call::rental_countries(&self.account, service)?;
        self.client.run(&call).await
    }

    /// See [`call::receive`].
    pub async fn receive(&self, order: &ReceiveOrder) -> Result<CreatedOrder, Error> {
        self.client.run(&call::receive(&self.account, order)?).await
    }

    /// See [`call::send_sms`].
    pub async fn send_sms(&self, order: &SmsOrder) -> Result<CreatedOrder, Error> {
        self.client
            .run(&call::send_sms(&self.account, order)?)
            .await
    }

    /// See [`call::send_email`].
    pub async fn send_email(&self, order: &EmailOrder) -> Result<CreatedOrder, Error> {
        self.client
            .run(&call::send_email(&self.account, order)?)
            .await
    }

    /// See [`call::order_status`].
    pub async fn order_status(&self, id: &OrderId) -> Result<OrderStatus, Error> {
        self.client
            .run(&call::order_status(&self.account, id))
            .await
    }

    /// See [`call::cancel`].
    pub async fn cancel(&self, id: &OrderId) -> Result<(), Error> {
        self.client.run(&call::cancel(&self.account, id)).await
    }

    /// See [`call::fund`].
    pub async fn fund(&self, amount: Sats) -> Result<CreatedOrder, Error> {
        self.client.run(&call::fund(&self.account, amount)?).await
    }

    /// See [`call::balance`].
    pub async fn balance(&self) -> Result<Sats, Error> {
        self.client.run(&call::balance(&self.account)?).await
    }

    /// See [`call::history`].
    pub async fn history(&self) -> Result<History, Error> {
        self.client.run(&call::history(&self.account)?).await
    }
}
