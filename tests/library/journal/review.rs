//! Reviews and their templates: written, finished, reopened, discarded, saved, and all of it
//! undone.

use jiff::civil::{Date, date};
use rapport::{
    domain::{
        id::{PersonId, Uid},
        review::{Review, ReviewTextError, TemplateError},
    },
    journal::change::{
        Change, ChangeError, RuleViolation,
        review::{ReviewChange, ReviewText},
    },
};

use crate::support::{TempJournal, assert_clean, minutes_after_now, query_number};

const ANA: PersonId = PersonId(1);
const JUNE: Date = date(2026, 6, 1);
const NOVEMBER: Date = date(2026, 11, 30);

fn review_text(text: &str) -> ReviewText {
    ReviewText { person: ANA, from: JUNE, to: NOVEMBER, text: text.into() }
}

fn commit_review_change(journal: &TempJournal, reviewing: ReviewChange) -> Result<Option<PersonId>, ChangeError> {
    journal.commit(Change::Review(reviewing))
}

fn write_review(journal: &TempJournal, text: &str) {
    assert_eq!(commit_review_change(journal, ReviewChange::Save(review_text(text))).unwrap().unwrap_or(ANA), ANA);
}

fn review_in_progress(journal: &TempJournal) -> Option<Review> {
    journal.db().unfinished_review(ANA).unwrap()
}

fn violation_of(result: Result<Option<PersonId>, ChangeError>) -> Option<RuleViolation> {
    if let Err(ChangeError::RuleViolation(refusal)) = result { Some(refusal) } else { None }
}

fn change_count(journal: &TempJournal) -> i64 {
    query_number(&journal.raw_connection(), "SELECT count(*) FROM changes")
}

#[test]
fn review_starts_with_its_first_text_and_each_edit_is_one_change() {
    let journal = TempJournal::with_people(&["Ana", "Bo"]);
    let before = change_count(&journal);
    write_review(&journal, " \n");
    assert_eq!(review_in_progress(&journal), None, "nothing written, nothing begun");
    write_review(&journal, "## Where Ana moved\n");
    let first = review_in_progress(&journal).unwrap();
    assert_eq!((first.text.as_str(), first.from, first.to), ("## Where Ana moved", JUNE, NOVEMBER));
    assert_eq!((&first.finished_at, first.started_at.day()), (&None, journal.today()));
    write_review(&journal, "## Where Ana moved");
    assert_eq!(change_count(&journal) - before, 1, "what is the same is no change");
    journal.clock.set(minutes_after_now(90));
    let other = ReviewText { to: date(2026, 12, 31), ..review_text("Far") };
    commit_review_change(&journal, ReviewChange::Save(other)).unwrap();
    let second = review_in_progress(&journal).unwrap();
    assert_eq!((second.uid, &second.started_at), (first.uid, &first.started_at), "it is the same review");
    assert_eq!((second.text.as_str(), second.to), ("Far", date(2026, 12, 31)));
    assert_eq!(journal.db().unfinished_review(PersonId(2)).unwrap(), None);
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(review_in_progress(&journal), Some(first));
    write_review(&journal, "");
    assert_eq!(review_in_progress(&journal), None, "without a word it is none any more");
    assert_clean(journal.db());
}

#[test]
fn finished_review_is_dated_and_allows_the_next() {
    let mut journal = TempJournal::with_people(&["Ana"]);
    for empty in ["", " \n\u{200B}"] {
        let refused = commit_review_change(&journal, ReviewChange::Finish(review_text(empty)));
        assert_eq!(violation_of(refused), Some(RuleViolation::InvalidReview(ReviewTextError::Empty)));
    }
    write_review(&journal, "Far");
    let uid = review_in_progress(&journal).unwrap().uid;
    journal.clock.set(minutes_after_now(60));
    commit_review_change(&journal, ReviewChange::Finish(review_text("Very far"))).unwrap();
    assert_eq!(review_in_progress(&journal), None);
    let finished = journal.db().finished_reviews(ANA).unwrap();
    assert_eq!((finished.len(), finished[0].uid, finished[0].text.as_str()), (1, uid, "Very far"));
    assert_eq!(finished[0].finished_at.as_ref().unwrap().at_ms() - finished[0].started_at.at_ms(), 60 * 60_000);
    // Finished at once, without being started.
    journal.clock.set(minutes_after_now(120));
    commit_review_change(&journal, ReviewChange::Finish(review_text("The next"))).unwrap();
    let texts = |journal: &TempJournal| -> Vec<String> {
        journal.db().finished_reviews(ANA).unwrap().into_iter().map(|one| one.text).collect()
    };
    assert_eq!(texts(&journal), ["The next", "Very far"], "the one finished last first");
    write_review(&journal, "The third");
    assert_eq!(
        violation_of(commit_review_change(&journal, ReviewChange::Reopen(uid))),
        Some(RuleViolation::ReviewInProgress)
    );
    commit_review_change(&journal, ReviewChange::Discard(ANA)).unwrap();
    assert_eq!(
        violation_of(commit_review_change(&journal, ReviewChange::Discard(ANA))),
        Some(RuleViolation::NotFound("review"))
    );
    let before = journal.content_rows();
    commit_review_change(&journal, ReviewChange::Reopen(uid)).unwrap();
    assert_eq!(review_in_progress(&journal).unwrap().text, "Very far");
    assert_eq!(texts(&journal), ["The next"]);
    let so_far = change_count(&journal);
    commit_review_change(&journal, ReviewChange::Reopen(uid)).unwrap();
    assert_eq!(change_count(&journal), so_far, "it is open already");
    journal.undo();
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), before);
    assert_eq!(
        violation_of(commit_review_change(&journal, ReviewChange::Reopen(Uid::NIL))),
        Some(RuleViolation::NotFound("review"))
    );
    journal.reopen();
    assert_eq!(texts(&journal), ["The next", "Very far"]);
    assert_clean(journal.db());
}

#[test]
fn invalid_reviews_are_rejected() {
    let journal = TempJournal::with_people(&["Ana"]);
    let long = "é".repeat(200_001);
    for (written, expected) in [
        (ReviewText { person: PersonId(9), ..review_text("x") }, RuleViolation::NotFound("person")),
        (ReviewText { from: NOVEMBER, to: JUNE, ..review_text("x") }, RuleViolation::InvalidPeriod),
        (ReviewText { from: date(0, 1, 1), ..review_text("x") }, RuleViolation::DateOutOfRange),
        (review_text(&long), RuleViolation::InvalidReview(ReviewTextError::TooLong(200_001))),
    ] {
        let message = violation_of(commit_review_change(&journal, ReviewChange::Save(written.clone())));
        assert_eq!(message.as_ref(), Some(&expected));
        assert_eq!(violation_of(commit_review_change(&journal, ReviewChange::Finish(written))), message);
    }
    assert_eq!(review_in_progress(&journal), None);
}

#[test]
fn template_is_saved_edited_replaced_and_removed() {
    let journal = TempJournal::with_people(&["Ana"]);
    let keep = |name: &str, text: &str| {
        commit_review_change(&journal, ReviewChange::SaveTemplate { name: name.into(), text: text.into() })
    };
    keep(" My\nyear ", "## {name}\n").unwrap();
    keep("Short", "## Brief").unwrap();
    let own = journal.db().templates().unwrap();
    let templates: Vec<_> = own.iter().map(|own| (own.name.as_str(), own.text.as_str())).collect();
    assert_eq!(templates, [("My year", "## {name}"), ("Short", "## Brief")]);
    let kept = journal.content_rows();
    keep("MY YEAR", "## Other").unwrap();
    let replaced = journal.db().templates().unwrap().remove(0);
    assert_eq!((replaced.uid, replaced.name.as_str(), replaced.text.as_str()), (own[0].uid, "MY YEAR", "## Other"));
    let change = |template, name: &str, text: &str| {
        commit_review_change(&journal, ReviewChange::EditTemplate { template, name: name.into(), text: text.into() })
    };
    let rename = |template, name: &str| change(template, name, "## Other");
    assert_eq!(
        violation_of(rename(own[0].uid, "short")),
        Some(RuleViolation::InvalidTemplate(TemplateError::NameTaken("short".into())))
    );
    assert_eq!(violation_of(rename(own[0].uid, " ")), Some(RuleViolation::InvalidTemplate(TemplateError::MissingName)));
    assert_eq!(violation_of(rename(Uid::NIL, "x")), Some(RuleViolation::NotFound("template")));
    assert_eq!(
        violation_of(change(own[0].uid, "My Year", "no heading")),
        Some(RuleViolation::InvalidTemplate(TemplateError::MissingHeading))
    );
    change(own[0].uid, "My Year", "## Far\n## Wide").unwrap();
    assert_eq!(journal.db().templates().unwrap().remove(0).text, "## Far\n## Wide");
    commit_review_change(&journal, ReviewChange::DeleteTemplate(own[1].uid)).unwrap();
    assert_eq!(
        violation_of(commit_review_change(&journal, ReviewChange::DeleteTemplate(own[1].uid))),
        Some(RuleViolation::NotFound("template"))
    );
    let names: Vec<_> = journal.db().templates().unwrap().into_iter().map(|own| own.name).collect();
    assert_eq!(names, ["My Year"]);
    assert_eq!(violation_of(keep("Empty", " ")), Some(RuleViolation::InvalidTemplate(TemplateError::MissingHeading)));
    assert_eq!(violation_of(keep("", "## x")), Some(RuleViolation::InvalidTemplate(TemplateError::MissingName)));
    for _ in 0..3 {
        journal.undo();
    }
    journal.flush().unwrap();
    assert_eq!(journal.content_rows(), kept);
    for _ in 0..3 {
        journal.redo();
    }
    journal.flush().unwrap();
    assert_eq!(journal.db().templates().unwrap().len(), 1);
    assert_clean(journal.db());
}
