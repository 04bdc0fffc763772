//! The whole window over a journal in a temp folder, found by role and name as a screen reader finds it.
#![allow(dead_code, reason = "every test file uses a part of this")]

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Event, Key, Modifiers, Rect, accesskit::Role, vec2};
use egui_kittest::{
    Harness, HarnessBuilder, Node,
    kittest::{AccessKitNode, NodeT as _, Queryable as _},
};
use rapport::{
    app::{App, JournalPaths},
    journal::clock::FixedClock,
};

use crate::support::TempJournal;

/// How much time goes by in one frame.
const STEP_S: f32 = 0.05;
/// After this long without the expected state, the window is taken to hang: far longer than a
/// loaded machine needs.
const HANG_TIMEOUT: Duration = Duration::from_mins(1);

/// The whole app in a window of its first size.
pub struct Window(Harness<'static, App>);

impl Window {
    /// A window over a journal that others may have open too, on the page of the first person.
    pub fn open(journal: &TempJournal) -> Self {
        Self::open_path(&journal.file(), &journal.clock)
    }

    /// A window over the file at `path`, whatever is there.
    pub fn open_path(path: &Path, clock: &FixedClock) -> Self {
        Self::open_with_builder(Self::builder(), path, clock)
    }

    /// How windows are made here. Glyphs may be missing: names in any script come from the fonts of a system.
    pub fn builder() -> HarnessBuilder<App> {
        Harness::builder().with_size(vec2(1280.0, 820.0)).with_step_dt(STEP_S).allow_missing_glyphs()
    }

    /// A window that is made in another way than [`Window::builder`] makes it.
    pub fn open_with_builder(builder: HarnessBuilder<App>, path: &Path, clock: &FixedClock) -> Self {
        Self::launch_with_builder(builder, path, clock).go_to_first_person()
    }

    /// A window on the page that opens.
    pub fn launch(journal: &TempJournal) -> Self {
        Self::launch_with_builder(Self::builder(), &journal.file(), &journal.clock)
    }

    /// A window as it opens, that is made in another way than [`Window::builder`] makes it.
    pub fn launch_with_builder(builder: HarnessBuilder<App>, path: &Path, clock: &FixedClock) -> Self {
        let places = JournalPaths { own: path.to_owned(), sample: sample_path_beside(path) };
        let clock = Arc::new(clock.clone());
        let mut window = Self(builder.build_eframe(|creation| {
            let mut app = App::open(places, clock, false);
            app.attach(&creation.egui_ctx);
            app
        }));
        window.settle();
        window
    }

    /// Goes from Today, where a window opens, to where one jots to the first person; elsewhere it stays.
    fn go_to_first_person(mut self) -> Self {
        if self.has_text("Don’t hope it fixes itself") {
            self.press_with(Modifiers::ALT, Key::ArrowDown);
            self.press_with(Modifiers::COMMAND, Key::Num2);
        }
        self
    }

    /// Closes it as the system does, and everything that was not kept yet is kept.
    pub fn close(mut self) {
        eframe::App::on_exit(self.0.state_mut(), None);
    }

    /// Frames until none is wanted at once. Another thread may still be writing.
    pub fn settle(&mut self) {
        let came_to_rest = (0..40).any(|_| {
            self.0.step();
            self.repaint_delay() > Duration::ZERO
        });
        assert!(came_to_rest, "the window does not come to rest: {:?}", self.0.ctx.repaint_causes());
    }

    /// How long the window would wait until its next frame, if nothing happens.
    pub fn repaint_delay(&self) -> Duration {
        let viewports = &self.0.output().viewport_output;
        viewports.values().map(|viewport| viewport.repaint_delay).min().unwrap_or(Duration::MAX)
    }

    /// Lets time go by in the window.
    pub fn advance_time(&mut self, seconds: f32) {
        let begun = self.0.ctx.input(|input| input.time);
        while self.0.ctx.input(|input| input.time) < begun + f64::from(seconds) {
            self.0.step();
        }
    }

    /// Frames until something is so: writes are on a thread of their own.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        self.0.step();
        while !is_so(self) {
            assert!(
                begun.elapsed() < HANG_TIMEOUT,
                "still waiting after {HANG_TIMEOUT:?}: {what}\n{}",
                self.visible_text()
            );
            thread::sleep(Duration::from_millis(3));
            self.0.step();
        }
    }

    /// Waits until something with this role and name is there.
    #[track_caller]
    pub fn wait_for(&mut self, role: Role, name: &str) {
        self.wait_until(&format!("{role:?} {name:?} is there"), |window| window.has(role, name));
    }

    /// Waits until this can be read somewhere.
    #[track_caller]
    pub fn wait_for_text(&mut self, words: &str) {
        self.wait_until(&format!("{words:?} can be read"), |window| window.has_text(words));
    }

    /// Types, one letter a frame, as an input method delivers it.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.0.event(Event::Text(letter.to_string()));
            self.0.step();
        }
        self.settle();
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) {
        self.0.event(Event::Paste(text.to_owned()));
        self.settle();
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: Key) {
        self.0.key_press(key);
        self.settle();
    }

    /// Presses a key with others held.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        // On the keyboards of these tests, Ctrl is the key of commands.
        let modifiers = Modifiers { ctrl: modifiers.ctrl || modifiers.command, ..modifiers };
        self.0.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Clicks on what has this role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        // What has just come may still be finding its place.
        self.settle();
        self.get_by_role_and_label(role, name).click();
        self.settle();
    }

    /// Clicks on the button of this name.
    #[track_caller]
    pub fn click_button(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// The button of this name, where a click on it must not be followed by another frame.
    #[track_caller]
    pub fn get_button<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.get_by_role_and_label(Role::Button, name)
    }

    /// Opens the menu of a "⋯" and chooses from it.
    #[track_caller]
    pub fn choose_menu_item(&mut self, menu: &str, item: &str) {
        self.click_button(menu);
        self.click(Role::MenuItem, item);
    }

    /// Whether something with this role and name is there.
    pub fn has(&self, role: Role, name: &str) -> bool {
        self.query_all_by_role_and_label(role, name).next().is_some()
    }

    /// Whether these words stand in something that can be read.
    pub fn has_text(&self, words: &str) -> bool {
        self.readable_strings().any(|said| said.contains(words))
    }

    /// Everything that can be read, a line each; shown where a test fails.
    pub fn visible_text(&self) -> String {
        self.readable_strings().collect::<Vec<_>>().join("\n")
    }

    fn readable_strings(&self) -> impl Iterator<Item = String> {
        let runs = |node: &Node<'_>| node.accesskit_node().role() != Role::TextRun;
        let said = |node: Node<'_>| [node.accesskit_node().label(), node.accesskit_node().value()];
        self.root().children_recursive().filter(runs).flat_map(said).flatten()
    }

    /// The text field of this name; there is one at a time.
    #[track_caller]
    pub fn field(&self, name: &str) -> Node<'_> {
        let fields: Vec<_> = self.fields(name).collect();
        assert_eq!(fields.len(), 1, "fields called {name:?}\n{}", self.visible_text());
        fields[0]
    }

    /// Whether there is a text field of this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.fields(name).next().is_some()
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = Node<'_>> {
        let is_field = |node: &AccessKitNode<'_>| matches!(node.role(), Role::TextInput | Role::MultilineTextInput);
        let named = move |node: &Node<'_>| node.accesskit_node().label().as_deref() == Some(name);
        self.root().children_recursive().filter(move |node| is_field(&node.accesskit_node()) && named(node))
    }

    /// What stands in the text field of this name.
    #[track_caller]
    pub fn field_text(&self, name: &str) -> String {
        self.field(name).value().unwrap_or_default()
    }

    /// Puts the caret into the text field of this name.
    #[track_caller]
    pub fn focus_field(&mut self, name: &str) {
        self.field(name).click();
        self.settle();
    }

    /// Puts this in the place of all that stands in the text field of this name.
    #[track_caller]
    pub fn fill(&mut self, name: &str, text: &str) {
        self.focus_field(name);
        self.press_with(Modifiers::COMMAND, Key::A);
        self.press(Key::Backspace);
        self.type_text(text);
        assert_eq!(self.field_text(name), text);
    }

    /// The entries that are shown, from top to bottom, as a screen reader names them: "Flag: quiet today".
    pub fn entry_labels(&self) -> Vec<String> {
        let mut shown: Vec<_> = self.query_all_by_role(Role::Article).collect();
        shown.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        shown.iter().filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Waits until these are the entries that are shown.
    #[track_caller]
    pub fn wait_for_entries(&mut self, entries: &[&str]) {
        self.wait_until(&format!("the entries are {entries:?}"), |window| window.entry_labels() == entries);
    }

    /// Types a line into the composer and keeps it. The composer has the focus.
    #[track_caller]
    pub fn jot(&mut self, line: &str) {
        self.type_text(line);
        self.press(Key::Enter);
    }

    /// Where the window shows this path, if it does.
    pub fn path_label_rect(&self, path: &Path) -> Option<Rect> {
        let path = path.display().to_string();
        self.query_by_role_and_label(Role::Label, &path).map(|label| label.rect())
    }

    /// The name of what has the focus.
    pub fn focused_label(&self) -> Option<String> {
        let focused = self.root().children_recursive().find(Node::is_focused)?;
        Some(format!("{:?} {}", focused.accesskit_node().role(), focused.accesskit_node().label().unwrap_or_default()))
    }

    /// What was put on the clipboard in the latest frame.
    pub fn copied_text(&self) -> Option<&str> {
        use eframe::egui::OutputCommand;
        self.0.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

impl Deref for Window {
    type Target = Harness<'static, App>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Window {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

fn sample_path_beside(path: &Path) -> PathBuf {
    path.with_file_name("sample.rapport")
}
