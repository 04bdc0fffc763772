//! The sidebar: the people you meet, in the order you gave them, and the way to everything else.

use eframe::egui::{Align, Frame, Id, Layout, Margin, Panel, ScrollArea, Ui};
use jiff::civil::Date;

use super::{
    action::{DialogRequest, Navigation, SampleCommand},
    icons,
    person_style::avatar_colour,
    route::{Route, Tab},
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, size},
    widget::{
        button::Button, key_hint::key_hint, nav_row::NavRow, person_row::PersonRow, section_label::section_label,
    },
};
use crate::{
    domain::{id::PersonId, name::initials},
    store::PersonSummary,
    wording::next_meeting,
};

/// The sidebar.
#[derive(Default)]
pub struct Sidebar {
    people: Vec<PersonSummary>,
    read_at: Option<(u64, Date)>,
    show_archived: bool,
}

impl Sidebar {
    /// Shows it. `waits` is how much waits on you; `sample` where the journal that is open is the sample.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, waits: usize, sample: bool) {
        self.refresh(screen);
        let t = Tokens::of(ui);
        let frame = Frame::new().fill(t.sidebar).inner_margin(Margin { left: 10, right: 10, top: 12, bottom: 12 });
        Panel::left("sidebar").exact_size(size::SIDEBAR).resizable(false).frame(frame).show(ui, |ui| {
            Panel::bottom(Id::unique("sidebar foot")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                // A panel cuts off what is beside its rows, as the ring of what has the focus is.
                ui.set_clip_rect(ui.clip_rect().expand(4.0));
                show_footer(ui, screen, sample);
            });
            ui.horizontal(|ui| {
                ui.add_space(8.0);
                ui.label(text::section("Rapport").color(t.ink));
            });
            ui.add_space(14.0);
            if !self.is_empty() {
                show_nav(ui, screen, route, waits);
                ui.add_space(14.0);
            }
            ScrollArea::vertical()
                .id_salt("people")
                .auto_shrink([false, false])
                .show(ui, |ui| self.show_people(ui, screen, route));
        });
    }

    /// The people that are not archived, in their order.
    pub fn active_people(&self) -> impl DoubleEndedIterator<Item = PersonId> + '_ {
        self.people.iter().filter(|glance| glance.person.archived_at.is_none()).map(|glance| glance.person.id)
    }

    /// Everybody, with what the sidebar says about them.
    pub fn people(&self) -> &[PersonSummary] {
        &self.people
    }

    /// Whether nobody was ever added.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Reads the people again where the journal has changed.
    pub fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at != Some(now) {
            self.read_at = Some(now);
            self.people = screen.read(|db| db.person_summaries(now.1));
        }
    }

    fn show_people(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route) {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            section_label(ui, "People");
        });
        ui.add_space(2.0);
        let archived = self.people.iter().filter(|glance| glance.person.archived_at.is_some()).count();
        for glance in self.people.iter().filter(|glance| glance.person.archived_at.is_none()) {
            show_person(ui, screen, glance, route);
        }
        ui.add_space(2.0);
        if ui.add(Button::quiet("Add a person").icon(icons::ADD).full_width()).clicked() {
            screen.dispatch(DialogRequest::AddPerson);
        }
        if archived > 0 {
            let word = format!("Archived · {archived}");
            let sign = if self.show_archived { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(word).icon(sign).full_width()).clicked() {
                self.show_archived = !self.show_archived;
            }
        }
        if self.show_archived {
            for glance in self.people.iter().filter(|glance| glance.person.archived_at.is_some()) {
                show_person(ui, screen, glance, route);
            }
        }
    }
}

/// The pages that do not belong to a person.
fn show_nav(ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, attention_count: usize) {
    let pages = [
        (Route::Today, icons::CALENDAR, "Today", attention_count, Shortcut::Today),
        (Route::Reflect, icons::REFLECT, "Reflect", 0, Shortcut::Reflect),
    ];
    for (page, icon, label, count, shortcut) in pages {
        let key = shortcut.label(ui);
        let row = NavRow { icon, label, count, selected: route == page };
        if ui.add(row).on_hover_ui(|ui| drop(key_hint(ui, &key))).clicked() {
            screen.dispatch(Navigation::OpenPage(page));
        }
    }
}

fn show_person(ui: &mut Ui, screen: &mut ScreenContext<'_>, glance: &PersonSummary, route: Route) {
    let person = &glance.person;
    let (line, late) =
        if person.archived_at.is_some() { (String::new(), false) } else { next_meeting_label(glance, screen.today) };
    let open = match route {
        Route::Person(id, tab) if id == person.id => Some(tab),
        _ => None,
    };
    let row = PersonRow {
        initials: &initials(&person.profile.name),
        colour: avatar_colour(person),
        name: &person.profile.name,
        subtitle: &line,
        is_late: late,
        attention: glance.has_unraised_flag.then_some("something you noticed is not raised yet"),
        selected: open.is_some(),
    };
    if ui.add(row).clicked() {
        let tab = match route {
            Route::Person(_, tab) if tab != Tab::Prepare => tab,
            _ => Tab::for_meeting(glance.schedule.is_running),
        };
        screen.dispatch(Navigation::OpenPage(Route::Person(person.id, tab)));
    }
}

/// When you meet next, in a few words, and whether it is late.
fn next_meeting_label(glance: &PersonSummary, today: Date) -> (String, bool) {
    let next = glance.schedule.next(today);
    (next_meeting::short_label(next, today), next.days_late(today) > 0)
}

fn show_footer(ui: &mut Ui, screen: &mut ScreenContext<'_>, sample: bool) {
    let t = Tokens::of(ui);
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let key = Shortcut::Shortcuts.label(ui);
        if ui.add(Button::quiet("Settings").icon(icons::SETTINGS).full_width()).clicked() {
            screen.dispatch(DialogRequest::Settings);
        }
        if ui.add(Button::quiet("Keys").icon(icons::KEYBOARD).shortcut(&key).full_width()).clicked() {
            screen.dispatch(DialogRequest::Shortcuts);
        }
        if sample {
            if ui.add(Button::quiet("Leave the sample").icon(icons::ARROW_LEFT).full_width()).clicked() {
                screen.dispatch(SampleCommand::Leave);
            }
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.label(text::fine("A sample journal. Try anything.").color(t.ink_soft));
            });
        }
    });
}
