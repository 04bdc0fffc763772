//! The window without a screen: the whole app, whose frames are tessellated and discarded. No
//! accessibility tree is built, as when no screen reader is running.

use std::{hint::black_box, path::Path, sync::Arc, time::Duration};

use cpu_time::ThreadTime;
use eframe::{
    App as _,
    egui::{
        Context, Event, FullOutput, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, Shape,
        TouchPhase, Vec2, epaint::ClippedShape, pos2, vec2,
    },
};
use rapport::{
    app::{App, JournalPaths},
    journal::clock::FixedClock,
};

const SIZE: Vec2 = vec2(1280.0, 820.0);
/// Runs frames until none is requested: the frame after a key requests another.
const MAX_FRAMES: usize = 20;
const WAITS: usize = 500;
const WAIT: Duration = Duration::from_millis(10);

/// A window over a journal.
pub struct Window {
    app: App,
    ctx: Context,
    frame: eframe::Frame,
    frames: u32,
}

impl Window {
    /// Opens the journal at `path` like the program; shows nothing yet.
    pub fn open(path: &Path, clock: &FixedClock) -> Self {
        let places = JournalPaths { own: path.to_owned(), sample: path.with_extension("sample"), backups: None };
        let mut app = App::open(places, Arc::new(clock.clone()), false);
        let ctx = Context::default();
        app.attach(&ctx);
        Self { app, ctx, frame: eframe::Frame::_new_kittest(), frames: 0 }
    }

    /// Runs one frame with these events; returns the CPU time of this thread.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        let started = ThreadTime::now();
        let output = self.draw(events);
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        started.elapsed()
    }

    /// Runs frames until nothing moves.
    pub fn settle(&mut self) {
        for _ in 0..MAX_FRAMES {
            let output = self.draw(Vec::new());
            if output.viewport_output.values().all(|viewport| !viewport.repaint_delay.is_zero()) {
                return;
            }
        }
    }

    /// Presses a key and runs frames until nothing moves.
    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.draw(vec![press(modifiers, key)]);
        self.settle();
    }

    /// Whether a text is visible.
    pub fn shows_text(&mut self, words: &str) -> bool {
        let is_said =
            |shape: &ClippedShape| matches!(&shape.shape, Shape::Text(text) if text.galley.text().contains(words));
        self.draw(Vec::new()).shapes.iter().any(is_said)
    }

    /// Runs frames until a text is visible, which another thread may have to find first. Returns
    /// whether it has come within a few seconds.
    pub fn wait_for_text(&mut self, words: &str) -> bool {
        (0..WAITS).any(|_| {
            std::thread::sleep(WAIT);
            self.shows_text(words)
        })
    }

    /// Closes it like a user; the state of the window is saved.
    pub fn close(mut self) {
        self.app.on_exit(None);
    }

    fn draw(&mut self, events: Vec<Event>) -> FullOutput {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), SIZE)),
            max_texture_side: Some(16_384),
            time: Some(f64::from(self.frames) / 60.0),
            events,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.app.ui(ui, &mut self.frame));
        // There are no textures to update.
        output.textures_delta.clear();
        output
    }
}

/// The press of a key.
pub fn press(modifiers: Modifiers, key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// The wheel over the middle of the window; the content moves down by `points`.
pub fn wheel(points: f32) -> Vec<Event> {
    wheel_at(pos2(700.0, 500.0), points)
}

/// The wheel over a position.
pub fn wheel_at(place: Pos2, points: f32) -> Vec<Event> {
    let turned = Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        source: MouseWheelSource::Wheel,
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
    };
    vec![Event::PointerMoved(place), turned]
}
