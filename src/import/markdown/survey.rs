//! The first look at the notes: which names stand where people stand, and how days of three numbers are to be read.

use std::ops::Range;

use super::{
    super::days::DayOrder,
    dates::{self, Said},
    files::Note,
    outline::{Line, Lines, Sort, lines},
    title::{self, Part, Title},
    who::{Names, Sign, key},
};

/// More days under a name say no more.
const ENOUGH_DAYS: u32 = 8;

/// The names that stand over days in a note.
#[derive(Default)]
struct OverDays {
    names: Vec<String>,
    /// One of them is the title of the note, or of a part of it.
    is_title: bool,
    /// Where they and what is under them stand.
    lines: Vec<Range<usize>>,
}

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub names: Names,
    /// A day that can be read in two ways.
    example: Option<String>,
    day_first: bool,
    month_first: bool,
}

impl Survey {
    /// The order of days, where the notes themselves decide it.
    pub(super) fn order(&self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }

    /// A day that can be read in two ways, where there is one.
    pub(super) fn example(&self) -> Option<&str> {
        self.example.as_deref()
    }

    /// Looks at a note.
    pub(super) fn look(&mut self, note: &Note) {
        let lines = lines(&note.body, note.first);
        for day in [&note.day, &note.created].into_iter().flatten() {
            self.day(&day.0, &day.1);
        }
        let mut days = 0;
        for line in lines.iter() {
            if let Sort::Heading(_, text) | Sort::Text(text) | Sort::Bullet(_, text) = line.sort {
                self.days_of(text, matches!(line.sort, Sort::Heading(..)));
                days += u32::from(is_day_head(&line));
            }
        }
        if !self.name_of_file(note, &lines, days > 0) {
            self.loosely_named(note, &lines, days);
        }
    }

    /// The people of a note of which nothing says for sure whom it is about.
    fn loosely_named(&mut self, note: &Note, lines: &Lines<'_>, days: u32) {
        let called = called(note);
        let is_page = note.day.is_none() && days > 0;
        let over = self.names_over_days(lines);
        let of_somebody = is_page && !called.is_empty() && !note.name.meeting;
        if !of_somebody && !over.is_title {
            self.names_within(note, lines, &over.lines);
        }
        // What a file is called says less than the names in it.
        let agrees = |name: &String| over.names.iter().any(|other| key(other).starts_with(&key(name)));
        if !over.names.is_empty() && !called.iter().any(agrees) {
            return;
        }
        let with = stem(note).split(|c: char| !c.is_alphanumeric()).any(|word| word == "with");
        let times = if is_page && (with || !note.name.meeting) { days } else { 1 };
        let stands = is_page || note.name.meeting || (note.name.day.is_some() && called.len() == 1);
        for name in called.iter().filter(|_| stands) {
            (0..times.min(ENOUGH_DAYS)).for_each(|_| self.names.add(name, Sign::Over));
        }
    }

    fn day(&mut self, said: &Said, text: &str) {
        if matches!(said, Said::Either(..)) && self.example.is_none() {
            self.example = Some(text.to_owned());
        }
        self.order_of(text);
    }

    fn order_of(&mut self, text: &str) {
        match dates::order(text) {
            Some(DayOrder::DayFirst) => self.day_first = true,
            Some(DayOrder::MonthFirst) => self.month_first = true,
            None => {}
        }
    }

    /// Any day shows in which order days are written here; one that nothing hangs on is not asked about.
    fn days_of(&mut self, text: &str, heading: bool) {
        // Only with these can a day be written in numbers.
        if !text.contains(['/', '-']) {
            return;
        }
        self.order_of(text);
        if let Some(found) = dates::find(text).filter(|found| heading || found.range.start <= 2) {
            self.day(&found.said, text.get(found.range).unwrap_or_default());
        }
    }

    /// The people whom a note's place, name and front matter make plain; whether there is anybody.
    fn name_of_file(&mut self, note: &Note, lines: &Lines<'_>, dated: bool) -> bool {
        let front = &note.front;
        let mut plain: Vec<String> = names_in(front.about.iter()).collect();
        let with: Vec<String> = names_in(front.attendees.iter()).collect();
        if (1..=2).contains(&with.len()) && plain.is_empty() {
            if with.len() == 2 {
                self.names.circle(with.clone());
            }
            plain.extend(with);
        }
        let stem = &note.name;
        let several = stem.parts.len() > 1;
        let slug = !stem.parts.iter().any(|part| part.text.contains(char::is_uppercase));
        let of_stem = || stem.parts.iter().filter_map(|part| title::name(&part.text, !several && slug));
        let is_page = front.is_person() || note.is_among_people();
        if (stem.two && note.two) || is_page || (note.two && !several) {
            plain.extend(of_stem());
        }
        if is_page && let Some(name) = front.title.as_ref().and_then(|name| title::name(name, false)) {
            plain.push(name);
        }
        let of_nobody = plain.is_empty() && stem.parts.is_empty();
        if (of_nobody && note.day.is_some()) || (is_page && plain.is_empty()) {
            let folder = note.folder().filter(|folder| folder.parts.len() == 1);
            plain.extend(
                folder.iter().flat_map(|folder| &folder.parts).filter_map(|part| title::name(&part.text, true)),
            );
        }
        if dated
            && note.day.is_none()
            && let Some(name) = title_heading(lines)
            && plain.iter().any(|short| key(&name).starts_with(&key(short)))
        {
            plain.push(name);
        }
        for name in &plain {
            self.names.add(name, Sign::Plain);
        }
        if let Some(name) = plain.first() {
            front.aliases.iter().for_each(|alias| self.names.alias(alias, name));
        }
        !plain.is_empty()
    }

    /// Names that stand over days, as many times as there are days under them. What stands under such a name is about it.
    fn names_over_days(&mut self, lines: &Lines<'_>) -> OverDays {
        let mut over = OverDays::default();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            let Sort::Heading(level, text) = line.sort else { continue };
            let title = Title::read(text.split('(').next().unwrap_or(text));
            let [one] = title.parts.as_slice() else { continue };
            let Some(name) = title::name(&one.text, one.link).filter(|_| title.day.is_none()) else { continue };
            let under = (at..).map_while(|at| lines.get(at));
            let (mut days, mut end) = (0, at);
            for line in under.take_while(|line| !matches!(line.sort, Sort::Heading(other, _) if other <= level)) {
                days += u32::from(is_day_head(&line));
                end += 1;
            }
            if days > 0 {
                let sign = if title.two { Sign::Plain } else { Sign::Over };
                (0..days.min(ENOUGH_DAYS)).for_each(|_| self.names.add(&name, sign));
                over.is_title |= level == 1;
                over.names.push(name);
                over.lines.push(at - 1..end);
                at = end;
            }
        }
        over
    }

    /// Names over parts of a day, and before its lines.
    fn names_within(&mut self, note: &Note, lines: &Lines<'_>, without: &[Range<usize>]) {
        let mut dated = note.day.is_some();
        let mut without = without.iter().peekable();
        for (at, line) in lines.iter().enumerate() {
            while without.next_if(|section| section.end <= at).is_some() {}
            if without.peek().is_some_and(|section| section.contains(&at)) {
                continue;
            }
            let (text, over) = match line.sort {
                Sort::Heading(_, text) => (text, true),
                Sort::Bullet(None, text) => (text, has_children(lines, at)),
                Sort::Text(text) if line.indent == 0 => (text, stands_over(text)),
                Sort::Bullet(Some(_), text) => (text, false),
                _ => continue,
            };
            if text.len() > 4 * title::LONGEST {
                continue;
            }
            if over {
                let title = Title::read(text);
                dated |= title.day.is_some();
                self.name_over(&title, dated);
            } else if dated || begins_with_day(text, false) {
                dated = true;
                self.name_before(text);
            }
        }
    }

    /// The names in what stands over a part of a day. A call with a customer is not one with two people.
    fn name_over(&mut self, title: &Title, dated: bool) {
        let names: Vec<String> =
            title.parts.iter().filter_map(|part: &Part| title::name(&part.text, part.link)).collect();
        let alone = title.parts.len() == 1;
        let sign = if title.two { Sign::Plain } else { Sign::Over };
        if title.two || (title.meeting && names.len() == title.parts.len()) || (alone && dated) {
            for name in &names {
                self.names.add(name, sign);
            }
        }
    }

    /// “Dana: …”, “[[Dana Whitfield]] …”, “@Dana …”
    fn name_before(&mut self, text: &str) {
        let start = dates::find(text).filter(|found| found.range.start == 0).map_or(0, |found| found.range.end);
        let said = text.get(start..).unwrap_or(text).trim_start_matches([' ', ':', '-', '–', '—', '*', '@']);
        if let Some((inside, _)) = said.strip_prefix("[[").and_then(|rest| rest.split_once("]]")) {
            title::name(title::target(inside), false).inspect(|name| self.names.add(name, Sign::Linked));
        } else if let Some((before, _)) = said.split_once(':').filter(|(before, _)| before.len() <= 60) {
            title::name(before.trim_end_matches('*'), false).inspect(|name| self.names.add(name, Sign::Before));
        }
    }
}

/// The names that a file is called by. One of a meeting may be called by what the meeting was about.
fn called(note: &Note) -> Vec<String> {
    let parts = &note.name.parts;
    let small = !parts.iter().any(|part| part.text.contains(char::is_uppercase));
    let slug = !note.name.meeting || !stem(note).contains(' ');
    let names: Vec<String> =
        parts.iter().filter_map(|part| title::name(&part.text, parts.len() == 1 && small && slug)).collect();
    let crowd = names_in(note.front.attendees.iter()).nth(2).is_some();
    if crowd || (note.name.meeting && names.len() < parts.len()) { Vec::new() } else { names }
}

/// What a file is called, in small letters.
fn stem(note: &Note) -> String {
    note.path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// The names in values of front matter: links, lists with commas.
fn names_in<'a>(values: impl Iterator<Item = &'a String>) -> impl Iterator<Item = String> {
    values.flat_map(|value| Title::read(value).parts).filter_map(|part| title::name(&part.text, true))
}

/// A name as the first heading of a document.
fn title_heading(lines: &Lines<'_>) -> Option<String> {
    let first = lines.iter().find(|line| line.sort != Sort::Blank)?;
    let Sort::Heading(1, text) = first.sort else { return None };
    match Title::read(text).parts.as_slice() {
        [one] => title::name(&one.text, false),
        _ => None,
    }
}

/// Whether a line says that what follows is of a day: a heading with a day in it, or a line that begins with one.
fn is_day_head(line: &Line<'_>) -> bool {
    match line.sort {
        Sort::Heading(_, text) => begins_with_day(text, true),
        Sort::Text(text) | Sort::Bullet(_, text) => line.indent == 0 && begins_with_day(text, false),
        _ => false,
    }
}

/// Whether a heading has a day in it, or a line begins with one.
fn begins_with_day(text: &str, heading: bool) -> bool {
    dates::find(text).is_some_and(|found| heading || found.range.start <= 2)
}

/// Whether the next line is set in further.
pub(super) fn has_children(lines: &Lines<'_>, at: usize) -> bool {
    // Two empty lines never follow each other.
    let below = |at: usize| lines.get(at).filter(|line| line.sort != Sort::Blank);
    let (Some(line), Some(next)) = (lines.get(at), below(at + 1).or_else(|| below(at + 2))) else { return false };
    next.indent > line.indent && matches!(next.sort, Sort::Bullet(..) | Sort::Text(_))
}

/// Whether a line of text looks like a title: all of it strong, or a colon at its end.
pub(super) fn stands_over(text: &str) -> bool {
    let text = text.trim();
    text.len() <= title::LONGEST && (text.ends_with(':') || is_strong(text))
}

/// Whether all of a line is strong.
pub(super) fn is_strong(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':');
    ["**", "__"].iter().any(|sign| {
        text.strip_prefix(sign)
            .and_then(|rest| rest.strip_suffix(sign))
            .is_some_and(|inside| !inside.is_empty() && !inside.contains(sign))
    })
}
