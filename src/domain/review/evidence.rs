//! What there is of a period: everything that was written in it, what went on in it though it had begun before, and what is in
//! force. Only which and when, without a word of text: there may be tens of thousands.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{period::Period, recency::Written};
use crate::domain::{id::EntryId, kind::Kind};

/// One entry that says something about the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Which.
    pub entry: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// The day it was written on.
    pub written: Date,
    /// The day it stands at: of a goal, a flag or a delegation the last on which something happened to it in the period.
    pub day: Date,
    /// Whether it is picked.
    pub picked: bool,
}

/// The one-on-ones of the period that have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Met {
    /// How many were held, also with nothing to note.
    pub held: u32,
    /// How many did not happen.
    pub skipped: u32,
}

impl Met {
    /// "10 of 12 one-on-ones held, 2 skipped"; nothing where there was none.
    pub fn say(self) -> Option<String> {
        let all = self.held + self.skipped;
        let ones = if all == 1 { "one-on-one" } else { "one-on-ones" };
        match (self.held, self.skipped) {
            (0, 0) => None,
            (held, 0) => Some(format!("{held} {ones} held, none skipped")),
            (held, skipped) => Some(format!("{held} of {all} {ones} held, {skipped} skipped")),
        }
    }
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The newest first.
    pub pieces: Vec<Piece>,
    /// How often you met.
    pub met: Met,
}

impl Evidence {
    /// From what was found in any order.
    pub fn from_parts(mut pieces: Vec<Piece>, met: Met) -> Self {
        pieces.sort_by_key(|piece| std::cmp::Reverse((piece.day, piece.written, piece.entry)));
        Self { pieces, met }
    }

    /// How many are picked.
    pub fn picked(&self) -> usize {
        self.pieces.iter().filter(|piece| piece.picked).count()
    }

    /// What was written within the period, and what went on in it, for [`recency`](super::recency::recency).
    pub fn written(&self, period: Period) -> impl Iterator<Item = Written> + Clone {
        self.pieces.iter().map(move |piece| {
            let before = piece.written < period.from();
            let day = if before { piece.day.max(period.from()) } else { piece.written };
            Written { day, picked: piece.picked, before }
        })
    }
}

/// In which order evidence is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By month, the newest first.
    #[default]
    Month,
    /// By kind, flags last.
    Kind,
    /// By subject, the most written about first.
    Subject,
}

/// The kinds in the order in which they matter to a review. Flags are private, and last.
const KINDS: [Kind; 10] = [
    Kind::Goal,
    Kind::CheckIn,
    Kind::Praise,
    Kind::Feedback,
    Kind::Delegation,
    Kind::Expectation,
    Kind::Action,
    Kind::Topic,
    Kind::Note,
    Kind::Flag,
];

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A group begins: what it is called, and how much is in it.
    Head {
        /// "October 2026", "Praise", "#career".
        said: String,
        /// How many pieces.
        pieces: usize,
        /// How many of them are picked.
        picked: usize,
    },
    /// A piece.
    Piece {
        /// Its place in [`Evidence::pieces`].
        at: usize,
        /// With which of its subjects it stands here; 0 where it stands only once.
        group: usize,
    },
}

/// What a group is of, in the order of the groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group<'a> {
    Month(std::cmp::Reverse<Date>),
    Before,
    Kind(usize),
    Subject(std::cmp::Reverse<usize>, &'a str),
    NoSubject,
}

/// The lines of a list in an order, of all pieces or only of those that are picked. `subjects` are the words of each entry,
/// which only that order needs; what has several stands with each of them.
pub fn lines(
    evidence: &Evidence,
    period: Period,
    order: Order,
    only_picked: bool,
    subjects: &[(EntryId, String)],
) -> Vec<Line> {
    let shown = || evidence.pieces.iter().enumerate().filter(|(_, piece)| piece.picked || !only_picked);
    let mut groups: BTreeMap<Group<'_>, Vec<usize>> = BTreeMap::new();
    match order {
        Order::Month => shown().for_each(|(at, piece)| {
            let month = std::cmp::Reverse(piece.day.first_of_month());
            let group = if piece.day < period.from() { Group::Before } else { Group::Month(month) };
            groups.entry(group).or_default().push(at);
        }),
        Order::Kind => shown().for_each(|(at, piece)| {
            let place = KINDS.iter().position(|kind| *kind == piece.kind).unwrap_or(KINDS.len());
            groups.entry(Group::Kind(place)).or_default().push(at);
        }),
        Order::Subject => {
            let mut words: BTreeMap<EntryId, Vec<&str>> = BTreeMap::new();
            for (entry, word) in subjects {
                words.entry(*entry).or_default().push(word);
            }
            let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for (at, piece) in shown() {
                match words.get(&piece.entry) {
                    Some(words) => words.iter().for_each(|word| by_word.entry(word).or_default().push(at)),
                    None => groups.entry(Group::NoSubject).or_default().push(at),
                }
            }
            let most_first =
                |(word, pieces): (_, Vec<usize>)| (Group::Subject(std::cmp::Reverse(pieces.len()), word), pieces);
            groups.extend(by_word.into_iter().map(most_first));
        }
    }
    let mut lines = Vec::with_capacity(evidence.pieces.len() + groups.len());
    for (nth, (group, pieces)) in groups.into_iter().enumerate() {
        let again = if order == Order::Subject { nth } else { 0 };
        let picked = pieces.iter().filter_map(|at| evidence.pieces.get(*at)).filter(|piece| piece.picked).count();
        lines.push(Line::Head { said: group.say(), pieces: pieces.len(), picked });
        lines.extend(pieces.into_iter().map(|at| Line::Piece { at, group: again }));
    }
    lines
}

impl Group<'_> {
    fn say(&self) -> String {
        match self {
            Self::Month(first) => first.0.strftime("%B %Y").to_string(),
            Self::Before => "In force since before".to_owned(),
            Self::Kind(at) => KINDS.get(*at).map_or_else(String::new, |kind| kind.plural().to_owned()),
            Self::Subject(_, word) => format!("#{word}"),
            Self::NoSubject => "No subject".to_owned(),
        }
    }
}

/// What picking everything that is shown picks: flags are picked by hand, one by one, or not at all.
pub fn to_pick(evidence: &Evidence) -> Vec<EntryId> {
    evidence.pieces.iter().filter(|piece| !piece.picked && piece.kind != Kind::Flag).map(|piece| piece.entry).collect()
}

/// What letting go of everything lets go.
pub fn to_drop(evidence: &Evidence) -> Vec<EntryId> {
    evidence.pieces.iter().filter(|piece| piece.picked).map(|piece| piece.entry).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn piece(entry: i64, kind: Kind, month: i8, picked: bool) -> Piece {
        let day = date(2026, month, 5);
        Piece { entry: EntryId(entry), kind, written: day, day, picked }
    }

    fn evidence() -> Evidence {
        let pieces = vec![
            piece(1, Kind::Praise, 6, true),
            piece(2, Kind::Flag, 9, false),
            piece(3, Kind::Goal, 11, false),
            piece(4, Kind::Praise, 9, false),
            piece(5, Kind::Expectation, 3, false),
        ];
        Evidence::from_parts(pieces, Met::default())
    }

    fn said(order: Order, only_picked: bool, subjects: &[(i64, &str)]) -> Vec<String> {
        let period = Period::new(date(2026, 6, 1), date(2026, 11, 30)).unwrap();
        let subjects: Vec<_> = subjects.iter().map(|(entry, word)| (EntryId(*entry), (*word).to_owned())).collect();
        let evidence = evidence();
        let say = |line: &Line| match line {
            Line::Head { said, pieces, picked } => format!("{said} {picked}/{pieces}"),
            Line::Piece { at, .. } => evidence.pieces[*at].entry.0.to_string(),
        };
        lines(&evidence, period, order, only_picked, &subjects).iter().map(say).collect()
    }

    #[test]
    fn evidence_is_ordered_by_month_kind_or_subject() {
        assert_eq!(
            said(Order::Month, false, &[]),
            [
                "November 2026 0/1",
                "3",
                "September 2026 0/2",
                "4",
                "2",
                "June 2026 1/1",
                "1",
                "In force since before 0/1",
                "5"
            ]
        );
        assert_eq!(
            said(Order::Kind, false, &[]),
            ["Goals 0/1", "3", "Praise 1/2", "4", "1", "Expectations 0/1", "5", "Flags 0/1", "2"]
        );
        let subjects = [(1, "growth"), (3, "career"), (4, "growth"), (4, "team")];
        assert_eq!(
            said(Order::Subject, false, &subjects),
            ["#growth 1/2", "4", "1", "#career 0/1", "3", "#team 0/1", "4", "No subject 0/2", "2", "5"]
        );
    }

    #[test]
    fn only_what_is_picked_can_be_shown() {
        assert_eq!(said(Order::Kind, true, &[]), ["Praise 1/1", "1"]);
        assert_eq!(said(Order::Subject, true, &[(1, "growth")]), ["#growth 1/1", "1"]);
    }

    #[test]
    fn picking_all_leaves_the_flags_and_letting_go_takes_all() {
        assert_eq!(to_pick(&evidence()), [3, 4, 5].map(EntryId));
        assert_eq!(to_drop(&evidence()), [EntryId(1)]);
        assert_eq!(evidence().picked(), 1);
    }

    #[test]
    fn how_often_you_met_is_said_in_one_line() {
        for (held, skipped, said) in [
            (0, 0, None),
            (1, 0, Some("1 one-on-one held, none skipped")),
            (10, 2, Some("10 of 12 one-on-ones held, 2 skipped")),
            (0, 1, Some("0 of 1 one-on-one held, 1 skipped")),
        ] {
            assert_eq!(Met { held, skipped }.say().as_deref(), said);
        }
    }
}
