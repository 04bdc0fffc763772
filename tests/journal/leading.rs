//! The leader's own side of the journal: questions, the self-check, and what they set out to do each day.

use rapport::{
    domain::{
        entry::Detail,
        id::PersonId,
        intention::Outcome,
        jot::JotError,
        question::{Own, Theme, all},
    },
    journal::{
        change::{Change, ChangeError, Refusal},
        leading::Leading,
        notice::{Notice, Stepped},
    },
};

use crate::support::{TempJournal, after, assert_clean, number, zoned};

const ANA: PersonId = PersonId(1);
const JOY: &str = "team-joy";

fn lead(journal: &TempJournal, leading: Leading) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::Leading(leading))
}

fn undo(journal: &TempJournal) {
    journal.undo();
    journal.flush().unwrap();
}

fn refusal(result: Result<Option<PersonId>, ChangeError>) -> Option<Refusal> {
    if let Err(ChangeError::Refused(refusal)) = result { Some(refusal) } else { None }
}

fn ask(journal: &TempJournal, person: PersonId, question: &str) -> Result<Option<PersonId>, ChangeError> {
    lead(journal, Leading::Ask { person, question: question.into() })
}

#[test]
fn a_question_that_is_used_is_a_topic_and_remembered_in_one_change() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let before = journal.content();
    assert_eq!(ask(&journal, ANA, JOY).unwrap(), Some(ANA));
    let topics = journal.db().open_entries(ANA).unwrap();
    assert_eq!(topics.len(), 1);
    assert!(matches!(topics[0].detail, Detail::Topic(_)));
    assert_eq!(topics[0].text, "What makes you laugh at work these days?");
    let asked = journal.db().asked(ANA).unwrap();
    assert_eq!((asked.len(), asked[0].question.as_str(), asked[0].theme), (1, JOY, Theme::Team));
    assert_eq!(asked[0].at.day(), journal.today());
    assert_eq!(journal.db().asked(PersonId(2)).unwrap(), []);
    assert_clean(journal.db());
    undo(&journal);
    assert_eq!(journal.content(), before);
    let notices = journal.notices();
    assert!(
        notices.iter().any(|notice| matches!(notice, Notice::TakenBack(Stepped { person: Some(ANA), .. }))),
        "{notices:?}"
    );
    journal.redo();
    journal.flush().unwrap();
    assert_eq!(journal.db().asked(ANA).unwrap(), asked);
    // In a one-on-one it belongs to that.
    journal.commit(Change::Begin(ANA)).unwrap();
    ask(&journal, ANA, "team-safe").unwrap();
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM entries WHERE one_on_one IS NOT NULL"), 1);
    assert_eq!(refusal(ask(&journal, ANA, "no-such")), Some(Refusal::Gone("question")));
    assert_eq!(refusal(ask(&journal, PersonId(9), JOY)), Some(Refusal::Gone("person")));
}

#[test]
fn a_question_of_your_own_is_kept_changed_used_and_hidden() {
    let journal = TempJournal::with(&["Ana"]);
    let own = |text: &str| Own { theme: Theme::Purpose, text: text.into(), suits: " ".into() };
    lead(&journal, Leading::KeepQuestion { card: None, own: own("  What for? ") }).unwrap();
    let card = journal.db().cards().unwrap().remove(0);
    assert_eq!(card.own, Some(Own { theme: Theme::Purpose, text: "What for?".into(), suits: String::new() }));
    assert_eq!(card.question, card.uid.to_string());
    let rewritten = Leading::KeepQuestion { card: Some(card.uid), own: own("What is it for?") };
    lead(&journal, rewritten.clone()).unwrap();
    let changes = number(&journal.raw(), "SELECT count(*) FROM changes");
    lead(&journal, rewritten).unwrap();
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM changes"), changes, "nothing is different");
    ask(&journal, ANA, &card.question).unwrap();
    assert_eq!(journal.db().open_entries(ANA).unwrap()[0].text, "What is it for?");
    lead(&journal, Leading::HideQuestion(card.question.clone())).unwrap();
    assert!(
        all(&journal.db().cards().unwrap()).iter().any(|(question, hidden)| question.name == card.question && *hidden)
    );
    undo(&journal);
    undo(&journal);
    undo(&journal);
    assert_eq!(journal.db().cards().unwrap(), std::slice::from_ref(&card));
    let empty = Leading::KeepQuestion { card: None, own: own(" ") };
    assert_eq!(refusal(lead(&journal, empty)), Some(Refusal::Text(JotError::Empty)));
    undo(&journal);
    let gone = Leading::KeepQuestion { card: Some(card.uid), own: own("What?") };
    assert_eq!(refusal(lead(&journal, gone)), Some(Refusal::Gone("question")));
}

#[test]
fn a_question_of_the_deck_is_hidden_and_offered_again() {
    let journal = TempJournal::with(&[]);
    let hidden = || journal.db().cards().unwrap().iter().filter(|card| card.hidden.is_some()).count();
    for (leading, expected) in [
        (Leading::ShowQuestion(JOY.into()), 0),
        (Leading::HideQuestion(JOY.into()), 1),
        (Leading::HideQuestion(JOY.into()), 1),
        (Leading::ShowQuestion(JOY.into()), 0),
        (Leading::HideQuestion(JOY.into()), 1),
    ] {
        lead(&journal, leading.clone()).unwrap();
        assert_eq!(hidden(), expected, "{leading:?}");
    }
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM changes"), 3, "only what made a difference");
    for expected in [0, 1, 0] {
        undo(&journal);
        assert_eq!(hidden(), expected);
    }
    assert_eq!(refusal(lead(&journal, Leading::HideQuestion("no-such".into()))), Some(Refusal::Gone("question")));
}

#[test]
fn the_self_check_is_kept_with_what_was_answered_and_can_be_taken_away() {
    let journal = TempJournal::with(&[]);
    let step = |step: u8| Some(step.try_into().unwrap());
    let answers = [step(4), None, step(1), step(5)];
    lead(&journal, Leading::CheckSelf { answers, line: " Too fast ".into() }).unwrap();
    journal.clock.set(after(1));
    lead(&journal, Leading::CheckSelf { answers: [None; 4], line: "Only this".into() }).unwrap();
    let checks = journal.db().latest_self_checks(10).unwrap();
    assert_eq!((checks[0].answers, checks[0].line.as_str()), (answers, "Too fast"));
    assert_eq!((checks[1].answers, checks[1].line.as_str()), ([None; 4], "Only this"));
    assert_eq!(journal.db().latest_self_checks(1).unwrap(), checks[1..]);
    lead(&journal, Leading::TakeAwaySelfCheck(checks[0].uid)).unwrap();
    assert_eq!(journal.db().latest_self_checks(10).unwrap(), checks[1..]);
    assert_eq!(refusal(lead(&journal, Leading::TakeAwaySelfCheck(checks[0].uid))), Some(Refusal::Gone("self-check")));
    undo(&journal);
    assert_eq!(journal.db().latest_self_checks(10).unwrap(), checks);
    let nothing = Leading::CheckSelf { answers: [None; 4], line: " \n".into() };
    assert_eq!(refusal(lead(&journal, nothing)), Some(Refusal::NothingAnswered));
    assert_clean(journal.db());
}

#[test]
fn a_day_has_one_line_which_is_written_anew_answered_and_taken_away() {
    let journal = TempJournal::with(&[]);
    let today = journal.today();
    let texts = || journal.db().latest_intentions(10).unwrap().into_iter().map(|it| it.text).collect::<Vec<_>>();
    lead(&journal, Leading::Intend("Ask before I answer".into())).unwrap();
    journal.clock.set(after(60));
    lead(&journal, Leading::Intend("Ask twice".into())).unwrap();
    assert_eq!(texts(), ["Ask twice"]);
    let line = journal.db().intention_of(today).unwrap().unwrap();
    lead(&journal, Leading::LookBack { intention: line.uid, outcome: Some(Outcome::NotThisTime) }).unwrap();
    assert_eq!(journal.db().intention(line.uid).unwrap().unwrap().outcome, Some(Outcome::NotThisTime));
    lead(&journal, Leading::Intend(" ".into())).unwrap();
    assert_eq!(texts(), [""; 0]);
    undo(&journal);
    undo(&journal);
    undo(&journal);
    assert_eq!(texts(), ["Ask before I answer"]);
    // The next day has its own. Half past midnight here is the day before in Greenwich.
    journal.clock.set(zoned("2026-11-25T00:30:00+01:00[+01:00]"));
    lead(&journal, Leading::Intend("Walk around".into())).unwrap();
    assert_eq!(texts(), ["Walk around", "Ask before I answer"]);
    let of = |from, to| journal.db().intentions(from, to).unwrap().len();
    let tomorrow = today.tomorrow().unwrap();
    assert_eq!([of(today, today), of(tomorrow, tomorrow), of(today, tomorrow)], [1, 1, 2]);
    journal.clock.set(zoned("2026-11-26T09:00:00+01:00[+01:00]"));
    assert_eq!(refusal(lead(&journal, Leading::Intend(String::new()))), Some(Refusal::Text(JotError::Empty)));
}
