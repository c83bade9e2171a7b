//! The services that most people look for, and what people call them.

use crate::typo::is_typo;

/// Short codes, the best known first, and names that people use beside the service's own, in lower case.
#[rustfmt::skip]
const WELL_KNOWN: [(&str, &str); 30] = [
    ("wa", "whats app"),
    ("tg", ""),
    ("go", "google mail"),
    ("openAI", "chatgpt chat gpt"),
    ("ig", "insta"),
    ("fb", "messenger meta"),
    ("lf", "tik tok"),
    ("tw", "x.com"),
    ("ds", ""),
    ("bw", ""),
    ("am", ""),
    ("mm", "outlook hotmail xbox skype"),
    ("wx", "icloud itunes"),
    ("ts", ""),
    ("oi", ""),
    ("fu", "snap"),
    ("wb", "weixin"),
    ("vi", ""),
    ("me", ""),
    ("ub", "uber eats"),
    ("tn", "linked in"),
    ("nf", ""),
    ("dh", ""),
    ("mt", ""),
    ("re", ""),
    ("aon", ""),
    ("uk", "air bnb"),
    ("mb", ""),
    ("vk", "vkontakte"),
    ("ot", "other else"),
];

/// Returns how well known a service is by its short code: 0 is the best known. `None` for most.
///
/// ```
/// use satline_core::services::sms4sats::fame;
///
/// assert!(fame("wa") < fame("tg"));
/// assert_eq!(fame("no such service"), None);
/// ```
pub fn fame(id: &str) -> Option<usize> {
    WELL_KNOWN.iter().position(|(known, _)| *known == id)
}

/// Returns names that people use for a service beside its own, in lower case; empty for most.
pub fn other_names(id: &str) -> &'static str {
    let known = WELL_KNOWN.iter().find(|(known, _)| *known == id);
    known.map_or("", |(_, names)| names)
}

/// Returns whether a service may be meant by what was typed: each word of it is part of the service's
/// names or a typo of one of their words, which may not be typed to its end. Both in lower case.
///
/// ```
/// use satline_core::services::sms4sats::is_meant;
///
/// assert!(is_meant("whatsapp", "watsapp"));
/// assert!(is_meant("google, youtube, gmail", "gmail google"));
/// assert!(!is_meant("whatsapp", "telegram"));
/// ```
pub fn is_meant(names: &str, typed: &str) -> bool {
    // Whether any other letter ends a word only Unicode's tables know, which weigh some kilobytes.
    let is_gap = |letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric();
    let words = || names.split(is_gap);
    typed
        .split(is_gap)
        .all(|typed| names.contains(typed) || words().any(|word| is_typo_of_start(typed, word)))
}

fn is_typo_of_start(typed: &str, word: &str) -> bool {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    let lengths = typed.len().saturating_sub(1)..=typed.len() + 1;
    lengths
        .filter_map(|length| word.get(..length))
        .any(|start| is_typo(typed, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_found_by_what_people_type() {
        for (id, name, typed) in [
            ("wa", "whatsapp", "watsapp"),
            ("wa", "whatsapp", "watsa"),
            ("wa", "whatsapp", "whats app"),
            ("openAI", "openai", "chatgpt"),
            ("openAI", "openai", "chat gpt"),
            ("openAI", "openai", "opnai"),
            ("go", "google, youtube, gmail", "google mail"),
            ("go", "google, youtube, gmail", "gmial"),
            ("ig", "instagram", "instgram"),
            ("mm", "microsoft", "outlook"),
            ("tn", "linkedin", "linked in"),
        ] {
            let names = format!("{name} {}", other_names(id));
            assert!(is_meant(&names, typed), "{typed} should find {name}");
        }
    }

    #[test]
    fn other_services_are_not_found_by_it() {
        for (names, typed) in [
            ("whatsapp whats app", "wechat"),
            ("telegram", "instagram"),
            ("line", "lime"),
            ("signal", "signal telegram"),
            ("grab", "grape"),
        ] {
            assert!(!is_meant(names, typed), "{typed} should not find {names}");
        }
    }

    #[test]
    fn no_short_code_is_there_twice() {
        for (place, (id, _)) in WELL_KNOWN.iter().enumerate() {
            assert_eq!(fame(id), Some(place));
        }
    }
}
