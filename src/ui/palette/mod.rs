//! The palette: people, entries and commands in one list, over everything, as one types. A line
//! that begins with a name and the prefix of a kind is saved as an entry about that person.
//!
//! People and commands are listed in the frame of the key, entries once a thread has found them.
//!
//! The focus stays in its field. The keys that move through the list are taken before the pages and
//! dialogs below see them.

mod entry_search;
mod fuzzy;
pub(super) mod jot;
mod results;
mod row;

use eframe::egui::{
    Context, Frame, Id, Label, Margin, Memory, ScrollArea, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
    vec2,
};
use jiff::civil::Date;

pub use self::results::PaletteSources;
use self::{
    entry_search::EntrySearch,
    jot::parse_line,
    results::{Choice, Results},
};
use super::{
    action::{Action, Submission},
    command::{self, Command},
    input_sequencer, keys,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text::{self, Type, Weight},
    tokens::Tokens,
    widget::{card::divider, dialog::Dialog, field, key_hint::key_hint},
    width_class::WidthClass,
};
use crate::{domain::id::PersonId, journal::change::Change, wording::quick_jot::describe_offer};

/// The draft key of the field, which holds a jot until it is saved.
const FIELD_KEY: &str = "palette";
const TITLE: &str = "Find or jot";
const FIELD_NAME: &str = "Find people, entries and commands, or jot";
const HINT: &str = "Name, words or command… or dana ! quiet today";
const NOTHING_FOUND: &str = "Nothing found.";
const WIDTH: f32 = 640.0;
/// What is above and below the list, and the margins of the window.
const AROUND_LIST: f32 = 300.0;
/// How many people and commands are remembered.
const MAX_HISTORY: usize = 5;

/// The people and commands that were used last in this window.
#[derive(Default)]
pub struct PaletteHistory {
    people: Vec<PersonId>,
    commands: Vec<&'static str>,
}

impl PaletteHistory {
    /// Remembers that the page of a person was opened.
    pub fn add_person(&mut self, person: PersonId) {
        add_first(&mut self.people, person);
    }

    fn add_command(&mut self, name: &'static str) {
        add_first(&mut self.commands, name);
    }

    /// The people, the last one first.
    fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.people.iter().copied()
    }

    /// The names of the commands, the last one first.
    fn commands(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.commands.iter().copied()
    }
}

fn add_first<T: PartialEq>(items: &mut Vec<T>, item: T) {
    items.retain(|other| *other != item);
    items.insert(0, item);
    items.truncate(MAX_HISTORY);
}

/// The open palette.
pub struct Palette {
    text: String,
    commands: Vec<Command>,
    entries: EntrySearch,
    results: Results,
    /// What the results are for: the text, the state of the journal and the day.
    found_for: Option<(String, u64, Date)>,
    selected: usize,
    /// Whether the selection was moved since the text was changed.
    has_moved: bool,
    /// Whether the selected row is opened once it is known.
    opens_when_found: bool,
    /// The height of the list in the last frame.
    list_height: f32,
    error: Option<String>,
    keys: PressedKeys,
    /// Whether the text of the draft is to be selected, so that typing replaces it.
    selects_all: bool,
}

/// The keys for the list that were pressed in this frame.
#[derive(Default)]
struct PressedKeys {
    down: usize,
    up: usize,
    open: bool,
    jot: bool,
    close: bool,
}

/// What a frame of the palette came to.
pub enum PaletteOutcome {
    /// It stays open.
    Open,
    /// It closes.
    Closed,
    /// It closes, and an entry about this person is saved.
    Jotted(PersonId, Box<Submission>),
    /// It closes, and these are dispatched in their order. What lies over the page closes too.
    Chosen(Vec<Action>),
}

impl Palette {
    /// Opens it, with the jot that was begun before, if any.
    pub fn open(screen: &mut ScreenContext<'_>) -> Self {
        Self {
            text: screen.draft(FIELD_KEY).map(|draft| draft.text).unwrap_or_default(),
            commands: command::commands(),
            entries: EntrySearch::default(),
            results: Results::default(),
            found_for: None,
            selected: 0,
            has_moved: false,
            opens_when_found: false,
            list_height: 0.0,
            error: None,
            keys: PressedKeys::default(),
            selects_all: true,
        }
    }

    /// Takes the keys for the list. To be called before the pages and dialogs are shown.
    pub fn take_keys(&mut self, ui: &Ui) {
        self.keys = PressedKeys {
            down: Shortcut::PaletteRowBelow.consume_presses(ui),
            up: Shortcut::PaletteRowAbove.consume_presses(ui),
            open: Shortcut::ConfirmDialog.consume(ui),
            jot: Shortcut::SubmitDialog.consume(ui),
            close: Shortcut::ClosePalette.consume(ui),
        };
    }

    /// Shows it over everything.
    pub fn show(
        &mut self,
        ctx: &Context,
        screen: &mut ScreenContext<'_>,
        sources: &PaletteSources<'_>,
        history: &mut PaletteHistory,
    ) -> PaletteOutcome {
        let clicked = Dialog::new(Id::unique("palette"), TITLE).bare().width(WIDTH).show(
            ctx,
            |ui| {
                self.show_field(ui, screen);
                self.refresh(ctx, screen, sources, history);
                divider(ui);
                let clicked = self.show_list(ui);
                self.show_footer(ui);
                clicked
            },
            |_| (),
        );
        let keys = std::mem::take(&mut self.keys);
        if keys.close || clicked.closed {
            self.leave(screen);
            return PaletteOutcome::Closed;
        }
        if keys.jot {
            return self.jot(screen);
        }
        self.opens_when_found |= keys.open;
        match clicked.body {
            Some(index) => self.choose(index, screen, history),
            None if self.opens_when_found && self.is_selection_pending() => {
                input_sequencer::hold_for_a_frame(ctx);
                PaletteOutcome::Open
            }
            None if std::mem::take(&mut self.opens_when_found) => self.choose(self.selected, screen, history),
            None => PaletteOutcome::Open,
        }
    }

    /// Whether the selected row is the best of the entries, which are still being searched.
    fn is_selection_pending(&self) -> bool {
        self.results.begins_with_entries && !self.has_moved && self.entries.is_pending()
    }

    /// Closes it from outside, as with the keys that opened it.
    pub fn leave(&mut self, screen: &mut ScreenContext<'_>) {
        // A search is not kept; a jot that was begun is.
        if !self.results.jot.as_ref().is_some_and(|jot| jot.has_prefix) {
            screen.set_draft(FIELD_KEY, "", "");
        }
    }

    fn show_field(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let id = Id::unique("palette field");
        if ui.memory(|memory| memory.has_focus(id))
            && let Some(error) = keys::reject_oversized_paste(ui, &self.text)
        {
            self.error = Some(error);
        }
        field::keep_caret_in_text(ui, id, &self.text);
        let t = Tokens::of(ui);
        let edit = TextEdit::singleline(&mut self.text)
            .id(id)
            .font(text::font(Type::Lead, Weight::Regular))
            .hint_text(text::rich(HINT, Type::Lead, Weight::Regular).color(t.ink_faint))
            .frame(Frame::new().inner_margin(Margin::symmetric(4, 2)))
            .desired_width(f32::INFINITY)
            .show(ui);
        let response = edit.response.response.clone().accessible_name(FIELD_NAME);
        // With the focus, the caret goes to the end.
        if self.selects_all && response.has_focus() {
            self.selects_all = false;
            select_all(ui, id, &self.text);
        }
        if ui.memory(Memory::focused).is_none() {
            response.request_focus();
        }
        if response.changed() {
            self.error = None;
            self.selected = 0;
            self.has_moved = false;
            self.opens_when_found = false;
            screen.set_draft(FIELD_KEY, "", &self.text);
        }
        let selected = row_id(self.selected);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_active_descendant(selected.accesskit_id()));
    }

    /// Finds the rows again if the text or the journal changed, or entries were found.
    fn refresh(
        &mut self,
        ctx: &Context,
        screen: &mut ScreenContext<'_>,
        sources: &PaletteSources<'_>,
        history: &PaletteHistory,
    ) {
        let now = (screen.journal.generation(), screen.today);
        let is_current = self
            .found_for
            .as_ref()
            .is_some_and(|(text, generation, today)| *text == self.text && (*generation, *today) == now);
        let has_found = self.entries.take_found(sources.people, screen);
        if !is_current || has_found {
            let line = parse_line(&self.text, sources.people, sources.current, screen.today);
            if !is_current {
                self.entries.ask(ctx, results::entry_query(&line), sources.people, screen);
                self.found_for = Some((self.text.clone(), now.0, now.1));
            }
            let found = results::find(&self.text, line, self.entries.rows(), &self.commands, sources, history, screen);
            let before = std::mem::replace(&mut self.results, found);
            self.keep_selected(&before);
        }
        let count = self.results.rows.len();
        let moved = self.selected + self.keys.down + count.saturating_mul(self.keys.up) - self.keys.up;
        self.selected = moved.checked_rem(count).unwrap_or(0);
        self.has_moved |= self.keys.down + self.keys.up > 0;
    }

    /// Selects the row that was moved to, wherever it is now.
    fn keep_selected(&mut self, before: &Results) {
        let Some(selected) = before.rows.get(self.selected).filter(|_| self.has_moved) else { return };
        if let Some(index) = self.results.rows.iter().position(|row| row.is_same(selected)) {
            self.selected = index;
        }
    }

    /// Shows the list and returns the row that was clicked. It does not shrink for the moment in
    /// which entries are searched.
    fn show_list(&mut self, ui: &mut Ui) -> Option<usize> {
        let shown = ui.scope(|ui| {
            if self.entries.is_pending() {
                ui.set_min_height(self.list_height);
            }
            self.show_rows(ui)
        });
        self.list_height = shown.response.rect.height();
        shown.inner
    }

    /// Shows the rows and returns the one that was clicked.
    fn show_rows(&mut self, ui: &mut Ui) -> Option<usize> {
        let t = Tokens::of(ui);
        if self.results.rows.is_empty() {
            ui.add(Label::new(text::body(NOTHING_FOUND).color(t.ink_soft)));
            return None;
        }
        let has_moved = self.keys.down + self.keys.up > 0;
        let max_height = (ui.ctx().content_rect().height() - AROUND_LIST).max(row::HEIGHT);
        let mut clicked = None;
        ScrollArea::vertical().max_height(max_height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, row) in self.results.rows.iter().enumerate() {
                let is_selected = index == self.selected;
                let response = row::show(ui, row_id(index), row, is_selected);
                if is_selected && has_moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            }
        });
        clicked
    }

    /// What Enter and Ctrl+Enter do, or what is wrong.
    fn show_footer(&self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
            if let Some(error) = &self.error {
                let label = Label::new(text::small(error).color(t.danger)).wrap();
                ui.add(label);
                return;
            }
            let selected = self.results.rows.get(self.selected);
            if let Some(row) = selected {
                key_hint(ui, &Shortcut::ConfirmDialog.label(ui));
                let verb = match (&row.choice, row.command) {
                    (Choice::Jot, _) => "Save",
                    (Choice::Run(_), Some(_)) => "Run",
                    (Choice::Run(_), None) => "Open",
                };
                ui.label(text::small(verb).color(t.ink_soft));
            }
            if let Some(jot) = self.results.jot.as_ref().filter(|jot| !jot.has_prefix) {
                if WidthClass::of(ui) == WidthClass::Compact {
                    ui.end_row();
                } else {
                    ui.add_space(12.0);
                }
                key_hint(ui, &Shortcut::SubmitDialog.label(ui));
                ui.label(text::small(describe_offer(&jot.line, &jot.short_name)).color(t.ink_soft));
            }
        });
    }

    fn choose(&mut self, index: usize, screen: &mut ScreenContext<'_>, history: &mut PaletteHistory) -> PaletteOutcome {
        let Some(row) = self.results.rows.get(index) else { return PaletteOutcome::Open };
        match &row.choice {
            Choice::Jot => self.jot(screen),
            Choice::Run(actions) => {
                let actions = actions.clone();
                if let Some(name) = row.command {
                    history.add_command(name);
                }
                self.leave(screen);
                PaletteOutcome::Chosen(actions)
            }
        }
    }

    /// Saves the line as an entry. Where that cannot be, it says why and keeps the text.
    fn jot(&mut self, screen: &mut ScreenContext<'_>) -> PaletteOutcome {
        let Some(jot) = self.results.jot.clone() else {
            if !self.text.trim().is_empty() {
                self.error = Some("To jot, begin with a name and write something after it.".to_owned());
            }
            return PaletteOutcome::Open;
        };
        if let Some(notice) = screen.read_only_notice() {
            self.error = Some(notice.to_owned());
            return PaletteOutcome::Open;
        }
        let one_on_one = screen.read(|db| db.running_one_on_one(jot.person)).map(|running| running.id);
        let change = Change::AddEntry { person: jot.person, one_on_one, line: jot.line };
        let submission = Submission::with_draft(change, FIELD_KEY.to_owned());
        PaletteOutcome::Jotted(jot.person, Box::new(submission))
    }
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui, id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui, id);
}

fn row_id(index: usize) -> Id {
    Id::unique(("palette row", index))
}
