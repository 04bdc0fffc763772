//! What stands before a note: YAML between two lines of `---`, or an outliner's properties.

use serde_json::Value;

use super::machine;

/// The longest front matter that is read.
const MOST_BYTES: usize = 64 << 10;

/// What the front matter says, as far as it matters here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Front {
    /// Whom the note is about.
    pub about: Vec<String>,
    /// The name of the page: a person's where something else says that it is a person.
    pub title: Option<String>,
    pub attendees: Vec<String>,
    pub date: Option<String>,
    pub created: Option<String>,
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    /// What sort of note it is.
    pub sorts: Vec<String>,
    pub role: Option<String>,
    pub team: Option<String>,
    pub pronouns: Option<String>,
    pub birthday: Option<String>,
    pub since: Option<String>,
}

/// A note cut into what it says of itself and its body.
pub(super) struct Cut<'a> {
    pub front: Front,
    pub body: &'a str,
    /// The line the body begins with.
    pub first: u64,
    /// The line in which the front matter is no YAML.
    pub broken: Option<u64>,
}

impl Front {
    /// Whether a tag or a sort says that the note is a person's page.
    pub(super) fn is_person(&self) -> bool {
        self.tags.iter().chain(&self.sorts).any(|word| says_person(&word.to_lowercase()))
    }

    /// Takes what a key says; whether it says anything here.
    fn put(&mut self, key: &str, said: Vec<String>) -> bool {
        let one = || said.first().cloned();
        match key.to_lowercase().as_str() {
            "person" | "with" | "who" | "about" | "report" => self.about.extend(said),
            "name" | "title" => self.title = one(),
            "attendees" | "participants" | "people" | "persons" => self.attendees.extend(said),
            "date" | "day" => self.date = one(),
            "created" | "created-at" | "date created" | "creation date" => self.created = one(),
            "tags" | "tag" | "keywords" => {
                let words =
                    said.iter().flat_map(|tags| tags.split([',', ' '])).map(|tag| tag.trim().trim_start_matches('#'));
                self.tags.extend(words.filter(|tag| !tag.is_empty()).map(str::to_owned));
            }
            "aliases" | "alias" => self.aliases.extend(said),
            "type" | "category" | "categories" | "kind" => self.sorts.extend(said),
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

/// Whether a word, in small letters, says that a page is a person's.
pub(super) fn says_person(word: &str) -> bool {
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

/// Cuts the text of a file.
pub(super) fn cut(text: &str) -> Cut<'_> {
    let whole = Cut { front: Front::default(), body: text, first: 1, broken: None };
    match yaml_of(text) {
        Some((yaml, body)) => {
            let first = 3 + lines_of(yaml);
            let (front, broken) = read_yaml(yaml);
            Cut { front, body, first, broken }
        }
        None => properties(text).unwrap_or(whole),
    }
}

fn lines_of(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// What stands between the two lines, with its last line end, and what stands after them.
fn yaml_of(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?;
    let (end, rest) = rest.split_once('\n')?;
    if !end.trim().is_empty() {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if at > MOST_BYTES {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((rest.get(..at)?, rest.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

fn read_yaml(yaml: &str) -> (Front, Option<u64>) {
    // Nobody needs an anchor here, and with anchors little text can become very much.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 8, max_nodes: 4_000 },
    };
    let mut front = Front::default();
    match serde_saphyr::from_str_with_options::<Value>(yaml, options) {
        Ok(Value::Object(map)) => {
            for (key, value) in map {
                let mut said = Vec::new();
                flatten(&value, &mut said, 0);
                front.put(&key, said);
            }
            (front, None)
        }
        Ok(Value::Null) => (front, None),
        Ok(_) => (front, Some(2)),
        Err(error) => {
            // “title: 1:1: Dana” is no YAML, but people write it, and what they mean is plain.
            for (key, value) in yaml.lines().filter_map(|line| line.split_once(':')) {
                let value = value.trim().trim_matches(['"', '\'', '[', ']']).trim();
                let plain = key.bytes().all(|byte| byte.is_ascii_alphabetic()) && !value.is_empty();
                if plain && !value.starts_with(['*', '&', '{', '!']) {
                    front.put(key, vec![value.to_owned()]);
                }
            }
            let line = error.location().map_or(1, |place| place.line().max(1));
            (front, Some((line + 1).min(2 + lines_of(yaml))))
        }
    }
}

/// The texts in a value. A link that is not quoted, `[[Dana]]`, is a list in a list to YAML.
fn flatten(value: &Value, said: &mut Vec<String>, depth: usize) {
    match value {
        Value::String(text) if !text.trim().is_empty() => said.push(text.trim().to_owned()),
        Value::Number(number) => said.push(number.to_string()),
        Value::Array(all) if depth < 4 => all.iter().for_each(|one| flatten(one, said, depth + 1)),
        _ => {}
    }
}

/// An outliner's properties at the very start: `tags:: person`.
fn properties(text: &str) -> Option<Cut<'_>> {
    let mut front = Front::default();
    let (mut at, mut first) = (0, 1);
    let mut is_body = false;
    for line in text.split_inclusive('\n') {
        let said = line.trim_start_matches(['-', ' ', '\t']);
        let Some((key, value)) = said.split_once("::") else { break };
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') || line.len() > 1_000 {
            break;
        }
        let values = value.split(',').map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        // What somebody typed is no property, and stays with all that is below it.
        is_body |= !front.put(key, values.map(|value| plain(&value)).collect()) && !is_of_page(key);
        if !is_body {
            at += line.len();
            first += 1;
        }
    }
    let says = at > 0 || front != Front::default();
    Some(Cut { front, body: text.get(at..).filter(|_| says)?, first, broken: None })
}

/// Whether a key says something of the page that is of use to its program alone.
fn is_of_page(key: &str) -> bool {
    machine::is_key(key)
        || matches!(key, "icon" | "public" | "publish" | "filters" | "banner" | "cssclass" | "exclude-from-graph-view")
}

fn plain(value: &str) -> String {
    value.trim_start_matches("[[").trim_end_matches("]]").trim_start_matches('#').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_in_both_ways_of_writing_it() {
        let text = "---\nperson: \"[[Dana Whitfield]]\"\ndate: 2024-03-03\ntags: [one-on-one, '#career']\nattendees:\n  - Dana\n---\nBody\n";
        let cut = cut(text);
        assert_eq!((cut.body, cut.first, cut.broken), ("Body\n", 8, None));
        assert_eq!(cut.front.about, ["[[Dana Whitfield]]"]);
        assert_eq!(cut.front.date.as_deref(), Some("2024-03-03"));
        assert_eq!(cut.front.tags, ["one-on-one", "career"]);
        assert_eq!(cut.front.attendees, ["Dana"]);
        let cut = super::cut("tags:: person, [[team]]\nalias:: Dana\n\n- Body");
        assert_eq!((cut.body, cut.first), ("\n- Body", 3));
        assert_eq!(
            (cut.front.tags, cut.front.aliases),
            (vec!["person".into(), "team".into()], vec!["Dana".to_owned()])
        );
    }

    #[test]
    fn what_somebody_typed_at_the_head_of_a_page_stays_in_it() {
        let cut = cut("icon:: 🐙\nmood:: tired\ntags:: person\n- Body");
        assert_eq!((cut.body, cut.first), ("mood:: tired\ntags:: person\n- Body", 2));
        assert_eq!(cut.front.tags, ["person"]);
        assert_eq!(super::cut("mood:: tired\n- Body").body, "mood:: tired\n- Body");
    }

    #[test]
    fn what_is_no_front_matter_leaves_the_note_as_it_is() {
        for text in ["", "Text", "---", "---\nno end", "--- x\na: b\n---\n", "text\n---\na: b\n---\n"] {
            let cut = cut(text);
            assert_eq!((cut.body, cut.first, cut.front, cut.broken), (text, 1, Front::default(), None), "{text}");
        }
    }

    #[test]
    fn broken_front_matter_says_in_which_line_and_the_body_is_still_read() {
        let cut = cut("---\ndate: 2024-03-03\ntitle: 1:1: with: Dana\ntags: [a\n---\nBody");
        assert_eq!((cut.body, cut.first), ("Body", 6));
        assert!(cut.broken.is_some_and(|line| (2..=5).contains(&line)), "{:?}", cut.broken);
        assert_eq!(cut.front.date.as_deref(), Some("2024-03-03"));
        let bomb = "---\na: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n---\nBody";
        assert!(super::cut(bomb).broken.is_some());
        let deep = format!("---\na: {}\n---\nBody", "[".repeat(20_000));
        assert!(super::cut(&deep).broken.is_some());
    }
}
