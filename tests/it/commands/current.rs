//! `gom current`: the answer, the chain, the shape.

use serde_json::json;
use snapbox::str;

use super::{go_mod, pinned};
use crate::support::world::World;

fn world() -> World {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    pinned(&world, "pinned", "1.22");
    go_mod(&world, "pinned", "go 1.24.2");
    go_mod(&world, "minimum", "go 1.24.2");
    go_mod(&world, "missing", "go 1.30.0");
    world.dir("plain");
    world
}

#[test]
fn for_people() {
    let world = world();
    let before = world.snapshot();
    let current = |dir: &str| world.gom(["current"]).at(dir).ok();
    current("plain")
        .stdout_eq(str![[r#"
go1.22.6 (default, ../gom/config.toml:1)

"#]])
        .stderr_eq(str![]);
    current("minimum")
        .stdout_eq(str![[r#"
go1.24.4 (go.mod:3)

"#]])
        .stderr_eq(str![]);
    current("pinned")
        .stdout_eq(str![[r#"
go1.22.6 (gotoolchain.toml:2)

"#]])
        .stderr_eq(str![[r#"
warning: go.mod:3 asks for go1.24.2, but go1.22.6 runs (gotoolchain.toml:2 pins it)
hint: gom use 1.24.2

"#]]);
    current("missing")
        .stdout_eq(str![[r#"
go1.30.0 (go.mod:3), not installed

"#]])
        .stderr_eq(str![[r#"
hint: gom install 1.30

"#]]);
    let call = world
        .gom(["current"])
        .at("pinned")
        .env("GOM_TOOLCHAIN", "1.24");
    call.ok()
        .stdout_eq(str![[r#"
go1.24.4 (GOM_TOOLCHAIN)

"#]])
        .stderr_eq(str![]);
    World::new().gom(["current"]).fails(4).stderr_eq(str![[r#"
error: no Go is chosen: no project file asks for one, and there is no default

hint: gom install stable

"#]]);
    before.assert_unchanged(world.root());
}

#[test]
fn the_chain_is_explained() {
    let world = world();
    let explain = |dir: &str| world.gom(["current", "--explain"]).at(dir).ok();
    explain("plain").stdout_eq(str![[r#"
→ ../gom/config.toml:1: go1.22.6: 1.22.6 is the base here
go1.22.6 (default, ../gom/config.toml:1)

"#]]);
    explain("minimum").stdout_eq(str![[r#"
  ../gom/config.toml:1: go1.22.6: 1.22.6 is the base here, and too old
→ go.mod:3: go 1.24.2: the lowest installed line that satisfies it is go1.24.4
go1.24.4 (go.mod:3)

"#]]);
    explain("pinned").stdout_eq(str![[r#"
→ gotoolchain.toml:2: go = "1.22": gotoolchain.toml decides
  go.mod:3: go 1.24.2: asks for go1.24.2, but a pin wins
go1.22.6 (gotoolchain.toml:2)

"#]]);
    explain("missing").stdout_eq(str![[r#"
  ../gom/config.toml:1: go1.22.6: 1.22.6 is the base here, and too old
→ go.mod:3: go 1.30.0: nothing installed satisfies it
go1.30.0 (go.mod:3), not installed

"#]]);
}

#[test]
fn for_scripts() {
    let world = world();
    let host = gom_shim::platform::Platform::host();
    let json_of = |dir: &str| world.gom(["current", "--json"]).at(dir).ok().json();
    let found = json_of("pinned");
    let file = world.path("pinned/gotoolchain.toml");
    let source =
        json!({"kind": "gotoolchain.toml", "path": file, "line": 2, "text": "go = \"1.22\""});
    for (key, value) in [
        ("schema", json!(1)),
        ("request", json!("1.22")),
        ("version", json!("1.22.6")),
        ("name", json!("go1.22.6")),
        ("platform", json!(host.to_string())),
        ("installed", json!(true)),
        ("source", source),
    ] {
        assert_eq!(found[key], value, "{key}");
    }
    let root = std::path::PathBuf::from(found["root"].as_str().unwrap());
    assert!(root.join("VERSION").is_file());
    let chain = found["chain"].as_array().unwrap();
    assert_eq!(chain.iter().filter(|step| step["used"] == true).count(), 1);
    assert!(
        chain
            .iter()
            .all(|step| step["kind"].is_string() && step["why"].is_string()),
        "{chain:?}"
    );
    assert_eq!(found["target"]["goos"], host.os());
    assert_eq!(found["target"]["goarch"], host.arch());
    assert_eq!(found["warnings"][0]["id"], "pin-below-go-mod");
    assert!(found["warnings"][0]["message"].is_string());

    let missing = json_of("missing");
    assert_eq!(
        (&missing["version"], &missing["installed"]),
        (&json!("1.30.0"), &json!(false))
    );
    assert_eq!(missing["root"], json!(null));
    assert_eq!(missing["source"]["kind"], "go.mod");
    assert_eq!(missing["warnings"], json!([]));

    let call = world
        .gom(["current", "--json"])
        .at("pinned")
        .env("GOM_TOOLCHAIN", "1.24.4");
    let by_variable = call.ok().json();
    let source = &by_variable["source"];
    assert_eq!(source["kind"], "GOM_TOOLCHAIN");
    assert!(
        source.get("path").is_none() && source.get("line").is_none(),
        "{source}"
    );
}

#[cfg(unix)]
#[test]
fn a_go_without_a_version_has_none() {
    let mut world = World::new();
    let root = world.system_go("1.23.1");
    std::fs::remove_file(root.join("VERSION")).unwrap();
    let found = world.gom(["current", "--json"]).ok().json();
    assert!(
        found.as_object().unwrap().contains_key("version") && found["version"].is_null(),
        "{found}"
    );
    assert_eq!(
        (&found["name"], &found["source"]["kind"]),
        (&json!("system"), &json!("PATH"))
    );
    assert_eq!(
        world.gom(["current"]).ok().redacted(),
        "system ([WORLD]/usr/go1.23.1/bin/go)\n".replace("[WORLD]/", "")
    );
}

#[test]
fn an_error_is_an_object_too() {
    let world = world();
    pinned(&world, "bad", "1.x");
    let outcome = world.gom(["current", "--json"]).at("bad").fails(3);
    let error = &outcome.json()["error"];
    assert_eq!(error["code"], 3);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("gotoolchain.toml:2:6: "),
        "{error}"
    );
    assert!(error["hint"].is_string());
}
