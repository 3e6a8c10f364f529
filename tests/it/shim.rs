//! The shims, as people, scripts and cmd/go call them: what runs, in which environment, and what is refused.

mod attended;
mod environment;
mod loops;
mod missing;
mod passing;
mod places;
mod project_env;
mod project_gopath;
mod project_target;
mod refusals;
mod switching;
mod system;

use std::collections::BTreeMap;
use std::path::Path;

use gom_shim::layout::Layout;

use crate::support::call::Call;
use crate::support::world::World;

/// The environment that the toolchain was started in, as the fake Go tells it.
#[track_caller]
fn environment_of(call: &Call<'_>) -> BTreeMap<String, String> {
    let outcome = call.ok();
    let pairs = outcome.stdout.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

/// Puts a shim under another name: `bin/go1.24.4`, `switch/go1.23.0`.
fn place_shim(world: &World, dir: &Path, name: &str) {
    std::fs::create_dir_all(dir).unwrap();
    let path = Layout::shim(dir, name);
    if std::fs::hard_link(env!("CARGO_BIN_EXE_gom-shim"), &path).is_err() {
        std::fs::copy(env!("CARGO_BIN_EXE_gom-shim"), &path).unwrap();
    }
    assert!(path.starts_with(world.root()));
}

/// A project with this go.mod.
fn go_mod(world: &World, dir: &str, lines: &str) {
    world.file(format!("{dir}/go.mod"), format!("module m\n\n{lines}\n"));
}

/// A project pinned by gotoolchain.toml.
fn pinned(world: &World, dir: &str, request: &str) {
    let text = format!("[toolchain]\ngo = \"{request}\"\n");
    world.file(format!("{dir}/gotoolchain.toml"), text);
}

/// Adds lines to the user's config.toml.
fn add_config(world: &World, lines: &str) {
    let path = world.layout().config_file();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    world.config(&format!("{lines}{text}"));
}
