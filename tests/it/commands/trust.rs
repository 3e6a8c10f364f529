//! `gom trust`: what a project file may ask for before and after.

use snapbox::str;

use super::pinned;
use crate::support::world::World;

fn world() -> World {
    let world = World::with_default("1.22.6");
    world.installed("1.18");
    pinned(&world, "p", "1.18");
    world
}

/// The shim's answer: 0 where it runs.
fn code(world: &World, dir: &str) -> i32 {
    world.go(["version"]).at(dir).run().code
}

#[test]
fn a_go_below_the_floor_waits_for_trust() {
    let world = world();
    world
        .go(["version"])
        .at("p")
        .fails(126)
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
error: gotoolchain.toml:2 asks for go1.18, older than 1.21, and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    world.gom(["current"]).at("p").fails(8).stderr_eq(str![[r#"
error: gotoolchain.toml:2 asks for go1.18, older than 1.21, and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    // Neither is it installed.
    std::fs::remove_dir_all(world.layout().toolchains().join(name("1.18"))).unwrap();
    let always = world
        .go(["build"])
        .at("p")
        .env("GOM_AUTO_INSTALL", "always");
    always.fails(126);
    world.gom(["install"]).at("p").fails(8).stderr_eq(str![[r#"
error: gotoolchain.toml:2 asks for go1.18, older than 1.21, and is not trusted

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    world.installed("1.18");
    world
        .gom(["trust"])
        .at("p")
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
[WORLD]/p/gotoolchain.toml asks for
  line 2: go = "1.18": go1.18, older than 1.21
trusted [WORLD]/p/gotoolchain.toml

"#]]);
    let version = world.go(["version"]).at("p").ok().stdout;
    assert!(version.starts_with("go version go1.18 "), "{version}");
    let list = world.gom(["trust", "--list"]).ok().redacted();
    assert_eq!(list, "[WORLD]/p\n");
    world.gom(["untrust"]).at("p").ok().stderr_eq(str![[r#"
no longer trusted: [WORLD]/p

"#]]);
    assert_eq!(code(&world, "p"), 126);
    world.gom(["untrust", "p"]).ok().stderr_eq(str![[r#"
[WORLD]/p was not trusted

"#]]);
    assert_eq!(world.gom(["trust", "--list"]).ok().stdout, "");
}

fn name(version: &str) -> String {
    let version = gom_shim::version::Version::parse(version).unwrap();
    gom_shim::layout::Layout::toolchain_name(&version, &gom_shim::platform::Platform::host())
}

#[test]
fn the_very_bytes_in_the_very_directory() {
    let world = world();
    world.gom(["trust", "p"]).ok();
    assert_eq!(code(&world, "p"), 0);
    world.dir("p/below");
    assert_eq!(code(&world, "p/below"), 0);
    let file = world.path("p/gotoolchain.toml");
    let trusted = std::fs::read(&file).unwrap();
    std::fs::write(&file, [&trusted[..], b"\n"].concat()).unwrap();
    assert_eq!(code(&world, "p"), 126, "one byte more");
    std::fs::write(&file, &trusted).unwrap();
    assert_eq!(code(&world, "p"), 0);
    world.file("copy/gotoolchain.toml", &trusted);
    assert_eq!(code(&world, "copy"), 126, "a copy elsewhere");
    std::fs::rename(world.path("p"), world.path("moved")).unwrap();
    assert_eq!(code(&world, "moved"), 126, "moved elsewhere");
    // The trust list itself is compared, not its name.
    let record = gom_shim::trust::record(&world.layout(), &world.path("p"));
    let other = gom_shim::trust::record(&world.layout(), &world.path("copy"));
    std::fs::rename(record, other).unwrap();
    assert_eq!(code(&world, "copy"), 126, "a record of another directory");
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_directory_never() {
    use std::os::unix::fs::symlink;
    let world = world();
    world.dir("linked");
    symlink(
        "../p/gotoolchain.toml",
        world.path("linked/gotoolchain.toml"),
    )
    .unwrap();
    assert_eq!(code(&world, "linked"), 126);
    world
        .gom(["trust", "linked"])
        .fails(8)
        .stderr_eq(str![[r#"
error: [WORLD]/linked/gotoolchain.toml is a link that leaves its directory, and cannot be trusted

hint: copy what it leads to: cp --remove-destination "$(readlink -f [WORLD]/linked/gotoolchain.toml)" [WORLD]/linked/gotoolchain.toml

"#]]);
    assert_eq!(code(&world, "linked"), 126);
    // Trusted as a file, then replaced by a link to the very same bytes.
    world.gom(["trust", "p"]).ok();
    let file = world.path("p/gotoolchain.toml");
    std::fs::rename(&file, world.path("same.toml")).unwrap();
    symlink("../same.toml", &file).unwrap();
    assert_eq!(code(&world, "p"), 126);
    // Within the directory a link is as good as the file.
    std::fs::remove_file(&file).unwrap();
    std::fs::rename(world.path("same.toml"), world.path("p/other.toml")).unwrap();
    symlink("other.toml", &file).unwrap();
    world.gom(["trust", "p"]).ok();
    assert_eq!(code(&world, "p"), 0);
    // A directory reached by another name is the same directory.
    symlink("p", world.path("alias")).unwrap();
    assert_eq!(code(&world, "alias"), 0);
}

#[test]
fn version_files_too() {
    let world = world();
    for (name, text) in [
        (".go-version", "1.18\n"),
        (".tool-versions", "golang 1.18\n"),
    ] {
        let dir = format!("with{name}");
        world.file(format!("{dir}/{name}"), text);
        world.file(format!("{dir}/go.mod"), "module m\n");
        let outcome = world.go(["version"]).at(&dir).fails(126);
        assert!(
            outcome
                .stderr
                .contains(&format!("{name}:1 asks for go1.18")),
            "{}",
            outcome.stderr
        );
        world.gom(["trust", &dir]).ok();
        assert_eq!(code(&world, &dir), 0);
    }
}

#[test]
fn what_the_user_says_needs_no_trust() {
    let world = world();
    world.go(["+1.18", "version"]).at("p").ok();
    world
        .go(["version"])
        .at("p")
        .env("GOM_TOOLCHAIN", "1.18")
        .ok();
    world
        .go(["version"])
        .at("p")
        .env("GOTOOLCHAIN", "go1.18")
        .ok();
    world.go(["version"]).at("p").env("GOM_FLOOR", "1.17").ok();
    world.gom(["default", "1.18"]).ok();
    let version = world.go(["version"]).ok().stdout;
    assert!(version.starts_with("go version go1.18 "), "{version}");
    world.gom(["trust", "home"]).fails(2).stderr_eq(str![[r#"
error: [HOME] has no project file to trust

hint: gom use VERSION

"#]]);
}
