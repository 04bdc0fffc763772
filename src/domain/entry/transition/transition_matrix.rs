//! Every life, state by state: what can be done next, and that everything else is refused and
//! changes nothing.

use jiff::civil::date;

use super::{
    Transition,
    tests::{context, entry_after},
};
use crate::domain::{
    entry::kind::{delegation::Level, flag::RaisePlan},
    parse::prefix::Prefix,
};

fn comment() -> String {
    "said so".into()
}

/// Everything that can be done at all, each by its name.
fn every_transition() -> Vec<(&'static str, Transition)> {
    vec![
        ("raise", Transition::Raise(comment())),
        ("watch", Transition::Watch(date(2026, 12, 24))),
        ("let go", Transition::LetGo(comment())),
        ("settle", Transition::Settle { outcome: comment(), recheck_on: None }),
        ("done", Transition::MarkDone),
        ("told", Transition::MarkTold(comment())),
        ("talked", Transition::Discuss(comment())),
        ("pause", Transition::Pause(comment())),
        ("resume", Transition::Resume),
        ("reach", Transition::Reach(comment())),
        ("drop", Transition::Drop(comment())),
        ("level", Transition::ChangeLevel(Level::Tell)),
        ("take back", Transition::TakeBack(comment())),
        ("complete", Transition::Complete(comment())),
        ("say", Transition::SayAloud),
        ("settle and look again", Transition::Settle { outcome: comment(), recheck_on: Some(date(2026, 12, 8)) }),
        ("look again", Transition::Recheck(comment())),
        ("plan", Transition::Plan(RaisePlan::NextOneOnOne)),
        ("reopen", Transition::Reopen),
    ]
}

/// A kind, how it came to a state, and all that can be done then.
type MatrixRow = (Prefix, &'static [&'static str], &'static [&'static str]);

const MATRIX: &[MatrixRow] = &[
    (Prefix::Note, &[], &[]),
    (Prefix::Flag, &[], &["raise", "watch", "let go", "plan"]),
    (Prefix::Flag, &["plan"], &["raise", "watch", "let go", "reopen"]),
    (Prefix::Flag, &["watch"], &["raise", "let go", "plan", "reopen"]),
    (Prefix::Flag, &["raise"], &["let go", "settle", "settle and look again", "reopen"]),
    (Prefix::Flag, &["raise", "settle"], &["reopen"]),
    (Prefix::Flag, &["raise", "settle and look again"], &["look again", "reopen"]),
    (Prefix::Flag, &["raise", "settle and look again", "look again"], &["reopen"]),
    (Prefix::Flag, &["let go"], &["reopen"]),
    (Prefix::Flag, &["raise", "let go"], &["reopen"]),
    (Prefix::Goal, &[], &["pause", "reach", "drop"]),
    (Prefix::Goal, &["pause"], &["resume", "reach", "drop", "reopen"]),
    (Prefix::Goal, &["pause", "resume"], &["pause", "reach", "drop", "reopen"]),
    (Prefix::Goal, &["reach"], &["reopen"]),
    (Prefix::Goal, &["pause", "drop"], &["reopen"]),
    (Prefix::MyAction, &[], &["done", "drop"]),
    (Prefix::MyAction, &["done"], &["told", "reopen"]),
    (Prefix::MyAction, &["done", "told"], &["reopen"]),
    (Prefix::MyAction, &["drop"], &["reopen"]),
    (Prefix::TheirAction, &[], &["done", "drop"]),
    (Prefix::TheirAction, &["done"], &["reopen"]),
    (Prefix::Praise, &[], &["told"]),
    (Prefix::Praise, &["told"], &["reopen"]),
    (Prefix::FeedbackGiven, &[], &[]),
    (Prefix::FeedbackReceived, &[], &[]),
    (Prefix::Delegation, &[], &["level", "take back", "complete"]),
    // At that level it is already.
    (Prefix::Delegation, &["level"], &["take back", "complete", "reopen"]),
    (Prefix::Delegation, &["take back"], &["reopen"]),
    (Prefix::Delegation, &["level", "complete"], &["reopen"]),
    (Prefix::Expectation, &[], &["say"]),
    (Prefix::Expectation, &["say"], &["say", "reopen"]),
    (Prefix::Topic, &[], &["talked"]),
    (Prefix::Topic, &["talked"], &["reopen"]),
];

#[test]
fn each_state_allows_exactly_its_transitions() {
    let every = every_transition();
    let named = |name: &str| every.iter().find(|(known, _)| *known == name).expect("a move").1.clone();
    for (mark, came, allowed) in MATRIX {
        let came: Vec<Transition> = came.iter().map(|name| named(name)).collect();
        for (name, transition) in &every {
            let mut entry = entry_after(*mark, &came).expect("a life");
            let before = entry.clone();
            let done = entry.apply(transition, context(9));
            let case = format!("{mark} after {came:?}: {name}: {done:?}");
            if ["watch", "plan"].contains(name) && came == [transition.clone()] {
                assert_eq!((done, &entry), (Ok(()), &before), "so it was planned already");
                continue;
            }
            assert_eq!(done.is_ok(), allowed.contains(name), "{case}");
            assert_eq!(entry == before, done.is_err(), "{case}");
            assert_eq!(entry.validation_error(), None, "{case}");
        }
    }
}
