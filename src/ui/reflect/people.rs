//! What you did with each person, as text. People are in the order of your list; nothing is ranked.

use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::civil::Date;

use crate::{
    domain::{
        balance::{WINDOW_DAYS, window_start},
        id::PersonId,
        leader_stats::{LeaderStats, expected_meetings},
        name::initials,
        person::Person,
    },
    ui::{
        action::{DialogRequest, Navigation},
        person_style::avatar_colour,
        route::{Route, Tab},
        screen_context::ScreenContext,
        text,
        tokens::Tokens,
        widget::{
            avatar::Avatar,
            button::Button,
            card::{card, divider},
            heading::section_label,
        },
    },
    wording::{
        balance::describe_balance,
        leader_stats::{describe_commitments, describe_flags, describe_meetings, describe_praise},
    },
};

const LABEL_WIDTH: f32 = 84.0;
/// A button shows so many characters of a first name.
const MAX_BUTTON_NAME: usize = 16;

/// A person with the statistics as labelled texts.
pub(super) struct LeaderStatsRow {
    person: PersonId,
    name: String,
    short_name: String,
    initials: String,
    colour: usize,
    facts: [(&'static str, String); 5],
}

impl LeaderStatsRow {
    pub(super) fn new(person: &Person, stats: &LeaderStats, today: Date) -> Self {
        let profile = &person.profile;
        let from = window_start(today);
        let expected = expected_meetings(profile.cadence, person.added_at.day(), from, today);
        let short_name = person.short_name().to_owned();
        Self {
            person: person.id,
            name: profile.name.clone(),
            initials: initials(&profile.name),
            colour: avatar_colour(person),
            facts: [
                ("Met", describe_meetings(stats.held, stats.skipped, expected)),
                ("Written", describe_balance(stats.balance, &short_name)),
                ("Praise", describe_praise(stats.praise)),
                ("Noticed", describe_flags(&stats.flags, today)),
                ("Promised", describe_commitments(stats.commitments)),
            ],
            short_name,
        }
    }
}

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[LeaderStatsRow]) {
    let t = Tokens::of(ui);
    section_label(ui, &format!("Your follow-through · {WINDOW_DAYS} days"));
    if people.is_empty() {
        let explanation = "Nobody here yet. The people you meet appear here, in the order of your list.";
        ui.add(Label::new(text::body(explanation).color(t.ink_soft)).wrap());
        if ui.add(Button::plain("Add person")).clicked() {
            screen.dispatch(DialogRequest::AddPerson);
        }
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for (index, row) in people.iter().enumerate() {
            if index > 0 {
                divider(ui);
            }
            ui.push_id(row.person.0, |ui| show_row(ui, screen, row));
        }
    });
}

fn show_row(ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &LeaderStatsRow) {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.add(Avatar::new(&row.initials, row.colour));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            // The button comes first: a long name is cut off in what is left beside it.
            let line = vec2(ui.available_width(), 26.0);
            ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
                let label = format!("See {}", text::truncate(&row.short_name, MAX_BUTTON_NAME));
                let button = ui.add(Button::quiet(label).small());
                if button.clicked() {
                    screen.dispatch(Navigation::OpenPage(Route::Person(row.person, Tab::Timeline)));
                }
                button.accessible_name(format!("See {}", row.short_name));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(text::body_medium(&row.name).color(t.ink)).truncate());
                });
            });
            for (label, text) in &row.facts {
                show_fact(ui, label, text);
            }
        });
    });
}

fn show_fact(ui: &mut Ui, label: &str, text: &str) {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui_with_layout(vec2(LABEL_WIDTH, 19.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(vec2(LABEL_WIDTH, 19.0));
            ui.label(text::fine(label).color(t.ink_faint));
        });
        ui.add(Label::new(text::small(text).color(t.ink)).wrap());
    });
}
