use crate::country::Country;
use crate::error::Error;
use crate::http::Response;
use crate::js::host::Host;
use crate::js::input::Input;
use crate::js::output::{self, Failure, Object, list};
use crate::js::{machine, order, unknown_call};
use crate::lenient::Lenient;
use crate::money::Sats;
use crate::order::Kind;
use crate::secret::Secret;
use crate::services::sms4sats::{
    CreatedOrder, EmailOrder, Funding, History, Message, NumberKind, OrderStatus, PriceQuery,
    Prices, ReceiveOrder, RentalOffer, ServiceOffer, Sms4Sats, SmsOrder, SmsStatus, read_status,
};
use crate::url::SecureUrl;

pub async fn call(sms: &Sms4Sats<Host>, name: &str, input: &Input) -> Result<String, Failure> {
    match name {
        "receive" => receive(sms, input).await,
        "sendSms" => {
            let wanted = SmsOrder {
                phone: input.text("phone")?.parse()?,
                message: message(input)?,
            };
            let price = input.sats_or_none("priceSat")?;
            input.nothing_else()?;
            followed(sms, Kind::Sms, sms.send_sms(&wanted).await?, price)
        }
        "sendEmail" => {
            let wanted = EmailOrder {
                address: input.text("address")?.parse()?,
                message: message(input)?,
            };
            let price = input.sats_or_none("priceSat")?;
            input.nothing_else()?;
            followed(sms, Kind::Email, sms.send_email(&wanted).await?, price)
        }
        "fund" => {
            let amount = match input.whole("amountSat")? {
                0 => {
                    return Err(Error::invalid("amountSat", "must be at least 1 sat.").into());
                }
                amount => Sats(amount),
            };
            input.nothing_else()?;
            followed(sms, Kind::Fund, sms.fund(amount).await?, Some(amount))
        }
        "services" => {
            let country = needed_country(input)?;
            input.nothing_else()?;
            Ok(list(&sms.services(country).await?, service))
        }
        "rentalCountries" => {
            let service = input.text("service")?;
            input.nothing_else()?;
            Ok(list(&sms.rental_countries(service).await?, rental))
        }
        "prices" => {
            let query = PriceQuery {
                country: country(input)?,
                service: input.text_or_none("service")?.map(str::to_owned),
            };
            input.nothing_else()?;
            Ok(prices(&sms.price(&query).await?))
        }
        "orderStatus" => {
            let id = input.order_id()?;
            input.nothing_else()?;
            Ok(status(&sms.order_status(&id).await?))
        }
        "balance" => {
            input.nothing_else()?;
            Ok(sms.balance().await?.0.to_string())
        }
        "history" => {
            input.nothing_else()?;
            Ok(history(&sms.history().await?))
        }
        "availability" => {
            input.nothing_else()?;
            sms.availability().await?;
            Ok("true".to_owned())
        }
        _ => Err(unknown_call()),
    }
}

/// What a webhook brought, read and not yet plausible.
pub fn webhook(body: &str) -> Result<String, Error> {
    let response = Response {
        status: 200,
        headers: Vec::new(),
        body: body.to_owned(),
    };
    let told = read_status(&response).map_err(|_| {
        Error::invalid(
            "body",
            "is not what sms4sats posts. Do not believe it; ask about the order.",
        )
    })?;
    Ok(status(&told))
}

/// By number, name or code.
fn country(input: &Input) -> Result<Option<Country>, Error> {
    let Some(value) = input.get("country") else {
        return Ok(None);
    };
    let found = value.as_text().and_then(Country::find);
    found.map(Some).ok_or_else(|| {
        Error::invalid(
            "country",
            "must be a country's name, ISO code or the service's number; countries() lists them.",
        )
    })
}

fn needed_country(input: &Input) -> Result<Country, Error> {
    country(input)?.ok_or_else(|| Error::invalid("country", "is needed here."))
}

async fn receive(sms: &Sms4Sats<Host>, input: &Input) -> Result<String, Failure> {
    let (kind, number) = match (input.flag("rental")?, input.flag("realPhone")?) {
        (false, false) => (Kind::Code, NumberKind::Code),
        (true, false) => (Kind::Rental, NumberKind::Rental),
        (false, true) => (Kind::RealPhone, NumberKind::RealPhone),
        (true, true) => {
            let sentence = "cannot be asked for together with realPhone.";
            return Err(Error::invalid("rental", sentence).into());
        }
    };
    let wanted = ReceiveOrder {
        country: needed_country(input)?,
        service: input.text("service")?.to_owned(),
        kind: number,
        referral: match input.text_or_none("referral")? {
            Some(text) => Some(text.parse()?),
            None => None,
        },
        immediate: input.flag("immediate")?,
    };
    let price = input.sats_or_none("priceSat")?;
    input.nothing_else()?;
    followed(sms, kind, sms.receive(&wanted).await?, price)
}

fn message(input: &Input) -> Result<Message, Error> {
    Ok(Message {
        text: input.text("message")?.to_owned(),
        immediate: input.flag("immediate")?,
        webhook: match input.text_or_none("webhookUrl")? {
            Some(text) => Some(SecureUrl::parse("webhookUrl", text)?),
            None => None,
        },
    })
}

/// A new order, which is then held against what was agreed.
fn followed(
    sms: &Sms4Sats<Host>,
    kind: Kind,
    created: CreatedOrder,
    price: Option<Sats>,
) -> Result<String, Failure> {
    order::made(&sms.account().order(kind, created, price, machine::now()))
}

fn service(offer: &ServiceOffer) -> String {
    Object::new()
        .text("id", Some(&offer.id))
        .text("name", Some(&offer.name))
        .number("stock", offer.stock)
        .text("image", offer.image.as_deref())
        .extra(&offer.extra)
        .end()
}

fn rental(offer: &RentalOffer) -> String {
    Object::new()
        .text("countryCode", Some(&offer.country_code))
        .text("countryName", Some(&offer.country_name))
        .number("weeks", offer.weeks)
        .sats("priceSat", offer.price)
        .extra(&offer.extra)
        .end()
}

fn prices(prices: &Prices) -> String {
    let computed = prices.computed.as_ref().map(|computed| {
        Object::new()
            .sats("priceSat", Some(computed.price))
            .text("country", computed.country.as_deref())
            .text("description", computed.description.as_deref())
            .end()
    });
    Object::new()
        .sats("receiveSat", prices.receive)
        .sats("sendSat", prices.send)
        .sats("rentSat", prices.rent)
        .sats("realPhoneSat", prices.real_phone)
        .json("computed", computed.as_deref())
        .extra(&prices.extra)
        .end()
}

fn history(history: &History) -> String {
    Object::new()
        .sats("totalSat", history.total)
        .json("fundings", Some(&list(&history.fundings, funding)))
        .end()
}

fn funding(funding: &Funding) -> String {
    let preimage = funding.preimage.as_ref();
    Object::new()
        .sats("amountSat", Some(funding.amount))
        .time("at", funding.at)
        .text("description", funding.description.as_deref())
        .text("preimageHash", funding.preimage_hash.as_deref())
        .text("preimage", preimage.map(Secret::reveal))
        .extra(&funding.extra)
        .end()
}

fn status(status: &OrderStatus) -> String {
    let sms_status = status.sms_status.as_ref().map(|status| match status {
        SmsStatus::Created => "created",
        SmsStatus::Sent => "sent",
        SmsStatus::Delivered => "delivered",
        SmsStatus::Failed => "failed",
        SmsStatus::Other(word) => word,
    });
    let codes: Vec<_> = status.earlier_codes.iter().chain(&status.code).collect();
    Object::new()
        .flag("paid", status.paid)
        .text("number", status.number.as_deref())
        .text("code", status.code.as_ref().map(|code| code.text.as_str()))
        .json("codes", Some(&list(&codes, |code| output::code(code))))
        .text("error", status.error.as_deref())
        .text("smsStatus", sms_status)
        .text("country", status.country.as_deref())
        .text("service", status.service.as_deref())
        .text("reference", status.reference.as_deref())
        .time("at", status.at)
        .extra(&status.extra)
        .end()
}
