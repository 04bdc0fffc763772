//! Questions to ask: the deck, the questions of your own, and which of them is offered before a one-on-one.
//!
//! A question is offered by what was not talked about. [`offers`] puts the whole deck into an order for one person and
//! one day: the theme you have not written about for longest gives its first question, then the next theme, and so on round
//! and round. Nothing comes again that was asked within [`REST`] days.

mod deck;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::deck::{DeckError, deck, parse_deck};
use super::{
    entry::kind::{Kind, feedback::Direction},
    id::{PersonId, Uid},
    moment::Moment,
    string_enum::string_enum,
};

/// For how many days a question that was asked is not offered again to the same person.
pub const REPEAT_AFTER_DAYS: i64 = 90;

string_enum! {
    /// What a question is about.
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
        /// What is seen and said.
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
    /// The theme that a subject (the word after a `#`) belongs to.
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

    /// The theme that a kind of entry belongs to, whatever its words. `direction` is that of feedback.
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

/// A question, from the deck or your own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The lasting name: a word of the deck, or the uid of a card of your own.
    pub key: String,
    /// What it is about.
    pub theme: Theme,
    /// As you would say it.
    pub text: String,
    /// Who could use it when; may be empty.
    pub suitable_for: String,
}

/// What you did with the deck: a question of your own, or one of the deck that you hid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOverride {
    /// The lasting name of the card.
    pub uid: Uid,
    /// The lasting name of the question; that of the card itself where the question is your own.
    pub question: String,
    /// The question, where it is your own.
    #[serde(rename = "own")]
    pub custom: Option<CustomQuestion>,
    /// When it was written or hidden first.
    #[serde(rename = "written")]
    pub written_at: Moment,
    /// Since when it is not offered.
    #[serde(rename = "hidden")]
    pub hidden_at: Option<Moment>,
}

/// A question of your own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomQuestion {
    /// What it is about.
    pub theme: Theme,
    /// As you would say it.
    pub text: String,
    /// Who could use it when; may be empty.
    #[serde(rename = "suits")]
    pub suitable_for: String,
}

impl QuestionOverride {
    /// The question, where it is your own.
    pub fn as_question(&self) -> Option<Question> {
        let CustomQuestion { theme, text, suitable_for: suits } = self.custom.clone()?;
        Some(Question { key: self.question.clone(), theme, text, suitable_for: suits })
    }
}

/// That a question was put on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedQuestion {
    /// The lasting name.
    pub uid: Uid,
    /// With whom.
    pub person: PersonId,
    /// The lasting name of the question.
    pub question: String,
    /// What it was about, also when the question is gone one day.
    pub theme: Theme,
    /// When.
    pub at: Moment,
}

/// When each theme was last written about with one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastDiscussedByTheme(BTreeMap<Theme, Date>);

impl LastDiscussedByTheme {
    /// Something about the theme was written on that day.
    pub fn record(&mut self, theme: Theme, day: Date) {
        let last = self.0.entry(theme).or_insert(day);
        *last = day.max(*last);
    }

    /// The last day, as far back as was looked.
    pub fn last_discussed(&self, theme: Theme) -> Option<Date> {
        self.0.get(&theme).copied()
    }

    /// The themes, those not talked about for longest first; of two that are alike, as the deck has them.
    pub fn longest_ago_first(&self) -> Vec<Theme> {
        let mut themes = Theme::ALL.to_vec();
        themes.sort_by_key(|theme| self.last_discussed(*theme));
        themes
    }
}

/// Everything that can be asked: the deck and your own, with whether it is hidden.
pub fn all_questions(cards: &[QuestionOverride]) -> Vec<(Question, bool)> {
    let is_hidden = |name: &str| cards.iter().any(|card| card.question == name && card.hidden_at.is_some());
    let own = cards.iter().filter_map(|card| Some((card.as_question()?, card.hidden_at.is_some())));
    // Your own come first within their theme.
    let mut all: Vec<_> =
        own.chain(deck().iter().map(|question| (question.clone(), is_hidden(&question.key)))).collect();
    all.sort_by_key(|(question, _)| question.theme);
    all
}

/// The questions for one person, in the order they are offered `today`: the same all day, as long as nothing is written.
///
/// - What was asked of that person within [`REST`] days is left out.
/// - Themes come in turn, the one not talked about for longest first; what was asked counts as talked about.
/// - Within a theme, what was never asked comes first, then what was asked longest ago. Among equals the day decides, so that
///   not everybody hears the same on the same day.
pub fn suggest_questions(
    questions: impl IntoIterator<Item = Question>,
    talked: &LastDiscussedByTheme,
    asked: &[AskedQuestion],
    person: PersonId,
    today: Date,
) -> Vec<Question> {
    let mut talked = talked.clone();
    let mut last_asked: BTreeMap<&str, Date> = BTreeMap::new();
    for asked in asked.iter().filter(|asked| asked.person == person) {
        let day = asked.at.day();
        talked.record(asked.theme, day);
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
            let name = question.key.as_str();
            (last_asked.get(name).copied(), daily_hash(name, person, today), name.to_owned())
        });
    }
    let mut themes = talked.longest_ago_first();
    themes.sort_by_key(|theme| (talked.last_discussed(*theme), daily_hash(theme.as_str(), person, today)));
    round_robin(themes.into_iter().filter_map(|theme| by_theme.remove(&theme)).collect())
}

/// The first of each, then the second of each, until nothing is left.
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

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// A number that nobody would guess and that is the same on every machine (FNV-1a).
fn daily_hash(name: &str, person: PersonId, day: Date) -> u64 {
    let day = days_between(Date::ZERO, day).to_le_bytes();
    let bytes = name.bytes().chain(person.0.to_le_bytes()).chain(day);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
