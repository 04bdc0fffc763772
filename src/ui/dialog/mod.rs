//! The questions the window asks, and the pages it shows over the others.

pub mod ask;
pub mod details;
pub mod keys;
pub mod need;
pub mod person_form;
pub mod put_off;
pub mod refile;
pub mod set_next;
pub mod settings;
pub mod skip;
pub mod trash;
pub mod versions;
pub mod wrap_up;

use eframe::egui::Context;

use self::{
    ask::Ask, details::Details, need::AnswerNeed, person_form::PersonForm, put_off::PutOff, refile::Refile,
    set_next::SetNext, settings::Settings, skip::Skip, trash::Trash, versions::Versions, wrap_up::WrapUp,
};
use super::desk::Desk;

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
    /// What does this person need to be successful?
    Need(Box<AnswerNeed>),
    /// When is the next one-on-one?
    SetNext(Box<SetNext>),
    /// Why is it skipped?
    Skip(Box<Skip>),
    /// Until when is it put off?
    PutOff(Box<PutOff>),
    /// What was moved to the trash.
    Trash(Box<Trash>),
    /// Where an entry belongs.
    Refile(Box<Refile>),
    /// The versions of an entry.
    Versions(Box<Versions>),
    /// All keys.
    Keys,
    /// How the window looks, and where the journal is.
    Settings(Settings),
}

impl Dialog {
    /// Shows it; `true` when it is done with.
    pub fn show(&mut self, ctx: &Context, desk: &mut Desk<'_>) -> bool {
        match self {
            Self::Person(form) => form.show(ctx, desk),
            Self::WrapUp(wrap_up) => wrap_up.show(ctx, desk),
            Self::Ask(ask) => ask.show(ctx, desk),
            Self::Details(details) => details.show(ctx, desk),
            Self::Need(need) => need.show(ctx, desk),
            Self::SetNext(next) => next.show(ctx, desk),
            Self::Skip(skip) => skip.show(ctx, desk),
            Self::PutOff(put_off) => put_off.show(ctx, desk),
            Self::Trash(trash) => trash.show(ctx, desk),
            Self::Refile(refile) => refile.show(ctx, desk),
            Self::Versions(versions) => versions.show(ctx, desk),
            Self::Keys => keys::show(ctx),
            Self::Settings(settings) => settings.show(ctx, desk),
        }
    }
}
