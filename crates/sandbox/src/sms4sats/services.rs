//! The services to order numbers for: known ones, invented ones, and ones that misbehave.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::table::Row;

/// How a service behaves.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(in crate::sms4sats) enum Behaviour {
    /// A code arrives soon.
    Prompt,
    /// No code ever arrives; the order cancels itself.
    Never,
    /// The code arrives one minute before the order would cancel itself.
    Slow,
    /// The code arrives after the refund.
    Late,
    /// There is no number in stock.
    NoStock,
    /// The code begins with 0.
    LeadingZero,
    /// The code begins with 0 and is sent as a JSON number, which loses it.
    LostZero,
}

/// A service as the catalogue lists it.
#[derive(Debug)]
pub(in crate::sms4sats) struct Service {
    pub(in crate::sms4sats) value: String,
    pub(in crate::sms4sats) text: String,
    pub(in crate::sms4sats) behaviour: Behaviour,
}

/// Known ones first, then invented ones, then those that misbehave.
pub(super) static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let known = KNOWN
        .iter()
        .map(|(value, text)| Service::new(value, text, Behaviour::Prompt));
    let special = SPECIAL
        .iter()
        .map(|(value, text, behaviour)| Service::new(value, text, *behaviour));
    let invented = BEGINNINGS.iter().flat_map(|(short, beginning)| {
        ENDINGS.iter().map(move |(letter, ending)| {
            Service::new(
                &format!("{short}{letter}"),
                &format!("{beginning}{ending}"),
                Behaviour::Prompt,
            )
        })
    });
    known.chain(invented).chain(special).collect()
});

impl Row for Service {
    fn id(&self) -> &str {
        &self.value
    }

    fn with_id(id: &str) -> Option<&'static Self> {
        SERVICES.iter().find(|row| row.value == id)
    }
}

impl Service {
    fn new(value: &str, text: &str, behaviour: Behaviour) -> Self {
        Self {
            value: value.to_owned(),
            text: text.to_owned(),
            behaviour,
        }
    }

    /// Returns whether people know it.
    pub(super) fn is_known(&self) -> bool {
        KNOWN.iter().any(|(value, _)| *value == self.value)
    }

    /// Returns whether it misbehaves.
    pub(super) fn is_special(&self) -> bool {
        SPECIAL.iter().any(|(value, ..)| *value == self.value)
    }
}

/// Clients sort services by name: these names come last.
#[rustfmt::skip]
const SPECIAL: [(&str, &str, Behaviour); 7] = [
    ("never", "Zz sandbox: never delivers", Behaviour::Never),
    ("slow", "Zz sandbox: delivers after 19 minutes", Behaviour::Slow),
    ("late", "Zz sandbox: delivers after the refund", Behaviour::Late),
    ("soldout", "Zz sandbox: has no number", Behaviour::NoStock),
    ("lead0", "Zz sandbox: code begins with 0", Behaviour::LeadingZero),
    ("lost0", "Zz sandbox: code loses its first 0", Behaviour::LostZero),
    ("xss", "Zz <img src=x onerror=alert(1)>", Behaviour::Prompt),
];

#[rustfmt::skip]
const KNOWN: [(&str, &str); 62] = [
    ("vk", "vk.com"), ("wa", "WhatsApp"), ("tg", "Telegram"), ("go", "Google, YouTube, Gmail"),
    ("fb", "Facebook"), ("ig", "Instagram"), ("openAI", "OpenAI"), ("tw", "Twitter"),
    ("ds", "Discord"), ("vi", "Viber"), ("ub", "Uber"), ("am", "Amazon"), ("mm", "Microsoft"),
    ("oi", "Tinder"), ("lf", "TikTok"), ("fu", "Snapchat"), ("wb", "WeChat"), ("me", "Line"),
    ("mb", "Yahoo"), ("ts", "PayPal"), ("nf", "Netflix"), ("tn", "LinkedIn"), ("wx", "Apple"),
    ("mt", "Steam"), ("bz", "Blizzard"), ("pm", "AOL"), ("uk", "Airbnb"), ("aw", "Taobao"),
    ("hw", "Alipay"), ("dh", "eBay"), ("re", "Coinbase"), ("aon", "Binance"), ("ls", "Careem"),
    ("jg", "Grab"), ("ni", "Gojek"), ("xd", "Tokopedia"), ("ka", "Shopee"), ("dl", "Lazada"),
    ("ya", "Yandex"), ("ma", "Mail.ru"), ("ok", "Odnoklassniki"), ("av", "Avito"),
    ("sg", "Ozon"), ("uu", "Wildberries"), ("kt", "KakaoTalk"), ("nv", "Naver"), ("mo", "Bumble"),
    ("vz", "Hinge"), ("df", "Happn"), ("qv", "Badoo"), ("gr", "Grindr"), ("bw", "Signal"),
    ("ac", "DoorDash"), ("tx", "Bolt"), ("rr", "Wolt"), ("nz", "Foodpanda"), ("zk", "Deliveroo"),
    ("cm", "Prom"), ("ly", "Olacabs"), ("ew", "Nike"), ("mv", "Fruitz"), ("ot", "Any other"),
];

#[rustfmt::skip]
const BEGINNINGS: [(&str, &str); 26] = [
    ("al", "Alto"), ("be", "Bento"), ("ci", "Civi"), ("da", "Dala"), ("el", "Elmo"), ("fi", "Fido"),
    ("ga", "Gala"), ("ho", "Holo"), ("in", "Indi"), ("jo", "Jola"), ("ki", "Kivo"), ("lu", "Luma"),
    ("mi", "Mira"), ("no", "Nova"), ("or", "Orbi"), ("pi", "Pixo"), ("qu", "Quill"), ("ru", "Rumi"),
    ("sa", "Saga"), ("te", "Tera"), ("um", "Umbra"), ("ve", "Vela"), ("wi", "Wispa"), ("xe", "Xeno"),
    ("yo", "Yolo"), ("ze", "Zeta"),
];

#[rustfmt::skip]
const ENDINGS: [(&str, &str); 21] = [
    ("pa", "Pay"), ("ca", "Cab"), ("ma", "Mart"), ("ch", "Chat"), ("ta", "Talk"), ("fo", "Food"),
    ("ba", "Bank"), ("ga", "Games"), ("da", "Date"), ("tr", "Travel"), ("wa", "Wallet"), ("ml", "Mail"),
    ("sh", "Shop"), ("me", "Meet"), ("ri", "Rides"), ("st", "Stays"), ("tu", "Tunes"), ("jo", "Jobs"),
    ("fi", "Fit"), ("le", "Learn"), ("cl", "Cloud"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_about_600_and_no_two_share_a_value() {
        let values: BTreeSet<_> = SERVICES.iter().map(|service| &service.value).collect();
        assert_eq!(values.len(), SERVICES.len());
        assert!((590..=620).contains(&values.len()), "{}", values.len());
    }
}
