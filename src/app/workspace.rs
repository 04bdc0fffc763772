//! An open journal with its screens: shows them, does what they ask for, and says what became of it.

mod bringing_in;

use std::{collections::HashMap, path::Path, time::Duration};

use eframe::egui::{Context, Frame, Margin, Panel, Ui};

use super::{
    banners::{Choice, Offer, Unkept, show_banner},
    print,
    window_state::{Keeper, WindowState},
};
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId},
    },
    journal::{
        self, Journal,
        change::{Change, ChangeError},
        deed::Deed,
        drafts::Drafts,
        notice::{Notice, Ticket},
        said,
    },
    store::{StoreError, Trouble},
    ui::{
        action::{Action, Way, pressed},
        desk::Desk,
        dialog::{
            Dialog,
            ask::{Ask, Question},
            deck::Deck,
            export::Export,
            jump::Jump,
            need::AnswerNeed,
            person_form::PersonForm,
            pick_flag::PickFlag,
            put_off::PutOff,
            raise::Raise,
            refile::Refile,
            replace::Replace,
            review::AskReview,
            set_next::SetNext,
            settings::{REMINDERS, Settings},
            skip::Skip,
            trash::Trash,
            versions::Versions,
            wrap_up::WrapUp,
        },
        drop::Drop,
        first_run::FirstRun,
        person::{LENS, PersonPage, REVIEWING},
        reflect::ReflectPage,
        route::{Route, Tab},
        shell::Shell,
        today::Today,
        tokens::Tokens,
        widget::notice::notice,
    },
};

/// How long a notice stands, in seconds.
const NOTICE_S: f64 = 7.0;

/// What the app has to do after a frame.
pub enum Outcome {
    /// Nothing.
    Stay,
    /// Open the journal again.
    Reopen,
    /// Open the sample, or leave it.
    Sample(bool),
}

/// A notice that is shown.
struct Standing {
    said: String,
    offers: Vec<(&'static str, Action)>,
    until: f64,
}

/// An open journal with its screens.
pub struct Workspace {
    journal: Journal,
    drafts: Drafts,
    sample: bool,
    route: Route,
    shell: Shell,
    first_run: FirstRun,
    today: Today,
    page: Option<PersonPage>,
    reflect: Option<ReflectPage>,
    dialog: Option<Dialog>,
    drop: Drop,
    /// What is being brought in.
    bringing_in: Option<Ticket>,
    notice: Option<Standing>,
    /// Changes that could not be made, with what a person wrote for them.
    unkept: Vec<Unkept>,
    /// Where the text of a change was written that is on its way.
    drafted: HashMap<Ticket, String>,
    trouble: Option<Trouble>,
    keeper: Keeper,
    state: WindowState,
    focused: bool,
}

impl Workspace {
    /// The screens of a journal, as they were left.
    pub fn new(journal: Journal, drafts: Drafts, sample: bool) -> Self {
        // A window that was killed may have left one.
        journal::print::remove(journal.path());
        let state = WindowState::load(&journal);
        let page = match state.route {
            Route::Person(id, _) => Some(PersonPage::new(id, state.place())),
            Route::FirstRun | Route::Today | Route::Reflect => None,
        };
        Self {
            journal,
            drafts,
            sample,
            route: state.route,
            shell: Shell::default(),
            first_run: FirstRun::default(),
            today: Today::default(),
            page,
            reflect: None,
            dialog: None,
            drop: Drop::default(),
            bringing_in: None,
            notice: None,
            unkept: Vec::new(),
            drafted: HashMap::new(),
            trouble: None,
            keeper: Keeper::new(state.clone()),
            state,
            focused: true,
        }
    }

    /// Gives the context the look that was left.
    pub fn attach(&self, ctx: &Context) {
        ctx.set_theme(self.state.theme);
        ctx.set_zoom_factor(self.state.zoom);
    }

    /// How large the window was.
    pub fn window_size(&self) -> [f32; 2] {
        self.state.size
    }

    /// Keeps everything that is not kept yet.
    pub fn close(&mut self) {
        self.leave_page();
        self.drafts.send_all(&self.journal);
        self.keeper.keep(&self.journal);
        self.journal.flush();
        journal::print::remove(self.journal.path());
    }

    /// One frame.
    pub fn show(&mut self, ui: &mut Ui) -> Outcome {
        let time = Duration::from_secs_f64(ui.input(|input| input.time).max(0.0));
        self.hear(ui);
        let mut actions = if self.dialog.is_none() { pressed(ui) } else { Vec::new() };
        self.settle_route(&mut actions, time);
        self.hear_dropped(ui, time);
        self.show_screens(ui, &mut actions, time);
        let outcome = self.follow(ui, actions, time);
        self.show_notice(ui, time);
        self.drop.show(ui);
        self.keep(ui, time);
        outcome
    }

    /// Goes where there is something to show: the first person, or the first run.
    fn settle_route(&mut self, actions: &mut Vec<Action>, time: Duration) {
        let today = self.journal.today();
        let Self { journal, drafts, trouble, shell, today: day, .. } = self;
        let desk = &mut Desk { journal, drafts, actions, trouble, asking: false, today, time };
        shell.refresh(desk);
        day.refresh(desk, shell.people());
        let nobody = self.shell.is_empty();
        match self.route {
            Route::FirstRun if !nobody => {
                let first = self.shell.active().next();
                if let Some(first) = first {
                    self.open(Route::Person(first, Tab::default()));
                }
            }
            Route::Person(..) | Route::Today | Route::Reflect if nobody => self.open(Route::FirstRun),
            _ => {}
        }
    }

    fn show_screens(&mut self, ui: &mut Ui, actions: &mut Vec<Action>, time: Duration) {
        self.show_banners(ui);
        let today = self.journal.today();
        let Self {
            journal, drafts, trouble, shell, first_run, today: day, page, reflect, dialog, route, sample, ..
        } = self;
        let asking = dialog.is_some();
        let desk = &mut Desk { journal, drafts, actions, trouble, asking, today, time };
        shell.show(ui, desk, *route, day.count(), *sample);
        match (*route, page) {
            (Route::Person(_, tab), Some(page)) => {
                if !page.show(ui, desk, tab) {
                    desk.ask(Action::Open(Route::FirstRun));
                }
            }
            (Route::Today, _) => day.show(ui, desk),
            (Route::Reflect, _) => reflect.get_or_insert_default().show(ui, desk),
            _ => first_run.show(ui, desk),
        }
        let done = dialog.as_mut().is_some_and(|open| open.show(ui, desk));
        if done {
            *dialog = None;
        }
    }

    /// What is wrong stays at the top until it is mended.
    fn show_banners(&mut self, ui: &mut Ui) {
        let failed = self.drafts.failed().map(|(trouble, text)| (trouble.clone(), text.to_owned()));
        let unread = self.trouble.clone();
        if self.unkept.is_empty() && failed.is_none() && unread.is_none() {
            return;
        }
        let frame = Frame::new().fill(Tokens::of(ui).page).inner_margin(Margin::same(8));
        Panel::top("banners").frame(frame).show_separator_line(false).show(ui, |ui| {
            self.show_unkept(ui);
            if let Some((trouble, text)) = failed {
                let more = format!("{} It is safe in this window. {}", trouble.happened, trouble.to_do);
                let offer = Offer { retry: true, copy: Some(&text), dismiss: false };
                if show_banner(ui, "What you are writing is not stored yet.", &more, &offer).is_some() {
                    self.drafts.retry(&self.journal);
                }
            }
            if let Some(trouble) = unread {
                let more = format!("{} {}", trouble.safe, trouble.to_do);
                let offer = Offer { retry: false, copy: None, dismiss: true };
                if show_banner(ui, &trouble.happened, &more, &offer).is_some() {
                    self.trouble = None;
                }
            }
        });
    }

    fn show_unkept(&mut self, ui: &mut Ui) {
        match self.unkept.first().and_then(|unkept| unkept.show(ui)) {
            Some(Choice::Retry) => self.try_again(ui),
            Some(Choice::Dismiss) => drop(self.unkept.remove(0)),
            None => {}
        }
    }

    /// Asks for it once more. Its draft goes with it if it is what was written; what was typed since stays.
    fn try_again(&mut self, ui: &Ui) {
        let Unkept { change, draft, .. } = self.unkept.remove(0);
        let stands =
            draft.filter(|draft| self.drafts.load(&self.journal, &draft.place).ok().flatten().as_ref() == Some(draft));
        match stands {
            Some(draft) => {
                if let Some(page) = &mut self.page {
                    page.forget_draft(ui, &draft);
                }
                self.submit_drafted(change, draft.place);
            }
            None => drop(self.journal.submit(change)),
        }
        if let (Route::Person(_, Tab::Meet), Some(page)) = (self.route, &mut self.page) {
            page.jot();
        }
    }

    fn submit_drafted(&mut self, change: Change, place: String) {
        let ticket = self.journal.submit_drafted(change, self.drafts.key(&place));
        self.drafts.became_entry(&place);
        self.drafted.insert(ticket, place);
    }

    /// Does what was asked for in this frame.
    fn follow(&mut self, ui: &Ui, actions: Vec<Action>, time: Duration) -> Outcome {
        let mut outcome = Outcome::Stay;
        for action in actions {
            match action {
                Action::LookAtSample => outcome = Outcome::Sample(true),
                Action::LeaveSample => outcome = Outcome::Sample(false),
                action => self.do_one(ui, action, time),
            }
        }
        if !matches!(outcome, Outcome::Stay) {
            self.close();
        }
        outcome
    }

    fn do_one(&mut self, ui: &Ui, action: Action, time: Duration) {
        match action {
            Action::Open(route) => self.open(route),
            Action::OpenTab(tab) => self.open_tab(tab),
            Action::PersonBefore => self.step_person(Way::Up),
            Action::PersonAfter => self.step_person(Way::Down),
            Action::MovePerson(way) => self.move_person(way),
            Action::Jot => self.open_tab(Tab::Meet),
            Action::StartOrWrapUp => self.start_or_wrap_up(time),
            Action::OpenEntry(person, entry) => {
                self.open(Route::Person(person, Tab::Timeline));
                if let Some(page) = &mut self.page {
                    page.go_to(entry);
                }
            }
            Action::OpenReview(person, review) => {
                self.open(Route::Person(person, Tab::Review));
                if let Some(page) = &mut self.page {
                    page.read_review(review);
                }
            }
            Action::LookForJudging(on) => self.journal.set_setting(LENS, &on),
            Action::Find => self.find(),
            Action::GoToDay(day) => {
                if let Some(page) = &mut self.page {
                    page.go_to_day(day);
                }
            }
            Action::KeepReviewChoices(reviewing) => {
                self.journal.set_setting(REVIEWING, &reviewing);
                if let Some(page) = &mut self.page {
                    page.look_at(*reviewing);
                }
            }
            Action::EditEntry(entry) => self.edit_entry(entry, time),
            Action::Make(change) => drop(self.journal.submit(change)),
            Action::Remind(on) => self.journal.set_setting(REMINDERS, &on),
            Action::MakeDrafted(change, place) => self.submit_drafted(change, place),
            Action::Undo => self.journal.undo(),
            Action::Redo => self.journal.redo(),
            Action::Copy(text) => ui.ctx().copy_text(text),
            Action::OpenFolder(file) => open_folder(&file),
            Action::Import(path) => self.import(ui, path, time),
            Action::BringIn(what) => self.bring_in(what),
            Action::CopyBrief(person) => self.hand_out(ui, print::copy(ui, &self.journal, person)),
            Action::PrintBrief(person) => self.hand_out(ui, print::print(ui, &self.journal, person)),
            Action::LookAtSample | Action::LeaveSample => {}
            asks => self.open_dialog(&asks, time),
        }
        ui.ctx().request_repaint();
    }

    /// The actions that ask something first.
    fn open_dialog(&mut self, asks: &Action, time: Duration) {
        match *asks {
            Action::AddPerson => self.open_form(None, time),
            Action::EditPerson(person) => self.open_form(Some(person), time),
            Action::Ask(entry, question) => self
                .ask_about(entry, time, |entry, desk| Some(Dialog::Ask(Box::new(Ask::open(&entry, question, desk))))),
            Action::Describe(entry) => self.ask_about(entry, time, |entry, desk| Dialog::describing(&entry, desk)),
            Action::Replace(entry) => self.ask_about(entry, time, |entry, desk| {
                Replace::open(&entry, desk).map(|replace| Dialog::Replace(Box::new(replace)))
            }),
            Action::Refile(entry) => {
                self.ask_about(entry, time, |entry, desk| Some(Dialog::Refile(Box::new(Refile::open(&entry, desk)))));
            }
            Action::Versions(entry) => {
                self.ask_about(entry, time, |entry, desk| {
                    Some(Dialog::Versions(Box::new(Versions::open(entry, desk))))
                });
            }
            Action::Raise(entry) => {
                self.ask_about(entry, time, |entry, desk| Some(Dialog::Raise(Box::new(Raise::open(&entry, desk)))));
            }
            Action::PickFlag(entry) => {
                self.ask_about(entry, time, |entry, _| Some(Dialog::PickFlag(Box::new(PickFlag::open(&entry)))));
            }
            Action::PutOff(entry) => {
                self.ask_about(entry, time, |entry, _| Some(Dialog::PutOff(Box::new(PutOff::open(&entry)))));
            }
            Action::SetNext => self.set_next(time),
            Action::Skip(person) => self.with_desk(time, |desk, dialog| {
                *dialog = Skip::open(person, desk).map(|skip| Dialog::Skip(Box::new(skip)));
            }),
            Action::AnswerNeed(person) => self.with_desk(time, |desk, dialog| {
                if let Some(person) = desk.read(|db| db.person(person)) {
                    *dialog = Some(Dialog::Need(Box::new(AnswerNeed::open(&person, desk))));
                }
            }),
            Action::Trash(person) => self.with_desk(time, |desk, dialog| {
                *dialog = Some(Dialog::Trash(Box::new(Trash::open(person, desk))));
            }),
            Action::Export(of) => self.with_desk(time, |desk, dialog| {
                *dialog = Some(Dialog::Export(Box::new(Export::open(of, desk))));
            }),
            Action::AskDay if matches!(self.route, Route::Person(..)) => {
                self.open_tab(Tab::Timeline);
                self.dialog = Some(Dialog::Jump(Jump::default()));
            }
            Action::AskPeriod => self.ask_period(time),
            Action::AskReview(ref about) => {
                self.dialog = Some(Dialog::Review(Box::new(AskReview::open((**about).clone()))));
            }
            Action::Deck { person, adding } => self.with_desk(time, |desk, dialog| {
                let person = person.and_then(|id| desk.read(|db| db.person(id)));
                *dialog = Some(Dialog::Deck(Box::new(Deck::open(person.as_ref(), adding, desk))));
            }),
            Action::Keys => self.dialog = Some(Dialog::Keys),
            Action::Settings => self.dialog = Some(Dialog::Settings(Settings::default())),
            _ => {}
        }
    }

    /// Opens what is asked about an entry, where there is something to ask.
    fn ask_about(&mut self, entry: EntryId, time: Duration, open: impl FnOnce(Entry, &mut Desk<'_>) -> Option<Dialog>) {
        self.with_desk(time, |desk, dialog| {
            if let Some(opened) = desk.read(|db| db.entry(entry)).and_then(|entry| open(entry, desk)) {
                *dialog = Some(opened);
            }
        });
    }

    /// Looks for words in the history of the person that is shown.
    fn find(&mut self) {
        self.open_tab(Tab::Timeline);
        if let Some(page) = &mut self.page {
            page.find();
        }
    }

    /// Asks from which day to which the review of the person that is shown is.
    fn ask_period(&mut self, time: Duration) {
        self.open_tab(Tab::Review);
        let Some(mut page) = self.page.take() else { return };
        self.with_desk(time, |desk, dialog| {
            *dialog = page.ask_period(desk).map(|days| Dialog::TwoDays(Box::new(days)));
        });
        self.page = Some(page);
    }

    fn edit_entry(&mut self, entry: EntryId, time: Duration) {
        let entry = self.with_desk(time, |desk, _| desk.read(|db| db.entry(entry)));
        if let (Some(entry), Some(mut page)) = (entry, self.page.take()) {
            self.with_desk(time, |desk, _| page.edit(&entry, desk));
            self.page = Some(page);
        }
    }

    fn with_desk<T>(&mut self, time: Duration, work: impl FnOnce(&mut Desk<'_>, &mut Option<Dialog>) -> T) -> T {
        let today = self.journal.today();
        let Self { journal, drafts, trouble, dialog, .. } = self;
        let actions = &mut Vec::new();
        work(&mut Desk { journal, drafts, actions, trouble, asking: false, today, time }, dialog)
    }

    fn open(&mut self, route: Route) {
        // Text that is being written is stored before its page goes.
        self.leave_page();
        self.drafts.send_all(&self.journal);
        self.page = match (route, self.page.take()) {
            (Route::Person(id, _), Some(page)) if page.id() == id => Some(page),
            (Route::Person(id, _), _) => Some(PersonPage::new(id, None)),
            (Route::FirstRun | Route::Today | Route::Reflect, _) => None,
        };
        // A page that is left forgets what was only looked at; what was written is a draft.
        self.reflect = None;
        self.route = route;
    }

    /// What was written on the page becomes what it is to be, where it need not be asked for.
    fn leave_page(&mut self) {
        let left = self.page.as_mut().and_then(|page| page.leave(&mut self.drafts));
        if let Some((change, place)) = left {
            self.submit_drafted(change, place);
        }
    }

    fn open_tab(&mut self, tab: Tab) {
        let Route::Person(id, _) = self.route else { return };
        self.open(Route::Person(id, tab));
        if let Some(page) = self.page.as_mut().filter(|_| tab == Tab::Meet) {
            page.jot();
        }
    }

    fn step_person(&mut self, way: Way) {
        let people: Vec<PersonId> = self.shell.active().collect();
        // Today and Reflect stand above everybody.
        if let (Route::Today | Route::Reflect, Way::Down, Some(first)) = (self.route, way, people.first()) {
            let glance = self.shell.people().iter().find(|glance| glance.person.id == *first);
            let running = glance.is_some_and(|glance| glance.meetings.running);
            return self.open(Route::Person(*first, Tab::for_meeting(running)));
        }
        let Route::Person(id, tab) = self.route else { return };
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour(at, way).and_then(|next| people.get(next)) {
            self.open(Route::Person(*next, tab));
        }
    }

    fn move_person(&mut self, way: Way) {
        let Route::Person(id, _) = self.route else { return };
        let mut people: Vec<PersonId> = self.shell.active().collect();
        let Some(at) = people.iter().position(|known| *known == id) else { return };
        if let Some(next) = neighbour(at, way).filter(|next| *next < people.len()) {
            people.swap(at, next);
            self.journal.submit(Change::Reorder(people));
        }
    }

    fn set_next(&mut self, time: Duration) {
        let Route::Person(id, _) = self.route else { return };
        self.with_desk(time, |desk, dialog| {
            *dialog = SetNext::open(id, desk).map(|next| Dialog::SetNext(Box::new(next)));
        });
    }

    fn start_or_wrap_up(&mut self, time: Duration) {
        let Route::Person(id, _) = self.route else { return };
        self.open_tab(Tab::Meet);
        let found = self.with_desk(time, |desk, _| desk.read(|db| Ok((db.person(id)?, db.running(id)?))));
        match found {
            (Some(person), Some(running)) => self.with_desk(time, |desk, dialog| {
                *dialog = Some(Dialog::WrapUp(Box::new(WrapUp::new(running, &person, desk))));
            }),
            // Who is archived comes back first.
            (Some(person), None) if person.archived.is_none() => drop(self.journal.submit(Change::Begin(id))),
            _ => {}
        }
    }

    fn open_form(&mut self, person: Option<PersonId>, time: Duration) {
        self.with_desk(time, |desk, dialog| {
            let person = person.and_then(|id| desk.read(|db| db.person(id)));
            *dialog = Some(Dialog::Person(Box::new(PersonForm::open(person.as_ref(), desk))));
        });
    }

    /// Hears what became of what was asked of the writer.
    fn hear(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let (undo, redo) = (("Undo", Action::Undo), ("Redo", Action::Redo));
        for heard in self.journal.notices() {
            let left = self.left_as_it_was(&heard);
            self.drafts.heard(&heard);
            match heard {
                Notice::Kept { ticket, .. } if self.bringing_in == Some(ticket) => self.brought_in(Ok(()), ctx),
                Notice::NotKept { ticket, error, .. } if self.bringing_in == Some(ticket) => {
                    self.brought_in(Err(error), ctx);
                }
                Notice::Kept { deed, entry, .. } => {
                    // Ticking asks nothing; how they heard of it can be said if one likes.
                    let how = entry.filter(|_| deed == Deed::Told).map(|entry| Action::Ask(entry, Question::Told));
                    if let Some(said) = said::done(deed) {
                        let how = how.map(|how| ("How did you tell them?", how));
                        self.say(said.to_owned(), std::iter::once(undo.clone()).chain(how).collect(), now);
                    }
                }
                Notice::NotKept { change, error, .. } => self.not_kept(change, error, left),
                Notice::TakenBack(stepped) => self.say(said::stepped(stepped, true), vec![redo.clone()], now),
                Notice::MadeAgain(stepped) => self.say(said::stepped(stepped, false), vec![undo.clone()], now),
                Notice::NoFurther => {
                    self.say("There is nothing more to take back or make again".to_owned(), Vec::new(), now);
                }
                Notice::HistoryFailed(error) => self.trouble = Some(error.trouble()),
                Notice::DraftKept { .. } | Notice::DraftNotKept { .. } => {}
            }
        }
    }

    /// The field whose text a change was that has come to nothing, where nothing was typed there since.
    fn left_as_it_was(&mut self, heard: &Notice) -> Option<String> {
        let (Notice::Kept { ticket, .. } | Notice::NotKept { ticket, .. }) = heard else { return None };
        self.drafted.remove(ticket).filter(|place| self.drafts.is_left(place))
    }

    fn not_kept(&mut self, change: Change, error: ChangeError, left: Option<String>) {
        let draft = left.and_then(|place| self.drafts.load(&self.journal, &place).ok().flatten());
        let unkept = Unkept { change, error, draft };
        if !unkept.is_so_already() {
            self.unkept.push(unkept);
        }
    }

    /// Says what became of a brief that was to leave the window.
    fn hand_out(&mut self, ctx: &Context, done: Result<Option<String>, StoreError>) {
        match done {
            Ok(Some(said)) => self.say(said, Vec::new(), ctx.input(|input| input.time)),
            Ok(None) => {}
            Err(error) => self.trouble = Some(error.trouble()),
        }
    }

    fn say(&mut self, said: String, offers: Vec<(&'static str, Action)>, now: f64) {
        self.notice = Some(Standing { said, offers, until: now + NOTICE_S });
    }

    fn show_notice(&mut self, ui: &Ui, time: Duration) {
        let now = ui.input(|input| input.time);
        let Some(standing) = self.notice.take_if(|standing| standing.until > now) else {
            self.notice = None;
            return;
        };
        ui.ctx().request_repaint_after(Duration::from_secs_f64((standing.until - now).max(0.0)));
        let words: Vec<&str> = standing.offers.iter().map(|(word, _)| *word).collect();
        match notice(ui, &standing.said, &words).and_then(|nth| standing.offers.get(nth)) {
            Some((_, action)) => self.do_one(ui, action.clone(), time),
            None => self.notice = Some(standing),
        }
    }

    /// Keeps drafts and the state of the window, each in its time.
    fn keep(&mut self, ctx: &Context, time: Duration) {
        let focused = ctx.input(|input| input.focused);
        if self.focused && !focused {
            self.drafts.send_all(&self.journal);
        }
        self.focused = focused;
        self.state.look(ctx);
        self.state.route = self.route;
        self.state.day = Some(self.journal.today());
        self.state.timeline = self.page.as_ref().map(|page| {
            let place = page.place();
            (place.row, place.key, place.offset)
        });
        let draft_due = self.drafts.send_due(&self.journal, time);
        let state_due = self.keeper.hear(&self.journal, self.state.clone(), time);
        if let Some(due) = draft_due.into_iter().chain(state_due).min() {
            ctx.request_repaint_after(due);
        }
    }
}

/// Shows the folder of a file. A desktop may take its time to begin its file manager.
fn open_folder(file: &Path) {
    let Some(folder) = file.parent().map(Path::to_owned) else { return };
    let begun = std::thread::Builder::new().name("folder".into()).spawn(move || {
        if let Err(error) = opener::open(folder) {
            tracing::warn!(%error, "the folder could not be opened");
        }
    });
    if let Err(error) = begun {
        tracing::warn!(%error, "the folder could not be opened");
    }
}

fn neighbour(at: usize, way: Way) -> Option<usize> {
    match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1),
    }
}
