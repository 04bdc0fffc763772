//! Tests of the library without the window, in one binary so that it is linked once. Real journals
//! in temporary folders.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first thing that is wrong")]

#[path = "../support/approved.rs"]
mod approved;
#[path = "../support/displacement.rs"]
mod displacement;
mod export;
mod glossary;
mod import;
mod journal;
mod layering;
mod sample;
mod store;
#[path = "../support/mod.rs"]
mod support;
