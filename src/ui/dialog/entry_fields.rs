//! The form of the fields that depend on the kind of an entry, built from a table of fields. Flags
//! have a form of their own.

use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            fields::EntryFields,
            kind::{action::Party, delegation::Level, feedback::Direction},
        },
        id::EntryId,
    },
    journal::change::Change,
    ui::{
        action::Submission,
        dialog::date_field::DateRangeKind,
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text, menu::combo_box},
    },
    wording::entry_caption::level_history,
};

/// The label of the delegation level.
const LEVEL_LABEL: &str = "Who decides";
/// The label of who raised a topic.
const FROM_LABEL: &str = "Who brought it up";

/// One field of the form.
struct FormField {
    label: &'static str,
    hint: &'static str,
    text: String,
    /// Whether it holds an optional date.
    is_date: bool,
    /// For a selection: the stored words with their labels.
    options: Vec<(&'static str, String)>,
    /// Whether it is placed beside the previous field.
    same_row: bool,
}

/// The form of an entry.
pub struct EntryFieldsDialog {
    entry: EntryId,
    field_key: String,
    title: &'static str,
    entry_text: String,
    detail: Detail,
    /// The history of the delegation level, which is not edited here.
    progress_lines: Vec<String>,
    fields: Vec<FormField>,
    show_errors: bool,
}

impl EntryFieldsDialog {
    /// The form of an entry, with the draft of an earlier edit; `None` for a kind that has no
    /// fields.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let (title, mut fields) = form_fields(&entry.detail)?;
        // The initial level is edited here; later levels are transitions.
        let has_level_changes = entry.last_event(|event| event.level().is_some()).is_some();
        fields.retain(|field| field.label != LEVEL_LABEL || !has_level_changes);
        let history = if has_level_changes { level_history(entry, screen.today) } else { None };
        let field_key = format!("details/{}", entry.uid);
        let draft: Option<Vec<String>> =
            screen.draft(&field_key).and_then(|draft| serde_json::from_str(&draft.text).ok());
        for (field, text) in fields.iter_mut().zip(draft.into_iter().flatten()) {
            field.text = text;
        }
        Some(Self {
            entry: entry.id,
            field_key,
            title,
            entry_text: to_plain_text(&entry.text),
            detail: entry.detail.clone(),
            progress_lines: history.into_iter().collect(),
            fields,
            show_errors: false,
        })
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let today = screen.today;
        let kind = self.detail.kind();
        let output = Dialog::new(Id::unique("details"), self.title)
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.entry_text).color(Tokens::of(ui).ink_soft));
                    for line in &self.progress_lines {
                        ui.label(text::fine(line).color(Tokens::of(ui).ink_soft));
                    }
                    let typed = show_fields(ui, &mut self.fields, self.show_errors, today);
                    (Shortcut::SubmitDialog.consume(ui), typed)
                },
                |ui| (ui.add(Button::primary("Save")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (save, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            let texts: Vec<&str> = self.fields.iter().map(|field| field.text.as_str()).collect();
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&texts).unwrap_or_default());
        }
        if save || enter {
            self.show_errors = true;
            if let Some(fields) = self.parse(today) {
                let change = Change::EditFields { entry: self.entry, fields };
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

    /// The parsed fields; `None` where a date is invalid.
    fn parse(&self, today: Date) -> Option<EntryFields> {
        let text_fields = self.fields.iter().filter(|field| field.options.is_empty());
        let texts: Vec<String> = text_fields.map(|field| field.text.trim().to_owned()).collect();
        let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
        let day = |index: usize| DateRangeKind::Future.parse(&text(index), today).ok();
        let selected_option =
            |label: &str| self.fields.iter().find(|field| field.label == label).map(|field| field.text.as_str());
        Some(match &self.detail {
            Detail::Goal(_) => EntryFields::Goal { why: text(0), success: text(1), support: text(2), target: day(3)? },
            Detail::Feedback(feedback) => {
                let received = feedback.direction == Direction::Received;
                let offset = usize::from(received);
                let changed = if received { text(0) } else { String::new() };
                let [situation, behaviour, impact] = [text(offset), text(offset + 1), text(offset + 2)];
                EntryFields::Feedback { situation, behaviour, impact, changed }
            }
            Detail::Delegation(delegation) => {
                let level = selected_option(LEVEL_LABEL).and_then(|word| word.parse().ok()).unwrap_or(delegation.level);
                EntryFields::Delegation { level, support: text(0), hands_off_until: day(1)? }
            }
            Detail::Expectation(_) => EntryFields::Expectation { provide: text(0), their_words: text(1) },
            Detail::Topic(topic) => EntryFields::Topic {
                from: selected_option(FROM_LABEL).and_then(|word| word.parse().ok()).unwrap_or(topic.from),
            },
            Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => {
                return None;
            }
        })
    }
}

/// The title and the fields of a kind, in the order in which [`EntryFieldsDialog::parse`] reads
/// them.
fn form_fields(detail: &Detail) -> Option<(&'static str, Vec<FormField>)> {
    let text_field = |label, hint, text: &str| FormField {
        label,
        hint,
        text: text.to_owned(),
        is_date: false,
        options: Vec::new(),
        same_row: false,
    };
    let choice = |label, value: &str, choices| FormField { options: choices, ..text_field(label, "", value) };
    let same_row = |field: FormField| FormField { same_row: true, ..field };
    let day = |label, day: Option<Date>| FormField {
        is_date: true,
        ..text_field(label, "15 jan, in 6 weeks, 2027-01-15", &day.map(|day| day.to_string()).unwrap_or_default())
    };
    Some(match detail {
        Detail::Goal(goal) => (
            "Goal details",
            vec![
                text_field("Why it matters", "How it connects to something bigger", &goal.why),
                text_field("What success looks like", "What you’ll both see", &goal.success),
                text_field("How you’ll support it", "", &goal.support),
                day("Target date (optional)", goal.target),
            ],
        ),
        Detail::Feedback(feedback) => {
            let mut fields = vec![
                text_field("Situation", "When and where", &feedback.situation),
                same_row(text_field("Behaviour", "What you saw", &feedback.behaviour)),
                text_field("Impact", "What it led to", &feedback.impact),
            ];
            if feedback.direction == Direction::Received {
                // The most important field comes first and has the focus.
                fields.insert(
                    0,
                    text_field("What you changed as a result", "What you do differently now", &feedback.changed),
                );
            }
            ("Feedback details", fields)
        }
        Detail::Delegation(delegation) => (
            "Delegation details",
            vec![
                choice(
                    LEVEL_LABEL,
                    delegation.level.as_str(),
                    Level::ALL.iter().map(|level| level_option(*level)).collect(),
                ),
                text_field("Your support", "Two afternoons a week", &delegation.support),
                day("Hands off until (optional)", delegation.hands_off_until),
            ],
        ),
        Detail::Expectation(expectation) => (
            "Expectation details",
            vec![
                text_field("I will provide", "", &expectation.provide),
                text_field("In their words", "How they put it", &expectation.their_words),
            ],
        ),
        Detail::Topic(topic) => (
            "Topic details",
            vec![choice(
                FROM_LABEL,
                topic.from.as_str(),
                vec![(Party::Me.as_str(), "You".to_owned()), (Party::Them.as_str(), "Them".to_owned())],
            )],
        ),
        Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => return None,
    })
}

/// "inquire: they decide and tell you".
fn level_option(level: Level) -> (&'static str, String) {
    (level.as_str(), format!("{}: {}", level.as_str(), level.description()))
}

/// Returns whether any field changed.
fn show_fields(ui: &mut Ui, fields: &mut [FormField], show_errors: bool, today: Date) -> bool {
    let mut typed = false;
    // A row is a field and, where given, the one beside it.
    for row in fields.chunk_by_mut(|_, next| next.same_row) {
        if let [left, right] = row {
            ui.columns(2, |columns| {
                for (column, field) in columns.iter_mut().zip([left, right]) {
                    typed |= show_field(column, field, show_errors, today);
                }
            });
        } else {
            for field in row {
                typed |= show_field(ui, field, show_errors, today);
            }
        }
    }
    typed
}

fn show_field(ui: &mut Ui, field: &mut FormField, show_errors: bool, today: Date) -> bool {
    if !field.options.is_empty() {
        return show_select(ui, field);
    }
    if field.is_date {
        let error = DateRangeKind::Future.parse(&field.text, today).err().filter(|_| show_errors);
        let input = TextField::singleline(field.label, &mut field.text).hint(field.hint).error(error.as_deref());
        input.width(260.0).show(ui).response.changed()
    } else {
        TextField::multiline(field.label, &mut field.text, 1).hint(field.hint).show(ui).response.changed()
    }
}

/// Returns whether the selection changed.
fn show_select(ui: &mut Ui, field: &mut FormField) -> bool {
    let previous = field.options.iter().position(|(word, _)| *word == field.text).unwrap_or_default();
    let mut selected = previous;
    let choices: Vec<(usize, &str)> = field.options.iter().map(|(_, label)| label.as_str()).enumerate().collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong(field.label).color(Tokens::of(ui).ink));
        combo_box(ui, field.label, &mut selected, &choices);
    });
    if let Some((word, _)) = field.options.get(selected).filter(|_| selected != previous) {
        (*word).clone_into(&mut field.text);
    }
    selected != previous
}
