//! What could not be read: file, line, and why.

use eframe::egui::{Label, Ui};

use super::job::file_name;
use crate::{
    domain::next_meeting::capitalize,
    import::Diagnostic,
    ui::{
        icons, text,
        text::group_digits,
        tokens::Tokens,
        widget::{button::Button, card::card, truncated_label::truncated_label},
    },
};

/// So many are shown; the copy has more.
const MAX_SHOWN: usize = 60;
/// So many are copied: a clipboard is no place for a hundred thousand lines.
const MAX_COPIED: usize = 20_000;

/// The list, where it is open.
#[derive(Default)]
pub(super) struct DiagnosticsList {
    is_expanded: bool,
}

impl DiagnosticsList {
    /// Shows how much could not be read, and what, once that is asked for.
    pub fn show(&mut self, ui: &mut Ui, unread: &[Diagnostic]) {
        if unread.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            let sign = if self.is_expanded { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(format_heading(unread.len())).icon(sign).small()).clicked() {
                self.is_expanded = !self.is_expanded;
            }
            if ui.add(Button::quiet("Copy the list").icon(icons::COPY).small()).clicked() {
                ui.ctx().copy_text(format_for_clipboard(unread));
            }
        });
        if !self.is_expanded {
            return;
        }
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (nth, one) in unread.iter().take(MAX_SHOWN).enumerate() {
                ui.push_id(nth, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    truncated_label(ui, text::small(format_location(one)).color(t.ink))
                        .on_hover_text(one.file.display().to_string());
                    ui.add(Label::new(text::fine(format!("{}.", capitalize(&one.reason))).color(t.ink_soft)).wrap());
                });
            }
            if let Some(more) = unread.len().checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
                let said = format!("And {} more. The copy has them all.", group_digits(more as u64));
                ui.label(text::fine(said).color(t.ink_faint));
            }
        });
    }
}

/// How much it is.
fn format_heading(count: usize) -> String {
    format!("{} could not be read", group_digits(count as u64))
}

/// Where it stands: the file, and the line.
fn format_location(one: &Diagnostic) -> String {
    let name = file_name(&one.file);
    one.line.map_or_else(|| name.clone(), |line| format!("{name}, line {line}"))
}

/// A line for each, to be pasted somewhere.
fn format_for_clipboard(unread: &[Diagnostic]) -> String {
    let lines = unread.iter().take(MAX_COPIED).map(|one| {
        let line = one.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: {}\n", one.file.display(), one.reason)
    });
    let more = unread.len().checked_sub(MAX_COPIED).filter(|more| *more > 0);
    lines.chain(more.map(|more| format!("and {} more\n", group_digits(more as u64)))).collect()
}
