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

impl Part for u64 {
    fn add_to(&self, text: &mut String) {
        text.push_str(&self.to_string());
    }
}

impl Part for usize {
    fn add_to(&self, text: &mut String) {
        text.push_str(&self.to_string());
    }
}

impl Part for u16 {
    fn add_to(&self, text: &mut String) {
        u64::from(*self).add_to(text);
    }
}

impl Part for u32 {
    fn add_to(&self, text: &mut String) {
        u64::from(*self).add_to(text);
    }
}

impl<T: Part> Part for Option<T> {
    fn add_to(&self, text: &mut String) {
        if let Some(part) = self {
            part.add_to(text);
        }
    }
}
