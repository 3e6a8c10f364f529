//! A Go outside gom, left alone.

use super::pinned;
use crate::support::world::World;

/// Every variable as the toolchain sees it, byte for byte.
#[cfg(unix)]
#[test]
fn its_environment_is_the_callers_byte_for_byte() {
    let mut world = World::new();
    let root = world.system_go("1.23.1");
    super::go_mod(&world, "asks-more", "go 1.99.0");
    world.dir("plain");
    let real = root.join("bin/go");
    for dir in ["plain", "asks-more"] {
        for gotoolchain in [None, Some("local"), Some("auto"), Some("")] {
            let start = |go: &std::path::Path| {
                let mut call = world.program(go, ["environ"]).at(dir);
                call = call.env("GOROOT", "/odd/root").env("ODD", "a\tb c");
                if let Some(value) = gotoolchain {
                    call = call.env("GOTOOLCHAIN", value);
                }
                call.ok()
            };
            let bare = start(&real);
            let shim = start(&world.layout().bin().join("go"));
            assert_eq!(shim.stdout, bare.stdout, "{dir} {gotoolchain:?}");
            assert_eq!(shim.stderr, "");
        }
    }
    let ran = world.go(["build"]).at("asks-more").ok().stdout;
    assert_eq!(ran, "go1.23.1 [\"build\"]\n");
    assert_eq!(
        world.shim("gofmt", ["-l"]).ok().stdout,
        "gofmt of go1.23.1 [\"-l\"]\n"
    );
}

#[test]
fn it_is_the_base_only_until_something_asks() {
    let mut world = World::new();
    world.installed("1.24.4");
    world.system_go("1.23.1");
    let version = |dir: &str| {
        let stdout = world.go(["version"]).at(dir).ok().stdout;
        stdout.split(' ').nth(2).unwrap().to_owned()
    };
    world.dir("plain");
    pinned(&world, "pinned", "1.24");
    assert_eq!(
        (&*version("plain"), &*version("pinned")),
        ("go1.23.1", "go1.24.4")
    );
    world.gom(["default", "1.24"]).ok();
    assert_eq!(version("plain"), "go1.24.4");
    assert_eq!(
        world
            .go(["+system", "version"])
            .ok()
            .stdout
            .split(' ')
            .nth(2),
        Some("go1.23.1")
    );
}

#[test]
fn a_project_may_not_choose_it_untrusted() {
    let mut world = World::with_default("1.22.6");
    world.system_go("1.23.1");
    pinned(&world, "p", "system");
    world
        .go(["version"])
        .at("p")
        .fails(126)
        .stderr_eq(snapbox::str![[r#"
error: gotoolchain.toml:2 asks for the system's own Go, and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    world.gom(["trust", "p"]).ok();
    let version = world.go(["version"]).at("p").ok().stdout;
    assert!(version.starts_with("go version go1.23.1 "), "{version}");
}
