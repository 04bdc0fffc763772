//! Today: whom you meet, what waits on you, whom you have not written about; and the next one-on-one, set, moved, skipped.

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{
        id::{EntryId, PersonId},
        life::Move,
        moment::Moment,
        person::Profile,
    },
    journal::{Journal, change::Change},
};

use crate::{
    support::{TempJournal, after, jotted, number, zoned},
    window::Window,
};

const DAY: i64 = 24 * 60;
const RUNNING: &str = "Jot while you talk";

fn then(journal: &TempJournal, person: i64, days: i64, line: &str) {
    Journal::commit(journal, jotted(person, None, line), &after(-days * DAY)).unwrap();
}

/// Three people who were added long ago; the first is met today at ten past ten, and things wait.
fn busy() -> TempJournal {
    let journal = TempJournal::with(&[]);
    let people = ["Dana Whitfield", "Priya Raman", "Kenji Watanabe"].map(Profile::named).to_vec();
    Journal::commit(&journal, Change::AddPeople(people), &after(-60 * DAY)).unwrap();
    then(&journal, 1, 12, "! quiet in two design reviews");
    then(&journal, 2, 5, "! short with the support team");
    then(&journal, 1, 9, "[] talk to Finance by 20 nov 2026");
    then(&journal, 3, 3, "+ stayed late so that Tomás could leave");
    then(&journal, 1, 41, "^ give feedback the same day");
    then(&journal, 2, 16, "an old note");
    let at = Moment::from(&zoned("2026-11-24T10:10:00+01:00[+01:00]"));
    journal.commit(Change::Plan { person: PersonId(1), at }).unwrap();
    journal
}

const FLAG: &str = "Flag, Dana: quiet in two design reviews, 12 days, not raised";
const OTHER_FLAG: &str = "Flag, Priya: short with the support team, 5 days, not raised";
const LATE: &str = "Action, Dana: talk to Finance, 4 days late";
const QUIET: &str = "Goal, Dana: give feedback the same day, 41 days quiet";
const PRAISE: &str = "Praise, Kenji: stayed late so that Tomás could leave, 3 days, not told";

/// What waits, from top to bottom.
fn waits(window: &Window) -> Vec<String> {
    let is_row =
        |label: &String| ["Flag, ", "Action, ", "Goal, ", "Praise, "].iter().any(|kind| label.starts_with(kind));
    let mut rows: Vec<_> = window
        .query_all_by_role(Role::Button)
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label().filter(is_row)?)))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn the_page_that_opens_says_whom_you_meet_and_what_waits() {
    let journal = busy();
    let window = Window::today(&journal);
    assert!(window.says("Tuesday, 24 November"), "{}", window.read());
    assert!(window.says("One one-on-one today. Two things you noticed are still waiting for a conversation."));
    assert!(window.says("Today, 10:10"));
    // Words that belong together stay on one line.
    let stands_out =
        "1 flag to raise · 1 late action · 1 quiet goal".replace(' ', "\u{a0}").replace("\u{a0}·\u{a0}", " · ");
    assert!(window.says(&stands_out), "{}", window.read());
    assert!(window.has(Role::Button, "Today, 5 things wait on you"), "{}", window.read());
    assert_eq!(waits(&window), [FLAG, OTHER_FLAG, LATE, QUIET, PRAISE]);
}

#[test]
fn two_keys_lead_from_today_into_the_meeting() {
    let journal = busy();
    let mut window = Window::today(&journal);
    window.press(Key::Enter);
    assert!(window.says("Next one-on-one today, 10:10"), "{}", window.read());
    assert!(window.says("Before you meet"), "{}", window.read());
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it has begun", |window| window.has_field(RUNNING));
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones WHERE state = 'held'"), 1, "the planned one");
    window.press_with(Modifiers::COMMAND, Key::T);
    assert!(window.says("Going on now"), "{}", window.read());
}

#[test]
fn what_waits_is_gone_through_and_done_with_keys() {
    let journal = busy();
    let mut window = Window::today(&journal);
    for key in [Key::J, Key::ArrowDown, Key::J] {
        window.press(key);
    }
    assert_eq!(window.focused().as_deref(), Some(format!("Button {LATE}").as_str()));
    assert!(window.says("You promised it for Fri 20 Nov."), "{}", window.read());
    window.press(Key::D);
    window.until_says("done, tell Dana");
    window.press(Key::ArrowUp);
    window.press(Key::K);
    window.press(Key::J);
    assert_eq!(window.focused().as_deref(), Some(format!("Button {OTHER_FLAG}").as_str()));
    window.press(Key::R);
    window.click(Role::RadioButton, "I just did");
    assert!(window.has_field("What did they say?"), "{}", window.read());
    window.type_text("felt rushed");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until("it is raised", |window| !waits(window).contains(&OTHER_FLAG.to_owned()));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it waits again", |window| waits(window).contains(&OTHER_FLAG.to_owned()));
}

#[test]
fn a_quiet_goal_is_checked_in_on_with_a_number() {
    let journal = busy();
    let mut window = Window::today(&journal);
    window.button(QUIET);
    assert!(window.says("No check-in") || window.says("no check-in yet"), "{}", window.read());
    window.press(Key::Num4);
    window.until("it is quiet no more", |window| !waits(window).contains(&QUIET.to_owned()));
    assert_eq!(number(&journal.raw(), "SELECT closeness FROM check_ins"), 4);
    assert_eq!(window.focused().as_deref(), Some(format!("Button {PRAISE}").as_str()), "the next one is chosen");
    window.press(Key::T);
    window.until("they know", |window| !waits(window).contains(&PRAISE.to_owned()));
}

#[test]
fn a_thing_is_put_off_and_comes_back_on_its_day() {
    let journal = busy();
    let mut window = Window::today(&journal);
    window.press(Key::J);
    window.press(Key::L);
    window.fill("Until", "yesterday");
    window.press(Key::Enter);
    assert!(window.says("Choose a day after today."), "{}", window.read());
    window.fill("Until", "friday");
    assert!(window.says("It waits on you again on Friday 27 November 2026."), "{}", window.read());
    window.press(Key::Enter);
    window.until("it is put off", |window| !waits(window).contains(&FLAG.to_owned()));
    assert!(window.has(Role::Button, "Today, 4 things wait on you"));
    assert!(window.says("the next is back Fri 27 Nov"), "{}", window.read());
    window.button("1 put off");
    window.until_says("until Fri 27 Nov");
    // By hand, before its day.
    window.button("Flag, Dana: quiet in two design reviews, until Fri 27 Nov");
    window.press(Key::L);
    window.until("it is back", |window| waits(window).first().is_some_and(|first| first == FLAG));
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it is put off again", |window| !waits(window).contains(&FLAG.to_owned()));
    // By itself, on its day.
    journal.clock.set(after(3 * DAY));
    window.wait(0.2);
    window.until("its day has come", |window| {
        waits(window).first().is_some_and(|first| first.contains("quiet in two design reviews, 15 days"))
    });
}

#[test]
fn enter_opens_what_is_chosen_in_the_history() {
    let journal = busy();
    let mut window = Window::today(&journal);
    window.press(Key::J);
    window.press(Key::Enter);
    assert_eq!(window.entries().first().map(String::as_str), Some("Action: talk to Finance"), "{}", window.read());
    assert!(window.entries().contains(&"Flag: quiet in two design reviews".to_owned()));
    window.press_with(Modifiers::COMMAND, Key::T);
    assert_eq!(waits(&window).len(), 5);
}

#[test]
fn whom_you_have_not_written_about_gets_a_line_here() {
    let journal = busy();
    let mut window = Window::today(&journal);
    assert!(!window.has(Role::Button, "Priya, 5 days"), "{}", window.read());
    journal.clock.set(after(15 * DAY));
    window.until_there(Role::Button, "Kenji, 18 days");
    window.button("Kenji, 18 days");
    assert_eq!(window.focused().as_deref(), Some("MultilineTextInput Jot about Kenji"));
    // J and K are letters here.
    window.jot("+ just kept the demo going");
    window.until("he has been written about", |window| !window.has(Role::Button, "Kenji, 18 days"));
    let kept =
        "SELECT count(*) FROM entries WHERE person = 3 AND text = 'just kept the demo going' AND kind = 'praise'";
    assert_eq!(number(&journal.raw(), kept), 1);
}

#[test]
fn a_quiet_day_says_so_and_nobody_is_the_first_run() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let window = Window::today(&journal);
    assert!(window.says("No one-on-one today. Nothing waits on you."), "{}", window.read());
    assert!(window.says("Nothing waits on you today."));
    assert!(window.says("You have written a word about everybody"), "{}", window.read());
    let nobody = TempJournal::with(&[]);
    let window = Window::today(&nobody);
    assert!(window.has_field("Names, one a line"));
}

#[test]
fn a_long_list_shows_the_loudest_first() {
    let journal = busy();
    for nth in 0..12 {
        then(&journal, 2, 20 + nth, &format!("! flag number {nth}"));
    }
    let mut window = Window::today(&journal);
    assert_eq!(waits(&window).len(), 8);
    window.button("and 9 more");
    window.until("as many as there is room for", |window| waits(window).len() > 10);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.button("only the loudest");
    window.until("eight again", |window| waits(window).len() == 8);
}

#[test]
fn thirty_people_with_long_names_fit_a_narrow_window() {
    let journal = TempJournal::with(&[]);
    let name = |nth| format!("Featherstonehaugh-Cholmondeley Bartholomew the {nth}th of Somewhere-on-the-Water");
    let people = (1..=30).map(|nth| Profile::named(name(nth))).collect();
    Journal::commit(&journal, Change::AddPeople(people), &after(-60 * DAY)).unwrap();
    for person in 1..=30 {
        then(
            &journal,
            person,
            20,
            "! a rather long sentence about what was seen on that day, and on the day after it too",
        );
    }
    for (size, zoom) in [(vec2(900.0, 620.0), 1.0), (vec2(1280.0, 820.0), 1.5)] {
        let builder = Window::builder().with_size(size);
        let window = Window::opened(builder, &journal.file(), &journal.clock);
        window.ctx.set_zoom_factor(zoom);
        let mut window = window;
        window.settle();
        let right = window.ctx.content_rect().right();
        for node in window.query_all_by_role(Role::Button) {
            assert!(node.rect().right() <= right * zoom + 0.5, "{node:?} {right}");
        }
        assert_eq!(waits(&window).len(), 8);
        window.press(Key::J);
        assert!(window.has(Role::Button, "Raise it…"), "{}", window.read());
    }
}

#[test]
fn the_next_one_is_set_moved_and_taken_back_with_keys() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    assert!(window.has(Role::Button, "Next one-on-one Tue 1 Dec"), "{}", window.read());
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Enter);
    assert!(window.says("So far: next one-on-one Tue 1 Dec (every week)"), "{}", window.read());
    window.type_text("thu");
    window.press(Key::Enter);
    assert!(window.says("At what time?"), "{}", window.read());
    window.fill("When", "thu 10:00");
    assert!(window.says("Thursday 26 November 2026, 10:00, in 2 days"), "{}", window.read());
    window.press(Key::Enter);
    window.until_there(Role::Button, "Next one-on-one Thu 26 Nov, 10:00");
    assert!(window.has(Role::Button, "Dana Whitfield, Thu 26 Nov"), "the sidebar: {}", window.read());
    // Only a day moves it at the same time.
    window.button("Next one-on-one Thu 26 Nov, 10:00");
    window.click(Role::MenuItem, "Move it…");
    window.type_text("friday");
    window.press(Key::Enter);
    window.until_there(Role::Button, "Next one-on-one Fri 27 Nov, 10:00");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM one_on_ones"), 1);
    window.choose("Next one-on-one Fri 27 Nov, 10:00", "Go by your rhythm again");
    window.until_there(Role::Button, "Next one-on-one Tue 1 Dec");
    window.press(Key::Escape);
    for _ in 0..2 {
        journal.undo();
    }
    window.until_there(Role::Button, "Next one-on-one Thu 26 Nov, 10:00");
}

#[test]
fn a_skipped_one_shows_and_everything_open_stays() {
    let journal = busy();
    let mut window = Window::over(&journal);
    journal.commit(Change::Move { entry: EntryId(3), wanted: Move::Done }).unwrap();
    window.choose("Next one-on-one today, 10:10", "Skip it…");
    assert!(window.says("What is open stays with Dana"), "{}", window.read());
    window.type_text("release week");
    window.press(Key::Enter);
    window.until_there(Role::Status, "Skipped; what is open stays");
    window.until_there(Role::Button, "Next one-on-one Tue 1 Dec");
    assert_eq!(
        number(&journal.raw(), "SELECT count(*) FROM one_on_ones WHERE state = 'skipped' AND reason = 'release week'"),
        1
    );
    window.press_with(Modifiers::COMMAND, Key::T);
    let open = waits(&window);
    assert!(open.contains(&FLAG.to_owned()) && open.contains(&QUIET.to_owned()), "{open:?}");
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until_says("Today, 10:10");
}

#[test]
fn the_rhythm_has_a_weekday_a_time_and_a_latest_gap() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    window.choose("Next one-on-one Tue 1 Dec", "How often you meet…");
    window.fill("How often you meet", "every 2 weeks");
    window.click(Role::ComboBox, "On which weekday");
    window.click(Role::MenuItemRadio, "Thursday");
    window.fill("At", "14:30");
    window.fill("At the latest after", "3 weeks");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_there(Role::Button, "Next one-on-one Thu 10 Dec, 14:30");
    let people = journal.db().people().unwrap();
    let cadence = people[0].profile.cadence.map(|cadence| cadence.to_string());
    assert_eq!(cadence.as_deref(), Some("every 2 weeks on Thursday at 14:30 (3 weeks at the latest)"));
}

#[test]
fn a_new_day_begins_with_today_and_the_same_day_goes_on_where_it_was() {
    let journal = busy();
    let mut window = Window::today(&journal);
    window.press(Key::Enter);
    window.wait(1.0);
    window.close();
    let window = Window::today(&journal);
    assert!(window.has(Role::Button, "Start one-on-one"), "{}", window.read());
    window.close();
    journal.clock.set(after(DAY));
    let window = Window::today(&journal);
    assert!(window.says("Wednesday, 25 November"), "{}", window.read());
}
