//! People: those whom you meet one-on-one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    cadence::Cadence,
    id::{PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    parse::date::is_in_calendar,
    short_name::first_name,
    string_enum::string_enum,
};

string_enum! {
    /// The relation of a person to the leader.
    pub enum Relation {
        /// Reports to you.
        Report = "report",
        /// Works alongside you.
        Peer = "peer",
        /// Your own boss.
        Boss = "boss",
    }
}

/// The fields of a person that can be edited; all but the name may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The full name, in any script.
    pub name: String,
    /// What they are called; empty for the first name in [`Profile::name`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub goes_by: String,
    /// Their relation to you.
    pub relation: Relation,
    /// Their job.
    pub role: String,
    /// Their team.
    pub team: String,
    /// The day on which they joined you.
    pub since: Option<Date>,
    /// The birthday, with or without the year.
    pub birthday: Option<Birthday>,
    /// Their pronouns.
    pub pronouns: String,
    /// Personal details that matter to them, as free text.
    #[serde(rename = "matters")]
    pub personal_details: String,
    /// How often you mean to meet; `None` without a cadence.
    pub cadence: Option<Cadence>,
    /// An index into the palette of avatars; `None` to derive the colour from the name.
    pub colour: Option<u8>,
    /// The name of the standing format of their one-on-ones; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
}

impl Profile {
    /// A report whom you meet every week, and of whom only the name is known.
    pub fn with_name(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            goes_by: String::new(),
            relation: Relation::Report,
            role: String::new(),
            team: String::new(),
            since: None,
            birthday: None,
            pronouns: String::new(),
            personal_details: String::new(),
            cadence: Some(Cadence::default()),
            colour: None,
            format: String::new(),
        }
    }

    /// The free texts, the name first.
    pub fn texts(&self) -> [&String; 6] {
        [&self.name, &self.goes_by, &self.role, &self.team, &self.pronouns, &self.personal_details]
    }

    /// What they are called by someone who speaks to them. Within a sentence of the journal use
    /// [`Person::short_name`], which tells them apart from others.
    pub fn first_name(&self) -> &str {
        if self.goes_by.trim().is_empty() { first_name(&self.name) } else { self.goes_by.trim() }
    }
}

/// A person in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The row in the database.
    pub id: PersonId,
    /// The UUID, which never changes.
    pub uid: Uid,
    /// The fields that can be edited.
    pub profile: Profile,
    /// The position in the list of people, from 0; several may share one after a merge.
    #[serde(rename = "place")]
    pub position: i64,
    /// When they were added.
    #[serde(rename = "added")]
    pub added_at: Moment,
    /// When they were archived; `None` while active.
    #[serde(rename = "archived")]
    pub archived_at: Option<Moment>,
    /// What was prepared for the next one-on-one.
    #[serde(default)]
    #[serde(rename = "prepare")]
    pub meeting_prep: MeetingPrep,
    /// How sentences name them, where their first name would not do.
    #[serde(skip)]
    pub short_name: ShortName,
}

impl Person {
    /// What they are called within a sentence: no other person has the same short name.
    pub fn short_name(&self) -> &str {
        self.short_name.0.as_deref().unwrap_or_else(|| self.profile.first_name())
    }

    /// The names by which they are found, the full one first.
    pub fn names(&self) -> [&str; 2] {
        [&self.profile.name, self.short_name()]
    }
}

/// A short name that was chosen among all people; without it, the first name is used. It follows
/// from the names of everybody and is not stored, so it makes no difference between two records.
#[derive(Debug, Clone, Default)]
pub struct ShortName(pub Option<String>);

impl PartialEq for ShortName {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for ShortName {}

/// A birthday, with or without the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Birthday {
    /// The year, if known.
    pub year: Option<i16>,
    /// The month, from 1 to 12.
    pub month: i8,
    /// The day of the month, from 1. Without a year, 29 February is valid.
    pub day: i8,
}

/// A text that is no birthday.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” isn’t a birthday. Try “30 November”, “11-30” or “1988-11-30”.")]
pub struct BirthdayError(String);

impl Birthday {
    /// Any leap year, so that 29 February is valid.
    const LEAP_YEAR: i16 = 2000;
    const FORMATS_WITH_YEAR: [&str; 4] = ["%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"];
    const FORMATS_WITHOUT_YEAR: [&str; 5] = ["%m-%d %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"];

    /// Parses `1988-11-30`, `11-30`, `--11-30`, `30 November`, `Nov 30`, `30 nov 1988`.
    ///
    /// # Errors
    /// If the text is none of these, or there is no such date.
    pub fn parse(text: &str) -> Result<Self, BirthdayError> {
        let error = || BirthdayError(text.to_owned());
        let text = text.trim().trim_start_matches("--");
        if let Ok(date) = text.parse::<Date>() {
            if !is_in_calendar(date) {
                return Err(error());
            }
            return Ok(Self { year: Some(date.year()), month: date.month(), day: date.day() });
        }
        if let Some(date) = Self::FORMATS_WITH_YEAR.iter().find_map(|format| Date::strptime(format, text).ok()) {
            return Ok(Self { year: Some(date.year()), month: date.month(), day: date.day() });
        }
        let with_year = format!("{text} {}", Self::LEAP_YEAR);
        let date = Self::FORMATS_WITHOUT_YEAR
            .iter()
            .find_map(|format| Date::strptime(format, &with_year).ok())
            .ok_or_else(error)?;
        Ok(Self { year: None, month: date.month(), day: date.day() })
    }
}

/// Formats as `1988-11-30`, or `11-30` without a year.
impl std::fmt::Display for Birthday {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year:04}-")?;
        }
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl From<Birthday> for String {
    fn from(birthday: Birthday) -> Self {
        birthday.to_string()
    }
}

impl TryFrom<String> for Birthday {
    type Error = BirthdayError;

    fn try_from(text: String) -> Result<Self, BirthdayError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_birthdays_in_common_formats() {
        for (text, expected) in [
            ("1988-11-30", "1988-11-30"),
            ("11-30", "11-30"),
            ("30 November", "11-30"),
            ("nov 30", "11-30"),
            ("30 nov 1988", "1988-11-30"),
            ("29 February", "02-29"),
        ] {
            assert_eq!(Birthday::parse(text).expect(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn nonexistent_date_is_not_a_birthday() {
        for text in ["", "31 February", "13-01", "soon", "1987-02-29", "0000-01-01", "-000004-02-29"] {
            assert!(Birthday::parse(text).is_err(), "{text}");
        }
    }
}
