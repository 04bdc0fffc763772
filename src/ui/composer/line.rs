//! How the composer understands what is typed into it: marks that become kinds, days that are read and can be taken back.
//! Knows no toolkit.

use jiff::civil::Date;

use crate::domain::parse::{
    date::{TrailingDate, find_invalid_trailing_date, parse_trailing_date, strip_trailing_date},
    entry_line::{EntryLine, TextError, clean_text, split_prefix},
    prefix::Prefix,
};

/// A line that is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComposerLine {
    /// What it will become.
    pub prefix: Prefix,
    /// The text as it stands in the field, without the mark.
    pub text: String,
    /// A mark at the start stays plain text: it was pasted, or it was there before.
    prefix_is_literal: bool,
    /// The words of a day that Esc took back; they are text as long as they stand there.
    dismissed_date: Option<String>,
}

/// What the end of an action was understood as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParsedDueDate {
    /// A day.
    Valid(TrailingDate),
    /// It looks like a day that does not exist, as in `31 feb`.
    Invalid(String),
}

impl ComposerLine {
    /// A line as a draft kept it.
    pub fn from_draft(mark: &str, text: String) -> Self {
        let prefix = mark.parse().unwrap_or_default();
        // A typed mark would have become a kind, so one that still stands there is meant as text.
        let prefix_is_literal = split_prefix(&text).is_some();
        Self { prefix, text, prefix_is_literal, dismissed_date: None }
    }

    /// The word that a draft keeps of the kind; empty for a note.
    pub fn draft_prefix(&self) -> &'static str {
        if self.prefix == Prefix::Note { "" } else { self.prefix.as_str() }
    }

    /// Text was typed. Returns how many characters a mark took away at the start, if it became a kind.
    pub fn on_typed(&mut self) -> Option<usize> {
        if self.text.is_empty() {
            self.prefix_is_literal = false;
        }
        if self.prefix_is_literal || self.prefix != Prefix::Note {
            return None;
        }
        let (mark, rest) = split_prefix(&self.text)?;
        let gone = self.text.chars().count() - rest.chars().count();
        self.text = rest.to_owned();
        self.prefix = mark;
        Some(gone)
    }

    /// Text was pasted: a mark at its start is no mark.
    pub fn on_pasted(&mut self) {
        self.prefix_is_literal |= split_prefix(&self.text).is_some();
    }

    /// Backspace at the very start: the kind becomes the text of its mark again. Returns how many characters came.
    pub fn on_backspace(&mut self) -> Option<usize> {
        if self.prefix == Prefix::Note {
            return None;
        }
        let sign = self.prefix.symbol();
        self.text.insert_str(0, sign);
        self.prefix = Prefix::Note;
        Some(sign.chars().count())
    }

    /// A chip was chosen; the one that is lit already changes sides, where it has two.
    pub fn select_prefix(&mut self, chip: Prefix) {
        let lit = self.prefix == chip || self.prefix == chip.counterpart();
        self.prefix = if lit { self.prefix.counterpart() } else { chip };
    }

    /// What the end of an action was understood as; nothing for other kinds, or when Esc took it back.
    pub fn due_date(&self, today: Date) -> Option<ParsedDueDate> {
        if !self.prefix.accepts_due_date() {
            return None;
        }
        if let Some(found) = parse_trailing_date(&self.text, today) {
            let words = self.text.get(found.range.clone())?;
            return (self.dismissed_date.as_deref() != Some(words)).then_some(ParsedDueDate::Valid(found));
        }
        let words = self.text.get(find_invalid_trailing_date(&self.text, today)?)?;
        Some(ParsedDueDate::Invalid(words.to_owned()))
    }

    /// Takes back the day that was read, so that its words stay text. Whether there was one.
    pub fn dismiss_date(&mut self, today: Date) -> bool {
        let Some(ParsedDueDate::Valid(found)) = self.due_date(today) else { return false };
        self.dismissed_date = self.text.get(found.range).map(str::to_owned);
        true
    }

    /// The line as it will be kept.
    ///
    /// # Errors
    /// Where there is nothing to keep, or too much for one entry.
    pub fn parse(&self, today: Date) -> Result<EntryLine, TextError> {
        let mut jot = EntryLine { prefix: self.prefix, text: clean_text(&self.text)?, due: None, invalid_date: None };
        if let Some(ParsedDueDate::Valid(found)) = self.due_date(today) {
            jot.due = Some(found.date);
            jot.text = clean_text(strip_trailing_date(&self.text, &found))?;
        }
        Ok(jot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn type_line(text: &str) -> ComposerLine {
        let mut line = ComposerLine::default();
        for letter in text.chars() {
            line.text.push(letter);
            line.on_typed();
        }
        line
    }

    #[test]
    fn typed_prefix_sets_the_kind() {
        for (text, mark, left) in [
            ("! ", Prefix::Flag, ""),
            ("! quiet today", Prefix::Flag, "quiet today"),
            ("<< listen more", Prefix::FeedbackReceived, "listen more"),
            ("[@] draft it", Prefix::TheirAction, "draft it"),
            (" ! not a flag", Prefix::Note, " ! not a flag"),
            ("!important", Prefix::Note, "!important"),
        ] {
            let line = type_line(text);
            assert_eq!((line.prefix, line.text.as_str()), (mark, left), "{text:?}");
        }
    }

    #[test]
    fn backspace_at_start_turns_the_kind_back_into_prefix_text() {
        let mut line = type_line("+ well said");
        assert_eq!(line.on_backspace(), Some(1));
        assert_eq!((line.prefix, line.text.as_str()), (Prefix::Note, "+well said"));
        assert_eq!(line.on_backspace(), None);
    }

    #[test]
    fn pasted_text_is_not_parsed_for_prefixes() {
        let mut line = ComposerLine { text: "! pasted".into(), ..ComposerLine::default() };
        line.on_pasted();
        line.text.push('!');
        assert_eq!(line.on_typed(), None);
        assert_eq!(line.prefix, Prefix::Note);
        line.text.clear();
        line.on_typed();
        line.text.push_str("? ");
        line.on_typed();
        assert_eq!(line.prefix, Prefix::Topic, "an empty field begins anew");
    }

    #[test]
    fn draft_round_trips() {
        let line = type_line("[] send it by friday");
        let again = ComposerLine::from_draft(line.draft_prefix(), line.text.clone());
        assert_eq!(again, line);
        let literal = ComposerLine::from_draft("", "! as text".into());
        assert!(literal.prefix_is_literal);
    }

    #[test]
    fn due_date_is_parsed_for_actions_only_and_esc_dismisses_it() {
        let mut line = type_line("[] send it by friday");
        let jot = line.parse(TODAY).expect("a jot");
        assert_eq!((jot.text.as_str(), jot.due), ("send it", Some(date(2026, 11, 27))));
        assert!(line.dismiss_date(TODAY));
        assert!(!line.dismiss_date(TODAY), "only once");
        let jot = line.parse(TODAY).expect("a jot");
        assert_eq!((jot.text.as_str(), jot.due), ("send it by friday", None));
        assert_eq!(type_line("send it by friday").parse(TODAY).expect("a jot").due, None);
    }

    #[test]
    fn nonexistent_date_is_reported_and_stays_in_the_text() {
        let line = type_line("[] send it by 31 feb");
        assert_eq!(line.due_date(TODAY), Some(ParsedDueDate::Invalid("31 feb".into())));
        assert_eq!(line.parse(TODAY).expect("a jot").text, "send it by 31 feb");
    }

    #[test]
    fn choosing_the_selected_chip_again_toggles_its_side() {
        let mut line = ComposerLine::default();
        line.select_prefix(Prefix::MyAction);
        line.select_prefix(Prefix::MyAction);
        assert_eq!(line.prefix, Prefix::TheirAction);
        line.select_prefix(Prefix::MyAction);
        assert_eq!(line.prefix, Prefix::MyAction);
        line.select_prefix(Prefix::Note);
        assert_eq!(line.prefix, Prefix::Note);
    }
}
