//! The self-check: four lines of five steps, and one free line. Offered every two weeks, and never anywhere else.

use eframe::egui::{Label, Ui};

use crate::{
    domain::{
        day::say_day,
        self_check::{Answers, SCALES, SelfCheck, Step, is_due, next},
    },
    journal::{change::Change, leading::Leading},
    ui::{
        action::Action,
        desk::Desk,
        text,
        tokens::Tokens,
        widget::{button::Button, card::card, field::Field, scale::scale, section_label::section_label},
    },
};

/// Where the answers are kept while they are given.
const PLACE: &str = "self-check";

/// The card of the self-check.
#[derive(Default)]
pub(super) struct CheckCard {
    form: Option<Form>,
    /// Whether it was asked for before its time.
    wanted: bool,
    looked_for_draft: bool,
}

/// The answers as they are given.
#[derive(Default)]
struct Form {
    steps: [Option<usize>; SCALES.len()],
    line: String,
}

impl Form {
    /// As it was left. The draft's mark holds a sign for each answer.
    fn from_draft(mark: &str, line: String) -> Self {
        let mut steps = [None; SCALES.len()];
        for (step, sign) in steps.iter_mut().zip(mark.chars()) {
            *step =
                sign.to_digit(10).and_then(|sign| usize::try_from(sign).ok()).filter(|step| *step < Step::ALL.len());
        }
        Self { steps, line }
    }

    fn mark(&self) -> String {
        let sign = |step: &Option<usize>| step.map_or_else(|| "-".to_owned(), |step| step.to_string());
        self.steps.iter().map(sign).collect()
    }

    fn answers(&self) -> Answers {
        self.steps.map(|step| step.and_then(|step| Step::ALL.get(step)).copied())
    }

    fn is_empty(&self) -> bool {
        self.steps.iter().all(Option::is_none) && self.line.trim().is_empty()
    }
}

impl CheckCard {
    /// Shows it: the questions where they are offered or wanted, else when they will be.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, checks: &[SelfCheck]) {
        if !std::mem::replace(&mut self.looked_for_draft, true)
            && let Some(draft) = desk.draft(PLACE)
        {
            self.form = Some(Form::from_draft(&draft.mark, draft.text));
            self.wanted = true;
        }
        let last = checks.last().map(|check| check.at.day());
        let due = is_due(last, desk.today);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Check yourself");
            if due || self.wanted {
                self.show_form(ui, desk, due);
            } else {
                self.show_next(ui, desk, last.and_then(|last| next(Some(last)).map(|next| (last, next))));
            }
        });
    }

    fn show_next(&mut self, ui: &mut Ui, desk: &Desk<'_>, days: Option<(jiff::civil::Date, jiff::civil::Date)>) {
        let t = Tokens::of(ui);
        if let Some((last, next)) = days {
            let said = format!(
                "You last looked at yourself {}. It is offered again {}.",
                on(&say_day(last, desk.today)),
                on(&say_day(next, desk.today))
            );
            ui.add(Label::new(text::body(said).color(t.ink_soft)).wrap());
        }
        if ui.add(Button::quiet("Do it now").small()).clicked() {
            self.wanted = true;
        }
    }

    fn show_form(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, due: bool) {
        let t = Tokens::of(ui);
        let form = self.form.get_or_insert_default();
        ui.label(text::section("How did you lead in the last two weeks?").color(t.ink));
        ui.add_space(4.0);
        let mut changed = false;
        for (asked, step) in SCALES.iter().zip(&mut form.steps) {
            ui.label(text::body_medium(asked.question).color(t.ink));
            changed |= scale(ui, asked.question, step, &Step::ALL.map(|step| asked.say(step)));
            ui.add_space(4.0);
        }
        let field = Field::line("Anything you want to tell yourself?", &mut form.line).hint("One line, if you like");
        changed |= field.show(ui).response.changed();
        if changed {
            desk.typed(PLACE, &form.mark(), &form.line);
        }
        ui.add_space(4.0);
        let some = !form.is_empty();
        // The key that starts a one-on-one keeps what is written here.
        let pressed = desk.take(&Action::StartOrWrapUp);
        let (mut keep, mut leave) = (some && pressed, false);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            keep |= ui.add_enabled(some, Button::primary("Keep it")).clicked();
            leave = (some || !due) && ui.add(Button::quiet("Not now")).clicked();
            ui.label(text::fine("What you have no answer to stays empty.").color(t.ink_faint));
        });
        if keep {
            let change = Leading::CheckSelf { answers: form.answers(), line: form.line.clone() };
            desk.ask(Action::MakeDrafted(Change::Leading(change), PLACE.to_owned()));
        } else if leave {
            desk.typed(PLACE, "", "");
        }
        if keep || leave {
            self.form = None;
            self.wanted = false;
        }
    }
}

/// "on Tue 24 Nov", "today".
fn on(day: &str) -> String {
    if day.contains(' ') { format!("on {day}") } else { day.to_owned() }
}
