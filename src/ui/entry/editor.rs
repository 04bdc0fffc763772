//! The inline editor of an entry. Its state is kept outside the virtual list, and its text as a
//! draft in the journal, so that it survives scrolling, a change of page and a crash.

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
    /// Text at the end that reads as a date but is none, as it was dismissed when the entry was
    /// written.
    dismissed_date: Option<String>,
    error: Option<String>,
    wants_focus: bool,
}

impl EntryEditor {
    /// Opens an entry, with the draft of the last time if there is one.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("edit/{}", entry.uid);
        let due = if let Detail::Action(action) = &entry.detail { Some(action.due) } else { None };
        let entry_text = match due.flatten() {
            Some(day) => format!("{} by {day}", entry.text),
            None => entry.text.clone(),
        };
        let undismissed = match due {
            Some(None) => parse_trailing_date(&entry.text, screen.today),
            _ => None,
        };
        let dismissed_date = undismissed.and_then(|date| entry.text.get(date.range).map(str::to_owned));
        let text = screen.draft(&field_key).map_or(entry_text, |draft| draft.text);
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

    /// The edited entry.
    pub fn entry(&self) -> EntryId {
        self.entry
    }

    /// Whether the editor holds exactly this draft.
    pub fn matches_draft(&self, draft: &Draft) -> bool {
        self.field_key == draft.field_key && self.text == draft.text
    }

    /// Shows the editor. Returns `true` when it is to be closed, whether saved or not.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> bool {
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let mut save = focused && Shortcut::SubmitField.consume(ui);
        let mut discard = false;
        if focused && let Some(error) = keys::reject_oversized_paste(ui, &self.text) {
            self.error = Some(error);
        }
        let output = TextField::multiline("Entry", &mut self.text, 1)
            .hide_label()
            .id(self.id)
            .error(self.error.as_deref())
            .show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        // Esc only closes the editor: the text stays as a draft.
        let cancel = output.response.lost_focus() && Shortcut::CancelField.is_pressed(ui);
        if output.response.changed() {
            self.error = None;
            screen.set_draft(&self.field_key, "", &self.text);
        }
        self.show_due_date(ui, screen);
        ui.horizontal(|ui| {
            save |= ui.add(Button::primary("Save").small()).clicked();
            discard |= ui.add(Button::plain("Cancel").small()).clicked();
        });
        if discard {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || discard || (save && self.save(screen))
    }

    fn due_date(&self, screen: &ScreenContext<'_>) -> Option<TrailingDate> {
        let due = parse_trailing_date(&self.text, screen.today).filter(|_| self.accepts_due_date)?;
        let words = self.text.get(due.range.clone())?;
        (self.dismissed_date.as_deref() != Some(words)).then_some(due)
    }

    fn show_due_date(&self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        if let Some(due) = self.due_date(screen) {
            let due = format!("{} Due {}", icons::CALENDAR, format_date(due.date, screen.today));
            ui.label(text::fine(due).color(Tokens::of(ui).kind_ink(Tone::Action)));
        }
    }

    /// Submits the text if it is valid. Returns whether it was submitted.
    fn save(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let due = self.due_date(screen);
        let text = due.as_ref().map_or(self.text.as_str(), |due| strip_trailing_date(&self.text, due));
        match clean_text(text) {
            Ok(text) => {
                let change = Change::EditText { entry: self.entry, text, due: due.map(|due| due.date) };
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
