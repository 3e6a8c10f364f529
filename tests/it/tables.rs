//! The tables that the hot side reads in a toolchain's root, held against that toolchain.
//!
//! Asked are the Go on PATH and the roots in GOM_TEST_GOROOTS, a list like PATH.

mod godebug;
mod levels;
mod names;
mod ports;
mod runtime;

use std::path::{Path, PathBuf};

use gom_shim::go_value::{self, Checked};
use gom_shim::toolchain::version_of;

use crate::support::call::Call;
use crate::support::program;
use crate::support::world::World;

const EXE: &str = std::env::consts::EXE_SUFFIX;

/// A real toolchain.
struct Go {
    root: PathBuf,
    /// The N of 1.N.
    minor: u32,
}

impl Go {
    fn new(root: PathBuf) -> Option<Self> {
        let version = version_of(&root)?.to_string();
        let minor = version.split('.').nth(1)?;
        let digits = minor.find(|c: char| !c.is_ascii_digit());
        let minor = minor[..digits.unwrap_or(minor.len())].parse().ok()?;
        Some(Self { root, minor })
    }

    /// Its `go`, in the world's directory `module`, which has a go.mod.
    fn call<'w>(&self, world: &'w World, args: &[&str]) -> Call<'w> {
        if !world.path("module/go.mod").is_file() {
            world.file("module/go.mod", "module example.com/m\n\ngo 1.16\n");
        }
        let go = self.root.join("bin").join(format!("go{EXE}"));
        let call = world.program(go, args).at("module");
        call.env("GOTOOLCHAIN", "local").env("GO111MODULE", "on")
    }

    /// What gom says of a value.
    fn check(&self, name: &str, value: &str) -> Checked {
        let version = version_of(&self.root);
        go_value::check(name, value, &self.root, version.as_ref())
    }
}

/// Every real Go that this test run knows, the one on PATH first.
fn real(world: &World) -> Vec<Go> {
    let on_path = program::on_path("go").map(|go| {
        let env = world.program(&go, ["env", "GOROOT"]);
        PathBuf::from(env.env("GOTOOLCHAIN", "local").ok().stdout.trim())
    });
    let more = std::env::var_os("GOM_TEST_GOROOTS").unwrap_or_default();
    let more = std::env::split_paths(&more).filter(|root| root.is_absolute());
    on_path
        .into_iter()
        .chain(more)
        .filter_map(Go::new)
        .collect()
}

/// Every real Go from 1.N on, or the end of the test.
macro_rules! real_or_skip {
    ($world:expr, since $minor:expr) => {{
        let mut found = super::real($world);
        found.retain(|go| go.minor >= $minor);
        if found.is_empty() {
            let wanted = concat!("no Go since 1.", $minor);
            crate::support::skip::skip!("{wanted} on PATH or in GOM_TEST_GOROOTS");
        }
        found
    }};
}
use real_or_skip;

/// Fails where gom and Go disagree about a value, saying which root it was.
#[track_caller]
fn agree(root: &Path, setting: &str, gom: &Checked, go_accepts: bool, said: &str) {
    assert_eq!(
        gom.is_ok(),
        go_accepts,
        "{setting} with {}: gom says {gom:?}, Go says {said}",
        root.display()
    );
}
