//! What can be done to the journal. A [`Change`] is a plain value; [`plan`] says which things it makes, changes or takes
//! away, whole, as they were and as they will be. Writing, undo, redo and history all work on those pairs, so that
//! something new that can be done needs a plan and nothing else.

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

use std::sync::Arc;

use jiff::civil::Date;

pub use self::error::{ChangeError, RuleViolation};
use self::{
    entries::{add_entry, edit_text, reclassify, restore_version, set_evidence, update_entry},
    people::{add_people, answer_need, edit_person, reorder, update_person},
    transition::{add_check_in, apply_transition, record_told, replace_expectation, snooze},
};
use super::{
    change::{leader::LeaderChange, review::ReviewChange},
    import_bundle::ImportBundle,
};
use crate::{
    domain::{
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

/// Something to be done to the journal: what, and about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Add people, in this order.
    AddPeople(Vec<Profile>),
    /// Write down something else about a person.
    EditPerson {
        /// Whom.
        person: PersonId,
        /// All that is written down about them.
        profile: Profile,
    },
    /// Put a person away, with all that is written about them.
    Archive(PersonId),
    /// Bring a person back from the archive.
    Unarchive(PersonId),
    /// Put the people into this order; who is not named keeps their place.
    ReorderPeople(Vec<PersonId>),
    /// Begin a one-on-one: the planned one of today, or a new one.
    StartMeeting(PersonId),
    /// Wrap a one-on-one up.
    WrapUp {
        /// Which.
        one_on_one: OneOnOneId,
        /// How long it took.
        minutes: u32,
    },
    /// Record that you met and that there was nothing to write down.
    NothingToNote(PersonId),
    /// Set when the next one-on-one is, or move it.
    ScheduleMeeting {
        /// With whom.
        person: PersonId,
        /// When, in the zone it was set in.
        at: Moment,
    },
    /// Let the next one-on-one follow from the cadence again.
    ClearSchedule(PersonId),
    /// Skip the one-on-one that comes next, or was to be. What is open stays with the person.
    SkipMeeting {
        /// With whom.
        person: PersonId,
        /// Why; may be empty.
        reason: String,
    },
    /// Put an entry off until a day, or no longer.
    Snooze {
        /// Which.
        entry: EntryId,
        /// The day on which it waits again.
        until: Option<Date>,
    },
    /// Pick entries as evidence for a review, or no longer.
    SetEvidence {
        /// Which.
        entries: Vec<EntryId>,
        /// Whether they are.
        picked: bool,
    },
    /// Keep a line as an entry.
    AddEntry {
        /// About whom.
        person: PersonId,
        /// The one-on-one that is going on, if any.
        one_on_one: Option<OneOnOneId>,
        /// The line as it was read.
        line: EntryLine,
    },
    /// Write an entry anew.
    EditText {
        /// Which.
        entry: EntryId,
        /// The line as it was read.
        text: String,
        /// For an action: by when.
        due: Option<Date>,
    },
    /// Do something about an entry: raise it, tick it off, let it go.
    Transition {
        /// Which.
        entry: EntryId,
        /// What.
        transition: Transition,
    },
    /// They know of an action of yours that is done, or of praise: since when, and how. Also later, of what is told already.
    RecordTold {
        /// Which.
        entry: EntryId,
        /// How they heard of it; may be empty.
        words: String,
        /// The day, where it was not now; of what is told already, where it was another.
        day: Option<Date>,
    },
    /// Put a new expectation in the place of one, which stays to be read.
    ReplaceExpectation {
        /// Which.
        entry: EntryId,
        /// What you expect from now on.
        text: String,
        /// "I will provide".
        provide: String,
        /// The same in their words.
        their_words: String,
    },
    /// Say how close a goal feels.
    CheckIn {
        /// Which goal.
        goal: EntryId,
        /// From 1, far away, to 5, there.
        closeness: Closeness,
    },
    /// Write down what only the kind of an entry has.
    EditFields {
        /// Which entry.
        entry: EntryId,
        /// All that is written about it beside its text, of the kind it is.
        fields: EntryFields,
    },
    /// Write down all about something that is off, at once.
    EditFlag {
        /// Which flag.
        entry: EntryId,
        /// What you saw.
        text: String,
        /// How it is usually and lately, and what they might need.
        fields: FlagFields,
        /// What becomes of it now; `None` leaves it where it stands.
        plan: Option<FlagPlan>,
    },
    /// Make an entry another kind, of another day, or about another person.
    Reclassify {
        /// Which.
        entry: EntryId,
        /// The mark of its new kind, as which it begins anew; `None` leaves the kind.
        prefix: Option<Prefix>,
        /// The day it was written on.
        day: Date,
        /// Whom it is about.
        person: PersonId,
    },
    /// Answer anew what a person needs to be successful.
    AnswerNeed {
        /// Whom.
        person: PersonId,
        /// The answer.
        text: String,
    },
    /// Something about the leader's own side of the journal.
    Leader(LeaderChange),
    /// Something about a review, or the headings of your own for one.
    Review(ReviewChange),
    /// Put what to raise with a person into an order.
    SetAgendaOrder {
        /// With whom.
        person: PersonId,
        /// The lasting names of the things, in their order.
        order: Vec<Uid>,
    },
    /// You asked about a detail that matters to a person.
    MarkAsked {
        /// Whom.
        person: PersonId,
        /// The detail, as it stands in what matters to them.
        detail: String,
    },
    /// Make an entry what it was before.
    RestoreVersion(Box<Entry>),
    /// Move an entry to the trash.
    Trash(EntryId),
    /// Bring an entry back from the trash.
    Restore(EntryId),
    /// Bring in what was read elsewhere; what the journal has already is left as it is.
    Import(Arc<ImportBundle>),
}

pub(super) type Result<T> = std::result::Result<T, ChangeError>;

/// What a change does to which things, given what the journal holds now. Nothing is written.
///
/// # Errors
/// Why the change cannot be made.
pub fn plan(db: &Db, change: &Change, now: &Moment) -> Result<Vec<Edit>> {
    let edits = plan_edits(db, change, now)?;
    let exist = |edit: &Edit| match &edit.after {
        Some(Record::Entry(entry)) => entry.dates().all(is_in_calendar),
        Some(Record::Person(person)) => {
            let asked = person.meeting_prep.asked_details.iter().map(|asked| asked.asked_on);
            person.profile.since.into_iter().chain(asked).all(is_in_calendar)
        }
        _ => true,
    };
    if edits.iter().all(exist) { Ok(edits) } else { Err(RuleViolation::DateOutOfRange.into()) }
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
        Change::ScheduleMeeting { person, at } => meetings::schedule(db, *person, at, now),
        Change::ClearSchedule(person) => meetings::clear_schedule(db, *person),
        Change::SkipMeeting { person, reason } => meetings::skip(db, *person, reason, now),
        Change::SetEvidence { entries, picked } => set_evidence(db, entries, *picked),
        Change::Snooze { entry, until } => snooze(db, *entry, *until, now),
        Change::AddEntry { person, one_on_one, line: jot } => add_entry(db, *person, *one_on_one, jot, now),
        Change::EditText { entry, text, due } => edit_text(db, *entry, text, *due),
        Change::Transition { entry, transition: wanted } => apply_transition(db, *entry, wanted, now),
        Change::RecordTold { entry, words, day } => record_told(db, *entry, words, *day, now),
        Change::ReplaceExpectation { entry, text, provide, their_words } => {
            replace_expectation(db, *entry, [text, provide, their_words], now)
        }
        Change::CheckIn { goal, closeness } => add_check_in(db, *goal, *closeness, now),
        Change::EditFields { entry, fields: description } => fields::edit_fields(db, *entry, description),
        Change::EditFlag { entry, text, fields: about, plan } => fields::edit_flag(db, *entry, text, about, *plan, now),
        Change::Reclassify { entry, prefix: mark, day, person } => reclassify(db, *entry, *mark, *day, *person, now),
        Change::AnswerNeed { person, text } => answer_need(db, *person, text, now),
        Change::Leader(leading) => leader::plan(db, leading, now),
        Change::Review(reviewing) => review::plan(db, reviewing, now),
        Change::SetAgendaOrder { person, order } => {
            update_person(db, *person, |person| person.meeting_prep.agenda_order.clone_from(order))
        }
        Change::MarkAsked { person, detail } => update_person(db, *person, |person| {
            let prepare = &mut person.meeting_prep;
            prepare.asked_details = personal_details::record_asked(
                &prepare.asked_details,
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
        Change::Restore(id) => update_entry(db, *id, |entry| entry.trashed_at = None),
    }
}

/// About whom a planned change is, where it is about one person.
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

/// The one entry that a planned change makes or changes, where it is one.
pub(super) fn affected_entry(edits: &[Edit]) -> Option<EntryId> {
    match edits {
        [Edit { after: Some(Record::Entry(entry)), .. }] => Some(entry.id),
        _ => None,
    }
}
