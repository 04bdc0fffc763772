//! Text fields with their label, hint and error.

use eframe::egui::{
    Align, Context, CornerRadius, Event, Frame, Id, Label, Layout, Margin, Popup, Response, RichText, Sense, Stroke,
    TextEdit, Ui, Vec2,
    accesskit::{Invalid, Live},
    text::{CCursor, CCursorRange},
    text_edit::{TextEditOutput, TextEditState},
};

use crate::ui::{
    discreet, icons,
    text::{self, Type, Weight},
    tokens::{Tokens, Tone, size},
};

/// The height of a single-line field, without its label.
const HEIGHT: f32 = 38.0;

/// A text field: label above, hint inside, error below.
///
/// ```text
/// let output = TextField::multiline("Usually", &mut draft.usually, 2).hint("Speaks
/// early…").show(ui);
/// if output.response.changed() { … }
/// ```
#[must_use = "call `show`"]
pub struct TextField<'a> {
    label: &'a str,
    is_label_visible: bool,
    text: &'a mut String,
    rows: Option<usize>,
    hint: &'a str,
    error: Option<&'a str>,
    id: Option<Id>,
    on_page: bool,
    width: f32,
    is_password: bool,
    space_at_end: i8,
}

/// The output of a text field.
pub struct TextFieldOutput {
    /// The response of the text edit: `changed`, `lost_focus`, `request_focus`.
    pub response: Response,
}

impl<'a> TextField<'a> {
    fn new(label: &'a str, text: &'a mut String, rows: Option<usize>) -> Self {
        Self {
            label,
            is_label_visible: true,
            text,
            rows,
            hint: "",
            error: None,
            id: None,
            on_page: false,
            width: f32::INFINITY,
            is_password: false,
            space_at_end: 0,
        }
    }

    /// A single line; Enter leaves it.
    pub fn singleline(label: &'a str, text: &'a mut String) -> Self {
        Self::new(label, text, None)
    }

    /// Several lines, at least `rows`; grows with its content.
    pub fn multiline(label: &'a str, text: &'a mut String, rows: usize) -> Self {
        Self::new(label, text, Some(rows))
    }

    /// Faint text shown while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with the content, and what to do.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// The id of the text edit; unique per record (`Id::unique(("note", id))`), so that undo never
    /// restores the text of another record.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// For a field on a page instead of in a dialog or card: its background is that of a card.
    pub fn on_page(mut self) -> Self {
        self.on_page = true;
        self
    }

    /// Shows dots in the place of letters.
    pub fn password(mut self) -> Self {
        self.is_password = true;
        self
    }

    /// Leaves room at the end of the line, for a button over the field.
    pub fn space_at_end(mut self, width: i8) -> Self {
        self.space_at_end = width;
        self
    }

    /// Hides the label; it remains the accessible name.
    pub fn hide_label(mut self) -> Self {
        self.is_label_visible = false;
        self
    }

    /// The maximum width.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> TextFieldOutput {
        let width = self.width.min(ui.available_width());
        // In a horizontal layout, egui centres an area whose height is given.
        let height = if self.is_label_visible { 0.0 } else { HEIGHT };
        ui.allocate_ui_with_layout(Vec2::new(width, height), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            self.show_parts(ui)
        })
        .inner
    }

    fn show_parts(mut self, ui: &mut Ui) -> TextFieldOutput {
        let label = self.is_label_visible.then(|| {
            let text = text::small_strong(self.label).color(Tokens::of(ui).ink);
            ui.add(Label::new(text).sense(Sense::hover()))
        });
        let error = self.error.take();
        let name = self.label.to_owned();
        let edit = self.show_edit(ui, error.is_some());
        let mut response = edit.response.response.clone();
        response = match label {
            Some(label) => response.labelled_by(label.id),
            None => response.accessible_name(name),
        };
        if let Some(error) = error {
            let message = show_error(ui, error);
            mark_error(ui, response.id, &message);
        }
        TextFieldOutput { response }
    }

    fn show_edit(self, ui: &mut Ui, has_error: bool) -> TextEditOutput {
        let t = Tokens::of(ui);
        let id = self.id.unwrap_or_else(|| ui.make_persistent_id(("field", self.label)));
        accept_typing(ui, id);
        keep_caret_in_text(ui, id, self.text);
        let colour = match (has_error, ui.memory(|memory| memory.has_focus(id))) {
            (true, _) => t.kind_ink(Tone::Flag),
            (false, true) => t.accent,
            (false, false) => t.line,
        };
        let frame = Frame::new()
            .fill(if self.on_page { t.card } else { t.page })
            .stroke(Stroke::new(1.0, colour))
            .corner_radius(CornerRadius::same(size::CONTROL_RADIUS))
            .inner_margin(Margin { right: 11 + self.space_at_end, ..Margin::symmetric(11, 8) });
        let edit = match self.rows {
            Some(rows) => TextEdit::multiline(self.text).desired_rows(rows),
            None => TextEdit::singleline(self.text),
        };
        ui.scope(|ui| {
            apply_line_height(ui, Type::Body);
            edit.id(id)
                .password(self.is_password)
                .font(text::font(Type::Body, Weight::Regular))
                .hint_text(discreet::hint(RichText::new(self.hint).line_height(Some(Type::Body.line_height()))))
                .frame(frame)
                .desired_width(f32::INFINITY)
                .show(ui)
        })
        .inner
    }
}

fn typing_offer_id() -> Id {
    Id::unique("rapport: typing for the first field of a dialog")
}

/// Offers letters, typed while no field has the focus, to the first field of a dialog. To be called
/// before the dialog is shown.
pub(super) fn offer_typing(ctx: &Context) {
    let is_letter = |event: &Event| matches!(event, Event::Text(text) if !text.trim().is_empty());
    let has_letters = ctx.input(|input| input.events.iter().any(is_letter));
    let is_offered = has_letters && !ctx.text_edit_focused() && !Popup::is_any_open(ctx);
    ctx.data_mut(|data| data.insert_temp(typing_offer_id(), is_offered));
}

/// Whether letters wait for the first field of a dialog.
pub fn is_typing_offered(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(typing_offer_id())).unwrap_or(false)
}

/// Focuses a field before it is shown, if there are letters for it.
fn accept_typing(ui: &Ui, id: Id) {
    let is_reachable = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    let is_offered = is_reachable && ui.data_mut(|data| data.remove_temp(typing_offer_id())).unwrap_or(false);
    if is_offered {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

/// Moves the caret of a focused text edit back into its text, before it is shown. egui counts the
/// glyphs of a line as characters, and some scripts have more glyphs: the caret can get behind the
/// text, where Ctrl+Left overflows.
pub fn keep_caret_in_text(ui: &Ui, id: Id, text: &str) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let Some(mut state) = TextEditState::load(ui, id) else { return };
    let Some(mut range) = state.cursor.char_range() else { return };
    let end = CCursor::new(text.chars().count());
    let is_beyond = |cursor: &CCursor| cursor.index > end.index;
    if [range.primary, range.secondary].iter().any(is_beyond) {
        for cursor in [&mut range.primary, &mut range.secondary].into_iter().filter(|cursor| is_beyond(cursor)) {
            *cursor = end;
        }
        state.cursor.set_char_range(Some(range));
        state.store(ui, id);
    }
}

/// Moves the caret after the first `chars` characters and clears the undo history, which would
/// bring back a prefix that has become the kind.
pub fn move_caret(ui: &Ui, id: Id, chars: usize) {
    let Some(mut state) = TextEditState::load(ui, id) else { return };
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(chars))));
    state.clear_undoer();
    state.store(ui, id);
}

/// Gives the text edits of a [`Ui`] the line height of the type scale: egui adds a fixed space to
/// that of the font.
pub fn apply_line_height(ui: &mut Ui, step: Type) {
    let font_height = ui.fonts_mut(|fonts| fonts.row_height(&text::font(step, Weight::Regular)));
    ui.spacing_mut().extra_text_line_spacing = step.line_height() - font_height;
}

/// Ties what is wrong with a field to it, and has a screen reader say it.
pub fn mark_error(ui: &Ui, field: Id, message: &Response) {
    ui.accesskit_node_builder(field, |node| {
        node.set_invalid(Invalid::True);
        node.set_error_message(message.id.accesskit_id());
    });
    ui.accesskit_node_builder(message.id, |node| node.set_live(Live::Assertive));
}

fn show_error(ui: &mut Ui, error: &str) -> Response {
    let ink = Tokens::of(ui).kind_ink(Tone::Flag);
    let text = text::fine(format!("{} {error}", icons::WARNING_CIRCLE)).color(ink);
    let response = ui.add(Label::new(text).wrap());
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, ui.is_enabled(), error));
    response
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, accesskit::Role};
    use egui_kittest::{
        Harness,
        kittest::{NodeT as _, Queryable as _},
    };

    use super::*;

    #[test]
    fn field_is_found_by_its_label_and_accepts_text() {
        let mut harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, text: &mut String| {
                TextField::singleline("What did you see?", text).show(ui);
            },
            String::new(),
        );
        harness.key_press(Key::Tab);
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "What did you see?").type_text("Quiet today");
        harness.run();
        assert_eq!(harness.state(), "Quiet today");
    }

    #[test]
    fn hidden_label_is_still_the_accessible_name() {
        let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, text: &mut String| {
                TextField::singleline("Find in history", text).hide_label().hint("Find").show(ui);
            },
            String::new(),
        );
        harness.get_by_role_and_label(Role::TextInput, "Find in history");
    }

    #[test]
    fn error_is_associated_with_the_field() {
        let harness = Harness::builder().with_context_setup(crate::ui::install).build_ui_state(
            |ui, text: &mut String| {
                TextField::singleline("Name", text).error(Some("Someone has this name.")).show(ui);
            },
            "Dana".to_owned(),
        );
        let field = harness.get_by_role_and_label(Role::TextInput, "Name");
        assert_eq!(field.accesskit_node().data().invalid(), Some(Invalid::True));
        harness.get_by_label("Someone has this name.");
    }
}
