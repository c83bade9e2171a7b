//! Tops up the balance of an API key at sms4sats.

use super::Sms4Sats;
use crate::error::Error;
use crate::http::{Clock, Transport};
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, Report};
use crate::topup::{LIGHTNING, Method, NextStep, Request, TopUp, TopUpProvider};

impl<W: Transport + Clock> Ask for Sms4Sats<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        self.order_status(&order.id).await?.report_on(&order.id)
    }
}

impl<W: Transport + Clock> TopUpProvider for Sms4Sats<W> {
    async fn methods(&self) -> Result<Vec<Method>, Error> {
        Ok(vec![Method {
            id: LIGHTNING.to_owned(),
            name: "Lightning".to_owned(),
            currencies: vec![Currency::BTC],
            // None are documented.
            limits: None,
            amount_optional: false,
            problem: None,
        }])
    }

    async fn begin<E: From<Error>>(
        &self,
        request: &Request,
        _: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> Result<TopUp, E> {
        let sats = request.needed_amount()?.sats().ok_or_else(|| {
            Error::invalid(
                "amount",
                "must be in satoshis, as sms4sats keeps its balances.",
            )
        })?;
        if request.method != LIGHTNING {
            return Err(
                Error::invalid("method", "must be lightning: sms4sats has no other.").into(),
            );
        }
        let created = self.fund(sats).await?;
        let now = self.clock().now();
        Ok(TopUp {
            order: self.account.order(Kind::Fund, created, Some(sats), now),
            next_step: NextStep::PayInvoice,
        })
    }

    async fn balance(&self) -> Result<Amount, Error> {
        Ok(self.balance().await?.into())
    }
}
