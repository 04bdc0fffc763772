//! Cards of the people you meet today and next.

use eframe::egui::{Align, Layout, Ui, UiBuilder, Vec2, text::LayoutJob, vec2};

use super::open_person;
use crate::{
    domain::name::initials,
    journal::today_view::{PersonCard, TodayView},
    ui::{
        person_style::avatar_colour,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        text::{Type, Weight},
        tokens::{Tokens, Tone, size},
        widget::{avatar::Avatar, button::Button, card, truncated_label::truncated_label},
    },
};

const GAP: f32 = 14.0;
const HEIGHT: f32 = 142.0;
/// Highlights of up to this many characters are not broken across lines.
const MAX_UNBROKEN_CHARS: usize = 30;
/// Minimum width of a card, unless the page is narrower.
const MIN_CARD_WIDTH: f32 = 250.0;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
    if view.cards.is_empty() {
        return;
    }
    let width = ui.available_width();
    let fits = [3_u8, 2, 1].into_iter().find(|count| {
        let count = f32::from(*count);
        (width - GAP * (count - 1.0)) / count >= MIN_CARD_WIDTH
    });
    let columns = fits.unwrap_or(1);
    let width = ((width - GAP * f32::from(columns - 1)) / f32::from(columns)).floor();
    for (row_index, row) in view.cards.chunks(usize::from(columns)).enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (column, card) in row.iter().enumerate() {
                show_card(ui, screen, card, vec2(width, HEIGHT), row_index == 0 && column == 0);
            }
        });
        ui.add_space(GAP - 4.0);
    }
    if view.more_today > 0 {
        let text = format!("and {} more today", view.more_today);
        ui.label(text::fine(text).color(Tokens::of(ui).ink_faint));
        ui.add_space(6.0);
    }
}

fn show_card(ui: &mut Ui, screen: &mut ScreenContext<'_>, one: &PersonCard, card_size: Vec2, is_first: bool) {
    let t = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(card_size, eframe::egui::Sense::hover());
    let builder = UiBuilder::new().id_salt(("card", one.person.id.0)).max_rect(rect);
    ui.scope_builder(builder.layout(Layout::top_down(Align::Min)), |ui| {
        card::frame(t).show(ui, |ui| {
            let inner_size = card_size - Vec2::splat(2.0 * f32::from(size::CARD_PADDING) + 2.0);
            ui.set_min_size(inner_size);
            ui.set_max_width(inner_size.x);
            ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
            show_person(ui, one);
            ui.add_space(8.0);
            ui.label(two_lines(&one.highlights, t, ui.available_width()));
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                let name = &one.person.profile.name;
                let button = Button::plain("Prepare").small();
                let key = Shortcut::OpenAttentionItem.label(ui);
                let button = ui.add(if is_first { button.shortcut(&key) } else { button });
                if button.clicked() {
                    screen.dispatch(open_person(one));
                }
                button.accessible_name(format!("Prepare for {name}"));
            });
        });
    });
}

fn show_person(ui: &mut Ui, card: &PersonCard) {
    let t = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.add(Avatar::new(&initials(&card.person.profile.name), avatar_colour(&card.person)));
        ui.vertical(|ui| {
            truncated_label(ui, text::body_medium(&card.person.profile.name).color(t.ink));
            let ink = if card.is_late { t.kind_ink(Tone::Flag) } else { t.ink_soft };
            truncated_label(ui, text::fine(&card.when_text).color(ink));
        });
    });
}

/// Lays out the highlights in at most two lines.
fn two_lines(text: &str, t: &Tokens, width: f32) -> LayoutJob {
    let unbroken = |part: &str| {
        if part.chars().count() <= MAX_UNBROKEN_CHARS { part.replace(' ', "\u{a0}") } else { part.to_owned() }
    };
    let text = text.split(" · ").map(unbroken).collect::<Vec<_>>().join(" · ");
    let mut job = LayoutJob::single_section(text, text::format(Type::Fine, Weight::Regular, t.ink));
    job.wrap.max_width = width;
    job.wrap.max_rows = 2;
    job
}
