//! The text of a line as an entry keeps it: links as their text, without syntax of programs.

use super::title::link_target;

/// The longest link, in bytes.
const MAX_LINK_LEN: usize = 400;

/// Strips a line outside of code.
pub(super) fn strip_markup(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // What is not closed is searched for once, so that a line of many openings takes linear time.
    let mut ends = true;
    while let Some(at) = rest.find(['[', '!', '`', '<', '%', '(', '{']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        if let Some((visible, after)) = strip_token(here, &mut ends) {
            out.push_str(&visible);
            rest = after;
        } else {
            let next = here.chars().next().map_or(here.len(), char::len_utf8);
            let (marker, after) = here.split_at(next);
            out.push_str(marker);
            rest = after;
        }
    }
    out.push_str(rest);
    strip_block_id(&out).to_owned()
}

/// The replacement for the syntax at the start of this text, and what follows it.
fn strip_token<'a>(text: &'a str, has_end: &mut bool) -> Option<(String, &'a str)> {
    if let Some(after) = text.strip_prefix("![[") {
        let (inside, after) = split_at_near(after, "]]")?;
        return Some((format!("[{}]", link_target(inside)), after));
    }
    if let Some(after) = text.strip_prefix("[[") {
        let (inside, after) = split_at_near(after, "]]")?;
        let shown = inside.split_once('|').map_or_else(|| link_target(inside), |(_, shown)| shown.trim());
        return Some((
            if shown.is_empty() { inside.trim_start_matches('#').to_owned() } else { shown.to_owned() },
            after,
        ));
    }
    if let Some(after) = text.strip_prefix("![") {
        let (alt, after) = split_at_near(after, "](")?;
        let (address, after) = split_at_near(after, ")")?;
        let name =
            if alt.trim().is_empty() { address.rsplit(['/', '\\']).next().unwrap_or(address) } else { alt.trim() };
        return Some((format!("[{name}]"), after));
    }
    if let Some(after) = text.strip_prefix("((") {
        let (inside, after) = split_at_near(after, "))")?;
        let is_id = inside.len() == 36 && inside.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        return is_id.then(|| (String::new(), after));
    }
    if let Some(after) = text.strip_prefix('`') {
        let (code, after) = split_at_end(after, "`", has_end)?;
        return Some((format!("`{code}`"), after));
    }
    for (begin, end) in [("<!--", "-->"), ("%%", "%%")] {
        if let Some(after) = text.strip_prefix(begin) {
            return Some((String::new(), split_at_end(after, end, has_end)?.1));
        }
    }
    None
}

fn split_at_near<'a>(text: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
    let near = text.get(..text.floor_char_boundary(MAX_LINK_LEN))?;
    let at = near.find(end)?;
    Some((text.get(..at)?, text.get(at + end.len()..)?))
}

fn split_at_end<'a>(text: &'a str, end: &str, has_end: &mut bool) -> Option<(&'a str, &'a str)> {
    let found = has_end.then(|| text.split_once(end)).flatten();
    *has_end = found.is_some();
    found
}

/// Without the block id `^3fa85f` at the end, which other notes link to.
fn strip_block_id(line: &str) -> &str {
    let trimmed = line.trim_end();
    match trimmed.rsplit_once(" ^") {
        Some((before, id)) if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => {
            before.trim_end()
        }
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_become_text_and_app_syntax_is_dropped() {
        for (line, expected) in [
            ("ask [[Dana Whitfield]] about [[Rota|the rota]]", "ask Dana Whitfield about the rota"),
            ("[[People/Dana Whitfield]]", "Dana Whitfield"),
            ("[[Rota#Nights]] and [[#Below]]", "Rota and Below"),
            (
                "![[board.png]] and ![the board](img/board.png) and ![](img/a.png)",
                "[board.png] and [the board] and [a.png]",
            ),
            ("see [the doc](https://a.example)", "see [the doc](https://a.example)"),
            ("quiet <!-- not sure --> today", "quiet  today"),
            ("quiet %%not sure%% today", "quiet  today"),
            ("100%% sure", "100%% sure"),
            ("said so ^3fa85f", "said so"),
            ("2^10", "2^10"),
            ("a ((64f1e2a4-1111-4222-8333-123456789abc)) b", "a  b"),
            ("a ((aside)) b", "a ((aside)) b"),
            ("`[[code]]` stays", "`[[code]]` stays"),
            ("[[open", "[[open"),
            ("#career ==high==", "#career ==high=="),
        ] {
            assert_eq!(strip_markup(line), expected, "{line}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics(line in "(\\[\\[|\\]\\]|!\\[|\\]\\(|`|%%|<!--|-->|\\(\\(| \\^a|\\PC){0,16}") {
            strip_markup(&line);
        }
    }
}
