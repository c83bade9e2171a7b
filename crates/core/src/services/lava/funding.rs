//! Topping up a wallet at Lava.

use super::{Account, Charge, LARGEST, Lava, Outcome, PaymentMethod, SMALLEST, Wallet, call};
use crate::error::{Code, Error, Service};
use crate::funding::{Flows, Method, Place, Request, Todo, TopUp, stand_in_id};
use crate::http::{Client, Clock, Talk, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Kind, Order, OrderId, Report, Start};

impl<W: Transport + Clock> Place for Lava<W> {
    type World = W;

    fn client(&self) -> &Client<W> {
        &self.client
    }

    fn flows(&self) -> &dyn Flows {
        &self.account
    }
}

impl Flows for Account {
    fn methods(&self, talk: &mut Talk) -> Result<Vec<Method>, Error> {
        let method = |method: PaymentMethod| Method {
            name: method.name(),
            currencies: vec![Currency::USD],
            limits: Some((SMALLEST, LARGEST)),
            amount_optional: false,
            problem: method.problem.map(|problem| {
                let words = problem.message.or(problem.code);
                words.unwrap_or_else(|| "It was refused before.".to_owned())
            }),
            id: method.id,
        };
        let methods = talk.make(call::payment_methods(self))?;
        Ok(methods.into_iter().map(method).collect())
    }

    /// The wallet is looked at before the charge: afterwards its balance is the only witness.
    fn top_up(&self, talk: &mut Talk, request: &Request) -> Result<TopUp, Error> {
        let amount = request.needed_amount()?;
        let methods = talk.make(call::payment_methods(self))?;
        let Some(method) = methods.iter().find(|method| method.id == request.method) else {
            return Err(Error::invalid(
                "method",
                "must be the id of a payment method that is saved at Lava.",
            ));
        };
        // Refused here, before the wallet is asked for and anything is charged.
        let charge = call::fund(self, method, amount)?;
        let before = talk.make(call::wallet(self))?;
        let charged = talk.make(Ok(charge));
        let mut top_up = followed(charged, talk)?;
        top_up.order.awaited_balance = before.balance.plus(amount);
        top_up.order.account = before.id;
        Ok(top_up)
    }

    fn balance(&self, talk: &mut Talk) -> Result<Amount, Error> {
        Ok(talk.make(call::wallet(self))?.balance)
    }

    fn report(&self, talk: &mut Talk, order: &Order) -> Result<Report, Error> {
        talk.make(call::wallet(self))?.report_on(order)
    }
}

fn followed(charged: Result<Charge, Error>, talk: &Talk) -> Result<TopUp, Error> {
    let (start, todo, id) = match charged {
        Ok(charge) => {
            let (start, todo) = match charge.outcome {
                Outcome::Completed { .. } => (Start::Charged, Todo::Done),
                Outcome::NeedsConfirmation { link: Some(link) } => {
                    let link = link.as_str().to_owned();
                    (Start::Confirm, Todo::ConfirmHere { link })
                }
                // Neither a word nor a way to go on: the balance will tell.
                Outcome::NeedsConfirmation { link: None } | Outcome::Unknown { .. } => {
                    (Start::Unknown, Todo::Wait)
                }
            };
            (start, todo, charge.payment_id)
        }
        Err(error) if error.code == Code::OutcomeUnknown => (Start::Unknown, Todo::Wait, None),
        Err(error) => return Err(error),
    };
    let id = id.and_then(|id| OrderId::parse(&id).ok());
    let id = match id {
        Some(id) => id,
        None => stand_in_id(Service::Lava, talk)?,
    };
    let expectation = Expectation::new(Network::Bitcoin);
    let order = Order::new(
        Service::Lava,
        Kind::Fund,
        id,
        start,
        expectation,
        talk.now(),
    );
    Ok(TopUp { order, todo })
}
impl Wallet {
    /// Whether the wallet has what was awaited. Right as long as nothing else is paid into it or out
    /// of it meanwhile: the service has no look-up for a charge.
    pub(crate) fn report_on(&self, order: &Order) -> Result<Report, Error> {
        order.report_of_balance(self.id.as_deref(), Some(&self.balance))
    }
}
