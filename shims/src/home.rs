//! Finding gom's home: GOM_HOME, else the directory above the running shim, else the platform's own place.

use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::layout::{Layout, SIDE_FILE};
use crate::vars::Vars;

/// The layout of the home that this process belongs to.
///
/// # Errors
/// `Config` where neither GOM_HOME, nor a home around the executable, nor HOME says where it is.
pub fn find(vars: &Vars) -> Result<Layout> {
    if let Some(home) = vars.non_empty("GOM_HOME") {
        let home = PathBuf::from(home);
        let absolute = if home.is_absolute() {
            Some(home)
        } else {
            vars.cwd.as_ref().map(|cwd| cwd.join(home))
        };
        return absolute
            .map(|home| Layout::contained(clean(&home)))
            .ok_or_else(|| {
                Error::new(
                    Kind::Config,
                    "GOM_HOME is relative, and the current directory is gone",
                )
                .hint("set GOM_HOME to an absolute path")
            });
    }
    let around = vars.exe.as_deref().and_then(home_around);
    around
        .or_else(|| Layout::default_home(vars))
        .map(|home| Layout::for_home(home, vars))
        .ok_or_else(|| {
            let name = if cfg!(windows) {
                "LOCALAPPDATA"
            } else {
                "HOME"
            };
            Error::new(
                Kind::Config,
                format!("neither GOM_HOME nor {name} says where gom's home is"),
            )
            .hint("set GOM_HOME to an absolute path")
        })
}

/// The directory above an executable's `bin` or `switch`, if it is marked as a home.
fn home_around(exe: &Path) -> Option<PathBuf> {
    let directory = exe.parent()?;
    let is_own = directory
        .file_name()
        .is_some_and(|name| name == "bin" || name == "switch");
    let home = directory.parent()?;
    (is_own && home.join(SIDE_FILE).is_file()).then(|| home.to_owned())
}

/// The path without `.`, `..` and a trailing separator, by its text alone.
#[must_use]
pub fn clean(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}
