//! The documents of a sample person in every format. After an intended change:
//! `RAPPORT_APPROVE=1 cargo test --test library export::approved`, then review the diff.

use rapport::{
    export::{ExportOptions, ExportScope, Format},
    store::Db,
};

use super::{export_to_string, open_small_sample, options};
use crate::approved::assert_approved_document;

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
fn assert_approved(db: &Db, scope: ExportScope, stem: &str) {
    for &format in Format::ALL {
        let (document, _) = export_to_string(db, &ExportOptions { with_flags: true, ..options(scope, format) });
        assert_approved_document(&format!("{stem}.{}", format.extension()), &document);
    }
}
