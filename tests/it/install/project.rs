//! `gom install` without a version, `--minimum` and `--upgrade`.

use snapbox::str;

use super::{shop, told};
use crate::support::outcome::Outcome;

/// Versions in the JSON of an installation.
#[track_caller]
fn versions(outcome: &Outcome) -> Vec<String> {
    let json = outcome.json();
    let toolchains = json["toolchains"].as_array().unwrap();
    toolchains
        .iter()
        .map(|one| one["version"].as_str().unwrap().to_owned())
        .collect()
}

const MANY: [&str; 6] = ["1.21.0", "1.21.9", "1.22.0", "1.22.5", "1.22.6", "1.23.1"];

#[test]
fn a_minimum_gets_the_newest_patch_of_its_line() {
    let (world, _server) = shop(&MANY);
    world.file("p/go.mod", "module p\n\ngo 1.22.0\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.22.6"]
    );
    let outcome = world.go(["version"]).at("p").ok();
    assert!(
        outcome.stdout.starts_with("go version go1.22.6 "),
        "{}",
        outcome.stdout
    );
    assert_eq!(
        versions(&world.gom(["install", "--json", "go.mod"]).at("p").ok()),
        ["1.22.6"]
    );
}

/// The Go that is on PATH anyway is not gom's to speak of.
#[test]
fn a_system_go_that_is_new_enough_is_no_installation() {
    let (mut world, _server) = shop(&MANY);
    world.system_go("1.25.0");
    world.file("p/go.mod", "module p\n\ngo 1.22.0\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.22.6"]
    );
    world.file("q/go.mod", "module q\n\ngo 1.21.0\n\ntoolchain go1.22.5\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("q").ok()),
        ["1.22.5"]
    );
}

#[test]
fn the_very_minimum() {
    let (world, _server) = shop(&MANY);
    world.file("p/go.mod", "module p\n\ngo 1.22.0\n");
    assert_eq!(
        versions(&world.gom(["install", "--json", "--minimum"]).at("p").ok()),
        ["1.22.0"]
    );
    world.gom(["install", "--minimum", "1.22"]).at("p").fails(2);
    world
        .gom(["install", "--minimum"])
        .fails(3)
        .stderr_eq(str![[r#"
error: no go.mod or go.work here asks for a Go

hint: gom install

"#]]);
}

#[test]
fn a_toolchain_line_is_installed_as_named() {
    let (world, _server) = shop(&MANY);
    world.file("p/go.mod", "module p\n\ngo 1.21.0\n\ntoolchain go1.22.5\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.22.5"]
    );
}

#[test]
fn a_pin_says_which() {
    let (world, _server) = shop(&MANY);
    world.file("p/go.mod", "module p\n\ngo 1.21.0\n");
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.21.9\"\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.21.9"]
    );
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.22\"\n");
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.22.6"]
    );
}

#[test]
fn a_pin_below_the_floor_waits_for_trust() {
    let (world, _server) = shop(&["1.20.3"]);
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.20.3\"\n");
    let outcome = world.gom(["install"]).at("p").fails(8);
    outcome.stderr_eq(str![[r#"
error: gotoolchain.toml:2 asks for go1.20.3, older than 1.21, and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    world.gom(["trust", "-y"]).at("p").ok();
    assert_eq!(
        versions(&world.gom(["install", "--json"]).at("p").ok()),
        ["1.20.3"]
    );
}

#[test]
fn outside_a_project_stable() {
    let (world, server) = shop(&MANY);
    told(world.gom(["install"]).ok(), &server).stderr_eq(str![[r#"
installing go1.23.1 for [PLATFORM]
installed go1.23.1 from [SERVER]/dl in … s: …, proved by log.example (record 8), under the key of your settings
note: go1.23.1 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.23.1 (the first one; change it with: gom default VERSION)

"#]]);
    // With a default too: the newest is what is meant.
    let (world, _server) = shop(&MANY);
    world.gom(["install", "1.21.0"]).ok();
    assert_eq!(versions(&world.gom(["install", "--json"]).ok()), ["1.23.1"]);
}

#[test]
fn upgrades() {
    let (world, _server) = shop(&MANY);
    world
        .gom(["install", "--upgrade"])
        .fails(4)
        .stderr_eq(str![[r#"
error: nothing is installed that could be upgraded

hint: gom install

"#]]);
    world.gom(["install", "1.21.0", "1.22.5", "1.22.6"]).ok();
    assert_eq!(
        versions(&world.gom(["install", "--json", "--upgrade"]).ok()),
        ["1.21.9", "1.22.6"]
    );
    assert_eq!(
        versions(&world.gom(["install", "--json", "--upgrade", "1.22"]).ok()),
        ["1.22.6"]
    );
    assert_eq!(
        versions(&world.gom(["update", "--json", "--upgrade", "1.22.0"]).ok()),
        ["1.22.6"]
    );
}
