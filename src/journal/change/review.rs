//! What is done about reviews: written, finished, written on, thrown away; and the headings of your own to begin one with.

use jiff::civil::Date;

use super::{ChangeError, RuleViolation, kind::ChangeKind};
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

/// Something to be done about a review or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewChange {
    /// Write the review of a person, the one that is begun or a new one; without a text there is none any more.
    Save(ReviewText),
    /// Finish it, with this text: it is dated, and stays to be read.
    Finish(ReviewText),
    /// Write on in one that was finished, where no other is begun.
    Reopen(Uid),
    /// Throw away what was begun about a person.
    Discard(PersonId),
    /// Keep headings as a template, in the place of your own of the same name where there is one.
    SaveTemplate {
        /// What it is called.
        name: String,
        /// Markdown, with the places for the person.
        text: String,
    },
    /// Change a template of your own.
    EditTemplate {
        /// Which.
        template: Uid,
        /// What it is called from now on.
        name: String,
        /// Markdown, with the places for the person.
        text: String,
    },
    /// Remove a template of your own.
    DeleteTemplate(Uid),
}

/// The review of a person as it stands in its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewText {
    /// Whom it is about.
    pub person: PersonId,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// Markdown.
    pub text: String,
}

impl ReviewChange {
    /// What it does.
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

    /// The text a person wrote for it.
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
        ReviewChange::Save(written) => save(db, written, now),
        ReviewChange::Finish(written) => finish(db, written, now),
        ReviewChange::Reopen(review) => reopen(db, *review),
        ReviewChange::Discard(person) => {
            let begun = db.unfinished_review(*person)?.ok_or(RuleViolation::NotFound("review"))?;
            Ok(vec![Edit { before: Some(Record::Review(begun)), after: None }])
        }
        ReviewChange::SaveTemplate { name, text } => save_template(db, name, text, now),
        ReviewChange::EditTemplate { template, name, text } => edit_template(db, *template, name, text),
        ReviewChange::DeleteTemplate(template) => {
            let own = template_by_uid(db, *template)?;
            Ok(vec![Edit { before: Some(Record::Template(own)), after: None }])
        }
    }
}

fn save(db: &Db, written: &ReviewText, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.unfinished_review(written.person)?;
    let after = match build_review(db, written, before.as_ref(), now) {
        Err(ChangeError::RuleViolation(RuleViolation::InvalidReview(ReviewTextError::Empty))) => None,
        after => Some(after?),
    };
    Ok(if before == after { Vec::new() } else { vec![review_edit(before, after)] })
}

fn finish(db: &Db, written: &ReviewText, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.unfinished_review(written.person)?;
    let after = Review { finished_at: Some(now.clone()), ..build_review(db, written, before.as_ref(), now)? };
    Ok(vec![review_edit(before, Some(after))])
}

/// The review as it is written now, whether it was begun before or begins with this.
fn build_review(db: &Db, written: &ReviewText, begun: Option<&Review>, now: &Moment) -> Result<Review> {
    let ReviewText { person, from, to, text } = written;
    db.person(*person)?.ok_or(RuleViolation::NotFound("person"))?;
    let text = review::clean_review_text(text)?;
    if ![from, to].into_iter().all(|day| is_in_calendar(*day)) {
        return Err(RuleViolation::DateOutOfRange.into());
    }
    if from > to {
        return Err(RuleViolation::InvalidPeriod.into());
    }
    let (from, to) = (*from, *to);
    Ok(match begun {
        Some(begun) => Review { from, to, text, ..begun.clone() },
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
    let Some(before) = db.templates()?.into_iter().find(|own| review::is_same_name(&own.name, &name)) else {
        let template = Template { uid: new_uid(now), name, text, written_at: now.clone() };
        return Ok(vec![Edit::created(Record::Template(template))]);
    };
    let after = Template { name, text, ..before.clone() };
    Ok(template_edit(before, after))
}

fn edit_template(db: &Db, uid: Uid, name: &str, text: &str) -> Result<Vec<Edit>> {
    let before = template_by_uid(db, uid)?;
    let (name, text) = (Template::clean_name(name)?, Template::clean_text(text)?);
    if db.templates()?.iter().any(|own| own.uid != uid && review::is_same_name(&own.name, &name)) {
        return Err(TemplateError::NameTaken(name).into());
    }
    let after = Template { name, text, ..before.clone() };
    Ok(template_edit(before, after))
}

fn template_by_uid(db: &Db, uid: Uid) -> Result<Template> {
    Ok(db.templates()?.into_iter().find(|own| own.uid == uid).ok_or(RuleViolation::NotFound("template"))?)
}

fn template_edit(before: Template, after: Template) -> Vec<Edit> {
    let same = before == after;
    if same { Vec::new() } else { vec![Edit::updated(Record::Template(before), Record::Template(after))] }
}
