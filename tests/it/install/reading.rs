//! Commands that only read: `list` as data, and not a byte changed by any of them.

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::shop;

#[test]
fn a_list_as_json() {
    let (world, server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    world.installed("1.21.1");
    let json = world.gom(["list", "--json"]).ok().json();
    assert_eq!(
        (&json["schema"], &json["default"]),
        (&1.into(), &"1.22.6".into())
    );
    let host = Platform::host();
    let newest = &json["toolchains"][1];
    let version = Version::parse("1.22.6").unwrap();
    assert_eq!(newest["name"], Layout::toolchain_name(&version, &host));
    assert_eq!(newest["version"], "1.22.6");
    assert_eq!(newest["platform"], host.to_string());
    assert_eq!(
        newest["root"],
        world.layout().toolchain(&version, &host).to_str().unwrap()
    );
    assert_eq!(
        (&newest["linked"], &newest["damaged"]),
        (&false.into(), &false.into())
    );
    assert_eq!(
        (&newest["proof"], &newest["origin"]),
        (&"sumdb".into(), &server.site().into())
    );
    assert_eq!(newest["default"], true);
    assert!(newest["bytes"].as_u64().unwrap() > 1000);
    assert_eq!(
        newest["installed_at"].as_str().unwrap().len(),
        "2024-07-02T18:26:38Z".len()
    );
    assert_eq!(json["toolchains"][0]["default"], false);
}

#[test]
fn reading_changes_nothing() {
    let (world, _server) = shop(&["1.22.6", "1.23.0"]);
    world.gom(["install", "1.22.6", "1.23.0"]).ok();
    world.file("p/go.mod", "module p\n\ngo 1.23\n");
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.23\"\n");
    let before = world.snapshot();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["list", "1.22"],
        &["current"],
        &["current", "--json"],
        &["current", "--explain"],
        &["which", "go"],
        &["which", "gofmt", "--json"],
        &["env"],
        &["env", "--json"],
        &["config"],
        &["default"],
    ] {
        world.gom(args).at("p").ok();
        before.assert_unchanged(world.root());
    }
    world.go(["version"]).at("p").ok();
    before.assert_unchanged(world.root());
    world
        .gom(["list", "1.19"])
        .ok()
        .stdout_eq(str![[r#""#]])
        .stderr_eq(str![[r#"
no installed Go answers '1.19'
hint: gom install

"#]]);
    before.assert_unchanged(world.root());
}
