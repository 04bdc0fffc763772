//! Every record as stored in the change log, from where undo, redo and version history read it.
//!
//! Later versions must read these records, and write them in the same form.

use std::fmt::Debug;

use rapport::{
    domain::{
        entry::Entry,
        intention::Intention,
        need::Need,
        one_on_one::OneOnOne,
        person::Person,
        question::{AskedQuestion, QuestionOverride},
        review::{Review, Template},
        self_check::SelfCheck,
    },
    store::RecordKind,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::frozen;

/// One record of each type and one entry of each kind, with all fields. The first word is the
/// record type.
#[test]
fn every_record_is_read_and_written_as_it_always_was() {
    let mut kinds = Vec::new();
    for line in frozen("records.txt").lines().filter(|line| !line.starts_with('#')) {
        let (kind, json) = line.split_once(' ').unwrap();
        assert_eq!(rewritten(kind, json), json);
        kinds.push(kind.to_owned());
    }
    kinds.dedup();
    let all: Vec<&str> = RecordKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(kinds, all);
}

/// A record read from JSON and written again.
#[track_caller]
pub fn rewritten(kind: &str, json: &str) -> String {
    match kind.parse().unwrap() {
        RecordKind::Person => read_and_written::<Person>(json),
        RecordKind::OneOnOne => read_and_written::<OneOnOne>(json),
        RecordKind::Entry => read_and_written::<Entry>(json),
        RecordKind::Need => read_and_written::<Need>(json),
        RecordKind::Question => read_and_written::<QuestionOverride>(json),
        RecordKind::AskedQuestion => read_and_written::<AskedQuestion>(json),
        RecordKind::SelfCheck => read_and_written::<SelfCheck>(json),
        RecordKind::Intention => read_and_written::<Intention>(json),
        RecordKind::Review => read_and_written::<Review>(json),
        RecordKind::Template => read_and_written::<Template>(json),
    }
}

#[track_caller]
fn read_and_written<T: DeserializeOwned + Serialize + Debug>(json: &str) -> String {
    let record = serde_json::from_str::<T>(json);
    assert!(record.is_ok(), "{record:?}: {json}");
    serde_json::to_string(&record.unwrap()).unwrap()
}
