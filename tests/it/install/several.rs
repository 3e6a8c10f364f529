//! Several installations by one command, in words and as JSON.

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use serde_json::json;
use snapbox::str;

use super::{runs, shop, told};

#[test]
fn one_failure_does_not_keep_the_others() {
    let (world, server) = shop(&["1.22.6", "1.21.1"]);
    world.gom(["available"]).ok();
    let outcome = world
        .gom(["install", "1.22.6", "1.99.0", "rc", "1.21"])
        .fails(4);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
installing go1.99.0 for [PLATFORM]
error: go1.99.0 is not published for [PLATFORM]
  caused by: go1.99.0 is not there for [PLATFORM]
  caused by: could not get the archive from [SERVER]/dl/go1.99.0.[OS_ARCH].tar.gz
  caused by: [AT] does not have it (404)

hint: gom install 1.22.6
error: no release candidate is out; newest is go1.22.6

hint: gom available --all
installing go1.21.1 for [PLATFORM]
installed go1.21.1 from [SERVER]/dl in … s: …, proved by log.example (record 4), under the key of your settings
note: go1.21.1 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    runs(&world, "1.22.6");
    runs(&world, "1.21.1");
}

#[test]
fn the_exit_code_is_the_first_failures() {
    let (world, server) = shop(&["1.22.6", "1.21.1"]);
    let evil = server.dist().releases()[1].version.to_string();
    assert_eq!(evil, "1.21.1");
    let tree = crate::support::tree::release(&Version::parse(&evil).unwrap(), &Platform::host());
    server.dist().add_tree(
        &evil,
        &Platform::host(),
        &tree.file("src/fmt/print.go", "evil"),
    );
    world
        .gom(["install", "1.21.1", "1.99.0", "1.22.6"])
        .fails(6);
    world
        .gom(["install", "1.99.0", "1.21.1", "1.22.6"])
        .fails(4);
    runs(&world, "1.22.6");
}

#[test]
fn as_json_all_are_listed() {
    let (world, server) = shop(&["1.22.6", "1.21.1"]);
    let host = Platform::host();
    world.gom(["install", "1.21.1"]).ok();
    let outcome = world
        .gom(["install", "--json", "1.21", "1.99.0", "1.22.6"])
        .fails(4);
    let json = outcome.json();
    assert_eq!(json["schema"], 1);
    let toolchains = json["toolchains"].as_array().unwrap();
    assert_eq!(toolchains.len(), 3);
    for (at, version, outcome) in [(0, "1.21.1", "present"), (2, "1.22.6", "installed")] {
        let one = &toolchains[at];
        let exact = Version::parse(version).unwrap();
        assert_eq!(one["outcome"], outcome);
        assert_eq!(one["name"], Layout::toolchain_name(&exact, &host));
        assert_eq!(one["version"], version);
        assert_eq!(one["platform"], host.to_string());
        assert_eq!(
            one["root"],
            world.layout().toolchain(&exact, &host).to_str().unwrap()
        );
        assert_eq!(one["proof"], "sumdb");
        assert_eq!(one["origin"], server.site());
        assert!(one["bytes"].as_u64().unwrap() > 1000, "{one}");
        assert_eq!(one.get("error"), None);
    }
    let failed = &toolchains[1];
    assert_eq!(failed["outcome"], "failed");
    assert_eq!(failed["version"], "1.99.0");
    assert_eq!(failed["error"]["code"], 4);
    assert_eq!(
        failed["error"]["message"],
        format!("go1.99.0 is not published for {host}")
    );
    assert_eq!(failed["error"]["hint"], "gom install 1.22.6");
    // A failure of the whole command has the shape of every command.
    let usage = world.gom(["install", "--json", "1.x"]).fails(2).json();
    assert_eq!(
        (&usage["schema"], &usage["error"]["code"]),
        (&json!(1), &json!(2))
    );
}

#[test]
fn the_same_one_twice_is_one() {
    let (world, server) = shop(&["1.22.6"]);
    let outcome = world.gom(["install", "1.22", "1.22.6"]).ok();
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
go1.22.6 is installed already
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    assert_eq!(server.server().count_of(&super::archive_path("1.22.6")), 1);
}

#[test]
fn names_for_every_known_release_in_switch_and_for_installed_ones_in_bin() {
    let (world, _server) = shop(&["1.22.6", "1.21.1", "1.23rc1", "1.20"]);
    world.gom(["install", "1.22.6"]).ok();
    let names = |dir: std::path::PathBuf| {
        let entries = std::fs::read_dir(dir).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names.join(" ").replace(std::env::consts::EXE_SUFFIX, "")
    };
    assert_eq!(
        names(world.layout().switch()),
        "go1.20 go1.21.1 go1.22.6 go1.23rc1"
    );
    assert_eq!(names(world.layout().bin()), "go go1.22.6 gofmt gom");
}
