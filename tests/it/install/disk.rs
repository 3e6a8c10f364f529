//! A disk that is full, or that may not be written.
#![cfg(target_os = "linux")]

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use snapbox::str;

use super::{Visible, shop, told};
use crate::support::outcome::Outcome;
use crate::support::program;
use crate::support::skip::skip;
use crate::support::world::World;

/// Nobody in particular, with no rights of its own.
const NOBODY: u32 = 65534;

fn output(world: &World, title: &str, command: &mut Command) -> Option<Outcome> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = program::spawn(command).ok()?.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Some(Outcome {
        title: title.to_owned(),
        code: crate::support::outcome::code(output.status),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        redactions: world.redactions(),
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_gives_its_space_back() {
    let (world, server) = shop(&["1.22.6"]);
    let gom = gom_shim::layout::Layout::shim(&world.layout().bin(), "gom");
    let staging = world.layout().staging();
    std::fs::create_dir_all(&staging).unwrap();
    // A small file system of its own over staging/, which is gone with the process.
    let script = "mount -t tmpfs -o size=256k none \"$1\" || exit 99
        \"$2\" install 1.22.6; code=$?; ls -A \"$1\"; exit $code";
    let call = world.program("/bin/sh", ["-c", script]);
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "/bin/sh", "-c", script, "sh"])
        .arg(&staging)
        .arg(&gom);
    command
        .env_clear()
        .envs(world.variables())
        .current_dir(world.root());
    let path = std::env::join_paths(
        std::env::split_paths(&world.variables()[std::ffi::OsStr::new("PATH")])
            .chain(["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map(Into::into)),
    )
    .unwrap();
    command.env("PATH", path);
    let before = Visible::of(&world);
    let outcome = match output(&world, &call.title(), &mut command) {
        Some(outcome) if outcome.code != 99 && !outcome.stderr.contains("unshare") => outcome,
        _ => skip!("no right to mount a small file system"),
    };
    outcome.code(7);
    outcome.stdout_eq("");
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: no space left for [GOM_HOME]/staging/go1.22.6-[OS_ARCH].[..]/root/bin/go
  caused by: No space left on device (os error 28)

hint: make room on that disk, or set GOM_HOME to a directory on another one

"#]]);
    before.assert_unchanged();
}

#[test]
fn a_read_only_home_can_be_used_and_not_changed() {
    let (world, server) = shop(&["1.22.6"]);
    world.installed("1.21.1");
    world.config(&format!("default = \"1.21.1\"\n{}", server.settings()));
    std::fs::create_dir_all(world.layout().locks()).unwrap();
    let root = rustix::process::geteuid().is_root();
    let dirs = [
        world.gom_home().to_owned(),
        world.layout().locks(),
        world.layout().bin(),
    ];
    for dir in &dirs {
        if root {
            std::os::unix::fs::chown(dir, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        std::fs::set_permissions(dir, PermissionsExt::from_mode(0o555)).unwrap();
    }
    let run = |program: &str, args: &[&str]| {
        let path = gom_shim::layout::Layout::shim(&world.layout().bin(), program);
        let mut command = world.program(path, args).command();
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
        output(&world, &format!("{program} {args:?}"), &mut command)
    };
    let Some(version) = run("gom", &["--version"]) else {
        // Where the checkout is private, nothing that .ci/run could install would help.
        crate::support::skip::tell("this build cannot be read by another user");
        return;
    };
    version.code(0);
    let before = world.snapshot();
    for args in [&["list"][..], &["current"], &["which", "go"], &["env"]] {
        run("gom", args).unwrap().code(0);
    }
    let ran = run("go", &["version"]).unwrap();
    assert!(ran.code(0).stdout.starts_with("go version go1.21.1 "));
    let outcome = run("gom", &["install", "1.22.6"]).unwrap();
    outcome.code(7);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: could not open the lock [GOM_HOME]/locks/go1.22.6-[OS_ARCH].lock
  caused by: Permission denied (os error 13)

hint: set GOM_HOME to a directory that you may write, and run the same command again

"#]]);
    let outcome = run("gom", &["uninstall", "-y", "1.21.1"]).unwrap();
    outcome.code(7);
    before.assert_unchanged(world.root());
    for dir in &dirs {
        std::fs::set_permissions(dir, PermissionsExt::from_mode(0o755)).unwrap();
    }
}
