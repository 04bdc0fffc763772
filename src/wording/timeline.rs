//! Events of the timeline as text: a title and captions.

pub mod duration;

use jiff::civil::Date;

use crate::{
    domain::{
        attention::Emphasis,
        entry::{
            Detail, Entry,
            event::{EntryEvent, EventKind},
            kind::flag::Flag,
        },
    },
    wording::{
        date::format_short_date,
        entry_caption::{Caption, captions, status_caption},
        event_label::event_label,
        text::join_parts,
    },
};

/// An event as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDescription {
    /// What happened; `None` where the text of the entry is the title.
    pub title: Option<String>,
    /// The captions below the title.
    pub captions: Vec<Caption>,
}

/// What is needed besides the entry to describe one of its events.
#[derive(Debug, Clone, Copy)]
pub struct DescriptionContext<'a> {
    /// Today, in the leader's time zone.
    pub today: Date,
    /// The short name of the person.
    pub short_name: &'a str,
    /// The one-on-one it happened in, as "One-on-one, 34 min"; empty where there was none.
    pub meeting_label: &'a str,
    /// The text of the goal of a check-in.
    pub goal_text: Option<&'a str>,
    /// The number of check-ins of a goal.
    pub check_in_count: usize,
}

/// Describes an event of an entry: 0 is its writing, then its events in order. `None` where it has
/// no such event.
pub fn describe_event(entry: &Entry, event_index: u16, context: &DescriptionContext<'_>) -> Option<EventDescription> {
    let Some(at) = usize::from(event_index).checked_sub(1) else { return Some(describe_written(entry, context)) };
    entry.events.get(at).map(|event| describe_later_event(entry, event, context))
}

/// The entry as it was written, without its later events.
fn describe_written(entry: &Entry, context: &DescriptionContext<'_>) -> EventDescription {
    let DescriptionContext { today, short_name: them, meeting_label: met, .. } = *context;
    let mut title = None;
    let mut lines = match &entry.detail {
        Detail::Flag(flag) => flag_captions(entry, flag, today, them),
        Detail::Goal(_) | Detail::Delegation(_) => {
            let mut begun = entry.clone();
            begun.events.clear();
            begun.recompute_state();
            captions(&begun, today, them)
        }
        Detail::CheckIn(check_in) => {
            let on = context.goal_text.map(|goal| format!(" · {goal}")).unwrap_or_default();
            title = Some(format!("Check-in {} of 5{on}", u8::from(check_in.closeness)));
            Vec::new()
        }
        Detail::Note(_)
        | Detail::Action(_)
        | Detail::Praise(_)
        | Detail::Feedback(_)
        | Detail::Expectation(_)
        | Detail::Topic(_) => captions(entry, today, them),
    };
    append_part(&mut lines, met);
    EventDescription { title, captions: lines }
}

/// How long an open flag waits, and what the person might need.
fn flag_captions(entry: &Entry, flag: &Flag, today: Date, short_name: &str) -> Vec<Caption> {
    let waits = status_caption(entry, today, short_name).filter(|_| flag.state.is_open());
    let need = (!flag.need.is_empty()).then(|| Caption::new(format!("Might need: {}", flag.need)));
    waits.into_iter().chain(need).collect()
}

fn describe_later_event(entry: &Entry, event: &EntryEvent, context: &DescriptionContext<'_>) -> EventDescription {
    let text = entry.text.as_str();
    let words = event.comment.as_str();
    let today = context.today;
    let (verb, of) = (title_label(event.kind, entry, event, context.short_name), text);
    let mut lines = Vec::new();
    let title = match event.kind {
        // The outcome is the title; the text of the flag goes below.
        EventKind::Settled | EventKind::LetGo if !words.is_empty() => {
            lines.push(Caption::new(first_line(text).to_owned()));
            lines.push(Caption::new(flag_dates(entry, event, today)));
            format!("{verb}: {words}")
        }
        _ => format!("{verb}: {of}"),
    };
    let small = match event.kind {
        EventKind::Settled | EventKind::LetGo => String::new(),
        EventKind::Reached => {
            let set = format!("Set {}", format_short_date(entry.written_at.day(), today));
            let check_ins = match context.check_in_count {
                0 => String::new(),
                1 => ", one check-in".to_owned(),
                many => format!(", {many} check-ins"),
            };
            join_parts([&format!("{set}{check_ins}"), words])
        }
        EventKind::LevelChanged(level) => join_parts([level.description(), words]),
        EventKind::Completed | EventKind::TakenBack => {
            join_parts([&format!("Delegated {}", format_short_date(entry.written_at.day(), today)), words])
        }
        EventKind::Raised
        | EventKind::Rechecked
        | EventKind::Paused
        | EventKind::Resumed
        | EventKind::Dropped
        | EventKind::Done
        | EventKind::Told
        | EventKind::SaidAloud
        | EventKind::Replaced
        | EventKind::Discussed => words.to_owned(),
    };
    // The one-on-one comes first, except after an end.
    let below = match (event.kind, context.meeting_label) {
        (EventKind::Settled | EventKind::LetGo, met) => {
            append_part(&mut lines, met);
            String::new()
        }
        (EventKind::Reached | EventKind::Completed | EventKind::TakenBack, met) => join_parts([&small, met]),
        (_, met) => join_parts([met, &small]),
    };
    if !below.is_empty() {
        lines.push(Caption::new(below));
    }
    EventDescription { title: Some(title), captions: lines }
}

/// The event in a word or two, with who was told, or which way the level went.
fn title_label(kind: EventKind, entry: &Entry, event: &EntryEvent, short_name: &str) -> String {
    match kind {
        EventKind::Told => format!("Told {short_name}"),
        EventKind::LevelChanged(level) => {
            let before = level_before(entry, event);
            let lowered = before.is_some_and(|before| level < before);
            if lowered { "Level lowered".to_owned() } else { "Level raised".to_owned() }
        }
        kind => event_label(kind).to_owned(),
    }
}

fn level_before(entry: &Entry, event: &EntryEvent) -> Option<crate::domain::entry::kind::delegation::Level> {
    let Detail::Delegation(delegation) = &entry.detail else { return None };
    let before = entry.events.iter().take_while(|other| other.uid != event.uid);
    Some(before.filter_map(|event| event.kind.level()).last().unwrap_or(delegation.level))
}

/// "noticed 12 Nov · raised 24 Nov · settled 24 Nov · check again 8 Dec".
fn flag_dates(entry: &Entry, end: &EntryEvent, today: Date) -> String {
    let raised = entry.events.iter().find(|event| event.kind == EventKind::Raised);
    let raised = raised.map(|event| format!("raised {}", format_short_date(event.at.day(), today)));
    let again = match &entry.detail {
        Detail::Flag(Flag { recheck_on: Some(day), .. }) if end.kind == EventKind::Settled => {
            format!("check again {}", format_short_date(*day, today))
        }
        _ => String::new(),
    };
    let ended = if end.kind == EventKind::Settled { "settled" } else { "let go" };
    join_parts([
        &format!("noticed {}", format_short_date(entry.written_at.day(), today)),
        raised.as_deref().unwrap_or("not raised"),
        &format!("{ended} {}", format_short_date(end.at.day(), today)),
        &again,
    ])
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// A caption of up to so many characters has room for another part.
const MAX_SHARED_LINE_CHARS: usize = 72;

/// Appends a part to the last caption where that is short and of normal emphasis, else as a caption
/// of its own.
fn append_part(lines: &mut Vec<Caption>, more: &str) {
    if more.is_empty() {
        return;
    }
    match lines.last_mut() {
        Some(last) if last.emphasis == Emphasis::Normal && last.text.chars().count() <= MAX_SHARED_LINE_CHARS => {
            last.text = format!("{} · {more}", last.text);
        }
        _ => lines.push(Caption::new(more.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        entry::kind::{
            delegation::{Delegation, Level},
            goal::Goal,
            note::Note,
            praise::Praise,
        },
        id::{EntryId, PersonId, Uid},
        moment::Moment,
    };

    const TODAY: Date = date(2026, 11, 24);

    fn at(day: Date) -> Moment {
        let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Moment::from_parts(noon.as_millisecond(), 0, "UTC".into()).expect("a moment")
    }

    fn entry(day: Date, text: &str, detail: Detail, steps: &[(Date, EventKind, &str)]) -> Entry {
        let event = |(nth, (day, what, words)): (u128, &(Date, EventKind, &str))| EntryEvent {
            uid: Uid::new(1, nth),
            at: at(*day),
            one_on_one: None,
            kind: *what,
            comment: (*words).to_owned(),
        };
        let mut entry = Entry {
            id: EntryId(1),
            uid: Uid::NIL,
            person: PersonId(1),
            one_on_one: None,
            written_at: at(day),
            text: text.to_owned(),
            detail,
            events: (1..).zip(steps).map(event).collect(),
            trashed_at: None,
            snoozed_until: None,
            evidence: false,
            shared_on: None,
        };
        entry.recompute_state();
        entry
    }

    /// Each moment of an entry: its title, and the lines below, between bars.
    fn descriptions(entry: &Entry, met: &str) -> Vec<String> {
        let beside = DescriptionContext {
            today: TODAY,
            short_name: "Dana",
            meeting_label: met,
            goal_text: Some("Lead a design"),
            check_in_count: 5,
        };
        (0..)
            .map_while(|nth| describe_event(entry, nth, &beside))
            .map(|said| {
                let lines: Vec<String> = said.captions.into_iter().map(|line| line.text).collect();
                format!("{} | {}", said.title.unwrap_or_default(), lines.join(" | "))
            })
            .collect()
    }

    #[test]
    fn describes_events_of_a_flag() {
        let flag = Flag { need: "room to disagree".into(), ..Flag::default() };
        let mut settled = entry(
            date(2026, 11, 12),
            "Quiet in two design reviews",
            Detail::Flag(flag),
            &[(TODAY, EventKind::Raised, "felt talked over"), (TODAY, EventKind::Settled, "she comments in writing")],
        );
        if let Detail::Flag(flag) = &mut settled.detail {
            flag.recheck_on = Some(date(2026, 12, 8));
        }
        assert_eq!(
            descriptions(&settled, "One-on-one"),
            [
                " | Might need: room to disagree · One-on-one",
                "Raised: Quiet in two design reviews | One-on-one · felt talked over",
                "Settled: she comments in writing | Quiet in two design reviews | \
                 noticed 12 Nov · raised 24 Nov · settled 24 Nov · check again 8 Dec · One-on-one",
            ]
        );
        let steps = [(date(2026, 1, 9), EventKind::LetGo, "only half of it")];
        let let_go = entry(date(2025, 12, 30), "Took it back", Detail::Flag(Flag::default()), &steps);
        assert_eq!(
            descriptions(&let_go, ""),
            [" | ", "Let go: only half of it | Took it back | noticed 30 Dec 2025 · not raised · let go 9 Jan"]
        );
        let open = entry(date(2026, 11, 12), "Quiet", Detail::Flag(Flag::default()), &[]);
        assert_eq!(descriptions(&open, ""), [" | Noticed 12 days ago, still not raised"]);
    }

    #[test]
    fn describes_events_of_each_kind() {
        let goal = Goal { why: "a second voice".into(), ..Goal::default() };
        let reached = entry(
            date(2026, 8, 4),
            "run the handover",
            Detail::Goal(goal),
            &[(date(2026, 9, 1), EventKind::Paused, "too much"), (TODAY, EventKind::Reached, "Four Mondays.")],
        );
        assert_eq!(
            descriptions(&reached, "One-on-one, 34 min"),
            [
                " | Why it matters: a second voice · One-on-one, 34 min",
                "Paused: run the handover | One-on-one, 34 min · too much",
                "Reached: run the handover | Set 4 Aug, 5 check-ins · Four Mondays. · One-on-one, 34 min",
            ]
        );
        let handed = Delegation { level: Level::Agree, ..Delegation::default() };
        let steps = [
            (TODAY, EventKind::LevelChanged(Level::Advise), "less advice"),
            (TODAY, EventKind::LevelChanged(Level::Tell), ""),
            (TODAY, EventKind::Completed, ""),
        ];
        let delegation = entry(date(2026, 6, 30), "the renewal", Detail::Delegation(handed), &steps);
        assert_eq!(
            descriptions(&delegation, ""),
            [
                " | you decide together",
                "Level raised: the renewal | they decide, after asking · less advice",
                "Level lowered: the renewal | you decide and tell",
                "Completed: the renewal | Delegated 30 Jun",
            ]
        );
        let praise =
            entry(TODAY, "patient", Detail::Praise(Praise::default()), &[(TODAY, EventKind::Told, "in the meeting")]);
        assert_eq!(descriptions(&praise, ""), [" | told today: in the meeting", "Told Dana: patient | in the meeting"]);
        let note = entry(TODAY, "climbs", Detail::Note(Note::default()), &[]);
        assert_eq!(descriptions(&note, "16:20"), [" | 16:20"]);
    }

    #[test]
    fn describes_closeness_and_goal_of_a_check_in() {
        let closeness = 4.try_into().expect("of five");
        let check_in = crate::domain::entry::kind::check_in::CheckIn { goal: EntryId(2), closeness };
        let check_in = entry(TODAY, "Ran the review.", Detail::CheckIn(check_in), &[]);
        assert_eq!(descriptions(&check_in, ""), ["Check-in 4 of 5 · Lead a design | "]);
        assert_eq!(
            describe_event(
                &check_in,
                1,
                &DescriptionContext {
                    today: TODAY,
                    short_name: "Dana",
                    meeting_label: "",
                    goal_text: None,
                    check_in_count: 0
                }
            ),
            None
        );
    }
}
