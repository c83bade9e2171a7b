use crate::error::Error;
use crate::money::{Amount, Currency, Sats};

/// A request for a top-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The amount; `None` lets the payer choose.
    pub amount: Option<Amount>,
    /// The payment method: the id of one of the account's [`Method`]s.
    pub method: String,
    /// The most that its invoice may ask for, if there is a limit.
    pub cap: Option<Sats>,
}

/// The id of the method that is paid by an invoice.
pub(crate) const LIGHTNING: &str = "lightning";

impl Request {
    /// Returns the amount that an invoice has to ask for, if it is in bitcoin.
    pub(crate) fn sats(&self) -> Option<Sats> {
        self.amount.as_ref().and_then(Amount::sats)
    }

    /// Refuses a cap that cannot be kept.
    pub(crate) fn check_cap(&self) -> Result<(), Error> {
        let is_less = |cap: Sats| self.sats().is_some_and(|amount| amount > cap);
        match self.cap {
            Some(cap) if self.method != LIGHTNING || is_less(cap) => Err(Error::invalid(
                "capSat",
                "is only for the method lightning, and must not be less than the amount.",
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

/// A payment method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its id in a [`Request`].
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The currencies for amounts.
    pub currencies: Vec<Currency>,
    /// The smallest and the largest amount, if known.
    pub limits: Option<(Amount, Amount)>,
    /// Whether the payer may choose the amount.
    pub amount_optional: bool,
    /// Why it cannot be used now.
    pub problem: Option<String>,
}

impl Method {
    /// Parses an amount that a person wrote: in satoshis if the currency is bitcoin, else in the
    /// currency itself. Returns `None` if the text is empty and the payer may choose.
    ///
    /// ```
    /// # use satline_core::{topup::Method, money::Currency};
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

/// Returns the unit for people of a currency: satoshis for bitcoin.
pub fn unit_for_people(currency: &Currency) -> &str {
    if *currency == Currency::BTC {
        "sats"
    } else {
        currency.code()
    }
}

/// Formats an amount in that unit.
pub fn for_people(amount: &Amount) -> String {
    amount
        .sats()
        .map_or_else(|| amount.to_string(), |sats| sats.to_string())
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
