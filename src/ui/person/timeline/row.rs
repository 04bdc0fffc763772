//! Shows one row of the timeline: a month heading, a gap, or a card with its date at the left.

use eframe::egui::{
    Align, Frame, Label, Layout, Margin, Rect, Response, RichText, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use super::lanes::{LaneColumns, MARKER_OFFSET, SKIPPED_MARKER_OFFSET};
use crate::{
    domain::{
        entry::{Detail, Entry, event::EventKind},
        one_on_one::OneOnOne,
        timeline::{FinishedReview, TimelineEvent},
    },
    store::{Db, StoreError},
    ui::{
        action::{DialogRequest, RecapRequest},
        entry::{EntryView, describe_one_on_one, editor::EntryEditor},
        icons, kind_style,
        screen_context::ScreenContext,
        text::{self, Type, Weight},
        tokens::{Tokens, size},
        widget::{button::Button, card, heading::section_title, link::LinkButton, markdown::to_plain_text, paint_util},
        width_class::WidthClass,
    },
    wording::{
        date::format_date,
        timeline::{DescriptionContext, EventDescription, describe_event},
    },
};

/// Vertical padding of a card.
const CARD_PADDING_Y: i8 = 11;
/// Width of the menu of a card in a compact window, a part of which is in its padding.
const MENU_WIDTH_COMPACT: f32 = 20.0;
/// How many entries of a meeting its collapsed card shows.
pub(super) const COLLAPSED_COUNT: usize = 3;
/// Check-ins of a goal are counted up to this number.
const MAX_COUNTED_CHECK_INS: u32 = 1_000;

/// Loads the view of an event; `on_meeting_card` leaves out what the card of its meeting already
/// says. `None` when the entry or its event no longer exists.
pub(super) fn load_event_view(
    db: &Db,
    event: &TimelineEvent,
    today: Date,
    short_name: &str,
    on_meeting_card: bool,
) -> Result<Option<EntryView>, StoreError> {
    let described = load_described_event(db, event, today, short_name, on_meeting_card)?;
    let view = |(entry, description)| EntryView::from_event(entry, event.event_index, description, on_meeting_card);
    Ok(described.map(view))
}

/// Loads an entry with the description of one of its events.
pub(super) fn load_described_event(
    db: &Db,
    event: &TimelineEvent,
    today: Date,
    short_name: &str,
    on_meeting_card: bool,
) -> Result<Option<(Entry, EventDescription)>, StoreError> {
    let Some(entry) = db.entry(event.entry)? else { return Ok(None) };
    let one_on_one = event.one_on_one.map(|id| db.one_on_one(id)).transpose()?.flatten();
    let meeting_label = one_on_one.filter(|_| !on_meeting_card).as_ref().map(describe_one_on_one).unwrap_or_default();
    let goal = match &entry.detail {
        Detail::CheckIn(check_in) => db.entry(check_in.goal)?,
        _ => None,
    };
    let goal = goal.map(|goal| to_plain_text(&goal.text));
    let event_record = usize::from(event.event_index).checked_sub(1).and_then(|at| entry.events.get(at));
    let is_reached = event_record.is_some_and(|event_record| event_record.kind == EventKind::Reached);
    let check_ins = if is_reached { db.latest_check_ins(entry.id, MAX_COUNTED_CHECK_INS)?.len() } else { 0 };
    let description = describe_event(
        &entry,
        event.event_index,
        &DescriptionContext {
            today,
            short_name,
            meeting_label: &meeting_label,
            goal_text: goal.as_deref(),
            check_in_count: check_ins,
        },
    );
    Ok(description.map(|description| (entry, description)))
}

/// "Today", "Yesterday" or "17 Nov". The month heading has the year.
fn short_date_label(day: Date, today: Date) -> String {
    match format_date(day, today).as_str() {
        "today" => "Today".to_owned(),
        "yesterday" => "Yesterday".to_owned(),
        _ => day.strftime("%-d %b").to_string(),
    }
}

/// The columns of a row, and its date where it is the first row of it.
pub(super) struct RowLayout {
    pub columns: LaneColumns,
    pub day: Option<Date>,
}

impl RowLayout {
    /// Shows the date in its column, its middle `middle` below the top of the row, and calls `add`
    /// in the column of the cards.
    fn show<R>(&self, ui: &mut Ui, today: Date, middle: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
        let rect = ui.max_rect();
        if let Some(day) = self.day {
            let text = text::small(short_date_label(day, today));
            self.show_in_day_column(ui, rect.left(), rect.top() + middle, text);
        }
        let left = rect.left() + self.columns.card_left;
        let right = rect.right().max(left + 160.0);
        let rest = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(rest), add).inner
    }

    /// Shows the time of an event in the column of dates, below the date if there is one. It takes
    /// no space in the layout.
    fn show_time(&self, ui: &mut Ui, left: f32, view: &EntryView, line_middle: f32, has_day: bool) {
        let offset = if has_day && self.day.is_some() { Type::Small.line_height() } else { 0.0 };
        self.show_in_day_column(ui, left, line_middle + offset, text::fine(view.time()));
    }

    /// One right-aligned line in the column of dates, with its vertical middle at `middle`.
    fn show_in_day_column(&self, ui: &mut Ui, left: f32, middle: f32, text: RichText) {
        let line = Type::Small.line_height();
        let rect = Rect::from_min_size(pos2(left, middle - line / 2.0), vec2(self.columns.day_right, line));
        let layout = Layout::right_to_left(Align::Center);
        let mut column = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
        let colour = Tokens::of(ui).ink_faint;
        column.add(Label::new(text.color(colour)).extend());
    }
}

pub(super) fn show_month(ui: &mut Ui, columns: LaneColumns, first: Date, count: u32, at_top: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if at_top { 16.0 } else { 10.0 });
    if WidthClass::of(ui) == WidthClass::Compact {
        let line = vec2(ui.available_width(), Type::Section.line_height());
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(columns.card_left);
            section_title(ui, Label::new(text::section(first.strftime("%b %Y").to_string()).color(t.ink)).truncate());
        });
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(columns.card_left);
        ui.spacing_mut().item_spacing.x = 10.0;
        section_title(ui, Label::new(text::section(first.strftime("%B %Y").to_string()).color(t.ink)));
        if count > 0 {
            let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            ui.label(text::fine(entries).color(t.ink_faint));
        }
    });
}

/// A run of months without entries.
pub(super) fn show_quiet(ui: &mut Ui, columns: LaneColumns, from: Date, to: Date) {
    let t = Tokens::of(ui);
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.add_space(columns.card_left);
        ui.label(text::small(describe_quiet_months(from, to)).color(t.ink_faint));
    });
    ui.add_space(6.0);
}

/// "Nothing written March to June 2024".
pub(super) fn describe_quiet_months(from: Date, to: Date) -> String {
    let whole = |day: Date| day.strftime("%B %Y").to_string();
    if from == to {
        format!("Nothing written in {}", whole(from))
    } else if from.year() == to.year() {
        format!("Nothing written {} to {}", from.strftime("%B"), whole(to))
    } else {
        format!("Nothing written {} to {}", whole(from), whole(to))
    }
}

/// A skipped one-on-one with its reason.
pub(super) fn show_skipped(ui: &mut Ui, layout: &RowLayout, today: Date, one_on_one: Option<&OneOnOne>) {
    let t = Tokens::of(ui);
    layout.show(ui, today, SKIPPED_MARKER_OFFSET, |ui| {
        let reason = one_on_one.map(|one| one.reason.as_str()).filter(|reason| !reason.is_empty());
        let text = match reason {
            Some(reason) => format!("{}  One-on-one skipped: {reason}", icons::SKIPPED),
            None => format!("{}  One-on-one skipped", icons::SKIPPED),
        };
        ui.add(Label::new(text::small(text).color(t.ink_faint)).wrap());
    });
}

/// A finished review. Returns whether it was clicked to be read.
pub(super) fn show_review(ui: &mut Ui, layout: &RowLayout, today: Date, finished: &FinishedReview) -> bool {
    let t = Tokens::of(ui);
    layout.show(ui, today, MARKER_OFFSET, |ui| {
        // As high as the first line of a card, so that date and marker are level with it.
        let frame = card::frame(t).inner_margin(Margin { left: 14, right: 8, top: 7, bottom: 7 });
        frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let line = vec2(ui.available_width(), size::CONTROL_SMALL);
                ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
                    let period = finished.period.label();
                    let read = ui.add(Button::plain("Read").small());
                    let name = format!("Read the review: {period}");
                    read.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let title = format!("{}  Review finished: {period}", icons::CHECK_CIRCLE);
                        ui.add(Label::new(text::body_medium(title).color(t.ink)).truncate());
                    });
                    read.clicked()
                })
                .inner
            })
            .inner
    })
}

/// Shows an event on a card of its own and returns the response of the card.
pub(super) fn show_event(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    layout: &RowLayout,
    view: &mut EntryView,
    editor: &mut Option<EntryEditor>,
) -> Response {
    let today = screen.today;
    let origin = ui.max_rect().min;
    layout.show(ui, today, MARKER_OFFSET, |ui| {
        view.show_focusable(ui, screen, |view, ui, screen, is_active| {
            frame(ui).show(ui, |ui| show_card(ui, screen, view, editor, is_active));
            if is_active {
                layout.show_time(ui, origin.x, view, origin.y + MARKER_OFFSET, true);
            }
        })
    })
}

fn frame(ui: &Ui) -> Frame {
    let sides = size::CARD_PADDING - 1;
    let margin = Margin { left: sides, right: sides, top: CARD_PADDING_Y, bottom: CARD_PADDING_Y };
    card::frame(Tokens::of(ui)).inner_margin(margin)
}

fn show_card(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    view: &mut EntryView,
    editor: &mut Option<EntryEditor>,
    is_active: bool,
) {
    /// Width of the widest chip.
    const CHIP_WIDTH: f32 = 100.0;
    if WidthClass::of(ui) == WidthClass::Compact {
        return show_compact_card(ui, screen, view, editor, is_active);
    }
    let width = ui.available_width();
    let right = CHIP_WIDTH + actions_width(view);
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 2.0;
    let top = ui.cursor().min;
    // None is left in a narrow window with large text.
    let text_width = (width - right).max(0.0);
    let is_read = ui.allocate_ui_with_layout(vec2(text_width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(text_width);
        view.show_body(ui, screen, editor)
    });
    at_right(ui, Rect::from_min_size(top, vec2(width, Type::Body.line_height())), |ui| {
        ui.add(kind_style::chip(view.entry.kind()));
        show_actions(ui, screen, view, is_active);
    });
    // The captions are below the chip and take the whole width.
    if is_read.inner {
        view.show_captions(ui);
    }
}

/// The card in a compact window: the text beside its icon as far as there is room, and the word of
/// the kind in the line below.
fn show_compact_card(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    view: &mut EntryView,
    editor: &mut Option<EntryEditor>,
    is_active: bool,
) {
    let width = ui.available_width();
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 2.0;
    let top = ui.cursor().min;
    let text_width = (width - MENU_WIDTH_COMPACT).max(0.0);
    let is_read = ui.allocate_ui_with_layout(vec2(text_width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(text_width);
        view.show_body(ui, screen, editor)
    });
    at_right(ui, Rect::from_min_size(top, vec2(width + 8.0, Type::Body.line_height())), |ui| {
        view.show_menu(ui, screen, is_active);
    });
    if is_read.inner {
        view.show_captions_after_kind(ui);
        view.show_source_link(ui, is_active);
    }
}

/// Adds widgets at the right end of a line, vertically centred, without taking space in the layout.
fn at_right(ui: &mut Ui, line: Rect, add: impl FnOnce(&mut Ui)) {
    let rect = line.expand2(vec2(0.0, (size::CONTROL_SMALL - line.height()) / 2.0));
    let mut right = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 4.0;
    add(&mut right);
}

/// Width of the buttons that `show_actions` adds.
fn actions_width(view: &EntryView) -> f32 {
    if view.is_creation() { 36.0 } else { 68.0 }
}

/// The menu and the source link of an event, visible while it is active.
fn show_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, view: &mut EntryView, is_active: bool) {
    view.show_menu(ui, screen, is_active);
    view.show_source_link(ui, is_active);
}

/// The card of a one-on-one with the entries written in it.
pub(super) struct MeetingCard<'a> {
    pub one_on_one: Option<&'a OneOnOne>,
    pub count: usize,
    pub is_expanded: bool,
}

impl MeetingCard<'_> {
    /// How many of its entries are shown.
    pub(super) fn visible_count(&self) -> usize {
        // A single hidden entry takes no more space than the button that would show it.
        if self.is_expanded || self.count <= COLLAPSED_COUNT + 1 { self.count } else { COLLAPSED_COUNT }
    }

    /// Shows the card; `add` shows the entry of an index. Returns whether it was expanded or
    /// collapsed.
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        layout: &RowLayout,
        mut add: impl FnMut(&mut Ui, &mut ScreenContext<'_>, usize),
    ) -> bool {
        let today = screen.today;
        let t = Tokens::of(ui);
        layout.show(ui, today, MARKER_OFFSET, |ui| {
            let text = self.one_on_one.map_or_else(|| "One-on-one".to_owned(), describe_one_on_one);
            let shown = frame(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 0.0;
                let title = text::body_medium(text).color(t.ink);
                let is_compact = WidthClass::of(ui) == WidthClass::Compact;
                if is_compact {
                    ui.add(Label::new(title.clone()).wrap());
                }
                ui.horizontal(|ui| {
                    if !is_compact {
                        ui.label(title);
                    }
                    let Some(one_on_one) = self.one_on_one else { return };
                    let at = format!("{} {}", icons::ONE_ON_ONE, one_on_one.at.time().strftime("%H:%M"));
                    let at = text::fine(at).color(t.ink_faint);
                    if is_compact {
                        ui.label(at);
                        return show_recap_button(ui, screen, one_on_one);
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.label(at);
                        show_recap_button(ui, screen, one_on_one);
                    });
                });
                ui.add_space(4.0);
                for index in 0..self.visible_count() {
                    add(ui, screen, index);
                }
                self.show_expand_toggle(ui)
            });
            shown.inner
        })
    }

    fn show_expand_toggle(&self, ui: &mut Ui) -> bool {
        let hidden_count = self.count - self.visible_count();
        if hidden_count == 0 && !(self.is_expanded && self.count > COLLAPSED_COUNT + 1) {
            return false;
        }
        ui.add_space(4.0);
        let label = if hidden_count > 0 { format!("+{hidden_count} more") } else { "Show less".to_owned() };
        ui.horizontal(|ui| {
            // Aligned with the text above.
            ui.add_space(12.0);
            ui.add(Button::quiet(label).small()).clicked()
        })
        .inner
    }
}

fn show_recap_button(ui: &mut Ui, screen: &mut ScreenContext<'_>, one_on_one: &OneOnOne) {
    let name = format!("Recap of the one-on-one on {}…", one_on_one.at.day().strftime("%-d %B %Y"));
    ui.add_space(6.0);
    if ui.add(LinkButton::new("Recap…", name)).clicked() {
        screen.dispatch(DialogRequest::Recap(RecapRequest::Meeting(one_on_one.id)));
    }
}

/// An entry written in a one-on-one, as a line of its card.
pub(super) fn show_meeting_event(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    layout: &RowLayout,
    left: f32,
    view: &mut EntryView,
    editor: &mut Option<EntryEditor>,
) -> Response {
    const ICON_WIDTH: f32 = 22.0;
    const LINE_GAP: f32 = 3.0;
    let t = Tokens::of(ui);
    view.show_focusable(ui, screen, |view, ui, screen, is_active| {
        let width = ui.available_width();
        let top = ui.cursor().min;
        let line = Rect::from_min_size(top + vec2(0.0, LINE_GAP), vec2(width, Type::Body.line_height()));
        let kind = view.entry.kind();
        let ink = t.kind_ink(kind_style::tone(kind));
        let icon = paint_util::layout_line(
            ui,
            kind_style::icon(kind),
            text::format(Type::Body, Weight::Regular, ink),
            f32::INFINITY,
        );
        paint_util::line_at(ui.painter(), line.left(), line, icon, ink);
        let text_rect = Rect::from_min_max(
            pos2(top.x + ICON_WIDTH, line.top()),
            pos2(top.x + width - actions_width(view), ui.max_rect().bottom()),
        );
        ui.scope_builder(UiBuilder::new().max_rect(text_rect), |ui| {
            ui.set_width(text_rect.width());
            view.show_text(ui, screen, editor);
        });
        at_right(ui, line, |ui| show_actions(ui, screen, view, is_active));
        if is_active {
            layout.show_time(ui, left, view, line.center().y, false);
        }
        ui.add_space(LINE_GAP);
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn quiet_months_are_described_in_short() {
        let month = |year, month| date(year, month, 1);
        for (from, to, said) in [
            (month(2024, 5), month(2024, 5), "Nothing written in May 2024"),
            (month(2024, 3), month(2024, 6), "Nothing written March to June 2024"),
            (month(2019, 11), month(2021, 2), "Nothing written November 2019 to February 2021"),
        ] {
            assert_eq!(describe_quiet_months(from, to), said);
        }
    }
}
