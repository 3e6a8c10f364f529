//! How gom meets a minimum from what is installed, and what it says where it cannot.

use crate::support::skip::skip;
use crate::support::world::World;

/// `gom current --json` in `p/` with this go.mod: version, installed.
fn chosen(world: &World, go_mod: &str) -> (String, bool) {
    world.file("p/go.mod", format!("module m\n\n{go_mod}\n"));
    let json = world.gom(["current", "--json"]).at("p").run().json();
    (
        json["version"].as_str().unwrap().to_owned(),
        json["installed"].as_bool().unwrap(),
    )
}

#[test]
fn a_minimum_is_met_by_the_lowest_line_and_its_newest_patch() {
    let world = World::with_default("1.24.4");
    for version in ["1.25rc2", "1.25.0", "1.25.3", "1.26.0", "1.26.2", "1.27rc1"] {
        world.installed(version);
    }
    for (lines, version) in [
        ("go 1.23", "1.24.4"),
        ("go 1.24.5", "1.25.3"),
        ("go 1.25", "1.25.3"),
        ("go 1.25.1", "1.25.3"),
        ("go 1.25.4", "1.26.2"),
        ("go 1.25rc1", "1.25.3"),
        ("go 1.24\ntoolchain go1.25.2", "1.25.3"),
        ("go 1.26.1", "1.26.2"),
        ("go 1.27rc1", "1.27rc1"),
    ] {
        assert_eq!(chosen(&world, lines), (version.to_owned(), true), "{lines}");
        let go = world.go(["version"]).at("p").ok();
        assert!(
            go.stdout.starts_with(&format!("go version go{version} ")),
            "{}",
            go.stdout
        );
        assert_eq!(chosen(&world, lines), (version.to_owned(), true), "{lines}");
        let which = world.gom(["which", "go", "--json"]).at("p").ok().json();
        assert_eq!(which["version"], version, "{lines}");
    }
    // A candidate only where go.mod names one.
    for (lines, version) in [("go 1.27", "1.27.0"), ("go 1.26.9", "1.26.9")] {
        assert_eq!(
            chosen(&world, lines),
            (version.to_owned(), false),
            "{lines}"
        );
    }
}

#[test]
fn other_platforms_do_not_answer() {
    let world = World::with_default("1.24.4");
    let arch = if std::env::consts::ARCH == "aarch64" {
        "amd64"
    } else {
        "arm64"
    };
    let host = gom_shim::platform::Platform::host();
    let foreign = gom_shim::platform::Platform::new(host.os(), arch).unwrap();
    world.installed_for("1.25.3", &foreign);
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    world.go(["version"]).at("p").fails(127);
    assert_eq!(chosen(&world, "go 1.25.1"), ("1.25.1".to_owned(), false));
}

#[test]
fn the_shim_says_who_asked_for_what_is_missing() {
    let world = World::with_default("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let outcome = world.go(["build"]).at("p").fails(127);
    let (error, hint) = outcome
        .stderr
        .trim_end()
        .split_once('\n')
        .unwrap_or_default();
    assert!(
        error.starts_with("error: no installed Go satisfies go >= 1.25.1 ("),
        "{error}"
    );
    assert!(error.ends_with("go.mod:3)"), "{error}");
    assert_eq!(hint.trim_start(), "hint: gom install 1.25");
    let outcome = world
        .go(["build"])
        .env("GOTOOLCHAIN", "go1.25.1")
        .fails(127);
    assert!(
        outcome
            .stderr
            .starts_with("error: go1.25.1 is not installed ("),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("GOTOOLCHAIN"), "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .trim_end()
            .ends_with("hint: gom install 1.25.1"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_go_outside_gom_is_left_alone() {
    let mut world = World::new();
    let root = world.system_go("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let env = world.go(["env", "GOROOT", "GOTOOLCHAIN"]).at("p").ok();
    assert_eq!(env.stdout, "\n\n", "its environment is untouched");
    let json = world.gom(["current", "--json"]).at("p").run().json();
    assert_eq!(json["source"]["kind"], "PATH", "{json}");
    assert_eq!(json["version"], "1.24.4");
    assert_eq!(
        json["root"].as_str().map(std::path::PathBuf::from),
        Some(root)
    );
}

/// cmd/go waits for a writer here, for ever.
#[test]
fn a_pipe_named_go_mod_is_not_waited_for() {
    let world = World::with_default("1.24.4");
    world.dir("p");
    let pipe = world.path("p/go.mod");
    if !std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .is_ok_and(|s| s.success())
    {
        skip!("no mkfifo here");
    }
    // An answer or an error, but long before the limit of a call.
    let started = std::time::Instant::now();
    let outcome = world.go(["version"]).at("p").run();
    assert!(matches!(outcome.code, 0 | 126), "{}", outcome.stderr);
    world.gom(["current", "--json"]).at("p").run().json();
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}

#[test]
fn choosing_leaves_the_disk_as_it_is() {
    let world = World::with_default("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let before = world.snapshot();
    world.gom(["current", "--json"]).at("p").run();
    world.gom(["which", "go"]).at("p").run();
    world.go(["version"]).at("p").fails(127);
    before.assert_unchanged(world.root());
}
