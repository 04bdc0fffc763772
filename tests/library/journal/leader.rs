//! Leader data: questions, self-checks and daily intentions.

use rapport::{
    domain::{
        entry::Detail,
        id::PersonId,
        intention::Outcome,
        parse::entry_line::TextError,
        question::{CustomQuestion, Theme, all_questions},
    },
    journal::{
        change::{Change, ChangeError, RuleViolation, leader::LeaderChange},
        writer_event::{UndoneChange, WriterEvent},
    },
};

use crate::support::{TempJournal, assert_clean, minutes_after_now, query_number, zoned};

const ANA: PersonId = PersonId(1);
const JOY: &str = "team-joy";

fn commit_leader_change(journal: &TempJournal, leading: LeaderChange) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::Leader(leading))
}

fn undo(journal: &TempJournal) {
    journal.undo();
    journal.flush().unwrap();
}

fn violation_of(result: Result<Option<PersonId>, ChangeError>) -> Option<RuleViolation> {
    if let Err(ChangeError::RuleViolation(refusal)) = result { Some(refusal) } else { None }
}

fn ask_question(journal: &TempJournal, person: PersonId, question: &str) -> Result<Option<PersonId>, ChangeError> {
    commit_leader_change(journal, LeaderChange::AskQuestion { person, question: question.into() })
}

#[test]
fn asking_a_question_adds_a_topic_and_remembers_it_in_one_change() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let before = journal.content_rows();
    assert_eq!(ask_question(&journal, ANA, JOY).unwrap(), Some(ANA));
    let topics = journal.db().open_entries(ANA).unwrap();
    assert_eq!(topics.len(), 1);
    assert!(matches!(topics[0].detail, Detail::Topic(_)));
    assert_eq!(topics[0].text, "What makes you laugh at work these days?");
    let asked = journal.db().asked_questions(ANA).unwrap();
    assert_eq!((asked.len(), asked[0].question.as_str(), asked[0].theme), (1, JOY, Theme::Team));
    assert_eq!(asked[0].at.day(), journal.today());
    assert_eq!(journal.db().asked_questions(PersonId(2)).unwrap(), []);
    assert_clean(journal.db());
    undo(&journal);
    assert_eq!(journal.content_rows(), before);
    let notices = journal.poll_events();
    assert!(
        notices.iter().any(|notice| matches!(notice, WriterEvent::Undone(UndoneChange { person: Some(ANA), .. }))),
        "{notices:?}"
    );
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.db().asked_questions(ANA).unwrap(), asked);
    // During a one-on-one it is linked to that.
    journal.commit(Change::StartMeeting(ANA)).unwrap();
    ask_question(&journal, ANA, "team-safe").unwrap();
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 1);
    assert_eq!(violation_of(ask_question(&journal, ANA, "no-such")), Some(RuleViolation::NotFound("question")));
    assert_eq!(violation_of(ask_question(&journal, PersonId(9), JOY)), Some(RuleViolation::NotFound("person")));
}

#[test]
fn custom_question_is_added_edited_asked_and_hidden() {
    let journal = TempJournal::with_people(&["Ana"]);
    let own = |text: &str| CustomQuestion { theme: Theme::Purpose, text: text.into(), suitable_for: " ".into() };
    commit_leader_change(&journal, LeaderChange::SaveQuestion { uid: None, question: own("  What for? ") }).unwrap();
    let card = journal.db().question_overrides().unwrap().remove(0);
    assert_eq!(
        card.custom,
        Some(CustomQuestion { theme: Theme::Purpose, text: "What for?".into(), suitable_for: String::new() })
    );
    assert_eq!(card.question, card.uid.to_string());
    let rewritten = LeaderChange::SaveQuestion { uid: Some(card.uid), question: own("What is it for?") };
    commit_leader_change(&journal, rewritten.clone()).unwrap();
    let changes = query_number(&journal.raw_connection(), "SELECT count(*) FROM changes");
    commit_leader_change(&journal, rewritten).unwrap();
    assert_eq!(
        query_number(&journal.raw_connection(), "SELECT count(*) FROM changes"),
        changes,
        "nothing is different"
    );
    ask_question(&journal, ANA, &card.question).unwrap();
    assert_eq!(journal.db().open_entries(ANA).unwrap()[0].text, "What is it for?");
    commit_leader_change(&journal, LeaderChange::HideQuestion(card.question.clone())).unwrap();
    assert!(
        all_questions(&journal.db().question_overrides().unwrap())
            .iter()
            .any(|(question, hidden)| question.key == card.question && *hidden)
    );
    undo(&journal);
    undo(&journal);
    undo(&journal);
    assert_eq!(journal.db().question_overrides().unwrap(), std::slice::from_ref(&card));
    let empty = LeaderChange::SaveQuestion { uid: None, question: own(" ") };
    assert_eq!(violation_of(commit_leader_change(&journal, empty)), Some(RuleViolation::InvalidText(TextError::Empty)));
    undo(&journal);
    let gone = LeaderChange::SaveQuestion { uid: Some(card.uid), question: own("What?") };
    assert_eq!(violation_of(commit_leader_change(&journal, gone)), Some(RuleViolation::NotFound("question")));
}

#[test]
fn library_question_is_hidden_and_shown_again() {
    let journal = TempJournal::with_people(&[]);
    let hidden = || journal.db().question_overrides().unwrap().iter().filter(|card| card.hidden_at.is_some()).count();
    for (leading, expected) in [
        (LeaderChange::ShowQuestion(JOY.into()), 0),
        (LeaderChange::HideQuestion(JOY.into()), 1),
        (LeaderChange::HideQuestion(JOY.into()), 1),
        (LeaderChange::ShowQuestion(JOY.into()), 0),
        (LeaderChange::HideQuestion(JOY.into()), 1),
    ] {
        commit_leader_change(&journal, leading.clone()).unwrap();
        assert_eq!(hidden(), expected, "{leading:?}");
    }
    assert_eq!(
        query_number(&journal.raw_connection(), "SELECT count(*) FROM changes"),
        3,
        "only what made a difference"
    );
    for expected in [0, 1, 0] {
        undo(&journal);
        assert_eq!(hidden(), expected);
    }
    assert_eq!(
        violation_of(commit_leader_change(&journal, LeaderChange::HideQuestion("no-such".into()))),
        Some(RuleViolation::NotFound("question"))
    );
}

#[test]
fn self_check_stores_its_answers_and_can_be_removed() {
    let journal = TempJournal::with_people(&[]);
    let step = |step: u8| Some(step.try_into().unwrap());
    let answers = [step(4), None, step(1), step(5)];
    commit_leader_change(&journal, LeaderChange::SaveSelfCheck { answers, line: " Too fast ".into() }).unwrap();
    journal.clock.set(minutes_after_now(1));
    commit_leader_change(&journal, LeaderChange::SaveSelfCheck { answers: [None; 4], line: "Only this".into() })
        .unwrap();
    let checks = journal.db().latest_self_checks(10).unwrap();
    assert_eq!((checks[0].answers, checks[0].comment.as_str()), (answers, "Too fast"));
    assert_eq!((checks[1].answers, checks[1].comment.as_str()), ([None; 4], "Only this"));
    assert_eq!(journal.db().latest_self_checks(1).unwrap(), checks[1..]);
    commit_leader_change(&journal, LeaderChange::DeleteSelfCheck(checks[0].uid)).unwrap();
    assert_eq!(journal.db().latest_self_checks(10).unwrap(), checks[1..]);
    assert_eq!(
        violation_of(commit_leader_change(&journal, LeaderChange::DeleteSelfCheck(checks[0].uid))),
        Some(RuleViolation::NotFound("self-check"))
    );
    undo(&journal);
    assert_eq!(journal.db().latest_self_checks(10).unwrap(), checks);
    let nothing = LeaderChange::SaveSelfCheck { answers: [None; 4], line: " \n".into() };
    assert_eq!(violation_of(commit_leader_change(&journal, nothing)), Some(RuleViolation::EmptySelfCheck));
    assert_clean(journal.db());
}

#[test]
fn daily_intention_is_edited_answered_and_removed() {
    let journal = TempJournal::with_people(&[]);
    let today = journal.today();
    let texts = || journal.db().latest_intentions(10).unwrap().into_iter().map(|it| it.text).collect::<Vec<_>>();
    commit_leader_change(&journal, LeaderChange::SetIntention("Ask before I answer".into())).unwrap();
    journal.clock.set(minutes_after_now(60));
    commit_leader_change(&journal, LeaderChange::SetIntention("Ask twice".into())).unwrap();
    assert_eq!(texts(), ["Ask twice"]);
    let line = journal.db().intention_on(today).unwrap().unwrap();
    commit_leader_change(
        &journal,
        LeaderChange::SetIntentionOutcome { intention: line.uid, outcome: Some(Outcome::NotThisTime) },
    )
    .unwrap();
    assert_eq!(journal.db().intention(line.uid).unwrap().unwrap().outcome, Some(Outcome::NotThisTime));
    commit_leader_change(&journal, LeaderChange::SetIntention(" ".into())).unwrap();
    assert_eq!(texts(), [""; 0]);
    undo(&journal);
    undo(&journal);
    undo(&journal);
    assert_eq!(texts(), ["Ask before I answer"]);
    // The next day has its own. Half past midnight here is the previous day in Greenwich.
    journal.clock.set(zoned("2026-11-25T00:30:00+01:00[+01:00]"));
    commit_leader_change(&journal, LeaderChange::SetIntention("Check in with".into())).unwrap();
    assert_eq!(texts(), ["Check in with", "Ask before I answer"]);
    let of = |from, to| journal.db().intentions(from, to).unwrap().len();
    let tomorrow = today.tomorrow().unwrap();
    assert_eq!([of(today, today), of(tomorrow, tomorrow), of(today, tomorrow)], [1, 1, 2]);
    journal.clock.set(zoned("2026-11-26T09:00:00+01:00[+01:00]"));
    assert_eq!(
        violation_of(commit_leader_change(&journal, LeaderChange::SetIntention(String::new()))),
        Some(RuleViolation::InvalidText(TextError::Empty))
    );
}
