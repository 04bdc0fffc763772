//! Something is off: what you saw, how it differs from before, what they might need, and when you will raise it.

use eframe::egui::{Align, Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::day_field::{self, Which};
use crate::{
    domain::{
        day::say_day,
        describe::AboutFlag,
        entry::Entry,
        flag::{Flag, Plan, RaiseWhen},
        id::EntryId,
        jot::clean,
        kind::Kind,
        life::MoveError,
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        keys, kinds, text,
        tokens::Tokens,
        widget::{button::Button, choices::choices, dialog::Dialog, field::Field},
    },
};

/// What the watching begins with.
const USUAL_WATCH: &str = "in 2 weeks";

/// When it will be raised, as the dialog asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum When {
    Next,
    Today,
    Watch,
}

/// What stands in the fields; kept as a draft while it is typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fields {
    saw: String,
    usually: String,
    lately: String,
    need: String,
    when: Option<When>,
    until: String,
}

impl Fields {
    fn of(entry: &Entry, flag: &Flag, today: Date) -> Self {
        let watched = flag.watch_until.filter(|until| *until > today);
        let when = match flag.raise_when {
            RaiseWhen::NextOneOnOne => Some(When::Next),
            RaiseWhen::On(day) if day == today => Some(When::Today),
            _ => watched.map(|_| When::Watch),
        };
        Self {
            saw: entry.text.clone(),
            usually: flag.usually.clone(),
            lately: flag.lately.clone(),
            need: flag.need.clone(),
            when,
            until: watched.map_or_else(|| USUAL_WATCH.to_owned(), |day| day.to_string()),
        }
    }
}

/// The dialog.
pub struct FlagForm {
    entry: EntryId,
    place: String,
    fields: Fields,
    /// When it was to be raised before anybody chose here.
    stood: (Option<When>, String),
    /// "Next one-on-one, Tue 24 Nov"; nothing once it was raised.
    next: Option<String>,
    tried: bool,
}

/// What is wrong with what stands in it.
struct Problem {
    saw: Option<String>,
    until: Option<String>,
}

impl FlagForm {
    /// The form of a flag, with what was being written in it when it was last left.
    pub fn open(entry: &Entry, flag: &Flag, desk: &mut Desk<'_>) -> Self {
        let place = format!("flag/{}", entry.uid);
        let as_it_is = Fields::of(entry, flag, desk.today);
        let draft = desk.draft(&place).and_then(|draft| serde_json::from_str(&draft.text).ok());
        let planned = desk.read(|db| db.next_planned(entry.person)).map(|planned| planned.at.day());
        let planned = planned.filter(|day| *day >= desk.today);
        let next = match planned {
            Some(day) => format!("Next one-on-one, {}", say_day(day, desk.today)),
            None => "Next one-on-one".to_owned(),
        };
        Self {
            entry: entry.id,
            place,
            stood: (as_it_is.when, as_it_is.until.clone()),
            fields: draft.unwrap_or(as_it_is),
            next: flag.state.is_unraised().then_some(next),
            tried: false,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        let before = self.fields.clone();
        let read = self.read(desk.today);
        let problem = read.as_ref().err().filter(|_| self.tried);
        let (next, fields) = (self.next.as_deref(), &mut self.fields);
        let output = Dialog::new(Id::unique("flag"), "Something is off")
            .chip(|ui| drop(ui.add(kinds::chip(Kind::Flag))))
            .note("Only you can read this.")
            .show(
                ctx,
                |ui| {
                    show_words(ui, fields, problem);
                    let entered = next.is_some_and(|next| show_when(ui, fields, next, problem, desk.today));
                    keys::take(ui, Modifiers::COMMAND, Key::Enter) || entered
                },
                |ui| (ui.add(Button::primary("Keep it")).clicked(), ui.add(Button::plain("Cancel")).clicked()),
            );
        let (keep, cancel) = output.buttons;
        if self.fields != before {
            desk.typed(&self.place, "", &serde_json::to_string(&self.fields).unwrap_or_default());
        }
        if keep || output.body {
            self.tried = true;
            if let Ok(change) = read {
                desk.ask(Action::MakeDrafted(change, self.place.clone()));
                return true;
            }
        }
        // Esc only closes: what was typed waits as a draft for the next time.
        if cancel {
            desk.typed(&self.place, "", "");
        }
        cancel || output.closed
    }

    fn read(&self, today: Date) -> Result<Change, Problem> {
        let fields = &self.fields;
        let text = clean(&fields.saw).map_err(|error| Problem { saw: Some(error.to_string()), until: None })?;
        let plan = self.plan(today).map_err(|error| Problem { saw: None, until: Some(error) })?;
        let [usually, lately, need] =
            [&fields.usually, &fields.lately, &fields.need].map(|field| field.trim().to_owned());
        Ok(Change::DescribeFlag { entry: self.entry, text, about: AboutFlag { usually, lately, need }, plan })
    }

    /// What was chosen here; nothing where it stays as it stood.
    fn plan(&self, today: Date) -> Result<Option<Plan>, String> {
        let Fields { when, until, .. } = &self.fields;
        if self.next.is_none() || *when == self.stood.0 && (*when != Some(When::Watch) || *until == self.stood.1) {
            return Ok(None);
        }
        Ok(Some(match when {
            None => Plan::Raise(RaiseWhen::Undecided),
            Some(When::Next) => Plan::Raise(RaiseWhen::NextOneOnOne),
            Some(When::Today) => Plan::Raise(RaiseWhen::On(today)),
            Some(When::Watch) => match Which::Coming.read(until, today)? {
                Some(day) if day > today => Plan::Watch(day),
                _ => return Err(MoveError::DayIsOver.to_string()),
            },
        }))
    }
}

fn show_words(ui: &mut Ui, fields: &mut Fields, problem: Option<&Problem>) {
    let empty = problem.and_then(|problem| problem.saw.as_deref());
    Field::lines("What did you see?", &mut fields.saw, 1).error(empty).show(ui);
    ui.spacing_mut().item_spacing.x = 12.0;
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            Field::lines("Usually", &mut fields.usually, 1).hint("Speaks early").show(left);
            Field::lines("Lately", &mut fields.lately, 1).hint("Waits to be asked").show(right);
        }
    });
    Field::lines("What might they need to be successful?", &mut fields.need, 1)
        .hint("Before you react: what would help them?")
        .show(ui);
}

/// Whether Enter was pressed in the day.
fn show_when(ui: &mut Ui, fields: &mut Fields, next: &str, problem: Option<&Problem>, today: Date) -> bool {
    const WHEN: &str = "When will you raise it?";
    let t = Tokens::of(ui);
    let chosen = ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(text::small_strong(WHEN).color(t.ink));
        let all = [(When::Next, next), (When::Today, "Today"), (When::Watch, "Watch until…")];
        let changed = choices(ui, WHEN, &mut fields.when, &all).changed();
        ui.add_space(4.0);
        changed
    });
    if fields.when != Some(When::Watch) {
        return false;
    }
    let wrong = problem.and_then(|problem| problem.until.as_deref());
    let entered = day_field::show(ui, ("Watch until", Which::Coming), &mut fields.until, wrong, today);
    if chosen.inner {
        // In a low window it comes below what is in sight.
        ui.scroll_to_cursor(Some(Align::BOTTOM));
    }
    entered
}
