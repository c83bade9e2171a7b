//! Topping up an account at Bitrefill.

use super::{
    Bitrefill, Deposit, DepositOrder, Instruction, METHODS, Method, Price, Progress, Value,
};
use crate::error::{Error, Service};
use crate::funding::{self, Place, Request, Todo, TopUp};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, Report, Start};
use crate::text::text;

impl<W: Transport + Clock> Place for Bitrefill<W> {
    fn service(&self) -> Service {
        Service::Bitrefill
    }

    async fn methods(&self) -> Result<Vec<funding::Method>, Error> {
        let method = |method: &Method| funding::Method {
            id: method.id.to_owned(),
            name: method.name.to_owned(),
            currencies: vec![Currency::USD, Currency::EUR, Currency::BTC],
            limits: None,
            // A Lightning invoice without an amount cannot be checked, and is not offered.
            amount_optional: method.id != LIGHTNING,
            problem: None,
        };
        Ok(METHODS.iter().map(method).collect())
    }

    async fn top_up(&self, request: &Request) -> Result<TopUp, Error> {
        let value = match &request.amount {
            Some(amount) => Value::Fixed(amount.clone()),
            None if request.method == LIGHTNING => {
                return Err(Error::invalid(
                    "amount",
                    "is needed to pay by Lightning: an invoice that leaves it open cannot be checked.",
                ));
            }
            None => Value::Flexible(Currency::USD),
        };
        let method = request.method.clone();
        let deposit = self.deposit(&DepositOrder { value, method }).await?;
        Ok(self.followed(deposit))
    }

    async fn balance(&self) -> Result<Amount, Error> {
        Bitrefill::balance(self).await
    }
}

const LIGHTNING: &str = "lightning";

impl<W: Transport + Clock> Bitrefill<W> {
    fn followed(&self, deposit: Deposit) -> TopUp {
        let expectation = Expectation {
            price: match &deposit.price {
                Price::Exact(amount) => amount.sats(),
                Price::Open | Price::Unclear(_) => None,
            },
            ..Expectation::new(self.account.network)
        };
        let (start, todo) = match deposit.instruction {
            Some(Instruction::Invoice(invoice)) => (Start::Pay(invoice), Todo::PayInvoice),
            Some(Instruction::Address(address)) => {
                let todo = Todo::PayAddress {
                    address,
                    price: text![deposit.price],
                    by: deposit.method.unwrap_or_default(),
                };
                (Start::Transfer, todo)
            }
            None => (Start::Transfer, Todo::Wait),
        };
        let now = self.client.world().now();
        let order = Order::new(
            Service::Bitrefill,
            Kind::Fund,
            deposit.id,
            start,
            expectation,
            now,
        );
        TopUp { order, todo }
    }
}

impl<W: Transport + Clock> Ask for Bitrefill<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        Ok(self.invoice(&order.id).await?.into())
    }
}

impl From<Deposit> for Report {
    fn from(deposit: Deposit) -> Self {
        let progress = deposit.progress();
        let word = deposit.status.or(deposit.payment_status);
        Self {
            paid: matches!(progress, Progress::Paid | Progress::Credited),
            credited: progress == Progress::Credited,
            expired: progress == Progress::Expired,
            failure: (progress == Progress::Failed).then(|| word.unwrap_or_default()),
            ..Self::default()
        }
    }
}
