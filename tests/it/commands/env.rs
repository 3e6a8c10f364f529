//! `gom env`: what a shim sets, and nothing else.

use serde_json::json;
use snapbox::str;

use super::pinned;
use crate::support::world::World;

#[test]
fn it_is_what_the_shim_sets() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    let shown = world.gom(["env"]).at("p").ok();
    let names: Vec<&str> = shown
        .stdout
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .collect();
    assert_eq!(names, ["GOROOT", "PATH", "GOTOOLCHAIN"]);
    let really = world.go(["environ"]).at("p").ok().stdout;
    for line in shown.stdout.lines() {
        assert!(
            really.lines().any(|other| other == line),
            "{line} is not in {really}"
        );
    }
    assert_eq!(
        world.gom(["env", "GOTOOLCHAIN"]).at("p").ok().stdout,
        "local\n"
    );
    assert_eq!(world.gom(["env", "GOTOOLCHAIN"]).ok().stdout, "path\n");
    let two = world
        .gom(["env", "GOTOOLCHAIN", "GOROOT"])
        .at("p")
        .ok()
        .redacted();
    assert_eq!(
        two.replace('\\', "/"),
        "local\n[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]\n"
    );
    world.gom(["env", "GOPATH"]).fails(2).stderr_eq(str![[r#"
error: 'GOPATH' is not set by gom here

hint: go env GOPATH

"#]]);
    let clean = world.gom(["env"]).env("GOM_GOROOT", "clean").ok().stdout;
    assert!(clean.starts_with("-GOROOT\n"), "{clean}");
}

#[test]
fn for_scripts() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    let found = world.gom(["env", "--json"]).at("p").ok().json();
    assert_eq!(found["schema"], 1);
    let variables = found["variables"].as_array().unwrap();
    let last = &variables[2];
    assert_eq!(
        (&last["name"], &last["value"]),
        (&json!("GOTOOLCHAIN"), &json!("local"))
    );
    assert_eq!(last["source"]["kind"], "gotoolchain.toml");
    let one = world
        .gom(["env", "--json", "GOTOOLCHAIN"])
        .at("p")
        .ok()
        .json();
    assert_eq!(one["variables"], json!([last]));
    world.gom(["env", "--json", "GOPATH"]).at("p").fails(2);
}

#[test]
fn a_system_go_gets_none() {
    let mut world = World::new();
    world.system_go("1.23.1");
    assert_eq!(world.gom(["env"]).ok().stdout, "");
    assert_eq!(
        world.gom(["env", "--json"]).ok().json()["variables"],
        json!([])
    );
}
