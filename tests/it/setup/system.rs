//! `--system`: the files that all users' shells read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use gom::commands::self_uninstall;
use gom::commands::setup::{self, Args};
use gom_shim::Kind;

use super::recipes::OpenHome;
use super::{User, set_mode};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn system() -> Args {
    Args {
        system: true,
        ..Args::default()
    }
}

/// Everything below a directory, as paths.
fn paths(root: &Path) -> Vec<String> {
    let snapshot = Snapshot::take(root);
    let files = snapshot
        .paths()
        .into_iter()
        .filter(|path| !path.ends_with('/'));
    files.map(str::to_owned).collect()
}

/// A user with a home of gom's in a directory that everybody may enter.
fn user() -> (User, OpenHome) {
    let open = OpenHome::empty();
    let home = open.path().join("gom").to_str().unwrap().to_owned();
    (User::new().with("GOM_HOME", home), open)
}

#[test]
fn every_shell_has_its_file_which_everybody_can_read() {
    if !is_root() {
        let error = setup::run_on(&User::new().gom(), &system(), &User::new().machine);
        assert_eq!(error.unwrap_err().kind, Kind::FileSystem);
        skip!("only root may write the system's files");
    }
    let (user, _open) = user();
    let root = &user.machine.root;
    user.setup(&system());
    assert_eq!(paths(root), ["etc/profile.d/gom.sh"]);
    user.setup(&Args {
        remove: true,
        ..Args::default()
    });
    assert_eq!(paths(root), [""; 0]);
    assert!(!root.join("etc").exists());

    // Debian's zsh, and a fish.
    for dir in ["etc/zsh", "etc/fish"] {
        fs::create_dir_all(root.join(dir)).unwrap();
    }
    fs::write(root.join("etc/zsh/zshenv"), "# of the system").unwrap();
    let before = Snapshot::take(root);
    user.setup(&system());
    assert_eq!(
        paths(root),
        [
            "etc/fish/conf.d/gom.fish",
            "etc/profile.d/gom.sh",
            "etc/zsh/zshenv"
        ]
    );
    let mode = |path: &str| root.join(path).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("etc/profile.d/gom.sh"), 0o644);
    assert_eq!(mode("etc/fish/conf.d"), 0o755);
    let text = fs::read_to_string(root.join("etc/profile.d/gom.sh")).unwrap();
    let home = user.gom().layout.home().to_str().unwrap().to_owned();
    assert!(text.contains(&format!("[ -r {home}/env.sh ]")), "{text}");
    // Nothing of the user's own.
    assert_eq!(paths(&user.home), [""; 0]);
    let once = Snapshot::take(root);
    user.setup(&system());
    once.assert_unchanged(root);
    let uninstall = self_uninstall::Args {
        dry_run: false,
        keep_toolchains: false,
        yes: true,
    };
    self_uninstall::run(&user.gom(), &uninstall).unwrap();
    before.assert_unchanged(root);
}

#[test]
fn elsewhere_zsh_reads_etc_and_macos_sorts_path_anew() {
    if !is_root() {
        skip!("only root may write the system's files");
    }
    let (user, _open) = user();
    let bin = user.root.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("zsh"), "").unwrap();
    let mut user = user.with("PATH", bin.to_str().unwrap());
    user.setup(&system());
    assert_eq!(
        paths(&user.machine.root),
        ["etc/profile.d/gom.sh", "etc/zshenv"]
    );
    user.setup(&Args {
        remove: true,
        ..Args::default()
    });
    user.machine.side = gom_shim::side::Side::MacOs;
    user.setup(&system());
    assert_eq!(
        paths(&user.machine.root),
        ["etc/profile", "etc/zprofile", "etc/zshenv"]
    );
    for (name, script) in [
        ("profile", "first.sh"),
        ("zprofile", "first.sh"),
        ("zshenv", "env.sh"),
    ] {
        let text = fs::read_to_string(user.machine.root.join("etc").join(name)).unwrap();
        assert!(text.contains(script), "{name}: {text}");
    }
}

#[test]
fn a_home_that_others_cannot_enter_is_refused() {
    if !is_root() {
        skip!("only root may write the system's files");
    }
    let (user, open) = user();
    set_mode(open.path(), 0o700);
    let before = Snapshot::take(user.root.path());
    let error = setup::run_on(&user.gom(), &system(), &user.machine).unwrap_err();
    assert_eq!(error.kind, Kind::Config);
    assert!(
        error.message.contains("other users cannot enter"),
        "{error}"
    );
    before.assert_unchanged(user.root.path());
}

/// Runs a script with a file system of its own for `/etc`, a copy of this machine's.
fn with_own_etc(dir: &Path, script: &str) -> Option<String> {
    let etc = dir.join("etc");
    let script = format!(
        "set -e\ncp -a /etc '{etc}'\nmount --bind '{etc}' /etc\n{script}",
        etc = etc.display()
    );
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", &script])
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", dir)
        .output()
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    if errors.contains("unshare failed") || errors.contains("permission denied") {
        return None;
    }
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_shells_of_a_user_who_set_nothing_up_find_it() {
    if !is_root() || !cfg!(target_os = "linux") {
        skip!("only root of a Linux can have an /etc of its own");
    }
    let open = OpenHome::with("1.22.6");
    let gom: PathBuf = open.path().join("gom");
    let home = open.path().join("home");
    fs::create_dir(&home).unwrap();
    set_mode(&home, 0o777);
    let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups env -i HOME=$home PATH=/usr/bin:/bin TERM=xterm";
    let script = format!(
        "home='{home}'
umask 077
'{gom}/bin/gom' -q setup --system
set +e
{nobody} sh -lc 'go version'
{nobody} bash -lc 'go version'
{nobody} bash -ilc 'go version' 2>&1 | grep -v 'job control\\|process group'
[ ! -x /usr/bin/zsh ] || for flags in -c -lc -ilc; do {nobody} zsh $flags 'go version'; done
[ ! -x /usr/bin/fish ] || {nobody} fish -c 'go version'
exit 0
",
        home = home.display(),
        gom = gom.display(),
    );
    let Some(said) = with_own_etc(open.path(), &script) else {
        skip!("this container may not mount anything");
    };
    let shells = ["/usr/bin/zsh", "/usr/bin/fish"].map(|shell| Path::new(shell).exists());
    let expected = 3 + usize::from(shells[0]) * 3 + usize::from(shells[1]);
    let found = said
        .lines()
        .filter(|line| line.starts_with("go version go1.22.6"));
    assert_eq!(found.count(), expected, "{said}");
}
