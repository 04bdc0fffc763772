//! Which screen is shown: from person to person, from tab to tab, what is kept of a page that is left, and in which order the
//! people stand.

use std::time::Duration;

use super::Workspace;
use crate::{
    domain::id::PersonId,
    journal::change::Change,
    ui::{
        action::{Action, Way},
        desk::Desk,
        person::PersonPage,
        route::{Route, Tab},
    },
};

impl Workspace {
    /// Goes where there is something to show: the first person, or the first run.
    pub(super) fn settle_route(&mut self, actions: &mut Vec<Action>, time: Duration) {
        let today = self.journal.today();
        let Self { journal, drafts, trouble, shell, today: day, .. } = self;
        let desk = &mut Desk { journal, drafts, actions, trouble, asking: false, today, time };
        shell.refresh(desk);
        day.refresh(desk, shell.people());
        let nobody = self.shell.is_empty();
        match self.route {
            // Everybody came at once: who is next is on Today.
            Route::FirstRun if !nobody && self.bringing_in.is_some() => self.open(Route::Today),
            Route::FirstRun if !nobody => {
                let first = self.shell.active().next();
                if let Some(first) = first {
                    self.open(Route::Person(first, Tab::default()));
                }
            }
            Route::Person(..) | Route::Today | Route::Reflect if nobody => self.open(Route::FirstRun),
            _ => {}
        }
    }

    pub(super) fn open(&mut self, route: Route) {
        // Text that is being written is stored before its page goes.
        self.leave_page();
        self.drafts.send_all(&self.journal);
        self.page = match (route, self.page.take()) {
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
        let left = self.page.as_mut().and_then(|page| page.leave(&mut self.drafts));
        if let Some((change, place)) = left {
            self.submit_drafted(change, place);
        }
    }

    pub(super) fn open_tab(&mut self, tab: Tab) {
        let Route::Person(id, _) = self.route else { return };
        self.open(Route::Person(id, tab));
        if let Some(page) = self.page.as_mut().filter(|_| tab == Tab::Meet) {
            page.jot();
        }
    }

    pub(super) fn step_person(&mut self, way: Way) {
        let people: Vec<PersonId> = self.shell.active().collect();
        // Today and Reflect stand above everybody.
        if let (Route::Today | Route::Reflect, Way::Down, Some(first)) = (self.route, way, people.first()) {
            let glance = self.shell.people().iter().find(|glance| glance.person.id == *first);
            let running = glance.is_some_and(|glance| glance.meetings.running);
            return self.open(Route::Person(*first, Tab::for_meeting(running)));
        }
        let Route::Person(id, tab) = self.route else { return };
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour(at, way).and_then(|next| people.get(next)) {
            self.open(Route::Person(*next, tab));
        }
    }

    pub(super) fn move_person(&mut self, way: Way) {
        let Route::Person(id, _) = self.route else { return };
        let mut people: Vec<PersonId> = self.shell.active().collect();
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour(at, way).filter(|next| *next < people.len()) {
            people.swap(at, next);
            self.journal.submit(Change::Reorder(people));
        }
    }

    /// Looks for words in the history of the person that is shown.
    pub(super) fn find(&mut self) {
        self.open_tab(Tab::Timeline);
        if let Some(page) = &mut self.page {
            page.find();
        }
    }
}

fn neighbour(at: usize, way: Way) -> Option<usize> {
    match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1),
    }
}
