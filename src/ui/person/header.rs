//! The top of a person's page: name and role, the next one-on-one, and the row of the last twelve.

use eframe::egui::{Align, CornerRadius, Layout, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use jiff::civil::Date;

use super::Facts;
use crate::{
    domain::{
        meeting::Next,
        name::initials,
        one_on_one::{OneOnOne, OneOnOneState},
        person::Person,
    },
    export::Of,
    journal::change::Change,
    ui::{
        action::{Action, Way, key_of},
        desk::Desk,
        icons,
        shell::colour_of,
        text::{self, Type},
        tokens::{Tokens, Tone, size},
        widget::{
            avatar::Avatar,
            button::Button,
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
        ui.with_layout(Layout::top_down(Align::Max), |ui| show_right(ui, desk, facts));
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

fn show_right(ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
    ui.spacing_mut().item_spacing.y = 4.0;
    if facts.person.archived.is_none() {
        show_next(ui, desk, facts);
    }
    // A row of one says nothing yet.
    if facts.latest.len() > 1 {
        show_latest(ui, facts, desk.today);
    }
}

/// When you meet next; a menu sets, moves or skips it.
fn show_next(ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
    let (id, today) = (facts.person.id, desk.today);
    let next = facts.meetings.next(today);
    let (before, when) = next.in_full(today);
    let said = if when.is_empty() { "Set the next one-on-one".to_owned() } else { format!("{before} {when}") };
    let line = vec2(ui.available_width(), size::CONTROL_SMALL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let button = Button::quiet(&said).icon_after(icons::CARET_DOWN).small().warn(next.days_late(today) > 0);
        let button = ui.add(button);
        menu::open_below(&button, &said, |ui| {
            let key = key_of(ui, &Action::SetNext);
            let word = if matches!(next, Next::Planned { .. }) { "Move it…" } else { "Set it…" };
            if menu::item(ui, Item::new(word).icon(icons::CALENDAR).key(&key)) {
                desk.ask(Action::SetNext);
            }
            if !matches!(next, Next::Nothing | Next::Now) && menu::item(ui, Item::new("Skip it…").icon(icons::SKIPPED))
            {
                desk.ask(Action::Skip(id));
            }
            if facts.meetings.planned.is_some()
                && facts.meetings.cadence.is_some()
                && menu::item(ui, Item::new("Go by your rhythm again").icon(icons::RESTORE))
            {
                desk.ask(Action::Make(Change::Unplan(id)));
            }
            menu::line(ui);
            if menu::item(ui, Item::new("How often you meet…").icon(icons::EDIT)) {
                desk.ask(Action::EditPerson(id));
            }
        });
    });
}

/// A square for each of the latest one-on-ones, filled where you met, and one for the next where it is due; said in words
/// beside it.
fn show_latest(ui: &mut Ui, facts: &Facts, today: Date) {
    let t = Tokens::of(ui);
    let latest = &facts.latest;
    let met = latest.iter().filter(|one| one.state.met()).count();
    let said = format!("held {met} of the last {}", latest.len());
    let line = vec2(ui.available_width(), Type::Fine.line());
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        // The caret of the button above has the same room at its right.
        ui.add_space(10.0);
        let next = facts.meetings.next(today);
        let is_due = next.day().is_some_and(|day| day <= today);
        if is_due {
            let ink = if next.days_late(today) > 0 { t.kind_ink(Tone::Flag) } else { t.accent };
            let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
            ui.painter().rect_stroke(rect, CornerRadius::same(4), Stroke::new(1.5, ink), StrokeKind::Inside);
            response.on_hover_text(next.in_short(today));
        }
        for one in latest.iter().rev() {
            let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
            let corner = CornerRadius::same(2);
            if one.state.met() {
                ui.painter().rect_filled(rect, corner, t.accent);
            } else {
                ui.painter().rect_stroke(rect, corner, Stroke::new(1.0, t.outline), StrokeKind::Inside);
            }
            response.on_hover_text(format!("{} {}", one.at.day().strftime("%-d %b %Y"), became(one)));
        }
        ui.add_space(5.0);
        let label = ui.label(text::fine(&said).color(t.ink_soft));
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    });
}

/// What became of a one-on-one, in a few words.
fn became(one: &OneOnOne) -> String {
    match one.state {
        OneOnOneState::NothingToNote => "met, nothing to note".to_owned(),
        OneOnOneState::Skipped if !one.reason.is_empty() => format!("skipped: {}", one.reason),
        OneOnOneState::Skipped => "skipped".to_owned(),
        OneOnOneState::Held | OneOnOneState::Planned => "held".to_owned(),
    }
}
