//! What Meet has in a compact window instead of its header, and its rows: time, icon of the kind
//! and text, and the word of the kind in the line below.

use eframe::egui::{Align, Label, Layout, Rect, Sense, Ui, vec2};

use super::{
    PersonSnapshot,
    meet::{ElapsedForm, add_bookmark, elapsed_label, elapsed_time, show_elapsed_time, show_start_buttons},
};
use crate::{
    domain::{entry::kind::Kind, person::Person},
    journal::StopReason,
    ui::{
        action::Action,
        composer::composer_field_key,
        entry::{EntryView, editor::EntryEditor},
        icons, kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            button::{Button, IconButton},
            column::column,
            heading::section_title,
            paint_util,
            place_button::PlaceButton,
            truncated_label::truncated_label,
        },
    },
};

const TIME_WIDTH: f32 = 41.0;
const ICON_WIDTH: f32 = 23.0;
const MENU_WIDTH: f32 = 26.0;

/// Shows a row of the feed. `add_below` adds what stands below the text.
pub(super) fn show_row(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    view: &mut EntryView,
    time: &str,
    editor: &mut Option<EntryEditor>,
    add_below: impl FnOnce(&mut Ui, &mut ScreenContext<'_>, &EntryView, bool),
) {
    view.show_focusable(ui, screen, |view, ui, screen, is_active| {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            column(ui, TIME_WIDTH, |ui| {
                ui.label(text::fine(time).color(t.ink_faint));
            });
            show_kind_icon(ui, view.entry.kind(), ICON_WIDTH);
            column(ui, (width - TIME_WIDTH - ICON_WIDTH - MENU_WIDTH).max(0.0), |ui| {
                let is_editing = editor.is_some();
                if view.show_body(ui, screen, editor) {
                    view.show_captions_after_kind(ui);
                }
                add_below(ui, screen, view, is_editing);
            });
            column(ui, MENU_WIDTH, |ui| view.show_menu(ui, screen, is_active));
        });
    });
}

/// The icon of a kind in a column before the text. It has no accessible name: the word of the kind
/// is below.
pub(super) fn show_kind_icon(ui: &mut Ui, kind: Kind, width: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, Type::Body.line_height()), Sense::hover());
    if kind != Kind::Note {
        let ink = Tokens::of(ui).kind_ink(kind_style::tone(kind));
        let format = text::format(Type::Body, Weight::Regular, ink);
        let icon = paint_util::layout_line(ui, kind_style::icon(kind), format, f32::INFINITY);
        let square = Rect::from_min_size(rect.min, vec2(18.0, rect.height()));
        paint_util::line_at(ui.painter(), square.left(), square, icon, ink);
    }
}

/// What the bar of a compact window has at its right: how long the one-on-one goes on, and its end.
pub(super) fn show_bar_contents(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let Some(running) = &snapshot.running_meeting else { return };
    if ui.add(Button::plain("Wrap up").small()).clicked() {
        screen.dispatch(Action::StartOrWrapUp);
    }
    let bookmark = format!("Bookmark this moment ({})", Shortcut::Bookmark.label(ui));
    if screen.add_edit(ui, IconButton::new(icons::BOOKMARK, bookmark).small()).clicked() {
        add_bookmark(screen, running);
    }
    // The name goes before the planned end.
    let time = elapsed_time(screen, running);
    let whole = paint_util::layout_line(
        ui,
        &elapsed_label(&time, ElapsedForm::Whole),
        text::format(Type::Small, Weight::Regular, Tokens::of(ui).ink_soft),
        f32::INFINITY,
    );
    let room = ui.available_width() - whole.size().x - ui.spacing().item_spacing.x;
    let fits = room >= PlaceButton::width(ui, true, snapshot.person.short_name());
    show_elapsed_time(ui, &time, if fits { ElapsedForm::Whole } else { ElapsedForm::Short });
}

/// What stands above the feed before a one-on-one: its title, and the buttons that start one.
pub(super) fn show_head(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, title: String) {
    section_title(ui, Label::new(text::section(title).color(Tokens::of(ui).ink)).truncate());
    if snapshot.person.archived_at.is_none() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            show_start_buttons(ui, screen, snapshot, "");
        });
    }
}

/// The line below the composer in a compact window: its keys, and whether its text is saved.
pub(super) fn show_composer_foot(ui: &mut Ui, screen: &ScreenContext<'_>, person: &Person) {
    let ink = Tokens::of(ui).ink_faint;
    let line = vec2(ui.available_width(), Type::Fine.line_height());
    ui.add_space(2.0);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let state = match saved_state(screen, person) {
            SAVED_HERE => "Saved",
            state => state,
        };
        ui.label(text::fine(state).color(ink));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let (submit, next) = (Shortcut::SubmitLine.label(ui), Shortcut::NextPrefix.label(ui));
            truncated_label(ui, text::fine(format!("{submit} saves · {next} changes the kind")).color(ink));
        });
    });
}

/// Where the text of the composer is saved, while it is.
const SAVED_HERE: &str = "Saved, on this computer only";

/// Whether the text of the composer is saved.
pub(super) fn saved_state(screen: &ScreenContext<'_>, person: &Person) -> &'static str {
    match screen.journal.stop_reason() {
        Some(StopReason::ReadOnly(_)) => "Read-only",
        Some(_) => "Not being saved",
        None if screen.drafts.is_saved(&composer_field_key(person)) => SAVED_HERE,
        None => "Saving…",
    }
}
