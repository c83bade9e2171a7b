//! Tops up an account at Bitrefill.

use super::{
    Account, Bitrefill, Deposit, DepositOrder, Instruction, METHODS, Method, Price, Progress, Value,
};
use crate::error::{Code, Error, Service};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, OrderId, Report, Start};
use crate::time::Time;
use crate::topup::{self, LIGHTNING, NextStep, Request, TopUp, TopUpProvider};

impl<W: Transport + Clock> Ask for Bitrefill<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        self.deposit_status(&order.id).await?.report_on(&order.id)
    }
}

impl<W: Transport + Clock> TopUpProvider for Bitrefill<W> {
    async fn methods(&self) -> Result<Vec<topup::Method>, Error> {
        let method = |method: &Method| topup::Method {
            id: method.id.to_owned(),
            name: method.name.to_owned(),
            currencies: vec![Currency::USD, Currency::EUR, Currency::BTC],
            limits: None,
            // Lightning invoices without an amount cannot be checked, so they are not offered.
            amount_optional: method.id != LIGHTNING,
            problem: None,
        };
        Ok(METHODS.iter().map(method).collect())
    }

    async fn begin<E: From<Error>>(
        &self,
        request: &Request,
        _: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> Result<TopUp, E> {
        let value = match &request.amount {
            Some(amount) => Value::Fixed(amount.clone()),
            None if request.method == LIGHTNING => {
                return Err(Error::invalid(
                    "amount",
                    "is needed to pay by Lightning: an invoice without an amount cannot be checked.",
                )
                .into());
            }
            None => Value::Flexible(Currency::USD),
        };
        let method = request.method.clone();
        let deposit = self.deposit(&DepositOrder { value, method }).await?;
        let now = self.clock().now();
        Ok(self.account.followed(request, deposit, now)?)
    }

    async fn balance(&self) -> Result<Amount, Error> {
        self.balance().await
    }
}

const UNPRICED: &str = "Nothing was paid. Bitrefill does not say how many satoshis this costs, so its \
                        invoice could ask for any amount. Give the amount in bitcoin, or a cap.";

impl Account {
    fn followed(&self, request: &Request, deposit: Deposit, now: Time) -> Result<TopUp, Error> {
        let quoted = match &deposit.price {
            Price::Exact(amount) => amount.sats(),
            Price::Open | Price::UnknownUnit(_) => None,
        };
        let expectation = Expectation {
            // No fee is documented: the invoice must ask for exactly the requested bitcoin.
            price: request.sats().or(quoted),
            cap: request.cap,
            ..Expectation::new(self.network)
        };
        let (start, next_step) = match deposit.instruction {
            Some(Instruction::Invoice(_)) if expectation.price.or(expectation.cap).is_none() => {
                let error = Error::new(Code::InvoiceRejected, UNPRICED);
                return Err(error.with_service(Service::Bitrefill));
            }
            Some(Instruction::Invoice(invoice)) => (Start::Pay(invoice), NextStep::PayInvoice),
            Some(Instruction::Address(address)) => {
                let next_step = NextStep::PayAddress {
                    address,
                    price: deposit.price.to_string(),
                    by: deposit.method.unwrap_or_default(),
                };
                (Start::Transfer, next_step)
            }
            None => (Start::Transfer, NextStep::Wait),
        };
        let order = Order::new(
            &super::TERMS,
            Kind::Fund,
            deposit.id,
            start,
            expectation,
            now,
        )
        .answered_at(deposit.answered_at, now);
        Ok(TopUp { order, next_step })
    }
}

impl Deposit {
    /// Returns a report on the order of that id.
    ///
    /// # Errors
    /// It is another deposit.
    pub(crate) fn report_on(self, id: &OrderId) -> Result<Report, Error> {
        if self.id != *id {
            return Err(Error::new(
                Code::Unreadable,
                "The service returned another deposit. Ask again in a moment.",
            ));
        }
        let progress = self.progress();
        let unpaid = self.is_unpaid().then_some(false);
        let paid = self.is_paid().then_some(true).or(unpaid);
        let word = self.status.or(self.payment_status);
        Ok(Report {
            paid,
            credited: progress == Progress::Credited,
            expired: progress == Progress::Expired,
            failure: (progress == Progress::Failed).then(|| word.unwrap_or_default()),
            ..Report::default()
        })
    }
}
