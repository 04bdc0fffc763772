//! The dialog that moves an entry to another kind, date or person.

use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;

use crate::{
    domain::{
        entry::{Entry, kind::Kind},
        id::{EntryId, PersonId},
        parse::{date::parse_past_date, prefix::Prefix},
    },
    journal::change::{Change, RuleViolation},
    ui::{
        dialog::name_with_archived,
        kind_style,
        screen_context::ScreenContext,
        shortcut::Shortcut,
        text,
        tokens::Tokens,
        widget::{button::Button, dialog::Dialog, field::TextField, markdown::to_plain_text, menu::combo_box},
    },
};

/// Moves an entry to another kind, date or person.
pub struct ReclassifyDialog {
    entry: EntryId,
    entry_text: String,
    kind: Kind,
    /// The current prefix; another one changes the kind.
    original_prefix: Prefix,
    prefix: Prefix,
    /// Kind and person are fixed: a goal and its check-ins belong together.
    is_linked_goal: bool,
    /// The current date.
    written_date: Date,
    date: String,
    person: PersonId,
    people: Vec<(PersonId, String)>,
    show_errors: bool,
}

impl ReclassifyDialog {
    /// Opens it for an entry.
    pub fn open(entry: &Entry, screen: &mut ScreenContext<'_>) -> Self {
        let people = screen.read(crate::store::Db::people);
        let prefix = entry.detail.prefix().unwrap_or_default();
        let is_linked_goal = match entry.kind() {
            Kind::CheckIn => true,
            Kind::Goal => screen.read(|db| db.has_check_ins(entry.id)),
            _ => false,
        };
        Self {
            entry: entry.id,
            entry_text: to_plain_text(&entry.text),
            kind: entry.kind(),
            original_prefix: prefix,
            prefix,
            is_linked_goal,
            written_date: entry.written_at.day(),
            date: entry.written_at.day().to_string(),
            person: entry.person,
            people: people.into_iter().map(|person| (person.id, name_with_archived(&person))).collect(),
            show_errors: false,
        }
    }

    /// Shows it and returns whether to close it.
    pub fn show(&mut self, ctx: &Context, screen: &mut ScreenContext<'_>) -> bool {
        let day = self.parse_date(screen.today);
        let error = day.as_ref().err().filter(|_| self.show_errors).cloned();
        let kind = if self.prefix == self.original_prefix { self.kind } else { self.prefix.kind() };
        let output = Dialog::new(Id::unique("refile"), "Change kind, date or person")
            .width(480.0)
            .title_contents(move |ui| drop(ui.add(kind_style::chip(kind))))
            .note(&format!("You can undo this with {}.", Shortcut::Undo.label(ctx)))
            .show(
                ctx,
                |ui| {
                    self.show_body(ui, error.as_deref());
                    Shortcut::SubmitDialog.consume(ui)
                },
                |ui| (ui.add(Button::primary("Save")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (done, cancel) = output.buttons;
        if done || output.body {
            self.show_errors = true;
            if let Ok(day) = day {
                let prefix = (self.prefix != self.original_prefix).then_some(self.prefix);
                screen.dispatch(Change::Reclassify { entry: self.entry, prefix, day, person: self.person });
                return true;
            }
        }
        cancel || output.closed
    }

    fn show_body(&mut self, ui: &mut Ui, error: Option<&str>) {
        let t = Tokens::of(ui);
        ui.label(text::body(&self.entry_text).color(t.ink_soft));
        if self.is_linked_goal {
            ui.label(text::small(RuleViolation::LinkedGoal.to_string()).color(t.ink_soft));
        } else {
            self.show_kind_and_person(ui);
        }
        TextField::singleline("Date", &mut self.date)
            .hint("yesterday, 12 nov, 2026-11-12")
            .error(error)
            .width(260.0)
            .show(ui);
        if self.prefix != self.original_prefix {
            let warning = "Changing the kind starts it over. Its past stays in the version history.";
            ui.label(text::fine(warning).color(t.ink_soft));
        }
    }

    fn show_kind_and_person(&mut self, ui: &mut Ui) {
        let prefixes = Prefix::ALL.map(|prefix| (prefix, prefix.label()));
        labelled_row(ui, "Kind", |ui| drop(combo_box(ui, "Kind", &mut self.prefix, &prefixes)));
        let people: Vec<(PersonId, &str)> = self.people.iter().map(|(id, name)| (*id, name.as_str())).collect();
        labelled_row(ui, "Person", |ui| drop(combo_box(ui, "Person", &mut self.person, &people)));
    }

    fn parse_date(&self, today: Date) -> Result<Date, String> {
        let day = parse_past_date(self.date.trim(), today).map_err(|error| error.to_string())?;
        if day > today && day != self.written_date { Err(RuleViolation::FutureDate.to_string()) } else { Ok(day) }
    }
}

fn labelled_row(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::small_strong(label).color(Tokens::of(ui).ink));
        add(ui);
    });
}
