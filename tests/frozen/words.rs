//! The words in the database, the change log, exports and the terminal.

use std::{fmt::Debug, str::FromStr};

use jiff::civil::date;
use rapport::{
    domain::{
        backup::BackupReason,
        cadence::{Cadence, Unit},
        entry::{
            Detail,
            event::EventKind,
            kind::{
                Kind,
                action::{ActionState, Party},
                delegation::{DelegationState, Level},
                expectation::ExpectationState,
                feedback::Direction,
                flag::{FlagState, RaisePlan},
                goal::GoalState,
                note::NoteFocus,
                praise::PraiseState,
                topic::TopicState,
            },
        },
        intention::Outcome,
        one_on_one::OneOnOneState,
        parse::prefix::Prefix,
        person::Relation,
        question::Theme,
        recovery::{LossKind, LostRecord},
        review::{evidence::SortOrder, period::PeriodChoice},
    },
    export::Format,
    import::{dates::DayOrder, source::SourceFormat, table::Column},
    journal::change::kind::ChangeKind,
    sample::Size,
    store::RecordKind,
    ui::{
        action::PromptKind,
        route::{Route, SettingsTab, Tab},
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// Every value has its word, is parsed from it, and is the same word in JSON.
#[track_caller]
fn assert_words<T>(all: &[T], as_str: impl Fn(T) -> &'static str, words: &str)
where
    T: Copy + PartialEq + Debug + FromStr + Serialize + DeserializeOwned,
{
    let mut found: Vec<&str> = all.iter().map(|value| as_str(*value)).collect();
    let mut frozen: Vec<&str> = words.split(',').map(str::trim).collect();
    found.sort_unstable();
    frozen.sort_unstable();
    assert_eq!(found, frozen);
    for value in all {
        let word = as_str(*value);
        assert_eq!(word.parse().ok(), Some(*value), "{word}");
        assert_json(value, &format!("\"{word}\""));
    }
}

/// A value is serialized as this JSON and deserialized from it.
#[track_caller]
pub fn assert_json<T: PartialEq + Debug + Serialize + DeserializeOwned>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value, "{json}");
}

#[test]
fn the_kinds_of_changes_keep_their_words() {
    let words = "add_people, edit_person, archive, bring_back, reorder, begin, wrap_up, nothing_to_note, record_meeting, plan, unplan, follow_calendar, \
                 skip, put_off, wake_up, pick_evidence, drop_evidence, jot, rewrite, raise, put_on_table, \
                 plan_to_raise, take_off_table, watch, let_go, settle, look_again, done, told, talked, pause, resume, \
                 reach, drop, level, take_back, complete, say, reopen, tell, replace, check_in, describe, \
                 describe_flag, refile, answer_need, ask_question, keep_question, hide_question, show_question, \
                 check_self, take_away_self_check, intend, look_back, arrange, ask_about, write_review, \
                 finish_review, write_on_review, throw_review_away, keep_template, change_template, remove_template, \
                 bring_back_version, trash, restore, bring_in, restore_entries, erase, share, add_topics";
    assert_words(ChangeKind::ALL, ChangeKind::as_str, words);
}

#[test]
fn reasons_of_backups_keep_their_words() {
    let words = "manual, automatic, before_import, before_migration, before_restore";
    assert_words(BackupReason::ALL, BackupReason::as_str, words);
}

#[test]
fn losses_of_a_recovery_keep_their_words() {
    let what = "gone, text_lost, text_cut, details_lost, steps_lost, placeholder, checksum";
    assert_words(LossKind::ALL, LossKind::as_str, what);
    let records = "person, one_on_one, entry, step, need, question, asked, self_check, intention, review, template, \
                   draft, setting, change";
    assert_words(LostRecord::ALL, LostRecord::as_str, records);
}

#[test]
fn records_keep_their_words() {
    let words = "person, one_on_one, entry, need, question, asked, self_check, intention, review, template";
    assert_words(RecordKind::ALL, RecordKind::as_str, words);
}

#[test]
fn kinds_and_states_keep_their_words() {
    let kinds = "note, flag, goal, check_in, action, praise, feedback, delegation, expectation, topic";
    assert_words(Kind::ALL, Kind::as_str, kinds);
    assert_words(NoteFocus::ALL, NoteFocus::as_str, "unmarked, person, work");
    assert_words(FlagState::ALL, FlagState::as_str, "noticed, watching, raised, settled, let_go");
    assert_words(GoalState::ALL, GoalState::as_str, "active, paused, reached, dropped");
    assert_words(ActionState::ALL, ActionState::as_str, "open, done, told, dropped");
    assert_words(Party::ALL, Party::as_str, "me, them");
    assert_words(PraiseState::ALL, PraiseState::as_str, "noticed, told");
    assert_words(Direction::ALL, Direction::as_str, "given, received");
    assert_words(DelegationState::ALL, DelegationState::as_str, "with_them, back, complete");
    assert_words(Level::ALL, Level::as_str, "tell, sell, consult, agree, advise, inquire, delegate");
    assert_words(ExpectationState::ALL, ExpectationState::as_str, "current, replaced");
    assert_words(TopicState::ALL, TopicState::as_str, "open, talked");
    assert_words(OneOnOneState::ALL, OneOnOneState::as_str, "planned, held, nothing_to_note, skipped");
    assert_words(Outcome::ALL, Outcome::as_str, "did, not_this_time");
    assert_words(Relation::ALL, Relation::as_str, "report, peer, boss");
    let themes = "wellbeing, workload, growth, career, clarity, recognition, obstacles, team, purpose, \
                  feedback for you, trust and delegation";
    assert_words(Theme::ALL, Theme::as_str, themes);
    let marks = "note, flag, action_mine, action_theirs, praise, feedback_given, feedback_received, goal, delegation, \
                 topic, expectation";
    assert_words(&Prefix::ALL, Prefix::as_str, marks);
    assert_words(&Unit::ALL, Unit::as_str, "day, week, month");
}

#[test]
fn what_happens_to_an_entry_keeps_its_words() {
    let plain = "raised, settled, looked_again, let_go, paused, resumed, reached, dropped, done, told, back, complete, \
                 said, replaced, talked";
    for word in plain.split(", ") {
        let what = EventKind::from_parts(word, None).unwrap();
        assert_eq!(what.as_str(), word);
        assert_json(&what, &format!("\"{word}\""));
    }
    let level = EventKind::from_parts("level", Some(Level::Advise)).unwrap();
    assert_eq!((level.as_str(), level.level()), ("level", Some(Level::Advise)));
    assert_json(&level, r#"{"level":"advise"}"#);
}

#[test]
fn what_a_mark_begins_as_keeps_its_words() {
    for (mark, sign, begun) in [
        ("note", "", r#"{"kind":"note","about":"unmarked"}"#),
        ("action_mine", "[]", r#"{"kind":"action","by":"me","due":null,"state":"open"}"#),
        ("action_theirs", "[@]", r#"{"kind":"action","by":"them","due":null,"state":"open"}"#),
        ("praise", "+", r#"{"kind":"praise","state":"noticed"}"#),
        ("topic", "?", r#"{"kind":"topic","from":"me","state":"open"}"#),
        ("expectation", "=", r#"{"kind":"expectation","provide":"","their_words":"","state":"current"}"#),
        ("goal", "^", r#"{"kind":"goal","why":"","success":"","support":"","target":null,"state":"active"}"#),
        (
            "delegation",
            ">",
            r#"{"kind":"delegation","level":"inquire","support":"","hands_off_until":null,"state":"with_them"}"#,
        ),
        (
            "feedback_given",
            "<",
            r#"{"kind":"feedback","direction":"given","situation":"","behaviour":"","impact":"","changed":""}"#,
        ),
        (
            "feedback_received",
            "<<",
            r#"{"kind":"feedback","direction":"received","situation":"","behaviour":"","impact":"","changed":""}"#,
        ),
        (
            "flag",
            "!",
            r#"{"kind":"flag","usually":"","lately":"","need":"","state":"noticed","raise_when":"undecided","watch_until":null,"check_again":null}"#,
        ),
    ] {
        let mark: Prefix = mark.parse().unwrap();
        assert_eq!(mark.symbol(), sign);
        assert_json(&Detail::from_prefix(mark, None), begun);
    }
}

#[test]
fn plans_for_a_flag_keep_their_words() {
    assert_json(&RaisePlan::Undecided, r#""undecided""#);
    assert_json(&RaisePlan::NextOneOnOne, r#""next_one_on_one""#);
    assert_json(&RaisePlan::On(date(2026, 12, 1)), r#"{"on":"2026-12-01"}"#);
}

#[test]
fn a_rhythm_keeps_its_words() {
    for words in ["every week", "every 2 weeks", "every day", "every month on Monday at 14:30 (2 months at the latest)"]
    {
        let cadence: Cadence = words.parse().unwrap();
        assert_json(&cadence, &format!("\"{words}\""));
    }
}

#[test]
fn how_the_window_was_left_keeps_its_words() {
    for (route, json) in [
        (Route::FirstRun, r#""first_run""#),
        (Route::Today, r#""today""#),
        (Route::Reflect, r#""reflect""#),
        (Route::Search, r#""search""#),
        (Route::Settings(SettingsTab::Look), r#"{"settings":"look"}"#),
        (Route::Settings(SettingsTab::Reminders), r#"{"settings":"reminders"}"#),
        (Route::Settings(SettingsTab::Privacy), r#"{"settings":"privacy"}"#),
        (Route::Settings(SettingsTab::ImportExport), r#"{"settings":"import_export"}"#),
        (Route::Settings(SettingsTab::Shortcuts), r#"{"settings":"shortcuts"}"#),
        (Route::Person(rapport::domain::id::PersonId(7), Tab::Prepare), r#"{"person":[7,"prepare"]}"#),
    ] {
        assert_json(&route, json);
    }
    let tabs = Tab::ALL.map(|tab| serde_json::to_string(&tab).unwrap());
    assert_eq!(tabs, [r#""prepare""#, r#""meet""#, r#""timeline""#, r#""review""#]);
    for (choice, json) in [
        (PeriodChoice::ThisQuarter, r#""this_quarter""#),
        (PeriodChoice::LastQuarter, r#""last_quarter""#),
        (PeriodChoice::HalfYear, r#""half_year""#),
        (PeriodChoice::Year, r#""year""#),
        (PeriodChoice::SinceLastReview, r#""since_the_last""#),
    ] {
        assert_json(&choice, json);
    }
    let days = r#"{"days":{"from":"2026-06-01","to":"2026-11-30"}}"#;
    let choice: PeriodChoice = serde_json::from_str(days).unwrap();
    assert_json(&choice, days);
    for (order, json) in
        [(SortOrder::Month, r#""month""#), (SortOrder::Kind, r#""kind""#), (SortOrder::Subject, r#""subject""#)]
    {
        assert_json(&order, json);
    }
}

#[test]
fn what_the_terminal_understands_keeps_its_words() {
    assert_words(Format::ALL, Format::as_str, "html, markdown, csv, json");
    assert_words(SourceFormat::ALL, SourceFormat::as_str, "markdown, csv, json, ics");
    assert_words(DayOrder::ALL, DayOrder::as_str, "day-first, month-first");
    assert_words(Size::ALL, Size::as_str, "small, typical, huge");
    let columns = "person, last-name, day, time, kind, title, text, state, due, by, subjects, one-on-one";
    assert_words(Column::ALL, Column::as_str, columns);
}

#[test]
fn the_question_in_the_key_of_a_draft_keeps_its_word() {
    let words = PromptKind::ALL.map(PromptKind::as_str);
    assert_eq!(
        words,
        ["Watch", "LetGo", "Settle", "Reach", "Pause", "Drop", "Complete", "TakeBack", "Told"],
        "the keys are `ask/<uid>/<word>`"
    );
}
