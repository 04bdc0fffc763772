use jiff::civil::date;

use super::*;

const TODAY: Date = date(2026, 11, 24);
const DANA: PersonId = PersonId(1);

fn question(key: &str, theme: Theme) -> Question {
    Question { key: key.into(), theme, text: format!("{key}?"), suitable_for: String::new() }
}

fn asked(key: &str, theme: Theme, person: PersonId, day: Date) -> AskedQuestion {
    let at = Moment::from(&day.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap());
    AskedQuestion { uid: Uid::NIL, person, question: key.into(), theme, at }
}

fn days_ago(days: i64) -> Date {
    TODAY.checked_sub(jiff::Span::new().days(days)).unwrap()
}

fn last_discussed(days: &[(Theme, i64)]) -> LastDiscussedByTheme {
    let mut last_discussed = LastDiscussedByTheme::default();
    for (theme, days) in days {
        last_discussed.record(*theme, days_ago(*days));
    }
    last_discussed
}

fn keys(questions: &[Question]) -> Vec<&str> {
    questions.iter().map(|question| question.key.as_str()).collect()
}

#[test]
fn built_in_deck_is_complete_and_has_no_duplicates() {
    let deck = parse_deck(include_str!("../../../assets/questions.txt")).unwrap();
    assert!(deck.len() >= 120, "{}", deck.len());
    for theme in Theme::ALL {
        assert!(deck.iter().filter(|question| question.theme == *theme).count() >= 10, "{theme:?}");
    }
    let mut texts: Vec<_> = deck.iter().map(|question| question.text.to_lowercase()).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), deck.len(), "no question twice");
    for question in &deck {
        let Question { key, text, suitable_for, .. } = question;
        assert!(text.chars().count() <= 120, "{key} is short");
        assert!(suitable_for.chars().count() <= 90 && suitable_for.ends_with('.'), "{key}: {suitable_for}");
        assert!(crate::domain::parse::entry_line::find_subjects(text).is_empty(), "{key}");
        assert!(text.contains('?') || text.starts_with("Tell me"), "{key} is a question");
    }
    assert_eq!(super::deck(), deck);
}

#[test]
fn malformed_deck_reports_the_line() {
    let cases = [
        ("== weather\n", DeckError::UnknownTheme(1)),
        ("one\nWhat?\nWith all.\n", DeckError::MissingTheme(4)),
        ("== team\n\none\nWhat?\n\n", DeckError::WrongLineCount(5)),
        ("== team\none\nWhat?\nWith all.\nmore", DeckError::WrongLineCount(6)),
        ("== team\nOne\nWhat?\nWith all.", DeckError::InvalidName(5)),
        ("== team\none\nWhat?\nWith all.\n\none\nWhy?\nWith all.", DeckError::InvalidName(9)),
    ];
    for (text, error) in cases {
        assert_eq!(parse_deck(text), Err(error), "{text:?}");
    }
    let questions =
        parse_deck("# So.\n== team\none\n# not this\nWhat?\nWith all.\n== growth\r\ntwo\r\nWhy?\r\nNow.\r\n").unwrap();
    assert_eq!(keys(&questions), ["one", "two"]);
    assert_eq!((questions[1].theme, questions[1].suitable_for.as_str()), (Theme::Growth, "Now."));
    assert_eq!(parse_deck(""), Ok(Vec::new()));
}

#[test]
fn stalest_theme_comes_first_and_themes_alternate() {
    let deck = || {
        ["a", "b"].into_iter().flat_map(|name| {
            [Theme::Career, Theme::Workload, Theme::Team, Theme::Purpose]
                .map(|theme| question(&format!("{}-{name}", theme.as_str()), theme))
        })
    };
    let themes = |questions: &[Question]| questions.iter().map(|question| question.theme).collect::<Vec<_>>();
    let cases: [(&str, LastDiscussedByTheme, &[AskedQuestion], [Theme; 4]); 4] = [
        (
            "never first, then longest ago",
            last_discussed(&[(Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[],
            [Theme::Purpose, Theme::Career, Theme::Workload, Theme::Team],
        ),
        (
            "the latest day counts",
            last_discussed(&[
                (Theme::Purpose, 9),
                (Theme::Career, 94),
                (Theme::Career, 1),
                (Theme::Workload, 61),
                (Theme::Team, 3),
            ]),
            &[],
            [Theme::Workload, Theme::Purpose, Theme::Team, Theme::Career],
        ),
        (
            "asking counts as talking about it",
            last_discussed(&[(Theme::Purpose, 9), (Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[asked("gone", Theme::Career, DANA, days_ago(2))],
            [Theme::Workload, Theme::Purpose, Theme::Team, Theme::Career],
        ),
        (
            "asking another person does not count",
            last_discussed(&[(Theme::Purpose, 9), (Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[asked("gone", Theme::Career, PersonId(2), days_ago(2))],
            [Theme::Career, Theme::Workload, Theme::Purpose, Theme::Team],
        ),
    ];
    for (case, last_discussed, asked, order) in cases {
        let suggested = themes(&suggest_questions(deck(), &last_discussed, asked, DANA, TODAY));
        assert_eq!(suggested[..4], order, "{case}");
        assert_eq!(suggested[4..], order, "{case}: the second round");
    }
}

#[test]
fn question_is_not_repeated_to_a_person_within_ninety_days() {
    let is_suggested = |person, days| {
        let asked = [asked("team-a", Theme::Team, person, days_ago(days))];
        let questions = [question("team-a", Theme::Team)];
        !suggest_questions(questions, &LastDiscussedByTheme::default(), &asked, DANA, TODAY).is_empty()
    };
    for (days, person, expected) in [
        (0, DANA, false),
        (1, DANA, false),
        (89, DANA, false),
        (90, DANA, true),
        (400, DANA, true),
        (0, PersonId(2), true),
    ] {
        assert_eq!(is_suggested(person, days), expected, "{person:?} {days} days ago");
    }
    assert!(!is_suggested(DANA, -1), "asked further east, where it is tomorrow already");
    // Asked twice: the latest counts.
    let twice = [asked("a", Theme::Team, DANA, days_ago(10)), asked("a", Theme::Team, DANA, days_ago(200))];
    assert_eq!(
        suggest_questions([question("a", Theme::Team)], &LastDiscussedByTheme::default(), &twice, DANA, TODAY),
        []
    );
}

#[test]
fn never_asked_questions_come_first_within_a_theme() {
    let deck = ["a", "b", "c"].map(|name| question(name, Theme::Team));
    let asked = [asked("a", Theme::Team, DANA, days_ago(100)), asked("b", Theme::Team, DANA, days_ago(300))];
    assert_eq!(keys(&suggest_questions(deck, &LastDiscussedByTheme::default(), &asked, DANA, TODAY)), ["c", "b", "a"]);
}

#[test]
fn order_is_stable_per_person_and_day() {
    let suggested =
        |person, day| suggest_questions(deck().to_vec(), &LastDiscussedByTheme::default(), &[], PersonId(person), day);
    let first = suggested(1, TODAY);
    assert_eq!(first, suggested(1, TODAY));
    assert_eq!(first.len(), deck().len(), "every question");
    assert_ne!(first, suggested(2, TODAY));
    assert_ne!(first, suggested(1, days_ago(1)));
    let firsts: std::collections::HashSet<_> = (0..30).map(|days| suggested(1, days_ago(days))[0].theme).collect();
    assert!(firsts.len() > 5, "the first theme varies from day to day: {firsts:?}");
}

#[test]
fn no_questions_gives_no_suggestions() {
    assert_eq!(suggest_questions([], &LastDiscussedByTheme::default(), &[], DANA, TODAY), []);
}

#[test]
fn custom_questions_come_first_and_hidden_ones_are_marked() {
    let moment = Moment::from(&TODAY.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap());
    let question_override = |question: &str, custom, hidden| QuestionOverride {
        uid: Uid::NIL,
        question: question.into(),
        custom,
        written_at: moment.clone(),
        hidden_at: Some(moment.clone()).filter(|_| hidden),
    };
    let own = |theme| Some(CustomQuestion { theme, text: "Mine?".into(), suitable_for: String::new() });
    let overrides = [
        question_override("mine", own(Theme::Team), false),
        question_override("old", own(Theme::Growth), true),
        question_override("team-joy", None, true),
        question_override("team-safe", None, false),
    ];
    let all = all_questions(&overrides);
    assert_eq!(all.len(), deck().len() + 2);
    let hidden: Vec<_> = all.iter().filter(|(_, hidden)| *hidden).map(|(question, _)| question.key.as_str()).collect();
    assert_eq!(hidden, ["old", "team-joy"]);
    let team = all.iter().find(|(question, _)| question.theme == Theme::Team).unwrap();
    assert_eq!(
        team.0,
        Question { key: "mine".into(), theme: Theme::Team, text: "Mine?".into(), suitable_for: String::new() }
    );
    assert!(all.is_sorted_by_key(|(question, _)| question.theme));
}

#[test]
fn subjects_and_kinds_map_to_themes() {
    for theme in ["wellbeing", "workload", "career", "growth", "purpose", "team"] {
        assert_eq!(Theme::from_subject(theme).map(Theme::as_str), Some(theme));
    }
    assert_eq!(Theme::from_subject("delegation"), Some(Theme::Trust));
    assert_eq!(Theme::from_subject("lunch"), None);
    for (kind, direction, theme) in [
        (Kind::Feedback, Some(Direction::Received), Some(Theme::Feedback)),
        (Kind::Feedback, Some(Direction::Given), None),
        (Kind::Praise, None, Some(Theme::Recognition)),
        (Kind::Note, None, None),
    ] {
        assert_eq!(Theme::from_kind(kind, direction), theme, "{kind:?}");
    }
}
