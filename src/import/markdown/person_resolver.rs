//! Resolves the names in a source to people of the journal and of the source.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use super::{super::ImportContext, title, title::TitlePart, vocabulary::AMBIGUOUS_NAMES};
use crate::domain::{id::Uid, name::normalize_name, person::Person};

/// The score at which a name that nothing marks as a person counts as one: it stands where people
/// stand, often enough.
const MIN_POINTS: u32 = 6;

/// How strongly the position of a name tells that it is a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameCue {
    /// The file, folder or front matter tells it.
    Explicit,
    /// Above a section of a day.
    AboveSection,
    /// Before a line, with a colon.
    BeforeColon,
    /// Linked at the start of a line.
    Linked,
}

/// The names that stand where people stand.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    candidates: HashMap<String, NameCandidate>,
    /// Other names of a page, with its own.
    aliases: Vec<(String, String)>,
    /// The people of each meeting of several.
    meeting_groups: Vec<Vec<String>>,
}

#[derive(Debug)]
struct NameCandidate {
    display_name: String,
    points: u32,
}

impl NameIndex {
    /// Adds a name with its cue.
    pub(super) fn add(&mut self, spelling: &str, sign: NameCue) {
        let words = spelling.split_whitespace().count();
        let full = words >= 2;
        let points = match sign {
            NameCue::Explicit => MIN_POINTS,
            NameCue::AboveSection if full => MIN_POINTS,
            NameCue::BeforeColon | NameCue::Linked if full => 3,
            NameCue::AboveSection => 3,
            NameCue::BeforeColon => 2,
            NameCue::Linked => 1,
        };
        let name = self
            .candidates
            .entry(name_key(spelling))
            .or_insert_with(|| NameCandidate { display_name: spelling.to_owned(), points: 0 });
        name.points = name.points.saturating_add(points);
        // The spelling with capitals and accents wins.
        let better = |spelling: &str| {
            (spelling.chars().filter(|c| !c.is_ascii()).count(), spelling.chars().any(char::is_uppercase))
        };
        if better(spelling) > better(&name.display_name) {
            spelling.clone_into(&mut name.display_name);
        }
    }

    /// Adds another name of a page.
    pub(super) fn add_alias(&mut self, alias: &str, name: &str) {
        self.aliases.push((name_key(alias), name_key(name)));
    }

    /// Adds the people of a meeting.
    pub(super) fn add_meeting_group(&mut self, names: Vec<String>) {
        self.meeting_groups.push(names);
    }

    /// Who is at every meeting of several is the author.
    fn find_author(&self) -> Option<String> {
        let circles: Vec<HashSet<String>> =
            self.meeting_groups.iter().map(|names| names.iter().map(|name| name_key(name)).collect()).collect();
        let first = circles.first()?;
        let mut always = first.iter().filter(|name| circles.iter().all(|circle| circle.contains(*name)));
        let (keeper, more) = (always.next()?, always.next().is_some());
        (circles.len() >= 3 && !more).then(|| keeper.clone())
    }
}

/// A person whom notes are about.
#[derive(Debug, Clone)]
pub(super) struct ResolvedPerson {
    pub name: String,
    /// Their uid.
    pub uid: Uid,
    /// The person of the journal, if there is one.
    pub existing: Option<Person>,
}

/// Everybody whom the notes may be about.
#[derive(Debug, Default)]
pub(super) struct PersonResolver {
    pub people: Vec<ResolvedPerson>,
    /// The person of a name; `None` where it could be several.
    by_name: HashMap<String, Option<usize>>,
    author: Option<String>,
}

impl PersonResolver {
    /// Resolves the names.
    pub(super) fn resolve(names: NameIndex, context: &ImportContext) -> Self {
        let keeper = names.find_author();
        let mut who = Self { author: keeper.clone(), ..Self::default() };
        for person in &context.people {
            let name = person.profile.name.clone();
            let index = who.people.len();
            who.by_name.entry(name_key(&name)).and_modify(|found| *found = None).or_insert(Some(index));
            who.people.push(ResolvedPerson { name, uid: person.uid, existing: Some(person.clone()) });
        }
        let by_uid: HashMap<Uid, usize> = who.people.iter().enumerate().map(|(index, one)| (one.uid, index)).collect();
        let mut sorted_names: Vec<(String, NameCandidate)> = names
            .candidates
            .into_iter()
            .filter(|(key, name)| name.points >= MIN_POINTS && Some(key) != keeper.as_ref())
            .collect();
        // Full names first, so that short ones match them.
        sorted_names.sort_by_cached_key(|(key, _)| {
            let whole = key.split(' ').filter(|word| word.chars().count() > 1).count();
            (Reverse(whole), Reverse(key.split(' ').count()), key.clone())
        });
        let mut by_first = FirstNameIndex::default();
        for (index, one) in who.people.iter().enumerate() {
            by_first.add(&name_key(&one.name), index);
        }
        let longer: HashMap<usize, usize> = by_first.count_extensions(&sorted_names);
        for (key, name) in sorted_names {
            if who.by_name.contains_key(&key) {
                continue;
            }
            let uid = Uid::from_content(&["person", &key]);
            // They were renamed in the journal after the notes were last imported.
            let renamed = by_uid.get(&uid).copied();
            let part_of = by_first.longer_names(&key);
            let whole_of = by_first.shorter_name(&key).filter(|index| longer.get(index) == Some(&1));
            let found = match (renamed, part_of.as_slice()) {
                (Some(index), _) => Some(index),
                (None, [one]) => Some(*one),
                (None, []) => whole_of,
                (None, _) => None,
            };
            let index = found.unwrap_or_else(|| {
                who.people.push(ResolvedPerson { name: name.display_name, uid, existing: None });
                by_first.add(&key, who.people.len() - 1);
                who.people.len() - 1
            });
            who.by_name.insert(key, Some(index));
        }
        for (alias, name) in names.aliases {
            if let Some(Some(index)) = who.by_name.get(&name).copied() {
                who.by_name.entry(alias).or_insert(Some(index));
            }
        }
        // The beginning of only one name matches it, too.
        let mut parts: HashMap<String, Option<usize>> = HashMap::new();
        for (index, one) in who.people.iter().enumerate() {
            let key = name_key(&one.name);
            let words: Vec<&str> = key.split(' ').collect();
            let initial = |word: &str| word.chars().next().map(String::from).unwrap_or_default();
            for count in 1..words.len() {
                let whole = words.get(..count).map(|words| words.join(" ")).unwrap_or_default();
                let next = words.get(count).map_or_else(String::new, |word| initial(word));
                for part in [format!("{whole} {next}"), whole] {
                    parts
                        .entry(part)
                        .and_modify(|found| *found = found.filter(|found| *found == index))
                        .or_insert(Some(index));
                }
            }
        }
        for (part, index) in parts {
            who.by_name.entry(part).or_insert(index);
        }
        who
    }

    /// The person of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&name_key(name)).copied().flatten()
    }

    /// Whether a part of a title names a person or the author.
    pub(super) fn is_name(&self, part: &TitlePart) -> bool {
        self.find(&part.text).is_some() || self.is_author(&part.text)
    }

    /// Whether a name is that of the author.
    pub(super) fn is_author(&self, name: &str) -> bool {
        self.author.as_ref().is_some_and(|keeper| *keeper == name_key(name))
    }

    /// The people in the parts of a title, each once.
    pub(super) fn people_in_parts<'a>(&self, parts: impl IntoIterator<Item = &'a TitlePart>) -> Vec<usize> {
        let mut found = Vec::new();
        for index in parts.into_iter().filter_map(|part| self.find(&part.text)) {
            if !found.contains(&index) {
                found.push(index);
            }
        }
        found
    }

    /// The person at the start of a line, and where the name ends. Alone, a name that is also a
    /// word needs a marker.
    pub(super) fn person_at_start(&self, line: &str) -> Option<(usize, usize)> {
        let (skipped, sign) = match line.chars().next()? {
            '@' | '(' => (1, true),
            '[' if line.starts_with("[[") => (2, true),
            '*' if line.starts_with("**") => (2, false),
            _ => (0, false),
        };
        let rest = line.get(skipped..)?;
        let near = rest.get(..rest.floor_char_boundary(title::MAX_TITLE_LEN))?;
        if skipped == 2 && sign {
            let (inside, _) = near.split_once("]]")?;
            let index = self.find(title::link_target(inside))?;
            return Some((index, skipped + inside.len() + 2));
        }
        let mut ends: Vec<usize> = Vec::new();
        for (at, c) in near.char_indices() {
            if !c.is_alphanumeric() && !"'’-.".contains(c) || c.is_whitespace() {
                ends.push(at);
            }
            if ends.len() > 3 || (!c.is_alphanumeric() && !c.is_whitespace() && !"'’-.".contains(c)) {
                break;
            }
        }
        if near.len() == rest.len()
            && ends.len() <= 3
            && near.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "'’-.".contains(c))
        {
            ends.push(near.len());
        }
        ends.into_iter().rev().find_map(|end| {
            let candidate = near.get(..end)?.trim_end_matches(['.', '-', ' ']);
            let end = candidate.len();
            let candidate = ["'s", "’s"].into_iter().find_map(|own| candidate.strip_suffix(own)).unwrap_or(candidate);
            if candidate.is_empty()
                || (!sign && !candidate.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
            {
                return None;
            }
            let index = self.find(candidate)?;
            let after = near.get(end..)?.trim_start_matches('*').trim_start();
            let marked = sign || after.is_empty() || after.starts_with([':', '-', '–', '—', ')', ',']);
            (marked || !AMBIGUOUS_NAMES.contains(&name_key(candidate).as_str())).then_some((index, skipped + end))
        })
    }

    /// The people who are linked or mentioned in a text, or named in full or by a first name that
    /// is no word.
    pub(super) fn people_in_text(&self, text: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let near = text.get(..text.floor_char_boundary(4_000)).unwrap_or_default();
        let mut fresh = true;
        for (at, c) in near.char_indices() {
            let begins =
                fresh && (c.is_uppercase() || matches!(c, '@' | '[') || (c.is_alphabetic() && !c.is_lowercase()));
            fresh = !c.is_alphanumeric();
            if begins
                && let Some((index, _)) = near.get(at..).and_then(|rest| self.mention_at(rest))
                && !found.contains(&index)
            {
                found.push(index);
            }
        }
        found
    }

    fn mention_at(&self, rest: &str) -> Option<(usize, usize)> {
        let (index, end) = self.person_at_start(rest)?;
        let candidate = rest.get(..end)?.trim_matches(|c: char| !c.is_alphanumeric());
        let sign = rest.starts_with(['@', '[']);
        // In most sentences `June,` is a month.
        (sign || !AMBIGUOUS_NAMES.contains(&name_key(candidate).as_str())).then_some((index, end))
    }
}

/// People by the first word of their names.
#[derive(Default)]
struct FirstNameIndex(HashMap<String, Vec<(Vec<String>, usize)>>);

impl FirstNameIndex {
    fn add(&mut self, key: &str, index: usize) {
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        self.0.entry(words.first().cloned().unwrap_or_default()).or_default().push((words, index));
    }

    fn candidates(&self, key: &str) -> &[(Vec<String>, usize)] {
        key.split(' ').next().and_then(|first| self.0.get(first)).map_or(&[], Vec::as_slice)
    }

    /// The people whose names continue this one.
    fn longer_names(&self, key: &str) -> Vec<usize> {
        let words: Vec<&str> = key.split(' ').collect();
        let longer = self.candidates(key).iter().filter(|(name, _)| is_name_prefix(&words, name));
        longer.map(|(_, index)| *index).collect()
    }

    /// The person whose name this continues.
    fn shorter_name(&self, key: &str) -> Option<usize> {
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        let mut shorter = self.candidates(key).iter().filter(|(name, _)| {
            let name: Vec<&str> = name.iter().map(String::as_str).collect();
            is_name_prefix(&name, &words)
        });
        let (_, index) = shorter.next()?;
        shorter.next().is_none().then_some(*index)
    }

    /// For each name, how many of these names continue it.
    fn count_extensions(&self, names: &[(String, NameCandidate)]) -> HashMap<usize, usize> {
        let mut counts = HashMap::new();
        for (key, _) in names {
            if let Some(index) = self.shorter_name(key) {
                *counts.entry(index).or_insert(0) += 1;
            }
        }
        counts
    }
}

/// Whether `part` is the beginning of a longer name: its first word, and at least the first letter
/// of each further one.
fn is_name_prefix(part: &[&str], name: &[String]) -> bool {
    part.len() <= name.len()
        && part.iter().zip(name).enumerate().all(|(index, (word, whole))| {
            whole == word || (index > 0 && word.chars().count() == 1 && whole.starts_with(word))
        })
        && !part.iter().eq(name)
}

/// A name for comparison: without case, accents and punctuation.
pub(super) fn name_key(name: &str) -> String {
    let spaced: String =
        name.chars().map(|c| if c.is_alphanumeric() || title::is_combining_mark(c) { c } else { ' ' }).collect();
    normalize_name(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolver(names: &[(&str, NameCue)], known: &[&str]) -> PersonResolver {
        let mut all = NameIndex::default();
        for (name, sign) in names {
            all.add(name, *sign);
        }
        let now: jiff::Zoned = "2026-11-24T10:11[Europe/Berlin]".parse().expect("a time");
        let people = (1..).zip(known).map(|(row, name)| Person {
            id: crate::domain::id::PersonId(row),
            uid: Uid::from_content(&["test", name]),
            profile: crate::domain::person::Profile::with_name(*name),
            position: row,
            added_at: (&now).into(),
            archived_at: None,
            meeting_prep: crate::domain::meeting_prep::MeetingPrep::default(),
            short_name: crate::domain::person::ShortName::default(),
        });
        let people = people.collect();
        PersonResolver::resolve(all, &ImportContext { now, people })
    }

    fn names(who: &PersonResolver) -> Vec<&str> {
        who.people.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn names_are_merged_only_when_unambiguous() {
        use NameCue::{AboveSection, BeforeColon, Explicit, Linked};
        for (case, given, known, expected) in [
            ("a short name", &[("Dana", Explicit), ("Dana Whitfield", Explicit)][..], &[][..], &["Dana Whitfield"][..]),
            ("an initial", &[("Dana W", Explicit), ("Dana Whitfield", Explicit)], &[], &["Dana Whitfield"]),
            ("a slug", &[("Dana Whitfield", Explicit), ("dana-whitfield", Explicit)], &[], &["Dana Whitfield"]),
            ("accents", &[("Tomas", Explicit), ("Tomás", Explicit)], &[], &["Tomás"]),
            (
                "two Danas",
                &[("Dana", Explicit), ("Dana Whitfield", Explicit), ("Dana Okafor", Explicit)],
                &[],
                &["Dana Okafor", "Dana Whitfield", "Dana"],
            ),
            ("known in full", &[("Dana", AboveSection)], &["Dana Whitfield"], &["Dana Whitfield"]),
            ("known by a first name", &[("Dana Whitfield", Explicit)], &["Dana"], &["Dana"]),
            (
                "known by a first name that two have",
                &[("Dana Whitfield", Explicit), ("Dana Okafor", Explicit)],
                &["Dana"],
                &["Dana", "Dana Okafor", "Dana Whitfield"],
            ),
            ("once is not enough", &[("Payments", AboveSection)], &[], &[]),
            ("twice is", &[("Lena", AboveSection), ("Lena", AboveSection)], &[], &["Lena"]),
            ("a full name over a part of a day", &[("Lena Ortiz", AboveSection)], &[], &["Lena Ortiz"]),
            ("before lines", &[("Lena", BeforeColon), ("Lena", BeforeColon), ("Lena", BeforeColon)], &[], &["Lena"]),
            ("linked once", &[("Lena Ortiz", Linked)], &[], &[]),
        ] {
            assert_eq!(names(&resolver(given, known)), expected, "{case}");
        }
    }

    #[test]
    fn the_person_at_every_meeting_is_the_author() {
        let mut all = NameIndex::default();
        for other in ["Dana", "Lena", "Tomás"] {
            all.add_meeting_group(vec![other.to_owned(), "Alex Stone".to_owned()]);
            all.add(other, NameCue::Explicit);
            all.add("Alex Stone", NameCue::Explicit);
        }
        let now = "2026-11-24T10:11[Europe/Berlin]".parse().expect("a time");
        let who = PersonResolver::resolve(all, &ImportContext { now, people: Vec::new() });
        assert_eq!(names(&who), ["Dana", "Lena", "Tomás"]);
    }

    #[test]
    fn people_are_found_at_line_start_and_in_text() {
        let who = resolver(&[], &["Dana Whitfield", "Will Baker", "Anne-Marie O’Neill"]);
        for (line, expected) in [
            ("Dana: send it", Some((0, 4))),
            ("@Dana send it", Some((0, 5))),
            ("(Dana) send it", Some((0, 5))),
            ("[[Dana Whitfield]] send it", Some((0, 18))),
            ("[[Dana Whitfield|D]]: it", Some((0, 20))),
            ("**Dana** send it", Some((0, 6))),
            ("Dana Whitfield sends it", Some((0, 14))),
            ("Dana’s rota", Some((0, 8))),
            ("Dana - send it", Some((0, 4))),
            ("Dana", Some((0, 4))),
            ("dana sends it", None),
            ("Danae sends it", None),
            ("Will we ship?", None),
            ("Will: ship", Some((1, 4))),
            ("Will Baker ships", Some((1, 10))),
            ("Anne-Marie O'Neill is ill", Some((2, 18))),
            ("", None),
        ] {
            assert_eq!(who.person_at_start(line), expected, "{line}");
        }
        for (text, expected) in [
            ("lunch with Dana", &[0][..]),
            ("[[Dana Whitfield]] and @Will", &[0, 1]),
            ("they will ship. Will it?", &[]),
            ("nobody", &[]),
        ] {
            assert_eq!(who.people_in_text(text), expected, "{text}");
        }
    }
}
