//! What a notice says of something that was done, taken back, or not done.

use crate::journal::{change::Deed, notice::Stepped};

/// What was done; nothing where the window shows it anyway.
pub fn done(deed: Deed) -> Option<&'static str> {
    Some(match deed {
        Deed::Jot | Deed::Begin | Deed::AddPeople | Deed::Reorder => return None,
        Deed::EditPerson => "Kept what you wrote about them",
        Deed::Archive => "Archived; all that you wrote stays",
        Deed::BringBack => "Brought back",
        Deed::WrapUp => "Wrapped up",
        Deed::NothingToNote => "Recorded: met, nothing to note",
        Deed::Rewrite => "Kept the new text",
        Deed::Trash => "Moved to the trash",
        Deed::Restore => "Brought back from the trash",
    })
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
        Some(Deed::Trash) => "moving to the trash",
        Some(Deed::Restore) => "bringing back from the trash",
        None => "a change by a newer Rapport",
    };
    if back { format!("Taken back: {what}") } else { format!("Made again: {what}") }
}
