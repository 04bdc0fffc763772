//! What asks something first: which dialog an action opens, and with what it begins.

use std::time::Duration;

use super::Workspace;
use crate::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId},
    },
    journal::change::Change,
    ui::{
        action::Action,
        desk::Desk,
        dialog::{
            Dialog, ask::Ask, deck::Deck, export::Export, jump::Jump, need::AnswerNeed, person_form::PersonForm,
            pick_flag::PickFlag, put_off::PutOff, raise::Raise, refile::Refile, replace::Replace, review::AskReview,
            set_next::SetNext, settings::Settings, skip::Skip, trash::Trash, versions::Versions, wrap_up::WrapUp,
        },
        route::{Route, Tab},
    },
};

impl Workspace {
    /// The actions that ask something first.
    pub(super) fn open_dialog(&mut self, asks: &Action, time: Duration) {
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

    /// Asks from which day to which the review of the person that is shown is.
    fn ask_period(&mut self, time: Duration) {
        self.open_tab(Tab::Review);
        let Some(mut page) = self.page.take() else { return };
        self.with_desk(time, |desk, dialog| {
            *dialog = page.ask_period(desk).map(|days| Dialog::TwoDays(Box::new(days)));
        });
        self.page = Some(page);
    }

    fn set_next(&mut self, time: Duration) {
        let Route::Person(id, _) = self.route else { return };
        self.with_desk(time, |desk, dialog| {
            *dialog = SetNext::open(id, desk).map(|next| Dialog::SetNext(Box::new(next)));
        });
    }

    /// Begins a one-on-one with the person that is shown; where one is going on, asks what wrapping it up needs.
    pub(super) fn start_or_wrap_up(&mut self, time: Duration) {
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
}
