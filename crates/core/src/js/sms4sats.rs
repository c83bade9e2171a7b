use std::rc::Rc;

use js_sys::Promise;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::client::{Account, Call, Client, ClientOptions, common_methods, not_of_this_service};
use super::error::{Failure, SatlineError};
use super::host::Host;
use super::input::{Input, missing, text};
use super::order::{Order, ReceivedCode};
use super::output::{Date, Extra, number, sats, to_js};
use crate::country::Country;
use crate::error::Error;
use crate::http::{Clock, Response};
use crate::lightning::bolt11::{Network, NodeId};
use crate::money::Sats;
use crate::order::{Ask, Kind};
use crate::secret::Secret;
use crate::services::sms4sats::{
    self, CreatedOrder, EmailOrder, Message, NumberKind, PriceQuery, ReceiveOrder, SmsOrder,
    SmsStatus, read_status,
};
use crate::topup::AnyProvider;
use crate::url::SecureUrl;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
export interface Sms4SatsOptions extends ClientOptions {
  /** Names a prepaid balance: only needed for `immediate`, `fund`, `balance` and `history`. */
  apiKey?: string | undefined;
  /** Default: `bitcoin`. */
  network?: Network | undefined;
  /** The node that must have signed invoices, as 66 hexadecimal digits, or `any`. Default: the service's published node on bitcoin, any elsewhere. */
  payee?: string | undefined;
}

export interface ReceiveOptions extends CallOptions {
  /** A name, an ISO code or the service's number: see {@link countries}. 999 lets the service choose. */
  country: string | number;
  /** The `id` of one of `services()`, such as `wa`. */
  service: string;
  /** Rents a number with every message it receives, instead of one code. */
  rental?: boolean | undefined;
  /** Orders one code to a real phone's number. */
  realPhone?: boolean | undefined;
  /** The Lightning address of the referrer. */
  referral?: string | undefined;
  /** Pays from the key's balance at once, without an invoice. The service's documentation does not say whether a failure returns the money. */
  immediate?: boolean | undefined;
  /** The quoted price: an invoice with any other is rejected. */
  priceSat?: number | undefined;
}

export interface MessageOptions extends CallOptions {
  message: string;
  /** Pays from the key's balance at once, without an invoice. */
  immediate?: boolean | undefined;
  /** Where the service posts the progress. Don't rely on it, fetch the status: {@link readWebhook}. */
  webhookUrl?: string | undefined;
  /** See {@link ReceiveOptions.priceSat}. */
  priceSat?: number | undefined;
}"#;

/// sms4sats: activation codes, rentals, SMS and email messages. No key is needed to pay by invoice, and
/// pages may call it directly.
///
/// @example
/// const sms = new Sms4Sats();
/// const order = await sms.receive({ country: "germany", service: "wa" });
#[wasm_bindgen]
pub struct Sms4Sats {
    client: Rc<Client>,
}

#[wasm_bindgen]
impl Sms4Sats {
    /// Creates a client. Nothing is sent.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "Sms4SatsOptions")] options: &JsValue,
    ) -> Result<Self, SatlineError> {
        let client = create(options)?;
        Ok(Self { client })
    }

    /// Orders a number for one code, or rents one.
    #[wasm_bindgen(unchecked_return_type = "Promise<Order>")]
    pub fn receive(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ReceiveOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("receive", options, async |call| {
            let (kind, number) = receive_kind(&call.input)?;
            let wanted = ReceiveOrder {
                country: needed_country(&call.input)?,
                service: call.input.text("service")?,
                kind: number,
                referral: match call.input.text_or_none("referral")? {
                    Some(text) => Some(text.parse()?),
                    None => None,
                },
                immediate: call.input.flag("immediate")?,
            };
            let price = call.input.sats_or_none("priceSat")?;
            let sms = provider(&call)?;
            created(&call, &sms, kind, sms.receive(&wanted).await?, price)
        })
    }

    /// Sends an SMS; `phone` is `+`, country code and number.
    #[wasm_bindgen(js_name = sendSms, unchecked_return_type = "Promise<Order>")]
    pub fn send_sms(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MessageOptions & { phone: string }")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("sendSms", options, async |call| {
            let wanted = SmsOrder {
                phone: call.input.text("phone")?.parse()?,
                message: message(&call.input)?,
            };
            let price = call.input.sats_or_none("priceSat")?;
            let sms = provider(&call)?;
            created(&call, &sms, Kind::Sms, sms.send_sms(&wanted).await?, price)
        })
    }

    /// Sends an email.
    #[wasm_bindgen(js_name = sendEmail, unchecked_return_type = "Promise<Order>")]
    pub fn send_email(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MessageOptions & { address: string }")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("sendEmail", options, async |call| {
            let wanted = EmailOrder {
                address: call.input.text("address")?.parse()?,
                message: message(&call.input)?,
            };
            let price = call.input.sats_or_none("priceSat")?;
            let sms = provider(&call)?;
            created(
                &call,
                &sms,
                Kind::Email,
                sms.send_email(&wanted).await?,
                price,
            )
        })
    }

    /// Tops up the key's balance over Lightning. Needs the key.
    #[wasm_bindgen(unchecked_return_type = "Promise<Order>")]
    pub fn fund(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CallOptions & { amountSat: number }")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("fund", options, async |call| {
            let amount = match call.input.sats_or_none("amountSat")? {
                None => return Err(missing("amountSat")),
                Some(Sats(0)) => {
                    return Err(Failure::invalid("amountSat", "must be at least 1 sat."));
                }
                Some(amount) => amount,
            };
            let sms = provider(&call)?;
            created(
                &call,
                &sms,
                Kind::Fund,
                sms.fund(amount).await?,
                Some(amount),
            )
        })
    }

    /// Lists the services in a country that codes can be received for.
    #[wasm_bindgen(unchecked_return_type = "Promise<ServiceOffer[]>")]
    pub fn services(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CallOptions & { country: string | number }")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("services", options, async |call| {
            let country = needed_country(&call.input)?;
            let offers = provider(&call)?.services(country).await?;
            Ok(to_js(
                &offers.iter().map(ServiceOffer::from).collect::<Vec<_>>(),
            ))
        })
    }

    /// Lists the countries in which numbers for a service can be rented.
    #[wasm_bindgen(js_name = rentalCountries, unchecked_return_type = "Promise<RentalOffer[]>")]
    pub fn rental_countries(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CallOptions & { service: string }")]
        options: &JsValue,
    ) -> Promise {
        self.client.call("rentalCountries", options, async |call| {
            let service = call.input.text("service")?;
            let offers = provider(&call)?.rental_countries(&service).await?;
            Ok(to_js(
                &offers.iter().map(RentalOffer::from).collect::<Vec<_>>(),
            ))
        })
    }

    /// Returns the prices; with both a country and a service they are more exact.
    #[wasm_bindgen(unchecked_return_type = "Promise<Prices>")]
    pub fn prices(
        &self,
        #[wasm_bindgen(
            unchecked_optional_param_type = "CallOptions & { country?: string | number | undefined; service?: string | undefined }"
        )]
        options: &JsValue,
    ) -> Promise {
        self.client.call("prices", options, async |call| {
            let query = PriceQuery {
                country: country(&call.input)?,
                service: call.input.text_or_none("service")?,
            };
            let prices = provider(&call)?.price(&query).await?;
            Ok(to_js(&Prices::from(prices)))
        })
    }

    /// Fetches an order's status, without an {@link Order}.
    #[wasm_bindgen(js_name = fetchStatus, unchecked_return_type = "Promise<StatusReport>")]
    pub fn fetch_status(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CallOptions & { id: string }")] options: &JsValue,
    ) -> Promise {
        self.client.call("fetchStatus", options, async |call| {
            let id = call.input.order_id()?;
            let status = provider(&call)?.order_status(&id).await?;
            Ok(to_js(&StatusReport::from(&status)))
        })
    }

    /// Returns the key's balance in satoshis. Needs the key.
    #[wasm_bindgen(unchecked_return_type = "Promise<number>")]
    pub fn balance(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("balance", options, async |call| {
            Ok(sats(provider(&call)?.balance().await?).into())
        })
    }

    /// Returns the payments into the balance. Needs the key.
    #[wasm_bindgen(unchecked_return_type = "Promise<History>")]
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("history", options, async |call| {
            Ok(to_js(&History::from(&provider(&call)?.history().await?)))
        })
    }

    /// Resolves if the service is up.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn availability(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.client.call("availability", options, async |call| {
            provider(&call)?.availability().await?;
            Ok(JsValue::UNDEFINED)
        })
    }
}

common_methods!(
    Sms4Sats,
    "Begins a top-up of the key's balance. What moves money is sent once."
);

fn create(options: &JsValue) -> Result<Rc<Client>, Failure> {
    let options = ClientOptions::read(options)?;
    let network = options.network()?;
    let payee = payee(&options.input, network)?;
    let base = options.base.clone().unwrap_or_else(sms4sats::base_url);
    let mut account = sms4sats::Account::at(base).paid_on(network, payee);
    if let Some(key) = options.api_key()? {
        account = account.with_key(key);
    }
    Client::new(Account::Sms4Sats(account), options)
}

/// Returns the node that must have signed an invoice.
fn payee(input: &Input, network: Network) -> Result<Option<NodeId>, Failure> {
    let node = match input.text_or_none("payee")? {
        Some(any) if any == "any" => return Ok(None),
        Some(node) => node,
        None if network == Network::Bitcoin => sms4sats::NODE_ID.to_owned(),
        None => return Ok(None),
    };
    let allowed = "must be a node's id, as 66 hexadecimal digits, or \"any\".";
    let node = node.parse().map(Some);
    node.map_err(|_| Failure::invalid("payee", allowed))
}

fn provider(call: &Call) -> Result<sms4sats::Sms4Sats<Host>, Failure> {
    match call.provider()? {
        AnyProvider::Sms4Sats(sms) => Ok(sms),
        _ => Err(not_of_this_service()),
    }
}

/// Returns a country by number, name or code.
fn country(input: &Input) -> Result<Option<Country>, Failure> {
    let allowed =
        "must be a country's name, ISO code or the service's number; countries() lists them.";
    match input.written_or_none("country") {
        Ok(None) => Ok(None),
        Ok(Some(text)) if let Some(country) = Country::find(&text) => Ok(Some(country)),
        _ => Err(Failure::invalid("country", allowed)),
    }
}

fn needed_country(input: &Input) -> Result<Country, Failure> {
    country(input)?.ok_or_else(|| missing("country"))
}

fn receive_kind(input: &Input) -> Result<(Kind, NumberKind), Failure> {
    match (input.flag("rental")?, input.flag("realPhone")?) {
        (false, false) => Ok((Kind::Code, NumberKind::Code)),
        (true, false) => Ok((Kind::Rental, NumberKind::Rental)),
        (false, true) => Ok((Kind::RealPhone, NumberKind::RealPhone)),
        (true, true) => {
            let allowed = "cannot be asked for together with realPhone.";
            Err(Failure::invalid("rental", allowed))
        }
    }
}

fn message(input: &Input) -> Result<Message, Failure> {
    Ok(Message {
        text: input.text("message")?,
        immediate: input.flag("immediate")?,
        webhook: match input.text_or_none("webhookUrl")? {
            Some(text) => Some(SecureUrl::parse("webhookUrl", &text)?),
            None => None,
        },
    })
}

/// Returns a new order, or an error if its invoice differs from the agreement.
fn created(
    call: &Call,
    sms: &sms4sats::Sms4Sats<Host>,
    kind: Kind,
    created: CreatedOrder,
    price: Option<Sats>,
) -> Result<JsValue, Failure> {
    let order = sms.account().order(kind, created, price, sms.clock().now());
    Ok(Order::create(&call.client, order)?.into())
}

/// Parses the body of a webhook of sms4sats. Anyone can post there: rely only on what `refresh` or
/// `fetchStatus` returns afterwards.
#[wasm_bindgen(js_name = readWebhook)]
pub fn read_webhook(
    #[wasm_bindgen(unchecked_param_type = "string | object")] body: &JsValue,
) -> Result<StatusReportValue, SatlineError> {
    Ok(webhook(body)?.unchecked_into())
}

fn webhook(body: &JsValue) -> Result<JsValue, Failure> {
    let body = if body.is_string() {
        text("body", body)?
    } else {
        Input::read(body, "body")?.to_json()?
    };
    let response = Response {
        status: 200,
        headers: Vec::new(),
        body,
    };
    let status = read_status(&response).map_err(|_| {
        let allowed = "is not what sms4sats posts. Don't believe it; ask about the order.";
        Failure::from(Error::invalid("body", allowed))
    })?;
    Ok(to_js(&StatusReport::from(&status)))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(typescript_type = "StatusReport")]
    pub type StatusReportValue;
}

/// A service that codes can be received for.
#[derive(Serialize, Tsify)]
pub struct ServiceOffer<'a> {
    #[tsify(type = "string")]
    id: &'a str,
    /// Plain text, never markup.
    #[tsify(type = "string")]
    name: &'a str,
    /// How many numbers are available.
    stock: Option<f64>,
    /// A path at sms4sats.com.
    #[tsify(type = "string | undefined")]
    image: Option<&'a str>,
    extra: Option<Extra>,
}

impl<'a> From<&'a sms4sats::ServiceOffer> for ServiceOffer<'a> {
    fn from(offer: &'a sms4sats::ServiceOffer) -> Self {
        Self {
            id: &offer.id,
            name: &offer.name,
            stock: offer.stock.map(number),
            image: offer.image.as_deref(),
            extra: Extra::of(&offer.extra),
        }
    }
}

/// A country where numbers for a service can be rented.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RentalOffer {
    country_code: String,
    country_name: String,
    weeks: Option<f64>,
    price_sat: Option<f64>,
    extra: Option<Extra>,
}

impl From<&sms4sats::RentalOffer> for RentalOffer {
    fn from(offer: &sms4sats::RentalOffer) -> Self {
        Self {
            country_code: offer.country_code.clone(),
            country_name: offer.country_name.clone(),
            weeks: offer.weeks.map(number),
            price_sat: offer.price.map(sats),
            extra: Extra::of(&offer.extra),
        }
    }
}

/// Prices in satoshis.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Prices {
    receive_sat: Option<f64>,
    send_sat: Option<f64>,
    rent_sat: Option<f64>,
    real_phone_sat: Option<f64>,
    /// For the requested country and service.
    computed: Option<ComputedPrice>,
    extra: Option<Extra>,
}

/// The price of one service in one country.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ComputedPrice {
    price_sat: f64,
    country: Option<String>,
    description: Option<String>,
}

impl From<sms4sats::Prices> for Prices {
    fn from(prices: sms4sats::Prices) -> Self {
        Self {
            receive_sat: prices.receive.map(sats),
            send_sat: prices.send.map(sats),
            rent_sat: prices.rent.map(sats),
            real_phone_sat: prices.real_phone.map(sats),
            extra: Extra::of(&prices.extra),
            computed: prices.computed.map(|computed| ComputedPrice {
                price_sat: sats(computed.price),
                country: computed.country,
                description: computed.description,
            }),
        }
    }
}

/// An order's status as sms4sats reports it.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// With a hold invoice: the money is reserved.
    paid: bool,
    number: Option<String>,
    code: Option<String>,
    codes: Vec<ReceivedCode>,
    /// Why it failed; the money is returned.
    error: Option<String>,
    /// `created`, `sent`, `delivered`, `failed`, or a new value.
    sms_status: Option<String>,
    country: Option<String>,
    service: Option<String>,
    /// The service's own number for it.
    reference: Option<String>,
    /// When the status last changed.
    at: Option<Date>,
    extra: Option<Extra>,
}

impl From<&sms4sats::OrderStatus> for StatusReport {
    fn from(status: &sms4sats::OrderStatus) -> Self {
        let sms_status = status.sms_status.as_ref().map(|status| match status {
            SmsStatus::Created => "created",
            SmsStatus::Sent => "sent",
            SmsStatus::Delivered => "delivered",
            SmsStatus::Failed => "failed",
            SmsStatus::Other(word) => word,
        });
        let codes = status.earlier_codes.iter().chain(&status.code);
        Self {
            paid: status.paid,
            number: status.number.clone(),
            code: status.code.as_ref().map(|code| code.text.clone()),
            codes: codes.map(ReceivedCode::from).collect(),
            error: status.error.clone(),
            sms_status: sms_status.map(str::to_owned),
            country: status.country.clone(),
            service: status.service.clone(),
            reference: status.reference.clone(),
            at: status.at.map(Date),
            extra: Extra::of(&status.extra),
        }
    }
}

/// The payments into a key's balance.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct History {
    total_sat: Option<f64>,
    fundings: Vec<Funding>,
}

/// One payment into a key's balance.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Funding {
    amount_sat: f64,
    at: Option<Date>,
    description: Option<String>,
    preimage_hash: Option<String>,
    /// A secret: it proves a payment.
    preimage: Option<String>,
    extra: Option<Extra>,
}

impl From<&sms4sats::History> for History {
    fn from(history: &sms4sats::History) -> Self {
        let fundings = history.fundings.iter().map(|funding| Funding {
            amount_sat: sats(funding.amount),
            at: funding.at.map(Date),
            description: funding.description.clone(),
            preimage_hash: funding.preimage_hash.clone(),
            preimage: funding
                .preimage
                .as_ref()
                .map(Secret::reveal)
                .map(str::to_owned),
            extra: Extra::of(&funding.extra),
        });
        Self {
            total_sat: history.total.map(sats),
            fundings: fundings.collect(),
        }
    }
}
