//! The Review tab: period, coverage and evidence. The draft is tested in `review_draft`.

use eframe::egui::{
    Key, Modifiers,
    accesskit::{Role, Toggled},
    vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{
        entry::{kind::delegation::Level, transition::Transition},
        id::{EntryId, PersonId},
    },
    journal::{
        Journal,
        change::{
            Change,
            review::{ReviewChange, ReviewText},
        },
    },
};

use crate::{
    support::{TempJournal, days_ago},
    window::Window,
};

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Half a year with five entries a month, one in August, and some from before.
fn half_year_journal() -> TempJournal {
    let mut lines = vec![(400, "> the vendor renewal".to_owned()), (300, "last winter".to_owned())];
    // 24 November is 176 days after 1 June.
    for (month, first, count) in [(6, 170, 5), (7, 140, 5), (8, 105, 1), (9, 80, 5), (10, 50, 5), (11, 20, 5)] {
        lines.extend((0..count).map(|index| (first - index, format!("note {index} of month {month} #growth"))));
    }
    lines.push((3, "+ took the new colleague along #team".to_owned()));
    lines.push((2, "! quiet in the review".to_owned()));
    let lines: Vec<(i64, &str)> = lines.iter().map(|(days, line)| (*days, line.as_str())).collect();
    TempJournal::with_entries(&lines)
}

fn open_review(journal: &TempJournal) -> Window {
    let mut window = Window::open(journal);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    window
}

fn choose_period(window: &mut Window, current: &str, new: &str) {
    window.click_button(current);
    window.click(Role::MenuItemRadio, new);
}

fn is_picked(journal: &TempJournal, entry: i64) -> bool {
    journal.db().entry(EntryId(entry)).unwrap().unwrap().evidence
}

#[test]
fn each_period_is_chosen_and_remembered_for_each_person() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    assert!(window.has(Role::Button, "1 Jun – 30 Nov 2026"), "{}", window.visible_text());
    let steps = [
        ("Half-year", "This quarter", "1 Oct – 31 Dec 2026"),
        ("This quarter", "Last quarter", "1 Jul – 30 Sep 2026"),
        ("Last quarter", "Year", "1 Dec 2025 – 30 Nov 2026"),
    ];
    for (current, choice, days) in steps {
        choose_period(&mut window, current, choice);
        assert!(window.has(Role::Button, days), "{choice}: {}", window.visible_text());
    }
    assert!(!window.has(Role::MenuItemRadio, "Since last review"), "there was none");
    window.close();
    let mut window = Window::open(&journal);
    window.settle();
    assert!(window.has(Role::Button, "1 Dec 2025 – 30 Nov 2026"), "the tab and the year: {}", window.visible_text());
    journal.commit(Change::AddPeople(vec![rapport::domain::person::Profile::with_name("Tomás")])).unwrap();
    window.wait_for_text("Tomás, ");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(window.has(Role::Button, "1 Jun – 30 Nov 2026"), "another person has another period");
}

#[test]
fn custom_period_is_typed_and_validated() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    window.press_with(SHIFT_COMMAND, Key::G);
    assert_eq!(window.field_text("From"), "1 Jun 2026");
    window.fill("From", "30 sep");
    window.fill("To", "1 jun");
    window.click_button("Apply");
    assert!(window.has_text("It ends before it starts: 30 Sep 2026 is after 1 Jun 2026."), "{}", window.visible_text());
    window.fill("From", "july");
    window.fill("To", "august");
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "1 Jul – 31 Aug 2026"), "{}", window.visible_text());
    assert!(window.has(Role::Button, "Custom"));
    window.close();
    let window = Window::open(&journal);
    assert!(window.has(Role::Button, "1 Jul – 31 Aug 2026"), "remembered");
}

#[test]
fn a_period_is_chosen_with_the_keys_alone() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    window.get_button("Half-year").focus();
    window.settle();
    window.press(Key::Enter);
    for _ in 0..4 {
        window.press(Key::ArrowDown);
    }
    window.press(Key::Enter);
    assert!(window.has(Role::Button, "1 Dec 2025 – 30 Nov 2026"), "{}", window.visible_text());
}

#[test]
fn since_the_last_review_begins_the_day_after_it_was_finished() {
    let journal = half_year_journal();
    let review_text = ReviewText {
        person: PersonId(1),
        from: "2026-01-01".parse().unwrap(),
        to: "2026-06-30".parse().unwrap(),
        text: "She moved the storage on.".into(),
    };
    Journal::commit(&journal, Change::Review(ReviewChange::Finish(review_text)), &days_ago(100)).unwrap();
    let mut window = open_review(&journal);
    choose_period(&mut window, "Half-year", "Since last review");
    assert!(window.has(Role::Button, "17 Aug – 24 Nov 2026"), "{}", window.visible_text());
}

#[test]
fn coverage_bars_name_thin_months_and_open_the_timeline() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    assert!(window.has_text("August has one entry. Look there before you write."), "{}", window.visible_text());
    assert!(window.has(Role::Button, "November: 7 entries"));
    window.click_button("August: 1 entry, thin");
    assert!(window.has_text("note 0 of month 8"), "{}", window.visible_text());
    let top = window.get_by_role_and_label(Role::Article, "Note: note 0 of month 8 #growth").rect().top();
    assert!(top < 400.0, "the month is at the top: {top}");
    assert!(window.has_field("Search history") || window.has_text("Show all"), "the timeline is open");
}

#[test]
fn bars_are_reached_with_the_arrows() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    window.get_button("August: 1 entry, thin").focus();
    window.settle();
    window.press(Key::ArrowRight);
    assert_eq!(window.focused_label().as_deref(), Some("Button September: 5 entries"));
    window.press(Key::Enter);
    window.wait_until("the timeline shows September", |window| window.has_text("note 4 of month 9"));
}

#[test]
fn evidence_picked_on_the_timeline_is_listed() {
    let journal = half_year_journal();
    let mut window = Window::open(&journal);
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_for_text("Added to evidence: praise for Dana");
    window.press_with(Modifiers::COMMAND, Key::Num4);
    assert!(window.has_text("Evidence · 1 of 28 picked"), "{}", window.visible_text());
    window.click_button("Only picked");
    assert_eq!(window.entry_labels(), ["Praise: took the new colleague along #team"]);
    assert!(window.has_text("Only one piece of evidence, from 21 Nov"), "{}", window.visible_text());
}

#[test]
fn evidence_can_be_picked_on_prepare_and_today() {
    let journal =
        TempJournal::with_entries(&[(9, "^ lead a design end to end"), (9, "+ took the new colleague along")]);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.get_by_role_and_label(Role::Article, "Goal: lead a design end to end").focus();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_until("the goal says so", |window| window.has_text("review evidence") && is_picked(&journal, 1));
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_until("the praise is picked", |_| is_picked(&journal, 2));
    window.advance_time(8.0);
    window.wait_until("the row says so, when the notice is gone", |window| window.has_text("review evidence"));
}

#[test]
fn evidence_is_picked_and_quoted_with_keys() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    window.press(Key::ArrowDown);
    assert_eq!(window.focused_label().as_deref(), Some("Article Flag: quiet in the review"));
    window.press(Key::ArrowDown);
    let praise = "Article Praise: took the new colleague along #team";
    assert_eq!(window.focused_label().as_deref(), Some(praise));
    window.press(Key::Space);
    window.wait_for_text("Evidence · 1 of 28 picked");
    assert_eq!(window.focused_label().as_deref(), Some(praise), "the focus stays");
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_for_text("Evidence · 0 of 28 picked");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Evidence · 1 of 28 picked");
    window.press_with(SHIFT_COMMAND, Key::E);
    window.wait_for_text("> — Praise, 21 November 2026");
    for _ in 0..40 {
        window.press(Key::ArrowDown);
    }
    // The last row: what began before the period and had no event in it is not listed.
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: note 0 of month 6 #growth"));
    window.press(Key::ArrowUp);
    assert_eq!(window.focused_label().as_deref(), Some("Article Note: note 1 of month 6 #growth"));
}

#[test]
fn check_box_picks_and_unpicks_evidence() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    let name = "Evidence: took the new colleague along #team";
    window.click(Role::CheckBox, name);
    window.wait_for_text("Evidence · 1 of 28 picked");
    let toggled = window.get_by_role_and_label(Role::CheckBox, name).accesskit_node().toggled();
    assert_eq!(toggled, Some(Toggled::True));
    window.click(Role::CheckBox, name);
    window.wait_for_text("Evidence · 0 of 28 picked");
}

#[test]
fn a_flag_is_private_and_picked_only_after_a_question() {
    let journal = half_year_journal();
    let flag = latest_entry_id(&journal);
    let mut window = open_review(&journal);
    assert!(window.has_text("Private. Exported only if you pick it"));
    let name = "Evidence: quiet in the review";
    window.click(Role::CheckBox, name);
    assert!(window.has_text("Flags are private"), "{}", window.visible_text());
    window.click_button("Keep private");
    assert!(!is_picked(&journal, flag));
    window.click(Role::CheckBox, name);
    window.click_button("Add to evidence");
    window.wait_for_text("Evidence · 1 of 28 picked");
    assert!(is_picked(&journal, flag));
    // Unpicking needs no confirmation.
    window.click(Role::CheckBox, name);
    window.wait_for_text("Evidence · 0 of 28 picked");
    // The shortcut asks for confirmation elsewhere too.
    window.click(Role::Tab, "Timeline");
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::E);
    assert!(window.has_text("Flags are private"), "{}", window.visible_text());
    window.press(Key::Escape);
    assert!(!is_picked(&journal, flag));
}

fn latest_entry_id(journal: &TempJournal) -> i64 {
    crate::support::max_id(&journal.file(), "entries")
}

#[test]
fn pick_all_skips_flags_and_is_undone_in_one_step() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    window.choose_menu_item("More for evidence", "Select all except flags");
    window.wait_for_text("Evidence · 27 of 28 picked");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Evidence · 0 of 28 picked");
    window.press_with(SHIFT_COMMAND, Key::Z);
    window.wait_for_text("Evidence · 27 of 28 picked");
    window.choose_menu_item("More for evidence", "Clear selection");
    window.wait_for_text("Evidence · 0 of 28 picked");
}

#[test]
fn evidence_is_grouped_by_month_kind_and_subject_and_that_is_remembered() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    assert!(window.has_text("November 2026"), "{}", window.visible_text());
    window.click(Role::RadioButton, "Kind");
    assert!(!window.has_text("November 2026"));
    assert_eq!(window.entry_labels().first().map(String::as_str), Some("Praise: took the new colleague along #team"));
    window.click(Role::RadioButton, "Subject");
    window.wait_for_text("#growth");
    window.close();
    let window = Window::open(&journal);
    assert!(window.has_text("#growth") && !window.has_text("November 2026"), "{}", window.visible_text());
}

#[test]
fn entries_active_in_the_period_are_evidence_even_if_older() {
    let journal = half_year_journal();
    let delegation = EntryId(1);
    let transition = Transition::ChangeLevel(Level::Delegate);
    Journal::commit(&journal, Change::Transition { entry: delegation, transition }, &days_ago(30)).unwrap();
    let mut window = open_review(&journal);
    window.click(Role::RadioButton, "Kind");
    window.wait_until("the delegation is here", |window| {
        window.entry_labels().iter().any(|entry| entry == "Delegation: the vendor renewal")
    });
    assert!(window.has_text("25 Oct · since 20 Oct 2025 · inquire → delegate"), "{}", window.visible_text());
    // It was not written in that October, so the bar does not count it.
    assert!(window.has(Role::Button, "October: 5 entries"));
}

#[test]
fn empty_periods_say_why_and_what_to_do() {
    let journal = TempJournal::with_entries(&[(3, "one line")]);
    let mut window = open_review(&journal);
    assert!(window.has_text("Only one entry, from 21 Nov: too little to go on."), "{}", window.visible_text());
    choose_period(&mut window, "Half-year", "Last quarter");
    assert!(window.has_text("No entries in this period"), "{}", window.visible_text());
    window.click_button("Only picked");
    assert!(window.has_text("No evidence picked yet"), "{}", window.visible_text());
    window.click_button("Only picked");
    // A period before the person joined.
    let mut person = journal.db().person(PersonId(1)).unwrap().unwrap();
    person.profile.since = Some("2026-10-05".parse().unwrap());
    journal.commit(Change::EditPerson { person: PersonId(1), profile: person.profile }).unwrap();
    window.wait_for_text("Dana joined in October 2026, after this period.");
    assert!(window.has(Role::Button, "August: no entries, before they joined"), "{}", window.visible_text());
}

#[test]
fn a_narrow_window_has_the_draft_below_and_cuts_nothing_off() {
    let journal = half_year_journal();
    let mut window = open_review(&journal);
    for (width, height) in [(1280.0, 500.0), (1000.0, 700.0), (900.0, 700.0), (640.0, 600.0)] {
        window.set_size(vec2(width, height));
        window.settle();
        for button in ["1 Jun – 30 Nov 2026", "August: 1 entry, thin", "Only picked"] {
            let rect = window.get_button(button).rect();
            let sidebar = if width >= 1000.0 { 232.0 } else { 56.0 };
            assert!(rect.left() > sidebar && rect.right() <= width - 20.0, "{button} at {rect:?} of {width}");
        }
        let entries = window.query_all_by_role(Role::Article).map(|node| node.rect()).collect::<Vec<_>>();
        assert!(!entries.is_empty() && entries.iter().all(|rect| rect.right() <= width - 20.0), "{entries:?}");
    }
}

#[test]
fn meeting_count_never_overlaps_the_evidence_count() {
    let journal = TempJournal::sample();
    let mut window = open_review(&journal);
    for width in [1280.0, 1100.0, 1000.0, 900.0, 640.0] {
        window.set_size(vec2(width, 820.0));
        window.settle();
        let [count, meetings] =
            ["Evidence · ", " one-on-ones held, "].map(|text| window.get_by_label_contains(text).rect());
        assert!(!count.intersects(meetings), "{count:?} and {meetings:?} at {width}");
    }
}
