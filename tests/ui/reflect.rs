//! The Reflect page: self-checks, intentions, activity per person and the question library;
//! reminders.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{id::PersonId, question::deck},
    journal::change::Change,
};

use crate::{
    support::{TempJournal, query_number, zoned},
    window::Window,
};

const LINE: &str = "Anything else?";
const REMIND: &str = "Remind me 10 minutes before a one-on-one";
const TODAY: &str = "What will you do today to lead, not just manage?";

fn open_reflect() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.settle();
    (journal, window)
}

/// Sets the clock to ten o'clock of another day.
fn set_day(journal: &TempJournal, window: &mut Window, day: &str) {
    journal.clock.set(zoned(&format!("{day}T10:00:00+01:00[+01:00]")));
    window.advance_time(0.2);
}

#[test]
fn reflect_opens_from_sidebar_and_key_and_survives_a_restart() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    window.click(Role::ListItem, "Reflect");
    assert!(window.has(Role::RadioGroup, "Was I angry, or helping?"), "{}", window.visible_text());
    window.advance_time(1.0);
    window.close();
    let mut window = Window::launch(&journal);
    assert!(window.has_text("About you and how you lead"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.has_text("Before you meet"), "{}", window.visible_text());
    window.press_with(Modifiers::COMMAND, Key::R);
    assert!(window.has_text("About you and how you lead"), "{}", window.visible_text());
    // Without people there is no Reflect page.
    let journal = TempJournal::with_people(&[]);
    let window = Window::open(&journal);
    assert!(!window.has(Role::ListItem, "Reflect"), "{}", window.visible_text());
}

#[test]
fn self_check_is_saved_and_shown_over_time() {
    let (journal, mut window) = open_reflect();
    assert!(!window.has_text("Last time:"), "no history yet");
    window.click(Role::RadioButton, "leaning helping");
    window.click(Role::RadioButton, "giving orders");
    window.fill(LINE, "In a hurry");
    window.click_button("Save");
    window.wait_for_text("Last self-check: today. Next one: on Tue 8 Dec.");
    assert!(window.has_text("Last time: leaning helping"), "{}", window.visible_text());
    assert!(window.has_text("Was I giving orders, or asking? today: giving orders"), "{}", window.visible_text());
    assert!(window.has_text("In a hurry"), "{}", window.visible_text());
    assert!(!window.has_field(LINE), "it is not asked again");
    assert_eq!(
        query_number(
            &journal.raw_connection(),
            "SELECT count(*) FROM self_checks WHERE want_to IS NULL AND helping = 4"
        ),
        1
    );
    assert_eq!(
        query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text <> '' OR mark <> ''"),
        0
    );
    // The next self-check is due after 14 days.
    set_day(&journal, &mut window, "2026-12-07");
    assert!(!window.has_field(LINE), "{}", window.visible_text());
    window.click_button("Do it now");
    assert!(window.has_field(LINE), "whenever you like");
    window.click_button("Not now");
    assert!(!window.has_field(LINE));
    set_day(&journal, &mut window, "2026-12-08");
    window.click(Role::RadioButton, "helping");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("Was I angry, or helping? Tue 24 Nov: leaning helping, today: helping");
    window.choose_menu_item("More for the self-check, today", "Delete");
    window.wait_until("it is gone", |window| !window.has_text("today: helping"));
    window.click_button("Undo");
    window.wait_for_text("today: helping");
}

#[test]
fn empty_self_check_cannot_be_saved_and_answers_can_be_deselected() {
    let (_journal, mut window) = open_reflect();
    let can_submit = |window: &Window| !window.get_button("Save").accesskit_node().is_disabled();
    assert!(!can_submit(&window));
    window.click(Role::RadioButton, "encouraged");
    assert!(can_submit(&window) && window.is_toggled(Role::RadioButton, "encouraged"));
    window.click(Role::RadioButton, "encouraged");
    assert!(!can_submit(&window) && !window.is_toggled(Role::RadioButton, "encouraged"));
}

#[test]
fn unfinished_self_check_survives_page_change_and_restart() {
    let (journal, mut window) = open_reflect();
    window.click(Role::RadioButton, "leaning asking");
    window.fill(LINE, "half a line");
    window.click(Role::ListItem, "Dana Whitfield, Tue 1 Dec");
    window.click(Role::ListItem, "Reflect");
    assert_eq!(window.field_text(LINE), "half a line");
    assert!(window.is_toggled(Role::RadioButton, "leaning asking"));
    window.close();
    let mut window = Window::open(&journal);
    assert_eq!(window.field_text(LINE), "half a line");
    assert!(window.is_toggled(Role::RadioButton, "leaning asking"));
    window.click_button("Not now");
    window.wait_until("the draft is gone", |_| {
        query_number(&journal.raw_connection(), "SELECT count(*) FROM drafts WHERE text <> ''") == 0
    });
    assert_eq!(window.field_text(LINE), "", "it is offered all the same");
}

#[test]
fn daily_intention_is_saved_edited_and_reviewed_weekly() {
    let (journal, mut window) = open_reflect();
    window.fill(TODAY, "Ask before I answer");
    window.press(Key::Enter);
    window.wait_until("it is kept", |window| window.has(Role::Button, "Edit today’s intention"));
    assert!(!window.has_field(TODAY), "one line a day");
    window.click_button("Edit today’s intention");
    assert_eq!(window.field_text(TODAY), "Ask before I answer");
    window.fill(TODAY, "Ask twice");
    window.click_button("Save intention");
    window.wait_until("it is kept", |window| window.has(Role::Button, "Edit today’s intention"));
    window.wait_for_text("Ask twice");
    assert_eq!(query_number(&journal.raw_connection(), "SELECT count(*) FROM intentions"), 1);
    set_day(&journal, &mut window, "2026-11-26");
    assert!(!window.has_text("This week’s"), "not before the week ends\n{}", window.visible_text());
    assert_eq!(window.field_text(TODAY), "", "another day has its own");
    set_day(&journal, &mut window, "2026-11-27");
    assert!(window.has_text("This week’s intentions"), "{}", window.visible_text());
    window.click(Role::CheckBox, "Did it: Ask twice");
    window.wait_until("it is ticked", |window| window.is_toggled(Role::CheckBox, "Did it: Ask twice"));
    window.click(Role::CheckBox, "Did it: Ask twice");
    window.wait_until("it is not", |window| window.has(Role::Button, "Skip: Ask twice"));
    window.click_button("Skip: Ask twice");
    window.wait_until("it is said", |_| {
        query_number(&journal.raw_connection(), "SELECT count(*) FROM intentions WHERE outcome = 'not_this_time'") == 1
    });
    set_day(&journal, &mut window, "2026-11-30");
    assert!(window.has_text("Last week’s intentions"), "{}", window.visible_text());
    set_day(&journal, &mut window, "2026-12-01");
    assert!(!window.has_text("Last week"), "{}", window.visible_text());
    assert!(window.has_text("Your intentions") && window.has_text("Ask twice"), "it stays in the history");
}

#[test]
fn unfinished_intention_is_a_draft_and_an_empty_one_is_removed() {
    let (journal, mut window) = open_reflect();
    window.fill(TODAY, "Half a li");
    window.close();
    let mut window = Window::open(&journal);
    assert_eq!(window.field_text(TODAY), "Half a li");
    window.focus_field(TODAY);
    window.press(Key::Enter);
    window.wait_until("it is kept", |window| window.has(Role::Button, "Edit today’s intention"));
    window.click_button("Edit today’s intention");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    window.click_button("Remove intention");
    window
        .wait_until("it is gone", |_| query_number(&journal.raw_connection(), "SELECT count(*) FROM intentions") == 0);
    window.click_button("Undo");
    window.wait_for_text("Half a li");
}

#[test]
fn activity_is_listed_per_person_in_the_users_order() {
    let journal = TempJournal::with_people(&["Zoe Young", "Adam Bell", "Cleo Ray"]);
    journal.jot(1, "+ stayed late for a friend");
    journal.jot(1, "! quiet today");
    journal.jot(2, "[] ask about the desk by 23 nov");
    journal.commit(Change::NothingToNote(PersonId(2))).unwrap();
    journal.commit(Change::Archive(PersonId(3))).unwrap();
    let mut window = Window::open(&journal);
    window.click(Role::ListItem, "Reflect");
    let top = |name: &str| window.get_by_role_and_label(Role::Button, name).rect().top();
    assert!(top("See Zoe") < top("See Adam"), "never by a figure");
    assert!(!window.has(Role::Button, "See Cleo"), "who is archived rests");
    for text in [
        "1 not passed on",
        "1 noticed today",
        "All about Zoe",
        "All about the work",
        "Met once",
        "Not met",
        "1 promise, still open",
        "No promises",
    ] {
        assert!(window.has_text(text), "{text}\n{}", window.visible_text());
    }
    window.click_button("See Adam");
    assert!(window.has_text("ask about the desk"), "{}", window.visible_text());
}

#[test]
fn received_feedback_is_shown_with_what_you_changed() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    // High enough to show the end of the page.
    let builder = Window::builder().with_size(eframe::egui::vec2(1280.0, 1400.0));
    let mut window = Window::open_with_builder(builder, &journal.file(), &journal.clock);
    window.click(Role::ListItem, "Reflect");
    assert!(window.has_text("Nothing in the past year. Ask for feedback"), "{}", window.visible_text());
    journal.jot(1, "<< wants to hear the reason when I say no");
    window.wait_for_text("wants to hear the reason when I say no");
    window.click_button("Add what you changed");
    window.settle();
    window.fill("What you changed as a result", "I say the reason first");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for_text("You changed: I say the reason first");
    // It can be picked as evidence, and Enter opens it on the timeline.
    window.get_by_role_and_label(Role::Article, "Feedback: wants to hear the reason when I say no").focus();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::E);
    window.wait_for_text("review evidence");
    window.press(Key::Enter);
    window.wait_for_text("November 2026");
}

#[test]
fn question_library_is_searched_by_text_and_theme() {
    let (_journal, mut window) = open_reflect();
    window.press_with(Modifiers::COMMAND, Key::D);
    window.advance_time(0.2);
    let has_question = |window: &Window, name: &str| {
        let question = deck().iter().find(|question| question.key == name).unwrap();
        window.has_text(&question.text)
    };
    assert!(window.field("Search questions").is_focused());
    assert!(has_question(&window, "wellbeing-energy") && has_question(&window, "trust-team"));
    window.type_text("LAUGH");
    assert!(
        has_question(&window, "team-joy") && !has_question(&window, "wellbeing-energy"),
        "{}",
        window.visible_text()
    );
    window.type_text(" zzz");
    assert!(window.has_text("No matching questions."), "{}", window.visible_text());
    window.fill("Search questions", "");
    window.click(Role::ComboBox, "Filter by theme");
    window.click(Role::MenuItemRadio, "Purpose");
    assert!(has_question(&window, "purpose-why") && !has_question(&window, "team-joy"), "{}", window.visible_text());
}

#[test]
fn questions_are_hidden_shown_added_and_edited() {
    let (journal, mut window) = open_reflect();
    window.click_button("All questions");
    window.advance_time(0.2);
    window.type_text("laugh");
    let more = "More for What makes you laugh at work these days?";
    window.choose_menu_item(more, "Hide");
    window.wait_for_text("Hidden");
    window.choose_menu_item(more, "Unhide");
    window.wait_until("it is not hidden", |_| {
        query_number(&journal.raw_connection(), "SELECT count(hidden) FROM questions") == 0
    });
    window.fill("Search questions", "");
    window.click_button("Add question");
    window.fill("Your question", "What did you build lately?");
    window.fill("When to ask it (optional)", "With tinkerers.");
    window.click(Role::ComboBox, "Theme");
    window.click(Role::MenuItemRadio, "Growth");
    // Esc keeps the draft.
    window.press(Key::Escape);
    window.advance_time(0.3);
    window.click_button("All questions");
    window.click_button("Add question");
    assert_eq!(window.field_text("Your question"), "What did you build lately?");
    assert_eq!(window.field_text("When to ask it (optional)"), "With tinkerers.");
    window.click_button("Save question");
    window.wait_for_text("Your own · With tinkerers.");
    window.fill("Search questions", "tinkerers");
    window.choose_menu_item("More for What did you build lately?", "Edit");
    window.fill("Your question", "What did you mend lately?");
    window.click_button("Save question");
    window.wait_for_text("What did you mend lately?");
    let sql = "SELECT count(*) FROM questions WHERE theme = 'growth' AND text = 'What did you mend lately?'";
    assert_eq!(query_number(&journal.raw_connection(), sql), 1);
    window.click_button("Close");
    window.advance_time(0.3);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("it reads as before", |_| query_number(&journal.raw_connection(), sql) == 0);
}

#[test]
fn fifty_people_fit_a_narrow_window() {
    let names: Vec<String> = (1..=50).map(|number| format!("Person Number{number}")).collect();
    let journal = TempJournal::with_people(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let builder = Window::builder().with_size(eframe::egui::vec2(900.0, 600.0));
    let mut window = Window::open_with_builder(builder, &journal.file(), &journal.clock);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.settle();
    assert!(window.has_field(TODAY), "the rail is below the page\n{}", window.visible_text());
    assert_eq!(window.query_all_by_label_contains("See Person").count(), 50);
    for step in window.query_all_by_role(Role::RadioButton) {
        assert!(step.rect().right() < 900.0, "{step:?}");
    }
}

#[test]
fn reminders_are_off_until_they_are_switched_on_and_stay_so() {
    let (journal, mut window) = open_reflect();
    window.click_button("Settings");
    window.click(Role::Tab, "Reminders");
    assert!(!window.is_toggled(Role::CheckBox, REMIND), "off by default");
    assert!(window.has_text("and no name"), "{}", window.visible_text());
    window.click(Role::CheckBox, REMIND);
    assert!(window.is_toggled(Role::CheckBox, REMIND));
    window.wait_until("it is stored", |_| {
        query_number(
            &journal.raw_connection(),
            "SELECT count(*) FROM settings WHERE name = 'reminders' AND value = 'true'",
        ) == 1
    });
    window.click(Role::ListItem, "Reflect");
    window.click_button("Settings");
    window.click(Role::Tab, "Reminders");
    assert!(window.is_toggled(Role::CheckBox, REMIND));
}
