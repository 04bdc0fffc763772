//! An entry that is being written anew, in its place. Its text lives outside the list it is shown in, and as a draft in the
//! journal, so that scrolling away, another page or a crash take nothing of it.

use eframe::egui::{Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        day::{DayFound, day_at_end, say_day, without_day},
        entry::{Detail, Entry},
        id::EntryId,
        jot::clean,
    },
    journal::change::Change,
    store::Draft,
    ui::{
        action::Action,
        desk::Desk,
        icons, keys, text,
        tokens::{Tokens, Tone},
        widget::{button::Button, field::Field},
    },
};

/// The editor of one entry.
pub struct EntryEditor {
    entry: EntryId,
    place: String,
    id: Id,
    text: String,
    takes_a_day: bool,
    /// Words at its end that are no day, though they read as one: Esc took that back when it was written.
    taken_back: Option<String>,
    problem: Option<String>,
    wants_focus: bool,
}

impl EntryEditor {
    /// Opens an entry to be written anew, with what was being written when it was last left.
    pub fn open(entry: &Entry, desk: &mut Desk<'_>) -> Self {
        let place = format!("edit/{}", entry.uid);
        let due = if let Detail::Action(action) = &entry.detail { Some(action.due) } else { None };
        let as_it_is = match due.flatten() {
            Some(day) => format!("{} by {day}", entry.text),
            None => entry.text.clone(),
        };
        let taken_back = match due {
            Some(None) => day_at_end(&entry.text, desk.today),
            _ => None,
        };
        let taken_back = taken_back.and_then(|found| entry.text.get(found.range).map(str::to_owned));
        let text = desk.draft(&place).map_or(as_it_is, |draft| draft.text);
        Self {
            entry: entry.id,
            id: Id::unique(("edit", &place)),
            place,
            text,
            takes_a_day: due.is_some(),
            taken_back,
            problem: None,
            wants_focus: true,
        }
    }

    /// Which entry.
    pub fn entry(&self) -> EntryId {
        self.entry
    }

    /// Whether this is what is being written here.
    pub fn holds(&self, draft: &Draft) -> bool {
        self.place == draft.place && self.text == draft.text
    }

    /// Shows it; `true` when it is done with, kept or not.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) -> bool {
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let mut keep = focused && keys::take(ui, Modifiers::NONE, Key::Enter);
        // Esc only closes: what was typed waits as a draft for the next time.
        let close = focused && keys::take(ui, Modifiers::NONE, Key::Escape);
        let mut leave = false;
        if focused && let Some(problem) = keys::refuse_paste(ui, &self.text) {
            self.problem = Some(problem);
        }
        let output = Field::lines("The entry", &mut self.text, 1)
            .hide_label()
            .id(self.id)
            .error(self.problem.as_deref())
            .show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            self.problem = None;
            desk.typed(&self.place, "", &self.text);
        }
        self.show_day(ui, desk);
        ui.horizontal(|ui| {
            keep |= ui.add(Button::primary("Keep it").small()).clicked();
            leave |= ui.add(Button::plain("Leave it as it was").small()).clicked();
        });
        if leave {
            desk.typed(&self.place, "", "");
        }
        close || leave || (keep && self.keep(desk))
    }

    fn day(&self, desk: &Desk<'_>) -> Option<DayFound> {
        let found = day_at_end(&self.text, desk.today).filter(|_| self.takes_a_day)?;
        let words = self.text.get(found.range.clone())?;
        (self.taken_back.as_deref() != Some(words)).then_some(found)
    }

    fn show_day(&self, ui: &mut Ui, desk: &Desk<'_>) {
        if let Some(found) = self.day(desk) {
            let due = format!("{} Due {}", icons::CALENDAR, say_day(found.day, desk.today));
            ui.label(text::fine(due).color(Tokens::of(ui).kind_ink(Tone::Action)));
        }
    }

    /// Asks for the change, if there is a text to keep.
    fn keep(&mut self, desk: &mut Desk<'_>) -> bool {
        let found = self.day(desk);
        let text = found.as_ref().map_or(self.text.as_str(), |found| without_day(&self.text, found));
        match clean(text) {
            Ok(text) => {
                let change = Change::Rewrite { entry: self.entry, text, due: found.map(|found| found.day) };
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
                true
            }
            Err(error) => {
                self.problem = Some(error.to_string());
                false
            }
        }
    }
}
