//! Walk around: whom you have not written a word about lately, and a line about them right here.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::{
    domain::{attention::StalePerson, id::PersonId, name::initials},
    journal::{change::Change, today_view::TodayView},
    ui::{
        action::Submission,
        composer::Composer,
        person_style::avatar_colour,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, size},
        widget::{avatar::Avatar, button::Button, card::card, section_label::section_label},
    },
    wording::today::stale_people_heading,
};

/// More names than these would be a list again.
const MAX_NAMES: usize = 6;
/// How wide a person is here.
const CELL_WIDTH: f32 = 190.0;

/// What it keeps between frames.
#[derive(Default)]
pub(super) struct StalePeople {
    composer: Option<(PersonId, Composer)>,
}

impl StalePeople {
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, day: &TodayView) {
        let t = Tokens::of(ui);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Walk around");
            ui.label(text::small(stale_people_heading(&day.stale_people)).color(t.ink_soft));
            ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                ui.spacing_mut().item_spacing = [4.0, 6.0].into();
                for unseen in day.stale_people.iter().take(MAX_NAMES) {
                    self.show_person(ui, screen, day, *unseen);
                }
                if day.stale_people.len() > MAX_NAMES {
                    let more = format!("and {} more", day.stale_people.len() - MAX_NAMES);
                    ui.label(text::fine(more).color(t.ink_faint));
                }
            });
            self.show_composer(ui, screen, day);
        });
    }

    fn show_person(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, day: &TodayView, unseen: StalePerson) {
        let Some(person) = day.person(unseen.person) else { return };
        let name = person.profile.short_name();
        let said = match (unseen.has_entries, unseen.days) {
            (true, days) => format!("{name}, {days} days"),
            (false, _) => format!("{name}, nothing yet"),
        };
        // Cells of one width: a long name is cut, and none is pushed out of the window.
        let cell = vec2(CELL_WIDTH.min(ui.max_rect().width()), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(cell, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(cell.x);
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add(Avatar::new(&initials(&person.profile.name), avatar_colour(person)));
            if ui.add(Button::quiet(said).small()).clicked() {
                // The same line that waits on their page.
                let composer = Composer::open(format!("jot/{}", person.uid), screen);
                self.composer = Some((person.id, composer));
            }
        });
    }

    fn show_composer(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, day: &TodayView) {
        let Some((id, composer)) = &mut self.composer else { return };
        let (id, hint) = match day.person(*id) {
            Some(person) => (*id, format!("Jot about {}", person.profile.short_name())),
            None => return,
        };
        ui.add_space(4.0);
        if let Some(jot) = composer.show(ui, screen, &hint, None) {
            let place = composer.field_key().to_owned();
            composer.clear(ui);
            screen
                .dispatch(Submission::with_draft(Change::AddEntry { person: id, one_on_one: None, line: jot }, place));
            self.composer = None;
        }
    }
}
