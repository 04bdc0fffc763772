//! Reflect: the self-check and what comes of it, what you did with whom, the question deck, and the line of a day.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{id::PersonId, question::deck},
    journal::change::Change,
};

use crate::{
    support::{TempJournal, number, zoned},
    window::Window,
};

const LINE: &str = "Anything you want to tell yourself?";
const REMIND: &str = "Remind me 10 minutes before a one-on-one";
const TODAY: &str = "What will you do today to lead, not just manage?";

fn reflect() -> (TempJournal, Window) {
    let journal = TempJournal::with(&["Dana Whitfield", "Tomás Alvarez"]);
    let mut window = Window::over(&journal);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.settle();
    (journal, window)
}

/// Another day, at ten.
fn on(journal: &TempJournal, window: &mut Window, day: &str) {
    journal.clock.set(zoned(&format!("{day}T10:00:00+01:00[+01:00]")));
    window.wait(0.2);
}

fn is_on(window: &Window, role: Role, name: &str) -> bool {
    let found = window.get_by_role_and_label(role, name);
    found.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
}

#[test]
fn reflect_is_in_the_sidebar_and_under_a_key_and_there_again_after_a_restart() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let mut window = Window::over(&journal);
    window.button("Reflect");
    assert!(window.has(Role::RadioGroup, "Angry, or helping?"), "{}", window.read());
    window.wait(1.0);
    window.close();
    let mut window = Window::today(&journal);
    assert!(window.says("About you and how you lead"), "{}", window.read());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.says("Before you meet"), "{}", window.read());
    window.press_with(Modifiers::COMMAND, Key::R);
    assert!(window.says("About you and how you lead"), "{}", window.read());
    // Where nobody is, there is nothing to reflect on yet.
    let window = Window::over(&TempJournal::with(&[]));
    assert!(!window.has(Role::Button, "Reflect"), "{}", window.read());
}

#[test]
fn the_self_check_is_answered_kept_and_seen_over_time() {
    let (journal, mut window) = reflect();
    assert!(!window.says("Last time:"), "no history yet");
    window.click(Role::RadioButton, "rather helping");
    window.click(Role::RadioButton, "giving orders");
    window.fill(LINE, "In a hurry");
    window.button("Keep it");
    window.until_says("You last looked at yourself today. It is offered again on Tue 8 Dec.");
    assert!(window.says("Last time: rather helping"), "{}", window.read());
    assert!(window.says("Giving orders, or asking? today: giving orders"), "{}", window.read());
    assert!(window.says("In a hurry"), "{}", window.read());
    assert!(!window.has_field(LINE), "it is not asked again");
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM self_checks WHERE want_to IS NULL AND helping = 4"), 1);
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM drafts WHERE text <> '' OR mark <> ''"), 0);
    // Thirteen days later it is quiet, the day after it is offered.
    on(&journal, &mut window, "2026-12-07");
    assert!(!window.has_field(LINE), "{}", window.read());
    window.button("Do it now");
    assert!(window.has_field(LINE), "whenever you like");
    window.button("Not now");
    assert!(!window.has_field(LINE));
    on(&journal, &mut window, "2026-12-08");
    window.click(Role::RadioButton, "helping");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("Angry, or helping? Tue 24 Nov: rather helping, today: helping");
    window.choose("More for the self-check, today", "Take it away");
    window.until("it is gone", |window| !window.says("today: helping"));
    window.button("Undo");
    window.until_says("today: helping");
}

#[test]
fn nothing_is_kept_without_an_answer_and_a_step_is_let_go_again() {
    let (_journal, mut window) = reflect();
    let keep = |window: &Window| !window.get_button("Keep it").accesskit_node().is_disabled();
    assert!(!keep(&window));
    window.click(Role::RadioButton, "encouraged");
    assert!(keep(&window) && is_on(&window, Role::RadioButton, "encouraged"));
    window.click(Role::RadioButton, "encouraged");
    assert!(!keep(&window) && !is_on(&window, Role::RadioButton, "encouraged"));
}

#[test]
fn half_a_self_check_is_there_again_after_another_page_and_a_restart() {
    let (journal, mut window) = reflect();
    window.click(Role::RadioButton, "rather asking");
    window.fill(LINE, "half a line");
    window.button("Dana Whitfield, Tue 1 Dec");
    window.button("Reflect");
    assert_eq!(window.text_of(LINE), "half a line");
    assert!(is_on(&window, Role::RadioButton, "rather asking"));
    window.close();
    let mut window = Window::over(&journal);
    assert_eq!(window.text_of(LINE), "half a line");
    assert!(is_on(&window, Role::RadioButton, "rather asking"));
    window.button("Not now");
    window.until("the draft is gone", |_| number(&journal.raw(), "SELECT count(*) FROM drafts WHERE text <> ''") == 0);
    assert_eq!(window.text_of(LINE), "", "it is offered all the same");
}

#[test]
fn the_line_of_today_is_kept_changed_and_shown_back_at_the_end_of_the_week() {
    let (journal, mut window) = reflect();
    window.fill(TODAY, "Ask before I answer");
    window.press(Key::Enter);
    window.until("it is kept", |window| window.has(Role::Button, "Change it: the line of today"));
    assert!(!window.has_field(TODAY), "one line a day");
    window.button("Change it: the line of today");
    assert_eq!(window.text_of(TODAY), "Ask before I answer");
    window.fill(TODAY, "Ask twice");
    window.button("Keep it for today");
    window.until("it is kept", |window| window.has(Role::Button, "Change it: the line of today"));
    assert!(window.says("Ask twice"), "{}", window.read());
    assert_eq!(number(&journal.raw(), "SELECT count(*) FROM intentions"), 1);
    on(&journal, &mut window, "2026-11-26");
    assert!(!window.says("This week you"), "not before the week ends\n{}", window.read());
    assert_eq!(window.text_of(TODAY), "", "another day has its own");
    on(&journal, &mut window, "2026-11-27");
    assert!(window.says("This week you set out to"), "{}", window.read());
    window.click(Role::CheckBox, "Did it: Ask twice");
    window.until("it is ticked", |window| is_on(window, Role::CheckBox, "Did it: Ask twice"));
    window.click(Role::CheckBox, "Did it: Ask twice");
    window.until("it is not", |window| window.has(Role::Button, "Not this time: Ask twice"));
    window.button("Not this time: Ask twice");
    window.until("it is said", |_| {
        number(&journal.raw(), "SELECT count(*) FROM intentions WHERE outcome = 'not_this_time'") == 1
    });
    on(&journal, &mut window, "2026-11-30");
    assert!(window.says("Last week you set out to"), "{}", window.read());
    on(&journal, &mut window, "2026-12-01");
    assert!(!window.says("Last week"), "{}", window.read());
    assert!(window.says("What you set out to do") && window.says("Ask twice"), "it stays in the history");
}

#[test]
fn half_a_line_of_today_is_a_draft_and_an_emptied_one_is_taken_away() {
    let (journal, mut window) = reflect();
    window.fill(TODAY, "Half a li");
    window.close();
    let mut window = Window::over(&journal);
    assert_eq!(window.text_of(TODAY), "Half a li");
    window.enter_field(TODAY);
    window.press(Key::Enter);
    window.until("it is kept", |window| window.has(Role::Button, "Change it: the line of today"));
    window.button("Change it: the line of today");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.press(Key::Backspace);
    window.button("Take the line away");
    window.until("it is gone", |_| number(&journal.raw(), "SELECT count(*) FROM intentions") == 0);
    window.button("Undo");
    window.until_says("Half a li");
}

#[test]
fn what_you_did_is_said_person_by_person_in_the_order_you_gave_them() {
    let journal = TempJournal::with(&["Zoe Young", "Adam Bell", "Cleo Ray"]);
    journal.jot(1, "+ stayed late for a friend");
    journal.jot(1, "! quiet today");
    journal.jot(2, "[] ask about the desk by 23 nov");
    journal.commit(Change::NothingToNote(PersonId(2))).unwrap();
    journal.commit(Change::Archive(PersonId(3))).unwrap();
    let mut window = Window::over(&journal);
    window.button("Reflect");
    let top = |name: &str| window.get_by_role_and_label(Role::Button, name).rect().top();
    assert!(top("See Zoe") < top("See Adam"), "never by a figure");
    assert!(!window.has(Role::Button, "See Cleo"), "who is archived rests");
    for said in [
        "You have not told the one you noticed",
        "One waits since today",
        "All of it about Zoe",
        "All of it about the work",
        "You met once",
        "You did not meet",
        "The one thing you promised is open",
        "Nothing promised",
    ] {
        assert!(window.says(said), "{said}\n{}", window.read());
    }
    window.button("See Adam");
    assert!(window.says("ask about the desk"), "{}", window.read());
}

#[test]
fn what_they_told_you_stands_with_what_you_changed() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    // High enough for the end of the page.
    let builder = Window::builder().with_size(eframe::egui::vec2(1280.0, 1400.0));
    let mut window = Window::built(builder, &journal.file(), &journal.clock);
    window.button("Reflect");
    assert!(window.says("Nothing in the last year. Ask for it"), "{}", window.read());
    journal.jot(1, "<< wants to hear the reason when I say no");
    window.until_says("wants to hear the reason when I say no");
    window.button("Say what you changed");
    window.settle();
    window.fill("What you changed because of it", "I say the reason first");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.until_says("You changed: I say the reason first");
    // It is evidence as anywhere, and one key leads to where it was written.
    window.get_by_role_and_label(Role::Article, "Feedback: wants to hear the reason when I say no").focus();
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::E);
    window.until_says("evidence for a review");
    window.press(Key::Enter);
    window.until_says("November 2026");
}

#[test]
fn the_deck_is_looked_through_by_words_and_by_theme() {
    let (_journal, mut window) = reflect();
    window.press_with(Modifiers::COMMAND, Key::D);
    window.wait(0.2);
    let says = |window: &Window, name: &str| {
        let question = deck().iter().find(|question| question.name == name).unwrap();
        window.says(&question.text)
    };
    assert!(window.field("Find a question").is_focused());
    assert!(says(&window, "wellbeing-energy") && says(&window, "trust-team"));
    window.type_text("LAUGH");
    assert!(says(&window, "team-joy") && !says(&window, "wellbeing-energy"), "{}", window.read());
    window.type_text(" zzz");
    assert!(window.says("No question with these words."), "{}", window.read());
    window.fill("Find a question", "");
    window.click(Role::ComboBox, "Theme");
    window.click(Role::MenuItemRadio, "Purpose");
    assert!(says(&window, "purpose-why") && !says(&window, "team-joy"), "{}", window.read());
}

#[test]
fn a_question_is_hidden_and_offered_again_and_your_own_is_added_and_changed() {
    let (journal, mut window) = reflect();
    window.button("All questions");
    window.wait(0.2);
    window.type_text("laugh");
    let more = "More for What makes you laugh at work these days?";
    window.choose(more, "Do not offer it");
    window.until_says("Hidden");
    window.choose(more, "Offer it again");
    window.until("it is not hidden", |_| number(&journal.raw(), "SELECT count(hidden) FROM questions") == 0);
    window.fill("Find a question", "");
    window.button("Add your own");
    window.fill("Your question", "What did you build lately?");
    window.fill("Who could use it when", "With tinkerers.");
    window.click(Role::ComboBox, "Its theme");
    window.click(Role::MenuItemRadio, "Growth");
    // Not kept yet, and not lost.
    window.press(Key::Escape);
    window.wait(0.3);
    window.button("All questions");
    window.button("Add your own");
    assert_eq!(window.text_of("Your question"), "What did you build lately?");
    assert_eq!(window.text_of("Who could use it when"), "With tinkerers.");
    window.button("Keep the question");
    window.until_says("Your own · With tinkerers.");
    window.fill("Find a question", "tinkerers");
    window.choose("More for What did you build lately?", "Edit");
    window.fill("Your question", "What did you mend lately?");
    window.button("Keep the question");
    window.until_says("What did you mend lately?");
    let sql = "SELECT count(*) FROM questions WHERE theme = 'growth' AND text = 'What did you mend lately?'";
    assert_eq!(number(&journal.raw(), sql), 1);
    window.button("Close");
    window.wait(0.3);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.until("it reads as before", |_| number(&journal.raw(), sql) == 0);
}

#[test]
fn fifty_people_and_a_narrow_window_come_to_rest_and_can_be_read() {
    let names: Vec<String> = (1..=50).map(|nth| format!("Person Number{nth}")).collect();
    let journal = TempJournal::with(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let builder = Window::builder().with_size(eframe::egui::vec2(900.0, 600.0));
    let mut window = Window::built(builder, &journal.file(), &journal.clock);
    window.press_with(Modifiers::COMMAND, Key::R);
    window.settle();
    assert!(window.has_field(TODAY), "the rail is below the page\n{}", window.read());
    assert_eq!(window.query_all_by_label_contains("See Person").count(), 50);
    let page = window.get_by_role_and_label(Role::RadioGroup, "Angry, or helping?").rect();
    assert!(page.right() < 900.0, "{page:?}");
}

#[test]
fn reminders_are_off_until_they_are_switched_on_and_stay_so() {
    let (journal, mut window) = reflect();
    window.button("Settings");
    window.wait(0.2);
    assert!(!is_on(&window, Role::CheckBox, REMIND), "off by default");
    assert!(window.says("and no name"), "{}", window.read());
    window.click(Role::CheckBox, REMIND);
    assert!(is_on(&window, Role::CheckBox, REMIND));
    window.until("it is stored", |_| {
        number(&journal.raw(), "SELECT count(*) FROM settings WHERE name = 'reminders' AND value = 'true'") == 1
    });
    window.button("Close");
    window.wait(0.3);
    window.button("Settings");
    assert!(is_on(&window, Role::CheckBox, REMIND));
}
