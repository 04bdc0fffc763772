//! A document as Markdown: headings for people, months and days, each text as a block quote. The
//! text is the user's own Markdown, escaped where it could affect the document (see
//! `escape_markdown`).

use std::io::{self, Write};

use jiff::civil::Date;

use super::{
    DocumentHead, DocumentWriter, PersonSection,
    escape_markdown::{escape, escape_document, escape_inline, quote},
};
use crate::{
    domain::{entry::Entry, one_on_one::OneOnOne, review::Review},
    wording::entry_description::{
        DetailLine, EntryDescription, NO_ENTRIES, describe_one_on_one, describe_person, format_long_day, format_time,
    },
};

/// Writes a document as Markdown.
pub(super) struct MarkdownWriter<'a> {
    out: &'a mut dyn Write,
    /// The heading level above a month.
    heading_depth: usize,
}

impl<'a> MarkdownWriter<'a> {
    /// A writer to `out`.
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, heading_depth: 1 }
    }

    fn write_heading(&mut self, depth: usize, words: &str) -> io::Result<()> {
        writeln!(self.out, "\n{} {words}", "#".repeat(depth))
    }

    /// A list item; a text of several lines is a block quote in it.
    fn write_detail(&mut self, line: &DetailLine) -> io::Result<()> {
        let (label, text) = (escape_inline(&line.label), line.text.trim());
        if text.is_empty() {
            writeln!(self.out, "- {label}")
        } else if text.contains(['\n', '\r']) {
            writeln!(self.out, "- {label}:")?;
            quote(text).lines().try_for_each(|line| writeln!(self.out, "  {line}"))
        } else {
            writeln!(self.out, "{}", escape(&format!("- {label}: {text}")))
        }
    }
}

impl DocumentWriter for MarkdownWriter<'_> {
    fn begin(&mut self, head: &DocumentHead<'_>) -> io::Result<()> {
        let title = head.person.map_or("Journal", |person| &person.profile.name);
        writeln!(self.out, "# {}", escape_inline(title))?;
        writeln!(self.out, "\n*{}*", escape_inline(&head.summary))
    }

    fn write_review(&mut self, review: &Review, has_evidence: bool) -> io::Result<()> {
        writeln!(self.out, "\n{}", escape_document(&review.text))?;
        self.heading_depth = 2;
        if has_evidence { self.write_heading(2, "Evidence") } else { Ok(()) }
    }

    fn begin_person(&mut self, section: &PersonSection<'_>) -> io::Result<()> {
        let profile = &section.person.profile;
        self.heading_depth = if section.is_only_person { 1 } else { 2 };
        if !section.is_only_person {
            self.write_heading(2, &escape_inline(&profile.name))?;
        }
        let about = describe_person(section.person);
        if !about.is_empty() {
            writeln!(self.out, "\n{}", escape_inline(&about))?;
        }
        if !profile.personal_details.trim().is_empty() {
            self.write_heading(
                self.heading_depth + 1,
                &format!("What matters to {}", escape_inline(section.person.short_name())),
            )?;
            writeln!(self.out, "\n{}", quote(&profile.personal_details))?;
        }
        if !section.needs.is_empty() {
            self.write_heading(
                self.heading_depth + 1,
                &format!("What {} needs to be successful", escape_inline(section.person.short_name())),
            )?;
        }
        for need in &section.needs {
            writeln!(self.out, "\n{}:\n\n{}", format_long_day(need.written_at.day()), quote(&need.text))?;
        }
        Ok(())
    }

    fn write_no_entries(&mut self) -> io::Result<()> {
        writeln!(self.out, "\n{NO_ENTRIES}")
    }

    fn begin_month(&mut self, label: &str) -> io::Result<()> {
        self.write_heading(self.heading_depth + 1, label)
    }

    fn begin_day(&mut self, day: Date) -> io::Result<()> {
        self.write_heading(self.heading_depth + 2, &day.strftime("%A %-d %B").to_string())
    }

    fn write_one_on_one(&mut self, one: &OneOnOne) -> io::Result<()> {
        let Some((said, reason)) = describe_one_on_one(one) else { return Ok(()) };
        writeln!(self.out, "\n*{said}*")?;
        if reason.trim().is_empty() { Ok(()) } else { writeln!(self.out, "\n{}", quote(reason)) }
    }

    fn write_entry(&mut self, entry: &Entry, description: &EntryDescription) -> io::Result<()> {
        let state = if description.status.is_empty() { String::new() } else { format!(", {}", description.status) };
        let met = if entry.one_on_one.is_some() { " · in the one-on-one" } else { "" };
        let when =
            if description.shows_time { format!(" · {}{met}", format_time(&entry.written_at)) } else { String::new() };
        writeln!(self.out, "\n**{}**{state}{when}", escape_inline(&description.kind_label))?;
        writeln!(self.out, "\n{}", quote(&entry.text))?;
        if !description.details.is_empty() {
            writeln!(self.out)?;
        }
        description.details.iter().try_for_each(|line| self.write_detail(line))
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
