//! Delivers text and keys in the order they were typed. In a slow frame the last characters of a line
//! can arrive together with the Enter after them; a screen consumes its keys before the text field
//! takes its characters, so these would be missing from the submitted line. Here a boundary key, such
//! as Enter, is deferred to the frame after the text before it, and later text to the frame after it.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Key, Plugin, RawInput, Ui};

/// Installs the sequencer. Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(InputSequencer::default());
}

/// The events that are not delivered yet.
#[derive(Default)]
struct InputSequencer {
    pending: VecDeque<Event>,
}

impl InputSequencer {
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

    fn input_hook(&mut self, _: &Context, input: &mut RawInput) {
        input.events = self.next_frame_events(std::mem::take(&mut input.events));
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if !self.pending.is_empty() {
            ui.ctx().request_repaint();
        }
    }
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
    fn shortcuts_are_deferred_and_plain_text_is_not() {
        let start = || press(Key::Enter, Modifiers::COMMAND);
        assert_eq!(frames(vec![text("a"), start()]), [vec![text("a")], vec![start()]]);
        let letters =
            vec![press(Key::A, Modifiers::NONE), text("a"), press(Key::Backspace, Modifiers::NONE), text("b")];
        assert_eq!(frames(letters.clone()), [letters]);
        assert_eq!(frames(Vec::new()), [Vec::new()]);
    }
}
