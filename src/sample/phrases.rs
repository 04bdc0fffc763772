//! What the generated samples are composed of: `assets/sample/phrases.json`.

use serde::Deserialize;

use super::rng::SampleRng;

const FILE: &str = include_str!("../../assets/sample/phrases.json");

/// Phrases by what they are for. In some stand `{name}`, `{other}`, `{team}` or `{thing}`.
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

/// Whom and what the phrases about one person are about.
pub(super) struct PhraseContext {
    /// How the person is spoken of.
    pub(super) name: String,
    /// The others, by their short names.
    pub(super) others: Vec<String>,
    /// The teams around.
    pub(super) teams: Vec<String>,
    /// What is going on at the time.
    pub(super) things: Vec<String>,
}

impl PhraseContext {
    /// One of the phrases, with its gaps filled.
    pub(super) fn fill(&self, rng: &mut SampleRng, phrases: &[String]) -> String {
        let mut text = rng.pick(phrases).clone();
        for (gap, fillings) in [
            ("{thing}", self.things.as_slice()),
            ("{other}", &self.others),
            ("{team}", &self.teams),
            ("{name}", std::slice::from_ref(&self.name)),
        ] {
            if text.contains(gap) {
                text = text.replace(gap, rng.pick::<String>(fillings));
            }
        }
        text
    }
}
