//! Parses a note into items: whom a line is about, on which day, and whether in a meeting.
//!
//! That follows from what is above a line: the file, headings of any level, lines that are only a
//! name, a date or a title, and bullets with children. Each is a [`Section`] on a stack, which ends
//! at the next one of its level or above.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    super::diagnostics::Diagnostics,
    ParseContext, app_syntax,
    files::NoteFile,
    lines::{Checkbox, LineKind, NoteLines, parse_lines},
    prescan::{has_children, is_bold, looks_like_heading},
    title::{MAX_TITLE_LEN, Title},
    unplaced,
    unplaced::{UnplacedLines, UnplacedReason},
    verbatim::{push_line, strip_emphasis, title_text},
    vocabulary::SectionHint,
};
use crate::domain::parse::date::{PartialDate, find_date};

/// An item about one person on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoteItem {
    /// The index among the people of the resolver.
    pub person: usize,
    pub day: Date,
    /// Whether it was written in a one-on-one.
    pub in_meeting: bool,
    pub hint: Option<SectionHint>,
    /// The title above it, where that adds something.
    pub label: Option<String>,
    /// Whether it is a list item.
    pub is_bullet: bool,
    pub checkbox: Option<Checkbox>,
    pub text: String,
    pub line: u64,
}

/// The contents of a note.
#[derive(Debug, Default)]
pub(super) struct NoteParts {
    pub items: Vec<NoteItem>,
    /// Who was met on which day.
    pub meetings: BTreeSet<(usize, Date)>,
}

/// What applies to the lines below.
#[derive(Debug, Clone, Default)]
struct Section {
    level: usize,
    people: Vec<usize>,
    day: Option<(PartialDate, String)>,
    year: Option<i16>,
    is_meeting: bool,
    hint: Option<SectionHint>,
    label: Option<String>,
    /// Whether the date is of this line only, not of a title.
    is_line_day: bool,
}

/// Levels of lines that are no headings, below the six of headings.
const DAY_LINE_LEVEL: usize = 7;
const NAME_LINE_LEVEL: usize = 8;
const TITLE_LINE_LEVEL: usize = 9;
const BULLET_LEVEL: usize = 10;

/// Parses a note; what cannot be placed is added to `diagnostics`.
pub(super) fn parse_note(note: &NoteFile, context: &ParseContext<'_>, diagnostics: &mut Diagnostics) -> NoteParts {
    let lines = parse_lines(&note.body, note.first_line);
    let mut parser = SectionParser {
        context,
        lines: &lines,
        sections: vec![root_section(note, context)],
        is_page: note.title.day.is_none() && !note.title.is_log,
        is_loosely_named: is_loosely_named(note),
        parts: NoteParts::default(),
        unplaced: UnplacedLines::default(),
        has_seen_heading: false,
    };
    parser.record_meeting();
    parser.parse();
    parser.unplaced.report(context.asks_day_order, diagnostics);
    // Children of a line were added before it.
    parser.parts.items.sort_unstable_by_key(|item| item.line);
    parser.parts
}

/// The section of the whole note.
fn root_section(note: &NoteFile, context: &ParseContext<'_>) -> Section {
    let resolver = context.resolver;
    let of = |values: &[String]| {
        let mut people: Vec<usize> =
            values.iter().flat_map(|value| resolver.people_in_parts(&Title::parse(value).parts)).collect();
        people.dedup();
        people
    };
    let folder = || note.person_folder().map(|folder| resolver.people_in_parts(&folder.parts)).unwrap_or_default();
    let page = || {
        note.front_matter
            .title
            .as_ref()
            .filter(|_| note.front_matter.is_person_page())
            .and_then(|name| resolver.find(name))
    };
    let mut people = of(&note.front_matter.about);
    for more in [
        &mut || resolver.people_in_parts(&note.title.parts),
        &mut || page().into_iter().collect(),
        &mut || folder(),
        &mut || of(&note.front_matter.attendees),
    ] as [&mut dyn FnMut() -> Vec<usize>; 4]
    {
        if people.is_empty() {
            people = more();
        }
    }
    if people.is_empty() {
        people.extend(context.default_person);
    }
    let only_a_day = note.title.day.is_some() && note.title.parts.is_empty();
    let in_folder = only_a_day && !note.title.is_meeting && people.len() == 1 && note.front_matter.about.is_empty();
    let in_meeting = note.is_meeting || (in_folder && note.person_folder().is_some_and(|folder| !folder.is_log));
    let label = note.title.day.as_ref().and_then(|_| note.title.label(|part| resolver.is_name(part)));
    let day = note.day.clone().or_else(|| note.created.clone());
    Section { people, day, year: note.year, is_meeting: in_meeting, label, ..Section::default() }
}

/// Whether a note of many days is named after somebody, and nothing else tells that it is about
/// them.
fn is_loosely_named(note: &NoteFile) -> bool {
    let front = &note.front_matter;
    let is_explicit =
        note.is_meeting || note.is_in_people_folder() || front.is_person_page() || !front.about.is_empty();
    !is_explicit && note.day.is_none() && !note.title.parts.is_empty()
}

struct SectionParser<'a> {
    context: &'a ParseContext<'a>,
    lines: &'a NoteLines<'a>,
    /// Never empty: the first is the note itself.
    sections: Vec<Section>,
    /// Whether it is a page with many dates, not the note of one day.
    is_page: bool,
    /// Whether only its name tells whom it is about; its first heading may tell otherwise.
    is_loosely_named: bool,
    parts: NoteParts,
    unplaced: UnplacedLines,
    /// Whether the first heading was seen.
    has_seen_heading: bool,
}

impl<'a> SectionParser<'a> {
    fn current(&self) -> Section {
        self.sections.last().cloned().unwrap_or_default()
    }

    fn close_sections(&mut self, level: usize) {
        while self.sections.len() > 1 && self.sections.last().is_some_and(|section| section.level >= level) {
            self.sections.pop();
        }
    }

    fn open_section(&mut self, section: Section) {
        self.sections.push(section);
        self.record_meeting();
    }

    fn parse(&mut self) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = match line.kind {
                LineKind::Blank => at + 1,
                LineKind::Heading(level, text) => {
                    self.close_sections(level);
                    self.on_heading(level, text);
                    at + 1
                }
                LineKind::Bullet(checkbox, text) => {
                    self.close_sections(BULLET_LEVEL + line.indent);
                    self.on_bullet(at, checkbox, text)
                }
                LineKind::Text(text) => {
                    self.close_sections(BULLET_LEVEL + line.indent);
                    self.on_text(at, text)
                }
                LineKind::Code(_) => self.collect_block(at, 0),
            };
        }
    }

    fn on_heading(&mut self, level: usize, text: &str) {
        let title = Title::parse(text);
        let mut section = self.section_from_title(&title, level, text);
        if !self.has_seen_heading && level == 1 && title.day.is_none() && title.hint.is_none() {
            // The title tells whom the note is about, and the rest of it applies to everything.
            section.label = None;
        }
        self.has_seen_heading = true;
        self.open_section(section);
    }

    /// The section of a title, within what is above it.
    fn section_from_title(&self, title: &Title, level: usize, text: &str) -> Section {
        let over = self.current();
        let found = self.context.resolver.people_in_parts(&title.parts);
        let dated = title.day.is_some();
        // Within what is about one person, another name is a subject, unless it is that of a
        // meeting.
        let other = over.people.len() == 1 && found != over.people;
        let begins_anew = level == 1 && self.is_loosely_named;
        let subject = other && !title.is_meeting && !dated && !begins_anew;
        let mut section = Section { level, year: title.year.or(over.year), is_line_day: false, ..over.clone() };
        if !found.is_empty() && !subject {
            section.people = found;
        }
        let rest = title.label(|part| !subject && self.context.resolver.is_name(part));
        if dated {
            section.day.clone_from(&title.day);
            let bare = rest.is_none();
            section.is_meeting =
                over.is_meeting || title.is_meeting || (bare && self.is_page && section.people.len() == 1);
        } else {
            section.is_meeting |= title.is_meeting;
        }
        section.hint = title.hint;
        section.label = if title.hint == Some(SectionHint::Notes) {
            None
        } else if title.hint.is_some()
            || (!dated && rest.is_some() && section.people == over.people && !title.is_meeting)
        {
            Some(title_text(text))
        } else if rest.is_some() || dated || title.is_meeting || section.people != over.people {
            rest
        } else {
            over.label
        };
        section.label = section.label.filter(|label| !label.is_empty());
        section
    }

    /// The section that a line starts, if it does. `over` tells that it looks like a title or has
    /// children.
    fn section_from_line(
        &self,
        text: &str,
        over: bool,
        level: impl Fn(&Title) -> usize,
        strong: bool,
    ) -> Option<Section> {
        let inner = strip_emphasis(text);
        if inner.len() > MAX_TITLE_LEN {
            return None;
        }
        let title = Title::parse(inner);
        let resolver = self.context.resolver;
        let names = resolver.people_in_parts(&title.parts);
        let rest = title.label(|part| resolver.is_name(part)).is_some();
        let names_person = !names.is_empty() || title.parts.iter().any(|part| resolver.is_author(&part.text));
        let top = self.current();
        let other =
            top.people.len() == 1 && names_person && names != top.people && !title.is_meeting && title.day.is_none();
        let is_head = if title.day.is_some() && !rest {
            over || title.day.as_ref().is_some_and(|(_, date_text)| inner.starts_with(date_text.as_str()))
        } else if title.hint.is_some() {
            over
        } else if rest {
            (names_person && title.is_meeting && over) || (strong && is_bold(text))
        } else {
            (names_person && (over || title.is_meeting) && !other) || (title.is_meeting && over)
        };
        is_head.then(|| self.section_from_title(&title, level(&title), inner))
    }

    /// The date at the start of a line, and the rest of it; only where no title has a date.
    fn split_leading_date<'t>(&self, text: &'t str, level: usize) -> Option<(Section, &'t str)> {
        let top = self.current();
        if top.day.is_some() && !top.is_line_day && self.sections.len() > 1 || self.sections.first()?.day.is_some() {
            return None;
        }
        let found = find_date(text).filter(|found| found.range.start <= 2)?;
        if text.get(..found.range.start)?.contains(char::is_alphanumeric) {
            return None;
        }
        let date_text = text.get(found.range.clone())?.to_owned();
        let rest =
            text.get(found.range.end..)?.trim_start_matches([' ', ':', '-', '–', '—', '*', ')', ']', ',', '|', '\t']);
        let section = Section { level, day: Some((found.date, date_text)), is_line_day: true, hint: None, ..top };
        Some((section, rest))
    }

    fn on_bullet(&mut self, at: usize, checkbox: Option<Checkbox>, text: &'a str) -> usize {
        let level = BULLET_LEVEL + self.lines.get(at).map_or(0, |line| line.indent);
        let over = has_children(self.lines, at);
        if checkbox.is_none() {
            if let Some(section) = self.section_from_line(text, over, |_| level, false) {
                self.open_section(section);
                return at + 1;
            }
            if let Some((section, rest)) = self.split_leading_date(text, level) {
                self.sections.push(section);
                return self.collect_block(at, text.len() - rest.len());
            }
        }
        self.collect_block(at, 0)
    }

    fn on_text(&mut self, at: usize, text: &'a str) -> usize {
        let level = |title: &Title| {
            if title.day.is_some() {
                DAY_LINE_LEVEL
            } else if title.hint.is_some() || title.parts.is_empty() {
                TITLE_LINE_LEVEL
            } else {
                NAME_LINE_LEVEL
            }
        };
        let flush = self.lines.get(at).is_some_and(|line| line.indent == 0);
        if flush && text.len() <= MAX_TITLE_LEN {
            let title = Title::parse(strip_emphasis(text));
            if self.sections.first().is_some_and(|base| base.day.is_none()) || title.day.is_none() {
                let saved = self.sections.clone();
                self.close_sections(level(&title));
                if let Some(section) = self.section_from_line(text, looks_like_heading(text), level, true) {
                    self.open_section(section);
                    return at + 1;
                }
                self.sections = saved;
            }
        }
        if flush {
            let saved = self.sections.clone();
            self.close_sections(DAY_LINE_LEVEL);
            if let Some((section, rest)) = self.split_leading_date(text, DAY_LINE_LEVEL) {
                self.sections.push(section);
                return self.collect_block(at, text.len() - rest.len());
            }
            self.sections = saved;
        }
        self.collect_block(at, 0)
    }

    /// Adds the line at `at` with its children, without its first bytes, and returns the next line.
    fn collect_block(&mut self, at: usize, skip: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at + 1 };
        let end = self.block_end(at);
        let is_bullet = matches!(first.kind, LineKind::Bullet(..));
        let checkbox = if let LineKind::Bullet(checkbox, _) = first.kind { checkbox } else { None };
        let mut text = String::new();
        let mut line = at;
        let mut coming = skip;
        while line < end {
            let Some(here) = self.lines.get(line) else { break };
            // An action below a note is an item of its own.
            if line > at && checkbox.is_none() && matches!(here.kind, LineKind::Bullet(Some(_), _)) {
                line = self.collect_block(line, 0);
                continue;
            }
            // Properties and actions leave a gap when removed; only one before a paragraph is the
            // author's.
            let next = self.lines.get(line + 1);
            if here.kind == LineKind::Blank
                && !next.is_some_and(|next| matches!(next.kind, LineKind::Text(_) | LineKind::Code(_)))
            {
                line += 1;
                continue;
            }
            if self.is_empty_field(line, end) {
                line += 1;
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            push_line(
                &mut text,
                &here,
                if line == at { None } else { Some(here.indent.saturating_sub(first.indent)) },
                coming,
            );
            coming = 0;
            line += 1;
        }
        self.add_item(first.number, is_bullet, checkbox, text);
        end
    }

    /// Whether a line is an empty field of a form.
    fn is_empty_field(&self, at: usize, end: usize) -> bool {
        let field = |at: usize| match self.lines.get(at).map(|line| line.kind) {
            Some(LineKind::Text(text) | LineKind::Bullet(_, text)) => app_syntax::parse_field(text),
            _ => None,
        };
        field(at).is_some_and(|(_, value)| value.is_empty()) && (at + 1 >= end || field(at + 1).is_some())
    }

    /// The end of the children of a line.
    fn block_end(&self, at: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at };
        let is_bullet = matches!(first.kind, LineKind::Bullet(..));
        let introduces = matches!(first.kind, LineKind::Text(text) if text.ends_with(':'));
        let mut end = at + 1;
        let mut next = at + 1;
        let mut blank = false;
        while let Some(line) = self.lines.get(next) {
            let belongs = match line.kind {
                LineKind::Blank => {
                    blank = true;
                    next += 1;
                    continue;
                }
                LineKind::Heading(..) => false,
                LineKind::Bullet(..) if is_bullet => line.indent > first.indent,
                LineKind::Bullet(checkbox, _) => introduces && !blank && checkbox.is_none(),
                LineKind::Text(text) if is_bullet => {
                    line.indent > first.indent || (!blank && !self.starts_new_block(text))
                }
                LineKind::Text(text) => !blank && !self.starts_new_block(text),
                LineKind::Code(_) => {
                    !blank || (is_bullet && line.indent > first.indent) || matches!(first.kind, LineKind::Code(_))
                }
            };
            if !belongs {
                break;
            }
            next += 1;
            end = next;
            blank = false;
        }
        end
    }

    /// The person before a colon or a dash.
    fn person_before_colon(&self, text: &str) -> Option<usize> {
        let (person, end) = self.context.resolver.person_at_start(text)?;
        let rest = text.get(end..)?.trim_start_matches(['*', ' ']);
        rest.starts_with([':', '-', '–', '—']).then_some(person)
    }

    /// Whether a line starts an item of its own, even directly below another.
    fn starts_new_block(&self, text: &str) -> bool {
        if text.len() > 4 * MAX_TITLE_LEN {
            return false;
        }
        let names_person = self.sections.last().is_some_and(|section| section.people.len() != 1)
            && self.context.resolver.person_at_start(text).is_some();
        names_person
            || is_bold(text)
            || self.split_leading_date(text, DAY_LINE_LEVEL).is_some()
            || (text.ends_with(':') && self.section_from_line(text, true, |_| TITLE_LINE_LEVEL, true).is_some())
            || find_date(text)
                .is_some_and(|found| found.range.start == 0 && found.range.end >= text.len().saturating_sub(1))
    }

    /// Records the meeting, even where nothing was written down.
    fn record_meeting(&mut self) {
        let section = self.current();
        if let ([person], true, Some(_)) = (section.people.as_slice(), section.is_meeting, &section.day)
            && let Ok(day) = self.resolve_day(&section)
        {
            self.parts.meetings.insert((*person, day));
        }
    }

    fn resolve_day(&self, section: &Section) -> Result<Date, UnplacedReason> {
        unplaced::resolve_day(section.day.as_ref(), section.year, self.context)
    }

    fn add_item(&mut self, line: u64, is_bullet: bool, checkbox: Option<Checkbox>, text: String) {
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let section = self.current();
        let resolver = self.context.resolver;
        let people = match section.people.as_slice() {
            [person] => vec![*person],
            _ => match self.person_before_colon(&text) {
                Some(person) => vec![person],
                None => resolver.people_in_text(&text),
            },
        };
        let [person] = people.as_slice() else {
            let names: Vec<&str> = if people.is_empty() { &section.people } else { &people }
                .iter()
                .filter_map(|person| resolver.people.get(*person).map(|one| one.name.as_str()))
                .take(4)
                .collect();
            let reason = if names.is_empty() {
                UnplacedReason::NoPerson
            } else {
                UnplacedReason::SeveralPeople(names.join(", "))
            };
            return self.unplaced.add(line, reason);
        };
        let day = match self.resolve_day(&section) {
            Ok(day) => day,
            Err(reason) => return self.unplaced.add(line, reason),
        };
        let in_meeting = section.is_meeting && section.people.len() == 1;
        let item = NoteItem {
            person: *person,
            day,
            in_meeting,
            hint: section.hint,
            label: section.label,
            is_bullet,
            checkbox,
            text,
            line,
        };
        self.parts.items.push(item);
    }
}
