use jiff::civil::date;

use super::*;

const TODAY: Date = date(2026, 11, 24);
const DANA: PersonId = PersonId(1);

fn question(name: &str, theme: Theme) -> Question {
    Question { name: name.into(), theme, text: format!("{name}?"), suits: String::new() }
}

fn asked(name: &str, theme: Theme, person: PersonId, day: Date) -> Asked {
    let at = Moment::from(&day.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap());
    Asked { uid: Uid::NONE, person, question: name.into(), theme, at }
}

fn days_ago(days: i64) -> Date {
    TODAY.checked_sub(jiff::Span::new().days(days)).unwrap()
}

fn talked(days: &[(Theme, i64)]) -> Talked {
    let mut talked = Talked::default();
    for (theme, days) in days {
        talked.note(*theme, days_ago(*days));
    }
    talked
}

fn names(offers: &[Question]) -> Vec<&str> {
    offers.iter().map(|question| question.name.as_str()).collect()
}

#[test]
fn the_deck_has_at_least_ten_questions_of_every_theme_each_said_once_with_whom_it_suits() {
    let deck = read_deck(include_str!("../../../assets/questions.txt")).unwrap();
    assert!(deck.len() >= 120, "{}", deck.len());
    for theme in Theme::ALL {
        assert!(deck.iter().filter(|question| question.theme == *theme).count() >= 10, "{theme:?}");
    }
    let mut texts: Vec<_> = deck.iter().map(|question| question.text.to_lowercase()).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), deck.len(), "no question twice");
    for question in &deck {
        let Question { name, text, suits, .. } = question;
        assert!(text.chars().count() <= 120, "{name} is said in one breath");
        assert!(suits.chars().count() <= 90 && suits.ends_with('.'), "{name}: {suits}");
        assert!(crate::domain::jot::subjects(text).is_empty(), "{name}");
        assert!(text.contains('?') || text.starts_with("Tell me"), "{name} asks");
    }
    assert_eq!(super::deck(), deck);
}

#[test]
fn a_deck_that_is_not_written_as_it_should_be_says_where() {
    let cases = [
        ("== weather\n", DeckError::Theme(1)),
        ("one\nWhat?\nWith all.\n", DeckError::NoTheme(4)),
        ("== team\n\none\nWhat?\n\n", DeckError::Lines(5)),
        ("== team\none\nWhat?\nWith all.\nmore", DeckError::Lines(6)),
        ("== team\nOne\nWhat?\nWith all.", DeckError::Name(5)),
        ("== team\none\nWhat?\nWith all.\n\none\nWhy?\nWith all.", DeckError::Name(9)),
    ];
    for (text, error) in cases {
        assert_eq!(read_deck(text), Err(error), "{text:?}");
    }
    let read =
        read_deck("# So.\n== team\none\n# not this\nWhat?\nWith all.\n== growth\r\ntwo\r\nWhy?\r\nNow.\r\n").unwrap();
    assert_eq!(names(&read), ["one", "two"]);
    assert_eq!((read[1].theme, read[1].suits.as_str()), (Theme::Growth, "Now."));
    assert_eq!(read_deck(""), Ok(Vec::new()));
}

#[test]
fn what_was_not_talked_about_for_longest_comes_first_and_themes_take_turns() {
    let deck = || {
        ["a", "b"].into_iter().flat_map(|name| {
            [Theme::Career, Theme::Workload, Theme::Team, Theme::Purpose]
                .map(|theme| question(&format!("{}-{name}", theme.as_str()), theme))
        })
    };
    let themes = |offers: &[Question]| offers.iter().map(|question| question.theme).collect::<Vec<_>>();
    let cases: [(&str, Talked, &[Asked], [Theme; 4]); 4] = [
        (
            "longest ago first, never before all",
            talked(&[(Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[],
            [Theme::Purpose, Theme::Career, Theme::Workload, Theme::Team],
        ),
        (
            "the latest day counts",
            talked(&[
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
            "what was asked was talked about",
            talked(&[(Theme::Purpose, 9), (Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[asked("gone", Theme::Career, DANA, days_ago(2))],
            [Theme::Workload, Theme::Purpose, Theme::Team, Theme::Career],
        ),
        (
            "what another was asked was not",
            talked(&[(Theme::Purpose, 9), (Theme::Career, 94), (Theme::Workload, 61), (Theme::Team, 3)]),
            &[asked("gone", Theme::Career, PersonId(2), days_ago(2))],
            [Theme::Career, Theme::Workload, Theme::Purpose, Theme::Team],
        ),
    ];
    for (rule, talked, asked, order) in cases {
        let found = themes(&offers(deck(), &talked, asked, DANA, TODAY));
        assert_eq!(found[..4], order, "{rule}");
        assert_eq!(found[4..], order, "{rule}: then round again");
    }
}

#[test]
fn the_same_question_rests_for_ninety_days_with_that_person() {
    let offered = |person, days| {
        let asked = [asked("team-a", Theme::Team, person, days_ago(days))];
        let found = offers([question("team-a", Theme::Team)], &Talked::default(), &asked, DANA, TODAY);
        !found.is_empty()
    };
    for (days, person, expected) in [
        (0, DANA, false),
        (1, DANA, false),
        (89, DANA, false),
        (90, DANA, true),
        (400, DANA, true),
        (0, PersonId(2), true),
    ] {
        assert_eq!(offered(person, days), expected, "{person:?} {days} days ago");
    }
    assert!(!offered(DANA, -1), "asked further east, where it is tomorrow already");
    // Asked twice: the latest counts.
    let twice = [asked("a", Theme::Team, DANA, days_ago(10)), asked("a", Theme::Team, DANA, days_ago(200))];
    assert_eq!(offers([question("a", Theme::Team)], &Talked::default(), &twice, DANA, TODAY), []);
}

#[test]
fn within_a_theme_what_was_never_asked_comes_before_what_was_asked_long_ago() {
    let deck = ["a", "b", "c"].map(|name| question(name, Theme::Team));
    let asked = [asked("a", Theme::Team, DANA, days_ago(100)), asked("b", Theme::Team, DANA, days_ago(300))];
    assert_eq!(names(&offers(deck, &Talked::default(), &asked, DANA, TODAY)), ["c", "b", "a"]);
}

#[test]
fn a_day_has_one_order_and_another_day_or_person_another() {
    let of = |person, day| offers(deck().to_vec(), &Talked::default(), &[], PersonId(person), day);
    let first = of(1, TODAY);
    assert_eq!(first, of(1, TODAY));
    assert_eq!(first.len(), deck().len(), "all of them, one after the other");
    assert_ne!(first, of(2, TODAY));
    assert_ne!(first, of(1, days_ago(1)));
    let firsts: std::collections::HashSet<_> = (0..30).map(|days| of(1, days_ago(days))[0].theme).collect();
    assert!(firsts.len() > 5, "somebody new hears of more than one theme: {firsts:?}");
}

#[test]
fn nobody_is_asked_where_everything_rests() {
    assert_eq!(offers([], &Talked::default(), &[], DANA, TODAY), []);
}

#[test]
fn your_own_stand_first_in_their_theme_and_what_is_hidden_is_known() {
    let moment = Moment::from(&TODAY.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap());
    let card = |question: &str, own, hidden| Card {
        uid: Uid::NONE,
        question: question.into(),
        own,
        written: moment.clone(),
        hidden: Some(moment.clone()).filter(|_| hidden),
    };
    let own = |theme| Some(Own { theme, text: "Mine?".into(), suits: String::new() });
    let cards = [
        card("mine", own(Theme::Team), false),
        card("old", own(Theme::Growth), true),
        card("team-joy", None, true),
        card("team-safe", None, false),
    ];
    let all = all(&cards);
    assert_eq!(all.len(), deck().len() + 2);
    let hidden: Vec<_> = all.iter().filter(|(_, hidden)| *hidden).map(|(question, _)| question.name.as_str()).collect();
    assert_eq!(hidden, ["old", "team-joy"]);
    let team = all.iter().find(|(question, _)| question.theme == Theme::Team).unwrap();
    assert_eq!(
        team.0,
        Question { name: "mine".into(), theme: Theme::Team, text: "Mine?".into(), suits: String::new() }
    );
    assert!(all.is_sorted_by_key(|(question, _)| question.theme));
}

#[test]
fn subjects_and_kinds_belong_to_a_theme_or_to_none() {
    for theme in ["wellbeing", "workload", "career", "growth", "purpose", "team"] {
        assert_eq!(Theme::of_subject(theme).map(Theme::as_str), Some(theme));
    }
    assert_eq!(Theme::of_subject("delegation"), Some(Theme::Trust));
    assert_eq!(Theme::of_subject("lunch"), None);
    for (kind, direction, theme) in [
        (Kind::Feedback, Some(Direction::Received), Some(Theme::Feedback)),
        (Kind::Feedback, Some(Direction::Given), None),
        (Kind::Praise, None, Some(Theme::Recognition)),
        (Kind::Note, None, None),
    ] {
        assert_eq!(Theme::of_kind(kind, direction), theme, "{kind:?}");
    }
}
