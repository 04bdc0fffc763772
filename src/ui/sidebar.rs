//! The sidebar: the people, and links to all other pages. In a medium window, it is a strip of
//! icons and avatars in the same order; in a compact one, a bar with a menu.

mod compact_bar;
pub mod people_list;

use eframe::egui::{
    Align, FocusDirection, Frame, Id, Key, Layout, Margin, Memory, Modifiers, Panel, Role, Ui, UiBuilder,
};
use jiff::civil::Date;

use self::{compact_bar::CompactBar, people_list::PeopleList};
use super::{
    accessible_tree::mark_item,
    action::{Action, DialogRequest, Navigation, SampleCommand, WindowCommand},
    discreet, icons,
    person::PersonPage,
    region,
    route::{Route, SettingsTab},
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, size},
    widget::{
        button::{Button, IconButton},
        card::divider,
        discreet_mark::DiscreetMark,
        key_hint::key_hint,
        nav_row::NavRow,
        toast,
    },
    width_class::WidthClass,
};
use crate::{domain::id::PersonId, store::PersonSummary};

/// The label of the button that opens the palette.
const PALETTE: &str = "Search or jot…";

/// The sidebar.
#[derive(Default)]
pub struct Sidebar {
    people: Vec<PersonSummary>,
    read_at: Option<(u64, Date)>,
    /// Whether the people could be read at least once.
    is_read: bool,
    list: PeopleList,
    bar: CompactBar,
}

impl Sidebar {
    /// Shows it. `page` is the page of the person that is open, `attention_count` the number of
    /// items that need attention, `is_sample` whether the sample journal is open.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        route: Route,
        page: Option<&mut PersonPage>,
        attention_count: usize,
        is_sample: bool,
    ) {
        self.refresh(screen);
        let begins_tabbing = begins_tabbing(ui);
        if begins_tabbing {
            // The first Tab goes to the page, which is shown after the sidebar.
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        match WidthClass::of(ui) {
            WidthClass::Wide => self.show_wide(ui, screen, route, attention_count, is_sample),
            WidthClass::Medium => self.show_strip(ui, screen, route, attention_count, is_sample),
            WidthClass::Compact => self.show_bar(ui, screen, route, page, attention_count, is_sample),
        }
        if begins_tabbing {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        }
    }

    fn show_wide(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        route: Route,
        attention_count: usize,
        is_sample: bool,
    ) {
        let t = Tokens::of(ui);
        let frame = Frame::new().fill(t.sidebar).inner_margin(Margin::symmetric(10, 12));
        let panel = Panel::left("sidebar").exact_size(size::SIDEBAR).resizable(false).frame(frame);
        region::show_sidebar(ui, panel, |ui| {
            Panel::bottom(Id::unique("sidebar foot")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                // The panel would clip the focus ring, which is drawn around the rows.
                ui.set_clip_rect(ui.clip_rect().expand(4.0));
                show_footer(ui, screen, route, is_sample);
            });
            ui.horizontal(|ui| {
                ui.add_space(8.0);
                ui.label(text::section("Rapport").color(t.ink));
            });
            ui.add_space(14.0);
            if self.has_nav(route) {
                show_palette_button(ui, screen);
                ui.add_space(12.0);
                show_nav(ui, screen, route, attention_count, false);
                ui.add_space(14.0);
            }
            self.list.show(ui, screen, &self.people, route);
        });
    }

    fn show_strip(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        route: Route,
        attention_count: usize,
        is_sample: bool,
    ) {
        toast::place_at_top(ui, 0.0);
        let frame = Frame::new().fill(Tokens::of(ui).sidebar).inner_margin(Margin::symmetric(8, 10));
        let strip = Panel::left("sidebar strip").exact_size(size::SIDEBAR_STRIP).resizable(false).frame(frame);
        region::show_sidebar(ui, strip, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            Panel::bottom(Id::unique("strip foot")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                ui.set_clip_rect(ui.clip_rect().expand(4.0));
                show_strip_footer(ui, screen, route, is_sample);
            });
            if self.has_nav(route) {
                let key = Shortcut::Palette.label(ui);
                let button = ui.vertical_centered(|ui| ui.add(IconButton::new(icons::SEARCH, PALETTE))).inner;
                if button.on_hover_ui(|ui| drop(key_hint(ui, &key))).clicked() {
                    screen.dispatch(Action::TogglePalette);
                }
                show_nav(ui, screen, route, attention_count, true);
                divider(ui);
            }
            self.list.show_avatars(ui, screen, &self.people, route);
        });
    }

    /// The person whose page this is.
    fn person_of(&self, route: Route) -> Option<&PersonSummary> {
        let Route::Person(id, _) = route else { return None };
        self.people.iter().find(|summary| summary.person.id == id)
    }

    /// Where one is: "Dana Whitfield, Prepare".
    pub fn describe_route(&self, route: Route) -> String {
        match (self.person_of(route), route) {
            (Some(summary), Route::Person(_, tab)) => format!("{}, {}", summary.person.profile.name, tab.name()),
            _ => route.name().to_owned(),
        }
    }

    /// Whether there is any other page to go to.
    fn has_nav(&self, route: Route) -> bool {
        !self.is_empty() || matches!(route, Route::Settings(_))
    }

    /// The people that are not archived, in the order in which they are shown.
    pub fn displayed_people(&self) -> Vec<PersonId> {
        self.list.displayed_people(&self.people)
    }

    /// The people that are not archived, in the leader’s order.
    pub fn active_people(&self) -> impl DoubleEndedIterator<Item = PersonId> + '_ {
        self.people.iter().filter(|summary| summary.person.archived_at.is_none()).map(|summary| summary.person.id)
    }

    /// All people, archived ones included.
    pub fn people(&self) -> &[PersonSummary] {
        &self.people
    }

    /// The generation and the date at which the people were read.
    pub fn read_at(&self) -> Option<(u64, Date)> {
        self.read_at
    }

    /// Whether there is nobody to show.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether the people could be read. If not, nobody knows how many there are.
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// Reads the people again if the journal or the date has changed.
    pub fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at != Some(now) {
            self.read_at = Some(now);
            self.is_read |= screen.read_into(&mut self.people, |db| db.person_summaries(now.1));
        }
    }
}

/// Whether Tab was pressed while nothing has the focus.
fn begins_tabbing(ui: &Ui) -> bool {
    let is_tab = ui.input(|input| input.key_pressed(Key::Tab) && input.modifiers == Modifiers::NONE);
    is_tab && ui.memory(Memory::focused).is_none()
}

/// Looks like the field that it opens.
fn show_palette_button(ui: &mut Ui, screen: &mut ScreenContext<'_>) {
    let key = Shortcut::Palette.label(ui);
    if ui.add(Button::plain(PALETTE).icon(icons::SEARCH).shortcut(&key).full_width()).clicked() {
        screen.dispatch(Action::TogglePalette);
    }
}

/// The pages that do not belong to a person.
fn show_nav(ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, attention_count: usize, icon_only: bool) {
    let pages = [
        (Route::Today, icons::CALENDAR, "Today", attention_count, Shortcut::Today),
        (Route::Reflect, icons::REFLECT, "Reflect", 0, Shortcut::Reflect),
        (Route::Search, icons::SEARCH_LIST, "Search", 0, Shortcut::SearchEverything),
    ];
    let list = UiBuilder::new().accessibility_role(Role::List).accessibility_label("Pages");
    ui.scope_builder(list, |ui| {
        let rows = pages.len();
        for (index, (page, icon, label, count, shortcut)) in pages.into_iter().enumerate() {
            let key = shortcut.label(ui);
            let response = ui.add(NavRow { icon, label, count, selected: route == page, icon_only });
            mark_item(ui, response.id, (index, rows), route == page);
            if response.on_hover_ui(|ui| drop(key_hint(ui, &key))).clicked() {
                // A search is opened as it was left.
                let open = if page == Route::Search { Navigation::OpenSearch } else { Navigation::OpenPage(page) };
                screen.dispatch(open);
            }
        }
    });
}

fn show_settings_row(ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, icon_only: bool) {
    let is_open = matches!(route, Route::Settings(_));
    let key = Shortcut::Settings.label(ui);
    let row = NavRow { icon: icons::SETTINGS, label: "Settings", count: 0, selected: is_open, icon_only };
    if ui.add(row).on_hover_ui(|ui| drop(key_hint(ui, &key))).clicked() && !is_open {
        screen.dispatch(Navigation::OpenPage(Route::Settings(SettingsTab::default())));
    }
}

/// The mark of discreet mode while it is on; a click turns it off.
fn show_discreet_mark(ui: &mut Ui, screen: &mut ScreenContext<'_>, icon_only: bool) {
    if discreet::is_on(ui) && ui.add(DiscreetMark { icon_only }).clicked() {
        screen.dispatch(Action::Window(WindowCommand::ToggleDiscreet));
    }
}

fn show_strip_footer(ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, is_sample: bool) {
    ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        show_settings_row(ui, screen, route, true);
        if ui.add(IconButton::new(icons::KEYBOARD, "Shortcuts")).clicked() {
            screen.dispatch(DialogRequest::Shortcuts);
        }
        if screen.journal.is_encrypted() && ui.add(IconButton::new(icons::LOCK, "Lock")).clicked() {
            screen.dispatch(Action::Lock);
        }
        show_discreet_mark(ui, screen, true);
        if is_sample && ui.add(IconButton::new(icons::ARROW_LEFT, "Exit sample")).clicked() {
            screen.dispatch(SampleCommand::Leave);
        }
    });
}

fn show_footer(ui: &mut Ui, screen: &mut ScreenContext<'_>, route: Route, is_sample: bool) {
    let t = Tokens::of(ui);
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let key = Shortcut::Shortcuts.label(ui);
        show_settings_row(ui, screen, route, false);
        if ui.add(Button::quiet("Shortcuts").icon(icons::KEYBOARD).shortcut(&key).full_width()).clicked() {
            screen.dispatch(DialogRequest::Shortcuts);
        }
        let key = Shortcut::Lock.label(ui);
        if screen.journal.is_encrypted()
            && ui.add(Button::quiet("Lock").icon(icons::LOCK).shortcut(&key).full_width()).clicked()
        {
            screen.dispatch(Action::Lock);
        }
        show_discreet_mark(ui, screen, false);
        if is_sample {
            if ui.add(Button::quiet("Exit sample").icon(icons::ARROW_LEFT).full_width()).clicked() {
                screen.dispatch(SampleCommand::Leave);
            }
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.label(text::fine("Sample journal. Try anything.").color(t.ink_soft));
            });
        }
        // Last, so that it pushes nothing down: the rows are laid out from the bottom.
        toast::show_place(ui);
    });
}
