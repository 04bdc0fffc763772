//! What is typed while no field has the focus, and nothing else on the page takes it.

use eframe::egui::{Context, Event, Key};

/// Watches what is typed during a frame that begins with no field in the focus.
pub struct StrayTyping {
    /// The key presses, texts and pastes of the frame, in order.
    events: Vec<Event>,
}

impl StrayTyping {
    /// To be called before the page is shown. `None` if a field has the focus, or nothing was
    /// typed.
    pub fn watch(ctx: &Context) -> Option<Self> {
        if ctx.text_edit_focused() {
            return None;
        }
        let is_watched =
            |event: &&Event| matches!(event, Event::Key { pressed: true, .. } | Event::Text(_) | Event::Paste(_));
        let events: Vec<Event> = ctx.input(|input| input.events.iter().filter(is_watched).cloned().collect());
        events.iter().any(is_text).then_some(Self { events })
    }

    /// To be called after the page was shown: removes the text from the input, and returns what no
    /// key of the page has taken. White space alone is nothing to write.
    pub fn take(self, ctx: &Context) -> Vec<Event> {
        let mut presses_left: Vec<Key> = ctx.input_mut(|input| {
            let presses = input.events.iter().filter_map(pressed_key).collect();
            input.events.retain(|event| !is_text(event));
            presses
        });
        let mut stray = Vec::new();
        let mut was_key_taken = false;
        let mut alt_key = None;
        for event in self.events {
            if let Some(key) = pressed_key(&event) {
                let left = presses_left.iter().position(|left| *left == key);
                was_key_taken = left.is_none();
                left.map(|index| presses_left.remove(index));
                alt_key = Some(key).filter(|_| has_alt(&event));
            } else if alt_key.take().is_some_and(|key| is_text_of(key, &event)) {
                // X11 produces the text of the key for a shortcut with Alt too.
                was_key_taken = false;
            } else if !std::mem::take(&mut was_key_taken) {
                stray.push(event);
            }
        }
        let is_blank = |event: &Event| matches!(event, Event::Text(text) if text.trim().is_empty());
        if stray.iter().all(is_blank) { Vec::new() } else { stray }
    }
}

fn is_text(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_))
}

fn pressed_key(event: &Event) -> Option<Key> {
    if let Event::Key { key, pressed: true, .. } = event { Some(*key) } else { None }
}

fn has_alt(event: &Event) -> bool {
    matches!(event, Event::Key { modifiers, .. } if modifiers.alt)
}

/// Whether a text is what the key produces by itself, and no other letter that Alt produces.
fn is_text_of(key: Key, event: &Event) -> bool {
    matches!(event, Event::Text(text) if key.symbol_or_name().eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Modifiers, RawInput};

    use super::*;

    fn press(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    /// What is left of these events on a page that takes the key J.
    fn stray(events: Vec<Event>) -> Vec<Event> {
        let ctx = Context::default();
        let mut stray = Vec::new();
        let input = RawInput { events, ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            let Some(typing) = StrayTyping::watch(ui) else { return };
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::J));
            stray = typing.take(ui);
            assert!(!ui.input(|input| input.events.iter().any(is_text)), "nothing else takes it");
        });
        output.textures_delta.clear();
        stray
    }

    #[test]
    fn text_of_a_key_that_the_page_takes_is_not_stray() {
        let events = vec![press(Key::A), text("a"), press(Key::J), text("j"), press(Key::B), text("b")];
        assert_eq!(stray(events), [text("a"), text("b")]);
        assert_eq!(stray(vec![press(Key::J), text("j")]), []);
    }

    #[test]
    fn text_without_a_key_and_pasted_text_are_stray_and_a_space_alone_is_not() {
        assert_eq!(stray(vec![text("é"), text(" ")]), [text("é"), text(" ")]);
        assert_eq!(stray(vec![Event::Paste("a line".into())]), [Event::Paste("a line".into())]);
        assert_eq!(stray(vec![press(Key::Space), text(" ")]), []);
    }
}
