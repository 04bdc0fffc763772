//! A review as it leaves the journal: what it says, the evidence of its period, and nothing of what is private.

use std::collections::BTreeSet;

use jiff::civil::date;
use rapport::{
    domain::{
        entry::Entry,
        id::{EntryId, PersonId, Uid},
        jot::Jot,
        kind::Kind,
        mark::Mark,
        review::{period::Period, quotation},
    },
    export::{self, ExportError, Format, Of, Order},
    journal::{
        change::Change,
        clock::SetClock,
        reviewing::{Reviewing, Written},
    },
    store::{Slice, StoreError},
};
use serde_json::Value;

use crate::{
    exported,
    hostile::{HOSTILE, assert_harmless, headings, read, squeezed},
    order, sample,
    support::{self, TempJournal},
};

const DANA: PersonId = PersonId(1);

fn in_all_formats(mut each: impl FnMut(Format)) {
    for format in Format::ALL {
        each(*format);
    }
}

#[test]
fn a_review_has_its_text_and_its_evidence_and_nothing_private() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let review = db.begun_review(DANA).unwrap().unwrap();
    let dana = db.person(DANA).unwrap().unwrap();
    in_all_formats(|format| {
        let (document, made) = exported(&db, &order(Of::Review(review.uid), format));
        assert_eq!((made.entries, made.flags_left_out), (6, 0));
        for picked in ["Design doc buried the decision", "Told me I re-open decisions"] {
            assert!(document.contains(picked), "{format:?}: {picked}");
        }
        for private in ["grey on Monday", "Sleeps with the laptop", &dana.profile.matters, "hates surprise meetings"] {
            assert!(!document.contains(private), "{format:?}: {private}");
        }
        if format != Format::Csv {
            assert!(document.contains("Dana ran the storage design from first draft to decision"), "{format:?}");
        }
    });
}

#[test]
fn a_flag_is_in_it_only_where_it_was_picked_and_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample(&folder));
    let clock = SetClock::at(support::zoned(support::NOW));
    let journal = support::open(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let review = db.begun_review(DANA).unwrap().unwrap();
    let flag = db.open_entries(DANA).unwrap().into_iter().find(|entry| entry.kind() == Kind::Flag).unwrap();
    journal.commit(pick(flag.id), &journal.now()).unwrap();
    in_all_formats(|format| {
        let order = order(Of::Review(review.uid), format);
        let (without, made) = exported(db, &order);
        assert_eq!((made.entries, made.flags_left_out), (6, 1));
        assert!(!without.contains(&flag.text), "{format:?}");
        let (with, made) = exported(db, &Order { with_flags: true, ..order });
        assert_eq!((made.entries, made.flags_left_out), (7, 0));
        assert!(with.contains(&flag.text), "{format:?}");
    });
}

#[test]
fn what_was_asked_for_without_flags_quotes_none_unsaid() {
    let journal = TempJournal::with(&["Ana"]);
    let text = format!("## So\n\n{}", quotation("quiet in two reviews", Kind::Flag.word(), journal.today()));
    let written = Written { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Reviewing(Reviewing::Write(written))).unwrap();
    let review = journal.db().begun_review(DANA).unwrap().unwrap();
    in_all_formats(|format| {
        let (_, made) = exported(journal.db(), &order(Of::Review(review.uid), format));
        assert_eq!(made.quotes_a_flag, format != Format::Csv, "{format:?}");
        let of_ana = order(Of::Person(DANA), format);
        let (document, made) = exported(journal.db(), &of_ana);
        assert!(!made.quotes_a_flag && !document.contains("quiet in two reviews"), "{format:?}");
        let (with, _) = exported(journal.db(), &Order { with_flags: true, ..of_ana });
        assert_eq!(with.contains("quiet in two reviews"), format == Format::Json, "{format:?}");
    });
}

/// Somebody with a note of each text, all picked, and a review that quotes them all.
fn hostile() -> (TempJournal, Of) {
    let journal = TempJournal::with(&["Ana"]);
    let mut said = vec!["## What I saw".to_owned()];
    for text in HOSTILE {
        let jot = Jot { mark: Mark::Note, text: text.to_owned(), due: None, no_such_day: None };
        // What shows nothing is refused, as in the window.
        let _ = journal.commit(Change::Jot { person: DANA, one_on_one: None, jot });
        said.push(quotation(text, "Note", journal.today()));
    }
    // What is typed and left open swallows what comes after it.
    said.extend(HOSTILE.map(str::to_owned));
    for entry in all(&journal) {
        journal.commit(pick(entry.id)).unwrap();
    }
    let text = said.join("\n\n");
    let written = Written { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Reviewing(Reviewing::Write(written))).unwrap();
    let review = journal.db().begun_review(DANA).unwrap().unwrap();
    (journal, Of::Review(review.uid))
}

#[test]
fn whatever_a_review_quotes_stays_text() {
    let (journal, of) = hostile();
    let (page, made) = exported(journal.db(), &order(of, Format::Html));
    let html = assert_harmless(&page);
    let articles = read(&html, "article.entry");
    assert_eq!(u64::try_from(articles.len()).unwrap(), made.entries);
    let quoted = read(&html, "article.draft blockquote").concat();
    for entry in all(&journal) {
        let whole = squeezed(&entry.text);
        assert!(articles.iter().any(|shown| shown.contains(&whole)), "{:?} as evidence", entry.text);
        assert!(quoted.contains(&whole), "{:?} as a quotation", entry.text);
    }
    let (document, _) = exported(journal.db(), &order(of, Format::Markdown));
    let last = headings(&document).pop().map(|(_, said)| said);
    assert_eq!(last.as_deref(), Some("Tuesday 24 November"), "{document}");
    assert!(headings(&document).iter().any(|(_, said)| said == "Evidence"), "{document}");
    let (json, _) = exported(journal.db(), &order(of, Format::Json));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rapport"]["of"], "review");
    assert_eq!(json["reviews"].as_array().unwrap().len(), 1);
}

/// What the page of a review shows as picked is what its export has.
#[test]
fn the_evidence_of_an_export_is_that_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample(&folder));
    let clock = SetClock::at(support::zoned(support::NOW));
    let journal = support::open(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let year = Period::new(date(2026, 1, 1), date(2026, 12, 31)).unwrap();
    for person in db.people().unwrap() {
        let entries = db.evidence(person.id, year).unwrap().pieces.iter().map(|piece| piece.entry).collect();
        journal.commit(Change::Evidence { entries, picked: true }, &journal.now()).unwrap();
        for (from, to) in [
            (date(2026, 1, 1), date(2026, 12, 31)),
            (date(2026, 9, 1), date(2026, 9, 30)),
            (date(2026, 11, 10), date(2026, 11, 10)),
            (date(2027, 1, 1), date(2027, 12, 31)),
        ] {
            let period = Period::new(from, to).unwrap();
            let shown: BTreeSet<EntryId> =
                db.evidence(person.id, period).unwrap().pieces.iter().map(|piece| piece.entry).collect();
            let shown: BTreeSet<Uid> = shown.into_iter().map(|id| db.entry(id).unwrap().unwrap().uid).collect();
            let written = Written { person: person.id, from, to, text: "So".into() };
            journal.commit(Change::Reviewing(Reviewing::Write(written)), &journal.now()).unwrap();
            let review = db.begun_review(person.id).unwrap().unwrap();
            let order = Order { with_flags: true, ..order(Of::Review(review.uid), Format::Json) };
            let document: Value = serde_json::from_str(&exported(db, &order).0).unwrap();
            let uid = |entry: &Value| entry["uid"].as_str().unwrap().parse().map(Uid).unwrap();
            let exported: BTreeSet<Uid> = document["entries"].as_array().unwrap().iter().map(uid).collect();
            assert_eq!(exported, shown, "{} {from} to {to}", person.profile.name);
        }
    }
}

/// How it went is told as in the window, and what is only for the eyes of the one who wrote it is not.
#[test]
fn the_evidence_is_told_as_the_person_may_read_it() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample(&folder));
    let clock = SetClock::at(support::zoned(support::NOW));
    let journal = support::open(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let change = |change| journal.commit(change, &journal.now()).unwrap();
    for person in db.people().unwrap() {
        let (from, to) = (date(2026, 10, 1), date(2026, 11, 30));
        let found = db.evidence(person.id, Period::new(from, to).unwrap()).unwrap();
        change(Change::Evidence { entries: found.pieces.iter().map(|piece| piece.entry).collect(), picked: true });
        let written = Written { person: person.id, from, to, text: "So".into() };
        change(Change::Reviewing(Reviewing::Write(written)));
        let review = db.begun_review(person.id).unwrap().unwrap();
        in_all_formats(|format| {
            let with_flags = Order { with_flags: true, ..order(Of::Review(review.uid), format) };
            let (document, made) = exported(db, &with_flags);
            assert_eq!(made.entries, u64::try_from(found.pieces.len()).unwrap());
            let own = [
                "not told",
                "they know",
                "not raised",
                "To raise",
                "What you do",
                "What you changed",
                "What support you",
                "back with you",
                "you decide and",
                "you decide,",
                "you decide together",
                "this page leads outside",
            ];
            for own in own.iter().filter(|_| format != Format::Json) {
                let words: Vec<&str> =
                    document.lines().filter(|line| line.contains(own) && !line.contains('>')).collect();
                assert_eq!(words, Vec::<&str>::new(), "{own:?} in {format:?} about {}", person.profile.name);
            }
            if person.id == DANA && format != Format::Json {
                assert!(document.contains(" check-ins, "), "{document}");
            }
            if person.id == DANA && format == Format::Markdown {
                let before = document.find("### In force since before").unwrap();
                assert!(
                    before < document.find("### October 2026").unwrap() && !document.contains("### September 2026")
                );
                assert!(document.contains("- Since: "));
            }
        });
    }
}

#[test]
fn a_quotation_stays_whole_and_a_heading_as_large_as_it_was_meant() {
    let journal = TempJournal::with(&["Ana"]);
    let quoted = [("Praise", "ran it\n\nalone"), ("Note", "> said\n\nso")];
    let quoted = quoted.map(|(what, text)| quotation(text, what, journal.today())).join("\n\n");
    let text = format!("## What went well\n\n### Design\n\n{quoted}");
    let written = Written { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Reviewing(Reviewing::Write(written))).unwrap();
    let review = journal.db().begun_review(DANA).unwrap().unwrap();
    let html = assert_harmless(&exported(journal.db(), &order(Of::Review(review.uid), Format::Html)).0);
    assert_eq!(read(&html, "article.draft h2"), ["Whatwentwell"]);
    assert_eq!(read(&html, "article.draft h3"), ["Design"]);
    let whole = ["ranitalone—Praise,24November2026", "saidso—Note,24November2026"];
    assert_eq!(read(&html, "article.draft .text > blockquote"), whole);
    assert_eq!(read(&html, "article.draft blockquote blockquote"), ["said"]);
}

#[test]
fn a_review_that_is_gone_is_no_document() {
    let folder = tempfile::tempdir().unwrap();
    let db = sample(&folder);
    let order = order(Of::Review(Uid::NONE), Format::Html);
    let error =
        export::write(&db, &order, &mut Vec::new(), &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap_err();
    assert!(matches!(error, ExportError::NoReview), "{error}");
}

fn all(journal: &TempJournal) -> Vec<Entry> {
    let mut all = Vec::new();
    let keep = |entry| -> Result<(), StoreError> {
        all.push(entry);
        Ok(())
    };
    journal.db().each_entry(&Slice::default(), keep).unwrap();
    all
}

fn pick(entry: EntryId) -> Change {
    Change::Evidence { entries: vec![entry], picked: true }
}
