//! The versions of an entry: what it said before, and the way back to any of them.

use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};

use crate::{
    domain::entry::Entry,
    journal::change::Change,
    store::EntryVersion,
    ui::{
        action::Action,
        kind_style,
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{button::Button, card::divider, dialog::Dialog, markdown::to_plain_text},
    },
    wording::{change_label, entry_caption::captions},
};

/// The versions of one entry, the one that stands first.
pub struct VersionHistory {
    entry: Entry,
    versions: Vec<EntryVersion>,
}

impl VersionHistory {
    /// Reads them.
    pub fn open(entry: Entry, screen: &mut ScreenContext<'_>) -> Self {
        let versions = screen.read(|db| db.versions(&entry));
        Self { entry, versions }
    }

    /// Shows them; `true` when they are done with.
    pub fn show(&self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let kind = self.entry.kind();
        let output = Dialog::new(Id::unique("versions"), "Versions")
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .note(&self.change_summary())
            .show(
                ctx,
                |ui| {
                    let mut wanted = None;
                    if self.versions.len() < 2 {
                        let only = "It has not been changed since it was written.";
                        ui.label(text::body(only).color(Tokens::of(ui).ink_soft));
                    }
                    for (nth, version) in self.versions.iter().enumerate() {
                        if nth > 0 {
                            divider(ui);
                        }
                        if ui.push_id(nth, |ui| show_version(ui, version, nth == 0)).inner {
                            wanted = Some(version.entry.clone());
                        }
                    }
                    wanted
                },
                |ui| ui.add(Button::primary("Close")).clicked(),
            );
        if let Some(version) = output.body {
            screen.dispatch(Action::Submit(Change::RestoreVersion(Box::new(version))));
            return true;
        }
        output.closed || output.buttons
    }

    /// "Changed twice, first written 10 November 2026".
    fn change_summary(&self) -> String {
        let times = match self.versions.len().saturating_sub(1) {
            0 => "Written".to_owned(),
            1 => "Changed once, first written".to_owned(),
            2 => "Changed twice, first written".to_owned(),
            times => format!("Changed {times} times, first written"),
        };
        format!("{times} {}", self.entry.written_at.day().strftime("%-d %B %Y"))
    }
}

/// One version; `true` where it is to be had back.
fn show_version(ui: &mut Ui, version: &EntryVersion, stands: bool) -> bool {
    let t = Tokens::of(ui);
    // What was never logged is told as of the last thing that had happened to it.
    let latest = version.entry.events.last().map_or(&version.made_at, |step| &step.at).max(&version.made_at);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(text::body(to_plain_text(&version.entry.text)).color(t.ink));
        for aside in captions(&version.entry, latest.day(), "they") {
            ui.label(text::fine(aside.text).color(t.ink_soft));
        }
    });
    let when = format!("{} {}", version.made_at.day().strftime("%-d %b %Y"), version.made_at.time().strftime("%H:%M"));
    let what = change_label::version_label(version.kind.parse().ok());
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
        let said = format!("{when} · {what}");
        ui.label(text::fine(said).color(t.ink_faint));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if stands {
                ui.label(text::fine("as it is now").color(t.ink_faint));
                return false;
            }
            ui.add(Button::plain("Bring this back").small()).clicked()
        })
        .inner
    })
    .inner
}
