//! The lens over the draft: off until it is wanted, and remembered. It asks; it never forbids.

use std::ops::Range;

use eframe::egui::{Ui, text_edit::TextEditState};

use super::ReviewDraft;
use crate::{
    domain::review::find_judgement_words,
    ui::{screen_context::ScreenContext, shortcut::Shortcut, text, tokens::Tokens, widget::link::LinkButton},
    wording::review::judgement_question,
};

/// The setting that remembers whether it is on.
pub const WORDING_CHECK_SETTING: &str = "judging_words";

/// What it found.
pub(super) struct WordingCheck {
    pub(super) enabled: bool,
    /// The text that was looked at.
    checked_text: String,
    /// In letters, in order.
    ranges: Vec<Range<usize>>,
    /// As they were written.
    words: Vec<String>,
}

impl WordingCheck {
    pub(super) fn open(screen: &mut ScreenContext<'_>) -> Self {
        let enabled = screen.read(|db| db.setting(WORDING_CHECK_SETTING)).unwrap_or_default();
        Self { enabled, checked_text: String::new(), ranges: Vec::new(), words: Vec::new() }
    }

    /// Looks at a text, where it is another than before.
    pub(super) fn scan(&mut self, text: &str) {
        if self.checked_text == text {
            return;
        }
        text.clone_into(&mut self.checked_text);
        self.ranges.clear();
        self.words.clear();
        let (mut byte, mut letter) = (0, 0);
        for found in find_judgement_words(text) {
            let letters = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
            let start = letter + letters(byte..found.range.start);
            let end = start + letters(found.range.clone());
            (byte, letter) = (found.range.end, end);
            self.ranges.push(start..end);
            self.words.push(text.get(found.range).unwrap_or_default().to_owned());
        }
    }

    /// Where the words stand, in letters.
    pub(super) fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// One of the words, as it was written.
    pub(super) fn word(&self, nth: usize) -> Option<&str> {
        self.words.get(nth).map(String::as_str)
    }

    /// The word at the caret or after it; the first after the last.
    fn index_at(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret <= range.end).unwrap_or(0)
    }

    /// The word after the caret.
    fn index_after(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret < range.start).unwrap_or(0)
    }
}

impl ReviewDraft {
    /// What it found, in words below the field, and the way to the next.
    pub(super) fn show_wording_check(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        if !self.wording_check.enabled || self.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        self.wording_check.scan(&self.text);
        let count = self.wording_check.ranges.len();
        if count == 0 {
            ui.label(text::small("No judging word in your own lines.").color(t.ink_faint));
            return;
        }
        let caret = TextEditState::load(ui, self.id).and_then(|state| state.cursor.char_range());
        let caret = caret.map_or(0, |range| range.primary.index.0);
        let at = self.wording_check.index_at(caret);
        let mut next = !screen.is_dialog_open && Shortcut::NextJudgingWord.consume(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let asked = self.wording_check.word(at).map(judgement_question).unwrap_or_default();
            ui.label(text::small(asked).color(t.ink));
            ui.label(text::fine(format!("{} of {count}", at + 1)).color(t.ink_faint));
            let word = format!("Next ({})", Shortcut::NextJudgingWord.label(ui));
            next |= ui.add(LinkButton::new(&word, "Next judging word")).clicked();
        });
        if next {
            self.go_to_word(ui, self.wording_check.index_after(caret));
        }
    }

    /// Marks a word, so that one can write another in its place.
    fn go_to_word(&mut self, ui: &Ui, nth: usize) {
        let Some(range) = self.wording_check.ranges.get(nth) else { return };
        self.pending_selection = Some(range.clone());
        self.wants_focus = true;
        ui.request_repaint();
    }
}
