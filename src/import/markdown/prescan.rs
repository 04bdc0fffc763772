//! The first pass over the notes: names of people, and the order of numeric dates.

use std::ops::Range;

use super::{
    super::dates::OrderEvidence,
    files::NoteFile,
    lines::{LineKind, NoteLine, NoteLines, parse_lines},
    person_resolver::{NameCue, NameIndex, name_key},
    title,
    title::{Title, TitlePart},
};
use crate::domain::parse::date::{PartialDate, find_date, implied_order};

/// More dates below a name do not raise its score.
const MAX_COUNTED_DAYS: u32 = 8;

/// Names above dates in a note.
#[derive(Default)]
struct NamesAboveDates {
    names: Vec<String>,
    /// Whether one of them is the title of the note or of a part.
    is_title: bool,
    /// The lines of these names and of what is below them.
    lines: Vec<Range<usize>>,
}

/// The result of the first pass.
#[derive(Debug, Default)]
pub(super) struct Prescan {
    pub names: NameIndex,
    pub order: OrderEvidence,
}

impl Prescan {
    /// Scans a note.
    pub(super) fn scan(&mut self, note: &NoteFile) {
        let lines = parse_lines(&note.body, note.first_line);
        for day in [&note.day, &note.created].into_iter().flatten() {
            self.record_date(day.0, &day.1);
        }
        let mut days = 0;
        for line in lines.iter() {
            if let LineKind::Heading(_, text) | LineKind::Text(text) | LineKind::Bullet(_, text) = line.kind {
                self.scan_dates(text, matches!(line.kind, LineKind::Heading(..)));
                days += u32::from(is_day_heading(&line));
            }
        }
        if !self.scan_file_names(note, &lines, days > 0) {
            self.scan_loosely_named(note, &lines, days);
        }
    }

    /// Scans a note of which nothing tells for sure whom it is about.
    fn scan_loosely_named(&mut self, note: &NoteFile, lines: &NoteLines<'_>, days: u32) {
        let named = names_in_file_name(note);
        let is_page = note.day.is_none() && days > 0;
        let above = self.names_above_dates(lines);
        let is_of_person = is_page && !named.is_empty() && !note.title.is_meeting;
        if !is_of_person && !above.is_title {
            self.scan_section_names(note, lines, &above.lines);
        }
        // A file name tells less than the names in the note.
        let agrees = |name: &String| above.names.iter().any(|other| name_key(other).starts_with(&name_key(name)));
        if !above.names.is_empty() && !named.iter().any(agrees) {
            return;
        }
        let says_with = lowercase_stem(note).split(|c: char| !c.is_alphanumeric()).any(|word| word == "with");
        let times = if is_page && (says_with || !note.title.is_meeting) { days } else { 1 };
        let counts = is_page || note.title.is_meeting || (note.title.day.is_some() && named.len() == 1);
        for name in named.iter().filter(|_| counts) {
            (0..times.min(MAX_COUNTED_DAYS)).for_each(|_| self.names.add(name, NameCue::AboveSection));
        }
    }

    fn record_date(&mut self, date: PartialDate, text: &str) {
        self.order.add_date(date, text);
        self.order.add_order(implied_order(text));
    }

    /// Collects evidence for the date order. A date that nothing depends on is not asked about.
    fn scan_dates(&mut self, text: &str, heading: bool) {
        // Numeric dates contain one of these.
        if !text.contains(['/', '-']) {
            return;
        }
        self.order.add_order(implied_order(text));
        if let Some(found) = find_date(text).filter(|found| heading || found.range.start <= 2) {
            self.record_date(found.date, text.get(found.range).unwrap_or_default());
        }
    }

    /// Collects the people that the path, title and front matter name explicitly. Returns whether
    /// there are any.
    fn scan_file_names(&mut self, note: &NoteFile, lines: &NoteLines<'_>, dated: bool) -> bool {
        let front = &note.front_matter;
        let mut explicit: Vec<String> = names_in_values(front.about.iter()).collect();
        let attendees: Vec<String> = names_in_values(front.attendees.iter()).collect();
        if (1..=2).contains(&attendees.len()) && explicit.is_empty() {
            if attendees.len() == 2 {
                self.names.add_meeting_group(attendees.clone());
            }
            explicit.extend(attendees);
        }
        let stem = &note.title;
        let several = stem.parts.len() > 1;
        let slug = !stem.parts.iter().any(|part| part.text.contains(char::is_uppercase));
        let of_stem = || stem.parts.iter().filter_map(|part| title::parse_name(&part.text, !several && slug));
        let is_page = front.is_person_page() || note.is_in_people_folder();
        if (stem.is_one_on_one && note.is_one_on_one) || is_page || (note.is_one_on_one && !several) {
            explicit.extend(of_stem());
        }
        if is_page && let Some(name) = front.title.as_ref().and_then(|name| title::parse_name(name, false)) {
            explicit.push(name);
        }
        let of_nobody = explicit.is_empty() && stem.parts.is_empty();
        if (of_nobody && note.day.is_some()) || (is_page && explicit.is_empty()) {
            let folder = note.person_folder().filter(|folder| folder.parts.len() == 1);
            explicit.extend(
                folder.iter().flat_map(|folder| &folder.parts).filter_map(|part| title::parse_name(&part.text, true)),
            );
        }
        if dated
            && note.day.is_none()
            && let Some(name) = name_in_first_heading(lines)
            && explicit.iter().any(|short| name_key(&name).starts_with(&name_key(short)))
        {
            explicit.push(name);
        }
        for name in &explicit {
            self.names.add(name, NameCue::Explicit);
        }
        if let Some(name) = explicit.first() {
            front.aliases.iter().for_each(|alias| self.names.add_alias(alias, name));
        }
        !explicit.is_empty()
    }

    /// Names above dates, counted by the dates below them.
    fn names_above_dates(&mut self, lines: &NoteLines<'_>) -> NamesAboveDates {
        let mut above = NamesAboveDates::default();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            let LineKind::Heading(level, text) = line.kind else { continue };
            let title = Title::parse(text.split('(').next().unwrap_or(text));
            let [one] = title.parts.as_slice() else { continue };
            let Some(name) = title::parse_name(&one.text, one.is_link).filter(|_| title.day.is_none()) else {
                continue;
            };
            let below = (at..).map_while(|at| lines.get(at));
            let (mut days, mut end) = (0, at);
            for line in below.take_while(|line| !matches!(line.kind, LineKind::Heading(other, _) if other <= level)) {
                days += u32::from(is_day_heading(&line));
                end += 1;
            }
            if days > 0 {
                let cue = if title.is_one_on_one { NameCue::Explicit } else { NameCue::AboveSection };
                (0..days.min(MAX_COUNTED_DAYS)).for_each(|_| self.names.add(&name, cue));
                above.is_title |= level == 1;
                above.names.push(name);
                above.lines.push(at - 1..end);
                at = end;
            }
        }
        above
    }

    /// Names above sections and before lines of dated text.
    fn scan_section_names(&mut self, note: &NoteFile, lines: &NoteLines<'_>, without: &[Range<usize>]) {
        let mut dated = note.day.is_some();
        let mut without = without.iter().peekable();
        for (at, line) in lines.iter().enumerate() {
            while without.next_if(|section| section.end <= at).is_some() {}
            if without.peek().is_some_and(|section| section.contains(&at)) {
                continue;
            }
            let (text, above) = match line.kind {
                LineKind::Heading(_, text) => (text, true),
                LineKind::Bullet(None, text) => (text, has_children(lines, at)),
                LineKind::Text(text) if line.indent == 0 => (text, looks_like_heading(text)),
                LineKind::Bullet(Some(_), text) => (text, false),
                _ => continue,
            };
            if text.len() > 4 * title::MAX_TITLE_LEN {
                continue;
            }
            if above {
                let title = Title::parse(text);
                dated |= title.day.is_some();
                self.add_heading_names(&title, dated);
            } else if dated || starts_with_day(text, false) {
                dated = true;
                self.add_leading_name(text);
            }
        }
    }

    /// Names in a heading. A call with a customer is not a meeting of two.
    fn add_heading_names(&mut self, title: &Title, dated: bool) {
        let names: Vec<String> =
            title.parts.iter().filter_map(|part: &TitlePart| title::parse_name(&part.text, part.is_link)).collect();
        let alone = title.parts.len() == 1;
        let cue = if title.is_one_on_one { NameCue::Explicit } else { NameCue::AboveSection };
        if title.is_one_on_one || (title.is_meeting && names.len() == title.parts.len()) || (alone && dated) {
            for name in &names {
                self.names.add(name, cue);
            }
        }
    }

    /// The name that a line begins with: “Dana: …”, “[[Dana Whitfield]] …”, “@Dana …”.
    fn add_leading_name(&mut self, text: &str) {
        let start = find_date(text).filter(|found| found.range.start == 0).map_or(0, |found| found.range.end);
        let content = text.get(start..).unwrap_or(text).trim_start_matches([' ', ':', '-', '–', '—', '*', '@']);
        if let Some((inside, _)) = content.strip_prefix("[[").and_then(|rest| rest.split_once("]]")) {
            title::parse_name(title::link_target(inside), false).inspect(|name| self.names.add(name, NameCue::Linked));
        } else if let Some((before, _)) = content.split_once(':').filter(|(before, _)| before.len() <= 60) {
            title::parse_name(before.trim_end_matches('*'), false)
                .inspect(|name| self.names.add(name, NameCue::BeforeColon));
        }
    }
}

/// The names in the file name. That of a meeting may be its subject.
fn names_in_file_name(note: &NoteFile) -> Vec<String> {
    let parts = &note.title.parts;
    let is_lower_case = !parts.iter().any(|part| part.text.contains(char::is_uppercase));
    let slug = !note.title.is_meeting || !lowercase_stem(note).contains(' ');
    let names: Vec<String> = parts
        .iter()
        .filter_map(|part| title::parse_name(&part.text, parts.len() == 1 && is_lower_case && slug))
        .collect();
    let is_group = names_in_values(note.front_matter.attendees.iter()).nth(2).is_some();
    if is_group || (note.title.is_meeting && names.len() < parts.len()) { Vec::new() } else { names }
}

/// The file name without extension, in lower case.
fn lowercase_stem(note: &NoteFile) -> String {
    note.path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The names in front matter: links, or lists with commas.
fn names_in_values<'a>(values: impl Iterator<Item = &'a String>) -> impl Iterator<Item = String> {
    values.flat_map(|value| Title::parse(value).parts).filter_map(|part| title::parse_name(&part.text, true))
}

/// The name in the first heading of a document.
fn name_in_first_heading(lines: &NoteLines<'_>) -> Option<String> {
    let first = lines.iter().find(|line| line.kind != LineKind::Blank)?;
    let LineKind::Heading(1, text) = first.kind else { return None };
    match Title::parse(text).parts.as_slice() {
        [one] => title::parse_name(&one.text, false),
        _ => None,
    }
}

/// Whether a line starts what is of one day: a heading with a date, or a line that begins with one.
fn is_day_heading(line: &NoteLine<'_>) -> bool {
    match line.kind {
        LineKind::Heading(_, text) => starts_with_day(text, true),
        LineKind::Text(text) | LineKind::Bullet(_, text) => line.indent == 0 && starts_with_day(text, false),
        _ => false,
    }
}

/// Whether a heading contains a date, or a line begins with one.
fn starts_with_day(text: &str, heading: bool) -> bool {
    find_date(text).is_some_and(|found| heading || found.range.start <= 2)
}

/// Whether the next line is indented more.
pub(super) fn has_children(lines: &NoteLines<'_>, at: usize) -> bool {
    // There are never two empty lines in a row.
    let below = |at: usize| lines.get(at).filter(|line| line.kind != LineKind::Blank);
    let (Some(line), Some(next)) = (lines.get(at), below(at + 1).or_else(|| below(at + 2))) else { return false };
    next.indent > line.indent && matches!(next.kind, LineKind::Bullet(..) | LineKind::Text(_))
}

/// Whether a line of text looks like a title: bold, or with a colon at the end.
pub(super) fn looks_like_heading(text: &str) -> bool {
    let text = text.trim();
    text.len() <= title::MAX_TITLE_LEN && (text.ends_with(':') || is_bold(text))
}

/// Whether the whole line is bold.
pub(super) fn is_bold(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':');
    ["**", "__"].iter().any(|marker| {
        text.strip_prefix(marker)
            .and_then(|rest| rest.strip_suffix(marker))
            .is_some_and(|inside| !inside.is_empty() && !inside.contains(marker))
    })
}
