//! How an entry is shown, wherever it is shown: what was written, what became of it, and what can be done with it.

pub mod editor;
pub mod entry_actions;

use eframe::egui::{Response, Sense, Ui, UiBuilder, accesskit::Role};
use jiff::civil::Date;

use self::editor::EntryEditor;
use super::{
    action::{Action, DialogRequest, ExternalCommand, Navigation},
    icons,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    text::{Type, Weight},
    tokens::{Tokens, Tone},
    widget::{
        button::{Button, IconButton},
        markdown::{MarkdownText, to_plain_text},
        menu,
        menu::MenuItem,
        search_highlight,
    },
};
use crate::{
    domain::{
        attention::Emphasis,
        entry::{Detail, Entry, fields::has_fields, kind::Kind, transition::Transition},
        one_on_one::OneOnOne,
    },
    journal::change::Change,
    store::{Db, StoreError},
    wording::{
        entry_caption::{Caption, captions, evidence_caption},
        timeline::EventDescription,
    },
};

/// More letters or lines than this are folded until they are asked for.
const COLLAPSED_CHARS: usize = 1_200;
const COLLAPSED_LINES: usize = 16;
/// The same in a list of evidence.
const COMPACT_CHARS: usize = 280;
const COMPACT_LINES: usize = 5;
/// A line of up to so many letters has room for more.
const SHORT_CAPTION_CHARS: usize = 72;
/// Up to so many letters are a title.
const MAX_TITLE_CHARS: usize = 160;

/// An entry that is ready to be shown; made once, when it was read.
pub struct EntryView {
    /// The entry.
    pub entry: Entry,
    body: MarkdownText,
    captions: Vec<Caption>,
    is_collapsed: bool,
    accessible_name: String,
    /// What stands above the text of the entry.
    title: Option<MarkdownText>,
    /// Which of the entry's moments it is; 0 is that it was written.
    event_index: u16,
    source_requested: bool,
    /// Whether it is one of a list: smaller, and only its beginning.
    is_compact: bool,
}

impl EntryView {
    /// Makes an entry ready; `them` is how the person is called in passing, `more` goes below the text, small.
    ///
    /// # Errors
    /// Where the goal of a check-in cannot be read.
    pub fn new(db: &Db, entry: Entry, today: Date, them: &str, more: Option<String>) -> Result<Self, StoreError> {
        let mut lines = captions(&entry, today, them);
        if let Detail::CheckIn(check_in) = &entry.detail
            && let Some(goal) = db.entry(check_in.goal)?
        {
            lines.push(Caption::new(to_plain_text(&goal.text)));
        }
        append_caption(&mut lines, more);
        Ok(Self::with_captions(entry, lines))
    }

    /// Makes an entry ready with these lines under it.
    pub fn with_captions(entry: Entry, mut captions: Vec<Caption>) -> Self {
        captions.extend(evidence_caption(&entry));
        let (start, is_collapsed) = collapse(&entry.text, COLLAPSED_CHARS, COLLAPSED_LINES);
        let accessible_name = format!("{}: {}", entry.kind().label(), to_plain_text(start));
        Self {
            body: MarkdownText::new(start),
            captions,
            is_collapsed,
            accessible_name,
            entry,
            title: None,
            event_index: 0,
            source_requested: false,
            is_compact: false,
        }
    }

    /// Makes an entry ready for a list of evidence, with these lines under it: small, and of a long one only the beginning. Whether
    /// it is evidence is to be seen beside it.
    pub fn compact(entry: Entry, captions: Vec<Caption>) -> Self {
        let (start, is_collapsed) = collapse(&entry.text, COMPACT_CHARS, COMPACT_LINES);
        let accessible_name = format!("{}: {}", entry.kind().label(), to_plain_text(start));
        Self {
            body: MarkdownText::new(start),
            captions,
            is_collapsed,
            accessible_name,
            entry,
            title: None,
            event_index: 0,
            source_requested: false,
            is_compact: true,
        }
    }

    /// What a screen reader calls it: "Praise: took the new colleague along".
    pub fn accessible_name(&self) -> &str {
        &self.accessible_name
    }

    /// Makes one moment of an entry ready, as it is said: that it was written, or the `nth` thing that happened to it. A short
    /// text is a title, unless it stands `among_others`.
    pub fn from_event(entry: Entry, event_index: u16, mut said: EventDescription, among_others: bool) -> Self {
        if event_index == 0 {
            said.captions.extend(evidence_caption(&entry));
        }
        let (start, folded) = collapse(&entry.text, COLLAPSED_CHARS, COLLAPSED_LINES);
        let written = format!("{}: {}", entry.kind().label(), to_plain_text(start));
        let title = |text: &str| if among_others { MarkdownText::new(text) } else { MarkdownText::new(text).strong() };
        let is_title = start.chars().count() <= MAX_TITLE_CHARS && !start.contains('\n');
        let (accessible_name, body, title, is_collapsed) = match said.title {
            // What happened is the title; the entry itself stands on its own day.
            Some(said) if event_index > 0 => (to_plain_text(&said), title(&said), None, false),
            Some(said) => (written, MarkdownText::new(start), Some(title(&said)), folded),
            None if is_title => (written, title(start), None, folded),
            None => (written, MarkdownText::new(start), None, folded),
        };
        Self {
            entry,
            body,
            captions: said.captions,
            is_collapsed,
            accessible_name,
            title,
            event_index,
            source_requested: false,
            is_compact: false,
        }
    }

    /// Whether the way from what happened to what was written was asked for.
    pub fn take_source_request(&mut self) -> bool {
        std::mem::take(&mut self.source_requested)
    }

    /// Whether it is what was written, rather than what became of it.
    pub fn is_creation(&self) -> bool {
        self.event_index == 0
    }

    /// When it happened, on the clock of whoever wrote it.
    pub fn time(&self) -> String {
        let step = usize::from(self.event_index).checked_sub(1).and_then(|at| self.entry.events.get(at));
        let at = step.map_or(&self.entry.written_at, |step| &step.at);
        at.time().strftime("%H:%M").to_string()
    }

    /// The text and what stands under it, or the editor while the entry is written anew.
    pub fn show_text(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, editor: &mut Option<EntryEditor>) {
        if self.show_body(ui, screen, editor) {
            self.show_captions(ui);
        }
    }

    /// Only the text, or the editor while the entry is written anew; whether it was the text.
    pub fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, editor: &mut Option<EntryEditor>) -> bool {
        if let Some(open) = editor.as_mut().filter(|open| self.event_index == 0 && open.entry() == self.entry.id) {
            if open.show(ui, screen) {
                *editor = None;
            }
            return false;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        match &self.title {
            Some(head) => {
                head.show(ui);
                self.body.show_at(ui, Type::Small);
            }
            None => {
                self.body.show_at(ui, if self.is_compact { Type::Small } else { Type::Body });
            }
        }
        if self.is_collapsed && ui.add(Button::quiet("Show all of it").small()).clicked() {
            self.is_collapsed = false;
            self.body = MarkdownText::new(&self.entry.text);
        }
        true
    }

    /// What stands small under the text.
    pub fn show_captions(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 2.0;
        for aside in &self.captions {
            show_caption(ui, aside);
        }
    }

    /// Everything in `add` belongs to this entry: it can have the focus, and keys and a menu that are about it. `add` hears
    /// whether the pointer is on the entry, or the focus in it.
    pub fn show_focusable(
        &mut self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        add: impl FnOnce(&mut Self, &mut Ui, &mut ScreenContext<'_>, bool),
    ) -> Response {
        let id = self.entry.id;
        let builder = UiBuilder::new()
            .id_salt(("entry", id.0, self.event_index))
            .sense(Sense::click())
            .accessibility_role(Role::Article)
            .accessibility_label(self.accessible_name.clone());
        let response = ui
            .scope_builder(builder, |ui| {
                let looked_at = is_hovered_or_focused(ui);
                add(self, ui, screen, looked_at);
            })
            .response;
        set_accessibility_bounds(ui, &response);
        if response.has_focus() {
            self.source_requested |= self.event_index > 0 && Shortcut::OpenEntry.consume(ui);
            handle_entry_keys(ui, screen, &self.entry);
        }
        response
    }

    /// The way from what happened to what was written; to be seen while the pointer is on it or the focus in it.
    pub fn show_source_link(&mut self, ui: &mut Ui, looked_at: bool) {
        if self.event_index == 0 {
            return;
        }
        ui.scope(|ui| {
            if !looked_at {
                ui.set_opacity(0.0);
            }
            let name = format!("Where it was written: {}", self.accessible_name);
            self.source_requested |= ui.add(IconButton::new(icons::ARROW_DOWN, &name).small()).clicked();
        });
    }

    /// The "⋯" of an entry; to be seen while the pointer is on the entry or the focus in it.
    pub fn show_menu(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, looked_at: bool) {
        self.show_menu_with_items(ui, screen, looked_at, |_, _| {});
    }

    /// The same, with items of the place where it stands before its own.
    pub fn show_menu_with_items(
        &self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        looked_at: bool,
        before: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) {
        ui.scope(|ui| {
            // It keeps its place and its name all the time, so that nothing jumps and every key finds it.
            if !looked_at {
                ui.set_opacity(0.0);
            }
            self.show_menu_items(ui, screen, before);
        });
    }

    fn show_menu_items(
        &self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        before: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) {
        menu::more_button(ui, &format!("More for {}", self.accessible_name), |ui| {
            before(ui, screen);
            for offer in entry_actions::available_actions(&self.entry) {
                if menu::item(ui, MenuItem::new(&offer.label).icon(offer.icon)) {
                    screen.dispatch(offer.action);
                }
            }
            let key = Shortcut::EntryFields.label(ui);
            let more = MenuItem::new("More about it…").icon(icons::IDEA).shortcut(&key);
            if has_fields(&self.entry.detail) && menu::item(ui, more) {
                screen.dispatch(DialogRequest::EntryFields(self.entry.id));
            }
            let happened = self.entry.events.last().map(|step| step.kind.as_str().replace('_', " "));
            if let Some(happened) = happened
                && menu::item(ui, MenuItem::new(&format!("Not “{happened}” after all")).icon(icons::RESTORE))
            {
                screen.dispatch(Change::Transition { entry: self.entry.id, transition: Transition::Reopen });
            }
            let evidence = if self.entry.evidence { "No longer evidence" } else { "Pick as evidence for a review" };
            let key = Shortcut::ToggleEvidence.label(ui);
            if menu::item(ui, MenuItem::new(evidence).icon(icons::CHECK).shortcut(&key)) {
                screen.dispatch(toggle_evidence(&self.entry));
            }
            menu::separator(ui);
            let key = Shortcut::EditEntry.label(ui);
            if menu::item(ui, MenuItem::new("Edit").icon(icons::EDIT).shortcut(&key)) {
                screen.dispatch(Navigation::EditEntry(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Kind, day, person…").icon(icons::ARROW_RIGHT)) {
                screen.dispatch(DialogRequest::Reclassify(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Versions…").icon(icons::UNDO)) {
                screen.dispatch(DialogRequest::VersionHistory(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Copy the text").icon(icons::COPY)) {
                screen.dispatch(ExternalCommand::CopyText(self.entry.text.clone()));
            }
            let key = Shortcut::TrashEntry.label(ui);
            if menu::item(ui, MenuItem::new("Move to the trash").icon(icons::TRASH).shortcut(&key).danger()) {
                screen.dispatch(Change::Trash(self.entry.id));
            }
        });
    }
}

/// Whether the pointer was on this part of the window in the last frame, or the focus is in it.
fn is_hovered_or_focused(ui: &Ui) -> bool {
    let own = ui.response();
    let focused = ui.memory(eframe::egui::Memory::focused).and_then(|id| ui.ctx().read_response(id));
    own.contains_pointer() || focused.is_some_and(|focused| own.rect.contains_rect(focused.rect))
}

/// Where an entry stands, for a screen reader: egui tells it of a part of a page before that part has a size.
fn set_accessibility_bounds(ui: &Ui, response: &Response) {
    let [min, max] = [response.rect.min, response.rect.max];
    let bounds =
        eframe::egui::accesskit::Rect { x0: min.x.into(), y0: min.y.into(), x1: max.x.into(), y1: max.y.into() };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_bounds(bounds));
}

fn handle_entry_keys(ui: &Ui, screen: &mut ScreenContext<'_>, entry: &Entry) {
    if Shortcut::EditEntry.consume(ui) || Shortcut::OpenEntry.consume(ui) {
        screen.dispatch(Navigation::EditEntry(entry.id));
    }
    if has_fields(&entry.detail) && Shortcut::EntryFields.consume(ui) {
        screen.dispatch(DialogRequest::EntryFields(entry.id));
    }
    if Shortcut::ToggleEvidence.consume(ui) {
        screen.dispatch(toggle_evidence(entry));
    }
    if Shortcut::TrashEntry.consume(ui) {
        screen.dispatch(Change::Trash(entry.id));
    }
}

/// Picks an entry as evidence for a review, or takes it out again. What is private is asked about first.
pub fn toggle_evidence(entry: &Entry) -> Action {
    if entry.kind() == Kind::Flag && !entry.evidence {
        return Action::OpenDialog(DialogRequest::ConfirmPrivateEvidence(entry.id));
    }
    Action::from(Change::SetEvidence { entries: vec![entry.id], picked: !entry.evidence })
}

/// A line under an entry, as loud as it is: what has waited too long is heavier, and has a sign.
pub fn show_caption(ui: &mut Ui, aside: &Caption) {
    let t = Tokens::of(ui);
    let flag = t.kind_ink(Tone::Flag);
    let said = match aside.emphasis {
        Emphasis::Normal => text::fine(&aside.text).color(t.ink_soft),
        Emphasis::Attention => text::fine(&aside.text).color(flag),
        Emphasis::Critical => {
            let said = format!("{} {}", icons::WARNING_CIRCLE, aside.text);
            text::rich(said, Type::Fine, Weight::SemiBold).color(flag)
        }
    };
    search_highlight::highlighted_label(ui, said);
}

/// How a one-on-one is said under an entry that belongs to it.
pub fn describe_one_on_one(one_on_one: &OneOnOne) -> String {
    match one_on_one.minutes {
        Some(minutes) => format!("One-on-one, {minutes} min"),
        None => "One-on-one".to_owned(),
    }
}

/// Puts one more thing at the end of the last line, where that is calm and short; else on a line of its own.
fn append_caption(lines: &mut Vec<Caption>, more: Option<String>) {
    let Some(more) = more else { return };
    match lines.last_mut() {
        Some(last) if last.emphasis == Emphasis::Normal && last.text.chars().count() <= SHORT_CAPTION_CHARS => {
            last.text = format!("{} · {more}", last.text);
        }
        _ => lines.push(Caption::new(more)),
    }
}

/// The beginning of a text, and whether anything is left out.
fn collapse(text: &str, chars: usize, lines: usize) -> (&str, bool) {
    let by_chars = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let by_lines = text.match_indices('\n').nth(lines - 1).map_or(text.len(), |(at, _)| at);
    let end = by_chars.min(by_lines);
    (text.get(..end).unwrap_or(text), end < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_texts_are_collapsed() {
        let fold = |text: &str| -> (String, bool) {
            let (start, folded) = collapse(text, COLLAPSED_CHARS, COLLAPSED_LINES);
            (start.to_owned(), folded)
        };
        assert_eq!(fold("short"), ("short".to_owned(), false));
        let long = "é".repeat(COLLAPSED_CHARS + 1);
        let (start, folded) = fold(long.as_str());
        assert_eq!((start.chars().count(), folded), (COLLAPSED_CHARS, true));
        let tall = "a\n".repeat(COLLAPSED_LINES + 1);
        let (start, folded) = fold(tall.as_str());
        assert_eq!((start.lines().count(), folded), (COLLAPSED_LINES, true));
    }
}
