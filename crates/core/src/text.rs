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
    ($($part:expr),* $(,)?) => {{
        let mut text = String::new();
        $($crate::text::Part::add_to(&$part, &mut text);)*
        text
    }};
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

/// Bit by bit, each doubling what was there: needs neither division nor the library's formatting.
fn add_digits(mut number: u128, text: &mut String) {
    let mut digits = vec![0_u8]; // the last one first
    for _ in 0..u128::BITS {
        let mut carry = u8::from(number > u128::MAX / 2);
        number <<= 1;
        for digit in &mut digits {
            let doubled = *digit * 2 + carry;
            carry = u8::from(doubled > 9);
            *digit = doubled - carry * 10;
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    text.extend(digits.iter().rev().map(|digit| char::from(b'0' + digit)));
}

impl<T: Part> Part for Option<T> {
    fn add_to(&self, text: &mut String) {
        if let Some(part) = self {
            part.add_to(text);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for number in [0, 9, 10, 19, 99, 100, u128::from(u64::MAX), u128::MAX] {
            assert_eq!(text![number], number.to_string());
        }
        assert_eq!(
            text![7_u8, 70_u16, 700_u32, 7_000_u64, 70_000_usize],
            "770700700070000"
        );
    }
}
