//! Start files of shells: what is edited, what is left alone, and what real shells make of it.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use gom::block::Place;
use gom::env_file::{self, Language};
use gom::profile::{self, Edit};
use gom::record::{Record, Wrote};
use gom::shell_files::shell_files;
use gom_shim::layout::Layout;
use gom_shim::vars::Vars;

use crate::support::skip::skip;
use crate::support::temp::TempDir;

/// A user's home directory and gom's home below it.
struct User {
    _root: TempDir,
    home: PathBuf,
    layout: Layout,
    record: Record,
}

impl User {
    fn new() -> Self {
        Self::with_gom_at("data/gom")
    }

    fn with_gom_at(gom: &str) -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let layout = Layout::contained(home.join(gom));
        fs::create_dir_all(layout.bin()).unwrap();
        Self {
            record: Record::new(&layout),
            layout,
            home,
            _root: root,
        }
    }

    fn add(&self, name: &str, place: Place) -> Result<Edit, String> {
        let edit = Edit::adding(&self.home.join(name), &self.home, "x\n", place)?;
        edit.apply(&self.record).unwrap();
        Ok(edit)
    }

    fn take(&self, name: &str) {
        let path = self.home.join(name);
        let entries = self.record.entries().unwrap();
        let created = entries
            .iter()
            .any(|entry| entry.path == path && entry.wrote == Wrote::Created);
        let edit = Edit::removing(&path, &self.home, created).unwrap();
        edit.apply(&self.record).unwrap();
        profile::remove_directories(&self.record).unwrap();
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn scripts(&self) {
        for language in [Language::Posix, Language::Fish] {
            let text = env_file::text(&self.layout, language).unwrap();
            fs::write(env_file::path(&self.layout, language), text).unwrap();
        }
    }
}

#[test]
fn what_is_taken_out_leaves_bytes_and_modes_as_they_were() {
    let user = User::new();
    for text in ["", "a\n", "a", "a\r\nb\r\n"] {
        let path = user.file(".profile", text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        user.add(".profile", Place::End).unwrap();
        let with = fs::read(&path).unwrap();
        assert!(user.add(".profile", Place::End).unwrap().is_nothing());
        assert_eq!(fs::read(&path).unwrap(), with);
        user.take(".profile");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(user.record.entries().unwrap(), []);
    }
}

#[test]
fn a_created_file_goes_with_its_directories_unless_something_else_is_in_it() {
    let user = User::new();
    assert_eq!(
        user.add(".config/fish/conf.d/gom.fish", Place::End)
            .unwrap()
            .verb(),
        "create"
    );
    user.take(".config/fish/conf.d/gom.fish");
    assert!(!user.home.join(".config").exists());

    user.add(".profile", Place::End).unwrap();
    let path = user.home.join(".profile");
    fs::write(&path, [&fs::read(&path).unwrap()[..], b"mine\n"].concat()).unwrap();
    user.take(".profile");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine\n");
}

#[test]
fn a_link_inside_home_is_kept_and_its_file_edited() {
    let user = User::new();
    let target = user.file("dotfiles/profile", "a\n");
    symlink("dotfiles/profile", user.home.join(".profile")).unwrap();
    user.add(".profile", Place::End).unwrap();
    assert!(user.home.join(".profile").is_symlink());
    assert!(
        fs::read_to_string(&target)
            .unwrap()
            .contains("# >>> gom >>>")
    );
    user.take(".profile");
    assert!(user.home.join(".profile").is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "a\n");
}

#[test]
fn what_is_not_a_plain_file_of_the_users_own_is_left_alone() {
    let user = User::new();
    let store = user.home.parent().unwrap().join("store");
    fs::create_dir(&store).unwrap();
    fs::write(store.join("profile"), "a\n").unwrap();
    symlink(store.join("profile"), user.home.join("away")).unwrap();
    symlink("/dev/null", user.home.join("null")).unwrap();
    symlink("nowhere", user.home.join("dangling")).unwrap();
    symlink(&store, user.home.join("linked")).unwrap();
    fs::create_dir(user.home.join("dir")).unwrap();
    let locked = user.file("locked", "a\n");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).unwrap();
    user.file("open", "# >>> gom >>>\n");
    for (name, why) in [
        ("away", "something else manages"),
        ("null", "something else manages"),
        ("dangling", "not there"),
        ("linked/new", "out of the home directory"),
        ("dir", "not a file"),
        ("locked", "read-only"),
        ("open", "without its end"),
    ] {
        let reason = user.add(name, Place::End).expect_err(name);
        assert!(reason.contains(why), "{name}: {reason}");
    }
    assert_eq!(fs::read_to_string(store.join("profile")).unwrap(), "a\n");
    assert_eq!(fs::read_dir(&store).unwrap().count(), 1);
    assert_eq!(user.record.entries().unwrap(), []);
}

#[test]
fn only_shells_that_are_used_get_a_file() {
    let user = User::new();
    let names = |pairs: &[(&str, &str)]| -> Vec<String> {
        let home = user.home.to_str().unwrap();
        let mut env = vec![("HOME".into(), home.into())];
        env.extend(
            pairs
                .iter()
                .map(|(k, v)| ((*k).into(), v.replace('~', home).into())),
        );
        let files = shell_files(&Vars::new(env, vec![], None));
        let paths = files
            .iter()
            .map(|file| file.path.strip_prefix(&user.home).unwrap());
        paths
            .map(|path| path.to_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&[]), [".profile"]);
    assert_eq!(names(&[("SHELL", "/bin/bash")]), [".profile", ".bashrc"]);
    assert_eq!(names(&[("SHELL", "/bin/zsh")]), [".profile", ".zshenv"]);
    assert_eq!(
        names(&[("SHELL", "/bin/zsh"), ("ZDOTDIR", "~/z")]),
        [".profile", "z/.zshenv"]
    );
    assert_eq!(
        names(&[("SHELL", "/usr/bin/fish"), ("XDG_CONFIG_HOME", "~/c")]),
        [".profile", "c/fish/conf.d/gom.fish"]
    );
    for name in [".bash_profile", ".bash_login", ".bashrc", ".zshrc"] {
        user.file(name, "");
    }
    assert_eq!(
        names(&[("ZDOTDIR", "~/z")]),
        [
            ".profile",
            ".bash_profile",
            ".bash_login",
            ".bashrc",
            ".zshenv"
        ]
    );
}

/// Homes that break careless quoting, below HOME and outside it.
const ODD: [&str; 4] = ["data/gom", "it's $HOME \"x\" `y` \\ *", "-n [a]", "ü 漢"];

/// Runs a shell on a script with nothing but HOME and PATH; gives what it prints.
fn run(shell: &[&str], script: &str, home: &Path, path: &str) -> Option<String> {
    let output = Command::new(shell[0])
        .args(&shell[1..])
        .args(["-c", script])
        .env_clear()
        .env("HOME", home)
        .env("PATH", path)
        .output()
        .ok()?;
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{shell:?} {script}: {output:?}"
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

const POSIX: [&[&str]; 3] = [
    &["/bin/sh", "-eu"],
    &["/bin/bash", "--norc", "-eu"],
    &["/usr/bin/zsh", "-feu"],
];

#[test]
fn posix_shells_get_bin_first_once_and_quietly() {
    for gom in ODD {
        for home_is_known in [true, false] {
            let user = User::with_gom_at(gom);
            user.scripts();
            let home = home_is_known.then_some(&*user.home);
            let lines = env_file::lines(&user.layout, Language::Posix, home).unwrap();
            assert_eq!(
                lines.starts_with("if [ -r \"$HOME"),
                home_is_known,
                "{lines}"
            );
            let typed = env_file::command(&user.layout, Language::Posix, home).unwrap();
            let bin = user.layout.bin();
            for shell in POSIX {
                let script = format!("{lines}{lines}{typed}\nprintf %s \"$PATH\"");
                let Some(path) = run(shell, &script, &user.home, "/usr/bin:/bin") else {
                    skip!("{} is not installed", shell[0]);
                };
                assert_eq!(
                    path,
                    format!("{}:/usr/bin:/bin", bin.display()),
                    "{shell:?}"
                );
                let unset = format!("unset PATH\n{lines}printf %s \"${{PATH-unset}}\"");
                assert_eq!(run(shell, &unset, &user.home, "").unwrap(), "unset");
            }
            fs::remove_dir_all(user.layout.home()).unwrap();
            for shell in POSIX {
                // As the last line of a file that `set -e` reads: gom is gone, and all is well.
                let file = user.file("profile", &lines);
                let script = format!(". '{}'\nprintf %s \"$PATH\"", file.display());
                assert_eq!(run(shell, &script, &user.home, "/bin").unwrap(), "/bin");
            }
        }
    }
}

#[test]
fn fish_gets_bin_first_once_and_quietly() {
    for gom in ODD {
        let user = User::with_gom_at(gom);
        user.scripts();
        let lines = env_file::lines(&user.layout, Language::Fish, Some(&user.home)).unwrap();
        let shell = ["/usr/bin/fish", "--no-config"];
        let script = format!("{lines}{lines}string join : $PATH; true");
        let Some(path) = run(&shell, &script, &user.home, "/usr/bin:/bin") else {
            skip!("fish is not installed");
        };
        assert_eq!(
            path.trim_end(),
            format!("{}:/usr/bin:/bin", user.layout.bin().display())
        );
        fs::remove_dir_all(user.layout.home()).unwrap();
        let script = format!("{lines}string join : $PATH; true");
        assert_eq!(run(&shell, &script, &user.home, "/bin").unwrap(), "/bin\n");
    }
}

#[test]
fn a_home_that_cannot_be_on_path_is_refused() {
    let layout = Layout::contained("/a:b".into());
    let error = env_file::text(&layout, Language::Posix).unwrap_err();
    assert!(error.message.contains("/a:b/bin cannot be on PATH"));
}
