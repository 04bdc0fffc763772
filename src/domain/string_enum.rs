//! Enums that are stored as words.

/// Declares an enum each of whose variants is stored as a word that never changes.
///
/// The word is written once, beside its variant, and serves serde, `as_str` and `FromStr`. The
/// derives of `strum` would need the word a second time for serde, and attributes on each enum for
/// the error type, so they would not be shorter.
macro_rules! string_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in the database, in `--json` and in an export.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::string_enum::UnknownVariant;

            fn from_str(word: &str) -> std::result::Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::domain::string_enum::UnknownVariant { type_name: stringify!($name), value: word.to_owned() }),
                }
            }
        }
    };
}
pub(crate) use string_enum;

/// A word that is none of an enum's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{value}” is not a valid {type_name}")]
pub struct UnknownVariant {
    /// The name of the enum.
    pub type_name: &'static str,
    /// The word.
    pub value: String,
}
