//! What there is and what it costs.

use crate::country::Country;
use crate::lenient::Extra;
use crate::money::Sats;

/// What a price is asked for. With both, a newer service also computes the price of that very order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceQuery {
    /// The country of the number.
    pub country: Option<Country>,
    /// The short code of the service, such as `wa`.
    pub service: Option<String>,
}

/// What things cost. A price that the service does not tell is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// An activation code.
    pub receive: Option<Sats>,
    /// An SMS sent.
    pub send: Option<Sats>,
    /// The cheapest rental of a phone number.
    pub rent: Option<Sats>,
    /// A code to a real phone of the service's network.
    pub real_phone: Option<Sats>,
    /// The price of the very order that was asked for.
    pub computed: Option<ComputedPrice>,
    /// What else the service told.
    pub extra: Extra,
}

/// The price of one order, told when both country and service were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputedPrice {
    /// The price.
    pub price: Sats,
    /// The country as the service names it.
    pub country: Option<String>,
    /// The order in the service's words.
    pub description: Option<String>,
}

impl Prices {
    /// Returns what an activation code costs: for the very order where that is told, else in general.
    pub fn code(&self) -> Option<Sats> {
        self.computed
            .as_ref()
            .map(|computed| computed.price)
            .or(self.receive)
    }
}

/// A service that numbers can be ordered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOffer {
    /// The short code an order names it by, such as `wa`.
    pub id: String,
    /// The name to show. Plain text, whatever is in it.
    pub name: String,
    /// How many numbers there are, if told.
    pub stock: Option<u64>,
    /// The path or address of its picture.
    pub image: Option<String>,
    /// What else the service told.
    pub extra: Extra,
}

/// Where a number can be rented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RentalOffer {
    /// The country's code, as the service sent it.
    pub country_code: String,
    /// The country's name, as the service sent it.
    pub country_name: String,
    /// For how many weeks.
    pub weeks: Option<u64>,
    /// At what price.
    pub price: Option<Sats>,
    /// What else the service told.
    pub extra: Extra,
}

impl RentalOffer {
    /// Returns the country, if it is one of the table.
    pub fn country(&self) -> Option<Country> {
        Country::find(&self.country_code).or_else(|| Country::find(&self.country_name))
    }
}
