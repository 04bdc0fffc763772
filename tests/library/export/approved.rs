//! The documents of the sample person, as they were looked at and approved. After a change that is meant:
//! `RAPPORT_APPROVE=1 cargo test --test library export::approved`, and look at the difference.

use std::{env, fs, path::Path};

use rapport::{
    export::{ExportOptions, ExportScope, Format},
    store::Db,
};

use super::{export_to_string, open_small_sample, options};

#[test]
fn the_sample_person_is_exported_as_approved() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let dana = db.people().unwrap()[0].id;
    assert_approved(&db, ExportScope::Person(dana), "dana");
}

#[test]
fn the_review_of_the_sample_person_is_exported_as_approved() {
    let folder = tempfile::tempdir().unwrap();
    let db = open_small_sample(&folder);
    let dana = db.people().unwrap()[0].id;
    let review = db.unfinished_review(dana).unwrap().unwrap();
    assert_approved(&db, ExportScope::Review(review.uid), "review");
}

#[track_caller]
fn assert_approved(db: &Db, of: ExportScope, stem: &str) {
    for format in Format::ALL {
        let (document, _) = export_to_string(db, &ExportOptions { with_flags: true, ..options(of, *format) });
        let name = format!("tests/fixtures/approved/{stem}.{}", format.extension());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        if env::var_os("RAPPORT_APPROVE").is_some() {
            fs::write(&path, &document).unwrap();
        }
        let approved = fs::read_to_string(&path).unwrap();
        for (line, (was, is)) in (1..).zip(approved.lines().zip(document.lines())) {
            assert_eq!(is, was, "{name} differs in line {line}");
        }
        assert!(approved == document, "{name} has another length");
    }
}
