//! `gom uninstall`: asks where it would surprise.

use gom_shim::platform::Platform;
use snapbox::str;

use super::{Visible, shop};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::terminal::Terminal;
use crate::support::world::World;

/// Three toolchains of this machine; 1.23.0 is the default.
fn furnished() -> World {
    let world = World::with_default("1.23.0");
    world.installed("1.22.5");
    world.installed("1.22.6");
    world
}

#[test]
fn an_exact_version_goes_with_its_shim() {
    let (world, _server) = shop(&["1.22.6", "1.21.1"]);
    world.gom(["install", "1.22.6", "1.21.1"]).ok();
    let before = Snapshot::take(&world.layout().bin());
    world.gom(["uninstall", "1.21.1"]).ok().stderr_eq(str![[r#"
removed go1.21.1-[OS_ARCH]
go is now go1.22.6 ([GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/bin/go)

"#]]);
    let gone = before.changes(&Snapshot::take(&world.layout().bin()));
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert!(
        gone[0].starts_with(&format!("- go1.21.1{} ", std::env::consts::EXE_SUFFIX)),
        "{gone:?}"
    );
    assert!(Snapshot::take(&world.layout().trash()).paths().is_empty());
    world
        .gom(["uninstall", "1.21.1"])
        .fails(4)
        .stderr_eq(str![[r#"
error: 1.21.1 is not installed

hint: gom list

"#]]);
}

#[test]
fn a_line_and_the_default_are_not_removed_without_an_answer() {
    let world = furnished();
    let before = Visible::of(&world);
    world
        .gom(["uninstall", "1.22"])
        .fails(2)
        .stderr_eq(str![[r#"
error: not removed: 1.22 means go1.22.5-[OS_ARCH], go1.22.6-[OS_ARCH]; remove all 2?

hint: gom uninstall -y 1.22

"#]]);
    world
        .gom(["uninstall", "1.23.0"])
        .fails(2)
        .stderr_eq(str![[r#"
error: not removed: go1.23.0-[OS_ARCH] is the default; remove it?

hint: gom uninstall -y 1.23.0

"#]]);
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.22.5\"\n");
    world
        .gom(["uninstall", "1.22.5"])
        .at("p")
        .fails(2)
        .stderr_eq(str![[r#"
error: not removed: go1.22.5-[OS_ARCH] is what gotoolchain.toml:2 asks for; remove it?

hint: gom uninstall -y 1.22.5

"#]]);
    before.assert_unchanged();
}

/// A toolchain of another platform is named with it.
#[test]
fn the_hint_can_be_pasted() {
    let world = furnished();
    let windows = Platform::parse("windows/arm64").unwrap();
    world.installed_for("1.23.0", &windows);
    world.installed_for("1.22.6", &windows);
    world
        .gom(["uninstall", "--platform", "windows/arm64", "1.23.0"])
        .ok();
    let outcome = world.gom(["uninstall", "1.23.0"]).fails(2);
    let hint = outcome
        .stderr
        .lines()
        .find_map(|line| line.strip_prefix("hint: gom "));
    world.gom(hint.unwrap().split(' ')).ok();
    let left = world.gom(["list"]).ok().stdout;
    assert_eq!(left.matches("go1.2").count(), 3, "{left}");
}

#[test]
fn yes_answers() {
    let world = furnished();
    world
        .gom(["uninstall", "-y", "1.22"])
        .ok()
        .stderr_eq(str![[r#"
removed go1.22.5-[OS_ARCH]
removed go1.22.6-[OS_ARCH]
go is now go1.23.0 ([GOM_HOME]/toolchains/go1.23.0-[OS_ARCH]/bin/go)

"#]]);
    world
        .gom(["remove", "-y", "1.23.0"])
        .ok()
        .stderr_eq(str![[r#"
removed go1.23.0-[OS_ARCH]
go is now missing here: go1.23.0 is not installed (it is the default)

"#]]);
    assert!(
        Snapshot::take(&world.layout().toolchains())
            .paths()
            .is_empty()
    );
}

#[cfg_attr(windows, allow(clippy::needless_return))]
#[test]
fn a_person_is_asked() {
    let world = furnished();
    let before = Visible::of(&world);
    let Some(mut terminal) = Terminal::start(&world.gom(["uninstall", "1.22"])) else {
        skip!("no pseudo terminals here");
    };
    terminal.expect("remove all 2? [y/N] ");
    terminal.send("\r");
    terminal.end().code(2);
    before.assert_unchanged();
    let mut terminal = Terminal::start(&world.gom(["uninstall", "1.22"])).unwrap();
    terminal.expect("[y/N] ");
    terminal.send("y\r");
    terminal.end().code(0);
    assert_eq!(
        world.gom(["list", "--json"]).ok().json()["toolchains"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn one_that_fails_keeps_all() {
    let world = furnished();
    let before = Visible::of(&world);
    world.gom(["uninstall", "1.22.5", "1.19.1"]).fails(4);
    world.gom(["uninstall", "1.22.5", "stable"]).fails(2);
    before.assert_unchanged();
}

#[cfg(target_os = "linux")]
#[test]
fn what_runs_stays() {
    let world = furnished();
    let go = world.installed("1.22.6").join("bin/go");
    let call = world.program(go, ["sleep", "60"]);
    let mut child = call.spawn();
    let mut said = [0; 8];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut said).unwrap();
    let before = Visible::of(&world);
    let outcome = world.gom(["uninstall", "1.22.6"]).fails(7);
    super::with(outcome, &[("[PROCESS]", &child.id().to_string())]).stderr_eq(str![[r#"
error: go1.22.6-[OS_ARCH] is in use by process [PROCESS]

hint: end that process, or: gom uninstall --force 1.22.6

"#]]);
    before.assert_unchanged();
    world.gom(["uninstall", "--force", "1.22.6"]).ok();
    child.kill().unwrap();
    child.wait().unwrap();
}
