//! Which files this user's shells read at every kind of start: login, interactive, ssh, script.

use std::path::{Path, PathBuf};

use gom_shim::vars::Vars;

use crate::block::Place;
use crate::env_file::Language;

/// A file that gets the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellFile {
    /// Where it is; it may not exist yet.
    pub path: PathBuf,
    /// What it is written in.
    pub language: Language,
    /// Where its block goes.
    pub place: Place,
}

/// The files for the shells this user has: `.profile` always, the others where the file is there
/// or `$SHELL` says that the shell is used. Nothing without a home directory, and on Windows.
#[must_use]
pub fn shell_files(vars: &Vars) -> Vec<ShellFile> {
    let Some(home) = vars.home().filter(|_| !cfg!(windows)) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut add = |path: PathBuf, language, place| {
        files.push(ShellFile {
            path,
            language,
            place,
        })
    };
    let shell = shell(vars);
    let there = |path: &Path| path.symlink_metadata().is_ok();
    let any = |dir: &Path, names: &[&str]| names.iter().any(|name| there(&dir.join(name)));

    add(home.join(".profile"), Language::Posix, Place::End);
    // A login bash reads the first of these that exists, and .profile only where none does.
    for name in [".bash_profile", ".bash_login"] {
        if there(&home.join(name)) {
            add(home.join(name), Language::Posix, Place::End);
        }
    }
    // Read by interactive shells and, on Debian, by `ssh host command`, which the usual
    // `case $- in *i*) ;; *) return;; esac` sends away: so the block goes above it.
    if shell == "bash" || there(&home.join(".bashrc")) {
        add(home.join(".bashrc"), Language::Posix, Place::Top);
    }
    // The one file that every zsh reads, scripts and ssh commands included. Where ZDOTDIR is set
    // by HOME's own .zshenv, a fresh start reads that one and a nested shell the other.
    let zsh = [".zshenv", ".zshrc", ".zprofile"];
    let zdotdir = vars.absolute("ZDOTDIR").filter(|dir| *dir != home);
    if let Some(dir) = &zdotdir
        && (shell == "zsh" || any(dir, &zsh))
    {
        add(dir.join(".zshenv"), Language::Posix, Place::End);
    }
    let used = shell == "zsh" && zdotdir.is_none();
    if used || any(&home, &zsh) {
        add(home.join(".zshenv"), Language::Posix, Place::End);
    }
    let config = vars
        .absolute("XDG_CONFIG_HOME")
        .unwrap_or_else(|| home.join(".config"));
    let fish = config.join("fish");
    if shell == "fish" || there(&fish) {
        add(fish.join("conf.d/gom.fish"), Language::Fish, Place::End);
    }
    files
}

/// The name of the user's shell, such as `bash`; empty where SHELL does not say.
#[must_use]
pub fn shell(vars: &Vars) -> String {
    let path = vars.non_empty("SHELL").map(Path::new);
    path.and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// True where gom writes start files for the shell of that name.
#[must_use]
pub fn is_known(shell: &str) -> bool {
    [
        "", "ash", "bash", "dash", "fish", "ksh", "mksh", "sh", "zsh",
    ]
    .contains(&shell)
}
