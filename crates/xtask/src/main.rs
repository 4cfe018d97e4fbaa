//! The commands of a developer: serve, build, test, bench, and the set-up they share.

fn main() {}
