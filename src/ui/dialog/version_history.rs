//! The versions of an entry, with what changed from one to the next. Each can be restored.

use eframe::egui::{Align, Context, Id, Layout, Ui, vec2};

use crate::{
    domain::entry::Entry,
    journal::change::Change,
    store::EntryVersion,
    ui::{
        kind_style,
        screen_context::ScreenContext,
        text,
        text::Type,
        text_diff::MarkedText,
        tokens::Tokens,
        widget::{button::Button, card::divider, dialog::Dialog, markdown::to_plain_text},
    },
    wording::{change_label, entry_caption::captions},
};

/// The versions of one entry, the current one first.
pub struct VersionHistory {
    entry: Entry,
    versions: Vec<ShownVersion>,
}

/// A version with its differences from the one before.
struct ShownVersion {
    version: EntryVersion,
    text: MarkedText,
    /// The fields that only its kind has, a line each.
    details: MarkedText,
}

impl VersionHistory {
    /// Loads them.
    pub fn open(entry: Entry, screen: &mut ScreenContext<'_>) -> Self {
        let versions = screen.read(|db| db.versions(&entry));
        Self { entry, versions: compare_versions(versions) }
    }

    /// Shows them and returns whether to close the dialog.
    pub fn show(&self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let kind = self.entry.kind();
        let output = Dialog::new(Id::unique("versions"), "Version history")
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .note(&self.change_summary())
            .show(
                ctx,
                |ui| {
                    let mut restored = None;
                    if self.versions.len() < 2 {
                        let text = "No changes since it was written.";
                        ui.label(text::body(text).color(Tokens::of(ui).ink_soft));
                    }
                    if self.versions.iter().any(|version| version.text.has_changes() || version.details.has_changes()) {
                        let legend =
                            "Words that were added are underlined, words that were removed are struck through.";
                        ui.label(text::fine(legend).color(Tokens::of(ui).ink_faint));
                    }
                    for (index, version) in self.versions.iter().enumerate() {
                        if index > 0 {
                            divider(ui);
                        }
                        if ui.push_id(index, |ui| show_version(ui, version, index == 0)).inner {
                            restored = Some(version.version.entry.clone());
                        }
                    }
                    restored
                },
                |ui| ui.add(Button::primary("Close")).clicked(),
            );
        if let Some(version) = output.body {
            screen.dispatch(Change::RestoreVersion(Box::new(version)));
            return true;
        }
        output.closed || output.buttons
    }

    /// "Changed twice, first written 10 November 2026".
    fn change_summary(&self) -> String {
        let times = match self.versions.len().saturating_sub(1) {
            0 => "Written".to_owned(),
            1 => "Changed once since".to_owned(),
            2 => "Changed twice since".to_owned(),
            times => format!("Changed {times} times since"),
        };
        format!("{times} {}", self.entry.written_at.day().strftime("%-d %B %Y"))
    }
}

/// Compares each version with the one before. The current one is first.
fn compare_versions(versions: Vec<EntryVersion>) -> Vec<ShownVersion> {
    let texts: Vec<(String, String)> =
        versions.iter().map(|version| (to_plain_text(&version.entry.text), describe_details(version))).collect();
    let compare = |(index, version): (usize, EntryVersion)| {
        let (text, details) = texts.get(index).cloned().unwrap_or_default();
        match texts.get(index + 1) {
            Some((earlier, earlier_details)) => ShownVersion {
                version,
                text: MarkedText::compare(earlier, &text),
                details: MarkedText::compare(earlier_details, &details),
            },
            None => ShownVersion { version, text: MarkedText::unmarked(text), details: MarkedText::unmarked(details) },
        }
    };
    versions.into_iter().enumerate().map(compare).collect()
}

fn describe_details(version: &EntryVersion) -> String {
    // An unlogged change is captioned as of the latest event before it.
    let latest = version.entry.events.last().map_or(&version.made_at, |event| &event.at).max(&version.made_at);
    let captions = captions(&version.entry, latest.day(), "they");
    captions.into_iter().map(|caption| caption.text).collect::<Vec<_>>().join("\n")
}

/// Returns whether the version is to be restored.
fn show_version(ui: &mut Ui, shown: &ShownVersion, is_current: bool) -> bool {
    let t = Tokens::of(ui);
    let ShownVersion { version, text, details } = shown;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        text.show(ui, Type::Body);
        if !details.is_empty() {
            details.show(ui, Type::Fine);
        }
    });
    let when = format!("{} {}", version.made_at.day().strftime("%-d %b %Y"), version.made_at.time().strftime("%H:%M"));
    let label = change_label::version_label(version.kind.parse().ok());
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
        let text = format!("{when} · {label}");
        ui.label(text::fine(text).color(t.ink_faint));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if is_current {
                ui.label(text::fine("current").color(t.ink_faint));
                return false;
            }
            ui.add(Button::plain("Restore this version").small()).clicked()
        })
        .inner
    })
    .inner
}
