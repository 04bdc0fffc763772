//! The top of a person's page: name and role, the next one-on-one, and the row of the last twelve.

use eframe::egui::{Align, CornerRadius, Layout, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use jiff::civil::Date;

use super::Facts;
use crate::{
    domain::{
        cadence::{Standing, standing},
        day::say_day,
        name::initials,
        one_on_one::OneOnOne,
        person::Person,
    },
    export::Of,
    journal::change::Change,
    ui::{
        action::{Action, Way, key_of},
        desk::Desk,
        icons,
        shell::colour_of,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone},
        widget::{
            avatar::Avatar,
            elide::elide,
            menu::{self, Item},
        },
    },
};

/// How wide what stands at the right may be.
const RIGHT: f32 = 280.0;

pub(super) fn show(ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
    let t = Tokens::of(ui);
    let person = &facts.person;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.add(Avatar::new(&initials(&person.profile.name), colour_of(person)).large());
        let room = (ui.available_width() - RIGHT).max(160.0);
        ui.allocate_ui_with_layout(vec2(room, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.set_max_width(room);
                ui.scope(|ui| {
                    ui.set_max_width(room - 44.0);
                    elide(ui, text::heading(&person.profile.name).color(t.ink));
                });
                show_menu(ui, desk, person);
            });
            elide(ui, text::small(about(person)).color(t.ink_soft));
        });
        ui.with_layout(Layout::top_down(Align::Max), |ui| show_right(ui, desk.today, facts));
    });
}

fn show_menu(ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
    let (up, down) = (Action::MovePerson(Way::Up), Action::MovePerson(Way::Down));
    let keys = [key_of(ui, &up), key_of(ui, &down)];
    menu::more_button(ui, &format!("More for {}", person.profile.name), |ui| {
        if menu::item(ui, Item::new("Edit…").icon(icons::EDIT)) {
            desk.ask(Action::EditPerson(person.id));
        }
        if menu::item(ui, Item::new("Export…").icon(icons::EXPORT)) {
            desk.ask(Action::Export(Of::Person(person.id)));
        }
        if menu::item(ui, Item::new("Trash…").icon(icons::TRASH)) {
            desk.ask(Action::Trash(person.id));
        }
        if person.archived.is_none() {
            if menu::item(ui, Item::new("Move up").icon(icons::ARROW_UP).key(&keys[0])) {
                desk.ask(up);
            }
            if menu::item(ui, Item::new("Move down").icon(icons::ARROW_DOWN).key(&keys[1])) {
                desk.ask(down);
            }
            if menu::item(ui, Item::new("Archive").icon(icons::ARCHIVE)) {
                desk.ask(Action::Make(Change::Archive(person.id)));
            }
        } else if menu::item(ui, Item::new("Bring back").icon(icons::RESTORE)) {
            desk.ask(Action::Make(Change::BringBack(person.id)));
        }
    });
}

/// "Staff engineer, Platform · with you since March 2022 · every week".
fn about(person: &Person) -> String {
    let profile = &person.profile;
    let role = [profile.role.as_str(), profile.team.as_str()];
    let role: Vec<&str> = role.into_iter().filter(|part| !part.is_empty()).collect();
    let since = profile.since.map(|day| format!("with you since {}", day.strftime("%B %Y")));
    let cadence = profile.cadence.map(|cadence| cadence.to_string());
    let parts = [Some(role.join(", ")), non_empty(&profile.pronouns), since, cadence];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn show_right(ui: &mut Ui, today: Date, facts: &Facts) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    let (before, when, late) = next(facts, today);
    let line = vec2(ui.available_width(), Type::Small.line());
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let ink = if late { t.kind_ink(Tone::Flag) } else { t.ink };
        ui.label(text::rich(when, Type::Small, Weight::SemiBold).color(ink));
        ui.label(text::small(before).color(t.ink));
    });
    // A row of one says nothing yet.
    if facts.latest.len() > 1 {
        show_latest(ui, &facts.latest);
    }
}

/// What is said of the next one-on-one: a beginning, the day, and whether it is late.
fn next(facts: &Facts, today: Date) -> (&'static str, String, bool) {
    if facts.running.is_some() {
        return ("One-on-one", "going on now".into(), false);
    }
    if let Some(planned) = &facts.planned {
        let day = planned.at.day();
        let when = format!("{}, {}", say_day(day, today), planned.at.time().strftime("%H:%M"));
        return if day < today { ("Planned for", when, true) } else { ("Next one-on-one", when, false) };
    }
    let met = facts.latest.iter().rev().find(|one| one.state.met()).map(|one| one.at.day());
    match standing(facts.person.profile.cadence, met, facts.person.added.day(), today) {
        None => ("", String::new(), false),
        Some(Standing::Overdue { days: 1, .. }) => ("One-on-one", "1 day overdue".into(), true),
        Some(Standing::Overdue { days, .. }) => ("One-on-one", format!("{days} days overdue"), true),
        Some(standing) => ("Next one-on-one", say_day(standing.due(), today), false),
    }
}

/// A square for each of the latest one-on-ones, filled where you met; said in words beside it.
fn show_latest(ui: &mut Ui, latest: &[OneOnOne]) {
    let t = Tokens::of(ui);
    let met = latest.iter().filter(|one| one.state.met()).count();
    let said = format!("held {met} of the last {}", latest.len());
    let line = vec2(ui.available_width(), Type::Fine.line());
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for one in latest.iter().rev() {
            let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
            let corner = CornerRadius::same(2);
            if one.state.met() {
                ui.painter().rect_filled(rect, corner, t.accent);
            } else {
                ui.painter().rect_stroke(rect, corner, Stroke::new(1.0, t.outline), StrokeKind::Inside);
            }
            let word = if one.state.met() { "held" } else { "skipped" };
            response.on_hover_text(format!("{} {word}", one.at.day().strftime("%-d %b %Y")));
        }
        ui.add_space(5.0);
        let label = ui.label(text::fine(&said).color(t.ink_soft));
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    });
}
