//! The one question before something is done about an entry: what did they say, why, until when.

use eframe::egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::Entry,
        life::{Move, MoveError},
        step::What,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        dialog::day_field::{self, Which},
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::Field, markdown::plain},
    },
};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Until when only to watch?
    Watch,
    /// Why let it go?
    LetGo,
    /// What came of it?
    Settle,
    /// How was it reached?
    Reach,
    /// Why pause?
    Pause,
    /// Why drop it?
    Drop,
    /// How did it go?
    Complete,
    /// Why is it back?
    TakeBack,
    /// How did they hear of it, and when?
    Told,
}

impl Question {
    /// Every question.
    pub const ALL: [Self; 9] = [
        Self::Watch,
        Self::LetGo,
        Self::Settle,
        Self::Reach,
        Self::Pause,
        Self::Drop,
        Self::Complete,
        Self::TakeBack,
        Self::Told,
    ];

    /// The word in the key of its draft. It never changes: an answer that is half written is found by it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Watch => "Watch",
            Self::LetGo => "LetGo",
            Self::Settle => "Settle",
            Self::Reach => "Reach",
            Self::Pause => "Pause",
            Self::Drop => "Drop",
            Self::Complete => "Complete",
            Self::TakeBack => "TakeBack",
            Self::Told => "Told",
        }
    }

    /// The title, the question where words are asked for, and the word on the button.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Watch => ("Keep watching", "", "Watch it"),
            Self::LetGo => ("Let it go", "Why?", "Let it go"),
            Self::Settle => ("Settle it", "What came of it?", "Settled"),
            Self::Reach => ("Reached", "What made it work?", "Reached"),
            Self::Pause => ("Pause it", "Why?", "Pause"),
            Self::Drop => ("Drop it", "Why?", "Drop it"),
            Self::Complete => ("Complete", "How did it go?", "Complete"),
            Self::TakeBack => ("Back with you", "Why?", "Take it back"),
            Self::Told => ("They know", "How did you tell them? (if you like)", "Keep it"),
        }
    }

    /// Where a day is asked for: which.
    fn which_day(self) -> Which {
        if self == Self::Told { Which::Past } else { Which::Coming }
    }

    /// What the day is for, where one is asked for.
    fn day(self) -> Option<&'static str> {
        match self {
            Self::Watch => Some("Until"),
            Self::Settle => Some("Check again (if you like)"),
            Self::Told => Some("When"),
            _ => None,
        }
    }
}

/// The dialog.
pub struct Ask {
    entry: Entry,
    question: Question,
    place: String,
    about: String,
    kind: crate::domain::kind::Kind,
    words: String,
    day: String,
    tried: bool,
}

impl Ask {
    /// Asks about an entry, with what was being answered when it was last left.
    pub fn open(entry: &Entry, question: Question, desk: &mut Desk<'_>) -> Self {
        let place = format!("ask/{}/{}", entry.uid, question.as_str());
        let told = entry.last(|what| what == What::Told);
        let day = match (question, told) {
            (Question::Watch, _) => "in 2 weeks".to_owned(),
            (Question::Told, Some(told)) => told.at.day().to_string(),
            (Question::Told, None) => "today".to_owned(),
            _ => String::new(),
        };
        let so_far = told.filter(|_| question == Question::Told).map(|told| told.words.clone());
        Self {
            entry: entry.clone(),
            question,
            about: text::beginning(&plain(&entry.text)),
            kind: entry.kind(),
            words: desk.draft(&place).map(|draft| draft.text).or(so_far).unwrap_or_default(),
            place,
            day,
            tried: false,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let read = self.read(desk.today);
        let error = read.as_ref().err().filter(|_| self.tried).cloned();
        let (title, _, button) = self.question.words();
        let kind = self.kind;
        let output = Dialog::new(Id::unique("ask"), title)
            .width(480.0)
            .chip(move |ui| drop(ui.add(kinds::chip(kind))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    let (typed, enter) = self.show_body(ui, error.as_ref(), desk.today);
                    (keys::take(ui, Modifiers::COMMAND, Key::Enter) || enter, typed)
                },
                |ui| (ui.add(Button::primary(button)).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        let (body, typed) = output.body;
        if typed {
            desk.typed(&self.place, "", &self.words);
        }
        if done || body {
            self.tried = true;
            if let Ok(change) = read {
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

    /// Whether the words are others than before, and whether Enter was pressed in the day.
    fn show_body(&mut self, ui: &mut Ui, error: Option<&Problem>, today: Date) -> (bool, bool) {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.about).color(t.ink_soft));
        let (_, question, _) = self.question.words();
        let mut typed = false;
        if !question.is_empty() {
            let missing = error.and_then(|error| error.words);
            typed = Field::lines(question, &mut self.words, 2).error(missing).show(ui).response.changed();
        }
        let mut enter = false;
        if let Some(label) = self.question.day() {
            let wrong = error.and_then(|error| error.day.as_deref());
            enter = day_field::show(ui, (label, self.question.which_day()), &mut self.day, wrong, today);
        }
        (typed, enter)
    }

    fn read(&self, today: Date) -> Result<Change, Problem> {
        let wrong = |error: String| Problem { words: None, day: Some(error) };
        let day = self.question.which_day().read(&self.day, today).map_err(wrong);
        let coming = || match day.clone() {
            // The words stay here, to be kept with another day.
            Ok(Some(day)) if day <= today => Err(wrong(MoveError::DayIsOver.to_string())),
            day => day,
        };
        let words = self.words.clone();
        let needed = || {
            let missing = Problem { words: Some("Say it in a few words: a flag never just ends."), day: None };
            if words.trim().is_empty() { Err(missing) } else { Ok(words.clone()) }
        };
        let wanted = match self.question {
            Question::LetGo => Move::LetGo(needed()?),
            Question::Settle => Move::Settle { outcome: needed()?, check_again: coming()? },
            Question::Reach => Move::Reach(words),
            Question::Pause => Move::Pause(words),
            Question::Drop => Move::Drop(words),
            Question::Complete => Move::Complete(words),
            Question::TakeBack => Move::TakeBack(words),
            Question::Watch => Move::Watch(coming()?.ok_or_else(|| wrong(MoveError::DayIsOver.to_string()))?),
            Question::Told => {
                let day = day?;
                let could = day.map_or(Ok(()), |day| self.entry.could_be_told_on(day, today));
                could.map_err(|error| wrong(error.to_string()))?;
                return Ok(Change::Tell { entry: self.entry.id, words, day });
            }
        };
        Ok(Change::Move { entry: self.entry.id, wanted })
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone)]
struct Problem {
    words: Option<&'static str>,
    day: Option<String>,
}
