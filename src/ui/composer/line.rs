//! The line of the composer, independent of egui: prefixes that set the kind, and due dates that
//! can be dismissed.

use jiff::civil::Date;

use crate::domain::parse::{
    date::{TrailingDate, find_invalid_trailing_date, parse_trailing_date, strip_trailing_date},
    entry_line::{EntryLine, TextError, clean_text, split_prefix},
    prefix::Prefix,
};

/// A line being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComposerLine {
    /// The kind of the entry, with its variant.
    pub prefix: Prefix,
    /// The text of the field, without the prefix.
    pub text: String,
    /// A prefix at the start of the text is plain text, as it was pasted or in the draft.
    prefix_is_literal: bool,
    /// The text of a due date that was dismissed with Esc; while unchanged it is no date.
    dismissed_date: Option<String>,
}

/// A due date at the end of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParsedDueDate {
    /// A date.
    Valid(TrailingDate),
    /// A date that does not exist, like `31 feb`.
    Invalid(String),
}

impl ComposerLine {
    /// Restores a line from a draft.
    pub fn from_draft(prefix: &str, text: String) -> Self {
        let prefix = prefix.parse().unwrap_or_default();
        // A typed prefix would have become the kind, so one that is still there is meant as text.
        let prefix_is_literal = split_prefix(&text).is_some();
        Self { prefix, text, prefix_is_literal, dismissed_date: None }
    }

    /// The kind as stored in a draft; empty for a note.
    pub fn draft_prefix(&self) -> &'static str {
        if self.prefix == Prefix::Note { "" } else { self.prefix.as_str() }
    }

    /// Parses a prefix after typing. If it became the kind, returns the number of characters
    /// removed.
    pub fn on_typed(&mut self) -> Option<usize> {
        if self.text.is_empty() {
            self.prefix_is_literal = false;
        }
        if self.prefix_is_literal || self.prefix != Prefix::Note {
            return None;
        }
        let (prefix, rest) = split_prefix(&self.text)?;
        let removed = self.text.chars().count() - rest.chars().count();
        self.text = rest.to_owned();
        self.prefix = prefix;
        Some(removed)
    }

    /// To be called after pasting: a prefix at the start stays text.
    pub fn on_pasted(&mut self) {
        self.prefix_is_literal |= split_prefix(&self.text).is_some();
    }

    /// Backspace at the start of the text turns the kind back into its prefix. Returns the number
    /// of characters added.
    pub fn on_backspace(&mut self) -> Option<usize> {
        if self.prefix == Prefix::Note {
            return None;
        }
        let symbol = self.prefix.symbol();
        self.text.insert_str(0, symbol);
        self.prefix = Prefix::Note;
        Some(symbol.chars().count())
    }

    /// Selects the kind of a chip; if already selected, switches to its counterpart (yours or
    /// theirs).
    pub fn select_prefix(&mut self, chip: Prefix) {
        let is_selected = self.prefix == chip || self.prefix == chip.counterpart();
        self.prefix = if is_selected { self.prefix.counterpart() } else { chip };
    }

    /// The due date at the end of an action; `None` for other kinds, or if it was dismissed.
    pub fn due_date(&self, today: Date) -> Option<ParsedDueDate> {
        if !self.prefix.accepts_due_date() {
            return None;
        }
        if let Some(due) = parse_trailing_date(&self.text, today) {
            let words = self.text.get(due.range.clone())?;
            return (self.dismissed_date.as_deref() != Some(words)).then_some(ParsedDueDate::Valid(due));
        }
        let words = self.text.get(find_invalid_trailing_date(&self.text, today)?)?;
        Some(ParsedDueDate::Invalid(words.to_owned()))
    }

    /// Dismisses the due date, so that it stays text. Returns whether there was one.
    pub fn dismiss_date(&mut self, today: Date) -> bool {
        let Some(ParsedDueDate::Valid(due)) = self.due_date(today) else { return false };
        self.dismissed_date = self.text.get(due.range).map(str::to_owned);
        true
    }

    /// The line as an entry to save.
    ///
    /// # Errors
    /// When the text is empty or too long.
    pub fn parse(&self, today: Date) -> Result<EntryLine, TextError> {
        let mut line = EntryLine { prefix: self.prefix, text: clean_text(&self.text)?, due: None, invalid_date: None };
        if let Some(ParsedDueDate::Valid(due)) = self.due_date(today) {
            line.due = Some(due.date);
            line.text = clean_text(strip_trailing_date(&self.text, &due))?;
        }
        Ok(line)
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
