//! What was jotted since the last one-on-one, and the notes of the last one, in full.

use eframe::egui::{Label, Ui, vec2};

use super::{row::text_width, show_placeholder};
use crate::{
    domain::entry::kind::Kind,
    ui::{
        action::Navigation,
        icons,
        kind_style::tone,
        route::Tab,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{button::Button, column::column, heading::section_label},
    },
    wording::brief::{Brief, BriefItem},
};

/// Space between the two sections.
const GAP: f32 = 8.0;
const ICON_WIDTH: f32 = 22.0;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, brief: &Brief) {
    ui.spacing_mut().item_spacing.y = 3.0;
    let since = &brief.since_last_meeting;
    if !since.items.is_empty() {
        section_label(ui, brief.since_last_meeting_title());
        show_items(ui, screen, &since.items, since.hidden_count);
        ui.add_space(GAP);
    }
    let Some(last) = &brief.last_meeting else {
        section_label(ui, "Last time");
        show_placeholder(ui, "Notes from your last meeting appear here.");
        return;
    };
    section_label(ui, &format!("Last time · {}", last.label));
    show_items(ui, screen, &last.items, last.hidden_count);
    let remark = |ui: &mut Ui, remark: &str| {
        drop(ui.add(Label::new(text::small(remark).color(Tokens::of(ui).ink_soft)).wrap()));
    };
    for note in &last.notes {
        remark(ui, note);
    }
    if let Some(earlier) = &last.earlier {
        remark(ui, &earlier.title());
        show_items(ui, screen, &earlier.notes.items, earlier.notes.hidden_count);
    }
}

fn show_items(ui: &mut Ui, screen: &mut ScreenContext<'_>, items: &[BriefItem], hidden_count: usize) {
    for item in items {
        show_item(ui, item);
    }
    if hidden_count > 0 {
        let label = format!("and {hidden_count} more in the timeline");
        if ui.add(Button::quiet(label).small()).clicked() {
            screen.dispatch(Navigation::OpenTab(Tab::Timeline));
        }
    }
}

/// The icon of the kind, the whole text, and the day at the right.
fn show_item(ui: &mut Ui, item: &BriefItem) {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let day = item.side_caption.as_ref().map(|caption| caption.text.as_str()).unwrap_or_default();
        let day_width = if day.is_empty() { 0.0 } else { text_width(ui, day, Type::Fine, Weight::Regular) + 12.0 };
        let width = (ui.available_width() - ICON_WIDTH - day_width).max(0.0);
        column(ui, ICON_WIDTH, |ui| {
            if item.kind != Kind::Note {
                let tone = tone(item.kind);
                let icon = ui.label(text::small(icons::for_tone(tone)).color(t.kind_ink(tone)));
                icon.accessible_name(item.kind.label());
            }
        });
        column(ui, width, |ui| drop(ui.add(Label::new(text::small(&item.text).color(t.ink_soft)).wrap())));
        if !day.is_empty() {
            ui.add_space(12.0);
            ui.label(text::fine(day).color(t.ink_faint));
        }
    });
}
