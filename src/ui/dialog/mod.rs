//! The questions the window asks, and the pages it shows over the others.

pub mod ask;
mod day_field;
pub mod deck;
pub mod details;
pub mod export;
pub mod flag_form;
pub mod jump;
pub mod keys;
pub mod need;
pub mod person_form;
pub mod pick_flag;
pub mod put_off;
pub mod raise;
pub mod refile;
pub mod replace;
pub mod review;
pub mod set_next;
pub mod settings;
pub mod skip;
pub mod trash;
pub mod two_days;
pub mod versions;
pub mod wrap_up;

use eframe::egui::Context;

use self::{
    ask::Ask, deck::Deck, details::Details, export::Export, flag_form::FlagForm, jump::Jump, need::AnswerNeed,
    person_form::PersonForm, pick_flag::PickFlag, put_off::PutOff, raise::Raise, refile::Refile, replace::Replace,
    review::AskReview, set_next::SetNext, settings::Settings, skip::Skip, trash::Trash, two_days::TwoDays,
    versions::Versions, wrap_up::WrapUp,
};
use super::desk::Desk;
use crate::domain::entry::{Detail, Entry};

/// The dialog that is open.
pub enum Dialog {
    /// What is written down about a person.
    Person(Box<PersonForm>),
    /// How long did it take?
    WrapUp(Box<WrapUp>),
    /// The one question before something is done about an entry.
    Ask(Box<Ask>),
    /// What only the kind of an entry has.
    Details(Box<Details>),
    /// Something is off.
    Flag(Box<FlagForm>),
    /// A flag is raised, or will be.
    Raise(Box<Raise>),
    /// What takes the place of an expectation?
    Replace(Box<Replace>),
    /// All questions to ask.
    Deck(Box<Deck>),
    /// What does this person need to be successful?
    Need(Box<AnswerNeed>),
    /// When is the next one-on-one?
    SetNext(Box<SetNext>),
    /// Why is it skipped?
    Skip(Box<Skip>),
    /// Is it really evidence?
    PickFlag(Box<PickFlag>),
    /// Until when is it put off?
    PutOff(Box<PutOff>),
    /// What was moved to the trash.
    Trash(Box<Trash>),
    /// Where an entry belongs.
    Refile(Box<Refile>),
    /// The versions of an entry.
    Versions(Box<Versions>),
    /// A day of a history.
    Jump(Jump),
    /// Something about a review.
    Review(Box<AskReview>),
    /// The days of a review.
    TwoDays(Box<TwoDays>),
    /// What leaves the journal.
    Export(Box<Export>),
    /// All keys.
    Keys,
    /// How the window looks, and where the journal is.
    Settings(Settings),
}

impl Dialog {
    /// The form of an entry, where its kind has more than a text.
    pub fn describing(entry: &Entry, desk: &mut Desk<'_>) -> Option<Self> {
        match &entry.detail {
            Detail::Flag(flag) => Some(Self::Flag(Box::new(FlagForm::open(entry, flag, desk)))),
            _ => Details::open(entry, desk).map(|details| Self::Details(Box::new(details))),
        }
    }

    /// Whether an entry has a form.
    pub fn has_form(detail: &Detail) -> bool {
        matches!(detail, Detail::Flag(_)) || Details::has_form(detail)
    }

    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        match self {
            Self::Person(form) => form.show(ctx, desk),
            Self::WrapUp(wrap_up) => wrap_up.show(ctx, desk),
            Self::Ask(ask) => ask.show(ctx, desk),
            Self::Details(details) => details.show(ctx, desk),
            Self::Flag(flag) => flag.show(ctx, desk),
            Self::Raise(raise) => raise.show(ctx, desk),
            Self::Replace(replace) => replace.show(ctx, desk),
            Self::Deck(deck) => deck.show(ctx, desk),
            Self::Need(need) => need.show(ctx, desk),
            Self::SetNext(next) => next.show(ctx, desk),
            Self::Skip(skip) => skip.show(ctx, desk),
            Self::PickFlag(pick) => pick.show(ctx, desk),
            Self::PutOff(put_off) => put_off.show(ctx, desk),
            Self::Trash(trash) => trash.show(ctx, desk),
            Self::Refile(refile) => refile.show(ctx, desk),
            Self::Versions(versions) => versions.show(ctx, desk),
            Self::Jump(jump) => jump.show(ctx, desk),
            Self::Review(review) => review.show(ctx, desk),
            Self::TwoDays(days) => days.show(ctx, desk),
            Self::Export(export) => export.show(ctx, desk),
            Self::Keys => keys::show(ctx),
            Self::Settings(settings) => settings.show(ctx, desk),
        }
    }
}
