//! The front matter of a note: YAML between lines of `---`, or an outliner's properties.

use serde_json::Value;

use super::app_syntax;

/// The longest front matter that is read, in bytes.
const MAX_BYTES: usize = 64 << 10;

/// The parts of front matter that import uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The people the note is about.
    pub about: Vec<String>,
    /// The title; a person's name if something else tells that the page is a person's.
    pub title: Option<String>,
    pub attendees: Vec<String>,
    pub date: Option<String>,
    pub created: Option<String>,
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    /// The types of the note.
    pub note_types: Vec<String>,
    pub role: Option<String>,
    pub team: Option<String>,
    pub pronouns: Option<String>,
    pub birthday: Option<String>,
    pub since: Option<String>,
}

/// A note split into front matter and body.
pub(super) struct FrontMatterSplit<'a> {
    pub front_matter: FrontMatter,
    pub body: &'a str,
    /// The line on which the body begins.
    pub first_line: u64,
    /// The line on which the front matter is invalid YAML.
    pub invalid_line: Option<u64>,
}

impl FrontMatter {
    /// Whether a tag or type tells that the note is a person's page.
    pub(super) fn is_person_page(&self) -> bool {
        self.tags.iter().chain(&self.note_types).any(|word| is_person_tag(&word.to_lowercase()))
    }

    /// Applies a key; returns whether it is known.
    fn set(&mut self, key: &str, values: Vec<String>) -> bool {
        let one = || values.first().cloned();
        match key.to_lowercase().as_str() {
            "person" | "with" | "who" | "about" | "report" => self.about.extend(values),
            "name" | "title" => self.title = one(),
            "attendees" | "participants" | "people" | "persons" => self.attendees.extend(values),
            "date" | "day" => self.date = one(),
            "created" | "created-at" | "date created" | "creation date" => self.created = one(),
            "tags" | "tag" | "keywords" => {
                let words =
                    values.iter().flat_map(|tags| tags.split([',', ' '])).map(|tag| tag.trim().trim_start_matches('#'));
                self.tags.extend(words.filter(|tag| !tag.is_empty()).map(str::to_owned));
            }
            "aliases" | "alias" => self.aliases.extend(values),
            "type" | "category" | "categories" | "kind" => self.note_types.extend(values),
            "role" | "job" | "position" | "job title" => self.role = one(),
            "team" => self.team = one(),
            "pronouns" => self.pronouns = one(),
            "birthday" => self.birthday = one(),
            "since" | "start" | "started" | "start date" | "joined" | "hired" => self.since = one(),
            _ => return false,
        }
        true
    }
}

/// Whether a tag, in lower case, marks a person's page.
pub(super) fn is_person_tag(word: &str) -> bool {
    matches!(
        word,
        "person"
            | "people"
            | "report"
            | "reports"
            | "direct-report"
            | "direct-reports"
            | "directreport"
            | "directs"
            | "colleague"
            | "colleagues"
    )
}

/// Splits the text of a file.
pub(super) fn split_front_matter(text: &str) -> FrontMatterSplit<'_> {
    let whole =
        FrontMatterSplit { front_matter: FrontMatter::default(), body: text, first_line: 1, invalid_line: None };
    match split_yaml(text) {
        Some((yaml, body)) => {
            let first = 3 + count_newlines(yaml);
            let (front, broken) = parse_yaml(yaml);
            FrontMatterSplit { front_matter: front, body, first_line: first, invalid_line: broken }
        }
        None => parse_properties(text).unwrap_or(whole),
    }
}

fn count_newlines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// The text between the two lines, with its last line ending, and the text after them.
fn split_yaml(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let (end, rest) = rest.split_once('\n')?;
    if !end.trim().is_empty() {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if at > MAX_BYTES {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn parse_yaml(yaml: &str) -> (FrontMatter, Option<u64>) {
    // Nobody needs anchors here, and with them a small text can expand without limit.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 8, max_nodes: 4_000 },
    };
    let mut front = FrontMatter::default();
    match serde_saphyr::from_str_with_options::<Value>(yaml, options) {
        Ok(Value::Object(map)) => {
            for (key, value) in map {
                let mut values = Vec::new();
                collect_strings(&value, &mut values, 0);
                front.set(&key, values);
            }
            (front, None)
        }
        Ok(Value::Null) => (front, None),
        Ok(_) => (front, Some(2)),
        Err(error) => {
            // “title: 1:1: Dana” is invalid YAML, but people write it and the meaning is clear.
            for (key, value) in yaml.lines().filter_map(|line| line.split_once(':')) {
                let value = value.trim().trim_matches(['"', '\'', '[', ']']).trim();
                let plain = key.bytes().all(|byte| byte.is_ascii_alphabetic()) && !value.is_empty();
                if plain && !value.starts_with(['*', '&', '{', '!']) {
                    front.set(key, vec![value.to_owned()]);
                }
            }
            let line = error.location().map_or(1, |place| place.line().max(1));
            (front, Some((line + 1).min(2 + count_newlines(yaml))))
        }
    }
}

/// The strings in a value. To YAML, an unquoted link `[[Dana]]` is a list in a list.
fn collect_strings(value: &Value, values: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) if !text.trim().is_empty() => values.push(text.trim().to_owned()),
        Value::Number(number) => values.push(number.to_string()),
        Value::Array(all) if depth < 4 => all.iter().for_each(|one| collect_strings(one, values, depth + 1)),
        _ => {}
    }
}

/// An outliner's properties at the very start: `tags:: person`.
fn parse_properties(text: &str) -> Option<FrontMatterSplit<'_>> {
    let mut front = FrontMatter::default();
    let (mut at, mut first) = (0, 1);
    let mut is_body = false;
    for line in text.split_inclusive('\n') {
        let property = line.trim_start_matches(['-', ' ', '\t']);
        let Some((key, value)) = property.split_once("::") else { break };
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') || line.len() > 1_000 {
            break;
        }
        let values = value.split(',').map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        // A field of the author's belongs to the body, with everything after it.
        is_body |= !front.set(key, values.map(|value| strip_markup(&value)).collect()) && !is_page_property(key);
        if !is_body {
            at += line.len();
            first += 1;
        }
    }
    let says = at > 0 || front != FrontMatter::default();
    Some(FrontMatterSplit {
        front_matter: front,
        body: text.get(at..).filter(|_| says)?,
        first_line: first,
        invalid_line: None,
    })
}

/// Whether a key matters to its program only.
fn is_page_property(key: &str) -> bool {
    app_syntax::is_app_key(key)
        || matches!(key, "icon" | "public" | "publish" | "filters" | "banner" | "cssclass" | "exclude-from-graph-view")
}

fn strip_markup(value: &str) -> String {
    value.trim_start_matches("[[").trim_end_matches("]]").trim_start_matches('#').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_property_front_matter_is_parsed() {
        let text = "---\nperson: \"[[Dana Whitfield]]\"\ndate: 2024-03-03\ntags: [one-on-one, '#career']\nattendees:\n  - Dana\n---\nBody\n";
        let cut = split_front_matter(text);
        assert_eq!((cut.body, cut.first_line, cut.invalid_line), ("Body\n", 8, None));
        assert_eq!(cut.front_matter.about, ["[[Dana Whitfield]]"]);
        assert_eq!(cut.front_matter.date.as_deref(), Some("2024-03-03"));
        assert_eq!(cut.front_matter.tags, ["one-on-one", "career"]);
        assert_eq!(cut.front_matter.attendees, ["Dana"]);
        let cut = super::split_front_matter("tags:: person, [[team]]\nalias:: Dana\n\n- Body");
        assert_eq!((cut.body, cut.first_line), ("\n- Body", 3));
        assert_eq!(
            (cut.front_matter.tags, cut.front_matter.aliases),
            (vec!["person".into(), "team".into()], vec!["Dana".to_owned()])
        );
    }

    #[test]
    fn unknown_leading_properties_stay_in_the_body() {
        let cut = split_front_matter("icon:: 🐙\nmood:: tired\ntags:: person\n- Body");
        assert_eq!((cut.body, cut.first_line), ("mood:: tired\ntags:: person\n- Body", 2));
        assert_eq!(cut.front_matter.tags, ["person"]);
        assert_eq!(super::split_front_matter("mood:: tired\n- Body").body, "mood:: tired\n- Body");
    }

    #[test]
    fn notes_without_front_matter_are_unchanged() {
        for text in ["", "Text", "---", "---\nno end", "--- x\na: b\n---\n", "text\n---\na: b\n---\n"] {
            let cut = split_front_matter(text);
            assert_eq!(
                (cut.body, cut.first_line, cut.front_matter, cut.invalid_line),
                (text, 1, FrontMatter::default(), None),
                "{text}"
            );
        }
    }

    #[test]
    fn invalid_front_matter_reports_its_line_and_keeps_the_body() {
        let cut = split_front_matter("---\ndate: 2024-03-03\ntitle: 1:1: with: Dana\ntags: [a\n---\nBody");
        assert_eq!((cut.body, cut.first_line), ("Body", 6));
        assert!(cut.invalid_line.is_some_and(|line| (2..=5).contains(&line)), "{:?}", cut.invalid_line);
        assert_eq!(cut.front_matter.date.as_deref(), Some("2024-03-03"));
        let bomb = "---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n---\nBody";
        assert!(super::split_front_matter(bomb).invalid_line.is_some());
        let deep = format!("---\na: {}\n---\nBody", "[".repeat(20_000));
        assert!(super::split_front_matter(&deep).invalid_line.is_some());
    }
}
