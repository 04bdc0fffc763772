//! Errors of changes and their messages.

use jiff::civil::Date;

use crate::{
    domain::{
        entry::{kind::Kind, transition::TransitionError},
        name,
        parse::entry_line::TextError,
        review::{ReviewTextError, TemplateError},
    },
    store::StoreError,
};

/// Why a change was not made. The journal is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The change breaks a rule of the journal.
    #[error("{0}")]
    RuleViolation(RuleViolation),
    /// The change was cancelled.
    #[error("Stopped. Nothing was changed.")]
    Cancelled,
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A rule of the journal that a change breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleViolation {
    /// Another person has this name.
    #[error("You already have a {0}. Add something to tell them apart, such as a middle initial.")]
    NameTaken(String),
    /// An archived person has this name.
    #[error("You already have a {0} in the archive. Unarchive them, or add something to tell them apart.")]
    NameArchived(String),
    /// The name of a person is invalid.
    #[error(transparent)]
    InvalidName(#[from] name::NameError),
    /// The text of an entry is invalid.
    #[error(transparent)]
    InvalidText(#[from] TextError),
    /// The state of the entry does not allow the transition.
    #[error(transparent)]
    InvalidTransition(#[from] TransitionError),
    /// The fields are of another kind than the entry.
    #[error("A {} doesn’t have these details.", .0.label().to_lowercase())]
    KindMismatch(Kind),
    /// The kind and person of a check-in, and of a goal with check-ins, cannot be changed.
    #[error("A goal and its check-ins belong together, so their kind and person can’t be changed.")]
    LinkedGoal,
    /// An entry cannot be dated in the future.
    #[error("The date can’t be in the future.")]
    FutureDate,
    /// The date is outside the supported calendar.
    #[error("The date can’t be before the year 1.")]
    DateOutOfRange,
    /// The new date is after an event of the entry.
    #[error("It was updated on {}, so it can’t be dated after that.", .0.strftime("%-d %B %Y"))]
    EventsPrecedeDate(Date),
    /// Another one-on-one with the person is running.
    #[error("A one-on-one with {0} is already in progress.")]
    AlreadyRunning(String),
    /// The one-on-one is not running.
    #[error("That one-on-one is already wrapped up.")]
    NotRunning,
    /// The length of a one-on-one exceeds a day.
    #[error("A one-on-one can take at most a day, not {0} minutes.")]
    MeetingTooLong(u32),
    /// No one-on-one is planned or due.
    #[error("There’s no one-on-one with {0} to skip: none is scheduled, and they have no cadence.")]
    NothingToSkip(String),
    /// A one-on-one can be planned only in the future.
    #[error("The next one-on-one has to be in the future.")]
    NotInFuture,
    /// Only a one-on-one of a day before today can be recorded afterwards.
    #[error("Only a one-on-one before today can be recorded.")]
    NotInPast,
    /// A self-check has neither an answer nor a comment.
    #[error("Answer at least one question, or write a line.")]
    EmptySelfCheck,
    /// An imported entry is inconsistent.
    #[error("An entry of {} can’t be imported: {_1}.", .0.strftime("%-d %B %Y"))]
    InvalidEntry(Date, String),
    /// An imported one-on-one is inconsistent.
    #[error("A one-on-one of {} can’t be imported: {_1}.", .0.strftime("%-d %B %Y"))]
    InvalidMeeting(Date, &'static str),
    /// The text of a review is invalid.
    #[error(transparent)]
    InvalidReview(#[from] ReviewTextError),
    /// The template is invalid.
    #[error(transparent)]
    InvalidTemplate(#[from] TemplateError),
    /// Another review of the person is unfinished.
    #[error("You already have another draft. Finish or discard it, then reopen this review.")]
    ReviewInProgress,
    /// The period ends before it begins.
    #[error("The period ends before it starts.")]
    InvalidPeriod,
    /// The record to change no longer exists.
    #[error("That {0} is no longer in the journal.")]
    NotFound(&'static str),
}

impl<R: Into<RuleViolation>> From<R> for ChangeError {
    fn from(violation: R) -> Self {
        Self::RuleViolation(violation.into())
    }
}
