//! Keys and other secrets.

use std::fmt::{Debug, Formatter};

use zeroize::Zeroizing;

/// A text that only a transport can read: it has no `Display`, its `Debug` does not show it, and it
/// is wiped from memory when dropped.
///
/// ```
/// use satline_core::secret::Secret;
///
/// let key = Secret::new("my-api-key");
/// assert_eq!(format!("{key:?}"), "Secret(…)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl Debug for Secret {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
