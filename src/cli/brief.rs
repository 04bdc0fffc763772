//! `rapport brief`.

use std::{io::Write, path::PathBuf};

use super::{
    CliError, Result, find_person,
    terminal_text::{TERMINAL_COLUMNS, column_count, wrap_indented},
};
use crate::{
    export,
    journal::clock::Clock,
    store::Db,
    wording::{
        brief,
        brief::{
            Brief,
            sections::{SectionLine, StyledText},
        },
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Who you’re meeting: a name, or enough of it to be unambiguous
    name: String,
    /// Show everything, not only what can be read in 90 seconds; JSON always has all of it
    #[arg(long)]
    all: bool,
    /// Print a JSON object
    #[arg(long, group = "form")]
    json: bool,
    /// Print Markdown
    #[arg(long, group = "form")]
    markdown: bool,
    /// Write a printable page to this file, readable only by you
    #[arg(long, value_name = "PATH", group = "form")]
    html: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, db: &Db, clock: &dyn Clock, out: &mut dyn Write) -> Result {
    let today = clock.now().date();
    let person = find_person::by_name(db, &arguments.name)?;
    let Some(input) = db.brief_input(person.id, today)? else {
        return Err(CliError::runtime(format!("{} is no longer in the journal.", person.profile.name)));
    };
    let brief = brief::build_brief(&input, today);
    if arguments.json {
        serde_json::to_writer_pretty(&mut *out, &brief)?;
        return Ok(writeln!(out)?);
    }
    let brief = if arguments.all { brief } else { brief.shorten() };
    if arguments.markdown {
        return Ok(write!(out, "{}", export::brief::markdown(&brief))?);
    }
    if let Some(path) = &arguments.html {
        export::brief::html_to_file(&brief, path, db.path())?;
        return Ok(writeln!(out, "Wrote the brief for {} to {}.", brief.person, path.display())?);
    }
    write_text(&brief, out)
}

fn write_text(brief: &Brief, out: &mut dyn Write) -> Result {
    write!(out, "{}", wrap_indented(&brief.title(), 0))?;
    write!(out, "{}", wrap_indented(&brief.date_line(), 0))?;
    write!(out, "\n{}", wrap_indented(&brief.headline, 0))?;
    for section in brief.sections() {
        write!(out, "\n{}", wrap_indented(&section.title, 0))?;
        for line in &section.lines {
            write_line(line, out)?;
        }
    }
    if let Some(rest) = brief.rest_label() {
        write!(out, "\n{}", wrap_indented(&format!("{rest} “--all” shows everything."), 0))?;
    }
    Ok(())
}

fn write_line(line: &SectionLine, out: &mut dyn Write) -> Result {
    let marker = match line.is_done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "- ",
    };
    let kind = line.kind.map(|kind| format!("{}: ", kind.label())).unwrap_or_default();
    let indent = 2 + marker.len();
    let text = wrap_indented(&format!("{kind}{}", line.text), indent);
    let text = text.strip_prefix(&" ".repeat(indent)).unwrap_or(&text);
    let side_texts: Vec<&str> = line.side_text.iter().map(|side: &StyledText| side.text.as_str()).collect();
    let side_text = side_texts.join(" · ");
    let last_row = text.trim_end().lines().last().map_or(0, column_count);
    // The first row has lost its indent above.
    let last_indent = if text.trim_end().lines().count() > 1 { 0 } else { indent };
    write!(out, "  {marker}")?;
    if side_text.is_empty() {
        write!(out, "{text}")?;
    } else if last_indent + last_row + 3 + column_count(&side_text) <= TERMINAL_COLUMNS {
        writeln!(out, "{} · {side_text}", text.trim_end())?;
    } else {
        write!(out, "{text}{}", wrap_indented(&side_text, indent))?;
    }
    for detail in &line.details {
        write!(out, "{}", wrap_indented(&detail.text, indent))?;
    }
    Ok(())
}
