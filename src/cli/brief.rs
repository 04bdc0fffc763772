//! `rapport brief`.

use std::{io::Write, path::PathBuf};

use super::{
    Failure, Result,
    text::{COLUMNS, indented, letters},
    who,
};
use crate::{
    domain::brief::{
        self, Brief,
        sections::{Line, Said},
    },
    export,
    journal::{clock::Clock, print},
    store::Db,
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Whom you meet: a name, or enough of it to tell them apart
    name: String,
    /// Write a JSON object
    #[arg(long, group = "form")]
    json: bool,
    /// Write Markdown
    #[arg(long, group = "form")]
    markdown: bool,
    /// Write a page to print to this file, which only you can read
    #[arg(long, value_name = "PATH", group = "form")]
    html: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let person = who::find(db, &arguments.name)?;
    let Some(held) = db.held(person.id, today)? else {
        return Err(Failure::happened(format!("{} is no longer in the journal.", person.profile.name)));
    };
    let brief = brief::brief(&held, today);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &brief)?;
        return Ok(writeln!(out)?);
    }
    if arguments.markdown {
        return Ok(write!(out, "{}", export::brief::markdown(&brief))?);
    }
    if let Some(path) = &arguments.html {
        print::write_private(path, &export::brief::html(&brief)).map_err(|error| {
            Failure::happened(format!("{} could not be written: {error}. The journal is as it was.", path.display()))
        })?;
        return Ok(writeln!(out, "Wrote the brief of {} to {}.", brief.person, path.display())?);
    }
    in_words(&brief, out)
}

fn in_words(brief: &Brief, out: &mut dyn Write) -> Result {
    write!(out, "{}", indented(&brief.title(), 0))?;
    write!(out, "{}", indented(&brief.when(), 0))?;
    write!(out, "\n{}", indented(&brief.sentence, 0))?;
    for section in brief.sections() {
        write!(out, "\n{}", indented(&section.title, 0))?;
        for line in &section.lines {
            write_line(line, out)?;
        }
    }
    Ok(())
}

fn write_line(line: &Line, out: &mut dyn Write) -> Result {
    let sign = match line.tick {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "- ",
    };
    let kind = line.kind.map(|kind| format!("{}: ", kind.word())).unwrap_or_default();
    let indent = 2 + sign.len();
    let text = indented(&format!("{kind}{}", line.text), indent);
    let text = text.strip_prefix(&" ".repeat(indent)).unwrap_or(&text);
    let beside: Vec<&str> = line.beside.iter().map(said).collect();
    let beside = beside.join(" · ");
    let last = text.trim_end().lines().last().map_or(0, letters);
    let first = if text.trim_end().lines().count() > 1 { 0 } else { indent };
    write!(out, "  {sign}")?;
    if beside.is_empty() {
        write!(out, "{text}")?;
    } else if first + last + 3 + letters(&beside) <= COLUMNS {
        writeln!(out, "{} · {beside}", text.trim_end())?;
    } else {
        write!(out, "{text}{}", indented(&beside, indent))?;
    }
    for under in &line.under {
        write!(out, "{}", indented(&under.text, indent))?;
    }
    Ok(())
}

fn said(said: &Said) -> &str {
    &said.text
}
