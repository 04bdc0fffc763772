//! Full-text search that ignores case and accents.
//!
//! [`query`] is the language of the search, [`words`] what its index has of a text, [`facet`] how
//! what was found is narrowed, and [`kind`] what it can be.

pub mod facet;
pub mod kind;
pub mod query;
pub mod words;
