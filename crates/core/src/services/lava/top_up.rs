//! Topping up a wallet at Lava.

use super::charge::checked_amount;
use super::{Charge, Lava, MAX_CHARGE, MIN_CHARGE, Outcome, PaymentMethod, Wallet, check_method};
use crate::error::{Code, Error, Service};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, OrderId, Report, Start};
use crate::time::Time;
use crate::topup::{Method, NextStep, Request, TopUp, TopUpProvider, placeholder_id};

impl<W: Transport + Clock> Ask for Lava<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        self.wallet().await?.report_on(order)
    }
}

impl<W: Transport + Clock> TopUpProvider for Lava<W> {
    async fn methods(&self) -> Result<Vec<Method>, Error> {
        let method = |method: PaymentMethod| Method {
            name: method.name(),
            currencies: vec![Currency::USD],
            limits: Some((MIN_CHARGE, MAX_CHARGE)),
            amount_optional: false,
            problem: method.problem.map(|problem| {
                let words = problem.message.or(problem.code);
                words.unwrap_or_else(|| "It was declined before.".to_owned())
            }),
            id: method.id,
        };
        Ok(self
            .payment_methods()
            .await?
            .into_iter()
            .map(method)
            .collect())
    }

    /// Charges a payment method. Reads the wallet first: afterwards only its balance shows whether the
    /// charge took effect.
    async fn begin<E: From<Error>>(
        &self,
        request: &Request,
        save: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> Result<TopUp, E> {
        let amount = request.needed_amount()?;
        let lava = self.for_flow();
        let methods = lava.payment_methods().await?;
        let Some(method) = methods.iter().find(|method| method.id == request.method) else {
            return Err(Error::invalid(
                "method",
                "must be the id of a payment method saved at Lava.",
            )
            .into());
        };
        // Don't save what would be refused.
        check_method(method)?;
        checked_amount(amount)?;
        let wallet = lava.wallet().await?;
        let id = placeholder_id(Service::Lava, self.clock())?;
        let unknown = followed(id, Start::Unknown, &wallet, amount, self.clock().now());
        let unknown = TopUp {
            order: unknown,
            next_step: NextStep::Wait,
        };
        save(unknown.clone()).await?;
        match lava.fund(method, amount).await {
            Ok(charge) => Ok(charged(
                charge,
                &wallet,
                amount,
                self.clock().now(),
                unknown,
            )),
            Err(error) if error.code == Code::OutcomeUnknown => Ok(unknown),
            Err(error) => Err(error.into()),
        }
    }

    async fn balance(&self) -> Result<Amount, Error> {
        Ok(self.wallet().await?.balance)
    }
}

/// Returns the top-up after a charge that was answered.
fn charged(charge: Charge, wallet: &Wallet, amount: &Amount, now: Time, unknown: TopUp) -> TopUp {
    let (start, next_step) = match charge.outcome {
        Outcome::Completed { .. } => (Start::Charged, NextStep::Done),
        Outcome::NeedsConfirmation { link: Some(link) } => {
            let link = link.as_str().to_owned();
            (Start::Confirm, NextStep::ConfirmHere { link })
        }
        // Without a status or a link, only the balance shows the outcome.
        Outcome::NeedsConfirmation { link: None } | Outcome::Unknown { .. } => {
            (Start::Unknown, NextStep::Wait)
        }
    };
    let id = charge.payment_id.and_then(|id| OrderId::parse(&id).ok());
    let id = id.unwrap_or(unknown.order.id);
    TopUp {
        order: followed(id, start, wallet, amount, now),
        next_step,
    }
}

fn followed(id: OrderId, start: Start, wallet: &Wallet, amount: &Amount, now: Time) -> Order {
    let expectation = Expectation::new(Network::Bitcoin);
    let mut order = Order::new(&super::TERMS, Kind::Fund, id, start, expectation, now);
    order.awaited_balance = wallet.balance.plus(amount);
    order.account.clone_from(&wallet.id);
    order
}

impl Wallet {
    /// Reports whether the wallet has the awaited balance. Correct only if nothing else is paid
    /// into or out of it meanwhile: the service cannot look up a charge.
    pub(crate) fn report_on(&self, order: &Order) -> Result<Report, Error> {
        order.report_of_balance(self.id.as_deref(), Some(&self.balance))
    }
}
