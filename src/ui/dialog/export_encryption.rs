//! The part of the export dialog that encrypts the file with a passphrase.

use eframe::egui::{Id, Label, Sense, Ui};
use secrecy::SecretString;

use crate::{
    domain::passphrase::Passphrase,
    ui::{
        text,
        tokens::Tokens,
        widget::{checkbox::checkbox, password_field::PasswordField},
    },
    wording::passphrase::rating,
};

/// Whether and with what the file is encrypted.
pub(super) struct EncryptionChoice {
    /// Whether it is encrypted.
    pub(super) is_on: bool,
    is_journal_encrypted: bool,
    passphrase: PasswordField,
    again: PasswordField,
    /// How strong the passphrase is, in words.
    rating: Option<String>,
    error: Option<&'static str>,
    /// The same for the second field.
    difference: Option<&'static str>,
}

impl EncryptionChoice {
    /// An export that is not encrypted yet. `is_journal_encrypted` is whether the journal is.
    pub(super) fn new(is_journal_encrypted: bool) -> Self {
        Self {
            is_on: false,
            is_journal_encrypted,
            passphrase: PasswordField::new(Id::unique("passphrase of the export")),
            again: PasswordField::new(Id::unique("passphrase of the export, again")),
            rating: None,
            error: None,
            difference: None,
        }
    }

    /// Shows it, and returns whether it was switched on or off.
    pub(super) fn show(&mut self, ui: &mut Ui) -> bool {
        const NAME: &str = "Encrypt with a passphrase";
        let t = Tokens::of(ui);
        let was_on = self.is_on;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            checkbox(ui, &mut self.is_on, NAME);
            if ui.add(Label::new(text::body(NAME).color(t.ink)).sense(Sense::click())).clicked() {
                self.is_on = !self.is_on;
            }
        });
        if was_on && !self.is_on {
            self.clear(ui);
        }
        if self.is_on {
            self.show_fields(ui);
        } else if self.is_journal_encrypted {
            ui.label(text::fine("Your journal is encrypted. This file won’t be.").color(t.ink_soft));
        }
        self.is_on != was_on
    }

    fn show_fields(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let changed = ui.columns(2, |columns| {
            let [left, right] = columns else { return false };
            let first = self.passphrase.show(left, "Passphrase", self.error).changed();
            let again = self.again.show(right, "Repeat it", self.difference).changed();
            if first {
                self.rating = Passphrase::new(self.passphrase.text()).ok().map(|typed| rating(typed.rating()));
            }
            first || again
        });
        if changed {
            (self.error, self.difference) = (None, None);
        }
        if let Some(rating) = &self.rating {
            ui.label(text::fine(rating).color(t.ink_soft));
        }
        let hint = "Without it, nobody can open the file. The program “age” decrypts it.";
        ui.label(text::fine(hint).color(t.ink_faint));
    }

    /// Forgets what was typed.
    pub(super) fn clear(&mut self, ui: &Ui) {
        self.passphrase.clear(ui);
        self.again.clear(ui);
        self.rating = None;
    }

    /// The passphrase, if the file is encrypted.
    ///
    /// # Errors
    /// It is missing, or was not repeated; the fields say so.
    pub(super) fn passphrase(&mut self) -> Result<Option<SecretString>, ()> {
        if !self.is_on {
            return Ok(None);
        }
        self.error = self.passphrase.is_empty().then_some("Enter a passphrase.");
        let is_different = self.error.is_none() && self.passphrase.text() != self.again.text();
        self.difference = is_different.then_some("The two are different.");
        if self.error.is_some() || is_different {
            return Err(());
        }
        Ok(Some(SecretString::from(self.passphrase.text())))
    }
}
