//! What they told you, and what you changed because of it.

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
            markdown::to_plain_text,
            paint_util,
            section_label::section_label,
        },
    },
    wording::{date::format_date, entry_caption::evidence_caption},
};

/// How many days back it is looked for.
const FEEDBACK_DAYS: i64 = 365;

/// Feedback that you received.
pub(super) struct FeedbackRow {
    entry: Entry,
    text: String,
    /// From whom, when, and whether it is evidence.
    context: String,
    changed: String,
}

pub(super) fn load_feedback(
    db: &Db,
    people: &[Person],
    most: u32,
    today: Date,
) -> Result<Vec<FeedbackRow>, StoreError> {
    let names: HashMap<PersonId, &str> = people.iter().map(|person| (person.id, person.profile.short_name())).collect();
    let from = today.checked_sub(Span::new().days(FEEDBACK_DAYS)).unwrap_or(Date::MIN);
    let heard = db.feedback_received(from, most)?.into_iter().filter_map(|entry| {
        let Detail::Feedback(feedback) = &entry.detail else { return None };
        let from = names.get(&entry.person).copied().unwrap_or_default();
        let mut beside = format!("{from}, {}", format_date(entry.written_at.day(), today));
        if let Some(evidence) = evidence_caption(&entry) {
            beside = format!("{beside} · {}", evidence.text);
        }
        Some(FeedbackRow {
            text: to_plain_text(&entry.text),
            context: beside,
            changed: feedback.changed.clone(),
            entry,
        })
    });
    Ok(heard.collect())
}

pub(super) fn show(ui: &mut Ui, screen: &mut ScreenContext<'_>, heard: &[FeedbackRow]) {
    let t = Tokens::of(ui);
    section_label(ui, "What they told you, and what you changed");
    if heard.is_empty() {
        let soon = "Nothing in the last year. Ask for it, and jot it with << and a space; what you change because of it stands here too.";
        ui.add(Label::new(text::body(soon).color(t.ink_soft)).wrap());
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for (nth, one) in heard.iter().enumerate() {
            if nth > 0 {
                divider(ui);
            }
            show_feedback(ui, screen, one);
        }
    });
}

/// What was said can have the focus: Ctrl+E picks it as evidence, Enter goes to where it was written.
fn show_feedback(ui: &mut Ui, screen: &mut ScreenContext<'_>, one: &FeedbackRow) {
    let builder = UiBuilder::new()
        .id_salt(("heard", one.entry.id.0))
        .sense(Sense::click())
        .accessibility_role(Role::Article)
        .accessibility_label(format!("Feedback: {}", one.text));
    let response = ui.scope_builder(builder, |ui| show_text(ui, screen, one)).response;
    paint_util::focus_ring(ui, &response, response.rect.expand(3.0), size::CHIP_RADIUS);
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() && !screen.is_dialog_open {
        if Shortcut::ToggleEvidence.consume(ui) {
            screen.dispatch(toggle_evidence(&one.entry));
        }
        if Shortcut::OpenEntry.consume(ui) {
            screen.dispatch(Navigation::OpenEntry(one.entry.person, one.entry.id));
        }
    }
}

fn show_text(ui: &mut Ui, screen: &mut ScreenContext<'_>, one: &FeedbackRow) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Label::new(text::body(&one.text).color(t.ink)).wrap());
    ui.label(text::fine(&one.context).color(t.ink_faint));
    if one.changed.is_empty() {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
            if ui.add(Button::quiet("Say what you changed").icon(icons::EDIT).small()).clicked() {
                screen.dispatch(DialogRequest::EntryFields(one.entry.id));
            }
        });
    } else {
        let changed = format!("{} You changed: {}", icons::CHECK, one.changed);
        ui.add(Label::new(text::small(changed).color(t.kind_ink(Tone::Feedback))).wrap());
    }
}
