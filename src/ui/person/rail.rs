//! What stands beside Meet: what the person needs, what is open between you, and what matters to them.

use eframe::egui::{Label, Ui};
use jiff::civil::Date;

use super::Facts;
use crate::{
    domain::{
        aside::{Aside, asides},
        day::say_day,
        entry::Entry,
        kind::Kind,
        need::Need,
        person::Person,
    },
    store::{Db, StoreError},
    ui::{
        icons,
        kinds::tone,
        text::{self, Type, Weight},
        tokens::{Tokens, Tone},
        widget::{card::divider, markdown::plain, section_label::section_label},
    },
};

/// More than this of one sort is a number.
const MOST: usize = 7;

/// What the rail shows, read once.
#[derive(Default)]
pub(super) struct Rail {
    need: Option<(Need, String)>,
    /// To talk about and to do.
    table: Vec<Open>,
    goals: Vec<Open>,
}

/// One open thing.
struct Open {
    kind: Kind,
    text: String,
    asides: Vec<Aside>,
}

impl Rail {
    pub(super) fn read(db: &Db, person: &Person, today: Date) -> Result<Self, StoreError> {
        let them = person.profile.short_name();
        let ready =
            |entry: &Entry| Open { kind: entry.kind(), text: plain(&entry.text), asides: asides(entry, today, them) };
        let open = db.open_entries(person.id)?;
        let of =
            |kinds: &[Kind]| open.iter().filter(|entry| kinds.contains(&entry.kind())).map(ready).collect::<Vec<_>>();
        let need = db.need(person.id)?;
        Ok(Self {
            need: need.map(|need| {
                let written = format!("written {}", say_day(need.written.day(), today));
                (need, written)
            }),
            // Flags first: what was noticed comes before what was promised.
            table: [of(&[Kind::Flag]), of(&[Kind::Topic]), of(&[Kind::Action]), of(&[Kind::Praise])]
                .into_iter()
                .flatten()
                .collect(),
            goals: of(&[Kind::Goal, Kind::Delegation]),
        })
    }

    pub(super) fn show(&self, ui: &mut Ui, facts: &Facts) {
        let t = Tokens::of(ui);
        let profile = &facts.person.profile;
        let them = profile.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        if let Some((need, written)) = &self.need {
            section_label(ui, &format!("What does {them} need to be successful?"));
            let answer = text::rich(&need.text, Type::Section, Weight::Medium).size(17.0).line_height(Some(24.0));
            ui.label(answer.color(t.ink));
            ui.label(text::fine(written).color(t.ink_faint));
            ui.add_space(16.0);
        }
        if self.table.is_empty() && self.goals.is_empty() {
            section_label(ui, "On the table");
            let soon = "What you notice, promise and want to talk about stands here until it is done.";
            ui.label(text::small(soon).color(t.ink_soft));
            ui.add_space(16.0);
        }
        show_sort(ui, "On the table", &self.table);
        show_sort(ui, "Goals and what you handed over", &self.goals);
        if !profile.matters.is_empty() {
            section_label(ui, &format!("Matters to {them}"));
            ui.label(text::small(&profile.matters).color(t.ink_soft));
        }
    }
}

fn show_sort(ui: &mut Ui, label: &str, open: &[Open]) {
    if open.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    section_label(ui, label);
    for (nth, thing) in open.iter().take(MOST).enumerate() {
        if nth > 0 {
            divider(ui);
        }
        show_open(ui, thing);
    }
    if open.len() > MOST {
        ui.label(text::fine(format!("and {} more in the timeline", open.len() - MOST)).color(t.ink_faint));
    }
    ui.add_space(16.0);
}

fn show_open(ui: &mut Ui, thing: &Open) {
    let t = Tokens::of(ui);
    let tone = tone(thing.kind);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let icon = ui.label(text::small(icons::for_tone(tone)).color(t.kind_ink(tone)));
        icon.on_hover_text(thing.kind.word()).accessible_name(thing.kind.word());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(text::small(&thing.text).color(t.ink)).wrap());
            if let Some(aside) = thing.asides.iter().find(|aside| aside.urgent).or(thing.asides.first()) {
                let ink = if aside.urgent { t.kind_ink(Tone::Flag) } else { t.ink_soft };
                ui.add(Label::new(text::fine(&aside.text).color(ink)).wrap());
            }
        });
    });
}
