//! The commands and options that scripts may use. Clap derives their names from Rust names.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};
use rapport::cli::Arguments;

use crate::assert_frozen;

#[test]
fn commands_and_options_keep_their_names() {
    let mut program = Arguments::command();
    program.build();
    let mut found = String::new();
    list(&mut program, &mut found);
    assert_frozen("commands.txt", &found);
}

/// The option, and its former names.
fn describe_option(option: &Arg) -> String {
    let former = option.get_all_aliases().unwrap_or_default().into_iter().map(|name| format!(" (--{name})"));
    format!("{option}{}", former.collect::<String>())
}

/// A line of usage and a line of options for each command; global options are in those of the
/// program.
fn list(command: &mut Command, out: &mut String) {
    writeln!(out, "{}", command.render_usage().to_string().trim_start_matches("Usage: ")).unwrap();
    let is_program = command.has_subcommands();
    let options = command.get_arguments().filter(|of| !of.is_positional() && (is_program || !of.is_global_set()));
    let mut options: Vec<String> = options.map(describe_option).filter(|name| name != "--help").collect();
    options.sort();
    if !options.is_empty() {
        writeln!(out, "  {}", options.join("  ")).unwrap();
    }
    for below in command.get_subcommands_mut().filter(|below| below.get_name() != "help") {
        list(below, out);
    }
}
