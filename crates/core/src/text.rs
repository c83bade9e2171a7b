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
