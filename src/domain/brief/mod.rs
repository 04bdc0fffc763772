//! Facts for the brief: the order of the agenda, stale topics and upcoming dates.

pub mod agenda;
pub mod stale_topics;
pub mod upcoming_dates;
