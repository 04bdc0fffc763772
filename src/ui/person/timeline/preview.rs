//! A part of a timeline in a narrow panel: what was written around an entry or a day, beside its
//! lanes. Only the rows in view are read and laid out; which there are is read on a thread.

use std::collections::HashMap;

use eframe::egui::{Color32, CornerRadius, Rect, Role, Sense, Shape, Ui, WidgetInfo, vec2};
use jiff::civil::Date;

use super::{
    lanes::{LaneColumns, LanePainter},
    row::{describe_quiet_months, load_described_event},
};
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, OneOnOneId, PersonId},
        markdown::to_plain_text,
        one_on_one::OneOnOne,
        person::Person,
        search::query::Query,
        timeline::{Timeline, TimelineEvent, TimelineRow, TimelineRows},
    },
    journal::background_timeline::BackgroundTimeline,
    ui::{
        entry::describe_one_on_one,
        kind_style,
        marked_text::{MarkedText, layout_marked},
        screen_context::ScreenContext,
        text::{Type, Weight, format},
        tokens::{Tokens, size},
        widget::{
            paint_util, scroll,
            virtual_list::{ScrollPosition, VirtualList},
        },
    },
    wording::{
        search_hit::{excerpt_around, labelled_texts},
        timeline::EventDescription,
    },
};

const ESTIMATED_ROW_HEIGHT: f32 = 70.0;
const BOTTOM_PADDING: f32 = 60.0;
/// From the top of a row to its first line, so that the line is level with its marker.
const ROW_TOP: f32 = 13.0;
/// How much of the panel is above what it is about.
const ABOVE: f32 = 0.4;
/// How often the scroll position is corrected once the heights of rows are known.
const MAX_CORRECTIONS: u8 = 4;
/// The most entries of a one-on-one that are shown.
const MAX_MEMBERS: usize = 4;
const MAX_CHARS: usize = 260;
const BOX_PADDING: f32 = 8.0;

/// What the preview is about.
pub struct PreviewTarget<'a> {
    /// The person.
    pub person: &'a Person,
    /// The entry that is brought out; `None` for another record of the day.
    pub entry: Option<EntryId>,
    /// The day.
    pub day: Date,
    /// What is marked.
    pub query: &'a Query,
}

/// The preview with what it has read.
pub struct TimelinePreview {
    /// The thread; none until the first preview.
    reader: Option<BackgroundTimeline>,
    /// The person and the state of the journal that were asked for last.
    asked: Option<(PersonId, u64)>,
    read: Option<ReadTimeline>,
    events: HashMap<u64, Option<(Entry, EventDescription)>>,
    one_on_ones: HashMap<OneOnOneId, Option<OneOnOne>>,
    list: VirtualList,
    /// What it was scrolled to.
    shown: Option<(PersonId, Option<EntryId>, Date)>,
    /// How often the scroll position may still be corrected.
    corrections: u8,
}

struct ReadTimeline {
    person: PersonId,
    timeline: Timeline,
    rows: TimelineRows,
}

impl Default for TimelinePreview {
    fn default() -> Self {
        Self {
            reader: None,
            asked: None,
            read: None,
            events: HashMap::new(),
            one_on_ones: HashMap::new(),
            list: new_list(),
            shown: None,
            corrections: 0,
        }
    }
}

fn new_list() -> VirtualList {
    VirtualList::new("Around the match", ESTIMATED_ROW_HEIGHT).bottom_padding(BOTTOM_PADDING)
}

impl TimelinePreview {
    /// Shows the rows around the target.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, target: &PreviewTarget<'_>) {
        self.ask(ui, screen, target.person.id);
        self.take_read(screen);
        let Self { read: Some(read), events, one_on_ones, list, shown, corrections, .. } = self else { return };
        if read.person != target.person.id {
            return;
        }
        let ReadTimeline { timeline, rows, .. } = &*read;
        let viewport = ui.available_rect_before_wrap();
        let place = (target.person.id, target.entry, target.day);
        let row = target_row(timeline, rows, target);
        if shown.replace(place) != Some(place) {
            *corrections = MAX_CORRECTIONS;
            scroll_to(list, timeline, rows, row, viewport.height());
        }
        let columns = LaneColumns::for_preview(rows);
        let mut renderer = RowRenderer { timeline, rows, columns, events, one_on_ones, target };
        let key = |row: usize| rows.rows.get(row).map_or(0, |row| row.key(timeline));
        let salt = ("timeline preview", target.person.id.0);
        let output = list.show(ui, salt, rows.rows.len(), key, |ui, row| renderer.show_row(ui, screen, row));
        let off = row.map_or(0.0, |row| list.row_top(row) - viewport.top() - viewport.height() * ABOVE);
        if *corrections > 0 {
            *corrections -= 1;
            // The rows above have other heights than estimated.
            if off.abs() > 2.0 {
                scroll_to(list, timeline, rows, row, viewport.height());
                ui.request_discard("rows above the preview have another height than estimated");
                ui.request_repaint();
            }
        }
        let painter = LanePainter { timeline, rows, list, columns, viewport, highlight: None };
        painter.paint(ui);
        scroll::fade_edges(ui, painter.lanes_rect(), &output);
    }

    /// Asks for the timeline if the person or the journal has changed.
    fn ask(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, person: PersonId) {
        let wanted = (person, screen.journal.generation());
        if self.asked.replace(wanted) == Some(wanted) {
            return;
        }
        if self.reader.is_none() {
            let ctx = ui.ctx().clone();
            match BackgroundTimeline::start(screen.journal, move || ctx.request_repaint()) {
                Ok(reader) => self.reader = Some(reader),
                Err(error) => *screen.error = Some(error.user_facing_error()),
            }
        }
        if let Some(reader) = &mut self.reader {
            reader.request(person);
        }
    }

    fn take_read(&mut self, screen: &mut ScreenContext<'_>) {
        let (Some(reader), Some((person, _))) = (&self.reader, self.asked) else { return };
        match reader.poll() {
            Ok(Some((timeline, rows))) => {
                if self.read.as_ref().is_none_or(|read| read.person != person) {
                    self.list = new_list();
                    self.shown = None;
                }
                self.events.clear();
                self.one_on_ones.clear();
                self.read = Some(ReadTimeline { person, timeline, rows });
            }
            Ok(None) => {}
            Err(error) => *screen.error = Some(error.user_facing_error()),
        }
    }
}

/// The row that the preview is about.
fn target_row(timeline: &Timeline, rows: &TimelineRows, target: &PreviewTarget<'_>) -> Option<usize> {
    let row = target.entry.and_then(|entry| rows.row_of_entry(entry, timeline));
    row.or_else(|| rows.row_of_day(target.day, timeline))
}

fn scroll_to(list: &mut VirtualList, timeline: &Timeline, rows: &TimelineRows, row: Option<usize>, height: f32) {
    if let Some((row, shown)) = row.and_then(|row| Some((row, rows.rows.get(row)?))) {
        list.scroll_to(ScrollPosition { row, key: shown.key(timeline), offset: -(height * ABOVE) });
    }
}

struct RowRenderer<'a> {
    timeline: &'a Timeline,
    rows: &'a TimelineRows,
    columns: LaneColumns,
    events: &'a mut HashMap<u64, Option<(Entry, EventDescription)>>,
    one_on_ones: &'a mut HashMap<OneOnOneId, Option<OneOnOne>>,
    target: &'a PreviewTarget<'a>,
}

impl RowRenderer<'_> {
    fn show_row(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, index: usize) {
        let Some(row) = self.rows.rows.get(index) else { return };
        let left = self.columns.card_left;
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(ROW_TOP);
        ui.horizontal_top(|ui| {
            ui.add_space(left);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width()).max(80.0));
                self.show_contents(ui, screen, row);
            });
        });
        ui.add_space(4.0);
    }

    fn show_contents(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &TimelineRow) {
        let t = Tokens::of(ui);
        match row {
            TimelineRow::Month { first, .. } => show_line(ui, &first.strftime("%B %Y").to_string(), t.ink_faint),
            TimelineRow::EmptyMonths { from, to } => show_line(ui, &describe_quiet_months(*from, *to), t.ink_faint),
            TimelineRow::SkippedMeeting { .. } => {
                let reason = row.one_on_one(self.timeline).and_then(|id| self.one_on_one(screen, id));
                let reason = reason.map(|one| one.reason.clone()).filter(|reason| !reason.is_empty());
                let day = format_day(row.day(self.timeline));
                show_line(ui, &format!("{day} · One-on-one skipped"), t.ink_soft);
                if let Some(reason) = reason {
                    self.show_marked(ui, &reason, Type::Small, t.ink_soft);
                }
            }
            TimelineRow::FinishedReview { .. } => {
                let period = row.finished_review(self.timeline).map(|finished| finished.period.label());
                let day = format_day(row.day(self.timeline));
                show_line(ui, &format!("{day} · Review finished"), t.ink_soft);
                show_line(ui, &period.unwrap_or_default(), t.ink_soft);
            }
            TimelineRow::Event { .. } => {
                for event in self.rows.events(row, self.timeline) {
                    let met = event.one_on_one.and_then(|id| self.one_on_one(screen, id)).map(describe_one_on_one);
                    let day = format_day(event.day);
                    let line = met.map_or_else(|| day.clone(), |met| format!("{day} · {met}"));
                    self.show_event(ui, screen, event, &line);
                }
            }
            TimelineRow::Meeting { .. } => self.show_meeting(ui, screen, row),
        }
    }

    fn show_meeting(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &TimelineRow) {
        let t = Tokens::of(ui);
        let met = row.one_on_one(self.timeline).and_then(|id| self.one_on_one(screen, id)).map(describe_one_on_one);
        let met = met.unwrap_or_else(|| "One-on-one".to_owned());
        show_line(ui, &format!("{} · {met}", format_day(row.day(self.timeline))), t.ink_soft);
        let events: Vec<&TimelineEvent> = self.rows.events(row, self.timeline).collect();
        let hit = events.iter().position(|event| self.is_hit(event));
        // What was found is always shown.
        let first = hit.map_or(0, |hit| (hit + 1).saturating_sub(MAX_MEMBERS));
        for event in events.iter().skip(first).take(MAX_MEMBERS) {
            self.show_event(ui, screen, event, "");
        }
        let hidden = events.len().saturating_sub(MAX_MEMBERS);
        if hidden > 0 {
            show_line(ui, &format!("+{hidden} more"), t.ink_faint);
        }
    }

    fn is_hit(&self, event: &TimelineEvent) -> bool {
        event.is_written() && Some(event.entry) == self.target.entry
    }

    /// An event with the line above it; on the card of its one-on-one, there is none.
    fn show_event(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, event: &TimelineEvent, line: &str) {
        let (today, short_name) = (screen.today, self.target.person.short_name());
        let described = self
            .events
            .entry(event.key())
            .or_insert_with(|| screen.read(|db| load_described_event(db, event, today, short_name, true)));
        let Some((entry, description)) = described.clone() else { return };
        if self.is_hit(event) {
            return self.show_hit(ui, &entry, line);
        }
        let t = Tokens::of(ui);
        if !line.is_empty() {
            show_line(ui, line, t.ink_soft);
        }
        let is_text = event.is_written();
        let title = description.title.as_deref().filter(|_| !is_text).unwrap_or(&entry.text);
        let ink = if is_text && !event.has_lane() { t.ink_soft } else { t.ink };
        let icon = kind_style::icon(entry.kind());
        self.show_with_icon(ui, icon, t.kind_ink(kind_style::tone(entry.kind())), title, ink);
        ui.add_space(2.0);
    }

    /// What was found, on a ground of its own, with all of its texts.
    fn show_hit(&self, ui: &mut Ui, entry: &Entry, line: &str) {
        let t = Tokens::of(ui);
        let is_on_meeting_card = line.is_empty();
        if is_on_meeting_card {
            ui.add_space(8.0);
        }
        let ground = ui.painter().add(Shape::Noop);
        let top = ui.cursor().min;
        let width = ui.available_width();
        ui.scope(|ui| {
            ui.set_width((width - BOX_PADDING).max(60.0));
            let chip = kind_style::chip(entry.kind());
            if is_on_meeting_card {
                ui.add(chip);
            } else {
                let room = ui.available_width() - chip.size(ui).x - 4.0;
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    ui.allocate_ui(vec2(room, Type::Fine.line_height()), |ui| {
                        ui.set_width(room);
                        show_line(ui, line, t.ink_soft);
                    });
                    ui.add(chip);
                });
            }
            ui.add_space(4.0);
            self.show_marked(ui, &entry.text, Type::Body, t.ink);
            for (label, text) in labelled_texts(entry) {
                ui.add_space(3.0);
                self.show_marked(ui, &format!("{label}: {text}"), Type::Small, t.ink_soft);
            }
            ui.add_space(4.0);
        });
        let bottom = ui.min_rect().bottom();
        let card = Rect::from_min_max(top, eframe::egui::pos2(top.x + width, bottom)).expand2(vec2(BOX_PADDING, 4.0));
        let card = card.with_max_x(top.x + width);
        if is_on_meeting_card {
            ui.add_space(8.0);
        }
        ui.painter().set(ground, Shape::rect_filled(card, CornerRadius::same(size::CONTROL_RADIUS), t.accent_soft));
    }

    fn show_with_icon(&self, ui: &mut Ui, icon: &str, icon_ink: Color32, text: &str, ink: Color32) {
        const ICON_WIDTH: f32 = 20.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let line = vec2(ICON_WIDTH, Type::Small.line_height());
            let (rect, _) = ui.allocate_exact_size(line, Sense::hover());
            let icon = paint_util::layout_line(ui, icon, format(Type::Small, Weight::Regular, icon_ink), ICON_WIDTH);
            paint_util::line_at(ui.painter(), rect.left(), rect, icon, icon_ink);
            ui.vertical(|ui| self.show_marked(ui, text, Type::Small, ink));
        });
    }

    fn show_marked(&self, ui: &mut Ui, text: &str, step: Type, ink: Color32) {
        let plain = to_plain_text(text);
        let marks = self.target.query.match_ranges(&plain);
        let (text, marks) = excerpt_around(&plain, &marks, MAX_CHARS);
        let galley = layout_marked(ui, &MarkedText { text, marks }, step, ink, ui.available_width(), usize::MAX);
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        ui.painter().galley(rect.min, galley, ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &plain));
    }

    fn one_on_one(&mut self, screen: &mut ScreenContext<'_>, id: OneOnOneId) -> Option<&OneOnOne> {
        self.one_on_ones.entry(id).or_insert_with(|| screen.read(|db| db.one_on_one(id))).as_ref()
    }
}

fn show_line(ui: &mut Ui, text: &str, ink: Color32) {
    let galley = paint_util::layout_line(ui, text, format(Type::Fine, Weight::Regular, ink), ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, Type::Fine.line_height()), Sense::hover());
    paint_util::line_at(ui.painter(), rect.left(), rect, galley, ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}

/// "Tue 30 Jun"; the panel says of which year it is.
fn format_day(day: Date) -> String {
    day.strftime("%a %-d %b").to_string()
}
