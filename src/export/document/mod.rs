//! Writes documents of people, months, days and entries, oldest first. A [`DocumentWriter`] decides
//! how each of these looks.

mod escape_markdown;
mod html;
mod markdown;

use std::io::{self, Write};

use jiff::civil::Date;

use self::{html::HtmlWriter, markdown::MarkdownWriter};
use super::{
    ExportContent, ExportOptions, ExportScope, ExportSummary, Format, ProgressCounter, Result,
    evidence::{Evidence, EvidenceRow},
};
use crate::{
    domain::{
        entry::{Detail, Entry},
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::Person,
        review::Review,
    },
    store::{Db, ExportFilter},
    wording::{
        entry_description::{EntryDescription, describe_entry, describe_period, format_count, format_long_day},
        evidence::BEFORE_PERIOD,
    },
};

/// The format-specific part of a document.
pub(super) trait DocumentWriter {
    /// The title and summary.
    fn begin(&mut self, head: &DocumentHead<'_>) -> io::Result<()>;
    /// The text of a review; its evidence follows, if any.
    fn write_review(&mut self, review: &Review, has_evidence: bool) -> io::Result<()>;
    /// A person, before their entries. On a page about one person the title has the name.
    fn begin_person(&mut self, section: &PersonSection<'_>) -> io::Result<()>;
    /// There are no entries about them in this period.
    fn write_no_entries(&mut self) -> io::Result<()>;
    /// Starts a month, or another period with that label.
    fn begin_month(&mut self, label: &str) -> io::Result<()>;
    /// Starts a day.
    fn begin_day(&mut self, day: Date) -> io::Result<()>;
    /// A one-on-one that took place or was skipped.
    fn write_one_on_one(&mut self, one: &OneOnOne) -> io::Result<()>;
    /// An entry.
    fn write_entry(&mut self, entry: &Entry, description: &EntryDescription) -> io::Result<()>;
    /// The end of the document.
    fn finish(&mut self) -> io::Result<()>;
}

/// The head of a document.
pub(super) struct DocumentHead<'a> {
    /// The person; `None` for the whole journal.
    pub person: Option<&'a Person>,
    /// Whether it is a review, which others may read.
    pub is_review: bool,
    /// "1 June 2026 to 24 November 2026 · 214 entries · without 3 flags · written down on 24
    /// November 2026".
    pub summary: String,
}

/// A person with their profile and needs.
pub(super) struct PersonSection<'a> {
    /// The person.
    pub person: &'a Person,
    /// Whether the document is about this person only.
    pub is_only_person: bool,
    /// Answers to what they need, the current one first.
    pub needs: Vec<Need>,
}

/// Writes the document as HTML or Markdown.
pub(super) fn write(
    db: &Db,
    options: &ExportOptions,
    filter: &ExportFilter,
    content: &ExportContent<'_>,
    summary: ExportSummary,
    out: &mut dyn Write,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result {
    let page: &mut dyn DocumentWriter = match options.format {
        Format::Html => &mut HtmlWriter::new(out),
        // Tables and JSON are written elsewhere.
        Format::Markdown | Format::Csv | Format::Json => &mut MarkdownWriter::new(out),
    };
    let alone = options.scope != ExportScope::Journal;
    let person = content.people.first().filter(|_| alone);
    page.begin(&DocumentHead {
        person,
        is_review: content.review.is_some(),
        summary: describe_document(options, content.review.map(|(review, _)| review), summary),
    })?;
    if let Some((review, evidence)) = content.review {
        page.write_review(review, summary.entries > 0)?;
        write_evidence(review, evidence, page, progress)?;
        return Ok(page.finish()?);
    }
    for person in content.people {
        let slice = ExportFilter { person: Some(person.id), ..*filter };
        let mut needs = Vec::new();
        db.for_each_need(&slice, |need| -> Result {
            needs.push(need);
            Ok(())
        })?;
        needs.reverse();
        page.begin_person(&PersonSection { person, is_only_person: alone, needs })?;
        write_person(db, &slice, page, progress)?;
    }
    Ok(page.finish()?)
}

fn describe_document(options: &ExportOptions, review: Option<&Review>, summary: ExportSummary) -> String {
    let flags = match (options.includes_flags(), summary.flags_left_out) {
        (true, _) => "flags included".to_owned(),
        (false, 0) => String::new(),
        (false, left_out) => format!("without {}", format_count(left_out, "flag", "flags")),
    };
    let exported = format!("exported {}", format_long_day(options.today));
    let parts = if let Some(review) = review {
        let stands = review.finished_at.as_ref().map(|when| format!("finished {}", format_long_day(when.day())));
        let days = describe_period(Some(review.from), Some(review.to)).unwrap_or_default();
        let evidence = format_count(summary.entries, "piece of evidence", "pieces of evidence");
        [
            days,
            evidence,
            stands.unwrap_or_else(|| format!("draft of {}", format_long_day(options.today))),
            String::new(),
        ]
    } else {
        let days = describe_period(options.from, options.to).unwrap_or_default();
        [days, format_count(summary.entries, "entry", "entries"), flags, exported]
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn write_person(
    db: &Db,
    filter: &ExportFilter,
    writer: &mut dyn DocumentWriter,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result {
    let mut met = Vec::new();
    db.for_each_one_on_one(filter, |one| -> Result {
        if one.state != OneOnOneState::Planned {
            met.push(one);
        }
        Ok(())
    })?;
    let anything = write_entries(db, filter, met, writer, progress)?;
    if !anything {
        writer.write_no_entries()?;
    }
    Ok(())
}

/// Writes the entries and one-on-ones of a filter in order; returns whether there were any.
fn write_entries(
    db: &Db,
    filter: &ExportFilter,
    met: Vec<OneOnOne>,
    writer: &mut dyn DocumentWriter,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result<bool> {
    let mut met = met.into_iter().peekable();
    let mut calendar = DateHeadings::new(writer, None);
    db.for_each_entry(filter, |entry| -> Result {
        while let Some(one) = met.next_if(|one| one.at <= entry.written_at) {
            calendar.advance_to(one.at.day())?.write_one_on_one(&one)?;
        }
        let goal = match &entry.detail {
            Detail::CheckIn(check_in) => db.entry_uid_and_text(check_in.goal)?.1,
            _ => String::new(),
        };
        calendar.advance_to(entry.written_at.day())?.write_entry(&entry, &describe_entry(&entry, &goal))?;
        progress.increment()
    })?;
    for one in met {
        calendar.advance_to(one.at.day())?.write_one_on_one(&one)?;
    }
    Ok(calendar.day.is_some())
}

/// Writes the evidence of a review, each item at its date in the period.
fn write_evidence(
    review: &Review,
    evidence: &Evidence,
    writer: &mut dyn DocumentWriter,
    progress: &mut ProgressCounter<'_, '_>,
) -> Result {
    let mut pieces: Vec<&EvidenceRow> = evidence.rows.iter().collect();
    pieces.sort_by_key(|proof| proof.item.day);
    let mut calendar = DateHeadings::new(writer, Some(review.from));
    for EvidenceRow { item: piece, entry, description: told } in pieces {
        calendar.advance_to(piece.day)?.write_entry(entry, told)?;
        progress.increment()?;
    }
    Ok(())
}

/// Writes month and day headings when they change.
struct DateHeadings<'a> {
    writer: &'a mut dyn DocumentWriter,
    /// Items dated before this day are in force since then and have no month of their own.
    from: Option<Date>,
    month: String,
    day: Option<Date>,
}

impl<'a> DateHeadings<'a> {
    fn new(writer: &'a mut dyn DocumentWriter, from: Option<Date>) -> Self {
        Self { writer, from, month: String::new(), day: None }
    }

    fn advance_to(&mut self, day: Date) -> io::Result<&mut dyn DocumentWriter> {
        let is_before = self.from.is_some_and(|from| day < from);
        let month = if is_before { BEFORE_PERIOD.to_owned() } else { day.strftime("%B %Y").to_string() };
        if self.month != month {
            self.writer.begin_month(&month)?;
        }
        if self.day != Some(day) {
            self.writer.begin_day(day)?;
        }
        (self.month, self.day) = (month, Some(day));
        Ok(self.writer)
    }
}
