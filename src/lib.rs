//! Rapport: a private journal for people who lead other people.
//!
//! The floors, lowest first: [`domain`] (the rules), [`store`] (the file), [`journal`] (the open journal), [`export`]
//! (what leaves it), [`import`] (what comes in), [`sample`] (journals to look around in), [`ui`] (the window's screens), [`cli`] (the terminal),
//! [`app`] (the program with a window). A module stands above all that it uses; `docs/architecture.md` says more.

pub mod app;
pub mod cli;
pub mod domain;
pub mod export;
pub mod import;
pub mod journal;
pub mod sample;
pub mod store;
pub mod ui;
pub mod wording;
