//! Topping up a wallet at Lava.

use super::{Charge, LARGEST, Lava, Outcome, PaymentMethod, SMALLEST, Wallet};
use crate::error::{Code, Error, Service};
use crate::funding::{Method, Place, Request, Todo, TopUp, added, stand_in_id};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, OrderId, Report, Start};

impl<W: Transport + Clock> Place for Lava<W> {
    fn service(&self) -> Service {
        Service::Lava
    }

    async fn methods(&self) -> Result<Vec<Method>, Error> {
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
        let methods = self.payment_methods().await?;
        Ok(methods.into_iter().map(method).collect())
    }

    /// The wallet is looked at before the charge: afterwards its balance is the only witness.
    async fn top_up(&self, request: &Request) -> Result<TopUp, Error> {
        let amount = request.needed_amount()?;
        let methods = self.payment_methods().await?;
        let Some(method) = methods.iter().find(|method| method.id == request.method) else {
            return Err(Error::invalid(
                "method",
                "must be the id of a payment method that is saved at Lava.",
            ));
        };
        // Refused here, before the wallet is asked for and anything is charged.
        super::call::fund(&self.account, method, amount)?;
        let before = self.wallet().await?.balance;
        let charged = self.fund(method, amount).await;
        self.followed(charged, added(&before, amount))
    }

    async fn balance(&self) -> Result<Amount, Error> {
        Ok(self.wallet().await?.balance)
    }
}

impl<W: Transport + Clock> Lava<W> {
    fn followed(
        &self,
        charged: Result<Charge, Error>,
        awaited: Option<Amount>,
    ) -> Result<TopUp, Error> {
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
        let now = self.client.world().now();
        let id = id.and_then(|id| OrderId::parse(&id).ok());
        let id = match id {
            Some(id) => id,
            None => stand_in_id(Service::Lava, now)?,
        };
        let expectation = Expectation::new(Network::Bitcoin);
        let mut order = Order::new(Service::Lava, Kind::Fund, id, start, expectation, now);
        order.awaited_balance = awaited;
        Ok(TopUp { order, todo })
    }
}

impl<W: Transport + Clock> Ask for Lava<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        Ok(self.wallet().await?.report_on(order))
    }
}

impl Wallet {
    /// Whether the wallet has what was awaited. Right as long as nothing else is paid into it or out
    /// of it meanwhile: the service has no look-up for a charge.
    pub(crate) fn report_on(&self, order: &Order) -> Report {
        Report {
            credited: order.has_arrived(&self.balance),
            ..Report::default()
        }
    }
}
