//! Which files this user's shells read at every kind of start: login, interactive, ssh, script.

use std::path::{Path, PathBuf};

use gom_shim::Result;
use gom_shim::side::Side;

use super::language::Language;
use super::lines::Lines;
use super::places::Places;
use super::script::Script;
use super::shell::{self, Shell};
use crate::block::{Mark, Place};
use crate::profile::Wanted;

/// What a block says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Runs a script of gom's.
    Path(Script),
    /// Starts a shell's hook.
    Hook(Shell),
}

impl Content {
    /// True for a hook that must be written out whole.
    #[must_use]
    pub fn is_nu_hook(self) -> bool {
        self == Self::Hook(Shell::Nu)
    }
}

/// A file that gets blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartFile {
    /// Where it is; it may not exist yet.
    pub path: PathBuf,
    /// What it is written in.
    pub language: Language,
    /// Its blocks.
    pub blocks: Vec<(Mark, Place, Content)>,
}

/// What the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Interactive files start the hook.
    pub hook: bool,
    /// What a user starts by hand has gom in front of whatever its files put on PATH.
    pub last: bool,
}

impl StartFile {
    fn new(path: PathBuf, language: Language, blocks: &[(Mark, Place, Content)]) -> Self {
        Self {
            path,
            language,
            blocks: blocks.to_vec(),
        }
    }

    /// The blocks, written out. `nu_hook` is the whole hook of Nushell; without it there is none.
    ///
    /// # Errors
    /// `Config` where a path cannot be written down.
    pub fn wanted(&self, lines: &Lines<'_>, nu_hook: Option<&str>) -> Result<Vec<Wanted>> {
        let mut wanted = Vec::new();
        for (mark, place, content) in &self.blocks {
            let body = match content {
                Content::Path(script) => Some(lines.path(self.language, *script)?),
                Content::Hook(Shell::Nu) => nu_hook.map(str::to_owned),
                Content::Hook(shell) => lines.hook(*shell)?,
            };
            wanted.extend(body.map(|body| Wanted {
                mark: *mark,
                place: *place,
                body,
            }));
        }
        Ok(wanted)
    }
}

const PATH: (Mark, Place, Content) = (Mark::Path, Place::End, Content::Path(Script::Env));
const PATH_ABOVE: (Mark, Place, Content) = (Mark::Path, Place::Top, Content::Path(Script::Env));
const PATH_FIRST: (Mark, Place, Content) = (Mark::Path, Place::End, Content::Path(Script::First));
const LAST: (Mark, Place, Content) = (Mark::Last, Place::Bottom, Content::Path(Script::First));

fn hook(shell: Shell) -> (Mark, Place, Content) {
    (Mark::Hook, Place::End, Content::Hook(shell))
}

/// The files for the shells this user has: `.profile` always, the others where the file is there,
/// or the shell is the user's own or on PATH. Nothing without a home directory.
#[must_use]
pub fn start_files(places: &Places<'_>, choices: Choices) -> Vec<StartFile> {
    let Some(home) = places.home() else {
        return Vec::new();
    };
    let mut files = if *places.side == Side::Windows {
        Vec::new()
    } else {
        let mut files = bourne(places, &home);
        files.extend(zsh(places, &home));
        files.extend(fish(places, &home));
        files
    };
    files.extend(nu(places, &home));
    files.extend(power_shell(places, &home));
    let environment_d = places.environment_d(&home);
    let linux = matches!(places.side, Side::Linux | Side::Wsl(_));
    if linux && (places.has_systemd() || there(&environment_d)) {
        files.push(environment_file(places, &home));
    }
    for file in &mut files {
        file.blocks.retain(|(mark, ..)| match mark {
            Mark::Path => true,
            Mark::Hook => choices.hook,
            Mark::Last => choices.last,
        });
    }
    files.retain(|file| !file.blocks.is_empty());
    files
}

/// The file of the user's systemd.
#[must_use]
pub fn environment_file(places: &Places<'_>, home: &Path) -> StartFile {
    let path = places.environment_d(home).join("50-gom.conf");
    StartFile::new(path, Language::EnvironmentD, &[PATH])
}

fn there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// True where the shell is the user's own, or on PATH.
fn has(places: &Places<'_>, shell: Shell, program: &str) -> bool {
    shell::users(places.vars) == Some(shell)
        || shell::on_path(places.vars, places.side, program).is_some()
}

/// sh and bash.
fn bourne(places: &Places<'_>, home: &Path) -> Vec<StartFile> {
    let bash = shell::users(places.vars) == Some(Shell::Bash);
    let bashrc = home.join(".bashrc");
    let uses_bashrc = bash || there(&bashrc);
    // A login shell of macOS sorts PATH anew, and so would leave gom behind in every tmux.
    let path = if *places.side == Side::MacOs {
        PATH_FIRST
    } else {
        PATH
    };
    // A login bash reads the first of these that exists, and .profile only where none does.
    let names = [".bash_profile", ".bash_login"].map(|name| home.join(name));
    let profile = home.join(".profile");
    let logins = names.into_iter().filter(|path| there(path));
    let logins: Vec<_> = logins.chain([profile]).collect();
    let mut files: Vec<_> = logins
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let mut blocks = vec![path, LAST];
            if index == 0 && uses_bashrc && !reads_bashrc(file) {
                blocks.insert(1, hook(Shell::Bash));
            }
            StartFile::new(file.clone(), Language::Posix, &blocks)
        })
        .collect();
    // .profile first: it is the one that everything reads.
    files.rotate_right(1);
    // Read by interactive shells and, on Debian, by `ssh host command`, which the usual
    // `case $- in *i*) ;; *) return;; esac` sends away: so the block goes above it.
    if uses_bashrc {
        let blocks = [PATH_ABOVE, hook(Shell::Bash), LAST];
        files.push(StartFile::new(bashrc, Language::Posix, &blocks));
    }
    files
}

/// True where a login file hands over to .bashrc, as Debian's .profile does.
fn reads_bashrc(file: &Path) -> bool {
    let text = std::fs::read(file).unwrap_or_default();
    String::from_utf8_lossy(&text)
        .lines()
        .any(|line| !line.trim_start().starts_with('#') && line.contains("bashrc"))
}

fn zsh(places: &Places<'_>, home: &Path) -> Vec<StartFile> {
    let own = shell::users(places.vars) == Some(Shell::Zsh);
    let names = [".zshenv", ".zshrc", ".zprofile", ".zlogin"];
    let any = |dir: &Path| names.iter().any(|name| there(&dir.join(name)));
    let has = has(places, Shell::Zsh, "zsh");
    let zdotdir = places.zdotdir(home);
    // Where ZDOTDIR is set by HOME's own .zshenv, a fresh start reads that one and a nested shell
    // the other.
    let mut dirs = Vec::new();
    dirs.extend(zdotdir.clone().filter(|dir| has || any(dir)));
    if (has && zdotdir.is_none()) || any(home) {
        dirs.push(home.to_owned());
    }
    let mut files = Vec::new();
    for dir in dirs {
        let mut add = |name: &str, blocks: &[_]| {
            files.push(StartFile::new(dir.join(name), Language::Posix, blocks));
        };
        let is_there = |name: &str| there(&dir.join(name));
        // The one file that every zsh reads, scripts and ssh commands included.
        add(".zshenv", &[PATH, LAST]);
        // What macOS has in /etc/zprofile sorts PATH anew, after .zshenv.
        if *places.side == Side::MacOs {
            add(".zprofile", &[PATH_FIRST, LAST]);
        } else if own || is_there(".zprofile") {
            add(".zprofile", &[LAST]);
        }
        if own || is_there(".zshrc") {
            add(".zshrc", &[hook(Shell::Zsh), LAST]);
        }
        if is_there(".zlogin") {
            add(".zlogin", &[LAST]);
        }
    }
    files
}

fn fish(places: &Places<'_>, home: &Path) -> Vec<StartFile> {
    let dir = places.config(home).join("fish");
    if !has(places, Shell::Fish, "fish") && !there(&dir) {
        return Vec::new();
    }
    let file = |name: &str, blocks: &[_]| StartFile::new(dir.join(name), Language::Fish, blocks);
    vec![
        file("conf.d/gom.fish", &[PATH, hook(Shell::Fish)]),
        // Read after everything in conf.d.
        file("config.fish", &[LAST]),
    ]
}

fn nu(places: &Places<'_>, home: &Path) -> Vec<StartFile> {
    let dir = places.nu_config(home);
    if !has(places, Shell::Nu, "nu") && !there(&dir) {
        return Vec::new();
    }
    let autoload = places.nu_autoload(home).join("gom.nu");
    vec![
        // A login `nu -c` reads config.nu, but nothing in the autoload directories.
        StartFile::new(dir.join("config.nu"), Language::Nu, &[PATH, LAST]),
        StartFile::new(autoload, Language::Nu, &[hook(Shell::Nu)]),
    ]
}

fn power_shell(places: &Places<'_>, home: &Path) -> Vec<StartFile> {
    let own = shell::users(places.vars) == Some(Shell::PowerShell);
    let mut files = Vec::new();
    for (dir, program) in places.power_shell(home) {
        let on_path = shell::on_path(places.vars, places.side, program).is_some();
        if !own && !on_path && !there(&dir) {
            continue;
        }
        let blocks = [PATH, hook(Shell::PowerShell), LAST];
        let language = Language::PowerShell;
        files.push(StartFile::new(dir.join("profile.ps1"), language, &blocks));
        // The console's own, read after the one of all hosts.
        let console = dir.join("Microsoft.PowerShell_profile.ps1");
        if there(&console) {
            files.push(StartFile::new(console, language, &[LAST]));
        }
    }
    files
}
