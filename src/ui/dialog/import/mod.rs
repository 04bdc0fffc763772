//! What comes into the journal from elsewhere: from where, what was found in it and who is who, and only then in.

mod ask;
mod columns;
mod found;
mod read;
mod row;
mod unread;
mod who;

use std::{
    collections::HashMap,
    mem::{Discriminant, discriminant},
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Context, Id, Key, Label, Modifiers, Ui};

use self::{
    found::{Found, counted},
    read::{Read, Wish},
    unread::UnreadList,
};
use super::path_field::PathField;
use crate::{
    domain::{
        id::PersonId,
        name::clean_name,
        today::{Coming, whom_you_meet},
    },
    import::{ImportError, Unread, source::Sort},
    journal::{change::ChangeError, place, progress::Progress},
    store::Glance,
    ui::{
        action::{Action, BringIn, key_of},
        desk::Desk,
        file_picker::Wanted,
        icons,
        job::Job,
        keys,
        route::{Route, Tab},
        text,
        tokens::Tokens,
        widget::{
            button::Button,
            choices::choices,
            dialog::Dialog,
            progress::{percent, progress},
        },
    },
};

/// The name of the setting that says which calendar was read.
pub const CALENDAR: &str = "calendar";

const TITLE: &str = "Bring in what you have";
const WIDTH: f32 = 720.0;
/// So many seconds a reading may take before it is said how far it is.
const PATIENCE_S: f64 = 0.3;

const SORTS: [(Sort, &str); 4] = [
    (Sort::Markdown, "Notes (Markdown)"),
    (Sort::Csv, "A table (CSV)"),
    (Sort::Ics, "A calendar (.ics)"),
    (Sort::Json, "A journal (JSON)"),
];

/// What a kind of source is called at the beginning of a line.
fn called(sort: Sort) -> &'static str {
    match sort {
        Sort::Markdown => "Notes",
        Sort::Csv => "A table",
        Sort::Ics => "A calendar",
        Sort::Json => "A journal",
    }
}

/// What a path is read as, in a sentence, where that follows from its name.
pub fn known_kind(path: &Path) -> Option<&'static str> {
    Sort::guess(path).map(Sort::said)
}

/// How far a reading is: notes are read file by file, all else from the first letter to the last.
fn show_reading(ui: &mut Ui, sort: Sort, so_far: (u64, u64)) {
    match sort {
        Sort::Markdown => progress(ui, so_far, "files read"),
        Sort::Csv | Sort::Json | Sort::Ics => percent(ui, so_far, "read"),
    }
}

/// The dialog.
pub struct Import {
    path: PathField,
    /// The path that `sort` was guessed of.
    guessed: String,
    sort: Option<Sort>,
    wrong: Option<String>,
    stage: Stage,
    /// The stage that was shown last.
    shown: Option<Discriminant<Stage>>,
}

/// How far it has come.
enum Stage {
    Asking,
    Reading { wish: Wish, job: Job<Result<Read, ImportError>>, since: f64 },
    Found(Box<Found>),
    BringingIn { found: Box<Found>, progress: Arc<Progress> },
    Done(Done),
}

/// What came of it.
struct Done {
    said: String,
    /// Whom you meet next of those about whom something came.
    first: Option<(PersonId, String)>,
    unread: Vec<Unread>,
    list: UnreadList,
}

/// What was chosen in this frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Look,
    Other,
    BringIn,
    Stop,
    TakeBack,
    Prepare(PersonId),
    Close,
}

impl Import {
    /// Asks what to bring in; what is at `path` is read at once where it is known how.
    pub fn open(path: Option<PathBuf>, ctx: &Context, desk: &Desk<'_>) -> Self {
        let mut import = Self {
            path: PathField::default(),
            guessed: String::new(),
            sort: None,
            wrong: None,
            stage: Stage::Asking,
            shown: None,
        };
        if let Some(path) = path {
            import.picked(&path, ctx, desk);
        }
        import
    }

    /// Whether something is being brought in at this moment.
    pub fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::BringingIn { .. })
    }

    /// Hears what became of what was brought in.
    pub fn heard(&mut self, became: Result<(), ChangeError>, desk: &mut Desk<'_>) {
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::BringingIn { mut found, .. } => {
                self.stage = match became {
                    Ok(()) => Stage::Done(Done::of(*found, desk)),
                    Err(error) => {
                        found.refuse(&error);
                        Stage::Found(found)
                    }
                };
            }
            stage => self.stage = stage,
        }
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        self.hear(ctx, desk);
        let note = match self.stage {
            Stage::Asking | Stage::Reading { .. } => "Nothing is changed until you say so.",
            Stage::Found(_) => "One undo takes all of it back.",
            Stage::BringingIn { .. } => "Stopping leaves nothing half done.",
            Stage::Done(_) => "",
        };
        let buttons = Buttons::of(&self.stage, !self.path.is_asking());
        // What had the focus went with the stage before: Enter goes on from stage to stage.
        let stage = discriminant(&self.stage);
        let leads_on = self.shown.replace(stage).is_some_and(|shown| shown != stage);
        let output = Dialog::new(Id::unique("import"), TITLE).width(WIDTH).note(note).show(
            ctx,
            |ui| {
                // Before what has the focus hears Enter.
                let go_on = keys::take(ui, Modifiers::COMMAND, Key::Enter);
                let chosen = self.show_body(ui, desk);
                go_on.then_some(buttons.main).flatten().or(chosen)
            },
            |ui| buttons.show(ui, leads_on),
        );
        let chosen = output.body.or(output.buttons);
        if self.is_busy() && (output.closed || chosen == Some(Chosen::Stop)) {
            // Leaving it is stopping it; what becomes of it is heard.
            if let Stage::BringingIn { progress, .. } = &self.stage {
                progress.stop();
            }
            return false;
        }
        let leaves = self.follow(chosen, ctx, desk) || output.closed;
        if leaves {
            self.leave();
        }
        leaves
    }

    /// Does what was chosen; `true` when the dialog is done with.
    fn follow(&mut self, chosen: Option<Chosen>, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        match chosen {
            Some(Chosen::Look) => self.look(ctx, desk),
            Some(Chosen::Other | Chosen::Stop) => self.leave(),
            Some(Chosen::BringIn) => self.bring_in(desk),
            Some(Chosen::TakeBack) => {
                desk.ask(Action::Undo);
                return true;
            }
            Some(Chosen::Prepare(person)) => {
                desk.ask(Action::Open(Route::Person(person, Tab::Prepare)));
                return true;
            }
            Some(Chosen::Close) => return true,
            None => {}
        }
        false
    }

    /// Goes back to where it is asked what to read; nobody waits for what goes on.
    fn leave(&mut self) {
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Reading { job, .. } => job.leave(),
            Stage::Found(found) => found.leave(),
            Stage::Asking | Stage::BringingIn { .. } | Stage::Done(_) => {}
        }
    }

    /// Hears the desktop's dialog, and the threads.
    fn hear(&mut self, ctx: &Context, desk: &Desk<'_>) {
        if let Some(path) = self.path.picked() {
            self.picked(&path, ctx, desk);
        }
        match &mut self.stage {
            Stage::Reading { wish, job, .. } => {
                let Some(over) = job.over() else { return };
                let path = wish.path.clone();
                match over.unwrap_or_else(|source| Err(ImportError::Disk { path, source })) {
                    Ok(read) => self.stage = Stage::Found(Box::new(Found::new(wish.clone(), read))),
                    Err(error) => self.refused(&error),
                }
            }
            Stage::Found(found) => found.hear(ctx, desk),
            Stage::Asking | Stage::BringingIn { .. } | Stage::Done(_) => {}
        }
    }

    fn refused(&mut self, error: &ImportError) {
        self.leave();
        if matches!(error, ImportError::Stopped) {
            return;
        }
        let trouble = error.trouble();
        self.wrong = Some(format!("{} {} {}", trouble.happened, trouble.safe, trouble.to_do));
    }

    /// A file or folder was chosen, or dropped on the window.
    fn picked(&mut self, path: &Path, ctx: &Context, desk: &Desk<'_>) {
        self.path = PathField::holding(path);
        self.guess();
        if self.sort.is_some() {
            self.look(ctx, desk);
        } else {
            let name = read::name_of(path);
            self.wrong = Some(format!("What {name} is does not follow from its name. Choose how to read it, below."));
        }
    }

    /// What is at the path, by its name.
    fn guess(&mut self) {
        if self.guessed != self.path.path {
            self.guessed.clone_from(&self.path.path);
            self.sort = Sort::guess(&self.path.meant());
            self.wrong = None;
        }
    }

    /// Begins to read.
    fn look(&mut self, ctx: &Context, desk: &Desk<'_>) {
        if self.path.path.trim().is_empty() {
            self.wrong = Some("Say where it lies.".to_owned());
            return;
        }
        let Some(sort) = self.sort else {
            self.wrong = Some("Choose how to read it, below.".to_owned());
            return;
        };
        (self.wrong, self.path.said) = (None, None);
        let wish = Wish { path: self.path.meant(), sort, order: None, mapping: None, about: None };
        match read::read(ctx, desk, wish.clone(), HashMap::new()) {
            Ok(job) => self.stage = Stage::Reading { wish, job, since: ctx.input(|input| input.time) },
            Err(error) => self.refused(&error),
        }
    }

    fn bring_in(&mut self, desk: &mut Desk<'_>) {
        match std::mem::replace(&mut self.stage, Stage::Asking) {
            Stage::Found(found) => {
                let Some(bundle) = found.ready().map(Arc::clone) else {
                    self.stage = Stage::Found(found);
                    return;
                };
                let progress = Arc::<Progress>::default();
                let calendar = (found.wish.sort == Sort::Ics).then(|| found.wish.path.clone());
                desk.ask(Action::BringIn(BringIn { bundle, progress: Arc::clone(&progress), calendar }));
                self.stage = Stage::BringingIn { found, progress };
            }
            stage => self.stage = stage,
        }
    }

    fn show_body(&mut self, ui: &mut Ui, desk: &mut Desk<'_>) -> Option<Chosen> {
        match &mut self.stage {
            Stage::Asking => self.show_asking(ui),
            Stage::Reading { wish, job, since } => {
                let t = Tokens::of(ui);
                ui.label(text::body(format!("Reading {}…", wish.name())).color(t.ink));
                if ui.input(|input| input.time) - *since > PATIENCE_S {
                    show_reading(ui, wish.sort, job.so_far());
                }
                None
            }
            Stage::Found(found) => {
                found.show(ui, desk);
                None
            }
            Stage::BringingIn { progress: so_far, .. } => {
                progress(ui, so_far.so_far(), "things");
                // The writer says when it is done; how far it is must be asked for.
                ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
                None
            }
            Stage::Done(done) => {
                done.show(ui);
                None
            }
        }
    }

    fn show_asking(&mut self, ui: &mut Ui) -> Option<Chosen> {
        let t = Tokens::of(ui);
        let what = "A folder of notes, one document, a table, a calendar, or the journal of another Rapport. You see first what \
                    would come, and who is who.";
        ui.add(Label::new(text::small(what).color(t.ink_soft)).wrap());
        let wrong = self.wrong.clone();
        let (field, browse) =
            self.path.show(ui, "From", "/home/you/Notes", wrong.as_deref(), &["A file…", "A folder…"]);
        if field.changed() {
            self.guess();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if let Some(nth) = browse {
            let folder = self.path.meant();
            let folder = if folder.is_dir() { folder } else { place::documents().unwrap_or_default() };
            let wanted = if nth == 0 { Wanted::File } else { Wanted::Folder };
            self.path.browse(ui, TITLE, &folder, wanted);
        }
        self.path.show_said(ui);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.label(text::small_strong("Read it as").color(t.ink));
            if choices(ui, "Read it as", &mut self.sort, &SORTS).changed() {
                self.wrong = None;
            }
        });
        ui.label(text::fine(format!("{} Or drop a file or a folder on the window.", icons::INFO)).color(t.ink_faint));
        entered.then_some(Chosen::Look)
    }
}

/// The buttons below: the main one first.
struct Buttons {
    main: Option<Chosen>,
    word: String,
    ready: bool,
    others: Vec<(&'static str, Chosen)>,
}

impl Buttons {
    fn of(stage: &Stage, ready: bool) -> Self {
        let cancel = ("Cancel", Chosen::Close);
        let (main, word, ready, others) = match stage {
            Stage::Asking => (Some(Chosen::Look), "Look at it".to_owned(), ready, vec![cancel]),
            Stage::Reading { .. } | Stage::BringingIn { .. } => {
                (None, String::new(), false, vec![("Stop", Chosen::Stop)])
            }
            Stage::Found(found) => {
                let word = match found.things() {
                    0 => "Bring it in".to_owned(),
                    things => format!("Bring in {}", counted(things, "thing", "things")),
                };
                (Some(Chosen::BringIn), word, found.ready().is_some(), vec![cancel, ("Something else", Chosen::Other)])
            }
            Stage::Done(Done { first: Some((person, name)), .. }) => {
                let others = vec![("Close", Chosen::Close), ("Take it back", Chosen::TakeBack)];
                (Some(Chosen::Prepare(*person)), format!("Prepare for {name}"), true, others)
            }
            Stage::Done(_) => (Some(Chosen::Close), "Close".to_owned(), true, vec![("Take it back", Chosen::TakeBack)]),
        };
        Self { main: main.filter(|_| ready), word, ready, others }
    }

    /// Shows them; the main one takes the focus where the stage is new.
    fn show(&self, ui: &mut Ui, takes_focus: bool) -> Option<Chosen> {
        let mut chosen = None;
        if !self.word.is_empty() {
            let main = ui.add_enabled(self.ready, Button::primary(self.word.as_str()));
            if takes_focus && self.ready {
                main.request_focus();
                // Its ring is drawn from the next frame on.
                ui.ctx().request_repaint();
            }
            if main.clicked() {
                chosen = self.main;
            }
        }
        for (word, does) in &self.others {
            if ui.add(Button::plain(*word)).clicked() {
                chosen = Some(*does);
            }
        }
        chosen
    }
}

impl Done {
    fn of(found: Found, desk: &mut Desk<'_>) -> Self {
        let things = counted(found.things(), "thing", "things");
        let people = match found.people() {
            0 => String::new(),
            people => format!(" about {}", counted(people, "person", "people")),
        };
        let is = if found.things() == 1 { "is" } else { "are" };
        let said = format!("{things}{people} {is} in your journal.");
        let came: Vec<String> = found.who.rows.iter().filter_map(|row| found.who.name(row)).map(folded).collect();
        let today = desk.today;
        let glances = desk.read(|db| db.glances(today));
        let active = glances.iter().filter(|glance| glance.person.archived.is_none());
        let met: Vec<&Glance> = active.filter(|glance| came.contains(&folded(&glance.person.profile.name))).collect();
        let coming = met.iter().map(|glance| Coming { person: glance.person.id, next: glance.meetings.next(today) });
        // The first of Today, so that both say the same.
        let next = whom_you_meet(coming, today).first().map(|coming| coming.person);
        let next = next.and_then(|id| met.iter().find(|glance| glance.person.id == id)).or(met.first());
        let first = next.map(|glance| (glance.person.id, glance.person.profile.short_name().to_owned()));
        Self { said, first, unread: found.unread, list: found.list }
    }

    fn show(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let said = format!("{} {}", icons::CHECK_CIRCLE, self.said);
        ui.add(Label::new(text::body_medium(said).color(t.ink)).wrap());
        let undo = key_of(ui, &Action::Undo);
        let next = format!("{undo} takes all of it back, also later. Reading the same again brings nothing in twice.");
        ui.add(Label::new(text::small(next).color(t.ink_soft)).wrap());
        self.list.show(ui, &self.unread);
    }
}

fn folded(name: &str) -> String {
    clean_name(name).unwrap_or_default().to_lowercase()
}
