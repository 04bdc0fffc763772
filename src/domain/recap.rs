//! The recap of a one-on-one and the agenda before it: what a leader may send to the person.
//!
//! Both are built from an allow-list. An entry that is not on it stays out, and so does everything
//! that is not asked for here: comments, details, captions and subjects.

use jiff::civil::{Date, Time};

use super::{
    entry::{
        Detail, Entry,
        event::EventKind,
        kind::{
            Kind,
            action::{Action, ActionState, Party},
            delegation::{DelegationState, Level},
            topic::TopicState,
        },
    },
    id::{EntryId, OneOnOneId},
    markdown::to_plain_text,
    one_on_one::OneOnOne,
    person::Person,
    subject::find_subjects,
};

/// An entry with this subject is never shared.
pub const PRIVATE_SUBJECT: &str = "private";

/// The records that a recap needs.
#[derive(Debug, Clone)]
pub struct RecapInput {
    /// The person.
    pub person: Person,
    /// The one-on-one.
    pub meeting: OneOnOne,
    /// The entries written in it or with an event in it, oldest first.
    pub entries: Vec<Entry>,
    /// The next one-on-one, where it is known.
    pub next: Option<(Date, Option<Time>)>,
}

/// The records that an agenda needs.
#[derive(Debug, Clone)]
pub struct AgendaInput {
    /// The person.
    pub person: Person,
    /// The open entries in the order of the agenda.
    pub entries: Vec<Entry>,
    /// The one-on-one, where it is known.
    pub next: Option<(Date, Option<Time>)>,
}

/// An action of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAction {
    /// The entry.
    pub id: EntryId,
    /// What was promised, on one line.
    pub text: String,
    /// The due date.
    pub due: Option<Date>,
    /// Whether it is done.
    pub is_done: bool,
}

/// What both agreed in a one-on-one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recap {
    /// What the person is called.
    pub first_name: String,
    /// The day of the one-on-one.
    pub day: Date,
    /// What the leader promised.
    pub mine: Vec<SharedAction>,
    /// What the person promised.
    pub theirs: Vec<SharedAction>,
    /// What was handed over, and who decides.
    pub delegations: Vec<(String, Level)>,
    /// The expectations that were discussed.
    pub expectations: Vec<String>,
    /// The topics that were discussed.
    pub topics: Vec<String>,
    /// The praise that was told.
    pub praise: Vec<String>,
    /// The next one-on-one.
    pub next: Option<(Date, Option<Time>)>,
    /// How many entries of the one-on-one were left out because they are private.
    pub left_out: Vec<(Kind, usize)>,
}

/// What to talk about, for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAgenda {
    /// What the person is called.
    pub first_name: String,
    /// The topics of both.
    pub topics: Vec<String>,
    /// What the leader still has to do.
    pub mine: Vec<SharedAction>,
    /// What the person still has to do.
    pub theirs: Vec<SharedAction>,
    /// The one-on-one.
    pub next: Option<(Date, Option<Time>)>,
    /// How many entries of the agenda were left out because they are private.
    pub left_out: Vec<(Kind, usize)>,
}

/// What may be shared of an entry.
enum Shareable<'a> {
    Action(&'a Action),
    Delegation(Level),
    Expectation,
    Topic,
    Praise,
}

/// The allow-list of a recap.
fn shareable_in_recap(entry: &Entry, meeting: OneOnOneId) -> Option<Shareable<'_>> {
    let happened = |is_kind: fn(EventKind) -> bool| {
        entry.events.iter().any(|event| event.one_on_one == Some(meeting) && is_kind(event.kind))
    };
    if is_private(entry) {
        return None;
    }
    let was_written = entry.one_on_one == Some(meeting);
    match &entry.detail {
        Detail::Action(action) => {
            (was_written && action.state != ActionState::Dropped).then_some(Shareable::Action(action))
        }
        Detail::Delegation(delegation) => {
            let is_new = was_written || happened(|kind| matches!(kind, EventKind::LevelChanged(_)));
            let level = entry.delegation_level().unwrap_or(delegation.level);
            (is_new && delegation.state == DelegationState::WithThem).then_some(Shareable::Delegation(level))
        }
        Detail::Expectation(_) => happened(|kind| kind == EventKind::SaidAloud).then_some(Shareable::Expectation),
        Detail::Topic(_) => happened(|kind| kind == EventKind::Discussed).then_some(Shareable::Topic),
        Detail::Praise(_) => happened(|kind| kind == EventKind::Told).then_some(Shareable::Praise),
        Detail::Note(_) | Detail::Flag(_) | Detail::Goal(_) | Detail::CheckIn(_) | Detail::Feedback(_) => None,
    }
}

/// The allow-list of an agenda.
fn shareable_in_agenda(entry: &Entry) -> Option<Shareable<'_>> {
    if is_private(entry) {
        return None;
    }
    match &entry.detail {
        Detail::Action(action) => (action.state == ActionState::Open).then_some(Shareable::Action(action)),
        Detail::Topic(topic) => (topic.state == TopicState::Open).then_some(Shareable::Topic),
        Detail::Note(_)
        | Detail::Flag(_)
        | Detail::Goal(_)
        | Detail::CheckIn(_)
        | Detail::Praise(_)
        | Detail::Feedback(_)
        | Detail::Delegation(_)
        | Detail::Expectation(_) => None,
    }
}

fn is_private(entry: &Entry) -> bool {
    entry.trashed_at.is_some() || find_subjects(&entry.text).iter().any(|subject| subject.word == PRIVATE_SUBJECT)
}

/// Builds the recap of a one-on-one.
pub fn build_recap(input: &RecapInput) -> Recap {
    let meeting = input.meeting.id;
    let mut recap = Recap {
        first_name: input.person.profile.first_name().to_owned(),
        day: input.meeting.at.day(),
        mine: Vec::new(),
        theirs: Vec::new(),
        delegations: Vec::new(),
        expectations: Vec::new(),
        topics: Vec::new(),
        praise: Vec::new(),
        next: input.next,
        left_out: Vec::new(),
    };
    for entry in &input.entries {
        let text = || shared_text(&entry.text);
        match shareable_in_recap(entry, meeting) {
            Some(Shareable::Action(action)) => {
                let actions = if action.by == Party::Me { &mut recap.mine } else { &mut recap.theirs };
                actions.push(shared_action(entry, action));
            }
            Some(Shareable::Delegation(level)) => recap.delegations.push((text(), level)),
            Some(Shareable::Expectation) => recap.expectations.push(text()),
            Some(Shareable::Topic) => recap.topics.push(text()),
            Some(Shareable::Praise) => recap.praise.push(text()),
            None => {}
        }
    }
    recap.left_out = count_left_out(input.entries.iter().filter(|entry| {
        // What both know of is no secret: an open topic, or an older action that was done
        // meanwhile.
        let is_known = matches!(entry.kind(), Kind::Topic | Kind::Action | Kind::Delegation);
        shareable_in_recap(entry, meeting).is_none() && (is_private(entry) || !is_known)
    }));
    recap
}

/// Builds the agenda of the next one-on-one.
pub fn build_shared_agenda(input: &AgendaInput) -> SharedAgenda {
    let mut agenda = SharedAgenda {
        first_name: input.person.profile.first_name().to_owned(),
        topics: Vec::new(),
        mine: Vec::new(),
        theirs: Vec::new(),
        next: input.next,
        left_out: Vec::new(),
    };
    for entry in &input.entries {
        match shareable_in_agenda(entry) {
            Some(Shareable::Action(action)) if action.by == Party::Me => agenda.mine.push(shared_action(entry, action)),
            Some(Shareable::Action(action)) => agenda.theirs.push(shared_action(entry, action)),
            Some(Shareable::Topic) => agenda.topics.push(shared_text(&entry.text)),
            Some(Shareable::Delegation(_) | Shareable::Expectation | Shareable::Praise) | None => {}
        }
    }
    // Only what is on the agenda: goals and delegations are not to be raised.
    let is_on_agenda = |entry: &&Entry| matches!(entry.kind(), Kind::Flag | Kind::Topic | Kind::Praise | Kind::Action);
    let left_out = |entry: &&Entry| {
        let is_known = matches!(entry.kind(), Kind::Topic | Kind::Action);
        is_on_agenda(entry) && shareable_in_agenda(entry).is_none() && (is_private(entry) || !is_known)
    };
    agenda.left_out = count_left_out(input.entries.iter().filter(left_out));
    agenda
}

impl Recap {
    /// Whether there is nothing that was agreed, discussed or told.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.expectations, &self.topics, &self.praise];
        self.mine.is_empty()
            && self.theirs.is_empty()
            && self.delegations.is_empty()
            && lists.iter().all(|list| list.is_empty())
    }

    /// The actions in it.
    pub fn action_ids(&self) -> Vec<EntryId> {
        self.mine.iter().chain(&self.theirs).map(|action| action.id).collect()
    }
}

impl SharedAgenda {
    /// Whether there is nothing to talk about.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.mine.is_empty() && self.theirs.is_empty()
    }

    /// The actions in it.
    pub fn action_ids(&self) -> Vec<EntryId> {
        self.mine.iter().chain(&self.theirs).map(|action| action.id).collect()
    }
}

fn shared_action(entry: &Entry, action: &Action) -> SharedAction {
    let is_done = matches!(action.state, ActionState::Done | ActionState::Told);
    SharedAction { id: entry.id, text: shared_text(&entry.text), due: action.due, is_done }
}

/// A text on one line, without its subjects, which are the leader's own: those at its end are gone,
/// and others lose their `#`.
fn shared_text(text: &str) -> String {
    let mut plain = to_plain_text(text);
    for subject in find_subjects(&plain).into_iter().rev() {
        let is_at_end = plain.get(subject.range.end..).is_some_and(|rest| rest.trim().is_empty());
        let is_all = plain.get(..subject.range.start).is_none_or(|before| before.trim().is_empty());
        if is_at_end && !is_all {
            plain.truncate(subject.range.start);
            plain.truncate(plain.trim_end().len());
        } else {
            plain.remove(subject.range.start);
        }
    }
    plain
}

fn count_left_out<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<(Kind, usize)> {
    let kinds: Vec<Kind> = entries.map(Entry::kind).collect();
    let count = |kind: Kind| kinds.iter().filter(|left_out| **left_out == kind).count();
    Kind::ALL.iter().map(|kind| (*kind, count(*kind))).filter(|(_, count)| *count > 0).collect()
}

#[cfg(test)]
mod tests;
