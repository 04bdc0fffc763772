//! A note taken apart: which lines are about whom, on which day, and in a meeting or not.
//!
//! What stands over a line says it: the file, headings of any level, lines that are only a name, a day or a title, and bullets
//! with others under them. Each is a [`Head`] on a stack, and goes when one of its level or above comes.

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

/// Something that is about one person and one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoteItem {
    /// Whom in the list of [`Who`].
    pub person: usize,
    pub day: Date,
    /// It was jotted in a one-on-one.
    pub in_meeting: bool,
    pub hint: Option<SectionHint>,
    /// The title it stands under, where that says something of its own.
    pub label: Option<String>,
    /// It is a line of a list.
    pub is_bullet: bool,
    pub checkbox: Option<Checkbox>,
    pub text: String,
    pub line: u64,
}

/// All that a note holds.
#[derive(Debug, Default)]
pub(super) struct NoteParts {
    pub items: Vec<NoteItem>,
    /// Who was met on which day.
    pub meetings: BTreeSet<(usize, Date)>,
}

/// What stands over lines.
#[derive(Debug, Clone, Default)]
struct Section {
    level: usize,
    people: Vec<usize>,
    day: Option<(PartialDate, String)>,
    year: Option<i16>,
    is_meeting: bool,
    hint: Option<SectionHint>,
    label: Option<String>,
    /// The day is of this line alone, not of a title.
    is_line_day: bool,
}

/// Levels of what is no heading, below the six of headings.
const DAY_LINE_LEVEL: usize = 7;
const NAME_LINE_LEVEL: usize = 8;
const TITLE_LINE_LEVEL: usize = 9;
const BULLET_LEVEL: usize = 10;

/// Takes a note apart; what cannot be placed is said to `misses`.
pub(super) fn parse_note(note: &NoteFile, context: &ParseContext<'_>, diagnostics: &mut Diagnostics) -> NoteParts {
    let all = parse_lines(&note.body, note.first_line);
    let mut reader = SectionParser {
        context,
        lines: &all,
        sections: vec![root_section(note, context)],
        is_page: note.title.day.is_none() && !note.title.is_log,
        is_loosely_named: is_loosely_named(note),
        parts: NoteParts::default(),
        unplaced: UnplacedLines::default(),
        has_seen_heading: false,
    };
    reader.record_meeting();
    reader.parse();
    reader.unplaced.report(context.asks_day_order, diagnostics);
    // What stands under a line was kept before it.
    reader.parts.items.sort_unstable_by_key(|item| item.line);
    reader.parts
}

/// What the note says as a whole.
fn root_section(note: &NoteFile, context: &ParseContext<'_>) -> Section {
    let who = context.resolver;
    let of = |values: &[String]| {
        let mut people: Vec<usize> =
            values.iter().flat_map(|value| who.people_in_parts(&Title::parse(value).parts)).collect();
        people.dedup();
        people
    };
    let folder = || note.person_folder().map(|folder| who.people_in_parts(&folder.parts)).unwrap_or_default();
    let page = || {
        note.front_matter.title.as_ref().filter(|_| note.front_matter.is_person_page()).and_then(|name| who.find(name))
    };
    let mut people = of(&note.front_matter.about);
    for more in [
        &mut || who.people_in_parts(&note.title.parts),
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
    let meeting = note.is_meeting || (in_folder && note.person_folder().is_some_and(|folder| !folder.is_log));
    let label = note.title.day.as_ref().and_then(|_| note.title.label(|part| who.is_name(part)));
    let day = note.day.clone().or_else(|| note.created.clone());
    Section { people, day, year: note.year, is_meeting: meeting, label, ..Section::default() }
}

/// Whether a note of many days is called like somebody, and nothing else says that it is about them.
fn is_loosely_named(note: &NoteFile) -> bool {
    let front = &note.front_matter;
    let said = note.is_meeting || note.is_in_people_folder() || front.is_person_page() || !front.about.is_empty();
    !said && note.day.is_none() && !note.title.parts.is_empty()
}

struct SectionParser<'a> {
    context: &'a ParseContext<'a>,
    lines: &'a NoteLines<'a>,
    /// Never empty: the first is the note itself.
    sections: Vec<Section>,
    /// It is a page that days stand in, not the note of one day.
    is_page: bool,
    /// Nothing but its name says whom it is about, and its first heading may know better.
    is_loosely_named: bool,
    parts: NoteParts,
    unplaced: UnplacedLines,
    /// The first heading was seen.
    has_seen_heading: bool,
}

impl<'a> SectionParser<'a> {
    fn current(&self) -> Section {
        self.sections.last().cloned().unwrap_or_default()
    }

    fn close_sections(&mut self, level: usize) {
        while self.sections.len() > 1 && self.sections.last().is_some_and(|head| head.level >= level) {
            self.sections.pop();
        }
    }

    fn open_section(&mut self, head: Section) {
        self.sections.push(head);
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
                LineKind::Bullet(check, text) => {
                    self.close_sections(BULLET_LEVEL + line.indent);
                    self.on_bullet(at, check, text)
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
        let mut head = self.section_from_title(&title, level, text);
        if !self.has_seen_heading && level == 1 && title.day.is_none() && title.hint.is_none() {
            // The title of the note says whom it is about, and what else it says is said of all.
            head.label = None;
        }
        self.has_seen_heading = true;
        self.open_section(head);
    }

    /// What a title says beside what stands over it already.
    fn section_from_title(&self, title: &Title, level: usize, text: &str) -> Section {
        let over = self.current();
        let found = self.context.resolver.people_in_parts(&title.parts);
        let dated = title.day.is_some();
        // Within what is about one person, another name is a subject, unless it is that of a meeting.
        let other = over.people.len() == 1 && found != over.people;
        let begins_anew = level == 1 && self.is_loosely_named;
        let subject = other && !title.is_meeting && !dated && !begins_anew;
        let mut head = Section { level, year: title.year.or(over.year), is_line_day: false, ..over.clone() };
        if !found.is_empty() && !subject {
            head.people = found;
        }
        let rest = title.label(|part| !subject && self.context.resolver.is_name(part));
        if dated {
            head.day.clone_from(&title.day);
            let bare = rest.is_none();
            head.is_meeting = over.is_meeting || title.is_meeting || (bare && self.is_page && head.people.len() == 1);
        } else {
            head.is_meeting |= title.is_meeting;
        }
        head.hint = title.hint;
        head.label = if title.hint == Some(SectionHint::Notes) {
            None
        } else if title.hint.is_some() || (!dated && rest.is_some() && head.people == over.people && !title.is_meeting)
        {
            Some(title_text(text))
        } else if rest.is_some() || dated || title.is_meeting || head.people != over.people {
            rest
        } else {
            over.label
        };
        head.label = head.label.filter(|label| !label.is_empty());
        head
    }

    /// A line that stands over others, where it is one: what it says. `over` says that it looks like a title or has lines
    /// under it.
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
        let who = self.context.resolver;
        let names = who.people_in_parts(&title.parts);
        let rest = title.label(|part| who.is_name(part)).is_some();
        let named = !names.is_empty() || title.parts.iter().any(|part| who.is_author(&part.text));
        let top = self.current();
        let other = top.people.len() == 1 && named && names != top.people && !title.is_meeting && title.day.is_none();
        let is_head = if title.day.is_some() && !rest {
            over || title.day.as_ref().is_some_and(|(_, said)| inner.starts_with(said.as_str()))
        } else if title.hint.is_some() {
            over
        } else if rest {
            (named && title.is_meeting && over) || (strong && is_bold(text))
        } else {
            (named && (over || title.is_meeting) && !other) || (title.is_meeting && over)
        };
        is_head.then(|| self.section_from_title(&title, level(&title), inner))
    }

    /// A day that a line begins with, and the rest of the line; only where no title has said the day.
    fn split_leading_date<'t>(&self, text: &'t str, level: usize) -> Option<(Section, &'t str)> {
        let top = self.current();
        if top.day.is_some() && !top.is_line_day && self.sections.len() > 1 || self.sections.first()?.day.is_some() {
            return None;
        }
        let found = find_date(text).filter(|found| found.range.start <= 2)?;
        if text.get(..found.range.start)?.contains(char::is_alphanumeric) {
            return None;
        }
        let said = text.get(found.range.clone())?.to_owned();
        let rest =
            text.get(found.range.end..)?.trim_start_matches([' ', ':', '-', '–', '—', '*', ')', ']', ',', '|', '\t']);
        let head = Section { level, day: Some((found.date, said)), is_line_day: true, hint: None, ..top };
        Some((head, rest))
    }

    fn on_bullet(&mut self, at: usize, check: Option<Checkbox>, text: &'a str) -> usize {
        let level = BULLET_LEVEL + self.lines.get(at).map_or(0, |line| line.indent);
        let over = has_children(self.lines, at);
        if check.is_none() {
            if let Some(head) = self.section_from_line(text, over, |_| level, false) {
                self.open_section(head);
                return at + 1;
            }
            if let Some((head, rest)) = self.split_leading_date(text, level) {
                self.sections.push(head);
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
                let kept = self.sections.clone();
                self.close_sections(level(&title));
                if let Some(head) = self.section_from_line(text, looks_like_heading(text), level, true) {
                    self.open_section(head);
                    return at + 1;
                }
                self.sections = kept;
            }
        }
        if flush {
            let kept = self.sections.clone();
            self.close_sections(DAY_LINE_LEVEL);
            if let Some((head, rest)) = self.split_leading_date(text, DAY_LINE_LEVEL) {
                self.sections.push(head);
                return self.collect_block(at, text.len() - rest.len());
            }
            self.sections = kept;
        }
        self.collect_block(at, 0)
    }

    /// Keeps the line at `at` with all that belongs to it, without its first bytes, and returns where the next begins.
    fn collect_block(&mut self, at: usize, skip: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at + 1 };
        let end = self.block_end(at);
        let bullet = matches!(first.kind, LineKind::Bullet(..));
        let check = if let LineKind::Bullet(check, _) = first.kind { check } else { None };
        let mut text = String::new();
        let mut line = at;
        let mut coming = skip;
        while line < end {
            let Some(here) = self.lines.get(line) else { break };
            // A promise under a note stands for itself.
            if line > at && check.is_none() && matches!(here.kind, LineKind::Bullet(Some(_), _)) {
                line = self.collect_block(line, 0);
                continue;
            }
            // A property leaves a gap, and so does a promise; only one before a paragraph is the writer's.
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
        self.add_item(first.number, bullet, check, text);
        end
    }

    /// Whether a line is a field of a form that nobody filled in.
    fn is_empty_field(&self, at: usize, end: usize) -> bool {
        let field = |at: usize| match self.lines.get(at).map(|line| line.kind) {
            Some(LineKind::Text(text) | LineKind::Bullet(_, text)) => app_syntax::parse_field(text),
            _ => None,
        };
        field(at).is_some_and(|(_, said)| said.is_empty()) && (at + 1 >= end || field(at + 1).is_some())
    }

    /// Where what belongs to a line ends.
    fn block_end(&self, at: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at };
        let bullet = matches!(first.kind, LineKind::Bullet(..));
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
                LineKind::Bullet(..) if bullet => line.indent > first.indent,
                LineKind::Bullet(check, _) => introduces && !blank && check.is_none(),
                LineKind::Text(text) if bullet => {
                    line.indent > first.indent || (!blank && !self.starts_new_block(text))
                }
                LineKind::Text(text) => !blank && !self.starts_new_block(text),
                LineKind::Code(_) => {
                    !blank || (bullet && line.indent > first.indent) || matches!(first.kind, LineKind::Code(_))
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

    /// Whose a line is, as said before a colon or a dash.
    fn person_before_colon(&self, text: &str) -> Option<usize> {
        let (person, end) = self.context.resolver.person_at_start(text)?;
        let rest = text.get(end..)?.trim_start_matches(['*', ' ']);
        rest.starts_with([':', '-', '–', '—']).then_some(person)
    }

    /// Whether a line begins something of its own, also right below another.
    fn starts_new_block(&self, text: &str) -> bool {
        if text.len() > 4 * MAX_TITLE_LEN {
            return false;
        }
        let named = self.sections.last().is_some_and(|head| head.people.len() != 1)
            && self.context.resolver.person_at_start(text).is_some();
        named
            || is_bold(text)
            || self.split_leading_date(text, DAY_LINE_LEVEL).is_some()
            || (text.ends_with(':') && self.section_from_line(text, true, |_| TITLE_LINE_LEVEL, true).is_some())
            || find_date(text)
                .is_some_and(|found| found.range.start == 0 && found.range.end >= text.len().saturating_sub(1))
    }

    /// The people of a meeting met, also where nothing was written down.
    fn record_meeting(&mut self) {
        let head = self.current();
        if let ([person], true, Some(_)) = (head.people.as_slice(), head.is_meeting, &head.day)
            && let Ok(day) = self.resolve_day(&head)
        {
            self.parts.meetings.insert((*person, day));
        }
    }

    fn resolve_day(&self, head: &Section) -> Result<Date, UnplacedReason> {
        unplaced::resolve_day(head.day.as_ref(), head.year, self.context)
    }

    fn add_item(&mut self, line: u64, bullet: bool, check: Option<Checkbox>, text: String) {
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let head = self.current();
        let who = self.context.resolver;
        let people = match head.people.as_slice() {
            [person] => vec![*person],
            _ => match self.person_before_colon(&text) {
                Some(person) => vec![person],
                None => who.people_in_text(&text),
            },
        };
        let [person] = people.as_slice() else {
            let several: Vec<&str> = if people.is_empty() { &head.people } else { &people }
                .iter()
                .filter_map(|person| who.people.get(*person).map(|one| one.name.as_str()))
                .take(4)
                .collect();
            let reason = if several.is_empty() {
                UnplacedReason::NoPerson
            } else {
                UnplacedReason::SeveralPeople(several.join(", "))
            };
            return self.unplaced.add(line, reason);
        };
        let day = match self.resolve_day(&head) {
            Ok(day) => day,
            Err(reason) => return self.unplaced.add(line, reason),
        };
        let meeting = head.is_meeting && head.people.len() == 1;
        let item = NoteItem {
            person: *person,
            day,
            in_meeting: meeting,
            hint: head.hint,
            label: head.label,
            is_bullet: bullet,
            checkbox: check,
            text,
            line,
        };
        self.parts.items.push(item);
    }
}
