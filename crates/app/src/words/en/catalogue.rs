//! Get a code.

use satline_core::money::Sats;

pub const TITLE: &str = super::common::GET_A_CODE;
pub const LEAD: &str = "A phone number for one activation code. You pay only if the code arrives.";

pub const COUNTRY: &str = "Country";
pub const COUNTRY_HINT: &str = "Name or code, such as Germany";
pub const COUNTRIES: &str = "Countries";
pub const NO_COUNTRY: &str = "No country is called that.";
pub const FAVOURITE: &str = "Favourite";
pub const QUICK: &str = "Favourites and last used";

pub const SEARCH: &str = "Service";
pub const SEARCH_HINT: &str = "Search, such as WhatsApp";
pub const SORT: &str = "Sort by";
pub const BY_NAME: &str = "Name";
pub const BY_STOCK: &str = "Most numbers";
pub const NONE_FOUND: &str = "No service is called that here.";
pub const SOLD_OUT: &str = "none left";
pub const EMPTY_TITLE: &str = "No numbers here now";
pub const EMPTY: &str = "The service has no numbers in this country at the moment. Choose another one, or let the service choose.";
pub const AUTO: &str = "Let the service choose";

pub const HOW: &str = "How it works";
pub const STEPS: [(&str, &str); 3] = [
    ("Choose a service", "You see its price before you order."),
    ("Pay by Lightning", "Your money is reserved, not spent."),
    (
        "Receive the code",
        "Only then is your money spent. If none has come within about 20 minutes, it returns by itself.",
    ),
];

pub const ASKING_PRICE: &str = "Asking for the price …";
pub const KIND: &str = "What do you need?";
pub const CODE: &str = "One code";
pub const CODE_HINT: &str = "A number for one message";
pub const RENTAL: &str = "Rental";
pub const RENTAL_HINT: &str = "A number for some weeks, any messages";
pub const REAL_PHONE: &str = "Real phone";
pub const REAL_PHONE_HINT: &str = "For services that refuse others";
pub const MONEY: &str = "Your money is only reserved when you pay. It is spent when the code arrives, and comes back by itself if none has come within 20 minutes.";
pub const MONEY_RENTAL: &str = "Your money is only reserved when you pay. It is spent when the number is yours, and comes back by itself if there is none.";
pub const RENTAL_COUNTRY: &str = "Country of the number";
pub const CHOOSE: &str = "Choose a country";
pub const ASKING_RENTALS: &str = "Asking where it can be rented …";
pub const NO_RENTALS: &str = "Numbers of this service cannot be rented at the moment.";
pub const ORDER: &str = "Order";
pub const ORDERING: &str = "One moment …";

/// How many services are listed.
pub fn count(services: usize) -> String {
    match services {
        0 => NONE_FOUND.to_owned(),
        1 => "1 service".to_owned(),
        many => [many.to_string().as_str(), " services"].concat(),
    }
}

/// How many numbers a service has.
pub fn stock(numbers: Option<u64>) -> String {
    match numbers {
        None => String::new(),
        Some(0) => SOLD_OUT.to_owned(),
        Some(1) => "1 number".to_owned(),
        Some(many) => [many.to_string().as_str(), " numbers"].concat(),
    }
}

/// The button that orders.
pub fn order_for(price: Sats) -> String {
    ["Order for ", price.to_string().as_str()].concat()
}

/// A country in which a number can be rented.
pub fn rental(country: &str, weeks: Option<u64>, price: Option<Sats>) -> String {
    let weeks = match weeks {
        None => String::new(),
        Some(1) => ", 1 week".to_owned(),
        Some(many) => [", ", many.to_string().as_str(), " weeks"].concat(),
    };
    let price = price.map_or_else(String::new, |price| format!(", {price}"));
    [country, &weeks, &price].concat()
}
