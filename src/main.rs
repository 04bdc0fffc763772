//! The program: reads its arguments and opens the window or the terminal.

fn main() {}
