//! Walk around: whom you have not written a word about lately, and a line about them right here.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::{
    domain::{
        id::PersonId,
        name::initials,
        today::{Unseen, walk_around_line},
    },
    journal::{change::Change, today::Day},
    ui::{
        action::Action,
        composer::Composer,
        desk::Desk,
        shell::colour_of,
        text,
        tokens::{Tokens, size},
        widget::{avatar::Avatar, button::Button, card::card, section_label::section_label},
    },
};

/// More names than these would be a list again.
const MOST: usize = 6;
/// How wide a person is here.
const CELL: f32 = 190.0;

/// What it keeps between frames.
#[derive(Default)]
pub(super) struct Walk {
    jot: Option<(PersonId, Composer)>,
}

impl Walk {
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, day: &Day) {
        let t = Tokens::of(ui);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Walk around");
            ui.label(text::small(walk_around_line(&day.unseen)).color(t.ink_soft));
            ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                ui.spacing_mut().item_spacing = [4.0, 6.0].into();
                for unseen in day.unseen.iter().take(MOST) {
                    self.show_one(ui, desk, day, *unseen);
                }
                if day.unseen.len() > MOST {
                    let more = format!("and {} more", day.unseen.len() - MOST);
                    ui.label(text::fine(more).color(t.ink_faint));
                }
            });
            self.show_jot(ui, desk, day);
        });
    }

    fn show_one(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, day: &Day, unseen: Unseen) {
        let Some(person) = day.person(unseen.person) else { return };
        let name = person.profile.short_name();
        let said = match (unseen.ever, unseen.days) {
            (true, days) => format!("{name}, {days} days"),
            (false, _) => format!("{name}, nothing yet"),
        };
        // Cells of one width: a long name is cut, and none is pushed out of the window.
        let cell = vec2(CELL.min(ui.max_rect().width()), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(cell, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(cell.x);
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add(Avatar::new(&initials(&person.profile.name), colour_of(person)));
            if ui.add(Button::quiet(said).small()).clicked() {
                // The same line that waits on their page.
                let composer = Composer::open(format!("jot/{}", person.uid), desk);
                self.jot = Some((person.id, composer));
            }
        });
    }

    fn show_jot(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, day: &Day) {
        let Some((id, composer)) = &mut self.jot else { return };
        let (id, hint) = match day.person(*id) {
            Some(person) => (*id, format!("Jot about {}", person.profile.short_name())),
            None => return,
        };
        ui.add_space(4.0);
        if let Some(jot) = composer.show(ui, desk, &hint, None) {
            let place = composer.place().to_owned();
            composer.clear(ui);
            desk.ask(Action::MakeDrafted(Change::Jot { person: id, one_on_one: None, jot }, place));
            self.jot = None;
        }
    }
}
