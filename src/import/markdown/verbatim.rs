//! Lines as an entry keeps them: as typed, but for links and syntax of programs.

use super::{
    app_syntax,
    lines::{Checkbox, LineKind, NoteLine},
    strip_inline,
};

/// Appends a line to a text; further lines keep their indentation and markers.
pub(super) fn push_line(text: &mut String, line: &NoteLine<'_>, under: Option<usize>, skip: usize) {
    if let Some(by) = under {
        let shown =
            if matches!(line.kind, LineKind::Bullet(..)) { by.saturating_sub(1).div_ceil(2).min(12) } else { 0 };
        let steps = shown.saturating_sub(1);
        text.extend(std::iter::repeat_n("  ", steps));
    }
    match line.kind {
        LineKind::Blank => {}
        LineKind::Heading(_, content) | LineKind::Text(content) => text.push_str(&line_text(content, skip)),
        LineKind::Code(content) => text.push_str(content),
        LineKind::Bullet(check, content) => {
            if under.is_some() {
                text.push_str("- ");
                text.push_str(match check {
                    None => "",
                    Some(Checkbox::Open) => "[ ] ",
                    Some(Checkbox::Done) => "[x] ",
                    Some(Checkbox::Dropped) => "[-] ",
                });
            }
            text.push_str(&line_text(content, skip));
        }
    }
}

/// The text of a line without its first bytes; a field reads as if typed.
fn line_text(line: &str, skip: usize) -> String {
    let line = line.get(skip..).unwrap_or(line);
    match app_syntax::parse_field(line) {
        Some((name, content)) => strip_inline::strip_markup(&format!("{name}: {content}")),
        None => strip_inline::strip_markup(line),
    }
}

/// A line without bold markers and without a colon at its end.
pub(super) fn strip_emphasis(text: &str) -> &str {
    text.trim().trim_end_matches(':').trim_matches(['*', '_']).trim().trim_end_matches(':')
}

/// The text of a title, as it is put before an item below it.
pub(super) fn title_text(title: &str) -> String {
    strip_inline::strip_markup(strip_emphasis(title)).trim_matches(['*', '_', ' ', ':']).to_owned()
}
