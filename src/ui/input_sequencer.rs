//! What was typed is heard in turn. On a busy machine the last letters of a line and the Enter after them come in the same
//! frame; a screen takes its keys before the text field takes its letters, so they would be left out of what is kept. Here a
//! key that ends something waits for the letters before it, and the letters after it wait for what it does.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Key, Plugin, RawInput, Ui};

/// Lets the frames of a context hear their keys in turn. Called once per context, by [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.add_plugin(InputSequencer::default());
}

/// What came and was not heard yet.
#[derive(Default)]
struct InputSequencer {
    pending: VecDeque<Event>,
}

impl InputSequencer {
    /// The events of the next frame.
    fn next_frame_events(&mut self, came: Vec<Event>) -> Vec<Event> {
        self.pending.extend(came);
        let mut heard = Vec::new();
        let mut wrote = false;
        while let Some(event) = self.pending.pop_front() {
            if is_boundary_key(&event) && wrote {
                self.pending.push_front(event);
                break;
            }
            wrote |= inserts_text(&event);
            let ends = is_boundary_key(&event);
            let spelled = matches!(&event, Event::Key { pressed: true, modifiers, .. } if modifiers.alt);
            heard.push(event);
            // What the system spells for a key with Alt is part of that press: who takes the one takes the other.
            if spelled && let Some(Event::Text(_)) = self.pending.front() {
                heard.extend(self.pending.pop_front());
            }
            if ends && self.pending.iter().any(|event| inserts_text(event) || is_boundary_key(event)) {
                break;
            }
        }
        heard
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

/// Whether it puts text somewhere.
fn inserts_text(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_))
}

/// Whether it is the press of a key after which another thing may have the keys, or the same field another text.
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

    /// The frames in which these are heard when all of them come at once.
    fn frames(came: Vec<Event>) -> Vec<Vec<Event>> {
        let mut turn = InputSequencer::default();
        let mut frames = vec![turn.next_frame_events(came)];
        while !turn.pending.is_empty() {
            frames.push(turn.next_frame_events(Vec::new()));
        }
        frames
    }

    #[test]
    fn enter_is_delivered_after_pending_text_and_before_later_text() {
        let enter = || press(Key::Enter, Modifiers::NONE);
        let came = vec![text("a"), text("b"), enter(), text("c"), enter(), enter()];
        let heard = [vec![text("a"), text("b")], vec![enter()], vec![text("c")], vec![enter()], vec![enter()]];
        assert_eq!(frames(came), heard);
    }

    #[test]
    fn text_of_an_alt_key_stays_with_its_key_press() {
        let tick = || press(Key::Num1, Modifiers::ALT);
        let came = vec![text("a"), tick(), text("1"), text("b")];
        assert_eq!(frames(came), [vec![text("a")], vec![tick(), text("1")], vec![text("b")]]);
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
