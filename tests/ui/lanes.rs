//! What stands on a timeline: moments with a way to their entry, one-on-ones that fold, gaps, and lanes that say how long
//! something ran.

use std::time::Duration;

use eframe::egui::{Key, Pos2, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::{Span, Zoned};
use rapport::{
    domain::{
        id::{EntryId, OneOnOneId, PersonId},
        life::Move,
    },
    journal::{Journal, change::Change},
};

use crate::{
    support::{NOW, TempJournal, jotted, max_key, zoned},
    window::Window,
};

const DANA: PersonId = PersonId(1);
const NOTICED: &str = "Flag: quiet in two reviews";
const RAISED: &str = "Raised: quiet in two reviews";

fn days_ago(days: i64) -> Zoned {
    zoned(NOW).checked_sub(Span::new().days(days)).unwrap()
}

fn jot(journal: &TempJournal, days: i64, line: &str) -> EntryId {
    Journal::commit(journal, jotted(1, None, line), &days_ago(days)).unwrap();
    EntryId(max_key(&journal.file(), "entries"))
}

fn make(journal: &TempJournal, days: i64, entry: EntryId, wanted: Move) {
    Journal::commit(journal, Change::Move { entry, wanted }, &days_ago(days)).unwrap();
}

/// A flag of twelve days ago that was raised today, and settled, with twenty notes in between.
fn flagged() -> TempJournal {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    let flag = jot(&journal, 12, "! quiet in two reviews");
    for note in 1..=20 {
        jot(&journal, 11 - note / 2, &format!("note {note}"));
    }
    make(&journal, 0, flag, Move::Raise("felt talked over".into()));
    make(&journal, 0, flag, Move::Settle { outcome: "she comments in writing".into(), check_again: None });
    journal
}

fn timeline(journal: &TempJournal) -> Window {
    let mut window = Window::over(journal);
    window.click(Role::Tab, "Timeline");
    window
}

fn focus(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Article, name).focus();
    window.settle();
}

fn described(window: &Window, name: &str) -> String {
    let node = window.get_by_role_and_label(Role::Article, name);
    node.accesskit_node().data().description().unwrap_or_default().to_owned()
}

fn middle(window: &Window, name: &str) -> Pos2 {
    window.get_by_role_and_label(Role::Article, name).rect().left_top()
}

#[test]
fn what_became_of_an_entry_stands_on_its_day_and_leads_to_what_was_written() {
    let journal = flagged();
    let mut window = timeline(&journal);
    assert_eq!(window.entries()[..2], ["Settled: she comments in writing", RAISED]);
    assert!(window.says("noticed 12 Nov · raised 24 Nov · settled 24 Nov"), "{}", window.read());
    assert!(window.says("felt talked over"));
    assert!(!window.has(Role::Article, NOTICED), "it is out of sight");
    window.button(&format!("Where it was written: {RAISED}"));
    assert_eq!(window.focused(), Some(format!("Article {NOTICED}")));
    let entry = window.get_by_role_and_label(Role::Article, NOTICED).rect();
    assert!(entry.top() > 130.0 && entry.bottom() <= 820.0, "{entry}");
}

#[test]
fn enter_goes_from_a_moment_to_its_entry_and_e_edits_it_there() {
    let journal = flagged();
    let mut window = timeline(&journal);
    focus(&mut window, RAISED);
    window.press(Key::Enter);
    assert_eq!(window.focused(), Some(format!("Article {NOTICED}")));

    let mut window = timeline(&journal);
    focus(&mut window, RAISED);
    window.press(Key::E);
    window.fill("The entry", "quiet in three reviews");
    window.press(Key::Enter);
    window.until_there(Role::Article, "Flag: quiet in three reviews");
}

#[test]
fn a_moment_with_the_focus_says_how_long_it_all_ran() {
    let journal = flagged();
    let mut window = timeline(&journal);
    let run = "12 days before you raised it, settled the same day";
    assert!(!window.says(run));
    focus(&mut window, RAISED);
    assert!(window.says(run), "{}", window.read());
    assert_eq!(described(&window, RAISED), run);
    focus(&mut window, "Note: note 20");
    assert!(!window.says(run), "a note is on no lane");
}

#[test]
fn pointing_at_a_lane_says_how_long_it_ran() {
    let journal = flagged();
    let mut window = timeline(&journal);
    let run = "12 days before you raised it, settled the same day";
    let cards = middle(&window, "Note: note 20");
    // The lane next to the spine, beside the note.
    window.hover_at(pos2(260.0 + 108.0, cards.y + 20.0));
    window.wait(1.0);
    assert!(window.says(run), "{}", window.read());
    window.hover_at(cards + vec2(60.0, 20.0));
    window.wait(1.0);
    assert!(!window.says(run));
}

/// A one-on-one with seven notes, and a flag.
fn met() -> TempJournal {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    journal.commit(Change::Begin(DANA)).unwrap();
    for note in 1..=7 {
        journal.commit(jotted(1, Some(1), &format!("note {note}"))).unwrap();
    }
    journal.commit(jotted(1, Some(1), "! late twice")).unwrap();
    journal.commit(Change::WrapUp { one_on_one: OneOnOneId(1), minutes: 34 }).unwrap();
    journal
}

#[test]
fn a_one_on_one_holds_its_jots_and_opens_in_place() {
    let journal = met();
    let mut window = timeline(&journal);
    let folded = ["Flag: late twice", "Note: note 1", "Note: note 2", "Note: note 3"];
    assert_eq!(window.entries(), folded);
    assert!(window.says("One-on-one, 34 min"));
    let card = window.get_by_role_and_label(Role::Article, "Note: note 1").rect();
    window.button("+4 more");
    assert_eq!(window.entries().len(), 8);
    assert_eq!(window.get_by_role_and_label(Role::Article, "Note: note 1").rect(), card, "it opens below");
    window.button("Show less");
    assert_eq!(window.entries(), folded);
}

#[test]
fn what_was_jotted_in_a_one_on_one_is_edited_and_moved_to_the_trash_on_its_card() {
    let journal = met();
    let mut window = timeline(&journal);
    window.choose("More for Note: note 2", "Edit");
    window.fill("The entry", "note two");
    window.press(Key::Enter);
    window.until_entries(&["Flag: late twice", "Note: note 1", "Note: note two", "Note: note 3"]);
    window.choose("More for Note: note 1", "Move to the trash");
    window.until_entries(&["Flag: late twice", "Note: note two", "Note: note 3", "Note: note 4"]);
    assert!(window.has(Role::Button, "+3 more"));
}

#[test]
fn a_skipped_one_on_one_is_a_gap_with_its_reason_and_empty_months_are_said_shortly() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    jot(&journal, 300, "long ago");
    jot(&journal, 0, "today");
    let file = journal.raw();
    let at = days_ago(7).timestamp().as_millisecond();
    file.execute(
        "INSERT INTO one_on_ones (uid, person, at, offset_s, zone, state, reason)
         VALUES (x'000000000000000000000000000000aa', 1, ?1, 3600, '+01:00', 'skipped', 'Quarter planning')",
        [at],
    )
    .unwrap();
    let window = timeline(&journal);
    assert!(window.says("One-on-one skipped: Quarter planning"), "{}", window.read());
    assert!(window.says("17 Nov"));
    assert!(window.says("Nothing written February to October 2026"), "{}", window.read());
}

#[test]
fn forty_entries_on_one_day_and_a_single_one_are_no_trouble() {
    let journal = TempJournal::with(&["Dana Whitfield"]);
    jot(&journal, 0, "the only one");
    let window = timeline(&journal);
    assert_eq!(window.entries(), ["Note: the only one"]);
    drop(window);
    for nth in 2..=40 {
        jot(&journal, 0, &format!("! flag {nth}"));
    }
    let window = timeline(&journal);
    assert_eq!(window.query_all_by_role_and_label(Role::Label, "Today").count(), 1, "the day is said once");
    assert!(window.says("40 entries"));
}

#[test]
fn ten_thousand_letters_fold_and_any_script_and_name_is_shown() {
    let name = "Bartholomew Featherstonehaugh-Cholmondeley de la Fuente y Montenegro ".repeat(2);
    let journal = TempJournal::with(&[name.trim()]);
    jot(&journal, 2, &"every word of it ".repeat(600));
    jot(&journal, 1, "! הוא שקט בשתי הפגישות האחרונות");
    let mut window = timeline(&journal);
    assert!(window.has(Role::Article, "Flag: הוא שקט בשתי הפגישות האחרונות"), "{}", window.read());
    let folded = window.query_all_by_role(Role::Article).map(|node| node.rect().height()).fold(0.0, f32::max);
    assert!(folded < 500.0, "{folded}");
    window.button("Show all of it");
    let whole = window.query_all_by_role(Role::Article).map(|node| node.rect().height()).fold(0.0, f32::max);
    assert!(whole > 2.0 * folded, "{whole} after {folded}");
}

#[test]
fn at_every_zoom_the_cards_stand_below_each_other_and_beside_their_lanes() {
    let journal = flagged();
    let mut window = timeline(&journal);
    for zoom in [0.7, 1.0, 1.5, 2.0] {
        window.ctx.set_zoom_factor(zoom);
        window.settle();
        let mut cards: Vec<_> = window.query_all_by_role(Role::Article).map(|node| node.rect()).collect();
        cards.sort_by(|a, b| a.top().total_cmp(&b.top()));
        assert!(!cards.is_empty(), "{zoom}: {}", window.read());
        assert!(cards.windows(2).all(|pair| pair[0].bottom() < pair[1].top()), "{zoom}: {cards:?}");
        assert!(cards.iter().all(|card| (card.left() - cards[0].left()).abs() < 0.1), "{zoom}: {cards:?}");
        let day = window.get_by_role_and_label(Role::Label, "Today").rect();
        assert!(day.right() < cards[0].left(), "{zoom}");
        let first = window.get_by_role_and_label(Role::Article, "Settled: she comments in writing").rect();
        assert!((day.center().y - first.top() - 22.0).abs() < 3.0, "{zoom}: {day} {first}");
    }
}

#[test]
fn the_place_is_kept_on_a_new_entry_and_on_undo() {
    let journal = flagged();
    let mut window = timeline(&journal);
    window.button(&format!("Where it was written: {RAISED}"));
    let at = |window: &Window| window.get_by_role_and_label(Role::Article, NOTICED).rect().top();
    let before = at(&window);
    journal.commit(jotted(1, None, "new")).unwrap();
    window.until_says("21 entries");
    assert!((at(&window) - before).abs() < 1.0, "a new entry above moves nothing");
    journal.undo();
    journal.flush().unwrap();
    window.wait(0.5);
    assert!((at(&window) - before).abs() < 1.0, "nor does taking it back");
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let journal = flagged();
    let mut window = timeline(&journal);
    for focused in [false, true] {
        if focused {
            focus(&mut window, RAISED);
        }
        window.wait(1.0);
        let delay = window.repaint_delay();
        assert!(
            delay >= Duration::from_secs(10),
            "a frame is wanted after {delay:?}: {:?}",
            window.ctx.repaint_causes()
        );
    }
}
