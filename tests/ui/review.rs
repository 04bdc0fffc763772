//! Review: the period, how it is covered, and the evidence in it. (The draft beside it has tests of its own.)

use eframe::egui::{
    Key, Modifiers,
    accesskit::{Role, Toggled},
    vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::{Span, Zoned};
use rapport::{
    domain::{
        delegation::Level,
        id::{EntryId, PersonId},
        life::Move,
    },
    journal::{
        Journal,
        change::Change,
        reviewing::{Reviewing, Written},
    },
};

use crate::{
    support::{NOW, TempJournal, jotted, zoned},
    window::Window,
};

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

fn with(lines: &[(i64, &str)]) -> TempJournal {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    for (days, line) in lines {
        Journal::commit(&journal, jotted(1, None, line), &days_ago(*days)).unwrap();
    }
    journal
}

/// A half-year with five entries a month, but one in August, and some from before.
fn half_year() -> TempJournal {
    let mut lines = vec![(400, "> the vendor renewal".to_owned()), (300, "last winter".to_owned())];
    // 24 November is 176 days after 1 June.
    for (month, first, count) in [(6, 170, 5), (7, 140, 5), (8, 105, 1), (9, 80, 5), (10, 50, 5), (11, 20, 5)] {
        lines.extend((0..count).map(|nth| (first - nth, format!("note {nth} of month {month} #growth"))));
    }
    lines.push((3, "+ took the new colleague along #team".to_owned()));
    lines.push((2, "! quiet in the review".to_owned()));
    let lines: Vec<(i64, &str)> = lines.iter().map(|(days, line)| (*days, line.as_str())).collect();
    with(&lines)
}

fn review(journal: &TempJournal) -> Window {
    let mut window = Window::over(journal);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window
}

fn choose(window: &mut Window, now: &str, wanted: &str) {
    window.button(now);
    window.click(Role::MenuItemRadio, wanted);
}

fn is_picked(journal: &TempJournal, entry: i64) -> bool {
    journal.db().entry(EntryId(entry)).unwrap().unwrap().evidence
}

#[test]
fn each_period_is_chosen_and_remembered_for_each_person() {
    let journal = half_year();
    let mut window = review(&journal);
    assert!(window.has(Role::Button, "1 Jun – 30 Nov 2026"), "{}", window.read());
    let steps = [
        ("Half-year", "This quarter", "1 Oct – 31 Dec 2026"),
        ("This quarter", "Last quarter", "1 Jul – 30 Sep 2026"),
        ("Last quarter", "Year", "1 Dec 2025 – 30 Nov 2026"),
    ];
    for (now, wanted, days) in steps {
        choose(&mut window, now, wanted);
        assert!(window.has(Role::Button, days), "{wanted}: {}", window.read());
    }
    assert!(!window.has(Role::MenuItemRadio, "Since the last review"), "there was none");
    window.close();
    let mut window = Window::over(&journal);
    window.settle();
    assert!(window.has(Role::Button, "1 Dec 2025 – 30 Nov 2026"), "the tab and the year: {}", window.read());
    journal.commit(Change::AddPeople(vec![rapport::domain::person::Profile::named("Tomás")])).unwrap();
    window.until_says("Tomás, ");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(window.has(Role::Button, "1 Jun – 30 Nov 2026"), "another person has another period");
}

#[test]
fn two_days_are_typed_and_what_is_wrong_with_them_is_said() {
    let journal = half_year();
    let mut window = review(&journal);
    window.press_with(SHIFT_COMMAND, Key::G);
    assert_eq!(window.text_of("The first day"), "1 Jun 2026");
    window.fill("The first day", "30 sep");
    window.fill("The last day", "1 jun");
    window.button("Show it");
    assert!(window.says("It ends before it begins: 30 Sep 2026 comes after 1 Jun 2026."), "{}", window.read());
    window.fill("The first day", "july");
    window.fill("The last day", "august");
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "1 Jul – 31 Aug 2026"), "{}", window.read());
    assert!(window.has(Role::Button, "Two days"));
    window.close();
    let window = Window::over(&journal);
    assert!(window.has(Role::Button, "1 Jul – 31 Aug 2026"), "remembered");
}

#[test]
fn a_period_is_chosen_with_the_keys_alone() {
    let mut window = review(&half_year());
    window.get_button("Half-year").focus();
    window.settle();
    window.press(Key::Enter);
    for _ in 0..4 {
        window.press(Key::ArrowDown);
    }
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "1 Dec 2025 – 30 Nov 2026"), "{}", window.read());
}

#[test]
fn since_the_last_review_begins_the_day_after_it_was_finished() {
    let journal = half_year();
    let written = Written {
        person: PersonId(1),
        from: "2026-01-01".parse().unwrap(),
        to: "2026-06-30".parse().unwrap(),
        text: "She moved the storage on.".into(),
    };
    Journal::commit(&journal, Change::Reviewing(Reviewing::Finish(written)), &days_ago(100)).unwrap();
    let mut window = review(&journal);
    choose(&mut window, "Half-year", "Since the last review");
    assert!(window.has(Role::Button, "17 Aug – 24 Nov 2026"), "{}", window.read());
}

#[test]
fn the_bars_say_what_is_thin_and_lead_to_their_month() {
    let mut window = review(&half_year());
    assert!(window.says("August holds one entry. Look there before you write."), "{}", window.read());
    assert!(window.has(Role::Button, "November: 7 entries"));
    window.button("August: 1 entry, thin");
    assert!(window.says("note 0 of month 8"), "{}", window.read());
    let top = window.get_by_role_and_label(Role::Article, "Note: note 0 of month 8 #growth").rect().top();
    assert!(top < 400.0, "the month is at the top: {top}");
    assert!(window.has_field("Find in this history") || window.says("Everything"), "the timeline is open");
}

#[test]
fn bars_are_reached_with_the_arrows() {
    let mut window = review(&half_year());
    window.get_button("August: 1 entry, thin").focus();
    window.settle();
    window.press(Key::ArrowRight);
    assert_eq!(window.focused().as_deref(), Some("Button September: 5 entries"));
    window.press(Key::Enter);
    window.until("the timeline shows September", |window| window.says("note 4 of month 9"));
}

#[test]
fn what_is_picked_in_the_timeline_is_found_here() {
    let journal = half_year();
    let mut window = Window::over(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until_says("Picked as evidence for a review");
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(window.says("Evidence · 1 of 28 picked"), "{}", window.read());
    window.button("Only picked");
    assert_eq!(window.entries(), ["Praise: took the new colleague along #team"]);
    assert!(window.says("One piece of evidence, from 21 Nov"), "{}", window.read());
}

#[test]
fn an_entry_is_picked_on_prepare_and_today_as_well_and_they_say_so() {
    let journal = with(&[(9, "^ lead a design end to end"), (9, "+ took the new colleague along")]);
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.get_by_role_and_label(Role::Article, "Goal: lead a design end to end").focus();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until("the goal says so", |window| window.says("evidence for a review") && is_picked(&journal, 1));
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until("the praise is picked", |_| is_picked(&journal, 2));
    window.wait(8.0);
    window.until("the row says so, when the notice is gone", |window| window.says("evidence for a review"));
}

#[test]
fn pieces_are_picked_and_quoted_with_the_keys() {
    let journal = half_year();
    let mut window = review(&journal);
    window.press(Key::ArrowDown);
    assert_eq!(window.focused().as_deref(), Some("Article Flag: quiet in the review"));
    window.press(Key::ArrowDown);
    let praise = "Article Praise: took the new colleague along #team";
    assert_eq!(window.focused().as_deref(), Some(praise));
    window.press(Key::Space);
    window.until_says("Evidence · 1 of 28 picked");
    assert_eq!(window.focused().as_deref(), Some(praise), "the focus stays");
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until_says("Evidence · 0 of 28 picked");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("Evidence · 1 of 28 picked");
    window.press_with(SHIFT_COMMAND, Key::E);
    window.until_says("> — Praise, 21 November 2026");
    for _ in 0..40 {
        window.press(Key::ArrowDown);
    }
    // The last row of all; what began before the period and is quiet is not here.
    assert_eq!(window.focused().as_deref(), Some("Article Note: note 0 of month 6 #growth"));
    window.press(Key::ArrowUp);
    assert_eq!(window.focused().as_deref(), Some("Article Note: note 1 of month 6 #growth"));
}

#[test]
fn a_box_picks_and_lets_go() {
    let journal = half_year();
    let mut window = review(&journal);
    let name = "Evidence: took the new colleague along #team";
    window.click(Role::CheckBox, name);
    window.until_says("Evidence · 1 of 28 picked");
    let toggled = window.get_by_role_and_label(Role::CheckBox, name).accesskit_node().toggled();
    assert_eq!(toggled, Some(Toggled::True));
    window.click(Role::CheckBox, name);
    window.until_says("Evidence · 0 of 28 picked");
}

#[test]
fn a_flag_is_private_and_picked_only_after_a_question() {
    let journal = half_year();
    let flag = support_max(&journal);
    let mut window = review(&journal);
    assert!(window.says("private: stays out of an export unless you pick it"));
    let name = "Evidence: quiet in the review";
    window.click(Role::CheckBox, name);
    assert!(window.says("Flags are private"), "{}", window.read());
    window.button("Keep it private");
    assert!(!is_picked(&journal, flag));
    window.click(Role::CheckBox, name);
    window.button("Pick it");
    window.until_says("Evidence · 1 of 28 picked");
    assert!(is_picked(&journal, flag));
    // Letting go asks nothing.
    window.click(Role::CheckBox, name);
    window.until_says("Evidence · 0 of 28 picked");
    // Elsewhere the same key asks the same.
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    assert!(window.says("Flags are private"), "{}", window.read());
    window.press(Key::Escape);
    assert!(!is_picked(&journal, flag));
}

fn support_max(journal: &TempJournal) -> i64 {
    crate::support::max_key(&journal.file(), "entries")
}

#[test]
fn all_of_it_is_picked_at_once_but_for_flags_and_taken_back_in_one_step() {
    let journal = half_year();
    let mut window = review(&journal);
    window.choose("More for the evidence", "Pick all of it, but for flags");
    window.until_says("Evidence · 27 of 28 picked");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("Evidence · 0 of 28 picked");
    window.press_with(SHIFT_COMMAND, Key::Z);
    window.until_says("Evidence · 27 of 28 picked");
    window.choose("More for the evidence", "Let all of it go");
    window.until_says("Evidence · 0 of 28 picked");
}

#[test]
fn evidence_is_grouped_by_month_kind_and_subject_and_that_is_remembered() {
    let journal = half_year();
    let mut window = review(&journal);
    assert!(window.says("November 2026"), "{}", window.read());
    window.click(Role::RadioButton, "Kind");
    assert!(!window.says("November 2026"));
    assert_eq!(window.entries().first().map(String::as_str), Some("Praise: took the new colleague along #team"));
    window.click(Role::RadioButton, "Subject");
    window.until_says("#growth");
    window.close();
    let window = Window::over(&journal);
    assert!(window.says("#growth") && !window.says("November 2026"), "{}", window.read());
}

#[test]
fn what_went_on_in_the_period_is_here_though_it_began_before() {
    let journal = half_year();
    let delegation = EntryId(1);
    let wanted = Move::Level(Level::Delegate);
    Journal::commit(&journal, Change::Move { entry: delegation, wanted }, &days_ago(30)).unwrap();
    let mut window = review(&journal);
    window.click(Role::RadioButton, "Kind");
    window.until("the delegation is here", |window| {
        window.entries().iter().any(|entry| entry == "Delegation: the vendor renewal")
    });
    assert!(window.says("25 Oct · since 20 Oct 2025 · inquire → delegate"), "{}", window.read());
    // It was not written in October of this year: the bar does not count it.
    assert!(window.has(Role::Button, "October: 5 entries"));
}

#[test]
fn empty_periods_say_why_and_what_to_do() {
    let journal = with(&[(3, "one line")]);
    let mut window = review(&journal);
    assert!(window.says("One entry, from 21 Nov: too little to judge a period by."), "{}", window.read());
    choose(&mut window, "Half-year", "Last quarter");
    assert!(window.says("Nothing was written in this period."), "{}", window.read());
    window.button("Only picked");
    assert!(window.says("Nothing is picked yet."), "{}", window.read());
    window.button("Only picked");
    // Two years before they came.
    let mut person = journal.db().person(PersonId(1)).unwrap().unwrap();
    person.profile.since = Some("2026-10-05".parse().unwrap());
    journal.commit(Change::EditPerson { person: PersonId(1), profile: person.profile }).unwrap();
    window.until_says("Dana came in October 2026, after this period.");
    assert!(window.has(Role::Button, "August: no entries, before they came"), "{}", window.read());
}

#[test]
fn a_narrow_window_has_the_draft_below_and_cuts_nothing_off() {
    let mut window = review(&half_year());
    for (width, height) in [(1280.0, 500.0), (1000.0, 700.0), (900.0, 700.0), (640.0, 600.0)] {
        window.set_size(vec2(width, height));
        window.settle();
        for button in ["1 Jun – 30 Nov 2026", "August: 1 entry, thin", "Only picked"] {
            let rect = window.get_button(button).rect();
            assert!(rect.left() > 232.0 && rect.right() <= width - 20.0, "{button} at {rect:?} of {width}");
        }
        let entries = window.query_all_by_role(Role::Article).map(|node| node.rect()).collect::<Vec<_>>();
        assert!(!entries.is_empty() && entries.iter().all(|rect| rect.right() <= width - 20.0), "{entries:?}");
    }
}

#[test]
fn how_often_you_met_stands_beside_the_count_or_below_it_and_never_over_it() {
    let mut window = review(&TempJournal::sample());
    for width in [1280.0, 1100.0, 1000.0, 900.0, 640.0] {
        window.set_size(vec2(width, 820.0));
        window.settle();
        let [count, met] =
            ["Evidence · ", " one-on-ones held, "].map(|words| window.get_by_label_contains(words).rect());
        assert!(!count.intersects(met), "{count:?} and {met:?} at {width}");
    }
}
