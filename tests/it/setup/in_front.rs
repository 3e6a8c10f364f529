//! The proof: what new terminals have, and which line puts another Go in front.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gom::setup::proof::{self, Go};
use gom::setup::shell::Shell;
use gom::setup::start::{Kind, Start};
use snapbox::str;

use super::{User, new_user, start};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

/// A new user with another Go at `other/`.
fn user() -> (World, PathBuf) {
    let mut world = new_user();
    let root = world.system_go("1.21.0");
    let other = world.path("other");
    fs::rename(root, &other).unwrap();
    world.set_env("PATH", "/nowhere");
    (world, other.join("bin"))
}

/// Adds lines to a file of the user's.
fn add(world: &World, name: &str, lines: &str) {
    let path = world.home().join(name);
    let text = fs::read_to_string(&path).unwrap_or_default();
    world.file(path, text + lines);
}

#[test]
fn a_later_line_is_named_and_last_comes_after_it() {
    let (world, other) = user();
    let line = format!("export PATH={}:$PATH\n", other.display());
    add(&world, ".bashrc", &line);
    let before = Snapshot::take(world.home());
    let bash = |args: &[&str]| world.gom(args).env("SHELL", "/bin/bash").ok();
    let go = || {
        let said = start("/bin/bash", &["-ic", "go version"], world.home(), &[]);
        said.unwrap().stdout
    };
    bash(&["setup", "--no-hook"]).stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
changed [HOME]/.profile, [HOME]/.bashrc
new login shells: [GOM_HOME]/bin/go (go1.22.6)
warning: in new interactive and interactive login shells, `go` is [WORLD]/other/bin/go (go1.21.0)
warning: ~/.bashrc:16 puts [WORLD]/other/bin before gom
hint: gom setup --last
this terminal: . "$HOME/.local/share/gom/env.sh"
note: open editors and tmux servers keep the PATH they were started with, until they are started again

"#]]);
    assert!(go().starts_with("go version go1.21.0"));
    bash(&["setup", "--last"]).stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
changed [HOME]/.profile, [HOME]/.bashrc
new terminals: [GOM_HOME]/bin/go (go1.22.6)
this terminal: . "$HOME/.local/share/gom/env.sh"
note: open editors and tmux servers keep the PATH they were started with, until they are started again

"#]]);
    assert!(go().starts_with("go version go1.22.6"));
    let set_up = Snapshot::take(world.home());
    bash(&["setup"]);
    let changes = set_up.changes(&Snapshot::take(world.home()));
    let is_lock = |line: &String| line.contains("/gom/locks/");
    assert!(changes.iter().all(is_lock), "{changes:?}");

    // Something adds a line below the block: setup moves it, and needs not be told again.
    add(&world, ".bashrc", &line);
    assert!(go().starts_with("go version go1.21.0"));
    bash(&["setup"]);
    assert!(go().starts_with("go version go1.22.6"));

    let bashrc = fs::read_to_string(world.home().join(".bashrc")).unwrap();
    world.file("home/.bashrc", bashrc.replacen(&line, "", 1));
    bash(&["self", "uninstall", "-y"]);
    world.dir("home/.config/gom");
    let left = before.changes(&Snapshot::take(world.home()));
    let outside = |line: &&String| !line.contains(".local/") && !line.contains(".config/");
    let left: Vec<_> = left.iter().filter(outside).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The lines of a setup's output that warn.
fn warnings(world: &World, shell: &str, args: &[&str]) -> Vec<String> {
    let outcome = world.gom(args).env("SHELL", shell).ok();
    let world = world.root().to_str().unwrap();
    let lines = outcome.stderr.replace(world, "[WORLD]");
    let is_warning = |line: &&str| line.starts_with("warning: ") || line.starts_with("hint: ");
    lines
        .lines()
        .filter(is_warning)
        .map(str::to_owned)
        .collect()
}

#[test]
fn zsh_and_fish_and_files_that_are_read_by_others() {
    let (world, other) = user();
    let root = other.parent().unwrap().display();
    add(
        &world,
        ".zshrc",
        &format!("export GOROOT={root}\npath=($GOROOT/bin $path)\n"),
    );
    if !Path::new("/usr/bin/zsh").exists() || !Path::new("/usr/bin/fish").exists() {
        skip!("zsh or fish is not installed");
    }
    assert_eq!(
        warnings(&world, "/usr/bin/zsh", &["setup"]),
        [
            "warning: in new interactive and interactive login shells, `go` is [WORLD]/other/bin/go (go1.21.0)",
            "warning: ~/.zshrc:2 puts [WORLD]/other/bin before gom",
            "hint: gom setup --last",
        ]
    );
    add(
        &world,
        ".config/fish/config.fish",
        &format!("# mine\nfish_add_path -g {root}/bin\n"),
    );
    assert_eq!(
        warnings(&world, "/usr/bin/fish", &["setup"]),
        [
            "warning: in new terminals, `go` is [WORLD]/other/bin/go (go1.21.0)",
            "warning: ~/.config/fish/config.fish:2 puts [WORLD]/other/bin before gom",
            "hint: gom setup --last",
        ]
    );
    add(
        &world,
        ".bashrc",
        "[ -r ~/.config/go.sh ] && . ~/.config/go.sh\n",
    );
    let line = format!("\nPATH=\"{root}/bin${{PATH:+:$PATH}}\"\n");
    add(&world, ".config/go.sh", &line);
    let told = warnings(&world, "/bin/bash", &["setup"]);
    assert_eq!(
        told[1],
        "warning: ~/.config/go.sh:2 puts [WORLD]/other/bin before gom"
    );

    for shell in ["/bin/bash", "/usr/bin/zsh", "/usr/bin/fish"] {
        assert_eq!(
            warnings(&world, shell, &["setup", "--last"]),
            [""; 0],
            "{shell}"
        );
    }
    for name in [".config/fish/config.fish", ".zshrc", ".bashrc"] {
        let text = fs::read_to_string(world.home().join(name)).unwrap();
        assert!(text.ends_with("# <<< gom last <<<\n"), "{name}: {text}");
    }
}

#[test]
fn where_no_line_is_found_the_directory_is_named() {
    let (world, other) = user();
    let other = other.display();
    add(
        &world,
        ".bashrc",
        "eval \"$(cat ~/.hidden)\"\nalias go=gopher\n",
    );
    add(&world, ".hidden", &format!("PATH={other}:$PATH\n"));
    let told = warnings(&world, "/bin/bash", &["setup"]);
    assert_eq!(
        told,
        [
            "warning: in new interactive and interactive login shells, `go` is not a program: alias go='gopher'"
        ]
    );
    let bashrc = fs::read_to_string(world.home().join(".bashrc")).unwrap();
    world.file("home/.bashrc", bashrc.replace("alias go=gopher\n", ""));
    let told = warnings(&world, "/bin/bash", &["setup"]);
    assert_eq!(
        told[1],
        "warning: [WORLD]/other/bin comes before gom on PATH"
    );
    assert_eq!(told[2], "hint: gom setup --last");
}

/// What the starts of the user's bash come to.
fn tried(user: &User, kinds: &[Kind]) -> Vec<Go> {
    let gom = user.gom();
    let vars = user.vars();
    let places = user.machine.places(&vars);
    let mut starts = Start::all(Shell::Bash, Path::new("/bin/bash"));
    starts.retain(|start| kinds.contains(&start.kind));
    let tried = proof::try_all(&gom, &places, &starts, user.machine.limit);
    tried.into_iter().map(|tried| tried.go).collect()
}

#[test]
fn a_file_that_waits_is_stopped_with_all_it_started() {
    let mut user = User::new();
    user.machine.limit = Duration::from_secs(4);
    user.file(".bashrc", "sleep 300 & echo $! >>~/waits; wait\n");
    let begun = Instant::now();
    let tried = tried(&user, &[Kind::Interactive]);
    assert!(begun.elapsed() < Duration::from_secs(120));
    let why = "its start files take more than 4 s".to_owned();
    assert_eq!(tried, [Go::Unknown(why)]);
    let waits = user.read("waits");
    assert_eq!(waits.lines().count(), 1);
    let proc = Path::new("/proc").join(waits.trim());
    if !Path::new("/proc/self").exists() {
        skip!("processes cannot be looked at here");
    }
    // Killed, and waiting for its new parent to take notice, or gone; a signal takes its time.
    let is_over = || {
        let stat = fs::read_to_string(proc.join("stat")).unwrap_or_default();
        stat.is_empty() || stat.contains(") Z ")
    };
    let end = Instant::now() + Duration::from_secs(30);
    while !is_over() {
        assert!(Instant::now() < end, "{} still runs", proc.display());
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn noise_background_jobs_and_early_ends_are_told_apart() {
    let user = User::new();
    user.file(
        ".bashrc",
        "echo hello; env; printf 'PATH=/x\\n/x/go\\n'; exec 2>&1; (sleep 60 &)\n",
    );
    user.file(".profile", "exit 0\n");
    let begun = Instant::now();
    let tried = tried(&user, &[Kind::Login, Kind::Interactive, Kind::Both]);
    // Not until what holds the pipe has ended.
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(45), "{took:?}");
    let silent = Go::Unknown("a start file ends the shell".to_owned());
    assert_eq!(tried, [silent.clone(), Go::None, silent]);
}
