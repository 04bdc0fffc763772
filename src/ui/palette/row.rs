//! A row of the palette: what it is, its text, and a note or a shortcut at the end.

use std::ops::Range;

use eframe::egui::{
    Color32, CornerRadius, Galley, Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::results::{Lead, ResultRow};
use crate::ui::{
    icons, kind_style,
    text::{self, Type, Weight},
    tokens::{Tokens, size},
    widget::{avatar::Avatar, key_hint::KeyHint, paint_util},
    width_class::WidthClass,
};

/// The height of a row.
pub(super) const HEIGHT: f32 = 38.0;
const PADDING: f32 = 10.0;
const GAP: f32 = 10.0;
/// The column of the chip, the avatar or the icon.
const LEAD_WIDTH: f32 = 104.0;
/// The same in a compact window, where a kind has only its icon.
const LEAD_WIDTH_COMPACT: f32 = 36.0;
const AVATAR_SIZE: f32 = 28.0;
/// The note takes at most this part of the row.
const MAX_NOTE: f32 = 0.4;

/// Shows a row. The focus stays in the field above the list.
pub(super) fn show(ui: &mut Ui, id: Id, row: &ResultRow, is_selected: bool) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let response = ui.interact(rect, id, Sense::CLICK);
    if ui.is_rect_visible(rect) {
        paint(ui, rect, row, is_selected, &response);
    }
    // The closure runs while the context is locked.
    let label = label(ui, row);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, ui.is_enabled(), &label));
    ui.ctx().accesskit_node_builder(id, |node| node.set_selected(is_selected));
    response
}

/// The accessible name: "Person: Dana Whitfield, Tomorrow".
fn label(ui: &Ui, row: &ResultRow) -> String {
    let keys = row.shortcut.map(|shortcut| shortcut.label(ui)).unwrap_or_default();
    let end = [row.note.as_str(), &keys]
        .iter()
        .filter(|part| !part.is_empty())
        .fold(String::new(), |end, part| end + ", " + part);
    format!("{}: {}{end}", row.sort, row.text)
}

fn paint(ui: &mut Ui, rect: Rect, row: &ResultRow, is_selected: bool, response: &Response) {
    let t = Tokens::of(ui);
    let corners = CornerRadius::same(size::CONTROL_RADIUS);
    if is_selected {
        ui.painter().rect_filled(rect, corners, t.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corners, t.hover);
    }
    let is_compact = WidthClass::of(ui) == WidthClass::Compact;
    let inner = rect.shrink2(vec2(PADDING, 0.0));
    let right = paint_end(ui, inner, row, is_compact);
    let lead = if is_compact { LEAD_WIDTH_COMPACT } else { LEAD_WIDTH };
    paint_lead(ui, Rect::from_min_size(inner.min, vec2(lead - GAP, HEIGHT)), &row.lead, is_compact);
    let left = inner.left() + lead;
    let galley = layout_with_matches(ui, &row.text, &row.matches, right - left, t.ink);
    paint_util::line_at(ui.painter(), left, inner, galley, t.ink);
}

/// Paints the shortcut and the note, and returns the left edge of both.
fn paint_end(ui: &Ui, inner: Rect, row: &ResultRow, is_compact: bool) -> f32 {
    let t = Tokens::of(ui);
    let mut right = inner.right();
    if let Some(shortcut) = row.shortcut.filter(|_| !is_compact) {
        let hint = KeyHint::new(ui, &shortcut.label(ui));
        let size = hint.size();
        let place = Rect::from_min_size(pos2(right - size.x, inner.center().y - size.y / 2.0), size);
        hint.paint(ui.painter(), place, t.ink_soft, t.line, t.page);
        right = place.left() - GAP;
    }
    if !row.note.is_empty() {
        let format = text::format(Type::Fine, Weight::Regular, t.ink_soft);
        let note = paint_util::layout_line(ui, &row.note, format, inner.width() * MAX_NOTE);
        right -= note.size().x;
        paint_util::line_at(ui.painter(), right, inner, note, t.ink_soft);
        right -= GAP;
    }
    right
}

fn paint_lead(ui: &mut Ui, place: Rect, lead: &Lead, is_compact: bool) {
    let t = Tokens::of(ui);
    match lead {
        Lead::Avatar { initials, colour } => {
            let top = place.center().y - AVATAR_SIZE / 2.0;
            let square = Rect::from_min_size(pos2(place.left(), top.round()), vec2(AVATAR_SIZE, AVATAR_SIZE));
            ui.new_child(UiBuilder::new().max_rect(square)).add(Avatar::new(initials, *colour));
        }
        Lead::Icon(icon) => {
            let format = text::format(Type::Body, Weight::Regular, t.ink_soft);
            let icon = paint_util::layout_line(ui, icon, format, place.width());
            paint_util::line_at(ui.painter(), place.left() + PADDING, place, icon, t.ink_soft);
        }
        Lead::Word(word) => {
            let format = text::format(Type::Fine, Weight::Medium, t.ink_soft);
            let label = if is_compact { icons::SEARCH } else { *word };
            let label = paint_util::layout_line(ui, label, format, place.width() - PADDING);
            paint_util::line_at(ui.painter(), place.left() + PADDING, place, label, t.ink_soft);
        }
        Lead::Kind(kind) if is_compact => {
            let ink = t.kind_ink(kind_style::tone(*kind));
            let format = text::format(Type::Body, Weight::Regular, ink);
            let icon = paint_util::layout_line(ui, kind_style::icon(*kind), format, place.width());
            paint_util::line_at(ui.painter(), place.left() + PADDING, place, icon, ink);
        }
        Lead::Kind(kind) => {
            let chip = kind_style::chip(*kind);
            let size = chip.size(ui);
            let top = place.center().y - size.y / 2.0;
            let place = Rect::from_min_size(pos2(place.left(), top.round()), size);
            ui.new_child(UiBuilder::new().max_rect(place)).add(chip);
        }
    }
}

/// One line of text with what matches in a heavier weight.
fn layout_with_matches(
    ui: &Ui,
    line: &str,
    matches: &[Range<usize>],
    width: f32,
    ink: Color32,
) -> std::sync::Arc<Galley> {
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    let mut run = String::new();
    let mut run_matches = false;
    let mut push = |run: &mut String, matches: bool| {
        let weight = if matches { Weight::SemiBold } else { Weight::Regular };
        job.append(&std::mem::take(run), 0.0, text::format(Type::Body, weight, ink));
    };
    for (index, letter) in line.chars().enumerate() {
        let is_match = matches.iter().any(|range| range.contains(&index));
        if is_match != run_matches && !run.is_empty() {
            push(&mut run, run_matches);
        }
        run_matches = is_match;
        run.push(if letter.is_whitespace() { ' ' } else { letter });
    }
    push(&mut run, run_matches);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
