//! The commands, as people see them and as scripts read them.

mod completions;
mod config;
mod current;
mod default;
mod env;
mod exec;
mod flags;
mod help;
mod link;
mod list;
mod mistakes;
mod odd_files;
mod trust;
mod trust_list;
mod trust_shown;
mod use_;
mod which;
mod words;

use crate::support::world::World;

/// A project with this go.mod.
fn go_mod(world: &World, dir: &str, lines: &str) {
    world.file(format!("{dir}/go.mod"), format!("module m\n\n{lines}\n"));
}

/// A project pinned by gotoolchain.toml.
fn pinned(world: &World, dir: &str, request: &str) {
    let text = format!("[toolchain]\ngo = \"{request}\"\n");
    world.file(format!("{dir}/gotoolchain.toml"), text);
}

/// The text of a file of the world.
fn text(world: &World, path: &str) -> String {
    std::fs::read_to_string(world.path(path)).unwrap()
}
