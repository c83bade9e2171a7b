//! What can be ordered in the chosen country.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::country::Country;
use satline_core::error::Error;
use satline_core::money::Sats;
use satline_core::services::sms4sats::{PriceQuery, Prices, ServiceOffer};

use super::{Services, lasting};

/// Something asked of a service.
#[derive(Clone, Debug)]
pub enum Answer<T> {
    Waiting,
    Here(T),
    Failed(Error),
}

impl<T> From<Result<T, Error>> for Answer<T> {
    fn from(result: Result<T, Error>) -> Self {
        match result {
            Ok(value) => Self::Here(value),
            Err(error) => Self::Failed(error),
        }
    }
}

/// The chosen country and its services. It outlives the page, so that going back costs nothing.
#[derive(Clone, Copy)]
pub struct Catalogue {
    services: StoredValue<Services>,
    pub country: RwSignal<Option<Country>>,
    pub offers: RwSignal<Answer<Arc<Vec<ServiceOffer>>>>,
    /// What a code usually costs, as soon as it is known.
    pub usual_price: RwSignal<Option<Sats>>,
}

impl Catalogue {
    pub fn new(services: Services) -> Self {
        Self {
            services: StoredValue::new(services),
            country: lasting(None),
            offers: lasting(Answer::Waiting),
            usual_price: lasting(None),
        }
    }

    /// Shows another country.
    pub fn choose(self, country: Country) {
        self.country.set(Some(country));
        self.load();
    }

    /// Asks for the chosen country's services (again).
    pub fn load(self) {
        let Some(country) = self.country.get_untracked() else {
            return;
        };
        self.offers.set(Answer::Waiting);
        let sms4sats = self.services.get_value().sms4sats;
        spawn_local(async move {
            let offers = sms4sats.services(country).await;
            // An answer for a country that is no longer shown is of no use.
            if self.country.get_untracked() == Some(country) {
                self.offers.set(offers.map(Arc::new).into());
            }
        });
    }

    /// Asks what a code usually costs, unless that is known. Without an answer the price is shown as soon
    /// as a service is chosen.
    pub fn load_usual_price(self) {
        if self.usual_price.get_untracked().is_some() {
            return;
        }
        let sms4sats = self.services.get_value().sms4sats;
        spawn_local(async move {
            if let Ok(prices) = sms4sats.price(&PriceQuery::default()).await {
                self.usual_price.set(prices.receive);
            }
        });
    }

    /// Asks for the price of one service in the chosen country (again).
    pub fn ask_price(self, service: String, price: RwSignal<Answer<Prices>>) {
        price.set(Answer::Waiting);
        let query = PriceQuery {
            country: self.country.get_untracked(),
            service: Some(service),
        };
        let sms4sats = self.services.get_value().sms4sats;
        spawn_local(async move {
            let answer = sms4sats.price(&query).await;
            price.try_set(answer.into());
        });
    }
}
