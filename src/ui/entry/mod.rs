//! How an entry is shown, wherever it is shown: what was written, what became of it, and what can be done with it.

pub mod editor;
pub mod moves;

use eframe::egui::{Key, KeyboardShortcut, Modifiers, Response, Sense, Ui, UiBuilder, accesskit::Role};
use jiff::civil::Date;

use self::editor::EntryEditor;
use super::{
    action::{Action, say_key},
    desk::Desk,
    dialog::Dialog,
    icons, keys,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone},
    widget::{
        button::{Button, IconButton},
        markdown::{Rich, plain},
        marks,
        menu::{self, Item},
    },
};
use crate::{
    domain::{
        aside::{Aside, Voice, as_evidence, asides},
        entry::{Detail, Entry},
        kind::Kind,
        life::Move,
        one_on_one::OneOnOne,
        timeline::Said,
    },
    journal::change::Change,
    store::{Db, StoreError},
};

/// More letters or lines than this are folded until they are asked for.
const FOLD_CHARS: usize = 1_200;
const FOLD_LINES: usize = 16;
/// The same in a list of evidence.
const LISTED_CHARS: usize = 280;
const LISTED_LINES: usize = 5;
/// A line of up to so many letters has room for more.
const SHORT_LINE: usize = 72;
/// Up to so many letters are a title.
const TITLE_CHARS: usize = 160;

/// An entry that is ready to be shown; made once, when it was read.
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    rich: Rich,
    asides: Vec<Aside>,
    folded: bool,
    name: String,
    /// What stands above the text of the entry.
    head: Option<Rich>,
    /// Which of the entry's moments it is; 0 is that it was written.
    nth: u16,
    leads: bool,
    /// Whether it is one of a list: smaller, and only its beginning.
    listed: bool,
}

impl Shown {
    /// Makes an entry ready; `them` is how the person is called in passing, `more` goes below the text, small.
    ///
    /// # Errors
    /// Where the goal of a check-in cannot be read.
    pub fn new(db: &Db, entry: Entry, today: Date, them: &str, more: Option<String>) -> Result<Self, StoreError> {
        let mut lines = asides(&entry, today, them);
        if let Detail::CheckIn(check_in) = &entry.detail
            && let Some(goal) = db.entry(check_in.goal)?
        {
            lines.push(Aside::more(plain(&goal.text)));
        }
        add_more(&mut lines, more);
        Ok(Self::with(entry, lines))
    }

    /// Makes an entry ready with these lines under it.
    pub fn with(entry: Entry, mut asides: Vec<Aside>) -> Self {
        asides.extend(as_evidence(&entry));
        let (start, folded) = fold(&entry.text, FOLD_CHARS, FOLD_LINES);
        let name = format!("{}: {}", entry.kind().word(), plain(start));
        Self { rich: Rich::new(start), asides, folded, name, entry, head: None, nth: 0, leads: false, listed: false }
    }

    /// Makes an entry ready for a list of evidence, with these lines under it: small, and of a long one only the beginning. Whether
    /// it is evidence is to be seen beside it.
    pub fn listed(entry: Entry, asides: Vec<Aside>) -> Self {
        let (start, folded) = fold(&entry.text, LISTED_CHARS, LISTED_LINES);
        let name = format!("{}: {}", entry.kind().word(), plain(start));
        Self { rich: Rich::new(start), asides, folded, name, entry, head: None, nth: 0, leads: false, listed: true }
    }

    /// What a screen reader calls it: "Praise: took the new colleague along".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes one moment of an entry ready, as it is said: that it was written, or the `nth` thing that happened to it. A short
    /// text is a title, unless it stands `among_others`.
    pub fn moment(entry: Entry, nth: u16, mut said: Said, among_others: bool) -> Self {
        if nth == 0 {
            said.lines.extend(as_evidence(&entry));
        }
        let (start, folded) = fold(&entry.text, FOLD_CHARS, FOLD_LINES);
        let written = format!("{}: {}", entry.kind().word(), plain(start));
        let title = |text: &str| if among_others { Rich::new(text) } else { Rich::new(text).strong() };
        let is_title = start.chars().count() <= TITLE_CHARS && !start.contains('\n');
        let (name, rich, head, folded) = match said.title {
            // What happened is the title; the entry itself stands on its own day.
            Some(said) if nth > 0 => (plain(&said), title(&said), None, false),
            Some(said) => (written, Rich::new(start), Some(title(&said)), folded),
            None if is_title => (written, title(start), None, folded),
            None => (written, Rich::new(start), None, folded),
        };
        Self { entry, rich, asides: said.lines, folded, name, head, nth, leads: false, listed: false }
    }

    /// Whether the way from what happened to what was written was asked for.
    pub fn leads_to_its_entry(&mut self) -> bool {
        std::mem::take(&mut self.leads)
    }

    /// Whether it is what was written, rather than what became of it.
    pub fn is_written(&self) -> bool {
        self.nth == 0
    }

    /// When it happened, on the clock of whoever wrote it.
    pub fn time(&self) -> String {
        let step = usize::from(self.nth).checked_sub(1).and_then(|at| self.entry.steps.get(at));
        let at = step.map_or(&self.entry.written, |step| &step.at);
        at.time().strftime("%H:%M").to_string()
    }

    /// The text and what stands under it, or the editor while the entry is written anew.
    pub fn show_text(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, editor: &mut Option<EntryEditor>) {
        if self.show_words(ui, desk, editor) {
            self.show_asides(ui);
        }
    }

    /// Only the text, or the editor while the entry is written anew; whether it was the text.
    pub fn show_words(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, editor: &mut Option<EntryEditor>) -> bool {
        if let Some(open) = editor.as_mut().filter(|open| self.nth == 0 && open.entry() == self.entry.id) {
            if open.show(ui, desk) {
                *editor = None;
            }
            return false;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        match &self.head {
            Some(head) => {
                head.show(ui);
                self.rich.show_at(ui, Type::Small);
            }
            None => {
                self.rich.show_at(ui, if self.listed { Type::Small } else { Type::Body });
            }
        }
        if self.folded && ui.add(Button::quiet("Show all of it").small()).clicked() {
            self.folded = false;
            self.rich = Rich::new(&self.entry.text);
        }
        true
    }

    /// What stands small under the text.
    pub fn show_asides(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 2.0;
        for aside in &self.asides {
            show_aside(ui, aside);
        }
    }

    /// Everything in `add` belongs to this entry: it can have the focus, and keys and a menu that are about it. `add` hears
    /// whether the pointer is on the entry, or the focus in it.
    pub fn scope(
        &mut self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        add: impl FnOnce(&mut Self, &mut Ui, &mut Desk<'_>, bool),
    ) -> Response {
        let id = self.entry.id;
        let builder = UiBuilder::new()
            .id_salt(("entry", id.0, self.nth))
            .sense(Sense::click())
            .accessibility_role(Role::Article)
            .accessibility_label(self.name.clone());
        let response = ui
            .scope_builder(builder, |ui| {
                let looked_at = is_looked_at(ui);
                add(self, ui, desk, looked_at);
            })
            .response;
        place_node(ui, &response);
        if response.has_focus() {
            self.leads |= self.nth > 0 && keys::take(ui, Modifiers::NONE, Key::Enter);
            entry_keys(ui, desk, &self.entry);
        }
        response
    }

    /// The way from what happened to what was written; to be seen while the pointer is on it or the focus in it.
    pub fn show_way(&mut self, ui: &mut Ui, looked_at: bool) {
        if self.nth == 0 {
            return;
        }
        ui.scope(|ui| {
            if !looked_at {
                ui.set_opacity(0.0);
            }
            let name = format!("Where it was written: {}", self.name);
            self.leads |= ui.add(IconButton::new(icons::ARROW_DOWN, &name).small()).clicked();
        });
    }

    /// The "⋯" of an entry; to be seen while the pointer is on the entry or the focus in it.
    pub fn show_menu(&self, ui: &mut Ui, desk: &mut Desk<'_>, looked_at: bool) {
        self.show_menu_after(ui, desk, looked_at, |_, _| {});
    }

    /// The same, with items of the place where it stands before its own.
    pub fn show_menu_after(
        &self,
        ui: &mut Ui,
        desk: &mut Desk<'_>,
        looked_at: bool,
        before: impl FnOnce(&mut Ui, &mut Desk<'_>),
    ) {
        ui.scope(|ui| {
            // It keeps its place and its name all the time, so that nothing jumps and every key finds it.
            if !looked_at {
                ui.set_opacity(0.0);
            }
            self.show_items(ui, desk, before);
        });
    }

    fn show_items(&self, ui: &mut Ui, desk: &mut Desk<'_>, before: impl FnOnce(&mut Ui, &mut Desk<'_>)) {
        menu::more_button(ui, &format!("More for {}", self.name), |ui| {
            before(ui, desk);
            for offer in moves::offers(&self.entry) {
                if menu::item(ui, Item::new(&offer.word).icon(offer.icon)) {
                    desk.ask(offer.action);
                }
            }
            let more = Item::new("More about it…").icon(icons::IDEA).key("M");
            if Dialog::has_form(&self.entry.detail) && menu::item(ui, more) {
                desk.ask(Action::Describe(self.entry.id));
            }
            let happened = self.entry.steps.last().map(|step| step.what.as_str().replace('_', " "));
            if let Some(happened) = happened
                && menu::item(ui, Item::new(&format!("Not “{happened}” after all")).icon(icons::RESTORE))
            {
                desk.ask(Action::Make(Change::Move { entry: self.entry.id, wanted: Move::Reopen }));
            }
            let evidence = if self.entry.evidence { "No longer evidence" } else { "Pick as evidence for a review" };
            let key = say_key(ui, &KeyboardShortcut::new(Modifiers::COMMAND, Key::E));
            if menu::item(ui, Item::new(evidence).icon(icons::CHECK).key(&key)) {
                desk.ask(pick(&self.entry));
            }
            menu::line(ui);
            if menu::item(ui, Item::new("Edit").icon(icons::EDIT).key("E")) {
                desk.ask(Action::EditEntry(self.entry.id));
            }
            if menu::item(ui, Item::new("Kind, day, person…").icon(icons::ARROW_RIGHT)) {
                desk.ask(Action::Refile(self.entry.id));
            }
            if menu::item(ui, Item::new("Versions…").icon(icons::UNDO)) {
                desk.ask(Action::Versions(self.entry.id));
            }
            if menu::item(ui, Item::new("Copy the text").icon(icons::COPY)) {
                desk.ask(Action::Copy(self.entry.text.clone()));
            }
            if menu::item(ui, Item::new("Move to the trash").icon(icons::TRASH).key("Delete").danger()) {
                desk.ask(Action::Make(Change::Trash(self.entry.id)));
            }
        });
    }
}

/// Whether the pointer was on this part of the window in the last frame, or the focus is in it.
fn is_looked_at(ui: &Ui) -> bool {
    let own = ui.response();
    let focused = ui.memory(eframe::egui::Memory::focused).and_then(|id| ui.ctx().read_response(id));
    own.contains_pointer() || focused.is_some_and(|focused| own.rect.contains_rect(focused.rect))
}

/// Where an entry stands, for a screen reader: egui tells it of a part of a page before that part has a size.
fn place_node(ui: &Ui, response: &Response) {
    let [min, max] = [response.rect.min, response.rect.max];
    let bounds =
        eframe::egui::accesskit::Rect { x0: min.x.into(), y0: min.y.into(), x1: max.x.into(), y1: max.y.into() };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_bounds(bounds));
}

fn entry_keys(ui: &Ui, desk: &mut Desk<'_>, entry: &Entry) {
    if keys::take(ui, Modifiers::NONE, Key::E) || keys::take(ui, Modifiers::NONE, Key::Enter) {
        desk.ask(Action::EditEntry(entry.id));
    }
    if Dialog::has_form(&entry.detail) && keys::take(ui, Modifiers::NONE, Key::M) {
        desk.ask(Action::Describe(entry.id));
    }
    if keys::take(ui, Modifiers::COMMAND, Key::E) {
        desk.ask(pick(entry));
    }
    if keys::take(ui, Modifiers::NONE, Key::Delete) {
        desk.ask(Action::Make(Change::Trash(entry.id)));
    }
}

/// Picks an entry as evidence for a review, or takes it out again. What is private is asked about first.
pub fn pick(entry: &Entry) -> Action {
    if entry.kind() == Kind::Flag && !entry.evidence {
        return Action::PickFlag(entry.id);
    }
    Action::Make(Change::Evidence { entries: vec![entry.id], picked: !entry.evidence })
}

/// A line under an entry, as loud as it is: what has waited too long is heavier, and has a sign.
pub fn show_aside(ui: &mut Ui, aside: &Aside) {
    let t = Tokens::of(ui);
    let flag = t.kind_ink(Tone::Flag);
    let said = match aside.voice {
        Voice::Calm => text::fine(&aside.text).color(t.ink_soft),
        Voice::Urgent => text::fine(&aside.text).color(flag),
        Voice::Insistent => {
            let said = format!("{} {}", icons::WARNING_CIRCLE, aside.text);
            text::rich(said, Type::Fine, Weight::SemiBold).color(flag)
        }
    };
    marks::label(ui, said);
}

/// How a one-on-one is said under an entry that belongs to it.
pub fn say_one_on_one(one_on_one: &OneOnOne) -> String {
    match one_on_one.minutes {
        Some(minutes) => format!("One-on-one, {minutes} min"),
        None => "One-on-one".to_owned(),
    }
}

/// Puts one more thing at the end of the last line, where that is calm and short; else on a line of its own.
fn add_more(lines: &mut Vec<Aside>, more: Option<String>) {
    let Some(more) = more else { return };
    match lines.last_mut() {
        Some(last) if last.voice == Voice::Calm && last.text.chars().count() <= SHORT_LINE => {
            last.text = format!("{} · {more}", last.text);
        }
        _ => lines.push(Aside::more(more)),
    }
}

/// The beginning of a text, and whether anything is left out.
fn fold(text: &str, chars: usize, lines: usize) -> (&str, bool) {
    let by_chars = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let by_lines = text.match_indices('\n').nth(lines - 1).map_or(text.len(), |(at, _)| at);
    let end = by_chars.min(by_lines);
    (text.get(..end).unwrap_or(text), end < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_texts_are_folded() {
        let fold = |text: &str| -> (String, bool) {
            let (start, folded) = fold(text, FOLD_CHARS, FOLD_LINES);
            (start.to_owned(), folded)
        };
        assert_eq!(fold("short"), ("short".to_owned(), false));
        let long = "é".repeat(FOLD_CHARS + 1);
        let (start, folded) = fold(long.as_str());
        assert_eq!((start.chars().count(), folded), (FOLD_CHARS, true));
        let tall = "a\n".repeat(FOLD_LINES + 1);
        let (start, folded) = fold(tall.as_str());
        assert_eq!((start.lines().count(), folded), (FOLD_LINES, true));
    }
}
