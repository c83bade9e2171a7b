//! Folds text for comparison.

/// Letters and what they are folded to.
const SAME: [(&str, &str); 14] = [
    ("àáâãäåÀÁÂÃÄÅ", "a"),
    ("çÇ", "c"),
    ("ðÐ", "d"),
    ("èéêëÈÉÊË", "e"),
    ("ğĞ", "g"),
    ("ìíîïıÌÍÎÏİ", "i"),
    ("ñÑ", "n"),
    ("òóôõöøÒÓÔÕÖØ", "o"),
    ("ùúûüÙÚÛÜ", "u"),
    ("ýÿÝŸ", "y"),
    ("æÆ", "ae"),
    ("ß", "ss"),
    ("þÞ", "th"),
    ("&", "and"),
];

/// Returns the letters and digits, without accents, each word capitalised: "Côte d'Ivoire" becomes
/// `CoteDIvoire`.
///
/// By hand, since the tables of Unicode are larger than the table of countries. Other scripts stay
/// unchanged, and so match nothing.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut word_start = true;
    for letter in text.chars() {
        let mut itself = [0; 4];
        let plain = match row_of(letter) {
            Some((_, plain)) => plain,
            None if is_accent(letter) => continue,
            None if is_gap(letter) => {
                word_start = true;
                continue;
            }
            None => &*letter.encode_utf8(&mut itself),
        };
        for letter in plain.chars() {
            folded.push(if word_start {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            });
            word_start = false;
        }
    }
    folded
}

fn row_of(letter: char) -> Option<&'static (&'static str, &'static str)> {
    // Most letters are ASCII and need no look-up.
    if letter.is_ascii_alphanumeric() {
        return None;
    }
    let mut rows = SAME.iter();
    rows.find(|(letters, _)| letters.chars().any(|one| one == letter))
}

/// Returns whether it is a combining accent.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Returns whether it is a space or punctuation, ASCII or typographic.
fn is_gap(letter: char) -> bool {
    matches!(letter, '\0'..='\u{bf}' | '\u{2000}'..='\u{206f}') && !letter.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_punctuation_fall_away_and_words_keep_a_capital() {
        assert_eq!(fold(" côte d’ivoire "), "CoteDIvoire");
        assert_eq!(fold("COTE d-IVOIRE"), "CoteDIvoire");
        assert_eq!(fold("co\u{302}te"), "Cote", "an accent of its own");
        assert_eq!(fold("österreich"), "Osterreich");
        assert_eq!(fold("Trinidad & Tobago"), "TrinidadAndTobago");
        assert_eq!(fold("İzmir, Iğdır, Straße"), "IzmirIgdirStrasse");
    }

    #[test]
    fn other_scripts_stay_so_that_they_match_nothing() {
        assert_eq!(fold("日本 🦀"), "日本🦀");
    }
}
