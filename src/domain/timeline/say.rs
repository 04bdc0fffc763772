//! How a moment of a history is said: one line that says what happened, and small ones below it.

use jiff::civil::Date;

use crate::domain::{
    aside::{Aside, asides, in_short, level_words},
    entry::{Detail, Entry},
    flag::Flag,
    kind::Kind,
    step::{Step, What},
};

/// What is said of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What happened, where that is not the text of the entry itself.
    pub title: Option<String>,
    /// The small lines below.
    pub lines: Vec<Aside>,
}

/// What is to be known beside the entry to say one of its moments.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Today, where the leader is.
    pub today: Date,
    /// How the person is called in passing.
    pub them: &'a str,
    /// Where it happened, as in "One-on-one, 34 min"; empty where it happened in none.
    pub met: &'a str,
    /// The text of the goal that a check-in is on.
    pub goal: Option<&'a str>,
    /// How often a goal was checked in on.
    pub check_ins: usize,
}

/// How the `nth` moment of an entry is said; 0 is that it was written. Nothing where the entry has no such moment any more.
pub fn say(entry: &Entry, nth: u16, beside: &Beside<'_>) -> Option<Said> {
    let Some(at) = usize::from(nth).checked_sub(1) else { return Some(written(entry, beside)) };
    entry.steps.get(at).map(|step| happened(entry, step, beside))
}

/// As it was when it was written: what became of it is said where that happened.
fn written(entry: &Entry, beside: &Beside<'_>) -> Said {
    let Beside { today, them, met, .. } = *beside;
    let mut title = None;
    let mut lines = match &entry.detail {
        Detail::Flag(flag) => of_flag(entry, flag, today, them),
        Detail::Goal(_) | Detail::Delegation(_) => {
            let mut begun = entry.clone();
            begun.steps.clear();
            begun.follow_steps();
            asides(&begun, today, them)
        }
        Detail::CheckIn(check_in) => {
            let on = beside.goal.map(|goal| format!(" · {goal}")).unwrap_or_default();
            title = Some(format!("Check-in {} of 5{on}", u8::from(check_in.closeness)));
            Vec::new()
        }
        _ => asides(entry, today, them),
    };
    add(&mut lines, met);
    Said { title, lines }
}

/// While it is open, how long it waits; and what they might need.
fn of_flag(entry: &Entry, flag: &Flag, today: Date, them: &str) -> Vec<Aside> {
    let waits = in_short(entry, today, them).filter(|_| flag.state.is_open());
    let need = (!flag.need.is_empty()).then(|| Aside::more(format!("Might need: {}", flag.need)));
    waits.into_iter().chain(need).collect()
}

fn happened(entry: &Entry, step: &Step, beside: &Beside<'_>) -> Said {
    let text = entry.text.as_str();
    let words = step.words.as_str();
    let today = beside.today;
    let (verb, of) = (said_of(step.what, entry, step), text);
    let mut lines = Vec::new();
    let title = match step.what {
        // How it ended is what counts; what it was about goes below.
        What::Settled | What::LetGo if !words.is_empty() => {
            lines.push(Aside::more(first_line(text).to_owned()));
            lines.push(Aside::more(days_of_flag(entry, step, today)));
            format!("{verb}: {words}")
        }
        _ => format!("{verb}: {of}"),
    };
    let small = match step.what {
        What::Settled | What::LetGo => String::new(),
        What::Reached => {
            let set = format!("Set {}", short_day(entry.written.day(), today));
            let check_ins = match beside.check_ins {
                0 => String::new(),
                1 => ", one check-in".to_owned(),
                many => format!(", {many} check-ins"),
            };
            joined(&[&format!("{set}{check_ins}"), words])
        }
        What::Level(level) => joined(&[level_words(level), words]),
        What::Complete | What::Back => {
            joined(&[&format!("Handed over {}", short_day(entry.written.day(), today)), words])
        }
        _ => words.to_owned(),
    };
    // Where it happened comes first, as the ground it stands on.
    let below = match (step.what, beside.met) {
        (What::Settled | What::LetGo, met) => {
            add(&mut lines, met);
            String::new()
        }
        (What::Reached | What::Complete | What::Back, met) => joined(&[&small, met]),
        (_, met) => joined(&[met, &small]),
    };
    if !below.is_empty() {
        lines.push(Aside::more(below));
    }
    Said { title: Some(title), lines }
}

/// What happened, in a word or two.
fn said_of(what: What, entry: &Entry, step: &Step) -> &'static str {
    match what {
        What::Raised => "Raised",
        What::Settled => "Settled",
        What::LookedAgain => "Looked again",
        What::LetGo => "Let go",
        What::Paused => "Paused",
        What::Resumed => "Going on",
        What::Reached => "Reached",
        What::Dropped => "Dropped",
        What::Done => "Done",
        What::Told if entry.kind() == Kind::Praise => "Told them",
        What::Told => "They know",
        What::Level(level) => {
            let before = level_before(entry, step);
            if before.is_some_and(|before| level < before) { "Stepped down" } else { "Stepped up" }
        }
        What::Back => "Back with you",
        What::Complete => "Complete",
        What::Said => "Said aloud",
        What::Replaced => "Replaced",
        What::Talked => "Talked about",
    }
}

fn level_before(entry: &Entry, step: &Step) -> Option<crate::domain::delegation::Level> {
    let Detail::Delegation(delegation) = &entry.detail else { return None };
    let before = entry.steps.iter().take_while(|other| other.uid != step.uid);
    Some(before.filter_map(|step| step.what.level()).last().unwrap_or(delegation.level))
}

/// "noticed 12 Nov · raised 24 Nov · settled 24 Nov · check again 8 Dec".
fn days_of_flag(entry: &Entry, end: &Step, today: Date) -> String {
    let raised = entry.steps.iter().find(|step| step.what == What::Raised);
    let raised = raised.map(|step| format!("raised {}", short_day(step.at.day(), today)));
    let again = match &entry.detail {
        Detail::Flag(Flag { check_again: Some(day), .. }) if end.what == What::Settled => {
            format!("check again {}", short_day(*day, today))
        }
        _ => String::new(),
    };
    let ended = if end.what == What::Settled { "settled" } else { "let go" };
    joined(&[
        &format!("noticed {}", short_day(entry.written.day(), today)),
        raised.as_deref().unwrap_or("not raised"),
        &format!("{ended} {}", short_day(end.at.day(), today)),
        &again,
    ])
}

/// "12 Nov", with the year where it is not this one.
pub fn short_day(day: Date, today: Date) -> String {
    let form = if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    day.strftime(form).to_string()
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// A line of up to so many letters has room for more.
const SHORT_LINE: usize = 72;

/// Puts one more thing at the end of the last line, where that is calm and short; else on a line of its own.
fn add(lines: &mut Vec<Aside>, more: &str) {
    if more.is_empty() {
        return;
    }
    match lines.last_mut() {
        Some(last) if last.voice == crate::domain::aside::Voice::Calm && last.text.chars().count() <= SHORT_LINE => {
            last.text = format!("{} · {more}", last.text);
        }
        _ => lines.push(Aside::more(more.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        delegation::{Delegation, Level},
        goal::Goal,
        id::{EntryId, PersonId, Uid},
        moment::Moment,
        note::Note,
        praise::Praise,
    };

    const TODAY: Date = date(2026, 11, 24);

    fn at(day: Date) -> Moment {
        let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("noon").timestamp();
        Moment::from_parts(noon.as_millisecond(), 0, "UTC".into()).expect("a moment")
    }

    fn entry(day: Date, text: &str, detail: Detail, steps: &[(Date, What, &str)]) -> Entry {
        let step = |(nth, (day, what, words)): (u128, &(Date, What, &str))| Step {
            uid: Uid::new(1, nth),
            at: at(*day),
            one_on_one: None,
            what: *what,
            words: (*words).to_owned(),
        };
        let mut entry = Entry {
            id: EntryId(1),
            uid: Uid::NONE,
            person: PersonId(1),
            one_on_one: None,
            written: at(day),
            text: text.to_owned(),
            detail,
            steps: (1..).zip(steps).map(step).collect(),
            trashed: None,
            put_off: None,
            evidence: false,
        };
        entry.follow_steps();
        entry
    }

    /// Each moment of an entry: its title, and the lines below, between bars.
    fn said(entry: &Entry, met: &str) -> Vec<String> {
        let beside = Beside { today: TODAY, them: "Dana", met, goal: Some("Lead a design"), check_ins: 5 };
        (0..)
            .map_while(|nth| say(entry, nth, &beside))
            .map(|said| {
                let lines: Vec<String> = said.lines.into_iter().map(|line| line.text).collect();
                format!("{} | {}", said.title.unwrap_or_default(), lines.join(" | "))
            })
            .collect()
    }

    #[test]
    fn a_flag_is_told_from_noticing_to_settling() {
        let flag = Flag { need: "room to disagree".into(), ..Flag::default() };
        let mut settled = entry(
            date(2026, 11, 12),
            "Quiet in two design reviews",
            Detail::Flag(flag),
            &[(TODAY, What::Raised, "felt talked over"), (TODAY, What::Settled, "she comments in writing")],
        );
        if let Detail::Flag(flag) = &mut settled.detail {
            flag.check_again = Some(date(2026, 12, 8));
        }
        assert_eq!(
            said(&settled, "One-on-one"),
            [
                " | Might need: room to disagree · One-on-one",
                "Raised: Quiet in two design reviews | One-on-one · felt talked over",
                "Settled: she comments in writing | Quiet in two design reviews | \
                 noticed 12 Nov · raised 24 Nov · settled 24 Nov · check again 8 Dec · One-on-one",
            ]
        );
        let steps = [(date(2026, 1, 9), What::LetGo, "only half of it")];
        let let_go = entry(date(2025, 12, 30), "Took it back", Detail::Flag(Flag::default()), &steps);
        assert_eq!(
            said(&let_go, ""),
            [" | ", "Let go: only half of it | Took it back | noticed 30 Dec 2025 · not raised · let go 9 Jan"]
        );
        let open = entry(date(2026, 11, 12), "Quiet", Detail::Flag(Flag::default()), &[]);
        assert_eq!(said(&open, ""), [" | Noticed 12 days ago, still not raised"]);
    }

    #[test]
    fn what_became_of_goals_delegations_and_the_rest_is_said_in_their_words() {
        let goal = Goal { why: "a second voice".into(), ..Goal::default() };
        let reached = entry(
            date(2026, 8, 4),
            "run the handover",
            Detail::Goal(goal),
            &[(date(2026, 9, 1), What::Paused, "too much"), (TODAY, What::Reached, "Four Mondays.")],
        );
        assert_eq!(
            said(&reached, "One-on-one, 34 min"),
            [
                " | Why it matters: a second voice · One-on-one, 34 min",
                "Paused: run the handover | One-on-one, 34 min · too much",
                "Reached: run the handover | Set 4 Aug, 5 check-ins · Four Mondays. · One-on-one, 34 min",
            ]
        );
        let handed = Delegation { level: Level::Agree, ..Delegation::default() };
        let steps = [
            (TODAY, What::Level(Level::Advise), "less advice"),
            (TODAY, What::Level(Level::Tell), ""),
            (TODAY, What::Complete, ""),
        ];
        let delegation = entry(date(2026, 6, 30), "the renewal", Detail::Delegation(handed), &steps);
        assert_eq!(
            said(&delegation, ""),
            [
                " | you decide together",
                "Stepped up: the renewal | they decide, after asking · less advice",
                "Stepped down: the renewal | you decide and tell",
                "Complete: the renewal | Handed over 30 Jun",
            ]
        );
        let praise =
            entry(TODAY, "patient", Detail::Praise(Praise::default()), &[(TODAY, What::Told, "in the meeting")]);
        assert_eq!(said(&praise, ""), [" | told today: in the meeting", "Told them: patient | in the meeting"]);
        let note = entry(TODAY, "climbs", Detail::Note(Note::default()), &[]);
        assert_eq!(said(&note, "16:20"), [" | 16:20"]);
    }

    #[test]
    fn a_check_in_says_how_close_it_feels_and_to_what() {
        let closeness = 4.try_into().expect("of five");
        let check_in = crate::domain::check_in::CheckIn { goal: EntryId(2), closeness };
        let check_in = entry(TODAY, "Ran the review.", Detail::CheckIn(check_in), &[]);
        assert_eq!(said(&check_in, ""), ["Check-in 4 of 5 · Lead a design | "]);
        assert_eq!(say(&check_in, 1, &Beside { today: TODAY, them: "Dana", met: "", goal: None, check_ins: 0 }), None);
    }
}
