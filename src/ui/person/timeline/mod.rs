//! Timeline: all that was written about a person, newest first, with the months as landmarks; and around it the ways to find
//! something in it.

mod filter;
mod find;
mod lanes;
mod list;
mod row;
mod strip;

use eframe::egui::{CentralPanel, Frame, Id, Key, Margin, Modifiers, Panel, Rect, ScrollArea, Ui, vec2};
use jiff::civil::Date;

use self::{filter::Filter, find::Find, list::Moments, strip::Strip};
use super::Facts;
use crate::domain::id::EntryId;
use crate::ui::{
    action::{Action, Way},
    desk::Desk,
    entry::editor::EntryEditor,
    icons, keys,
    tokens::{Tokens, size},
    widget::{button::Button, empty::Empty, marks::marked, virtual_list::Place},
};

/// How wide the months are, and in a narrow window.
const MONTHS: f32 = 148.0;
const MONTHS_NARROW: f32 = 112.0;
/// A page that is narrower than this has no room for them.
const NO_MONTHS: f32 = 420.0;
/// Where there is less room, the chips go by in one line instead of breaking into several.
const FEW_CHIPS: f32 = 420.0;

/// What the timeline keeps between frames.
pub(super) struct Timeline {
    moments: Moments,
    strip: Strip,
    filter: Filter,
    find: Find,
    /// Whether the chips and the months are of the history as it was read.
    counted: bool,
    /// What was asked for from another page.
    asked_for: Option<EntryId>,
    asked_day: Option<Date>,
}

impl Timeline {
    /// A timeline that opens at a place it was left at.
    pub(super) fn at(place: Option<Place>) -> Self {
        Self {
            moments: Moments::at(place),
            strip: Strip::default(),
            filter: Filter::default(),
            find: Find::default(),
            counted: false,
            asked_for: None,
            asked_day: None,
        }
    }

    /// Shows what was written, and gives it the focus, when it is shown next.
    pub(super) fn go_to(&mut self, entry: EntryId) {
        self.filter.clear();
        self.asked_for = Some(entry);
    }

    /// Reads everything again when it is shown next.
    pub(super) fn forget(&mut self) {
        self.moments.forget();
        self.find.forget();
        self.counted = false;
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        self.moments.place()
    }

    /// Puts the caret where words are looked for.
    pub(super) fn find(&mut self) {
        self.find.open();
    }

    /// Shows this day, or what was last written before it.
    pub(super) fn go_to_day(&mut self, day: Date) {
        self.asked_day = Some(day);
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts, editor: &mut Option<EntryEditor>) {
        let (history, _) = self.moments.read(desk, facts.person.id);
        let is_empty = history.is_empty();
        if !self.counted {
            self.counted = true;
            self.filter.count(history);
            self.moments.narrow(self.filter.kinds());
            self.strip.set(self.moments.months());
        }
        if !is_empty {
            self.show_months(ui, desk);
        }
        let frame =
            Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin { left: 28, right: 0, top: 0, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            if is_empty {
                ui.add_space(96.0);
                let line = format!("{}’s years will be here.", facts.person.profile.short_name());
                Empty::new(icons::BOOK, &line, "Every jot, newest first, on the day it was written.").show(ui);
                return;
            }
            self.show_top(ui);
            self.find.look(ui, desk, &mut self.moments);
            if self.find.show_nothing(ui, &mut self.moments, self.filter.say().as_deref()) {
                self.filter.clear();
            }
            self.narrow();
            if let Some(entry) = self.asked_for.take() {
                self.moments.go_to_entry(entry);
            }
            if let Some(day) = self.asked_day.take() {
                self.moments.go_to_day(day);
            }
            if !desk.asking {
                self.keys(ui);
            }
            if self.moments.has_rows() {
                let Self { moments, find, .. } = self;
                marked(ui, find.wanted(), |ui| moments.show(ui, desk, facts, editor));
            } else {
                self.show_none(ui);
            }
        });
    }

    /// Shows what is chosen now, near what was at the top.
    fn narrow(&mut self) {
        if self.moments.narrow(self.filter.kinds()) {
            self.strip.set(self.moments.months());
            self.find.narrowed();
        }
    }

    /// A filter with nothing in it any more.
    fn show_none(&mut self, ui: &mut Ui) {
        ui.add_space(72.0);
        let line = format!("No {} here any more.", self.filter.say().unwrap_or_default().replace(" and ", " or "));
        Empty::new(icons::BOOK, &line, "Everything else is still there.").show(ui);
        ui.add_space(12.0);
        ui.vertical_centered(|ui| {
            if ui.add(Button::plain("Show everything")).clicked() {
                self.filter.clear();
            }
        });
    }

    fn show_top(&mut self, ui: &mut Ui) {
        let room = ui.available_width() - size::PAGE_MARGIN;
        ui.add_space(14.0);
        let Self { moments, filter, find, .. } = self;
        let right = ui.cursor().left() + room;
        ui.spacing_mut().item_spacing.y = 0.0;
        let beside = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            find.show(ui, moments);
        });
        let beside = beside.response.rect;
        if room < FEW_CHIPS {
            ui.add_space(4.0);
            ScrollArea::horizontal().id_salt("kinds").auto_shrink([false, true]).show(ui, |ui| {
                let start = Rect::from_min_size(ui.cursor().min, vec2(0.0, size::CHIP + 4.0));
                filter.show(ui, start, f32::INFINITY);
            });
        } else {
            filter.show(ui, beside.with_max_x(beside.right() + 7.0), right);
        }
        ui.add_space(8.0);
    }

    fn show_months(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        if ui.available_width() < NO_MONTHS {
            return;
        }
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        let frame =
            Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin { left: 14, right: 10, top: 12, bottom: 8 });
        let panel = Panel::right(Id::unique("months")).exact_size(if wide { MONTHS } else { MONTHS_NARROW });
        panel.resizable(false).frame(frame).show(ui, |ui| {
            Panel::bottom(Id::unique("go to a day")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                if ui.add(Button::quiet("Go to…").icon(icons::CALENDAR).small()).clicked() {
                    desk.ask(Action::AskDay);
                }
            });
            let at = self.moments.month();
            if let Some(month) = self.strip.show(ui, at) {
                self.moments.go_to_month(month);
            }
        });
    }

    /// The keys that work while nothing is being typed.
    fn keys(&mut self, ui: &Ui) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        for (key, way) in [(Key::J, Way::Down), (Key::K, Way::Up)] {
            if keys::take(ui, Modifiers::NONE, key) {
                self.moments.step(ui, way);
            }
        }
        for (key, by) in [(Key::PageDown, 1), (Key::PageUp, -1)] {
            if keys::take(ui, Modifiers::COMMAND, key)
                && let Some(month) = self.moments.month().and_then(|month| self.strip.neighbour(month, by))
            {
                self.moments.go_to_month(month);
            }
        }
        if keys::take(ui, Modifiers::NONE, Key::Home) {
            self.moments.go_to_top();
        }
        if keys::take(ui, Modifiers::NONE, Key::End) {
            self.moments.go_to_end();
        }
    }
}
