//! Generates the frozen journal: every change there is, made once.
//!
//! `RAPPORT_WRITE_FROZEN=1 cargo test --test frozen generator` wrote
//! `tests/fixtures/frozen/journal.sql`, `journal.json` and `terminal.txt`. **They must never be
//! written again**: they stand for the journals of people with an older version. A later schema or
//! kind gets a fixture of its own. Without the variable this test only shows that the generator
//! still covers every kind of change.

use std::{fs, path::Path, sync::Arc};

use jiff::{
    Span,
    civil::{Date, date},
};
use rapport::{
    domain::{
        entry::{
            fields::{EntryFields, FlagFields},
            kind::{
                action::Party,
                delegation::Level,
                flag::{FlagPlan, RaisePlan},
            },
            transition::Transition,
        },
        id::{EntryId, OneOnOneId, PersonId, Uid},
        intention::Outcome,
        moment::Moment,
        parse::prefix::Prefix,
        person::{Birthday, Profile, Relation},
        question::{CustomQuestion, Theme},
    },
    journal::change::{
        Change,
        leader::LeaderChange,
        review::{ReviewChange, ReviewText},
    },
    store::Draft,
};

use super::{content_uids, drafts, journal};
use crate::support::{TempJournal, dump_as_sql, jot_change, max_id, minutes_after_now, query_number, strings, zoned};

const ANA: PersonId = PersonId(1);
const BO: PersonId = PersonId(2);
const CLEO: PersonId = PersonId(3);
const PEPE: PersonId = PersonId(4);

/// The settings in the form of that version.
pub const SETTINGS: [(&str, &str); 5] = [
    (
        "window",
        r#"{"day":"2026-11-24","route":{"person":[1,"review"]},"size":[1280.0,820.0],"theme":"dark","timeline":[3,77,-12.5],"zoom":1.25}"#,
    ),
    ("review", r#"{"order":"kind","periods":{}}"#),
    ("judging_words", "true"),
    ("reminders", "true"),
    ("calendar", r#""/home/alex/work.ics""#),
];

/// A journal whose clock advances by seven hours after each change.
struct Maker {
    temp: TempJournal,
    minutes: i64,
}

impl Maker {
    fn new() -> Self {
        Self { temp: TempJournal::with_people(&[]), minutes: -54 * 24 * 60 }
    }

    fn make(&mut self, change: Change) {
        self.minutes += 7 * 60;
        self.temp.clock.set(minutes_after_now(self.minutes));
        let description = format!("{change:?}");
        let done = self.temp.commit(change);
        assert!(done.is_ok(), "{done:?}: {description}");
    }

    fn jot(&mut self, line: &str) -> EntryId {
        self.jot_about(ANA, None, line)
    }

    fn jot_about(&mut self, person: PersonId, one_on_one: Option<i64>, line: &str) -> EntryId {
        self.make(jot_change(person.0, one_on_one, line));
        self.last()
    }

    /// The entry added last.
    fn last(&self) -> EntryId {
        EntryId(max_id(&self.temp.file(), "entries"))
    }

    fn moves(&mut self, entry: EntryId, moves: impl IntoIterator<Item = Transition>) {
        for request in moves {
            self.make(Change::Transition { entry, transition: request });
        }
    }

    fn begin(&mut self, person: PersonId) -> OneOnOneId {
        self.make(Change::StartMeeting(person));
        OneOnOneId(query_number(
            &self.temp.raw_connection(),
            "SELECT id FROM one_on_ones WHERE state = 'held' ORDER BY id DESC",
        ))
    }

    fn lead(&mut self, leading: LeaderChange) {
        self.make(Change::Leader(leading));
    }

    fn review(&mut self, reviewing: ReviewChange) {
        self.make(Change::Review(reviewing));
    }

    /// The day of the latest change plus `days`.
    fn day(&self, days: i64) -> Date {
        self.temp.now().date().checked_add(Span::new().days(days)).unwrap()
    }

    /// The time of the latest change plus `days`.
    fn moment(&self, days: i64) -> Moment {
        Moment::from(&minutes_after_now(self.minutes + days * 24 * 60))
    }

    fn undo(&self, times: usize) {
        (0..times).for_each(|_| self.temp.undo());
        self.temp.flush().unwrap();
    }

    fn redo(&self, times: usize) {
        (0..times).for_each(|_| self.temp.redo());
        self.temp.flush().unwrap();
    }
}

fn said(words: &str) -> String {
    words.to_owned()
}

fn people(m: &mut Maker) {
    let ana = Profile {
        role: said("Staff engineer"),
        team: said("Platform"),
        since: Some(date(2022, 3, 1)),
        birthday: Some(Birthday::parse("30 November").unwrap()),
        pronouns: said("she/her"),
        personal_details: said("Tea · two kids · climbs"),
        cadence: Some("every week on Tuesday at 10:00 (3 weeks at the latest)".parse().unwrap()),
        colour: Some(3),
        ..Profile::with_name("Ana Lima")
    };
    let bo = Profile { relation: Relation::Peer, ..Profile::with_name("Bo Berg") };
    let cleo = Profile { relation: Relation::Boss, cadence: None, ..Profile::with_name("Cleo") };
    m.make(Change::AddPeople(vec![ana, bo, cleo, Profile::with_name("Pepe")]));
    let birthday = Some(Birthday::parse("1988-02-29").unwrap());
    m.make(Change::EditPerson {
        person: PEPE,
        profile: Profile { birthday, ..Profile::with_name("José 'Pepe' Ñúñez") },
    });
    m.make(Change::Archive(PEPE));
    m.make(Change::Unarchive(PEPE));
    m.make(Change::Archive(PEPE));
    m.make(Change::ReorderPeople(vec![BO, ANA, CLEO]));
    m.make(Change::AnswerNeed { person: ANA, text: said("Time to think") });
    m.make(Change::AnswerNeed { person: ANA, text: said("Fewer meetings,\nand a say in the plan") });
    m.make(Change::MarkAsked { person: ANA, detail: said("two kids") });
}

fn one_on_ones(m: &mut Maker) {
    m.make(Change::NothingToNote(BO));
    m.make(Change::ScheduleMeeting { person: ANA, at: m.moment(3) });
    m.make(Change::ClearSchedule(ANA));
    m.make(Change::ScheduleMeeting { person: ANA, at: m.moment(3) });
    m.make(Change::SkipMeeting { person: ANA, reason: said("release week") });
    let held = m.begin(ANA);
    m.jot_about(ANA, Some(held.0), "back from leave, rested #wellbeing #Oslo");
    let flag = m.jot_about(ANA, Some(held.0), "! third late evening this week");
    m.moves(flag, [Transition::Raise(said("she did not notice"))]);
    m.make(Change::WrapUp { one_on_one: held, minutes: 25 });
    m.begin(BO);
    m.jot_about(BO, None, "a note while it runs");
    m.make(Change::ScheduleMeeting { person: CLEO, at: m.moment(50) });
}

fn flags(m: &mut Maker) {
    let noticed = m.jot("! quiet in the review");
    let about = FlagFields { usually: said("speaks early"), lately: said("waits"), need: said("a question") };
    m.make(Change::EditFlag {
        entry: noticed,
        text: said("quiet in the review again"),
        fields: about.clone(),
        plan: None,
    });
    m.make(Change::EditFields { entry: noticed, fields: EntryFields::Flag(FlagFields::default()) });
    m.make(Change::EditFields { entry: noticed, fields: EntryFields::Flag(about.clone()) });
    let next = m.jot("! no questions lately");
    m.moves(next, [Transition::Plan(RaisePlan::NextOneOnOne), Transition::Plan(RaisePlan::Undecided)]);
    m.make(Change::EditFlag {
        entry: next,
        text: said("no questions lately"),
        fields: about,
        plan: Some(FlagPlan::Raise(RaisePlan::NextOneOnOne)),
    });
    let on_a_day = m.jot("! late twice");
    m.moves(on_a_day, [Transition::Plan(RaisePlan::On(m.day(60)))]);
    let watched = m.jot("! sighs");
    m.moves(watched, [Transition::Watch(m.day(70))]);
    let let_go = m.jot("! forgot the minutes");
    m.moves(let_go, [Transition::LetGo(said("it was me"))]);
    let settled = m.jot("! sharp with Bo");
    let outcome = || said("they talked");
    m.moves(
        settled,
        [Transition::Raise(said("knew it")), Transition::Settle { outcome: outcome(), recheck_on: Some(m.day(6)) }],
    );
    m.moves(settled, [Transition::Recheck(said("better"))]);
    let to_check = m.jot("! skips lunch");
    m.moves(
        to_check,
        [Transition::Raise(String::new()), Transition::Settle { outcome: outcome(), recheck_on: Some(m.day(80)) }],
    );
    let reopened = m.jot("! tired");
    m.moves(reopened, [Transition::Raise(String::new()), Transition::Reopen]);
}

fn promises(m: &mut Maker) {
    m.jot("[] ask for the budget by 2026-12-04");
    let told = m.jot("[] talk to Finance by 2026-10-20");
    m.moves(told, [Transition::MarkDone, Transition::MarkTold(said("in the corridor"))]);
    m.make(Change::RecordTold { entry: told, words: said("by mail"), day: None });
    let done = m.jot("[] send the slides");
    m.moves(done, [Transition::MarkDone]);
    let theirs = m.jot("[@] draft the options by 2026-11-27");
    m.make(Change::EditText { entry: theirs, text: said("draft two options"), due: Some(date(2026, 11, 30)) });
    let theirs_done = m.jot("[@] book the room");
    m.moves(theirs_done, [Transition::MarkDone]);
    let dropped = m.jot("[] write the policy");
    m.moves(dropped, [Transition::Drop(said("nobody needs it"))]);
    m.jot("+ calm in the outage");
    let praise = m.jot("+ ran the planning alone");
    m.moves(praise, [Transition::MarkTold(said("in front of all"))]);
    m.jot("? the Oslo move");
    let asked = m.jot("? her hours");
    m.make(Change::EditFields { entry: asked, fields: EntryFields::Topic { from: Party::Them } });
    let talked = m.jot("? the bonus");
    m.moves(talked, [Transition::Discuss(said("next year"))]);
}

fn growth(m: &mut Maker) {
    let goal = m.jot("^ leads one incident review a month");
    m.make(Change::EditFields {
        entry: goal,
        fields: EntryFields::Goal {
            why: said("others listen to her"),
            success: said("three in a row"),
            support: said("I am in the room"),
            target: Some(date(2027, 3, 1)),
        },
    });
    for closeness in [2_u8, 4] {
        m.make(Change::CheckIn { goal, closeness: closeness.try_into().unwrap() });
    }
    let paused = m.jot("^ speaks at a conference");
    m.moves(paused, [Transition::Pause(said("the release")), Transition::Resume, Transition::Pause(String::new())]);
    let reached = m.jot("^ writes the runbook");
    m.moves(reached, [Transition::Reach(said("on her own"))]);
    let dropped = m.jot("^ learns Go");
    m.moves(dropped, [Transition::Drop(said("no use for it"))]);
    let handed = m.jot("> the on-call plan");
    m.make(Change::EditFields {
        entry: handed,
        fields: EntryFields::Delegation {
            level: Level::Consult,
            support: said("a budget"),
            hands_off_until: Some(date(2026, 12, 20)),
        },
    });
    m.moves(handed, [Transition::ChangeLevel(Level::Advise), Transition::ChangeLevel(Level::Delegate)]);
    let back = m.jot("> the vendor");
    m.moves(back, [Transition::TakeBack(said("it became political"))]);
    let complete = m.jot("> the offsite");
    m.moves(complete, [Transition::Complete(said("well done"))]);
    let expected = m.jot("= no surprises");
    m.make(Change::EditFields {
        entry: expected,
        fields: EntryFields::Expectation { provide: said("an answer in a day"), their_words: said("early news") },
    });
    m.moves(expected, [Transition::SayAloud]);
    m.make(Change::ReplaceExpectation {
        entry: expected,
        text: said("no surprises, also good ones"),
        provide: said("an answer in a day"),
        their_words: String::new(),
    });
    for (line, changed) in [("< said it in front of all", ""), ("<< I talk too long", "I count to ten")] {
        let entry = m.jot(line);
        let [situation, behaviour, impact] = ["on Monday", "what was done", "what came of it"].map(said);
        let description = EntryFields::Feedback { situation, behaviour, impact, changed: said(changed) };
        m.make(Change::EditFields { entry, fields: description });
    }
}

fn moved_about(m: &mut Maker) {
    let open = m.jot("[] wait for it");
    m.make(Change::Snooze { entry: open, until: Some(m.day(90)) });
    m.make(Change::Snooze { entry: open, until: None });
    m.make(Change::Snooze { entry: open, until: Some(m.day(90)) });
    let praise = m.jot("+ evidence of something");
    m.make(Change::SetEvidence { entries: vec![open, praise], picked: true });
    m.make(Change::SetEvidence { entries: vec![open], picked: false });
    let note = m.jot("filed wrongly");
    m.make(Change::Reclassify { entry: note, prefix: Some(Prefix::Praise), day: m.day(-2), person: BO });
    let rewritten = m.jot("the first words");
    m.make(Change::EditText { entry: rewritten, text: said("other words"), due: None });
    let entry = m.temp.db().entry(rewritten).unwrap().unwrap();
    let first = m.temp.db().versions(&entry).unwrap().pop().unwrap();
    m.make(Change::RestoreVersion(Box::new(first.entry)));
    let trashed = m.jot("thrown away");
    m.make(Change::Trash(trashed));
    m.make(Change::Restore(trashed));
    m.make(Change::Trash(trashed));
    let order: Vec<Uid> = m.temp.db().open_entries(ANA).unwrap().iter().map(|entry| entry.uid).take(4).collect();
    m.make(Change::SetAgendaOrder { person: ANA, order });
}

fn leader(m: &mut Maker) {
    let own = |text: &str| CustomQuestion { theme: Theme::Feedback, text: said(text), suitable_for: said("Anybody") };
    m.lead(LeaderChange::SaveQuestion { uid: None, question: own("What should I stop?") });
    let card = m.temp.db().question_overrides().unwrap()[0].uid;
    m.lead(LeaderChange::SaveQuestion { uid: Some(card), question: own("What should I stop doing?") });
    m.lead(LeaderChange::HideQuestion(said("team-joy")));
    m.lead(LeaderChange::ShowQuestion(said("team-joy")));
    m.lead(LeaderChange::HideQuestion(said("career-year")));
    m.lead(LeaderChange::AskQuestion { person: ANA, question: card.to_string() });
    let step = |step: u8| Some(step.try_into().unwrap());
    for line in ["Too fast", "Taken away again"] {
        m.lead(LeaderChange::SaveSelfCheck { answers: [step(1), None, step(3), step(5)], line: said(line) });
    }
    let check = m.temp.db().latest_self_checks(1).unwrap()[0].uid;
    m.lead(LeaderChange::DeleteSelfCheck(check));
    for outcome in [Some(Outcome::Did), Some(Outcome::NotThisTime), None] {
        // Each on a different day.
        m.minutes += 24 * 60;
        m.lead(LeaderChange::SetIntention(said("Ask before I answer")));
        let intention = m.temp.db().latest_intentions(1).unwrap()[0].uid;
        if outcome.is_some() {
            m.lead(LeaderChange::SetIntentionOutcome { intention, outcome });
        }
    }
}

fn reviews(m: &mut Maker) {
    let written = |person: PersonId, text: &str| ReviewText {
        person,
        from: date(2026, 6, 1),
        to: date(2026, 11, 30),
        text: said(text),
    };
    m.review(ReviewChange::Save(written(ANA, "## Where Ana moved")));
    m.review(ReviewChange::Finish(written(ANA, "## Where Ana moved\n\nFar.")));
    let finished = m.temp.db().finished_reviews(ANA).unwrap()[0].uid;
    m.review(ReviewChange::Reopen(finished));
    m.review(ReviewChange::Finish(written(ANA, "## Where Ana moved\n\nFar, and alone.")));
    m.review(ReviewChange::Save(written(ANA, "## What comes next")));
    m.review(ReviewChange::Save(written(BO, "thrown away")));
    m.review(ReviewChange::Discard(BO));
    m.review(ReviewChange::Save(written(BO, "written about Bo before")));
    for name in ["Yearly", "Short"] {
        m.review(ReviewChange::SaveTemplate { name: said(name), text: said("## {name}\n\n## What comes next") });
    }
    let [first, second] = m.temp.db().templates().unwrap().try_into().unwrap();
    m.review(ReviewChange::EditTemplate { template: first.uid, name: said("Half-yearly"), text: said("## {name}") });
    m.review(ReviewChange::DeleteTemplate(second.uid));
}

/// The log has changes in each state: applied, undone, and discarded from the redo history.
fn taken_back(m: &mut Maker) {
    m.jot("never was");
    m.undo(1);
    m.jot("made again");
    m.undo(2);
    m.redo(2);
    for line in ["once more", "! taken back", "+ taken back too"] {
        m.jot(line);
    }
    m.undo(3);
    m.redo(1);
}

fn whole() -> TempJournal {
    let mut m = Maker::new();
    for part in [people, one_on_ones, flags, promises, growth, moved_about, leader, reviews] {
        part(&mut m);
    }
    for (_, bundle) in content_uids::bundles() {
        m.make(Change::Import(Arc::new(bundle)));
    }
    taken_back(&mut m);
    let temp = m.temp;
    temp.clock.set(zoned(crate::support::NOW));
    let raw = temp.raw_connection();
    for (name, value) in SETTINGS {
        raw.execute("INSERT INTO settings (name, value) VALUES (?1, ?2)", [name, value]).unwrap();
    }
    // The connection of the journal is read-only.
    let writing = rapport::store::Db::open_existing(&temp.file()).unwrap();
    for (place, mark, text) in drafts::stored(&raw) {
        writing
            .put_draft(&Draft { field_key: place, prefix: mark, text }, 1, temp.now().timestamp().as_millisecond())
            .unwrap();
    }
    temp
}

#[test]
fn the_generator_still_does_all_there_is_to_do() {
    let temp = whole();
    journal::assert_has_everything(&temp);
    let days = strings(&temp.raw_connection(), "SELECT max(made) FROM changes");
    assert!(days[0].as_str() < crate::support::NOW, "{days:?}");
    if std::env::var_os("RAPPORT_WRITE_FROZEN").is_some() {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/frozen"));
        let sql = dump_as_sql(
            &temp.raw_connection(),
            "The frozen journal, never to be written again,",
            "tests/frozen/generate.rs",
        );
        fs::write(folder.join("journal.json"), temp.export_json()).unwrap();
        fs::write(folder.join("terminal.txt"), journal::terminal(&TempJournal::of_sql(&sql))).unwrap();
        fs::write(folder.join("journal.sql"), sql).unwrap();
    }
}
