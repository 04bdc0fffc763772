//! A review: what was written about a person in a period, which part of it says how they did, and how fairly the period is
//! covered.

pub mod evidence;
pub mod line;
pub mod period;
pub mod recency;
