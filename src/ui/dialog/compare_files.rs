//! What differs between the open journal and the file that has replaced its own: by person, how
//! many entries only one of them has, and which.

use eframe::egui::{Context, Id, Ui};

use crate::{
    domain::id::Uid,
    journal::backup::{PersonDifference, ReplacedFile},
    ui::{
        text,
        tokens::{Tokens, Tone},
        widget::{
            button::Button, card::divider, dialog::Dialog, markdown::to_plain_text, truncated_label::truncated_label,
        },
    },
    wording::text::pluralize,
};

/// How many entries of a person are listed for each side.
const MAX_LISTED: usize = 5;

/// The comparison, once it is there.
#[derive(Default)]
pub struct CompareFilesDialog {
    result: Option<Result<Vec<PersonRows>, String>>,
}

/// What differs about one person: a line for the counts, then the entries.
struct PersonRows {
    uid: Uid,
    name: String,
    counts: String,
    entries: Vec<String>,
}

impl CompareFilesDialog {
    /// Takes the result.
    pub fn on_compared(&mut self, result: Result<ReplacedFile, String>) {
        self.result = Some(result.map(rows));
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context) -> bool {
        let note = "“Here” is this window; “there” is the file now at that path.";
        let output = Dialog::new(Id::unique("compare files"), "What differs").note(note).show(
            ctx,
            |ui| self.show_body(ui),
            |ui| ui.add(Button::primary("Close")).clicked(),
        );
        output.closed || output.buttons
    }

    fn show_body(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        match &self.result {
            None => drop(ui.label(text::body("Comparing…").color(t.ink_soft))),
            Some(Err(problem)) => drop(ui.label(text::body(problem).color(t.kind_ink(Tone::Flag)))),
            Some(Ok(people)) if people.is_empty() => {
                ui.label(text::body("Both have the same entries.").color(t.ink));
            }
            Some(Ok(people)) => {
                for (index, person) in people.iter().enumerate() {
                    if index > 0 {
                        divider(ui);
                    }
                    ui.push_id(person.uid, |ui| show_person(ui, person));
                }
            }
        }
    }
}

fn show_person(ui: &mut Ui, person: &PersonRows) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(text::body_medium(&person.name).color(t.ink));
    ui.label(text::small(&person.counts).color(t.ink_soft));
    for entry in &person.entries {
        truncated_label(ui, text::small(entry).color(t.ink));
    }
}

/// The people with differing entries: those that are here first.
fn rows(replaced: ReplacedFile) -> Vec<PersonRows> {
    let ReplacedFile { only_here, mut only_there } = replaced;
    let mut pairs: Vec<(Option<PersonDifference>, Option<PersonDifference>)> = Vec::new();
    for here in only_here {
        let there = only_there.iter().position(|there| there.uid == here.uid).map(|index| only_there.remove(index));
        pairs.push((Some(here), there));
    }
    pairs.extend(only_there.into_iter().map(|there| (None, Some(there))));
    pairs.iter().filter_map(|(here, there)| person_rows(here.as_ref(), there.as_ref())).collect()
}

fn person_rows(here: Option<&PersonDifference>, there: Option<&PersonDifference>) -> Option<PersonRows> {
    let person = here.or(there)?;
    let (mut counts, mut entries) = (Vec::new(), Vec::new());
    for (side, place) in [(here, "here"), (there, "there")] {
        let differing = side.map_or(&[][..], |side| &side.entries);
        let only = differing.iter().filter(|difference| !difference.is_changed);
        let count = i32::try_from(only.clone().count()).unwrap_or(i32::MAX);
        if count > 0 {
            let noun = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            counts.push(format!("{noun} only {place}"));
        }
        let title = |text: &str| format!("Only {place}: {}", text::excerpt(&to_plain_text(text)));
        entries.extend(only.take(MAX_LISTED).map(|difference| title(&difference.entry.text)));
    }
    let changed = here.map_or(0, |here| here.entries.iter().filter(|difference| difference.is_changed).count());
    let changed = i32::try_from(changed).unwrap_or(i32::MAX);
    if changed > 0 {
        counts.push(format!("{} in another version", pluralize(changed, "text")));
    }
    (!counts.is_empty()).then(|| PersonRows {
        uid: person.uid,
        name: person.name.clone(),
        counts: counts.join(" · "),
        entries,
    })
}
