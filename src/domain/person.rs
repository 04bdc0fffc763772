//! Someone you meet one-on-one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    cadence::Cadence,
    id::{PersonId, Uid},
    meeting_prep::MeetingPrep,
    moment::Moment,
    parse::date::is_in_calendar,
    string_enum::string_enum,
};

string_enum! {
    /// What someone is to the leader.
    pub enum Relation {
        /// Reports to you.
        Report = "report",
        /// Works beside you.
        Peer = "peer",
        /// Your own boss.
        Boss = "boss",
    }
}

/// What can be written down about a person by hand; all but the name may stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// As they write it, in any script.
    pub name: String,
    /// What they are to you.
    pub relation: Relation,
    /// What they do.
    pub role: String,
    /// Where they do it.
    pub team: String,
    /// Since when they are with you.
    pub since: Option<Date>,
    /// Day and month, with or without the year.
    pub birthday: Option<Birthday>,
    /// How to speak of them.
    pub pronouns: String,
    /// What matters to them, as free text.
    #[serde(rename = "matters")]
    pub personal_details: String,
    /// How often you mean to meet; none where there is no rhythm.
    pub cadence: Option<Cadence>,
    /// A place in the avatars' palette; by the name where none was chosen.
    pub colour: Option<u8>,
}

impl Profile {
    /// Someone of whom only the name is known: a report, met every week until told otherwise.
    pub fn with_name(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            relation: Relation::Report,
            role: String::new(),
            team: String::new(),
            since: None,
            birthday: None,
            pronouns: String::new(),
            personal_details: String::new(),
            cadence: Some(Cadence::default()),
            colour: None,
        }
    }

    /// All that was written about them, the name first.
    pub fn texts(&self) -> [&String; 5] {
        [&self.name, &self.role, &self.team, &self.pronouns, &self.personal_details]
    }

    /// How to speak of them in passing: the first word of the name.
    pub fn short_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
}

/// A person as the journal holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The row.
    pub id: PersonId,
    /// The lasting name.
    pub uid: Uid,
    /// What was written down about them.
    pub profile: Profile,
    /// Order among the people, from 0; several may share one after a merge.
    #[serde(rename = "place")]
    pub position: i64,
    /// When they were added.
    #[serde(rename = "added")]
    pub added_at: Moment,
    /// When they were put away; `None` while active.
    #[serde(rename = "archived")]
    pub archived_at: Option<Moment>,
    /// What was set out for the one-on-ones with them.
    #[serde(default)]
    #[serde(rename = "prepare")]
    pub meeting_prep: MeetingPrep,
}

/// A birthday; many people tell the day but not the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Birthday {
    /// The year, where it is known.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31, as the month allows; 29 February needs no leap year.
    pub day: i8,
}

/// A text that names no day of a year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no birthday: write it as 30 November, 11-30 or 1988-11-30.")]
pub struct BirthdayError(String);

impl Birthday {
    /// A leap year, so that 29 February is a day.
    const LEAP_YEAR: i16 = 2000;
    const FORMATS_WITH_YEAR: [&str; 4] = ["%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"];
    const FORMATS_WITHOUT_YEAR: [&str; 5] = ["%m-%d %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"];

    /// Reads `1988-11-30`, `11-30`, `--11-30`, `30 November`, `Nov 30`, `30 nov 1988`.
    ///
    /// # Errors
    /// Where the text names no day of a year.
    pub fn parse(text: &str) -> Result<Self, BirthdayError> {
        let error = || BirthdayError(text.to_owned());
        let text = text.trim().trim_start_matches("--");
        if let Ok(date) = text.parse::<Date>() {
            if !is_in_calendar(date) {
                return Err(error());
            }
            return Ok(Self { year: Some(date.year()), month: date.month(), day: date.day() });
        }
        if let Some(date) = Self::FORMATS_WITH_YEAR.iter().find_map(|form| Date::strptime(form, text).ok()) {
            return Ok(Self { year: Some(date.year()), month: date.month(), day: date.day() });
        }
        let dated = format!("{text} {}", Self::LEAP_YEAR);
        let date =
            Self::FORMATS_WITHOUT_YEAR.iter().find_map(|form| Date::strptime(form, &dated).ok()).ok_or_else(error)?;
        Ok(Self { year: None, month: date.month(), day: date.day() })
    }
}

/// `1988-11-30`, or `11-30` where the year is not known.
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
