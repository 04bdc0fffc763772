//! Every life, state by state: what can be done next, and that everything else is refused and changes nothing.

use jiff::civil::date;

use super::{
    Move,
    tests::{live, occasion},
};
use crate::domain::{delegation::Level, flag::RaiseWhen, mark::Mark};

fn words() -> String {
    "said so".into()
}

/// Everything that can be done at all, each by its name.
fn every_move() -> Vec<(&'static str, Move)> {
    vec![
        ("raise", Move::Raise(words())),
        ("watch", Move::Watch(date(2026, 12, 24))),
        ("let go", Move::LetGo(words())),
        ("settle", Move::Settle { outcome: words(), check_again: None }),
        ("done", Move::Done),
        ("told", Move::Told(words())),
        ("talked", Move::Talked(words())),
        ("pause", Move::Pause(words())),
        ("resume", Move::Resume),
        ("reach", Move::Reach(words())),
        ("drop", Move::Drop(words())),
        ("level", Move::Level(Level::Tell)),
        ("take back", Move::TakeBack(words())),
        ("complete", Move::Complete(words())),
        ("say", Move::Say),
        ("settle and look again", Move::Settle { outcome: words(), check_again: Some(date(2026, 12, 8)) }),
        ("look again", Move::LookAgain(words())),
        ("plan", Move::Plan(RaiseWhen::NextOneOnOne)),
        ("reopen", Move::Reopen),
    ]
}

/// A kind, how it came to a state, and all that can be done then.
type Row = (Mark, &'static [&'static str], &'static [&'static str]);

const LIVES: &[Row] = &[
    (Mark::Note, &[], &[]),
    (Mark::Flag, &[], &["raise", "watch", "let go", "plan"]),
    (Mark::Flag, &["plan"], &["raise", "watch", "let go", "reopen"]),
    (Mark::Flag, &["watch"], &["raise", "let go", "plan", "reopen"]),
    (Mark::Flag, &["raise"], &["let go", "settle", "settle and look again", "reopen"]),
    (Mark::Flag, &["raise", "settle"], &["reopen"]),
    (Mark::Flag, &["raise", "settle and look again"], &["look again", "reopen"]),
    (Mark::Flag, &["raise", "settle and look again", "look again"], &["reopen"]),
    (Mark::Flag, &["let go"], &["reopen"]),
    (Mark::Flag, &["raise", "let go"], &["reopen"]),
    (Mark::Goal, &[], &["pause", "reach", "drop"]),
    (Mark::Goal, &["pause"], &["resume", "reach", "drop", "reopen"]),
    (Mark::Goal, &["pause", "resume"], &["pause", "reach", "drop", "reopen"]),
    (Mark::Goal, &["reach"], &["reopen"]),
    (Mark::Goal, &["pause", "drop"], &["reopen"]),
    (Mark::MyAction, &[], &["done", "drop"]),
    (Mark::MyAction, &["done"], &["told", "reopen"]),
    (Mark::MyAction, &["done", "told"], &["reopen"]),
    (Mark::MyAction, &["drop"], &["reopen"]),
    (Mark::TheirAction, &[], &["done", "drop"]),
    (Mark::TheirAction, &["done"], &["reopen"]),
    (Mark::Praise, &[], &["told"]),
    (Mark::Praise, &["told"], &["reopen"]),
    (Mark::FeedbackGiven, &[], &[]),
    (Mark::FeedbackReceived, &[], &[]),
    (Mark::Delegation, &[], &["level", "take back", "complete"]),
    // At that level it is already.
    (Mark::Delegation, &["level"], &["take back", "complete", "reopen"]),
    (Mark::Delegation, &["take back"], &["reopen"]),
    (Mark::Delegation, &["level", "complete"], &["reopen"]),
    (Mark::Expectation, &[], &["say"]),
    (Mark::Expectation, &["say"], &["say", "reopen"]),
    (Mark::Topic, &[], &["talked"]),
    (Mark::Topic, &["talked"], &["reopen"]),
];

#[test]
fn in_every_state_only_what_leads_on_is_done_and_all_else_is_refused() {
    let every = every_move();
    let named = |name: &str| every.iter().find(|(known, _)| *known == name).expect("a move").1.clone();
    for (mark, came, allowed) in LIVES {
        let came: Vec<Move> = came.iter().map(|name| named(name)).collect();
        for (name, wanted) in &every {
            let mut entry = live(*mark, &came).expect("a life");
            let before = entry.clone();
            let done = entry.make(wanted, occasion(9));
            let case = format!("{mark} after {came:?}: {name}: {done:?}");
            if ["watch", "plan"].contains(name) && came == [wanted.clone()] {
                assert_eq!((done, &entry), (Ok(()), &before), "so it was planned already");
                continue;
            }
            assert_eq!(done.is_ok(), allowed.contains(name), "{case}");
            assert_eq!(entry == before, done.is_err(), "{case}");
            assert_eq!(entry.problem(), None, "{case}");
        }
    }
}
