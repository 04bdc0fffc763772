//! A person's page: who they are, when you meet, and a tab for each use of it.

mod header;
mod meet;
mod meet_side_panel;
mod prepare;
mod review;
mod timeline;

use eframe::egui::{Frame, Id, Margin, Panel, Ui};
use jiff::civil::Date;

pub use self::review::{Quotation, WORDING_CHECK_SETTING};
use self::{meet::MeetTab, prepare::PrepareTab, review::ReviewTab, timeline::TimelineTab};
use super::{
    action::Navigation,
    composer::Composer,
    entry::editor::EntryEditor,
    review_prefs::ReviewPrefs,
    route::Tab,
    screen_context::ScreenContext,
    shortcut::Shortcut,
    text,
    tokens::{Tokens, size},
    widget::{
        banner::Banner,
        button::Button,
        tabs::{TabItem as TabWord, tab_bar},
        virtual_list::ScrollPosition,
    },
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

/// What the page shows of a person, whatever the tab.
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
    composer: Option<Composer>,
    editor: Option<EntryEditor>,
    prepare: PrepareTab,
    meet: MeetTab,
    timeline: TimelineTab,
    review: ReviewTab,
}

impl PersonPage {
    /// The page of a person, their timeline at `place`.
    pub fn new(id: PersonId, place: Option<ScrollPosition>) -> Self {
        Self {
            id,
            snapshot: None,
            read_at: None,
            composer: None,
            editor: None,
            prepare: PrepareTab::default(),
            meet: MeetTab::default(),
            timeline: TimelineTab::with_scroll_position(place),
            review: ReviewTab::default(),
        }
    }

    /// Whose page it is.
    pub fn id(&self) -> PersonId {
        self.id
    }

    /// Where the timeline stands.
    pub fn scroll_position(&self) -> ScrollPosition {
        self.timeline.scroll_position()
    }

    /// Puts the caret into the composer.
    pub fn focus_composer(&mut self) {
        // A composer that is not there yet takes the caret when it opens.
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

    /// The text that stands in a field became an entry elsewhere; where it is another by now, it stays.
    pub fn discard_draft(&mut self, ui: &Ui, draft: &Draft) {
        if let Some(composer) = self.composer.as_mut().filter(|composer| composer.matches_draft(draft)) {
            composer.clear(ui);
        }
        self.editor.take_if(|editor| editor.matches_draft(draft));
    }

    /// Puts the caret where words are looked for in the history.
    pub fn focus_search(&mut self) {
        self.timeline.focus_search();
    }

    /// Shows this day of the history, or what was last written before it.
    pub fn go_to_date(&mut self, day: Date) {
        self.timeline.go_to_date(day);
    }

    /// Shows an entry where it stands in the history.
    pub fn go_to_entry(&mut self, entry: EntryId) {
        self.timeline.go_to_entry(entry);
    }

    /// From now on reviews are looked at like this.
    pub fn set_review_prefs(&mut self, reviewing: ReviewPrefs) {
        self.review.set_prefs(reviewing);
    }

    /// Opens a finished review to be read.
    pub fn open_finished_review(&mut self, review: Uid) {
        self.review.open_finished_review(review);
    }

    /// The page is left: what was written on it and is to be kept now, with the place of its draft.
    pub fn on_leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.review.on_leave(drafts)
    }

    /// The person, the preferences of the Review tab and the period of the person’s review; none if the person is gone.
    pub fn review_period(&mut self, screen: &mut ScreenContext<'_>) -> Option<(Person, ReviewPrefs, Period)> {
        self.refresh(screen);
        let facts = self.snapshot.as_ref()?;
        let (prefs, period) = self.review.prefs_and_period(screen, facts);
        Some((facts.person.clone(), prefs, period))
    }

    /// Opens an entry to be written anew.
    pub fn edit(&mut self, entry: &Entry, screen: &mut ScreenContext<'_>) {
        self.editor = Some(EntryEditor::open(entry, screen));
    }

    /// Shows the page. `false` where there is no such person any more.
    pub fn show(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: Tab) -> bool {
        self.refresh(screen);
        let Some(facts) = &self.snapshot else { return false };
        let t = Tokens::of(ui);
        let margin = Margin { left: 28, right: 28, top: 16, bottom: 1 };
        Panel::top("header").frame(Frame::new().fill(t.page).inner_margin(margin)).show_separator_line(false).show(
            ui,
            |ui| {
                header::show(ui, screen, facts);
                show_archived_banner(ui, screen, &facts.person);
                ui.add_space(10.0);
                show_tabs(ui, screen, tab);
            },
        );
        match tab {
            Tab::Prepare => self.prepare.show(ui, screen, facts, &mut self.editor),
            Tab::Meet => self.show_meet(ui, screen),
            Tab::Timeline => self.timeline.show(ui, screen, facts, &mut self.editor),
            Tab::Review => self.review.show(ui, screen, facts, &mut self.editor),
        }
        true
    }

    fn show_meet(&mut self, ui: &mut Ui, screen: &mut ScreenContext<'_>) {
        let Some(facts) = &self.snapshot else { return };
        let t = Tokens::of(ui);
        if !screen.is_dialog_open {
            let is_writing = self.composer.as_ref().is_some_and(|composer| !composer.is_empty());
            self.meet.keys(ui, screen, facts, is_writing);
        }
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 12 });
            Panel::right(Id::unique("rail")).exact_size(size::SIDE_PANEL).resizable(false).frame(frame).show(
                ui,
                |ui| {
                    Panel::bottom(Id::unique("saved")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                        let kept = screen.drafts.is_saved(&composer_field_key(&facts.person));
                        let said = if kept { "Saved, on this computer only" } else { "Saving…" };
                        ui.label(text::fine(said).color(t.ink_faint));
                    });
                    self.meet.show_side_panel(ui, screen, facts);
                },
            );
        }
        let composer = self.composer.get_or_insert_with(|| Composer::open(composer_field_key(&facts.person), screen));
        let editing = self.editor.is_some();
        self.meet.show(ui, screen, facts, composer, &mut self.editor, !wide);
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
        self.snapshot = screen.read(|db| PersonSnapshot::load(db, id));
        self.prepare.invalidate();
        self.meet.invalidate();
        self.timeline.invalidate();
        self.review.invalidate();
    }
}

/// Where the draft of the next jot about a person is kept.
fn composer_field_key(person: &Person) -> String {
    format!("jot/{}", person.uid)
}

fn show_tabs(ui: &mut Ui, screen: &mut ScreenContext<'_>, tab: Tab) {
    let words = [
        TabWord { label: "Prepare", hint: Shortcut::PrepareTab.key_name() },
        TabWord { label: "Meet", hint: Shortcut::MeetTab.key_name() },
        TabWord { label: "Timeline", hint: Shortcut::TimelineTab.key_name() },
        TabWord { label: "Review", hint: Shortcut::ReviewTab.key_name() },
    ];
    let open = Tab::ALL.iter().position(|known| *known == tab).unwrap_or_default();
    if let Some(chosen) = tab_bar(ui, "What for", open, &words).and_then(|chosen| Tab::ALL.get(chosen)) {
        screen.dispatch(Navigation::OpenTab(*chosen));
    }
}

fn show_archived_banner(ui: &mut Ui, screen: &mut ScreenContext<'_>, person: &Person) {
    if person.archived_at.is_none() {
        return;
    }
    let what = format!("{} is archived.", person.profile.name);
    ui.add_space(10.0);
    Banner::info(&what, "All that you wrote is still here.").show(ui, |ui| {
        if ui.add(Button::plain("Bring back").small()).clicked() {
            screen.dispatch(Change::Unarchive(person.id));
        }
    });
}
