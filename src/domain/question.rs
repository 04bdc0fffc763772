//! Questions to ask in a one-on-one: the built-in deck, your own questions, and which to suggest.
//!
//! [`suggest_questions`] orders the questions for one person and one day by what was not talked
//! about: the theme not written about for longest gives its first question, then the next theme,
//! and so on in turn. A question asked within [`REPEAT_AFTER_DAYS`] days is not repeated.

mod deck;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::deck::{DeckError, deck, parse_deck};
use super::{
    date::days_between,
    entry::kind::{Kind, feedback::Direction},
    id::{PersonId, Uid},
    moment::Moment,
    string_enum::string_enum,
};

/// For how many days a question that was asked is not suggested for the same person again.
pub const REPEAT_AFTER_DAYS: i32 = 90;

string_enum! {
    /// The theme of a question.
    pub enum Theme {
        /// How they are.
        Wellbeing = "wellbeing",
        /// How much there is to do.
        Workload = "workload",
        /// What they learn.
        Growth = "growth",
        /// Where they want to go.
        Career = "career",
        /// What is expected.
        Clarity = "clarity",
        /// Whether their work is seen.
        Recognition = "recognition",
        /// What is in the way.
        Obstacles = "obstacles",
        /// The people around them.
        Team = "team",
        /// What it is for.
        Purpose = "purpose",
        /// What you could do better.
        Feedback = "feedback for you",
        /// What you hand over.
        Trust = "trust and delegation",
    }
}

impl Theme {
    /// The theme of a subject (the word of a hashtag).
    pub fn from_subject(word: &str) -> Option<Self> {
        Some(match word {
            "wellbeing" | "health" | "stress" | "energy" => Self::Wellbeing,
            "workload" | "load" | "hours" => Self::Workload,
            "growth" | "learning" | "skills" => Self::Growth,
            "career" | "promotion" | "role" => Self::Career,
            "clarity" | "expectations" | "priorities" => Self::Clarity,
            "recognition" | "praise" | "thanks" => Self::Recognition,
            "obstacles" | "blocker" | "blockers" | "blocked" => Self::Obstacles,
            "team" | "conflict" | "collaboration" => Self::Team,
            "purpose" | "meaning" | "why" => Self::Purpose,
            "feedback" => Self::Feedback,
            "trust" | "delegation" => Self::Trust,
            _ => return None,
        })
    }

    /// The theme of a kind of entry. `direction` is that of feedback.
    pub fn from_kind(kind: Kind, direction: Option<Direction>) -> Option<Self> {
        Some(match kind {
            Kind::Goal | Kind::CheckIn => Self::Growth,
            Kind::Expectation => Self::Clarity,
            Kind::Praise => Self::Recognition,
            Kind::Delegation => Self::Trust,
            Kind::Feedback if direction == Some(Direction::Received) => Self::Feedback,
            _ => return None,
        })
    }
}

/// A question, from the built-in deck or your own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The key, which never changes: a name in the deck, or the UUID of your own question.
    pub key: String,
    /// The theme.
    pub theme: Theme,
    /// The question itself.
    pub text: String,
    /// For whom it is suitable, and when; may be empty.
    pub suitable_for: String,
}

/// A change to the deck: a question of your own, or one of the deck that you hid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOverride {
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The key of the question; the UUID of the record if the question is your own.
    pub question: String,
    /// The question, if it is your own.
    #[serde(rename = "own")]
    pub custom: Option<CustomQuestion>,
    /// When it was first written or hidden.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// When it was hidden; `None` while it is suggested.
    #[serde(rename = "hidden")]
    pub hidden_at: Option<Moment>,
}

/// A question of your own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomQuestion {
    /// The theme.
    pub theme: Theme,
    /// The question itself.
    pub text: String,
    /// For whom it is suitable, and when; may be empty.
    #[serde(rename = "suits")]
    pub suitable_for: String,
}

impl QuestionOverride {
    /// The question, if it is your own.
    pub fn as_question(&self) -> Option<Question> {
        let CustomQuestion { theme, text, suitable_for } = self.custom.clone()?;
        Some(Question { key: self.question.clone(), theme, text, suitable_for })
    }
}

/// A record that a question was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The person who was asked.
    pub person: PersonId,
    /// The key of the question.
    pub question: String,
    /// The theme of the question, stored in case the question is deleted.
    pub theme: Theme,
    /// When it was asked.
    pub at: Moment,
}

/// The day on which each theme was last written about with one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastDiscussedByTheme(BTreeMap<Theme, Date>);

impl LastDiscussedByTheme {
    /// Records that a theme was written about on a day.
    pub fn record(&mut self, theme: Theme, day: Date) {
        let last = self.0.entry(theme).or_insert(day);
        *last = day.max(*last);
    }

    /// The last day recorded for a theme.
    pub fn last_discussed(&self, theme: Theme) -> Option<Date> {
        self.0.get(&theme).copied()
    }

    /// All themes, the one not talked about for longest first; ties in the order of [`Theme::ALL`].
    pub fn longest_ago_first(&self) -> Vec<Theme> {
        let mut themes = Theme::ALL.to_vec();
        themes.sort_by_key(|theme| self.last_discussed(*theme));
        themes
    }
}

/// All questions, of the deck and your own, by theme, and whether each is hidden.
pub fn all_questions(overrides: &[QuestionOverride]) -> Vec<(Question, bool)> {
    let is_hidden = |key: &str| overrides.iter().any(|one| one.question == key && one.hidden_at.is_some());
    let own = overrides.iter().filter_map(|one| Some((one.as_question()?, one.hidden_at.is_some())));
    // The sort is stable: your own come first within their theme.
    let mut all: Vec<_> =
        own.chain(deck().iter().map(|question| (question.clone(), is_hidden(&question.key)))).collect();
    all.sort_by_key(|(question, _)| question.theme);
    all
}

/// The questions for one person, in the order in which to suggest them today. The order is the same
/// all day, as long as nothing is written.
///
/// - Questions asked of that person within [`REPEAT_AFTER_DAYS`] days are left out.
/// - Themes alternate, the one not talked about for longest first; asking counts as talking about
///   it.
/// - Within a theme, questions never asked come first, then those asked longest ago. Ties are
///   broken by a hash of the person and the day, so that not everybody is asked the same on the
///   same day.
pub fn suggest_questions(
    questions: impl IntoIterator<Item = Question>,
    last_discussed: &LastDiscussedByTheme,
    asked: &[AskedQuestion],
    person: PersonId,
    today: Date,
) -> Vec<Question> {
    let mut last_discussed = last_discussed.clone();
    let mut last_asked: BTreeMap<&str, Date> = BTreeMap::new();
    for asked in asked.iter().filter(|asked| asked.person == person) {
        let day = asked.at.day();
        last_discussed.record(asked.theme, day);
        let last = last_asked.entry(&asked.question).or_insert(day);
        *last = day.max(*last);
    }
    let mut by_theme: BTreeMap<Theme, Vec<Question>> = BTreeMap::new();
    for question in questions {
        let last = last_asked.get(question.key.as_str());
        if last.is_none_or(|last| days_between(*last, today) >= REPEAT_AFTER_DAYS) {
            by_theme.entry(question.theme).or_default().push(question);
        }
    }
    for questions in by_theme.values_mut() {
        questions.sort_by_key(|question| {
            let key = question.key.as_str();
            (last_asked.get(key).copied(), daily_hash(key, person, today), key.to_owned())
        });
    }
    let mut themes = last_discussed.longest_ago_first();
    themes.sort_by_key(|theme| (last_discussed.last_discussed(*theme), daily_hash(theme.as_str(), person, today)));
    round_robin(themes.into_iter().filter_map(|theme| by_theme.remove(&theme)).collect())
}

/// The first of each list, then the second of each, and so on.
fn round_robin(themes: Vec<Vec<Question>>) -> Vec<Question> {
    let mut themes: Vec<_> = themes.into_iter().map(Vec::into_iter).collect();
    let mut out = Vec::new();
    loop {
        let before = out.len();
        out.extend(themes.iter_mut().filter_map(Iterator::next));
        if out.len() == before {
            return out;
        }
    }
}

/// A hash that is the same on every machine (FNV-1a).
fn daily_hash(key: &str, person: PersonId, day: Date) -> u64 {
    let day = i64::from(days_between(Date::ZERO, day)).to_le_bytes();
    let bytes = key.bytes().chain(person.0.to_le_bytes()).chain(day);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
