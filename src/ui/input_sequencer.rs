//! Delivers text and keys in the order they were typed. In a slow frame the last characters of a
//! line can arrive together with the Enter after them; a screen consumes its keys before the text
//! field takes its characters, so these would be missing from the submitted line. Here a boundary
//! key, such as Enter, is deferred to the frame after the text before it, and later text to the
//! frame after it.
//!
//! A dialog or a field that opens has the focus only some frames later. What is typed until then is
//! held back with [`hold_until_focus_moves`], whatever the time that a frame takes.
//!
//! Text that arrives together becomes one event. A text field lays out its whole text after each
//! event, so without this the letters that pile up behind a slow frame cost quadratic time and
//! memory.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Id, ImeEvent, Key, Memory, Plugin, RawInput, Ui, ViewportId, ViewportIdMap};

/// What is typed is held back for at most this many frames: what has opened may have no control.
const MAX_HELD_FRAMES: u8 = 12;

/// Installs the sequencer. Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(Sequencers::default());
}

/// Forgets what was typed into a window that has closed.
pub fn forget(ctx: &Context, window: ViewportId) {
    ctx.with_plugin(|sequencers: &mut Sequencers| sequencers.0.remove(&window));
}

/// Holds back keys and text until another widget has the focus than now.
pub fn hold_until_focus_moves(ctx: &Context) {
    let focused = ctx.memory(Memory::focused);
    let hold = Hold { focused, frames_left: MAX_HELD_FRAMES, requests_frames: true };
    with_sequencer(ctx, |sequencer| sequencer.hold = Some(hold));
}

/// Holds back keys and text during the next frame. To be called in every frame while something that
/// will wake the window is waited for.
pub fn hold_for_a_frame(ctx: &Context) {
    let focused = ctx.memory(Memory::focused);
    let hold = Hold { focused, frames_left: 1, requests_frames: false };
    with_sequencer(ctx, |sequencer| sequencer.hold = Some(hold));
}

/// Delivers events again, before all others that are not delivered yet.
pub fn deliver_again(ctx: &Context, events: Vec<Event>) {
    with_sequencer(ctx, |sequencer| {
        for event in events.into_iter().rev() {
            sequencer.pending.push_front(event);
        }
    });
}

fn with_sequencer(ctx: &Context, work: impl FnOnce(&mut InputSequencer)) {
    let window = ctx.viewport_id();
    ctx.with_plugin(|sequencers: &mut Sequencers| work(sequencers.0.entry(window).or_default()));
}

/// The sequencers of all windows of the program.
#[derive(Default)]
struct Sequencers(ViewportIdMap<InputSequencer>);

/// The events of a window that are not delivered yet.
#[derive(Default)]
struct InputSequencer {
    pending: VecDeque<Event>,
    hold: Option<Hold>,
}

/// Why keys and text are held back.
struct Hold {
    /// The widget that had the focus when it began.
    focused: Option<Id>,
    frames_left: u8,
    /// Whether the next frame is to come at once.
    requests_frames: bool,
}

impl InputSequencer {
    /// Queues keys and text while they are held back, and returns the other events.
    fn hold_back(&mut self, focused: Option<Id>, events: Vec<Event>) -> Vec<Event> {
        let is_over = |hold: &Hold| hold.frames_left == 0 || (focused.is_some() && focused != hold.focused);
        self.hold.take_if(|hold| is_over(hold));
        let Some(hold) = &mut self.hold else { return self.next_frame_events(events) };
        hold.frames_left -= 1;
        let (typed, others): (Vec<Event>, Vec<Event>) = events.into_iter().partition(is_typed);
        self.pending.extend(typed);
        others
    }

    /// Queues new events and returns those to deliver in the next frame.
    fn next_frame_events(&mut self, events: Vec<Event>) -> Vec<Event> {
        self.pending.extend(events);
        let mut delivered = Vec::new();
        let mut has_text = false;
        while let Some(event) = self.pending.pop_front() {
            if is_boundary_key(&event) && has_text {
                self.pending.push_front(event);
                break;
            }
            has_text |= inserts_text(&event);
            let is_boundary = is_boundary_key(&event);
            let has_alt = matches!(&event, Event::Key { pressed: true, modifiers, .. } if modifiers.alt);
            delivered.push(event);
            // The text that the system produces for a key with Alt belongs to that key press:
            // whoever consumes one consumes both.
            if has_alt && let Some(Event::Text(_)) = self.pending.front() {
                delivered.extend(self.pending.pop_front());
            }
            if is_boundary && self.pending.iter().any(|event| inserts_text(event) || is_boundary_key(event)) {
                break;
            }
        }
        delivered
    }
}

/// Merges each run of typed text into one event, and each run of text committed by an input method.
/// The keys that produced the letters stay, and pasted text stays apart from typed text: only that
/// is read for a prefix.
fn merge_text(events: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::with_capacity(events.len());
    // The event that the next text can be appended to.
    let mut open: Option<usize> = None;
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        let previous = open.and_then(|index| merged.get_mut(index));
        match (previous, &event) {
            (Some(Event::Text(all)), Event::Text(text)) if !is_line_break(text) => {
                all.push_str(text);
                continue;
            }
            (Some(Event::Ime(ImeEvent::Commit(all))), Event::Ime(ImeEvent::Commit(text))) if !is_line_break(text) => {
                all.push_str(text);
                continue;
            }
            _ => {}
        }
        let starts_run = match &event {
            Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) => !is_line_break(text),
            _ => false,
        };
        if starts_run {
            open = Some(merged.len());
        } else if !separates_no_text(&event, events.peek()) {
            open = None;
        }
        merged.push(event);
    }
    merged
}

/// Whether a text field does nothing with an event between two texts: the release of a key, the
/// press of a key that produces the text after it, or an input method that says again that it is
/// not composing.
fn separates_no_text(event: &Event, next: Option<&Event>) -> bool {
    match event {
        Event::Key { pressed: false, .. } => true,
        Event::Key { key, modifiers, .. } => {
            let produces_text = matches!(next, Some(Event::Text(_))) && !edits_text(*key);
            produces_text && !modifiers.command && !modifiers.ctrl && !modifiers.alt
        }
        Event::Ime(ImeEvent::Preedit { text, .. }) => text.is_empty(),
        _ => false,
    }
}

/// Whether a key deletes text or moves the caret.
fn edits_text(key: Key) -> bool {
    matches!(
        key,
        Key::Backspace
            | Key::Delete
            | Key::Insert
            | Key::Enter
            | Key::Tab
            | Key::Escape
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
            | Key::PageUp
            | Key::PageDown
    )
}

/// Text fields ignore an event that is only a line break, because a key press comes with it.
fn is_line_break(text: &str) -> bool {
    matches!(text, "\n" | "\r")
}

impl Plugin for Sequencers {
    fn debug_name(&self) -> &'static str {
        "rapport: in turn"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let sequencer = self.0.entry(input.viewport_id).or_default();
        let events = std::mem::take(&mut input.events);
        // The context is still that of the main window. The focus of another one, which has a
        // single field and holds nothing back, is unknown.
        let is_main = input.viewport_id == ViewportId::ROOT;
        let focused = if is_main { ctx.memory(Memory::focused) } else { None };
        let events = sequencer.hold_back(focused, events);
        // A page without a field reads each letter together with its key.
        input.events = if !is_main || ctx.text_edit_focused() { merge_text(events) } else { events };
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let sequencer = self.0.entry(ui.ctx().viewport_id()).or_default();
        if sequencer.hold.as_ref().map_or(!sequencer.pending.is_empty(), |hold| hold.requests_frames) {
            ui.ctx().request_repaint();
        }
    }
}

/// Whether an event comes from the keyboard or an input method.
fn is_typed(event: &Event) -> bool {
    inserts_text(event) || matches!(event, Event::Key { .. } | Event::Copy)
}

/// Whether an event changes the text of a field.
fn inserts_text(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_))
}

/// Whether an event is a key press that may move the focus or replace the text of a field.
fn is_boundary_key(event: &Event) -> bool {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
    matches!(key, Key::Enter | Key::Tab | Key::Escape) || modifiers.command || modifiers.ctrl || modifiers.alt
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use eframe::egui::{Color32, FontId, Modifiers, TextBuffer, TextEdit};
    use egui_kittest::Harness;

    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    /// The events by frame, when all of them arrive at once.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let mut sequencer = InputSequencer::default();
        let mut frames = vec![sequencer.next_frame_events(events)];
        while !sequencer.pending.is_empty() {
            frames.push(sequencer.next_frame_events(Vec::new()));
        }
        frames
    }

    #[test]
    fn enter_is_delivered_after_pending_text_and_before_later_text() {
        let enter = || press(Key::Enter, Modifiers::NONE);
        let events = vec![text("a"), text("b"), enter(), text("c"), enter(), enter()];
        let by_frame = [vec![text("a"), text("b")], vec![enter()], vec![text("c")], vec![enter()], vec![enter()]];
        assert_eq!(frames(events), by_frame);
    }

    #[test]
    fn text_of_an_alt_key_stays_with_its_key_press() {
        let tick = || press(Key::Num1, Modifiers::ALT);
        let events = vec![text("a"), tick(), text("1"), text("b")];
        assert_eq!(frames(events), [vec![text("a")], vec![tick(), text("1")], vec![text("b")]]);
    }

    #[test]
    fn what_is_typed_is_held_back_until_the_focus_has_moved() {
        let (field, other) = (Some(Id::unique("field")), Some(Id::unique("other")));
        let mut sequencer = InputSequencer {
            hold: Some(Hold { focused: field, frames_left: MAX_HELD_FRAMES, requests_frames: true }),
            ..InputSequencer::default()
        };
        let pointer = Event::PointerGone;
        assert_eq!(sequencer.hold_back(field, vec![text("a"), pointer.clone()]), [pointer], "the pointer is not held");
        assert_eq!(sequencer.hold_back(None, vec![text("b")]), Vec::new(), "nothing has the focus yet");
        assert_eq!(sequencer.hold_back(other, vec![text("c")]), [text("a"), text("b"), text("c")]);
        assert_eq!(sequencer.hold_back(other, vec![text("d")]), [text("d")]);
    }

    #[test]
    fn nothing_is_held_back_for_long_where_the_focus_does_not_move() {
        let hold = Some(Hold { focused: None, frames_left: 2, requests_frames: true });
        let mut sequencer = InputSequencer { hold, ..InputSequencer::default() };
        assert_eq!(sequencer.hold_back(None, vec![text("a")]), Vec::new());
        assert_eq!(sequencer.hold_back(None, Vec::new()), Vec::new());
        assert_eq!(sequencer.hold_back(None, Vec::new()), [text("a")]);
    }

    #[test]
    fn shortcuts_are_deferred_and_plain_text_is_not() {
        let start = || press(Key::Enter, Modifiers::COMMAND);
        assert_eq!(frames(vec![text("a"), start()]), [vec![text("a")], vec![start()]]);
        let letters =
            vec![press(Key::A, Modifiers::NONE), text("a"), press(Key::Backspace, Modifiers::NONE), text("b")];
        assert_eq!(frames(letters.clone()), [letters]);
        assert_eq!(frames(Vec::new()), [Vec::new()]);
    }

    fn commit(text: &str) -> Event {
        Event::Ime(ImeEvent::Commit(text.into()))
    }

    /// A letter as the system delivers it.
    fn typed(key: Key, letter: &str) -> [Event; 3] {
        let mut release = press(key, Modifiers::NONE);
        if let Event::Key { pressed, .. } = &mut release {
            *pressed = false;
        }
        [press(key, Modifiers::NONE), text(letter), release]
    }

    #[test]
    fn letters_that_arrive_together_become_one_text_and_keep_their_keys() {
        let [a, _, a_up] = typed(Key::A, "a");
        let [space, _, space_up] = typed(Key::Space, " ");
        let [b, _, b_up] = typed(Key::B, "b");
        let events = [typed(Key::A, "a"), typed(Key::Space, " "), typed(Key::B, "b")].concat();
        assert_eq!(merge_text(events), [a, text("a b"), a_up, space, space_up, b, b_up]);
        let none = Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None });
        let composed = vec![commit("日"), none.clone(), commit("本")];
        assert_eq!(merge_text(composed), [commit("日本"), none]);
    }

    #[test]
    fn text_on_both_sides_of_an_edit_or_a_paste_stays_apart() {
        for between in [
            press(Key::Backspace, Modifiers::NONE),
            press(Key::ArrowLeft, Modifiers::SHIFT),
            press(Key::Home, Modifiers::NONE),
            Event::Paste("pasted".into()),
            Event::Cut,
            Event::PointerMoved([1.0, 1.0].into()),
            Event::Ime(ImeEvent::Preedit { text: "n".into(), active_range_chars: None }),
            commit("x"),
        ] {
            let events = vec![text("a"), between, text("b")];
            assert_eq!(merge_text(events.clone()), events);
        }
        let events = vec![text("a"), text("\n"), text("b")];
        assert_eq!(merge_text(events.clone()), events, "text fields ignore the line break");
    }

    #[test]
    fn thousands_of_letters_in_one_frame_are_laid_out_a_few_times() {
        let layouts = Rc::new(Cell::new(0));
        let counted = Rc::clone(&layouts);
        let show = move |ui: &mut Ui, field: &mut String| {
            let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
                counted.set(counted.get() + 1);
                ui.fonts_mut(|fonts| fonts.layout(text.as_str().into(), FontId::default(), Color32::PLACEHOLDER, width))
            };
            let response = TextEdit::multiline(field).layouter(&mut layouter).show(ui).response.response;
            response.accessible_name("Text").request_focus();
        };
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(show, String::new());
        harness.run();
        layouts.set(0);
        // `Harness::event` would run a frame for each.
        harness.input_mut().events.extend((0..4_000).flat_map(|_| typed(Key::A, "a")));
        harness.step();
        assert_eq!(harness.state().len(), 4_000);
        assert!(layouts.get() < 10, "{} layouts", layouts.get());
    }
}
