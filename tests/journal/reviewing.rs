//! Reviews and their templates: written, finished, written on, thrown away, kept, and all of it taken back.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        id::{PersonId, Uid},
        review::{Review, ReviewError, TemplateError},
    },
    journal::{
        change::{Change, ChangeError, Refusal},
        reviewing::{Reviewing, Written},
    },
};

use crate::support::{TempJournal, after, assert_clean, number};

const ANA: PersonId = PersonId(1);
const JUNE: Date = date(2026, 6, 1);
const NOVEMBER: Date = date(2026, 11, 30);

fn written(text: &str) -> Written {
    Written { person: ANA, from: JUNE, to: NOVEMBER, text: text.into() }
}

fn make(journal: &TempJournal, reviewing: Reviewing) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::Reviewing(reviewing))
}

fn write(journal: &TempJournal, text: &str) {
    assert_eq!(make(journal, Reviewing::Write(written(text))).unwrap().unwrap_or(ANA), ANA);
}

fn begun(journal: &TempJournal) -> Option<Review> {
    journal.db().begun_review(ANA).unwrap()
}

fn refusal(result: Result<Option<PersonId>, ChangeError>) -> Option<Refusal> {
    if let Err(ChangeError::Refused(refusal)) = result { Some(refusal) } else { None }
}

fn changes(journal: &TempJournal) -> i64 {
    number(&journal.raw(), "SELECT count(*) FROM changes")
}

#[test]
fn a_review_is_begun_with_its_first_words_and_each_writing_that_differs_is_one_change() {
    let journal = TempJournal::with(&["Ana", "Bo"]);
    let before = changes(&journal);
    write(&journal, " \n");
    assert_eq!(begun(&journal), None, "nothing written, nothing begun");
    write(&journal, "## Where Ana moved\n");
    let first = begun(&journal).unwrap();
    assert_eq!((first.text.as_str(), first.from, first.to), ("## Where Ana moved", JUNE, NOVEMBER));
    assert_eq!((&first.finished, first.begun.day()), (&None, journal.today()));
    write(&journal, "## Where Ana moved");
    assert_eq!(changes(&journal) - before, 1, "what is the same is no change");
    journal.clock.set(after(90));
    let other = Written { to: date(2026, 12, 31), ..written("Far") };
    make(&journal, Reviewing::Write(other)).unwrap();
    let second = begun(&journal).unwrap();
    assert_eq!((second.uid, &second.begun), (first.uid, &first.begun), "it is the same review");
    assert_eq!((second.text.as_str(), second.to), ("Far", date(2026, 12, 31)));
    assert_eq!(journal.db().begun_review(PersonId(2)).unwrap(), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(begun(&journal), Some(first));
    write(&journal, "");
    assert_eq!(begun(&journal), None, "without a word it is none any more");
    assert_clean(journal.db());
}

#[test]
fn a_finished_review_is_dated_stays_and_makes_room_for_the_next() {
    let mut journal = TempJournal::with(&["Ana"]);
    for empty in ["", " \n\u{200B}"] {
        let refused = make(&journal, Reviewing::Finish(written(empty)));
        assert_eq!(refusal(refused), Some(Refusal::Review(ReviewError::Empty)));
    }
    write(&journal, "Far");
    let uid = begun(&journal).unwrap().uid;
    journal.clock.set(after(60));
    make(&journal, Reviewing::Finish(written("Very far"))).unwrap();
    assert_eq!(begun(&journal), None);
    let finished = journal.db().finished_reviews(ANA).unwrap();
    assert_eq!((finished.len(), finished[0].uid, finished[0].text.as_str()), (1, uid, "Very far"));
    assert_eq!(finished[0].finished.as_ref().unwrap().at_ms() - finished[0].begun.at_ms(), 60 * 60_000);
    // At once, without having been begun.
    journal.clock.set(after(120));
    make(&journal, Reviewing::Finish(written("The next"))).unwrap();
    let texts = |journal: &TempJournal| -> Vec<String> {
        journal.db().finished_reviews(ANA).unwrap().into_iter().map(|one| one.text).collect()
    };
    assert_eq!(texts(&journal), ["The next", "Very far"], "the one finished last first");
    write(&journal, "The third");
    assert_eq!(refusal(make(&journal, Reviewing::WriteOn(uid))), Some(Refusal::ReviewBegun));
    make(&journal, Reviewing::ThrowAway(ANA)).unwrap();
    assert_eq!(refusal(make(&journal, Reviewing::ThrowAway(ANA))), Some(Refusal::Gone("review")));
    let before = journal.content();
    make(&journal, Reviewing::WriteOn(uid)).unwrap();
    assert_eq!(begun(&journal).unwrap().text, "Very far");
    assert_eq!(texts(&journal), ["The next"]);
    let so_far = changes(&journal);
    make(&journal, Reviewing::WriteOn(uid)).unwrap();
    assert_eq!(changes(&journal), so_far, "it is open already");
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content(), before);
    assert_eq!(refusal(make(&journal, Reviewing::WriteOn(Uid::NONE))), Some(Refusal::Gone("review")));
    journal.reopen();
    assert_eq!(texts(&journal), ["The next", "Very far"]);
    assert_clean(journal.db());
}

#[test]
fn a_review_that_cannot_be_is_refused_in_words() {
    let journal = TempJournal::with(&["Ana"]);
    let long = "é".repeat(200_001);
    for (written, expected) in [
        (Written { person: PersonId(9), ..written("x") }, Refusal::Gone("person")),
        (Written { from: NOVEMBER, to: JUNE, ..written("x") }, Refusal::BackwardsPeriod),
        (Written { from: date(0, 1, 1), ..written("x") }, Refusal::BeforeTheCalendar),
        (written(&long), Refusal::Review(ReviewError::TooLong(200_001))),
    ] {
        let said = refusal(make(&journal, Reviewing::Write(written.clone())));
        assert_eq!(said.as_ref(), Some(&expected));
        assert_eq!(refusal(make(&journal, Reviewing::Finish(written))), said);
    }
    assert_eq!(begun(&journal), None);
}

#[test]
fn a_template_is_kept_changed_replaced_and_removed() {
    let journal = TempJournal::with(&["Ana"]);
    let keep =
        |name: &str, text: &str| make(&journal, Reviewing::KeepTemplate { name: name.into(), text: text.into() });
    keep(" My\nyear ", "## {name}\n").unwrap();
    keep("Short", "## Brief").unwrap();
    let own = journal.db().templates().unwrap();
    let said: Vec<_> = own.iter().map(|own| (own.name.as_str(), own.text.as_str())).collect();
    assert_eq!(said, [("My year", "## {name}"), ("Short", "## Brief")]);
    let kept = journal.content();
    keep("MY YEAR", "## Other").unwrap();
    let replaced = journal.db().templates().unwrap().remove(0);
    assert_eq!((replaced.uid, replaced.name.as_str(), replaced.text.as_str()), (own[0].uid, "MY YEAR", "## Other"));
    let change = |template, name: &str, text: &str| {
        make(&journal, Reviewing::ChangeTemplate { template, name: name.into(), text: text.into() })
    };
    let rename = |template, name: &str| change(template, name, "## Other");
    assert_eq!(refusal(rename(own[0].uid, "short")), Some(Refusal::Template(TemplateError::Taken("short".into()))));
    assert_eq!(refusal(rename(own[0].uid, " ")), Some(Refusal::Template(TemplateError::NoName)));
    assert_eq!(refusal(rename(Uid::NONE, "x")), Some(Refusal::Gone("template")));
    assert_eq!(refusal(change(own[0].uid, "My Year", "no heading")), Some(Refusal::Template(TemplateError::NoHeading)));
    change(own[0].uid, "My Year", "## Far\n## Wide").unwrap();
    assert_eq!(journal.db().templates().unwrap().remove(0).text, "## Far\n## Wide");
    make(&journal, Reviewing::RemoveTemplate(own[1].uid)).unwrap();
    assert_eq!(refusal(make(&journal, Reviewing::RemoveTemplate(own[1].uid))), Some(Refusal::Gone("template")));
    let names: Vec<_> = journal.db().templates().unwrap().into_iter().map(|own| own.name).collect();
    assert_eq!(names, ["My Year"]);
    assert_eq!(refusal(keep("Empty", " ")), Some(Refusal::Template(TemplateError::NoHeading)));
    assert_eq!(refusal(keep("", "## x")), Some(Refusal::Template(TemplateError::NoName)));
    for _ in 0..3 {
        journal.undo();
    }
    journal.flush().unwrap();
    assert_eq!(journal.content(), kept);
    for _ in 0..3 {
        journal.redo();
    }
    journal.flush().unwrap();
    assert_eq!(journal.db().templates().unwrap().len(), 1);
    assert_clean(journal.db());
}
