//! Who can read the journal.

use eframe::egui::{Align, Label, Layout, Ui, text::LayoutJob, vec2};

use crate::ui::{
    action::ExternalCommand,
    icons,
    screen_context::ScreenContext,
    text::{self, Type, Weight},
    tokens::Tokens,
    widget::{
        button::Button,
        card::{card, divider},
        section_label::section_label,
    },
};

/// Who can read this, each with what they can read.
const READERS: [(&str, &str); 4] = [
    ("You,", " and anyone who can read your files: it’s one file on this computer, and nothing is ever sent anywhere."),
    ("Anyone at your keyboard", " can read it while you’re signed in, and anyone can read a page you export or print."),
    ("Your employer", " may see your screen and what you type, if it manages this computer."),
    ("A court", " can order you to hand it over."),
];

/// The card of the journal's file.
pub(super) fn show_journal(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let t = Tokens::of(ui);
    let path = screen.journal.path().display().to_string();
    section_label(ui, "Your journal");
    card(ui, |ui| {
        let copy = Button::plain("Copy path").small();
        ui.horizontal_top(|ui| {
            let width = (ui.available_width() - copy.width(ui) - 16.0).max(0.0);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::left_to_right(Align::Min), |ui| {
                ui.set_width(width);
                ui.label(text::body(icons::INFO).color(t.ink_soft));
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    let title = "Anyone who can read your files can read this journal";
                    ui.add(Label::new(text::body_medium(title).color(t.ink)).wrap());
                    ui.add(Label::new(text::small(&path).color(t.ink_soft)).wrap());
                });
            });
            // At the top: in a page that scrolls, the height has no middle.
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if ui.add(copy).clicked() {
                    screen.dispatch(ExternalCommand::CopyText(path.clone()));
                }
            });
        });
    });
}

/// The list of who can read the journal.
pub(super) fn show_readers(ui: &mut Ui) {
    let t = Tokens::of(ui);
    section_label(ui, "Who can read this");
    for (index, (who, what)) in READERS.into_iter().enumerate() {
        if index > 0 {
            ui.add_space(6.0);
            divider(ui);
            ui.add_space(6.0);
        }
        let mut job = LayoutJob::default();
        job.append(who, 0.0, text::format(Type::Small, Weight::SemiBold, t.ink));
        job.append(what, 0.0, text::format(Type::Small, Weight::Regular, t.ink_soft));
        ui.add(Label::new(job).wrap());
    }
}
