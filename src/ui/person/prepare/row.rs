//! One entry of the brief as a row of a card.

use eframe::egui::{
    Align, Color32, CornerRadius, Id, Label, Layout, Memory, Rect, Response, Sense, Stroke, StrokeKind, TextFormat, Ui,
    UiBuilder, Vec2, text::LayoutJob, vec2,
};
use jiff::civil::Date;

use crate::{
    domain::{
        attention::Emphasis,
        entry::{Detail, Entry},
    },
    ui::{
        entry::{
            EntryView,
            editor::EntryEditor,
            entry_actions::{self, QuickToggle},
        },
        kind_style::chip,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{button::Button, checkbox::checkbox, chip::Chip},
    },
    wording::{
        brief::BriefItem,
        entry_caption::{Caption, evidence_caption},
    },
};

/// Above and below the line between two rows.
pub(super) const GAP: f32 = 6.0;
/// How wide the column of chips is.
const CHIP_WIDTH: f32 = 76.0;
/// How wide the column of boxes is.
const CHECKBOX_WIDTH: f32 = 26.0;
/// What the menu takes of a row; the rest of it stands in the padding beside the row.
pub(super) const MENU_WIDTH: f32 = 10.0;

/// An entry, and what the brief says of it.
pub(super) struct BriefRow {
    pub view: EntryView,
    pub item: BriefItem,
    toggle: Option<QuickToggle>,
}

impl BriefRow {
    /// The rows of these items, in their order; each takes its entry.
    pub(super) fn from_items(items: &[BriefItem], entries: &mut Vec<Entry>, today: Date) -> Vec<Self> {
        let take = |item: &BriefItem| {
            let at = entries.iter().position(|entry| entry.id == item.id)?;
            Some(Self::new(entries.swap_remove(at), item.clone(), today))
        };
        items.iter().filter_map(take).collect()
    }

    fn new(entry: Entry, item: BriefItem, today: Date) -> Self {
        let toggle = entry_actions::quick_toggle(&entry, today);
        Self { view: EntryView::with_captions(entry, item.captions.clone()), item, toggle }
    }

    /// Something to raise: its chip, what it is, the choices about a flag. `before` adds to its menu.
    pub(super) fn show_raise_item(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
        before: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) -> Response {
        let Self { view: shown, item, toggle: tick } = self;
        show_focusable(ui, screen, shown, |shown, ui, screen, looked_at| {
            let right = trailing_width(ui, item);
            let width = ui.available_width() - CHIP_WIDTH - right - MENU_WIDTH;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, CHIP_WIDTH, |ui| drop(ui.add(chip(item.kind))));
                column(ui, width, |ui| {
                    ui.add_space(1.0);
                    shown.show_text(ui, screen, editor);
                    if matches!(shown.entry.detail, Detail::Flag(_)) {
                        show_flag_actions(ui, screen, &shown.entry, tick.as_ref());
                    }
                });
                show_trailing(ui, right, item);
                show_menu(ui, |ui| shown.show_menu_with_items(ui, screen, looked_at, before));
            });
        })
    }

    /// A promise: its box, what it is, whose it is and by when.
    pub(super) fn show_action(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
    ) {
        let Self { view: shown, item, toggle: box_of } = self;
        show_focusable(ui, screen, shown, |shown, ui, screen, looked_at| {
            let right = trailing_width(ui, item);
            let width = ui.available_width() - CHECKBOX_WIDTH - right - MENU_WIDTH;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, CHECKBOX_WIDTH, |ui| {
                    if let Some(box_of) = box_of {
                        let mut on = box_of.checked;
                        if checkbox(ui, &mut on, &format!("{}: {}", box_of.label, item.text)).changed() {
                            screen.dispatch(box_of.change.clone());
                        }
                    }
                });
                column(ui, width, |ui| {
                    if item.done && !is_being_edited(shown, editor.as_ref()) {
                        let struck = text::body(&item.text).color(Tokens::of(ui).ink_faint).strikethrough();
                        ui.add(Label::new(struck).wrap());
                        show_evidence_caption(ui, &shown.entry);
                    } else {
                        shown.show_text(ui, screen, editor);
                    }
                });
                show_trailing(ui, right, item);
                show_menu(ui, |ui| shown.show_menu(ui, screen, looked_at));
            });
        });
    }

    /// An expectation or something handed over, small, in the rail; what stands under it in at most so many rows each.
    pub(super) fn show_compact(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        rows: usize,
        editor: &mut Option<EntryEditor>,
    ) {
        let Self { view: shown, item, .. } = self;
        show_focusable(ui, screen, shown, |shown, ui, screen, looked_at| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let width = ui.available_width() - MENU_WIDTH;
                column(ui, width, |ui| {
                    if is_being_edited(shown, editor.as_ref()) {
                        shown.show_text(ui, screen, editor);
                        return;
                    }
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(Label::new(text::small(&item.text).color(Tokens::of(ui).ink)).wrap());
                    for line in &item.captions {
                        show_caption_rows(ui, line, rows);
                    }
                    show_evidence_caption(ui, &shown.entry);
                });
                show_menu(ui, |ui| shown.show_menu(ui, screen, looked_at));
            });
        });
    }
}

/// Whether this entry is being written anew just now.
pub(super) fn is_being_edited(shown: &EntryView, editor: Option<&EntryEditor>) -> bool {
    editor.is_some_and(|open| open.entry() == shown.entry.id)
}

/// The scope of an entry, with a ring while it has the focus. Its id does not depend on where it stands, so that the focus
/// goes with it when it moves.
pub(super) fn show_focusable(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    shown: &mut EntryView,
    add: impl FnOnce(&mut EntryView, &mut Ui, &mut ScreenContext<'_>, bool),
) -> Response {
    let id = Id::unique(("prepare", shown.entry.id.0));
    let response = ui.scope_builder(UiBuilder::new().scope_id(id), |ui| shown.show_focusable(ui, screen, add)).inner;
    if response.has_focus() {
        let corners = CornerRadius::same(size::CHIP_RADIUS);
        let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
        ui.painter().rect_stroke(response.rect.expand2(vec2(6.0, 3.0)), corners, stroke, StrokeKind::Inside);
    }
    response
}

/// Whether the focus is in this part of the window.
pub(super) fn contains_focus(ui: &Ui, rect: Rect) -> bool {
    let focused = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id));
    focused.is_some_and(|focused| rect.contains_rect(focused.rect))
}

/// Raise it, keep watching, let it go; once raised, settle it; on the day to look again, that you did.
fn show_flag_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry, tick: Option<&QuickToggle>) {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in entry_actions::available_actions(entry) {
            if ui.add(Button::plain(offer.label).small()).clicked() {
                screen.dispatch(offer.action);
            }
        }
        if let Some(tick) = tick
            && ui.add(Button::plain(tick.label).small()).clicked()
        {
            screen.dispatch(tick.change.clone());
        }
    });
}

/// How much room what stands beside an item takes.
fn trailing_width(ui: &Ui, item: &BriefItem) -> f32 {
    let who = item.owner.as_ref().map(|who| text_width(ui, who, Type::Fine, Weight::Medium) + 26.0);
    let beside =
        item.side_caption.as_ref().map(|beside| text_width(ui, &beside.text, Type::Fine, Weight::Regular) + 12.0);
    (who.unwrap_or(0.0) + beside.unwrap_or(0.0)).min(ui.available_width() * 0.45)
}

/// How wide a text is in one line.
pub(super) fn text_width(ui: &Ui, said: &str, step: Type, weight: Weight) -> f32 {
    let job = LayoutJob::single_section(said.to_owned(), text::format(step, weight, Color32::PLACEHOLDER));
    ui.fonts_mut(|fonts| fonts.layout_job(job)).size().x.ceil()
}

/// A line under an entry in at most so many rows, whole under the pointer.
pub(super) fn show_caption_rows(ui: &mut Ui, aside: &Caption, rows: usize) {
    let format = text::format(Type::Fine, Weight::Regular, caption_colour(ui, aside));
    show_truncated(ui, &aside.text, format, rows);
}

/// That it is picked as evidence, where it is.
pub(super) fn show_evidence_caption(ui: &mut Ui, entry: &Entry) {
    if let Some(picked) = evidence_caption(entry) {
        show_caption_rows(ui, &picked, 1);
    }
}

/// A text in at most so many rows, whole under the pointer.
pub(super) fn show_truncated(ui: &mut Ui, said: &str, format: TextFormat, rows: usize) {
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
    let (place, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, size::CHIP), Sense::hover());
    let button = Rect::from_center_size(place.right_center(), Vec2::splat(size::CONTROL_SMALL));
    add(&mut ui.new_child(UiBuilder::new().id_salt("menu").max_rect(button)));
}

/// Whose it is and what is to be known of it, at the right.
fn show_trailing(ui: &mut Ui, width: f32, item: &BriefItem) {
    ui.allocate_ui_with_layout(vec2(width, size::CHIP), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(beside) = &item.side_caption {
            ui.add(Label::new(text::fine(&beside.text).color(caption_colour(ui, beside))).truncate());
        }
        if let Some(who) = &item.owner {
            ui.add(Chip::new(Tone::Action, who.clone()).plain());
        }
    });
}

fn caption_colour(ui: &Ui, aside: &Caption) -> Color32 {
    let t = Tokens::of(ui);
    if aside.emphasis == Emphasis::Normal { t.ink_soft } else { t.kind_ink(Tone::Flag) }
}

pub(super) fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    super::super::meet::fixed_width_cell(ui, width, add);
}
