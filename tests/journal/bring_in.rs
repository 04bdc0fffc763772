//! What is brought in from elsewhere: once, as one change that one undo takes back, or not at all.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use proptest::prelude::*;
use rapport::{
    domain::{
        cadence::Cadence,
        check_in::CheckIn,
        entry::{Detail, Entry},
        id::{EntryId, OneOnOneId, PersonId, Uid},
        intention::Intention,
        mark::Mark,
        need::Need,
        one_on_one::{OneOnOne, OneOnOneState},
        person::{Person, Profile},
        prepare::Prepare,
        question::{Asked, Card, Own, Theme},
        review::{Review, Template},
        self_check::SelfCheck,
        step::{Step, What},
    },
    import::preview,
    journal::{
        Journal,
        bundle::{Arrival, Belongs, Bundle},
        change::{Change, ChangeError, Refusal},
        notice::Notice,
        progress::Progress,
    },
    store::StoreError,
};

use crate::support::{NOW, TempJournal, assert_clean, moment, number, zoned};

/// A lasting name as a source gives it.
fn named(name: &str) -> Uid {
    Uid::of_content(&["test", name])
}

fn arrival(row: i64, name: &str, belongs: Belongs) -> Arrival {
    let person = Person {
        id: PersonId(row),
        uid: named(name),
        profile: Profile::named(name),
        place: row,
        added: moment(-60),
        archived: None,
        prepare: Prepare::default(),
    };
    Arrival { person, belongs }
}

fn jotted(row: i64, person: i64, mark: Mark, text: &str) -> Entry {
    Entry {
        id: EntryId(row),
        uid: named(text),
        person: PersonId(person),
        one_on_one: None,
        written: moment(-row),
        text: text.into(),
        detail: Detail::begun(mark, None),
        steps: Vec::new(),
        trashed: None,
        put_off: None,
        evidence: false,
    }
}

fn met(row: i64, person: i64, state: OneOnOneState, minutes: i64) -> OneOnOne {
    OneOnOne {
        id: OneOnOneId(row),
        uid: named(&format!("one-on-one {row}")),
        person: PersonId(person),
        at: moment(minutes),
        state,
        wrapped_up: None,
        minutes: None,
        reason: String::new(),
    }
}

/// Dana, and things of each sort about her.
fn bundle() -> Bundle {
    let goal = jotted(11, 7, Mark::Goal, "Runs the planning");
    let mut told = jotted(12, 7, Mark::Praise, "Calm in the outage");
    told.detail = Detail::Praise(rapport::domain::praise::Praise { state: rapport::domain::praise::PraiseState::Told });
    let step = |uid, what| Step {
        uid,
        at: moment(-5),
        one_on_one: Some(OneOnOneId(3)),
        what,
        words: "in the corridor".into(),
    };
    told.steps = vec![step(named("told"), What::Told)];
    told.one_on_one = Some(OneOnOneId(3));
    let closeness = serde_json::from_str("4").unwrap();
    let check_in = Entry {
        detail: Detail::CheckIn(CheckIn { goal: EntryId(11), closeness }),
        ..jotted(10, 7, Mark::Note, "She held the room")
    };
    let held = OneOnOne { wrapped_up: Some(moment(-50)), ..met(3, 7, OneOnOneState::Held, -60) };
    let own = Own { theme: Theme::Growth, text: "What did you learn?".into(), suits: String::new() };
    Bundle {
        people: vec![arrival(7, "Dana", Belongs::AsNamed)],
        needs: vec![Need { uid: named("need"), person: PersonId(7), written: moment(-9), text: "Quiet".into() }],
        one_on_ones: vec![held, met(4, 7, OneOnOneState::Planned, 600)],
        entries: vec![check_in, goal, told],
        questions: vec![Card {
            uid: named("card"),
            question: named("card").to_string(),
            own: Some(own),
            written: moment(-9),
            hidden: None,
        }],
        asked: vec![Asked {
            uid: named("asked"),
            person: PersonId(7),
            question: "team-joy".into(),
            theme: Theme::Team,
            at: moment(-8),
        }],
        self_checks: vec![SelfCheck { uid: named("check"), at: moment(-8), answers: [None; 4], line: "Tired".into() }],
        intentions: vec![Intention { uid: named("intention"), written: moment(-8), text: "Ask".into(), outcome: None }],
        reviews: vec![Review {
            uid: named("review"),
            person: PersonId(7),
            from: moment(0).day(),
            to: moment(0).day(),
            begun: moment(-8),
            text: "Far".into(),
            finished: None,
        }],
        templates: vec![Template {
            uid: named("short"),
            name: "Short".into(),
            text: "## Far".into(),
            written: moment(-8),
        }],
        ..Bundle::default()
    }
}

fn bring_in(journal: &TempJournal, bundle: &Bundle) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::BringIn(Arc::new(bundle.clone())))
}

fn undo(journal: &Journal) {
    journal.undo();
    journal.flush().unwrap();
}

fn redo(journal: &Journal) {
    journal.redo();
    journal.flush().unwrap();
}

fn entries(journal: &TempJournal) -> i64 {
    number(&journal.raw(), "SELECT count(*) FROM entries")
}

#[test]
fn all_of_it_comes_in_once_and_one_undo_takes_it_back() {
    for there in [&[][..], &["Ana", "Bo"]] {
        let mut journal = TempJournal::with(there);
        let before = (journal.content(), journal.full_form());
        bring_in(&journal, &bundle()).unwrap();
        assert_clean(journal.db());
        let after = (journal.content(), journal.full_form());
        for uid in
            ["Dana", "told", "Runs the planning", "need", "card", "asked", "check", "intention", "review", "short"]
        {
            assert_eq!(after.1.matches(&format!("\"uid\":\"{}\"", named(uid))).count(), 1, "{uid}");
        }
        bring_in(&journal, &bundle()).unwrap();
        assert!((journal.content(), journal.full_form()) == after, "a second time it is all there");
        undo(&journal);
        assert!((journal.content(), journal.full_form()) == before);
        journal.reopen();
        redo(&journal);
        assert!((journal.content(), journal.full_form()) == after);
        assert_clean(journal.db());
    }
}

#[test]
fn a_preview_says_what_would_come_and_writes_nothing() {
    let journal = TempJournal::with(&["Ana"]);
    journal.jot(1, "! quiet");
    let before = journal.full_form();
    let mut bundle = bundle();
    bundle.people.extend([arrival(1, "ana", Belongs::AsNamed), arrival(2, "Nobody", Belongs::Nowhere)]);
    bundle.rhythms = vec![(PersonId(1), "every 3 weeks".to_owned().try_into().unwrap())];
    bundle.entries.extend([jotted(20, 1, Mark::Note, "Later\nand more"), jotted(21, 1, Mark::Note, "First\nand more")]);
    bundle.entries.push(jotted(22, 2, Mark::Note, "About nobody"));
    let preview = || preview(journal.db(), &Arc::new(bundle.clone()), &moment(0)).unwrap();
    let shown = preview();
    assert_eq!(shown.new_people, ["Dana"]);
    assert_eq!((shown.changed, shown.own, shown.known, shown.left_out), (1, 4, 0, 2));
    let [ana, dana] = shown.gains.as_slice() else { panic!("{:?}", shown.gains) };
    assert_eq!((ana.name.as_str(), ana.one_on_ones, ana.others), ("Ana", 0, 0));
    assert_eq!(ana.entries.values().collect::<Vec<_>>(), [&(2, "First".to_owned())]);
    assert_eq!((dana.name.as_str(), dana.one_on_ones, dana.others), ("Dana", 2, 3));
    assert_eq!(dana.entries.values().map(|(count, _)| count).sum::<usize>(), 3);
    assert_eq!(journal.full_form(), before);
    bring_in(&journal, &bundle).unwrap();
    let again = preview();
    assert_eq!((again.new_people.len(), again.gains.len(), again.changed, again.own), (0, 0, 0, 0));
    assert_eq!((again.known, again.left_out), (bundle.len() - bundle.people.len() - 1, 2));
}

#[test]
fn somebody_of_that_name_is_found_also_in_the_archive() {
    let journal = TempJournal::with(&["Ana", "DANA"]);
    journal.commit(Change::Archive(PersonId(2))).unwrap();
    bring_in(&journal, &bundle()).unwrap();
    let people = journal.db().people().unwrap();
    assert_eq!(people.len(), 2);
    assert!(people[1].archived.is_some(), "they stay where they are");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE person = 2"), 3);
}

#[test]
fn who_is_who_can_be_said() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let mut bundle = bundle();
    bundle.people = vec![arrival(7, "Dana", Belongs::To(PersonId(2))), arrival(8, "D.", Belongs::To(PersonId(2)))];
    bundle.entries.push(jotted(30, 8, Mark::Note, "The same person"));
    bring_in(&journal, &bundle).unwrap();
    assert_eq!(journal.db().people().unwrap().len(), 2);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE person = 2"), 4);
    undo(&journal);

    bundle.people[0].belongs = Belongs::Nowhere;
    bring_in(&journal, &bundle).unwrap();
    assert_eq!(entries(&journal), 1, "only what is about D.");
    let others = "SELECT (SELECT count(*) FROM needs) + (SELECT count(*) FROM asked) + (SELECT count(*) FROM reviews)
                  + (SELECT count(*) FROM one_on_ones)";
    assert_eq!(number(&journal.raw(), others), 0);
    undo(&journal);

    bundle.people[0].belongs = Belongs::To(PersonId(99));
    let gone = bring_in(&journal, &bundle);
    assert!(matches!(gone, Err(ChangeError::Refused(Refusal::Gone("person")))), "{gone:?}");
    assert_eq!(entries(&journal), 0);
}

#[test]
fn a_rhythm_is_taken_over_and_taken_back() {
    let journal = TempJournal::with(&["Dana"]);
    let rhythm: Cadence = "every 3 weeks".to_owned().try_into().unwrap();
    let cadence = || journal.db().people().unwrap()[0].profile.cadence;
    let before = cadence();
    bring_in(&journal, &Bundle { rhythms: vec![(PersonId(7), rhythm)], ..bundle() }).unwrap();
    assert_eq!(cadence(), Some(rhythm));
    undo(&journal);
    assert_eq!(cadence(), before);
}

#[test]
fn a_planned_one_on_one_of_a_calendar_moves_and_one_of_a_copy_stays() {
    for (uid, moves) in [(named("event"), true), (Uid::new(1, 1), false)] {
        let journal = TempJournal::with(&[]);
        let planned = |minutes| Bundle {
            people: vec![arrival(7, "Dana", Belongs::AsNamed)],
            one_on_ones: vec![OneOnOne { uid, ..met(4, 7, OneOnOneState::Planned, minutes) }],
            ..Bundle::default()
        };
        let at = || journal.db().next_planned(PersonId(1)).unwrap().unwrap().at;
        bring_in(&journal, &planned(600)).unwrap();
        bring_in(&journal, &planned(660)).unwrap();
        assert_eq!(at(), moment(if moves { 660 } else { 600 }));
        if moves {
            undo(&journal);
            assert_eq!(at(), moment(600));
        }
        assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1);
    }
}

#[test]
fn of_two_that_are_planned_a_calendar_moves_the_same_one_again() {
    let journal = TempJournal::with(&["Dana"]);
    let planned = |uid, row, minutes| OneOnOne { uid, ..met(row, 7, OneOnOneState::Planned, minutes) };
    let of =
        |one_on_ones| Bundle { people: vec![arrival(7, "Dana", Belongs::AsNamed)], one_on_ones, ..Bundle::default() };
    bring_in(&journal, &of(vec![planned(Uid::new(1, 1), 1, 60), planned(Uid::new(2, 2), 2, 90)])).unwrap();
    let calendar = of(vec![planned(named("event"), 3, 120)]);
    bring_in(&journal, &calendar).unwrap();
    let once = journal.full_form();
    bring_in(&journal, &calendar).unwrap();
    assert_eq!(journal.full_form(), once);
}

/// Dana, and a one-on-one with her of which nothing is known but that something was written in it.
fn noted(name: &str, minutes: i64) -> Bundle {
    let over = Some(moment(minutes));
    Bundle {
        people: vec![arrival(7, "Dana", Belongs::AsNamed)],
        one_on_ones: vec![OneOnOne { uid: named(name), wrapped_up: over, ..met(3, 7, OneOnOneState::Held, minutes) }],
        entries: vec![Entry { one_on_one: Some(OneOnOneId(3)), ..jotted(9, 7, Mark::Note, name) }],
        ..Bundle::default()
    }
}

#[test]
fn what_was_written_elsewhere_on_the_day_of_a_one_on_one_is_from_that_one() {
    let journal = TempJournal::with(&["Dana"]);
    journal.commit(Change::Begin(PersonId(1))).unwrap();
    let running = journal.db().running(PersonId(1)).unwrap().unwrap();
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 30 }).unwrap();
    let before = journal.full_form();
    bring_in(&journal, &noted("Rota", -5)).unwrap();
    bring_in(&journal, &noted("Promotion", -7)).unwrap();
    bring_in(&journal, &noted("A week ago", -7 * 24 * 60)).unwrap();
    let in_it = "SELECT count(*) FROM entries WHERE one_on_one = 1";
    assert_eq!(number(&journal.raw(), in_it), 2);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 2, "another day is another one");
    assert_clean(journal.db());
    (0..3).for_each(|_| undo(&journal));
    assert_eq!(journal.full_form(), before);
}

#[test]
fn what_was_planned_for_the_day_of_a_note_is_what_was_held() {
    let journal = TempJournal::with(&["Dana"]);
    journal.commit(Change::Plan { person: PersonId(1), at: moment(60) }).unwrap();
    let planned = journal.db().next_planned(PersonId(1)).unwrap().unwrap();
    let before = (journal.content(), journal.full_form());
    bring_in(&journal, &noted("Rota", -5)).unwrap();
    let held = journal.db().one_on_one(planned.id).unwrap().unwrap();
    assert_eq!((held.uid, held.state, held.at), (planned.uid, OneOnOneState::Held, moment(-5)));
    let after = journal.full_form();
    bring_in(&journal, &noted("Rota", -5)).unwrap();
    assert_eq!(journal.full_form(), after, "once");
    assert_clean(journal.db());
    undo(&journal);
    assert!((journal.content(), journal.full_form()) == before);
}

#[test]
fn a_one_on_one_that_goes_on_elsewhere_is_over_where_one_goes_on_here() {
    let journal = TempJournal::with(&["Dana"]);
    journal.commit(Change::Begin(PersonId(1))).unwrap();
    let running = journal.db().running(PersonId(1)).unwrap().unwrap();
    let going_on = vec![met(4, 7, OneOnOneState::Held, -60), met(5, 7, OneOnOneState::Held, -30)];
    bring_in(&journal, &Bundle { one_on_ones: going_on.clone(), ..bundle() }).unwrap();
    assert_eq!(journal.db().running(PersonId(1)).unwrap().unwrap(), running);
    undo(&journal);
    journal.commit(Change::WrapUp { one_on_one: running.id, minutes: 30 }).unwrap();
    bring_in(&journal, &Bundle { one_on_ones: going_on, ..bundle() }).unwrap();
    assert_eq!(journal.db().running(PersonId(1)).unwrap().unwrap().uid, named("one-on-one 4"), "the first of the two");
    assert_clean(journal.db());
}

#[test]
fn check_ins_find_their_goals_and_what_they_were_said_in() {
    let journal = TempJournal::with(&["Ana"]);
    bring_in(&journal, &bundle()).unwrap();
    let raw = journal.raw();
    let of_the_goal =
        "SELECT count(*) FROM check_ins JOIN entries ON entries.id = goal WHERE text = 'Runs the planning'";
    assert_eq!(number(&raw, of_the_goal), 1);
    let in_one =
        "SELECT count(*) FROM entries JOIN one_on_ones ON one_on_ones.id = entries.one_on_one AND state = 'held'";
    assert_eq!(number(&raw, in_one), 1);
    assert_eq!(number(&raw, "SELECT count(*) FROM steps WHERE one_on_one IS NOT NULL AND person = 2"), 1);

    // The goal is here already; the next check-in on it comes from elsewhere.
    let mut later = bundle();
    later.entries[0].uid = named("a second check-in");
    bring_in(&journal, &later).unwrap();
    assert_eq!(number(&raw, of_the_goal), 2);
    // And one on what is no goal, or of somebody else, is left out.
    let mut stray = bundle();
    stray.people.push(arrival(8, "Bo", Belongs::AsNamed));
    let on = |goal| Detail::CheckIn(CheckIn { goal: EntryId(goal), closeness: serde_json::from_str("2").unwrap() });
    for (nth, person, goal) in [(40, 7, 12), (41, 8, 11), (42, 7, 99)] {
        stray.entries.push(Entry { detail: on(goal), ..jotted(nth, person, Mark::Note, &format!("stray {nth}")) });
    }
    bring_in(&journal, &stray).unwrap();
    assert_eq!(number(&raw, "SELECT count(*) FROM check_ins"), 2);
    assert_clean(journal.db());
}

#[test]
fn what_stands_twice_in_a_source_comes_in_once() {
    let journal = TempJournal::with(&[]);
    let mut twice = bundle();
    let once = twice.clone();
    twice.people.push(arrival(70, "Dana", Belongs::AsNamed));
    twice.one_on_ones.extend(once.one_on_ones.clone());
    twice.entries.extend(once.entries.clone());
    twice.needs.extend(once.needs.clone());
    twice.questions.extend(once.questions.clone());
    twice.asked.extend(once.asked.clone());
    twice.self_checks.extend(once.self_checks.clone());
    twice.intentions.extend(once.intentions.clone());
    twice.reviews.extend(once.reviews.clone());
    twice.templates.extend(once.templates.clone());
    // Two entries that share the name of a step keep both.
    let step = twice.entries[2].steps[0].clone();
    twice.entries.push(Entry { uid: named("other"), steps: vec![step], ..twice.entries[2].clone() });
    bring_in(&journal, &twice).unwrap();
    assert_clean(journal.db());
    assert_eq!(entries(&journal), 4);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM steps"), 2);
    let same = TempJournal::with(&[]);
    bring_in(&same, &once).unwrap();
    undo(&journal);
    bring_in(&journal, &Bundle { entries: once.entries, ..twice }).unwrap();
    assert_eq!(journal.full_form(), same.full_form());
}

#[test]
fn two_of_one_lasting_name_are_one_person_at_every_reading() {
    let journal = TempJournal::with(&["Ana"]);
    journal.commit(Change::Begin(PersonId(1))).unwrap();
    let mut bundle = Bundle::default();
    for (row, name) in [(4, "Ana"), (5, "Dana")] {
        let mut arrival = arrival(row, name, Belongs::AsNamed);
        arrival.person.uid = named("the same");
        bundle.people.push(arrival);
    }
    // Of the day of the one that goes on.
    bundle.one_on_ones.push(OneOnOne { wrapped_up: Some(moment(0)), ..met(1, 4, OneOnOneState::Held, 0) });
    for _ in 0..2 {
        bring_in(&journal, &bundle).unwrap();
        assert_eq!(number(&journal.raw(), "SELECT count(*) FROM people"), 1);
        assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1);
    }
}

#[test]
fn an_entry_that_contradicts_itself_keeps_all_of_it_out() {
    let journal = TempJournal::with(&["Ana"]);
    let before = journal.full_form();
    let mut unsound = bundle();
    unsound.entries[2].steps.clear();
    let said = bring_in(&journal, &unsound).unwrap_err().to_string();
    assert_eq!(said, "An entry of 24 November 2026 cannot be brought in: it is told, but its steps say noticed.");
    let mut unsound = bundle();
    unsound.one_on_ones[0].reason = "ill".into();
    let said = bring_in(&journal, &unsound).unwrap_err().to_string();
    assert_eq!(said, "A one-on-one of 24 November 2026 cannot be brought in: only one that was skipped has a reason.");
    assert_eq!(journal.full_form(), before);
}

#[test]
fn a_row_that_fails_leaves_nothing() {
    let journal = TempJournal::with(&["Ana"]);
    let before = (journal.content(), journal.full_form());
    // A disk that takes no more, in the last of the things.
    journal
        .raw()
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON templates BEGIN SELECT RAISE(ABORT, 'no more room'); END")
        .unwrap();
    assert!(matches!(bring_in(&journal, &bundle()), Err(ChangeError::Store(StoreError::Sqlite(_)))));
    assert!((journal.content(), journal.full_form()) == before);
    journal.raw().execute_batch("DROP TRIGGER full").unwrap();
    bring_in(&journal, &bundle()).unwrap();
    undo(&journal);
    assert!((journal.content(), journal.full_form()) == before);
}

#[test]
fn who_stops_it_half_way_finds_nothing_of_it() {
    let journal = TempJournal::with(&["Ana"]);
    let before = (journal.content(), journal.full_form());
    let mut long = bundle();
    // Many, so that there is time to stop it.
    long.entries.extend((100..20_100).map(|nth| jotted(nth, 7, Mark::Note, &format!("line {nth}"))));
    let change = Change::BringIn(Arc::new(long));

    // Stopped before it begins.
    let progress = Arc::new(Progress::default());
    progress.stop();
    let stopped = journal.commit_long(change.clone(), &zoned(NOW), Arc::clone(&progress));
    assert!(matches!(stopped, Err(ChangeError::Stopped)), "{stopped:?}");
    assert_eq!(progress.so_far().0, 1);
    assert!((journal.content(), journal.full_form()) == before);

    // Stopped while it goes on, from the thread that watches.
    let progress = Arc::new(Progress::default());
    journal.submit_long(change.clone(), Arc::clone(&progress));
    crate::support::until("some of it is done", || progress.so_far().0 > 10);
    progress.stop();
    journal.flush().unwrap();
    let (done, of) = progress.so_far();
    assert!(done < of, "it was over before it could be stopped: {done} of {of}");
    let notices = journal.notices();
    assert!(
        matches!(notices.as_slice(), [Notice::NotKept { change: Change::BringIn(_), error: ChangeError::Stopped, .. }]),
        "{}",
        notices.len()
    );
    assert!((journal.content(), journal.full_form()) == before);

    bring_in(&journal, &bundle()).unwrap();
    assert_eq!(entries(&journal), 3, "the next one is made as ever");
}

/// Long enough ago that every entry is at another minute.
fn random() -> impl Strategy<Value = Bundle> {
    let uid = || {
        (0..12_u8, any::<bool>()).prop_map(|(nth, of_content)| {
            if of_content { named(&nth.to_string()) } else { Uid::new(u64::from(nth), 7) }
        })
    };
    let who = || 0..5_i64;
    let belongs = prop_oneof![
        4 => Just(Belongs::AsNamed),
        2 => (1..4_i64).prop_map(|id| Belongs::To(PersonId(id))),
        1 => Just(Belongs::Nowhere),
    ];
    let name = prop::sample::select(vec!["Ana", "ana", "Bo", "Cleo", "Dana", " Dana "]);
    let person = (who(), uid(), name, belongs).prop_map(|(row, uid, name, belongs)| {
        let mut arrival = arrival(row, name, belongs);
        arrival.person.uid = uid;
        arrival
    });
    let state = prop::sample::select(OneOnOneState::ALL.to_vec());
    let one = (uid(), who(), state, -90..90_i64, 0..3_i64).prop_map(|(uid, person, state, minutes, over)| {
        // Going on, over at once as what was only written down, or after half an hour.
        let wrapped_up = (over > 0 && state == OneOnOneState::Held).then(|| moment(minutes + 30 * (over - 1)));
        OneOnOne { uid, wrapped_up, ..met(minutes % 6, person, state, minutes) }
    });
    let mark = prop::sample::select(Mark::ALL.to_vec());
    let entry =
        (0..9_i64, uid(), who(), mark, prop::option::of(-5..6_i64), prop::option::weighted(0.3, 0..9_i64), uid())
            .prop_map(|(row, uid, person, mark, one, goal, step)| {
                let mut entry = Entry { uid, ..jotted(row, person, mark, &format!("about {row} #it")) };
                entry.one_on_one = one.map(OneOnOneId);
                if let Some(goal) = goal {
                    let closeness = serde_json::from_str("3").unwrap();
                    entry.detail = Detail::CheckIn(CheckIn { goal: EntryId(goal), closeness });
                } else if mark == Mark::Expectation {
                    let step = Step {
                        uid: step,
                        at: moment(0),
                        one_on_one: one.map(OneOnOneId),
                        what: What::Said,
                        words: String::new(),
                    };
                    entry.steps.push(step);
                    entry.detail = Detail::begun(mark, None);
                }
                entry
            });
    let need = (uid(), who()).prop_map(|(uid, person)| Need {
        uid,
        person: PersonId(person),
        written: moment(1),
        text: "Quiet".into(),
    });
    let template = (uid(), prop::sample::select(vec!["Short", "SHORT", "Long"])).prop_map(|(uid, name)| Template {
        uid,
        name: name.into(),
        text: "## Far".into(),
        written: moment(2),
    });
    let review = (uid(), who(), any::<bool>()).prop_map(|(uid, person, finished)| Review {
        uid,
        person: PersonId(person),
        from: moment(0).day(),
        to: moment(0).day(),
        begun: moment(3),
        text: "Far".into(),
        finished: finished.then(|| moment(4)),
    });
    let card = (uid(), prop::sample::select(vec!["team-joy", "growth-next"])).prop_map(|(uid, question)| Card {
        uid,
        question: question.into(),
        own: None,
        written: moment(1),
        hidden: Some(moment(1)),
    });
    // Of five, most are there: what is about somebody who is not does not come in.
    let people = prop::collection::vec(person, 0..10);
    let rhythms = prop::collection::vec((who().prop_map(PersonId), Just(Cadence::default())), 0..2);
    let ones = prop::collection::vec(one, 0..6);
    let entries = prop::collection::vec(entry, 0..14);
    (
        people,
        rhythms,
        ones,
        entries,
        prop::collection::vec(need, 0..3),
        prop::collection::vec(template, 0..3),
        prop::collection::vec(review, 0..4),
        prop::collection::vec(card, 0..3),
    )
        .prop_map(|(people, rhythms, one_on_ones, entries, needs, templates, reviews, questions)| Bundle {
            people,
            rhythms,
            needs,
            one_on_ones,
            entries,
            questions,
            reviews,
            templates,
            ..Bundle::default()
        })
}

#[test]
fn whatever_is_brought_in_comes_once_and_goes_with_one_undo() {
    let came = Mutex::new(BTreeSet::new());
    proptest!(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() },
              |(first in random(), second in random())| {
        let mut journal = TempJournal::with(&["Ana", "Bo", "Cleo"]);
        journal.commit(Change::Begin(PersonId(1))).unwrap();
        journal.jot(1, "* Writes more");
        let mut states = vec![(journal.content(), journal.full_form())];
        for bundle in [first, second] {
            bring_in(&journal, &bundle).unwrap();
            let after = (journal.content(), journal.full_form());
            assert_clean(journal.db());
            bring_in(&journal, &bundle).unwrap();
            prop_assert!((journal.content(), journal.full_form()) == after, "twice is not once");
            if states.last() != Some(&after) {
                states.push(after);
            }
        }
        came.lock().unwrap().insert(entries(&journal));
        for before in states.iter().rev().skip(1) {
            undo(&journal);
            prop_assert!((journal.content(), journal.full_form()) == *before);
        }
        journal.reopen();
        for after in states.iter().skip(1) {
            redo(&journal);
            prop_assert!((journal.content(), journal.full_form()) == *after);
        }
    });
    assert!(came.lock().unwrap().last().is_some_and(|most| *most > 6), "hardly anything came in");
}
