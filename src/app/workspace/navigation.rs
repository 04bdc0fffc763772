//! Which screen is shown: from person to person, from tab to tab, what is kept of a page that is left, and in which order the
//! people stand.

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
    /// Goes where there is something to show: the first person, or the first run.
    pub(super) fn resolve_route(&mut self, actions: &mut Vec<Action>, time: Duration) {
        let today = self.journal.today();
        let Self { journal, drafts, error: trouble, sidebar: shell, today: day, .. } = self;
        let screen =
            &mut ScreenContext { journal, drafts, actions, error: trouble, is_dialog_open: false, today, time };
        shell.refresh(screen);
        day.refresh(screen, shell.people());
        let nobody = self.sidebar.is_empty();
        match self.route {
            // Everybody came at once: who is next is on Today.
            Route::FirstRun if !nobody && self.import_ticket.is_some() => self.open_route(Route::Today),
            Route::FirstRun if !nobody => {
                let first = self.sidebar.active_people().next();
                if let Some(first) = first {
                    self.open_route(Route::Person(first, Tab::default()));
                }
            }
            Route::Person(..) | Route::Today | Route::Reflect if nobody => self.open_route(Route::FirstRun),
            _ => {}
        }
    }

    pub(super) fn navigate(&mut self, navigation: Navigation, time: Duration) {
        match navigation {
            Navigation::OpenPage(route) => self.open_route(route),
            Navigation::OpenTab(tab) => self.open_tab(tab),
            Navigation::PreviousPerson => self.select_neighbour_person(ListDirection::Up),
            Navigation::NextPerson => self.select_neighbour_person(ListDirection::Down),
            Navigation::FocusComposer => self.open_tab(Tab::Meet),
            Navigation::FocusSearch => self.open_search(),
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
        }
    }

    pub(super) fn open_route(&mut self, route: Route) {
        // Text that is being written is stored before its page goes.
        self.leave_page();
        self.drafts.save_all(&self.journal);
        self.person_page = match (route, self.person_page.take()) {
            (Route::Person(id, _), Some(page)) if page.id() == id => Some(page),
            (Route::Person(id, _), _) => Some(PersonPage::new(id, None)),
            (Route::FirstRun | Route::Today | Route::Reflect, _) => None,
        };
        // A page that is left forgets what was only looked at; what was written is a draft.
        self.reflect = None;
        self.route = route;
    }

    /// What was written on the page becomes what it is to be, where it need not be asked for.
    pub(super) fn leave_page(&mut self) {
        let left = self.person_page.as_mut().and_then(|page| page.on_leave(&mut self.drafts));
        if let Some((change, place)) = left {
            self.submit_with_draft(change, place);
        }
    }

    pub(super) fn open_tab(&mut self, tab: Tab) {
        let Route::Person(id, _) = self.route else { return };
        self.open_route(Route::Person(id, tab));
        if let Some(page) = self.person_page.as_mut().filter(|_| tab == Tab::Meet) {
            page.focus_composer();
        }
    }

    fn select_neighbour_person(&mut self, direction: ListDirection) {
        let people: Vec<PersonId> = self.sidebar.active_people().collect();
        // Today and Reflect stand above everybody.
        if let (Route::Today | Route::Reflect, ListDirection::Down, Some(first)) =
            (self.route, direction, people.first())
        {
            let glance = self.sidebar.people().iter().find(|glance| glance.person.id == *first);
            let running = glance.is_some_and(|glance| glance.schedule.is_running);
            return self.open_route(Route::Person(*first, Tab::for_meeting(running)));
        }
        let Route::Person(id, tab) = self.route else { return };
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour_index(at, direction).and_then(|next| people.get(next)) {
            self.open_route(Route::Person(*next, tab));
        }
    }

    pub(super) fn move_person(&mut self, direction: ListDirection) {
        let Route::Person(id, _) = self.route else { return };
        let mut people: Vec<PersonId> = self.sidebar.active_people().collect();
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour_index(at, direction).filter(|next| *next < people.len()) {
            people.swap(at, next);
            self.journal.submit(Change::ReorderPeople(people));
        }
    }

    /// Looks for words in the history of the person that is shown.
    fn open_search(&mut self) {
        self.open_tab(Tab::Timeline);
        if let Some(page) = &mut self.person_page {
            page.focus_search();
        }
    }
}

fn neighbour_index(at: usize, direction: ListDirection) -> Option<usize> {
    match direction {
        ListDirection::Up => at.checked_sub(1),
        ListDirection::Down => Some(at + 1),
    }
}
