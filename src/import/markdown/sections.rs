//! A note taken apart: which lines are about whom, on which day, and in a meeting or not.
//!
//! What stands over a line says it: the file, headings of any level, lines that are only a name, a day or a title, and bullets
//! with others under them. Each is a [`Head`] on a stack, and goes when one of its level or above comes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    super::{days::DayOrder, misses::Misses},
    dates::{self, Said},
    files::Note,
    machine,
    missed::{self, Missed},
    outline::{Check, Lines, Sort, lines},
    survey::{has_children, is_strong, stands_over},
    title::{LONGEST, Title},
    typed::{bare, put, words_of},
    who::Who,
    words::Hint,
};

/// Something that is about one person and one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Whom in the list of [`Who`].
    pub person: usize,
    pub day: Date,
    /// It was jotted in a one-on-one.
    pub meeting: bool,
    pub hint: Option<Hint>,
    /// The title it stands under, where that says something of its own.
    pub label: Option<String>,
    /// It is a line of a list.
    pub bullet: bool,
    pub check: Option<Check>,
    pub text: String,
    pub line: u64,
}

/// All that a note holds.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub items: Vec<Item>,
    /// Who was met on which day.
    pub meetings: BTreeSet<(usize, Date)>,
}

/// What is known of the whole source.
pub(super) struct Known<'a> {
    pub who: &'a Who,
    pub order: Option<DayOrder>,
    pub today: Date,
    /// Whom the source is about, where nothing else says it.
    pub about: Option<usize>,
}

/// What stands over lines.
#[derive(Debug, Clone, Default)]
struct Head {
    level: usize,
    people: Vec<usize>,
    day: Option<(Said, String)>,
    year: Option<i16>,
    meeting: bool,
    hint: Option<Hint>,
    label: Option<String>,
    /// The day is of this line alone, not of a title.
    loose_day: bool,
}

/// Levels of what is no heading, below the six of headings.
const DAY_LINE: usize = 7;
const NAME_LINE: usize = 8;
const TITLE_LINE: usize = 9;
const BULLET: usize = 10;

/// Takes a note apart; what cannot be placed is said to `misses`.
pub(super) fn read(note: &Note, known: &Known<'_>, misses: &mut Misses) -> Parts {
    let all = lines(&note.body, note.first);
    let mut reader = Reader {
        known,
        lines: &all,
        heads: vec![base(note, known)],
        page: note.name.day.is_none() && !note.name.log,
        loosely: is_loosely_named(note),
        parts: Parts::default(),
        missed: Missed::default(),
        titled: false,
    };
    reader.meet();
    reader.read();
    reader.missed.tell(misses);
    // What stands under a line was kept before it.
    reader.parts.items.sort_unstable_by_key(|item| item.line);
    reader.parts
}

/// What the note says as a whole.
fn base(note: &Note, known: &Known<'_>) -> Head {
    let who = known.who;
    let of = |values: &[String]| {
        let mut people: Vec<usize> = values.iter().flat_map(|value| who.of_parts(&Title::read(value).parts)).collect();
        people.dedup();
        people
    };
    let folder = || note.folder().map(|folder| who.of_parts(&folder.parts)).unwrap_or_default();
    let page = || note.front.title.as_ref().filter(|_| note.front.is_person()).and_then(|name| who.find(name));
    let mut people = of(&note.front.about);
    for more in
        [&mut || who.of_parts(&note.name.parts), &mut || page().into_iter().collect(), &mut || folder(), &mut || {
            of(&note.front.attendees)
        }] as [&mut dyn FnMut() -> Vec<usize>; 4]
    {
        if people.is_empty() {
            people = more();
        }
    }
    if people.is_empty() {
        people.extend(known.about);
    }
    let only_a_day = note.name.day.is_some() && note.name.parts.is_empty();
    let in_folder = only_a_day && !note.name.meeting && people.len() == 1 && note.front.about.is_empty();
    let meeting = note.meeting || (in_folder && note.folder().is_some_and(|folder| !folder.log));
    let label = note.name.day.as_ref().and_then(|_| note.name.label(|part| who.is_name(part)));
    let day = note.day.clone().or_else(|| note.created.clone());
    Head { people, day, year: note.year, meeting, label, ..Head::default() }
}

/// Whether a note of many days is called like somebody, and nothing else says that it is about them.
fn is_loosely_named(note: &Note) -> bool {
    let front = &note.front;
    let said = note.meeting || note.is_among_people() || front.is_person() || !front.about.is_empty();
    !said && note.day.is_none() && !note.name.parts.is_empty()
}

struct Reader<'a> {
    known: &'a Known<'a>,
    lines: &'a Lines<'a>,
    /// Never empty: the first is the note itself.
    heads: Vec<Head>,
    /// It is a page that days stand in, not the note of one day.
    page: bool,
    /// Nothing but its name says whom it is about, and its first heading may know better.
    loosely: bool,
    parts: Parts,
    missed: Missed,
    /// The first heading was seen.
    titled: bool,
}

impl<'a> Reader<'a> {
    fn top(&self) -> Head {
        self.heads.last().cloned().unwrap_or_default()
    }

    fn pop(&mut self, level: usize) {
        while self.heads.len() > 1 && self.heads.last().is_some_and(|head| head.level >= level) {
            self.heads.pop();
        }
    }

    fn push(&mut self, head: Head) {
        self.heads.push(head);
        self.meet();
    }

    fn read(&mut self) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = match line.sort {
                Sort::Blank => at + 1,
                Sort::Heading(level, text) => {
                    self.pop(level);
                    self.heading(level, text);
                    at + 1
                }
                Sort::Bullet(check, text) => {
                    self.pop(BULLET + line.indent);
                    self.bullet(at, check, text)
                }
                Sort::Text(text) => {
                    self.pop(BULLET + line.indent);
                    self.text(at, text)
                }
                Sort::Code(_) => self.block(at, 0),
            };
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        let title = Title::read(text);
        let mut head = self.under(&title, level, text);
        if !self.titled && level == 1 && title.day.is_none() && title.hint.is_none() {
            // The title of the note says whom it is about, and what else it says is said of all.
            head.label = None;
        }
        self.titled = true;
        self.push(head);
    }

    /// What a title says beside what stands over it already.
    fn under(&self, title: &Title, level: usize, text: &str) -> Head {
        let over = self.top();
        let found = self.known.who.of_parts(&title.parts);
        let dated = title.day.is_some();
        // Within what is about one person, another name is a subject, unless it is that of a meeting.
        let other = over.people.len() == 1 && found != over.people;
        let begins_anew = level == 1 && self.loosely;
        let subject = other && !title.meeting && !dated && !begins_anew;
        let mut head = Head { level, year: title.year.or(over.year), loose_day: false, ..over.clone() };
        if !found.is_empty() && !subject {
            head.people = found;
        }
        let rest = title.label(|part| !subject && self.known.who.is_name(part));
        if dated {
            head.day.clone_from(&title.day);
            let bare = rest.is_none();
            head.meeting = over.meeting || title.meeting || (bare && self.page && head.people.len() == 1);
        } else {
            head.meeting |= title.meeting;
        }
        head.hint = title.hint;
        head.label = if title.hint == Some(Hint::Notes) {
            None
        } else if title.hint.is_some() || (!dated && rest.is_some() && head.people == over.people && !title.meeting) {
            Some(words_of(text))
        } else if rest.is_some() || dated || title.meeting || head.people != over.people {
            rest
        } else {
            over.label
        };
        head.label = head.label.filter(|label| !label.is_empty());
        head
    }

    /// A line that stands over others, where it is one: what it says. `over` says that it looks like a title or has lines
    /// under it.
    fn as_head(&self, text: &str, over: bool, level: impl Fn(&Title) -> usize, strong: bool) -> Option<Head> {
        let inner = bare(text);
        if inner.len() > LONGEST {
            return None;
        }
        let title = Title::read(inner);
        let who = self.known.who;
        let names = who.of_parts(&title.parts);
        let rest = title.label(|part| who.is_name(part)).is_some();
        let named = !names.is_empty() || title.parts.iter().any(|part| who.is_keeper(&part.text));
        let top = self.top();
        let other = top.people.len() == 1 && named && names != top.people && !title.meeting && title.day.is_none();
        let is_head = if title.day.is_some() && !rest {
            over || title.day.as_ref().is_some_and(|(_, said)| inner.starts_with(said.as_str()))
        } else if title.hint.is_some() {
            over
        } else if rest {
            (named && title.meeting && over) || (strong && is_strong(text))
        } else {
            (named && (over || title.meeting) && !other) || (title.meeting && over)
        };
        is_head.then(|| self.under(&title, level(&title), inner))
    }

    /// A day that a line begins with, and the rest of the line; only where no title has said the day.
    fn dated<'t>(&self, text: &'t str, level: usize) -> Option<(Head, &'t str)> {
        let top = self.top();
        if top.day.is_some() && !top.loose_day && self.heads.len() > 1 || self.heads.first()?.day.is_some() {
            return None;
        }
        let found = dates::find(text).filter(|found| found.range.start <= 2)?;
        if text.get(..found.range.start)?.contains(char::is_alphanumeric) {
            return None;
        }
        let said = text.get(found.range.clone())?.to_owned();
        let rest =
            text.get(found.range.end..)?.trim_start_matches([' ', ':', '-', '–', '—', '*', ')', ']', ',', '|', '\t']);
        let head = Head { level, day: Some((found.said, said)), loose_day: true, hint: None, ..top };
        Some((head, rest))
    }

    fn bullet(&mut self, at: usize, check: Option<Check>, text: &'a str) -> usize {
        let level = BULLET + self.lines.get(at).map_or(0, |line| line.indent);
        let over = has_children(self.lines, at);
        if check.is_none() {
            if let Some(head) = self.as_head(text, over, |_| level, false) {
                self.push(head);
                return at + 1;
            }
            if let Some((head, rest)) = self.dated(text, level) {
                self.heads.push(head);
                return self.block(at, text.len() - rest.len());
            }
        }
        self.block(at, 0)
    }

    fn text(&mut self, at: usize, text: &'a str) -> usize {
        let level = |title: &Title| {
            if title.day.is_some() {
                DAY_LINE
            } else if title.hint.is_some() || title.parts.is_empty() {
                TITLE_LINE
            } else {
                NAME_LINE
            }
        };
        let flush = self.lines.get(at).is_some_and(|line| line.indent == 0);
        if flush && text.len() <= LONGEST {
            let title = Title::read(bare(text));
            if self.heads.first().is_some_and(|base| base.day.is_none()) || title.day.is_none() {
                let kept = self.heads.clone();
                self.pop(level(&title));
                if let Some(head) = self.as_head(text, stands_over(text), level, true) {
                    self.push(head);
                    return at + 1;
                }
                self.heads = kept;
            }
        }
        if flush {
            let kept = self.heads.clone();
            self.pop(DAY_LINE);
            if let Some((head, rest)) = self.dated(text, DAY_LINE) {
                self.heads.push(head);
                return self.block(at, text.len() - rest.len());
            }
            self.heads = kept;
        }
        self.block(at, 0)
    }

    /// Keeps the line at `at` with all that belongs to it, without its first bytes, and returns where the next begins.
    fn block(&mut self, at: usize, skip: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at + 1 };
        let end = self.end_of(at);
        let bullet = matches!(first.sort, Sort::Bullet(..));
        let check = if let Sort::Bullet(check, _) = first.sort { check } else { None };
        let mut text = String::new();
        let mut line = at;
        let mut coming = skip;
        while line < end {
            let Some(here) = self.lines.get(line) else { break };
            // A promise under a note stands for itself.
            if line > at && check.is_none() && matches!(here.sort, Sort::Bullet(Some(_), _)) {
                line = self.block(line, 0);
                continue;
            }
            // A property leaves a gap, and so does a promise; only one before a paragraph is the writer's.
            let next = self.lines.get(line + 1);
            if here.sort == Sort::Blank && !next.is_some_and(|next| matches!(next.sort, Sort::Text(_) | Sort::Code(_)))
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
            put(
                &mut text,
                &here,
                if line == at { None } else { Some(here.indent.saturating_sub(first.indent)) },
                coming,
            );
            coming = 0;
            line += 1;
        }
        self.keep(first.number, bullet, check, text);
        end
    }

    /// Whether a line is a field of a form that nobody filled in.
    fn is_empty_field(&self, at: usize, end: usize) -> bool {
        let field = |at: usize| match self.lines.get(at).map(|line| line.sort) {
            Some(Sort::Text(text) | Sort::Bullet(_, text)) => machine::field(text),
            _ => None,
        };
        field(at).is_some_and(|(_, said)| said.is_empty()) && (at + 1 >= end || field(at + 1).is_some())
    }

    /// Where what belongs to a line ends.
    fn end_of(&self, at: usize) -> usize {
        let Some(first) = self.lines.get(at) else { return at };
        let bullet = matches!(first.sort, Sort::Bullet(..));
        let introduces = matches!(first.sort, Sort::Text(text) if text.ends_with(':'));
        let mut end = at + 1;
        let mut next = at + 1;
        let mut blank = false;
        while let Some(line) = self.lines.get(next) {
            let belongs = match line.sort {
                Sort::Blank => {
                    blank = true;
                    next += 1;
                    continue;
                }
                Sort::Heading(..) => false,
                Sort::Bullet(..) if bullet => line.indent > first.indent,
                Sort::Bullet(check, _) => introduces && !blank && check.is_none(),
                Sort::Text(text) if bullet => line.indent > first.indent || (!blank && !self.begins_anew(text)),
                Sort::Text(text) => !blank && !self.begins_anew(text),
                Sort::Code(_) => {
                    !blank || (bullet && line.indent > first.indent) || matches!(first.sort, Sort::Code(_))
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
    fn named_before(&self, text: &str) -> Option<usize> {
        let (person, end) = self.known.who.at_start(text)?;
        let rest = text.get(end..)?.trim_start_matches(['*', ' ']);
        rest.starts_with([':', '-', '–', '—']).then_some(person)
    }

    /// Whether a line begins something of its own, also right below another.
    fn begins_anew(&self, text: &str) -> bool {
        if text.len() > 4 * LONGEST {
            return false;
        }
        let named =
            self.heads.last().is_some_and(|head| head.people.len() != 1) && self.known.who.at_start(text).is_some();
        named
            || is_strong(text)
            || self.dated(text, DAY_LINE).is_some()
            || (text.ends_with(':') && self.as_head(text, true, |_| TITLE_LINE, true).is_some())
            || dates::find(text)
                .is_some_and(|found| found.range.start == 0 && found.range.end >= text.len().saturating_sub(1))
    }

    /// The people of a meeting met, also where nothing was written down.
    fn meet(&mut self) {
        let head = self.top();
        if let ([person], true, Some(_)) = (head.people.as_slice(), head.meeting, &head.day)
            && let Ok(day) = self.day(&head)
        {
            self.parts.meetings.insert((*person, day));
        }
    }

    fn day(&self, head: &Head) -> Result<Date, String> {
        missed::day(head.day.as_ref(), head.year, self.known)
    }

    fn keep(&mut self, line: u64, bullet: bool, check: Option<Check>, text: String) {
        if !text.contains(char::is_alphanumeric) {
            return;
        }
        let head = self.top();
        let who = self.known.who;
        let people = match head.people.as_slice() {
            [person] => vec![*person],
            _ => match self.named_before(&text) {
                Some(person) => vec![person],
                None => who.within(&text),
            },
        };
        let [person] = people.as_slice() else {
            let several: Vec<&str> = if people.is_empty() { &head.people } else { &people }
                .iter()
                .filter_map(|person| who.people.get(*person).map(|one| one.name.as_str()))
                .take(4)
                .collect();
            let why = if several.is_empty() {
                "names nobody".to_owned()
            } else {
                format!("is about more than one: {}", several.join(", "))
            };
            self.missed.add(line, why);
            return;
        };
        let day = match self.day(&head) {
            Ok(day) => day,
            Err(why) => return self.missed.add(line, why),
        };
        let meeting = head.meeting && head.people.len() == 1;
        let item =
            Item { person: *person, day, meeting, hint: head.hint, label: head.label, bullet, check, text, line };
        self.parts.items.push(item);
    }
}
