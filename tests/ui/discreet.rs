//! Discreet mode: no name and no word of the journal is painted, or told to screen readers, but for
//! what the pointer or the focus rests on.

use eframe::egui::{Key, Modifiers, Shape, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{
    app::StartRequest,
    domain::id::PersonId,
    journal::change::{
        Change,
        review::{ReviewChange, ReviewText},
    },
};

use crate::{
    support::{TempJournal, query_number},
    window::Window,
};

const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
/// In every text that is written here, so that whatever shows one of them is found.
const PLANTED: &str = "zebra";
/// Names of which no part may be read.
const NAMES: [&str; 3] = ["Quintilla", "Ashworth", "Bartholomew"];

/// A journal in which all kinds of texts are planted.
fn journal() -> TempJournal {
    let journal = TempJournal::with_people(&["Quintilla Ashworth", "Bartholomew Zebrafish"]);
    let mut profile = journal.db().person(PersonId(1)).unwrap().unwrap().profile;
    for field in [&mut profile.role, &mut profile.team, &mut profile.pronouns, &mut profile.personal_details] {
        *field = format!("{PLANTED} detail");
    }
    journal.commit(Change::EditPerson { person: PersonId(1), profile }).unwrap();
    for line in [
        "zebra one, a note with **bold zebra** and a [zebra link](https://zebra.example)",
        "! zebra two: quiet in the review",
        "[] zebra three by friday",
        "[@] zebra four by 2 nov",
        "+ zebra five",
        "^ zebra six",
        "> zebra seven",
        "< zebra eight",
        "<< zebra nine",
        "= zebra ten",
        "? zebra eleven #zebra",
        "zebra twelve\n\n- a zebra list\n- of two zebras\n\n> a zebra quoted",
    ] {
        journal.jot(1, line);
    }
    journal.jot(2, "! zebra thirteen");
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    let today = journal.today();
    let text = "## Where the zebra grew\n\nzebra fourteen".to_owned();
    let review = ReviewText { person: PersonId(1), from: today.first_of_month(), to: today.last_of_month(), text };
    journal.commit(Change::Review(ReviewChange::Save(review))).unwrap();
    journal
}

fn collect(shape: &Shape, texts: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, texts)),
        Shape::Text(text) => texts.push(text.galley.job.text.clone()),
        _ => {}
    }
}

/// All texts that are painted, covered or not.
fn painted(window: &Window) -> Vec<String> {
    let mut texts = Vec::new();
    window.output().shapes.iter().for_each(|clipped| collect(&clipped.shape, &mut texts));
    texts
}

/// All texts that a screen reader is told.
fn told(window: &Window) -> Vec<String> {
    let nodes = window.root().children_recursive();
    let texts = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        let texts = [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)];
        texts.into_iter().chain([node.url().map(str::to_owned)]).collect::<Vec<_>>()
    });
    texts.flatten().collect()
}

/// The texts of the journal that can be read.
fn readable(window: &Window) -> Vec<String> {
    let is_private = |text: &String| {
        text.to_lowercase().contains(PLANTED)
            || NAMES.iter().any(|name| text.to_lowercase().contains(&name.to_lowercase()))
    };
    painted(window).into_iter().chain(told(window)).filter(is_private).collect()
}

/// Goes where nothing is under the pointer and nothing has the focus.
fn rest(window: &mut Window) {
    window.hover_at(window.ctx.content_rect().left_top());
    if let Some(focused) = window.ctx.memory(eframe::egui::Memory::focused) {
        window.ctx.memory_mut(|memory| memory.surrender_focus(focused));
    }
    window.settle();
}

fn check(window: &mut Window, place: &str, found: &mut Vec<String>) {
    for (width, height) in [(1280.0, 820.0), (760.0, 760.0), (380.0, 700.0)] {
        window.set_size(vec2(width, height));
        window.settle();
        rest(window);
        found.extend(readable(window).into_iter().map(|text| format!("{place} at {width}: {text:?}")));
    }
    window.set_size(vec2(1280.0, 820.0));
    window.settle();
}

#[track_caller]
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{} texts:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_page_shows_a_name_or_a_word_of_the_journal() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Period);
    let mut found = Vec::new();
    for (place, key) in [("Today", Key::T), ("Reflect", Key::R), ("Settings", Key::Comma)] {
        window.press_with(Modifiers::COMMAND, key);
        check(&mut window, place, &mut found);
    }
    for tab in ["Reminders", "Privacy & backup", "Import & export", "Shortcuts"] {
        window.click(Role::Tab, tab);
        check(&mut window, tab, &mut found);
    }
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    for (tab, key) in [("Prepare", Key::Num1), ("Meet", Key::Num2), ("Timeline", Key::Num3), ("Review", Key::Num4)] {
        window.press_with(Modifiers::COMMAND, key);
        check(&mut window, tab, &mut found);
    }
    assert_none(&found);
    // The same pages show them all without it.
    window.press_with(Modifiers::COMMAND, Key::Num3);
    window.press_with(Modifiers::COMMAND, Key::Period);
    assert!(readable(&window).len() > 20, "{:?}", readable(&window));
}

#[test]
fn no_dialog_palette_or_search_shows_a_name_or_a_word_of_the_journal() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Period);
    let mut found = Vec::new();
    for (place, page, modifiers, key) in [
        ("Import", Key::Num1, Modifiers::COMMAND, Key::I),
        ("All questions", Key::Num1, Modifiers::COMMAND, Key::D),
        ("Next one-on-one", Key::Num1, COMMAND_SHIFT, Key::Enter),
        ("Go to date", Key::Num3, Modifiers::COMMAND, Key::G),
        ("Review period", Key::Num4, COMMAND_SHIFT, Key::G),
        ("Export review", Key::Num4, COMMAND_SHIFT, Key::S),
        ("Wrap up", Key::Num2, Modifiers::COMMAND, Key::Enter),
    ] {
        window.press_with(Modifiers::COMMAND, page);
        window.press_with(modifiers, key);
        assert!(window.query_by_role(Role::Dialog).is_some(), "no dialog {place}");
        check(&mut window, place, &mut found);
        window.press(Key::Escape);
    }
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_text("zeb");
    window.wait_until("entries are listed", |window| window.query_all_by_role(Role::ListBoxOption).count() > 4);
    check(&mut window, "Palette", &mut found);
    window.press(Key::Escape);
    window.press_with(COMMAND_SHIFT, Key::F);
    window.type_text("zeb");
    window.wait_until("results are painted", |window| painted(window).len() > 20);
    check(&mut window, "Search", &mut found);
    assert_none(&found);
}

#[test]
fn only_the_row_under_the_pointer_or_the_focus_is_shown() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::T);
    let place = |window: &Window, text: &str| window.get_by_label_contains(text).rect();
    let (two, thirteen) = (place(&window, "zebra two"), place(&window, "zebra thirteen"));
    window.press_with(Modifiers::COMMAND, Key::Period);
    rest(&mut window);
    assert_none(&readable(&window));
    for (row, shown, hidden) in [(two, "zebra two", "thirteen"), (thirteen, "zebra thirteen", "zebra two")] {
        window.hover_at(row.center());
        window.settle();
        let texts = readable(&window);
        assert!(texts.iter().any(|text| text.contains(shown)), "{texts:?}");
        assert!(!texts.iter().any(|text| text.contains(hidden)), "{texts:?}");
    }
    rest(&mut window);
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.press_with(Modifiers::COMMAND, Key::T);
    for _ in 0..12 {
        window.press(Key::Tab);
        let texts: Vec<String> = painted(&window).into_iter().filter(|text| text.contains("zebra t")).collect();
        assert!(texts.len() <= 1, "{texts:?}");
    }
}

#[test]
fn what_is_typed_is_shown_and_what_is_left_is_hidden() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Period);
    window.press_with(Modifiers::COMMAND, Key::N);
    window.hover_at(window.ctx.content_rect().left_top());
    window.type_text("zebra typed");
    assert!(painted(&window).iter().any(|text| text == "zebra typed"));
    assert!(told(&window).iter().any(|text| text == "zebra typed"), "{:?}", told(&window));
    rest(&mut window);
    assert_none(&readable(&window));
    // The draft is as it was.
    window.press_with(Modifiers::COMMAND, Key::N);
    assert!(painted(&window).iter().any(|text| text == "zebra typed"));
}

#[test]
fn quick_capture_and_its_notice_and_that_of_an_undo_name_nobody() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Period);
    let typed = "quintilla ! zebra captured";
    let request = StartRequest::Capture { text: String::new() };
    window.state().start_requests().send(request).unwrap();
    window.settle();
    window.settle();
    window.focus_field("What do you want to note?");
    window.type_text(typed);
    for (key, count) in [(None, 0), (Some((Modifiers::NONE, Key::Enter)), 1), (Some((Modifiers::COMMAND, Key::Z)), 0)] {
        if let Some((modifiers, key)) = key {
            window.press_with(modifiers, key);
        }
        window.wait_until("it is saved, or undone", |window| {
            // In every frame; what is typed is shown as long as it is being typed.
            let found: Vec<String> = readable(window).into_iter().filter(|text| text != typed).collect();
            assert_none(&found);
            query_number(&journal.raw_connection(), "SELECT count(*) FROM entries WHERE text = 'zebra captured'")
                == count
        });
        let mut has_notice = false;
        for _ in 0..40 {
            window.advance_time(0.1);
            // Beside what was announced last.
            has_notice |= window.query_all_by_role(Role::Status).count() > 1;
            rest(&mut window);
            let found: Vec<String> = readable(&window).into_iter().filter(|text| text != typed).collect();
            assert_none(&found);
        }
        assert_eq!(has_notice, key.is_some());
    }
}

#[test]
fn suggested_name_of_an_export_has_initials() {
    let journal = journal();
    let mut window = Window::open(&journal);
    for (is_discreet, subject) in [(false, "Quintilla Ashworth"), (true, "QA")] {
        if is_discreet {
            window.press_with(Modifiers::COMMAND, Key::Period);
        }
        window.press_with(Modifiers::COMMAND, Key::Num4);
        window.press_with(COMMAND_SHIFT, Key::S);
        // What has the focus is shown.
        window.focus_field("Save as");
        let expected = format!("{subject}, review of November 2026.html");
        let path = window.field_text("Save as");
        assert!(path.ends_with(&expected), "{path}");
        window.press(Key::Escape);
    }
}

#[test]
fn a_mark_says_that_it_is_on_and_turns_it_off() {
    let journal = journal();
    let mut window = Window::open(&journal);
    for width in [1280.0, 760.0, 380.0] {
        window.set_size(vec2(width, 760.0));
        window.settle();
        assert!(!window.has(Role::Button, "Turn off discreet mode"));
        window.press_with(Modifiers::COMMAND, Key::Period);
        assert!(window.has_text("Q. A."), "{}", window.visible_text());
        window.click_button("Turn off discreet mode");
        assert!(!window.has(Role::Button, "Turn off discreet mode"));
        assert!(!window.has_text("Q. A."), "{}", window.visible_text());
    }
}

#[test]
fn it_can_be_switched_on_at_the_start() {
    let journal = journal();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
    window.click(Role::CheckBox, "Start in discreet mode");
    window.close();
    let mut window = Window::launch(&journal);
    assert!(window.has(Role::Button, "Turn off discreet mode"));
    rest(&mut window);
    assert_none(&readable(&window));
}
