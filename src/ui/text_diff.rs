//! What changed between two texts, word by word.

use std::time::Duration;

use eframe::egui::{Response, Role, Stroke, Ui, WidgetInfo, text::LayoutJob};
use similar::{ChangeTag, TextDiff};

use super::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// The longest time for one comparison. After it, the rest counts as replaced.
const TIMEOUT: Duration = Duration::from_millis(100);

/// A part of a text that is in both texts, or only in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Kept,
    Added,
    Removed,
}

/// A text with the words that were added to and removed from an earlier one.
pub struct MarkedText {
    parts: Vec<(Part, String)>,
}

impl MarkedText {
    /// A text without an earlier one.
    pub fn unmarked(text: String) -> Self {
        Self { parts: vec![(Part::Kept, text)] }
    }

    /// A text with its differences from an earlier one.
    pub fn compare(earlier: &str, text: &str) -> Self {
        let mut parts: Vec<(Part, String)> = Vec::new();
        for change in TextDiff::configure().timeout(TIMEOUT).diff_unicode_words(earlier, text).iter_all_changes() {
            let part = match change.tag() {
                ChangeTag::Equal => Part::Kept,
                ChangeTag::Insert => Part::Added,
                ChangeTag::Delete => Part::Removed,
            };
            match parts.last_mut() {
                Some((last, words)) if *last == part => words.push_str(change.value()),
                _ => parts.push((part, change.value().to_owned())),
            }
        }
        Self { parts }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|(_, words)| words.is_empty())
    }

    /// Whether a word was added or removed.
    pub fn has_changes(&self) -> bool {
        self.parts.iter().any(|(part, _)| *part != Part::Kept)
    }

    /// Shows it: what was added is underlined, what was removed struck through.
    pub fn show(&self, ui: &mut Ui, step: Type) -> Response {
        let t = Tokens::of(ui);
        let mut job = LayoutJob::default();
        for (part, words) in &self.parts {
            let mut format = text::format(step, Weight::Regular, t.ink);
            match part {
                Part::Kept => {}
                Part::Added => {
                    format.color = t.accent;
                    format.background = t.accent_soft;
                    format.underline = Stroke::new(1.0, t.accent);
                }
                Part::Removed => {
                    format.color = t.danger;
                    format.strikethrough = Stroke::new(1.0, t.danger);
                }
            }
            job.append(words, 0.0, format);
        }
        let label = ui.label(job);
        let spoken = self.spoken();
        label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
        label
    }

    /// The text for a screen reader: "Quiet [removed: today] [added: again]".
    fn spoken(&self) -> String {
        let part = |(part, words): &(Part, String)| match part {
            Part::Kept => words.clone(),
            Part::Added => mark("added", words),
            Part::Removed => mark("removed", words),
        };
        self.parts.iter().map(part).collect()
    }
}

/// Marks words without the spaces around them.
fn mark(what: &str, words: &str) -> String {
    let trimmed = words.trim();
    if trimmed.is_empty() { words.to_owned() } else { words.replacen(trimmed, &format!("[{what}: {trimmed}]"), 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_and_removed_words_are_marked() {
        for (earlier, text, spoken) in [
            ("Quiet today", "Quiet today", "Quiet today"),
            ("Quiet today", "Quiet again", "Quiet [removed: today][added: again]"),
            ("Quiet", "Quiet again", "Quiet [added: again]"),
            ("Ça va bien", "Ça va très bien", "Ça va [added: très] bien"),
            ("今日は静か", "今日はとても静か", "今日は[added: とても]静か"),
            ("a\nb", "a", "a[removed: b]"),
            ("", "new", "[added: new]"),
        ] {
            let marked = MarkedText::compare(earlier, text);
            assert_eq!(marked.spoken().replace('\n', ""), spoken);
            assert_eq!(marked.has_changes(), earlier != text);
        }
        assert!(!MarkedText::unmarked("as written".into()).has_changes());
    }
}
