//! The window: its look, its widgets and its screens. Only this layer and `app` name egui.
//!
//! [`tokens`] holds every colour and size, [`theme`] applies them to egui, [`fonts`] and [`icons`]
//! provide glyphs, [`text`] the type scale, and [`widget`] the building blocks of every screen. A
//! screen is given a [`screen_context::ScreenContext`]: it reads the journal, saves drafts, and
//! dispatches an [`action::Action`] for everything else. Only the app changes the journal.

pub mod accessible_tree;
pub mod action;
pub mod background_job;
pub mod capture;
mod command;
pub mod composer;
pub mod dialog;
pub mod discreet;
pub mod entry;
pub mod file_drop;
mod file_picker;
pub mod first_run;
pub mod fonts;
pub mod format_loader;
pub mod icons;
pub mod input_sequencer;
pub mod intention;
mod keys;
mod kind_style;
pub mod lock_settings;
mod mail_link;
mod marked_text;
pub mod open_error_page;
pub mod palette;
pub mod passphrase_page;
pub mod person;
mod person_style;
pub mod question_card;
pub mod reflect;
pub mod region;
mod retention_card;
pub mod review_prefs;
pub mod route;
pub mod screen_context;
pub mod search;
pub mod settings;
pub mod shortcut;
pub mod sidebar;
mod stray_typing;
pub mod text;
mod text_diff;
pub mod theme;
pub mod today;
pub mod tokens;
pub mod unlock_page;
pub mod unreadable_page;
pub mod upgrade_page;
pub mod widget;
pub mod width_class;

/// The smallest size of the window, in points.
pub const MIN_WINDOW_SIZE: [f32; 2] = [360.0, 480.0];

/// Installs fonts, both themes, the focus handling of dialogs, the input sequencer and what
/// assistive technology is told in a context.
///
/// Call it once, before the first frame.
pub fn install(ctx: &eframe::egui::Context) {
    fonts::install(ctx);
    theme::install(ctx);
    widget::dialog::install(ctx);
    input_sequencer::install(ctx);
    accessible_tree::install(ctx);
    discreet::install(ctx);
}
