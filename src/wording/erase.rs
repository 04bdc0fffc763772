//! What an erase removes, in sentences that quote nothing.

use jiff::civil::Date;

use crate::domain::erase::{EraseRequest, EraseScope, EraseSummary, InterruptedErase};

/// The heading of the lines that say what goes.
pub const WHAT_GOES: &str = "This will be gone for good:";

/// The notice that the file still has to be rebuilt.
pub const NOT_REBUILT: &str = "The file could not be cleaned up yet, because another program is reading it. Rapport \
                               will try again the next time it opens the journal.";

/// Shown before and after every erase.
pub const CANNOT_BE_UNDONE: &str = "This can’t be undone.";

/// While it is not known yet which backups have it.
pub const LOOKING_INTO_BACKUPS: &str = "Looking into your backups…";

/// No backup has it.
pub const NOT_IN_BACKUPS: &str = "None of your backups has it.";

/// The backups that have it are others than those that were listed.
pub const MADE_MEANWHILE: &str = "Your backups have changed meanwhile.";

/// The choice to erase in the backups, too.
pub const ERASE_THERE_TOO: &str = "Erase it there too";

/// What that choice means.
pub const ERASE_THERE_DETAIL: &str = "Each backup is rewritten without it and checked, before your journal is changed.";

/// The notice while an erase runs.
pub const ERASING: &str = "Erasing…";

/// The notice when undo comes to an erase.
pub const UNDO_STOPS_HERE: &str = "Nothing to undo: erasing is final";

/// The title of the yearly suggestion: "You have entries from before 24 November 2021".
pub fn suggestion(before: Date) -> String {
    format!("You have entries from before {}.", before.strftime("%-d %B %Y"))
}

/// What to know about the yearly suggestion.
pub const SUGGESTION_DETAIL: &str = "You asked to be reminded once a year. Nothing is erased automatically.";

/// How many backups still have it.
pub fn in_backups(count: usize, erase_there: bool) -> String {
    let backups = if count == 1 { "1 backup".to_owned() } else { format!("{count} backups") };
    if erase_there {
        format!("It will be erased in {backups}, too:")
    } else {
        format!("It is also in {backups}, and stays there (--backups erases it there, too):")
    }
}

/// The heading of the list of backups that have it.
pub fn also_in(count: usize) -> String {
    if count == 1 { "It’s also in 1 backup:".to_owned() } else { format!("It’s also in {count} backups:") }
}

/// The heading of the backups in which erasing failed.
pub fn still_in(count: usize) -> String {
    let backups = if count == 1 { "1 backup".to_owned() } else { format!("{count} backups") };
    format!("It couldn’t be erased in {backups}. Your journal still has it, so you can try again.")
}

/// Added to [`erased_notice`] after it was erased in backups, too.
pub fn also_erased_in(backups: usize) -> String {
    if backups == 1 { ", also in 1 backup".to_owned() } else { format!(", also in {backups} backups") }
}

/// What is said of a file that is named as a backup and cannot be read.
pub fn unreadable_backup(file: &std::path::Path) -> String {
    format!("{} can’t be read and may have it. Delete the file if you don’t need it.", file.display())
}

/// What became of an erase that was interrupted.
pub fn interrupted_notice(interrupted: InterruptedErase) -> &'static str {
    match interrupted {
        InterruptedErase::Completed => "Erasing was interrupted last time. It is complete now.",
        InterruptedErase::NotStarted => "Erasing was interrupted last time. Nothing was erased.",
    }
}

/// The lines that say what goes: people, entries by kind, and what belongs to them.
pub fn describe(summary: &EraseSummary) -> Vec<String> {
    let mut lines: Vec<String> = summary.people.iter().map(|name| format!("{name}, with the profile")).collect();
    let counts =
        |parts: &[String]| parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    let entries: Vec<String> =
        summary.entries.iter().map(|(kind, count)| count_of(*count, kind.label(), kind.plural_label())).collect();
    let records = [
        count_of(summary.one_on_ones, "one-on-one", "one-on-ones"),
        count_of(summary.needs, "answer to what they need", "answers to what they need"),
        count_of(summary.asked_questions, "asked question", "asked questions"),
        count_of(summary.reviews, "review", "reviews"),
        count_of(summary.self_checks, "self-check", "self-checks"),
        count_of(summary.intentions, "intention", "intentions"),
    ];
    let log = [
        count_of(summary.versions, "earlier version", "earlier versions"),
        count_of(summary.only_in_log, "item that was deleted or undone", "items that were deleted or undone"),
        count_of(summary.drafts, "draft", "drafts"),
    ];
    lines.extend([counts(&entries), counts(&records), counts(&log)].into_iter().filter(|line| !line.is_empty()));
    if let Some((first, last)) = summary.days {
        lines.push(days_line(first, last));
    }
    lines
}

/// What to know besides: check-ins that go with their goal, and quotations that stay.
pub fn notes(request: &EraseRequest, summary: &EraseSummary) -> Vec<String> {
    let mut notes = Vec::new();
    match summary.linked_check_ins {
        0 => {}
        1 => notes.push("One check-in is erased with its goal.".to_owned()),
        count => notes.push(format!("{count} check-ins are erased with their goals.")),
    }
    match summary.quoting_reviews {
        0 => {}
        1 => notes.push("One review quotes it and stays. Edit that review to remove the quotation.".to_owned()),
        count => notes.push(format!("{count} reviews quote it and stay. Edit them to remove the quotations.")),
    }
    if matches!(request.scope, EraseScope::Before(_)) {
        notes.push("People, your own questions and templates stay.".to_owned());
    }
    notes
}

/// The notice after an erase: "Erased 3 entries and 1 draft for good".
pub fn erased_notice(summary: &EraseSummary) -> String {
    let what = match (summary.people.as_slice(), summary.entry_count(), summary.drafts) {
        ([name], _, _) => name.clone(),
        (_, 0, 0) => return "Erased for good".to_owned(),
        (_, 0, drafts) => pluralize(drafts, "draft", "drafts"),
        (_, entries, _) => pluralize(entries, "entry", "entries"),
    };
    format!("Erased for good: {what}")
}

fn days_line(first: Date, last: Date) -> String {
    let day = |day: Date| day.strftime("%-d %B %Y").to_string();
    if first == last { format!("Written on {}", day(first)) } else { format!("From {} to {}", day(first), day(last)) }
}

/// "2 notes"; empty for none.
fn count_of(count: u64, one: &str, many: &str) -> String {
    if count == 0 { String::new() } else { pluralize(count, &one.to_lowercase(), &many.to_lowercase()) }
}

fn pluralize(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// "Erase 3 entries for good?".
pub fn question(summary: &EraseSummary) -> String {
    match (summary.people.as_slice(), summary.entry_count()) {
        ([name], _) => format!("Erase {name} for good?"),
        (_, 1) => "Erase this entry for good?".to_owned(),
        (_, 0) => "Erase for good?".to_owned(),
        (_, count) => format!("Erase {count} entries for good?"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::entry::kind::Kind;

    #[test]
    fn description_counts_kinds_and_says_the_days() {
        let summary = EraseSummary {
            entries: vec![(Kind::Note, 2), (Kind::Flag, 1)],
            one_on_ones: 1,
            versions: 3,
            days: Some((date(2025, 3, 2), date(2026, 11, 24))),
            ..EraseSummary::default()
        };
        let lines = ["2 notes, 1 flag", "1 one-on-one", "3 earlier versions", "From 2 March 2025 to 24 November 2026"];
        assert_eq!(describe(&summary), lines);
        assert_eq!(question(&summary), "Erase 3 entries for good?");
        assert_eq!(erased_notice(&summary), "Erased for good: 3 entries");
    }

    #[test]
    fn a_person_is_named_first() {
        let summary = EraseSummary { people: vec!["Dana".into()], drafts: 1, ..EraseSummary::default() };
        assert_eq!(describe(&summary), ["Dana, with the profile", "1 draft"]);
        assert_eq!(question(&summary), "Erase Dana for good?");
        assert_eq!(erased_notice(&summary), "Erased for good: Dana");
    }

    #[test]
    fn notes_say_what_goes_along_and_what_stays() {
        let summary = EraseSummary { linked_check_ins: 1, quoting_reviews: 2, ..EraseSummary::default() };
        let request = EraseRequest::new(EraseScope::Before(date(2026, 1, 1)));
        assert_eq!(
            notes(&request, &summary),
            [
                "One check-in is erased with its goal.",
                "2 reviews quote it and stay. Edit them to remove the quotations.",
                "People, your own questions and templates stay.",
            ]
        );
        assert!(notes(&EraseRequest::drafts(), &EraseSummary::default()).is_empty());
    }
}
