//! How one row of a history looks: the month, the day at the left, and on cards what was written and what became of it.

use eframe::egui::{
    Align, Frame, Label, Layout, Margin, Rect, Response, RichText, Role, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use super::lanes::{LaneColumns, MARKER_OFFSET, SKIPPED_MARKER_OFFSET};
use crate::{
    domain::{
        entry::{Detail, event::EventKind},
        one_on_one::OneOnOne,
        parse::date::format_date,
        timeline::{DescriptionContext, FinishedReview, TimelineEvent, describe_event},
    },
    store::{Db, StoreError},
    ui::{
        entry::{EntryView, describe_one_on_one, editor::EntryEditor},
        icons, kind_style,
        screen_context::ScreenContext,
        text,
        text::{Type, Weight},
        tokens::{Tokens, size},
        widget::{button::Button, card, markdown::to_plain_text, paint_util},
    },
};

/// The first line of a card stands so far below its upper edge.
const CARD_PADDING_Y: i8 = 11;
/// So many jots of a one-on-one are shown before the others are asked for.
pub(super) const COLLAPSED_COUNT: usize = 3;
/// No check-ins beyond this are counted.
const MAX_COUNTED_CHECK_INS: u32 = 1_000;

/// Reads an entry, and says one of its moments; on the card of its one-on-one, where `among_others`. Nothing where there is no such
/// moment any more.
pub(super) fn load_event_view(
    db: &Db,
    moment: &TimelineEvent,
    today: Date,
    them: &str,
    among_others: bool,
) -> Result<Option<EntryView>, StoreError> {
    let Some(entry) = db.entry(moment.entry)? else { return Ok(None) };
    let one_on_one = moment.one_on_one.map(|id| db.one_on_one(id)).transpose()?.flatten();
    let met = one_on_one.filter(|_| !among_others).as_ref().map(describe_one_on_one).unwrap_or_default();
    let goal = match &entry.detail {
        Detail::CheckIn(check_in) => db.entry(check_in.goal)?,
        _ => None,
    };
    let goal = goal.map(|goal| to_plain_text(&goal.text));
    let step = usize::from(moment.event_index).checked_sub(1).and_then(|at| entry.events.get(at));
    let is_reached = step.is_some_and(|step| step.kind == EventKind::Reached);
    let check_ins = if is_reached { db.latest_check_ins(entry.id, MAX_COUNTED_CHECK_INS)?.len() } else { 0 };
    let said = describe_event(
        &entry,
        moment.event_index,
        &DescriptionContext {
            today,
            short_name: them,
            meeting_label: &met,
            goal_text: goal.as_deref(),
            check_in_count: check_ins,
        },
    );
    Ok(said.map(|said| EntryView::from_event(entry, moment.event_index, said, among_others)))
}

/// "Today", "Yesterday", "17 Nov"; the year is said by the month.
fn short_date_label(day: Date, today: Date) -> String {
    match format_date(day, today).as_str() {
        "today" => "Today".to_owned(),
        "yesterday" => "Yesterday".to_owned(),
        _ => day.strftime("%-d %b").to_string(),
    }
}

/// A row of the list: where its columns are, and whether the day stands at its left.
pub(super) struct RowLayout {
    pub columns: LaneColumns,
    pub day: Option<Date>,
}

impl RowLayout {
    /// Puts the day at the left, in the middle of the first line, and makes the rest where the cards are.
    fn show<R>(&self, ui: &mut Ui, today: Date, middle: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
        let room = ui.max_rect();
        if let Some(day) = self.day {
            let said = text::small(short_date_label(day, today));
            self.show_in_day_column(ui, room.left(), room.top() + middle, said);
        }
        let left = room.left() + self.columns.card_left;
        let right = (room.right() - size::PAGE_MARGIN).max(left + 160.0);
        let rest = Rect::from_min_max(pos2(left, room.top()), pos2(right, room.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(rest), add).inner
    }

    /// Where the day stands, or below it: the time of what is looked at. It takes no room.
    fn show_time(&self, ui: &mut Ui, left: f32, moment: &EntryView, line: f32, has_day: bool) {
        let below = if has_day && self.day.is_some() { Type::Small.line_height() } else { 0.0 };
        self.show_in_day_column(ui, left, line + below, text::fine(moment.time()));
    }

    /// One line that ends where the days end, with its middle at a height.
    fn show_in_day_column(&self, ui: &mut Ui, left: f32, middle: f32, said: RichText) {
        let line = Type::Small.line_height();
        let rect = Rect::from_min_size(pos2(left, middle - line / 2.0), vec2(self.columns.day_right, line));
        let layout = Layout::right_to_left(Align::Center);
        let mut there = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
        let ink = Tokens::of(ui).ink_faint;
        there.add(Label::new(said.color(ink)).extend());
    }
}

pub(super) fn show_month(ui: &mut Ui, columns: LaneColumns, first: Date, count: u32, at_top: bool) {
    let t = Tokens::of(ui);
    ui.add_space(if at_top { 16.0 } else { 10.0 });
    ui.horizontal(|ui| {
        ui.add_space(columns.card_left);
        ui.spacing_mut().item_spacing.x = 10.0;
        ui.label(text::section(first.strftime("%B %Y").to_string()).color(t.ink));
        if count > 0 {
            let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            ui.label(text::fine(entries).color(t.ink_faint));
        }
    });
}

/// Months without a word, in one line.
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
fn describe_quiet_months(from: Date, to: Date) -> String {
    let whole = |day: Date| day.strftime("%B %Y").to_string();
    if from == to {
        format!("Nothing written in {}", whole(from))
    } else if from.year() == to.year() {
        format!("Nothing written {} to {}", from.strftime("%B"), whole(to))
    } else {
        format!("Nothing written {} to {}", whole(from), whole(to))
    }
}

/// A one-on-one that did not happen, and why.
pub(super) fn show_skipped(ui: &mut Ui, place: &RowLayout, today: Date, one_on_one: Option<&OneOnOne>) {
    let t = Tokens::of(ui);
    place.show(ui, today, SKIPPED_MARKER_OFFSET, |ui| {
        let reason = one_on_one.map(|one| one.reason.as_str()).filter(|reason| !reason.is_empty());
        let said = match reason {
            Some(reason) => format!("{}  One-on-one skipped: {reason}", icons::SKIPPED),
            None => format!("{}  One-on-one skipped", icons::SKIPPED),
        };
        ui.add(Label::new(text::small(said).color(t.ink_faint)).wrap());
    });
}

/// A review that was finished; `true` where it is to be read.
pub(super) fn show_review(ui: &mut Ui, place: &RowLayout, today: Date, finished: &FinishedReview) -> bool {
    let t = Tokens::of(ui);
    place.show(ui, today, MARKER_OFFSET, |ui| {
        // As high as the first line of a card, so that the day and the dot stand beside it.
        let frame = card::frame(t).inner_margin(Margin { left: 14, right: 8, top: 7, bottom: 7 });
        frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let line = vec2(ui.available_width(), size::CONTROL_SMALL);
                ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
                    let period = finished.period.label();
                    let read = ui.add(Button::plain("Read it").small());
                    let name = format!("Read the review: {period}");
                    read.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let said = format!("{}  Review finished: {period}", icons::CHECK_CIRCLE);
                        ui.add(Label::new(text::body_medium(said).color(t.ink)).truncate());
                    });
                    read.clicked()
                })
                .inner
            })
            .inner
    })
}

/// One moment on its card; what is said back is the card.
pub(super) fn show_event(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    place: &RowLayout,
    shown: &mut EntryView,
    editor: &mut Option<EntryEditor>,
) -> Response {
    let today = screen.today;
    let corner = ui.max_rect().min;
    place.show(ui, today, MARKER_OFFSET, |ui| {
        shown.show_focusable(ui, screen, |shown, ui, screen, looked_at| {
            frame(ui).show(ui, |ui| show_card(ui, screen, shown, editor, looked_at));
            if looked_at {
                place.show_time(ui, corner.x, shown, corner.y + MARKER_OFFSET, true);
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
    shown: &mut EntryView,
    editor: &mut Option<EntryEditor>,
    looked_at: bool,
) {
    /// As wide as the longest kind's chip.
    const CHIP_WIDTH: f32 = 100.0;
    let width = ui.available_width();
    let right = CHIP_WIDTH + actions_width(shown);
    ui.set_width(width);
    ui.spacing_mut().item_spacing.y = 2.0;
    let top = ui.cursor().min;
    let words = vec2(width - right, 0.0);
    let is_read = ui.allocate_ui_with_layout(words, Layout::top_down(Align::Min), |ui| {
        ui.set_width(width - right);
        shown.show_body(ui, screen, editor)
    });
    at_right(ui, Rect::from_min_size(top, vec2(width, Type::Body.line_height())), |ui| {
        ui.add(kind_style::chip(shown.entry.kind()));
        show_actions(ui, screen, shown, looked_at);
    });
    // Below the chip there is room for the whole width.
    if is_read.inner {
        shown.show_captions(ui);
    }
}

/// At the right of a line, in its middle. It takes no room from what is below.
fn at_right(ui: &mut Ui, line: Rect, add: impl FnOnce(&mut Ui)) {
    let room = line.expand2(vec2(0.0, (size::CONTROL_SMALL - line.height()) / 2.0));
    let mut right = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 4.0;
    add(&mut right);
}

/// How much room what can be done takes at the right of a line.
fn actions_width(shown: &EntryView) -> f32 {
    if shown.is_creation() { 36.0 } else { 68.0 }
}

/// What can be done with a moment; to be seen while it is looked at.
fn show_actions(ui: &mut Ui, screen: &mut ScreenContext<'_>, shown: &mut EntryView, looked_at: bool) {
    shown.show_menu(ui, screen, looked_at);
    shown.show_source_link(ui, looked_at);
}

/// A one-on-one with what was jotted in it.
pub(super) struct MeetingCard<'a> {
    pub one_on_one: Option<&'a OneOnOne>,
    /// How much there is in it.
    pub count: usize,
    /// Whether all of it is shown.
    pub is_expanded: bool,
}

impl MeetingCard<'_> {
    /// How many of its moments are shown.
    pub(super) fn visible_count(&self) -> usize {
        // The last one alone takes no more room than to say that there is one.
        if self.is_expanded || self.count <= COLLAPSED_COUNT + 1 { self.count } else { COLLAPSED_COUNT }
    }

    /// Shows its card; `add` makes the line of one moment. Whether it was folded or unfolded.
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        place: &RowLayout,
        today: Date,
        mut add: impl FnMut(&mut Ui, usize),
    ) -> bool {
        let t = Tokens::of(ui);
        place.show(ui, today, MARKER_OFFSET, |ui| {
            let said = self.one_on_one.map_or_else(|| "One-on-one".to_owned(), describe_one_on_one);
            let shown = frame(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.horizontal(|ui| {
                    ui.label(text::body_medium(said).color(t.ink));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if let Some(one_on_one) = self.one_on_one {
                            let at = one_on_one.at.time().strftime("%H:%M");
                            let said = format!("{} {at}", icons::ONE_ON_ONE);
                            ui.label(text::fine(said).color(t.ink_faint));
                        }
                    });
                });
                ui.add_space(4.0);
                for nth in 0..self.visible_count() {
                    add(ui, nth);
                }
                self.show_expand_toggle(ui)
            });
            shown.inner
        })
    }

    fn show_expand_toggle(&self, ui: &mut Ui) -> bool {
        let more = self.count - self.visible_count();
        if more == 0 && !(self.is_expanded && self.count > COLLAPSED_COUNT + 1) {
            return false;
        }
        ui.add_space(4.0);
        let said = if more > 0 { format!("+{more} more") } else { "Show less".to_owned() };
        ui.horizontal(|ui| {
            // Its word stands below the words above it.
            ui.add_space(12.0);
            ui.add(Button::quiet(said).small()).clicked()
        })
        .inner
    }
}

/// What was jotted in a one-on-one, as a line of its card.
pub(super) fn show_meeting_event(
    ui: &mut Ui,
    screen: &mut ScreenContext<'_>,
    place: &RowLayout,
    left: f32,
    shown: &mut EntryView,
    editor: &mut Option<EntryEditor>,
) -> Response {
    const ICON_WIDTH: f32 = 22.0;
    const LINE_GAP: f32 = 3.0;
    let t = Tokens::of(ui);
    shown.show_focusable(ui, screen, |shown, ui, screen, looked_at| {
        let width = ui.available_width();
        let top = ui.cursor().min;
        let line = Rect::from_min_size(top + vec2(0.0, LINE_GAP), vec2(width, Type::Body.line_height()));
        let kind = shown.entry.kind();
        let ink = t.kind_ink(kind_style::tone(kind));
        let sign = paint_util::layout_line(
            ui,
            kind_style::icon(kind),
            text::format(Type::Body, Weight::Regular, ink),
            f32::INFINITY,
        );
        paint_util::line_at(ui.painter(), line.left(), line, sign, ink);
        let words = Rect::from_min_max(
            pos2(top.x + ICON_WIDTH, line.top()),
            pos2(top.x + width - actions_width(shown), ui.max_rect().bottom()),
        );
        ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
            ui.set_width(words.width());
            shown.show_text(ui, screen, editor);
        });
        at_right(ui, line, |ui| show_actions(ui, screen, shown, looked_at));
        if looked_at {
            place.show_time(ui, left, shown, line.center().y, false);
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
