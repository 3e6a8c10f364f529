//! The files that the shells of all users read.

use std::path::Path;

use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape};

use super::files::{Content, StartFile};
use super::language::Language;
use super::places::Places;
use super::script::Script;
use super::shell;
use crate::block::{Mark, Place};

/// The files: a script for login shells, zsh's and fish's own where those shells are.
#[must_use]
pub fn start_files(places: &Places<'_>) -> Vec<StartFile> {
    let there = |path: &str| places.system(path).exists();
    let has = |program: &str| shell::on_path(places.vars, places.side, program).is_some();
    let mut files = Vec::new();
    let mut add = |path: &str, language, script| {
        let blocks = vec![(Mark::Path, Place::End, Content::Path(script))];
        files.push(StartFile {
            path: places.system(path),
            language,
            blocks,
        });
    };
    let macos = *places.side == Side::MacOs;
    if macos {
        // There is no profile.d, and path_helper, which stands in both, sorts PATH anew.
        add("etc/profile", Language::Posix, Script::First);
        add("etc/zprofile", Language::Posix, Script::First);
    } else {
        add("etc/profile.d/gom.sh", Language::Posix, Script::Env);
    }
    // Debian and its like build zsh with a directory of its own.
    if there("etc/zsh") {
        add("etc/zsh/zshenv", Language::Posix, Script::Env);
    } else if macos || has("zsh") || there("etc/zshenv") {
        add("etc/zshenv", Language::Posix, Script::Env);
    }
    if there("etc/fish") || has("fish") {
        add("etc/fish/conf.d/gom.fish", Language::Fish, Script::Env);
    }
    files
}

/// Refuses a home of gom's that other users cannot enter: their shells would find no `go` in it.
///
/// # Errors
/// `Config`, naming the directory that is closed.
pub fn check_home(layout: &Layout) -> Result<()> {
    let bin = layout.bin();
    let closed = bin.ancestors().find(|dir| !is_open(dir));
    let Some(dir) = closed else {
        return Ok(());
    };
    Err(Error::new(
        Kind::Config,
        format!(
            "other users cannot enter {}, so they could not run what is in {}",
            escape::path(dir),
            escape::path(layout.home())
        ),
    )
    .hint("GOM_HOME=/opt/gom gom setup --system"))
}

/// A directory that is not there yet is made open.
#[cfg(unix)]
fn is_open(dir: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    dir.metadata()
        .map_or(true, |metadata| metadata.permissions().mode() & 0o001 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    true
}

/// From here on, what this process writes can be read by every user: root may have an umask that
/// hides it.
pub fn write_for_everyone() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o022));
}

/// Refuses everybody but root.
///
/// # Errors
/// `FileSystem`; `Usage` on Windows, which has no such files.
pub fn check_user() -> Result<()> {
    #[cfg(unix)]
    if !rustix::process::geteuid().is_root() {
        return Err(Error::new(
            Kind::FileSystem,
            "only root may write the files that all users' shells read",
        )
        .hint("sudo GOM_HOME=/opt/gom gom setup --system"));
    }
    if cfg!(windows) {
        return Err(Error::new(
            Kind::Usage,
            "Windows has no files that all users' shells read",
        )
        .hint("gom setup"));
    }
    Ok(())
}
