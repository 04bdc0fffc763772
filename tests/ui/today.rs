//! The Today page: meetings, attention items and people not written about; scheduling, moving and
//! skipping one-on-ones.

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{
        entry::transition::Transition,
        id::{EntryId, PersonId},
        moment::Moment,
        person::Profile,
    },
    journal::{Journal, change::Change},
};

use crate::{
    support::{TempJournal, minutes_after_now, query_number, zoned},
    window::Window,
};

const DAY: i64 = 24 * 60;
const RUNNING: &str = "Jot while you talk";

/// Three people added long ago; the first has a one-on-one at 10:10 today, and there are attention
/// items.
fn journal_with_attention_items() -> TempJournal {
    let journal = TempJournal::with_people(&[]);
    let people = ["Dana Whitfield", "Priya Raman", "Kenji Watanabe"].map(Profile::with_name).to_vec();
    Journal::commit(&journal, Change::AddPeople(people), &minutes_after_now(-60 * DAY)).unwrap();
    journal.jot_days_ago(1, 12, "! quiet in two design reviews");
    journal.jot_days_ago(2, 5, "! short with the support team");
    journal.jot_days_ago(1, 9, "[] talk to Finance by 20 nov 2026");
    journal.jot_days_ago(3, 3, "+ stayed late so that Tomás could leave");
    journal.jot_days_ago(1, 41, "^ give feedback the same day");
    journal.jot_days_ago(2, 16, "an old note");
    let at = Moment::from(&zoned("2026-11-24T10:10:00+01:00[+01:00]"));
    journal.commit(Change::ScheduleMeeting { person: PersonId(1), at }).unwrap();
    journal
}

const FLAG: &str = "Flag, Dana: quiet in two design reviews, Not raised · 12 days";
const OTHER_FLAG: &str = "Flag, Priya: short with the support team, Not raised · 5 days";
const LATE: &str = "Action, Dana: talk to Finance, 4 days late";
const QUIET: &str = "Goal, Dana: give feedback the same day, No check-in · 41 days";
const PRAISE: &str = "Praise, Kenji: stayed late so that Tomás could leave, Not told · 3 days";

/// The attention items from top to bottom.
fn attention_rows(window: &Window) -> Vec<String> {
    let is_row =
        |label: &String| ["Flag, ", "Action, ", "Goal, ", "Praise, "].iter().any(|kind| label.starts_with(kind));
    let mut rows: Vec<_> = window
        .query_all_by_role(Role::ListItem)
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label().filter(is_row)?)))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn start_page_shows_meetings_and_attention_items() {
    let journal = journal_with_attention_items();
    let window = Window::launch(&journal);
    assert!(window.has_text("Tuesday, 24 November"), "{}", window.visible_text());
    assert!(window.has_text("You have one one-on-one today. Two flags haven’t been raised yet."));
    assert!(window.has_text("Today, 10:10"));
    // Words that belong together stay on one line.
    let stands_out = "1 flag to raise · 1 overdue action · 1 goal without a check-in"
        .replace(' ', "\u{a0}")
        .replace("\u{a0}·\u{a0}", " · ");
    assert!(window.has_text(&stands_out), "{}", window.visible_text());
    assert!(window.has(Role::ListItem, "Today, 5 items need your attention"), "{}", window.visible_text());
    assert_eq!(attention_rows(&window), [FLAG, OTHER_FLAG, LATE, QUIET, PRAISE]);
}

#[test]
fn two_keys_lead_from_today_into_the_meeting() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press(Key::Enter);
    assert!(window.has_text("Next one-on-one today, 10:10"), "{}", window.visible_text());
    assert!(window.has_text("Before you meet"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it has begun", |window| window.has_field(RUNNING));
    assert_eq!(
        query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones WHERE state = 'held'"),
        1,
        "the planned one"
    );
    window.press_with(Modifiers::COMMAND, Key::T);
    assert!(window.has_text("In progress"), "{}", window.visible_text());
}

#[test]
fn attention_items_are_handled_with_keys() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    for key in [Key::J, Key::ArrowDown, Key::J] {
        window.press(key);
    }
    assert_eq!(window.focused_label().as_deref(), Some(format!("ListItem {LATE}").as_str()));
    assert!(window.has_text("You promised this for Fri 20 Nov."), "{}", window.visible_text());
    window.press(Key::D);
    window.wait_for_text("Done, not told");
    window.press(Key::ArrowUp);
    window.press(Key::K);
    window.press(Key::J);
    assert_eq!(window.focused_label().as_deref(), Some(format!("ListItem {OTHER_FLAG}").as_str()));
    window.press(Key::R);
    window.click(Role::RadioButton, "I just did");
    assert!(window.has_field("What did they say?"), "{}", window.visible_text());
    window.type_text("felt rushed");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_until("it is raised", |window| !attention_rows(window).contains(&OTHER_FLAG.to_owned()));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it waits again", |window| attention_rows(window).contains(&OTHER_FLAG.to_owned()));
}

#[test]
fn a_quiet_goal_is_checked_in_on_with_a_number() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.click(Role::ListItem, QUIET);
    assert!(window.has_text("No check-in") || window.has_text("no check-in yet"), "{}", window.visible_text());
    window.press(Key::Num4);
    window.wait_until("it is quiet no more", |window| !attention_rows(window).contains(&QUIET.to_owned()));
    assert_eq!(query_number(&journal.raw_connection(), "SELECT closeness FROM check_ins"), 4);
    assert_eq!(
        window.focused_label().as_deref(),
        Some(format!("ListItem {PRAISE}").as_str()),
        "the next one is chosen"
    );
    window.press(Key::T);
    window.wait_until("they know", |window| !attention_rows(window).contains(&PRAISE.to_owned()));
}

#[test]
fn snoozed_item_returns_on_its_day() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press(Key::J);
    window.press(Key::L);
    window.fill("Until", "yesterday");
    window.press(Key::Enter);
    assert!(window.has_text("Choose a day after today."), "{}", window.visible_text());
    window.fill("Until", "friday");
    assert!(window.has_text("Returns Friday 27 November 2026."), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_until("it is put off", |window| !attention_rows(window).contains(&FLAG.to_owned()));
    assert!(window.has(Role::ListItem, "Today, 4 items need your attention"));
    assert!(window.has_text("next returns Fri 27 Nov"), "{}", window.visible_text());
    window.click_button("1 snoozed");
    window.wait_for_text("until Fri 27 Nov");
    // Unsnoozed by hand, before its date.
    window.click(Role::ListItem, "Flag, Dana: quiet in two design reviews, until Fri 27 Nov");
    window.press(Key::L);
    window.wait_until("it is back", |window| attention_rows(window).first().is_some_and(|first| first == FLAG));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it is put off again", |window| !attention_rows(window).contains(&FLAG.to_owned()));
    // Unsnoozed by itself, on its date.
    journal.clock.set(minutes_after_now(3 * DAY));
    window.advance_time(0.2);
    window.wait_until("its day has come", |window| {
        attention_rows(window)
            .first()
            .is_some_and(|first| first.contains("quiet in two design reviews") && first.ends_with("15 days"))
    });
}

#[test]
fn enter_opens_the_selected_item_on_the_timeline() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press(Key::J);
    window.press(Key::Enter);
    assert_eq!(
        window.entry_labels().first().map(String::as_str),
        Some("Action: talk to Finance"),
        "{}",
        window.visible_text()
    );
    assert!(window.entry_labels().contains(&"Flag: quiet in two design reviews".to_owned()));
    window.press_with(Modifiers::COMMAND, Key::T);
    assert_eq!(attention_rows(&window).len(), 5);
}

#[test]
fn people_not_written_about_are_listed() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    assert!(!window.has(Role::Button, "Priya, 5 days"), "{}", window.visible_text());
    journal.clock.set(minutes_after_now(15 * DAY));
    window.wait_for(Role::Button, "Kenji, 18 days");
    window.click_button("Kenji, 18 days");
    assert_eq!(window.focused_label().as_deref(), Some("MultilineTextInput Jot about Kenji"));
    // J and K are letters while typing.
    window.jot("+ just kept the demo going");
    window.wait_until("he has been written about", |window| !window.has(Role::Button, "Kenji, 18 days"));
    let sql = "SELECT count(*) FROM entries WHERE person = 3 AND text = 'just kept the demo going' AND kind = 'praise'";
    assert_eq!(query_number(&journal.raw_connection(), sql), 1);
}

#[test]
fn quiet_day_says_so_and_no_people_shows_the_first_run() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::launch(&journal);
    assert!(window.has_text("No one-on-ones today. Nothing needs your attention."), "{}", window.visible_text());
    assert!(window.has_text("Nothing needs your attention"));
    assert!(
        window.has_text("People you haven’t written about for two weeks appear here."),
        "{}",
        window.visible_text()
    );
    let nobody = TempJournal::with_people(&[]);
    let window = Window::launch(&nobody);
    assert!(window.has_field("Names, one per line"));
}

#[test]
fn a_long_list_shows_the_loudest_first() {
    let journal = journal_with_attention_items();
    for number in 0..12 {
        journal.jot_days_ago(2, 20 + number, &format!("! flag number {number}"));
    }
    let mut window = Window::launch(&journal);
    assert_eq!(attention_rows(&window).len(), 8);
    window.click_button("Show 9 more");
    window.wait_until("as many as there is room for", |window| attention_rows(window).len() > 10);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.click_button("Show fewer");
    window.wait_until("eight again", |window| attention_rows(window).len() == 8);
}

#[test]
fn thirty_people_with_long_names_fit_a_narrow_window() {
    let journal = TempJournal::with_people(&[]);
    let name = |number| format!("Featherstonehaugh-Cholmondeley Bartholomew the {number}th of Somewhere-on-the-Water");
    let people = (1..=30).map(|number| Profile::with_name(name(number))).collect();
    Journal::commit(&journal, Change::AddPeople(people), &minutes_after_now(-60 * DAY)).unwrap();
    for person in 1..=30 {
        journal.jot_days_ago(
            person,
            20,
            "! a rather long sentence about what was seen on that day, and on the day after it too",
        );
    }
    for (size, zoom) in [(vec2(900.0, 620.0), 1.0), (vec2(1280.0, 820.0), 1.5)] {
        let builder = Window::builder().with_size(size);
        let window = Window::launch_with_builder(builder, &journal.file(), &journal.clock);
        window.ctx.set_zoom_factor(zoom);
        let mut window = window;
        window.settle();
        let right = window.ctx.content_rect().right();
        for node in window.query_all_by_role(Role::Button) {
            assert!(node.rect().right() <= right * zoom + 0.5, "{node:?} {right}");
        }
        assert_eq!(attention_rows(&window).len(), 8);
        window.press(Key::J);
        assert!(window.has(Role::Button, "Raise…"), "{}", window.visible_text());
    }
}

#[test]
fn next_meeting_is_planned_moved_and_undone_with_keys() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    assert!(window.has(Role::Button, "Next one-on-one Tue 1 Dec"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert!(window.has_text("Currently: next one-on-one Tue 1 Dec (every week)"), "{}", window.visible_text());
    window.type_text("thu");
    window.press(Key::Enter);
    assert!(window.has_text("Add a time"), "{}", window.visible_text());
    window.fill("When", "thu 10:00");
    assert!(window.has_text("Thursday 26 November 2026, 10:00, in 2 days"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for(Role::Button, "Next one-on-one Thu 26 Nov, 10:00");
    assert!(window.has(Role::ListItem, "Dana Whitfield, Thu 26 Nov"), "the sidebar: {}", window.visible_text());
    // A date alone keeps the time.
    window.click_button("Next one-on-one Thu 26 Nov, 10:00");
    window.click(Role::MenuItem, "Change date…");
    window.type_text("friday");
    window.press(Key::Enter);
    window.wait_for(Role::Button, "Next one-on-one Fri 27 Nov, 10:00");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM one_on_ones"), 1);
    window.choose_menu_item("Next one-on-one Fri 27 Nov, 10:00", "Back to regular schedule");
    window.wait_for(Role::Button, "Next one-on-one Tue 1 Dec");
    window.press(Key::Escape);
    for _ in 0..2 {
        journal.undo();
    }
    window.wait_for(Role::Button, "Next one-on-one Thu 26 Nov, 10:00");
}

#[test]
fn skipping_a_meeting_keeps_open_items() {
    let journal = journal_with_attention_items();
    let mut window = Window::open(&journal);
    journal.commit(Change::Transition { entry: EntryId(3), transition: Transition::MarkDone }).unwrap();
    window.choose_menu_item("Next one-on-one today, 10:10", "Skip…");
    assert!(window.has_text("Open items carry over"), "{}", window.visible_text());
    window.type_text("release week");
    window.press(Key::Enter);
    window.wait_for(Role::Status, "One-on-one skipped: Dana");
    window.wait_for(Role::Button, "Next one-on-one Tue 1 Dec");
    assert_eq!(
        query_number(
            &journal.raw_connection(),
            "SELECT count(*) FROM one_on_ones WHERE state = 'skipped' AND reason = 'release week'"
        ),
        1
    );
    window.press_with(Modifiers::COMMAND, Key::T);
    let open = attention_rows(&window);
    assert!(open.contains(&FLAG.to_owned()) && open.contains(&QUIET.to_owned()), "{open:?}");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_for_text("Today, 10:10");
}

#[test]
fn cadence_has_weekday_time_and_max_gap() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.choose_menu_item("Next one-on-one Tue 1 Dec", "Change cadence…");
    window.fill("How often you meet", "every 2 weeks");
    window.click(Role::ComboBox, "Weekday");
    window.click(Role::MenuItemRadio, "Thursday");
    window.fill("At", "14:30");
    window.fill("Overdue after", "3 weeks");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Button, "Next one-on-one Thu 3 Dec, 14:30");
    let people = journal.db().people().unwrap();
    let cadence = people[0].profile.cadence.map(|cadence| cadence.to_string());
    assert_eq!(cadence.as_deref(), Some("every 2 weeks on Thursday at 14:30 (3 weeks at the latest)"));
}

#[test]
fn new_day_opens_today_and_the_same_day_the_last_page() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press(Key::Enter);
    window.advance_time(1.0);
    window.close();
    let window = Window::launch(&journal);
    assert!(window.has(Role::Button, "Start one-on-one"), "{}", window.visible_text());
    window.close();
    journal.clock.set(minutes_after_now(DAY));
    let window = Window::launch(&journal);
    assert!(window.has_text("Wednesday, 25 November"), "{}", window.visible_text());
}

#[test]
fn a_journal_without_entries_is_not_praised() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let window = Window::launch(&journal);
    assert!(window.has_text("Nothing needs your attention."), "{}", window.visible_text());
    assert!(!window.has_text("everyone"), "{}", window.visible_text());
    assert!(!window.has_text("promised is done"), "{}", window.visible_text());
}

#[test]
fn after_the_one_on_one_of_today_the_summary_says_that_it_is_done() {
    let journal = journal_with_attention_items();
    journal.commit(Change::NothingToNote(PersonId(1))).unwrap();
    let window = Window::launch(&journal);
    assert!(window.has_text("Today’s one-on-one is done."), "{}", window.visible_text());
    assert!(!window.has_text("No one-on-one"), "{}", window.visible_text());
}

const PAST: &str = "Did you meet Dana on Tue 24 Nov?";

/// The plan of Dana's one-on-one is two days old.
fn journal_with_a_past_plan() -> TempJournal {
    let journal = journal_with_attention_items();
    journal.clock.set(minutes_after_now(2 * DAY));
    journal
}

#[test]
fn a_one_on_one_of_a_past_day_is_asked_about_and_recorded_on_that_day() {
    for (button, state) in [("Held", "held"), ("Held, no notes", "nothing_to_note")] {
        let journal = journal_with_a_past_plan();
        let mut window = Window::launch(&journal);
        window.click_button(&format!("{button}: {PAST}"));
        window.wait_for_text("One-on-one recorded");
        let sql = format!("SELECT count(*) FROM one_on_ones WHERE state = '{state}'");
        assert_eq!(query_number(&journal.raw_connection(), &sql), 1, "{button}");
        let day = "SELECT count(*) FROM one_on_ones WHERE at < 1795600000000";
        assert_eq!(query_number(&journal.raw_connection(), day), 1, "on the day it was planned for");
        window.press_with(Modifiers::COMMAND, Key::T);
        assert!(!window.has_text(PAST), "{}", window.visible_text());
    }
}

#[test]
fn a_one_on_one_of_a_past_day_is_skipped_moved_or_not_asked_about_again() {
    let journal = journal_with_a_past_plan();
    let mut window = Window::launch(&journal);
    window.click_button(&format!("Skipped…: {PAST}"));
    assert!(window.has_text("Skip this one-on-one"), "{}", window.visible_text());
    window.press(Key::Escape);
    window.click_button(&format!("Moved…: {PAST}"));
    assert!(window.has_field("When"), "{}", window.visible_text());
    window.press(Key::Escape);
    window.click_button(&format!("Don’t ask again: {PAST}"));
    window.wait_until("it is not asked", |window| !window.has_text(PAST));
    window.close();
    let window = Window::launch(&journal);
    assert!(!window.has_text(PAST), "{}", window.visible_text());
}

#[test]
fn keys_for_a_person_act_on_the_selected_or_the_next_one() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press_with(Modifiers::COMMAND, Key::N);
    assert!(window.field("Jot about Dana").is_focused(), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press(Key::J);
    window.press(Key::J);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(window.has_field("Jot about Priya"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press_with(Modifiers::COMMAND, Key::Num3);
    assert!(window.has(Role::Button, "More for Priya Raman"), "{}", window.visible_text());
    assert!(!window.has_field("Jot about Priya"), "the timeline is open");
}

#[test]
fn a_line_that_begins_with_a_name_is_jotted_from_today() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press(Key::N);
    window.type_text("kenji [] ask about the rota by friday");
    assert!(window.has_text("Action · Kenji Watanabe, due Fri 27 Nov"), "{}", window.visible_text());
    window.press(Key::Enter);
    window.wait_for_text("Saved to Kenji.");
    let jotted = "SELECT count(*) FROM entries WHERE person = 3 AND text = 'ask about the rota'";
    window.wait_until("it is stored", |_| query_number(&journal.raw_connection(), jotted) == 1);
    window.type_text("nobody here");
    window.press(Key::Enter);
    assert!(window.has_text("There’s nobody called “nobody”."), "{}", window.visible_text());
    assert_eq!(window.field_text("Jot about anyone"), "nobody here", "the text stays");
    window.close();
    let window = Window::launch(&journal);
    assert_eq!(window.field_text("Jot about anyone"), "nobody here", "as a draft");
}

#[test]
fn alt_up_from_today_goes_to_the_last_person() {
    let journal = journal_with_attention_items();
    let mut window = Window::launch(&journal);
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert!(window.has_text("Before you meet"), "{}", window.visible_text());
    assert!(window.has(Role::Button, "More for Kenji Watanabe"), "{}", window.visible_text());
}
