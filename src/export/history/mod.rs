//! The walk through a history: people in their order, and of each the months, the days, and what was written on them,
//! oldest first. A page only says how each of these looks.

mod html;
mod markdown;
mod tame;

use std::io::{self, Write};

use jiff::civil::Date;

use self::{html::Html, markdown::Markdown};
use super::{
    About, Count, Format, Made, Of, Order, Result,
    evidence::{Evidence, Proof},
    told::{Told, counted, period, say_long, told},
};
use crate::{
    domain::{
        entry::{Detail, Entry},
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::Person,
        review::Review,
    },
    store::{Db, Slice},
};

/// How a page looks.
pub(super) trait Page {
    /// The head of it all.
    fn open(&mut self, head: &Head<'_>) -> io::Result<()>;
    /// What a review says; its evidence follows, if there is any.
    fn review(&mut self, review: &Review, has_evidence: bool) -> io::Result<()>;
    /// Somebody, before what is written about them. On a page about one person the head has said the name.
    fn person(&mut self, about: &Somebody<'_>) -> io::Result<()>;
    /// Nothing was written about them in these days.
    fn nothing(&mut self) -> io::Result<()>;
    /// A month begins, or another stretch of time that is called so.
    fn month(&mut self, said: &str) -> io::Result<()>;
    /// A day begins.
    fn day(&mut self, day: Date) -> io::Result<()>;
    /// A one-on-one that was.
    fn one_on_one(&mut self, one: &OneOnOne) -> io::Result<()>;
    /// An entry.
    fn entry(&mut self, entry: &Entry, told: &Told) -> io::Result<()>;
    /// The end of it all.
    fn close(&mut self) -> io::Result<()>;
}

/// What is said before the first entry.
pub(super) struct Head<'a> {
    /// Of whom; nobody where it is of the whole journal.
    pub person: Option<&'a Person>,
    /// Whether it is a review, which may be for other eyes too.
    pub is_review: bool,
    /// "1 June 2026 to 24 November 2026 · 214 entries · without 3 flags · written down on 24 November 2026".
    pub facts: String,
}

/// Somebody, and what is known of them beside entries.
pub(super) struct Somebody<'a> {
    /// Who.
    pub person: &'a Person,
    /// Whether the page is about this person only.
    pub alone: bool,
    /// The answers to what they need, the one that stands first.
    pub needs: Vec<Need>,
}

/// Writes what was asked for as a page, of HTML or of Markdown.
pub(super) fn write(
    db: &Db,
    order: &Order,
    slice: &Slice,
    about: &About<'_>,
    made: Made,
    out: &mut dyn Write,
    count: &mut Count<'_, '_>,
) -> Result {
    let page: &mut dyn Page = match order.format {
        Format::Html => &mut Html::new(out),
        _ => &mut Markdown::new(out),
    };
    let alone = order.of != Of::Journal;
    let person = about.people.first().filter(|_| alone);
    page.open(&Head {
        person,
        is_review: about.review.is_some(),
        facts: facts(order, about.review.map(|(review, _)| review), made),
    })?;
    if let Some((review, evidence)) = about.review {
        page.review(review, made.entries > 0)?;
        walk_evidence(review, evidence, page, count)?;
        return Ok(page.close()?);
    }
    for person in about.people {
        let slice = Slice { person: Some(person.id), ..*slice };
        let mut needs = Vec::new();
        db.each_need(&slice, |need| -> Result {
            needs.push(need);
            Ok(())
        })?;
        needs.reverse();
        page.person(&Somebody { person, alone, needs })?;
        walk_person(db, &slice, page, count)?;
    }
    Ok(page.close()?)
}

fn facts(order: &Order, review: Option<&Review>, made: Made) -> String {
    let flags = match (order.has_flags(), made.flags_left_out) {
        (true, _) => "flags included".to_owned(),
        (false, 0) => String::new(),
        (false, left_out) => format!("without {}", counted(left_out, "flag", "flags")),
    };
    let exported = format!("exported on {}", say_long(order.today));
    let parts = if let Some(review) = review {
        let stands = review.finished.as_ref().map(|when| format!("finished on {}", say_long(when.day())));
        let days = period(Some(review.from), Some(review.to)).unwrap_or_default();
        let evidence = counted(made.entries, "piece of evidence", "pieces of evidence");
        [days, evidence, stands.unwrap_or_else(|| format!("draft of {}", say_long(order.today))), String::new()]
    } else {
        let days = period(order.from, order.to).unwrap_or_default();
        [days, counted(made.entries, "entry", "entries"), flags, exported]
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn walk_person(db: &Db, slice: &Slice, page: &mut dyn Page, count: &mut Count<'_, '_>) -> Result {
    let mut met = Vec::new();
    db.each_one_on_one(slice, |one| -> Result {
        if one.state != OneOnOneState::Planned {
            met.push(one);
        }
        Ok(())
    })?;
    let anything = walk_entries(db, slice, met, page, count)?;
    if !anything {
        page.nothing()?;
    }
    Ok(())
}

/// The entries of a slice with the one-on-ones between them; whether there was anything.
fn walk_entries(
    db: &Db,
    slice: &Slice,
    met: Vec<OneOnOne>,
    page: &mut dyn Page,
    count: &mut Count<'_, '_>,
) -> Result<bool> {
    let mut met = met.into_iter().peekable();
    let mut calendar = Calendar::over(page, None);
    db.each_entry(slice, |entry| -> Result {
        while let Some(one) = met.next_if(|one| one.at <= entry.written) {
            calendar.at(one.at.day())?.one_on_one(&one)?;
        }
        let goal = match &entry.detail {
            Detail::CheckIn(check_in) => db.entry_name(check_in.goal)?.1,
            _ => String::new(),
        };
        calendar.at(entry.written.day())?.entry(&entry, &told(&entry, &goal))?;
        count.one_more()
    })?;
    for one in met {
        calendar.at(one.at.day())?.one_on_one(&one)?;
    }
    Ok(calendar.day.is_some())
}

/// The evidence of a review, each piece at the day at which it stands in the period.
fn walk_evidence(review: &Review, evidence: &Evidence, page: &mut dyn Page, count: &mut Count<'_, '_>) -> Result {
    let mut pieces: Vec<&Proof> = evidence.pieces.iter().collect();
    pieces.sort_by_key(|proof| proof.piece.day);
    let mut calendar = Calendar::over(page, Some(review.from));
    for Proof { piece, entry, told } in pieces {
        calendar.at(piece.day)?.entry(entry, told)?;
        count.one_more()?;
    }
    Ok(())
}

/// Says where a month or a day begins.
struct Calendar<'a> {
    page: &'a mut dyn Page,
    /// What stands before this day holds since then, and is of no month of its own.
    from: Option<Date>,
    month: String,
    day: Option<Date>,
}

impl<'a> Calendar<'a> {
    fn over(page: &'a mut dyn Page, from: Option<Date>) -> Self {
        Self { page, from, month: String::new(), day: None }
    }

    fn at(&mut self, day: Date) -> io::Result<&mut dyn Page> {
        let is_before = self.from.is_some_and(|from| day < from);
        let month = if is_before { "In force since before".to_owned() } else { day.strftime("%B %Y").to_string() };
        if self.month != month {
            self.page.month(&month)?;
        }
        if self.day != Some(day) {
            self.page.day(day)?;
        }
        (self.month, self.day) = (month, Some(day));
        Ok(self.page)
    }
}
