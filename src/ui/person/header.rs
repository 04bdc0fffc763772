//! The header of a person's page: name and role, the next one-on-one, and the twelve latest ones.

use eframe::egui::{Align, CornerRadius, Label, Layout, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use jiff::civil::Date;

use super::PersonSnapshot;
use crate::{
    domain::{
        erase::EraseScope,
        name::initials,
        next_meeting::NextMeeting,
        one_on_one::{OneOnOne, OneOnOneState},
        person::Person,
    },
    export::ExportScope,
    journal::change::Change,
    ui::{
        action::{Action, DialogRequest, ListDirection, RecapRequest, WindowCommand},
        icons,
        person_style::avatar_colour,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type},
        tokens::{Tokens, Tone, size},
        widget::{
            avatar::Avatar,
            button::Button,
            heading::page_title,
            menu::{self, MenuItem},
            truncated_label::truncated_label,
        },
    },
    wording::{cadence::short_cadence, next_meeting},
};

/// Width of the column with the one-on-ones, and how wide it is where there is less room.
const RIGHT_WIDTH: f32 = 280.0;
const RIGHT_WIDTH_NARROW: f32 = 150.0;
/// Between avatar, name and one-on-ones.
const GAP: f32 = 14.0;
/// Below this width of the header, the column is the narrow one and says less.
const NARROW_WIDTH: f32 = 620.0;

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let t = Tokens::of(ui);
    let person = &snapshot.person;
    let is_narrow = ui.available_width() < NARROW_WIDTH;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        ui.add(Avatar::new(&initials(&person.profile.name), avatar_colour(person)).large());
        let right_width = if is_narrow { RIGHT_WIDTH_NARROW } else { RIGHT_WIDTH };
        let name_width = (ui.available_width() - right_width - GAP).max(160.0);
        ui.allocate_ui_with_layout(vec2(name_width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.set_max_width(name_width);
                ui.scope(|ui| {
                    ui.set_max_width(name_width - 44.0);
                    page_title(ui, Label::new(text::heading(&person.profile.name).color(t.ink)).truncate());
                });
                show_menu(ui, screen, snapshot);
            });
            truncated_label(ui, text::small(describe_profile(person)).color(t.ink_soft));
        });
        ui.with_layout(Layout::top_down(Align::Max), |ui| show_meetings(ui, screen, snapshot, is_narrow));
    });
}

fn show_menu(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let name = format!("More for {}", snapshot.person.profile.name);
    menu::more_button(ui, &name, |ui| show_person_items(ui, screen, snapshot));
}

/// The menu items for a person.
pub(super) fn show_person_items(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let person = &snapshot.person;
    let has_met =
        snapshot.running_meeting.is_some() || snapshot.latest_meetings.iter().any(|meeting| meeting.state.took_place());
    let (up, down) = (Action::MovePerson(ListDirection::Up), Action::MovePerson(ListDirection::Down));
    let shortcuts = [Shortcut::MovePersonUp.label(ui), Shortcut::MovePersonDown.label(ui)];
    if menu::item(ui, MenuItem::new("Edit…").icon(icons::EDIT)) {
        screen.dispatch(DialogRequest::EditPerson(person.id));
    }
    if menu::item(ui, MenuItem::new("Export…").icon(icons::EXPORT)) {
        screen.dispatch(DialogRequest::Export(ExportScope::Person(person.id)));
    }
    if has_met && menu::item(ui, MenuItem::new("Recap of the last one-on-one…").icon(icons::ONE_ON_ONE)) {
        screen.dispatch(DialogRequest::Recap(RecapRequest::Latest(person.id)));
    }
    if person.archived_at.is_none() && menu::item(ui, MenuItem::new("Agenda to send…").icon(icons::TOPIC)) {
        screen.dispatch(DialogRequest::Recap(RecapRequest::Agenda(person.id)));
    }
    if menu::item(ui, MenuItem::new("View trash…").icon(icons::TRASH)) {
        screen.dispatch(DialogRequest::Trash(person.id));
    }
    if person.archived_at.is_none() {
        if menu::item(ui, MenuItem::new("Move up").icon(icons::ARROW_UP).shortcut(&shortcuts[0])) {
            screen.dispatch(up);
        }
        if menu::item(ui, MenuItem::new("Move down").icon(icons::ARROW_DOWN).shortcut(&shortcuts[1])) {
            screen.dispatch(down);
        }
        if menu::item(ui, MenuItem::new("Archive").icon(icons::ARCHIVE)) {
            screen.dispatch(Change::Archive(person.id));
        }
    } else if menu::item(ui, MenuItem::new("Unarchive").icon(icons::RESTORE)) {
        screen.dispatch(Change::Unarchive(person.id));
    }
    menu::separator(ui);
    if menu::item(ui, MenuItem::new("Erase for good…").icon(icons::TRASH)) {
        screen.dispatch(DialogRequest::Erase(Some(EraseScope::Person(person.uid))));
    }
}

/// "Staff engineer, Platform · working together since March 2022 · every week".
fn describe_profile(person: &Person) -> String {
    let profile = &person.profile;
    let role = [profile.role.as_str(), profile.team.as_str()];
    let role: Vec<&str> = role.into_iter().filter(|part| !part.is_empty()).collect();
    let since = profile.since.map(|day| format!("working together since {}", day.strftime("%B %Y")));
    let cadence = profile.cadence.map(short_cadence);
    let parts = [Some(role.join(", ")), non_empty(&profile.pronouns), since, cadence];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn show_meetings(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, is_narrow: bool) {
    ui.spacing_mut().item_spacing.y = 4.0;
    if snapshot.person.archived_at.is_none() {
        show_next_meeting(ui, screen, snapshot, is_narrow);
    }
    // A single one-on-one makes no row.
    if snapshot.latest_meetings.len() > 1 {
        show_latest_meetings(ui, snapshot, screen.today, is_narrow);
    }
}

/// The next one-on-one, as a button with a menu to set, move or skip it.
fn show_next_meeting(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot, is_narrow: bool) {
    let today = screen.today;
    let next = snapshot.schedule.next(today);
    let (prefix, when) = next_meeting::long_label(next, today);
    let label = if when.is_empty() { "Schedule one-on-one".to_owned() } else { format!("{prefix} {when}") };
    let line = vec2(ui.available_width(), size::CONTROL_SMALL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let shown = if is_narrow { next_meeting::short_label(next, today) } else { label.clone() };
        let shown = if shown.is_empty() { "Schedule…".to_owned() } else { shown };
        let button = Button::quiet(shown).trailing_icon(icons::CARET_DOWN).small().warn(next.days_late(today) > 0);
        let button = ui.add(button);
        button.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &label));
        menu::popup_below(&button, &label, |ui| show_meeting_items(ui, screen, snapshot));
    });
}

/// The menu items to set, move or skip the next one-on-one.
pub(super) fn show_meeting_items(ui: &mut Ui, screen: &mut ScreenContext<'_>, snapshot: &PersonSnapshot) {
    let id = snapshot.person.id;
    let next = snapshot.schedule.next(screen.today);
    let key = Shortcut::ScheduleMeeting.label(ui);
    let item_label = if matches!(next, NextMeeting::Planned { .. }) { "Change date…" } else { "Set date…" };
    if menu::item(ui, MenuItem::new(item_label).icon(icons::CALENDAR).shortcut(&key)) {
        screen.dispatch(DialogRequest::ScheduleMeeting(Some(id)));
    }
    if !matches!(next, NextMeeting::Unscheduled | NextMeeting::InProgress)
        && menu::item(ui, MenuItem::new("Skip…").icon(icons::SKIPPED))
    {
        screen.dispatch(DialogRequest::SkipMeeting(id));
    }
    if snapshot.schedule.planned.is_some()
        && snapshot.schedule.cadence.is_some()
        && menu::item(ui, MenuItem::new("Back to regular schedule").icon(icons::RESTORE))
    {
        screen.dispatch(Change::ClearSchedule(id));
    }
    menu::separator(ui);
    let key = Shortcut::BesideCall.label(ui);
    if menu::item(ui, MenuItem::new("Beside the call").icon(icons::PIN).shortcut(&key)) {
        screen.dispatch(WindowCommand::ToggleBesideCall);
    }
    menu::separator(ui);
    if menu::item(ui, MenuItem::new("Change cadence…").icon(icons::EDIT)) {
        screen.dispatch(DialogRequest::EditPerson(id));
    }
}

/// A square for each of the latest one-on-ones, filled if it took place, and a rounded one for the
/// next if it is due; with a summary as text, which is all there is room for in a narrow header.
fn show_latest_meetings(ui: &mut Ui, snapshot: &PersonSnapshot, today: Date, is_narrow: bool) {
    let t = Tokens::of(ui);
    let latest = &snapshot.latest_meetings;
    let held_count = latest.iter().filter(|one| one.state.took_place()).count();
    let text = format!("met {held_count} of the last {}", latest.len());
    let line = vec2(ui.available_width(), Type::Fine.line_height());
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        // Aligned with the caret of the button above.
        ui.add_space(10.0);
        if !is_narrow {
            show_meeting_squares(ui, snapshot, today);
        }
        let label = ui.label(text::fine(&text).color(t.ink_soft));
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    });
}

fn show_meeting_squares(ui: &mut Ui, snapshot: &PersonSnapshot, today: Date) {
    let t = Tokens::of(ui);
    let next = snapshot.schedule.next(today);
    let is_due = next.day().is_some_and(|day| day <= today);
    if is_due {
        let ink = if next.days_late(today) > 0 { t.kind_ink(Tone::Flag) } else { t.accent };
        let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
        ui.painter().rect_stroke(rect, CornerRadius::same(4), Stroke::new(1.5, ink), StrokeKind::Inside);
        response.on_hover_text("The next one-on-one, due but not held yet");
    }
    for one in snapshot.latest_meetings.iter().rev() {
        let (rect, response) = ui.allocate_exact_size(vec2(9.0, 9.0), Sense::hover());
        let corner = CornerRadius::same(2);
        if one.state.took_place() {
            ui.painter().rect_filled(rect, corner, t.accent);
        } else {
            ui.painter().rect_stroke(rect, corner, Stroke::new(1.0, t.outline), StrokeKind::Inside);
        }
        response.on_hover_text(format!("{} {}", one.at.day().strftime("%-d %b %Y"), describe_outcome(one)));
    }
    ui.add_space(5.0);
}

/// The outcome of a one-on-one as a short phrase.
fn describe_outcome(one: &OneOnOne) -> String {
    match one.state {
        OneOnOneState::NothingToNote => "met, nothing to note".to_owned(),
        OneOnOneState::Skipped if !one.reason.is_empty() => format!("skipped: {}", one.reason),
        OneOnOneState::Skipped => "skipped".to_owned(),
        OneOnOneState::Held | OneOnOneState::Planned => "held".to_owned(),
    }
}
