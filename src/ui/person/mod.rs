//! The page of a person: a header with the next one-on-one, and the tabs Prepare, Meet, Timeline
//! and Review.

mod header;
mod meet;
mod meet_compact;
mod meet_drawer;

mod meet_side_panel;
mod prepare;
mod review;
mod timeline;

use eframe::egui::{Frame, Id, Margin, Panel, Popup, Ui};
use jiff::civil::Date;

use self::{meet::MeetTab, prepare::PrepareTab, review::ReviewTab, timeline::TimelineTab};
pub use self::{
    review::{Quotation, WORDING_CHECK_SETTING},
    timeline::{PreviewTarget, TimelinePreview},
};
use super::{
    action::Navigation,
    composer::{Composer, composer_field_key},
    entry::editor::EntryEditor,
    input_sequencer, region,
    review_prefs::ReviewPrefs,
    route::Tab,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    stray_typing::StrayTyping,
    text,
    tokens::{Tokens, size},
    unreadable_page,
    widget::{
        banner::Banner,
        button::Button,
        menu,
        tabs::{TabItem, tab_bar},
        virtual_list::ScrollPosition,
    },
    width_class::WidthClass,
};
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId, Uid},
        next_meeting::MeetingSchedule,
        one_on_one::OneOnOne,
        person::Person,
        review::period::Period,
    },
    journal::{change::Change, drafts::Drafts, writer_event::ChangeTicket},
    store::{Db, Draft, StoreError},
};

/// How many one-on-ones the row in the header shows.
const LATEST_MEETINGS: u32 = 12;

/// The data that every tab of the page needs, read together.
pub(super) struct PersonSnapshot {
    pub person: Person,
    pub running_meeting: Option<OneOnOne>,
    pub schedule: MeetingSchedule,
    pub latest_meetings: Vec<OneOnOne>,
}

impl PersonSnapshot {
    fn load(db: &Db, id: PersonId) -> Result<Option<Self>, StoreError> {
        let Some(person) = db.person(id)? else { return Ok(None) };
        Ok(Some(Self {
            schedule: db.meeting_schedule(&person)?,
            person,
            running_meeting: db.running_one_on_one(id)?,
            latest_meetings: db.latest_one_on_ones(id, LATEST_MEETINGS)?,
        }))
    }
}

/// The page of one person.
pub struct PersonPage {
    id: PersonId,
    snapshot: Option<PersonSnapshot>,
    read_at: Option<(u64, Date)>,
    /// Whether the last reading of the person succeeded.
    is_read: bool,
    composer: Option<Composer>,
    editor: Option<EntryEditor>,
    prepare: PrepareTab,
    meet: MeetTab,
    timeline: TimelineTab,
    review: ReviewTab,
}

impl PersonPage {
    /// The page of a person, with the timeline at a remembered scroll position.
    pub fn new(id: PersonId, scroll_position: Option<ScrollPosition>) -> Self {
        Self {
            id,
            snapshot: None,
            read_at: None,
            is_read: false,
            composer: None,
            editor: None,
            prepare: PrepareTab::default(),
            meet: MeetTab::default(),
            timeline: TimelineTab::with_scroll_position(scroll_position),
            review: ReviewTab::default(),
        }
    }

    /// The person of the page.
    pub fn id(&self) -> PersonId {
        self.id
    }

    /// The scroll position of the timeline.
    pub fn scroll_position(&self) -> ScrollPosition {
        self.timeline.scroll_position()
    }

    /// Focuses the composer.
    pub fn focus_composer(&mut self) {
        // A composer that does not exist yet takes the focus when it is opened.
        if let Some(composer) = &mut self.composer {
            composer.focus();
        }
    }

    /// A jot about this person was handed to the writer.
    pub fn jot_submitted(&mut self, ticket: ChangeTicket) {
        self.meet.jot_submitted(ticket);
    }

    /// The writer has committed or rejected a change.
    pub fn change_answered(&mut self, ticket: ChangeTicket, committed: bool) {
        self.meet.change_answered(ticket, committed);
    }

    /// Clears the field that holds this draft, because another window has submitted it. A field
    /// with other text is left alone.
    pub fn discard_draft(&mut self, ui: &Ui, draft: &Draft) {
        if let Some(composer) = self.composer.as_mut().filter(|composer| composer.matches_draft(draft)) {
            composer.clear(ui);
        }
        self.editor.take_if(|editor| editor.matches_draft(draft));
    }

    /// Focuses the search field of the timeline.
    pub fn focus_search(&mut self) {
        self.timeline.focus_search();
    }

    /// Scrolls the timeline to a date, or to the latest entry before it.
    pub fn go_to_date(&mut self, date: Date) {
        self.timeline.go_to_date(date);
    }

    /// Scrolls the timeline to an entry.
    pub fn go_to_entry(&mut self, entry: EntryId) {
        self.timeline.go_to_entry(entry);
    }

    /// Marks these words in the timeline, beginning with an entry.
    pub fn find_in_history(&mut self, words: &str, entry: EntryId) {
        self.timeline.find(words, entry);
    }

    /// Sets the preferences of the Review tab.
    pub fn set_review_prefs(&mut self, prefs: ReviewPrefs) {
        self.review.set_prefs(prefs);
    }

    /// Opens a finished review for reading.
    pub fn open_finished_review(&mut self, review: Uid) {
        self.review.open_finished_review(review);
    }

    /// To be called when the page is left: the change that saves its unsaved text, and the key of
    /// its draft.
    pub fn on_leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.review.on_leave(drafts)
    }

    /// The person, the preferences of the Review tab and the period of the review; `None` if the
    /// person no longer exists.
    pub fn review_period(&mut self, screen: &mut ScreenContext<'_>) -> Option<(Person, ReviewPrefs, Period)> {
        self.refresh(screen);
        let snapshot = self.snapshot.as_ref()?;
        let (prefs, period) = self.review.prefs_and_period(screen, snapshot);
        Some((snapshot.person.clone(), prefs, period))
    }

    /// Opens an editor for an entry.
    pub fn edit(&mut self, entry: &Entry, screen: &mut ScreenContext<'_>) {
        self.editor = Some(EntryEditor::open(entry, screen));
    }

    /// Shows the page. Returns `false` when the person no longer exists.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: Tab) -> bool {
        self.refresh(screen);
        let Some(snapshot) = &self.snapshot else {
            if !self.is_read {
                unreadable_page::show(ui);
            }
            return !self.is_read;
        };
        let t = Tokens::of(ui);
        let takes_typing = !screen.is_dialog_open && screen.read_only_notice().is_none();
        let typing = if takes_typing { StrayTyping::watch(ui) } else { None };
        let sides = Margin::symmetric(WidthClass::of(ui).page_margin(), 0);
        let top_panel = |id: &'static str, top, bottom| {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { top, bottom, ..sides });
            Panel::top(id).frame(frame).show_separator_line(false)
        };
        if WidthClass::of(ui) != WidthClass::Compact {
            top_panel("header", 16, 1).show(ui, |ui| {
                header::show(ui, screen, snapshot);
                show_archived_banner(ui, screen, &snapshot.person);
                ui.add_space(10.0);
                show_tabs(ui, screen, tab);
            });
        } else if snapshot.person.archived_at.is_some() {
            top_panel("archived", 0, 8).show(ui, |ui| show_archived_banner(ui, screen, &snapshot.person));
        }
        match tab {
            Tab::Prepare => self.prepare.show(ui, screen, snapshot, &mut self.editor),
            Tab::Meet => self.show_meet(ui, screen),
            Tab::Timeline => self.timeline.show(ui, screen, snapshot, &mut self.editor),
            Tab::Review => self.review.show(ui, screen, snapshot, &mut self.editor),
        }
        if let Some(typing) = typing {
            self.write_in_composer(ui, screen, tab, typing);
        }
        true
    }

    /// Shows what belongs to the tab at the right of the bar of a compact window.
    pub fn show_bar_contents(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: Tab) {
        self.refresh(screen);
        let Some(snapshot) = &self.snapshot else { return };
        match tab {
            Tab::Prepare => prepare::show_bar_contents(ui, screen, snapshot),
            Tab::Meet => meet_compact::show_bar_contents(ui, screen, snapshot),
            Tab::Timeline | Tab::Review => {}
        }
    }

    /// Shows the menu items of the header, which a compact window does not have.
    pub fn show_menu_items(&self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(snapshot) = &self.snapshot else { return };
        if snapshot.person.archived_at.is_none() {
            header::show_meeting_items(ui, screen, snapshot);
            menu::separator(ui);
        }
        header::show_person_items(ui, screen, snapshot);
    }

    /// Delivers what was typed on the page, and was taken by nothing, to the composer.
    fn write_in_composer(&mut self, ui: &Ui, screen: &mut ScreenContext<'_>, tab: Tab, typing: StrayTyping) {
        let typed = typing.take(ui);
        if typed.is_empty() {
            return;
        }
        // A field that has just opened takes it.
        if !ui.ctx().text_edit_focused() {
            Popup::close_all(ui);
            if tab == Tab::Meet {
                self.focus_composer();
            } else {
                screen.dispatch(Navigation::FocusComposer);
            }
            input_sequencer::hold_until_focus_moves(ui);
        }
        input_sequencer::deliver_again(ui, typed);
    }

    fn show_meet(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(snapshot) = &self.snapshot else { return };
        let t = Tokens::of(ui);
        if !screen.is_dialog_open {
            let is_writing = self.composer.as_ref().is_some_and(|composer| !composer.is_empty());
            let takes_focus = self.meet.keys(ui, screen, snapshot, is_writing);
            if let Some(composer) = self.composer.as_mut().filter(|_| takes_focus) {
                composer.focus();
            }
        }
        let is_wide = WidthClass::of(ui) == WidthClass::Wide;
        if is_wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 12 });
            let panel = Panel::right(Id::unique("rail")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame);
            region::show_side_panel(ui, panel, "Beside the notes", |ui| {
                let foot = Frame::new().inner_margin(Margin { top: 10, ..Margin::ZERO });
                Panel::bottom(Id::unique("saved")).frame(foot).show_separator_line(false).show(ui, |ui| {
                    let state = meet_compact::saved_state(screen, &snapshot.person);
                    ui.label(text::fine(state).color(t.ink_faint));
                });
                self.meet.show_side_panel(ui, screen, snapshot);
            });
        } else {
            self.meet.show_folded_side_panel(ui, screen, snapshot);
        }
        let composer =
            self.composer.get_or_insert_with(|| Composer::open(composer_field_key(&snapshot.person), screen));
        let editing = self.editor.is_some();
        self.meet.show(ui, screen, snapshot, composer, &mut self.editor);
        if editing && self.editor.is_none() {
            composer.focus();
        }
    }

    fn refresh(&mut self, screen: &mut ScreenContext<'_>) {
        let now = (screen.journal.generation(), screen.today);
        if self.read_at == Some(now) {
            return;
        }
        self.read_at = Some(now);
        let id = self.id;
        self.is_read = screen.read_into(&mut self.snapshot, |db| PersonSnapshot::load(db, id));
        self.prepare.invalidate();
        self.meet.invalidate();
        self.timeline.invalidate();
        self.review.invalidate();
    }
}

fn show_tabs(ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: Tab) {
    let keys = [Shortcut::PrepareTab, Shortcut::MeetTab, Shortcut::TimelineTab, Shortcut::ReviewTab]
        .map(|shortcut| shortcut.short_label(ui));
    let tabs: Vec<TabItem<'_>> =
        Tab::ALL.iter().zip(&keys).map(|(tab, hint)| TabItem { label: tab.name(), hint }).collect();
    let selected = Tab::ALL.iter().position(|candidate| *candidate == tab).unwrap_or_default();
    if let Some(chosen) = tab_bar(ui, "Views", selected, &tabs).and_then(|chosen| Tab::ALL.get(chosen)) {
        screen.dispatch(Navigation::OpenTab(*chosen));
    }
}

fn show_archived_banner(ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
    if person.archived_at.is_none() {
        return;
    }
    let title = format!("{} is archived.", person.profile.name);
    ui.add_space(10.0);
    Banner::info(&title, "Everything you wrote is still here.").show(ui, |ui| {
        if ui.add(Button::plain("Unarchive").small()).clicked() {
            screen.dispatch(Change::Unarchive(person.id));
        }
    });
}
