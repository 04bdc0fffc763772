//! Syntax that note programs write for themselves (Obsidian, Logseq, org), and fields that people
//! fill in.

use super::title::link_target;
use crate::domain::parse::date::find_date;

/// Keys of `key:: value` that programs write. Any other is the author's: `mood:: tired` is text.
const APP_KEYS: &[&str] = &[
    "id",
    "collapsed",
    "heading",
    "background-color",
    "created-at",
    "updated-at",
    "last-modified-at",
    "ls-type",
    "file",
    "file-path",
];

/// Prefixes of such keys.
const APP_KEY_PREFIXES: &[&str] = &["logseq.", "card-", "query-", "template", "hl-"];

/// Fields of a task, which are parsed with it.
const TASK_KEYS: &[&str] = &["due", "completion", "done"];

/// Languages of code fences that contain queries.
const QUERY_LANGUAGES: &[&str] = &["dataview", "dataviewjs", "tasks", "query"];

/// Whether a key is written by a program.
pub(super) fn is_app_key(key: &str) -> bool {
    APP_KEYS.contains(&key) || APP_KEY_PREFIXES.iter().any(|beginning| key.starts_with(beginning))
}

/// Whether a line is a property of a program: `id:: 65e4…`, `collapsed:: true`.
fn is_property(line: &str) -> bool {
    line.split_once("::").is_some_and(|(key, _)| is_app_key(key))
}

/// The name and value of a field that somebody filled in: `mood:: tired`. Fields of tasks are
/// parsed with them.
pub(super) fn parse_field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once("::")?;
    let letters = |c: char| c.is_alphanumeric() || " -_.*".contains(c);
    let plain = key.len() <= 60 && key.contains(char::is_alphabetic) && key.chars().all(letters);
    let ends = value.is_empty() || value.starts_with([' ', '\t']);
    (plain && ends && !TASK_KEYS.contains(&key)).then(|| (key.trim_end(), value.trim()))
}

/// Whether a line, without its list marker, contains none of the author's text.
pub(super) fn is_app_line(line: &str) -> bool {
    is_property(line)
        || is_block_id(line)
        || is_clock_entry(line)
        || is_inline_query(line)
        || is_macro(line)
        || is_navigation(line)
}

/// Whether a line opens a code fence with a query.
pub(super) fn is_query_fence(after_fence: &str) -> bool {
    let language = after_fence.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    QUERY_LANGUAGES.contains(&language.to_ascii_lowercase().as_str())
}

/// The title of a callout after its type, which may be empty.
pub(super) fn parse_callout(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (sort, title) = inside.split_once(']')?;
    let is_word = !sort.is_empty() && sort.chars().all(|c| c.is_alphanumeric() || "-_| ".contains(c));
    is_word.then(|| title.trim_start_matches(['-', '+']).trim())
}

/// A block id alone in a line: `^3fa85f`.
fn is_block_id(line: &str) -> bool {
    line.strip_prefix('^')
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// A clock entry of an outliner.
fn is_clock_entry(line: &str) -> bool {
    matches!(line, ":LOGBOOK:" | ":END:") || line.starts_with("CLOCK: [")
}

/// Only an inline query: `= this.file.name` in backticks.
fn is_inline_query(line: &str) -> bool {
    let inside = line.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    inside.is_some_and(|code| !code.contains('`') && (code.starts_with('=') || code.starts_with("$=")))
}

/// Only a macro: `{{query (todo TODO)}}`.
fn is_macro(line: &str) -> bool {
    let inside =
        line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).filter(|inside| !inside.contains("}}"));
    let name = inside.and_then(|inside| inside.split_whitespace().next());
    name.is_some_and(|name| matches!(name, "embed" | "query" | "renderer" | "function" | "namespace" | "cards"))
}

/// Only links to neighbouring days. A single day may be a heading.
fn is_navigation(line: &str) -> bool {
    let mut links = 0;
    let mut between = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[[")
        && let Some((inside, behind)) = after.split_once("]]")
    {
        if find_date(link_target(inside)).is_none() {
            return false;
        }
        links += 1;
        between.push_str(before);
        between.push(' ');
        rest = behind;
    }
    if links == 0 {
        return false;
    }
    between.push_str(rest);
    let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let leads = links > 1 || words.peek().is_some();
    leads
        && words
            .all(|word| ["prev", "previous", "next", "yesterday", "tomorrow"].contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn app_syntax_is_not_imported_as_text() {
        for line in [
            "id:: 65e4",
            "collapsed:: true",
            "logseq.order-list-type:: number",
            "card-last-interval:: 4",
            "query-table:: true",
            "template:: 1-1",
            "^3fa85f",
            ":LOGBOOK:",
            "CLOCK: [2026-11-21 Sat 10:00:00]--[2026-11-21 Sat 10:05:00] =>  00:05:00",
            ":END:",
            "`= this.file.name`",
            "`$= dv.current().file.name`",
            "{{query (todo TODO)}}",
            "{{embed ((65e4a1b2-0000-4000-8000-000000000001))}}",
            "<< [[2026-11-18]] | [[2026-11-25]] >>",
            "Prev: [[2026-11-18]] | Next: [[2026-11-25]]",
            "Prev: [[1-1s/2026-11-18 Dana 1-1|last]] | Next:",
        ] {
            assert!(is_app_line(line), "{line}");
        }
        for line in [
            "mood:: tired",
            "due:: 2024-03-10",
            "`code`",
            "`= a` and `= b`",
            "{{name}}",
            "[[2026-11-18]]",
            "[[Dana Whitfield]]",
            "[[Dana]] <> [[Alex]]",
            "Next: [[Career ladder]]",
            "see [[2026-11-18]] and [[2026-11-25]]",
            "",
        ] {
            assert!(!is_app_line(line), "{line}");
        }
    }

    #[test]
    fn fields_are_split_into_name_and_value() {
        for (line, expected) in [
            ("mood:: tired, thinks about leaving", Some(("mood", "tired, thinks about leaving"))),
            ("Next steps:: none", Some(("Next steps", "none"))),
            ("**Mood**:: tired", Some(("**Mood**", "tired"))),
            ("Stimmung:: müde", Some(("Stimmung", "müde"))),
            ("mood::", Some(("mood", ""))),
            ("std::vec is slow", None),
            ("due:: 2024-03-10", None),
            ("she said: a:: b", None),
            ("::", None),
        ] {
            assert_eq!(parse_field(line), expected, "{line}");
        }
    }

    #[test]
    fn a_callout_keeps_its_title() {
        for (line, expected) in [
            ("> [!warning]", Some("")),
            ("> [!warning]- She is tired", Some("She is tired")),
            (">[!note] Title", Some("Title")),
            ("> [!] x", None),
            ("> said", None),
        ] {
            assert_eq!(parse_callout(line), expected, "{line}");
        }
    }
}
