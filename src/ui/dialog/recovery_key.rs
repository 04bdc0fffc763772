//! Shows the recovery key, and asks for one of its groups, so that nobody goes on without having
//! it.

use eframe::egui::{Context, Grid, Id, Label, Ui, vec2};

use crate::{
    domain::recovery_key::RecoveryKey,
    journal::print_file,
    ui::{
        action::{ExternalCommand, PassphraseCommand},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{button::Button, card::card, dialog::Dialog, field::TextField},
    },
};

/// How many groups stand in a row.
const COLUMNS: usize = 5;
/// The group that is asked for: not the first, which whoever begins to write has.
const ASKED_GROUP: usize = RecoveryKey::GROUPS / 2;

/// The dialog.
pub struct RecoveryKeyDialog {
    key: RecoveryKey,
    typed: String,
    error: Option<&'static str>,
    /// What was done before.
    notice: Option<String>,
    /// Whether a page with the key lies beside the journal.
    is_printed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Confirm,
    Later,
    Print,
    Copy,
}

impl RecoveryKeyDialog {
    /// The dialog of this key, which also says what was done before.
    pub fn new(key: RecoveryKey, notice: Option<String>) -> Self {
        Self { key, typed: String::new(), error: None, notice, is_printed: false }
    }

    /// Shows it and returns whether to close it. The printed page is removed then.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let is_done = self.show_dialog(ctx, screen);
        if is_done && self.is_printed {
            print_file::remove_page(screen.journal.path());
        }
        is_done
    }

    fn show_dialog(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let is_typed = !self.typed.trim().is_empty();
        let output = Dialog::new(Id::unique("recovery key"), "Your recovery key").show(
            ctx,
            |ui| self.show_key(ui),
            |ui| {
                let confirm = ui.add_enabled(is_typed, Button::primary("Confirm")).clicked();
                let later = ui.add(Button::plain("Later")).clicked();
                let print = ui.add(Button::quiet("Print")).clicked();
                let copy = ui.add(Button::quiet("Copy")).clicked();
                let clicked =
                    [(confirm, Choice::Confirm), (later, Choice::Later), (print, Choice::Print), (copy, Choice::Copy)];
                clicked.into_iter().find_map(|(clicked, choice)| clicked.then_some(choice))
            },
        );
        match output.body.or(output.buttons) {
            Some(Choice::Confirm) if is_typed => self.confirm(screen),
            Some(Choice::Copy) => {
                screen.dispatch(ExternalCommand::CopyText(self.key.to_string()));
                false
            }
            Some(Choice::Print) => {
                screen.dispatch(ExternalCommand::PrintRecoveryKey);
                self.is_printed = true;
                false
            }
            Some(Choice::Later) => true,
            _ => output.closed,
        }
    }

    fn show_key(&mut self, ui: &mut Ui) -> Option<Choice> {
        let t = Tokens::of(ui);
        if let Some(notice) = &self.notice {
            ui.add(Label::new(text::body(notice).color(t.ink)).wrap());
        }
        let about = "It opens your journal if you forget the passphrase. Write it down or print it, and store it away \
                     from this computer. The last letter of each group checks the others.";
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            Grid::new("groups of the recovery key").spacing(vec2(16.0, 6.0)).show(ui, |ui| {
                for group in 0..RecoveryKey::GROUPS {
                    ui.label(text::rich(self.key.group(group).as_str(), Type::Body, Weight::Mono).color(t.ink));
                    if group % COLUMNS == COLUMNS - 1 {
                        ui.end_row();
                    }
                }
            });
        });
        if self.is_printed {
            let printed = "The page opens in your browser. It’s deleted when you close this.";
            ui.add(Label::new(text::small(printed).color(t.ink_soft)).wrap());
        }
        let label = format!("When you have it, type group {}", ASKED_GROUP + 1);
        let field = TextField::singleline(&label, &mut self.typed).error(self.error).show(ui).response;
        if field.changed() {
            self.error = None;
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        (Shortcut::SubmitDialog.consume(ui) || is_entered).then_some(Choice::Confirm)
    }

    /// Returns whether the group is right.
    fn confirm(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        if !self.typed.trim().eq_ignore_ascii_case(&self.key.group(ASKED_GROUP)) {
            self.error = Some("That’s another group. Compare it letter by letter.");
            return false;
        }
        screen.dispatch(PassphraseCommand::ConfirmRecoveryKey);
        true
    }
}
