//! What programs write into notes for themselves, and what people write in the forms of those programs.

use super::title::link_target;
use crate::domain::parse::date::find_date;

/// What a program wrote as `key:: value`. Any other key is somebody's own: `mood:: tired` is a thought like any.
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

/// How such keys begin.
const APP_KEY_PREFIXES: &[&str] = &["logseq.", "card-", "query-", "template", "hl-"];

/// What the lines of a task are called that are read with it.
const TASK_KEYS: &[&str] = &["due", "completion", "done"];

/// Languages of fences that are questions to a program, of which nothing but the question stands in the note.
const QUERY_LANGUAGES: &[&str] = &["dataview", "dataviewjs", "tasks", "query"];

/// Whether a key is a program's.
pub(super) fn is_app_key(key: &str) -> bool {
    APP_KEYS.contains(&key) || APP_KEY_PREFIXES.iter().any(|beginning| key.starts_with(beginning))
}

/// `id:: 65e4…`, `collapsed:: true`.
fn is_property(line: &str) -> bool {
    line.split_once("::").is_some_and(|(key, _)| is_app_key(key))
}

/// A field that somebody filled in, as its name and what it says: `mood:: tired`. Those of tasks are read with them.
pub(super) fn parse_field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once("::")?;
    let letters = |c: char| c.is_alphanumeric() || " -_.*".contains(c);
    let plain = key.len() <= 60 && key.contains(char::is_alphabetic) && key.chars().all(letters);
    let ends = value.is_empty() || value.starts_with([' ', '\t']);
    (plain && ends && !TASK_KEYS.contains(&key)).then(|| (key.trim_end(), value.trim()))
}

/// Whether nothing in a line, without the sign of a list, is somebody's words.
pub(super) fn is_app_line(line: &str) -> bool {
    is_property(line)
        || is_block_id(line)
        || is_clock_entry(line)
        || is_inline_query(line)
        || is_macro(line)
        || is_navigation(line)
}

/// Whether a fence begins that is a question.
pub(super) fn is_query_fence(after_fence: &str) -> bool {
    let language = after_fence.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    QUERY_LANGUAGES.contains(&language.to_ascii_lowercase().as_str())
}

/// What stands behind the sort of a callout: nothing, or its title.
pub(super) fn parse_callout(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (sort, title) = inside.split_once(']')?;
    let is_word = !sort.is_empty() && sort.chars().all(|c| c.is_alphanumeric() || "-_| ".contains(c));
    is_word.then(|| title.trim_start_matches(['-', '+']).trim())
}

/// `^3fa85f` alone in a line.
fn is_block_id(line: &str) -> bool {
    line.strip_prefix('^')
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// How long somebody worked on a task, as an outliner counts it.
fn is_clock_entry(line: &str) -> bool {
    matches!(line, ":LOGBOOK:" | ":END:") || line.starts_with("CLOCK: [")
}

/// `= this.file.name` between the signs of code, and nothing else.
fn is_inline_query(line: &str) -> bool {
    let inside = line.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    inside.is_some_and(|code| !code.contains('`') && (code.starts_with('=') || code.starts_with("$=")))
}

/// `{{query (todo TODO)}}`, and nothing else.
fn is_macro(line: &str) -> bool {
    let inside =
        line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).filter(|inside| !inside.contains("}}"));
    let name = inside.and_then(|inside| inside.split_whitespace().next());
    name.is_some_and(|name| matches!(name, "embed" | "query" | "renderer" | "function" | "namespace" | "cards"))
}

/// Links to the days before and after, and nothing else. One day alone may stand over others.
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
