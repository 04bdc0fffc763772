//! Delivers text and keys in the order they were typed. In a slow frame the last characters of a line
//! can arrive together with the Enter after them; a screen consumes its keys before the text field
//! takes its characters, so these would be missing from the submitted line. Here a boundary key, such
//! as Enter, is deferred to the frame after the text before it, and later text to the frame after it.
//!
//! A dialog or a field that opens has the focus only some frames later. What is typed until then is
//! held back with [`hold_until_focus_moves`], whatever the time that a frame takes.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Id, Key, Memory, Plugin, RawInput, Ui};

/// What is typed is held back for at most this many frames: what has opened may have no control.
const MAX_HELD_FRAMES: u8 = 12;

/// Installs the sequencer. Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(InputSequencer::default());
}

/// Holds back keys and text until another widget has the focus than now.
pub fn hold_until_focus_moves(ctx: &Context) {
    let focused = ctx.memory(Memory::focused);
    ctx.with_plugin(|sequencer: &mut InputSequencer| {
        sequencer.hold = Some(Hold { focused, frames_left: MAX_HELD_FRAMES, requests_frames: true });
    });
}

/// Holds back keys and text during the next frame. To be called in every frame while something that
/// will wake the window is waited for.
pub fn hold_for_a_frame(ctx: &Context) {
    let focused = ctx.memory(Memory::focused);
    ctx.with_plugin(|sequencer: &mut InputSequencer| {
        sequencer.hold = Some(Hold { focused, frames_left: 1, requests_frames: false });
    });
}

/// Delivers events again, before all others that are not delivered yet.
pub fn deliver_again(ctx: &Context, events: Vec<Event>) {
    ctx.with_plugin(|sequencer: &mut InputSequencer| {
        for event in events.into_iter().rev() {
            sequencer.pending.push_front(event);
        }
    });
}

/// The events that are not delivered yet.
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
            // The text that the system produces for a key with Alt belongs to that key press: whoever consumes
            // one consumes both.
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

impl Plugin for InputSequencer {
    fn debug_name(&self) -> &'static str {
        "rapport: in turn"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let focused = ctx.memory(Memory::focused);
        input.events = self.hold_back(focused, std::mem::take(&mut input.events));
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if self.hold.as_ref().map_or(!self.pending.is_empty(), |hold| hold.requests_frames) {
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
    use eframe::egui::Modifiers;

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
}
