//! An entry of the brief as a row of a card.

use eframe::egui::{
    Align, Color32, CornerRadius, Id, Label, Layout, Memory, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    Vec2, text::LayoutJob, vec2,
};
use jiff::civil::Date;

use super::compact;
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
        widget::{button::Button, checkbox::checkbox, chip::Chip, column::column},
        width_class::WidthClass,
    },
    wording::{
        brief::BriefItem,
        entry_caption::{Caption, evidence_caption},
    },
};

/// Space above and below the divider between two rows.
pub(super) const GAP: f32 = 6.0;
const CHIP_WIDTH: f32 = 76.0;
const CHECKBOX_WIDTH: f32 = 26.0;
/// Layout width of the menu button; the rest of it extends into the padding of the card.
pub(super) const MENU_WIDTH: f32 = 10.0;

/// An entry with its item in the brief.
pub(super) struct BriefRow {
    pub view: EntryView,
    pub item: BriefItem,
    pub toggle: Option<QuickToggle>,
}

impl BriefRow {
    /// The rows of the items, in their order. Their entries are removed from `entries`.
    pub(super) fn from_items(items: &[BriefItem], entries: &mut Vec<Entry>, today: Date) -> Vec<Self> {
        let take = |item: &BriefItem| {
            let index = entries.iter().position(|entry| entry.id == item.id)?;
            Some(Self::new(entries.swap_remove(index), item.clone(), today))
        };
        items.iter().filter_map(take).collect()
    }

    fn new(entry: Entry, item: BriefItem, today: Date) -> Self {
        let toggle = entry_actions::quick_toggle(&entry, today);
        Self { view: EntryView::with_captions(entry, item.captions.clone()), item, toggle }
    }

    /// An item to raise: chip, text, and for a flag its actions. `add_menu_items` extends its menu.
    pub(super) fn show_raise_item(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
        add_menu_items: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) -> Response {
        if WidthClass::of(ui) == WidthClass::Compact {
            return compact::show_row(self, ui, screen, editor, add_menu_items);
        }
        let Self { view, item, toggle } = self;
        show_focusable(ui, screen, view, |view, ui, screen, is_active| {
            let trailing = trailing_width(ui, item);
            let width = (ui.available_width() - CHIP_WIDTH - trailing - MENU_WIDTH).max(0.0);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, CHIP_WIDTH, |ui| drop(ui.add(chip(item.kind))));
                column(ui, width, |ui| {
                    ui.add_space(1.0);
                    view.show_text(ui, screen, editor);
                    if matches!(view.entry.detail, Detail::Flag(_)) {
                        show_flag_actions(ui, screen, &view.entry, toggle.as_ref());
                    }
                });
                show_trailing(ui, trailing, item);
                show_menu(ui, |ui| view.show_menu_with_items(ui, screen, is_active, add_menu_items));
            });
        })
    }

    /// An action: checkbox, text, owner and due date.
    pub(super) fn show_action(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
    ) {
        if WidthClass::of(ui) == WidthClass::Compact {
            compact::show_row(self, ui, screen, editor, |_, _| {});
            return;
        }
        let Self { view, item, toggle } = self;
        show_focusable(ui, screen, view, |view, ui, screen, is_active| {
            let trailing = trailing_width(ui, item);
            let width = (ui.available_width() - CHECKBOX_WIDTH - trailing - MENU_WIDTH).max(0.0);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                column(ui, CHECKBOX_WIDTH, |ui| {
                    if let Some(toggle) = toggle {
                        let mut checked = toggle.checked;
                        if checkbox(ui, &mut checked, &format!("{}: {}", toggle.label, item.text)).changed() {
                            screen.dispatch(toggle.change.clone());
                        }
                    }
                });
                column(ui, width, |ui| {
                    if item.done && !is_being_edited(view, editor.as_ref()) {
                        let done_text = text::body(&item.text).color(Tokens::of(ui).ink_faint).strikethrough();
                        ui.add(Label::new(done_text).wrap());
                        show_evidence_caption(ui, &view.entry);
                    } else {
                        view.show_text(ui, screen, editor);
                    }
                });
                show_trailing(ui, trailing, item);
                show_menu(ui, |ui| view.show_menu(ui, screen, is_active));
            });
        });
    }

    /// An expectation or a delegation in the side panel.
    pub(super) fn show_compact(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        editor: &mut Option<EntryEditor>,
    ) {
        let Self { view, item, .. } = self;
        show_focusable(ui, screen, view, |view, ui, screen, is_active| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let width = (ui.available_width() - MENU_WIDTH).max(0.0);
                column(ui, width, |ui| {
                    if is_being_edited(view, editor.as_ref()) {
                        view.show_text(ui, screen, editor);
                        return;
                    }
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add(Label::new(text::small(&item.text).color(Tokens::of(ui).ink)).wrap());
                    for line in &item.captions {
                        show_whole_caption(ui, line);
                    }
                    show_evidence_caption(ui, &view.entry);
                });
                show_menu(ui, |ui| view.show_menu(ui, screen, is_active));
            });
        });
    }
}

/// Whether the entry is open in the editor.
pub(super) fn is_being_edited(view: &EntryView, editor: Option<&EntryEditor>) -> bool {
    editor.is_some_and(|editor| editor.entry() == view.entry.id)
}

/// A focusable row with a focus ring. Its id does not depend on its position, so that the focus
/// stays with an entry that is moved.
pub(super) fn show_focusable(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    view: &mut EntryView,
    add: impl FnOnce(&mut EntryView, &mut Ui, &mut ScreenContext<'_>, bool),
) -> Response {
    let id = Id::unique(("prepare", view.entry.id.0));
    let response = ui.scope_builder(UiBuilder::new().scope_id(id), |ui| view.show_focusable(ui, screen, add)).inner;
    if response.has_focus() {
        let corners = CornerRadius::same(size::CHIP_RADIUS);
        let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
        ui.painter().rect_stroke(response.rect.expand2(vec2(6.0, 3.0)), corners, stroke, StrokeKind::Inside);
    }
    response
}

/// Whether the focused widget is inside `rect`.
pub(super) fn contains_focus(ui: &Ui, rect: Rect) -> bool {
    let focused = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id));
    focused.is_some_and(|focused| rect.contains_rect(focused.rect))
}

/// The actions of a flag in its current state, as buttons.
fn show_flag_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, entry: &Entry, toggle: Option<&QuickToggle>) {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for choice in entry_actions::available_actions(entry) {
            if ui.add(Button::plain(choice.label).small()).clicked() {
                screen.dispatch(choice.action);
            }
        }
        if let Some(toggle) = toggle
            && ui.add(Button::plain(toggle.label).small()).clicked()
        {
            screen.dispatch(toggle.change.clone());
        }
    });
}

/// The width of what `show_trailing` shows.
fn trailing_width(ui: &Ui, item: &BriefItem) -> f32 {
    let owner = item.owner.as_ref().map(|owner| text_width(ui, owner, Type::Fine, Weight::Medium) + 26.0);
    let caption =
        item.side_caption.as_ref().map(|caption| text_width(ui, &caption.text, Type::Fine, Weight::Regular) + 12.0);
    (owner.unwrap_or(0.0) + caption.unwrap_or(0.0)).min(ui.available_width() * 0.45)
}

/// The width of a text in one line, rounded up.
pub(super) fn text_width(ui: &Ui, text: &str, step: Type, weight: Weight) -> f32 {
    let job = LayoutJob::single_section(text.to_owned(), text::format(step, weight, Color32::PLACEHOLDER));
    ui.fonts_mut(|fonts| fonts.layout_job(job)).size().x.ceil()
}

/// A caption in as many lines as it needs.
pub(super) fn show_whole_caption(ui: &mut Ui, caption: &Caption) {
    let ink = caption_colour(ui, caption);
    ui.add(Label::new(text::fine(&caption.text).color(ink)).wrap());
}

/// The caption of an entry that is picked as evidence.
pub(super) fn show_evidence_caption(ui: &mut Ui, entry: &Entry) {
    if let Some(caption) = evidence_caption(entry) {
        show_whole_caption(ui, &caption);
    }
}

/// The menu at the end of a row. It does not make the row higher.
pub(super) fn show_menu(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(MENU_WIDTH, size::CHIP), Sense::hover());
    let button = Rect::from_center_size(rect.right_center(), Vec2::splat(size::CONTROL_SMALL));
    add(&mut ui.new_child(UiBuilder::new().id_salt("menu").max_rect(button)));
}

/// The owner and the side caption of an item, at the right of its row.
fn show_trailing(ui: &mut Ui, width: f32, item: &BriefItem) {
    ui.allocate_ui_with_layout(vec2(width, size::CHIP), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(caption) = &item.side_caption {
            ui.add(Label::new(text::fine(&caption.text).color(caption_colour(ui, caption))).truncate());
        }
        if let Some(owner) = &item.owner {
            ui.add(Chip::new(Tone::Action, owner.clone()).plain());
        }
    });
}

fn caption_colour(ui: &Ui, caption: &Caption) -> Color32 {
    let t = Tokens::of(ui);
    if caption.emphasis == Emphasis::Normal { t.ink_soft } else { t.kind_ink(Tone::Flag) }
}
