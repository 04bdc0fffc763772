//! The list of records that could not be read: file, line and reason.

use eframe::egui::{Label, Ui};

use super::job::file_name;
use crate::{
    import::Diagnostic,
    ui::{
        icons,
        text::{self, group_digits},
        tokens::Tokens,
        widget::{button::Button, card::card, truncated_label::truncated_label},
    },
    wording::text::capitalize,
};

/// The most that are listed; the copy has more.
const MAX_SHOWN: usize = 60;
/// The most that are copied, to keep the clipboard small.
const MAX_COPIED: usize = 20_000;

/// The collapsible list.
#[derive(Default)]
pub(super) struct DiagnosticsList {
    is_expanded: bool,
}

impl DiagnosticsList {
    /// Shows the number of diagnostics and, when expanded, the list.
    pub fn show(&mut self, ui: &mut Ui, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            let icon = if self.is_expanded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(format_heading(diagnostics.len())).icon(icon).small()).clicked() {
                self.is_expanded = !self.is_expanded;
            }
            if ui.add(Button::quiet("Copy list").icon(icons::COPY).small()).clicked() {
                ui.ctx().copy_text(format_for_clipboard(diagnostics));
            }
        });
        if !self.is_expanded {
            return;
        }
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (index, diagnostic) in diagnostics.iter().take(MAX_SHOWN).enumerate() {
                ui.push_id(index, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    truncated_label(ui, text::small(format_location(diagnostic)).color(t.ink))
                        .on_hover_text(diagnostic.file.display().to_string());
                    ui.add(
                        Label::new(text::fine(format!("{}.", capitalize(&diagnostic.reason))).color(t.ink_soft)).wrap(),
                    );
                });
            }
            if let Some(more) = diagnostics.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
                let text = format!("And {} more. Copy the list to see them all.", group_digits(more as u64));
                ui.label(text::fine(text).color(t.ink_faint));
            }
        });
    }
}

fn format_heading(count: usize) -> String {
    format!("{} could not be read", group_digits(count as u64))
}

/// The file name and line.
fn format_location(diagnostic: &Diagnostic) -> String {
    let name = file_name(&diagnostic.file);
    diagnostic.line.map_or_else(|| name.clone(), |line| format!("{name}, line {line}"))
}

/// One line for each diagnostic.
fn format_for_clipboard(diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().take(MAX_COPIED).map(|diagnostic| {
        let line = diagnostic.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: {}\n", diagnostic.file.display(), diagnostic.reason)
    });
    let more = diagnostics.len().checked_sub(MAX_COPIED).filter(|more| *more > 0);
    lines.chain(more.map(|more| format!("and {} more\n", group_digits(more as u64)))).collect()
}
