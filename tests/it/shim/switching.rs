//! cmd/go's own changes of toolchain, through the names in `switch/`.

use super::{pinned, place_shim};
use crate::support::world::World;

const SWITCH_VERSION: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";

/// Base 1.22.6, and the releases that cmd/go is shown.
fn world() -> World {
    let world = World::with_default("1.22.6");
    for version in ["1.24.1", "1.24.4", "1.25.0"] {
        world.installed(version);
    }
    for name in ["go1.23.2", "go1.24.2", "go1.24.4", "go1.26.0", "go1.27rc1"] {
        place_shim(&world, &world.layout().switch(), name);
    }
    world
}

#[test]
fn the_lowest_installed_line_serves_and_says_its_own_version() {
    let world = world();
    for (asked, version) in [
        ("go1.23.2", "go1.24.4"),
        ("go1.24.2", "go1.24.4"),
        ("go1.24.4", "go1.24.4"),
    ] {
        // As cmd/go, the fake Go keeps `go` as the first word, and ends where another version answers.
        let outcome = world.go(["switch", asked, "version"]).ok();
        let expected = format!("go version {version} ");
        assert!(
            outcome.stdout.starts_with(&expected),
            "{asked}: {}",
            outcome.stdout
        );
        assert_eq!(outcome.stderr, "");
        let env = ["switch", asked, "env", "GOROOT", "GOTOOLCHAIN"];
        let shown = world.go(env).ok().stdout;
        let (root, gotoolchain) = shown.trim_end().split_once('\n').unwrap();
        assert!(root.contains(&format!("toolchains/{version}-")), "{root}");
        assert_eq!(gotoolchain, "path", "inherited");
    }
}

#[test]
fn what_no_installed_one_serves_is_named_with_the_command() {
    let world = world();
    let outcome = world.go(["switch", "go1.26.0", "version"]);
    outcome
        .fails(127)
        .stdout_eq(snapbox::str![])
        .stderr_eq(snapbox::str![[r#"
error: no installed Go satisfies go >= 1.26.0 (the go command asked for go1.26.0)

hint: gom install 1.26

"#]]);
    let outcome = world.go(["switch", "go1.27rc1", "version"]);
    outcome.fails(127).stderr_eq(snapbox::str![[r#"
error: no installed Go satisfies go >= 1.27rc1 (the go command asked for go1.27rc1)

hint: gom install 1.27rc1

"#]]);
}

#[test]
fn the_name_alone_means_exactly_that_version() {
    let world = world();
    let switch = world.layout().switch();
    let exact = world.program(switch.join("go1.24.2"), ["version"]);
    exact.fails(127).stderr_eq(snapbox::str![[r#"
error: go1.24.2 is not installed (asked for on the command line)

hint: gom install 1.24.2

"#]]);
    // cmd/go with GOTOOLCHAIN=go1.24.2 wants that one and no other.
    let named = world
        .program(switch.join("go1.24.2"), ["version"])
        .env(SWITCH_VERSION, "go1.24.2")
        .env("GOTOOLCHAIN", "go1.24.2");
    named.fails(127);
    place_shim(&world, &world.layout().bin(), "go1.24.1");
    let named = world
        .shim("go1.24.1", ["version"])
        .env(SWITCH_VERSION, "go1.24.1")
        .env("GOTOOLCHAIN", "go1.24.1");
    let version = named.ok().stdout;
    assert!(version.starts_with("go version go1.24.1 "), "{version}");
}

#[test]
fn under_a_pin_the_names_are_out_of_sight() {
    let world = world();
    pinned(&world, "p", "1.22.6");
    let outcome = world.go(["switch", "go1.24.4"]).at("p");
    outcome.fails(1).stderr_eq(snapbox::str![[r#"
go: cannot find "go1.24.4" in PATH

"#]]);
    // Save for a package at a version, which brings its own needs.
    let install = ["install", "example.com/x@v1"];
    let call = world.go(install).at("p").env("FAKE_GO_SHOW", "PATH");
    let switch = world.layout().switch();
    assert!(call.ok().stdout.contains(switch.to_str().unwrap()));
}

#[test]
fn a_shim_below_a_switched_go_finds_its_own_way() {
    let world = world();
    pinned(&world, "p", "1.24.1");
    // cmd/go has taken its variable out of the environment of what it starts.
    let spawned = ["switch", "go1.26.0"];
    world.go(spawned).at("p").fails(1);
    let nested = ["spawn", "go", "version"];
    let version = world.go(nested).at("p").ok().stdout;
    assert!(version.starts_with("go version go1.24.1 "), "{version}");
}
