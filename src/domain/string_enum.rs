//! Words that are the same in the window, the code, the database and the export.

/// Declares an enum whose every value has one lasting word, and reads it back.
macro_rules! string_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of their life.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in the database, the terminal and the export.
            pub fn as_str(self) -> &'static str {
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

/// A word that is none of those it could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{type_name} knows no “{value}”")]
pub struct UnknownVariant {
    /// What was to be read.
    pub type_name: &'static str,
    /// What stood there.
    pub value: String,
}
