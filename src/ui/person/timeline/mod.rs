//! The Timeline tab: every entry about a person, newest first, with a search field, a filter by
//! kind and a strip of months to scroll by.

mod filter;
mod lanes;
mod list;
mod month_strip;
mod preview;
mod row;
mod search;

use eframe::egui::{CentralPanel, Frame, Id, Margin, Panel, Rect, Ui, vec2};
use jiff::civil::Date;

pub use self::preview::{PreviewTarget, TimelinePreview};
use self::{filter::KindFilter, list::TimelineList, month_strip::MonthStrip, search::TimelineSearch};
use super::PersonSnapshot;
use crate::{
    domain::id::EntryId,
    ui::{
        action::{DialogRequest, ListDirection},
        entry::editor::EntryEditor,
        icons, region,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        tokens::{Tokens, size},
        widget::{
            button::Button, empty_state::EmptyState, scroll, search_highlight::with_search_highlight,
            virtual_list::ScrollPosition,
        },
        width_class::WidthClass,
    },
};

/// Width of the month strip, in a wide and in a narrow window.
const MONTHS_WIDTH: f32 = 148.0;
const MONTHS_WIDTH_NARROW: f32 = 112.0;
/// Below this page width the month strip is hidden.
const MIN_WIDTH_FOR_MONTHS: f32 = 600.0;
/// Below this width the filter chips scroll in one line instead of wrapping.
const MIN_WIDTH_FOR_WRAPPED_CHIPS: f32 = 420.0;

/// State of the Timeline tab that outlives a frame.
pub(super) struct TimelineTab {
    list: TimelineList,
    month_strip: MonthStrip,
    filter: KindFilter,
    search: TimelineSearch,
    /// Whether the chip counts and the month strip match the loaded timeline.
    is_counted: bool,
    /// An entry or date to scroll to when the tab is shown next.
    requested_entry: Option<EntryId>,
    requested_date: Option<Date>,
}

impl TimelineTab {
    /// A timeline that opens at a remembered scroll position.
    pub(super) fn with_scroll_position(position: Option<ScrollPosition>) -> Self {
        Self {
            list: TimelineList::with_scroll_position(position),
            month_strip: MonthStrip::default(),
            filter: KindFilter::default(),
            search: TimelineSearch::default(),
            is_counted: false,
            requested_entry: None,
            requested_date: None,
        }
    }

    /// Scrolls to an entry and focuses it when the tab is shown next.
    pub(super) fn go_to_entry(&mut self, entry: EntryId) {
        self.filter.clear();
        self.requested_entry = Some(entry);
    }

    /// Searches for words; the entry that is gone to is the first of their matches.
    pub(super) fn find(&mut self, words: &str, entry: EntryId) {
        self.search.begin_at(words, entry);
    }

    /// Drops the loaded data, so that the next frame reads it again.
    pub(super) fn invalidate(&mut self) {
        self.list.invalidate();
        self.search.on_rows_changed();
        self.is_counted = false;
    }

    pub(super) fn scroll_position(&self) -> ScrollPosition {
        self.list.scroll_position()
    }

    /// Focuses the search field.
    pub(super) fn focus_search(&mut self) {
        self.search.request_focus();
    }

    /// Scrolls to a date, or to the latest entry before it, when the tab is shown next.
    pub(super) fn go_to_date(&mut self, date: Date) {
        self.requested_date = Some(date);
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        snapshot: &PersonSnapshot,
        editor: &mut Option<EntryEditor>,
    ) {
        let (timeline, _) = self.list.read(screen, snapshot.person.id);
        let is_empty = timeline.is_empty();
        if !self.is_counted {
            self.is_counted = true;
            self.filter.count(timeline);
            self.list.set_filter(self.filter.kinds());
            self.month_strip.set_rows(self.list.months());
        }
        if !is_empty {
            self.show_months(ui, screen);
        }
        let margin = Margin::symmetric(WidthClass::of(ui).page_margin(), 0);
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(margin);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if is_empty {
                ui.add_space(96.0);
                let line = format!("No history with {} yet", snapshot.person.short_name());
                EmptyState::new(icons::BOOK, &line, "Everything you write about them appears here, newest first.")
                    .show(ui);
                return;
            }
            self.show_search_and_filter(ui);
            self.search.advance(ui, screen, &mut self.list);
            if self.search.show_no_matches(ui, &mut self.list, self.filter.describe().as_deref()) {
                self.filter.clear();
            }
            self.apply_filter();
            if let Some(entry) = self.requested_entry.take() {
                self.list.go_to_entry(entry);
            }
            if let Some(day) = self.requested_date.take() {
                self.list.go_to_date(day);
            }
            if !screen.is_dialog_open {
                self.handle_keys(ui);
            }
            if self.list.has_rows() {
                let Self { list, search, .. } = self;
                with_search_highlight(ui, search.query(), |ui| list.show(ui, screen, snapshot, editor));
            } else {
                self.show_empty_filter(ui);
            }
        });
    }

    /// Applies the filter to the list and updates what depends on its rows.
    fn apply_filter(&mut self) {
        if self.list.set_filter(self.filter.kinds()) {
            self.month_strip.set_rows(self.list.months());
            self.search.on_rows_changed();
        }
    }

    /// The empty state of a filter that no entry matches any more.
    fn show_empty_filter(&mut self, ui: &mut Ui) {
        ui.add_space(72.0);
        let line = format!("No {} here.", self.filter.describe().unwrap_or_default().replace(" and ", " or "));
        EmptyState::new(icons::BOOK, &line, "The rest of the history is still there.").show(ui);
        ui.add_space(12.0);
        ui.vertical_centered(|ui| {
            if ui.add(Button::plain("Show all")).clicked() {
                self.filter.clear();
            }
        });
    }

    fn show_search_and_filter(&mut self, ui: &mut Ui) {
        let width = ui.available_width();
        ui.add_space(14.0);
        let Self { list, filter, search, .. } = self;
        let right = ui.cursor().left() + width;
        ui.spacing_mut().item_spacing.y = 0.0;
        let search_rect = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            search.show(ui, list);
        });
        let search_rect = search_rect.response.rect;
        if width < MIN_WIDTH_FOR_WRAPPED_CHIPS {
            ui.add_space(4.0);
            scroll::horizontal(ui, "kinds", |ui| {
                let start = Rect::from_min_size(ui.cursor().min, vec2(0.0, size::CHIP + 4.0));
                filter.show(ui, start, f32::INFINITY);
            });
        } else {
            filter.show(ui, search_rect.with_max_x(search_rect.right() + 7.0), right);
        }
        ui.add_space(8.0);
    }

    fn show_months(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        if ui.available_width() < MIN_WIDTH_FOR_MONTHS {
            return;
        }
        let wide = WidthClass::of(ui) == WidthClass::Wide;
        let frame =
            Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin { left: 14, right: 12, top: 12, bottom: 8 });
        let panel =
            Panel::right(Id::unique("months")).exact_size(if wide { MONTHS_WIDTH } else { MONTHS_WIDTH_NARROW });
        region::show_side_panel(ui, panel.resizable(false).frame(frame), "Months", |ui| {
            Panel::bottom(Id::unique("go to a day")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                let button = if wide {
                    Button::quiet("Go to date…").icon(icons::CALENDAR)
                } else {
                    Button::flush("Go to date…")
                };
                if ui.add(button.small()).clicked() {
                    screen.dispatch(DialogRequest::GoToDate);
                }
            });
            let visible_month = self.list.visible_month();
            if let Some(month) = self.month_strip.show(ui, visible_month) {
                self.list.go_to_month(month);
            }
        });
    }

    /// Handles the keys of the tab; none while a text field has the focus.
    fn handle_keys(&mut self, ui: &Ui) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        for (shortcut, direction) in
            [(Shortcut::NextEntry, ListDirection::Down), (Shortcut::PreviousEntry, ListDirection::Up)]
        {
            if shortcut.consume(ui) {
                self.list.move_focus(ui, direction);
            }
        }
        for (shortcut, offset) in [(Shortcut::PreviousMonth, 1), (Shortcut::NextMonth, -1)] {
            if shortcut.consume(ui)
                && let Some(month) =
                    self.list.visible_month().and_then(|month| self.month_strip.month_at_offset(month, offset))
            {
                self.list.go_to_month(month);
            }
        }
        if Shortcut::TimelineStart.consume(ui) {
            self.list.go_to_top();
        }
        if Shortcut::TimelineEnd.consume(ui) {
            self.list.go_to_end();
        }
    }
}
