//! Topping up an account at Bitrefill.

use super::{
    Account, Bitrefill, Deposit, DepositOrder, Instruction, METHODS, Method, Price, Progress,
    Value, call,
};
use crate::error::{Code, Error, Service};
use crate::funding::{self, Flows, LIGHTNING, Place, Request, Todo, TopUp};
use crate::http::{Client, Clock, Talk, Transport};
use crate::lightning::Expectation;
use crate::money::{Amount, Currency};
use crate::order::{Kind, Order, Report, Start};
use crate::time::Time;

impl<W: Transport + Clock> Place for Bitrefill<W> {
    type World = W;

    fn client(&self) -> &Client<W> {
        &self.client
    }

    fn flows(&self) -> &dyn Flows {
        &self.account
    }
}

impl Flows for Account {
    fn methods(&self, _: &mut Talk) -> Result<Vec<funding::Method>, Error> {
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

    fn top_up(&self, talk: &mut Talk, request: &Request) -> Result<TopUp, Error> {
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
        let order = DepositOrder { value, method };
        let deposit = talk.make(call::deposit(self, &order))?;
        self.followed(request, deposit, talk.now())
    }

    fn balance(&self, talk: &mut Talk) -> Result<Amount, Error> {
        talk.make(call::balance(self))
    }

    fn report(&self, talk: &mut Talk, order: &Order) -> Result<Report, Error> {
        Ok(talk.make(call::invoice(self, &order.id))?.into())
    }
}

const UNPRICED: &str = "Bitrefill does not say how many satoshis this costs, so its invoice could \
                        ask for anything. Nothing was paid. Name the amount in bitcoin, or a cap.";

impl Account {
    fn followed(&self, request: &Request, deposit: Deposit, now: Time) -> Result<TopUp, Error> {
        let told = match &deposit.price {
            Price::Exact(amount) => amount.sats(),
            Price::Open | Price::Unclear(_) => None,
        };
        let expectation = Expectation {
            // No page speaks of a fee: what is asked for in bitcoin is what has to be paid.
            price: request.sats().or(told),
            cap: request.cap,
            ..Expectation::new(self.network)
        };
        let (start, todo) = match deposit.instruction {
            Some(Instruction::Invoice(_)) if expectation.price.or(expectation.cap).is_none() => {
                let error = Error::new(Code::InvoiceRejected, UNPRICED);
                return Err(error.with_service(Service::Bitrefill));
            }
            Some(Instruction::Invoice(invoice)) => (Start::Pay(invoice), Todo::PayInvoice),
            Some(Instruction::Address(address)) => {
                let todo = Todo::PayAddress {
                    address,
                    price: deposit.price.to_string(),
                    by: deposit.method.unwrap_or_default(),
                };
                (Start::Transfer, todo)
            }
            None => (Start::Transfer, Todo::Wait),
        };
        let order = Order::new(
            Service::Bitrefill,
            Kind::Fund,
            deposit.id,
            start,
            expectation,
            now,
        )
        .answered_at(deposit.answered_at, now);
        Ok(TopUp { order, todo })
    }
}

impl From<Deposit> for Report {
    fn from(deposit: Deposit) -> Self {
        let progress = deposit.progress();
        let unpaid = deposit.is_unpaid().then_some(false);
        let paid = deposit.is_paid().then_some(true).or(unpaid);
        let word = deposit.status.or(deposit.payment_status);
        Self {
            paid,
            credited: progress == Progress::Credited,
            expired: progress == Progress::Expired,
            failure: (progress == Progress::Failed).then(|| word.unwrap_or_default()),
            ..Self::default()
        }
    }
}
