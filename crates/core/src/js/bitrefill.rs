use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::client::{Account, Call, Client, ClientOptions, common_methods, not_of_this_service};
use super::error::{Failure, SatlineError};
use super::host::Host;
use super::output::{Amount, Extra, number, to_js};
use crate::services::bitrefill::{self, Auth, Progress};
use crate::topup::AnyProvider;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Deposits need the `apiId` and `apiSecret` of a business account; through a relay, neither. */
export interface BitrefillOptions extends ClientOptions {
  /** Of a personal account, which cannot make deposits. */
  apiKey?: string | undefined;
  apiId?: string | undefined;
  apiSecret?: string | undefined;
  /** Default: `bitcoin`. */
  network?: Network | undefined;
}"#;

/// Bitrefill: deposits to an account's balance. In a page, keep its secrets in a relay.
///
/// @example
/// const bitrefill = new Bitrefill({ apiId, apiSecret });
/// const { order } = await bitrefill.topUp({ paymentMethodId: "lightning", amount: "25.00", currency: "USD" });
#[wasm_bindgen]
pub struct Bitrefill {
    client: Rc<Client>,
}

#[wasm_bindgen]
impl Bitrefill {
    /// Creates a client. Nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "BitrefillOptions")] options: &JsValue,
    ) -> Result<Self, SatlineError> {
        let client = create(options)?;
        Ok(Self { client })
    }

    /// Fetches a deposit's status, without an {@link Order}.
    #[wasm_bindgen(js_name = getDeposit, unchecked_return_type = "Promise<Deposit>")]
    pub fn get_deposit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CallOptions & { id: string }")] options: &JsValue,
    ) -> Promise {
        self.client.call("getDeposit", options, async |call| {
            let id = call.input.order_id()?;
            let deposit = provider(&call)?.deposit_status(&id).await?;
            Ok(to_js(&Deposit::from(deposit)))
        })
    }

    /// Returns the account's balance.
    #[wasm_bindgen(unchecked_return_type = "Promise<Amount>")]
    pub fn balance(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("balance", options, async |call| {
            Ok(to_js(&Amount::from(&provider(&call)?.balance().await?)))
        })
    }

    /// Resolves if the service is up and accepts the credentials.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn ping(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("ping", options, async |call| {
            provider(&call)?.ping().await?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

common_methods!(Bitrefill, "Makes a deposit. What moves money is sent once.");

fn create(options: &JsValue) -> Result<Rc<Client>, Failure> {
    let options = ClientOptions::read(options)?;
    let auth = match (options.token()?, options.api_key()?) {
        (Some((id, secret)), _) => Auth::Business { id, secret },
        (None, Some(key)) => Auth::Personal(key),
        // Without a secret, only a relay can authenticate.
        (None, None) if options.base.is_some() => Auth::Relay,
        // The first call's error says what is missing.
        (None, None) => Auth::Business {
            id: String::new(),
            secret: crate::secret::Secret::new(""),
        },
    };
    let base = options.base.clone().unwrap_or_else(bitrefill::base_url);
    let account = bitrefill::Account::at(base, auth).paid_on(options.network()?);
    Client::new(Account::Bitrefill(account), options)
}

fn provider(call: &Call) -> Result<bitrefill::Bitrefill<Host>, Failure> {
    match call.provider()? {
        AnyProvider::Bitrefill(bitrefill) => Ok(bitrefill),
        _ => Err(not_of_this_service()),
    }
}

/// A deposit, as Bitrefill describes it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Deposit {
    id: String,
    #[tsify(type = r#""waiting" | "paid" | "credited" | "failed" | "expired""#)]
    progress: &'static str,
    /// With its unit, for people.
    price: String,
    /// The id of its payment method.
    payment_method_id: Option<String>,
    /// The service's own status, like `paymentStatus`.
    status: Option<String>,
    payment_status: Option<String>,
    /// How many more calls are allowed.
    calls_left: Option<f64>,
    extra: Option<Extra>,
}

impl From<bitrefill::Deposit> for Deposit {
    fn from(deposit: bitrefill::Deposit) -> Self {
        Self {
            progress: match deposit.progress() {
                Progress::Waiting => "waiting",
                Progress::Paid => "paid",
                Progress::Credited => "credited",
                Progress::Failed => "failed",
                Progress::Expired => "expired",
            },
            id: deposit.id.as_str().to_owned(),
            price: deposit.price.to_string(),
            payment_method_id: deposit.method,
            status: deposit.status,
            payment_status: deposit.payment_status,
            calls_left: deposit.quota.map(|quota| number(quota.remaining)),
            extra: Extra::of(&deposit.extra),
        }
    }
}
