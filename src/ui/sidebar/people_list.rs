//! The list of people in the sidebar: in the leader’s order or by team, with groups that fold, and
//! filtered by typing.

use eframe::egui::{Align, Id, Layout, Memory, Response, Role, Ui, UiBuilder};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        id::PersonId,
        name::{initials, normalize_name},
    },
    store::PersonSummary,
    ui::{
        accessible_tree::mark_item,
        action::{DialogRequest, Navigation, SettingChange},
        icons, input_sequencer,
        person_style::avatar_colour,
        route::{Route, Tab},
        screen_context::ScreenContext,
        shortcut::Shortcut,
        stray_typing::StrayTyping,
        widget::{
            button::{Button, IconButton},
            field::TextField,
            heading::section_label,
            menu::{self, MenuItem},
            person_row::PersonRow,
            scroll,
        },
    },
    wording::{next_meeting, today::UNRAISED_FLAG},
};

/// The name of the setting with the preferences of the list.
pub const PEOPLE_LIST_SETTING: &str = "people_list";

/// From so many people on, the field of the filter is always there.
const MIN_PEOPLE_FOR_FILTER: usize = 9;

/// How the list is ordered. The serialised names never change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleListPrefs {
    /// Whether the people are grouped by team.
    #[serde(default)]
    pub by_team: bool,
    /// The teams whose people are hidden.
    #[serde(default)]
    pub folded: Vec<String>,
}

/// State of the list that outlives a frame.
#[derive(Default)]
pub(super) struct PeopleList {
    prefs: Option<PeopleListPrefs>,
    filter: String,
    is_filtering: bool,
    filter_wants_focus: bool,
    show_archived: bool,
    /// The person that was scrolled to last.
    revealed: Option<PersonId>,
    /// The rows of the last frame.
    rows: Vec<Id>,
}

/// People under the name of their team; without one where they are not grouped.
struct Group<'a> {
    team: Option<&'a str>,
    people: Vec<&'a PersonSummary>,
}

impl PeopleList {
    pub(super) fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary], route: Route) {
        self.load_prefs(screen);
        let focused = ui.memory(Memory::focused);
        let is_focused = focused.is_some_and(|id| self.rows.contains(&id));
        let typing = if is_focused && !screen.is_dialog_open { StrayTyping::watch(ui) } else { None };
        self.rows.clear();
        self.reveal_selected(screen, people, route);
        self.show_head(ui, screen, people);
        self.show_filter(ui, screen, people, route);
        scroll::vertical(ui, "people", |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            self.show_groups(ui, screen, people, route);
            self.show_end(ui, screen, people, route);
        });
        if let Some(typed) = typing.map(|typing| typing.take(ui)).filter(|typed| !typed.is_empty()) {
            (self.is_filtering, self.filter_wants_focus) = (true, true);
            input_sequencer::hold_until_focus_moves(ui);
            input_sequencer::deliver_again(ui, typed);
        }
    }

    /// Shows the people in a menu, which scrolls as a whole.
    pub(super) fn show_in_menu(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        people: &[PersonSummary],
        route: Route,
    ) {
        self.load_prefs(screen);
        self.rows.clear();
        self.reveal_selected(screen, people, route);
        if let Route::Person(selected, _) = route {
            // The menu opens with the tabs, which are above the people.
            self.revealed = Some(selected);
        }
        self.show_filter(ui, screen, people, route);
        self.show_groups(ui, screen, people, route);
        self.show_end(ui, screen, people, route);
    }

    /// Shows the people as avatars, in a narrow sidebar.
    pub(super) fn show_avatars(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        people: &[PersonSummary],
        route: Route,
    ) {
        self.load_prefs(screen);
        self.rows.clear();
        scroll::vertical(ui, "avatars", |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let people_shown: Vec<_> = self.groups(people).into_iter().flat_map(|group| group.people).collect();
            self.show_people(ui, screen, "People", &people_shown, route, true);
            ui.vertical_centered(|ui| {
                if screen.add_edit(ui, IconButton::new(icons::ADD, "Add person")).clicked() {
                    screen.dispatch(DialogRequest::AddPerson);
                }
                let label = archived_label(people);
                if let Some(label) = label
                    && ui.add(IconButton::new(icons::ARCHIVE, label)).clicked()
                {
                    self.show_archived = !self.show_archived;
                }
            });
            self.show_archived_people(ui, screen, people, route, true);
        });
    }

    fn load_prefs(&mut self, screen: &mut ScreenContext<'_>) {
        if self.prefs.is_none() {
            self.prefs = Some(screen.read(|db| db.setting(PEOPLE_LIST_SETTING)).unwrap_or_default());
        }
    }

    /// The people that are not archived, in the order of the list.
    pub(super) fn displayed_people(&self, people: &[PersonSummary]) -> Vec<PersonId> {
        let groups = self.groups(people).into_iter();
        groups.flat_map(|group| group.people).map(|summary| summary.person.id).collect()
    }

    fn prefs(&self) -> PeopleListPrefs {
        self.prefs.clone().unwrap_or_default()
    }

    fn set_prefs(&mut self, screen: &mut ScreenContext<'_>, prefs: PeopleListPrefs) {
        screen.dispatch(SettingChange::PeopleList(Box::new(prefs.clone())));
        self.prefs = Some(prefs);
    }

    fn groups<'a>(&self, people: &'a [PersonSummary]) -> Vec<Group<'a>> {
        let active = people.iter().filter(|summary| summary.person.archived_at.is_none());
        if !self.prefs.as_ref().is_some_and(|prefs| prefs.by_team) {
            return vec![Group { team: None, people: active.collect() }];
        }
        let mut groups: Vec<Group<'a>> = Vec::new();
        for summary in active {
            let team = Some(summary.person.profile.team.as_str());
            match groups.iter_mut().find(|group| group.team == team) {
                Some(group) => group.people.push(summary),
                None => groups.push(Group { team, people: vec![summary] }),
            }
        }
        groups
    }

    /// Unfolds the group of a person whose page was opened.
    fn reveal_selected(&mut self, screen: &mut ScreenContext<'_>, people: &[PersonSummary], route: Route) {
        let Route::Person(selected, _) = route else {
            self.revealed = None;
            return;
        };
        if self.revealed == Some(selected) {
            return;
        }
        let Some(summary) = people.iter().find(|summary| summary.person.id == selected) else { return };
        let mut prefs = self.prefs();
        let before = prefs.folded.len();
        prefs.folded.retain(|team| *team != summary.person.profile.team);
        if prefs.by_team && prefs.folded.len() < before {
            self.set_prefs(screen, prefs);
        }
        self.show_archived |= summary.person.archived_at.is_some();
    }

    /// The heading, with the choice of the order where there are several teams.
    fn show_head(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary]) {
        let mut teams: Vec<&str> = people.iter().map(|summary| summary.person.profile.team.as_str()).collect();
        teams.sort_unstable();
        teams.dedup();
        let prefs = self.prefs();
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            section_label(ui, "People");
            if teams.len() < 2 {
                return;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut by_team = None;
                menu::more_button(ui, "Order of people", |ui| {
                    for (choice, label) in [(false, "My order"), (true, "By team")] {
                        if menu::item(ui, MenuItem::new(label).selected(prefs.by_team == choice)) {
                            by_team = Some(choice);
                        }
                    }
                });
                if let Some(by_team) = by_team {
                    self.set_prefs(screen, PeopleListPrefs { by_team, ..prefs });
                }
            });
        });
        ui.add_space(2.0);
    }

    /// The field of the filter. Enter opens the first match, Esc shows everybody again.
    fn show_filter(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary], route: Route) {
        if people.len() < MIN_PEOPLE_FOR_FILTER && !self.is_filtering {
            return;
        }
        let field = TextField::singleline("Filter people", &mut self.filter).hide_label().hint("Filter").on_page();
        let response = field.id(Id::unique("filter of people")).show(ui).response;
        ui.add_space(4.0);
        if std::mem::take(&mut self.filter_wants_focus) {
            response.request_focus();
        }
        if !response.lost_focus() {
            return;
        }
        if Shortcut::SubmitField.is_pressed(ui)
            && let Some(first) = people.iter().find(|summary| self.matches(summary))
        {
            open_person(screen, first, route);
            self.end_filter();
        } else if Shortcut::CancelField.is_pressed(ui) {
            self.end_filter();
        }
    }

    fn end_filter(&mut self) {
        self.filter.clear();
        self.is_filtering = false;
        self.revealed = None;
    }

    /// Whether the name or the team of a person contains the filter.
    fn matches(&self, summary: &PersonSummary) -> bool {
        let wanted = normalize_name(&self.filter);
        let profile = &summary.person.profile;
        let texts = [profile.name.as_str(), &profile.team, summary.person.short_name()];
        wanted.is_empty() || texts.iter().any(|text| normalize_name(text).contains(&wanted))
    }

    fn show_groups(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary], route: Route) {
        let is_filtered = !self.filter.trim().is_empty();
        for group in self.groups(people) {
            let matching: Vec<&PersonSummary> =
                group.people.into_iter().filter(|summary| self.matches(summary)).collect();
            if matching.is_empty() {
                continue;
            }
            let is_folded = self.show_group_head(ui, screen, group.team, matching.len());
            if is_folded && !is_filtered {
                continue;
            }
            let name = group.team.filter(|team| !team.is_empty()).unwrap_or("People");
            self.show_people(ui, screen, name, &matching, route, false);
        }
    }

    /// The name of a team, which folds its people. Returns whether they are folded.
    fn show_group_head(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        team: Option<&str>,
        count: usize,
    ) -> bool {
        let Some(team) = team else { return false };
        let mut prefs = self.prefs();
        let is_folded = prefs.folded.iter().any(|folded| folded == team);
        let label = format!("{} · {count}", if team.is_empty() { "No team" } else { team });
        let icon = if is_folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
        if ui.add(Button::quiet(label).icon(icon).small().full_width()).clicked() {
            if is_folded {
                prefs.folded.retain(|folded| folded != team);
            } else {
                prefs.folded.push(team.to_owned());
            }
            self.set_prefs(screen, prefs);
        }
        is_folded
    }

    /// The button for a new person, and the archived people.
    fn show_end(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, people: &[PersonSummary], route: Route) {
        ui.add_space(2.0);
        if screen.add_edit(ui, Button::quiet("Add person").icon(icons::ADD).full_width()).clicked() {
            screen.dispatch(DialogRequest::AddPerson);
        }
        if let Some(label) = archived_label(people) {
            let icon = if self.show_archived { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(label).icon(icon).full_width()).clicked() {
                self.show_archived = !self.show_archived;
            }
        }
        self.show_archived_people(ui, screen, people, route, false);
    }

    fn show_archived_people(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        people: &[PersonSummary],
        route: Route,
        avatar_only: bool,
    ) {
        if !self.show_archived {
            return;
        }
        let archived: Vec<_> = people.iter().filter(|summary| summary.person.archived_at.is_some()).collect();
        self.show_people(ui, screen, "Archived", &archived, route, avatar_only);
    }

    /// Shows people as a list with this name.
    fn show_people(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        name: &str,
        people: &[&PersonSummary],
        route: Route,
        avatar_only: bool,
    ) {
        let list = UiBuilder::new().accessibility_role(Role::List).accessibility_label(name);
        ui.scope_builder(list, |ui| {
            for (index, summary) in people.iter().enumerate() {
                let response = show_row(ui, screen, summary, route, avatar_only);
                let is_open = matches!(route, Route::Person(id, _) if id == summary.person.id);
                mark_item(ui, response.id, (index, people.len()), is_open);
                self.on_row(screen, &response, summary, route);
            }
        });
    }

    fn on_row(&mut self, screen: &mut ScreenContext<'_>, response: &Response, summary: &PersonSummary, route: Route) {
        self.rows.push(response.id);
        if matches!(route, Route::Person(id, _) if id == summary.person.id) && self.revealed != Some(summary.person.id)
        {
            response.scroll_to_me(None);
            self.revealed = Some(summary.person.id);
        }
        if response.clicked() {
            open_person(screen, summary, route);
        }
    }
}

/// "Archived · 2"; `None` where nobody is archived.
fn archived_label(people: &[PersonSummary]) -> Option<String> {
    let count = people.iter().filter(|summary| summary.person.archived_at.is_some()).count();
    (count > 0).then(|| format!("Archived · {count}"))
}

fn show_row(
    ui: &mut Ui,
    screen: &ScreenContext<'_>,
    summary: &PersonSummary,
    route: Route,
    avatar_only: bool,
) -> Response {
    let person = &summary.person;
    let (subtitle, is_late) =
        if person.archived_at.is_some() { (String::new(), false) } else { next_meeting_label(summary, screen.today) };
    let row = PersonRow {
        initials: &initials(&person.profile.name),
        colour: avatar_colour(person),
        name: &person.profile.name,
        subtitle: &subtitle,
        is_late,
        attention: summary.has_unraised_flag.then_some(UNRAISED_FLAG),
        selected: matches!(route, Route::Person(id, _) if id == person.id),
        avatar_only,
    };
    ui.push_id(("person", person.id.0), |ui| ui.add(row)).inner
}

fn open_person(screen: &mut ScreenContext<'_>, summary: &PersonSummary, route: Route) {
    let tab = match route {
        Route::Person(_, tab) if tab != Tab::Prepare => tab,
        _ => Tab::for_meeting(summary.schedule.is_running),
    };
    screen.dispatch(Navigation::OpenPage(Route::Person(summary.person.id, tab)));
}

/// The short label of the next one-on-one, and whether that is overdue.
fn next_meeting_label(summary: &PersonSummary, today: Date) -> (String, bool) {
    let next = summary.schedule.next(today);
    (next_meeting::short_label(next, today), next.days_late(today) > 0)
}
