//! The lens over the draft: off until it is wanted, and remembered. It asks; it never forbids.

use std::ops::Range;

use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui, text_edit::TextEditState};

use super::Draft;
use crate::{
    domain::review::{judging, question},
    ui::{action::say_key, desk::Desk, keys, text, tokens::Tokens, widget::link::Link},
};

/// The setting that remembers whether it is on.
pub const NAME: &str = "judging_words";

/// The key that goes on to the next word.
const NEXT: (Modifiers, Key) = (Modifiers::COMMAND, Key::J);

/// What it found.
pub(super) struct Lens {
    pub(super) on: bool,
    /// The text that was looked at.
    text: String,
    /// In letters, in order.
    ranges: Vec<Range<usize>>,
    /// As they were written.
    words: Vec<String>,
}

impl Lens {
    pub(super) fn open(desk: &mut Desk<'_>) -> Self {
        let on = desk.read(|db| db.setting(NAME)).unwrap_or_default();
        Self { on, text: String::new(), ranges: Vec::new(), words: Vec::new() }
    }

    /// Looks at a text, where it is another than before.
    pub(super) fn look_at(&mut self, text: &str) {
        if self.text == text {
            return;
        }
        text.clone_into(&mut self.text);
        self.ranges.clear();
        self.words.clear();
        let (mut byte, mut letter) = (0, 0);
        for found in judging(text) {
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
    fn at(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret <= range.end).unwrap_or(0)
    }

    /// The word after the caret.
    fn after(&self, caret: usize) -> usize {
        self.ranges.iter().position(|range| caret < range.start).unwrap_or(0)
    }
}

impl Draft {
    /// What it found, in words below the field, and the way to the next.
    pub(super) fn show_lens(&mut self, ui: &mut Ui, desk: &Desk<'_>) {
        if !self.lens.on || self.is_empty() {
            return;
        }
        let t = Tokens::of(ui);
        self.lens.look_at(&self.text);
        let count = self.lens.ranges.len();
        if count == 0 {
            ui.label(text::small("No judging word in your own lines.").color(t.ink_faint));
            return;
        }
        let caret = TextEditState::load(ui, self.id).and_then(|state| state.cursor.char_range());
        let caret = caret.map_or(0, |range| range.primary.index.0);
        let at = self.lens.at(caret);
        let (modifiers, key) = NEXT;
        let mut next = !desk.asking && keys::take(ui, modifiers, key);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let asked = self.lens.word(at).map(question).unwrap_or_default();
            ui.label(text::small(asked).color(t.ink));
            ui.label(text::fine(format!("{} of {count}", at + 1)).color(t.ink_faint));
            let word = format!("Next ({})", say_key(ui, &KeyboardShortcut::new(modifiers, key)));
            next |= ui.add(Link::new(&word, "Next judging word")).clicked();
        });
        if next {
            self.go_to_word(ui, self.lens.after(caret));
        }
    }

    /// Marks a word, so that one can write another in its place.
    fn go_to_word(&mut self, ui: &Ui, nth: usize) {
        let Some(range) = self.lens.ranges.get(nth) else { return };
        self.marks = Some(range.clone());
        self.wants_focus = true;
        ui.request_repaint();
    }
}
