//! Rapport: a private journal for people managers.
//!
//! The layers, lowest first: [`domain`] (types and rules), [`wording`] (sentences that users read),
//! [`store`] (the `SQLite` file), [`journal`] (the open journal and its changes), [`export`],
//! [`import`] and [`sample`] (generated journals), `ui` (screens) and [`cli`] (commands), and `app`
//! (the program with a window). `ui` and `app` need the feature `window`. A module uses only layers
//! below its own: see `docs/architecture.md`.

#[cfg(feature = "window")]
pub mod app;
pub mod cli;
pub mod domain;
pub mod export;
pub mod import;
pub mod journal;
pub mod sample;
pub mod store;
#[cfg(feature = "window")]
pub mod ui;
pub mod wording;
