//! Items of the timeline: events linked to their entries, collapsible one-on-ones, gaps, and lanes
//! that show durations.

use std::time::Duration;

use eframe::egui::{Key, Pos2, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    domain::{
        entry::transition::Transition,
        id::{EntryId, OneOnOneId, PersonId},
    },
    journal::{Journal, change::Change},
};

use crate::{
    support::{TempJournal, days_ago, jot_change},
    window::Window,
};

const DANA: PersonId = PersonId(1);
const NOTICED: &str = "Flag: quiet in two reviews";
const RAISED: &str = "Raised: quiet in two reviews";

fn transition_days_ago(journal: &TempJournal, days: i64, entry: EntryId, transition: Transition) {
    Journal::commit(journal, Change::Transition { entry, transition }, &days_ago(days)).unwrap();
}

/// A flag of twelve days ago, raised and settled today, with twenty notes in between.
fn journal_with_settled_flag() -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let flag = journal.jot_days_ago(1, 12, "! quiet in two reviews");
    for note in 1..=20 {
        journal.jot_days_ago(1, 11 - note / 2, &format!("note {note}"));
    }
    transition_days_ago(&journal, 0, flag, Transition::Raise("felt talked over".into()));
    transition_days_ago(
        &journal,
        0,
        flag,
        Transition::Settle { outcome: "she comments in writing".into(), recheck_on: None },
    );
    journal
}

fn focus(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Article, name).focus();
    window.settle();
}

fn accessible_description(window: &Window, name: &str) -> String {
    let node = window.get_by_role_and_label(Role::Article, name);
    node.accesskit_node().data().description().unwrap_or_default().to_owned()
}

fn top_left(window: &Window, name: &str) -> Pos2 {
    window.get_by_role_and_label(Role::Article, name).rect().left_top()
}

#[test]
fn event_is_shown_on_its_day_and_links_to_its_entry() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    assert_eq!(window.entry_labels()[..2], ["Settled: she comments in writing", RAISED]);
    assert!(window.has_text("noticed 12 Nov · raised 24 Nov · settled 24 Nov"), "{}", window.visible_text());
    assert!(window.has_text("felt talked over"));
    assert!(!window.has(Role::Article, NOTICED), "it is out of sight");
    window.click_button(&format!("Written in: {RAISED}"));
    assert_eq!(window.focused_label(), Some(format!("Article {NOTICED}")));
    let entry = window.get_by_role_and_label(Role::Article, NOTICED).rect();
    assert!(entry.top() > 130.0 && entry.bottom() <= 820.0, "{entry}");
}

#[test]
fn enter_on_an_event_focuses_its_entry_and_e_edits_it() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    focus(&mut window, RAISED);
    window.press(Key::Enter);
    assert_eq!(window.focused_label(), Some(format!("Article {NOTICED}")));

    let mut window = Window::open_timeline(&journal);
    focus(&mut window, RAISED);
    window.press(Key::E);
    window.fill("Entry", "quiet in three reviews");
    window.press(Key::Enter);
    window.wait_for(Role::Article, "Flag: quiet in three reviews");
}

#[test]
fn focused_event_shows_the_total_duration() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    let duration = "12 days before you raised it, settled the same day";
    assert!(!window.has_text(duration));
    focus(&mut window, RAISED);
    assert!(window.has_text(duration), "{}", window.visible_text());
    assert_eq!(accessible_description(&window, RAISED), duration);
    focus(&mut window, "Note: note 20");
    assert!(!window.has_text(duration), "a note is on no lane");
}

#[test]
fn pointing_at_a_lane_says_how_long_it_ran() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    let duration = "12 days before you raised it, settled the same day";
    let cards = top_left(&window, "Note: note 20");
    // The lane next to the spine, beside the note.
    window.hover_at(pos2(260.0 + 108.0, cards.y + 20.0));
    window.advance_time(1.0);
    assert!(window.has_text(duration), "{}", window.visible_text());
    window.hover_at(cards + vec2(60.0, 20.0));
    window.advance_time(1.0);
    assert!(!window.has_text(duration));
}

/// A one-on-one with seven notes, and a flag.
fn journal_with_one_on_one() -> TempJournal {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.commit(Change::StartMeeting(DANA)).unwrap();
    for note in 1..=7 {
        journal.commit(jot_change(1, Some(1), &format!("note {note}"))).unwrap();
    }
    journal.commit(jot_change(1, Some(1), "! late twice")).unwrap();
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 34 }).unwrap();
    journal
}

#[test]
fn a_one_on_one_holds_its_jots_and_opens_in_place() {
    let journal = journal_with_one_on_one();
    let mut window = Window::open_timeline(&journal);
    let folded = ["Flag: late twice", "Note: note 1", "Note: note 2", "Note: note 3"];
    assert_eq!(window.entry_labels(), folded);
    assert!(window.has_text("One-on-one, 34 min"));
    let card = window.get_by_role_and_label(Role::Article, "Note: note 1").rect();
    window.click_button("+4 more");
    assert_eq!(window.entry_labels().len(), 8);
    assert_eq!(window.get_by_role_and_label(Role::Article, "Note: note 1").rect(), card, "it opens below");
    window.click_button("Show less");
    assert_eq!(window.entry_labels(), folded);
}

#[test]
fn entries_on_a_one_on_one_card_can_be_edited_and_trashed() {
    let journal = journal_with_one_on_one();
    let mut window = Window::open_timeline(&journal);
    window.choose_menu_item("More for Note: note 2", "Edit");
    window.fill("Entry", "note two");
    window.press(Key::Enter);
    window.wait_for_entries(&["Flag: late twice", "Note: note 1", "Note: note two", "Note: note 3"]);
    window.choose_menu_item("More for Note: note 1", "Move to trash");
    window.wait_for_entries(&["Flag: late twice", "Note: note two", "Note: note 3", "Note: note 4"]);
    assert!(window.has(Role::Button, "+3 more"));
}

#[test]
fn skipped_one_on_ones_and_empty_months_are_shown() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot_days_ago(1, 300, "long ago");
    journal.jot_days_ago(1, 0, "today");
    let file = journal.raw_connection();
    let at = days_ago(7).timestamp().as_millisecond();
    file.execute(
        "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state, reason)
         VALUES (x'000000000000000000000000000000aa', 1, ?1, 3600, '+01:00', 'skipped', 'Quarter planning')",
        [at],
    )
    .unwrap();
    let window = Window::open_timeline(&journal);
    assert!(window.has_text("One-on-one skipped: Quarter planning"), "{}", window.visible_text());
    assert!(window.has_text("17 Nov"));
    assert!(window.has_text("Nothing written February to October 2026"), "{}", window.visible_text());
}

#[test]
fn one_and_forty_entries_on_one_day_are_shown() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    journal.jot_days_ago(1, 0, "the only one");
    let window = Window::open_timeline(&journal);
    assert_eq!(window.entry_labels(), ["Note: the only one"]);
    drop(window);
    for number in 2..=40 {
        journal.jot_days_ago(1, 0, &format!("! flag {number}"));
    }
    let window = Window::open_timeline(&journal);
    assert_eq!(window.query_all_by_role_and_label(Role::Label, "Today").count(), 1, "the day is said once");
    assert!(window.has_text("40 entries"));
}

#[test]
fn long_text_is_collapsed_and_any_script_is_shown() {
    let name = "Bartholomew Featherstonehaugh-Cholmondeley de la Fuente y Montenegro ".repeat(2);
    let journal = TempJournal::with_people(&[name.trim()]);
    journal.jot_days_ago(1, 2, &"every word of it ".repeat(600));
    journal.jot_days_ago(1, 1, "! הוא שקט בשתי הפגישות האחרונות");
    let mut window = Window::open_timeline(&journal);
    assert!(window.has(Role::Article, "Flag: הוא שקט בשתי הפגישות האחרונות"), "{}", window.visible_text());
    let folded = window.query_all_by_role(Role::Article).map(|node| node.rect().height()).fold(0.0, f32::max);
    assert!(folded < 500.0, "{folded}");
    window.click_button("Show more");
    let whole = window.query_all_by_role(Role::Article).map(|node| node.rect().height()).fold(0.0, f32::max);
    assert!(whole > 2.0 * folded, "{whole} after {folded}");
}

#[test]
fn at_every_zoom_the_cards_stand_below_each_other_and_beside_their_lanes() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    for zoom in [0.7, 1.0, 1.5, 2.0] {
        window.ctx.set_zoom_factor(zoom);
        window.settle();
        let mut cards: Vec<_> = window.query_all_by_role(Role::Article).map(|node| node.rect()).collect();
        cards.sort_by(|a, b| a.top().total_cmp(&b.top()));
        assert!(!cards.is_empty(), "{zoom}: {}", window.visible_text());
        assert!(cards.windows(2).all(|pair| pair[0].bottom() < pair[1].top()), "{zoom}: {cards:?}");
        assert!(cards.iter().all(|card| (card.left() - cards[0].left()).abs() < 0.1), "{zoom}: {cards:?}");
        let day = window.get_by_role_and_label(Role::Label, "Today").rect();
        assert!(day.right() < cards[0].left(), "{zoom}");
        let first = window.get_by_role_and_label(Role::Article, "Settled: she comments in writing").rect();
        assert!((day.center().y - first.top() - 22.0).abs() < 3.0, "{zoom}: {day} {first}");
    }
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let journal = journal_with_settled_flag();
    let mut window = Window::open_timeline(&journal);
    for focused in [false, true] {
        if focused {
            focus(&mut window, RAISED);
        }
        window.advance_time(1.0);
        let delay = window.repaint_delay();
        assert!(
            delay >= Duration::from_secs(10),
            "a frame is wanted after {delay:?}: {:?}",
            window.ctx.repaint_causes()
        );
    }
}
