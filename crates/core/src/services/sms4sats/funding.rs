//! Topping up the balance of an API key at sms4sats.

use super::{Account, Sms4Sats, call};
use crate::error::Error;
use crate::funding::{Flows, LIGHTNING, Method, Place, Request, Todo, TopUp};
use crate::http::{Client, Clock, Talk, Transport};
use crate::money::{Amount, Currency, Sats};
use crate::order::{Kind, Order, Report};

impl<W: Transport + Clock> Place for Sms4Sats<W> {
    type World = W;

    fn client(&self) -> &Client<W> {
        &self.client
    }

    fn flows(&self) -> &dyn Flows {
        &self.account
    }
}

impl Flows for Account {
    fn methods(&self, _: &mut Talk) -> Result<Vec<Method>, Error> {
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

    fn top_up(&self, talk: &mut Talk, request: &Request) -> Result<TopUp, Error> {
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
        let made = talk.make(call::fund(self, sats))?;
        let order = self.order(Kind::Fund, made, Some(sats), talk.now());
        Ok(TopUp {
            order,
            todo: Todo::PayInvoice,
        })
    }

    fn balance(&self, talk: &mut Talk) -> Result<Amount, Error> {
        let Sats(sats) = talk.make(call::balance(self))?;
        Ok(Amount::new(i128::from(sats), Currency::BTC))
    }

    fn report(&self, talk: &mut Talk, order: &Order) -> Result<Report, Error> {
        talk.make(Ok(call::order_status(self, &order.id)))?
            .report_on(&order.id)
    }
}
