//! What people are called within a sentence: their first name, and more of their name where
//! somebody else has the same first name.

use unicode_segmentation::UnicodeSegmentation;

use super::{
    id::PersonId,
    name::{case_insensitive_key, outside_brackets},
    person::Person,
};

/// Words that are no name on their own when a name begins with them, in lower case.
const PARTICLES: [&str; 42] = [
    "abd", "abdal", "abdel", "abdul", "abou", "abu", "bin", "da", "de", "del", "della", "den", "der", "dos", "du",
    "dr", "el", "ibn", "la", "mc", "mr", "mrs", "ms", "o", "prof", "st", "ten", "ter", "um", "umm", "van", "von",
    "عبد", "أبو", "ابو", "أم", "ام", "ابن", "بن", "آل", "ال", "בן",
];

/// A longer beginning of a last name looks cut off, so the whole of it is used.
const MAX_PREFIX_LETTERS: usize = 3;

/// The first name in a full name: the first word, or the first words where it begins with a
/// particle ("Abd al-Rahman Aziz"). Of "Whitfield, Dana" it is what follows the comma.
pub fn first_name(name: &str) -> &str {
    let given = match name.split_once(',') {
        Some((last, given)) if last.split_whitespace().count() == 1 && !given.trim().is_empty() => given,
        _ => name,
    };
    let given = given.trim();
    let mut end = 0;
    for word in given.split_whitespace() {
        end = given.get(end..).and_then(|rest| rest.find(word)).map_or(end, |at| end + at + word.len());
        if !is_particle(word) {
            break;
        }
    }
    given.get(..end).filter(|first| !first.is_empty()).unwrap_or(name)
}

fn is_particle(word: &str) -> bool {
    let word = word.trim_end_matches(['.', '’', '\'']).to_lowercase();
    PARTICLES.contains(&word.as_str())
}

/// What the short name of a person depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFacts {
    /// The person.
    pub id: PersonId,
    /// The full name.
    pub name: String,
    /// What they go by; empty for the default.
    pub goes_by: String,
    /// Whether they are archived.
    pub is_archived: bool,
}

impl From<&Person> for NameFacts {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id,
            name: person.profile.name.clone(),
            goes_by: person.profile.goes_by.clone(),
            is_archived: person.archived_at.is_some(),
        }
    }
}

impl NameFacts {
    /// The names by which the person is found.
    pub fn names(&self) -> [&str; 2] {
        [&self.name, &self.goes_by]
    }

    /// What they go by, or else their first name.
    fn first_name(&self) -> &str {
        if self.goes_by.trim().is_empty() { first_name(&self.name) } else { self.goes_by.trim() }
    }

    /// The last name: the last word of the name that is not part of the first name.
    fn last_name(&self) -> Option<&str> {
        let name = self.name.as_str();
        let full = match name.split_once(',') {
            Some((last, given)) if last.split_whitespace().count() == 1 && !given.trim().is_empty() => {
                return Some(last.trim());
            }
            Some((full, _title)) => full,
            None => name,
        };
        let words = outside_brackets(full);
        let last = words.last().copied().filter(|_| words.len() > 1)?;
        let is_in_first_name = self.first_name().split_whitespace().any(|word| word == last);
        (!is_in_first_name).then(|| last.trim_start_matches(|c: char| !c.is_alphanumeric()))
    }

    /// Whether the two have one first name.
    fn shares_first_name_with(&self, other: &Self) -> bool {
        let key = |person: &Self| case_insensitive_key(person.first_name());
        self.id != other.id && key(self) == key(other)
    }

    /// Whether the two could be confused. Somebody who was archived gives way to those who are not,
    /// unless their name has only one word.
    fn is_confused_with(&self, other: &Self) -> bool {
        let counts = self.is_archived || !other.is_archived || other.last_name().is_none();
        counts && self.shares_first_name_with(other)
    }
}

/// The shortest name of `person` that nobody else among `all` has: "Dana", "Dana W.", "Dana Wh.",
/// "Dana Whitfield". A name of one word stays as it is.
pub fn short_name(person: &NameFacts, all: &[NameFacts]) -> String {
    let first = person.first_name();
    if !all.iter().any(|other| person.is_confused_with(other)) {
        return first.to_owned();
    }
    let Some(last) = person.last_name() else { return person.name.clone() };
    let is_taken = |name: &str| {
        let key = case_insensitive_key(name);
        all.iter().any(|other| other.id != person.id && case_insensitive_key(&other.name) == key)
    };
    let other_lasts: Vec<String> = all
        .iter()
        .filter(|other| person.shares_first_name_with(other))
        .filter_map(NameFacts::last_name)
        .map(case_insensitive_key)
        .collect();
    let letters: Vec<&str> = last.graphemes(true).collect();
    for count in 1..=letters.len().saturating_sub(1).min(MAX_PREFIX_LETTERS) {
        let prefix = letters.get(..count).unwrap_or_default().concat();
        let key = case_insensitive_key(&prefix);
        if !other_lasts.iter().any(|other| other.starts_with(&key)) {
            let dot = if prefix.ends_with(|c: char| c.is_lowercase() || c.is_uppercase()) { "." } else { "" };
            let short = format!("{first} {prefix}{dot}");
            if !is_taken(&short) {
                return short;
            }
        }
    }
    let short = format!("{first} {last}");
    if other_lasts.contains(&case_insensitive_key(last)) || is_taken(&short) { person.name.clone() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(people: &[(&str, &str, bool)]) -> Vec<NameFacts> {
        (1..)
            .zip(people)
            .map(|(id, (name, goes_by, is_archived))| NameFacts {
                id: PersonId(id),
                name: (*name).to_owned(),
                goes_by: (*goes_by).to_owned(),
                is_archived: *is_archived,
            })
            .collect()
    }

    fn short_names(people: &[(&str, &str, bool)]) -> Vec<String> {
        let all = facts(people);
        all.iter().map(|person| short_name(person, &all)).collect()
    }

    #[test]
    fn the_first_name_is_the_first_word_but_never_a_particle() {
        for (name, expected) in [
            ("Dana Whitfield", "Dana"),
            ("Cher", "Cher"),
            ("Jean-Luc Picard", "Jean-Luc"),
            ("عبد الرحمن السيد", "عبد الرحمن"),
            ("Abd al-Rahman Aziz", "Abd al-Rahman"),
            ("Abdul Karim Khan", "Abdul Karim"),
            ("Van Morrison", "Van Morrison"),
            ("Van der Berg", "Van der Berg"),
            ("De Andrade Silva", "De Andrade"),
            ("Mc Donald", "Mc Donald"),
            ("Dr. Jane Porter", "Dr. Jane"),
            ("Abdullah Khan", "Abdullah"),
            ("Vanessa Cole", "Vanessa"),
            ("Van", "Van"),
            ("Whitfield, Dana", "Dana"),
            ("Dana Whitfield, PhD", "Dana"),
            ("Dana,", "Dana,"),
            ("渡辺 健二", "渡辺"),
            ("王小明", "王小明"),
            ("", ""),
        ] {
            assert_eq!(first_name(name), expected, "{name:?}");
        }
    }

    #[test]
    fn people_with_one_first_name_get_as_much_of_the_last_as_tells_them_apart() {
        let active = |names: &[&str]| -> Vec<String> {
            short_names(&names.iter().map(|name| (*name, "", false)).collect::<Vec<_>>())
        };
        for (names, expected) in [
            (&["Dana Whitfield", "Marcus Oyelaran"][..], &["Dana", "Marcus"][..]),
            (&["Dana Whitfield", "dana Kim"], &["Dana W.", "dana K."]),
            (&["Dana Whitfield", "Dana Walker", "Dana Kim"], &["Dana Wh.", "Dana Wa.", "Dana K."]),
            (&["Dana Whitfield", "Dana Whitaker"], &["Dana Whitfield", "Dana Whitaker"]),
            (&["Dana Wood", "Dana Woods"], &["Dana Wood", "Dana Woods"]),
            (&["Dana Wo", "Dana Woods"], &["Dana Wo", "Dana Woo."]),
            (&["Dana", "Dana Kim"], &["Dana", "Dana K."]),
            (&["Dana Jo Kim", "Dana Lee Kim"], &["Dana Jo Kim", "Dana Lee Kim"]),
            (&["Dana Whitfield (Platform)", "Dana Kim, PhD"], &["Dana W.", "Dana K."]),
            (&["Whitfield, Dana", "Dana Kim"], &["Dana W.", "Dana K."]),
            (&["عبد الرحمن السيد", "عبد الرحمن خان"], &["عبد الرحمن ا", "عبد الرحمن خ"]),
            (&["渡辺 健二", "渡辺 美咲"], &["渡辺 健", "渡辺 美"]),
        ] {
            assert_eq!(active(names), expected, "{names:?}");
        }
    }

    #[test]
    fn what_somebody_goes_by_replaces_the_first_name() {
        assert_eq!(short_names(&[("Robert Lang", "Bob", false)]), ["Bob"]);
        assert_eq!(short_names(&[("Robert Lang", " ", false)]), ["Robert"]);
        assert_eq!(
            short_names(&[("Daniela Whitfield", "Dana", false), ("Dana Kim", "", false)]),
            ["Dana W.", "Dana K."]
        );
        assert_eq!(short_names(&[("Dana Whitfield", "Dee", false), ("Dana Kim", "", false)]), ["Dee", "Dana"]);
        assert_eq!(short_names(&[("Cher", "Dana", false), ("Dana Kim", "", false)]), ["Cher", "Dana K."]);
    }

    #[test]
    fn an_archived_person_gives_way() {
        assert_eq!(short_names(&[("Dana Whitfield", "", false), ("Dana Kim", "", true)]), ["Dana", "Dana K."]);
        assert_eq!(short_names(&[("Dana Whitfield", "", false), ("Dana", "", true)]), ["Dana W.", "Dana"]);
        assert_eq!(short_names(&[("Dana Wu", "", true), ("Dana Kim", "", true)]), ["Dana W.", "Dana K."]);
    }

    proptest! {
        #[test]
        fn no_two_people_have_one_short_name(
            names in prop::collection::hash_set("(Dana|dana|Abd|Van|渡)( (Kim|Ki|Wood|Woods|van|健|健二)){1,3}", 1..8),
            archived in prop::collection::vec(any::<bool>(), 8),
        ) {
            let mut seen = std::collections::HashSet::new();
            let names: Vec<String> = names.into_iter().filter(|name| seen.insert(case_insensitive_key(name))).collect();
            let people: Vec<(&str, &str, bool)> =
                names.iter().zip(archived).map(|(name, archived)| (name.as_str(), "", archived)).collect();
            let mut short: Vec<String> = short_names(&people).iter().map(|name| case_insensitive_key(name)).collect();
            short.sort();
            let count = short.len();
            short.dedup();
            prop_assert_eq!(short.len(), count, "{:?}", people);
        }
    }
}
