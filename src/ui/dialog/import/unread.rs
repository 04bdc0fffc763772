//! What could not be read: file, line, and why.

use eframe::egui::{Label, Ui};

use super::read::name_of;
use crate::{
    domain::meeting::capital,
    import::Unread,
    ui::{
        icons, text,
        text::grouped,
        tokens::Tokens,
        widget::{button::Button, card::card, elide::elide},
    },
};

/// So many are shown; the copy has more.
const SHOWN: usize = 60;
/// So many are copied: a clipboard is no place for a hundred thousand lines.
const COPIED: usize = 20_000;

/// The list, where it is open.
#[derive(Default)]
pub(super) struct UnreadList {
    open: bool,
}

impl UnreadList {
    /// Shows how much could not be read, and what, once that is asked for.
    pub fn show(&mut self, ui: &mut Ui, unread: &[Unread]) {
        if unread.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            let sign = if self.open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(said(unread.len())).icon(sign).small()).clicked() {
                self.open = !self.open;
            }
            if ui.add(Button::quiet("Copy the list").icon(icons::COPY).small()).clicked() {
                ui.ctx().copy_text(as_text(unread));
            }
        });
        if !self.open {
            return;
        }
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (nth, one) in unread.iter().take(SHOWN).enumerate() {
                ui.push_id(nth, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    elide(ui, text::small(place(one)).color(t.ink)).on_hover_text(one.file.display().to_string());
                    ui.add(Label::new(text::fine(format!("{}.", capital(&one.why))).color(t.ink_soft)).wrap());
                });
            }
            if let Some(more) = unread.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                let said = format!("And {} more. The copy has them all.", grouped(more as u64));
                ui.label(text::fine(said).color(t.ink_faint));
            }
        });
    }
}

/// How much it is.
fn said(count: usize) -> String {
    format!("{} could not be read", grouped(count as u64))
}

/// Where it stands: the file, and the line.
fn place(one: &Unread) -> String {
    let name = name_of(&one.file);
    one.line.map_or_else(|| name.clone(), |line| format!("{name}, line {line}"))
}

/// A line for each, to be pasted somewhere.
fn as_text(unread: &[Unread]) -> String {
    let lines = unread.iter().take(COPIED).map(|one| {
        let line = one.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: {}\n", one.file.display(), one.why)
    });
    let more = unread.len().checked_sub(COPIED).filter(|more| *more > 0);
    lines.chain(more.map(|more| format!("and {} more\n", grouped(more as u64)))).collect()
}
