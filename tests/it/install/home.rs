//! What an installation leaves in gom's home beside the toolchain.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::shop;
use crate::support::program;

#[test]
fn nobody_else_may_write_there_whatever_the_umask_is() {
    let (world, _server) = shop(&["1.22.6"]);
    let call = world.gom(["install", "1.22.6"]);
    let gom = call.command();
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "umask 000; exec \"$0\" install 1.22.6"]);
    command.arg(gom.get_program()).env_clear();
    command.envs(
        gom.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let status = program::spawn(&mut command).unwrap().wait().unwrap();
    assert!(status.success());
    let mut open = Vec::new();
    let mut rooms = vec![world.gom_home().to_owned()];
    while let Some(room) = rooms.pop() {
        for entry in std::fs::read_dir(room).unwrap().flatten() {
            let metadata = entry.path().symlink_metadata().unwrap();
            if metadata.permissions().mode() & 0o022 != 0 {
                open.push(entry.path());
            }
            if metadata.is_dir() {
                rooms.push(entry.path());
            }
        }
    }
    // What the test's own world made is as it was made.
    open.retain(|path| !path.ends_with("config.toml"));
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn an_origin_for_one_command_says_nothing_about_all_releases() {
    let (world, server) = shop(&["1.22.6", "1.23.1"]);
    let one = server.site();
    world.gom(["install", "1.22.6", "--origin", &one]).ok();
    assert!(!world.layout().lines().exists());
    world.gom(["install", "1.23.1"]).ok();
    assert_eq!(
        std::fs::read_to_string(world.layout().lines()).unwrap(),
        "1.23\n1.22\n"
    );
}

#[test]
fn another_key_is_never_inherited() {
    let (world, _server) = shop(&["1.22.6"]);
    let foreign = crate::support::log::Log::new("evil.example").vkey();
    world
        .gom(["install", "1.22.6"])
        .env("GOM_SUMDB_KEY", &foreign)
        .ok();
    let list = world.gom(["list", "--json"]).ok();
    assert!(list.stdout.contains("\"proof\":\"sumdb\"") && !list.stdout.contains("evil"));
}
