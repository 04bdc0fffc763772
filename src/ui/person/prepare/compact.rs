//! Prepare in a compact window: one column without cards in a fixed order, and the button that
//! starts the one-on-one at the foot of the window.

use eframe::egui::{CentralPanel, Frame, Id, Label, Margin, Panel, Response, Ui, text::LayoutJob};

use super::{
    GAP, MainButton, PrepareTab, past_notes, prepare_side_panel,
    row::{
        BriefRow, is_being_edited, show_evidence_caption, show_focusable, show_menu, show_whole_caption, text_width,
    },
    show_actions, show_brief_buttons, show_main_button, show_rest,
};
use crate::{
    domain::{attention::Emphasis, entry::kind::Kind},
    ui::{
        entry::{editor::EntryEditor, kind_caption::show_kind_caption},
        keys,
        person::{PersonSnapshot, meet_compact::show_kind_icon},
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{checkbox::checkbox, column::column, scroll},
    },
    wording::brief::BriefItem,
};

const ICON_WIDTH: f32 = 24.0;
const MENU_WIDTH: f32 = 22.0;

impl PrepareTab {
    pub(super) fn show_compact(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let Self { data: Some(data), shows_everything, to_raise, side_panel } = self else { return };
        let mut toggled = false;
        let page = Frame::new().fill(Tokens::of(ui).page);
        let sides = Margin::symmetric(size::PAGE_MARGIN_COMPACT, 0);
        let has_button = snapshot.running_meeting.is_some() || snapshot.person.archived_at.is_none();
        if has_button {
            let frame = page.inner_margin(Margin { top: 11, bottom: 12, ..sides });
            Panel::bottom(Id::unique("start")).frame(frame).show(ui, |ui| {
                show_main_button(ui, screen, snapshot, MainButton::FullWidth);
            });
        }
        CentralPanel::default().frame(page.inner_margin(sides)).show(ui, |ui| {
            scroll::vertical(ui, "brief", |ui| {
                keys::scroll_by_page(ui, ui.clip_rect().height());
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.add_space(GAP);
                to_raise.show(ui, screen, snapshot, data, editor);
                ui.add_space(GAP);
                show_actions(ui, screen, data, editor);
                ui.add_space(GAP);
                side_panel.show_need(ui, screen, snapshot, &data.brief);
                ui.add_space(GAP - 6.0);
                data.goals.show(ui, screen, &snapshot.person, editor);
                ui.add_space(GAP);
                past_notes::show(ui, screen, &data.brief);
                ui.add_space(GAP);
                toggled = data.has_more && show_rest(ui, &data.brief, *shows_everything);
                ui.add_space(GAP);
                prepare_side_panel::show_personal_details(ui, screen, snapshot, &data.brief);
                side_panel.show_after_need(ui, screen, snapshot, data, editor);
                ui.horizontal_wrapped(|ui| show_brief_buttons(ui, screen, snapshot, &data.brief));
                ui.add_space(16.0);
            });
        });
        if toggled {
            self.toggle_everything();
        }
    }
}

/// An entry of the brief: checkbox or icon, text, and its kind or its owner in the line below.
pub(super) fn show_row(
    row: &mut BriefRow,
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    editor: &mut Option<EntryEditor>,
    add_menu_items: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
) -> Response {
    let BriefRow { view, item, toggle } = row;
    show_focusable(ui, screen, view, |view, ui, screen, is_active| {
        let width = (ui.available_width() - ICON_WIDTH - MENU_WIDTH).max(0.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            match toggle.as_ref().filter(|_| item.kind == Kind::Action) {
                Some(toggle) => column(ui, ICON_WIDTH, |ui| {
                    let mut checked = toggle.checked;
                    if checkbox(ui, &mut checked, &format!("{}: {}", toggle.label, item.text)).changed() {
                        screen.dispatch(toggle.change.clone());
                    }
                }),
                None => show_kind_icon(ui, item.kind, ICON_WIDTH),
            }
            column(ui, width, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                if item.done && !is_being_edited(view, editor.as_ref()) {
                    let done_text = text::body(&item.text).color(Tokens::of(ui).ink_faint).strikethrough();
                    ui.add(Label::new(done_text).wrap());
                } else if !view.show_body(ui, screen, editor) {
                    return;
                }
                show_captions(ui, item);
                show_evidence_caption(ui, &view.entry);
            });
            show_menu(ui, |ui| view.show_menu_with_items(ui, screen, is_active, add_menu_items));
        });
    })
}

fn show_captions(ui: &mut Ui, item: &BriefItem) {
    let mut others = item.captions.iter();
    match &item.owner {
        Some(owner) => show_owner(ui, owner, item),
        None => show_kind_caption(ui, item.kind, item.side_caption.as_ref().or_else(|| others.next())),
    }
    for caption in others {
        show_whole_caption(ui, caption);
    }
}

/// Who promised an action, and until when: "you · 4 days late".
fn show_owner(ui: &mut Ui, owner: &str, item: &BriefItem) {
    let t = Tokens::of(ui);
    let mut job = LayoutJob::default();
    job.append(owner, 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
    if let Some(caption) = &item.side_caption {
        let ink = if caption.emphasis == Emphasis::Normal { t.ink_soft } else { t.kind_ink(Tone::Flag) };
        job.append(" · ", 0.0, text::format(Type::Fine, Weight::Regular, t.ink_soft));
        job.append(&caption.text, 0.0, text::format(Type::Fine, Weight::Regular, ink));
    }
    ui.add(Label::new(job).wrap());
}

/// A goal with its last check-in in one line, or in two where there is less room.
pub(super) fn show_goal(
    row: &mut BriefRow,
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    editor: &mut Option<EntryEditor>,
) {
    let BriefRow { view, item, .. } = row;
    show_focusable(ui, screen, view, |view, ui, screen, is_active| {
        let width = (ui.available_width() - MENU_WIDTH).max(0.0);
        let caption = item.side_caption.as_ref();
        let caption_width =
            caption.map_or(0.0, |caption| text_width(ui, &caption.text, Type::Fine, Weight::Regular) + 10.0);
        let fits = text_width(ui, &item.text, Type::Body, Weight::Regular) + caption_width <= width;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let text_width = if fits { width - caption_width } else { width };
            column(ui, text_width.max(0.0), |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                if is_being_edited(view, editor.as_ref()) {
                    view.show_text(ui, screen, editor);
                    return;
                }
                ui.add(Label::new(text::body(&item.text).color(Tokens::of(ui).ink)).wrap());
                if let Some(caption) = caption.filter(|_| !fits) {
                    show_whole_caption(ui, caption);
                }
            });
            if let Some(caption) = caption.filter(|_| fits) {
                ui.add_space(10.0);
                column(ui, caption_width - 10.0, |ui| {
                    ui.add_space(2.0);
                    show_whole_caption(ui, caption);
                });
            }
            show_menu(ui, |ui| view.show_menu(ui, screen, is_active));
        });
    });
}
