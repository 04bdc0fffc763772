//! Lines as an entry keeps them: as they were typed, but for links and the signs of programs.

use super::{
    inline, machine,
    outline::{Check, Line, Sort},
};

/// Puts a line to a text; further lines keep how far they are set in, and their signs.
pub(super) fn put(text: &mut String, line: &Line<'_>, under: Option<usize>, skip: usize) {
    if let Some(by) = under {
        let shown = if matches!(line.sort, Sort::Bullet(..)) { by.saturating_sub(1).div_ceil(2).min(12) } else { 0 };
        let steps = shown.saturating_sub(1);
        text.extend(std::iter::repeat_n("  ", steps));
    }
    match line.sort {
        Sort::Blank => {}
        Sort::Heading(_, said) | Sort::Text(said) => text.push_str(&words(said, skip)),
        Sort::Code(said) => text.push_str(said),
        Sort::Bullet(check, said) => {
            if under.is_some() {
                text.push_str("- ");
                text.push_str(match check {
                    None => "",
                    Some(Check::Open) => "[ ] ",
                    Some(Check::Done) => "[x] ",
                    Some(Check::Dropped) => "[-] ",
                });
            }
            text.push_str(&words(said, skip));
        }
    }
}

/// The words of a line without its first bytes; a field reads like what somebody types by hand.
fn words(line: &str, skip: usize) -> String {
    let line = line.get(skip..).unwrap_or(line);
    match machine::field(line) {
        Some((name, said)) => inline::plain(&format!("{name}: {said}")),
        None => inline::plain(line),
    }
}

/// A line without the signs that make it strong, and without the colon at its end.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(':').trim_matches(['*', '_']).trim().trim_end_matches(':')
}

/// The words of a title as they are put before what stands under it.
pub(super) fn words_of(title: &str) -> String {
    inline::plain(bare(title)).trim_matches(['*', '_', ' ', ':']).to_owned()
}
