//! Drag and drop of files and folders onto the window.

use std::path::PathBuf;

use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Label, Layout, Margin, Order, Sense, Stroke, Ui, accesskit::Role, vec2,
};

use super::{
    dialog::import::format_description,
    icons, text,
    tokens::{Tokens, size},
    widget::heading::page_title,
};

/// The message when several files are dropped at once.
pub const ONE_FILE_ONLY: &str = "Drop one file at a time, or the folder they’re in";

/// The overlay shown while files are dragged over the window.
#[derive(Default)]
pub struct FileDrop {
    hovered_paths: Vec<PathBuf>,
    message: String,
}

impl FileDrop {
    /// The files dropped in this frame; usually none.
    pub fn dropped_paths(ctx: &Context) -> Vec<PathBuf> {
        ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect())
    }

    /// While files are over the window, shows what a drop would do.
    pub fn show(&mut self, ctx: &Context) {
        let hovered = ctx.input(|input| {
            let files = &input.raw.hovered_files;
            (!files.is_empty()).then(|| files.iter().filter_map(|file| file.path.clone()).collect::<Vec<_>>())
        });
        let Some(hovered) = hovered else {
            *self = Self::default();
            return;
        };
        if self.message.is_empty() || hovered != self.hovered_paths {
            self.message = drop_message(&hovered);
            self.hovered_paths = hovered;
        }
        show_overlay(ctx, &self.message);
    }
}

fn drop_message(paths: &[PathBuf]) -> String {
    match paths {
        [_, _, ..] => format!("{ONE_FILE_ONLY}."),
        [one] => match format_description(one) {
            Some(kind) => format!("Drop to preview it as {kind}."),
            None => "Rapport imports Markdown, tables (CSV), calendars (.ics) and its own JSON.".to_owned(),
        },
        [] => "Drop to preview it.".to_owned(),
    }
}

fn show_overlay(ctx: &Context, message: &str) {
    let t = Tokens::of(ctx);
    let window = ctx.content_rect();
    ctx.layer_painter(eframe::egui::LayerId::new(Order::Tooltip, Id::unique("drop shade")))
        .rect_filled(window, 0.0, t.shade);
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(2.0, t.accent))
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::symmetric(28, 22));
    Area::new(Id::unique("drop"))
        .order(Order::Tooltip)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0))
        .interactable(false)
        .role(Role::Status)
        .accessible_name(message)
        .show(ctx, |ui| {
            frame.show(ui, |ui| show_message(ui, message));
        });
}

fn show_message(ui: &mut Ui, message: &str) {
    let t = Tokens::of(ui);
    ui.allocate_ui_with_layout(
        vec2((ui.ctx().content_rect().width() - 80.0).clamp(0.0, 420.0), 0.0),
        Layout::top_down(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            page_title(ui, Label::new(text::section("Import").color(t.ink)));
            ui.label(text::body(message).color(t.ink));
            ui.label(text::small(format!("{} Nothing changes until you import.", icons::SHIELD)).color(t.ink_soft));
            ui.allocate_exact_size(vec2(0.0, 0.0), Sense::hover());
        },
    );
}
