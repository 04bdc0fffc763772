//! Sets, changes or removes the passphrase of the journal, or asks for it again.

use eframe::egui::{Context, Id, Label, Ui};

use crate::{
    domain::passphrase::{Passphrase, PassphraseRating, PassphraseStrength},
    store::StoreError,
    ui::{
        action::{DialogRequest, PassphraseCommand, PassphrasePurpose},
        background_job::BackgroundJob,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone},
        widget::{button::Button, dialog::Dialog, password_field::PasswordField},
    },
    wording::passphrase,
};

/// The dialog.
pub struct PassphraseDialog {
    purpose: PassphrasePurpose,
    current: PasswordField,
    new: PasswordField,
    again: PasswordField,
    /// How strong the new one is.
    rating: Option<PassphraseRating>,
    current_error: Option<String>,
    new_error: Option<String>,
    /// Compares the current passphrase with that of the journal, which takes a moment.
    check: Option<BackgroundJob<Result<bool, StoreError>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Submit,
    Cancel,
}

impl PassphraseDialog {
    /// The dialog for this purpose.
    pub fn new(purpose: PassphrasePurpose) -> Self {
        Self {
            purpose,
            current: PasswordField::new(Id::unique("current passphrase")),
            new: PasswordField::new(Id::unique("new passphrase")),
            again: PasswordField::new(Id::unique("new passphrase again")),
            rating: None,
            current_error: None,
            new_error: None,
            check: None,
        }
    }

    fn has_new(&self) -> bool {
        matches!(self.purpose, PassphrasePurpose::Set | PassphrasePurpose::Change)
    }

    fn has_current(&self) -> bool {
        self.purpose != PassphrasePurpose::Set
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if self.poll_check(screen) {
            return true;
        }
        let (title, label) = match self.purpose {
            PassphrasePurpose::Set => ("Set a passphrase", "Encrypt journal"),
            PassphrasePurpose::Change => ("Change the passphrase", "Change"),
            PassphrasePurpose::Remove => ("Remove the passphrase", "Remove"),
            PassphrasePurpose::RecoveryKey => ("Recovery key", "Show"),
        };
        let is_ready = self.check.is_none() && self.is_filled_in();
        let output = Dialog::new(Id::unique("passphrase"), title).show(
            ctx,
            |ui| self.show_form(ui),
            |ui| {
                let submit = ui.add_enabled(is_ready, Button::primary(label)).clicked();
                let cancel = ui.add(Button::plain("Cancel")).clicked();
                if submit { Some(Choice::Submit) } else { cancel.then_some(Choice::Cancel) }
            },
        );
        match output.body.or(output.buttons) {
            Some(Choice::Submit) if is_ready => self.submit(ctx, screen) || output.closed,
            Some(Choice::Cancel) => true,
            _ => output.closed,
        }
    }

    fn is_filled_in(&self) -> bool {
        (!self.has_current() || !self.current.is_empty())
            && (!self.has_new() || (!self.new.is_empty() && !self.again.is_empty()))
    }

    fn show_form(&mut self, ui: &mut Ui) -> Option<Choice> {
        let t = Tokens::of(ui);
        let about = match self.purpose {
            PassphrasePurpose::Set => {
                "It encrypts your journal and its backups. Without it, or the recovery key that you get next, nobody \
                 can open them, not even you."
            }
            PassphrasePurpose::Change => "Your journal and its backups get the new one, and a new recovery key.",
            PassphrasePurpose::Remove => {
                "Anyone who can read your files will be able to read your journal and its backups."
            }
            PassphrasePurpose::RecoveryKey => "It opens your journal as the passphrase does.",
        };
        ui.add(Label::new(text::small(about).color(t.ink_soft)).wrap());
        let mut is_entered = false;
        if self.has_current() {
            let label = if self.has_new() { "Current passphrase" } else { "Passphrase" };
            let response = self.current.show(ui, label, self.current_error.as_deref());
            self.current_error.take_if(|_| response.changed());
            is_entered |= response.lost_focus();
        }
        if self.has_new() {
            let response = self.new.show(ui, "New passphrase", None);
            if response.changed() {
                self.rating = Passphrase::new(self.new.text()).ok().map(|passphrase| passphrase.rating());
            }
            self.show_rating(ui);
            let again = self.again.show(ui, "The same again", self.new_error.as_deref());
            self.new_error.take_if(|_| response.changed() || again.changed());
            is_entered |= again.lost_focus();
        }
        let is_entered = is_entered && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        (Shortcut::SubmitDialog.consume(ui) || is_entered).then_some(Choice::Submit)
    }

    /// How strong the new passphrase is, in words.
    fn show_rating(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let (icon, words, color) = match self.rating {
            None => {
                (icons::INFO, "Four or more words that don’t belong together are easy to remember.".into(), t.ink_soft)
            }
            Some(rating) if rating.strength < PassphraseStrength::Good => {
                (icons::WARNING_CIRCLE, passphrase::rating(rating), t.kind_ink(Tone::Flag))
            }
            Some(rating) => (icons::CHECK_CIRCLE, passphrase::rating(rating), t.ink_soft),
        };
        ui.add(Label::new(text::fine(format!("{icon} {words}")).color(color)).wrap());
    }

    /// Returns whether the dialog is done.
    fn submit(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        if self.has_new() && self.new.text() != self.again.text() {
            self.new_error = Some("The two are different.".to_owned());
            return false;
        }
        if !self.has_current() {
            self.dispatch(screen);
            return true;
        }
        let Ok(current) = Passphrase::new(self.current.text()) else { return false };
        let db = screen.journal.open_reader();
        match BackgroundJob::start("check the passphrase", ctx, move |_| db?.is_passphrase(&current)) {
            Ok(check) => self.check = Some(check),
            Err(error) => self.current_error = Some(error.to_string()),
        }
        false
    }

    /// Goes on once the current passphrase was compared; returns whether it was right.
    fn poll_check(&mut self, screen: &mut ScreenContext<'_>) -> bool {
        let Some(result) = self.check.as_mut().and_then(BackgroundJob::poll) else { return false };
        self.check = None;
        match result {
            Ok(Ok(true)) => {
                self.dispatch(screen);
                return true;
            }
            Ok(Ok(false)) => self.current_error = Some("Wrong passphrase.".to_owned()),
            Ok(Err(error)) => self.current_error = Some(error.user_facing_error().problem),
            Err(error) => self.current_error = Some(error.to_string()),
        }
        false
    }

    fn dispatch(&self, screen: &mut ScreenContext<'_>) {
        match self.purpose {
            PassphrasePurpose::Set | PassphrasePurpose::Change => {
                if let Ok(passphrase) = Passphrase::new(self.new.text()) {
                    screen.dispatch(PassphraseCommand::Set(passphrase));
                }
            }
            PassphrasePurpose::Remove => screen.dispatch(PassphraseCommand::Remove),
            PassphrasePurpose::RecoveryKey => screen.dispatch(DialogRequest::RecoveryKey),
        }
    }
}
