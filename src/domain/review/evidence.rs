//! The evidence of a period: entries written in it, older ones that went on in it, and expectations
//! in force. Ids and days only, without text, since there may be tens of thousands.

use std::{cmp::Reverse, collections::BTreeMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{coverage::CoverageEntry, period::Period};
use crate::domain::{entry::kind::Kind, id::EntryId};

/// An entry that is evidence for the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceItem {
    /// The entry.
    pub entry: EntryId,
    /// Its kind.
    pub kind: Kind,
    /// The day it was written on.
    pub written_on: Date,
    /// The day it is listed under: for a goal, a flag or a delegation that of its last event in the
    /// period.
    pub day: Date,
    /// Whether it is picked.
    pub picked: bool,
}

/// The past one-on-ones of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeetingCounts {
    /// The number held, including those with nothing to note.
    pub held: u32,
    /// The number skipped.
    pub skipped: u32,
}

/// All evidence of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The items, newest first.
    pub items: Vec<EvidenceItem>,
    /// The counts of one-on-ones.
    pub meeting_counts: MeetingCounts,
}

impl Evidence {
    /// Builds it from items in any order.
    pub fn from_parts(mut items: Vec<EvidenceItem>, meeting_counts: MeetingCounts) -> Self {
        items.sort_by_key(|piece| Reverse((piece.day, piece.written_on, piece.entry)));
        Self { items, meeting_counts }
    }

    /// The number of picked items.
    pub fn picked_count(&self) -> usize {
        self.items.iter().filter(|piece| piece.picked).count()
    }

    /// The entries for [`coverage`](super::coverage::coverage()).
    pub fn coverage_entries(&self, period: Period) -> impl Iterator<Item = CoverageEntry> + Clone {
        self.items.iter().map(move |piece| {
            let before = piece.written_on < period.first_day();
            let day = if before { piece.day.max(period.first_day()) } else { piece.written_on };
            CoverageEntry { day, picked: piece.picked, precedes_period: before }
        })
    }
}

/// The order in which evidence is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// By month, newest first.
    #[default]
    Month,
    /// By kind, flags last.
    Kind,
    /// By subject, the most frequent first.
    Subject,
}

/// The kinds by their importance to a review. Flags are private, and last.
const KIND_ORDER: [Kind; 10] = [
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

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceListRow {
    /// The header of a group.
    Header {
        /// The group.
        group: EvidenceGroup,
        /// How many items it has.
        item_count: usize,
        /// How many of them are picked.
        picked_count: usize,
    },
    /// An item.
    Item {
        /// Its index in [`Evidence::items`].
        index: usize,
        /// The index of its group when listed by subject, where it may occur several times; else 0.
        group: usize,
    },
}

/// What the items of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EvidenceGroup {
    /// A month, by its first day.
    Month(Date),
    /// Nothing happened to them in the period, but they are in force since before.
    BeforePeriod,
    /// A kind.
    Kind(Kind),
    /// A subject, without its `#`.
    Subject(String),
    /// They have no subject.
    NoSubject,
}

/// A group with its place in the order of groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group<'a> {
    Month(Reverse<Date>),
    BeforePeriod,
    /// By the place in [`KIND_ORDER`].
    Kind(usize, Kind),
    /// By the number of items, largest first.
    Subject(Reverse<usize>, &'a str),
    NoSubject,
}

/// The rows of the list in an order, of all items or only of picked ones. `subjects` are those of
/// each entry, needed only for that order; an item with several is listed under each.
pub fn list_rows(
    evidence: &Evidence,
    period: Period,
    order: SortOrder,
    only_picked: bool,
    subjects: &[(EntryId, String)],
) -> Vec<EvidenceListRow> {
    let shown = || evidence.items.iter().enumerate().filter(|(_, piece)| piece.picked || !only_picked);
    let mut groups: BTreeMap<Group<'_>, Vec<usize>> = BTreeMap::new();
    match order {
        SortOrder::Month => shown().for_each(|(at, piece)| {
            let month = Reverse(piece.day.first_of_month());
            let group = if piece.day < period.first_day() { Group::BeforePeriod } else { Group::Month(month) };
            groups.entry(group).or_default().push(at);
        }),
        SortOrder::Kind => shown().for_each(|(at, piece)| {
            let place = KIND_ORDER.iter().position(|kind| *kind == piece.kind).unwrap_or(KIND_ORDER.len());
            groups.entry(Group::Kind(place, piece.kind)).or_default().push(at);
        }),
        SortOrder::Subject => {
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
            let most_first = |(word, pieces): (_, Vec<usize>)| (Group::Subject(Reverse(pieces.len()), word), pieces);
            groups.extend(by_word.into_iter().map(most_first));
        }
    }
    let mut lines = Vec::with_capacity(evidence.items.len() + groups.len());
    for (group_index, (group, pieces)) in groups.into_iter().enumerate() {
        let again = if order == SortOrder::Subject { group_index } else { 0 };
        let picked = pieces.iter().filter_map(|at| evidence.items.get(*at)).filter(|piece| piece.picked).count();
        lines.push(EvidenceListRow::Header {
            group: group.to_evidence_group(),
            item_count: pieces.len(),
            picked_count: picked,
        });
        lines.extend(pieces.into_iter().map(|at| EvidenceListRow::Item { index: at, group: again }));
    }
    lines
}

impl Group<'_> {
    fn to_evidence_group(&self) -> EvidenceGroup {
        match *self {
            Self::Month(Reverse(first_day)) => EvidenceGroup::Month(first_day),
            Self::BeforePeriod => EvidenceGroup::BeforePeriod,
            Self::Kind(_, kind) => EvidenceGroup::Kind(kind),
            Self::Subject(_, word) => EvidenceGroup::Subject(word.to_owned()),
            Self::NoSubject => EvidenceGroup::NoSubject,
        }
    }
}

/// The entries that "pick all" picks: all but flags, which are picked one by one.
pub fn entries_to_pick(evidence: &Evidence) -> Vec<EntryId> {
    evidence.items.iter().filter(|piece| !piece.picked && piece.kind != Kind::Flag).map(|piece| piece.entry).collect()
}

/// The entries that "unpick all" unpicks.
pub fn entries_to_unpick(evidence: &Evidence) -> Vec<EntryId> {
    evidence.items.iter().filter(|piece| piece.picked).map(|piece| piece.entry).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn item(entry: i64, kind: Kind, month: i8, picked: bool) -> EvidenceItem {
        let day = date(2026, month, 5);
        EvidenceItem { entry: EntryId(entry), kind, written_on: day, day, picked }
    }

    fn evidence() -> Evidence {
        let pieces = vec![
            item(1, Kind::Praise, 6, true),
            item(2, Kind::Flag, 9, false),
            item(3, Kind::Goal, 11, false),
            item(4, Kind::Praise, 9, false),
            item(5, Kind::Expectation, 3, false),
        ];
        Evidence::from_parts(pieces, MeetingCounts::default())
    }

    fn rendered_rows(order: SortOrder, only_picked: bool, subjects: &[(i64, &str)]) -> Vec<String> {
        let period = Period::new(date(2026, 6, 1), date(2026, 11, 30)).unwrap();
        let subjects: Vec<_> = subjects.iter().map(|(entry, word)| (EntryId(*entry), (*word).to_owned())).collect();
        let evidence = evidence();
        let say = |line: &EvidenceListRow| match line {
            EvidenceListRow::Header { group, item_count, picked_count } => {
                format!("{group:?} {picked_count}/{item_count}")
            }
            EvidenceListRow::Item { index: at, .. } => evidence.items[*at].entry.0.to_string(),
        };
        list_rows(&evidence, period, order, only_picked, &subjects).iter().map(say).collect()
    }

    #[test]
    fn evidence_is_grouped_by_month_kind_or_subject() {
        assert_eq!(
            rendered_rows(SortOrder::Month, false, &[]),
            [
                "Month(2026-11-01) 0/1",
                "3",
                "Month(2026-09-01) 0/2",
                "4",
                "2",
                "Month(2026-06-01) 1/1",
                "1",
                "BeforePeriod 0/1",
                "5"
            ]
        );
        assert_eq!(
            rendered_rows(SortOrder::Kind, false, &[]),
            ["Kind(Goal) 0/1", "3", "Kind(Praise) 1/2", "4", "1", "Kind(Expectation) 0/1", "5", "Kind(Flag) 0/1", "2"]
        );
        let subjects = [(1, "growth"), (3, "career"), (4, "growth"), (4, "team")];
        assert_eq!(
            rendered_rows(SortOrder::Subject, false, &subjects),
            [
                r#"Subject("growth") 1/2"#,
                "4",
                "1",
                r#"Subject("career") 0/1"#,
                "3",
                r#"Subject("team") 0/1"#,
                "4",
                "NoSubject 0/2",
                "2",
                "5"
            ]
        );
    }

    #[test]
    fn list_can_be_limited_to_picked_items() {
        assert_eq!(rendered_rows(SortOrder::Kind, true, &[]), ["Kind(Praise) 1/1", "1"]);
        assert_eq!(rendered_rows(SortOrder::Subject, true, &[(1, "growth")]), [r#"Subject("growth") 1/1"#, "1"]);
    }

    #[test]
    fn picking_all_skips_flags_and_unpicking_all_does_not() {
        assert_eq!(entries_to_pick(&evidence()), [3, 4, 5].map(EntryId));
        assert_eq!(entries_to_unpick(&evidence()), [EntryId(1)]);
        assert_eq!(evidence().picked_count(), 1);
    }
}
