//! What window and terminal say of something that was done, taken back, or made again.

use super::{deed::Deed, notice::Stepped};

/// What was done; nothing where the window shows it anyway.
pub fn done(deed: Deed) -> Option<&'static str> {
    Some(match deed {
        Deed::Jot | Deed::Begin | Deed::AddPeople | Deed::Reorder | Deed::Arrange => return None,
        Deed::EditPerson => "Kept what you wrote about them",
        Deed::Archive => "Archived; all that you wrote stays",
        Deed::BringBack => "Brought back",
        Deed::WrapUp => "Wrapped up",
        Deed::NothingToNote => "Recorded: met, nothing to note",
        Deed::Rewrite => "Kept the new text",
        Deed::Raise => "Raised",
        Deed::PutOnTable => "On the next one-on-one’s table",
        Deed::PlanToRaise => "To be raised then",
        Deed::TakeOffTable => "Off the table; it stays a flag",
        Deed::Watch => "Watching it until then",
        Deed::LetGo => "Let go",
        Deed::Settle => "Settled",
        Deed::LookAgain => "Looked again",
        Deed::Done => "Done",
        Deed::Told => "They know",
        Deed::Talked => "Talked about",
        Deed::Pause => "Paused",
        Deed::Resume => "Going on again",
        Deed::Reach => "Reached",
        Deed::Drop => "Dropped",
        Deed::Level => "Moved on the ladder",
        Deed::TakeBack => "Back with you",
        Deed::Complete => "Complete",
        Deed::Say => "Said aloud today",
        Deed::Reopen => "Open again",
        Deed::Tell => "They know, and how",
        Deed::Replace => "The new expectation stands",
        Deed::CheckIn => "Checked in",
        Deed::Describe => "Kept what you wrote about it",
        Deed::DescribeFlag => "Kept what you noticed",
        Deed::Refile => "Moved to where it belongs",
        Deed::AnswerNeed => "Kept your answer",
        Deed::AskAbout => "Remembered: asked today",
        Deed::BringBackVersion => "Brought back as it was",
        Deed::Trash => "Moved to the trash",
        Deed::Restore => "Brought back from the trash",
    })
}

/// What made a version of an entry what it is, for the list of its versions.
pub fn version(deed: Option<Deed>) -> &'static str {
    match deed {
        Some(Deed::Jot) => "Written",
        Some(Deed::Rewrite) => "Text changed",
        Some(Deed::Watch) => "Watched",
        Some(Deed::Say) => "Said aloud",
        Some(Deed::Describe) => "More written about it",
        Some(Deed::Refile) => "Moved to another kind, day or person",
        Some(Deed::Tell) => "How they heard of it",
        Some(Deed::Replace) => "A new one in the place of an old one",
        Some(deed) => done(deed).unwrap_or("Changed"),
        None => "Changed by a newer Rapport",
    }
}

/// What was taken back, or made again.
pub fn stepped(stepped: Stepped, back: bool) -> String {
    let what = match stepped.deed {
        Some(Deed::AddPeople) => "adding people",
        Some(Deed::EditPerson) => "editing a person",
        Some(Deed::Archive) => "archiving",
        Some(Deed::BringBack) => "bringing back from the archive",
        Some(Deed::Reorder) => "the new order",
        Some(Deed::Begin) => "starting the one-on-one",
        Some(Deed::WrapUp) => "wrapping up",
        Some(Deed::NothingToNote) => "“met, nothing to note”",
        Some(Deed::Jot) => "the jot",
        Some(Deed::Rewrite) => "the new text",
        Some(Deed::Raise) => "raising the flag",
        Some(Deed::PutOnTable) => "putting the flag on the table",
        Some(Deed::PlanToRaise) => "the day to raise the flag",
        Some(Deed::TakeOffTable) => "taking the flag off the table",
        Some(Deed::Watch) => "watching the flag",
        Some(Deed::LetGo) => "letting the flag go",
        Some(Deed::Settle) => "settling the flag",
        Some(Deed::LookAgain) => "looking at the flag again",
        Some(Deed::Done) => "“done”",
        Some(Deed::Told) => "“they know”",
        Some(Deed::Talked) => "“talked about”",
        Some(Deed::Pause) => "pausing the goal",
        Some(Deed::Resume) => "resuming the goal",
        Some(Deed::Reach) => "reaching the goal",
        Some(Deed::Drop) => "dropping it",
        Some(Deed::Level) => "the step on the ladder",
        Some(Deed::TakeBack) => "taking it back",
        Some(Deed::Complete) => "completing it",
        Some(Deed::Say) => "saying it aloud",
        Some(Deed::Reopen) => "opening it again",
        Some(Deed::Tell) => "how you told them",
        Some(Deed::Replace) => "replacing the expectation",
        Some(Deed::CheckIn) => "the check-in",
        Some(Deed::Describe) => "what you wrote about it",
        Some(Deed::DescribeFlag) => "what you noticed",
        Some(Deed::Refile) => "moving it to another kind, day or person",
        Some(Deed::AnswerNeed) => "your answer",
        Some(Deed::Arrange) => "the order of what to raise",
        Some(Deed::AskAbout) => "“asked today”",
        Some(Deed::BringBackVersion) => "bringing back the earlier text",
        Some(Deed::Trash) => "moving to the trash",
        Some(Deed::Restore) => "bringing back from the trash",
        None => "a change by a newer Rapport",
    };
    if back { format!("Taken back: {what}") } else { format!("Made again: {what}") }
}
