//! The window beside a call: compact, at the edge of the screen and on top, and back again.

use eframe::egui::{Event, Key, Modifiers, Rect, ViewportCommand, ViewportId, WindowLevel, pos2, vec2};

use crate::{support::TempJournal, window::Window};

/// Tells the app where its window is, as the desktop does.
fn place(window: &mut Window, outer_rect: Option<Rect>) {
    let viewport = window.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.inner_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1_280.0, 820.0)));
    viewport.outer_rect = outer_rect;
    viewport.monitor_size = Some(vec2(1_920.0, 1_080.0));
}

/// Presses the keys and returns the commands for the window in the next frames.
fn commands_after(window: &mut Window, key: Key) -> Vec<ViewportCommand> {
    let modifiers = Modifiers { ctrl: true, ..Modifiers::COMMAND | Modifiers::SHIFT };
    let event = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    window.input_mut().events.push(event);
    let commands = (0..3).flat_map(|_| {
        window.step();
        window.output().viewport_output[&ViewportId::ROOT].commands.clone()
    });
    commands.collect()
}

#[test]
fn one_key_puts_the_window_beside_the_call_and_back() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    place(&mut window, Some(Rect::from_min_size(pos2(80.0, 60.0), vec2(1_280.0, 820.0))));
    let commands = commands_after(&mut window, Key::B);
    for expected in [
        ViewportCommand::InnerSize(vec2(400.0, 820.0)),
        ViewportCommand::OuterPosition(pos2(1_520.0, 60.0)),
        ViewportCommand::WindowLevel(WindowLevel::AlwaysOnTop),
    ] {
        assert!(commands.contains(&expected), "{expected:?} in {commands:?}");
    }
    let commands = commands_after(&mut window, Key::B);
    for expected in [
        ViewportCommand::InnerSize(vec2(1_280.0, 820.0)),
        ViewportCommand::OuterPosition(pos2(80.0, 60.0)),
        ViewportCommand::WindowLevel(WindowLevel::Normal),
    ] {
        assert!(commands.contains(&expected), "{expected:?} in {commands:?}");
    }
}

#[test]
fn a_desktop_that_keeps_no_window_on_top_is_named_once() {
    let journal = TempJournal::with_people(&["Dana Whitfield"]);
    let mut window = Window::open(&journal);
    place(&mut window, None);
    let commands = commands_after(&mut window, Key::T);
    assert!(commands.contains(&ViewportCommand::WindowLevel(WindowLevel::AlwaysOnTop)));
    window.wait_for_text("This desktop doesn’t let Rapport stay on top.");
    window.advance_time(30.0);
    commands_after(&mut window, Key::T);
    commands_after(&mut window, Key::T);
    window.settle();
    assert!(!window.has_text("This desktop doesn’t let Rapport stay on top."), "once is enough");
}
