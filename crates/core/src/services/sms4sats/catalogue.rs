//! Services, countries and prices.

use crate::country::Country;
use crate::lenient::Extra;
use crate::money::Sats;

/// What to ask the price of. Given both, the service also computes the price of that order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceQuery {
    /// The country of the number.
    pub country: Option<Country>,
    /// The short code of the service, such as `wa`.
    pub service: Option<String>,
}

/// Prices. One that the service does not return is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// An activation code.
    pub receive: Option<Sats>,
    /// Sending an SMS.
    pub send: Option<Sats>,
    /// The cheapest rental of a phone number.
    pub rent: Option<Sats>,
    /// A code to a real phone of the service's network.
    pub real_phone: Option<Sats>,
    /// The price of the order that was asked about.
    pub computed: Option<ComputedPrice>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// The price of one order, returned when both country and service were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputedPrice {
    /// The price.
    pub price: Sats,
    /// The country as the service names it.
    pub country: Option<String>,
    /// The service's description of the order.
    pub description: Option<String>,
}

impl Prices {
    /// Returns the price of an activation code: of the order that was asked about if known, else in
    /// general.
    pub fn code(&self) -> Option<Sats> {
        self.computed
            .as_ref()
            .map(|computed| computed.price)
            .or(self.receive)
    }
}

/// A service for which numbers can be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOffer {
    /// Its short code in orders, such as `wa`.
    pub id: String,
    /// The name. Show it as plain text.
    pub name: String,
    /// How many numbers there are, if known.
    pub stock: Option<u64>,
    /// The path or address of its picture.
    pub image: Option<String>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// An offer to rent a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RentalOffer {
    /// The country's code, as the service sent it.
    pub country_code: String,
    /// The country's name, as the service sent it.
    pub country_name: String,
    /// How many weeks it lasts.
    pub weeks: Option<u64>,
    /// The price.
    pub price: Option<Sats>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

impl RentalOffer {
    /// Returns the country, if it is known.
    pub fn country(&self) -> Option<Country> {
        Country::find(&self.country_code).or_else(|| Country::find(&self.country_name))
    }
}
