//! One way to top up an account, wherever it is.
//!
//! ```text
//! awaiting payment ─▶ credited ■ / failed ■ / expired ■
//! needs confirmation ─▶ charged ■        unknown ─▶ charged ■
//! ```
//!
//! A [`Request`] says how much and by what; the answer is a [`TopUp`]: an [`Order`] to be followed as
//! any other, and what is to be done now.
//!
//! # A fifth service
//!
//! Write its room under `services/`, let its client be a [`Place`], and add one line to [`AnyPlace`]
//! below. Nothing else has to know.

use crate::error::{Error, Service};
use crate::http::{Clock, Transport};
use crate::money::{Amount, Currency};
use crate::order::{Ask, Order, OrderId, Report};
use crate::services::{bitrefill, grid, lava, sms4sats};
use crate::time::Time;

/// How much, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How much; none where the payer may choose.
    pub amount: Option<Amount>,
    /// By what: the id of one of the place's [`Method`]s.
    pub method: String,
}

impl Request {
    pub(crate) fn needed_amount(&self) -> Result<&Amount, Error> {
        match &self.amount {
            Some(amount) if amount.units() > 0 => Ok(amount),
            Some(_) => Err(Error::invalid("amount", "must be more than 0.")),
            None => Err(Error::invalid("amount", "is needed here.")),
        }
    }
}

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// What names it in a [`Request`].
    pub id: String,
    /// The name to show.
    pub name: String,
    /// What amounts can be named in.
    pub currencies: Vec<Currency>,
    /// The least and the most, where the service tells.
    pub limits: Option<(Amount, Amount)>,
    /// Whether the payer may choose the amount when paying.
    pub amount_optional: bool,
    /// Why it cannot be used just now.
    pub problem: Option<String>,
}

/// What is to be done now.
#[derive(Clone, PartialEq, Eq)]
pub enum Todo {
    /// Pay the order's invoice: [`Order::payable`] checks it.
    PayInvoice,
    /// Send this to that address.
    PayAddress {
        /// The address: plain text, not checked.
        address: String,
        /// How much, with its unit.
        price: String,
        /// What to send it by, in the service's word.
        by: String,
    },
    /// Confirm at this address, which is somebody else's: `https` only.
    ConfirmHere {
        /// The address.
        link: String,
    },
    /// Nothing but waiting: the balance will tell.
    Wait,
    /// Nothing: the balance has grown.
    Done,
}

/// Shows neither address nor link.
impl std::fmt::Debug for Todo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PayInvoice => "PayInvoice",
            Self::PayAddress { .. } => "PayAddress",
            Self::ConfirmHere { .. } => "ConfirmHere",
            Self::Wait => "Wait",
            Self::Done => "Done",
        })
    }
}

/// A top-up that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUp {
    /// How it stands, to be followed.
    pub order: Order,
    /// What is to be done now.
    pub todo: Todo,
}

/// An account that can be topped up.
pub trait Place: Ask {
    /// Whose it is.
    fn service(&self) -> Service;

    /// The ways to pay.
    fn methods(&self) -> impl Future<Output = Result<Vec<Method>, Error>>;

    /// Begins. What the service cannot do is said before anything is sent, and what moves money is
    /// sent once: if its answer is lost, the order's state is *unknown* and the balance is watched.
    fn top_up(&self, request: &Request) -> impl Future<Output = Result<TopUp, Error>>;

    /// What is in it.
    fn balance(&self) -> impl Future<Output = Result<Amount, Error>>;
}

/// Makes an enum of all places that is itself a place.
macro_rules! places {
    ($($(#[$doc:meta])* $name:ident($place:ty),)*) => {
        /// An account at any of the services.
        #[derive(Clone, Debug)]
        pub enum AnyPlace<W> {
            $($(#[$doc])* $name($place),)*
        }

        impl<W: Transport + Clock> Place for AnyPlace<W> {
            fn service(&self) -> Service {
                match self { $(Self::$name(place) => place.service(),)* }
            }

            async fn methods(&self) -> Result<Vec<Method>, Error> {
                match self { $(Self::$name(place) => place.methods().await,)* }
            }

            async fn top_up(&self, request: &Request) -> Result<TopUp, Error> {
                match self { $(Self::$name(place) => place.top_up(request).await,)* }
            }

            async fn balance(&self) -> Result<Amount, Error> {
                match self { $(Self::$name(place) => Place::balance(place).await,)* }
            }
        }

        impl<W: Transport + Clock> Ask for AnyPlace<W> {
            type World = W;

            fn clock(&self) -> &W {
                match self { $(Self::$name(place) => place.clock(),)* }
            }

            async fn ask(&self, order: &Order) -> Result<Report, Error> {
                match self { $(Self::$name(place) => place.ask(order).await,)* }
            }
        }
    };
}

places! {
    /// The prepaid balance of an API key at sms4sats.
    Sms4Sats(sms4sats::Sms4Sats<W>),
    /// An account's balance at Bitrefill.
    Bitrefill(bitrefill::Bitrefill<W>),
    /// A wallet at Lava.
    Lava(lava::Lava<W>),
    /// An internal account at Lightspark Grid.
    Grid(grid::GridWallet<W>),
}

/// The balance once that much was added.
pub(crate) fn added(before: &Amount, amount: &Amount) -> Option<Amount> {
    let units = before.units().checked_add(amount.units())?;
    (before.currency() == amount.currency()).then(|| Amount::new(units, before.currency().clone()))
}

/// A name for what the service gave none.
pub(crate) fn stand_in_id(service: Service, now: Time) -> Result<OrderId, Error> {
    OrderId::parse(&format!("{}-{}", service.name(), now.0))
}
