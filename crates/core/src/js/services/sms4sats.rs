use crate::country::Country;
use crate::error::Error;
use crate::http::{Call, Response, Talk};
use crate::js::input::Input;
use crate::js::output::{self, Object, list};
use crate::js::{order, unknown_call};
use crate::lenient::Lenient;
use crate::money::Sats;
use crate::order::Kind;
use crate::secret::Secret;
use crate::services::sms4sats::{
    Account, CreatedOrder, EmailOrder, Funding, History, Message, NumberKind, OrderStatus,
    PriceQuery, Prices, ReceiveOrder, RentalOffer, ServiceOffer, SmsOrder, SmsStatus, call,
    read_status,
};
use crate::url::SecureUrl;

pub fn call(
    account: &Account,
    talk: &mut Talk,
    name: &str,
    input: &Input,
) -> Result<String, Error> {
    match name {
        "receive" => receive(account, talk, input),
        "sendSms" => {
            let wanted = SmsOrder {
                phone: input.text("phone")?.parse()?,
                message: message(input)?,
            };
            let made = call::send_sms(account, &wanted);
            let price = input.sats_or_none("priceSat")?;
            followed(account, talk, Kind::Sms, made, price)
        }
        "sendEmail" => {
            let wanted = EmailOrder {
                address: input.text("address")?.parse()?,
                message: message(input)?,
            };
            let made = call::send_email(account, &wanted);
            let price = input.sats_or_none("priceSat")?;
            followed(account, talk, Kind::Email, made, price)
        }
        "fund" => {
            let amount = match input.whole("amountSat")? {
                0 => return Err(Error::invalid("amountSat", "must be at least 1 sat.")),
                amount => Sats(amount),
            };
            let made = call::fund(account, amount);
            followed(account, talk, Kind::Fund, made, Some(amount))
        }
        "services" => {
            let call = call::services(account, needed_country(input)?);
            talk.tell(Ok(call), |all| list(all, service))
        }
        "rentalCountries" => {
            let call = call::rental_countries(account, input.text("service")?);
            talk.tell(call, |all| list(all, rental))
        }
        "prices" => {
            let query = PriceQuery {
                country: country(input)?,
                service: input.text_or_none("service")?.map(str::to_owned),
            };
            talk.tell(Ok(call::price(account, &query)), prices)
        }
        "orderStatus" => {
            let call = call::order_status(account, &input.order_id()?);
            talk.tell(Ok(call), status)
        }
        "balance" => talk.tell(call::balance(account), |balance| balance.0.to_string()),
        "history" => talk.tell(call::history(account), history),
        "availability" => talk.tell(Ok(call::availability(account)), |()| "true".to_owned()),
        _ => Err(unknown_call()),
    }
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

fn receive(account: &Account, talk: &mut Talk, input: &Input) -> Result<String, Error> {
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
    let made = call::receive(account, &wanted);
    let price = input.sats_or_none("priceSat")?;
    followed(account, talk, kind, made, price)
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

/// Makes an order, which is then held against what was agreed.
fn followed(
    account: &Account,
    talk: &mut Talk,
    kind: Kind,
    made: Result<Call<CreatedOrder>, Error>,
    price: Option<Sats>,
) -> Result<String, Error> {
    let made = talk.make(made)?;
    order::made(&account.order(kind, made, price, talk.now()))
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
