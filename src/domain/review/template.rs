//! Templates of reviews: built-in and custom headings.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::draft_lines::{clean_review_text, headings, headings_with_level};
use crate::domain::{id::Uid, moment::Moment, parse::entry_line, person::Profile, text_cleaning::has_visible_text};

/// The built-in templates in `assets/reviews`; the first line of each is its name.
const BUILT_IN_FILES: [&str; 4] = [
    include_str!("../../../assets/reviews/1-half-year.md"),
    include_str!("../../../assets/reviews/2-short.md"),
    include_str!("../../../assets/reviews/3-first.md"),
    include_str!("../../../assets/reviews/4-hard.md"),
];

/// The gap between two headings.
const HEADING_GAP: &str = "\n\n\n";

/// The longest name in characters: what fits a menu.
const MAX_TEMPLATE_NAME_CHARS: usize = 60;

/// A custom template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its identity across files.
    pub uid: Uid,
    /// Its unique name.
    pub name: String,
    /// Markdown, with the placeholders that [`fill_placeholders`] fills.
    pub text: String,
    /// When it was created.
    #[serde(rename = "written")]
    pub written_at: Moment,
}

/// Why a template is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The name has no visible text.
    #[error("Enter a name.")]
    MissingName,
    /// The name is too long.
    #[error("Use a shorter name: this one has more than {MAX_TEMPLATE_NAME_CHARS} characters.")]
    NameTooLong,
    /// Another template has the name.
    #[error("You already have a template named “{0}”.")]
    NameTaken(String),
    /// The text has no heading.
    #[error("Add a heading: a line that starts with ##.")]
    MissingHeading,
}

impl Template {
    /// Cleans a name: one line, trimmed.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn clean_name(name: &str) -> Result<String, TemplateError> {
        let tidy = entry_line::sanitize(name);
        let name = tidy.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            _ if !has_visible_text(&name) => Err(TemplateError::MissingName),
            chars if chars > MAX_TEMPLATE_NAME_CHARS => Err(TemplateError::NameTooLong),
            _ => Ok(name),
        }
    }

    /// Cleans a text, which needs at least one heading.
    ///
    /// # Errors
    /// When it has none.
    pub fn clean_text(text: &str) -> Result<String, TemplateError> {
        let text = clean_review_text(text).map_err(|_| TemplateError::MissingHeading)?;
        if headings(&text).is_empty() { Err(TemplateError::MissingHeading) } else { Ok(text) }
    }
}

/// A template in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateOption {
    /// Its name.
    pub name: String,
    /// Markdown, with the placeholders that [`fill_placeholders`] fills.
    pub text: String,
    /// The custom template; `None` for a built-in one.
    pub own_uid: Option<Uid>,
}

/// All templates: the built-in ones, except those replaced by a custom one of the same name, then
/// the custom ones by name.
pub fn template_options(own: &[Template]) -> Vec<TemplateOption> {
    let is_own = |name: &str| own.iter().any(|own| is_same_name(&own.name, name));
    let brought = BUILT_IN.iter().filter(|offered| !is_own(&offered.name)).cloned();
    let mut own: Vec<TemplateOption> = own
        .iter()
        .map(|own| TemplateOption { name: own.name.clone(), text: own.text.clone(), own_uid: Some(own.uid) })
        .collect();
    own.sort_by_key(|own| own.name.to_lowercase());
    brought.chain(own).collect()
}

/// Whether two names are the same to a reader.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

static BUILT_IN: LazyLock<Vec<TemplateOption>> = LazyLock::new(|| {
    let read = |file: &str| {
        let (name, text) = file.split_once('\n').unwrap_or((file, ""));
        TemplateOption { name: name.trim().to_owned(), text: text.trim().to_owned(), own_uid: None }
    };
    BUILT_IN_FILES.map(read).to_vec()
});

/// A template with the person put in: `{name}` is their first name; `{they}` is she, he
/// or they where their pronouns begin with that, else the name; `{s}` is the ending of a verb
/// behind `{they}`. Other braces stay as they are.
pub fn fill_placeholders(template: &str, about: &Profile) -> String {
    let name = about.first_name();
    let they = subject_pronoun(&about.pronouns).unwrap_or(name);
    let s = if they == "they" { "" } else { "s" };
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}').and_then(|(place, after)| {
            let words = match place {
                "name" => name,
                "they" => they,
                "s" => s,
                _ => return None,
            };
            Some((words, after))
        });
        let (words, after) = place.unwrap_or(("{", after));
        out.push_str(words);
        rest = after;
    }
    out + rest
}

/// The pronoun as a subject, where it is known for certain.
fn subject_pronoun(pronouns: &str) -> Option<&'static str> {
    let first = pronouns.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?.to_lowercase();
    ["she", "he", "they"].into_iter().find(|known| *known == first)
}

/// The headings of a draft as a template: headings of a known template become those again, and the
/// person's name becomes a placeholder. `None` where the draft has no headings.
pub fn headings_as_template(draft: &str, about: &Profile, known: &[TemplateOption]) -> Option<String> {
    let forms: Vec<(String, &str)> = known
        .iter()
        .flat_map(|offered| headings(&offered.text))
        .map(|heading| (fill_placeholders(heading, about), heading))
        .collect();
    let general = |heading: &str| {
        let known = forms.iter().find(|(filled, _)| filled == heading);
        known.map_or_else(|| with_name_placeholder(heading, about.first_name()), |(_, form)| (*form).to_owned())
    };
    let line = |(level, heading)| format!("{} {}", "#".repeat(level), general(heading));
    let lines: Vec<String> = headings_with_level(draft).into_iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join(HEADING_GAP))
}

/// Replaces the name, as a whole word, with `{name}`.
fn with_name_placeholder(heading: &str, name: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    let mut rest = heading;
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, found) = rest.split_at(at);
        let after = found.get(name.len()..).unwrap_or_default();
        let letter_before = before.chars().next_back().or(out.chars().next_back()).is_some_and(char::is_alphanumeric);
        let letter_after = after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if letter_before || letter_after { name } else { "{name}" });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, pronouns: &str) -> Profile {
        Profile { pronouns: pronouns.into(), ..Profile::with_name(name) }
    }

    #[test]
    fn a_template_is_filled_with_the_name_and_the_pronoun() {
        for (template, name, pronouns, expected) in [
            ("## Where {name} grew", "Dana Whitfield", "", "## Where Dana grew"),
            ("What {they} need{s} next", "Dana Whitfield", "she/her", "What she needs next"),
            ("What {they} need{s} next", "Ash", "They/them", "What they need next"),
            ("What {they} need{s} next", "Bo", "he", "What he needs next"),
            ("What {they} need{s} next", "Dana Whitfield", "", "What Dana needs next"),
            ("What {they} need{s} next", "Dana", "xe/xem", "What Dana needs next"),
            ("What {they} need{s} next", "Dana", "any", "What Dana needs next"),
            ("{name} and {name}", "李娜", "", "李娜 and 李娜"),
            ("{other} {na{name}} { }", "Bo", "", "{other} {naBo} { }"),
            ("{name}", "{they}", "", "{they}"),
        ] {
            assert_eq!(fill_placeholders(template, &profile(name, pronouns)), expected, "{template:?} for {name}");
        }
    }

    #[test]
    fn built_in_templates_are_well_formed() {
        let all = template_options(&[]);
        assert_eq!(all.len(), BUILT_IN_FILES.len());
        for template in &all {
            let filled = fill_placeholders(&template.text, &profile("Dana", "she/her"));
            assert!(!template.name.is_empty() && !template.name.starts_with('#'), "{}", template.name);
            assert!(headings(&filled).len() >= 2, "{}", template.name);
            assert!(!filled.contains(['{', '}']), "{filled}");
        }
        let half_year =
            headings(&all[0].text).into_iter().map(|one| fill_placeholders(one, &profile("Dana", "she/her")));
        assert_eq!(
            half_year.collect::<Vec<_>>(),
            ["Where Dana grew", "Impact on others", "What she needs next"],
            "as in the design"
        );
    }

    #[test]
    fn own_template_replaces_a_built_in_one_of_the_same_name() {
        let own = |number, name: &str| Template {
            uid: Uid::new(number, 0),
            name: name.into(),
            text: "## Mine".into(),
            written_at: Moment::from_parts(0, 0, String::new()).expect("a moment"),
        };
        let names = |own: &[Template]| template_options(own).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(&[]), ["Half-year review", "Brief review", "First review", "Difficult review"]);
        let all = [own(1, "yearly"), own(2, "brief review"), own(3, "Ask")];
        assert_eq!(
            names(&all),
            ["Half-year review", "First review", "Difficult review", "Ask", "brief review", "yearly"]
        );
    }

    #[test]
    fn headings_become_a_template_for_others() {
        let dana = profile("Dana Whitfield", "she/her");
        for (draft, expected) in [
            ("No heading", None),
            (
                "## What Dana did\nMuch.\n### For Danas and Dana’s team",
                Some("## What {name} did\n\n\n### For Danas and {name}’s team"),
            ),
            (
                "## Where Dana grew\n## What she needs next",
                Some("## Where {name} grew\n\n\n## What {they} need{s} next"),
            ),
            ("> ## quoted\n## Own", Some("## Own")),
        ] {
            assert_eq!(headings_as_template(draft, &dana, &template_options(&[])).as_deref(), expected, "{draft:?}");
        }
    }

    #[test]
    fn template_name_is_one_short_line() {
        for (name, expected) in [
            (" My\n half-year ", Ok("My half-year".to_owned())),
            ("\u{200B} ", Err(TemplateError::MissingName)),
            (&"a".repeat(61), Err(TemplateError::NameTooLong)),
        ] {
            assert_eq!(Template::clean_name(name), expected, "{name:?}");
        }
    }
}
