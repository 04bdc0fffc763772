//! Asks before a link in a text is opened, with its whole address.

use eframe::egui::{Context, Id, Label, OpenUrl};

use crate::ui::{
    shortcut::Shortcut,
    text,
    tokens::Tokens,
    widget::{button::Button, dialog::Dialog},
};

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Open,
    Copy,
    Cancel,
}

/// The question before a link is opened.
pub struct OpenLinkDialog {
    address: String,
}

impl OpenLinkDialog {
    /// Asks about this address.
    pub fn new(address: String) -> Self {
        Self { address }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context) -> bool {
        let ink = Tokens::of(ctx).ink;
        let is_mail = self.address.starts_with("mailto:");
        let title = if is_mail { "Write to this address?" } else { "Open this link?" };
        let open = if is_mail { "Write mail" } else { "Open in browser" };
        let output = Dialog::new(Id::unique("open link"), title).width(480.0).show(
            ctx,
            |ui| {
                ui.add(Label::new(text::body(&self.address).color(ink)).wrap());
                let is_confirmed = Shortcut::ConfirmDialog.consume(ui) || Shortcut::SubmitDialog.consume(ui);
                is_confirmed.then_some(Choice::Open)
            },
            |ui| {
                let buttons = [
                    (Button::primary(open), Choice::Open),
                    (Button::plain("Copy address"), Choice::Copy),
                    (Button::plain("Cancel"), Choice::Cancel),
                ];
                let mut chosen = None;
                for (button, choice) in buttons {
                    if ui.add(button).clicked() {
                        chosen = Some(choice);
                    }
                }
                chosen
            },
        );
        let choice = output.buttons.or(output.body);
        match choice {
            Some(Choice::Open) => ctx.open_url(OpenUrl::new_tab(&self.address)),
            Some(Choice::Copy) => ctx.copy_text(self.address.clone()),
            Some(Choice::Cancel) | None => {}
        }
        choice.is_some() || output.closed
    }
}
