//! Changes of reviews and their templates.

use jiff::civil::Date;

use super::{ChangeError, RuleViolation, entries::require_person, kind::ChangeKind};
use crate::{
    domain::{
        id::{PersonId, Uid},
        moment::Moment,
        parse::date::is_in_calendar,
        review,
        review::{Review, ReviewTextError, Template, TemplateError},
    },
    journal::new_uid,
    store::{Db, Edit, Record},
};

/// A change of a review or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewChange {
    /// Saves the unfinished review of a person, adding it if there is none; an empty text deletes
    /// it.
    Save(ReviewText),
    /// Finishes the review with this text. It is dated and stays readable.
    Finish(ReviewText),
    /// Reopens a finished review, unless another of the person is unfinished.
    Reopen(Uid),
    /// Deletes the unfinished review of a person.
    Discard(PersonId),
    /// Saves a template, replacing one of the same name.
    SaveTemplate {
        /// Its name.
        name: String,
        /// Markdown with placeholders for the person.
        text: String,
    },
    /// Changes the name and text of a template.
    EditTemplate {
        /// The template.
        template: Uid,
        /// Its new name.
        name: String,
        /// Markdown with placeholders for the person.
        text: String,
    },
    /// Deletes a template.
    DeleteTemplate(Uid),
}

/// The editable fields of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewText {
    /// The person it is about.
    pub person: PersonId,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// Markdown.
    pub text: String,
}

impl ReviewChange {
    /// The kind under which the change log records it.
    pub(super) fn kind(&self) -> ChangeKind {
        match self {
            Self::Save(_) => ChangeKind::SaveReview,
            Self::Finish(_) => ChangeKind::FinishReview,
            Self::Reopen(_) => ChangeKind::ReopenReview,
            Self::Discard(_) => ChangeKind::DiscardReview,
            Self::SaveTemplate { .. } => ChangeKind::SaveTemplate,
            Self::EditTemplate { .. } => ChangeKind::EditTemplate,
            Self::DeleteTemplate(_) => ChangeKind::DeleteTemplate,
        }
    }

    /// The text that the user typed for it.
    pub(super) fn user_text(&self) -> Option<&str> {
        match self {
            Self::Save(ReviewText { text, .. })
            | Self::Finish(ReviewText { text, .. })
            | Self::SaveTemplate { text, .. }
            | Self::EditTemplate { text, .. } => Some(text.as_str()).filter(|text| !text.is_empty()),
            Self::Reopen(_) | Self::Discard(_) | Self::DeleteTemplate(_) => None,
        }
    }
}

type Result<T> = std::result::Result<T, ChangeError>;

pub(super) fn plan(db: &Db, change: &ReviewChange, now: &Moment) -> Result<Vec<Edit>> {
    match change {
        ReviewChange::Save(review) => save(db, review, now),
        ReviewChange::Finish(review) => finish(db, review, now),
        ReviewChange::Reopen(review) => reopen(db, *review),
        ReviewChange::Discard(person) => {
            let review = db.unfinished_review(*person)?.ok_or(RuleViolation::NotFound("review"))?;
            Ok(vec![Edit { before: Some(Record::Review(review)), after: None }])
        }
        ReviewChange::SaveTemplate { name, text } => save_template(db, name, text, now),
        ReviewChange::EditTemplate { template, name, text } => edit_template(db, *template, name, text),
        ReviewChange::DeleteTemplate(template) => {
            let template = template_by_uid(db, *template)?;
            Ok(vec![Edit { before: Some(Record::Template(template)), after: None }])
        }
    }
}

fn save(db: &Db, edited: &ReviewText, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.unfinished_review(edited.person)?;
    let after = match build_review(db, edited, before.as_ref(), now) {
        Err(ChangeError::RuleViolation(RuleViolation::InvalidReview(ReviewTextError::Empty))) => None,
        after => Some(after?),
    };
    Ok(if before == after { Vec::new() } else { vec![review_edit(before, after)] })
}

fn finish(db: &Db, edited: &ReviewText, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.unfinished_review(edited.person)?;
    let after = Review { finished_at: Some(now.clone()), ..build_review(db, edited, before.as_ref(), now)? };
    Ok(vec![review_edit(before, Some(after))])
}

/// The unfinished review with the edited fields, or a new one.
fn build_review(db: &Db, edited: &ReviewText, unfinished: Option<&Review>, now: &Moment) -> Result<Review> {
    let ReviewText { person, from, to, text } = edited;
    require_person(db, *person)?;
    let text = review::clean_review_text(text)?;
    if ![from, to].into_iter().all(|day| is_in_calendar(*day)) {
        return Err(RuleViolation::DateOutOfRange.into());
    }
    if from > to {
        return Err(RuleViolation::InvalidPeriod.into());
    }
    let (from, to) = (*from, *to);
    Ok(match unfinished {
        Some(review) => Review { from, to, text, ..review.clone() },
        None => {
            Review { uid: new_uid(now), person: *person, from, to, started_at: now.clone(), text, finished_at: None }
        }
    })
}

fn reopen(db: &Db, uid: Uid) -> Result<Vec<Edit>> {
    let before = db.review(uid)?.ok_or(RuleViolation::NotFound("review"))?;
    if before.finished_at.is_none() {
        return Ok(Vec::new());
    }
    if db.unfinished_review(before.person)?.is_some() {
        return Err(RuleViolation::ReviewInProgress.into());
    }
    let after = Review { finished_at: None, ..before.clone() };
    Ok(vec![review_edit(Some(before), Some(after))])
}

fn review_edit(before: Option<Review>, after: Option<Review>) -> Edit {
    Edit { before: before.map(Record::Review), after: after.map(Record::Review) }
}

fn save_template(db: &Db, name: &str, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let (name, text) = (Template::clean_name(name)?, Template::clean_text(text)?);
    let Some(before) = db.templates()?.into_iter().find(|template| review::is_same_name(&template.name, &name)) else {
        let template = Template { uid: new_uid(now), name, text, written_at: now.clone() };
        return Ok(vec![Edit::created(Record::Template(template))]);
    };
    let after = Template { name, text, ..before.clone() };
    Ok(template_edit(before, after))
}

fn edit_template(db: &Db, uid: Uid, name: &str, text: &str) -> Result<Vec<Edit>> {
    let before = template_by_uid(db, uid)?;
    let (name, text) = (Template::clean_name(name)?, Template::clean_text(text)?);
    if db.templates()?.iter().any(|other| other.uid != uid && review::is_same_name(&other.name, &name)) {
        return Err(TemplateError::NameTaken(name).into());
    }
    let after = Template { name, text, ..before.clone() };
    Ok(template_edit(before, after))
}

fn template_by_uid(db: &Db, uid: Uid) -> Result<Template> {
    Ok(db.templates()?.into_iter().find(|template| template.uid == uid).ok_or(RuleViolation::NotFound("template"))?)
}

fn template_edit(before: Template, after: Template) -> Vec<Edit> {
    let unchanged = before == after;
    if unchanged { Vec::new() } else { vec![Edit::updated(Record::Template(before), Record::Template(after))] }
}
