//! "Don’t hope it fixes itself": everything that waits on you, the loudest first, with its choices.

use std::collections::HashMap;

use eframe::egui::{EventFilter, Id, Key, Modifiers, Ui};

use crate::{
    domain::{
        aside::{Voice, as_evidence},
        check_in::Closeness,
        day::say_day,
        entry::Entry,
        id::EntryId,
        kind::Kind,
        life::Move,
        person::Person,
        today::Wait,
    },
    journal::{change::Change, today::Day},
    ui::{
        action::Action,
        desk::Desk,
        dialog::ask::Question,
        entry::{moves, pick, show_aside},
        icons, keys,
        kinds::tone,
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            card::{card, divider},
            markdown::plain,
            section_label::section_label,
            steps::steps,
            wait_row::{self, WaitRow},
        },
    },
};

/// So many are shown before the rest is asked for.
const FIRST: usize = 8;
/// The keys of how close a goal feels.
const CLOSE: [Key; 5] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct Waits {
    /// The entries in sight, and their texts in one line.
    read: HashMap<EntryId, (Entry, String)>,
    chosen: Option<EntryId>,
    /// Where that is, so that the next one is chosen when it goes.
    at: usize,
    /// Where the focus goes in the next frame, and where the chosen row was shown in the last.
    wants_focus: bool,
    row: Option<Id>,
    all: bool,
    later: bool,
}

/// One of the choices: its word, its key, and what it asks for.
struct Choice {
    word: String,
    key: Key,
    action: Action,
}

impl Waits {
    /// The journal has changed: all is read again. Where the chosen thing waits no longer, the next one is chosen.
    pub(super) fn forget(&mut self, day: &Day) {
        self.read.clear();
        let Some(chosen) = self.chosen else { return };
        let rows = self.rows(day);
        if let Some(at) = rows.iter().position(|wait| wait.entry == chosen) {
            self.at = at;
            return;
        }
        self.at = self.at.min(rows.len().saturating_sub(1));
        self.chosen = rows.get(self.at).map(|wait| wait.entry);
        self.wants_focus = self.chosen.is_some();
    }

    /// What is shown of it, in order.
    fn rows(&self, day: &Day) -> Vec<Wait> {
        let now = &day.waiting.now;
        let most = if self.all { now.len() } else { FIRST };
        let later: &[Wait] = if self.later { &day.waiting.later } else { &[] };
        now.iter().take(most).chain(later).copied().collect()
    }

    fn choose(&mut self, rows: &[Wait], at: usize) {
        if let Some(wait) = rows.get(at) {
            (self.chosen, self.at, self.wants_focus) = (Some(wait.entry), at, true);
        }
    }

    /// Takes the keys of the list. To be called before anything is shown.
    pub(super) fn keys(&mut self, ui: &Ui, desk: &mut Desk<'_>, day: &Day) {
        let rows = self.rows(day);
        let focused = ui.memory(eframe::egui::Memory::focused);
        let in_list = focused.is_none() || focused == self.row;
        let take = |key| keys::take(ui, Modifiers::NONE, key);
        let presses = |letter, arrow| {
            let arrows = if in_list { keys::take_all(ui, Modifiers::NONE, arrow) } else { 0 };
            keys::take_all(ui, Modifiers::NONE, letter) + arrows
        };
        let (down, up) = (presses(Key::J, Key::ArrowDown), presses(Key::K, Key::ArrowUp));
        if down > 0 {
            // The first press chooses the first.
            let next = if self.chosen.is_some() { self.at + down } else { down - 1 };
            self.choose(&rows, next.min(rows.len().saturating_sub(1)));
        }
        if up > 0 {
            self.choose(&rows, self.at.saturating_sub(up));
        }
        let Some(wait) = self.chosen.and_then(|chosen| rows.iter().find(|wait| wait.entry == chosen)) else { return };
        if take(Key::Escape) {
            self.chosen = None;
            if let Some(row) = self.row.take() {
                ui.memory_mut(|memory| memory.surrender_focus(row));
            }
            return;
        }
        if focused.is_some() && focused == self.row && take(Key::Enter) {
            desk.ask(Action::OpenEntry(wait.person, wait.entry));
            return;
        }
        let Some((entry, _)) = self.read.get(&wait.entry) else { return };
        if keys::take(ui, Modifiers::COMMAND, Key::E) {
            desk.ask(pick(entry));
        }
        for choice in choices(entry, wait, desk) {
            if take(choice.key) {
                desk.ask(choice.action);
            }
        }
        if wait.kind == Kind::Goal {
            for (key, closeness) in CLOSE.into_iter().zip(1..) {
                if take(key) {
                    check_in(desk, wait.entry, closeness);
                }
            }
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, day: &Day) {
        let t = Tokens::of(ui);
        ui.add_space(8.0);
        section_label(ui, "Don’t hope it fixes itself");
        ui.add_space(2.0);
        let now = day.waiting.now.len();
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if now == 0 {
                show_quiet(ui);
            }
            let rows = self.rows(day);
            for (nth, wait) in rows.iter().enumerate() {
                if nth > 0 {
                    divider(ui);
                }
                let Some(person) = day.person(wait.person) else { continue };
                self.show_row(ui, desk, wait, person, nth);
            }
            let rest = now.saturating_sub(FIRST);
            let put_off = day.waiting.later.len();
            if rest == 0 && put_off == 0 {
                return;
            }
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if rest > 0 {
                    let word = if self.all { "only the loudest".to_owned() } else { format!("and {rest} more") };
                    self.all ^= ui.add(Button::quiet(word).small()).clicked();
                }
                if put_off > 0 {
                    let sign = if self.later { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                    self.later ^= ui.add(Button::quiet(format!("{put_off} put off")).icon(sign).small()).clicked();
                }
                if let Some(soonest) = day.waiting.later.first().and_then(|wait| wait.put_off) {
                    let back = format!("the next is back {}", say_day(soonest, desk.today));
                    ui.label(text::fine(back).color(t.ink_faint));
                }
            });
        });
    }

    fn show_row(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, wait: &Wait, person: &Person, nth: usize) {
        let them = person.profile.short_name();
        let chosen = self.chosen == Some(wait.entry);
        let seen = ui.is_rect_visible(eframe::egui::Rect::from_min_size(
            ui.cursor().min,
            eframe::egui::vec2(ui.available_width(), wait_row::HEIGHT),
        ));
        // Of a long list, what is out of sight is only as high as it will be.
        if nth >= FIRST && !seen && !chosen {
            ui.add_space(wait_row::HEIGHT);
            return;
        }
        if !self.read.contains_key(&wait.entry)
            && let Some(entry) = desk.read(|db| db.entry(wait.entry))
        {
            let text = plain(&entry.text);
            self.read.insert(wait.entry, (entry, text));
        }
        // Where it is gone since the day was read, the day is read again in a moment.
        let Some((entry, text)) = self.read.get(&wait.entry) else { return };
        let (why, voice) = match wait.put_off {
            Some(until) => (format!("until {}", say_day(until, desk.today)), Voice::Calm),
            None => (wait.why.in_short(them), wait.why.voice()),
        };
        let row =
            WaitRow { tone: tone(wait.kind), kind: wait.kind.word(), person: them, text, why: &why, voice, chosen };
        let response = ui.add(row);
        if response.clicked() || response.gained_focus() {
            (self.chosen, self.at) = (Some(wait.entry), nth);
            response.request_focus();
        }
        if response.double_clicked() {
            desk.ask(Action::OpenEntry(wait.person, wait.entry));
        }
        if !chosen {
            return;
        }
        self.row = Some(response.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        show_choices(ui, desk, entry, wait, them);
    }
}

/// Why it waits in a sentence, and what can be done about it here.
fn show_choices(ui: &mut Ui, desk: &mut Desk<'_>, entry: &Entry, wait: &Wait, them: &str) {
    let t = Tokens::of(ui);
    let indent = wait_row::text_column(ui.available_width());
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.label(text::small(wait.why.in_full(them, desk.today)).color(t.ink_soft));
            if let Some(picked) = as_evidence(entry) {
                show_aside(ui, &picked);
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = [6.0, 6.0].into();
                if wait.kind == Kind::Goal
                    && let Some(closeness) = steps(ui, &format!("check in on {}", plain(&entry.text)))
                {
                    check_in(desk, wait.entry, closeness);
                }
                for choice in choices(entry, wait, desk) {
                    let key = choice.key.name();
                    if ui.add(Button::plain(choice.word).key(key).small()).clicked() {
                        desk.ask(choice.action);
                    }
                }
                let open = format!("Open {them}");
                if ui.add(Button::quiet(open).key("Enter").small()).clicked() {
                    desk.ask(Action::OpenEntry(wait.person, wait.entry));
                }
            });
            ui.add_space(6.0);
        });
    });
}

/// What can be done from here: the likeliest things of its life, and to put it off or not.
fn choices(entry: &Entry, wait: &Wait, desk: &Desk<'_>) -> Vec<Choice> {
    let tick = moves::tick(entry, desk.today).filter(|tick| !tick.on && wait.kind == Kind::Flag);
    let looked = tick.map(|tick| Choice { word: tick.name.to_owned(), key: Key::A, action: Action::Make(tick.change) });
    let offers = moves::offers(entry).into_iter();
    let offers =
        offers.filter_map(|offer| Some(Choice { key: key_of(&offer.action)?, word: offer.word, action: offer.action }));
    let later = if wait.put_off.is_some() {
        let change = Change::PutOff { entry: wait.entry, until: None };
        Choice { word: "Back now".to_owned(), key: Key::L, action: Action::Make(change) }
    } else {
        Choice { word: "Later…".to_owned(), key: Key::L, action: Action::PutOff(wait.entry) }
    };
    looked.into_iter().chain(offers).chain([later]).collect()
}

/// The letter of a choice; what has none is in the menu of the entry.
fn key_of(action: &Action) -> Option<Key> {
    match action {
        Action::Raise(_) => Some(Key::R),
        Action::Ask(_, Question::Watch) => Some(Key::W),
        Action::Ask(_, Question::LetGo) => Some(Key::G),
        Action::Ask(_, Question::Settle) => Some(Key::S),
        Action::Make(Change::Move { wanted: Move::Done, .. }) => Some(Key::D),
        Action::Make(Change::Move { wanted: Move::Told(_), .. }) => Some(Key::T),
        _ => None,
    }
}

fn check_in(desk: &mut Desk<'_>, goal: EntryId, closeness: u8) {
    if let Ok(closeness) = Closeness::try_from(closeness) {
        desk.ask(Action::Make(Change::CheckIn { goal, closeness }));
    }
}

/// Nothing waits: a good day to walk around.
fn show_quiet(ui: &mut Ui) {
    let t = Tokens::of(ui);
    ui.add_space(10.0);
    ui.vertical_centered(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(text::heading(icons::CHECK_CIRCLE).color(t.accent));
        ui.label(text::section("Nothing waits on you today.").color(t.ink));
        ui.label(text::body("What you promised is done, and what you noticed was talked about.").color(t.ink_soft));
    });
    ui.add_space(14.0);
}
