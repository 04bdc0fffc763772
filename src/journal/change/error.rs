//! Why a change is not made, in the words that are shown.

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

/// Why a change was not made. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The journal's rules do not allow it.
    #[error("{0}")]
    RuleViolation(RuleViolation),
    /// Whoever watched said to stop.
    #[error("It was stopped. Nothing was changed.")]
    Cancelled,
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A rule of the journal's that a change would break.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleViolation {
    /// Two people of one name could not be told apart.
    #[error("There is already a {0}. Add something to tell them apart, such as a middle initial.")]
    NameTaken(String),
    /// The same, and the other one is archived.
    #[error("There is already a {0} in the archive. Bring them back, or add something to tell them apart.")]
    NameArchived(String),
    /// Not a name.
    #[error(transparent)]
    InvalidName(#[from] name::NameError),
    /// Not a text.
    #[error(transparent)]
    InvalidText(#[from] TextError),
    /// Not in the life of that entry.
    #[error(transparent)]
    InvalidTransition(#[from] TransitionError),
    /// Only what its kind has.
    #[error("That is not what a {} has.", .0.label().to_lowercase())]
    KindMismatch(Kind),
    /// A goal and its check-ins stay together, of one kind and about one person.
    #[error("A goal and its check-ins stay together: their kind and their person cannot be changed.")]
    LinkedGoal,
    /// Nothing is written on a day that has not come.
    #[error("An entry is written today or before.")]
    FutureDate,
    /// The calendar has no such day.
    #[error("The calendar begins with the year 1.")]
    DateOutOfRange,
    /// Nothing happens to an entry before it is written.
    #[error("Something happened to it on {}: it cannot have been written after that.", .0.strftime("%-d %B %Y"))]
    EventsPrecedeDate(Date),
    /// It went on already.
    #[error("A one-on-one with {0} is going on already.")]
    AlreadyRunning(String),
    /// It was over already.
    #[error("That one-on-one is wrapped up already.")]
    NotRunning,
    /// Longer than a day.
    #[error("A one-on-one takes at most a day: {0} minutes are more.")]
    MeetingTooLong(u32),
    /// Neither planned nor due.
    #[error("There is no one-on-one with {0} to skip: none is planned, and there is no rhythm.")]
    NothingToSkip(String),
    /// A one-on-one is set for a time to come.
    #[error("The next one-on-one is after now.")]
    NotInFuture,
    /// A self-check without an answer.
    #[error("Answer one of the four, or write a line.")]
    EmptySelfCheck,
    /// An entry from elsewhere that contradicts itself.
    #[error("An entry of {} cannot be brought in: {_1}.", .0.strftime("%-d %B %Y"))]
    InvalidEntry(Date, String),
    /// The same of a one-on-one.
    #[error("A one-on-one of {} cannot be brought in: {_1}.", .0.strftime("%-d %B %Y"))]
    InvalidMeeting(Date, &'static str),
    /// Not the text of a review.
    #[error(transparent)]
    InvalidReview(#[from] ReviewTextError),
    /// Not a template.
    #[error(transparent)]
    InvalidTemplate(#[from] TemplateError),
    /// One review of a person is written at a time.
    #[error("You have begun another review already. Finish it or throw it away, then write on in this one.")]
    ReviewInProgress,
    /// A period of no day.
    #[error("The period ends before it begins.")]
    InvalidPeriod,
    /// What was to be changed is not there.
    #[error("That {0} is no longer in the journal.")]
    NotFound(&'static str),
}

impl<R: Into<RuleViolation>> From<R> for ChangeError {
    fn from(violation: R) -> Self {
        Self::RuleViolation(violation.into())
    }
}
