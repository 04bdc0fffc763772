//! How the composer understands what is typed into it: marks that become kinds, days that are read and can be taken back.
//! Knows no toolkit.

use jiff::civil::Date;

use crate::domain::{
    day::{DayFound, day_at_end, impossible_day_at_end, without_day},
    jot::{Jot, JotError, clean, leading_mark},
    mark::Mark,
};

/// A line that is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it will become.
    pub mark: Mark,
    /// The text as it stands in the field, without the mark.
    pub text: String,
    /// A mark at the start stays plain text: it was pasted, or it was there before.
    literal: bool,
    /// The words of a day that Esc took back; they are text as long as they stand there.
    taken_back: Option<String>,
}

/// What the end of an action was understood as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayRead {
    /// A day.
    Day(DayFound),
    /// It looks like a day that does not exist, as in `31 feb`.
    NoSuchDay(String),
}

impl Line {
    /// A line as a draft kept it.
    pub fn from_draft(mark: &str, text: String) -> Self {
        let mark = mark.parse().unwrap_or_default();
        // A typed mark would have become a kind, so one that still stands there is meant as text.
        let literal = leading_mark(&text).is_some();
        Self { mark, text, literal, taken_back: None }
    }

    /// The word that a draft keeps of the kind; empty for a note.
    pub fn draft_mark(&self) -> &'static str {
        if self.mark == Mark::Note { "" } else { self.mark.as_str() }
    }

    /// Text was typed. Returns how many characters a mark took away at the start, if it became a kind.
    pub fn typed(&mut self) -> Option<usize> {
        if self.text.is_empty() {
            self.literal = false;
        }
        if self.literal || self.mark != Mark::Note {
            return None;
        }
        let (mark, rest) = leading_mark(&self.text)?;
        let gone = self.text.chars().count() - rest.chars().count();
        self.text = rest.to_owned();
        self.mark = mark;
        Some(gone)
    }

    /// Text was pasted: a mark at its start is no mark.
    pub fn pasted(&mut self) {
        self.literal |= leading_mark(&self.text).is_some();
    }

    /// Backspace at the very start: the kind becomes the text of its mark again. Returns how many characters came.
    pub fn backspace(&mut self) -> Option<usize> {
        if self.mark == Mark::Note {
            return None;
        }
        let sign = self.mark.sign();
        self.text.insert_str(0, sign);
        self.mark = Mark::Note;
        Some(sign.chars().count())
    }

    /// A chip was chosen; the one that is lit already changes sides, where it has two.
    pub fn choose(&mut self, chip: Mark) {
        let lit = self.mark == chip || self.mark == chip.other_side();
        self.mark = if lit { self.mark.other_side() } else { chip };
    }

    /// What the end of an action was understood as; nothing for other kinds, or when Esc took it back.
    pub fn day(&self, today: Date) -> Option<DayRead> {
        if !self.mark.takes_a_day() {
            return None;
        }
        if let Some(found) = day_at_end(&self.text, today) {
            let words = self.text.get(found.range.clone())?;
            return (self.taken_back.as_deref() != Some(words)).then_some(DayRead::Day(found));
        }
        let words = self.text.get(impossible_day_at_end(&self.text, today)?)?;
        Some(DayRead::NoSuchDay(words.to_owned()))
    }

    /// Takes back the day that was read, so that its words stay text. Whether there was one.
    pub fn take_day_back(&mut self, today: Date) -> bool {
        let Some(DayRead::Day(found)) = self.day(today) else { return false };
        self.taken_back = self.text.get(found.range).map(str::to_owned);
        true
    }

    /// The line as it will be kept.
    ///
    /// # Errors
    /// Where there is nothing to keep, or too much for one entry.
    pub fn read(&self, today: Date) -> Result<Jot, JotError> {
        let mut jot = Jot { mark: self.mark, text: clean(&self.text)?, due: None, no_such_day: None };
        if let Some(DayRead::Day(found)) = self.day(today) {
            jot.due = Some(found.day);
            jot.text = clean(without_day(&self.text, &found))?;
        }
        Ok(jot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn typed(text: &str) -> Line {
        let mut line = Line::default();
        for letter in text.chars() {
            line.text.push(letter);
            line.typed();
        }
        line
    }

    #[test]
    fn a_mark_becomes_a_kind_as_soon_as_it_is_typed() {
        for (text, mark, left) in [
            ("! ", Mark::Flag, ""),
            ("! quiet today", Mark::Flag, "quiet today"),
            ("<< listen more", Mark::FeedbackReceived, "listen more"),
            ("[@] draft it", Mark::TheirAction, "draft it"),
            (" ! not a flag", Mark::Note, " ! not a flag"),
            ("!important", Mark::Note, "!important"),
        ] {
            let line = typed(text);
            assert_eq!((line.mark, line.text.as_str()), (mark, left), "{text:?}");
        }
    }

    #[test]
    fn backspace_at_the_start_turns_a_kind_back_into_its_mark() {
        let mut line = typed("+ well said");
        assert_eq!(line.backspace(), Some(1));
        assert_eq!((line.mark, line.text.as_str()), (Mark::Note, "+well said"));
        assert_eq!(line.backspace(), None);
    }

    #[test]
    fn pasted_text_is_never_read_for_marks() {
        let mut line = Line { text: "! pasted".into(), ..Line::default() };
        line.pasted();
        line.text.push('!');
        assert_eq!(line.typed(), None);
        assert_eq!(line.mark, Mark::Note);
        line.text.clear();
        line.typed();
        line.text.push_str("? ");
        line.typed();
        assert_eq!(line.mark, Mark::Topic, "an empty field begins anew");
    }

    #[test]
    fn a_draft_comes_back_as_it_was_left() {
        let line = typed("[] send it by friday");
        let again = Line::from_draft(line.draft_mark(), line.text.clone());
        assert_eq!(again, line);
        let literal = Line::from_draft("", "! as text".into());
        assert!(literal.literal);
    }

    #[test]
    fn a_day_is_read_from_actions_only_and_esc_takes_it_back() {
        let mut line = typed("[] send it by friday");
        let jot = line.read(TODAY).expect("a jot");
        assert_eq!((jot.text.as_str(), jot.due), ("send it", Some(date(2026, 11, 27))));
        assert!(line.take_day_back(TODAY));
        assert!(!line.take_day_back(TODAY), "only once");
        let jot = line.read(TODAY).expect("a jot");
        assert_eq!((jot.text.as_str(), jot.due), ("send it by friday", None));
        assert_eq!(typed("send it by friday").read(TODAY).expect("a jot").due, None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_said_and_stays_text() {
        let line = typed("[] send it by 31 feb");
        assert_eq!(line.day(TODAY), Some(DayRead::NoSuchDay("31 feb".into())));
        assert_eq!(line.read(TODAY).expect("a jot").text, "send it by 31 feb");
    }

    #[test]
    fn a_lit_chip_that_is_chosen_again_changes_sides() {
        let mut line = Line::default();
        line.choose(Mark::MyAction);
        line.choose(Mark::MyAction);
        assert_eq!(line.mark, Mark::TheirAction);
        line.choose(Mark::MyAction);
        assert_eq!(line.mark, Mark::MyAction);
        line.choose(Mark::Note);
        assert_eq!(line.mark, Mark::Note);
    }
}
