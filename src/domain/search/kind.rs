//! What a found text is: an entry of a kind, or another record with words.

use crate::domain::entry::kind::Kind;

/// The kind of a found text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SearchKind {
    /// An entry of a kind, with what became of it.
    Entry(Kind),
    /// An answer to what a person needs to be successful.
    Need,
    /// A review.
    Review,
    /// Why a one-on-one was skipped.
    OneOnOne,
    /// The personal details of a person, with role and team.
    PersonalDetails,
    /// The comment of a self-check.
    SelfCheck,
    /// The intention of a day.
    Intention,
}

impl SearchKind {
    /// All kinds, in the order of the filters. The position is the code in the index, so a new kind
    /// comes last.
    pub const ALL: [Self; 16] = [
        Self::Entry(Kind::Note),
        Self::Entry(Kind::Flag),
        Self::Entry(Kind::Goal),
        Self::Entry(Kind::CheckIn),
        Self::Entry(Kind::Action),
        Self::Entry(Kind::Praise),
        Self::Entry(Kind::Feedback),
        Self::Entry(Kind::Delegation),
        Self::Entry(Kind::Expectation),
        Self::Entry(Kind::Topic),
        Self::Need,
        Self::Review,
        Self::OneOnOne,
        Self::PersonalDetails,
        Self::SelfCheck,
        Self::Intention,
    ];

    /// The number of the kind in the index.
    pub fn code(self) -> i64 {
        (0..).zip(Self::ALL).find(|(_, kind)| *kind == self).map_or(0, |(code, _)| code)
    }

    /// The kind with this number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }

    /// The word in `--json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.as_str(),
            Self::Need => "need",
            Self::Review => "review",
            Self::OneOnOne => "one_on_one",
            Self::PersonalDetails => "personal_details",
            Self::SelfCheck => "self_check",
            Self::Intention => "intention",
        }
    }

    /// The name on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.label(),
            Self::Need => "Need",
            Self::Review => "Review",
            Self::OneOnOne => "One-on-one",
            Self::PersonalDetails => "Personal details",
            Self::SelfCheck => "Self-check",
            Self::Intention => "Intention",
        }
    }

    /// The plural on screen, as in a filter.
    pub const fn plural_label(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.plural_label(),
            Self::Need => "Needs",
            Self::Review => "Reviews",
            Self::OneOnOne => "One-on-ones",
            Self::PersonalDetails => "Personal details",
            Self::SelfCheck => "Self-checks",
            Self::Intention => "Intentions",
        }
    }

    /// The word after `kind:`.
    pub fn filter_word(self) -> String {
        self.label().to_lowercase().replace(' ', "-")
    }

    /// The kind with this name, in the singular or plural, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        let bare = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let name = bare(name);
        let has_name = |kind: &Self| [kind.label(), kind.plural_label(), kind.as_str()].map(bare).contains(&name);
        let alias = match name.as_str() {
            "feedbacks" => Some(Self::Entry(Kind::Feedback)),
            "praises" => Some(Self::Entry(Kind::Praise)),
            "detail" | "details" => Some(Self::PersonalDetails),
            _ => None,
        };
        alias.or_else(|| Self::ALL.into_iter().find(has_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_and_is_parsed_by_its_names() {
        for (code, kind) in (0..).zip(SearchKind::ALL) {
            assert_eq!((kind.code(), SearchKind::from_code(code)), (code, Some(kind)));
            for name in [kind.label(), kind.plural_label(), kind.as_str(), &kind.filter_word()] {
                assert_eq!(SearchKind::parse(name), Some(kind), "{name}");
                assert_eq!(SearchKind::parse(&name.to_uppercase()), Some(kind), "{name}");
            }
        }
        let entries = SearchKind::ALL.iter().filter(|kind| matches!(kind, SearchKind::Entry(_))).count();
        assert_eq!(entries, Kind::ALL.len());
        assert_eq!(SearchKind::parse("checkins"), Some(SearchKind::Entry(Kind::CheckIn)));
        assert_eq!(SearchKind::from_code(99), None);
        for name in ["", "-", "task", "flagged"] {
            assert_eq!(SearchKind::parse(name), None, "{name}");
        }
    }
}
