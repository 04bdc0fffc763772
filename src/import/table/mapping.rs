//! Which column of a table holds what.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::domain::{name::normalize_name, string_enum::string_enum};

string_enum! {
    /// What a column can hold.
    pub enum Column {
        /// The person it is about.
        Person = "person",
        /// The last name, where it has a column of its own.
        LastName = "last-name",
        /// The date; a time may follow.
        Day = "day",
        /// The time.
        Time = "time",
        /// The kind: a note, praise, an action.
        Kind = "kind",
        /// The title, which becomes the first line.
        Title = "title",
        /// The text.
        Text = "text",
        /// The state.
        State = "state",
        /// The due date.
        Due = "due",
        /// The owner: the leader or the person.
        By = "by",
        /// The subjects.
        Subjects = "subjects",
        /// Whether it was written in a one-on-one.
        OneOnOne = "one-on-one",
    }
}

impl Column {
    /// The columns without which there is no entry.
    pub const REQUIRED: [Self; 3] = [Self::Person, Self::Day, Self::Text];

    /// Its label where columns are chosen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::LastName => "Last name",
            Self::Day => "Day",
            Self::Time => "Time",
            Self::Kind => "Kind",
            Self::Title => "Title",
            Self::Text => "Text",
            Self::State => "State",
            Self::Due => "Due",
            Self::By => "Owner",
            Self::Subjects => "Subjects",
            Self::OneOnOne => "In a one-on-one",
        }
    }

    /// Names that other programs use, the most specific first.
    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Person => &[
                "person",
                "employee",
                "employee name",
                "team member",
                "direct report",
                "report",
                "who",
                "full name",
                "member",
                "colleague",
                "teammate",
                "staff",
                "staff member",
                "about",
                "associate",
                "people",
                "mitarbeiter",
                "mitarbeiterin",
                "collaborateur",
                "empleado",
                "employe",
                "medewerker",
                "person name",
                "attendee",
                "attendees",
                "participant",
                "participants",
                "with",
                "first name",
                "given name",
                "forename",
                "vorname",
                "prenom",
                // Elsewhere it is the name of a page.
                "name",
            ],
            Self::LastName => &["last name", "surname", "family name", "nachname", "nom", "nom de famille", "name"],
            Self::Day => &[
                "day",
                "date",
                "meeting date",
                "note date",
                "entry date",
                "session date",
                "date of meeting",
                "when",
                "created",
                "created at",
                "created on",
                "date created",
                "creation date",
                "timestamp",
                "logged",
                "logged on",
                "datum",
                "fecha",
                "data",
                "1 1 date",
                "date time",
                "datetime",
            ],
            Self::Time => &["time", "start time", "uhrzeit", "hora", "heure"],
            Self::Kind => {
                &["kind", "type", "category", "entry type", "note type", "art", "tipo", "kategorie", "record type"]
            }
            Self::Title => &["title", "subject", "topic", "headline", "heading", "thema", "titel", "titre", "name"],
            Self::Text => &[
                "text",
                "note",
                "notes",
                "comment",
                "comments",
                "description",
                "details",
                "observation",
                "observations",
                "body",
                "content",
                "remarks",
                "remark",
                "entry",
                "feedback",
                "message",
                "summary",
                "discussion",
                "notiz",
                "notizen",
                "kommentar",
                "what happened",
                "meeting notes",
                "discussion notes",
            ],
            Self::State => {
                &["state", "status", "done", "completed", "complete", "progress", "erledigt", "resolved", "closed"]
            }
            Self::Due => {
                &["due", "due date", "deadline", "by when", "target date", "due by", "due on", "fallig", "frist"]
            }
            Self::By => &[
                "by",
                "owner",
                "action owner",
                "assigned to",
                "assignee",
                "responsible",
                "whose",
                "who does it",
                "promised by",
                "verantwortlich",
            ],
            Self::Subjects => {
                &["subjects", "tags", "labels", "tag", "label", "keywords", "themes", "theme", "hashtags"]
            }
            Self::OneOnOne => {
                &["one on one", "1 1", "1on1", "one to one", "in 1 1", "in one on one", "1 on 1", "from 1 1"]
            }
        }
    }
}

/// Refers to a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnRef {
    /// By its name in the header.
    Name(String),
    /// By its position, from 1.
    Position(usize),
}

/// Which column of a table holds what. As text it is `person=Employee,day=Date,text=Notes`; a
/// number is a position from 1, and a name with a comma is quoted: `text="Notes, long"`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<Column, ColumnRef>,
}

/// Why a text is not a mapping. The messages are shown as they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A part is not a pair.
    #[error("“{0}” isn’t a valid mapping. Try person=Employee,day=Date,text=Notes.")]
    InvalidPair(String),
    /// There is no such kind of column.
    #[error("“{name}” isn’t a known field. The fields are {}.", column_names())]
    UnknownColumn {
        /// The unknown name.
        name: String,
    },
    /// The header has no such name.
    #[error("The table has no column “{0}”.")]
    ColumnNotFound(String),
}

fn column_names() -> String {
    Column::ALL.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(", ")
}

impl Mapping {
    /// The column that holds this.
    pub fn get(&self, column: Column) -> Option<&ColumnRef> {
        self.columns.get(&column)
    }

    /// Sets the column that holds this; `None` removes it.
    pub fn set(&mut self, column: Column, place: Option<ColumnRef>) {
        match place {
            Some(place) => self.columns.insert(column, place),
            None => self.columns.remove(&column),
        };
    }

    /// The required columns that are not mapped.
    pub fn missing(&self) -> Vec<Column> {
        Column::REQUIRED.into_iter().filter(|column| !self.columns.contains_key(column)).collect()
    }

    /// Whether it uses positions only, so that it needs no header.
    pub fn is_positional(&self) -> bool {
        self.columns.values().all(|place| matches!(place, ColumnRef::Position(_)))
    }

    /// Guesses the mapping from a header. Each name is used once at most.
    pub fn from_header(header: &[String]) -> Self {
        let plain: Vec<String> = header.iter().map(|name| normalize_words(name)).collect();
        let mut taken = vec![false; header.len()];
        let mut mapping = Self::default();
        for column in Column::ALL {
            // A last name without a first name is no name.
            if *column == Column::LastName && !mapping.get(Column::Person).is_some_and(is_first_name) {
                continue;
            }
            let place = column
                .aliases()
                .iter()
                .find_map(|name| plain.iter().zip(&taken).position(|(plain, taken)| plain == name && !*taken));
            if let Some(place) = place {
                taken[place] = true;
                mapping.set(*column, Some(column_ref(header, place)));
            }
        }
        // In a table with a title and no text, the title is the text.
        if mapping.get(Column::Text).is_none() {
            let title = mapping.columns.remove(&Column::Title);
            mapping.set(Column::Text, title);
        }
        mapping
    }

    /// Resolves the mapping to indexes, from 0.
    ///
    /// # Errors
    /// If the header has no such name.
    pub(super) fn resolve(&self, header: &[String]) -> Result<BTreeMap<Column, usize>, MappingError> {
        let find = |place: &ColumnRef| match place {
            // Without a header the number of columns is unknown.
            ColumnRef::Position(number) if header.is_empty() || *number <= header.len() => {
                number.checked_sub(1).ok_or_else(|| MappingError::ColumnNotFound(number.to_string()))
            }
            ColumnRef::Position(number) => Err(MappingError::ColumnNotFound(number.to_string())),
            ColumnRef::Name(name) => {
                let same = |other: &String| other == name;
                let alike = |other: &String| normalize_words(other) == normalize_words(name);
                let found = header.iter().position(same).or_else(|| header.iter().position(alike));
                found.ok_or_else(|| MappingError::ColumnNotFound(name.clone()))
            }
        };
        self.columns.iter().map(|(column, place)| Ok((*column, find(place)?))).collect()
    }
}

/// Whether a column holds first names, or may.
fn is_first_name(place: &ColumnRef) -> bool {
    let first = ["first name", "given name", "forename", "vorname", "prenom", "name"];
    matches!(place, ColumnRef::Name(name) if first.contains(&normalize_words(name).as_str()))
}

/// The best reference to a column: its name, if that is unique.
fn column_ref(header: &[String], place: usize) -> ColumnRef {
    match header.get(place) {
        Some(name) if !name.trim().is_empty() && header.iter().filter(|other| *other == name).count() == 1 => {
            ColumnRef::Name(name.clone())
        }
        _ => ColumnRef::Position(place + 1),
    }
}

/// A name without case, accents and punctuation.
fn normalize_words(name: &str) -> String {
    let folded = normalize_name(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> =
            self.columns.iter().map(|(column, place)| format!("{}={place}", column.as_str())).collect();
        f.write_str(&pairs.join(","))
    }
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Position(number) => write!(f, "{number}"),
            Self::Name(name) if needs_quotes(name) => write!(f, "\"{}\"", name.replace('"', "\"\"")),
            Self::Name(name) => f.write_str(name),
        }
    }
}

fn needs_quotes(name: &str) -> bool {
    name.contains([',', '"']) || name.trim() != name || name.is_empty() || name.parse::<usize>().is_ok()
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let mut mapping = Self::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let no_pair = || MappingError::InvalidPair(rest.chars().take(60).collect());
            let (column, value) = rest.split_once('=').ok_or_else(no_pair)?;
            let column = column.trim();
            let known: Column =
                column.to_lowercase().parse().map_err(|_| MappingError::UnknownColumn { name: column.to_owned() })?;
            let value = value.trim_start();
            let (place, after) = if let Some(quoted) = value.strip_prefix('"') {
                let (name, after) = parse_quoted(quoted).ok_or_else(no_pair)?;
                (ColumnRef::Name(name), after.trim_start())
            } else {
                let end = value.find(',').unwrap_or(value.len());
                let (name, after) = value.split_at_checked(end).ok_or_else(no_pair)?;
                let name = name.trim();
                if name.is_empty() {
                    return Err(no_pair());
                }
                (name.parse().map_or_else(|_| ColumnRef::Name(name.to_owned()), ColumnRef::Position), after)
            };
            mapping.set(known, Some(place));
            rest = match after.strip_prefix(',') {
                Some(rest) => rest.trim_start(),
                None if after.is_empty() => after,
                None => return Err(no_pair()),
            };
        }
        Ok(mapping)
    }
}

/// Splits at the closing quote; a doubled quote is part of the text.
fn parse_quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if chars.next_if(|(_, next)| *next == '"').is_some() => name.push('"'),
            '"' => return Some((name, text.get(at + 1..)?)),
            c => name.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mapping_is_suggested_from_the_header() {
        for (header, expected) in [
            ("Employee,Date,Notes", "person=Employee,day=Date,text=Notes"),
            (
                "Name;Type;Comment;Meeting date;Status",
                "person=Name,day=Meeting date,kind=Type,text=Comment,state=Status",
            ),
            (
                "Date,Who,Subject,Details,Owner,Due date",
                "person=Who,day=Date,title=Subject,text=Details,due=Due date,by=Owner",
            ),
            ("DATE,REPORT,TITLE", "person=REPORT,day=DATE,text=TITLE"),
            ("Person,Employee,Day,Note", "person=Person,day=Day,text=Note"),
            ("a,b,c", ""),
            ("First Name,Last Name,Date,Notes", "person=First Name,last-name=Last Name,day=Date,text=Notes"),
            ("Name;Vorname;Datum;Notiz", "person=Vorname,last-name=Name,day=Datum,text=Notiz"),
            ("Last Name,Date,Notes", "day=Date,text=Notes"),
            ("Employee,Last Name,Date,Notes", "person=Employee,day=Date,text=Notes"),
            ("Name,Attendees,Date,Notes", "person=Attendees,day=Date,title=Name,text=Notes"),
            ("Date,Date,Name,Note", "person=Name,day=1,text=Note"),
            ("Fällig,Mitarbeiter,Datum,Notiz,Tags", "person=Mitarbeiter,day=Datum,text=Notiz,due=Fällig,subjects=Tags"),
        ] {
            let names: Vec<String> = header.split([',', ';']).map(str::to_owned).collect();
            assert_eq!(Mapping::from_header(&names).to_string(), expected, "{header}");
        }
    }

    #[test]
    fn mapping_is_parsed_from_text() {
        let mapping: Mapping = "person=Employee, day = 2 ,text=\"Notes, \"\"long\"\"\"".parse().expect("a mapping");
        assert_eq!(mapping.get(Column::Person), Some(&ColumnRef::Name("Employee".into())));
        assert_eq!(mapping.get(Column::Day), Some(&ColumnRef::Position(2)));
        assert_eq!(mapping.get(Column::Text), Some(&ColumnRef::Name("Notes, \"long\"".into())));
        assert_eq!(mapping.missing(), []);
        assert_eq!("day=1".parse::<Mapping>().expect("a mapping").missing(), [Column::Person, Column::Text]);
        for (text, error) in [
            ("person", MappingError::InvalidPair("person".into())),
            ("person=", MappingError::InvalidPair("person=".into())),
            ("salary=3", MappingError::UnknownColumn { name: "salary".into() }),
            ("text=\"a", MappingError::InvalidPair("text=\"a".into())),
            ("text=\"a\"b", MappingError::InvalidPair("text=\"a\"b".into())),
        ] {
            assert_eq!(text.parse::<Mapping>(), Err(error), "{text}");
        }
    }

    #[test]
    fn columns_are_resolved_by_name_or_number() {
        let header: Vec<String> = ["Employee", "Date", "Notes"].map(str::to_owned).into();
        let places = |text: &str| text.parse::<Mapping>().expect("a mapping").resolve(&header);
        assert_eq!(places("person=employee,text=3"), Ok(BTreeMap::from([(Column::Person, 0), (Column::Text, 2)])));
        assert_eq!(places("person=Boss"), Err(MappingError::ColumnNotFound("Boss".into())));
        assert_eq!(places("person=4"), Err(MappingError::ColumnNotFound("4".into())));
        assert_eq!(places("person=0"), Err(MappingError::ColumnNotFound("0".into())));
    }

    proptest! {
        #[test]
        fn mapping_roundtrips_through_text(name in "[a-z0-9,\"= ]{0,8}", number in 1_usize..99) {
            let mut mapping = Mapping::default();
            mapping.set(Column::Text, Some(ColumnRef::Name(name)));
            mapping.set(Column::Day, Some(ColumnRef::Position(number)));
            prop_assert_eq!(mapping.to_string().parse(), Ok(mapping));
        }
    }
}
