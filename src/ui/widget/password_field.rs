//! A field for a passphrase: shown as dots, or as text while the eye is pressed in.

use eframe::egui::{Id, Rect, Response, Ui, UiBuilder, pos2, text_edit::TextEditState, vec2};
use secrecy::zeroize::{Zeroize as _, Zeroizing};

use super::{button::IconButton, field::TextField};
use crate::ui::icons;

/// The room for the eye.
const EYE: i8 = 32;
/// Longer passphrases are moved in memory while they are typed, and leave a copy behind.
const CAPACITY: usize = 256;

/// What is typed into the field; overwritten in memory when dropped.
pub struct PasswordField {
    text: Zeroizing<String>,
    is_shown: bool,
    id: Id,
}

impl PasswordField {
    /// An empty field.
    pub fn new(id: Id) -> Self {
        Self { text: Zeroizing::new(String::with_capacity(CAPACITY)), is_shown: false, id }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Empties it, also what undoing would bring back.
    pub fn clear(&mut self, ui: &Ui) {
        self.text.zeroize();
        self.text.reserve(CAPACITY);
        ui.data_mut(|data| data.remove::<TextEditState>(self.id));
    }

    /// Shows it with the text as dots.
    pub fn show(&mut self, ui: &mut Ui, label: &str, error: Option<&str>) -> Response {
        self.show_as(ui, label, error, false)
    }

    /// Shows it on a page, not in a dialog.
    pub fn show_on_page(&mut self, ui: &mut Ui, label: &str, error: Option<&str>) -> Response {
        self.show_as(ui, label, error, true)
    }

    fn show_as(&mut self, ui: &mut Ui, label: &str, error: Option<&str>, on_page: bool) -> Response {
        let mut field = TextField::singleline(label, &mut self.text).id(self.id).error(error).space_at_end(EYE);
        if !self.is_shown {
            field = field.password();
        }
        if on_page {
            field = field.on_page();
        }
        let response = field.show(ui).response;
        let eye = if self.is_shown { icons::HIDE } else { icons::SHOW };
        let name = if self.is_shown { "Hide the passphrase" } else { "Show the passphrase" };
        let eye_width = f32::from(EYE);
        let size = vec2(eye_width, eye_width);
        let edit = response.rect;
        let place = Rect::from_min_size(pos2(edit.right() - 4.0 - eye_width, edit.center().y - eye_width / 2.0), size);
        // Over the field: what follows is laid out as if it were not there.
        let mut over = ui.new_child(UiBuilder::new().max_rect(place));
        if over.add(IconButton::new(eye, name).small()).clicked() {
            self.is_shown = !self.is_shown;
            response.request_focus();
        }
        response
    }
}
