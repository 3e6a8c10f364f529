//! `gom which`: where a tool is.

use serde_json::json;
use snapbox::str;

use super::pinned;
use crate::support::world::World;

#[test]
fn the_tool_that_a_shim_would_run() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    pinned(&world, "p", "1.24");
    let which = |args: &[&str]| {
        let args = std::iter::once(&"which").chain(args);
        world.gom(args).at("p").ok().redacted().replace('\\', "/")
    };
    let exe = std::env::consts::EXE_SUFFIX;
    let platform = gom_shim::platform::Platform::host().dashed();
    let bin = |tool: &str| format!("[GOM_HOME]/toolchains/go1.24.4-{platform}/bin/{tool}{exe}\n");
    let bin = |tool: &str| bin(tool).replace(&platform, "[OS_ARCH]");
    assert_eq!(which(&[]), bin("go"));
    assert_eq!(which(&["go"]), bin("go"));
    assert_eq!(which(&["gofmt"]), bin("gofmt"));
    let found = world.gom(["which", "gofmt", "--json"]).at("p").ok().json();
    assert_eq!(
        (&found["schema"], &found["tool"], &found["version"]),
        (&json!(1), &json!("gofmt"), &json!("1.24.4"))
    );
    let (path, root) = (
        found["path"].as_str().unwrap(),
        found["root"].as_str().unwrap(),
    );
    assert!(
        path.starts_with(root) && std::path::Path::new(path).is_file(),
        "{found}"
    );
}

#[test]
fn what_is_not_there() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.24.4");
    world.gom(["which"]).at("p").fails(4).stderr_eq(str![[r#"
error: go1.24.4 is not installed (gotoolchain.toml:2 pins it)

hint: gom install 1.24.4

"#]]);
    world.gom(["which", "gopls"]).fails(1).stderr_eq(str![[r#"
error: go1.22.6 has no tool 'gopls'

hint: gom which go

"#]]);
    for odd in ["../VERSION", "..", "", "a/b"] {
        world.gom(["which", odd]).fails(1);
    }
    world
        .gom(["which", "--all", "nothing-of-that-name"])
        .fails(4);
}

#[test]
fn all_of_them_in_the_order_of_path() {
    let mut world = World::with_default("1.22.6");
    let system = world.system_go("1.23.1").join("bin");
    let exe = std::env::consts::EXE_SUFFIX;
    let (shim, other) = (
        world.layout().bin().join(format!("go{exe}")),
        system.join(format!("go{exe}")),
    );
    let shown = world.gom(["which", "go", "--all"]).ok().stdout;
    assert_eq!(shown, format!("{}\n{}\n", shim.display(), other.display()));
    let found = world.gom(["which", "--all", "--json"]).ok().json();
    let paths = json!([{"path": shim, "shim": true}, {"path": other, "shim": false}]);
    assert_eq!(found, json!({"schema": 1, "tool": "go", "paths": paths}));
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_printed_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let world = World::with_default("1.22.6");
    let odd = std::ffi::OsStr::from_bytes(b"li\xffnked");
    let root = world.installed("1.24.4");
    std::fs::rename(&root, world.path(odd)).unwrap();
    let link = world.gom([std::ffi::OsStr::new("link"), "tip".as_ref(), odd]);
    link.ok();
    let call = world.gom(["which"]).env("GOM_TOOLCHAIN", "tip");
    let mut expected = world
        .path(odd)
        .join("bin/go")
        .as_os_str()
        .as_bytes()
        .to_vec();
    expected.push(b'\n');
    assert_eq!(call.command().output().unwrap().stdout, expected);
    let found = world
        .gom(["which", "--json"])
        .env("GOM_TOOLCHAIN", "tip")
        .ok()
        .json();
    assert!(
        found["path_bytes"].is_string() && found["root_bytes"].is_string(),
        "{found}"
    );
    // The same Go runs.
    let version = world.go(["+tip", "version"]).ok().stdout;
    assert!(version.starts_with("go version go1.24.4 "), "{version}");
}
