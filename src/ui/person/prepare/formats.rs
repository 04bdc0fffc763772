//! Formats: the menu that puts one on the agenda, and the offer of the standing one.

use eframe::egui::{Align, Label, Layout, Response, Role, Ui, WidgetInfo};

use crate::{
    domain::{
        format::{Format, FormatLibrary},
        person::{Person, Profile},
        review::fill_placeholders,
    },
    journal::change::Change,
    ui::{
        action::{DialogRequest, ExternalCommand},
        format_loader::FormatLoader,
        icons,
        person::PersonSnapshot,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone},
        widget::{
            button::Button,
            menu::{self, MenuItem},
        },
    },
};

/// How wide a line about a broken file can be in the menu.
const MAX_PROBLEM_WIDTH: f32 = 280.0;

/// The button with the menu of all formats. `agenda` has the texts of what is on it.
pub(super) fn show_menu(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    formats: &mut FormatLoader,
    person: &Person,
    agenda: &[String],
) {
    let button = screen.add_edit(ui, Button::quiet("Formats").trailing_icon(icons::CARET_DOWN).small());
    if button.clicked() {
        formats.reload(ui.ctx(), screen);
    }
    let Some(library) = formats.library(ui.ctx(), screen) else { return };
    menu::popup_below(&button, "Formats", |ui| show_items(ui, screen, library, person, agenda));
}

fn show_items(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    library: &FormatLibrary,
    person: &Person,
    agenda: &[String],
) {
    let mut chosen = None;
    menu::list_area(ui, library.formats.len()).show(ui, |ui| {
        for format in &library.formats {
            let missing = format.missing_topics(&person.profile, agenda);
            let icon = if missing.is_empty() { icons::CHECK } else { icons::ADD };
            let item = ui.add(MenuItem::new(&format.name).icon(icon));
            if missing.is_empty() {
                let name = format!("{}, on the agenda", format.name);
                item.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &name));
            }
            if item.on_hover_text(preview(format, &person.profile)).clicked() && !missing.is_empty() {
                chosen = Some(missing);
            }
        }
    });
    if let Some(topics) = chosen {
        screen.dispatch(Change::AddTopics { person: person.id, topics });
    }
    menu::separator(ui);
    let standing = &person.profile.format;
    let standing = if standing.is_empty() { "none" } else { standing };
    if menu::item(ui, MenuItem::new(&format!("Standing format: {standing}…")).icon(icons::PIN)) {
        screen.dispatch(DialogRequest::EditPerson(person.id));
    }
    if menu::item(ui, MenuItem::new("Your own formats…").icon(icons::CARDS)) {
        screen.dispatch(ExternalCommand::ShowFormats);
    }
    for problem in &library.problems {
        ui.add_space(4.0);
        // Items are as wide as the menu; a text is not stretched to that.
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.set_max_width(MAX_PROBLEM_WIDTH);
            show_warning(ui, &format!("{} isn’t used: {}.", problem.file, problem.reason));
        });
    }
}

/// The offer to add the standing format, unless some of it is on the agenda; or that there is no
/// such format.
pub(super) fn show_standing(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    formats: &mut FormatLoader,
    snapshot: &PersonSnapshot,
    agenda: &[String],
) {
    let person = &snapshot.person;
    let Some(library) = formats.library(ui.ctx(), screen) else { return };
    match standing_offer(library, snapshot, agenda) {
        StandingOffer::None => {}
        StandingOffer::Gone(name) => {
            show_warning(ui, &format!("There is no format “{name}” any more. Choose another under Formats."));
        }
        StandingOffer::Add(format) => {
            let key = Shortcut::AddStandingFormat.label(ui);
            let label = format!("Add “{}”", format.name);
            let button = screen.add_edit(ui, Button::quiet(&label).icon(icons::CARDS).shortcut(&key).small());
            let is_enabled = button.enabled();
            let name = format!("{label} to the agenda");
            button.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, &name));
            let clicked = button.on_hover_text(preview(format, &person.profile)).clicked();
            let pressed = is_enabled && !screen.is_dialog_open && Shortcut::AddStandingFormat.consume(ui);
            if clicked || pressed {
                let topics = format.missing_topics(&person.profile, agenda);
                screen.dispatch(Change::AddTopics { person: person.id, topics });
            }
        }
    }
}

/// What is to be said of the standing format.
enum StandingOffer<'a> {
    None,
    /// The format is not there.
    Gone(&'a str),
    Add(&'a Format),
}

fn standing_offer<'a>(
    library: &'a FormatLibrary,
    snapshot: &'a PersonSnapshot,
    agenda: &[String],
) -> StandingOffer<'a> {
    let person = &snapshot.person;
    let name = &person.profile.format;
    if name.is_empty() || snapshot.running_meeting.is_some() || person.archived_at.is_some() {
        return StandingOffer::None;
    }
    match library.find(name) {
        None => StandingOffer::Gone(name),
        // Once it was added, what was removed from it stays so.
        Some(format) if format.missing_topics(&person.profile, agenda).len() < format.topics.len() => {
            StandingOffer::None
        }
        Some(format) => StandingOffer::Add(format),
    }
}

/// When the format is of use, and its topics.
fn preview(format: &Format, about: &Profile) -> String {
    let topics = format.topics.iter().map(|topic| format!("• {topic}"));
    let lines: Vec<String> =
        Some(format.description.clone()).filter(|line| !line.is_empty()).into_iter().chain(topics).collect();
    fill_placeholders(&lines.join("\n"), about)
}

fn show_warning(ui: &mut Ui, warning: &str) -> Response {
    let ink = Tokens::of(ui).kind_ink(Tone::Flag);
    ui.add(Label::new(text::small(format!("{} {warning}", icons::WARNING)).color(ink)).wrap())
}
