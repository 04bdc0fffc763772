//! The phrases that generated samples are composed of, from `assets/sample/phrases.json`.

use serde::Deserialize;

use super::rng::SampleRng;

const FILE: &str = include_str!("../../assets/sample/phrases.json");

/// Phrases by use. Some contain the placeholders `{name}`, `{other}`, `{team}` or `{thing}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) first_names: Vec<String>,
    pub(super) last_names: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) teams: Vec<String>,
    pub(super) matters: Vec<String>,
    pub(super) things: Vec<String>,
    pub(super) note_person: Vec<String>,
    pub(super) note_work: Vec<String>,
    pub(super) long_note: Vec<String>,
    pub(super) flag: Vec<String>,
    pub(super) flag_usually: Vec<String>,
    pub(super) flag_lately: Vec<String>,
    pub(super) flag_need: Vec<String>,
    pub(super) flag_said: Vec<String>,
    pub(super) flag_outcome: Vec<String>,
    pub(super) flag_reason: Vec<String>,
    pub(super) goal: Vec<String>,
    pub(super) goal_why: Vec<String>,
    pub(super) goal_success: Vec<String>,
    pub(super) goal_support: Vec<String>,
    pub(super) check_in: Vec<String>,
    pub(super) action: Vec<String>,
    pub(super) praise: Vec<String>,
    pub(super) praise_how: Vec<String>,
    pub(super) feedback_given: Vec<String>,
    pub(super) feedback_received: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) situation: Vec<String>,
    pub(super) behaviour: Vec<String>,
    pub(super) impact: Vec<String>,
    pub(super) delegation: Vec<String>,
    pub(super) delegation_support: Vec<String>,
    pub(super) expectation: Vec<String>,
    pub(super) provide: Vec<String>,
    pub(super) their_words: Vec<String>,
    pub(super) topic: Vec<String>,
    pub(super) topic_words: Vec<String>,
    pub(super) skip_reason: Vec<String>,
    pub(super) need: Vec<String>,
    pub(super) subjects: Vec<String>,
}

impl Phrases {
    #[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
    pub(super) fn load() -> Self {
        serde_json::from_str(FILE).expect("the phrases can be read")
    }
}

/// The values of the placeholders in phrases about one person.
pub(super) struct PhraseContext {
    /// The short name of the person.
    pub(super) name: String,
    /// The short names of the others.
    pub(super) others: Vec<String>,
    /// The teams they work with.
    pub(super) teams: Vec<String>,
    /// What the teams are working on.
    pub(super) things: Vec<String>,
}

impl PhraseContext {
    /// A random phrase with its placeholders filled.
    pub(super) fn fill(&self, rng: &mut SampleRng, phrases: &[String]) -> String {
        let mut text = rng.pick(phrases).clone();
        for (placeholder, values) in [
            ("{thing}", self.things.as_slice()),
            ("{other}", &self.others),
            ("{team}", &self.teams),
            ("{name}", std::slice::from_ref(&self.name)),
        ] {
            if text.contains(placeholder) {
                text = text.replace(placeholder, rng.pick::<String>(values));
            }
        }
        text
    }
}
