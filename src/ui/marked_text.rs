//! Text with what a search matches on a coloured ground.

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    Color32, Galley, TextFormat, Ui,
    text::{LayoutJob, TextWrapping},
};

use super::{
    text::{self, Type, Weight},
    tokens::Tokens,
};

/// A text with what matches in it, in characters.
pub struct MarkedText {
    /// The text.
    pub text: String,
    /// What matches, in order.
    pub marks: Vec<Range<usize>>,
}

/// A text of at most a number of rows, with what matches on a coloured ground.
pub fn layout_marked(
    ui: &Ui,
    marked: &MarkedText,
    step: Type,
    ink: Color32,
    width: f32,
    max_rows: usize,
) -> Arc<Galley> {
    let t = Tokens::of(ui);
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap = TextWrapping { max_width: width.max(0.0), max_rows, ..TextWrapping::default() };
    let plain = text::format(step, Weight::Regular, ink);
    let mut matching = text::format(step, Weight::SemiBold, t.ink);
    matching.background = t.search_match;
    let chars: Vec<char> = marked.text.chars().collect();
    let mut append = |range: Range<usize>, format: &TextFormat| {
        let run: String = chars.get(range).unwrap_or_default().iter().collect();
        if !run.is_empty() {
            job.append(&run, 0.0, format.clone());
        }
    };
    let mut end = 0;
    for range in &marked.marks {
        append(end..range.start, &plain);
        append(range.start..range.end, &matching);
        end = range.end;
    }
    append(end..chars.len(), &plain);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
