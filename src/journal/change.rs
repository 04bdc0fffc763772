//! What can be done to the journal. A [`Change`] is a plain value; [`plan`] says which things it makes, changes or takes
//! away, whole, as they were and as they will be. Writing, undo, redo and history all work on those pairs, so that
//! something new that can be done needs a plan and nothing else.

mod bring_in;
mod describing;
mod lives;
mod meetings;
mod text;

use std::sync::Arc;

use jiff::civil::Date;

use self::lives::{check_in, make, put_off, replace, tell};
use super::{
    bundle::Bundle,
    leading::{self, Leading},
    new_uid,
    reviewing::{self, Reviewing},
};
use crate::{
    domain::{
        check_in::Closeness,
        day::is_in_calendar,
        describe::{AboutFlag, Description},
        entry::{Detail, Entry},
        flag::Plan,
        id::{EntryId, OneOnOneId, PersonId, Uid},
        jot::{self, Jot, JotError},
        kind::Kind,
        life::{Move, MoveError},
        mark::Mark,
        matters,
        moment::Moment,
        name,
        need::Need,
        person::{Person, Profile},
        prepare::Prepare,
        review::{ReviewError, TemplateError},
    },
    store::{Db, Edit, Record, StoreError},
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

/// Why a change was not made. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The journal's rules do not allow it.
    #[error("{0}")]
    Refused(Refusal),
    /// Whoever watched said to stop.
    #[error("It was stopped. Nothing was changed.")]
    Stopped,
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A rule of the journal's that a change would break.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Two people of one name could not be told apart.
    #[error("There is already a {0}. Add something to tell them apart, such as a middle initial.")]
    NameTaken(String),
    /// The same, and the other one is archived.
    #[error("There is already a {0} in the archive. Bring them back, or add something to tell them apart.")]
    NameArchived(String),
    /// Not a name.
    #[error(transparent)]
    Name(#[from] name::NameError),
    /// Not a text.
    #[error(transparent)]
    Text(#[from] JotError),
    /// Not in the life of that entry.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// Only what its kind has.
    #[error("That is not what a {} has.", .0.word().to_lowercase())]
    OtherKind(Kind),
    /// A goal and its check-ins stay together, of one kind and about one person.
    #[error("A goal and its check-ins stay together: their kind and their person cannot be changed.")]
    GoalAndCheckIns,
    /// Nothing is written on a day that has not come.
    #[error("An entry is written today or before.")]
    StillToCome,
    /// The calendar has no such day.
    #[error("The calendar begins with the year 1.")]
    BeforeTheCalendar,
    /// Nothing happens to an entry before it is written.
    #[error("Something happened to it on {}: it cannot have been written after that.", .0.strftime("%-d %B %Y"))]
    HappenedBefore(Date),
    /// It went on already.
    #[error("A one-on-one with {0} is going on already.")]
    AlreadyRunning(String),
    /// It was over already.
    #[error("That one-on-one is wrapped up already.")]
    NotRunning,
    /// Longer than a day.
    #[error("A one-on-one takes at most a day: {0} minutes are more.")]
    TooLong(u32),
    /// Neither planned nor due.
    #[error("There is no one-on-one with {0} to skip: none is planned, and there is no rhythm.")]
    NothingToSkip(String),
    /// A one-on-one is set for a time to come.
    #[error("The next one-on-one is after now.")]
    NotToCome,
    /// A self-check without an answer.
    #[error("Answer one of the four, or write a line.")]
    NothingAnswered,
    /// An entry from elsewhere that contradicts itself.
    #[error("An entry of {} cannot be brought in: {_1}.", .0.strftime("%-d %B %Y"))]
    Unsound(Date, String),
    /// The same of a one-on-one.
    #[error("A one-on-one of {} cannot be brought in: {_1}.", .0.strftime("%-d %B %Y"))]
    UnsoundMeeting(Date, &'static str),
    /// Not the text of a review.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// Not a template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// One review of a person is written at a time.
    #[error("You have begun another review already. Finish it or throw it away, then write on in this one.")]
    ReviewBegun,
    /// A period of no day.
    #[error("The period ends before it begins.")]
    BackwardsPeriod,
    /// What was to be changed is not there.
    #[error("That {0} is no longer in the journal.")]
    Gone(&'static str),
}

impl<R: Into<Refusal>> From<R> for ChangeError {
    fn from(refusal: R) -> Self {
        Self::Refused(refusal.into())
    }
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

fn add_people(db: &Db, profiles: &[Profile], now: &Moment) -> Result<Vec<Edit>> {
    let mut people = db.people()?;
    let (PersonId(first), place) = db.next_person()?;
    let mut edits = Vec::with_capacity(profiles.len());
    for (nth, profile) in (0..).zip(profiles) {
        let profile = checked(&people, None, profile)?;
        let person = Person {
            id: PersonId(first + nth),
            uid: new_uid(now),
            profile,
            place: place + nth,
            added: now.clone(),
            archived: None,
            prepare: Prepare::default(),
        };
        people.push(person.clone());
        edits.push(Edit::made(Record::Person(person)));
    }
    Ok(edits)
}

fn edit_person(db: &Db, id: PersonId, profile: &Profile) -> Result<Vec<Edit>> {
    let profile = checked(&db.people()?, Some(id), profile)?;
    with_person(db, id, |person| person.profile = profile)
}

/// The profile with its name cleaned, if nobody else has that name.
fn checked(people: &[Person], but: Option<PersonId>, profile: &Profile) -> Result<Profile> {
    let name = name::clean_name(&profile.name)?;
    let same = |person: &&Person| Some(person.id) != but && person.profile.name.to_lowercase() == name.to_lowercase();
    match people.iter().find(same) {
        Some(other) if other.archived.is_some() => Err(Refusal::NameArchived(name).into()),
        Some(_) => Err(Refusal::NameTaken(name).into()),
        None => Ok(Profile { name, ..profile.clone() }),
    }
}

fn reorder(db: &Db, order: &[PersonId]) -> Result<Vec<Edit>> {
    let people = db.people()?;
    let mut places: Vec<i64> =
        people.iter().filter(|person| order.contains(&person.id)).map(|person| person.place).collect();
    places.sort_unstable();
    let mut edits = Vec::new();
    for (id, place) in order.iter().zip(places) {
        let person = people.iter().find(|person| person.id == *id).ok_or(Refusal::Gone("person"))?;
        if person.place != place {
            let moved = Person { place, ..person.clone() };
            edits.push(Edit::changed(Record::Person(person.clone()), Record::Person(moved)));
        }
    }
    Ok(edits)
}

fn keep_jot(db: &Db, person: PersonId, one_on_one: Option<OneOnOneId>, jot: &Jot, now: &Moment) -> Result<Vec<Edit>> {
    db.person(person)?.ok_or(Refusal::Gone("person"))?;
    if let Some(id) = one_on_one {
        db.one_on_one(id)?.filter(|one_on_one| one_on_one.person == person).ok_or(Refusal::Gone("one-on-one"))?;
    }
    let entry = Entry {
        id: db.next_entry_key()?,
        uid: new_uid(now),
        person,
        one_on_one,
        written: now.clone(),
        text: jot::clean(&jot.text)?,
        detail: Detail::begun(jot.mark, jot.due),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    };
    Ok(vec![Edit::made(Record::Entry(Box::new(entry)))])
}

fn rewrite(db: &Db, id: EntryId, text: &str, due: Option<Date>) -> Result<Vec<Edit>> {
    let text = jot::clean(text)?;
    with_entry(db, id, |entry| {
        entry.text = text;
        if let Detail::Action(action) = &mut entry.detail {
            action.due = due;
        }
    })
}

/// No edit at all where `change` leaves the person as they were.
fn with_person(db: &Db, id: PersonId, change: impl FnOnce(&mut Person)) -> Result<Vec<Edit>> {
    let before = db.person(id)?.ok_or(Refusal::Gone("person"))?;
    let mut after = before.clone();
    change(&mut after);
    let same = before == after;
    Ok(if same { Vec::new() } else { vec![Edit::changed(Record::Person(before), Record::Person(after))] })
}

/// All of them at once, so that one step takes it back; what is so already is left alone.
fn pick(db: &Db, entries: &[EntryId], picked: bool) -> Result<Vec<Edit>> {
    let mut edits = Vec::with_capacity(entries.len());
    for id in entries {
        edits.extend(with_entry(db, *id, |entry| entry.evidence = picked)?);
    }
    Ok(edits)
}

/// No edit at all where `change` leaves the entry as it was.
pub(super) fn with_entry(db: &Db, id: EntryId, change: impl FnOnce(&mut Entry)) -> Result<Vec<Edit>> {
    let before = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    let mut after = before.clone();
    change(&mut after);
    let same = before == after;
    let [before, after] = [before, after].map(|entry| Record::Entry(Box::new(entry)));
    Ok(if same { Vec::new() } else { vec![Edit::changed(before, after)] })
}

fn answer_need(db: &Db, id: PersonId, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let person = db.person(id)?.ok_or(Refusal::Gone("person"))?;
    let need = Need { uid: new_uid(now), person: person.id, written: now.clone(), text: jot::clean(text)? };
    Ok(vec![Edit::made(Record::Need(need))])
}

/// The one entry that a planned change makes or changes, where it is one.
pub(super) fn about_entry(edits: &[Edit]) -> Option<EntryId> {
    match edits {
        [Edit { after: Some(Record::Entry(entry)), .. }] => Some(entry.id),
        _ => None,
    }
}

/// Whether an entry is a check-in, or a goal that has one, be it in the trash.
fn is_tied(db: &Db, entry: &Entry) -> Result<bool> {
    Ok(entry.kind() == Kind::CheckIn || (entry.kind() == Kind::Goal && db.has_check_ins(entry.id)?))
}

fn bring_back_version(db: &Db, version: &Entry) -> Result<Vec<Edit>> {
    let entry = db.entry(version.id)?.ok_or(Refusal::Gone("entry"))?;
    let is_elsewhere = entry.kind() != version.kind() || entry.person != version.person;
    if is_elsewhere && is_tied(db, &entry)? {
        return Err(Refusal::GoalAndCheckIns.into());
    }
    with_entry(db, version.id, |entry| *entry = version.clone())
}

fn refile(db: &Db, id: EntryId, mark: Option<Mark>, day: Date, person: PersonId, now: &Moment) -> Result<Vec<Edit>> {
    let entry = db.entry(id)?.ok_or(Refusal::Gone("entry"))?;
    db.person(person)?.ok_or(Refusal::Gone("person"))?;
    if (mark.is_some() || person != entry.person) && is_tied(db, &entry)? {
        return Err(Refusal::GoalAndCheckIns.into());
    }
    if !is_in_calendar(day) {
        return Err(Refusal::BeforeTheCalendar.into());
    }
    let written = entry.written.on(day);
    if let Some(step) = entry.steps.first().filter(|step| mark.is_none() && step.at < written) {
        return Err(Refusal::HappenedBefore(step.at.day()).into());
    }
    // What was written east of here may be of tomorrow already, and stays so.
    if day > now.day() && day != entry.written.day() {
        return Err(Refusal::StillToCome.into());
    }
    with_entry(db, id, |entry| {
        // It was not jotted in that one-on-one, if it is of another day or about somebody else.
        if entry.person != person || entry.written != written {
            entry.one_on_one = None;
            entry.steps.iter_mut().filter(|_| entry.person != person).for_each(|step| step.one_on_one = None);
        }
        entry.person = person;
        entry.written = written;
        if let Some(mark) = mark {
            entry.detail = Detail::begun(mark, None);
            entry.steps.clear();
        }
    })
}
