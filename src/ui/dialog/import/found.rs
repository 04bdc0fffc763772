//! What was found in a source: who is who, what it would bring, and what could not be read. Nothing has changed yet.

use std::sync::Arc;

use eframe::egui::{Context, Label, Ui};

use super::{
    ask::Questions,
    read::{self, Counted, Read, Wish},
    row,
    unread::UnreadList,
    who::Who,
};
use crate::{
    domain::person::Person,
    import::{Aside, Gain, ImportError, Preview, Unread},
    journal::{bundle::Bundle, change::ChangeError},
    store::Trouble,
    ui::{
        desk::Desk,
        job::Job,
        text::{self, grouped},
        tokens::Tokens,
        widget::{
            banner::Banner, button::Button, card::card, card::divider, elide::elide, section_label::section_label,
        },
    },
};

/// So many people are shown at first, and so many more each time.
const PEOPLE: usize = 50;
/// So many seconds a reading may take before it is said that there is one.
const PATIENCE_S: f64 = 0.3;

/// What was found.
pub(super) struct Found {
    pub wish: Wish,
    /// All that was understood; a thread has it while it counts.
    bundle: Option<Arc<Bundle>>,
    pub unread: Vec<Unread>,
    aside: Vec<Aside>,
    pub preview: Preview,
    pub who: Who,
    pub known: Vec<Person>,
    pub list: UnreadList,
    questions: Questions,
    shown: usize,
    said: Said,
    work: Work,
    /// Something was put right since it was counted.
    stale: bool,
    /// Why it cannot be brought in, or was not.
    problem: Option<(String, String)>,
}

/// What is said of all of it, made whenever it was counted.
#[derive(Default)]
struct Said {
    /// How many things would come.
    things: usize,
    /// About how many people.
    people: usize,
    /// The same in a sentence.
    all: String,
    /// What else there is to know, in a line.
    beside: String,
}

/// What is going on meanwhile, and since when.
enum Work {
    Nothing,
    Reading(Job<Result<Read, ImportError>>, f64),
    Counting(Job<Counted>, f64),
}

impl Found {
    /// After the first reading.
    pub fn new(wish: Wish, read: Read) -> Self {
        let mut found = Self {
            wish,
            bundle: None,
            unread: Vec::new(),
            aside: Vec::new(),
            preview: Preview::default(),
            who: Who::default(),
            known: Vec::new(),
            list: UnreadList::default(),
            questions: Questions::default(),
            shown: PEOPLE,
            said: Said::default(),
            work: Work::Nothing,
            stale: false,
            problem: None,
        };
        found.take(read);
        // One person is looked at rather than counted.
        if let [only] = found.who.rows.as_mut_slice() {
            only.open = true;
        }
        found
    }

    fn take(&mut self, read: Read) {
        let Read { bundle, unread, asks, aside, table, known, who, preview } = read;
        self.questions.hear(&asks, self.wish.sort, table.as_ref(), who.rows.is_empty());
        (self.unread, self.aside, self.known, self.who) = (unread, aside, known, who);
        self.counted(Counted { bundle, preview });
    }

    fn counted(&mut self, counted: Counted) {
        self.bundle = Some(counted.bundle);
        match counted.preview {
            Ok(preview) => {
                self.who.see(&preview);
                self.said = Said::of(&preview, Who::count(&preview), self.unread.len());
                (self.preview, self.problem) = (preview, None);
            }
            Err(error) => self.refuse(&error),
        }
    }

    /// Why it was not brought in.
    pub fn refuse(&mut self, error: &ChangeError) {
        self.problem = Some(match error {
            ChangeError::Refused(refusal) => ("It cannot be brought in like this.".to_owned(), refusal.to_string()),
            ChangeError::Stopped => ("Stopped.".to_owned(), "Nothing was brought in.".to_owned()),
            ChangeError::Store(error) => {
                let Trouble { happened, to_do, .. } = error.trouble();
                ("It could not be brought in.".to_owned(), format!("{happened} Your journal is as it was. {to_do}"))
            }
        });
    }

    fn could_not_read(&mut self, error: &ImportError) {
        let Trouble { happened, safe, to_do } = error.trouble();
        self.problem = Some((happened, format!("{safe} {to_do}")));
    }

    /// How many things would come.
    pub fn things(&self) -> usize {
        self.said.things
    }

    /// About how many people something would come.
    pub fn people(&self) -> usize {
        self.said.people
    }

    /// What is to be brought in, where it can be.
    pub fn ready(&self) -> Option<&Arc<Bundle>> {
        let at_rest = matches!(self.work, Work::Nothing) && !self.stale;
        let sound = at_rest && self.who.is_sound() && !self.questions.is_open() && self.things() > 0;
        self.bundle.as_ref().filter(|_| sound)
    }

    /// Hears the threads, and sends them off again where something was put right.
    pub fn hear(&mut self, ctx: &Context, desk: &Desk<'_>) {
        match std::mem::replace(&mut self.work, Work::Nothing) {
            Work::Nothing => {}
            Work::Reading(mut job, since) => match job.over() {
                None => self.work = Work::Reading(job, since),
                Some(Ok(Ok(read))) => self.take(read),
                Some(Ok(Err(error))) => self.could_not_read(&error),
                Some(Err(error)) => self.broke(&error),
            },
            Work::Counting(mut job, since) => match job.over() {
                None => self.work = Work::Counting(job, since),
                Some(Ok(counted)) => self.counted(counted),
                Some(Err(error)) => self.broke(&error),
            },
        }
        if self.stale
            && self.who.is_sound()
            && matches!(self.work, Work::Nothing)
            && let Some(bundle) = self.bundle.take()
        {
            self.stale = false;
            match read::count(ctx, desk, bundle, &self.who) {
                Ok(job) => self.work = Work::Counting(job, ctx.input(|input| input.time)),
                Err(error) => self.broke(&error),
            }
        }
    }

    fn broke(&mut self, error: &std::io::Error) {
        self.problem = Some(("It could not be read.".to_owned(), format!("{error}. Your journal is as it was.")));
    }

    /// Reads the source again, as the questions were answered.
    fn read_again(&mut self, ctx: &Context, desk: &Desk<'_>) {
        if let Work::Reading(job, _) = std::mem::replace(&mut self.work, Work::Nothing) {
            job.leave();
        }
        self.questions.answer(&mut self.wish);
        match read::read(ctx, desk, self.wish.clone(), self.who.decided()) {
            Ok(job) => self.work = Work::Reading(job, ctx.input(|input| input.time)),
            Err(error) => self.could_not_read(&error),
        }
    }

    /// Stops what goes on, where nobody waits for it any more.
    pub fn leave(self) {
        match self.work {
            Work::Nothing => {}
            Work::Reading(job, _) => job.leave(),
            Work::Counting(job, _) => job.leave(),
        }
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk<'_>) {
        let t = Tokens::of(ui);
        self.show_source(ui);
        if let Some((what, more)) = &self.problem {
            Banner::problem(what, more).show(ui, |_| ());
        }
        if self.questions.show(ui) {
            self.read_again(ui, desk);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let waits = self.questions.is_open() && self.said.things == 0;
            let said = if waits { "Once that is said, you see what would come." } else { &self.said.all };
            ui.label(text::body_medium(said).color(t.ink));
            if !self.said.beside.is_empty() {
                ui.add(Label::new(text::small(&self.said.beside).color(t.ink_soft)).wrap());
            }
            for aside in &self.aside {
                let said = format!("{} {}.", grouped(aside.count as u64), aside.what);
                ui.add(Label::new(text::small(said).color(t.ink_soft)).wrap());
            }
            self.show_work(ui);
        });
        self.list.show(ui, &self.unread);
        if !self.who.rows.is_empty() {
            let reading = matches!(self.work, Work::Reading(..));
            ui.add_enabled_ui(!reading, |ui| self.show_people(ui));
        }
    }

    fn show_source(&self, ui: &mut Ui) {
        let path = self.wish.path.display().to_string();
        let said = format!("{} from {path}", super::called(self.wish.sort));
        elide(ui, text::small(said).color(Tokens::of(ui).ink_soft));
    }

    fn show_work(&self, ui: &mut Ui) {
        let now = ui.input(|input| input.time);
        match &self.work {
            Work::Reading(job, since) if now - since > PATIENCE_S => {
                super::show_reading(ui, self.wish.sort, job.so_far());
            }
            Work::Counting(_, since) if now - since > PATIENCE_S => {
                ui.label(text::small("Counting…").color(Tokens::of(ui).ink_soft));
            }
            _ => {}
        }
    }

    fn show_people(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            section_label(ui, "Who is who");
            let how = "Guessed from the names. Put right what is wrong.";
            ui.label(text::fine(how).color(Tokens::of(ui).ink_faint));
        });
        let mut done = None;
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for nth in 0..self.who.rows.len().min(self.shown) {
                if nth > 0 {
                    divider(ui);
                }
                let doing = ui.push_id(nth, |ui| row::show(ui, &mut self.who, nth, &self.known, &self.preview)).inner;
                done = done.or(doing.map(|doing| (nth, doing)));
            }
            let hidden = self.who.rows.len().saturating_sub(self.shown);
            if hidden > 0 {
                let said = format!("Show more of the {} others", grouped(hidden as u64));
                if ui.add(Button::quiet(said).small()).clicked() {
                    self.shown += PEOPLE;
                }
            }
        });
        match done {
            Some((nth, row::Doing::Choose(choice))) => self.who.choose(nth, choice),
            Some((nth, row::Doing::Renamed)) => self.who.renamed(nth),
            Some((nth, row::Doing::Named)) => self.who.named(nth),
            None => return,
        }
        self.stale = true;
    }
}

impl Said {
    fn of(preview: &Preview, people: usize, unread: usize) -> Self {
        let gained = |gain: &Gain| {
            let entries: usize = gain.entries.values().map(|(count, _)| count).sum();
            gain.one_on_ones + entries + gain.others
        };
        let gains: usize = preview.gains.iter().map(gained).sum();
        let things = gains + preview.new_people.len() + preview.own + preview.changed;
        let all = match (things, people) {
            (0, _) if preview.known > 0 => "There is nothing new in it.".to_owned(),
            (0, _) if unread > 0 => "Nothing in it could be read.".to_owned(),
            (0, _) => "There is nothing in it.".to_owned(),
            (_, 0) => format!("{} would come into your journal.", counted(things, "thing", "things")),
            _ => {
                let people = counted(people, "person", "people");
                format!("{} about {people} would come into your journal.", counted(things, "thing", "things"))
            }
        };
        Self { things, people, all, beside: beside(preview) }
    }
}

fn beside(preview: &Preview) -> String {
    let Preview { new_people, changed, own, known, left_out, .. } = preview;
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| counted(count, one, many));
    let parts = [
        count(new_people.len(), "person is new", "people are new"),
        count(*own, "is your own", "are your own"),
        count(*changed, "rhythm or planned one-on-one changes", "rhythms or planned one-on-ones change"),
        count(
            *known,
            "is in the journal already and stays as it is",
            "are in the journal already and stay as they are",
        ),
        count(*left_out, "stays out", "stay out"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(" · ")) }
}

/// A number with its word.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { one } else { many })
}
