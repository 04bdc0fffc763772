//! An entry that is being written anew, in its place. Its text lives outside the list it is shown in, and as a draft in the
//! journal, so that scrolling away, another page or a crash take nothing of it.

use eframe::egui::{Id, Ui};

use crate::{
    domain::{
        entry::{Detail, Entry},
        id::EntryId,
        parse::{
            date::{TrailingDate, parse_trailing_date, strip_trailing_date},
            entry_line::clean_text,
        },
    },
    journal::change::Change,
    store::Draft,
    ui::{
        action::Submission,
        icons, keys,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone},
        widget::{button::Button, field::TextField},
    },
    wording::date::format_date,
};

/// The editor of one entry.
pub struct EntryEditor {
    entry: EntryId,
    field_key: String,
    id: Id,
    text: String,
    accepts_due_date: bool,
    /// Words at its end that are no day, though they read as one: Esc took that back when it was written.
    dismissed_date: Option<String>,
    error: Option<String>,
    wants_focus: bool,
}

impl EntryEditor {
    /// Opens an entry to be written anew, with what was being written when it was last left.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("edit/{}", entry.uid);
        let due = if let Detail::Action(action) = &entry.detail { Some(action.due) } else { None };
        let as_it_is = match due.flatten() {
            Some(day) => format!("{} by {day}", entry.text),
            None => entry.text.clone(),
        };
        let taken_back = match due {
            Some(None) => parse_trailing_date(&entry.text, screen.today),
            _ => None,
        };
        let dismissed_date = taken_back.and_then(|found| entry.text.get(found.range).map(str::to_owned));
        let text = screen.draft(&field_key).map_or(as_it_is, |draft| draft.text);
        Self {
            entry: entry.id,
            id: Id::unique(("edit", &field_key)),
            field_key,
            text,
            accepts_due_date: due.is_some(),
            dismissed_date,
            error: None,
            wants_focus: true,
        }
    }

    /// Which entry.
    pub fn entry(&self) -> EntryId {
        self.entry
    }

    /// Whether this is what is being written here.
    pub fn matches_draft(&self, draft: &Draft) -> bool {
        self.field_key == draft.field_key && self.text == draft.text
    }

    /// Shows it; `true` when it is done with, kept or not.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> bool {
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let mut keep = focused && Shortcut::SubmitField.consume(ui);
        // Esc only closes: what was typed waits as a draft for the next time.
        let close = focused && Shortcut::CancelField.consume(ui);
        let mut leave = false;
        if focused && let Some(problem) = keys::reject_oversized_paste(ui, &self.text) {
            self.error = Some(problem);
        }
        let output = TextField::multiline("The entry", &mut self.text, 1)
            .hide_label()
            .id(self.id)
            .error(self.error.as_deref())
            .show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            self.error = None;
            screen.set_draft(&self.field_key, "", &self.text);
        }
        self.show_due_date(ui, screen);
        ui.horizontal(|ui| {
            keep |= ui.add(Button::primary("Keep it").small()).clicked();
            leave |= ui.add(Button::plain("Leave it as it was").small()).clicked();
        });
        if leave {
            screen.set_draft(&self.field_key, "", "");
        }
        close || leave || (keep && self.save(screen))
    }

    fn due_date(&self, screen: &ScreenContext<'_>) -> Option<TrailingDate> {
        let found = parse_trailing_date(&self.text, screen.today).filter(|_| self.accepts_due_date)?;
        let words = self.text.get(found.range.clone())?;
        (self.dismissed_date.as_deref() != Some(words)).then_some(found)
    }

    fn show_due_date(&self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        if let Some(found) = self.due_date(screen) {
            let due = format!("{} Due {}", icons::CALENDAR, format_date(found.date, screen.today));
            ui.label(text::fine(due).color(Tokens::of(ui).kind_ink(Tone::Action)));
        }
    }

    /// Asks for the change, if there is a text to keep.
    fn save(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let found = self.due_date(screen);
        let text = found.as_ref().map_or(self.text.as_str(), |found| strip_trailing_date(&self.text, found));
        match clean_text(text) {
            Ok(text) => {
                let change = Change::EditText { entry: self.entry, text, due: found.map(|found| found.date) };
                screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
                true
            }
            Err(error) => {
                self.error = Some(error.to_string());
                false
            }
        }
    }
}
