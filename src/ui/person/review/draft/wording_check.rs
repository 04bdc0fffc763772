//! The wording check: finds judging words in the draft and shows a question about each. It is off
//! by default, and never blocks anything.

use std::ops::Range;

use eframe::egui::{Ui, text_edit::TextEditState};

use super::ReviewDraft;
use crate::{
    domain::review::find_judgement_words,
    ui::{screen_context::ScreenContext, shortcut::Shortcut, text, tokens::Tokens, widget::link::LinkButton},
    wording::review::judgement_question,
};

/// The setting that stores whether the check is enabled.
pub const WORDING_CHECK_SETTING: &str = "judging_words";

/// The judging words of the text that was checked last.
pub(super) struct WordingCheck {
    pub(super) enabled: bool,
    checked_text: String,
    /// In characters, sorted.
    ranges: Vec<Range<usize>>,
    /// The word of each range.
    words: Vec<String>,
}

impl WordingCheck {
    pub(super) fn open(screen: &mut ScreenContext<'_>) -> Self {
        let enabled = screen.read(|db| db.setting(WORDING_CHECK_SETTING)).unwrap_or_default();
        Self { enabled, checked_text: String::new(), ranges: Vec::new(), words: Vec::new() }
    }

    /// Checks a text, unless it is the one checked last.
    pub(super) fn scan(&mut self, text: &str) {
        if self.checked_text == text {
            return;
        }
        text.clone_into(&mut self.checked_text);
        self.ranges.clear();
        self.words.clear();
        let (mut byte, mut char_index) = (0, 0);
        for found in find_judgement_words(text) {
            let char_count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
            let start = char_index + char_count(byte..found.range.start);
            let end = start + char_count(found.range.clone());
            (byte, char_index) = (found.range.end, end);
            self.ranges.push(start..end);
            self.words.push(text.get(found.range).unwrap_or_default().to_owned());
        }
    }

    /// The ranges of the words, in characters.
    pub(super) fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// The word of an index, as written.
    pub(super) fn word(&self, index: usize) -> Option<&str> {
        self.words.get(index).map(String::as_str)
    }

    /// The index of the word at or after the caret; wraps around to the first.
    fn index_at(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret <= range.end).unwrap_or(0)
    }

    /// The index of the word after the caret; wraps around to the first.
    fn index_after(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret < range.start).unwrap_or(0)
    }
}

impl ReviewDraft {
    /// Below the field: the question about the current word, the count, and a link to the next
    /// word.
    pub(super) fn show_wording_check(&mut self, ui: &mut Ui, screen: &ScreenContext<'_>) {
        if !self.wording_check.enabled || self.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        self.wording_check.scan(&self.text);
        let count = self.wording_check.ranges.len();
        if count == 0 {
            ui.label(text::small("No judging words in your own text.").color(t.ink_faint));
            return;
        }
        let caret = TextEditState::load(ui, self.id).and_then(|state| state.cursor.char_range());
        let caret = caret.map_or(0, |range| range.primary.index.0);
        let index = self.wording_check.index_at(caret);
        let mut next = !screen.is_dialog_open && Shortcut::NextJudgingWord.consume(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let question = self.wording_check.word(index).map(judgement_question).unwrap_or_default();
            ui.label(text::small(question).color(t.ink));
            ui.label(text::fine(format!("{} of {count}", index + 1)).color(t.ink_faint));
            let link_label = format!("Next ({})", Shortcut::NextJudgingWord.label(ui));
            next |= ui.add(LinkButton::new(&link_label, "Next judging word")).clicked();
        });
        if next {
            self.go_to_word(ui, self.wording_check.index_after(caret));
        }
    }

    /// Selects a word, so that typing replaces it.
    fn go_to_word(&mut self, ui: &Ui, index: usize) {
        let Some(range) = self.wording_check.ranges.get(index) else { return };
        self.pending_selection = Some(range.clone());
        self.wants_focus = true;
        ui.request_repaint();
    }
}
