//! The export of a review: its text, the evidence of its period, and no private notes.

use std::collections::BTreeSet;

use jiff::civil::date;
use rapport::{
    domain::{
        entry::{Entry, kind::Kind},
        id::{EntryId, PersonId, Uid},
        parse::{entry_line::EntryLine, prefix::Prefix},
        review::{format_quotation, period::Period},
    },
    export,
    export::{ExportError, ExportOptions, ExportScope, Format},
    journal::{
        change::{
            Change,
            review::{ReviewChange, ReviewText},
        },
        clock::FixedClock,
    },
    store::{ExportFilter, StoreError},
};
use serde_json::Value;

use super::{
    export_to_string,
    injection::{HOSTILE, assert_inert, headings, rendered_without_whitespace, text_of_elements},
    open_small_sample, options,
};
use crate::support::{self, TempJournal};

const DANA: PersonId = PersonId(1);

fn for_each_format(mut each: impl FnMut(Format)) {
    for format in Format::ALL {
        each(*format);
    }
}

#[test]
fn a_review_has_its_text_and_its_evidence_and_nothing_private() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let review = db.unfinished_review(DANA).unwrap().unwrap();
    let dana = db.person(DANA).unwrap().unwrap();
    for_each_format(|format| {
        let (document, summary) = export_to_string(&db, &options(ExportScope::Review(review.uid), format));
        assert_eq!((summary.entries, summary.flags_left_out), (6, 0));
        for picked in ["Design doc buried the decision", "Told me I re-open decisions"] {
            assert!(document.contains(picked), "{format:?}: {picked}");
        }
        for private in
            ["grey on Monday", "Sleeps with the laptop", &dana.profile.personal_details, "hates surprise meetings"]
        {
            assert!(!document.contains(private), "{format:?}: {private}");
        }
        if format != Format::Csv {
            assert!(document.contains("Dana ran the storage design from first draft to decision"), "{format:?}");
        }
    });
}

#[test]
fn flag_is_exported_only_if_picked_and_requested() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_small_sample(&folder));
    let clock = FixedClock::new(support::zoned(support::NOW));
    let journal = support::open_journal(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let review = db.unfinished_review(DANA).unwrap().unwrap();
    let flag = db.open_entries(DANA).unwrap().into_iter().find(|entry| entry.kind() == Kind::Flag).unwrap();
    journal.commit(pick_as_evidence(flag.id), &journal.now()).unwrap();
    for_each_format(|format| {
        let order = options(ExportScope::Review(review.uid), format);
        let (without, summary) = export_to_string(db, &order);
        assert_eq!((summary.entries, summary.flags_left_out), (6, 1));
        assert!(!without.contains(&flag.text), "{format:?}");
        let (with, summary) = export_to_string(db, &ExportOptions { with_flags: true, ..order });
        assert_eq!((summary.entries, summary.flags_left_out), (7, 0));
        assert!(with.contains(&flag.text), "{format:?}");
    });
}

#[test]
fn flag_quoted_in_a_review_text_is_reported() {
    let journal = TempJournal::with_people(&["Ana"]);
    let text = format!("## So\n\n{}", format_quotation("quiet in two reviews", Kind::Flag.label(), journal.today()));
    let written = ReviewText { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Review(ReviewChange::Save(written))).unwrap();
    let review = journal.db().unfinished_review(DANA).unwrap().unwrap();
    for_each_format(|format| {
        let (_, summary) = export_to_string(journal.db(), &options(ExportScope::Review(review.uid), format));
        assert_eq!(summary.quotes_a_flag, format != Format::Csv, "{format:?}");
        let of_ana = options(ExportScope::Person(DANA), format);
        let (document, summary) = export_to_string(journal.db(), &of_ana);
        assert!(!summary.quotes_a_flag && !document.contains("quiet in two reviews"), "{format:?}");
        let (with, _) = export_to_string(journal.db(), &ExportOptions { with_flags: true, ..of_ana });
        assert_eq!(with.contains("quiet in two reviews"), format == Format::Json, "{format:?}");
    });
}

/// A person with a note per text, all picked, and a review that quotes them.
fn review_quoting_hostile_texts() -> (TempJournal, ExportScope) {
    let journal = TempJournal::with_people(&["Ana"]);
    let mut paragraphs = vec!["## What I saw".to_owned()];
    for text in HOSTILE {
        let jot = EntryLine { prefix: Prefix::Note, text: text.to_owned(), due: None, invalid_date: None };
        // Invisible text is rejected, as in the window.
        let _ = journal.commit(Change::AddEntry { person: DANA, one_on_one: None, line: jot });
        paragraphs.push(format_quotation(text, "Note", journal.today()));
    }
    // An unclosed construct affects the text after it.
    paragraphs.extend(HOSTILE.map(str::to_owned));
    for entry in all_entries(&journal) {
        journal.commit(pick_as_evidence(entry.id)).unwrap();
    }
    let text = paragraphs.join("\n\n");
    let written = ReviewText { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Review(ReviewChange::Save(written))).unwrap();
    let review = journal.db().unfinished_review(DANA).unwrap().unwrap();
    (journal, ExportScope::Review(review.uid))
}

#[test]
fn quotations_with_hostile_text_stay_inert() {
    let (journal, of) = review_quoting_hostile_texts();
    let (page, summary) = export_to_string(journal.db(), &options(of, Format::Html));
    let html = assert_inert(&page);
    let articles = text_of_elements(&html, "article.entry");
    assert_eq!(u64::try_from(articles.len()).unwrap(), summary.entries);
    let quoted = text_of_elements(&html, "article.draft blockquote").concat();
    for entry in all_entries(&journal) {
        let whole = rendered_without_whitespace(&entry.text);
        assert!(articles.iter().any(|shown| shown.contains(&whole)), "{:?} as evidence", entry.text);
        assert!(quoted.contains(&whole), "{:?} as a quotation", entry.text);
    }
    let (document, _) = export_to_string(journal.db(), &options(of, Format::Markdown));
    let last = headings(&document).pop().map(|(_, title)| title);
    assert_eq!(last.as_deref(), Some("Tuesday 24 November"), "{document}");
    assert!(headings(&document).iter().any(|(_, title)| title == "Evidence"), "{document}");
    let (json, _) = export_to_string(journal.db(), &options(of, Format::Json));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rapport"]["of"], "review");
    assert_eq!(json["reviews"].as_array().unwrap().len(), 1);
}

/// The export contains the entries that the review page shows as picked.
#[test]
fn the_evidence_of_an_export_is_that_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_small_sample(&folder));
    let clock = FixedClock::new(support::zoned(support::NOW));
    let journal = support::open_journal(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let year = Period::new(date(2026, 1, 1), date(2026, 12, 31)).unwrap();
    for person in db.people().unwrap() {
        let entries = db.evidence(person.id, year).unwrap().items.iter().map(|piece| piece.entry).collect();
        journal.commit(Change::SetEvidence { entries, picked: true }, &journal.now()).unwrap();
        for (from, to) in [
            (date(2026, 1, 1), date(2026, 12, 31)),
            (date(2026, 9, 1), date(2026, 9, 30)),
            (date(2026, 11, 10), date(2026, 11, 10)),
            (date(2027, 1, 1), date(2027, 12, 31)),
        ] {
            let period = Period::new(from, to).unwrap();
            let shown: BTreeSet<EntryId> =
                db.evidence(person.id, period).unwrap().items.iter().map(|piece| piece.entry).collect();
            let shown: BTreeSet<Uid> = shown.into_iter().map(|id| db.entry(id).unwrap().unwrap().uid).collect();
            let written = ReviewText { person: person.id, from, to, text: "So".into() };
            journal.commit(Change::Review(ReviewChange::Save(written)), &journal.now()).unwrap();
            let review = db.unfinished_review(person.id).unwrap().unwrap();
            let order = ExportOptions { with_flags: true, ..options(ExportScope::Review(review.uid), Format::Json) };
            let document: Value = serde_json::from_str(&export_to_string(db, &order).0).unwrap();
            let uid = |entry: &Value| entry["uid"].as_str().unwrap().parse().map(Uid).unwrap();
            let exported: BTreeSet<Uid> = document["entries"].as_array().unwrap().iter().map(uid).collect();
            assert_eq!(exported, shown, "{} {from} to {to}", person.profile.name);
        }
    }
}

/// Events are described as in the window, except private notes of the leader.
#[test]
fn evidence_captions_hide_the_leaders_private_notes() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_small_sample(&folder));
    let clock = FixedClock::new(support::zoned(support::NOW));
    let journal = support::open_journal(&folder.path().join("sample.rapport"), &clock);
    let db = journal.db();
    let change = |change| journal.commit(change, &journal.now()).unwrap();
    for person in db.people().unwrap() {
        let (from, to) = (date(2026, 10, 1), date(2026, 11, 30));
        let found = db.evidence(person.id, Period::new(from, to).unwrap()).unwrap();
        change(Change::SetEvidence { entries: found.items.iter().map(|piece| piece.entry).collect(), picked: true });
        let written = ReviewText { person: person.id, from, to, text: "So".into() };
        change(Change::Review(ReviewChange::Save(written)));
        let review = db.unfinished_review(person.id).unwrap().unwrap();
        for_each_format(|format| {
            let with_flags = ExportOptions { with_flags: true, ..options(ExportScope::Review(review.uid), format) };
            let (document, summary) = export_to_string(db, &with_flags);
            assert_eq!(summary.entries, u64::try_from(found.items.len()).unwrap());
            let own = [
                "not told",
                "they know",
                "not raised",
                "To raise",
                "What you do",
                "What you changed",
                "Your support",
                "back with you",
                "you decide and",
                "you decide,",
                "you decide together",
                "This page works offline",
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
                let before = document.find("### Since before this period").unwrap();
                assert!(
                    before < document.find("### October 2026").unwrap() && !document.contains("### September 2026")
                );
                assert!(document.contains("- Since: "));
            }
        });
    }
}

#[test]
fn quotations_stay_together_and_headings_keep_their_level() {
    let journal = TempJournal::with_people(&["Ana"]);
    let quoted = [("Praise", "ran it\n\nalone"), ("Note", "> said\n\nso")];
    let quoted = quoted.map(|(what, text)| format_quotation(text, what, journal.today())).join("\n\n");
    let text = format!("## What went well\n\n### Design\n\n{quoted}");
    let written = ReviewText { person: DANA, from: date(2026, 6, 1), to: date(2026, 11, 30), text };
    journal.commit(Change::Review(ReviewChange::Save(written))).unwrap();
    let review = journal.db().unfinished_review(DANA).unwrap().unwrap();
    let html = assert_inert(&export_to_string(journal.db(), &options(ExportScope::Review(review.uid), Format::Html)).0);
    assert_eq!(text_of_elements(&html, "article.draft h2"), ["Whatwentwell"]);
    assert_eq!(text_of_elements(&html, "article.draft h3"), ["Design"]);
    let whole = ["ranitalone—Praise,24November2026", "saidso—Note,24November2026"];
    assert_eq!(text_of_elements(&html, "article.draft .text > blockquote"), whole);
    assert_eq!(text_of_elements(&html, "article.draft blockquote blockquote"), ["said"]);
}

#[test]
fn missing_review_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let order = options(ExportScope::Review(Uid::NIL), Format::Html);
    let error =
        export::write(&db, &order, &mut Vec::new(), &mut |_, _| std::ops::ControlFlow::Continue(())).unwrap_err();
    assert!(matches!(error, ExportError::ReviewNotFound), "{error}");
}

fn all_entries(journal: &TempJournal) -> Vec<Entry> {
    let mut all = Vec::new();
    let keep = |entry| -> Result<(), StoreError> {
        all.push(entry);
        Ok(())
    };
    journal.db().for_each_entry(&ExportFilter::default(), keep).unwrap();
    all
}

fn pick_as_evidence(entry: EntryId) -> Change {
    Change::SetEvidence { entries: vec![entry], picked: true }
}
