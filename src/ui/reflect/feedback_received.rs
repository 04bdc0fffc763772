//! Feedback that you received, and what you changed because of it.

use std::collections::HashMap;

use eframe::egui::{Align, Label, Layout, Sense, Ui, UiBuilder, accesskit::Role, vec2};
use jiff::{Span, civil::Date};

use crate::{
    domain::{
        entry::{Detail, Entry},
        id::PersonId,
        person::Person,
    },
    store::{Db, StoreError},
    ui::{
        accessible_tree::mark_bounds,
        action::{DialogRequest, Navigation},
        entry::toggle_evidence,
        icons,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button,
            card::{card, divider},
            heading::section_label,
            markdown::to_plain_text,
            paint_util,
        },
    },
    wording::{date::format_date, entry_caption::evidence_caption},
};

/// How many days of feedback are shown.
const FEEDBACK_DAYS: i64 = 365;

/// A feedback entry, prepared for showing.
pub(super) struct FeedbackRow {
    entry: Entry,
    text: String,
    /// Who gave it, when, and whether it is picked as evidence.
    context: String,
    changed: String,
}

pub(super) fn load_feedback(
    db: &Db,
    people: &[Person],
    max_count: u32,
    today: Date,
) -> Result<Vec<FeedbackRow>, StoreError> {
    let names: HashMap<PersonId, &str> = people.iter().map(|person| (person.id, person.short_name())).collect();
    let from = today.checked_sub(Span::new().days(FEEDBACK_DAYS)).unwrap_or(Date::MIN);
    let rows = db.feedback_received(from, max_count)?.into_iter().filter_map(|entry| {
        let Detail::Feedback(feedback) = &entry.detail else { return None };
        let from = names.get(&entry.person).copied().unwrap_or_default();
        let mut context = format!("{from}, {}", format_date(entry.written_at.day(), today));
        if let Some(evidence) = evidence_caption(&entry) {
            context = format!("{context} · {}", evidence.text);
        }
        Some(FeedbackRow { text: to_plain_text(&entry.text), context, changed: feedback.changed.clone(), entry })
    });
    Ok(rows.collect())
}

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, rows: &[FeedbackRow]) {
    let t = Tokens::of(ui);
    section_label(ui, "Feedback you received, and what you changed");
    if rows.is_empty() {
        let explanation = "Nothing in the past year. Ask for feedback and jot it with “<<” and a space. What you change as a result \
          appears here too.";
        ui.add(Label::new(text::body(explanation).color(t.ink_soft)).wrap());
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                divider(ui);
            }
            show_feedback(ui, screen, row);
        }
    });
}

/// A focusable row: Ctrl+E picks the entry as evidence, Enter opens it in the timeline.
fn show_feedback(ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &FeedbackRow) {
    let builder = UiBuilder::new()
        .id_salt(("heard", row.entry.id.0))
        .sense(Sense::click())
        .accessibility_role(Role::Article)
        .accessibility_label(format!("Feedback: {}", row.text));
    let response = ui.scope_builder(builder, |ui| show_text(ui, screen, row)).response;
    mark_bounds(ui, &response);
    paint_util::focus_ring(ui, &response, response.rect.expand(3.0), size::CHIP_RADIUS);
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() && !screen.is_dialog_open {
        if Shortcut::ToggleEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(&row.entry));
        }
        if Shortcut::OpenEntry.consume(ui) {
            screen.dispatch(Navigation::OpenEntry(row.entry.person, row.entry.id));
        }
    }
}

fn show_text(ui: &mut Ui, screen: &mut ScreenContext<'_>, row: &FeedbackRow) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Label::new(text::body(&row.text).color(t.ink)).wrap());
    ui.label(text::fine(&row.context).color(t.ink_faint));
    if row.changed.is_empty() {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
            if ui.add(Button::quiet("Add what you changed").icon(icons::EDIT).small()).clicked() {
                screen.dispatch(DialogRequest::EntryFields(row.entry.id));
            }
        });
    } else {
        let changed = format!("{} You changed: {}", icons::CHECK, row.changed);
        ui.add(Label::new(text::small(changed).color(t.kind_ink(Tone::Feedback))).wrap());
    }
}
