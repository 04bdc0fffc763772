//! Resolves references to people, one-on-ones and goals.

use std::collections::{HashMap, HashSet};

use super::records::DocumentState;
use crate::domain::{
    entry::{Detail, Entry, kind::Kind},
    id::{EntryId, OneOnOneId, PersonId},
};

/// A diagnostic for a record or a part of it: its line, and the reason.
type ResolveError = (u64, String);

impl DocumentState {
    /// Drops records about people who are not in the document and check-ins without their goal, and
    /// clears references to missing one-on-ones. Returns the diagnostics.
    pub(super) fn resolve_refs(&mut self) -> Vec<ResolveError> {
        let mut diagnostics = Vec::new();
        let bundle = &mut self.bundle;
        let people: HashSet<PersonId> = bundle.people.iter().map(|imported| imported.person.id).collect();
        let is_there = |person: PersonId| people.contains(&person);
        retain_valid(
            &mut bundle.needs,
            &self.lines.needs,
            &mut diagnostics,
            "an answer to what somebody needs",
            |it| is_there(it.person),
        );
        retain_valid(&mut bundle.one_on_ones, &self.lines.one_on_ones, &mut diagnostics, "a one-on-one", |it| {
            is_there(it.person)
        });
        retain_valid(
            &mut bundle.asked_questions,
            &self.lines.asked,
            &mut diagnostics,
            "a question that was asked",
            |it| is_there(it.person),
        );
        retain_valid(&mut bundle.reviews, &self.lines.reviews, &mut diagnostics, "a review", |it| is_there(it.person));
        let with: HashMap<OneOnOneId, PersonId> = bundle.one_on_ones.iter().map(|one| (one.id, one.person)).collect();
        let is_goal = |entry: &&Entry| entry.kind() == Kind::Goal && is_there(entry.person);
        let goals: HashMap<EntryId, PersonId> =
            bundle.entries.iter().filter(is_goal).map(|goal| (goal.id, goal.person)).collect();
        let mut lines = self.lines.entries.iter();
        bundle.entries.retain_mut(|entry| {
            let line = lines.next().copied().unwrap_or_default();
            if !is_there(entry.person) {
                diagnostics.push((line, unknown_person_reason("an entry")));
                return false;
            }
            if let Detail::CheckIn(check_in) = &entry.detail
                && goals.get(&check_in.goal) != Some(&entry.person)
            {
                diagnostics.push((line, "has a check-in on a missing goal".to_owned()));
                return false;
            }
            let person = entry.person;
            let met = std::iter::once(&mut entry.one_on_one);
            let mut strayed = false;
            for met in met.chain(entry.events.iter_mut().map(|event| &mut event.one_on_one)) {
                let fits = met.is_none_or(|id| with.get(&id) == Some(&person));
                // In an export of a period it may be outside of it.
                strayed |= !fits && (self.is_complete || met.is_some_and(|id| with.contains_key(&id)));
                *met = met.filter(|_| fits);
            }
            if strayed {
                diagnostics
                    .push((line, "has an entry of a missing one-on-one; the entry is imported without it".to_owned()));
            }
            true
        });
        diagnostics
    }
}

fn unknown_person_reason(what: &str) -> String {
    format!("has {what} about a missing person")
}

/// Keeps the records that pass, and reports the others.
fn retain_valid<T>(
    records: &mut Vec<T>,
    lines: &[u64],
    errors: &mut Vec<ResolveError>,
    what: &str,
    is_valid: impl Fn(&T) -> bool,
) {
    let mut lines = lines.iter();
    records.retain(|thing| {
        let line = lines.next().copied().unwrap_or_default();
        let well = is_valid(thing);
        if !well {
            errors.push((line, unknown_person_reason(what)));
        }
        well
    });
}
