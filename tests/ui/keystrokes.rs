//! The keystrokes for twelve tasks, counted from Today on the sample while the window is driven,
//! and compared with the table in `docs/shortcuts.md`.

use std::collections::BTreeMap;

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const DOCUMENT: &str = include_str!("../../docs/shortcuts.md");

/// A window that counts what is pressed. The words of an entry do not count.
struct Counted {
    journal: TempJournal,
    window: Window,
    keys: usize,
}

impl Counted {
    fn on_today() -> Self {
        let journal = TempJournal::sample();
        let window = Window::launch(&journal);
        assert!(window.has_text("Tuesday, 24 November"), "{}", window.visible_text());
        Self { journal, window, keys: 0 }
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        self.window.press_with(modifiers, key);
        self.window.advance_time(0.3);
    }

    /// Characters that choose a person or a kind.
    fn choose(&mut self, characters: &str) {
        for character in characters.chars() {
            self.keys += 1;
            self.window.event(Event::Text(character.to_string()));
            self.window.step();
        }
        self.window.settle();
    }

    /// Presses a key until the widget with this name has the focus.
    fn press_until_focused(&mut self, key: Key, name: &str) {
        for _ in 0..80 {
            if self.window.focused_label().is_some_and(|label| label.ends_with(name)) {
                return;
            }
            self.press(key);
        }
        assert!(self.window.focused_label().is_some_and(|label| label.ends_with(name)), "{name} is not reached");
    }

    #[track_caller]
    fn wait_for_count(&mut self, sql: &str, count: i64) {
        let journal = &self.journal;
        self.window.wait_until(sql, |_| query_number(&journal.raw_connection(), sql) == count);
    }

    fn count(&self, sql: &str) -> i64 {
        query_number(&self.journal.raw_connection(), sql)
    }
}

/// Jots about the fourth person with the field that takes a name first.
fn jot_about_the_fourth_person(prefix: &str) -> usize {
    let mut counted = Counted::on_today();
    counted.press(Key::N);
    counted.choose("t ");
    counted.choose(prefix);
    counted.window.type_text("seen in the review");
    counted.press(Key::Enter);
    counted.wait_for_count("SELECT count(*) FROM entries WHERE person = 4 AND text = 'seen in the review'", 1);
    counted.keys
}

fn tick_an_action() -> usize {
    let mut counted = Counted::on_today();
    let open = "SELECT count(*) FROM actions WHERE state = 'open'";
    let before = counted.count(open);
    counted.press_with(Modifiers::COMMAND, Key::Num2);
    // The number stands beside it while Alt is held.
    let position = counted.agenda_position("Done: ");
    counted.press_with(Modifiers::ALT, position);
    counted.wait_for_count(open, before - 1);
    counted.keys
}

impl Counted {
    /// The number key of the first item on the agenda whose checkbox has such a name.
    fn agenda_position(&self, prefix: &str) -> Key {
        use egui_kittest::kittest::{NodeT as _, Queryable as _};
        let is_item = |label: &str| {
            ["Done: ", "Discussed: ", "Told: ", "Checked again: ", "Details: "]
                .iter()
                .any(|prefix| label.starts_with(prefix))
        };
        let mut items: Vec<(f32, String)> = [Role::CheckBox, Role::Button]
            .into_iter()
            .flat_map(|role| self.window.query_all_by_role(role))
            .filter(|node| node.rect().left() > 900.0)
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label().filter(|label| is_item(label))?)))
            .collect();
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
        let at = items.iter().position(|(_, label)| label.starts_with(prefix));
        assert!(at.is_some(), "{prefix} is not among {items:?}");
        keys[at.unwrap()]
    }
}

fn raise_and_settle_a_flag() -> usize {
    let mut counted = Counted::on_today();
    let settled = "SELECT count(*) FROM flags WHERE state = 'settled'";
    let before = counted.count(settled);
    let raised = "SELECT count(*) FROM flags WHERE state = 'raised'";
    let before_raised = counted.count(raised);
    counted.press_with(Modifiers::COMMAND, Key::Num2);
    let position = counted.agenda_position("Details: ");
    counted.press_with(Modifiers::ALT, position);
    counted.window.type_text("felt rushed");
    counted.press_with(Modifiers::COMMAND, Key::Enter);
    counted.wait_for_count(raised, before_raised + 1);
    counted.window.advance_time(0.3);
    let position = counted.agenda_position("Details: ");
    counted.press_with(Modifiers::ALT, position);
    counted.window.type_text("she speaks first now");
    counted.press_with(Modifiers::COMMAND, Key::Enter);
    counted.wait_for_count(settled, before + 1);
    counted.keys
}

fn check_in_on_a_goal() -> usize {
    let mut counted = Counted::on_today();
    let check_ins = "SELECT count(*) FROM check_ins";
    let before = counted.count(check_ins);
    while !counted.window.focused_label().is_some_and(|label| label.starts_with("ListItem Goal, ")) {
        counted.press(Key::K);
        assert!(counted.keys < 12, "{}", counted.window.visible_text());
    }
    counted.press(Key::Num4);
    counted.wait_for_count(check_ins, before + 1);
    counted.keys
}

fn read_the_next_brief() -> usize {
    let mut counted = Counted::on_today();
    counted.press(Key::Enter);
    assert!(counted.window.has_text("Before you meet"), "{}", counted.window.visible_text());
    counted.keys
}

fn start_the_next_one_on_one() -> usize {
    let mut counted = Counted::on_today();
    counted.press_with(Modifiers::COMMAND, Key::Enter);
    counted.window.wait_until("it has begun", |window| window.has_field("Jot while you talk"));
    counted.keys
}

fn undo_the_last_change() -> usize {
    let mut counted = Counted::on_today();
    let entry = counted.journal.jot(1, "by mistake");
    counted.window.settle();
    counted.press_with(Modifiers::COMMAND, Key::Z);
    counted.wait_for_count(&format!("SELECT count(*) FROM entries WHERE id = {}", entry.0), 0);
    counted.keys
}

fn pick_evidence() -> usize {
    let mut counted = Counted::on_today();
    let evidence = "SELECT count(*) FROM evidence";
    let before = counted.count(evidence);
    counted.press_with(Modifiers::COMMAND, Key::Num3);
    counted.press(Key::J);
    while counted.window.focused_label().is_some_and(|label| label.starts_with("Article Flag")) {
        counted.press(Key::J);
    }
    counted.press_with(Modifiers::COMMAND, Key::E);
    counted.window.wait_until("it is picked", |_| query_number(&counted.journal.raw_connection(), evidence) != before);
    counted.keys
}

fn export_a_review() -> usize {
    let mut counted = Counted::on_today();
    counted.press_with(Modifiers::COMMAND, Key::Num4);
    if counted.window.has_field("Review of Dana") && counted.window.field_text("Review of Dana").is_empty() {
        counted.press_until_focused(Key::Tab, "Review of Dana");
        counted.window.type_text("Steady.");
        counted.press(Key::Escape);
    }
    counted.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S);
    counted.window.wait_until("the dialog opens", |window| window.has_text("Export Dana’s review"));
    counted.press_with(Modifiers::COMMAND, Key::Enter);
    counted.keys
}

/// The rows of the table: the task, and the number in the last column.
fn documented() -> BTreeMap<&'static str, usize> {
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    rows.filter_map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        Some((*cells.first()?, cells.last()?.parse().ok()?))
    })
    .collect()
}

#[test]
fn the_documented_keystrokes_are_those_that_are_needed() {
    let counted = BTreeMap::from([
        ("Write a note about the fourth person", jot_about_the_fourth_person("")),
        ("Write a flag about the fourth person", jot_about_the_fourth_person("! ")),
        ("Write an action for the fourth person", jot_about_the_fourth_person("[]")),
        ("Write praise for the fourth person", jot_about_the_fourth_person("+ ")),
        ("Tick off an action of the next person", tick_an_action()),
        ("Raise and settle a flag of the next person", raise_and_settle_a_flag()),
        ("Check in on a goal", check_in_on_a_goal()),
        ("Read the next brief", read_the_next_brief()),
        ("Start the next one-on-one", start_the_next_one_on_one()),
        ("Undo the last change", undo_the_last_change()),
        ("Pick review evidence", pick_evidence()),
        ("Export a review", export_a_review()),
    ]);
    assert_eq!(documented(), counted);
}
