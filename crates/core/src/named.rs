//! Enums whose variants have stable names.

/// Declares an enum, each of whose variants has a stable name: `as_str` returns it, and JSON holds it.
macro_rules! named {
    (
        $(#[$attribute:meta])*
        pub enum $Enum:ident { $($(#[$doc:meta])* $Variant:ident = $name:literal,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $Enum { $($(#[$doc])* $Variant,)* }

        impl $Enum {
            const ALL: &[Self] = &[$(Self::$Variant,)*];

            /// Returns the stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Variant => $name,)* }
            }
        }

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                let mut all = Self::ALL.iter().copied();
                all.find(|one| one.as_str() == name)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&name, &[$($name,)*]))
            }
        }
    };
}

pub(crate) use named;
