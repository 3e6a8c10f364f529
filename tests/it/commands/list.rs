//! `gom list`: for people, for scripts, and for a reader that has gone away.

use serde_json::json;
use snapbox::str;

use crate::support::world::World;

#[test]
fn what_is_there() {
    let world = World::with_default("1.22.6");
    let root = world.installed("1.24.4");
    std::fs::remove_dir_all(root.join("bin")).unwrap();
    let other = gom_shim::platform::Platform::parse("plan9/386").unwrap();
    world.installed_for("1.22.6", &other);
    world.dir("mine/bin");
    world
        .gom(["list"])
        .ok()
        .stdout_eq(str![[r#"
* go1.22.6            unverified, 1.0 MB
  go1.22.6 plan9/386  unverified, 1.0 MB
  go1.24.4            damaged

"#]])
        .stderr_eq(str![]);
    world.gom(["list", "1.24"]).ok().stdout_eq(str![[r#"
  go1.24.4  damaged

"#]]);
    let found = world.gom(["list", "--json"]).ok().json();
    assert_eq!(
        (&found["schema"], &found["default"]),
        (&json!(1), &json!("go1.22.6"))
    );
    let keys = [
        "name",
        "version",
        "platform",
        "root",
        "linked",
        "damaged",
        "proof",
        "origin",
        "installed_at",
        "bytes",
        "default",
    ];
    for toolchain in found["toolchains"].as_array().unwrap() {
        for key in keys {
            assert!(
                toolchain.as_object().unwrap().contains_key(key),
                "{key} of {toolchain}"
            );
        }
    }
    World::new()
        .gom(["list"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
nothing is installed
hint: gom install

"#]]);
    assert_eq!(
        World::new().gom(["list", "--json"]).ok().json()["toolchains"],
        json!([])
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    let mut world = World::with_default("1.22.6");
    world.set_path(&["/usr/bin".into(), "/bin".into()]);
    let gom = world.layout().bin().join("gom");
    for command in [
        "list",
        "list --json",
        "--help",
        "config",
        "completions bash",
    ] {
        let script = format!(
            "{{ sleep 0.1; '{}' {command}; echo $? >&2; }} | true",
            gom.display()
        );
        let outcome = world.program("/bin/sh", ["-c", &script]).ok();
        assert_eq!(outcome.stderr, "0\n", "{command}");
        let closed = format!("'{}' {command} >&-", gom.display());
        let outcome = world.program("/bin/sh", ["-c", &closed]).ok();
        assert_eq!(outcome.stderr, "", "{command}");
    }
}
