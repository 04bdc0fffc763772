//! Modal dialogs over the shaded window.
//!
//! The first control of the body gets the focus and Tab stays inside; Esc and a click outside close
//! the dialog, and the focus returns to where it was. The body scrolls when the window is low;
//! title and buttons stay.

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, Area, Context, FocusDirection, Frame, Id, Label, LayerId, Layout, Margin, Modal, Order, ScrollArea,
    Stroke, Ui, ViewportId, vec2,
};

use super::{field, heading::page_title, scroll};
use crate::ui::{
    keys, text,
    tokens::{Tokens, size},
    width_class::WidthClass,
};

/// Padding between the edge of a dialog and its content.
const PADDING: i8 = 20;
/// The part of the padding that belongs to the body, so that focus rings are not clipped.
const FOCUS_RING_MARGIN: i8 = 4;

type TitleContents<'a> = Box<dyn FnOnce(&mut Ui) + 'a>;
/// Height of title, footer and the spaces around them.
const CHROME_HEIGHT: f32 = 130.0;
/// The same in a compact window, where the title and the buttons may take two lines.
const CHROME_HEIGHT_COMPACT: f32 = 200.0;
/// The first pass of a dialog cannot take the focus, so it is requested in a few more.
const FOCUS_ATTEMPTS: u8 = 4;

/// A dialog, shown last in each frame while it is open.
///
/// ```text
/// let output = Dialog::new(Id::unique("flag"), "Something is off")
///     .note("Only you can read this.")
///     .show(ui, |ui| { … }, |ui| { … ui.add(Button::primary("Save")); });
/// if output.closed { self.flag = None; }
/// ```
#[must_use = "call `show`"]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    title_contents: Option<TitleContents<'a>>,
    note: &'a str,
    width: f32,
    has_chrome: bool,
}

/// What happened in a dialog in this frame.
pub struct DialogOutput<B, F> {
    /// The value returned by the body.
    pub body: B,
    /// The value returned by the footer.
    pub buttons: F,
    /// Whether it was dismissed with Esc or a click outside.
    pub closed: bool,
}

impl<'a> Dialog<'a> {
    /// A dialog with its title, which is also its accessible name.
    pub fn new(id: Id, title: &'a str) -> Self {
        Self { id, title, title_contents: None, note: "", width: size::DIALOG, has_chrome: true }
    }

    /// Adds content at the right of the title, as the chip of the kind being written.
    pub fn title_contents(mut self, add: impl FnOnce(&mut Ui) + 'a) -> Self {
        self.title_contents = Some(Box::new(add));
        self
    }

    /// A short text at the left of the buttons.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// Only the body: the title remains the accessible name, and the footer has no height of its
    /// own.
    pub fn bare(mut self) -> Self {
        self.has_chrome = false;
        self
    }

    /// Overrides the width.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it. Buttons are added from the right: the primary one first.
    pub fn show<B, F>(
        self,
        ctx: &Context,
        body: impl FnOnce(&mut Ui) -> B,
        buttons: impl FnOnce(&mut Ui) -> F,
    ) -> DialogOutput<B, F> {
        let window = ctx.content_rect();
        let is_compact = WidthClass::of(ctx) == WidthClass::Compact;
        let top_margin = if is_compact { 16.0 } else { (window.height() * 0.134).clamp(16.0, 110.0) };
        let width = self.width.min(window.width() - 32.0).max(0.0);
        let chrome_height = if is_compact { CHROME_HEIGHT_COMPACT } else { CHROME_HEIGHT };
        let max_height = (window.height() - top_margin - 24.0 - chrome_height).max(80.0);
        let (id, title) = (self.id, self.title.to_owned());
        let area = area(id, &title, top_margin);
        focus_first_control(ctx, id, area.layer());
        field::offer_typing(ctx);
        let layer = area.layer();
        let output = modal(ctx, id, area).show(ctx, |ui| {
            // The content of the area is named by its layer.
            ui.accesskit_node_builder(layer.id, eframe::egui::accesskit::Node::set_modal);
            ui.set_width(width - 2.0 * f32::from(PADDING - FOCUS_RING_MARGIN) - 2.0);
            ui.spacing_mut().item_spacing.y = 8.0;
            let note = self.note;
            let inset = Frame::new().inner_margin(Margin::symmetric(FOCUS_RING_MARGIN, 0));
            if self.has_chrome {
                inset.show(ui, |ui| show_title(ui, self.title, self.title_contents));
            }
            let body = show_body(ui, max_height, body);
            let buttons =
                if self.has_chrome { inset.show(ui, |ui| show_footer(ui, note, buttons)).inner } else { buttons(ui) };
            (body, buttons)
        });
        // It is centred by its width of the last frame, which was another one in another window.
        let offset = output.response.rect.center().x - window.center().x;
        if offset.abs() > 1.0 {
            ctx.request_repaint();
        }
        let closed = output.should_close();
        let (body, buttons) = output.inner;
        DialogOutput { body, buttons, closed }
    }
}

/// The area of a dialog: anchored below the top of the window, so that it does not jump as it
/// grows.
fn area(id: Id, title: &str, top_margin: f32) -> Area {
    Modal::default_area(id)
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, top_margin.round()))
        .default_size(vec2(size::DIALOG, 100.0))
        .accessible_name(title)
}

fn modal(ctx: &Context, id: Id, area: Area) -> Modal {
    let t = Tokens::of(ctx);
    let frame = Frame::new()
        .fill(t.card)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(size::CARD_RADIUS + 2)
        .shadow(ctx.style_of(ctx.theme()).visuals.window_shadow)
        .inner_margin(Margin::symmetric(PADDING - FOCUS_RING_MARGIN, PADDING));
    Modal::new(id).area(area).backdrop_color(t.shade).frame(frame)
}

fn show_title(ui: &mut Ui, title: &str, contents: Option<TitleContents<'_>>) {
    let ink = Tokens::of(ui).ink;
    let title = Label::new(text::section(title).color(ink)).wrap();
    let Some(contents) = contents else {
        page_title(ui, title);
        return;
    };
    if WidthClass::of(ui) == WidthClass::Compact {
        page_title(ui, title);
        ui.horizontal(contents);
        return;
    }
    ui.horizontal(|ui| {
        page_title(ui, title);
        ui.with_layout(Layout::right_to_left(Align::Center), contents);
    });
}

fn show_body<R>(ui: &mut Ui, max_height: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let area = ScrollArea::vertical()
        .max_height(max_height)
        // Otherwise a body higher than the initial size of the area would never grow.
        .min_scrolled_height(max_height)
        .content_margin(Margin { right: FOCUS_RING_MARGIN + size::SCROLL_BAR, ..Margin::same(FOCUS_RING_MARGIN) })
        .auto_shrink([false, true]);
    let show = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 14.0;
        keys::scroll_by_page(ui, max_height);
        add(ui)
    };
    scroll::with_bar_in_margin(ui, |ui| scroll::show(ui, area, show).inner)
}

fn show_footer<R>(ui: &mut Ui, note: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let faint = Tokens::of(ui).ink_faint;
    let room = vec2(ui.available_width(), size::CONTROL);
    if WidthClass::of(ui) == WidthClass::Compact {
        if !note.is_empty() {
            ui.add(Label::new(text::fine(note).color(faint)).wrap());
        }
        let layout = Layout::right_to_left(Align::Center).with_main_wrap(true);
        return ui.allocate_ui_with_layout(room, layout, add).inner;
    }
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        let inner = add(ui);
        if !note.is_empty() {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                super::truncated_label::truncated_label(ui, text::fine(note).color(faint));
            });
        }
        inner
    })
    .inner
}

/// The state of an open dialog.
#[derive(Clone, Copy)]
struct OpenDialog {
    id: Id,
    /// The widget that had the focus before.
    previous_focus: Option<Id>,
    /// The last pass in which it was shown.
    last_pass: u64,
    focus_attempts: u8,
}

/// The open dialogs, outermost first.
#[derive(Clone, Default)]
struct DialogStack(Vec<OpenDialog>);

fn stack_id() -> Id {
    Id::unique("rapport: open dialogs")
}

/// Focuses the control added next, while the dialog is new and nothing in it has the focus. In its
/// first pass, the focus may go to a toast instead.
fn focus_first_control(ctx: &Context, id: Id, layer: LayerId) {
    let pass = ctx.cumulative_pass_nr();
    let focused = ctx.memory(eframe::egui::Memory::focused);
    let response = focused.and_then(|focused| ctx.read_response(focused));
    let is_inside = response.is_some_and(|response| response.layer_id == layer);
    let should_focus = ctx.data_mut(|data| {
        let DialogStack(open) = data.get_temp_mut_or_default(stack_id());
        if let Some(dialog) = open.iter_mut().find(|dialog| dialog.id == id) {
            dialog.last_pass = pass;
            dialog.focus_attempts = if is_inside { 0 } else { dialog.focus_attempts.saturating_sub(1) };
            return dialog.focus_attempts > 0;
        }
        open.push(OpenDialog { id, previous_focus: focused, last_pass: pass, focus_attempts: FOCUS_ATTEMPTS });
        true
    });
    if should_focus {
        ctx.memory_mut(|memory| {
            if let Some(focused) = focused {
                memory.surrender_focus(focused);
            }
            memory.move_focus(FocusDirection::Next);
        });
        ctx.request_repaint();
    }
}

/// Restores the focus after a dialog was closed. Called once per context, by
/// [`crate::ui::install`].
pub fn install(ctx: &Context) {
    ctx.on_end_pass("rapport: focus after a dialog", Arc::new(|ui| restore_focus(ui)));
}

fn restore_focus(ctx: &Context) {
    // The other windows have no dialogs, and count their passes for themselves.
    if ctx.viewport_id() != ViewportId::ROOT {
        return;
    }
    let pass = ctx.cumulative_pass_nr();
    let restored = ctx.data_mut(|data| {
        let DialogStack(open) = data.get_temp_mut_or_default(stack_id());
        let outermost = open.iter().position(|dialog| dialog.last_pass < pass)?;
        let closed: Vec<OpenDialog> = open.drain(outermost..).collect();
        closed.first().map(|dialog| dialog.previous_focus)
    });
    if let Some(previous) = restored {
        if let Some(previous) = previous {
            ctx.memory_mut(|memory| memory.request_focus(previous));
        }
        ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, accesskit::Role};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::{
        super::{button::Button, field::TextField, toast::toast},
        *,
    };

    #[derive(Default)]
    struct State {
        open: bool,
        saw: String,
        needs: String,
    }

    fn show(ui: &mut Ui, state: &mut State) {
        ui.add(Button::plain("Before"));
        if ui.add(Button::plain("Flag")).clicked() {
            state.open = true;
        }
        if state.open {
            let out = Dialog::new(Id::unique("flag"), "Something is off").note("Only you can read this.").show(
                ui,
                |ui| {
                    TextField::singleline("What did you see?", &mut state.saw).show(ui);
                    TextField::singleline("What might they need?", &mut state.needs).show(ui);
                },
                |ui| {
                    let keep = ui.add(Button::primary("Save")).clicked();
                    ui.add(Button::plain("Cancel")).clicked() || keep
                },
            );
            if out.closed || out.buttons {
                state.open = false;
            }
        }
    }

    fn open_dialog() -> Harness<'static, State> {
        let mut harness =
            Harness::builder().with_context_setup(crate::ui::install).build_ui_state(show, State::default());
        harness.key_press(Key::Tab);
        harness.key_press(Key::Tab);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness
    }

    #[test]
    fn first_field_has_focus_and_tab_stays_inside() {
        let mut harness = open_dialog();
        harness.get_by_role_and_label(Role::Dialog, "Something is off");
        assert!(harness.get_by_label("What did you see?").is_focused());
        for _ in 0..4 {
            harness.key_press(Key::Tab);
            harness.run();
        }
        assert!(harness.get_by_label("What did you see?").is_focused());
        assert!(!harness.get_by_label("Before").is_focused());
    }

    #[test]
    fn first_field_has_focus_while_a_toast_is_shown() {
        let show = |ui: &mut Ui, state: &mut State| {
            show(ui, state);
            let _ = toast(ui, "Saved", &["Undo"]);
        };
        let mut harness =
            Harness::builder().with_context_setup(crate::ui::install).build_ui_state(show, State::default());
        harness.run();
        harness.state_mut().open = true;
        harness.run();
        assert!(harness.get_by_label("What did you see?").is_focused());
    }

    #[test]
    fn esc_closes_and_restores_focus() {
        let mut harness = open_dialog();
        harness.key_press(Key::Escape);
        harness.run();
        assert!(!harness.state().open);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::Button, "Flag").is_focused());
    }

    #[test]
    fn button_closes_and_restores_focus() {
        let mut harness = open_dialog();
        harness.get_by_label("Save").click();
        harness.run();
        assert!(!harness.state().open);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::Button, "Flag").is_focused());
    }

    #[test]
    fn dialog_is_never_taller_than_the_window() {
        let mut harness =
            Harness::builder().with_size(vec2(700.0, 320.0)).with_context_setup(crate::ui::install).build_ui(|ui| {
                Dialog::new(Id::unique("long"), "Much to say").show(
                    ui,
                    |ui| {
                        for line in 0..60 {
                            ui.label(format!("line {line}"));
                        }
                    },
                    |ui| ui.add(Button::primary("Done")),
                );
            });
        harness.run();
        let button = harness.get_by_role_and_label(Role::Button, "Done").rect();
        assert!(button.bottom() < 320.0, "{button:?}");
    }
}
