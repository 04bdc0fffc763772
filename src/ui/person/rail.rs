//! What stands beside Meet: what the person needs, what is open between you, and what matters to them. What is on the table
//! is ticked off here, with a click or with Alt and its number, without leaving the composer.

use eframe::egui::{Event, Key, Label, Modifiers, Ui};
use jiff::civil::Date;

use super::Facts;
use crate::{
    domain::{
        aside::{Aside, asides, checked_in, climb},
        check_in::Closeness,
        day::say_day,
        entry::{Detail, Entry},
        id::EntryId,
        kind::Kind,
        need::Need,
    },
    journal::change::Change,
    store::{Db, StoreError},
    ui::{
        action::Action,
        desk::Desk,
        entry::{
            moves::{self, Tick},
            show_aside,
        },
        icons, keys,
        kinds::tone,
        text::{self, Type, Weight},
        tokens::Tokens,
        widget::{
            button::Button, card::divider, checkbox::tick, key_hint::key_hint, markdown::plain, path::path,
            section_label::section_label, steps::steps,
        },
    },
};

/// More than this of one sort is a number.
const MOST: usize = 9;
/// How many check-ins the small line of a goal goes back.
const PATH: u32 = 12;
/// The keys that tick off the things on the table, in their order.
const TICKS: [Key; MOST] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// What the rail shows, read once.
#[derive(Default)]
pub(super) struct Rail {
    needs: Vec<Need>,
    /// To talk about and to do; what was ticked off in this one-on-one stays to be seen.
    table: Vec<Thing>,
    goals: Vec<Thing>,
    handed_over: Vec<Thing>,
    expectations: Vec<Thing>,
}

/// One thing that is open, or was until this one-on-one.
struct Thing {
    entry: Entry,
    text: String,
    asides: Vec<Aside>,
    tick: Option<Tick>,
    /// For a goal: since when nobody checked in on it, and how close it felt until then.
    quiet: Option<Aside>,
    path: Vec<u8>,
}

impl Thing {
    fn new(db: &Db, entry: Entry, today: Date, them: &str) -> Result<Self, StoreError> {
        let is_goal = entry.kind() == Kind::Goal;
        let path = if is_goal { db.latest_check_ins(entry.id, PATH)? } else { Vec::new() };
        let quiet = is_goal.then(|| checked_in(path.last().copied(), today));
        Ok(Self {
            text: text::beginning(&plain(&entry.text)),
            asides: asides(&entry, today, them),
            tick: moves::tick(&entry, today),
            quiet,
            path: path.into_iter().map(|(_, closeness)| closeness.into()).collect(),
            entry,
        })
    }

    /// Over since this one-on-one; it stays to be seen until the next.
    fn ticked(&self) -> bool {
        // An expectation holds; it is not what is open.
        let is_over = !self.entry.detail.is_open() && self.entry.kind() != Kind::Expectation;
        self.tick.as_ref().map_or(is_over, |tick| tick.on)
    }
}

impl Rail {
    pub(super) fn read(db: &Db, facts: &Facts, today: Date) -> Result<Self, StoreError> {
        let them = facts.person.profile.short_name();
        let mut things = db.open_entries(facts.person.id)?;
        things.extend(db.flags_to_check_again(facts.person.id, today)?);
        if let Some(running) = &facts.running {
            let known: Vec<EntryId> = things.iter().map(|entry| entry.id).collect();
            things.extend(db.entries_moved_in(running.id)?.into_iter().filter(|entry| !known.contains(&entry.id)));
        }
        things.sort_by(|a, b| (turn(a, today), &a.written, a.id).cmp(&(turn(b, today), &b.written, b.id)));
        let of = |kinds: &[Kind]| -> Result<Vec<Thing>, StoreError> {
            // In the order the kinds are named: what was noticed comes before what was promised.
            let wanted = kinds.iter().flat_map(|kind| things.iter().filter(move |entry| entry.kind() == *kind));
            wanted.map(|entry| Thing::new(db, entry.clone(), today, them)).collect()
        };
        Ok(Self {
            needs: db.needs(facts.person.id)?,
            table: of(&[Kind::Flag, Kind::Topic, Kind::Action, Kind::Praise])?,
            goals: of(&[Kind::Goal])?,
            handed_over: of(&[Kind::Delegation])?,
            expectations: db
                .expectations_in_force(facts.person.id)?
                .into_iter()
                .map(|entry| Thing::new(db, entry, today, them))
                .collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn show(&self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let t = Tokens::of(ui);
        let profile = &facts.person.profile;
        let them = profile.short_name();
        ui.spacing_mut().item_spacing.y = 4.0;
        self.show_need(ui, desk, facts);
        self.show_table(ui, desk);
        show_sort(ui, "Goals", &self.goals, |ui, _, goal| show_goal(ui, desk, goal));
        show_sort(ui, "Handed over", &self.handed_over, |ui, _, thing| show_thing(ui, desk, thing, None));
        show_sort(ui, "Expectations", &self.expectations, |ui, _, thing| show_expectation(ui, desk, thing));
        if !profile.matters.is_empty() {
            section_label(ui, &format!("Matters to {them}"));
            ui.label(text::small(&profile.matters).color(t.ink_soft));
        }
    }

    /// The standing answer, and the way to answer anew.
    fn show_need(&self, ui: &mut Ui, desk: &mut Desk<'_>, facts: &Facts) {
        let t = Tokens::of(ui);
        let them = facts.person.profile.short_name();
        section_label(ui, &format!("What does {them} need to be successful?"));
        let mut word = "Answer it".to_owned();
        if let Some(need) = self.needs.first() {
            let answer = text::rich(&need.text, Type::Section, Weight::Medium).size(17.0).line_height(Some(24.0));
            ui.label(answer.color(t.ink));
            word = match self.needs.len() {
                1 => say_day(need.written.day(), desk.today),
                2 => format!("{} · 1 earlier answer", say_day(need.written.day(), desk.today)),
                all => format!("{} · {} earlier answers", say_day(need.written.day(), desk.today), all - 1),
            };
        }
        if ui.add(Button::quiet(word).icon(icons::EDIT).small()).clicked() {
            desk.ask(Action::AnswerNeed(facts.person.id));
        }
        ui.add_space(12.0);
    }

    fn show_table(&self, ui: &mut Ui, desk: &mut Desk<'_>) {
        if self.table.is_empty() {
            section_label(ui, "On the table");
            let soon = "What you notice, promise and want to talk about stands here until it is done.";
            ui.label(text::small(soon).color(Tokens::of(ui).ink_soft));
            ui.add_space(16.0);
        }
        show_sort(ui, "On the table", &self.table, |ui, nth, thing| show_thing(ui, desk, thing, Some(nth + 1)));
    }

    /// Alt and a number tick off what stands there, or ask what its first choice asks. To be called before the composer,
    /// which would take the number for a word.
    pub(super) fn keys(&self, ui: &Ui, desk: &mut Desk<'_>) {
        for (key, thing) in TICKS.into_iter().zip(&self.table) {
            if keys::take(ui, Modifiers::ALT, key) {
                ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
                match (&thing.tick, moves::offers(&thing.entry).into_iter().next()) {
                    (Some(tick), _) => desk.ask(Action::Make(tick.change.clone())),
                    (None, Some(offer)) => desk.ask(offer.action),
                    (None, None) => {}
                }
            }
        }
    }
}

/// Among flags: what you mean to raise now comes first, what you only watch last.
fn turn(entry: &Entry, today: Date) -> u8 {
    match &entry.detail {
        Detail::Flag(flag) if flag.is_on_the_table(today) => 0,
        Detail::Flag(flag) if flag.rests(today) => 2,
        _ => 1,
    }
}

fn show_sort(ui: &mut Ui, label: &str, things: &[Thing], mut show: impl FnMut(&mut Ui, usize, &Thing)) {
    if things.is_empty() {
        return;
    }
    section_label(ui, label);
    for (nth, thing) in things.iter().take(MOST).enumerate() {
        if nth > 0 {
            divider(ui);
        }
        ui.push_id(thing.entry.id.0, |ui| show(ui, nth, thing));
    }
    if things.len() > MOST {
        let more = format!("and {} more in the timeline", things.len() - MOST);
        ui.label(text::fine(more).color(Tokens::of(ui).ink_faint));
    }
    ui.add_space(16.0);
}

/// One thing: its box or its sign, what it is, what became of it, and for a flag its choices.
fn show_thing(ui: &mut Ui, desk: &mut Desk<'_>, thing: &Thing, number: Option<usize>) {
    let row = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        show_sign(ui, desk, thing);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            show_words(ui, thing);
            if matches!(thing.entry.detail, Detail::Flag(_)) {
                show_choices(ui, desk, thing);
            }
            if thing.entry.level().is_some() && thing.entry.detail.is_open() {
                show_ladder(ui, desk, thing);
            }
        });
    });
    if let Some(number) = number {
        row.response.on_hover_ui(|ui| drop(key_hint(ui, &format!("Alt+{number}"))));
    }
}

fn show_sign(ui: &mut Ui, desk: &mut Desk<'_>, thing: &Thing) {
    if let Some(tick_of) = &thing.tick {
        let mut on = tick_of.on;
        if tick(ui, &mut on, &format!("{}: {}", tick_of.name, thing.text)).changed() {
            desk.ask(Action::Make(tick_of.change.clone()));
        }
        return;
    }
    let t = Tokens::of(ui);
    let kind = thing.entry.kind();
    if !thing.entry.detail.is_open() {
        let done = ui.label(text::small(icons::CHECK_CIRCLE).color(t.accent));
        done.accessible_name(format!("{}, done with", kind.word()));
        return;
    }
    let icon = ui.label(text::small(icons::for_tone(tone(kind))).color(t.kind_ink(tone(kind))));
    icon.accessible_name(kind.word());
}

fn show_words(ui: &mut Ui, thing: &Thing) {
    let t = Tokens::of(ui);
    let ink = if thing.ticked() { t.ink_faint } else { t.ink };
    ui.add(Label::new(text::small(&thing.text).color(ink)).wrap());
    // The loudest line, and of equally loud ones the first.
    let loudest = thing.asides.iter().rev().max_by_key(|aside| aside.voice);
    if let Some(aside) = loudest {
        show_aside(ui, aside);
    }
}

/// How many of a flag's choices stand in the rail; the others are in its menu and its dialog.
const CHOICES: usize = 3;

/// Raise it, keep watching, let it go; once raised, settle it.
fn show_choices(ui: &mut Ui, desk: &mut Desk<'_>, thing: &Thing) {
    let offers = moves::offers(&thing.entry);
    if offers.is_empty() {
        return;
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in offers.into_iter().take(CHOICES) {
            if ui.add(Button::plain(offer.word).small()).clicked() {
                desk.ask(offer.action);
            }
        }
        let more = ui.add(Button::plain("More…").small()).accessible_name(format!("More about: {}", thing.text));
        if more.clicked() {
            desk.ask(Action::Describe(thing.entry.id));
        }
    });
    ui.add_space(3.0);
}

/// A goal, and how close it feels: one click is a check-in.
fn show_goal(ui: &mut Ui, desk: &mut Desk<'_>, goal: &Thing) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(text::small(&goal.text).color(t.ink)).wrap());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            path(ui, &goal.path);
            if let Some(quiet) = &goal.quiet {
                show_aside(ui, quiet);
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(text::fine("How close?").color(t.ink_faint));
            let clicked = steps(ui, &format!("check in on {}", goal.text));
            if let Some(closeness) = clicked.and_then(|number| Closeness::try_from(number).ok()) {
                desk.ask(Action::Make(Change::CheckIn { goal: goal.entry.id, closeness }));
            }
        });
    });
}

/// Where a delegation was on the ladder, and the steps up and down from there.
fn show_ladder(ui: &mut Ui, desk: &mut Desk<'_>, thing: &Thing) {
    let t = Tokens::of(ui);
    if let Some(climbed) = climb(&thing.entry, desk.today) {
        ui.add(Label::new(text::fine(climbed).color(t.ink_soft)).wrap());
    }
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in moves::ladder(&thing.entry) {
            let level = offer.word.rsplit(' ').next().unwrap_or_default();
            let button = ui.add(Button::plain(level).icon(offer.icon).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", offer.word, thing.text));
            if clicked {
                desk.ask(offer.action);
            }
        }
    });
    ui.add_space(3.0);
}

/// What you expect and what you provide; one click says that it was said aloud today.
fn show_expectation(ui: &mut Ui, desk: &mut Desk<'_>, thing: &Thing) {
    let t = Tokens::of(ui);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(Label::new(text::small(&thing.text).color(t.ink)).wrap());
        for aside in &thing.asides {
            show_aside(ui, aside);
        }
    });
    ui.add_space(3.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [6.0, 6.0].into();
        for offer in moves::offers(&thing.entry) {
            let button = ui.add(Button::plain(offer.word.as_str()).small());
            let clicked = button.clicked();
            button.accessible_name(format!("{}: {}", offer.word, thing.text));
            if clicked {
                desk.ask(offer.action);
            }
        }
    });
}
