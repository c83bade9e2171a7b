//! Topping up the balance of an API key at sms4sats.

use super::Sms4Sats;
use crate::error::{Error, Service};
use crate::funding::{Method, Place, Request, Todo, TopUp};
use crate::http::{Clock, Transport};
use crate::money::{Amount, Currency, Sats};
use crate::order::{Ask, Kind};

const LIGHTNING: &str = "lightning";

impl<W: Transport + Clock> Place for Sms4Sats<W> {
    fn service(&self) -> Service {
        Service::Sms4Sats
    }

    async fn methods(&self) -> Result<Vec<Method>, Error> {
        Ok(vec![Method {
            id: LIGHTNING.to_owned(),
            name: "Lightning".to_owned(),
            currencies: vec![Currency::BTC],
            // No page tells any: the service has the last word.
            limits: None,
            amount_optional: false,
            problem: None,
        }])
    }

    async fn top_up(&self, request: &Request) -> Result<TopUp, Error> {
        let sats = request.needed_amount()?.sats().ok_or_else(|| {
            Error::invalid(
                "amount",
                "must be in satoshis: sms4sats keeps its balance in them.",
            )
        })?;
        if request.method != LIGHTNING {
            return Err(Error::invalid(
                "method",
                "must be lightning: there is no other at sms4sats.",
            ));
        }
        let made = self.fund(sats).await?;
        let now = self.clock().now();
        let order = self.account().order(Kind::Fund, made, Some(sats), now);
        Ok(TopUp {
            order,
            todo: Todo::PayInvoice,
        })
    }

    async fn balance(&self) -> Result<Amount, Error> {
        let Sats(sats) = Sms4Sats::balance(self).await?;
        Ok(Amount::new(u128::from(sats), Currency::BTC))
    }
}
