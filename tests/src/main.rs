//! The runner of the plain-text suite.

fn main() {}
