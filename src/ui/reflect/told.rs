//! What they told you, and what you changed because of it.

use std::collections::HashMap;

use eframe::egui::{Align, Key, Label, Layout, Modifiers, Sense, Ui, UiBuilder, accesskit::Role, vec2};
use jiff::{Span, civil::Date};

use crate::{
    domain::{
        aside::as_evidence,
        day::say_day,
        entry::{Detail, Entry},
        id::PersonId,
        person::Person,
    },
    store::{Db, StoreError},
    ui::{
        action::Action,
        desk::Desk,
        entry::pick,
        icons, keys, text,
        tokens::{Tokens, Tone, size},
        widget::{
            button::Button,
            card::{card, divider},
            markdown::plain,
            paint,
            section_label::section_label,
        },
    },
};

/// How many days back it is looked for.
const HEARD_DAYS: i64 = 365;

/// Feedback that you received.
pub(super) struct Heard {
    entry: Entry,
    text: String,
    /// From whom, when, and whether it is evidence.
    beside: String,
    changed: String,
}

pub(super) fn read(db: &Db, people: &[Person], most: u32, today: Date) -> Result<Vec<Heard>, StoreError> {
    let names: HashMap<PersonId, &str> = people.iter().map(|person| (person.id, person.profile.short_name())).collect();
    let from = today.checked_sub(Span::new().days(HEARD_DAYS)).unwrap_or(Date::MIN);
    let heard = db.feedback_received(from, most)?.into_iter().filter_map(|entry| {
        let Detail::Feedback(feedback) = &entry.detail else { return None };
        let from = names.get(&entry.person).copied().unwrap_or_default();
        let mut beside = format!("{from}, {}", say_day(entry.written.day(), today));
        if let Some(evidence) = as_evidence(&entry) {
            beside = format!("{beside} · {}", evidence.text);
        }
        Some(Heard { text: plain(&entry.text), beside, changed: feedback.changed.clone(), entry })
    });
    Ok(heard.collect())
}

pub(super) fn show(ui: &mut Ui, desk: &mut Desk<'_>, heard: &[Heard]) {
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
            show_one(ui, desk, one);
        }
    });
}

/// What was said can have the focus: Ctrl+E picks it as evidence, Enter goes to where it was written.
fn show_one(ui: &mut Ui, desk: &mut Desk<'_>, one: &Heard) {
    let builder = UiBuilder::new()
        .id_salt(("heard", one.entry.id.0))
        .sense(Sense::click())
        .accessibility_role(Role::Article)
        .accessibility_label(format!("Feedback: {}", one.text));
    let response = ui.scope_builder(builder, |ui| show_words(ui, desk, one)).response;
    paint::focus_ring(ui, &response, response.rect.expand(3.0), size::CHIP_RADIUS);
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() && !desk.asking {
        if keys::take(ui, Modifiers::COMMAND, Key::E) {
            desk.ask(pick(&one.entry));
        }
        if keys::take(ui, Modifiers::NONE, Key::Enter) {
            desk.ask(Action::OpenEntry(one.entry.person, one.entry.id));
        }
    }
}

fn show_words(ui: &mut Ui, desk: &mut Desk<'_>, one: &Heard) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Label::new(text::body(&one.text).color(t.ink)).wrap());
    ui.label(text::fine(&one.beside).color(t.ink_faint));
    if one.changed.is_empty() {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
            if ui.add(Button::quiet("Say what you changed").icon(icons::EDIT).small()).clicked() {
                desk.ask(Action::Describe(one.entry.id));
            }
        });
    } else {
        let changed = format!("{} You changed: {}", icons::CHECK, one.changed);
        ui.add(Label::new(text::small(changed).color(t.kind_ink(Tone::Feedback))).wrap());
    }
}
