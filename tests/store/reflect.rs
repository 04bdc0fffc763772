//! What the leader looks back on.

use jiff::civil::date;
use rapport::{
    domain::{
        action::Action,
        balance::Balance,
        entry::{Detail, Entry},
        id::PersonId,
        moment::Moment,
        note::{About, Note},
        praise::Praise,
    },
    store::{EntryFilter, StoreError},
};

use super::entries::{entry, put_entry, with_two};
use crate::support::{moment, zoned};

#[test]
fn the_balance_counts_the_live_entries_of_one_person_from_a_day_of_their_writer_on() {
    let (_temp, db) = with_two();
    let about = |about| Detail::Note(Note { about });
    let at = |id, person, at: &str, detail| Entry {
        written: Moment::from(&zoned(at)),
        ..entry(id, person, 0, "text", detail)
    };
    // 00:30 on the first day in Tokyo is the day before in Greenwich; 23:30 on the day before in Honolulu is the first day there.
    let entries = [
        at(1, 1, "2026-11-01T00:30:00+09:00[+09:00]", about(About::Person)),
        at(2, 1, "2026-10-31T23:30:00-10:00[-10:00]", about(About::Person)),
        at(3, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(About::Work)),
        at(4, 1, "2026-11-02T10:00:00+00:00[+00:00]", about(About::Unmarked)),
        at(5, 1, "2026-11-03T10:00:00+00:00[+00:00]", Detail::Praise(Praise::default())),
        at(6, 1, "2026-11-04T10:00:00+00:00[+00:00]", Detail::Action(Action::mine(None))),
        at(7, 1, "2026-11-05T10:00:00+00:00[+00:00]", Detail::Action(Action::theirs(None))),
        at(8, 2, "2026-11-05T10:00:00+00:00[+00:00]", about(About::Person)),
        Entry { trashed: Some(moment(9)), ..at(9, 1, "2026-11-05T10:00:00+00:00[+00:00]", about(About::Person)) },
    ];
    for entry in &entries {
        put_entry(&db, entry);
    }
    let of = |person, from| db.balance(PersonId(person), from).unwrap();
    assert_eq!(of(1, date(2026, 11, 1)), Balance { person: 2, work: 3 });
    assert_eq!(of(1, date(2026, 10, 31)), Balance { person: 3, work: 3 });
    assert_eq!(of(1, date(2026, 11, 6)), Balance::default());
    assert_eq!(of(2, date(2026, 11, 1)), Balance { person: 1, work: 0 });
    assert_eq!(of(1, jiff::civil::Date::MIN), Balance { person: 3, work: 3 });
    // The listing, which tells days in its own way, knows the same entries.
    let mut listed = Balance::default();
    let filter = EntryFilter { person: Some(PersonId(1)), from: Some(date(2026, 11, 1)), ..EntryFilter::default() };
    db.list::<StoreError>(&filter, |entry| {
        let note = if let Detail::Note(note) = &entry.detail { note.about } else { About::Unmarked };
        listed.count(entry.kind(), note, 1);
        Ok(())
    })
    .unwrap();
    assert_eq!(listed, of(1, date(2026, 11, 1)));
}
