//! The window: what it looks like, what it is made of, and its screens. The only floor, with `app`, that names egui.
//!
//! [`tokens`] holds every colour and size, [`theme`] tells egui about them, [`fonts`] and [`icons`] bring the letters and
//! signs, [`text`] the type scale, and [`widget`] the pieces that every screen is built from. A screen is given a
//! [`desk::Desk`]: it reads the journal, keeps drafts, and asks for what it wants with an [`action::Action`]. It never
//! writes; the app does, after the screens were shown.

pub mod action;
pub mod composer;
pub mod desk;
pub mod dialog;
pub mod drop;
pub mod entry;
mod file_picker;
pub mod first_run;
pub mod fonts;
pub mod icons;
mod in_turn;
pub mod intention;
mod job;
mod keys;
mod kinds;
pub mod person;
pub mod problem;
pub mod question_card;
pub mod reflect;
pub mod route;
pub mod shell;
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
    in_turn::install(ctx);
}
