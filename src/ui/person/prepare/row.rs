//! One entry of the brief as a row of a card.

use eframe::egui::{
    Align, Color32, CornerRadius, Id, Label, Layout, Memory, Rect, Response, Sense, Stroke, StrokeKind, TextFormat, Ui,
    UiBuilder, Vec2, text::LayoutJob, vec2,
};
use jiff::civil::Date;

use crate::{
    domain::{
        aside::{Aside, Voice, as_evidence},
        brief::Item,
        entry::{Detail, Entry},
    },
    ui::{
        action::Action,
        desk::Desk,
        entry::{
            Shown,
            editor::EntryEditor,
            moves::{self, Tick},
        },
        kinds::chip,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{button::Button, checkbox::tick, chip::Chip},
    },
};

/// Above and below the line between two rows.
pub(super) const GAP: f32 = 6.0;
/// How wide the column of chips is.
const CHIP: f32 = 76.0;
/// How wide the column of boxes is.
const BOX: f32 = 26.0;
/// What the menu takes of a row; the rest of it stands in the padding beside the row.
pub(super) const MENU: f32 = 10.0;

/// An entry, and what the brief says of it.
pub(super) struct Row {
    pub shown: Shown,
    pub item: Item,
    tick: Option<Tick>,
}

impl Row {
    /// The rows of these items, in their order; each takes its entry.
    pub(super) fn of_all(items: &[Item], entries: &mut Vec<Entry>, today: Date) -> Vec<Self> {
        let take = |item: &Item| {
            let at = entries.iter().position(|entry| entry.id == item.id)?;
            Some(Self::new(entries.swap_remove(at), item.clone(), today))
        };
        items.iter().filter_map(take).collect()
    }

    fn new(entry: Entry, item: Item, today: Date) -> Self {
        let tick = moves::tick(&entry, today);
        Self { shown: Shown::with(entry, item.under.clone()), item, tick }
    }

    /// Something to raise: its chip, what it is, the choices about a flag. `before` adds to its menu.
    pub(super) fn show_raise(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        editor: &mut Option<EntryEditor>,
        before: impl FnOnce(&mut Ui, &mut Desk<'_>),
    ) -> Response {
        let Self { shown, item, tick } = self;
        scope(ui, desk, shown, |shown, ui, desk, looked_at| {
            let right = right_width(ui, item);
            let width = ui.available_width() - CHIP - right - MENU;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, CHIP, |ui| drop(ui.add(chip(item.kind))));
                column(ui, width, |ui| {
                    ui.add_space(1.0);
                    shown.show_text(ui, desk, editor);
                    if matches!(shown.entry.detail, Detail::Flag(_)) {
                        show_choices(ui, desk, &shown.entry, tick.as_ref());
                    }
                });
                show_right(ui, right, item);
                show_menu(ui, |ui| shown.show_menu_after(ui, desk, looked_at, before));
            });
        })
    }

    /// A promise: its box, what it is, whose it is and by when.
    pub(super) fn show_action(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, editor: &mut Option<EntryEditor>) {
        let Self { shown, item, tick: box_of } = self;
        scope(ui, desk, shown, |shown, ui, desk, looked_at| {
            let right = right_width(ui, item);
            let width = ui.available_width() - BOX - right - MENU;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, BOX, |ui| {
                    if let Some(box_of) = box_of {
                        let mut on = box_of.on;
                        if tick(ui, &mut on, &format!("{}: {}", box_of.name, item.text)).changed() {
                            desk.ask(Action::Make(box_of.change.clone()));
                        }
                    }
                });
                column(ui, width, |ui| {
                    if item.done && !is_edited(shown, editor.as_ref()) {
                        let struck = text::body(&item.text).color(Tokens::of(ui).ink_faint).strikethrough();
                        ui.add(Label::new(struck).wrap());
                        show_evidence(ui, &shown.entry);
                    } else {
                        shown.show_text(ui, desk, editor);
                    }
                });
                show_right(ui, right, item);
                show_menu(ui, |ui| shown.show_menu(ui, desk, looked_at));
            });
        });
    }

    /// An expectation or something handed over, small, in the rail; what stands under it in at most so many rows each.
    pub(super) fn show_small(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        rows: usize,
        editor: &mut Option<EntryEditor>,
    ) {
        let Self { shown, item, .. } = self;
        scope(ui, desk, shown, |shown, ui, desk, looked_at| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let width = ui.available_width() - MENU;
                column(ui, width, |ui| {
                    if is_edited(shown, editor.as_ref()) {
                        shown.show_text(ui, desk, editor);
                        return;
                    }
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(Label::new(text::small(&item.text).color(Tokens::of(ui).ink)).wrap());
                    for line in &item.under {
                        show_rows(ui, line, rows);
                    }
                    show_evidence(ui, &shown.entry);
                });
                show_menu(ui, |ui| shown.show_menu(ui, desk, looked_at));
            });
        });
    }
}

/// Whether this entry is being written anew just now.
pub(super) fn is_edited(shown: &Shown, editor: Option<&EntryEditor>) -> bool {
    editor.is_some_and(|open| open.entry() == shown.entry.id)
}

/// The scope of an entry, with a ring while it has the focus. Its id does not depend on where it stands, so that the focus
/// goes with it when it moves.
pub(super) fn scope(
    ui: &mut Ui,
    desk: &mut Desk<'_>,
    shown: &mut Shown,
    add: impl FnOnce(&mut Shown, &mut Ui, &mut Desk<'_>, bool),
) -> Response {
    let id = Id::unique(("prepare", shown.entry.id.0));
    let response = ui.scope_builder(UiBuilder::new().scope_id(id), |ui| shown.scope(ui, desk, add)).inner;
    if response.has_focus() {
        let corners = CornerRadius::same(size::CHIP_RADIUS);
        let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
        ui.painter().rect_stroke(response.rect.expand2(vec2(6.0, 3.0)), corners, stroke, StrokeKind::Inside);
    }
    response
}

/// Whether the focus is in this part of the window.
pub(super) fn holds_focus(ui: &Ui, rect: Rect) -> bool {
    let focused = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id));
    focused.is_some_and(|focused| rect.contains_rect(focused.rect))
}

/// Raise it, keep watching, let it go; once raised, settle it; on the day to look again, that you did.
fn show_choices(ui: &mut Ui, desk: &mut Desk<'_>, entry: &Entry, tick: Option<&Tick>) {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in moves::offers(entry) {
            if ui.add(Button::plain(offer.word).small()).clicked() {
                desk.ask(offer.action);
            }
        }
        if let Some(tick) = tick
            && ui.add(Button::plain(tick.name).small()).clicked()
        {
            desk.ask(Action::Make(tick.change.clone()));
        }
    });
}

/// How much room what stands beside an item takes.
fn right_width(ui: &Ui, item: &Item) -> f32 {
    let who = item.who.as_ref().map(|who| width_of(ui, who, Type::Fine, Weight::Medium) + 26.0);
    let beside = item.beside.as_ref().map(|beside| width_of(ui, &beside.text, Type::Fine, Weight::Regular) + 12.0);
    (who.unwrap_or(0.0) + beside.unwrap_or(0.0)).min(ui.available_width() * 0.45)
}

/// How wide a text is in one line.
pub(super) fn width_of(ui: &Ui, said: &str, step: Type, weight: Weight) -> f32 {
    let job = LayoutJob::single_section(said.to_owned(), text::format(step, weight, Color32::PLACEHOLDER));
    ui.fonts_mut(|fonts| fonts.layout_job(job)).size().x.ceil()
}

/// A line under an entry in at most so many rows, whole under the pointer.
pub(super) fn show_rows(ui: &mut Ui, aside: &Aside, rows: usize) {
    let format = text::format(Type::Fine, Weight::Regular, aside_ink(ui, aside));
    show_folded(ui, &aside.text, format, rows);
}

/// That it is picked as evidence, where it is.
pub(super) fn show_evidence(ui: &mut Ui, entry: &Entry) {
    if let Some(picked) = as_evidence(entry) {
        show_rows(ui, &picked, 1);
    }
}

/// A text in at most so many rows, whole under the pointer.
pub(super) fn show_folded(ui: &mut Ui, said: &str, format: TextFormat, rows: usize) {
    let mut job = LayoutJob::single_section(said.to_owned(), format);
    job.wrap.max_rows = rows;
    job.wrap.break_anywhere = rows == 1;
    job.wrap.max_width = ui.available_width();
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let cut = galley.elided;
    let label = ui.add(Label::new(galley));
    if cut {
        label.on_hover_text(said);
    }
}

/// The menu at the end of a row, which it makes no higher.
pub(super) fn show_menu(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let (place, _) = ui.allocate_exact_size(vec2(MENU, size::CHIP), Sense::hover());
    let button = Rect::from_center_size(place.right_center(), Vec2::splat(size::CONTROL_SMALL));
    add(&mut ui.new_child(UiBuilder::new().id_salt("menu").max_rect(button)));
}

/// Whose it is and what is to be known of it, at the right.
fn show_right(ui: &mut Ui, width: f32, item: &Item) {
    ui.allocate_ui_with_layout(vec2(width, size::CHIP), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(beside) = &item.beside {
            ui.add(Label::new(text::fine(&beside.text).color(aside_ink(ui, beside))).truncate());
        }
        if let Some(who) = &item.who {
            ui.add(Chip::new(Tone::Action, who.clone()).plain());
        }
    });
}

fn aside_ink(ui: &Ui, aside: &Aside) -> Color32 {
    let t = Tokens::of(ui);
    if aside.voice == Voice::Calm { t.ink_soft } else { t.kind_ink(Tone::Flag) }
}

pub(super) fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    super::super::meet::cell(ui, width, add);
}
