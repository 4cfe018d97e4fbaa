//! `stepwise`: the command line, a thin skin on the same parts as the studio.

fn main() {}
