//! Odd current directories.
#![cfg(unix)]

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::pinned;
use crate::support::world::World;

#[test]
fn a_deleted_one() {
    let mut world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    world.set_path(&["/bin".into(), "/usr/bin".into()]);
    let script = "mkdir p/gone && cd p/gone && rmdir ../gone && exec go version";
    for pwd in [None, Some("/nowhere")] {
        let mut call = world.program("/bin/sh", ["-c", script]);
        if let Some(pwd) = pwd {
            call = call.env("PWD", pwd);
        }
        let outcome = call.ok();
        assert!(
            outcome.stdout.starts_with("go version go1.22.6 "),
            "{}",
            outcome.stdout
        );
        assert_eq!(outcome.stderr, "");
    }
}

#[test]
fn one_that_is_no_text() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let odd = Path::new(std::ffi::OsStr::from_bytes(b"pro\xffject/a b"));
    let file = world.file(
        odd.join("gotoolchain.toml"),
        "[toolchain]\ngo = \"1.24.4\"\n",
    );
    let version = world.go(["version"]).at(odd).ok().stdout;
    assert!(version.starts_with("go version go1.24.4 "), "{version}");
    let json = world.gom(["current", "--json"]).at(odd).ok().json();
    let bytes = json["source"]["path_bytes"].as_str().expect("path_bytes");
    let decoded =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, bytes).unwrap();
    assert_eq!(decoded, file.as_os_str().as_bytes());
    // The hint of an error can be pasted: what is no text cannot be printed as it is.
    std::fs::write(&file, "[toolchain]\ngo = \"1.23.1\"\n").unwrap();
    world
        .go(["version"])
        .at(odd)
        .fails(127)
        .stderr_eq(snapbox::str![[r#"
error: go1.23.1 is not installed (gotoolchain.toml:2 pins it)

hint: gom install 1.23.1

"#]]);
}

#[test]
fn one_reached_by_a_link_is_searched_upwards_as_the_shell_sees_it() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let target = world.dir("elsewhere/real");
    pinned(&world, "p", "1.24.4");
    std::os::unix::fs::symlink(target, world.path("p/link")).unwrap();
    let version = |pwd: Option<&str>| {
        let mut call = world.go(["version"]).at("p/link");
        if let Some(pwd) = pwd {
            call = call.env("PWD", world.path(pwd));
        }
        call.ok().stdout.split(' ').nth(2).unwrap().to_owned()
    };
    assert_eq!(version(Some("p/link")), "go1.24.4");
    assert_eq!(version(None), "go1.22.6");
    assert_eq!(version(Some("p")), "go1.22.6", "a PWD that is wrong");
}
