//! What commands say to mistakes, and to words that people bring along.

use crate::support::world::World;

#[test]
fn a_mistyped_word_is_no_link() {
    let world = World::with_default("1.22.6");
    world.file("p/go.mod", "module p\n\ngo 1.22\n");
    let here = world.path("p");
    for command in [&["use", "stabel"][..], &["install", "stabel"]] {
        let refused = world.gom(command).at(&here).fails(2);
        assert!(
            refused.stderr.contains("did you mean stable?"),
            "{}",
            refused.stderr
        );
    }
    assert!(!here.join("gotoolchain.toml").exists());
}

#[test]
fn a_line_asks_also_for_its_only_patch() {
    let world = World::new();
    let root = world.installed("1.21.3");
    let asked = world.gom(["uninstall", "1.21"]).fails(2);
    assert!(
        asked.stderr.contains("1.21 means go1.21.3-"),
        "{}",
        asked.stderr
    );
    assert!(root.is_dir());
    world.gom(["uninstall", "-y", "1.21"]).ok();
    assert!(!root.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn data_that_cannot_be_written_is_a_failure() {
    let world = World::new();
    world.installed("1.22.6");
    let mut command = world.gom(["list"]).command();
    command.stdout(std::fs::File::create("/dev/full").unwrap());
    let status = command.status().unwrap();
    assert_eq!(status.code(), Some(7));
}

#[test]
fn help_is_a_word_too() {
    let world = World::new();
    let help = world.gom(["help", "install"]).ok();
    assert_eq!(help.stdout, world.gom(["install", "--help"]).ok().stdout);
}

#[test]
fn gowork_counts_for_nothing_where_modules_are_off() {
    let world = World::with_default("1.22.6");
    world.installed("1.22.6");
    let off = world
        .go(["version"])
        .env("GOWORK", "relative")
        .env("GO111MODULE", "off");
    off.ok();
    world.go(["version"]).env("GOWORK", "relative").fails(126);
}
