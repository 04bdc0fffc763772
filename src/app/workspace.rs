//! An open journal with its screens: shows them, does what they ask for, and says what became of it.

mod asking;
mod bringing_in;
mod going;
mod hearing;
mod wrong;

use std::{collections::HashMap, path::Path, time::Duration};

use eframe::egui::{Context, Ui};

use self::hearing::Standing;
use super::{
    banners::Unkept,
    print,
    window_state::{Keeper, WindowState},
};
use crate::{
    domain::id::EntryId,
    journal::{self, DraftKey, Journal, change::Change, drafts::Drafts, notice::Ticket},
    store::{StoreError, Trouble},
    ui::{
        action::{Action, Way, pressed},
        desk::Desk,
        dialog::{Dialog, settings::REMINDERS},
        drop::Drop,
        first_run::FirstRun,
        person::{LENS, PersonPage, REVIEWING},
        reflect::ReflectPage,
        route::{Route, Tab},
        shell::Shell,
        today::Today,
    },
};

/// What the app has to do after a frame.
pub enum Outcome {
    /// Nothing.
    Stay,
    /// Open the journal again.
    Reopen,
    /// Open the sample, or leave it.
    Sample(bool),
}

/// An open journal with its screens.
pub struct Workspace {
    // Before the journal, which removes the file of their slot when it is dropped.
    drafts: Drafts,
    journal: Journal,
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
    ///
    /// # Errors
    /// Where the writer has stopped, so that not everything was kept.
    pub fn close(&mut self) -> Result<(), StoreError> {
        self.leave_page();
        self.drafts.send_all(&self.journal);
        self.keeper.keep(&self.journal);
        let kept = self.journal.flush();
        journal::print::remove(self.journal.path());
        kept
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

    /// Hands a change to the writer, with the key of the draft that it was written as, if any.
    fn submit(&mut self, change: Change, draft: Option<DraftKey>) -> Ticket {
        let jotted_about = if let Change::Jot { person, .. } = change { Some(person) } else { None };
        let ticket = match draft {
            Some(draft) => self.journal.submit_drafted(change, draft),
            None => self.journal.submit(change),
        };
        if let Some(page) = self.page.as_mut().filter(|page| jotted_about == Some(page.id())) {
            page.jot_submitted(ticket);
        }
        ticket
    }

    fn submit_drafted(&mut self, change: Change, place: String) {
        let ticket = self.submit(change, Some(self.drafts.key(&place)));
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
        if !matches!(outcome, Outcome::Stay) && self.close().is_err() {
            // The screens hold text that is stored nowhere else; the banner says why they stay.
            return Outcome::Stay;
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
            Action::Make(change) => drop(self.submit(change, None)),
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
