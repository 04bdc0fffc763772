//! The leader's own records in the small sample, written by hand in `assets/sample/leader.json`.

use jiff::civil::DateTime;
use serde::Deserialize;

use super::{dataset::Dataset, rng::SampleRng, zone::SampleZone};
use crate::domain::{
    intention::{Intention, Outcome},
    self_check::{ScaleStep, SelfCheck},
};

const FILE: &str = include_str!("../../assets/sample/leader.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeaderFile {
    self_checks: Vec<SelfCheckData>,
    intentions: Vec<IntentionData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SelfCheckData {
    at: DateTime,
    steps: [ScaleStep; 4],
    line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntentionData {
    at: DateTime,
    text: String,
    outcome: Option<Outcome>,
}

/// Adds the records in the file; `shift` moves their times into this sample.
#[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
pub(super) fn add_leader_records(
    dataset: &mut Dataset,
    rng: &mut SampleRng,
    zone: &SampleZone,
    shift: impl Fn(DateTime) -> DateTime,
) {
    let file: LeaderFile = serde_json::from_str(FILE).expect("the leader's side of the sample can be read");
    for SelfCheckData { at, steps, line } in file.self_checks {
        let at = zone.moment(shift(at));
        dataset.self_checks.push(SelfCheck { uid: rng.uid(&at), at, answers: steps.map(Some), comment: line });
    }
    for IntentionData { at, text, outcome } in file.intentions {
        let written_at = zone.moment(shift(at));
        dataset.intentions.push(Intention { uid: rng.uid(&written_at), written_at, text, outcome });
    }
}
