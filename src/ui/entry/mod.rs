//! The view of an entry, shared by all pages: its text, captions, menu and keys.

pub mod editor;
pub mod entry_actions;
pub mod kind_caption;

use eframe::egui::{Response, Sense, Ui, UiBuilder, accesskit::Role};
use jiff::civil::Date;

use self::{editor::EntryEditor, kind_caption::show_kind_caption};
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
        entry::{Detail, Entry, event::EventKind, fields::has_fields, kind::Kind, transition::Transition},
        one_on_one::OneOnOne,
    },
    journal::change::Change,
    store::{Db, StoreError},
    wording::{
        entry_caption::{Caption, captions, evidence_caption},
        event_label::event_label,
        text::lowercase_first,
        timeline::EventDescription,
    },
};

/// Longer texts (in characters or lines) are collapsed until "Show all of it" is clicked.
const COLLAPSED_CHARS: usize = 1_200;
const COLLAPSED_LINES: usize = 16;
/// The same limits in the list of evidence.
const COMPACT_CHARS: usize = 280;
const COMPACT_LINES: usize = 5;
/// Up to this many characters, a caption has room for another one in its line.
const SHORT_CAPTION_CHARS: usize = 72;
/// Longer texts are not shown as a title.
const MAX_TITLE_CHARS: usize = 160;

/// An entry with its prepared texts; created once when the entry is loaded.
pub struct EntryView {
    /// The entry.
    pub entry: Entry,
    body: MarkdownText,
    captions: Vec<Caption>,
    is_collapsed: bool,
    accessible_name: String,
    /// Shown above the text.
    title: Option<MarkdownText>,
    /// Which event of the entry is shown: 0 is its creation, `n` is event `n - 1`.
    event_index: u16,
    source_requested: bool,
    /// Whether the text is small, as in the list of evidence.
    is_compact: bool,
}

impl EntryView {
    /// Prepares an entry with its captions, and `more` as a further one.
    ///
    /// # Errors
    /// When the goal of a check-in cannot be read.
    pub fn new(db: &Db, entry: Entry, today: Date, short_name: &str, more: Option<String>) -> Result<Self, StoreError> {
        let mut caption_lines = captions(&entry, today, short_name);
        if let Detail::CheckIn(check_in) = &entry.detail
            && let Some(goal) = db.entry(check_in.goal)?
        {
            caption_lines.push(Caption::new(to_plain_text(&goal.text)));
        }
        append_caption(&mut caption_lines, more);
        Ok(Self::with_captions(entry, caption_lines))
    }

    /// Prepares an entry with the given captions, and the one about evidence.
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

    /// Prepares an entry for the list of evidence: small, collapsed earlier, and without a caption
    /// about evidence, as the list has a checkbox for that.
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

    /// The name for screen readers, like "Praise: took the new colleague along".
    pub fn accessible_name(&self) -> &str {
        &self.accessible_name
    }

    /// Prepares an event of an entry with its description: its creation (index 0) or a later event.
    /// A short text becomes a title, except `on_meeting_card`.
    pub fn from_event(
        entry: Entry,
        event_index: u16,
        mut description: EventDescription,
        on_meeting_card: bool,
    ) -> Self {
        if event_index == 0 {
            description.captions.extend(evidence_caption(&entry));
        }
        let (start, is_collapsed) = collapse(&entry.text, COLLAPSED_CHARS, COLLAPSED_LINES);
        let creation_name = format!("{}: {}", entry.kind().label(), to_plain_text(start));
        let title =
            |text: &str| if on_meeting_card { MarkdownText::new(text) } else { MarkdownText::new(text).strong() };
        let is_title = start.chars().count() <= MAX_TITLE_CHARS && !start.contains('\n');
        let (accessible_name, body, title, is_collapsed) = match description.title {
            // The event is the title; the text of the entry is shown at its creation.
            Some(description) if event_index > 0 => (to_plain_text(&description), title(&description), None, false),
            Some(description) => (creation_name, MarkdownText::new(start), Some(title(&description)), is_collapsed),
            None if is_title => (creation_name, title(start), None, is_collapsed),
            None => (creation_name, MarkdownText::new(start), None, is_collapsed),
        };
        Self {
            entry,
            body,
            captions: description.captions,
            is_collapsed,
            accessible_name,
            title,
            event_index,
            source_requested: false,
            is_compact: false,
        }
    }

    /// Takes the request to go from an event to the creation of the entry.
    pub fn take_source_request(&mut self) -> bool {
        std::mem::take(&mut self.source_requested)
    }

    /// Whether it shows the creation of the entry, not a later event.
    pub fn is_creation(&self) -> bool {
        self.event_index == 0
    }

    /// The time of the event, in the time zone in which it was recorded.
    pub fn time(&self) -> String {
        let event = usize::from(self.event_index).checked_sub(1).and_then(|at| self.entry.events.get(at));
        let at = event.map_or(&self.entry.written_at, |event| &event.at);
        at.time().strftime("%H:%M").to_string()
    }

    /// Shows the text with its captions, or the editor while the entry is edited.
    pub fn show_text(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, editor: &mut Option<EntryEditor>) {
        if self.show_body(ui, screen, editor) {
            self.show_captions(ui);
        }
    }

    /// Shows the text, or the editor while the entry is edited. Returns whether it was the text.
    pub fn show_body(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, editor: &mut Option<EntryEditor>) -> bool {
        if let Some(open_editor) =
            editor.as_mut().filter(|open_editor| self.event_index == 0 && open_editor.entry() == self.entry.id)
        {
            if open_editor.show(ui, screen) {
                *editor = None;
            }
            return false;
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        match &self.title {
            Some(title) => {
                title.show(ui);
                self.body.show_at(ui, Type::Small);
            }
            None => {
                self.body.show_at(ui, if self.is_compact { Type::Small } else { Type::Body });
            }
        }
        if self.is_collapsed && ui.add(Button::quiet("Show more").small()).clicked() {
            self.is_collapsed = false;
            self.body = MarkdownText::new(&self.entry.text);
        }
        true
    }

    /// Shows the captions.
    pub fn show_captions(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 2.0;
        for caption in &self.captions {
            show_caption(ui, caption);
        }
    }

    /// Shows the captions, the first of which follows the word of the kind. What was said when a
    /// flag was raised comes before.
    pub fn show_captions_after_kind(&self, ui: &mut Ui) {
        let kind = self.entry.kind();
        if kind == Kind::Note {
            return self.show_captions(ui);
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let raised = self.entry.last_event(|event| event == EventKind::Raised);
        let said = usize::from(kind == Kind::Flag && raised.is_some_and(|event| !event.comment.is_empty()));
        let (before, captions) = self.captions.split_at(said.min(self.captions.len()));
        for caption in before {
            show_caption(ui, caption);
        }
        show_kind_caption(ui, kind, captions.first());
        for caption in captions.iter().skip(1) {
            show_caption(ui, caption);
        }
    }

    /// Adds the widgets of the entry in a focusable scope that handles its keys. `add` is told
    /// whether the entry is active: whether the pointer is over it, or the focus inside.
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
                let is_active = is_hovered_or_focused(ui);
                add(self, ui, screen, is_active);
            })
            .response;
        set_accessibility_bounds(ui, &response);
        if response.has_focus() {
            self.source_requested |= self.event_index > 0 && Shortcut::OpenEntry.consume(ui);
            handle_entry_keys(ui, screen, &self.entry);
        }
        response
    }

    /// The button that leads from an event to the creation of its entry; visible while active.
    pub fn show_source_link(&mut self, ui: &mut Ui, is_active: bool) {
        if self.event_index == 0 {
            return;
        }
        ui.scope(|ui| {
            if !is_active {
                ui.set_opacity(0.0);
            }
            let name = format!("Written in: {}", self.accessible_name);
            self.source_requested |= ui.add(IconButton::new(icons::ARROW_DOWN, &name).small()).clicked();
        });
    }

    /// The menu of the entry; visible while active.
    pub fn show_menu(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>, is_active: bool) {
        self.show_menu_with_items(ui, screen, is_active, |_, _| {});
    }

    /// The menu of the entry, preceded by items of the page.
    pub fn show_menu_with_items(
        &self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        is_active: bool,
        add_items: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) {
        ui.scope(|ui| {
            // The invisible button keeps its space and its name, so that nothing moves and Tab
            // finds it.
            if !is_active {
                ui.set_opacity(0.0);
            }
            self.show_menu_items(ui, screen, add_items);
        });
    }

    fn show_menu_items(
        &self,
        ui: &mut Ui,
        screen: &mut ScreenContext<'_>,
        add_items: impl FnOnce(&mut Ui, &mut ScreenContext<'_>),
    ) {
        menu::more_button(ui, &format!("More for {}", self.accessible_name), |ui| {
            add_items(ui, screen);
            for choice in entry_actions::available_actions(&self.entry) {
                if menu::item(ui, MenuItem::new(&choice.label).icon(choice.icon)) {
                    screen.dispatch(choice.action);
                }
            }
            let key = Shortcut::EntryFields.label(ui);
            let more = MenuItem::new("Add details…").icon(icons::IDEA).shortcut(&key);
            if has_fields(&self.entry.detail) && menu::item(ui, more) {
                screen.dispatch(DialogRequest::EntryFields(self.entry.id));
            }
            let last_event = self.entry.events.last().map(|event| lowercase_first(event_label(event.kind)));
            if let Some(last_event) = last_event
                && menu::item(ui, MenuItem::new(&format!("Undo “{last_event}”")).icon(icons::RESTORE))
            {
                screen.dispatch(Change::Transition { entry: self.entry.id, transition: Transition::Reopen });
            }
            let evidence = if self.entry.evidence { "Remove from evidence" } else { "Add to evidence" };
            let key = Shortcut::ToggleEvidence.label(ui);
            if menu::item(ui, MenuItem::new(evidence).icon(icons::CHECK).shortcut(&key)) {
                screen.dispatch(toggle_evidence(&self.entry));
            }
            menu::separator(ui);
            let key = Shortcut::EditEntry.label(ui);
            if menu::item(ui, MenuItem::new("Edit").icon(icons::EDIT).shortcut(&key)) {
                screen.dispatch(Navigation::EditEntry(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Change kind, date or person…").icon(icons::ARROW_RIGHT)) {
                screen.dispatch(DialogRequest::Reclassify(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Version history…").icon(icons::UNDO)) {
                screen.dispatch(DialogRequest::VersionHistory(self.entry.id));
            }
            if menu::item(ui, MenuItem::new("Copy text").icon(icons::COPY)) {
                screen.dispatch(ExternalCommand::CopyText(self.entry.text.clone()));
            }
            let key = Shortcut::TrashEntry.label(ui);
            if menu::item(ui, MenuItem::new("Move to trash").icon(icons::TRASH).shortcut(&key).danger()) {
                screen.dispatch(Change::Trash(self.entry.id));
            }
        });
    }
}

/// Whether the pointer was over the scope in the last frame, or the focus is inside.
pub fn is_hovered_or_focused(ui: &Ui) -> bool {
    let scope = ui.response();
    let focused = ui.memory(eframe::egui::Memory::focused).and_then(|id| ui.ctx().read_response(id));
    scope.contains_pointer() || focused.is_some_and(|focused| scope.rect.contains_rect(focused.rect))
}

/// Sets the bounds of the scope for screen readers: egui adds its node before the size is known.
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

/// The action that picks or unpicks an entry as evidence; for a flag, after a confirmation.
pub fn toggle_evidence(entry: &Entry) -> Action {
    if entry.kind() == Kind::Flag && !entry.evidence {
        return Action::OpenDialog(DialogRequest::ConfirmPrivateEvidence(entry.id));
    }
    Action::from(Change::SetEvidence { entries: vec![entry.id], picked: !entry.evidence })
}

/// A caption in the style of its emphasis; a critical one is bold and has an icon.
pub fn show_caption(ui: &mut Ui, caption: &Caption) {
    let t = Tokens::of(ui);
    let flag = t.kind_ink(Tone::Flag);
    let text = match caption.emphasis {
        Emphasis::Normal => text::fine(&caption.text).color(t.ink_soft),
        Emphasis::Attention => text::fine(&caption.text).color(flag),
        Emphasis::Critical => {
            let text = format!("{} {}", icons::WARNING_CIRCLE, caption.text);
            text::rich(text, Type::Fine, Weight::SemiBold).color(flag)
        }
    };
    search_highlight::highlighted_label(ui, text);
}

/// The label of a one-on-one below its entries.
pub fn describe_one_on_one(one_on_one: &OneOnOne) -> String {
    match one_on_one.minutes {
        Some(minutes) => format!("One-on-one, {minutes} min"),
        None => "One-on-one".to_owned(),
    }
}

/// Appends a caption to the line of the last one if that is short and not emphasized, else adds
/// one.
fn append_caption(lines: &mut Vec<Caption>, more: Option<String>) {
    let Some(more) = more else { return };
    match lines.last_mut() {
        Some(last) if last.emphasis == Emphasis::Normal && last.text.chars().count() <= SHORT_CAPTION_CHARS => {
            last.text = format!("{} · {more}", last.text);
        }
        _ => lines.push(Caption::new(more)),
    }
}

/// The text cut to the limits, and whether anything was cut.
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
        let collapse_entry = |text: &str| -> (String, bool) {
            let (start, is_collapsed) = collapse(text, COLLAPSED_CHARS, COLLAPSED_LINES);
            (start.to_owned(), is_collapsed)
        };
        assert_eq!(collapse_entry("short"), ("short".to_owned(), false));
        let long = "é".repeat(COLLAPSED_CHARS + 1);
        let (start, is_collapsed) = collapse_entry(long.as_str());
        assert_eq!((start.chars().count(), is_collapsed), (COLLAPSED_CHARS, true));
        let tall = "a\n".repeat(COLLAPSED_LINES + 1);
        let (start, is_collapsed) = collapse_entry(tall.as_str());
        assert_eq!((start.lines().count(), is_collapsed), (COLLAPSED_LINES, true));
    }
}
