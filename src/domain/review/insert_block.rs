//! Inserts a block, a quotation or headings, into a draft on lines of its own.

use super::draft_lines::{DraftLineKind, classify_lines};

/// The text with the block inserted, and the byte offset after it for the caret. The block goes
/// below the line of the given byte, or below the quotation or code it is in, with an empty line
/// before and after.
pub fn insert_block(text: &str, at: usize, piece: &str) -> (String, usize) {
    let at = end_of_block(text, at);
    let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
    let head = head.trim_end_matches('\n');
    let tail = tail.trim_start_matches('\n');
    let mut out = String::with_capacity(text.len() + piece.len() + 4);
    out.push_str(head);
    if !head.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(piece.trim_matches('\n'));
    out.push('\n');
    // Text typed next must not become part of the block.
    let goes_on = if tail.is_empty() { out.len() + 1 } else { out.len() };
    out.push('\n');
    out.push_str(tail);
    (out, goes_on)
}

/// The end of the line of a byte, or of the quotation or code it is in.
fn end_of_block(text: &str, at: usize) -> usize {
    let mut block: Option<(DraftLineKind, usize)> = None;
    for line in classify_lines(text) {
        match block {
            None if line.range.end < at => {}
            None => block = Some((line.kind, line.range.end)),
            Some((DraftLineKind::Quote, _)) if line.kind == DraftLineKind::Quote => {
                block = Some((line.kind, line.range.end));
            }
            Some((DraftLineKind::Code, _)) if line.kind == DraftLineKind::Code => {
                block = Some((line.kind, line.range.end));
            }
            Some(_) => break,
        }
    }
    block.map_or(text.len(), |(_, end)| end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn block_is_inserted_on_its_own_lines_with_the_caret_after_it() {
        // `|` is the caret.
        for (before, expected) in [
            ("|", "> q\n\n|"),
            ("Far.|", "Far.\n\n> q\n\n|"),
            ("Fa|r and wide.", "Far and wide.\n\n> q\n\n|"),
            ("## Moved\n|\n\n## Helped", "## Moved\n\n> q\n|\n## Helped"),
            ("## Mo|ved\n\n## Helped", "## Moved\n\n> q\n|\n## Helped"),
            ("> o|ne\n> two\n\nafter", "> one\n> two\n\n> q\n|\nafter"),
            ("```\nco|de\n```\nafter", "```\ncode\n```\n\n> q\n|\nafter"),
            ("> q\n\n|", "> q\n\n> q\n\n|"),
            ("é|é", "éé\n\n> q\n\n|"),
            ("one\n\n\n\n|", "one\n\n> q\n\n|"),
        ] {
            let at = before.find('|').expect("a caret");
            let (mut text, caret) = insert_block(&before.replace('|', ""), at, "> q");
            text.insert(caret, '|');
            assert_eq!(text, expected, "{before:?}");
        }
    }

    proptest! {
        #[test]
        fn existing_lines_are_preserved(text in "[ab>#` \n]{0,30}", at in 0_usize..40) {
            let (now, caret) = insert_block(&text, at, "> q\n>\n> day");
            prop_assert!(now.is_char_boundary(caret));
            let stood: Vec<&str> = text.split('\n').filter(|line| !line.is_empty()).collect();
            let stands: Vec<&str> = now.split('\n').filter(|line| !line.is_empty()).collect();
            let place = stands.windows(3).position(|lines| lines == ["> q", ">", "> day"]).expect("the piece is there");
            let rest: Vec<&str> = stands[..place].iter().chain(&stands[place + 3..]).copied().collect();
            prop_assert_eq!(rest, stood);
        }
    }
}
