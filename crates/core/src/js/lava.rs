use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::client::{Account, Call, Client, ClientOptions, common_methods, not_of_this_service};
use super::error::{Failure, SatlineError};
use super::host::Host;
use super::output::{Amount, Date, Extra, to_js};
use crate::secret::Secret;
use crate::services::lava;
use crate::topup::AnyProvider;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
export interface LavaOptions extends ClientOptions {
  /** `aks_live_…` or `aks_test_…`; through a relay, none. */
  apiKey?: string | undefined;
}";

/// Lava: a wallet that is topped up by charging a saved card. In a page, keep its key in a relay.
///
/// @example
/// const lava = new Lava({ apiKey });
/// const [card] = await lava.paymentMethods();
/// const { nextStep } = await lava.topUp({ paymentMethodId: card.id, amount: "25.00" });
/// if (nextStep.kind === "confirm_here") open(nextStep.link);
#[wasm_bindgen]
pub struct Lava {
    client: Rc<Client>,
}

#[wasm_bindgen]
impl Lava {
    /// Creates a client. Nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "LavaOptions")] options: &JsValue,
    ) -> Result<Self, SatlineError> {
        let client = create(options)?;
        Ok(Self { client })
    }

    /// Returns the wallet.
    #[wasm_bindgen(unchecked_return_type = "Promise<Wallet>")]
    pub fn wallet(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("wallet", options, async |call| {
            Ok(to_js(&Wallet::from(provider(&call)?.wallet().await?)))
        })
    }

    /// Lists the saved cards and other payment methods.
    #[wasm_bindgen(js_name = savedCards, unchecked_return_type = "Promise<SavedCard[]>")]
    pub fn saved_cards(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("savedCards", options, async |call| {
            let cards = provider(&call)?.payment_methods().await?;
            Ok(to_js(
                &cards.into_iter().map(SavedCard::from).collect::<Vec<_>>(),
            ))
        })
    }
}

common_methods!(
    Lava,
    "Charges a saved card for real. What moves money is sent once."
);

fn create(options: &JsValue) -> Result<Rc<Client>, Failure> {
    let options = ClientOptions::read(options)?;
    let account = match (options.base.clone(), options.api_key()?) {
        (Some(relay), None) => lava::Account::through(relay),
        // Without a key the first call's error says that it is missing.
        (base, key) => lava::Account::at(
            base.unwrap_or_else(lava::base_url),
            key.unwrap_or_else(|| Secret::new("")),
        ),
    };
    Client::new(Account::Lava(account), options)
}

fn provider(call: &Call) -> Result<lava::Lava<Host>, Failure> {
    match call.provider()? {
        AnyProvider::Lava(lava) => Ok(lava),
        _ => Err(not_of_this_service()),
    }
}

/// A wallet at Lava.
#[derive(Serialize, Tsify)]
pub struct Wallet {
    id: Option<String>,
    balance: Amount,
    extra: Option<Extra>,
}

impl From<lava::Wallet> for Wallet {
    fn from(wallet: lava::Wallet) -> Self {
        Self {
            balance: (&wallet.balance).into(),
            extra: Extra::of(&wallet.extra),
            id: wallet.id,
        }
    }
}

/// A card that is saved at Lava, or another payment method that can be charged.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SavedCard {
    id: String,
    /// For people, such as brand, last digits and expiry.
    name: String,
    brand: Option<String>,
    last4: Option<String>,
    expiry_month: Option<String>,
    expiry_year: Option<String>,
    is_default: bool,
    /// Why it was declined before.
    problem: Option<CardProblem>,
    extra: Option<Extra>,
}

/// Why a saved card was declined.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CardProblem {
    code: Option<String>,
    message: Option<String>,
    noticed_at: Option<Date>,
}

impl From<lava::PaymentMethod> for SavedCard {
    fn from(card: lava::PaymentMethod) -> Self {
        Self {
            name: card.name(),
            id: card.id,
            brand: card.brand,
            last4: card.last4,
            expiry_month: card.expiry_month,
            expiry_year: card.expiry_year,
            is_default: card.is_default,
            problem: card.problem.map(|problem| CardProblem {
                code: problem.code,
                message: problem.message,
                noticed_at: problem.at.as_deref().and_then(Date::parse),
            }),
            extra: Extra::of(&card.extra),
        }
    }
}
