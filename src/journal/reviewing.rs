//! What is done about reviews: written, finished, written on, thrown away; and the headings of your own to begin one with.

use jiff::civil::Date;

use super::{
    change::{ChangeError, Refusal},
    deed::Deed,
    new_uid,
};
use crate::{
    domain::{
        day::is_in_calendar,
        id::{PersonId, Uid},
        moment::Moment,
        review::{self, Review, ReviewError, Template, TemplateError},
    },
    store::{Db, Edit, Record},
};

/// Something to be done about a review or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reviewing {
    /// Write the review of a person, the one that is begun or a new one; without a text there is none any more.
    Write(Written),
    /// Finish it, with this text: it is dated, and stays to be read.
    Finish(Written),
    /// Write on in one that was finished, where no other is begun.
    WriteOn(Uid),
    /// Throw away what was begun about a person.
    ThrowAway(PersonId),
    /// Keep headings as a template, in the place of your own of the same name where there is one.
    KeepTemplate {
        /// What it is called.
        name: String,
        /// Markdown, with the places for the person.
        text: String,
    },
    /// Change a template of your own.
    ChangeTemplate {
        /// Which.
        template: Uid,
        /// What it is called from now on.
        name: String,
        /// Markdown, with the places for the person.
        text: String,
    },
    /// Remove a template of your own.
    RemoveTemplate(Uid),
}

/// The review of a person as it stands in its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Whom it is about.
    pub person: PersonId,
    /// The first day of the period.
    pub from: Date,
    /// The last day of the period.
    pub to: Date,
    /// Markdown.
    pub text: String,
}

impl Reviewing {
    /// What it does.
    pub(super) fn deed(&self) -> Deed {
        match self {
            Self::Write(_) => Deed::WriteReview,
            Self::Finish(_) => Deed::FinishReview,
            Self::WriteOn(_) => Deed::WriteOnReview,
            Self::ThrowAway(_) => Deed::ThrowReviewAway,
            Self::KeepTemplate { .. } => Deed::KeepTemplate,
            Self::ChangeTemplate { .. } => Deed::ChangeTemplate,
            Self::RemoveTemplate(_) => Deed::RemoveTemplate,
        }
    }

    /// The text a person wrote for it.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Write(Written { text, .. })
            | Self::Finish(Written { text, .. })
            | Self::KeepTemplate { text, .. }
            | Self::ChangeTemplate { text, .. } => Some(text.as_str()).filter(|text| !text.is_empty()),
            Self::WriteOn(_) | Self::ThrowAway(_) | Self::RemoveTemplate(_) => None,
        }
    }
}

type Result<T> = std::result::Result<T, ChangeError>;

pub(super) fn plan(db: &Db, reviewing: &Reviewing, now: &Moment) -> Result<Vec<Edit>> {
    match reviewing {
        Reviewing::Write(written) => write(db, written, now),
        Reviewing::Finish(written) => finish(db, written, now),
        Reviewing::WriteOn(review) => write_on(db, *review),
        Reviewing::ThrowAway(person) => {
            let begun = db.begun_review(*person)?.ok_or(Refusal::Gone("review"))?;
            Ok(vec![Edit { before: Some(Record::Review(begun)), after: None }])
        }
        Reviewing::KeepTemplate { name, text } => keep_template(db, name, text, now),
        Reviewing::ChangeTemplate { template, name, text } => change_template(db, *template, name, text),
        Reviewing::RemoveTemplate(template) => {
            let own = own_template(db, *template)?;
            Ok(vec![Edit { before: Some(Record::Template(own)), after: None }])
        }
    }
}

fn write(db: &Db, written: &Written, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.begun_review(written.person)?;
    let after = match standing(db, written, before.as_ref(), now) {
        Err(ChangeError::Refused(Refusal::Review(ReviewError::Empty))) => None,
        after => Some(after?),
    };
    Ok(if before == after { Vec::new() } else { vec![edit(before, after)] })
}

fn finish(db: &Db, written: &Written, now: &Moment) -> Result<Vec<Edit>> {
    let before = db.begun_review(written.person)?;
    let after = Review { finished: Some(now.clone()), ..standing(db, written, before.as_ref(), now)? };
    Ok(vec![edit(before, Some(after))])
}

/// The review as it is written now, whether it was begun before or begins with this.
fn standing(db: &Db, written: &Written, begun: Option<&Review>, now: &Moment) -> Result<Review> {
    let Written { person, from, to, text } = written;
    db.person(*person)?.ok_or(Refusal::Gone("person"))?;
    let text = review::clean(text)?;
    if ![from, to].into_iter().all(|day| is_in_calendar(*day)) {
        return Err(Refusal::BeforeTheCalendar.into());
    }
    if from > to {
        return Err(Refusal::BackwardsPeriod.into());
    }
    let (from, to) = (*from, *to);
    Ok(match begun {
        Some(begun) => Review { from, to, text, ..begun.clone() },
        None => Review { uid: new_uid(now), person: *person, from, to, begun: now.clone(), text, finished: None },
    })
}

fn write_on(db: &Db, uid: Uid) -> Result<Vec<Edit>> {
    let before = db.review(uid)?.ok_or(Refusal::Gone("review"))?;
    if before.finished.is_none() {
        return Ok(Vec::new());
    }
    if db.begun_review(before.person)?.is_some() {
        return Err(Refusal::ReviewBegun.into());
    }
    let after = Review { finished: None, ..before.clone() };
    Ok(vec![edit(Some(before), Some(after))])
}

fn edit(before: Option<Review>, after: Option<Review>) -> Edit {
    Edit { before: before.map(Record::Review), after: after.map(Record::Review) }
}

fn keep_template(db: &Db, name: &str, text: &str, now: &Moment) -> Result<Vec<Edit>> {
    let (name, text) = (Template::clean_name(name)?, Template::clean_text(text)?);
    let Some(before) = db.templates()?.into_iter().find(|own| review::same_name(&own.name, &name)) else {
        let template = Template { uid: new_uid(now), name, text, written: now.clone() };
        return Ok(vec![Edit::made(Record::Template(template))]);
    };
    let after = Template { name, text, ..before.clone() };
    Ok(template_changed(before, after))
}

fn change_template(db: &Db, uid: Uid, name: &str, text: &str) -> Result<Vec<Edit>> {
    let before = own_template(db, uid)?;
    let (name, text) = (Template::clean_name(name)?, Template::clean_text(text)?);
    if db.templates()?.iter().any(|own| own.uid != uid && review::same_name(&own.name, &name)) {
        return Err(TemplateError::Taken(name).into());
    }
    let after = Template { name, text, ..before.clone() };
    Ok(template_changed(before, after))
}

fn own_template(db: &Db, uid: Uid) -> Result<Template> {
    Ok(db.templates()?.into_iter().find(|own| own.uid == uid).ok_or(Refusal::Gone("template"))?)
}

fn template_changed(before: Template, after: Template) -> Vec<Edit> {
    let same = before == after;
    if same { Vec::new() } else { vec![Edit::changed(Record::Template(before), Record::Template(after))] }
}
