//! What only the kind of an entry has: a goal's "why it matters", the support you give, and so on. One form for all kinds
//! but flags, which have a dialog of their own, from a table of fields.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        action::By,
        aside::{climb, level_words},
        day::parse_day,
        delegation::Level,
        describe::Description,
        entry::{Detail, Entry},
        feedback::Direction,
        flag::Flag,
        id::EntryId,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain, menu::select},
    },
};

/// Who decides about what was handed over.
const LEVEL: &str = "Who decides";
/// Who wants to talk about it.
const FROM: &str = "Who asked for it";

/// One field of the form.
struct Part {
    label: &'static str,
    hint: &'static str,
    text: String,
    /// A day, or nothing.
    is_day: bool,
    /// One of these words, each as a person says it.
    choices: Vec<(&'static str, String)>,
    /// Beside the one before it.
    beside: bool,
}

/// The form.
pub struct Details {
    entry: EntryId,
    place: String,
    title: &'static str,
    about: String,
    detail: Detail,
    /// What became of it so far, where that is not asked for but done.
    so_far: Vec<String>,
    parts: Vec<Part>,
    tried: bool,
}

impl Details {
    /// The form of an entry, where its kind has more than a text, with what was being written in it when it was last left.
    pub fn open(entry: &Entry, desk: &mut Desk<'_>) -> Option<Self> {
        let (title, mut parts) = parts_of(&entry.detail)?;
        // Where it began is asked for; where it moved to since is a step on the ladder.
        let has_climbed = entry.last(|what| what.level().is_some()).is_some();
        parts.retain(|part| part.label != LEVEL || !has_climbed);
        let so_far = if has_climbed { climb(entry, desk.today) } else { None };
        let place = format!("details/{}", entry.uid);
        let draft: Option<Vec<String>> = desk.draft(&place).and_then(|draft| serde_json::from_str(&draft.text).ok());
        for (part, text) in parts.iter_mut().zip(draft.into_iter().flatten()) {
            part.text = text;
        }
        Some(Self {
            entry: entry.id,
            place,
            title,
            about: plain(&entry.text),
            detail: entry.detail.clone(),
            so_far: so_far.into_iter().collect(),
            parts,
            tried: false,
        })
    }

    /// What is worth asking right after a line was kept, where nothing of it is known yet. Never in the way: it is a word
    /// beside the line.
    pub fn nudge(detail: &Detail) -> Option<&'static str> {
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
        parts_of(detail).is_some()
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let today = desk.today;
        let kind = self.detail.kind();
        let output = Dialog::new(Id::unique("details"), self.title)
            .chip(move |ui| drop(ui.add(kinds::chip(kind))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    ui.label(text::body(&self.about).color(Tokens::of(ui).ink_soft));
                    for line in &self.so_far {
                        ui.label(text::fine(line).color(Tokens::of(ui).ink_soft));
                    }
                    let typed = show_parts(ui, &mut self.parts, self.tried, today);
                    (keys::take(ui, Modifiers::COMMAND, Key::Enter), typed)
                },
                |ui| (ui.add(Button::primary("Keep it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (keep, cancel) = output.buttons;
        let (enter, typed) = output.body;
        if typed {
            let texts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
            desk.typed(&self.place, "", &serde_json::to_string(&texts).unwrap_or_default());
        }
        if keep || enter {
            self.tried = true;
            if let Some(description) = self.read(today) {
                let change = Change::Describe { entry: self.entry, description };
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }

    /// What the fields say; nothing where a day cannot be read.
    fn read(&self, today: Date) -> Option<Description> {
        let written = self.parts.iter().filter(|part| part.choices.is_empty());
        let texts: Vec<String> = written.map(|part| part.text.trim().to_owned()).collect();
        let text = |nth: usize| texts.get(nth).cloned().unwrap_or_default();
        let day = |nth: usize| read_day(&text(nth), today).ok();
        let chosen = |label: &str| self.parts.iter().find(|part| part.label == label).map(|part| part.text.as_str());
        Some(match &self.detail {
            Detail::Goal(_) => Description::Goal { why: text(0), success: text(1), support: text(2), target: day(3)? },
            Detail::Feedback(feedback) => {
                let received = feedback.direction == Direction::Received;
                let first = usize::from(received);
                let changed = if received { text(0) } else { String::new() };
                let [situation, behaviour, impact] = [text(first), text(first + 1), text(first + 2)];
                Description::Feedback { situation, behaviour, impact, changed }
            }
            Detail::Delegation(delegation) => {
                let level = chosen(LEVEL).and_then(|word| word.parse().ok()).unwrap_or(delegation.level);
                Description::Delegation { level, support: text(0), hands_off_until: day(1)? }
            }
            Detail::Expectation(_) => Description::Expectation { provide: text(0), their_words: text(1) },
            Detail::Topic(topic) => {
                Description::Topic { from: chosen(FROM).and_then(|word| word.parse().ok()).unwrap_or(topic.from) }
            }
            Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => {
                return None;
            }
        })
    }
}

fn read_day(text: &str, today: Date) -> Result<Option<Date>, String> {
    if text.is_empty() { Ok(None) } else { parse_day(text, today).map(Some).map_err(|error| error.to_string()) }
}

/// The title and the fields of a kind, in the order in which [`Details::read`] takes them.
fn parts_of(detail: &Detail) -> Option<(&'static str, Vec<Part>)> {
    let part = |label, hint, text: &str| Part {
        label,
        hint,
        text: text.to_owned(),
        is_day: false,
        choices: Vec::new(),
        beside: false,
    };
    let choice = |label, at: &str, choices| Part { choices, ..part(label, "", at) };
    let beside = |part: Part| Part { beside: true, ..part };
    let day = |label, day: Option<Date>| Part {
        is_day: true,
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
                choice(LEVEL, delegation.level.as_str(), Level::ALL.iter().map(|level| say_level(*level)).collect()),
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
                FROM,
                topic.from.as_str(),
                vec![(By::Me.as_str(), "You".to_owned()), (By::Them.as_str(), "They".to_owned())],
            )],
        ),
        Detail::Note(_) | Detail::Flag(_) | Detail::CheckIn(_) | Detail::Action(_) | Detail::Praise(_) => return None,
    })
}

/// "inquire: they decide and tell you".
fn say_level(level: Level) -> (&'static str, String) {
    (level.as_str(), format!("{}: {}", level.as_str(), level_words(level)))
}

/// Whether any of them holds another text than before.
fn show_parts(ui: &mut Ui, parts: &mut [Part], tried: bool, today: Date) -> bool {
    let mut typed = false;
    // A row is a part, and the one that stands beside it.
    for row in parts.chunk_by_mut(|_, next| next.beside) {
        if let [left, right] = row {
            ui.columns(2, |columns| {
                for (column, part) in columns.iter_mut().zip([left, right]) {
                    typed |= show_part(column, part, tried, today);
                }
            });
        } else {
            for part in row {
                typed |= show_part(ui, part, tried, today);
            }
        }
    }
    typed
}

fn show_part(ui: &mut Ui, part: &mut Part, tried: bool, today: Date) -> bool {
    if !part.choices.is_empty() {
        return show_choice(ui, part);
    }
    if part.is_day {
        let wrong = read_day(part.text.trim(), today).err().filter(|_| tried);
        let field = Field::line(part.label, &mut part.text).hint(part.hint).error(wrong.as_deref());
        field.width(260.0).show(ui).response.changed()
    } else {
        Field::lines(part.label, &mut part.text, 1).hint(part.hint).show(ui).response.changed()
    }
}

/// Whether another one was chosen.
fn show_choice(ui: &mut Ui, part: &mut Part) -> bool {
    let before = part.choices.iter().position(|(word, _)| *word == part.text).unwrap_or_default();
    let mut at = before;
    let choices: Vec<(usize, &str)> = part.choices.iter().map(|(_, said)| said.as_str()).enumerate().collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong(part.label).color(Tokens::of(ui).ink));
        select(ui, part.label, &mut at, &choices);
    });
    if let Some((word, _)) = part.choices.get(at).filter(|_| at != before) {
        (*word).clone_into(&mut part.text);
    }
    at != before
}
