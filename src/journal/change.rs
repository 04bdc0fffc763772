//! Changes to the journal. A [`Change`] is a plain value; [`plan`] turns it into edits: whole
//! records before and after. Writing, undo, redo and the versions of an entry work on edits, so a
//! new kind of change needs only a plan.

mod entries;
mod error;
mod fields;
mod import;
pub mod kind;
pub mod leader;
mod meetings;
mod people;
pub mod review;
mod transition;
mod user_text;

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

pub use self::error::{ChangeError, RuleViolation};
use self::{
    entries::{add_entry, add_topics, edit_text, reclassify, restore_version, set_evidence, update_entry},
    people::{add_people, answer_need, edit_person, reorder, update_person},
    transition::{add_check_in, apply_transition, mark_shared, record_told, replace_expectation, snooze},
};
use super::{
    change::{leader::LeaderChange, review::ReviewChange},
    import_bundle::ImportBundle,
};
use crate::{
    domain::{
        calendar_sync::PlannedChange,
        entry::{
            Entry,
            fields::{EntryFields, FlagFields},
            kind::{check_in::Closeness, flag::FlagPlan},
            transition::Transition,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        moment::Moment,
        parse::{date::is_in_calendar, entry_line::EntryLine, prefix::Prefix},
        person::Profile,
        personal_details,
    },
    store::{Db, Edit, Record},
};

/// A request to change the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds people, in this order.
    AddPeople(Vec<Profile>),
    /// Replaces the profile of a person.
    EditPerson {
        /// The person.
        person: PersonId,
        /// The new profile.
        profile: Profile,
    },
    /// Archives a person, with all their entries.
    Archive(PersonId),
    /// Brings a person back from the archive.
    Unarchive(PersonId),
    /// Reorders people among their positions; people not listed keep theirs.
    ReorderPeople(Vec<PersonId>),
    /// Starts a one-on-one: the one planned for today or before, or a new one.
    StartMeeting(PersonId),
    /// Wraps up the running one-on-one.
    WrapUp {
        /// The one-on-one.
        one_on_one: OneOnOneId,
        /// Its length in minutes.
        minutes: u32,
    },
    /// Records a one-on-one with nothing to note.
    NothingToNote(PersonId),
    /// Records a one-on-one of a past day: the one planned for it, or the one that was due.
    RecordMeeting {
        /// The person.
        person: PersonId,
        /// The day.
        day: Date,
        /// Whether there is something to note about it.
        has_notes: bool,
    },
    /// Plans the next one-on-one, or reschedules the planned one.
    ScheduleMeeting {
        /// The person.
        person: PersonId,
        /// When, in the zone of the leader.
        at: Moment,
    },
    /// Removes the planned one-on-one, so that the next one follows from the cadence.
    ClearSchedule(PersonId),
    /// Plans, moves and removes one-on-ones as a calendar has them. One that is no longer planned
    /// as the change says stays as it is.
    FollowCalendar(Vec<PlannedChange>),
    /// Skips the next or overdue one-on-one. Open entries stay with the person.
    SkipMeeting {
        /// The person.
        person: PersonId,
        /// The reason; may be empty.
        reason: String,
    },
    /// Snoozes an entry, or ends its snooze.
    Snooze {
        /// The entry.
        entry: EntryId,
        /// The day on which it needs attention again; `None` ends the snooze.
        until: Option<Date>,
    },
    /// Picks entries as evidence for a review, or unpicks them.
    SetEvidence {
        /// The entries.
        entries: Vec<EntryId>,
        /// Whether they are picked.
        picked: bool,
    },
    /// Adds an entry.
    AddEntry {
        /// The person it is about.
        person: PersonId,
        /// The running one-on-one, if any.
        one_on_one: Option<OneOnOneId>,
        /// The parsed line.
        line: EntryLine,
    },
    /// Adds topics to the agenda, except those that are on it.
    AddTopics {
        /// The person to talk to.
        person: PersonId,
        /// Their texts, in this order.
        topics: Vec<String>,
    },
    /// Replaces the text of an entry.
    EditText {
        /// The entry.
        entry: EntryId,
        /// The new text.
        text: String,
        /// The due date of an action; ignored for other kinds.
        due: Option<Date>,
    },
    /// Changes the state of an entry.
    Transition {
        /// The entry.
        entry: EntryId,
        /// The transition.
        transition: Transition,
    },
    /// Records when and how the person was told of a completed action or of praise, also if that is
    /// recorded already.
    RecordTold {
        /// The entry.
        entry: EntryId,
        /// How they were told; may be empty.
        words: String,
        /// The day they were told; `None` keeps the recorded day, or means now if there is none.
        day: Option<Date>,
    },
    /// Marks actions as sent to the person today; an action of the leader that is done is told with
    /// it.
    MarkShared(Vec<EntryId>),
    /// Replaces an expectation with a new one. The old one stays readable.
    ReplaceExpectation {
        /// The expectation to replace.
        entry: EntryId,
        /// The text of the new expectation.
        text: String,
        /// What the leader will provide; may be empty.
        provide: String,
        /// The expectation in the words of the person; may be empty.
        their_words: String,
    },
    /// Adds a check-in on a goal.
    CheckIn {
        /// The goal.
        goal: EntryId,
        /// How close the goal feels, from 1 (far away) to 5 (there).
        closeness: Closeness,
    },
    /// Replaces the fields that only the kind of an entry has.
    EditFields {
        /// The entry.
        entry: EntryId,
        /// The new fields, which must be of its kind.
        fields: EntryFields,
    },
    /// Replaces the text and the fields of a flag and decides how to proceed.
    EditFlag {
        /// The flag.
        entry: EntryId,
        /// The new text.
        text: String,
        /// The new fields.
        fields: FlagFields,
        /// How to proceed; `None` keeps the state.
        plan: Option<FlagPlan>,
    },
    /// Changes the kind, the day or the person of an entry.
    Reclassify {
        /// The entry.
        entry: EntryId,
        /// The prefix of the new kind, which resets the detail and removes the events; `None` keeps
        /// the kind.
        prefix: Option<Prefix>,
        /// The day it was written.
        day: Date,
        /// The person it is about.
        person: PersonId,
    },
    /// Adds an answer to what a person needs to be successful.
    AnswerNeed {
        /// The person.
        person: PersonId,
        /// The answer.
        text: String,
    },
    /// A change of the leader's own records.
    Leader(LeaderChange),
    /// A change of a review or a template.
    Review(ReviewChange),
    /// Sets the order of the agenda with a person.
    SetAgendaOrder {
        /// The person.
        person: PersonId,
        /// The uids of the entries, in order.
        order: Vec<Uid>,
    },
    /// Marks a personal detail as asked about today.
    MarkAsked {
        /// The person.
        person: PersonId,
        /// The detail, as written in the profile.
        detail: String,
    },
    /// Restores an earlier version of an entry.
    RestoreVersion(Box<Entry>),
    /// Moves an entry to the trash.
    Trash(EntryId),
    /// Restores an entry from the trash.
    Restore(EntryId),
    /// Imports records; those that the journal has already are left as they are.
    Import(Arc<ImportBundle>),
    /// Restores entries from a backup.
    RestoreEntries {
        /// The entries, with the people, one-on-ones and goals that they need.
        bundle: Arc<ImportBundle>,
        /// The uids of the entries that replace those of the journal. Other records of the bundle
        /// are only added where they are missing.
        replaced: BTreeSet<Uid>,
    },
}

pub(super) type Result<T> = std::result::Result<T, ChangeError>;

/// Plans the edits of a change on the current state of the journal. Writes nothing.
///
/// # Errors
/// Fails if the change breaks a rule or the journal cannot be read.
pub fn plan(db: &Db, change: &Change, now: &Moment) -> Result<Vec<Edit>> {
    let edits = plan_edits(db, change, now)?;
    let has_valid_dates = |edit: &Edit| match &edit.after {
        Some(Record::Entry(entry)) => entry.dates().all(is_in_calendar),
        Some(Record::Person(person)) => {
            let asked = person.meeting_prep.asked_details.iter().map(|asked| asked.asked_on);
            person.profile.since.into_iter().chain(asked).all(is_in_calendar)
        }
        Some(
            Record::OneOnOne(_)
            | Record::Need(_)
            | Record::Question(_)
            | Record::AskedQuestion(_)
            | Record::SelfCheck(_)
            | Record::Intention(_)
            | Record::Review(_)
            | Record::Template(_),
        )
        | None => true,
    };
    if edits.iter().all(has_valid_dates) { Ok(edits) } else { Err(RuleViolation::DateOutOfRange.into()) }
}

fn plan_edits(db: &Db, change: &Change, now: &Moment) -> Result<Vec<Edit>> {
    match change {
        Change::AddPeople(profiles) => add_people(db, profiles, now),
        Change::EditPerson { person, profile } => edit_person(db, *person, profile),
        Change::Archive(id) => update_person(db, *id, |person| {
            person.archived_at.get_or_insert_with(|| now.clone());
        }),
        Change::Unarchive(id) => update_person(db, *id, |person| person.archived_at = None),
        Change::ReorderPeople(order) => reorder(db, order),
        Change::StartMeeting(person) => meetings::start(db, *person, now),
        Change::WrapUp { one_on_one, minutes } => meetings::wrap_up(db, *one_on_one, *minutes, now),
        Change::NothingToNote(person) => meetings::nothing_to_note(db, *person, now),
        Change::RecordMeeting { person, day, has_notes } => meetings::record_past(db, *person, *day, *has_notes, now),
        Change::ScheduleMeeting { person, at } => meetings::schedule(db, *person, at, now),
        Change::ClearSchedule(person) => meetings::clear_schedule(db, *person),
        Change::FollowCalendar(changes) => meetings::follow_calendar(db, changes, now),
        Change::SkipMeeting { person, reason } => meetings::skip(db, *person, reason, now),
        Change::SetEvidence { entries, picked } => set_evidence(db, entries, *picked),
        Change::Snooze { entry, until } => snooze(db, *entry, *until, now),
        Change::AddEntry { person, one_on_one, line } => add_entry(db, *person, *one_on_one, line, now),
        Change::AddTopics { person, topics } => add_topics(db, *person, topics, now),
        Change::EditText { entry, text, due } => edit_text(db, *entry, text, *due),
        Change::Transition { entry, transition } => apply_transition(db, *entry, transition, now),
        Change::RecordTold { entry, words, day } => record_told(db, *entry, words, *day, now),
        Change::MarkShared(entries) => mark_shared(db, entries, now),
        Change::ReplaceExpectation { entry, text, provide, their_words } => {
            replace_expectation(db, *entry, [text, provide, their_words], now)
        }
        Change::CheckIn { goal, closeness } => add_check_in(db, *goal, *closeness, now),
        Change::EditFields { entry, fields } => fields::edit_fields(db, *entry, fields),
        Change::EditFlag { entry, text, fields, plan } => fields::edit_flag(db, *entry, text, fields, *plan, now),
        Change::Reclassify { entry, prefix, day, person } => reclassify(db, *entry, *prefix, *day, *person, now),
        Change::AnswerNeed { person, text } => answer_need(db, *person, text, now),
        Change::Leader(change) => leader::plan(db, change, now),
        Change::Review(change) => review::plan(db, change, now),
        Change::SetAgendaOrder { person, order } => {
            update_person(db, *person, |person| person.meeting_prep.agenda_order.clone_from(order))
        }
        Change::MarkAsked { person, detail } => update_person(db, *person, |person| {
            let prep = &mut person.meeting_prep;
            prep.asked_details = personal_details::record_asked(
                &prep.asked_details,
                &person.profile.personal_details,
                detail,
                now.day(),
            );
        }),
        Change::RestoreVersion(version) => restore_version(db, version),
        Change::Trash(id) => update_entry(db, *id, |entry| {
            entry.trashed_at.get_or_insert_with(|| now.clone());
        }),
        Change::Import(bundle) => import::plan_import(db, bundle, now),
        Change::RestoreEntries { bundle, replaced } => import::plan_restore(db, bundle, replaced, now),
        Change::Restore(id) => update_entry(db, *id, |entry| entry.trashed_at = None),
    }
}

/// The person that the edits are about, if they are all about the same one.
pub(super) fn affected_person(edits: &[Edit]) -> Option<PersonId> {
    let mut people = edits.iter().map(|edit| match edit.after.as_ref().or(edit.before.as_ref())? {
        Record::Person(person) => Some(person.id),
        Record::OneOnOne(one_on_one) => Some(one_on_one.person),
        Record::Entry(entry) => Some(entry.person),
        Record::Need(need) => Some(need.person),
        Record::AskedQuestion(asked) => Some(asked.person),
        Record::Review(review) => Some(review.person),
        Record::Question(_) | Record::SelfCheck(_) | Record::Intention(_) | Record::Template(_) => None,
    });
    let first = people.next()?;
    if people.all(|person| person == first) { first } else { None }
}

/// The entry that the edits create or update, if it is exactly one.
pub(super) fn affected_entry(edits: &[Edit]) -> Option<EntryId> {
    match edits {
        [Edit { after: Some(Record::Entry(entry)), .. }] => Some(entry.id),
        _ => None,
    }
}
