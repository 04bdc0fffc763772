//! Rapport: a private journal for people who lead other people.
//!
//! The floors, lowest first: [`domain`] (the rules), [`store`] (the file), [`journal`] (the open journal).
//! A module stands above all that it uses; `docs/architecture.md` says more.

pub mod domain;
pub mod journal;
pub mod store;
