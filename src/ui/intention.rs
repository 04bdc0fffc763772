//! "What will you do today to lead, not just manage?": one line, kept for today, and shown back at the end of the week.

use eframe::egui::{Align, Id, Key, Label, Layout, Ui, vec2};
use jiff::civil::Date;

use super::{
    action::Action,
    desk::Desk,
    icons, text,
    tokens::Tokens,
    widget::{
        button::Button, card::card, card::divider, checkbox::tick, field::Field, link::Link,
        section_label::section_label,
    },
};
use crate::{
    domain::intention::{Intention, Outcome, QUESTION, Week, week_to_look_back_on},
    journal::{change::Change, leading::Leading},
    store::{Db, StoreError},
};

/// Where the line is kept while it is written.
const PLACE: &str = "intention";

/// The card of one day.
#[derive(Default)]
pub struct IntentionCard {
    read_at: Option<(u64, Date)>,
    read: Read,
    /// The line as it is written; `None` while the one that is kept is shown.
    writing: Option<String>,
    wants_focus: bool,
}

#[derive(Default)]
struct Read {
    today: Option<Intention>,
    week: Option<(Week, Vec<Intention>)>,
}

impl Read {
    fn new(db: &Db, today: Date) -> Result<Self, StoreError> {
        let week = match week_to_look_back_on(today) {
            Some(week) => Some((week, db.intentions(week.first, week.last)?)),
            None => None,
        };
        Ok(Self { today: db.intention_of(today)?, week: week.filter(|(_, lines)| !lines.is_empty()) })
    }
}

impl IntentionCard {
    /// Shows the card, as wide as there is room.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        self.refresh(desk);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            section_label(ui, "One small thing today");
            let question = text::section(QUESTION).color(Tokens::of(ui).ink);
            ui.add(Label::new(question).wrap());
            ui.add_space(4.0);
            match &self.read.today {
                Some(kept) if self.writing.is_none() => {
                    if show_kept(ui, kept) {
                        self.writing = Some(kept.text.clone());
                        self.wants_focus = true;
                    }
                }
                _ => self.show_field(ui, desk),
            }
            if let Some((week, lines)) = &self.read.week {
                show_week(ui, desk, *week, lines);
            }
        });
    }

    fn refresh(&mut self, desk: &mut Desk<'_>) {
        let now = (desk.journal.generation(), desk.today);
        if self.read_at == Some(now) {
            return;
        }
        let first = self.read_at.is_none();
        self.read_at = Some(now);
        self.read = desk.read(|db| Read::new(db, now.1));
        if first {
            self.writing = desk.draft(PLACE).map(|draft| draft.text);
        }
    }

    fn show_field(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let mut writing = self.writing.clone().unwrap_or_default();
        let field = Field::line(QUESTION, &mut writing).hide_label().hint("Write one line…");
        let output = field.id(Id::unique("intention of today")).show(ui);
        if std::mem::take(&mut self.wants_focus) {
            output.response.request_focus();
        }
        if output.response.changed() {
            desk.typed(PLACE, "", &writing);
            self.writing = Some(writing.clone());
        }
        let enter = output.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let escape = output.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        let kept = self.read.today.as_ref().map(|kept| kept.text.as_str());
        let line = writing.trim().to_owned();
        let is_new = kept.unwrap_or_default() != line;
        let mut keep = enter;
        let mut leave = escape && kept.is_some();
        if is_new || kept.is_some() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let word = if line.is_empty() { "Take the line away" } else { "Keep it for today" };
                keep |= is_new && ui.add(Button::plain(word).small()).clicked();
                leave |= kept.is_some() && ui.add(Button::quiet("Cancel").small()).clicked();
            });
        }
        if keep && is_new {
            desk.ask(Action::MakeDrafted(Change::Leading(Leading::Intend(line)), PLACE.to_owned()));
            self.writing = None;
        } else if leave || (keep && kept.is_some()) {
            desk.typed(PLACE, "", "");
            self.writing = None;
        }
    }
}

/// The line of today; `true` where it is to be written anew.
fn show_kept(ui: &mut Ui, kept: &Intention) -> bool {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(text::body(icons::CHECK).color(t.accent));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(text::body_medium(&kept.text).color(t.ink)).wrap());
            ui.add(Link::new("Change it", "Change it: the line of today")).clicked()
        })
        .inner
    })
    .inner
}

fn show_week(ui: &mut Ui, desk: &mut Desk<'_>, week: Week, lines: &[Intention]) {
    ui.add_space(8.0);
    divider(ui);
    ui.add_space(6.0);
    section_label(ui, week.title());
    for line in lines {
        show_line(ui, desk, line, &line.written.day().strftime("%a").to_string());
    }
}

/// A line of a day that is over, and what became of it: a tick where it was done, a word where not this time.
pub(super) fn show_line(ui: &mut Ui, desk: &mut Desk<'_>, line: &Intention, day: &str) {
    let t = Tokens::of(ui);
    let answer = |outcome| Action::Make(Change::Leading(Leading::LookBack { intention: line.uid, outcome }));
    ui.push_id(line.uid, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let mut did = line.outcome == Some(Outcome::Did);
            if tick(ui, &mut did, &format!("Did it: {}", line.text)).changed() {
                desk.ask(answer(did.then_some(Outcome::Did)));
            }
            ui.allocate_ui_with_layout(vec2(44.0, 20.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_size(vec2(44.0, 20.0));
                ui.label(text::fine(day).color(t.ink_faint));
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let not = line.outcome == Some(Outcome::NotThisTime);
                let ink = if not { t.ink_faint } else { t.ink };
                ui.add(Label::new(text::small(&line.text).color(ink)).wrap());
                if !did {
                    let word = Link::new("Not this time", format!("Not this time: {}", line.text));
                    if ui.add(word.chosen(not)).clicked() {
                        desk.ask(answer((!not).then_some(Outcome::NotThisTime)));
                    }
                }
            });
        });
    });
}
