//! The form of the self-check: four questions on a scale of five steps, and a comment. It is
//! offered every two weeks.

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
            button::Button,
            card::card,
            field::TextField,
            heading::{section_label, section_title},
            rating_scale::rating_scale,
        },
    },
    wording::{date::format_date, self_check::describe_step},
};

/// The draft key of the form.
const FIELD_KEY: &str = "self-check";

/// The card of the self-check.
#[derive(Default)]
pub(super) struct SelfCheckCard {
    form: Option<SelfCheckForm>,
    /// Whether the form was opened before it is due.
    is_requested: bool,
    draft_loaded: bool,
}

/// The answers as indices of scale steps, and the comment.
#[derive(Default)]
struct SelfCheckForm {
    answers: [Option<usize>; SCALES.len()],
    note: String,
}

impl SelfCheckForm {
    /// Restores a form from a draft, whose prefix has a digit or "-" for each answer.
    fn from_draft(prefix: &str, note: String) -> Self {
        let mut answers = [None; SCALES.len()];
        for (step, digit) in answers.iter_mut().zip(prefix.chars()) {
            *step = digit
                .to_digit(10)
                .and_then(|digit| usize::try_from(digit).ok())
                .filter(|step| *step < ScaleStep::ALL.len());
        }
        Self { answers, note }
    }

    fn draft_mark(&self) -> String {
        let digit = |step: &Option<usize>| step.map_or_else(|| "-".to_owned(), |step| step.to_string());
        self.answers.iter().map(digit).collect()
    }

    fn to_answers(&self) -> Answers {
        self.answers.map(|step| step.and_then(|step| ScaleStep::ALL.get(step)).copied())
    }

    fn is_empty(&self) -> bool {
        self.answers.iter().all(Option::is_none) && self.note.trim().is_empty()
    }
}

impl SelfCheckCard {
    /// Shows the form if it is due or requested, else the date of the next self-check.
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
            section_label(ui, "Self-check");
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
        dates: Option<(jiff::civil::Date, jiff::civil::Date)>,
    ) {
        let t = Tokens::of(ui);
        if let Some((last, next)) = dates {
            let text = format!(
                "Last self-check: {}. Next one: {}.",
                with_on(&format_date(last, screen.today)),
                with_on(&format_date(next, screen.today))
            );
            ui.add(Label::new(text::body(text).color(t.ink_soft)).wrap());
        }
        if ui.add(Button::quiet("Do it now").small()).clicked() {
            self.is_requested = true;
        }
    }

    fn show_form(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, due: bool) {
        let t = Tokens::of(ui);
        let form = self.form.get_or_insert_default();
        section_title(ui, Label::new(text::section("How did you lead in the past two weeks?").color(t.ink)));
        ui.add_space(4.0);
        let mut changed = false;
        for (scale, step) in SCALES.iter().zip(&mut form.answers) {
            ui.label(text::body_medium(scale.question).color(t.ink));
            changed |= rating_scale(ui, scale.question, step, &ScaleStep::ALL.map(|step| describe_step(*scale, step)));
            ui.add_space(4.0);
        }
        let field = TextField::singleline("Anything else?", &mut form.note).hint("One line (optional)");
        changed |= field.show(ui).response.changed();
        if changed {
            screen.set_draft(FIELD_KEY, &form.draft_mark(), &form.note);
        }
        ui.add_space(4.0);
        let has_answers = !form.is_empty();
        // The shortcut that starts a one-on-one saves the form here.
        let pressed = screen.consume(&Action::StartOrWrapUp);
        let (mut save, mut discard) = (has_answers && pressed, false);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            save |= ui.add_enabled(has_answers, Button::primary("Save")).clicked();
            discard = (has_answers || !due) && ui.add(Button::quiet("Not now")).clicked();
            ui.label(text::fine("Skip any you like.").color(t.ink_faint));
        });
        if save {
            let change = LeaderChange::SaveSelfCheck { answers: form.to_answers(), line: form.note.clone() };
            screen.dispatch(Submission::with_draft(Change::Leader(change), FIELD_KEY.to_owned()));
        } else if discard {
            screen.set_draft(FIELD_KEY, "", "");
        }
        if save || discard {
            self.form = None;
            self.is_requested = false;
        }
    }
}

/// "on Tue 24 Nov" or "today".
fn with_on(day: &str) -> String {
    if day.contains(' ') { format!("on {day}") } else { day.to_owned() }
}
