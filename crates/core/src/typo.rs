//! Forgives a typo in what a person typed.

/// How many letters a typo needs around it to be forgiven: in shorter words it means something else.
const SHORTEST: usize = 5;

/// Returns whether the texts are the same, or differ by one insertion, deletion, substitution or
/// transposition of a byte. A text of fewer than five bytes has no typos.
///
/// ```
/// use satline_core::typo::is_typo;
///
/// assert!(is_typo(b"watsapp", b"whatsapp"));
/// assert!(is_typo(b"telegarm", b"telegram"));
/// assert!(!is_typo(b"wats", b"whats"));
/// ```
pub fn is_typo(mut typed: &[u8], mut word: &[u8]) -> bool {
    if typed.len() < SHORTEST {
        return false;
    }
    while let ([a, rest @ ..], [b, word_rest @ ..]) = (typed, word)
        && a == b
    {
        (typed, word) = (rest, word_rest);
    }
    while let ([rest @ .., a], [word_rest @ .., b]) = (typed, word)
        && a == b
    {
        (typed, word) = (rest, word_rest);
    }
    match (typed, word) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => typed.len() <= 1 && word.len() <= 1,
    }
}
