//! Formats of a one-on-one: a few topics and questions that are put on the agenda together.

use std::sync::LazyLock;

use super::{
    entry::{Entry, kind::Kind},
    name::{clean_name, normalize_name},
    parse::entry_line,
    person::Profile,
    review::{fill_placeholders, is_same_name},
};

/// The built-in formats in `assets/formats`, whose README describes the form of a file.
const BUILT_IN_FILES: [&str; 8] = [
    include_str!("../../assets/formats/1-regular.md"),
    include_str!("../../assets/formats/2-first.md"),
    include_str!("../../assets/formats/3-career.md"),
    include_str!("../../assets/formats/4-hard-week.md"),
    include_str!("../../assets/formats/5-back-from-leave.md"),
    include_str!("../../assets/formats/6-skip-level.md"),
    include_str!("../../assets/formats/7-own-manager.md"),
    include_str!("../../assets/formats/8-goodbye.md"),
];

/// The description of the form of a file, for the folder of the leader's own formats.
pub const FORMAT_README: &str = include_str!("../../assets/formats/README.txt");

/// The longest name in characters: what fits a menu.
const MAX_NAME_CHARS: usize = 60;

/// The most topics of a format: nobody talks about more.
const MAX_TOPICS: usize = 20;

/// A format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// Its name.
    pub name: String,
    /// When it is of use; may be empty.
    pub description: String,
    /// Its topics and questions, with the placeholders of templates for reviews.
    pub topics: Vec<String>,
    /// Whether it is one of the leader's own.
    pub is_own: bool,
}

/// Why a file is no format, as the end of a sentence about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The first line has no name.
    #[error("its first line isn’t a name")]
    MissingName,
    /// The name is too long for a menu.
    #[error("its name has more than {MAX_NAME_CHARS} characters")]
    NameTooLong,
    /// There is no topic.
    #[error("it has no topic: a line that starts with “- ”")]
    MissingTopic,
    /// There are too many topics.
    #[error("it has more than {MAX_TOPICS} topics")]
    TooManyTopics,
    /// A topic is longer than an entry can be.
    #[error("one of its topics is too long")]
    TopicTooLong,
}

impl Format {
    /// Parses a file.
    ///
    /// # Errors
    /// If it has no name or no topics, or too much of either.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().skip_while(|line| line.trim().is_empty());
        let first = lines.next().unwrap_or_default().trim().trim_start_matches('#');
        let name = Some(first).filter(|first| topic_text(first).is_none()).and_then(|first| clean_name(first).ok());
        let name = name.ok_or(FormatError::MissingName)?;
        if name.chars().count() > MAX_NAME_CHARS {
            return Err(FormatError::NameTooLong);
        }
        let mut description = Vec::new();
        let mut topics: Vec<String> = Vec::new();
        let mut is_within_topic = false;
        for line in lines {
            if let Some(topic) = topic_text(line) {
                topics.push(topic.to_owned());
                is_within_topic = true;
            } else if is_within_topic && line.starts_with([' ', '\t']) && !line.trim().is_empty() {
                if let Some(topic) = topics.last_mut() {
                    topic.push(' ');
                    topic.push_str(line.trim());
                }
            } else {
                is_within_topic = false;
                if topics.is_empty() && !line.trim().is_empty() {
                    description.push(line.trim());
                }
            }
        }
        let cleaned = topics.iter().map(|topic| entry_line::clean_optional_text(topic));
        let topics: Vec<String> = cleaned.collect::<Result<_, _>>().map_err(|_| FormatError::TopicTooLong)?;
        let topics: Vec<String> = topics.into_iter().filter(|topic| !topic.is_empty()).collect();
        match topics.len() {
            0 => Err(FormatError::MissingTopic),
            1..=MAX_TOPICS => Ok(Self { name, description: description.join(" "), topics, is_own: false }),
            _ => Err(FormatError::TooManyTopics),
        }
    }

    /// The topics for a person that their agenda lacks.
    pub fn missing_topics(&self, about: &Profile, agenda: &[String]) -> Vec<String> {
        let filled = self.topics.iter().map(|topic| fill_placeholders(topic, about));
        filled.filter(|topic| !is_on_agenda(topic, agenda)).collect()
    }
}

/// The text of a line that is a topic.
fn topic_text(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["- ", "* "].iter().find_map(|bullet| line.strip_prefix(bullet)).map(str::trim)
}

/// Whether an open entry is something to talk about.
pub fn is_agenda_item(entry: &Entry) -> bool {
    matches!(entry.kind(), Kind::Topic | Kind::Flag | Kind::Praise)
}

/// Whether a topic is among the texts of the agenda, read without regard to case and spaces.
pub fn is_on_agenda(topic: &str, agenda: &[String]) -> bool {
    let topic = normalize_name(topic);
    agenda.iter().any(|text| normalize_name(text) == topic)
}

/// A file that is no format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatProblem {
    /// Its name.
    pub file: String,
    /// Why, as the end of a sentence about it.
    pub reason: String,
}

/// All formats that can be chosen, and the files that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormatLibrary {
    /// The built-in ones, except those replaced by one of the leader's own of the same name, then
    /// those by name.
    pub formats: Vec<Format>,
    /// The files that are no format.
    pub problems: Vec<FormatProblem>,
}

impl FormatLibrary {
    /// The library with these formats of the leader.
    pub fn with_own(own: Vec<Format>, problems: Vec<FormatProblem>) -> Self {
        let mut own: Vec<Format> = own.into_iter().map(|format| Format { is_own: true, ..format }).collect();
        own.sort_by_key(|format| format.name.to_lowercase());
        own.dedup_by(|one, other| is_same_name(&one.name, &other.name));
        let is_own = |format: &&Format| own.iter().any(|own| is_same_name(&own.name, &format.name));
        let built_in = BUILT_IN.iter().filter(|format| !is_own(format)).cloned();
        Self { formats: built_in.chain(own.iter().cloned()).collect(), problems }
    }

    /// The format with this name.
    pub fn find(&self, name: &str) -> Option<&Format> {
        self.formats.iter().find(|format| is_same_name(&format.name, name))
    }
}

static BUILT_IN: LazyLock<Vec<Format>> =
    LazyLock::new(|| BUILT_IN_FILES.iter().filter_map(|file| Format::parse(file).ok()).collect());

#[cfg(test)]
mod tests {
    use super::*;

    fn dana() -> Profile {
        Profile { pronouns: "she/her".into(), ..Profile::with_name("Dana Whitfield") }
    }

    fn format(name: &str, topics: &[&str]) -> Format {
        let topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
        Format { name: name.into(), description: String::new(), topics, is_own: false }
    }

    #[test]
    fn built_in_formats_are_well_formed() {
        let all = FormatLibrary::with_own(Vec::new(), Vec::new()).formats;
        let names: Vec<&str> = all.iter().map(|format| format.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Regular one-on-one",
                "First one-on-one",
                "Career talk",
                "After a hard week",
                "Back from leave",
                "Skip-level",
                "Your own manager",
                "Goodbye"
            ]
        );
        for format in &all {
            assert!((4..=7).contains(&format.topics.len()), "{}", format.name);
            assert!(!format.description.is_empty(), "{}", format.name);
            for topic in format.missing_topics(&dana(), &[]) {
                assert!(!topic.contains(['{', '}']) && topic.chars().count() <= 100, "{topic}");
            }
        }
    }

    #[test]
    fn file_is_a_name_a_description_and_topics() {
        let text = "\u{FEFF}\n# Planning  day\n\nFor {name},\nonce a month.\n\n## Topics\n- What {they} want{s}\n  to do \
                    first\n\n* Next\nA remark\n  that is ignored\n- \n";
        let parsed = Format::parse(text).expect("a format");
        assert_eq!(parsed.name, "Planning day");
        assert_eq!(parsed.description, "For {name}, once a month. ## Topics");
        assert_eq!(parsed.missing_topics(&dana(), &[]), ["What she wants to do first", "Next"]);
    }

    #[test]
    fn broken_file_says_what_it_lacks() {
        let many = format!("Name\n{}", "- topic\n".repeat(21));
        for (text, expected) in [
            ("", FormatError::MissingName),
            ("- topic\n", FormatError::MissingName),
            ("# \u{200B}\n- topic", FormatError::MissingName),
            (&format!("{}\n- topic", "a".repeat(61)), FormatError::NameTooLong),
            ("Name\n\nNothing but text\n-no topic", FormatError::MissingTopic),
            (&many, FormatError::TooManyTopics),
            (&format!("Name\n- {}", "a".repeat(200_000)), FormatError::TopicTooLong),
        ] {
            assert_eq!(Format::parse(text), Err(expected), "{text:.40}");
        }
    }

    #[test]
    fn own_format_takes_the_place_of_a_built_in_one() {
        let own = vec![format("retrospective", &["a"]), format("career TALK", &["b"])];
        let library = FormatLibrary::with_own(own, Vec::new());
        assert_eq!(library.formats.len(), 9);
        assert_eq!(library.find("Career talk").map(|format| (format.is_own, format.topics.len())), Some((true, 1)));
        assert_eq!(library.formats.last().map(|format| format.name.as_str()), Some("retrospective"));
        assert_eq!(library.find("Sprint"), None);
    }

    #[test]
    fn topics_on_the_agenda_are_not_missing() {
        let format = format("Mine", &["How is {name}?", "What next?"]);
        let agenda = ["how  is DANA?", "what else?"].map(str::to_owned);
        assert_eq!(format.missing_topics(&dana(), &agenda), ["What next?"]);
    }
}
