//! The dialog that asks for the reason, outcome or date of a transition before it is applied.

use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;

use crate::{
    domain::entry::{
        Entry,
        event::EventKind,
        transition::{Transition, TransitionError},
    },
    journal::change::Change,
    ui::{
        action::{PromptKind, Submission},
        dialog::{date_field, date_field::DateRangeKind},
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text},
    },
};

impl PromptKind {
    /// The title, the label of the text field (empty without one) and the label of the button.
    fn labels(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Watch => ("Keep watching", "", "Watch"),
            Self::LetGo => ("Let flag go", "Why?", "Let go"),
            Self::Settle => ("Settle flag", "What came of it?", "Settle"),
            Self::Reach => ("Goal reached", "What made it work?", "Mark as reached"),
            Self::Pause => ("Pause goal", "Why?", "Pause"),
            Self::Drop => ("Drop", "Why?", "Drop"),
            Self::Complete => ("Complete", "How did it go?", "Complete"),
            Self::TakeBack => ("Take back", "Why?", "Take back"),
            Self::Told => ("Mark as told", "How did you tell them? (optional)", "Save"),
        }
    }

    /// The dates that are accepted.
    fn date_range(self) -> DateRangeKind {
        if self == Self::Told { DateRangeKind::Past } else { DateRangeKind::Future }
    }

    /// The label of the date field, where there is one.
    fn date_label(self) -> Option<&'static str> {
        match self {
            Self::Watch => Some("Until"),
            Self::Settle => Some("Check again (optional)"),
            Self::Told => Some("When"),
            Self::LetGo | Self::Reach | Self::Pause | Self::Drop | Self::Complete | Self::TakeBack => None,
        }
    }
}

/// Asks for the details of one transition.
pub struct TransitionPrompt {
    entry: Entry,
    kind: PromptKind,
    field_key: String,
    entry_text: String,
    entry_kind: crate::domain::entry::kind::Kind,
    text: String,
    date: String,
    show_errors: bool,
}

impl TransitionPrompt {
    /// Opens it for an entry, with the draft of an earlier answer.
    pub fn open(entry: &Entry, kind: PromptKind, screen: &mut ScreenContext<'_>) -> Self {
        let field_key = format!("ask/{}/{}", entry.uid, kind.as_str());
        let told_event = entry.last_event(|event| event == EventKind::Told);
        let date = match (kind, told_event) {
            (PromptKind::Watch, _) => "in 2 weeks".to_owned(),
            (PromptKind::Told, Some(told_event)) => told_event.at.day().to_string(),
            (PromptKind::Told, None) => "today".to_owned(),
            _ => String::new(),
        };
        let previous_comment =
            told_event.filter(|_| kind == PromptKind::Told).map(|told_event| told_event.comment.clone());
        Self {
            entry: entry.clone(),
            kind,
            entry_text: text::excerpt(&to_plain_text(&entry.text)),
            entry_kind: entry.kind(),
            text: screen.draft(&field_key).map(|draft| draft.text).or(previous_comment).unwrap_or_default(),
            field_key,
            date,
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let parsed = self.parse(screen.today);
        let error = parsed.as_ref().err().filter(|_| self.show_errors).cloned();
        let (title, _, button) = self.kind.labels();
        let kind = self.entry_kind;
        let output = Dialog::new(Id::unique("ask"), title)
            .width(480.0)
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    let (typed, enter) = self.show_body(ui, error.as_ref(), screen.today);
                    (Shortcut::SubmitDialog.consume(ui) || enter, typed)
                },
                |ui| (ui.add(Button::primary(button)).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (body, typed) = output.body;
        if typed {
            screen.set_draft(&self.field_key, "", &self.text);
        }
        if done || body {
            self.show_errors = true;
            if let Ok(change) = parsed {
                screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
                return true;
            }
        }
        // Esc keeps the draft for the next time; only Cancel discards it.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// Returns whether the text changed, and whether Enter was pressed in the date field.
    fn show_body(&mut self, ui: &mut Ui, error: Option<&FieldErrors>, today: Date) -> (bool, bool) {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.entry_text).color(t.ink_soft));
        let (_, question, _) = self.kind.labels();
        let mut typed = false;
        if !question.is_empty() {
            let missing = error.and_then(|error| error.text);
            typed = TextField::multiline(question, &mut self.text, 2).error(missing).show(ui).response.changed();
        }
        let mut enter = false;
        if let Some(label) = self.kind.date_label() {
            let error = error.and_then(|error| error.date.as_deref());
            enter = date_field::show(ui, (label, self.kind.date_range()), &mut self.date, error, today);
        }
        (typed, enter)
    }

    fn parse(&self, today: Date) -> Result<Change, FieldErrors> {
        let date_error = |error: String| FieldErrors { text: None, date: Some(error) };
        let day = self.kind.date_range().parse(&self.date, today).map_err(date_error);
        let future_date = || match day.clone() {
            // An error, not a change: the text stays in the dialog to be submitted with another
            // date.
            Ok(Some(day)) if day <= today => Err(date_error(TransitionError::DateNotInFuture.to_string())),
            day => day,
        };
        let words = self.text.clone();
        let required_text = |missing: &'static str| {
            let missing = FieldErrors { text: Some(missing), date: None };
            if words.trim().is_empty() { Err(missing) } else { Ok(words.clone()) }
        };
        let transition = match self.kind {
            PromptKind::LetGo => Transition::LetGo(required_text("Add a reason first.")?),
            PromptKind::Settle => {
                Transition::Settle { outcome: required_text("Add an outcome first.")?, recheck_on: future_date()? }
            }
            PromptKind::Reach => Transition::Reach(words),
            PromptKind::Pause => Transition::Pause(words),
            PromptKind::Drop => Transition::Drop(words),
            PromptKind::Complete => Transition::Complete(words),
            PromptKind::TakeBack => Transition::TakeBack(words),
            PromptKind::Watch => Transition::Watch(
                future_date()?.ok_or_else(|| date_error(TransitionError::DateNotInFuture.to_string()))?,
            ),
            PromptKind::Told => {
                let day = day?;
                day.map_or(Ok(()), |day| self.entry.validate_told_date(day, today))
                    .map_err(|error| date_error(error.to_string()))?;
                return Ok(Change::RecordTold { entry: self.entry.id, words, day });
            }
        };
        Ok(Change::Transition { entry: self.entry.id, transition })
    }
}

/// Validation errors by field.
#[derive(Debug, Clone)]
struct FieldErrors {
    text: Option<&'static str>,
    date: Option<String>,
}
