//! "Walk around": people without recent entries, with a composer to write about one.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::{
    domain::{attention::StalePerson, id::PersonId, name::initials},
    journal::{change::Change, today_view::TodayView},
    ui::{
        action::Submission,
        composer::{Composer, composer_field_key},
        person_style::avatar_colour,
        screen_context::ScreenContext,
        text,
        tokens::{Tokens, size},
        widget::{avatar::Avatar, button::Button, card::card, heading::section_label},
    },
    wording::today::{describe_stale_person, stale_people_heading},
};

/// How many people are shown by name.
const MAX_NAMES: usize = 6;
const CELL_WIDTH: f32 = 190.0;

/// State of the card that outlives a frame.
#[derive(Default)]
pub(super) struct StalePeople {
    composer: Option<(PersonId, Composer)>,
}

impl StalePeople {
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let t = Tokens::of(ui);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_label(ui, "Check in with");
            ui.label(
                text::small(stale_people_heading(&view.stale_people, view.is_everybody_covered)).color(t.ink_soft),
            );
            ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                ui.spacing_mut().item_spacing = [4.0, 6.0].into();
                for stale in view.stale_people.iter().take(MAX_NAMES) {
                    self.show_person(ui, screen, view, *stale);
                }
                if view.stale_people.len() > MAX_NAMES {
                    let text = format!("and {} more", view.stale_people.len() - MAX_NAMES);
                    ui.label(text::fine(text).color(t.ink_faint));
                }
            });
            self.show_composer(ui, screen, view);
        });
    }

    fn show_person(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView, stale: StalePerson) {
        let Some(person) = view.person(stale.person) else { return };
        let name = person.short_name();
        let label = describe_stale_person(name, &stale);
        // Cells have a fixed width: a long name is truncated.
        let cell = vec2(CELL_WIDTH.min(ui.max_rect().width()), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(cell, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(cell.x);
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add(Avatar::new(&initials(&person.profile.name), avatar_colour(person)));
            if ui.add(Button::quiet(label).small()).clicked() {
                // It shares its draft with the composer of the person's page.
                let composer = Composer::open(composer_field_key(person), screen);
                self.composer = Some((person.id, composer));
            }
        });
    }

    fn show_composer(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &TodayView) {
        let Some((id, composer)) = &mut self.composer else { return };
        let (id, hint) = match view.person(*id) {
            Some(person) => (*id, format!("Jot about {}", person.short_name())),
            None => return,
        };
        ui.add_space(4.0);
        if let Some(line) = composer.show(ui, screen, &hint, None) {
            let field_key = composer.field_key().to_owned();
            composer.clear(ui);
            screen.dispatch(Submission::with_draft(Change::AddEntry { person: id, one_on_one: None, line }, field_key));
            self.composer = None;
        }
    }
}
