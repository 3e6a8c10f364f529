//! `gom`, the command a person types.
fn main() {}
