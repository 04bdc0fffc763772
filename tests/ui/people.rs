//! People: added, edited, archived and reordered; going from one to the next.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{cadence::Cadence, id::PersonId, person::Relation},
    journal::change::Change,
};

use crate::{support::TempJournal, window::Window};

const THREE: [&str; 3] = ["Dana Whitfield", "Tomás Alvarez", "Sofia Almeida"];
const ALT_SHIFT: Modifiers = Modifiers { alt: true, shift: true, ..Modifiers::NONE };

fn open_with_three_people() -> (TempJournal, Window) {
    let journal = TempJournal::with_people(&THREE);
    let window = Window::open(&journal);
    (journal, window)
}

/// The names in the sidebar from top to bottom.
fn sidebar_names(window: &Window) -> Vec<String> {
    let mut rows: Vec<_> =
        window.query_all_by_role(Role::ListItem).filter(|node| node.rect().right() < 232.0).collect();
    rows.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    let names = rows.iter().filter_map(|node| node.accesskit_node().label());
    names.filter_map(|label| label.split_once(", ").map(|(name, _)| name.to_owned())).collect()
}

fn people_names(journal: &TempJournal) -> Vec<String> {
    journal.db().people().unwrap().into_iter().map(|person| person.profile.name).collect()
}

#[test]
fn a_person_is_added_with_all_that_is_known_of_them() {
    let (journal, mut window) = open_with_three_people();
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::N);
    assert!(window.has_text("Add person"), "{}", window.visible_text());
    assert!(window.field("Name").is_focused());
    window.type_text("Priya Raman");
    window.click(Role::RadioButton, "Peer");
    window.fill("Role", "Staff engineer");
    window.fill("Team", "Platform");
    window.fill("How often you meet", "every 2 weeks");
    window.fill("Working together since", "March 2022");
    window.fill("Birthday", "30 November");
    window.fill("Pronouns", "she/her");
    window.fill("What matters to them", "Climbing");
    window.get_by_role_and_label(Role::RadioButton, "Violet").scroll_to_me();
    window.advance_time(0.3);
    window.click(Role::RadioButton, "Violet");
    window.click_button("Add");
    window.wait_until("she is there", |window| sidebar_names(window).len() == 4);
    let person = journal.db().people().unwrap().pop().unwrap();
    let profile = person.profile;
    assert_eq!((profile.name.as_str(), profile.relation), ("Priya Raman", Relation::Peer));
    assert_eq!((profile.role.as_str(), profile.team.as_str()), ("Staff engineer", "Platform"));
    assert_eq!(profile.cadence, "every 2 weeks".parse::<Cadence>().ok());
    assert_eq!(profile.since.unwrap().to_string(), "2022-03-01");
    assert_eq!(profile.birthday.unwrap().to_string(), "11-30");
    assert_eq!((profile.pronouns.as_str(), profile.personal_details.as_str()), ("she/her", "Climbing"));
    assert_eq!(profile.colour, Some(2));
}

#[test]
fn a_person_is_edited_and_the_form_begins_with_what_is_known() {
    let (journal, mut window) = open_with_three_people();
    window.choose_menu_item("More for Dana Whitfield", "Edit…");
    window.fill("Birthday", "30 November");
    window.fill("Working together since", "March 2022");
    window.fill("What matters to them", "Two kids");
    window.click_button("Save");
    window.wait_for(Role::Status, "Saved: Dana");
    assert!(window.has_text("working together since March 2022"), "{}", window.visible_text());
    assert!(window.has_text("Two kids"), "it stands beside Meet\n{}", window.visible_text());

    window.choose_menu_item("More for Dana Whitfield", "Edit…");
    assert_eq!(window.field_text("Name"), "Dana Whitfield");
    assert_eq!(window.field_text("What matters to them"), "Two kids");
    window.fill("Name", "Dana Whitfield-Jones");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Button, "More for Dana Whitfield-Jones");
    let person = journal.db().person(PersonId(1)).unwrap().unwrap();
    assert_eq!(person.profile.birthday.unwrap().to_string(), "11-30", "what was not touched is as it was");
    assert_eq!(person.profile.since.unwrap().to_string(), "2022-03-01");
    window.click_button("Undo");
    window.wait_for(Role::Button, "More for Dana Whitfield");
}

#[test]
fn invalid_fields_are_marked_and_nobody_is_added() {
    let (journal, mut window) = open_with_three_people();
    window.click_button("Add person");
    window.fill("How often you meet", "now and then");
    window.fill("Working together since", "long ago");
    window.fill("Birthday", "31 February");
    assert!(!window.has_text("Try “March 2022”"), "nothing is said before the first try");
    window.click_button("Add");
    for error in ["Enter a name", "Try “March 2022” or “2022-03-01”."] {
        assert!(window.has_text(error), "{error}\n{}", window.visible_text());
    }
    for field in ["Name", "How often you meet", "Working together since", "Birthday"] {
        let node = window.field(field);
        assert!(node.accesskit_node().data().invalid().is_some(), "{field} says that it is wrong");
    }
    window.fill("Name", "dana whitfield");
    assert!(
        window.has_text("You already have a Dana Whitfield. Add something to tell them apart."),
        "{}",
        window.visible_text()
    );
    window.click_button("Add");
    window.advance_time(0.5);
    assert_eq!(people_names(&journal), THREE);
    assert_eq!(window.field_text("Birthday"), "31 February", "what was typed is there to be mended");
}

#[test]
fn the_name_of_somebody_archived_is_taken_too() {
    let (journal, mut window) = open_with_three_people();
    journal.commit(Change::Archive(PersonId(3))).unwrap();
    // Until then, the rows below may still move.
    window.wait_for_text("Archived · 1");
    window.click_button("Add person");
    window.type_text("Sofia Almeida");
    window.click_button("Add");
    assert!(window.has_text("You already have a Sofia Almeida (archived)."), "{}", window.visible_text());
}

#[test]
fn esc_keeps_the_form_draft_and_cancel_discards_it() {
    let (_journal, mut window) = open_with_three_people();
    window.click_button("Add person");
    window.type_text("Priya");
    window.press(Key::Escape);
    assert!(!window.has_field("Name"));
    window.click_button("Add person");
    assert_eq!(window.field_text("Name"), "Priya");
    window.click_button("Cancel");
    window.click_button("Add person");
    assert_eq!(window.field_text("Name"), "");
}

#[test]
fn after_somebody_was_added_the_form_is_empty() {
    let (_journal, mut window) = open_with_three_people();
    window.click_button("Add person");
    window.type_text("Priya");
    window.click_button("Add");
    window.wait_until("she is there", |window| sidebar_names(window).len() == 4);
    window.click_button("Add person");
    assert_eq!(window.field_text("Name"), "");
}

#[test]
fn somebody_is_archived_and_brought_back() {
    let (journal, mut window) = open_with_three_people();
    journal.jot(1, "stays");
    window.choose_menu_item("More for Dana Whitfield", "Archive");
    window.wait_for_text("Dana Whitfield is archived.");
    window
        .wait_until("she is not in the sidebar", |window| sidebar_names(window) == ["Tomás Alvarez", "Sofia Almeida"]);
    assert_eq!(window.entry_labels(), ["Note: stays"]);
    window.click(Role::ListItem, "Tomás Alvarez, Tue 1 Dec");
    window.click_button("Archived · 1");
    window.click(Role::ListItem, "Dana Whitfield");
    window.wait_for_text("Everything you wrote is still here.");
    window.click_button("Unarchive");
    window.wait_until("she is back in her place", |window| sidebar_names(window) == THREE);
    window.wait_for(Role::Status, "Unarchived: Dana");
}

#[test]
fn the_order_is_changed_with_the_menu_and_with_keys() {
    let (journal, mut window) = open_with_three_people();
    assert_eq!(sidebar_names(&window), THREE);
    window.choose_menu_item("More for Dana Whitfield", "Move down");
    window.wait_until("she is second", |window| {
        sidebar_names(window) == ["Tomás Alvarez", "Dana Whitfield", "Sofia Almeida"]
    });
    window.press_with(ALT_SHIFT, Key::ArrowDown);
    window.wait_until("she is third", |window| {
        sidebar_names(window) == ["Tomás Alvarez", "Sofia Almeida", "Dana Whitfield"]
    });
    window.press_with(ALT_SHIFT, Key::ArrowDown);
    window.press_with(ALT_SHIFT, Key::ArrowUp);
    window.wait_until("she is second", |window| {
        sidebar_names(window) == ["Tomás Alvarez", "Dana Whitfield", "Sofia Almeida"]
    });
    assert_eq!(people_names(&journal), ["Tomás Alvarez", "Dana Whitfield", "Sofia Almeida"]);
    window.press_with(Modifiers::COMMAND, Key::Z);
    window.wait_until("taken back", |window| {
        sidebar_names(window) == ["Tomás Alvarez", "Sofia Almeida", "Dana Whitfield"]
    });
}

#[test]
fn alt_and_the_arrows_go_to_the_person_before_and_after_on_the_same_tab() {
    let (_journal, mut window) = open_with_three_people();
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    window.wait_until("Tomás is shown", |window| window.has_field("Jot about Tomás"));
    assert!(window.field("Jot about Tomás").is_focused());
    window.press_with(Modifiers::COMMAND, Key::Num3);
    assert!(window.has_text("No history with Tomás yet"), "{}", window.visible_text());
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.has_text("No history with Sofia yet"));
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.has_text("No history with Sofia yet"), "there is nobody after her");
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert!(window.has_text("No history with Dana yet"));
    window.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(window.field("Jot about Dana").is_focused());
}

#[test]
fn every_person_has_a_draft_of_their_own() {
    let (_journal, mut window) = open_with_three_people();
    window.type_text("! about Dana");
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(window.field_text("Jot about Tomás"), "");
    window.type_text("about Tomás");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(!window.has_text("about Dana"), "undo never brings back another person's text");
    window.press_with(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(window.field_text("Jot about Dana"), "about Dana");
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: about Dana"]);
}

#[test]
fn names_of_any_length_and_script_stay_within_the_window() {
    let long = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley-Warner of Upper Slaughter in the County of \
                Gloucestershire, the Younger, called Bart by everybody who has known him for more than a week";
    let scripts =
        [long, "渡辺 健二", "عبد الرحمن الخوارزمي", "देवनागरी नाम", "Żółć-Łęcka Świętosława", "O", "Ng\u{f4}\u{303} 🎉"];
    let journal = TempJournal::with_people(&scripts);
    let mut window = Window::open(&journal);
    for (index, name) in scripts.into_iter().enumerate() {
        if index > 0 {
            window.press_with(Modifiers::ALT, Key::ArrowDown);
        }
        assert!(window.has(Role::Button, &format!("More for {name}")), "{}", window.visible_text());
        for node in window.root().children_recursive() {
            if node.accesskit_node().role() == Role::Button {
                let rect = node.rect();
                assert!(
                    rect.left() >= 0.0 && rect.right() <= 1280.0,
                    "{:?} at {rect:?}",
                    node.accesskit_node().label()
                );
            }
        }
        let heading: Vec<_> =
            window.query_all_by_role_and_label(Role::Label, name).map(|node| node.rect().height()).collect();
        assert!(heading.iter().all(|height| *height < 40.0), "one line: {heading:?}");
    }
}
