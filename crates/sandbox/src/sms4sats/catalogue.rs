//! What can be ordered, where, and for how much. Stock and prices are hashes of country and service, so
//! they differ everywhere and stay the same.

use serde_json::{Map, Value, json};

use super::countries::{self, COUNTRIES, Country};
use super::services::SERVICES;
pub(super) use super::services::{Behaviour, Service};
use super::{BACKEND_ERROR, Outcome, Sms4sats};
use crate::World;
use crate::http::{Request, set};

/// The documented prices.
pub(super) const SEND_SATS: u64 = 1_000;
const CODE_SATS: u64 = 3_000;
const RENTAL_SATS: u64 = 15_000;
const REAL_PHONE_SATS: u64 = 5_000;

/// A country that lists all services, none of them in stock.
const SOLD_OUT: [u16; 1] = [176];
/// A country with an empty list.
const EMPTY: [u16; 2] = [180, 181];
const AUTO_SELECT: u16 = 999;

/// The kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Code,
    Rental,
    RealPhone,
}

/// Returns the service with this code. A guess: a name works too, as older clients send it.
pub(super) fn service(text: &str) -> Option<&'static Service> {
    let text = if text.eq_ignore_ascii_case("other") {
        "ot"
    } else {
        text
    };
    let with_code = SERVICES.iter().find(|service| service.value == text);
    with_code.or_else(|| {
        let is_it = |name: &str| name.eq_ignore_ascii_case(text);
        SERVICES
            .iter()
            .find(|service| service.text.split(", ").any(is_it))
    })
}

/// Reads a country as clients send it: a number, a number as text, or a name.
pub(super) fn country_in(value: &Value) -> Option<&'static Country> {
    match value {
        Value::Number(cc) => countries::find(&cc.to_string()),
        Value::String(text) => countries::find(text),
        _ => None,
    }
}

/// Returns the country of the number: for Auto-Select any that has one, else the requested one if
/// it has one.
pub(super) fn country_that_serves(
    country: &'static Country,
    service: &Service,
) -> Option<&'static Country> {
    if country.cc == AUTO_SELECT {
        // The USA if possible.
        let usa = countries::find("187").into_iter();
        return usa
            .chain(COUNTRIES.iter().filter(|country| country.cc != AUTO_SELECT))
            .find(|country| stock(country, service) > 0);
    }
    (stock(country, service) > 0).then_some(country)
}

/// Returns how many numbers of this service the country has left.
fn stock(country: &Country, service: &Service) -> u64 {
    if SOLD_OUT.contains(&country.cc)
        || EMPTY.contains(&country.cc)
        || service.behaviour == Behaviour::NoStock
    {
        return 0;
    }
    // Clients also sort by stock, and these must come last there too.
    if service.is_special() {
        return 1;
    }
    let hash = mix(&["stock", &country.cc.to_string(), &service.value]);
    // One in eight of the less known services is sold out.
    if !service.is_known() && hash.is_multiple_of(8) {
        0
    } else {
        1 + hash / 8 % 900
    }
}

/// Returns the price of an order in satoshis, as exactly as it is known.
pub(super) fn price(kind: Kind, country: Option<&Country>, service: Option<&Service>) -> u64 {
    let base = match kind {
        Kind::Code => CODE_SATS,
        Kind::Rental => RENTAL_SATS,
        Kind::RealPhone => REAL_PHONE_SATS,
    };
    let here = country.map_or(100, |country| {
        70 + mix(&["price", &country.cc.to_string()]) % 90
    });
    let this = match (kind, service) {
        (Kind::Code, Some(service)) => 80 + mix(&["price", &service.value]) % 50,
        _ => 100,
    };
    // In steps of a hundred satoshis.
    base * here * this / 1_000_000 * 100
}

/// `GET /price`
#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
pub(super) fn price_list(_: &mut Sms4sats, request: &Request, _: &mut World) -> Outcome {
    let asked_country = request.parameter("country");
    let asked_service = request.parameter("service");
    let country = asked_country.as_deref().and_then(countries::find);
    let wanted = asked_service.as_deref().and_then(service);
    let of = |kind| price(kind, country, wanted);
    // A string in every other country, as the live service was seen to send.
    let as_text = country.is_some_and(|country| country.cc % 2 == 1);
    let shown = |sats: u64| {
        if as_text {
            json!(sats.to_string())
        } else {
            json!(sats)
        }
    };
    let mut list = Map::from_iter([
        ("receive".to_owned(), shown(of(Kind::Code))),
        ("send".to_owned(), json!(SEND_SATS)),
        ("rent".to_owned(), json!(of(Kind::Rental))),
        ("s4s".to_owned(), shown(of(Kind::RealPhone))),
    ]);
    if asked_country.is_some() || asked_service.is_some() {
        let query = json!({ "country": asked_country, "service": asked_service });
        list.insert("query".to_owned(), query);
    }
    if let (Some(country), Some(wanted)) = (country, wanted) {
        let computed = json!({
            "price": of(Kind::Code),
            "country": country.name,
            "description": format!("{} {}", country.name, wanted.text),
        });
        list.insert("computed".to_owned(), computed);
    }
    Ok(Value::Object(list))
}

/// `GET /getnumbersstatus`
pub(super) fn numbers_status(_: &mut Sms4sats, request: &Request, world: &mut World) -> Outcome {
    let asked = request.parameter("country").unwrap_or_default();
    let country = countries::find(&asked).ok_or((500, BACKEND_ERROR))?;
    if EMPTY.contains(&country.cc) {
        return Ok(json!([]));
    }
    let is_listed = |service: &Service| {
        world.settings.invented_services || service.is_known() || service.is_special()
    };
    let listed = SERVICES.iter().filter(|service| is_listed(service));
    let rows = listed.enumerate().map(|(place, service)| {
        let count = if country.cc == AUTO_SELECT {
            country_that_serves(country, service).map_or(0, |country| stock(country, service))
        } else {
            stock(country, service)
        };
        let mut row = json!({
            "key": service.value,
            "text": service.text,
            "value": service.value,
            // A string in most rows, as documented, and a number in every third.
            "count": if place % 3 == 2 { json!(count) } else { json!(count.to_string()) },
        });
        if world.settings.pictures {
            let src = format!("/assets/saimages/{}0.png", service.value);
            set(&mut row, "image", json!({ "avatar": true, "src": src }));
        }
        // Only a sandbox has this field: the app puts these services below the others.
        if service.is_special() {
            set(&mut row, "misbehaves", json!(true));
        }
        row
    });
    Ok(rows.collect())
}

/// `GET /getCountries`: with `cc` and `country`, and other names that clients were seen to read.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the routes of a table have one type"
)]
pub(super) fn country_list(_: &mut Sms4sats, _: &Request, _: &mut World) -> Outcome {
    let rows = COUNTRIES.iter().map(|country| {
        json!({
            "cc": country.cc,
            "country": country.name,
            "id": country.cc,
            "eng": country.name,
            "visible": 1,
            "rent": u8::from(rents(country)),
        })
    });
    Ok(rows.collect())
}

/// Returns whether numbers of this country can be rented: one country in three.
fn rents(country: &Country) -> bool {
    country.cc.is_multiple_of(3)
}

/// `GET /getRentalCountries`: for one week or four.
pub(super) fn rental_countries(_: &mut Sms4sats, request: &Request, _: &mut World) -> Outcome {
    let asked = request.parameter("service").unwrap_or_default();
    let wanted = service(&asked).ok_or((500, BACKEND_ERROR))?;
    let rows = COUNTRIES
        .iter()
        .filter(|country| rents(country) && stock(country, wanted) > 0)
        .map(|country| {
            json!({
                "cc": country.cc,
                "country": country.name,
                "duration": if country.cc.is_multiple_of(2) { "4" } else { "1" },
                "price": price(Kind::Rental, Some(country), Some(wanted)),
            })
        });
    Ok(rows.collect())
}

/// FNV-1a over the parts, mixed once more so that its low digits are random too.
pub(super) fn mix(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}
