//! A person's page: who they are, when you meet, and a tab for each use of it.

mod header;
mod meet;
mod prepare;
mod rail;
mod review;
mod timeline;

use eframe::egui::{Frame, Id, Margin, Panel, Ui};
use jiff::civil::Date;

pub use self::review::{LENS, NAME as REVIEWING, Quotation, ReviewChoices};
use self::{meet::Meet, prepare::Prepare, review::Review, timeline::Timeline};
use super::{
    action::Action,
    composer::Composer,
    desk::Desk,
    dialog::two_days::TwoDays,
    entry::editor::EntryEditor,
    route::Tab,
    text,
    tokens::{Tokens, size},
    widget::{
        banner::Banner,
        button::Button,
        tabs::{Tab as TabWord, tabs},
        virtual_list::Place,
    },
};
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId, Uid},
        meeting::Meetings,
        one_on_one::OneOnOne,
        person::Person,
    },
    journal::{change::Change, drafts::Drafts, notice::Ticket},
    store::{Db, Draft, StoreError},
};

/// How many one-on-ones the row in the header shows.
const LATEST: u32 = 12;

/// What the page shows of a person, whatever the tab.
pub(super) struct Facts {
    pub person: Person,
    pub running: Option<OneOnOne>,
    pub meetings: Meetings,
    pub latest: Vec<OneOnOne>,
}

impl Facts {
    fn read(db: &Db, id: PersonId) -> Result<Option<Self>, StoreError> {
        let Some(person) = db.person(id)? else { return Ok(None) };
        Ok(Some(Self {
            meetings: db.meetings(&person)?,
            person,
            running: db.running(id)?,
            latest: db.latest_one_on_ones(id, LATEST)?,
        }))
    }
}

/// The page of one person.
pub struct PersonPage {
    id: PersonId,
    facts: Option<Facts>,
    read_at: Option<(u64, Date)>,
    composer: Option<Composer>,
    editor: Option<EntryEditor>,
    prepare: Prepare,
    meet: Meet,
    timeline: Timeline,
    review: Review,
}

impl PersonPage {
    /// The page of a person, their timeline at `place`.
    pub fn new(id: PersonId, place: Option<Place>) -> Self {
        Self {
            id,
            facts: None,
            read_at: None,
            composer: None,
            editor: None,
            prepare: Prepare::default(),
            meet: Meet::default(),
            timeline: Timeline::at(place),
            review: Review::default(),
        }
    }

    /// Whose page it is.
    pub fn id(&self) -> PersonId {
        self.id
    }

    /// Where the timeline stands.
    pub fn place(&self) -> Place {
        self.timeline.place()
    }

    /// Puts the caret into the composer.
    pub fn jot(&mut self) {
        // A composer that is not there yet takes the caret when it opens.
        if let Some(composer) = &mut self.composer {
            composer.focus();
        }
    }

    /// A jot about this person was handed to the writer.
    pub fn jot_submitted(&mut self, ticket: Ticket) {
        self.meet.jot_submitted(ticket);
    }

    /// The writer has committed or rejected a change.
    pub fn change_answered(&mut self, ticket: Ticket, committed: bool) {
        self.meet.change_answered(ticket, committed);
    }

    /// The text that stands in a field became an entry elsewhere; where it is another by now, it stays.
    pub fn forget_draft(&mut self, ui: &Ui, draft: &Draft) {
        if let Some(composer) = self.composer.as_mut().filter(|composer| composer.holds(draft)) {
            composer.clear(ui);
        }
        self.editor.take_if(|editor| editor.holds(draft));
    }

    /// Puts the caret where words are looked for in the history.
    pub fn find(&mut self) {
        self.timeline.find();
    }

    /// Shows this day of the history, or what was last written before it.
    pub fn go_to_day(&mut self, day: Date) {
        self.timeline.go_to_day(day);
    }

    /// Shows an entry where it stands in the history.
    pub fn go_to(&mut self, entry: EntryId) {
        self.timeline.go_to(entry);
    }

    /// From now on reviews are looked at like this.
    pub fn look_at(&mut self, reviewing: ReviewChoices) {
        self.review.look_at(reviewing);
    }

    /// Opens a finished review to be read.
    pub fn read_review(&mut self, review: Uid) {
        self.review.read_review(review);
    }

    /// The page is left: what was written on it and is to be kept now, with the place of its draft.
    pub fn leave(&mut self, drafts: &mut Drafts) -> Option<(Change, String)> {
        self.review.leave(drafts)
    }

    /// The question from which day to which the review is.
    pub fn ask_period(&mut self, desk: &mut Desk<'_>) -> Option<TwoDays> {
        self.refresh(desk);
        let facts = self.facts.as_ref()?;
        let (reviewing, period) = self.review.looks_at(desk, facts);
        Some(TwoDays::open(&facts.person, reviewing, period))
    }

    /// Opens an entry to be written anew.
    pub fn edit(&mut self, entry: &Entry, desk: &mut Desk<'_>) {
        self.editor = Some(EntryEditor::open(entry, desk));
    }

    /// Shows the page. `false` where there is no such person any more.
    pub fn show(&mut self, ui: &mut Ui, desk: &mut Desk<'_>, tab: Tab) -> bool {
        self.refresh(desk);
        let Some(facts) = &self.facts else { return false };
        let t = Tokens::of(ui);
        let margin = Margin { left: 28, right: 28, top: 16, bottom: 1 };
        Panel::top("header").frame(Frame::new().fill(t.page).inner_margin(margin)).show_separator_line(false).show(
            ui,
            |ui| {
                header::show(ui, desk, facts);
                show_archived(ui, desk, &facts.person);
                ui.add_space(10.0);
                show_tabs(ui, desk, tab);
            },
        );
        match tab {
            Tab::Prepare => self.prepare.show(ui, desk, facts, &mut self.editor),
            Tab::Meet => self.show_meet(ui, desk),
            Tab::Timeline => self.timeline.show(ui, desk, facts, &mut self.editor),
            Tab::Review => self.review.show(ui, desk, facts, &mut self.editor),
        }
        true
    }

    fn show_meet(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) {
        let Some(facts) = &self.facts else { return };
        let t = Tokens::of(ui);
        if !desk.asking {
            let is_writing = self.composer.as_ref().is_some_and(|composer| !composer.is_empty());
            self.meet.keys(ui, desk, facts, is_writing);
        }
        let wide = ui.ctx().content_rect().width() >= size::NARROW;
        if wide {
            let frame = Frame::new().fill(t.page).inner_margin(Margin { left: 20, right: 20, top: 20, bottom: 12 });
            Panel::right(Id::unique("rail")).exact_size(size::RAIL).resizable(false).frame(frame).show(ui, |ui| {
                Panel::bottom(Id::unique("saved")).frame(Frame::NONE).show_separator_line(false).show(ui, |ui| {
                    let kept = desk.drafts.is_kept(&jot_place(&facts.person));
                    let said = if kept { "Saved, on this computer only" } else { "Saving…" };
                    ui.label(text::fine(said).color(t.ink_faint));
                });
                self.meet.show_rail(ui, desk, facts);
            });
        }
        let composer = self.composer.get_or_insert_with(|| Composer::open(jot_place(&facts.person), desk));
        let editing = self.editor.is_some();
        self.meet.show(ui, desk, facts, composer, &mut self.editor, !wide);
        if editing && self.editor.is_none() {
            composer.focus();
        }
    }

    fn refresh(&mut self, desk: &mut Desk<'_>) {
        let now = (desk.journal.generation(), desk.today);
        if self.read_at == Some(now) {
            return;
        }
        self.read_at = Some(now);
        let id = self.id;
        self.facts = desk.read(|db| Facts::read(db, id));
        self.prepare.forget();
        self.meet.forget();
        self.timeline.forget();
        self.review.forget();
    }
}

/// Where the draft of the next jot about a person is kept.
fn jot_place(person: &Person) -> String {
    format!("jot/{}", person.uid)
}

fn show_tabs(ui: &mut Ui, desk: &mut Desk<'_>, tab: Tab) {
    let words = [
        TabWord { word: "Prepare", hint: "1" },
        TabWord { word: "Meet", hint: "2" },
        TabWord { word: "Timeline", hint: "3" },
        TabWord { word: "Review", hint: "4" },
    ];
    let open = Tab::ALL.iter().position(|known| *known == tab).unwrap_or_default();
    if let Some(chosen) = tabs(ui, "What for", open, &words).and_then(|chosen| Tab::ALL.get(chosen)) {
        desk.ask(Action::OpenTab(*chosen));
    }
}

fn show_archived(ui: &mut Ui, desk: &mut Desk<'_>, person: &Person) {
    if person.archived.is_none() {
        return;
    }
    let what = format!("{} is archived.", person.profile.name);
    ui.add_space(10.0);
    Banner::info(&what, "All that you wrote is still here.").show(ui, |ui| {
        if ui.add(Button::plain("Bring back").small()).clicked() {
            desk.ask(Action::Make(Change::BringBack(person.id)));
        }
    });
}
