//! What only the kind of an entry has: a goal's "why it matters", the support you give, and so on. One form for all kinds
//! but flags, which have a dialog of their own, from a table of fields.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::{
            Detail, Entry,
            fields::EntryFields,
            kind::{action::Party, delegation::Level, feedback::Direction, flag::Flag},
        },
        id::EntryId,
        parse::date::parse_date,
    },
    journal::change::Change,
    ui::{
        action::Action,
        keys, kind_style,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text, menu::combo_box},
    },
    wording::entry_caption::{describe_level, level_history},
};

/// Who decides about what was handed over.
const LEVEL_LABEL: &str = "Who decides";
/// Who wants to talk about it.
const FROM_LABEL: &str = "Who asked for it";

/// One field of the form.
struct FormField {
    label: &'static str,
    hint: &'static str,
    text: String,
    /// A day, or nothing.
    is_date: bool,
    /// One of these words, each as a person says it.
    options: Vec<(&'static str, String)>,
    /// Beside the one before it.
    same_row: bool,
}

/// The form.
pub struct EntryFieldsDialog {
    entry: EntryId,
    field_key: String,
    title: &'static str,
    entry_text: String,
    detail: Detail,
    /// What became of it so far, where that is not asked for but done.
    progress_lines: Vec<String>,
    fields: Vec<FormField>,
    show_errors: bool,
}

impl EntryFieldsDialog {
    /// The form of an entry, where its kind has more than a text, with what was being written in it when it was last left.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Option<Self> {
        let (title, mut parts) = form_fields(&entry.detail)?;
        // Where it began is asked for; where it moved to since is a step on the ladder.
        let has_climbed = entry.last_event(|what| what.level().is_some()).is_some();
        parts.retain(|part| part.label != LEVEL_LABEL || !has_climbed);
        let so_far = if has_climbed { level_history(entry, screen.today) } else { None };
        let place = format!("details/{}", entry.uid);
        let draft: Option<Vec<String>> = screen.draft(&place).and_then(|draft| serde_json::from_str(&draft.text).ok());
        for (part, text) in parts.iter_mut().zip(draft.into_iter().flatten()) {
            part.text = text;
        }
        Some(Self {
            entry: entry.id,
            field_key: place,
            title,
            entry_text: to_plain_text(&entry.text),
            detail: entry.detail.clone(),
            progress_lines: so_far.into_iter().collect(),
            fields: parts,
            show_errors: false,
        })
    }

    /// What is worth asking right after a line was kept, where nothing of it is known yet. Never in the way: it is a word
    /// beside the line.
    pub fn follow_up_label(detail: &Detail) -> Option<&'static str> {
        let is_bare = detail.texts().iter().all(|text| text.is_empty());
        match detail {
            _ if !is_bare => None,
            Detail::Flag(flag) => (*flag == Flag::default()).then_some("More about it…"),
            Detail::Goal(_) => Some("Why does it matter?"),
            Detail::Feedback(feedback) if feedback.direction == Direction::Received => {
                Some("What do you change because of it?")
            }
            Detail::Feedback(_) => Some("In which situation?"),
            Detail::Delegation(_) => Some("Who decides, with which support?"),
            Detail::Expectation(_) => Some("What will you provide?"),
            _ => None,
        }
    }

    /// Whether an entry has a form.
    pub fn has_form(detail: &Detail) -> bool {
        form_fields(detail).is_some()
    }

    /// Shows it; `true` when it is done with.
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
                    (keys::consume_key(ui, Modifiers::COMMAND, Key::Enter), typed)
                },
                |ui| (ui.add(Button::primary("Keep it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (keep, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            let texts: Vec<&str> = self.fields.iter().map(|part| part.text.as_str()).collect();
            screen.set_draft(&self.field_key, "", &serde_json::to_string(&texts).unwrap_or_default());
        }
        if keep || enter {
            self.show_errors = true;
            if let Some(description) = self.parse(today) {
                let change = Change::EditFields { entry: self.entry, fields: description };
                screen.dispatch(Action::SubmitWithDraft(change, self.field_key.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }

    /// What the fields say; nothing where a day cannot be read.
    fn parse(&self, today: Date) -> Option<EntryFields> {
        let written = self.fields.iter().filter(|part| part.options.is_empty());
        let texts: Vec<String> = written.map(|part| part.text.trim().to_owned()).collect();
        let text = |nth: usize| texts.get(nth).cloned().unwrap_or_default();
        let day = |nth: usize| parse_optional_date(&text(nth), today).ok();
        let chosen = |label: &str| self.fields.iter().find(|part| part.label == label).map(|part| part.text.as_str());
        Some(match &self.detail {
            Detail::Goal(_) => EntryFields::Goal { why: text(0), success: text(1), support: text(2), target: day(3)? },
            Detail::Feedback(feedback) => {
                let received = feedback.direction == Direction::Received;
                let first = usize::from(received);
                let changed = if received { text(0) } else { String::new() };
                let [situation, behaviour, impact] = [text(first), text(first + 1), text(first + 2)];
                EntryFields::Feedback { situation, behaviour, impact, changed }
            }
            Detail::Delegation(delegation) => {
                let level = chosen(LEVEL_LABEL).and_then(|word| word.parse().ok()).unwrap_or(delegation.level);
                EntryFields::Delegation { level, support: text(0), hands_off_until: day(1)? }
            }
            Detail::Expectation(_) => EntryFields::Expectation { provide: text(0), their_words: text(1) },
            Detail::Topic(topic) => {
                EntryFields::Topic { from: chosen(FROM_LABEL).and_then(|word| word.parse().ok()).unwrap_or(topic.from) }
            }
            Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => {
                return None;
            }
        })
    }
}

fn parse_optional_date(text: &str, today: Date) -> Result<Option<Date>, String> {
    if text.is_empty() { Ok(None) } else { parse_date(text, today).map(Some).map_err(|error| error.to_string()) }
}

/// The title and the fields of a kind, in the order in which [`Details::read`] takes them.
fn form_fields(detail: &Detail) -> Option<(&'static str, Vec<FormField>)> {
    let part = |label, hint, text: &str| FormField {
        label,
        hint,
        text: text.to_owned(),
        is_date: false,
        options: Vec::new(),
        same_row: false,
    };
    let choice = |label, at: &str, choices| FormField { options: choices, ..part(label, "", at) };
    let beside = |part: FormField| FormField { same_row: true, ..part };
    let day = |label, day: Option<Date>| FormField {
        is_date: true,
        ..part(label, "15 jan, in 6 weeks, 2027-01-15", &day.map(|day| day.to_string()).unwrap_or_default())
    };
    Some(match detail {
        Detail::Goal(goal) => (
            "A goal",
            vec![
                part("Why it matters", "How it connects to something larger", &goal.why),
                part("What success looks like", "What you will both see", &goal.success),
                part("What you will do to support it", "", &goal.support),
                day("By when (if you like)", goal.target),
            ],
        ),
        Detail::Feedback(feedback) => {
            let mut parts = vec![
                part("Situation", "When and where", &feedback.situation),
                beside(part("Behaviour", "What was seen", &feedback.behaviour)),
                part("Impact", "What it did", &feedback.impact),
            ];
            if feedback.direction == Direction::Received {
                // What counts of it comes first, and has the caret.
                parts.insert(0, part("What you changed because of it", "What you do otherwise now", &feedback.changed));
            }
            ("Feedback", parts)
        }
        Detail::Delegation(delegation) => (
            "Handed over",
            vec![
                choice(
                    LEVEL_LABEL,
                    delegation.level.as_str(),
                    Level::ALL.iter().map(|level| level_option(*level)).collect(),
                ),
                part("What support you give", "Two afternoons a week", &delegation.support),
                day("Hands off until (if you like)", delegation.hands_off_until),
            ],
        ),
        Detail::Expectation(expectation) => (
            "What you expect, and what you provide",
            vec![
                part("I will provide", "", &expectation.provide),
                part("In their words", "How they said it back", &expectation.their_words),
            ],
        ),
        Detail::Topic(topic) => (
            "Something to talk about",
            vec![choice(
                FROM_LABEL,
                topic.from.as_str(),
                vec![(Party::Me.as_str(), "You".to_owned()), (Party::Them.as_str(), "They".to_owned())],
            )],
        ),
        Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => return None,
    })
}

/// "inquire: they decide and tell you".
fn level_option(level: Level) -> (&'static str, String) {
    (level.as_str(), format!("{}: {}", level.as_str(), describe_level(level)))
}

/// Whether any of them holds another text than before.
fn show_fields(ui: &mut Ui, parts: &mut [FormField], tried: bool, today: Date) -> bool {
    let mut typed = false;
    // A row is a part, and the one that stands beside it.
    for row in parts.chunk_by_mut(|_, next| next.same_row) {
        if let [left, right] = row {
            ui.columns(2, |columns| {
                for (column, part) in columns.iter_mut().zip([left, right]) {
                    typed |= show_field(column, part, tried, today);
                }
            });
        } else {
            for part in row {
                typed |= show_field(ui, part, tried, today);
            }
        }
    }
    typed
}

fn show_field(ui: &mut Ui, part: &mut FormField, tried: bool, today: Date) -> bool {
    if !part.options.is_empty() {
        return show_select(ui, part);
    }
    if part.is_date {
        let wrong = parse_optional_date(part.text.trim(), today).err().filter(|_| tried);
        let field = TextField::singleline(part.label, &mut part.text).hint(part.hint).error(wrong.as_deref());
        field.width(260.0).show(ui).response.changed()
    } else {
        TextField::multiline(part.label, &mut part.text, 1).hint(part.hint).show(ui).response.changed()
    }
}

/// Whether another one was chosen.
fn show_select(ui: &mut Ui, part: &mut FormField) -> bool {
    let before = part.options.iter().position(|(word, _)| *word == part.text).unwrap_or_default();
    let mut at = before;
    let choices: Vec<(usize, &str)> = part.options.iter().map(|(_, said)| said.as_str()).enumerate().collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong(part.label).color(Tokens::of(ui).ink));
        combo_box(ui, part.label, &mut at, &choices);
    });
    if let Some((word, _)) = part.options.get(at).filter(|_| at != before) {
        (*word).clone_into(&mut part.text);
    }
    at != before
}
