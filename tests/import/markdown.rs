//! Notes in three habits of keeping them, and what is wrong with notes.

use std::{fs, ops::ControlFlow, path::Path};

use rapport::{
    domain::{id::Uid, one_on_one::OneOnOneState},
    import::{Ask, Harvest, ImportError, days::DayOrder, markdown},
    journal::change::Change,
};
use tempfile::TempDir;

use crate::{
    approved, bring_in, fixture, ground, on, people, shown,
    support::{NOW, TempJournal, zoned},
    told,
};

fn read(journal: &TempJournal, path: &Path) -> Harvest {
    markdown::read(path, None, None, &ground(journal), &mut on()).unwrap()
}

#[test]
fn notes_in_three_habits_are_read_as_approved() {
    for habit in ["obsidian", "logseq", "plain"] {
        let journal = TempJournal::with(&[]);
        let harvest = read(&journal, &fixture(&format!("notes/{habit}")));
        let text = told(&harvest);
        approved(&format!("approved/notes-{habit}.txt"), &text);
        assert!(harvest.bundle.entries.iter().all(|entry| entry.problem().is_none()));
    }
}
