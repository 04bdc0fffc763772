//! What was written around the selected hit: the lane of its person’s timeline at that place.

use eframe::egui::{CornerRadius, Frame, Id, Label, Margin, Panel, Role, Sense, Ui, WidgetInfo};
use jiff::civil::Date;

use super::{
    hit::main_text,
    results::{Found, chip_of, person_of},
};
use crate::{
    domain::name::initials,
    store::{PersonSummary, Record, SearchHit},
    ui::{
        marked_text::{MarkedText, layout_marked},
        person::{PreviewTarget, TimelinePreview},
        person_style::avatar_colour,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text::{self, Type},
        tokens::{Tokens, size},
        widget::{avatar::Avatar, button::Button, heading::section_title, scroll},
    },
    wording::search_hit::excerpt_around,
};

/// The longest text of a record that is shown above the lane.
const MAX_CHARS: usize = 420;

/// The preview of the selected hit.
#[derive(Default)]
pub(super) struct Preview {
    timeline: TimelinePreview,
}

impl Preview {
    /// Shows the hit. Returns whether it is to be opened.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        found: &Found,
        hit: &SearchHit,
        people: &[PersonSummary],
    ) -> bool {
        let foot = Frame::new().inner_margin(Margin { top: 10, bottom: 14, ..Margin::ZERO });
        let opened = Panel::bottom(Id::unique("preview foot")).frame(foot).show_separator_line(false).show(ui, |ui| {
            let key = Shortcut::OpenSearchResult.label(ui);
            ui.add(Button::plain(open_label(hit)).shortcut(&key)).clicked()
        });
        let summary = person_of(people, hit.person);
        show_title(ui, summary, hit.day);
        let entry = match &hit.record {
            Record::Entry(entry) if entry.trashed_at.is_none() => Some(entry.id),
            _ => None,
        };
        if entry.is_none() {
            show_record(ui, found, hit, summary.is_none());
        }
        if let Some(summary) = summary {
            let target = PreviewTarget { person: &summary.person, entry, day: hit.day, query: &found.query };
            self.timeline.show(ui, screen, &target);
        }
        opened.inner
    }
}

/// What opening a hit leads to.
fn open_label(hit: &SearchHit) -> &'static str {
    match &hit.record {
        Record::Entry(entry) if entry.trashed_at.is_some() => "Show in the trash",
        Record::Entry(_) => "Open on the timeline",
        Record::Review(_) => "Read the review",
        _ => "Open",
    }
}

/// "Around 1 June 2026".
fn show_title(ui: &mut Ui, summary: Option<&PersonSummary>, day: Date) {
    let title = format!("Around {}", day.strftime("%-d %B %Y"));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if let Some(summary) = summary {
            let initials = initials(&summary.person.profile.name);
            ui.add(Avatar::new(&initials, avatar_colour(&summary.person)));
        }
        section_title(ui, Label::new(text::body_medium(&title).color(Tokens::of(ui).ink)).truncate());
    });
    ui.add_space(6.0);
}

/// A record that has no place of its own on the timeline.
fn show_record(ui: &mut Ui, found: &Found, hit: &SearchHit, fills: bool) {
    let t = Tokens::of(ui);
    let frame = Frame::new()
        .fill(t.accent_soft)
        .corner_radius(CornerRadius::same(size::CONTROL_RADIUS))
        .inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.add(chip_of(hit.kind));
        let text = main_text(hit);
        let marks = found.query.match_ranges(&text);
        let (text, marks) = excerpt_around(&text, &marks, if fills { 4 * MAX_CHARS } else { MAX_CHARS });
        let show = |ui: &mut Ui| {
            let marked = MarkedText { text, marks };
            let galley = layout_marked(ui, &marked, Type::Body, t.ink, ui.available_width(), usize::MAX);
            let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
            ui.painter().galley(rect.min, galley, t.ink);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &marked.text));
        };
        if fills {
            scroll::vertical_up_to(ui, "found record", ui.available_height() * 0.8, true, show);
        } else {
            show(ui);
        }
    });
    ui.add_space(8.0);
}
