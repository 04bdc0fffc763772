//! The brief: what to know before the next one-on-one, readable in 90 seconds.
//!
//! [`build_brief`] makes it from the records of a person, all of it as text; the window, the
//! terminal, the clipboard and print only choose how it looks. An entry appears once, in the first
//! section it belongs to, so that the last one-on-one lists only what is not open any more.

mod headline;
mod past_notes;
pub mod sections;
mod shorten;

use jiff::civil::Date;
use serde::Serialize;

pub use self::shorten::MAX_WORDS;
use crate::{
    domain::{
        attention::{CHECK_IN_DUE_AFTER_DAYS, Emphasis},
        balance::Balance,
        brief::{
            stale_topics::{LOOKBACK_DAYS, LastDiscussed, StaleTopic, stale_topics},
            upcoming_dates::{Occasion, UpcomingDate, upcoming_dates},
        },
        date::days_between,
        entry::{
            Detail, Entry,
            event::EventKind,
            kind::{
                Kind,
                action::{Action, ActionState, Party},
                check_in::Closeness,
                delegation::Delegation,
                goal::GoalState,
            },
        },
        id::EntryId,
        markdown::to_plain_text,
        need::Need,
        next_meeting::{MeetingSchedule, NextMeeting},
        one_on_one::OneOnOne,
        person::Person,
        personal_details::{SuggestedDetail, split_details, suggest_detail},
    },
    wording::{
        balance::describe_balance,
        date::{format_date, format_relative_date, format_short_date},
        entry_caption::{Caption, captions},
        next_meeting,
        text::{capitalize, pluralize},
        upcoming_date,
    },
};

/// The records of a person that a brief needs.
#[derive(Debug, Clone)]
pub struct BriefInput {
    /// The person.
    pub person: Person,
    /// What the next one-on-one follows from.
    pub schedule: MeetingSchedule,
    /// The open entries and the settled flags due for a recheck, oldest first.
    pub open_entries: Vec<Entry>,
    /// The actions completed since the last one-on-one, oldest first.
    pub completed_actions: Vec<Entry>,
    /// The latest check-ins of each goal among the open entries, oldest first.
    pub check_ins: Vec<(EntryId, Vec<(Date, Closeness)>)>,
    /// The answers to what they need, the current one first.
    pub needs: Vec<Need>,
    /// The expectations in force, oldest first.
    pub expectations: Vec<Entry>,
    /// The latest completed one-on-one and its entries.
    pub last_meeting: Option<(OneOnOne, Vec<Entry>)>,
    /// The one-on-one before that with entries, and these, where the latest one has none.
    pub earlier_meeting: Option<(OneOnOne, Vec<Entry>)>,
    /// The entries written between one-on-ones since the latest one, oldest first.
    pub entries_since: Vec<Entry>,
    /// The one-on-ones skipped since then, oldest first.
    pub skipped_meetings: Vec<OneOnOne>,
    /// When topics were last discussed.
    pub last_discussed: LastDiscussed,
    /// How many entries are about them and about the work.
    pub balance: Balance,
}

/// The brief as text. The serialised field names are those of `--json` and never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// The full name.
    pub person: String,
    /// Their short name.
    #[serde(rename = "them")]
    pub short_name: String,
    /// The day of the brief.
    pub day: Date,
    /// The next one-on-one, where it is known: "today, 10:00".
    #[serde(rename = "next")]
    pub next_meeting: Option<String>,
    /// How much waits on the leader.
    #[serde(rename = "sentence")]
    pub headline: String,
    /// Flags, topics and praise, in agenda order.
    pub to_raise: Vec<BriefItem>,
    /// Open actions of both, and those completed since the last one-on-one.
    pub actions: Vec<BriefItem>,
    /// Coaching goals.
    pub goals: Vec<BriefGoal>,
    /// What was jotted since the last one-on-one.
    #[serde(rename = "since_last_time")]
    pub since_last_meeting: PastNotes,
    /// The last one-on-one.
    #[serde(rename = "last_time")]
    pub last_meeting: Option<LastMeeting>,
    /// The current answer to what they need to be successful.
    pub need: Option<NeedAnswer>,
    /// The earlier answers, latest first.
    pub earlier_needs: Vec<NeedAnswer>,
    /// Expectations in force.
    pub expectations: Vec<BriefItem>,
    /// Topics that were not discussed for long.
    #[serde(rename = "not_talked_about")]
    pub stale_topics: Vec<StaleTopicText>,
    /// Open delegations.
    #[serde(rename = "handed_over")]
    pub delegations: Vec<BriefItem>,
    /// Birthdays and anniversaries within thirty days.
    #[serde(rename = "days")]
    pub upcoming_dates: Vec<UpcomingDateText>,
    /// What matters to them.
    #[serde(rename = "matters")]
    pub personal_details: Vec<String>,
    /// The one detail to ask about.
    #[serde(rename = "ask_about")]
    pub suggested_detail: Option<SuggestedDetailText>,
    /// The balance of the last 90 days; `None` where nothing counts.
    pub balance: Option<BalanceText>,
    /// How many items the short form leaves out.
    #[serde(skip)]
    pub omitted_count: usize,
    /// Whether it is a short form, see [`Brief::shorten`].
    #[serde(skip)]
    pub is_shortened: bool,
}

/// An entry in the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefItem {
    /// The entry.
    pub id: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// Its text on one line.
    pub text: String,
    /// The owner of an action: "you", or the short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "who")]
    pub owner: Option<String>,
    /// The caption beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "beside")]
    pub side_caption: Option<Caption>,
    /// The captions under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(rename = "under")]
    pub captions: Vec<Caption>,
    /// Whether it is completed, and struck through.
    pub done: bool,
}

/// A goal in the brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BriefGoal {
    /// The goal, with its details under it and the last check-in beside it.
    #[serde(flatten)]
    pub item: BriefItem,
    /// The closeness at the latest check-ins, oldest first.
    #[serde(rename = "path")]
    pub closeness_history: Vec<u8>,
}

/// The last one-on-one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastMeeting {
    /// Its day.
    #[serde(rename = "on")]
    pub date: Date,
    /// The same in words.
    #[serde(rename = "said")]
    pub label: String,
    /// Its entries that appear nowhere else in the brief, at most four.
    #[serde(rename = "lines")]
    pub items: Vec<BriefItem>,
    /// The number of entries beyond these.
    #[serde(rename = "more")]
    pub hidden_count: usize,
    /// Remarks: that nothing was noted, and which one-on-ones were skipped since.
    pub notes: Vec<String>,
    /// The notes of an earlier one-on-one, where this one has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<EarlierMeeting>,
}

/// Entries of the past that appear nowhere else in the brief.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PastNotes {
    /// The entries, at most four.
    #[serde(rename = "lines")]
    pub items: Vec<BriefItem>,
    /// The number of entries beyond these.
    #[serde(rename = "more")]
    pub hidden_count: usize,
}

/// An earlier one-on-one with notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierMeeting {
    /// Its day.
    #[serde(rename = "on")]
    pub date: Date,
    /// The same in words.
    #[serde(rename = "said")]
    pub label: String,
    /// Its entries.
    #[serde(flatten)]
    pub notes: PastNotes,
}

/// An answer to what they need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeedAnswer {
    /// The answer.
    pub text: String,
    /// The day it was written on.
    #[serde(rename = "written")]
    pub written_on: Date,
    /// The same in words.
    #[serde(rename = "said")]
    pub label: String,
}

/// The balance in percent and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BalanceText {
    /// The percentage about the person.
    #[serde(rename = "person")]
    pub person_percent: u32,
    /// The percentage about the work.
    #[serde(rename = "work")]
    pub work_percent: u32,
    /// "38% about Dana".
    pub about_person: String,
    /// "62% about the work".
    pub about_work: String,
    /// The same in words.
    #[serde(rename = "said")]
    pub summary: String,
}

/// A stale topic with its labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaleTopicText {
    /// The subject, without its `#`; `None` for feedback for the leader.
    pub subject: Option<&'static str>,
    /// "Career".
    pub name: String,
    /// The days since it was last discussed, as far as was looked back.
    pub days: i32,
    /// "94 days".
    #[serde(rename = "said")]
    pub label: String,
}

impl From<StaleTopic> for StaleTopicText {
    fn from(StaleTopic { subject, days, was_discussed }: StaleTopic) -> Self {
        let label = match days {
            LOOKBACK_DAYS.. => "over a year".to_owned(),
            _ if !was_discussed => "never".to_owned(),
            days => format!("{days} days"),
        };
        Self { subject, name: subject.map_or_else(|| "Feedback for you".to_owned(), capitalize), days, label }
    }
}

/// A birthday or an anniversary with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UpcomingDateText {
    /// `birthday` or `anniversary`.
    #[serde(rename = "what")]
    pub kind: &'static str,
    /// Its next occurrence.
    #[serde(rename = "on")]
    pub date: Date,
    /// "Birthday in 6 days, Mon 30 Nov".
    #[serde(rename = "said")]
    pub label: String,
}

impl UpcomingDateText {
    fn new(upcoming: UpcomingDate, today: Date) -> Self {
        let kind = match upcoming.occasion {
            Occasion::Birthday { .. } => "birthday",
            Occasion::Anniversary { .. } => "anniversary",
        };
        Self { kind, date: upcoming.date, label: upcoming_date::long_label(upcoming, today) }
    }
}

/// The detail to ask about, with when it was last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuggestedDetailText {
    /// As it stands in what matters to them.
    pub detail: String,
    /// The last day it was asked about, if it ever was.
    pub last_asked: Option<Date>,
    /// "last asked 7 weeks ago".
    #[serde(rename = "said")]
    pub label: String,
}

impl SuggestedDetailText {
    fn new(SuggestedDetail { detail, last_asked }: SuggestedDetail, today: Date) -> Self {
        let label = match last_asked {
            Some(day) => format!("last asked {}", format_relative_date(day, today)),
            None => "never asked".to_owned(),
        };
        Self { detail, last_asked, label }
    }
}

/// Builds the brief of a person, as of `today`.
pub fn build_brief(input: &BriefInput, today: Date) -> Brief {
    let profile = &input.person.profile;
    let short_name = input.person.short_name();
    let raised =
        crate::domain::brief::agenda::agenda_order(&input.open_entries, &input.person.meeting_prep.agenda_order, today);
    let mut needs = input.needs.iter().map(|need| need_answer(need, today));
    let mut brief = Brief {
        person: profile.name.clone(),
        short_name: short_name.to_owned(),
        day: today,
        next_meeting: describe_next_meeting(input, today),
        headline: headline::headline(&input.open_entries, today),
        to_raise: raised.into_iter().map(|entry| agenda_item(entry, today, short_name)).collect(),
        actions: action_items(input, today, short_name),
        goals: goal_items(input, today, short_name),
        since_last_meeting: PastNotes::default(),
        last_meeting: None,
        need: needs.next(),
        earlier_needs: needs.collect(),
        expectations: input.expectations.iter().map(|entry| expectation_item(entry, today)).collect(),
        stale_topics: stale_topics(&input.last_discussed, input.person.added_at.day(), today)
            .into_iter()
            .map(StaleTopicText::from)
            .collect(),
        delegations: delegation_items(input, today),
        upcoming_dates: upcoming_dates(profile, today)
            .into_iter()
            .map(|upcoming| UpcomingDateText::new(upcoming, today))
            .collect(),
        personal_details: split_details(&profile.personal_details),
        suggested_detail: suggest_detail(&profile.personal_details, &input.person.meeting_prep.asked_details, today)
            .map(|suggested| SuggestedDetailText::new(suggested, today)),
        balance: balance_text(input.balance, short_name),
        omitted_count: 0,
        is_shortened: false,
    };
    let listed: Vec<EntryId> = brief.entry_ids().collect();
    brief.since_last_meeting = past_notes::since_last_meeting(input, &listed, today);
    brief.last_meeting = past_notes::last_meeting(input, &listed, today);
    brief
}

impl LastMeeting {
    /// The entries listed: its own, or those of an earlier one-on-one.
    fn all_items(&self) -> impl Iterator<Item = &BriefItem> {
        self.items.iter().chain(self.earlier.iter().flat_map(|earlier| &earlier.notes.items))
    }
}

impl Brief {
    /// Whether the journal holds nothing about this person yet.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.to_raise, &self.actions, &self.expectations, &self.delegations];
        lists.iter().all(|list| list.is_empty())
            && self.goals.is_empty()
            && self.since_last_meeting.items.is_empty()
            && self.last_meeting.is_none()
            && self.need.is_none()
            && self.balance.is_none()
    }

    /// The entries in it, in the order of its sections.
    pub fn entry_ids(&self) -> impl Iterator<Item = EntryId> + '_ {
        let first = self.to_raise.iter().chain(&self.actions).chain(self.goals.iter().map(|goal| &goal.item));
        let then = self.delegations.iter().chain(&self.expectations).chain(&self.since_last_meeting.items);
        let last = self.last_meeting.iter().flat_map(LastMeeting::all_items);
        first.chain(then).chain(last).map(|item| item.id)
    }
}

fn brief_item(entry: &Entry, captions: Vec<Caption>) -> BriefItem {
    BriefItem {
        id: entry.id,
        kind: entry.kind(),
        text: to_plain_text(&entry.text),
        owner: None,
        side_caption: None,
        captions,
        done: false,
    }
}

fn normal_caption(text: String) -> Caption {
    Caption { text, emphasis: Emphasis::Normal }
}

fn attention_caption(text: String) -> Caption {
    Caption { text, emphasis: Emphasis::Attention }
}

/// "today", "yesterday", "10 Nov", "10 Nov 2025".
fn format_past_date(day: Date, today: Date) -> String {
    match days_between(day, today) {
        0 | 1 => format_relative_date(day, today),
        _ => format_short_date(day, today),
    }
}

fn describe_next_meeting(input: &BriefInput, today: Date) -> Option<String> {
    let next = input.schedule.next(today);
    // One planned for a past day has to be planned anew.
    let is_over = matches!(next, NextMeeting::Planned { day, .. } if day < today);
    let (_, when) = next_meeting::long_label(next, today);
    (!is_over && !when.is_empty()).then_some(when)
}

fn agenda_item(entry: &Entry, today: Date, short_name: &str) -> BriefItem {
    let lines = captions(entry, today, short_name);
    match &entry.detail {
        Detail::Topic(topic) => {
            let side_text = match topic.from {
                Party::Them => format!("{short_name} brought it up"),
                Party::Me => format!("from {}", format_past_date(entry.written_at.day(), today)),
            };
            BriefItem { side_caption: Some(normal_caption(side_text)), ..brief_item(entry, Vec::new()) }
        }
        Detail::Praise(_) => BriefItem { side_caption: lines.into_iter().next(), ..brief_item(entry, Vec::new()) },
        Detail::Note(_)
        | Detail::Flag(_)
        | Detail::Goal(_)
        | Detail::CheckIn(_)
        | Detail::Action(_)
        | Detail::Feedback(_)
        | Detail::Delegation(_)
        | Detail::Expectation(_) => brief_item(entry, lines),
    }
}

/// Open ones by their due date, those without one last, then the completed ones.
fn action_items(input: &BriefInput, today: Date, short_name: &str) -> Vec<BriefItem> {
    let mut open: Vec<(&Entry, &Action)> =
        input.open_entries.iter().filter_map(|entry| Some((entry, as_action(entry)?))).collect();
    open.sort_by_key(|(entry, action)| {
        let due = action.due.filter(|_| action.state == ActionState::Open);
        (due.unwrap_or(Date::MAX), entry.written_at.clone(), entry.id)
    });
    let is_open = |entry: &&Entry| !input.open_entries.iter().any(|open| open.id == entry.id);
    let kept = input.completed_actions.iter().filter(is_open).filter_map(|entry| Some((entry, as_action(entry)?)));
    open.into_iter().chain(kept).map(|(entry, action)| action_item(entry, action, today, short_name)).collect()
}

fn as_action(entry: &Entry) -> Option<&Action> {
    if let Detail::Action(action) = &entry.detail { Some(action) } else { None }
}

fn action_item(entry: &Entry, action: &Action, today: Date, short_name: &str) -> BriefItem {
    let who = if action.by == Party::Me { "you" } else { short_name };
    let late = action.days_late(today);
    let done = entry.last_event(|kind| kind == EventKind::Done).map_or(today, |event| event.at.day());
    let is_completed = !action.is_open();
    let side_text = match action.state {
        _ if is_completed => Some(normal_caption(format!("done {}", format_past_date(done, today)))),
        ActionState::Open if late > 0 => Some(attention_caption(format!("{} late", pluralize(late, "day")))),
        ActionState::Open => action.due.map(|day| normal_caption(format!("due {}", format_date(day, today)))),
        ActionState::Done | ActionState::Told | ActionState::Dropped => {
            Some(attention_caption(format!("done {}, not told yet", format_date(done, today))))
        }
    };
    BriefItem {
        owner: Some(who.to_owned()),
        side_caption: side_text,
        done: is_completed,
        ..brief_item(entry, Vec::new())
    }
}

/// Active ones first, then the paused ones.
fn goal_items(input: &BriefInput, today: Date, short_name: &str) -> Vec<BriefGoal> {
    let goals_in = |state: GoalState| {
        input
            .open_entries
            .iter()
            .filter(move |entry| matches!(&entry.detail, Detail::Goal(goal) if goal.state == state))
    };
    goals_in(GoalState::Active)
        .chain(goals_in(GoalState::Paused))
        .map(|entry| {
            let known = input.check_ins.iter().find(|(id, _)| *id == entry.id);
            let check_ins = known.map(|(_, check_ins)| check_ins.as_slice()).unwrap_or_default();
            let is_paused = matches!(&entry.detail, Detail::Goal(goal) if goal.state == GoalState::Paused);
            let side_text = (!is_paused).then(|| check_in_caption(entry, check_ins.last().map(|(day, _)| *day), today));
            BriefGoal {
                item: BriefItem { side_caption: side_text, ..brief_item(entry, captions(entry, today, short_name)) },
                closeness_history: check_ins.iter().map(|(_, closeness)| (*closeness).into()).collect(),
            }
        })
        .collect()
}

/// The last check-in of a goal, or how long it is overdue, counted from the day it was written
/// where there was none.
fn check_in_caption(goal: &Entry, last: Option<Date>, today: Date) -> Caption {
    let days = days_between(last.unwrap_or_else(|| goal.written_at.day()), today);
    match last {
        _ if days >= CHECK_IN_DUE_AFTER_DAYS => {
            attention_caption(format!("no check-in for {}", pluralize(days, "day")))
        }
        Some(day) => normal_caption(format!("last check-in {}", format_relative_date(day, today))),
        None => normal_caption("no check-in yet".to_owned()),
    }
}

/// With what the leader provides, and when it was last said aloud.
fn expectation_item(entry: &Entry, today: Date) -> BriefItem {
    let Detail::Expectation(expectation) = &entry.detail else { return brief_item(entry, Vec::new()) };
    let provide =
        (!expectation.provide.is_empty()).then(|| normal_caption(format!("I will provide: {}", expectation.provide)));
    let said = entry.last_event(|kind| kind == EventKind::SaidAloud);
    let said = said.map_or_else(
        || "not discussed yet".to_owned(),
        |event| format!("last discussed {}", format_relative_date(event.at.day(), today)),
    );
    brief_item(entry, provide.into_iter().chain([normal_caption(said)]).collect())
}

fn delegation_items(input: &BriefInput, today: Date) -> Vec<BriefItem> {
    let delegations = input.open_entries.iter().filter_map(|entry| match &entry.detail {
        Detail::Delegation(delegation) => Some((entry, delegation)),
        _ => None,
    });
    delegations.map(|(entry, delegation)| brief_item(entry, delegation_captions(entry, delegation, today))).collect()
}

/// The hands-off date, the level and the support.
fn delegation_captions(entry: &Entry, delegation: &Delegation, today: Date) -> Vec<Caption> {
    let hands_off = delegation.hands_off_until.map(|day| match day {
        day if day < today => attention_caption(format!("hands-off ended {}", format_date(day, today))),
        day => normal_caption(format!("hands off until {}", format_date(day, today))),
    });
    let level = entry.delegation_level().unwrap_or(delegation.level).description();
    let support = &delegation.support;
    let how = if support.is_empty() { level.to_owned() } else { format!("{level} · support: {support}") };
    hands_off.into_iter().chain([normal_caption(how)]).collect()
}

fn need_answer(need: &Need, today: Date) -> NeedAnswer {
    let written = need.written_at.day();
    NeedAnswer {
        text: to_plain_text(&need.text),
        written_on: written,
        label: format!("written {}", format_past_date(written, today)),
    }
}

fn balance_text(balance: Balance, short_name: &str) -> Option<BalanceText> {
    let (person, work) = balance.percentages()?;
    Some(BalanceText {
        person_percent: person,
        work_percent: work,
        about_person: format!("{person}% about {short_name}"),
        about_work: format!("{work}% about work"),
        summary: describe_balance(balance, short_name),
    })
}

#[cfg(test)]
mod tests;
