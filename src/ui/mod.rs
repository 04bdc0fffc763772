//! The window: what it looks like, what it is made of, and its screens. The only floor, with `app`, that names egui.
//!
//! [`tokens`] holds every colour and size, [`theme`] tells egui about them, [`fonts`] and [`icons`] bring the letters and
//! signs, [`text`] the type scale, and [`widget`] the pieces that every screen is built from. A screen is given a
//! [`screen_context::ScreenContext`]: it reads the journal, keeps drafts, and asks for what it wants with an [`action::Action`]. It never
//! writes; the app does, after the screens were shown.

pub mod action;
mod background_job;
pub mod composer;
pub mod dialog;
pub mod entry;
pub mod file_drop;
mod file_picker;
pub mod first_run;
pub mod fonts;
pub mod icons;
mod input_sequencer;
pub mod intention;
mod keys;
mod kind_style;
pub mod open_error_page;
pub mod person;
mod person_style;
pub mod question_card;
pub mod reflect;
pub mod review_prefs;
pub mod route;
pub mod screen_context;
pub mod shortcut;
pub mod sidebar;
pub mod text;
pub mod theme;
pub mod today;
pub mod tokens;
pub mod widget;

/// Gives a context the look of Rapport: fonts, both themes, and what dialogs need to hand focus back.
///
/// Call it once, before the first frame.
pub fn install(ctx: &eframe::egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
    widget::dialog::install(ctx);
    input_sequencer::install(ctx);
}
