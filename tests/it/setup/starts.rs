//! Every kind of start, in real shells, for a new user of Debian: is `go` gom's there?

use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{SYSTEM_PATH, Said, new_user, start};
use crate::support::program;
use crate::support::skip::skip;
use crate::support::world::World;

const OWN: &str = "go version go1.22.6";

/// What `go version` says in this start; empty where there is no `go`.
fn go(shell: &str, flags: &[&str], world: &World, vars: &[(&str, &str)]) -> Option<String> {
    let mut args = flags.to_vec();
    args.push("go version 2>/dev/null; true");
    let Said { stdout, .. } = start(shell, &args, world.home(), vars)?;
    Some(stdout)
}

/// A user for whom gom was set up, whose shell this is.
fn user_of(shell: &str) -> World {
    let world = new_user();
    world.gom(["setup", "--no-hook"]).env("SHELL", shell).ok();
    world
}

/// The starts of shells-and-files tables: flags, variables, and whether gom is there.
type Start = (
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
    bool,
);

#[track_caller]
fn check(shell: &str, world: &World, starts: &[Start]) -> bool {
    for (flags, vars, expected) in starts {
        let Some(said) = go(shell, flags, world, vars) else {
            return false;
        };
        let found = said.starts_with(OWN);
        assert_eq!(found, *expected, "{shell} {flags:?} {vars:?}: {said}");
    }
    true
}

/// What VS Code sets while it asks the shell for its environment.
const EDITOR: &[(&str, &str)] = &[("VSCODE_RESOLVING_ENVIRONMENT", "1")];

#[test]
fn bash() {
    let world = user_of("/bin/bash");
    let starts: [Start; 7] = [
        (&["-c"], &[], false),
        (&["-lc"], &[], true),
        (&["-ic"], &[], true),
        (&["-ilc"], &[], true),
        (&["-ilc"], EDITOR, true),
        (
            &["-l", "-i", "-c"],
            &[("INTELLIJ_ENVIRONMENT_READER", "1")],
            true,
        ),
        // Where the caller says so, a script reads the very script of gom's.
        (
            &["-c"],
            &[("BASH_ENV", "$HOME/.local/share/gom/env.sh")],
            true,
        ),
    ];
    if !check("/bin/bash", &world, &starts) {
        skip!("bash is not installed");
    }
    // A login file of the user's own that does not hand over to .bashrc.
    world.file("home/.bash_profile", "export EDITOR=vi\n");
    world.gom(["setup"]).env("SHELL", "/bin/bash").ok();
    check("/bin/bash", &world, &starts[1..5]);
}

/// `ssh host command`: the daemon starts the login shell with a socket for input, and says who
/// calls. Debian's bash looks at the one, others at the other.
#[test]
fn bash_by_ssh() {
    let world = user_of("/bin/bash");
    let (_ours, theirs) = UnixStream::pair().unwrap();
    let child = Command::new("/bin/bash")
        .args(["-c", "go version"])
        .env_clear()
        .env("HOME", world.home())
        .env("PATH", SYSTEM_PATH)
        .env("SSH_CLIENT", "192.0.2.1 50000 22")
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        skip!("bash is not installed");
    };
    let mut said = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    child.wait().unwrap();
    assert!(said.starts_with(OWN), "{said}");
}

#[test]
fn zsh() {
    let world = user_of("/usr/bin/zsh");
    let ssh: &[(&str, &str)] = &[("SSH_CLIENT", "192.0.2.1 50000 22")];
    let starts: [Start; 6] = [
        (&["-c"], &[], true),
        (&["-lc"], &[], true),
        (&["-ic"], &[], true),
        (&["-ilc"], &[], true),
        (&["-ilc"], EDITOR, true),
        (&["-c"], ssh, true),
    ];
    if !check("/usr/bin/zsh", &world, &starts) {
        skip!("zsh is not installed");
    }
}

#[test]
fn zsh_with_its_files_elsewhere() {
    let world = new_user();
    let dir = world.dir("home/zsh");
    let dir = dir.to_str().unwrap();
    world.file("home/zsh/.zshrc", "");
    world
        .gom(["setup"])
        .env("SHELL", "/usr/bin/zsh")
        .env("ZDOTDIR", dir)
        .ok();
    let vars: &[(&str, &str)] = &[("ZDOTDIR", dir)];
    for flags in [&["-c"][..], &["-lc"], &["-ilc"]] {
        let Some(said) = go("/usr/bin/zsh", flags, &world, vars) else {
            skip!("zsh is not installed");
        };
        assert!(said.starts_with(OWN), "{flags:?} {said}");
    }
}

#[test]
fn fish() {
    let world = user_of("/usr/bin/fish");
    let starts: [Start; 6] = [
        (&["-c"], &[], true),
        (&["-lc"], &[], true),
        (&["-ic"], &[], true),
        (&["-ilc"], &[], true),
        (&["-ilc"], EDITOR, true),
        (&["-c"], &[("SSH_CLIENT", "192.0.2.1 50000 22")], true),
    ];
    if !check("/usr/bin/fish", &world, &starts) {
        skip!("fish is not installed");
    }
}

#[test]
fn dash() {
    let world = user_of("/bin/dash");
    let starts: [Start; 5] = [
        (&["-c"], &[], false),
        (&["-lc"], &[], true),
        (&["-ic"], &[], false),
        (&["-lic"], EDITOR, true),
        (&["-c"], &[("SSH_CLIENT", "192.0.2.1 50000 22")], false),
    ];
    if !check("/bin/dash", &world, &starts) {
        skip!("dash is not installed");
    }
}

/// Nushell reads config.nu as a login shell only; its scripts inherit.
#[test]
fn nushell() {
    let Some(nu) = program::on_path("nu") else {
        skip!("nu is not installed");
    };
    let nu = nu.to_str().unwrap();
    let world = user_of(nu);
    for (flags, own) in [(&["-c"][..], false), (&["-l", "-c"], true)] {
        let mut args = flags.to_vec();
        args.push("try { ^go version }");
        let said = start(nu, &args, world.home(), &[]).unwrap();
        assert_eq!(said.stdout.starts_with(OWN), own, "{flags:?} {said:?}");
    }
}

/// The user's systemd reads environment.d by this very program.
#[test]
fn a_systemd_user_session() {
    let generator =
        "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";
    if !Path::new(generator).exists() {
        skip!("systemd is not installed");
    }
    for gom in ["plain", "it's $HOME \"x\" `y` \\ % *"] {
        let mut world = new_user();
        world.set_env("GOM_HOME", world.home().join(gom));
        world.dir("home/.config/environment.d");
        // As it was built, which places its programs in that home.
        let built = env!("CARGO_BIN_EXE_gom");
        world.program(built, ["setup", "--no-hook"]).ok();
        let said = start(generator, &[], world.home(), &[]).unwrap();
        assert_eq!(said.stderr, "");
        let bin = world.home().join(gom).join("bin");
        let path = said
            .stdout
            .lines()
            .find_map(|line| line.strip_prefix("PATH="))
            .unwrap();
        let home = world.home().to_str().unwrap();
        assert_eq!(
            unquoted(path),
            format!("{}:{SYSTEM_PATH}:{home}/go/bin", bin.display())
        );
    }
}

/// A value as the generator prints it: in double quotes where a shell would need them.
fn unquoted(value: &str) -> String {
    let Some(inner) = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return value.to_owned();
    };
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { chars.next().unwrap() } else { c });
    }
    out
}
