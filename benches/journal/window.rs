//! The window without a screen: the whole app, its frames tessellated and thrown away. No accessibility tree is built, as in
//! a window that no screen reader has asked for one.

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
/// The frame that follows a key asks for another, until nothing moves any more.
const MAX_FRAMES: usize = 20;

/// A window over a journal.
pub struct Window {
    app: App,
    ctx: Context,
    frame: eframe::Frame,
    frames: u32,
}

impl Window {
    /// Opens the journal at `path`, as the program does; shows nothing yet.
    pub fn open(path: &Path, clock: &FixedClock) -> Self {
        let places = JournalPaths { own: path.to_owned(), sample: path.with_extension("sample"), backups: None };
        let mut app = App::open(places, Arc::new(clock.clone()), false);
        let ctx = Context::default();
        app.attach(&ctx);
        Self { app, ctx, frame: eframe::Frame::_new_kittest(), frames: 0 }
    }

    /// One frame in which this happens; returns the CPU time it took this thread.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        let begun = ThreadTime::now();
        let output = self.draw(events);
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        begun.elapsed()
    }

    /// Frames until nothing moves any more.
    pub fn settle(&mut self) {
        for _ in 0..MAX_FRAMES {
            let output = self.draw(Vec::new());
            if output.viewport_output.values().all(|viewport| !viewport.repaint_delay.is_zero()) {
                return;
            }
        }
    }

    /// Presses a key, and settles.
    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.draw(vec![press(modifiers, key)]);
        self.settle();
    }

    /// Whether these words are to be seen.
    pub fn shows_text(&mut self, words: &str) -> bool {
        let is_said =
            |shape: &ClippedShape| matches!(&shape.shape, Shape::Text(text) if text.galley.text().contains(words));
        self.draw(Vec::new()).shapes.iter().any(is_said)
    }

    /// Closes it, as a person does: where it stood is kept.
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
        // There is no texture to keep up to date.
        output.textures_delta.clear();
        output
    }
}

/// A key goes down.
pub fn press(modifiers: Modifiers, key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

/// The wheel turns over the middle of the window; the content moves down by `points`.
pub fn wheel(points: f32) -> Vec<Event> {
    wheel_at(pos2(700.0, 500.0), points)
}

/// The wheel turns over a place of the window.
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
