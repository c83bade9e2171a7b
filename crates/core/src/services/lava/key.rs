//! The two kinds of keys.

use crate::error::Error;
use crate::secret::Secret;

/// Whether a key moves real money.
///
/// ```
/// use satline_core::secret::Secret;
/// use satline_core::services::lava::KeyKind;
///
/// let kind = KeyKind::of(&Secret::new("aks_test_123"));
/// assert_eq!(kind.map(KeyKind::name), Some("test key"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Its charges move no real money.
    Test,
    /// Its charges are real.
    Live,
}

const BEGINNINGS: [(&str, KeyKind); 2] =
    [("aks_test_", KeyKind::Test), ("aks_live_", KeyKind::Live)];

impl KeyKind {
    /// Returns the kind by the key's prefix; `None` for anything but a secret key of the service.
    pub fn of(key: &Secret) -> Option<Self> {
        BEGINNINGS.into_iter().find_map(|(beginning, kind)| {
            let rest = key.reveal().strip_prefix(beginning)?;
            (!rest.is_empty()).then_some(kind)
        })
    }

    /// Returns the name to show.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test key",
            Self::Live => "live key",
        }
    }
}

/// Refuses anything but a secret key of the service. An empty one is reported later, as missing.
pub(super) fn check_key(key: &Secret) -> Result<(), Error> {
    if key.is_empty() || KeyKind::of(key).is_some() {
        return Ok(());
    }
    Err(Error::invalid(
        "apiKey",
        "must be a secret key from Lava: one that begins with aks_test_ or aks_live_.",
    ))
}
