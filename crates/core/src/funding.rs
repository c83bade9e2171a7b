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
//! Write its room under `services/`, give its account [`Flows`], let its client be a [`Place`], and
//! add one line to [`AnyPlace`] below. Nothing else has to know.

use crate::error::{Error, Service};
use crate::http::{Client, Clock, Talk, Transport};
use crate::money::{Amount, Currency, Sats};
use crate::order::{Ask, Order, OrderId, Report};
use crate::services::{bitrefill, grid, lava, sms4sats};

/// How much, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How much; none where the payer may choose.
    pub amount: Option<Amount>,
    /// By what: the id of one of the place's [`Method`]s.
    pub method: String,
    /// The most that its invoice may ask for, if there is a limit.
    pub cap: Option<Sats>,
}

/// The method that is paid by an invoice, wherever there is one.
pub(crate) const LIGHTNING: &str = "lightning";

impl Request {
    /// The amount, if it is bitcoin: what an invoice for it has to ask for.
    pub(crate) fn sats(&self) -> Option<Sats> {
        self.amount.as_ref().and_then(Amount::sats)
    }

    /// A cap that cannot be kept is refused before anything is sent.
    fn check_cap(&self) -> Result<(), Error> {
        let is_less = |cap: Sats| self.sats().is_some_and(|amount| amount > cap);
        match self.cap {
            Some(cap) if self.method != LIGHTNING || is_less(cap) => Err(Error::invalid(
                "capSat",
                "is for what is paid by lightning, and no less than the amount.",
            )),
            _ => Ok(()),
        }
    }

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

impl Method {
    /// Reads an amount as a person writes it: satoshis where the currency is bitcoin, otherwise the
    /// currency itself. None if nothing was written and the payer may choose when paying.
    ///
    /// ```
    /// # use satline_core::{funding::Method, money::Currency};
    /// # let method = Method {
    /// #     id: "lightning".into(),
    /// #     name: "Lightning".into(),
    /// #     currencies: vec![Currency::BTC],
    /// #     limits: None,
    /// #     amount_optional: false,
    /// #     problem: None,
    /// # };
    /// let amount = method.amount("21000", &Currency::BTC)?;
    /// assert_eq!(amount.map(|amount| amount.to_string()).as_deref(), Some("0.00021000 BTC"));
    /// assert!(method.amount("0.5", &Currency::BTC).is_err());
    /// # Ok::<(), satline_core::error::Error>(())
    /// ```
    pub fn amount(&self, text: &str, currency: &Currency) -> Result<Option<Amount>, Error> {
        if text.trim().is_empty() {
            return if self.amount_optional {
                Ok(None)
            } else {
                Err(Error::invalid("amount", "is needed here."))
            };
        }
        let written = if *currency == Currency::BTC {
            Currency::new("sat", 0)
        } else {
            currency.clone()
        };
        let units = Amount::parse("amount", text, written)?.units();
        let amount = Amount::new(units, currency.clone());
        match &self.limits {
            Some((least, most)) if !(least..=most).contains(&&amount) => Err(Error::invalid(
                "amount",
                format!(
                    "must be from {} to {}; this is {}.",
                    for_people(least),
                    for_people(most),
                    for_people(&amount)
                ),
            )),
            None if units == 0 => Err(Error::invalid("amount", "must be more than 0.")),
            _ => Ok(Some(amount)),
        }
    }
}

/// The unit in which people write amounts of a currency: satoshis for bitcoin.
pub fn unit_for_people(currency: &Currency) -> &str {
    if *currency == Currency::BTC {
        "sats"
    } else {
        currency.code()
    }
}

/// An amount in that unit.
pub fn for_people(amount: &Amount) -> String {
    amount
        .sats()
        .map_or_else(|| amount.to_string(), |sats| sats.to_string())
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

/// A top-up that is begun, but for the call that moves money at once, if there is one: that is held
/// back until what it could leave behind is written down.
pub struct Begun {
    /// How it stands; for what is held back, how it will stand if its answer is lost.
    pub top_up: TopUp,
    request: Request,
    rest: Option<Talk>,
}

impl Begun {
    /// Whether money moves only when it is [finished](Place::finish).
    pub const fn is_held_back(&self) -> bool {
        self.rest.is_some()
    }
}

/// What can be done with an account, as flows: they do no I/O, a [`Place`]'s client does.
pub trait Flows {
    /// See [`Place::methods`].
    fn methods(&self, talk: &mut Talk) -> Result<Vec<Method>, Error>;

    /// See [`Place::top_up`].
    fn top_up(&self, talk: &mut Talk, request: &Request) -> Result<TopUp, Error>;

    /// See [`Place::balance`].
    fn balance(&self, talk: &mut Talk) -> Result<Amount, Error>;

    /// How an order stands.
    fn report(&self, talk: &mut Talk, order: &Order) -> Result<Report, Error>;
}

/// See [`Place::top_up`].
pub(crate) fn begin(flows: &dyn Flows, talk: &mut Talk, request: &Request) -> Result<TopUp, Error> {
    request.check_cap()?;
    flows.top_up(talk, request)
}

/// An account that can be topped up, and what makes its calls.
pub trait Place {
    /// What its client sends through.
    type World: Transport + Clock;

    /// What makes its calls.
    fn client(&self) -> &Client<Self::World>;

    /// What can be done.
    fn flows(&self) -> &dyn Flows;

    /// Whose it is.
    fn service(&self) -> Service {
        self.client().service()
    }

    /// The ways to pay.
    fn methods(&self) -> impl Future<Output = Result<Vec<Method>, Error>> {
        async { self.client().talk(&|talk| self.flows().methods(talk)).await }
    }

    /// Begins. What the service cannot do is said before anything is sent, and what moves money is
    /// sent once: if its answer is lost, the order's state is *unknown* and the balance is watched.
    /// An invoice has to ask for the amount; for an amount in another currency, for the price that
    /// the service tells with it.
    fn top_up(&self, request: &Request) -> impl Future<Output = Result<TopUp, Error>> {
        async {
            let flow = |talk: &mut Talk| begin(self.flows(), talk, request);
            self.client().talk(&flow).await
        }
    }

    /// Begins, as [`Place::top_up`] does, but for what moves money at once. Whoever keeps a journal
    /// writes down what this gives before it is [finished](Place::finish): if all is lost then, the
    /// charge is not.
    fn begin(&self, request: Request) -> impl Future<Output = Result<Begun, Error>> {
        async {
            let flow = |talk: &mut Talk| begin(self.flows(), talk, &request);
            let (top_up, rest) = self.client().hold_back(&flow).await?;
            Ok(Begun {
                top_up,
                request,
                rest,
            })
        }
    }

    /// Makes the call that was held back. The order that comes out may have another name than the
    /// one before.
    fn finish(&self, begun: Begun) -> impl Future<Output = Result<TopUp, Error>> {
        async move {
            let Some(talk) = begun.rest else {
                return Ok(begun.top_up);
            };
            let flow = |talk: &mut Talk| begin(self.flows(), talk, &begun.request);
            self.client().go_on(talk, &flow).await
        }
    }

    /// What is in it.
    fn balance(&self) -> impl Future<Output = Result<Amount, Error>> {
        async { self.client().talk(&|talk| self.flows().balance(talk)).await }
    }
}

impl<P: Place> Ask for P {
    type World = P::World;

    fn clock(&self) -> &P::World {
        self.client().world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        let flow = |talk: &mut Talk| self.flows().report(talk, order);
        self.client().talk(&flow).await
    }
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
            type World = W;

            fn client(&self) -> &Client<W> {
                match self { $(Self::$name(place) => place.client(),)* }
            }

            fn flows(&self) -> &dyn Flows {
                match self { $(Self::$name(place) => place.flows(),)* }
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

/// A name for what the service gave none. Others may be begun in the same millisecond.
pub(crate) fn stand_in_id(service: Service, talk: &Talk) -> Result<OrderId, Error> {
    OrderId::parse(&format!(
        "{}-{}-{}",
        service.name(),
        talk.now().0,
        talk.chance()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(currency: Currency, limits: Option<(i128, i128)>) -> Method {
        let limit = |units| Amount::new(units, currency.clone());
        Method {
            id: "card".to_owned(),
            name: "Card".to_owned(),
            limits: limits.map(|(least, most)| (limit(least), limit(most))),
            currencies: vec![currency],
            amount_optional: false,
            problem: None,
        }
    }

    fn refusal(method: &Method, text: &str) -> String {
        let refused = method.amount(text, &method.currencies[0]);
        refused.unwrap_err().message.to_string()
    }

    #[test]
    fn an_amount_is_refused_as_it_is_written_and_says_why() {
        let card = method(Currency::USD, Some((1_000, 1_000_000)));
        for (text, sentence) in [
            ("", "is needed here."),
            (
                "9",
                "must be from 10.00 USD to 10,000.00 USD; this is 9.00 USD.",
            ),
            (
                "25.005",
                "must be a whole number of 0.01 USD, the smallest unit there is.",
            ),
        ] {
            assert_eq!(refusal(&card, text), sentence);
        }
        let cents = card.amount("10", &Currency::USD).unwrap().unwrap();
        assert_eq!(cents.units(), 1_000);
        assert_eq!(
            refusal(&method(Currency::EUR, None), "0"),
            "must be more than 0."
        );
    }

    #[test]
    fn bitcoin_is_written_in_satoshis() {
        let limited = method(Currency::BTC, Some((1, 5_000)));
        assert_eq!(
            refusal(&limited, "5001"),
            "must be from 1 sat to 5,000 sats; this is 5,001 sats."
        );
        let grid_bitcoin = Currency::new("BTC", 8);
        let amount = limited.amount("21", &grid_bitcoin).unwrap();
        assert_eq!(amount, Some(Amount::new(21, Currency::BTC)));
    }

    #[test]
    fn an_amount_may_be_left_open_only_where_the_payer_may_choose() {
        let open = Method {
            amount_optional: true,
            ..method(Currency::USD, None)
        };
        assert_eq!(open.amount(" ", &Currency::USD), Ok(None));
    }
}
