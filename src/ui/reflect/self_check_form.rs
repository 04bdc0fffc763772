//! The self-check: four lines of five steps, and one free line. Offered every two weeks, and never anywhere else.

use eframe::egui::{Label, Ui};

use crate::{
    domain::self_check::{Answers, SCALES, ScaleStep, SelfCheck, is_due, next_due},
    journal::change::{Change, leader::LeaderChange},
    ui::{
        action::{Action, Submission},
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            button::Button, card::card, field::TextField, rating_scale::rating_scale, section_label::section_label,
        },
    },
    wording::{date::format_date, self_check::describe_step},
};

/// Where the answers are kept while they are given.
const FIELD_KEY: &str = "self-check";

/// The card of the self-check.
#[derive(Default)]
pub(super) struct SelfCheckCard {
    form: Option<SelfCheckForm>,
    /// Whether it was asked for before its time.
    is_requested: bool,
    draft_loaded: bool,
}

/// The answers as they are given.
#[derive(Default)]
struct SelfCheckForm {
    answers: [Option<usize>; SCALES.len()],
    note: String,
}

impl SelfCheckForm {
    /// As it was left. The draft's mark holds a sign for each answer.
    fn from_draft(mark: &str, note: String) -> Self {
        let mut answers = [None; SCALES.len()];
        for (step, sign) in answers.iter_mut().zip(mark.chars()) {
            *step = sign
                .to_digit(10)
                .and_then(|sign| usize::try_from(sign).ok())
                .filter(|step| *step < ScaleStep::ALL.len());
        }
        Self { answers, note }
    }

    fn draft_mark(&self) -> String {
        let sign = |step: &Option<usize>| step.map_or_else(|| "-".to_owned(), |step| step.to_string());
        self.answers.iter().map(sign).collect()
    }

    fn to_answers(&self) -> Answers {
        self.answers.map(|step| step.and_then(|step| ScaleStep::ALL.get(step)).copied())
    }

    fn is_empty(&self) -> bool {
        self.answers.iter().all(Option::is_none) && self.note.trim().is_empty()
    }
}

impl SelfCheckCard {
    /// Shows it: the questions where they are offered or wanted, else when they will be.
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, checks: &[SelfCheck]) {
        if !std::mem::replace(&mut self.draft_loaded, true)
            && let Some(draft) = screen.draft(FIELD_KEY)
        {
            self.form = Some(SelfCheckForm::from_draft(&draft.prefix, draft.text));
            self.is_requested = true;
        }
        let last = checks.last().map(|check| check.at.day());
        let due = is_due(last, screen.today);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Check yourself");
            if due || self.is_requested {
                self.show_form(ui, screen, due);
            } else {
                self.show_next_date(ui, screen, last.and_then(|last| next_due(Some(last)).map(|next| (last, next))));
            }
        });
    }

    fn show_next_date(
        &mut self,
        ui: &mut Ui,
        screen: &ScreenContext<'_>,
        days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    ) {
        let t = Tokens::of(ui);
        if let Some((last, next)) = days {
            let said = format!(
                "You last looked at yourself {}. It is offered again {}.",
                with_on(&format_date(last, screen.today)),
                with_on(&format_date(next, screen.today))
            );
            ui.add(Label::new(text::body(said).color(t.ink_soft)).wrap());
        }
        if ui.add(Button::quiet("Do it now").small()).clicked() {
            self.is_requested = true;
        }
    }

    fn show_form(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, due: bool) {
        let t = Tokens::of(ui);
        let form = self.form.get_or_insert_default();
        ui.label(text::section("How did you lead in the last two weeks?").color(t.ink));
        ui.add_space(4.0);
        let mut changed = false;
        for (asked, step) in SCALES.iter().zip(&mut form.answers) {
            ui.label(text::body_medium(asked.question).color(t.ink));
            changed |= rating_scale(ui, asked.question, step, &ScaleStep::ALL.map(|step| describe_step(*asked, step)));
            ui.add_space(4.0);
        }
        let field =
            TextField::singleline("Anything you want to tell yourself?", &mut form.note).hint("One line, if you like");
        changed |= field.show(ui).response.changed();
        if changed {
            screen.set_draft(FIELD_KEY, &form.draft_mark(), &form.note);
        }
        ui.add_space(4.0);
        let some = !form.is_empty();
        // The key that starts a one-on-one keeps what is written here.
        let pressed = screen.consume(&Action::StartOrWrapUp);
        let (mut keep, mut leave) = (some && pressed, false);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            keep |= ui.add_enabled(some, Button::primary("Keep it")).clicked();
            leave = (some || !due) && ui.add(Button::quiet("Not now")).clicked();
            ui.label(text::fine("What you have no answer to stays empty.").color(t.ink_faint));
        });
        if keep {
            let change = LeaderChange::SaveSelfCheck { answers: form.to_answers(), line: form.note.clone() };
            screen.dispatch(Submission::with_draft(Change::Leader(change), FIELD_KEY.to_owned()));
        } else if leave {
            screen.set_draft(FIELD_KEY, "", "");
        }
        if keep || leave {
            self.form = None;
            self.is_requested = false;
        }
    }
}

/// "on Tue 24 Nov", "today".
fn with_on(day: &str) -> String {
    if day.contains(' ') { format!("on {day}") } else { day.to_owned() }
}
