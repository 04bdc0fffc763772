//! Navigation between pages, people and tabs, and the order of the people.

use std::time::Duration;

use super::Workspace;
use crate::{
    domain::id::PersonId,
    journal::change::Change,
    ui::{
        action::{Action, ListDirection, Navigation},
        person::PersonPage,
        route::{Route, Tab},
        screen_context::ScreenContext,
    },
};

impl Workspace {
    /// Leaves a page that has nothing to show: the first run once there are people, or any other
    /// page while there are none.
    pub(super) fn resolve_route(&mut self, actions: &mut Vec<Action>, time: Duration) {
        let today = self.journal.today();
        let Self { journal, drafts, error, sidebar, today: today_page, .. } = self;
        let screen = &mut ScreenContext { journal, drafts, actions, error, is_dialog_open: false, today, time };
        sidebar.refresh(screen);
        today_page.refresh(screen, sidebar.people(), sidebar.read_at());
        if !self.sidebar.is_read() {
            // Nobody knows whether there are people.
            return;
        }
        let is_empty = self.sidebar.is_empty();
        match self.route {
            // After an import of several people, Today shows who is next.
            Route::FirstRun if !is_empty && self.import_ticket.is_some() => self.open_route(Route::Today),
            Route::FirstRun if !is_empty => {
                let first = self.sidebar.active_people().next();
                if let Some(first) = first {
                    self.open_route(Route::Person(first, Tab::default()));
                }
            }
            Route::Person(..) | Route::Today | Route::Reflect | Route::Search if is_empty => {
                self.open_route(Route::FirstRun);
            }
            Route::FirstRun
            | Route::Person(..)
            | Route::Today
            | Route::Reflect
            | Route::Settings(_)
            | Route::Search => {}
        }
    }

    pub(super) fn navigate(&mut self, navigation: Navigation, time: Duration) {
        match navigation {
            Navigation::OpenPage(route) => self.open_route(route),
            Navigation::OpenTab(tab) => self.open_tab(tab),
            Navigation::PreviousPerson => self.select_neighbour_person(ListDirection::Up),
            Navigation::NextPerson => self.select_neighbour_person(ListDirection::Down),
            Navigation::FocusComposer => self.open_tab(Tab::Meet),
            Navigation::FocusSearch => self.open_history_search(),
            Navigation::GoToDate(date) => {
                if let Some(page) = &mut self.person_page {
                    page.go_to_date(date);
                }
            }
            Navigation::OpenEntry(person, entry) => {
                self.open_route(Route::Person(person, Tab::Timeline));
                if let Some(page) = &mut self.person_page {
                    page.go_to_entry(entry);
                }
            }
            Navigation::OpenReview(person, review) => {
                self.open_route(Route::Person(person, Tab::Review));
                if let Some(page) = &mut self.person_page {
                    page.open_finished_review(review);
                }
            }
            Navigation::EditEntry(entry) => self.edit_entry(entry, time),
            Navigation::OpenSearch => self.open_search(),
            Navigation::LeaveSearch => self.leave_search(),
        }
    }

    pub(super) fn open_route(&mut self, route: Route) {
        // Unsaved text is saved before its page is dropped.
        self.leave_page();
        self.drafts.save_all(&self.journal);
        self.person_page = match (route, self.person_page.take()) {
            (Route::Person(id, _), Some(page)) if page.id() == id => Some(page),
            (Route::Person(id, _), _) => Some(PersonPage::new(id, None)),
            (Route::FirstRun | Route::Today | Route::Reflect | Route::Settings(_) | Route::Search, _) => None,
        };
        if let Route::Person(id, _) = route {
            self.palette_history.add_person(id);
        }
        // A page keeps no view state after it is left; its text is in drafts.
        self.reflect = None;
        self.settings.take_if(|_| !matches!(route, Route::Settings(_)));
        self.route = route;
        self.forget_results();
    }

    /// Submits what the page saves when it is left, such as the draft of a review.
    pub(super) fn leave_page(&mut self) {
        let submission = self.person_page.as_mut().and_then(|page| page.on_leave(&mut self.drafts));
        if let Some((change, field_key)) = submission {
            self.submit_with_draft(change, field_key);
        }
    }

    /// The person of the page; on Today, the one of the selected item, or else the one who is next.
    pub(super) fn current_person(&self) -> Option<PersonId> {
        match self.route {
            Route::Person(id, _) => Some(id),
            Route::Today => self.today.current_person(),
            Route::FirstRun | Route::Reflect | Route::Settings(_) | Route::Search => None,
        }
    }

    pub(super) fn open_tab(&mut self, tab: Tab) {
        let Some(id) = self.current_person() else { return };
        self.open_route(Route::Person(id, tab));
        if let Some(page) = self.person_page.as_mut().filter(|_| tab == Tab::Meet) {
            page.focus_composer();
        }
    }

    fn select_neighbour_person(&mut self, direction: ListDirection) {
        let people = self.sidebar.displayed_people();
        // Today and Reflect are above the people in the sidebar.
        let end = match direction {
            ListDirection::Up => people.last(),
            ListDirection::Down => people.first(),
        };
        if let (Route::Today | Route::Reflect | Route::Settings(_) | Route::Search, Some(person)) = (self.route, end) {
            let summary = self.sidebar.people().iter().find(|summary| summary.person.id == *person);
            let is_running = summary.is_some_and(|summary| summary.schedule.is_running);
            return self.open_route(Route::Person(*person, Tab::for_meeting(is_running)));
        }
        let Route::Person(id, tab) = self.route else { return };
        let Some(index) = people.iter().position(|person| *person == id) else { return };
        if let Some(next) = neighbour_index(index, direction).and_then(|next| people.get(next)) {
            self.open_route(Route::Person(*next, tab));
        }
    }

    pub(super) fn move_person(&mut self, direction: ListDirection) {
        let Route::Person(id, _) = self.route else { return };
        let mut people: Vec<PersonId> = self.sidebar.active_people().collect();
        let Some(index) = people.iter().position(|person| *person == id) else { return };
        if let Some(next) = neighbour_index(index, direction).filter(|next| *next < people.len()) {
            people.swap(index, next);
            self.journal.submit(Change::ReorderPeople(people));
        }
    }

    /// Opens the timeline of the current person with the caret in the search field.
    fn open_history_search(&mut self) {
        self.open_tab(Tab::Timeline);
        if let Some(page) = &mut self.person_page {
            page.focus_search();
        }
    }
}

fn neighbour_index(index: usize, direction: ListDirection) -> Option<usize> {
    match direction {
        ListDirection::Up => index.checked_sub(1),
        ListDirection::Down => Some(index + 1),
    }
}
