//! The recap of a one-on-one and the agenda before it, as a text to send.

use jiff::civil::{Date, Time};

use super::text::capitalize;
use crate::domain::{
    entry::kind::{Kind, delegation::Level},
    recap::{Recap, SharedAction, SharedAgenda},
};

/// A text to send: a greeting, sections of lines, and closing lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedText {
    /// The subject of a mail.
    pub subject: String,
    /// The first line.
    pub greeting: String,
    /// The sections that are not empty: a heading and its lines.
    pub sections: Vec<(String, Vec<String>)>,
    /// The last lines.
    pub closing: Vec<String>,
}

impl SharedText {
    /// The text without any markup.
    pub fn to_plain_text(&self) -> String {
        let sections = self.sections.iter().map(|(title, lines)| {
            let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
            format!("{title}\n{}", lines.join("\n"))
        });
        let closing = (!self.closing.is_empty()).then(|| self.closing.join("\n"));
        let parts: Vec<String> = std::iter::once(self.greeting.clone()).chain(sections).chain(closing).collect();
        parts.join("\n\n") + "\n"
    }
}

/// The recap as a text to send.
pub fn recap_text(recap: &Recap) -> SharedText {
    let (name, day) = (&recap.first_name, format_day(recap.day));
    let agreed = !(recap.mine.is_empty() && recap.theirs.is_empty() && recap.delegations.is_empty());
    let greeting = if agreed {
        format!("Hi {name}, here’s what we agreed on {day}.")
    } else {
        format!("Hi {name}, thanks for your time on {day}.")
    };
    let delegated = recap.delegations.iter().map(|(text, level)| format!("{text}: {}", describe_level(*level)));
    let theirs = recap.theirs.iter().map(action_line).chain(delegated).collect();
    let mut sections = vec![
        ("I will".to_owned(), recap.mine.iter().map(action_line).collect()),
        ("You will".to_owned(), theirs),
        ("What we expect".to_owned(), recap.expectations.clone()),
        ("We discussed".to_owned(), recap.topics.clone()),
    ];
    sections.retain(|(_, lines): &(String, Vec<String>)| !lines.is_empty());
    let praise = recap.praise.iter().map(|text| format!("Well done: {text}"));
    let next = recap.next.map(|next| format!("Next time: {}", format_meeting(next)));
    let subject = format!("Our one-on-one on {}", recap.day.strftime("%-d %B"));
    SharedText { subject, greeting, sections, closing: praise.chain(next).collect() }
}

/// The agenda as a text to send.
pub fn agenda_text(agenda: &SharedAgenda) -> SharedText {
    let when = agenda.next.map(|next| format!(" on {}", format_meeting(next))).unwrap_or_default();
    let greeting = if agenda.is_empty() {
        format!("Hi {}, what would you like to talk about{when}?", agenda.first_name)
    } else {
        format!("Hi {}, here’s what I have for our one-on-one{when}.", agenda.first_name)
    };
    let mut sections = vec![
        ("To discuss".to_owned(), agenda.topics.clone()),
        ("I said I would".to_owned(), agenda.mine.iter().map(action_line).collect()),
        ("You said you would".to_owned(), agenda.theirs.iter().map(action_line).collect()),
    ];
    sections.retain(|(_, lines): &(String, Vec<String>)| !lines.is_empty());
    let closing = if agenda.is_empty() { Vec::new() } else { vec!["What would you like to add?".to_owned()] };
    let day = agenda.next.map(|(day, _)| format!(" on {}", day.strftime("%-d %B"))).unwrap_or_default();
    SharedText { subject: format!("Our one-on-one{day}"), greeting, sections, closing }
}

/// "Left out because it’s private: 1 flag, 3 notes"; `None` where nothing was.
pub fn left_out_line(left_out: &[(Kind, usize)]) -> Option<String> {
    let count = |(kind, count): &(Kind, usize)| {
        let noun = if *count == 1 { kind.label() } else { kind.plural_label() };
        format!("{count} {}", noun.to_lowercase())
    };
    let counts: Vec<String> = left_out.iter().map(count).collect();
    (!counts.is_empty()).then(|| format!("Left out because it’s private: {}", counts.join(", ")))
}

fn action_line(action: &SharedAction) -> String {
    let text = capitalize(&action.text);
    match action.due {
        _ if action.is_done => format!("{text} (done)"),
        Some(due) => format!("{text}, by {}", format_day(due)),
        None => text,
    }
}

/// Who decides, in the words of the leader to the person.
fn describe_level(level: Level) -> &'static str {
    match level {
        Level::Tell => "I decide and tell you",
        Level::Sell => "I decide and explain why",
        Level::Consult => "I decide, after asking you",
        Level::Agree => "we decide together",
        Level::Advise => "you decide, after asking me",
        Level::Inquire => "you decide, then tell me",
        Level::Delegate => "you decide",
    }
}

/// "Tuesday 24 November".
fn format_day(day: Date) -> String {
    day.strftime("%A %-d %B").to_string()
}

/// "Tuesday 1 December, 10:00".
fn format_meeting((day, time): (Date, Option<Time>)) -> String {
    let time = time.map(|time| time.strftime(", %H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", format_day(day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::domain::id::EntryId;

    fn action(text: &str, due: Option<Date>, is_done: bool) -> SharedAction {
        SharedAction { id: EntryId(1), text: text.into(), due, is_done }
    }

    fn empty_recap() -> Recap {
        Recap {
            first_name: "Dana".into(),
            day: date(2026, 11, 24),
            mine: Vec::new(),
            theirs: Vec::new(),
            delegations: Vec::new(),
            expectations: Vec::new(),
            topics: Vec::new(),
            praise: Vec::new(),
            next: None,
            left_out: Vec::new(),
        }
    }

    #[test]
    fn recap_reads_as_a_mail() {
        let recap = Recap {
            mine: vec![action("get the disk alert an owner", Some(date(2026, 11, 27)), false)],
            theirs: vec![action("Send the talk outline", None, true)],
            delegations: vec![("Storage migration".into(), Level::Inquire)],
            topics: vec!["Conference talk: submit by 4 December".into()],
            praise: vec!["the incident write-up taught two other teams something".into()],
            next: Some((date(2026, 12, 1), Some(time(10, 0, 0, 0)))),
            ..empty_recap()
        };
        let text = recap_text(&recap);
        assert_eq!(
            text.to_plain_text(),
            "Hi Dana, here’s what we agreed on Tuesday 24 November.\n\n\
             I will\n- Get the disk alert an owner, by Friday 27 November\n\n\
             You will\n- Send the talk outline (done)\n- Storage migration: you decide, then tell me\n\n\
             We discussed\n- Conference talk: submit by 4 December\n\n\
             Well done: the incident write-up taught two other teams something\nNext time: Tuesday 1 December, 10:00\n"
        );
        assert_eq!(text.subject, "Our one-on-one on 24 November");
    }

    #[test]
    fn empty_recap_and_agenda_are_still_worth_sending() {
        assert_eq!(
            recap_text(&empty_recap()).to_plain_text(),
            "Hi Dana, thanks for your time on Tuesday 24 November.\n"
        );
        let agenda = SharedAgenda {
            first_name: "Dana".into(),
            topics: Vec::new(),
            mine: Vec::new(),
            theirs: Vec::new(),
            next: None,
            left_out: Vec::new(),
        };
        assert_eq!(agenda_text(&agenda).to_plain_text(), "Hi Dana, what would you like to talk about?\n");
    }

    #[test]
    fn agenda_asks_for_theirs() {
        let agenda = SharedAgenda {
            first_name: "Dana".into(),
            topics: vec!["Conference talk".into()],
            mine: vec![action("Ask Finance", None, false)],
            theirs: Vec::new(),
            next: Some((date(2026, 12, 1), None)),
            left_out: Vec::new(),
        };
        assert_eq!(
            agenda_text(&agenda).to_plain_text(),
            "Hi Dana, here’s what I have for our one-on-one on Tuesday 1 December.\n\n\
             To discuss\n- Conference talk\n\nI said I would\n- Ask Finance\n\nWhat would you like to add?\n"
        );
    }

    #[test]
    fn what_was_left_out_is_counted() {
        assert_eq!(left_out_line(&[]), None);
        assert_eq!(
            left_out_line(&[(Kind::Note, 3), (Kind::Flag, 1), (Kind::Feedback, 1)]).as_deref(),
            Some("Left out because it’s private: 3 notes, 1 flag, 1 feedback")
        );
    }
}
