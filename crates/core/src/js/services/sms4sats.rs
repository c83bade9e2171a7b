use crate::country::Country;
use crate::error::Error;
use crate::http::{Call, Response};
use crate::js::input::Input;
use crate::js::output::{self, Object, list};
use crate::js::planned::Planned;
use crate::js::{machine, order, unknown_call};
use crate::money::Sats;
use crate::order::Kind;
use crate::secret::Secret;
use crate::services::sms4sats::{
    Account, CreatedOrder, EmailOrder, Funding, History, Message, NumberKind, OrderStatus,
    PriceQuery, Prices, ReceiveOrder, RentalOffer, ServiceOffer, SmsOrder, SmsStatus, call,
    read_status,
};
use crate::text::text;
use crate::url::SecureUrl;

pub fn plan(account: &Account, name: &str, input: &Input) -> Result<Planned, Error> {
    let planned = match name {
        "receive" => receive(account, input)?,
        "sendSms" => {
            let wanted = SmsOrder {
                phone: input.text("phone")?.parse()?,
                message: message(input)?,
            };
            let made = call::send_sms(account, &wanted)?;
            followed(account, Kind::Sms, made, input.sats_or_none("priceSat")?)
        }
        "sendEmail" => {
            let wanted = EmailOrder {
                address: input.text("address")?.parse()?,
                message: message(input)?,
            };
            let made = call::send_email(account, &wanted)?;
            followed(account, Kind::Email, made, input.sats_or_none("priceSat")?)
        }
        "fund" => {
            let amount = match input.whole("amountSat")? {
                0 => return Err(Error::invalid("amountSat", "must be at least 1 sat.")),
                amount => Sats(amount),
            };
            let made = call::fund(account, amount)?;
            followed(account, Kind::Fund, made, Some(amount))
        }
        "services" => {
            let country = needed_country(input)?;
            Planned::new(call::services(account, country), |services| {
                Ok(list(&services, service))
            })
        }
        "rentalCountries" => {
            let call = call::rental_countries(account, input.text("service")?)?;
            Planned::new(call, |offers| Ok(list(&offers, rental)))
        }
        "prices" => {
            let query = PriceQuery {
                country: country(input)?,
                service: input.text_or_none("service")?.map(str::to_owned),
            };
            Planned::new(call::price(account, &query), |told| Ok(prices(&told)))
        }
        "orderStatus" => {
            let id = input.order_id()?;
            Planned::new(call::order_status(account, &id), |told| Ok(status(&told)))
        }
        "balance" => Planned::new(call::balance(account)?, |balance| Ok(text![balance.0])),
        "history" => Planned::new(call::history(account)?, |told| Ok(history(&told))),
        "availability" => Planned::new(call::availability(account), |()| Ok("true".to_owned())),
        _ => return Err(unknown_call()),
    };
    input.nothing_else()?;
    Ok(planned)
}

/// What a webhook brought, read and not yet believed.
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

fn receive(account: &Account, input: &Input) -> Result<Planned, Error> {
    let (kind, number) = match (input.flag("rental")?, input.flag("realPhone")?) {
        (false, false) => (Kind::Code, NumberKind::Code),
        (true, false) => (Kind::Rental, NumberKind::Rental),
        (false, true) => (Kind::RealPhone, NumberKind::RealPhone),
        (true, true) => {
            let sentence = "cannot be asked for together with realPhone.";
            return Err(Error::invalid("rental", sentence));
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
    let made = call::receive(account, &wanted)?;
    let price = input.sats_or_none("priceSat")?;
    Ok(followed(account, kind, made, price))
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

/// A call that makes an order, which is then held against what was agreed.
fn followed(
    account: &Account,
    kind: Kind,
    made: Call<CreatedOrder>,
    price: Option<Sats>,
) -> Planned {
    let account = account.clone();
    Planned::new(made, move |made| {
        order::made(&account.order(kind, made, price, machine::now()))
    })
}

fn service(offer: &ServiceOffer) -> String {
    Object::new()
        .text("id", Some(&offer.id))
        .text("name", Some(&offer.name))
        .number("stock", offer.stock)
        .text("image", offer.image.as_deref())
        .others(&offer.others)
        .end()
}

fn rental(offer: &RentalOffer) -> String {
    Object::new()
        .text("countryCode", Some(&offer.country_code))
        .text("countryName", Some(&offer.country_name))
        .number("weeks", offer.weeks)
        .sats("priceSat", offer.price)
        .others(&offer.others)
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
        .others(&prices.others)
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
        .others(&funding.others)
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
        .others(&status.others)
        .end()
}
