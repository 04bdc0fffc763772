//! The brief: what to know before the next one-on-one, readable in 90 seconds.
//!
//! [`brief()`] makes it from what the journal holds of a person, and says everything in words; the window, the terminal,
//! the clipboard and the printed page only choose how they look. Nothing stands in it twice: an entry is in the first part
//! it belongs to, so that "last time" holds only what is not open any more.

pub mod days;
pub mod raise;
pub mod sections;
mod sentence;
pub mod silence;

use jiff::civil::Date;
use serde::Serialize;

use self::{
    days::{Remembered, remembered},
    silence::{Silence, Spoken, silences},
};
use super::{
    action::{Action, ActionState, By},
    aside::{Aside, Voice, asides, level_words},
    balance::Balance,
    check_in::Closeness,
    day::{ago, say_day},
    delegation::Delegation,
    entry::{Detail, Entry},
    goal::GoalState,
    id::EntryId,
    kind::Kind,
    markdown::plain,
    matters::{Offered, details, offered},
    meeting::{Meetings, Next},
    need::Need,
    one_on_one::{OneOnOne, OneOnOneState},
    person::Person,
    step::What,
};

/// A goal that nobody checked in on for this many days is quiet: four weeks.
const QUIET_FROM_DAYS: i32 = 28;
/// More lines than this of the last one-on-one are a number.
const LAST_LINES: usize = 4;

/// What the journal holds of a person, as far as a brief needs it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Who it is.
    pub person: Person,
    /// All that the next one-on-one follows from.
    pub meetings: Meetings,
    /// All that is open, with the settled flags whose day to look again has come, oldest first.
    pub open: Vec<Entry>,
    /// The actions that were kept since the last one-on-one, oldest first.
    pub kept: Vec<Entry>,
    /// The latest check-ins of each goal among the open entries, oldest first.
    pub check_ins: Vec<(EntryId, Vec<(Date, Closeness)>)>,
    /// The answers to what they need, the one that stands first.
    pub needs: Vec<Need>,
    /// The expectations in force, oldest first.
    pub expectations: Vec<Entry>,
    /// The latest one-on-one that is over, and what was jotted in it.
    pub last: Option<(OneOnOne, Vec<Entry>)>,
    /// The one-on-ones skipped since then, oldest first.
    pub skipped: Vec<OneOnOne>,
    /// What was last talked about when.
    pub spoken: Spoken,
    /// What was written about them and about the work.
    pub balance: Balance,
}

/// The brief, all of it in words. The names of the fields are those of `--json` and never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// The whole name.
    pub person: String,
    /// How to speak of them in passing.
    pub them: String,
    /// The day it is of.
    pub day: Date,
    /// When you meet next, where that is known: "today, 10:00".
    pub next: Option<String>,
    /// The sentence at the top.
    pub sentence: String,
    /// Flags, topics and praise, in their order.
    pub to_raise: Vec<Item>,
    /// What both of you promised, and what was kept since last time.
    pub actions: Vec<Item>,
    /// Coaching goals.
    pub goals: Vec<GoalItem>,
    /// The last one-on-one.
    pub last_time: Option<LastTime>,
    /// What they need to be successful, as it was last answered.
    pub need: Option<Answer>,
    /// The answers before it, the latest first.
    pub earlier_needs: Vec<Answer>,
    /// Expectations in force.
    pub expectations: Vec<Item>,
    /// What was not talked about for long.
    pub not_talked_about: Vec<Silence>,
    /// What was handed over.
    pub handed_over: Vec<Item>,
    /// Days to remember within thirty days.
    pub days: Vec<Remembered>,
    /// What matters to them.
    pub matters: Vec<String>,
    /// The one detail to ask about.
    pub ask_about: Option<Offered>,
    /// What was written about them and about the work in the last 90 days.
    pub balance: Option<BalanceSaid>,
}

/// One entry in the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The row.
    pub id: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// Its text in one line.
    pub text: String,
    /// Who promised it: "you", or how they are called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What stands beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Aside>,
    /// What stands under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<Aside>,
    /// Whether it is over, and struck through.
    pub done: bool,
}

/// A goal in the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoalItem {
    /// The goal; why it matters and what success looks like stand under it, the last check-in beside.
    #[serde(flatten)]
    pub item: Item,
    /// How close it felt at the latest check-ins, oldest first.
    pub path: Vec<u8>,
}

/// The last one-on-one in a few lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastTime {
    /// Its day.
    pub on: Date,
    /// The same in words.
    pub said: String,
    /// What was jotted and is not open any more, in its order; at most a few.
    pub lines: Vec<Item>,
    /// How many more there are.
    pub more: usize,
    /// What else is to be known: that nothing was noted, and what was skipped since.
    pub notes: Vec<String>,
}

/// An answer to what they need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The answer.
    pub text: String,
    /// The day it was written on.
    pub written: Date,
    /// The same in words.
    pub said: String,
}

/// The balance in figures and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalanceSaid {
    /// Of a hundred entries, how many about the person.
    pub person: u32,
    /// And how many about the work.
    pub work: u32,
    /// "38% about Dana".
    pub about_person: String,
    /// "62% about the work".
    pub about_work: String,
    /// The same in words.
    pub said: String,
}

/// The brief of a person, as of `today`.
pub fn brief(held: &Held, today: Date) -> Brief {
    let profile = &held.person.profile;
    let them = profile.short_name();
    let raised = raise::to_raise(&held.open, &held.person.prepare.order, today);
    let mut needs = held.needs.iter().map(|need| answer(need, today));
    let mut brief = Brief {
        person: profile.name.clone(),
        them: them.to_owned(),
        day: today,
        next: next(held, today),
        sentence: sentence::sentence(&held.open, today),
        to_raise: raised.into_iter().map(|entry| raise_item(entry, today, them)).collect(),
        actions: actions(held, today, them),
        goals: goals(held, today, them),
        last_time: None,
        need: needs.next(),
        earlier_needs: needs.collect(),
        expectations: held.expectations.iter().map(|entry| expectation_item(entry, today)).collect(),
        not_talked_about: silences(&held.spoken, held.person.added.day(), today),
        handed_over: handed_over(held, today),
        days: remembered(profile, today),
        matters: details(&profile.matters),
        ask_about: offered(&profile.matters, &held.person.prepare.asked, today),
        balance: balance(held.balance, them),
    };
    brief.last_time = last_time(held, &brief, today);
    brief
}

impl Brief {
    /// Whether the journal says nothing of this person yet.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.to_raise, &self.actions, &self.expectations, &self.handed_over];
        lists.iter().all(|list| list.is_empty())
            && self.goals.is_empty()
            && self.last_time.is_none()
            && self.need.is_none()
            && self.balance.is_none()
    }

    /// The entries that stand in it, in the order of their parts.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> + '_ {
        let first = self.to_raise.iter().chain(&self.actions).chain(self.goals.iter().map(|goal| &goal.item));
        let then = self.handed_over.iter().chain(&self.expectations);
        first.chain(then).chain(self.last_time.iter().flat_map(|last| &last.lines)).map(|item| item.id)
    }
}

fn item(entry: &Entry, under: Vec<Aside>) -> Item {
    Item { id: entry.id, kind: entry.kind(), text: plain(&entry.text), who: None, beside: None, under, done: false }
}

fn calm(text: String) -> Aside {
    Aside { text, voice: Voice::Calm }
}

fn urgent(text: String) -> Aside {
    Aside { text, voice: Voice::Urgent }
}

/// A day that is only a landmark: "today", "10 Nov", "10 Nov 2025".
fn short_day(day: Date, today: Date) -> String {
    match (today - day).get_days() {
        0 | 1 => ago(day, today),
        _ if day.year() == today.year() => day.strftime("%-d %b").to_string(),
        _ => day.strftime("%-d %b %Y").to_string(),
    }
}

fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn next(held: &Held, today: Date) -> Option<String> {
    let next = held.meetings.next(today);
    // One that was set for a day that is over still has to find its day.
    let is_over = matches!(next, Next::Planned { day, .. } if day < today);
    let (_, when) = next.in_full(today);
    (!is_over && !when.is_empty()).then_some(when)
}

fn raise_item(entry: &Entry, today: Date, them: &str) -> Item {
    let lines = asides(entry, today, them);
    match &entry.detail {
        Detail::Topic(topic) => {
            let beside = match topic.from {
                By::Them => format!("{them} asked"),
                By::Me => format!("from {}", short_day(entry.written.day(), today)),
            };
            Item { beside: Some(calm(beside)), ..item(entry, Vec::new()) }
        }
        Detail::Praise(_) => Item { beside: lines.into_iter().next(), ..item(entry, Vec::new()) },
        _ => item(entry, lines),
    }
}

/// Open ones first: what is late, then by their day, then without one; then what was kept.
fn actions(held: &Held, today: Date, them: &str) -> Vec<Item> {
    let mut open: Vec<(&Entry, &Action)> = held.open.iter().filter_map(|entry| Some((entry, action(entry)?))).collect();
    open.sort_by_key(|(entry, action)| {
        let due = action.due.filter(|_| action.state == ActionState::Open);
        (due.unwrap_or(Date::MAX), entry.written.clone(), entry.id)
    });
    let is_open = |entry: &&Entry| !held.open.iter().any(|open| open.id == entry.id);
    let kept = held.kept.iter().filter(is_open).filter_map(|entry| Some((entry, action(entry)?)));
    open.into_iter().chain(kept).map(|(entry, action)| action_item(entry, action, today, them)).collect()
}

fn action(entry: &Entry) -> Option<&Action> {
    if let Detail::Action(action) = &entry.detail { Some(action) } else { None }
}

fn action_item(entry: &Entry, action: &Action, today: Date, them: &str) -> Item {
    let who = if action.by == By::Me { "you" } else { them };
    let late = action.days_late(today);
    let done = entry.last(|what| what == What::Done).map_or(today, |step| step.at.day());
    let is_kept = !action.is_open();
    let beside = match action.state {
        _ if is_kept => Some(calm(format!("kept {}", short_day(done, today)))),
        ActionState::Open if late > 0 => Some(urgent(format!("{} late", days(late)))),
        ActionState::Open => action.due.map(|day| calm(format!("due {}", say_day(day, today)))),
        _ => Some(urgent(format!("done {}, {them} does not know yet", say_day(done, today)))),
    };
    Item { who: Some(who.to_owned()), beside, done: is_kept, ..item(entry, Vec::new()) }
}

/// Active ones first, then what rests.
fn goals(held: &Held, today: Date, them: &str) -> Vec<GoalItem> {
    let of = |wanted: GoalState| {
        held.open.iter().filter(move |entry| matches!(&entry.detail, Detail::Goal(goal) if goal.state == wanted))
    };
    of(GoalState::Active)
        .chain(of(GoalState::Paused))
        .map(|entry| {
            let known = held.check_ins.iter().find(|(id, _)| *id == entry.id);
            let check_ins = known.map(|(_, check_ins)| check_ins.as_slice()).unwrap_or_default();
            let rests = matches!(&entry.detail, Detail::Goal(goal) if goal.state == GoalState::Paused);
            let beside = (!rests).then(|| checked_in(entry, check_ins.last().map(|(day, _)| *day), today));
            GoalItem {
                item: Item { beside, ..item(entry, asides(entry, today, them)) },
                path: check_ins.iter().map(|(_, closeness)| (*closeness).into()).collect(),
            }
        })
        .collect()
}

/// Since when nobody checked in on a goal; one without a check-in counts from the day it was written.
fn checked_in(goal: &Entry, last: Option<Date>, today: Date) -> Aside {
    let silent = (today - last.unwrap_or_else(|| goal.written.day())).get_days();
    match last {
        _ if silent >= QUIET_FROM_DAYS => urgent(format!("no check-in for {}", days(silent))),
        Some(day) => calm(format!("last check-in {}", ago(day, today))),
        None => calm("no check-in yet".to_owned()),
    }
}

/// What you provide for it, and when it was last said aloud.
fn expectation_item(entry: &Entry, today: Date) -> Item {
    let Detail::Expectation(expectation) = &entry.detail else { return item(entry, Vec::new()) };
    let provide = (!expectation.provide.is_empty()).then(|| calm(format!("I will provide: {}", expectation.provide)));
    let said = entry.last(|what| what == What::Said);
    let said =
        said.map_or_else(|| "not said aloud yet".to_owned(), |step| format!("last said {}", ago(step.at.day(), today)));
    item(entry, provide.into_iter().chain([calm(said)]).collect())
}

fn handed_over(held: &Held, today: Date) -> Vec<Item> {
    let delegations = held.open.iter().filter_map(|entry| match &entry.detail {
        Detail::Delegation(delegation) => Some((entry, delegation)),
        _ => None,
    });
    delegations.map(|(entry, delegation)| item(entry, delegated(entry, delegation, today))).collect()
}

/// Until when you keep your hands off, who decides, and what support there is.
fn delegated(entry: &Entry, delegation: &Delegation, today: Date) -> Vec<Aside> {
    let hands_off = delegation.hands_off_until.map(|day| match day {
        day if day < today => urgent(format!("the hands-off time ended {}", say_day(day, today))),
        day => calm(format!("hands off until {}", say_day(day, today))),
    });
    let level = level_words(entry.level().unwrap_or(delegation.level));
    let support = &delegation.support;
    let how = if support.is_empty() { level.to_owned() } else { format!("{level} · support: {support}") };
    hands_off.into_iter().chain([calm(how)]).collect()
}

fn last_time(held: &Held, brief: &Brief, today: Date) -> Option<LastTime> {
    let (one, jotted) = held.last.as_ref()?;
    let told: Vec<EntryId> = brief.entries().collect();
    let rest: Vec<&Entry> = jotted.iter().filter(|entry| !told.contains(&entry.id)).collect();
    let nothing = match one.state {
        OneOnOneState::NothingToNote => Some("Met, nothing to note.".to_owned()),
        _ => jotted.is_empty().then(|| "Nothing was noted.".to_owned()),
    };
    let all_open = (nothing.is_none() && rest.is_empty()).then(|| "All that was noted is above.".to_owned());
    let skipped = held.skipped.iter().map(|skipped| {
        let reason = if skipped.reason.is_empty() { String::new() } else { format!(": {}", skipped.reason) };
        format!("Skipped {}{reason}", say_day(skipped.at.day(), today))
    });
    Some(LastTime {
        on: one.at.day(),
        said: say_day(one.at.day(), today),
        lines: rest.iter().take(LAST_LINES).map(|entry| item(entry, Vec::new())).collect(),
        more: rest.len().saturating_sub(LAST_LINES),
        notes: nothing.into_iter().chain(all_open).chain(skipped).collect(),
    })
}

fn answer(need: &Need, today: Date) -> Answer {
    let written = need.written.day();
    Answer { text: plain(&need.text), written, said: format!("written {}", short_day(written, today)) }
}

fn balance(balance: Balance, them: &str) -> Option<BalanceSaid> {
    let (person, work) = balance.percent()?;
    Some(BalanceSaid {
        person,
        work,
        about_person: format!("{person}% about {them}"),
        about_work: format!("{work}% about the work"),
        said: balance.say(them),
    })
}

#[cfg(test)]
mod tests;
