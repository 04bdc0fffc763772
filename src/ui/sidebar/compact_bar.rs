//! The bar of a compact window: where you are, and one menu with the tabs, the pages and the
//! people.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, Popup, Ui, vec2};

use super::{Sidebar, show_discreet_mark, show_nav, show_palette_button, show_settings_row};
use crate::{
    domain::name::initials,
    store::PersonSummary,
    ui::{
        action::{Action, DialogRequest, Navigation, SampleCommand},
        icons,
        person::PersonPage,
        person_style::avatar_colour,
        region,
        route::{Route, Tab},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::{Tokens, size},
        widget::{
            button::Button,
            menu::{self, MenuItem},
            place_button::PlaceButton,
            toast,
        },
    },
};

/// Height of the bar, its margins included.
const HEIGHT: f32 = 52.0;
const MARGIN: i8 = 8;
const MAX_MENU_WIDTH: f32 = 300.0;

/// State of the bar that outlives a frame.
#[derive(Default)]
pub(super) struct CompactBar {
    /// The page of the last frame: the menu closes when another one is opened.
    route: Option<Route>,
    /// Whether the items of the header of a person are shown in the menu.
    shows_more: bool,
}

impl Sidebar {
    pub(super) fn show_bar(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        route: Route,
        mut page: Option<&mut PersonPage>,
        attention_count: usize,
        is_sample: bool,
    ) {
        toast::place_at_top(ui, HEIGHT);
        if self.bar.route.replace(route) != Some(route) {
            self.bar.shows_more = false;
            Popup::close_all(ui);
        }
        let frame = Frame::new().fill(Tokens::of(ui).page);
        let frame = frame.inner_margin(Margin::symmetric(size::PAGE_MARGIN_COMPACT, MARGIN));
        region::show_sidebar(ui, Panel::top("compact bar").exact_size(HEIGHT).frame(frame), |ui| {
            let line = vec2(ui.available_width(), HEIGHT - 2.0 * f32::from(MARGIN));
            // What stands at the right comes first, so that a long name ends before it.
            ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                show_discreet_mark(ui, screen, true);
                if let (Route::Person(_, tab), Some(page)) = (route, page.as_deref_mut()) {
                    page.show_bar_contents(ui, screen, tab);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let button = ui.add(self.place_button(route));
                    let width = (ui.ctx().content_rect().width() - 32.0).min(MAX_MENU_WIDTH);
                    menu::panel_below(&button, "Menu", width, |ui| {
                        let before = screen.actions.len();
                        self.show_menu(ui, screen, route, page.as_deref(), attention_count, is_sample);
                        if screen.actions.iter().skip(before).any(leads_elsewhere) {
                            ui.close();
                        }
                    });
                });
            });
        });
    }

    fn place_button(&self, route: Route) -> PlaceButton<'_> {
        self.person_of(route).map_or_else(|| page_button(route.name()), person_button)
    }

    fn show_menu(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        route: Route,
        page: Option<&PersonPage>,
        attention_count: usize,
        is_sample: bool,
    ) {
        ui.spacing_mut().item_spacing.y = 2.0;
        if let (Route::Person(_, tab), Some(page)) = (route, page) {
            show_tabs(ui, screen, tab);
            self.show_more(ui, screen, page);
            menu::separator(ui);
        }
        if self.has_nav(route) {
            show_palette_button(ui, screen);
            show_nav(ui, screen, route, attention_count, false);
            menu::separator(ui);
        }
        let Self { people, list, .. } = self;
        if !people.is_empty() {
            list.show_in_menu(ui, screen, people, route);
            menu::separator(ui);
        }
        show_settings_row(ui, screen, route, false);
        let key = Shortcut::Shortcuts.label(ui);
        if ui.add(Button::quiet("Shortcuts").icon(icons::KEYBOARD).shortcut(&key).full_width()).clicked() {
            screen.dispatch(DialogRequest::Shortcuts);
        }
        if is_sample && ui.add(Button::quiet("Exit sample").icon(icons::ARROW_LEFT).full_width()).clicked() {
            screen.dispatch(SampleCommand::Leave);
        }
    }

    /// The menus of the header of a person, folded.
    fn show_more(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, page: &PersonPage) {
        let is_open = self.bar.shows_more;
        let icon = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
        if ui.add(Button::quiet("One-on-one and profile").icon(icon).full_width()).clicked() {
            self.bar.shows_more = !is_open;
        }
        if is_open {
            page.show_menu_items(ui, screen);
        }
    }
}

fn person_button(summary: &PersonSummary) -> PlaceButton<'_> {
    let person = &summary.person;
    let avatar = Some((initials(&person.profile.name), avatar_colour(person)));
    PlaceButton { avatar, title: &person.profile.name, short_title: person.short_name() }
}

fn page_button(title: &str) -> PlaceButton<'_> {
    PlaceButton { avatar: None, title, short_title: title }
}

/// The tabs of a person, with their shortcuts.
fn show_tabs(ui: &mut Ui, screen: &mut ScreenContext<'_>, open: Tab) {
    let keys = [Shortcut::PrepareTab, Shortcut::MeetTab, Shortcut::TimelineTab, Shortcut::ReviewTab];
    for (tab, shortcut) in Tab::ALL.into_iter().zip(keys) {
        let key = shortcut.label(ui);
        if menu::item(ui, MenuItem::new(tab.name()).shortcut(&key).selected(tab == open)) {
            screen.dispatch(Navigation::OpenTab(tab));
        }
    }
}

/// Whether an action of the menu leaves the page or opens a dialog, and so closes the menu.
fn leads_elsewhere(action: &Action) -> bool {
    matches!(action, Action::Navigate(_) | Action::OpenDialog(_) | Action::TogglePalette | Action::SwitchSample(_))
}
