//! The vocabulary of titles: meetings, their sections, and words that are no names.

use std::{collections::HashSet, sync::LazyLock};

use crate::domain::parse::date::is_weekday;

/// What the lines below a title are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionHint {
    /// Actions.
    Actions,
    /// Praise.
    Praise,
    /// Topics that were discussed.
    Agenda,
    /// Topics for the next meeting.
    NextTime,
    /// Feedback from the leader.
    FeedbackGiven,
    /// Feedback for the leader.
    FeedbackReceived,
    /// Notes: the title adds nothing.
    Notes,
}

/// The hint of a title as a whole; `None` if it may mean anything else, since a wrong kind is worse
/// than a note.
pub(super) fn parse_hint(title: &str) -> Option<SectionHint> {
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let phrase = words.join(" ");
    Some(match phrase.trim_matches('-').trim() {
        "actions" | "action items" | "action points" | "action item" | "todo" | "todos" | "to do" | "to dos"
        | "to-do" | "to-dos" | "tasks" | "next steps" | "follow ups" | "follow-ups" | "follow up" | "commitments"
        | "ais" => SectionHint::Actions,
        "wins" | "kudos" | "praise" | "shout outs" | "shoutouts" | "shout-outs" | "recognition" => SectionHint::Praise,
        "agenda" | "topics" | "talking points" | "discussed" => SectionHint::Agenda,
        "next time"
        | "for next time"
        | "next 1-1"
        | "to discuss"
        | "to discuss next"
        | "parking lot"
        | "topics for next time" => SectionHint::NextTime,
        "feedback given" | "feedback i gave" | "feedback for them" | "my feedback" => SectionHint::FeedbackGiven,
        "feedback received" | "feedback for me" | "feedback to me" | "feedback on me" => SectionHint::FeedbackReceived,
        "notes" | "note" | "discussion" | "summary" | "minutes" | "log" | "updates" | "update" | "general" | "misc"
        | "meetings" | "meeting notes" | "1-1 notes" | "history" | "other" | "details" | "body" | "journal" => {
            SectionHint::Notes
        }
        _ => return None,
    })
}

/// Words for meetings with a person, but also with a team or vendor, or about a project.
pub(super) const MEETING_WORDS: &[&str] = &[
    "catch-up",
    "catch up",
    "catchup",
    "check-in",
    "check in",
    "checkin",
    "bi-weekly",
    "biweekly",
    "weekly",
    "fortnightly",
    "meetings",
    "meeting",
    "jour fixe",
    "sync",
    "call",
    "chat",
    "coffee",
];

/// Words between names.
pub(super) const CONNECTORS: &[&str] =
    &["with", "and", "x", "und", "mit", "avec", "con", "y", "et", "me", "i", "myself"];

/// Parts of a name in lower case.
pub(super) const NAME_PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "da", "dos", "du", "di", "del", "della", "la", "le", "bin", "ibn", "al", "el",
    "ten", "ter", "zu", "y", "e",
];

/// Names that are also words: alone they need a marker.
pub(super) const AMBIGUOUS_NAMES: &[&str] = &[
    "will", "mark", "grace", "may", "rose", "bill", "art", "hope", "faith", "joy", "june", "april", "august", "rich",
    "frank", "drew", "dawn", "chase", "grant", "pat", "sue", "jack", "ray", "rob", "max", "mo", "bo", "al", "so",
];

/// Whether a folder holds a file for each person.
pub(super) fn is_people_folder(folder: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "people",
        "person",
        "persons",
        "team",
        "my team",
        "reports",
        "directs",
        "direct reports",
        "colleagues",
        "peers",
    ];
    let lower = folder.to_lowercase();
    FOLDERS.contains(&lower.trim_matches(|c: char| !c.is_alphabetic()))
}

/// Words of titles that are no names.
static NON_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "
        1on1 a about accounting action actions admin afternoon agenda agendas all all-hands an and
        announcements api archive areas article articles ask asks assets at attachments backlog big birthday
        blocked blockers board book books boss brainstorm budget bugs by calendar career ceo change changes chat
        checklist client clients commitments company concerns conference context course cto customer customers
        dailies daily dashboard deadline deadlines december decision decisions delivery demo design
        development diary did direct directs discussion doc docs documents doing done draft drafts email
        emails energy engineering errands eta evening event events everyone everything expectations family faq february
        feedback finance focus follow-up followup for from fun general goal goals gratitude growth gym
        habits health high highlight highlights hiring history home house hr idea ideas important in inbox
        incident incidents index interview interviews intro introduction issue issues it january journal
        journals key kickoff kudos later leadership learned learning learnings level library life link links
        list lists log logbook logs lunch management manager managers marketing meeting meetings metrics minutes misc
        mgmt money monthly mood morning my nb new news next no note notebook notes november observations october of
        off office offsite ok okr okrs old on onboarding one ones open operations ops organisation organization
        other our overview page pages parking people performance person personal phone plan planning plans platform
        points policy praise prep presentation priorities private process product profile progress project
        projects promotion ps q1 q2 q3 q4 qa quarter quarterly question questions quick quote quotes random re
        reading readme recipe recipes reference references reflection reflections release reminder reminders
        report reports research resources retro retros retrospective review reviews risk risks roadmap running sales
        schedule scratch scratchpad security september shopping someday sprint staff stand-up standup
        standups start status steps stop strategy strengths stuff summary support survey sync talk task
        tasks team teams template templates the thing things thoughts tickets time tip tips to to-do
        today todo todos tomorrow topic topics training trash travel trip ui untitled update updates
        urgent ux vacation vault vision watch weather week weekend weekly weeks welcome what why win
        wins wip work workout workshop workshops writing year yearly yesterday zettelkasten
    "
    .split_whitespace()
    .collect()
});

/// Whether a word tells that a title is no name.
pub(super) fn is_non_name(word: &str) -> bool {
    NON_NAMES.contains(word) || is_weekday(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_need_an_unambiguous_title() {
        for (title, expected) in [
            ("Actions", Some(SectionHint::Actions)),
            ("Action items:", Some(SectionHint::Actions)),
            ("✅ To-dos", Some(SectionHint::Actions)),
            ("Kudos 🎉", Some(SectionHint::Praise)),
            ("Wins", Some(SectionHint::Praise)),
            ("Agenda", Some(SectionHint::Agenda)),
            ("For next time", Some(SectionHint::NextTime)),
            ("Feedback given", Some(SectionHint::FeedbackGiven)),
            ("Feedback for me", Some(SectionHint::FeedbackReceived)),
            ("Notes", Some(SectionHint::Notes)),
            ("Feedback", None),
            ("Goals", None),
            ("Concerns", None),
            ("Praise from the board", None),
            ("", None),
        ] {
            assert_eq!(parse_hint(title), expected, "{title}");
        }
    }
}
