//! SIGKILL at any moment: nothing half is visible, and the next run finds nothing in its way.
#![cfg(unix)]

use std::time::{Duration, Instant};

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::{archive_path, runs, shop};
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

/// Waits until something is being unpacked. Looks for one file: others come and go meanwhile.
#[track_caller]
pub(super) fn wait_until_staged(world: &World) {
    let is_staged = || {
        let staged = std::fs::read_dir(world.layout().staging());
        let mut staged = staged.into_iter().flatten().flatten();
        staged.any(|entry| entry.path().join("root/bin/go").exists())
    };
    let until = Instant::now() + Duration::from_secs(30);
    while !is_staged() {
        assert!(Instant::now() < until, "nothing is staged");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What unfinished work of every run leaves: nothing.
#[track_caller]
pub(super) fn nothing_is_left(world: &World) {
    for dir in [world.layout().staging(), world.layout().trash()] {
        let left = Snapshot::take(&dir);
        assert!(
            left.paths().is_empty(),
            "{}: {:?}",
            dir.display(),
            left.paths()
        );
    }
}

#[test]
fn while_the_body_stalls() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.stall_after(300_000, Duration::from_secs(60))
    });
    let mut child = world.gom(["install", "1.22.6"]).spawn();
    wait_until_staged(&world);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        Snapshot::take(&world.layout().toolchains())
            .paths()
            .is_empty()
    );
    server.mend();
    world.gom(["install", "1.22.6"]).ok();
    nothing_is_left(&world);
    runs(&world, "1.22.6");
}

/// Killed when everything was done but the tidying up.
#[test]
fn after_the_rename() {
    let (world, _server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    let name = gom_shim::layout::Layout::toolchain_name(
        &Version::parse("1.22.6").unwrap(),
        &Platform::host(),
    );
    for dir in [world.layout().staging(), world.layout().trash()] {
        world.file(dir.join(format!("{name}.1~1/spool")), "left");
    }
    world.gom(["install", "1.22.6"]).ok();
    nothing_is_left(&world);
}

#[test]
fn at_any_time() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.drip(32 << 10, Duration::from_millis(5))
    });
    let root = world
        .layout()
        .toolchain(&Version::parse("1.22.6").unwrap(), &Platform::host());
    world.gom(["install", "1.22.6"]).ok();
    let whole = Snapshot::take(&root);
    world.gom(["uninstall", "-y", "1.22.6"]).ok();
    for run in 0..12 {
        let mut child = world.gom(["install", "1.22.6"]).spawn();
        std::thread::sleep(Duration::from_millis(30 * run));
        child.kill().unwrap();
        child.wait().unwrap();
        let there = Snapshot::take(&root);
        let all_or_nothing = there.paths().is_empty() || there.paths() == whole.paths();
        assert!(all_or_nothing, "run {run}: {:?}", whole.changes(&there));
        let staged = std::fs::read_dir(world.layout().staging()).map_or(0, Iterator::count);
        assert!(staged <= 1, "one crashed run at most");
        world.gom(["install", "1.22.6"]).ok();
        nothing_is_left(&world);
        runs(&world, "1.22.6");
        world.gom(["uninstall", "-y", "1.22.6"]).ok();
    }
}
