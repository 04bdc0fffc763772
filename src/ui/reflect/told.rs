//! What they told you, and what you changed because of it.

use std::collections::HashMap;

use eframe::egui::{Align, Label, Layout, Ui, vec2};
use jiff::{Span, civil::Date};

use crate::{
    domain::{
        day::say_day,
        entry::Detail,
        id::{EntryId, PersonId},
        person::Person,
    },
    store::{Db, StoreError},
    ui::{
        action::Action,
        desk::Desk,
        icons, text,
        tokens::{Tokens, Tone},
        widget::{
            button::Button,
            card::{card, divider},
            markdown::plain,
            section_label::section_label,
        },
    },
};

/// How many days back it is looked for.
const HEARD_DAYS: i64 = 365;

/// Feedback that you received.
pub(super) struct Heard {
    entry: EntryId,
    text: String,
    from: String,
    day: String,
    changed: String,
}

pub(super) fn read(db: &Db, people: &[Person], most: u32, today: Date) -> Result<Vec<Heard>, StoreError> {
    let names: HashMap<PersonId, &str> = people.iter().map(|person| (person.id, person.profile.short_name())).collect();
    let from = today.checked_sub(Span::new().days(HEARD_DAYS)).unwrap_or(Date::MIN);
    let heard = db.feedback_received(from, most)?.into_iter().filter_map(|entry| {
        let Detail::Feedback(feedback) = &entry.detail else { return None };
        Some(Heard {
            entry: entry.id,
            text: plain(&entry.text),
            from: names.get(&entry.person).copied().unwrap_or_default().to_owned(),
            day: say_day(entry.written.day(), today),
            changed: feedback.changed.clone(),
        })
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
            ui.push_id(one.entry.0, |ui| show_one(ui, desk, one));
        }
    });
}

fn show_one(ui: &mut Ui, desk: &mut Desk<'_>, one: &Heard) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Label::new(text::body(&one.text).color(t.ink)).wrap());
    ui.label(text::fine(format!("{}, {}", one.from, one.day)).color(t.ink_faint));
    if one.changed.is_empty() {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 28.0), Layout::left_to_right(Align::Center), |ui| {
            if ui.add(Button::quiet("Say what you changed").icon(icons::EDIT).small()).clicked() {
                desk.ask(Action::Describe(one.entry));
            }
        });
    } else {
        let changed = format!("{} You changed: {}", icons::CHECK, one.changed);
        ui.add(Label::new(text::small(changed).color(t.kind_ink(Tone::Feedback))).wrap());
    }
}
