//! The values of options, for clap: it parses them, lists them in the help and suggests similar
//! ones.

use clap::{ValueEnum, builder::PossibleValue};

use crate::{
    domain::entry::kind::{Kind, action::Party, delegation::Level},
    export::Format,
    import::{dates::DayOrder, source::SourceFormat},
    sample::Size,
};

/// Implements `ValueEnum` for enums that have `ALL` and `as_str`, with a line of help for each
/// value.
macro_rules! value_enum {
    ($($name:ty { $($variant:ident: $help:literal,)+ })+) => { $(
        impl ValueEnum for $name {
            fn value_variants<'a>() -> &'a [Self] {
                Self::ALL
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let help = match self { $(Self::$variant => $help,)+ };
                Some(PossibleValue::new(self.as_str()).help(help))
            }
        }
    )+ };
}

value_enum! {
    Format {
        Html: "Printable page",
        Markdown: "Text to read and edit",
        Csv: "Table with one row per entry",
        Json: "Everything, for another copy of Rapport or another program",
    }
    SourceFormat {
        Markdown: "Notes",
        Csv: "Table",
        Json: "Exported journal",
        Ics: "Calendar",
    }
    DayOrder {
        DayFirst: "03/04/24 is 3 April",
        MonthFirst: "03/04/24 is 4 March",
    }
    Size {
        Small: "6 people, half a year",
        Typical: "12 people, ten years",
        Huge: "50 people, 100,000 entries",
    }
    Level {
        Tell: "You decide and say so",
        Sell: "You decide and win them over",
        Consult: "You ask, then decide",
        Agree: "You decide together",
        Advise: "They ask, then decide",
        Inquire: "They decide, then tell you",
        Delegate: "They decide",
    }
    Party {
        Me: "You",
        Them: "The other person",
    }
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let names: &[&'static str] = match self {
            Self::Note => &["note", "notes"],
            Self::Flag => &["flag", "flags"],
            Self::Goal => &["goal", "goals"],
            Self::CheckIn => &["check-in", "check-ins", "check_in", "check_ins", "checkin", "checkins", "check in"],
            Self::Action => &["action", "actions"],
            Self::Praise => &["praise", "praises"],
            Self::Feedback => &["feedback", "feedbacks"],
            Self::Delegation => &["delegation", "delegations"],
            Self::Expectation => &["expectation", "expectations"],
            Self::Topic => &["topic", "topics"],
        };
        let (name, aliases) = names.split_first()?;
        Some(PossibleValue::new(*name).aliases(aliases))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_parse_in_any_case_and_as_plurals() {
        for &kind in Kind::ALL {
            for word in [kind.as_str(), kind.label(), kind.plural_label()] {
                assert_eq!(<Kind as ValueEnum>::from_str(word, true), Ok(kind), "{word}");
            }
        }
        for (word, kind) in [
            ("FLAG", Kind::Flag),
            ("check_ins", Kind::CheckIn),
            ("checkin", Kind::CheckIn),
            ("Check in", Kind::CheckIn),
            ("feedbacks", Kind::Feedback),
        ] {
            assert_eq!(<Kind as ValueEnum>::from_str(word, true), Ok(kind), "{word}");
        }
        for word in ["", "s", "task", "notess"] {
            <Kind as ValueEnum>::from_str(word, true).unwrap_err();
        }
    }
}
