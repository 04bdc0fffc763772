//! The dialog that answers "What does this person need to be successful?"; earlier answers stay
//! readable.

use eframe::egui::{Context, Id, Ui};

use crate::{
    domain::{id::PersonId, need::Need, person::Person},
    journal::change::Change,
    ui::{
        action::Submission,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, heading::section_label},
    },
    wording::date::format_date,
};

/// Answers what a person needs.
pub struct NeedAnswerDialog {
    person: PersonId,
    title: String,
    field_key: String,
    answer: String,
    earlier_answers: Vec<Need>,
}

impl NeedAnswerDialog {
    /// Opens it for a person, with the draft or else the current answer.
    pub fn open(person: &Person, screen: &mut ScreenContext<'_>) -> Self {
        let earlier_answers: Vec<Need> = screen.read(|db| db.needs(person.id));
        let field_key = format!("need/{}", person.uid);
        let current = earlier_answers.first().map(|need| need.text.clone()).unwrap_or_default();
        Self {
            person: person.id,
            title: format!("What does {} need to be successful?", person.short_name()),
            answer: screen.draft(&field_key).map_or(current, |draft| draft.text),
            field_key,
            earlier_answers,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let title = self.title.clone();
        let is_new = !self.answer.trim().is_empty()
            && self.earlier_answers.first().is_none_or(|need| need.text != self.answer.trim());
        let output = Dialog::new(Id::unique("need"), &title).note("Only you can read this.").show(
            ctx,
            |ui| {
                let field = TextField::multiline("Current answer", &mut self.answer, 2);
                if field.hint("Before you react: what would help them?").show(ui).response.changed() {
                    screen.set_draft(&self.field_key, "", &self.answer);
                }
                show_earlier_answers(ui, &self.earlier_answers, screen);
                Shortcut::SubmitDialog.consume(ui)
            },
            |ui| {
                let save = ui.add_enabled(is_new, Button::primary("Save")).clicked();
                (save, ui.add(Button::plain("Cancel")).clicked())
            },
        );
        let (save, cancel) = output.buttons;
        if is_new && (save || output.body) {
            let change = Change::AnswerNeed { person: self.person, text: self.answer.clone() };
            screen.dispatch(Submission::with_draft(change, self.field_key.clone()));
            return true;
        }
        if cancel {
            screen.set_draft(&self.field_key, "", "");
        }
        cancel || output.closed
    }
}

fn show_earlier_answers(ui: &mut Ui, earlier: &[Need], screen: &ScreenContext<'_>) {
    if earlier.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    ui.add_space(4.0);
    section_label(ui, "Earlier answers");
    for need in earlier {
        ui.label(text::small(&need.text).color(t.ink));
        ui.label(text::fine(format_date(need.written_at.day(), screen.today)).color(t.ink_faint));
    }
}
