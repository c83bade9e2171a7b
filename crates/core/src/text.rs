//! Texts put together: `text!["at most ", sats]`.
//!
//! What `format!` can do besides (widths, signs, any type) stays out of the wasm: it weighs 3 kB.

use std::borrow::Cow;

/// What can stand in a text.
pub(crate) trait Part {
    /// Adds it at the end.
    fn add_to(&self, text: &mut String);
}

/// Puts its parts together, in their order.
macro_rules! text {
    ($only:expr $(,)?) => {
        $crate::text::begun(&$only)
    };
    ($first:expr, $($part:expr),+ $(,)?) => {{
        let mut text = $crate::text::begun(&$first);
        $($crate::text::Part::add_to(&$part, &mut text);)+
        text
    }};
}

/// A text that begins with this. Each `text!` calls it: written out there, it would be longer.
#[inline(never)]
pub(crate) fn begun(part: &(impl Part + ?Sized)) -> String {
    let mut text = String::new();
    part.add_to(&mut text);
    text
}

/// Shows in a text of others what stands in ours.
macro_rules! display {
    ($($type:ty),*) => {$(
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&text![self])
            }
        }
    )*};
}

pub(crate) use {display, text};

impl<T: Part + ?Sized> Part for &T {
    fn add_to(&self, text: &mut String) {
        (**self).add_to(text);
    }
}

impl Part for str {
    fn add_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Part for String {
    fn add_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

impl Part for Cow<'_, str> {
    fn add_to(&self, text: &mut String) {
        text.push_str(self);
    }
}

/// Writes whole numbers by their digits.
macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Part for $type {
            fn add_to(&self, text: &mut String) {
                add_digits((*self).into(), text);
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, u128);

impl Part for i128 {
    fn add_to(&self, text: &mut String) {
        text.push_str(if *self < 0 { "-" } else { "" });
        add_digits(self.unsigned_abs(), text);
    }
}

impl Part for usize {
    fn add_to(&self, text: &mut String) {
        add_digits(*self as u128, text);
    }
}

impl<T: Part> Part for Option<T> {
    fn add_to(&self, text: &mut String) {
        if let Some(part) = self {
            part.add_to(text);
        }
    }
}

/// Characters that nobody sees, or that turn the text around them: Unicode's
/// `Default_Ignorable_Code_Point`, and the annotation marks. The first and the last of each range.
const INVISIBLE: [(u32, u32); 17] = [
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0000, 0xe_0fff),
];

/// The text as people see it, for what is copied: without characters that nobody sees, and without
/// space around it. Lines stay lines.
pub(crate) fn visible(text: &str) -> String {
    let is_visible = |c: &char| {
        let point = u32::from(*c);
        let is_hidden = INVISIBLE
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&point));
        !is_hidden && (!c.is_control() || c.is_whitespace())
    };
    let seen: String = text.chars().filter(is_visible).collect();
    seen.trim().to_owned()
}

/// Nine digits fit in a word.
const BILLION: u64 = 1_000_000_000;

/// By hand, as are the two below: the library's ways with numbers weigh a kilobyte.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a word of the number is wanted, nine digits, and one"
)]
fn add_digits(number: u128, text: &mut String) {
    let mut words = [96, 64, 32, 0].map(|shift| u64::from((number >> shift) as u32));
    let mut places = [b'0'; 45];
    let mut begin = places.len();
    for nine in places.rchunks_exact_mut(9) {
        begin -= 9;
        let (mut rest, mut left) = (0, 0);
        for word in &mut words {
            let part = rest << 32 | *word;
            if part > 0 {
                *word = part / BILLION;
                rest = part % BILLION;
                left |= *word;
            }
        }
        let mut rest = rest as u32;
        for place in nine.iter_mut().rev() {
            *place += (rest % 10) as u8;
            rest /= 10;
        }
        if left == 0 {
            break;
        }
    }
    let nines = places.get(begin..).unwrap_or_default();
    let zeros = nines.iter().position(|place| *place != b'0').unwrap_or(8);
    let digits = nines.get(zeros..).unwrap_or_default();
    text.push_str(str::from_utf8(digits).unwrap_or_default());
}

/// Reads a whole number, which may have a plus sign before it.
pub(crate) fn whole(text: &str) -> Option<u128> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let mut number = None;
    for digit in digits.bytes() {
        let digit = char::from(digit).to_digit(10)?;
        number = Some(tenfold(number.unwrap_or(0), digit)?);
    }
    number
}

/// Reads a whole number that may be negative.
pub(crate) fn signed(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-');
    let number = i128::try_from(whole(digits.unwrap_or(text))?).ok()?;
    Some(if digits.is_some() { -number } else { number })
}

/// A number with one more digit at its end.
pub(crate) fn tenfold(number: u128, digit: u32) -> Option<u128> {
    let fits = number <= u128::MAX / 10;
    fits.then(|| number * 10)?.checked_add(digit.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_up_to_the_largest() {
        let edges = (0..=38).flat_map(|power| {
            let tens = 10_u128.pow(power);
            [tens - 1, tens, tens + 1, tens.saturating_mul(3)]
        });
        let words = (0..128).map(|bit| 1_u128 << bit);
        for number in edges.chain(words).chain([u128::MAX, u128::MAX - 1]) {
            assert_eq!(text![number], number.to_string());
            assert_eq!(whole(&number.to_string()), Some(number));
        }
        for number in [0, 9, 10, u64::MAX] {
            assert_eq!(text![number], number.to_string());
        }
    }

    #[test]
    fn what_nobody_sees_is_taken_out() {
        for (text, seen) in [
            ("48010", "48010"),
            (" 48\u{a0}010\n", "48\u{a0}010"),
            ("\u{202e}01084\u{202c}", "01084"),
            ("4\u{200b}8\u{2060}0\u{feff}1\u{ad}0\u{200f}", "48010"),
            ("\u{2066}G-48\u{2069}\u{61c}", "G-48"),
            ("4\u{0}8\u{7f}\u{85}", "48"),
            ("one\ntwo", "one\ntwo"),
            ("קוד 48", "קוד 48"),
            ("\u{200b}\u{3164}\u{e0041}", ""),
        ] {
            assert_eq!(visible(text), seen, "{text:?}");
        }
    }

    #[test]
    fn what_the_library_takes_for_no_number_is_none() {
        let too_large = "340282366920938463463374607431768211456";
        for text in [
            "", "+", "-", "-0", "+-1", "++1", " 1", "1 ", "1.", "1_0", "\u{661}", too_large,
        ] {
            assert!(text.parse::<u128>().is_err());
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(whole(&format!("{too_large}0")), None);
        assert_eq!(whole("+007"), Some(7));
    }
}
