use super::Json;

/// What else a service told: the members of an answer that have no field of their own. What a newer
/// service sends is kept, not dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Others(pub(super) String); // an object's JSON; nothing where there are none

impl Others {
    /// Them all as an object; null where there are none.
    pub fn read(&self) -> Json<'_> {
        Json::parse(&self.0).unwrap_or(Json::Null)
    }

    /// An object's JSON text; none where there are none.
    #[cfg(feature = "js")]
    pub(crate) fn text(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|text| !text.is_empty())
    }
}

/// Shows the names, as [`Json`] does.
impl std::fmt::Debug for Others {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.read().fmt(f)
    }
}
