//! Fields of the wrap-up dialog for what was not written down yet.

use eframe::egui::{Response, Ui};

use crate::{
    domain::{
        entry::Entry,
        one_on_one::OneOnOne,
        parse::{
            entry_line::{EntryLine, TextError, parse_entry_line},
            prefix::Prefix,
        },
    },
    journal::change::Change,
    ui::{action::Submission, screen_context::ScreenContext, widget::field::TextField},
};

/// A field for one line, which may begin with a prefix as in the composer. It is stored as a draft.
pub(super) struct NoteField {
    label: String,
    hint: &'static str,
    target: NoteTarget,
    field_key: String,
    text: String,
    error: Option<String>,
}

enum NoteTarget {
    /// The line replaces the text of a bookmark.
    Bookmark(Box<Entry>),
    /// The line becomes an entry of the one-on-one.
    OneOnOne(OneOnOne),
}

impl NoteField {
    /// The field that fills in a bookmark.
    pub(super) fn bookmark(entry: Entry, screen: &mut ScreenContext<'_>) -> Self {
        let label = format!("At {}", entry.written_at.time().strftime("%H:%M"));
        let field_key = format!("bookmark/{}", entry.uid);
        Self::open(label, "What was it?", NoteTarget::Bookmark(Box::new(entry)), field_key, screen)
    }

    /// The field for one more note.
    pub(super) fn last_note(one_on_one: OneOnOne, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("last_note/{}", one_on_one.uid);
        let hint = "A note, or “[]” for an action";
        Self::open("Anything else?".to_owned(), hint, NoteTarget::OneOnOne(one_on_one), field_key, screen)
    }

    fn open(
        label: String,
        hint: &'static str,
        target: NoteTarget,
        field_key: String,
        screen: &mut ScreenContext<'_>,
    ) -> Self {
        let text = screen.draft(&field_key).map(|draft| draft.text).unwrap_or_default();
        Self { label, hint, target, field_key, text, error: None }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) -> Response {
        let field = TextField::singleline(&self.label, &mut self.text).hint(self.hint);
        let response = field.error(self.error.as_deref()).show(ui).response;
        if response.changed() {
            self.error = None;
            screen.set_draft(&self.field_key, "", &self.text);
        }
        response
    }

    /// The changes that store the line; none where nothing was written.
    ///
    /// # Errors
    /// The line cannot be an entry; the field then shows why.
    pub(super) fn submissions(&mut self, screen: &ScreenContext<'_>) -> Result<Vec<Submission>, TextError> {
        if self.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let line = parse_entry_line(&self.text, screen.today).inspect_err(|error| {
            self.error = Some(error.to_string());
        })?;
        Ok(match &self.target {
            NoteTarget::Bookmark(entry) => self.fill_in(entry, line),
            NoteTarget::OneOnOne(one_on_one) => {
                let change = Change::AddEntry { person: one_on_one.person, one_on_one: Some(one_on_one.id), line };
                vec![Submission::with_draft(change, self.field_key.clone())]
            }
        })
    }

    fn fill_in(&self, entry: &Entry, line: EntryLine) -> Vec<Submission> {
        let edit = Change::EditText { entry: entry.id, text: line.text, due: line.due };
        let edit = Submission::with_draft(edit, self.field_key.clone());
        let prefix = Some(line.prefix).filter(|prefix| *prefix != Prefix::Note);
        let day = entry.written_at.day();
        let reclassify = prefix.map(|_| Change::Reclassify { entry: entry.id, prefix, day, person: entry.person });
        reclassify.map(|change| Submission { change, field_key: None }).into_iter().chain([edit]).collect()
    }
}
