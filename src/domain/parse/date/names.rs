//! Names of months and weekdays, and how strictly a word has to match them. Words come in lower
//! case.

use jiff::civil::Weekday;

use crate::domain::cadence::weekday_name;

/// How a word has to match a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameMatch {
    /// Exactly, in English: for typed lines, where other words are ordinary text.
    English,
    /// Exactly, in the languages that notes are mostly kept in. Short names are English and German
    /// only, since those of other languages are words of text (`set 3`, `gen 2`).
    Prose,
    /// By any unique beginning of at least three letters (weekdays: two), in all languages: for
    /// cells of tables, which hold a date and nothing else.
    Cell,
}

/// The names of a month.
struct MonthNames {
    english: &'static [&'static str],
    prose: &'static [&'static str],
    cell: &'static [&'static str],
}

/// The months from January on.
const MONTHS: [MonthNames; 12] = [
    MonthNames {
        english: &["january", "jan"],
        prose: &["januar", "jänner", "janvier", "enero", "janeiro", "gennaio"],
        cell: &["januari"],
    },
    MonthNames {
        english: &["february", "feb"],
        prose: &["februar", "février", "febrero", "fevereiro", "febbraio"],
        cell: &["februari", "fevrier"],
    },
    MonthNames {
        english: &["march", "mar"],
        prose: &["märz", "mär", "mrz", "mars", "marzo", "março"],
        cell: &["maerz", "maart", "marco"],
    },
    MonthNames { english: &["april", "apr"], prose: &["avril", "abril", "aprile"], cell: &[] },
    MonthNames { english: &["may"], prose: &["mai", "mayo", "maio", "maggio"], cell: &["mei", "maj"] },
    MonthNames { english: &["june", "jun"], prose: &["juni", "juin", "junio", "junho", "giugno"], cell: &[] },
    MonthNames { english: &["july", "jul"], prose: &["juli", "juillet", "julio", "julho", "luglio"], cell: &[] },
    MonthNames { english: &["august", "aug"], prose: &["août", "agosto"], cell: &["augustus", "aout", "augusti"] },
    MonthNames {
        english: &["september", "sep", "sept"],
        prose: &["septembre", "septiembre", "setembro", "settembre"],
        cell: &[],
    },
    MonthNames {
        english: &["october", "oct"],
        prose: &["oktober", "okt", "octobre", "octubre", "outubro", "ottobre"],
        cell: &[],
    },
    MonthNames { english: &["november", "nov"], prose: &["novembre", "noviembre", "novembro"], cell: &[] },
    MonthNames {
        english: &["december", "dec"],
        prose: &["dezember", "dez", "décembre", "diciembre", "dezembro", "dicembre"],
        cell: &["decembre"],
    },
];

impl MonthNames {
    fn matches(&self, word: &str, how: NameMatch) -> bool {
        let is_one_of = |names: &[&str]| names.contains(&word);
        match how {
            NameMatch::English => is_one_of(self.english),
            NameMatch::Prose => is_one_of(self.english) || is_one_of(self.prose),
            NameMatch::Cell => {
                let is_long_enough = word.chars().count() >= 3;
                let mut names = self.english.iter().chain(self.prose).chain(self.cell);
                names.any(|name| *name == word || (is_long_enough && name.starts_with(word)))
            }
        }
    }
}

/// The month that a word names, from 1 to 12. A beginning that two months share names none.
pub(super) fn month(word: &str, how: NameMatch) -> Option<i8> {
    let mut matches = (1..).zip(&MONTHS).filter(|(_, names)| names.matches(word, how)).map(|(month, _)| month);
    matches.next().filter(|_| matches.next().is_none())
}

/// The names of a weekday besides its English one.
struct WeekdayNames {
    weekday: Weekday,
    english_short: &'static [&'static str],
    german: &'static str,
    /// Read in cells only.
    cell: &'static [&'static str],
}

#[rustfmt::skip]
const WEEKDAYS: [WeekdayNames; 7] = [
    WeekdayNames {
        weekday: Weekday::Monday, english_short: &["mon"], german: "montag",
        cell: &["lundi", "lunes", "lunedì", "maandag", "segunda-feira"],
    },
    WeekdayNames {
        weekday: Weekday::Tuesday, english_short: &["tue", "tues"], german: "dienstag",
        cell: &["mardi", "martes", "martedì", "dinsdag", "terça-feira"],
    },
    WeekdayNames {
        weekday: Weekday::Wednesday, english_short: &["wed", "weds"], german: "mittwoch",
        cell: &["mercredi", "miércoles", "mercoledì", "woensdag", "quarta-feira"],
    },
    WeekdayNames {
        weekday: Weekday::Thursday, english_short: &["thu", "thur", "thurs"], german: "donnerstag",
        cell: &["jeudi", "jueves", "giovedì", "donderdag", "quinta-feira"],
    },
    WeekdayNames {
        weekday: Weekday::Friday, english_short: &["fri"], german: "freitag",
        cell: &["vendredi", "viernes", "venerdì", "vrijdag", "sexta-feira"],
    },
    WeekdayNames {
        weekday: Weekday::Saturday, english_short: &["sat"], german: "samstag",
        cell: &["sonnabend", "samedi", "sábado", "sabato", "zaterdag"],
    },
    WeekdayNames {
        weekday: Weekday::Sunday, english_short: &["sun"], german: "sonntag",
        cell: &["dimanche", "domingo", "domenica", "zondag"],
    },
];

impl WeekdayNames {
    fn english(&self) -> &'static str {
        weekday_name(self.weekday)
    }

    fn is_english(&self, word: &str) -> bool {
        self.english_short.contains(&word) || self.english().eq_ignore_ascii_case(word)
    }

    fn matches(&self, word: &str, how: NameMatch) -> bool {
        match how {
            NameMatch::English => self.is_english(word),
            NameMatch::Prose => self.is_english(word) || self.german == word,
            NameMatch::Cell => {
                let starts_english =
                    self.english().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
                let mut others = self.cell.iter().chain([&self.german]);
                word.chars().count() >= 2 && (starts_english || others.any(|name| name.starts_with(word)))
            }
        }
    }
}

/// The weekday with this English name, whole or short.
pub(in crate::domain) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|names| names.is_english(word)).map(|names| names.weekday)
}

/// Whether a word names a weekday. A beginning that several weekdays share does too.
pub(super) fn is_weekday(word: &str, how: NameMatch) -> bool {
    WEEKDAYS.iter().any(|names| names.matches(word, how))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strictness_decides_which_names_match() {
        use NameMatch::{Cell, English, Prose};
        for (word, english, prose, cell) in [
            ("march", Some(3), Some(3), Some(3)),
            ("sept", Some(9), Some(9), Some(9)),
            ("märz", None, Some(3), Some(3)),
            ("dez", None, Some(12), Some(12)),
            ("settembre", None, Some(9), Some(9)),
            ("set", None, None, Some(9)),
            ("maart", None, None, Some(3)),
            ("febru", None, None, Some(2)),
            ("jui", None, None, None),
            ("ja", None, None, None),
            ("marching", None, None, None),
            ("", None, None, None),
        ] {
            assert_eq!([English, Prose, Cell].map(|how| month(word, how)), [english, prose, cell], "{word}");
        }
        for (word, english, prose, cell) in [
            ("tuesday", true, true, true),
            ("weds", true, true, false),
            ("samstag", false, true, true),
            ("sonnabend", false, false, true),
            ("mo", false, false, true),
            ("zo", false, false, true),
            ("m", false, false, false),
            ("mondays", false, false, false),
        ] {
            assert_eq!([English, Prose, Cell].map(|how| is_weekday(word, how)), [english, prose, cell], "{word}");
        }
    }

    #[test]
    fn every_name_matches_its_own_month_in_a_cell() {
        for (index, names) in (1..).zip(&MONTHS) {
            for name in names.english.iter().chain(names.prose).chain(names.cell) {
                assert_eq!(month(name, NameMatch::Cell), Some(index), "{name}");
            }
        }
    }
}
