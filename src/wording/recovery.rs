//! The result of a recovery, in sentences.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{date::format_date, text::capitalize};
use crate::domain::{
    entry::kind::Kind,
    recovery::{Loss, LossKind, LostRecord, RecoveryReport},
};

/// How much was recovered, as one sentence.
pub fn describe_recovered(report: &RecoveryReport) -> String {
    let count = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut sentence = format!(
        "Recovered {}, {}, {} and {}.",
        count(report.people, "person", "people"),
        count(report.one_on_ones, "one-on-one", "one-on-ones"),
        count(report.entries, "entry", "entries"),
        count(report.others, "other record", "other records")
    );
    if report.from_change_log > 0 {
        let _ = write!(sentence, " {} of them came from the change log.", report.from_change_log);
    }
    sentence
}

/// What was damaged, as one sentence; `None` if nothing was.
pub fn describe_damage(report: &RecoveryReport) -> Option<String> {
    let mut parts = Vec::new();
    match report.unreadable_pages.len() {
        0 => {}
        1 => parts.push("1 damaged page".to_owned()),
        pages => parts.push(format!("{pages} damaged pages")),
    }
    match report.torn_commits {
        0 => {}
        1 => parts.push("1 incomplete change in the file ending in “-wal”".to_owned()),
        commits => parts.push(format!("{commits} incomplete changes in the file ending in “-wal”")),
    }
    (!parts.is_empty()).then(|| format!("Found {}.", parts.join(" and ")))
}

/// What could not be had of a record, as one line.
pub fn describe_loss(loss: &Loss, today: Date) -> String {
    let mut subject = match (loss.record, loss.kind) {
        (LostRecord::Entry, Some(kind)) => entry_noun(kind).to_owned(),
        (LostRecord::Person, _) => loss.person.clone().unwrap_or_else(|| "person".to_owned()),
        (record, _) => record_noun(record).to_owned(),
    };
    if let (Some(person), false) = (&loss.person, loss.record == LostRecord::Person) {
        subject.push_str(if loss.record == LostRecord::OneOnOne { " with " } else { " about " });
        subject.push_str(person);
    }
    if let Some(day) = loss.day {
        let _ = write!(subject, ", {}", format_date(day, today));
    }
    if let Some(id) = loss.id {
        let _ = write!(subject, " (number {id})");
    }
    format!("{}: {}", capitalize(&subject), describe_loss_kind(loss))
}

fn describe_loss_kind(loss: &Loss) -> &'static str {
    match (loss.what, loss.record) {
        (LossKind::Gone, LostRecord::Draft | LostRecord::Setting | LostRecord::Change) => "some may be missing",
        (LossKind::Gone, _) => "not recovered",
        (LossKind::TextLost, _) => "the text is lost",
        (LossKind::TextCut, _) => "the end of the text is lost",
        (LossKind::DetailsLost, LostRecord::Person) => "only the name was recovered",
        (LossKind::DetailsLost, _) => "the text was recovered, the rest is as in a new entry",
        (LossKind::EventsLost, _) => "a part of what happened to it is lost",
        (LossKind::Placeholder, _) => "not recovered; a placeholder that keeps the rest in place",
        (LossKind::Suspect, _) => "recovered, but a letter, date or state may be wrong",
    }
}

fn record_noun(record: LostRecord) -> &'static str {
    match record {
        LostRecord::Person => "person",
        LostRecord::OneOnOne => "one-on-one",
        LostRecord::Entry => "entry",
        LostRecord::Event => "event",
        LostRecord::Need => "what someone needs",
        LostRecord::Question => "question of your own",
        LostRecord::AskedQuestion => "question asked",
        LostRecord::SelfCheck => "self-check",
        LostRecord::Intention => "intention",
        LostRecord::Review => "review",
        LostRecord::Template => "review template",
        LostRecord::Draft => "unsaved text",
        LostRecord::Setting => "settings",
        LostRecord::Change => "change history",
    }
}

fn entry_noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Note => "note",
        Kind::Flag => "flag",
        Kind::Goal => "goal",
        Kind::CheckIn => "check-in",
        Kind::Action => "action",
        Kind::Praise => "praise",
        Kind::Feedback => "feedback",
        Kind::Delegation => "delegation",
        Kind::Expectation => "expectation",
        Kind::Topic => "topic",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn loss_names_kind_person_day_and_number_but_no_text() {
        let today = date(2026, 11, 24);
        let note = Loss {
            id: Some(17),
            kind: Some(Kind::Note),
            person: Some("Dana".to_owned()),
            day: Some(date(2026, 5, 3)),
            ..Loss::new(LossKind::TextLost, LostRecord::Entry)
        };
        let person = Loss { person: Some("Dana".to_owned()), ..Loss::new(LossKind::Suspect, LostRecord::Person) };
        let lines =
            [note, person, Loss::new(LossKind::Gone, LostRecord::Draft)].map(|loss| describe_loss(&loss, today));
        assert_eq!(
            lines,
            [
                "Note about Dana, Sun 3 May (number 17): the text is lost",
                "Dana: recovered, but a letter, date or state may be wrong",
                "Unsaved text: some may be missing",
            ]
        );
    }

    #[test]
    fn report_says_how_much_was_recovered_and_what_was_damaged() {
        let report = RecoveryReport {
            people: 1,
            one_on_ones: 2,
            entries: 30,
            from_change_log: 4,
            unreadable_pages: vec![7],
            torn_commits: 2,
            ..RecoveryReport::default()
        };
        assert_eq!(
            describe_recovered(&report),
            "Recovered 1 person, 2 one-on-ones, 30 entries and 0 other records. 4 of them came from the change log."
        );
        assert_eq!(
            describe_damage(&report).as_deref(),
            Some("Found 1 damaged page and 2 incomplete changes in the file ending in “-wal”.")
        );
        assert_eq!(describe_damage(&RecoveryReport::default()), None);
    }
}
