//! The open journal: changes, undo, drafts, several windows, and crashes.

mod backup;
mod changes;
mod closing;
mod concurrency;
mod damaged;
mod displaced;
mod drafts;
mod erase;
mod import_bundle;
mod leader;
mod meetings;
mod reclassify;
mod review;
mod transitions;
mod undo_property;
