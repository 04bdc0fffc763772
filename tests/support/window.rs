//! The whole window over a journal in a temporary folder; widgets are found by role and accessible
//! name.
#![allow(dead_code, reason = "every test file uses a part of this")]

use std::{
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{
    Event, Key, Modifiers, Rect,
    accesskit::{Role, Toggled},
    vec2,
};
use egui_kittest::{
    Harness, HarnessBuilder, Node,
    kittest::{AccessKitNode, NodeT as _, Queryable as _},
};
use rapport::{
    app::{App, JournalPaths},
    journal::clock::FixedClock,
};

use crate::support::TempJournal;

/// The duration of one frame, in seconds.
const STEP_S: f32 = 0.05;
/// The time after which the window is considered to hang: far longer than a loaded machine needs.
const HANG_TIMEOUT: Duration = Duration::from_mins(1);

/// The whole app in a window of the default size.
pub struct Window(Harness<'static, App>);

impl Window {
    /// Opens a window on the page of the first person.
    pub fn open(journal: &TempJournal) -> Self {
        Self::open_path(&journal.file(), &journal.clock)
    }

    /// Opens a window for the file at `path`, whatever it contains.
    pub fn open_path(path: &Path, clock: &FixedClock) -> Self {
        Self::open_with_builder(Self::builder(), path, clock)
    }

    /// The default builder. Missing glyphs are allowed, since some scripts come from system fonts.
    pub fn builder() -> HarnessBuilder<App> {
        Harness::builder().with_size(vec2(1280.0, 820.0)).with_step_dt(STEP_S).allow_missing_glyphs()
    }

    /// [`Window::open_path`] with another builder.
    pub fn open_with_builder(builder: HarnessBuilder<App>, path: &Path, clock: &FixedClock) -> Self {
        Self::launch_with_builder(builder, path, clock).go_to_first_person()
    }

    /// Opens a window on its start page.
    pub fn launch(journal: &TempJournal) -> Self {
        Self::launch_with_builder(Self::builder(), &journal.file(), &journal.clock)
    }

    /// [`Window::launch`] with another builder.
    pub fn launch_with_builder(builder: HarnessBuilder<App>, path: &Path, clock: &FixedClock) -> Self {
        let paths = JournalPaths { own: path.to_owned(), sample: sample_path_beside(path), backups: None };
        Self::launch_with_paths(builder, paths, clock)
    }

    /// Opens a window with these paths on its start page.
    pub fn launch_with_paths(builder: HarnessBuilder<App>, paths: JournalPaths, clock: &FixedClock) -> Self {
        let clock = Arc::new(clock.clone());
        let mut window = Self(builder.build_eframe(|creation| {
            let mut app = App::open(paths, clock, false);
            app.attach(&creation.egui_ctx);
            app
        }));
        window.settle();
        window
    }

    /// Opens a window on the timeline of the first person.
    pub fn open_timeline(journal: &TempJournal) -> Self {
        let mut window = Self::open(journal);
        window.click(Role::Tab, "Timeline");
        window
    }

    /// Goes from Today to Meet of the first person; stays on other pages.
    fn go_to_first_person(mut self) -> Self {
        if self.has_text("Needs your attention") {
            self.press_with(Modifiers::ALT, Key::ArrowDown);
            self.press_with(Modifiers::COMMAND, Key::Num2);
        }
        self
    }

    /// Closes it like the system does: everything pending is saved.
    pub fn close(mut self) {
        eframe::App::on_exit(self.0.state_mut(), None);
    }

    /// Runs frames until none is requested immediately. The writer may still be busy.
    pub fn settle(&mut self) {
        let is_settled = (0..40).any(|_| {
            self.0.step();
            self.repaint_delay() > Duration::ZERO
        });
        assert!(is_settled, "the window does not come to rest: {:?}", self.0.ctx.repaint_causes());
    }

    /// The time until the next requested frame.
    pub fn repaint_delay(&self) -> Duration {
        let viewports = &self.0.output().viewport_output;
        viewports.values().map(|viewport| viewport.repaint_delay).min().unwrap_or(Duration::MAX)
    }

    /// Advances the time of the window.
    pub fn advance_time(&mut self, seconds: f32) {
        let started = self.0.ctx.input(|input| input.time);
        while self.0.ctx.input(|input| input.time) < started + f64::from(seconds) {
            self.0.step();
        }
    }

    /// Runs frames until a condition holds: the writer runs on its own thread.
    #[track_caller]
    pub fn wait_until(&mut self, condition: &str, holds: impl Fn(&Self) -> bool) {
        let started = Instant::now();
        self.0.step();
        while !holds(self) {
            assert!(
                started.elapsed() < HANG_TIMEOUT,
                "still waiting after {HANG_TIMEOUT:?}: {condition}\n{}",
                self.visible_text()
            );
            thread::sleep(Duration::from_millis(3));
            self.0.step();
        }
    }

    /// Like [`Self::wait_until`], for what is shown. One more frame follows, as a change that is
    /// committed while a frame is drawn may be in one part of it only.
    #[track_caller]
    fn wait_until_shown(&mut self, condition: &str, holds: impl Fn(&Self) -> bool) {
        self.wait_until(condition, holds);
        self.0.step();
    }

    /// Waits for a widget with this role and name.
    #[track_caller]
    pub fn wait_for(&mut self, role: Role, name: &str) {
        self.wait_until_shown(&format!("{role:?} {name:?} is there"), |window| window.has(role, name));
    }

    /// Waits for a text.
    #[track_caller]
    pub fn wait_for_text(&mut self, text: &str) {
        self.wait_until_shown(&format!("{text:?} can be read"), |window| window.has_text(text));
    }

    /// Types a text, one character per frame, like an input method.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.0.event(Event::Text(letter.to_string()));
            self.0.step();
        }
        self.settle();
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.0.event(Event::Paste(text.to_owned()));
        self.settle();
    }

    /// Presses and releases a key.
    pub fn press(&mut self, key: Key) {
        self.0.key_press(key);
        self.settle();
    }

    /// Presses and releases a key with modifiers.
    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        // The command key of these tests is Ctrl.
        let modifiers = Modifiers { ctrl: modifiers.ctrl || modifiers.command, ..modifiers };
        self.0.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Clicks the widget with this role and name.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        // A widget that has just appeared may still be moving.
        self.settle();
        self.get_by_role_and_label(role, name).click();
        self.settle();
    }

    /// Gives the focus to the widget with this role and name, as a screen reader does.
    #[track_caller]
    pub fn focus(&mut self, role: Role, name: &str) {
        self.get_by_role_and_label(role, name).focus();
        self.settle();
    }

    /// Clicks the button with this name.
    #[track_caller]
    pub fn click_button(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// The button with this name, to click it without running another frame.
    #[track_caller]
    pub fn get_button<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.get_by_role_and_label(Role::Button, name)
    }

    /// Opens the menu behind a "⋯" button and chooses an item.
    #[track_caller]
    pub fn choose_menu_item(&mut self, menu: &str, item: &str) {
        self.click_button(menu);
        self.click(Role::MenuItem, item);
    }

    /// Whether there is a widget with this role and name.
    pub fn has(&self, role: Role, name: &str) -> bool {
        self.query_all_by_role_and_label(role, name).next().is_some()
    }

    /// Whether the widget with this role and name is toggled on.
    #[track_caller]
    pub fn is_toggled(&self, role: Role, name: &str) -> bool {
        let toggled = self.get_by_role_and_label(role, name).accesskit_node().toggled();
        toggled == Some(Toggled::True)
    }

    /// Whether any accessible text contains `text`.
    pub fn has_text(&self, text: &str) -> bool {
        self.readable_strings().any(|string| string.contains(text))
    }

    /// All accessible text, one line for each widget; printed when a test fails.
    pub fn visible_text(&self) -> String {
        self.readable_strings().collect::<Vec<_>>().join("\n")
    }

    fn readable_strings(&self) -> impl Iterator<Item = String> {
        let is_no_text_run = |node: &Node<'_>| node.accesskit_node().role() != Role::TextRun;
        let strings = |node: Node<'_>| [node.accesskit_node().label(), node.accesskit_node().value()];
        self.root().children_recursive().filter(is_no_text_run).flat_map(strings).flatten()
    }

    /// The text field with this name; fails unless there is exactly one.
    #[track_caller]
    pub fn field(&self, name: &str) -> Node<'_> {
        let fields: Vec<_> = self.fields(name).collect();
        assert_eq!(fields.len(), 1, "fields called {name:?}\n{}", self.visible_text());
        fields[0]
    }

    /// Whether there is a text field with this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.fields(name).next().is_some()
    }

    fn fields(&self, name: &str) -> impl Iterator<Item = Node<'_>> {
        let is_field = |node: &AccessKitNode<'_>| matches!(node.role(), Role::TextInput | Role::MultilineTextInput);
        let has_name = move |node: &Node<'_>| node.accesskit_node().label().as_deref() == Some(name);
        self.root().children_recursive().filter(move |node| is_field(&node.accesskit_node()) && has_name(node))
    }

    /// The content of the text field with this name.
    #[track_caller]
    pub fn field_text(&self, name: &str) -> String {
        self.field(name).value().unwrap_or_default()
    }

    /// Focuses the text field with this name.
    #[track_caller]
    pub fn focus_field(&mut self, name: &str) {
        self.field(name).click();
        self.settle();
    }

    /// Replaces the content of the text field with this name.
    #[track_caller]
    pub fn fill(&mut self, name: &str, text: &str) {
        self.focus_field(name);
        self.press_with(Modifiers::COMMAND, Key::A);
        self.press(Key::Backspace);
        self.type_text(text);
        assert_eq!(self.field_text(name), text);
    }

    /// The accessible names of the entries from top to bottom: "Flag: quiet today".
    pub fn entry_labels(&self) -> Vec<String> {
        let mut entries: Vec<_> = self.query_all_by_role(Role::Article).collect();
        entries.sort_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
        entries.iter().filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Waits until exactly these entries are shown.
    #[track_caller]
    pub fn wait_for_entries(&mut self, entries: &[&str]) {
        self.wait_until_shown(&format!("the entries are {entries:?}"), |window| window.entry_labels() == entries);
    }

    /// Types a line into the focused composer and submits it.
    #[track_caller]
    pub fn jot(&mut self, line: &str) {
        self.type_text(line);
        self.press(Key::Enter);
    }

    /// The rectangle of the label that shows this path, if any.
    pub fn path_label_rect(&self, path: &Path) -> Option<Rect> {
        let path = path.display().to_string();
        self.query_by_role_and_label(Role::Label, &path).map(|label| label.rect())
    }

    /// Role and name of the focused widget.
    pub fn focused_label(&self) -> Option<String> {
        let focused = self.root().children_recursive().find(Node::is_focused)?;
        Some(format!("{:?} {}", focused.accesskit_node().role(), focused.accesskit_node().label().unwrap_or_default()))
    }

    /// The text copied to the clipboard in the last frame.
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
