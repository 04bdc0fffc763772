//! The journal file: opening, schema, migrations, records and queries.

mod activity_stats;
mod check;
mod entries;
mod evidence;
mod file_size;
mod migrations;
mod opening;
mod read_only;
mod recover;
mod schema;
mod search;
