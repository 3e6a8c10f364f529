//! `gom link`: a Go of the user's own under a name.

use snapbox::str;

use super::pinned;
use crate::support::world::World;

#[test]
fn linked_used_listed_and_forgotten() {
    let world = World::with_default("1.22.6");
    let root = world.installed("1.24.4");
    std::fs::rename(&root, world.path("built")).unwrap();
    world
        .gom(["link", "tip", "built"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
linked tip to [WORLD]/built (go1.24.4, unverified)

"#]]);
    world.gom(["list"]).ok().stdout_eq(str![[r#"
* go1.22.6  unverified, 1.0 MB
  tip       go1.24.4, linked to [WORLD]/built, unverified

"#]]);
    let entry = &world.gom(["list", "--json"]).ok().json()["toolchains"][1];
    assert_eq!(
        (&entry["name"], &entry["linked"], &entry["proof"]),
        (&"tip".into(), &true.into(), &"none".into())
    );
    let version = world.go(["+tip", "version"]).ok().stdout;
    assert!(version.starts_with("go version go1.24.4 "), "{version}");
    let goroot = world.go(["+tip", "env", "GOROOT"]).ok().redacted();
    assert_eq!(goroot, "[WORLD]/built\n");
    // A project may not choose it before it is trusted.
    pinned(&world, "p", "tip");
    world.go(["version"]).at("p").fails(126).stderr_eq(str![[r#"
error: gotoolchain.toml:2 asks for the linked toolchain 'tip', and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    world.gom(["trust"]).at("p").ok();
    world.go(["version"]).at("p").ok();
    // What it leads to may go away; gom says so.
    std::fs::remove_dir_all(world.path("built/bin")).unwrap();
    world.go(["+tip", "version"]).fails(126).stderr_eq(str![[r#"
error: 'tip' is linked to [WORLD]/built, where there is no bin/go

hint: gom link tip DIRECTORY, or gom uninstall tip

"#]]);
    world.gom(["uninstall", "tip"]).ok().stderr_eq(str![[r#"
forgot the link tip (its files at [WORLD]/built stay)
go is now go1.22.6 ([GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/bin/go)

"#]]);
    world.go(["+tip", "version"]).fails(127);
    assert!(
        world.path("built/VERSION").is_file(),
        "only the name is forgotten"
    );
}

#[test]
fn what_cannot_be_linked() {
    let world = World::with_default("1.22.6");
    world.dir("empty");
    let before = world.snapshot();
    world
        .gom(["link", "tip", "empty"])
        .fails(7)
        .stderr_eq(str![[r#"
error: [WORLD]/empty holds no bin/go

hint: name the directory above bin, as printed by: go env GOROOT

"#]]);
    world.gom(["link", "tip", "nowhere"]).fails(7);
    let own = world.layout().toolchains().join(
        world
            .layout()
            .toolchains()
            .read_dir()
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .file_name(),
    );
    world.gom(["link", "tip", own.to_str().unwrap()]).fails(2);
    for name in [
        "1.22", "go1.22.6", "stable", "system", "go.mod", "../x", "a/b", "", "-x", "latest",
    ] {
        world.gom(["link", "--", name, "empty"]).fails(2);
    }
    before.assert_unchanged(world.root());
}
