//! A history as Markdown: headings for people, months and days, each text as a quotation. The text is the user's own
//! Markdown, tamed where it could be taken for a part of the document ([`tame()`]).

use std::io::{self, Write};

use jiff::civil::Date;

use super::{
    Head, Page, Somebody,
    tame::{document, in_line, quoted, tame},
};
use crate::{
    domain::{entry::Entry, one_on_one::OneOnOne, review::Review},
    export::told::{Line, Told, about, one_on_one, say_long, say_time},
};

/// A page of Markdown.
pub(super) struct Markdown<'a> {
    out: &'a mut dyn Write,
    /// How many heads stand above a month.
    depth: usize,
}

impl<'a> Markdown<'a> {
    /// Writes to `out`.
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, depth: 1 }
    }

    fn heading(&mut self, depth: usize, words: &str) -> io::Result<()> {
        writeln!(self.out, "\n{} {words}", "#".repeat(depth))
    }

    /// A point of a list; a text of several lines is a quotation in it.
    fn point(&mut self, line: &Line) -> io::Result<()> {
        let (label, text) = (in_line(&line.label), line.text.trim());
        if text.is_empty() {
            writeln!(self.out, "- {label}")
        } else if text.contains(['\n', '\r']) {
            writeln!(self.out, "- {label}:")?;
            quoted(text).lines().try_for_each(|line| writeln!(self.out, "  {line}"))
        } else {
            writeln!(self.out, "{}", tame(&format!("- {label}: {text}")))
        }
    }
}

impl Page for Markdown<'_> {
    fn open(&mut self, head: &Head<'_>) -> io::Result<()> {
        let title = head.person.map_or("Journal", |person| &person.profile.name);
        writeln!(self.out, "# {}", in_line(title))?;
        writeln!(self.out, "\n*{}*", in_line(&head.facts))
    }

    fn review(&mut self, review: &Review, has_evidence: bool) -> io::Result<()> {
        writeln!(self.out, "\n{}", document(&review.text))?;
        self.depth = 2;
        if has_evidence { self.heading(2, "Evidence") } else { Ok(()) }
    }

    fn person(&mut self, somebody: &Somebody<'_>) -> io::Result<()> {
        let profile = &somebody.person.profile;
        self.depth = if somebody.alone { 1 } else { 2 };
        if !somebody.alone {
            self.heading(2, &in_line(&profile.name))?;
        }
        let about = about(somebody.person);
        if !about.is_empty() {
            writeln!(self.out, "\n{}", in_line(&about))?;
        }
        if !profile.matters.trim().is_empty() {
            self.heading(self.depth + 1, &format!("What matters to {}", in_line(profile.short_name())))?;
            writeln!(self.out, "\n{}", quoted(&profile.matters))?;
        }
        if !somebody.needs.is_empty() {
            self.heading(self.depth + 1, &format!("What {} needs to be successful", in_line(profile.short_name())))?;
        }
        for need in &somebody.needs {
            writeln!(self.out, "\n{}:\n\n{}", say_long(need.written.day()), quoted(&need.text))?;
        }
        Ok(())
    }

    fn nothing(&mut self) -> io::Result<()> {
        writeln!(self.out, "\nNothing was written in these days.")
    }

    fn month(&mut self, said: &str) -> io::Result<()> {
        self.heading(self.depth + 1, said)
    }

    fn day(&mut self, day: Date) -> io::Result<()> {
        self.heading(self.depth + 2, &day.strftime("%A %-d %B").to_string())
    }

    fn one_on_one(&mut self, one: &OneOnOne) -> io::Result<()> {
        let Some((said, reason)) = one_on_one(one) else { return Ok(()) };
        writeln!(self.out, "\n*{said}*")?;
        if reason.trim().is_empty() { Ok(()) } else { writeln!(self.out, "\n{}", quoted(reason)) }
    }

    fn entry(&mut self, entry: &Entry, told: &Told) -> io::Result<()> {
        let state = if told.state.is_empty() { String::new() } else { format!(", {}", told.state) };
        let met = if entry.one_on_one.is_some() { " · in the one-on-one" } else { "" };
        let when = if told.at_its_time { format!(" · {}{met}", say_time(&entry.written)) } else { String::new() };
        writeln!(self.out, "\n**{}**{state}{when}", in_line(&told.word))?;
        writeln!(self.out, "\n{}", quoted(&entry.text))?;
        if !told.lines.is_empty() {
            writeln!(self.out)?;
        }
        told.lines.iter().try_for_each(|line| self.point(line))
    }

    fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}
