//! Every page and the dialogs at many sizes of the window: no text leaves its place, is broken into
//! letters or overlaps another one. This follows from what is painted, not from pictures.

use std::collections::BTreeSet;

use eframe::egui::{Key, Modifiers, Rect, Shape, ThemePreference, Vec2, accesskit::Role, epaint::TextShape, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use rapport::{app::JournalPaths, domain::id::PersonId, journal::change::Change, sample::Size};

use crate::{support::TempJournal, window::Window};

/// The widths of the windows with a height each, so that the pages are tried at low and high ones.
/// The first is the smallest window.
const SIZES: [(f32, f32); 9] = [
    (360.0, 480.0),
    (420.0, 760.0),
    (560.0, 600.0),
    (600.0, 480.0),
    (760.0, 760.0),
    (900.0, 480.0),
    (1000.0, 700.0),
    (1280.0, 820.0),
    (2560.0, 1400.0),
];
/// Windows in which everything is larger or smaller: width and height without zoom, and the zoom
/// factor that is chosen. A window that is too narrow for it gets a smaller one.
const ZOOMED: [(f32, f32, f32); 9] = [
    (360.0, 480.0, 3.0),
    (560.0, 600.0, 1.5),
    (600.0, 480.0, 0.8),
    (760.0, 760.0, 1.5),
    (760.0, 760.0, 2.0),
    (1280.0, 820.0, 0.8),
    (1280.0, 820.0, 2.0),
    (1280.0, 820.0, 3.0),
    (2560.0, 1400.0, 3.0),
];
/// A narrower column of text would show fewer than three letters.
const MIN_COLUMN: f32 = 20.0;
/// Words of more letters may be broken.
const MAX_WORD: usize = 16;
/// How far texts may overlap: lines of text and their glyphs differ by so much.
const TOLERANCE: f32 = 2.5;
const COMMAND_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// The tabs of the settings, which are in a row that scrolls.
const SCROLLING_ROWS: [&str; 5] = ["Appearance", "Reminders", "Privacy & backup", "Import & export", "Shortcuts"];

/// A text that can be seen.
struct PaintedText {
    text: String,
    /// All of it, cut off or not.
    whole: Rect,
    visible: Rect,
}

/// The texts that are painted, without those that something else covers.
fn visible_texts(window: &Window, problems: &mut BTreeSet<String>) -> Vec<PaintedText> {
    let screen = window.ctx.content_rect();
    let mut texts = Vec::new();
    for clipped in &window.output().shapes {
        collect(&clipped.shape, clipped.clip_rect.intersect(screen), screen, &mut texts, problems);
    }
    texts
}

fn collect(shape: &Shape, clip: Rect, screen: Rect, texts: &mut Vec<PaintedText>, problems: &mut BTreeSet<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, screen, texts, problems)),
        // What is below a dialog, a menu or a drawer cannot be read.
        Shape::Rect(rect) if rect.fill.is_opaque() || rect.rect.contains_rect(screen) && rect.fill.a() > 100 => {
            let covered = rect.rect.intersect(clip);
            texts.retain(|text| !covered.intersects(text.visible.shrink(TOLERANCE)));
        }
        Shape::Text(text) => collect_text(text, clip, texts, problems),
        _ => {}
    }
}

fn collect_text(shape: &TextShape, clip: Rect, texts: &mut Vec<PaintedText>, problems: &mut BTreeSet<String>) {
    let whole = shape.galley.mesh_bounds.translate(shape.pos.to_vec2());
    let visible = whole.intersect(clip);
    let text = shape.galley.job.text.clone();
    if !visible.is_positive() || text.trim().is_empty() {
        return;
    }
    if let Some(word) = broken_word(shape) {
        problems.insert(format!("{word:?} is broken in {text:?}"));
    }
    if shape.galley.rows.len() > 1 && shape.galley.rect.width() < MIN_COLUMN {
        problems.insert(format!("{text:?} has only {} points", shape.galley.rect.width()));
    }
    texts.push(PaintedText { text, whole, visible });
}

/// A short word that is in two lines.
fn broken_word(shape: &TextShape) -> Option<String> {
    shape.galley.rows.windows(2).find_map(|rows| {
        let [upper, lower] = rows else { return None };
        if upper.ends_with_newline {
            return None;
        }
        let letters = |row: &eframe::egui::epaint::text::PlacedRow| row.glyphs.iter().map(|glyph| glyph.chr).collect();
        let (upper, lower): (Vec<char>, Vec<char>) = (letters(upper), letters(lower));
        let is_letter = |letter: &&char| letter.is_alphanumeric();
        let (end, start) = (upper.iter().rev().take_while(is_letter), lower.iter().take_while(is_letter));
        let start: String = start.collect();
        let end: String = end.collect::<Vec<_>>().into_iter().rev().collect();
        let word = format!("{end}{start}");
        (!end.is_empty() && !start.is_empty() && word.chars().count() <= MAX_WORD).then_some(word)
    })
}

/// The texts of the fields, which scroll.
fn field_texts(window: &Window) -> BTreeSet<String> {
    let is_field = |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
    let nodes = window.root().children_recursive();
    let fields = nodes.filter(|node| is_field(node.accesskit_node().role()));
    fields.filter_map(|node| node.accesskit_node().value()).collect()
}

/// Whether a text is a filter of the timeline: the icon of a kind, its name and a count.
fn is_chip(text: &str) -> bool {
    text.starts_with(|first| ('\u{e000}'..='\u{f8ff}').contains(&first))
        && text.ends_with(|last: char| last.is_numeric())
}

/// What is wrong with what the window shows now.
fn problems(window: &Window) -> BTreeSet<String> {
    let mut problems = BTreeSet::new();
    let texts = visible_texts(window, &mut problems);
    let fields = field_texts(window);
    for (index, one) in texts.iter().enumerate() {
        let scrolls = SCROLLING_ROWS.contains(&one.text.as_str()) || is_chip(&one.text) || fields.contains(&one.text);
        let outside = (one.whole.right() - one.visible.right()).max(one.visible.left() - one.whole.left());
        if outside > TOLERANCE && !scrolls {
            problems.insert(format!("{:?} is cut off by {outside} points at {:?}", one.text, one.visible));
        }
        for other in texts.iter().skip(index + 1) {
            let both = one.visible.intersect(other.visible);
            if both.width() > TOLERANCE && both.height() > TOLERANCE {
                problems.insert(format!("{:?} and {:?} overlap at {both:?}", one.text, other.text));
            }
        }
    }
    // The palette closes with a click beside it.
    let is_palette =
        window.query_all_by_role(Role::ListBoxOption).next().is_some() || window.has_text("Nothing found.");
    if window.query_by_role(Role::Dialog).is_some() && !is_palette && !has_button_to_close(window) {
        problems.insert("no button of the dialog can be seen".to_owned());
    }
    problems
}

/// Whether all of a button is in the window that closes a dialog.
fn has_button_to_close(window: &Window) -> bool {
    let screen = window.ctx.content_rect();
    let buttons = window.query_all_by_role(Role::Button);
    buttons.into_iter().any(|button| {
        let name = button.accesskit_node().label().unwrap_or_default();
        ["Cancel", "Close", "Done", "Later", "Skip"].contains(&name.as_str()) && screen.contains_rect(button.rect())
    })
}

/// Shows the window at all sizes and zoom factors, and adds what is wrong to `found`.
fn check(window: &mut Window, place: &str, found: &mut Vec<String>) {
    let plain = SIZES.map(|(width, height)| (width, height, 1.0));
    for (width, height, zoom) in plain.into_iter().chain(ZOOMED) {
        resize(window, vec2(width, height), zoom);
        let at = |problem| format!("{place} at {width} x {height}, zoom {zoom}: {problem}");
        found.extend(problems(window).into_iter().map(at));
    }
    resize(window, Vec2::new(1280.0, 820.0), 1.0);
}

/// Makes the window `size` points large, as its system counts them, and chooses a zoom factor.
fn resize(window: &mut Window, size: Vec2, zoom: f32) {
    window.ctx.set_zoom_factor(zoom);
    // Like the system, which tells the size in points of the current zoom in each frame.
    for _ in 0..6 {
        let zoom = window.ctx.zoom_factor();
        window.set_size(size / zoom);
        window.step();
    }
    window.settle();
    let fitting = zoom.min(size.x / 360.0).min((size.y / 400.0).max(1.0));
    assert!((window.ctx.zoom_factor() - fitting).abs() < 0.06, "{size} {zoom} {}", window.ctx.zoom_factor());
    assert!((window.ctx.content_rect().width() * window.ctx.zoom_factor() - size.x).abs() < 1.0, "{size} {zoom}");
}

#[track_caller]
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "{} problems:\n{}", found.len(), found.join("\n"));
}

/// A sample whose first person has a name of 60 letters.
fn journal_with_a_long_name() -> TempJournal {
    let journal = TempJournal::sample();
    let mut person = journal.db().person(PersonId(1)).unwrap().unwrap();
    "Dana Bartholomea Featherstonehaugh-Cholmondeley Montenegro-W.".clone_into(&mut person.profile.name);
    "Dana".clone_into(&mut person.profile.goes_by);
    journal.commit(Change::EditPerson { person: PersonId(1), profile: person.profile }).unwrap();
    journal
}

/// All pages, the tabs of Settings and those of the first two people.
fn check_pages(journal: &TempJournal) -> Vec<String> {
    let mut window = Window::open(journal);
    let mut found = Vec::new();
    for (place, modifiers, key) in [
        ("Today", Modifiers::COMMAND, Key::T),
        ("Reflect", Modifiers::COMMAND, Key::R),
        ("Settings", Modifiers::COMMAND, Key::Comma),
    ] {
        window.press_with(modifiers, key);
        check(&mut window, place, &mut found);
    }
    for tab in ["Reminders", "Privacy & backup", "Import & export", "Shortcuts"] {
        window.click(Role::Tab, tab);
        check(&mut window, tab, &mut found);
    }
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    for person in ["the first person", "the second person"] {
        for (tab, key) in [("Prepare", Key::Num1), ("Meet", Key::Num2), ("Timeline", Key::Num3), ("Review", Key::Num4)]
        {
            window.press_with(Modifiers::COMMAND, key);
            check(&mut window, &format!("{tab} of {person}"), &mut found);
        }
        window.press_with(Modifiers::ALT, Key::ArrowDown);
    }
    found
}

#[test]
fn every_page_fits_every_window() {
    assert_none(&check_pages(&journal_with_a_long_name()));
}

#[test]
fn every_page_of_a_journal_of_years_fits_every_window() {
    assert_none(&check_pages(&TempJournal::sample_of(Size::Typical)));
}

#[test]
fn a_running_one_on_one_fits_every_window_with_and_without_its_drawer() {
    let journal = journal_with_a_long_name();
    journal.commit(Change::StartMeeting(PersonId(1))).unwrap();
    for line in [
        "[] get the disk alert an owner by friday",
        "! quiet in the design review, and nobody asked why",
        "+ the incident write-up taught two other teams something",
        "> storage migration: Dana decides, I hear about it after",
    ] {
        journal.commit(crate::support::jot_change(1, Some(1), line)).ok();
    }
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    check(&mut window, "Meet", &mut found);
    window.set_size(vec2(420.0, 760.0));
    window.settle();
    window.press_with(Modifiers::ALT, Key::Num0);
    assert!(window.has_text("Agenda"), "{}", window.visible_text());
    for (width, height) in SIZES.into_iter().filter(|(width, _)| *width < 1000.0) {
        window.set_size(vec2(width, height));
        window.settle();
        let place = format!("the drawer at {width} x {height}");
        found.extend(problems(&window).into_iter().map(|problem| format!("{place}: {problem}")));
    }
    window.press(Key::Escape);
    window.set_size(vec2(360.0, 480.0));
    window.settle();
    let menu = window.get_by_label_contains("Menu, ").rect();
    window.hover_at(menu.center());
    window.get_by_label_contains("Menu, ").click();
    window.settle();
    assert!(window.has(Role::MenuItemRadio, "Timeline"), "{}", window.visible_text());
    found.extend(problems(&window).into_iter().map(|problem| format!("the menu: {problem}")));
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Enter);
    check(&mut window, "Wrap up", &mut found);
    assert_none(&found);
}

#[test]
fn every_dialog_fits_every_window() {
    let journal = journal_with_a_long_name();
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    for (place, page, modifiers, key) in [
        ("Shortcuts", Key::Num1, Modifiers::NONE, Key::F1),
        ("Import", Key::Num1, Modifiers::COMMAND, Key::I),
        ("All questions", Key::Num1, Modifiers::COMMAND, Key::D),
        ("Add person", Key::Num1, COMMAND_SHIFT, Key::N),
        ("Next one-on-one", Key::Num1, COMMAND_SHIFT, Key::Enter),
        ("Go to date", Key::Num3, Modifiers::COMMAND, Key::G),
        ("Review period", Key::Num4, COMMAND_SHIFT, Key::G),
        ("Export review", Key::Num4, COMMAND_SHIFT, Key::S),
    ] {
        window.press_with(Modifiers::COMMAND, page);
        window.press_with(modifiers, key);
        if window.query_by_role(Role::Dialog).is_none() {
            found.push(format!("no dialog {place}"));
        }
        check(&mut window, place, &mut found);
        window.press(Key::Escape);
    }
    for item in ["Edit…", "Export…", "Recap of the last one-on-one…", "Agenda to send…", "View trash…"] {
        let more = window.get_by_label_contains("More for Dana Bartholomea");
        more.click();
        window.settle();
        window.click(Role::MenuItem, item);
        check(&mut window, item, &mut found);
        window.press(Key::Escape);
    }
    assert_none(&found);
}

#[test]
fn a_changed_and_a_refused_shortcut_fit_every_window() {
    let journal = journal_with_a_long_name();
    let mut window = Window::open(&journal);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Shortcuts");
    window.click_button("Ctrl+T: Change the keys of Today");
    window.press_with(COMMAND_SHIFT, Key::F12);
    window.click_button("Ctrl+R: Change the keys of Reflect");
    window.press_with(Modifiers::COMMAND, Key::E);
    assert!(window.has_text("is already used") && window.has_text("Default: Ctrl+T"), "{}", window.visible_text());
    let mut found = Vec::new();
    check(&mut window, "Shortcuts", &mut found);
    assert_none(&found);
}

#[test]
fn dialogs_about_entries_fit_every_window() {
    let journal = journal_with_a_long_name();
    let note = journal.jot(1, "quiet in the design review, and nobody asked her why it was so");
    journal.commit(Change::EditText { entry: note, text: "silent in the design review".into(), due: None }).unwrap();
    journal.jot(1, "! went home early on three days without a word about it");
    let trashed = journal.jot(1, "! a flag that was about somebody else after all");
    journal.commit(Change::Trash(trashed)).unwrap();
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    let flag = "Details: went home early on three days without a word about it";
    for button in ["Raise…", "Keep watching…", flag] {
        // The choices of a flag are shown while it has the focus.
        window.focus(Role::Button, flag);
        window.click_button(button);
        check(&mut window, button, &mut found);
        window.press(Key::Escape);
    }
    window.choose_menu_item("More for Note: silent in the design review", "Version history…");
    check(&mut window, "Version history", &mut found);
    window.press(Key::Escape);
    let more = "More for Dana Bartholomea Featherstonehaugh-Cholmondeley Montenegro-W.";
    window.choose_menu_item(more, "View trash…");
    window.click_button("Erase all for good…");
    window.wait_for_text("This can’t be undone.");
    check(&mut window, "Erase for good", &mut found);
    assert_none(&found);
}

#[test]
fn the_palette_fits_every_window() {
    let journal = journal_with_a_long_name();
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    for line in ["", "settings", "dana ! quiet in the design review and in the retro", "nobody of that name"] {
        window.press_with(Modifiers::COMMAND, Key::K);
        window.type_text(line);
        check(&mut window, &format!("Palette, {line:?}"), &mut found);
        window.press(Key::Escape);
    }
    assert_none(&found);
}

#[test]
fn the_search_fits_every_window() {
    for journal in [journal_with_a_long_name(), TempJournal::sample_of(Size::Typical)] {
        let mut window = Window::open(&journal);
        let mut found = Vec::new();
        window.press_with(COMMAND_SHIFT, Key::F);
        check(&mut window, "Search", &mut found);
        for (query, said) in [
            ("the", " results about "),
            ("kind:flag before:2027 -zebra person:dana team:platform review", "isn’t a filter"),
            ("zzzqqq", "Nothing found"),
        ] {
            window.press_with(COMMAND_SHIFT, Key::F);
            window.type_text(query);
            window.wait_for_text(said);
            check(&mut window, &format!("Search, {query:?}"), &mut found);
        }
        assert_none(&found);
    }
}

#[test]
fn the_preview_of_an_import_fits_every_window() {
    let journal = journal_with_a_long_name();
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("Wilhelmina Featherstonehaugh-Cholmondeley.md");
    std::fs::write(&notes, "# 2026-10-07\n\n- talked about on call\n- [ ] she writes to the vendor\n").unwrap();
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    window.press_with(Modifiers::COMMAND, Key::I);
    window.fill("From", &notes.display().to_string());
    window.click_button("Preview");
    window.wait_for_text("Wilhelmina Featherstonehaugh-Cholmondeley");
    check(&mut window, "Import preview", &mut found);
    assert_none(&found);
}

#[test]
fn both_themes_have_the_same_layout() {
    let journal = journal_with_a_long_name();
    let mut window = Window::open(&journal);
    let mut texts = |theme: ThemePreference| {
        window.ctx.set_theme(theme);
        let mut texts = Vec::new();
        for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4] {
            window.press_with(Modifiers::COMMAND, key);
            let painted = visible_texts(&window, &mut BTreeSet::new());
            texts.extend(painted.into_iter().map(|text| (text.text, format!("{:?}", text.visible))));
        }
        texts
    };
    let light = texts(ThemePreference::Light);
    assert!(light.len() > 50, "{light:?}");
    assert_eq!(light, texts(ThemePreference::Dark));
}

#[test]
fn first_run_fits_every_window() {
    let journal = TempJournal::with_people(&[]);
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    check(&mut window, "First run", &mut found);
    assert_none(&found);
}

#[test]
fn backups_in_the_settings_fit_every_window() {
    let mut journal = journal_with_a_long_name();
    journal.close();
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join("a folder with a long name for the backups of my journal");
    let paths = JournalPaths { own: journal.file(), sample: folder.path().join("sample"), backups: Some(backups) };
    let mut window = Window::launch_with_paths(Window::builder(), paths, &journal.clock);
    let mut found = Vec::new();
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
    window.wait_for(Role::Button, "Back up now");
    check(&mut window, "Backups, none yet", &mut found);
    window.click_button("Back up now");
    window.wait_for_text("opened and checked");
    check(&mut window, "Backups", &mut found);
    assert_none(&found);
}

#[test]
fn passphrase_lock_and_recovery_key_fit_every_window() {
    let mut journal = journal_with_a_long_name();
    journal.close();
    let mut window = Window::open(&journal);
    let mut found = Vec::new();
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click(Role::Tab, "Privacy & backup");
    window.click_button("Set a passphrase…");
    check(&mut window, "Set a passphrase", &mut found);
    for field in ["New passphrase", "The same again"] {
        window.get_by_role_and_label(Role::PasswordInput, field).focus();
        window.step();
        window.type_text("canoe lantern voyage");
    }
    window.click_button("Encrypt journal");
    window.wait_for(Role::Dialog, "Your recovery key");
    check(&mut window, "Recovery key", &mut found);
    window.press(Key::Escape);
    check(&mut window, "Privacy & backup of an encrypted journal", &mut found);
    window.press_with(Modifiers::COMMAND, Key::L);
    for place in ["Locked", "Locked, with the recovery key"] {
        for (width, height) in SIZES {
            window.set_size(vec2(width, height));
            window.settle();
            let place = format!("{place} at {width} x {height}");
            found.extend(problems(&window).into_iter().map(|problem| format!("{place}: {problem}")));
        }
        if let Some(button) = window.query_by_role_and_label(Role::Button, "Use your recovery key") {
            button.click();
        }
        window.settle();
    }
    assert_none(&found);
}
