//! What can be done to the journal. A [`Change`] is a plain value; [`plan`] says which things it makes, changes or takes
//! away, whole, as they were and as they will be. Writing, undo, redo and history all work on those pairs, so that
//! something new that can be done needs a plan and nothing else.

mod bring_in;
mod describing;
mod entries;
mod lives;
mod meetings;
mod people;
mod refusal;
mod text;

use std::sync::Arc;

use jiff::civil::Date;

pub use self::refusal::{ChangeError, Refusal};
use self::{
    entries::{bring_back_version, keep_jot, pick, refile, rewrite, with_entry},
    lives::{check_in, make, put_off, replace, tell},
    people::{add_people, answer_need, edit_person, reorder, with_person},
};
use super::{
    bundle::Bundle,
    leading::{self, Leading},
    reviewing::{self, Reviewing},
};
use crate::{
    domain::{
        check_in::Closeness,
        day::is_in_calendar,
        describe::{AboutFlag, Description},
        entry::Entry,
        flag::Plan,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        jot::Jot,
        life::Move,
        mark::Mark,
        matters,
        moment::Moment,
        person::Profile,
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
    BringBack(PersonId),
    /// Put the people into this order; who is not named keeps their place.
    Reorder(Vec<PersonId>),
    /// Begin a one-on-one: the planned one of today, or a new one.
    Begin(PersonId),
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
    Plan {
        /// With whom.
        person: PersonId,
        /// When, in the zone it was set in.
        at: Moment,
    },
    /// Let the next one-on-one follow from the cadence again.
    Unplan(PersonId),
    /// Skip the one-on-one that comes next, or was to be. What is open stays with the person.
    Skip {
        /// With whom.
        person: PersonId,
        /// Why; may be empty.
        reason: String,
    },
    /// Put an entry off until a day, or no longer.
    PutOff {
        /// Which.
        entry: EntryId,
        /// The day on which it waits again.
        until: Option<Date>,
    },
    /// Pick entries as evidence for a review, or no longer.
    Evidence {
        /// Which.
        entries: Vec<EntryId>,
        /// Whether they are.
        picked: bool,
    },
    /// Keep a line as an entry.
    Jot {
        /// About whom.
        person: PersonId,
        /// The one-on-one that is going on, if any.
        one_on_one: Option<OneOnOneId>,
        /// The line as it was read.
        jot: Jot,
    },
    /// Write an entry anew.
    Rewrite {
        /// Which.
        entry: EntryId,
        /// The line as it was read.
        text: String,
        /// For an action: by when.
        due: Option<Date>,
    },
    /// Do something about an entry: raise it, tick it off, let it go.
    Move {
        /// Which.
        entry: EntryId,
        /// What.
        wanted: Move,
    },
    /// They know of an action of yours that is done, or of praise: since when, and how. Also later, of what is told already.
    Tell {
        /// Which.
        entry: EntryId,
        /// How they heard of it; may be empty.
        words: String,
        /// The day, where it was not now; of what is told already, where it was another.
        day: Option<Date>,
    },
    /// Put a new expectation in the place of one, which stays to be read.
    Replace {
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
    Describe {
        /// Which entry.
        entry: EntryId,
        /// All that is written about it beside its text, of the kind it is.
        description: Description,
    },
    /// Write down all about something that is off, at once.
    DescribeFlag {
        /// Which flag.
        entry: EntryId,
        /// What you saw.
        text: String,
        /// How it is usually and lately, and what they might need.
        about: AboutFlag,
        /// What becomes of it now; `None` leaves it where it stands.
        plan: Option<Plan>,
    },
    /// Make an entry another kind, of another day, or about another person.
    Refile {
        /// Which.
        entry: EntryId,
        /// The mark of its new kind, as which it begins anew; `None` leaves the kind.
        mark: Option<Mark>,
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
    Leading(Leading),
    /// Something about a review, or the headings of your own for one.
    Reviewing(Reviewing),
    /// Put what to raise with a person into an order.
    Arrange {
        /// With whom.
        person: PersonId,
        /// The lasting names of the things, in their order.
        order: Vec<Uid>,
    },
    /// You asked about a detail that matters to a person.
    AskAbout {
        /// Whom.
        person: PersonId,
        /// The detail, as it stands in what matters to them.
        detail: String,
    },
    /// Make an entry what it was before.
    BringBackVersion(Box<Entry>),
    /// Move an entry to the trash.
    Trash(EntryId),
    /// Bring an entry back from the trash.
    Restore(EntryId),
    /// Bring in what was read elsewhere; what the journal has already is left as it is.
    BringIn(Arc<Bundle>),
}

pub(super) type Result<T> = std::result::Result<T, ChangeError>;

/// What a change does to which things, given what the journal holds now. Nothing is written.
///
/// # Errors
/// Why the change cannot be made.
pub fn plan(db: &Db, change: &Change, now: &Moment) -> Result<Vec<Edit>> {
    let edits = planned(db, change, now)?;
    let exist = |edit: &Edit| match &edit.after {
        Some(Record::Entry(entry)) => entry.days().all(is_in_calendar),
        Some(Record::Person(person)) => {
            let asked = person.prepare.asked.iter().map(|asked| asked.on);
            person.profile.since.into_iter().chain(asked).all(is_in_calendar)
        }
        _ => true,
    };
    if edits.iter().all(exist) { Ok(edits) } else { Err(Refusal::BeforeTheCalendar.into()) }
}

fn planned(db: &Db, change: &Change, now: &Moment) -> Result<Vec<Edit>> {
    match change {
        Change::AddPeople(profiles) => add_people(db, profiles, now),
        Change::EditPerson { person, profile } => edit_person(db, *person, profile),
        Change::Archive(id) => with_person(db, *id, |person| {
            person.archived.get_or_insert_with(|| now.clone());
        }),
        Change::BringBack(id) => with_person(db, *id, |person| person.archived = None),
        Change::Reorder(order) => reorder(db, order),
        Change::Begin(person) => meetings::begin(db, *person, now),
        Change::WrapUp { one_on_one, minutes } => meetings::wrap_up(db, *one_on_one, *minutes, now),
        Change::NothingToNote(person) => meetings::nothing_to_note(db, *person, now),
        Change::Plan { person, at } => meetings::set_next(db, *person, at, now),
        Change::Unplan(person) => meetings::unplan(db, *person),
        Change::Skip { person, reason } => meetings::skip(db, *person, reason, now),
        Change::Evidence { entries, picked } => pick(db, entries, *picked),
        Change::PutOff { entry, until } => put_off(db, *entry, *until, now),
        Change::Jot { person, one_on_one, jot } => keep_jot(db, *person, *one_on_one, jot, now),
        Change::Rewrite { entry, text, due } => rewrite(db, *entry, text, *due),
        Change::Move { entry, wanted } => make(db, *entry, wanted, now),
        Change::Tell { entry, words, day } => tell(db, *entry, words, *day, now),
        Change::Replace { entry, text, provide, their_words } => replace(db, *entry, [text, provide, their_words], now),
        Change::CheckIn { goal, closeness } => check_in(db, *goal, *closeness, now),
        Change::Describe { entry, description } => describing::describe(db, *entry, description),
        Change::DescribeFlag { entry, text, about, plan } => {
            describing::describe_flag(db, *entry, text, about, *plan, now)
        }
        Change::Refile { entry, mark, day, person } => refile(db, *entry, *mark, *day, *person, now),
        Change::AnswerNeed { person, text } => answer_need(db, *person, text, now),
        Change::Leading(leading) => leading::plan(db, leading, now),
        Change::Reviewing(reviewing) => reviewing::plan(db, reviewing, now),
        Change::Arrange { person, order } => with_person(db, *person, |person| person.prepare.order.clone_from(order)),
        Change::AskAbout { person, detail } => with_person(db, *person, |person| {
            let prepare = &mut person.prepare;
            prepare.asked = matters::after_asking(&prepare.asked, &person.profile.matters, detail, now.day());
        }),
        Change::BringBackVersion(version) => bring_back_version(db, version),
        Change::Trash(id) => with_entry(db, *id, |entry| {
            entry.trashed.get_or_insert_with(|| now.clone());
        }),
        Change::BringIn(bundle) => bring_in::bring_in(db, bundle, now),
        Change::Restore(id) => with_entry(db, *id, |entry| entry.trashed = None),
    }
}

/// About whom a planned change is, where it is about one person.
pub(super) fn about(edits: &[Edit]) -> Option<PersonId> {
    let mut people = edits.iter().map(|edit| match edit.after.as_ref().or(edit.before.as_ref())? {
        Record::Person(person) => Some(person.id),
        Record::OneOnOne(one_on_one) => Some(one_on_one.person),
        Record::Entry(entry) => Some(entry.person),
        Record::Need(need) => Some(need.person),
        Record::Asked(asked) => Some(asked.person),
        Record::Review(review) => Some(review.person),
        Record::Question(_) | Record::SelfCheck(_) | Record::Intention(_) | Record::Template(_) => None,
    });
    let first = people.next()?;
    if people.all(|person| person == first) { first } else { None }
}

/// The one entry that a planned change makes or changes, where it is one.
pub(super) fn about_entry(edits: &[Edit]) -> Option<EntryId> {
    match edits {
        [Edit { after: Some(Record::Entry(entry)), .. }] => Some(entry.id),
        _ => None,
    }
}
