//! The leader's own side of the small sample, as it was written by hand in `assets/sample/leader.json`.

use jiff::civil::DateTime;
use serde::Deserialize;

use super::{content::Content, dice::Dice, zone::Zone};
use crate::domain::{
    intention::{Intention, Outcome},
    self_check::{SelfCheck, Step},
};

const FILE: &str = include_str!("../../assets/sample/leader.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    self_checks: Vec<Check>,
    intentions: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    at: DateTime,
    steps: [Step; 4],
    line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: DateTime,
    text: String,
    outcome: Option<Outcome>,
}

/// Adds what is in the file; `moved` is when each of its times is in this sample.
#[expect(clippy::expect_used, reason = "the file is a part of the program, and a test reads it")]
pub(super) fn tell(content: &mut Content, dice: &mut Dice, zone: &Zone, moved: impl Fn(DateTime) -> DateTime) {
    let told: Told = serde_json::from_str(FILE).expect("the leader's side of the sample can be read");
    for Check { at, steps, line } in told.self_checks {
        let at = zone.moment(moved(at));
        content.self_checks.push(SelfCheck { uid: dice.uid(&at), at, answers: steps.map(Some), line });
    }
    for Line { at, text, outcome } in told.intentions {
        let written = zone.moment(moved(at));
        content.intentions.push(Intention { uid: dice.uid(&written), written, text, outcome });
    }
}
