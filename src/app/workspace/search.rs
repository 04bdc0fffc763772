//! The search over everything: opens the page, leads to what it found, and back to the results.

use std::time::Duration;

use eframe::egui::{Context, Popup, Ui};

use super::Workspace;
use crate::ui::{
    action::{FoundPlace, Navigation},
    route::Route,
    search::SearchPage,
    shortcut::Shortcut,
};

/// The page of the search with the ways to it and from it.
#[derive(Default)]
pub struct Search {
    /// Kept while other pages are shown.
    pub page: SearchPage,
    /// The page from which the search was opened.
    pub origin: Route,
    /// Whether Esc leads back to the results, from what was found.
    is_back_possible: bool,
    /// Whether a text field had the focus in the last frame. egui takes it away before a page sees
    /// the Esc that leaves the field.
    was_typing: bool,
}

impl Workspace {
    /// Opens the search as it was left.
    pub(super) fn open_search(&mut self) {
        if self.route != Route::Search {
            self.search.origin = self.route;
            self.open_route(Route::Search);
        }
        self.search.page.open();
    }

    pub(super) fn search_for(&mut self, query: &str) {
        self.open_search();
        self.search.page.search_for(query);
    }

    /// Goes back to the page from which the search was opened.
    pub(super) fn leave_search(&mut self) {
        let origin = match self.search.origin {
            Route::Search | Route::FirstRun => Route::Today,
            origin => origin,
        };
        self.open_route(origin);
    }

    /// Opens a hit at its place, with its words marked.
    pub(super) fn open_found(&mut self, place: &FoundPlace, time: Duration) {
        self.navigate(place.navigation, time);
        if let (Navigation::OpenEntry(_, entry), Some(page)) = (place.navigation, &mut self.person_page) {
            page.find_in_history(&place.words, entry);
        }
        self.search.is_back_possible = true;
    }

    /// To be called whenever a page is opened: Esc does not lead back from there.
    pub(super) fn forget_results(&mut self) {
        self.search.is_back_possible = false;
    }

    /// Whether Esc would lead back to the results, if nothing on the page takes it.
    pub(super) fn can_go_back_to_results(&self, ctx: &Context) -> bool {
        self.search.is_back_possible && !self.search.was_typing && !self.shows_dialog() && !Popup::is_any_open(ctx)
    }

    /// Goes back to the results, as they were, if Esc was pressed. To be called after the page was
    /// shown.
    pub(super) fn go_back_to_results(&mut self, ui: &Ui, is_possible: bool) {
        if is_possible && Shortcut::LeaveSearch.consume(ui) {
            self.open_route(Route::Search);
            ui.request_repaint();
        }
        self.search.was_typing = ui.ctx().text_edit_focused();
    }

    /// The page to be shown when the window is opened again: a search is not kept so long.
    pub(super) fn lasting_route(&self) -> Route {
        if self.route == Route::Search { self.search.origin } else { self.route }
    }
}
