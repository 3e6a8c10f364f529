//! The go.mod or go.work that cmd/go's toolchain selection reads for a directory.
//!
//! Rules: `src/cmd/go/internal/modload/init.go` (`WillBeEnabled`, `FindGoMod`, `FindGoWork`,
//! `findWorkspaceFile`) and `toolchain/select.go` (`modGoToolchain`).

use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::goenv::GoEnv;
use crate::project::{self, Project};
use crate::vars::{Vars, same_file};

/// What surrounds a directory, as far as modules go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modules {
    /// The one file whose `go` and `toolchain` lines count: go.work if it is there, else go.mod.
    /// `None` where modules are disabled or there is neither.
    pub selected: Option<PathBuf>,
    /// The topmost directory at or above the start that holds the main module's go.mod or its go.work.
    pub root: Option<PathBuf>,
    /// True where GO111MODULE switches selection off; GOTOOLCHAIN is ignored then, too.
    pub disabled: bool,
}

impl Modules {
    /// Looks from `dir` upwards.
    ///
    /// # Errors
    /// `Config` for a relative GOWORK, as cmd/go.
    pub fn find(
        dir: &Path,
        vars: &Vars,
        project: Option<&Project>,
        env_file: &GoEnv,
    ) -> Result<Self> {
        let setting = |name| project::lookup(vars, project, env_file, name);
        let mode = setting("GO111MODULE");
        if mode.is_some_and(|mode| mode != "on" && mode != "auto") {
            return Ok(Self {
                disabled: true,
                ..Self::default()
            });
        }
        let go_mod = find_go_mod(dir, vars);
        let go_work = find_go_work(dir, setting("GOWORK"))?;
        // With `auto`, a go.work alone switches modules on since 1.27.
        let disabled = mode == Some("auto") && go_mod.is_none() && go_work.is_none();
        if disabled {
            return Ok(Self {
                disabled,
                ..Self::default()
            });
        }
        let holder = |file: &Option<PathBuf>| {
            file.as_ref()?
                .parent()
                .filter(|holder| dir.starts_with(holder))
                .map(Path::to_owned)
        };
        let root = [holder(&go_mod), holder(&go_work)]
            .into_iter()
            .flatten()
            .min_by_key(|root| root.components().count());
        Ok(Self {
            selected: go_work.or(go_mod),
            root,
            disabled,
        })
    }
}

/// True for what cmd/go takes for the file: anything that can be looked at and is no directory.
fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_dir())
}

/// The enclosing go.mod. One directly in the temporary directory does not count, and ends the search.
fn find_go_mod(dir: &Path, vars: &Vars) -> Option<PathBuf> {
    let root = dir.ancestors().find(|dir| is_file(&dir.join("go.mod")))?;
    let temporary = temporary_directory(vars);
    if temporary.is_absolute() && (root == temporary || same_file(root, &temporary)) {
        return None;
    }
    Some(root.join("go.mod"))
}

/// `os.TempDir`.
fn temporary_directory(vars: &Vars) -> PathBuf {
    if cfg!(windows) {
        let names = ["TMP", "TEMP", "USERPROFILE"];
        return names
            .iter()
            .find_map(|name| vars.non_empty(name))
            .map(PathBuf::from)
            .unwrap_or_default();
    }
    vars.non_empty("TMPDIR")
        .map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
}

/// The go.work that GOWORK names, or the enclosing one; `None` where it does not exist.
fn find_go_work(dir: &Path, setting: Option<&str>) -> Result<Option<PathBuf>> {
    match setting {
        Some("off") => Ok(None),
        None | Some("auto") => {
            let found = dir.ancestors().find(|dir| is_file(&dir.join("go.work")));
            // The search does not leave a GOROOT: its own code has nothing to do with a go.work above it.
            let leaves_goroot = |found: &&Path| {
                dir.ancestors()
                    .take_while(|dir| dir != found)
                    .any(|dir| dir.join("pkg/tool").is_dir() && is_file(&dir.join("VERSION")))
            };
            Ok(found
                .filter(|found| !leaves_goroot(found))
                .map(|dir| dir.join("go.work")))
        }
        // A file that is not there yet is no error: `go work init` makes it.
        Some(path) if Path::new(path).is_absolute() => match Path::new(path).metadata() {
            Ok(metadata) if metadata.is_dir() => Err(unusable(path, "is a directory")),
            Ok(_) => Ok(Some(PathBuf::from(path))),
            Err(_) => Ok(None),
        },
        Some(path) => Err(unusable(path, "is not an absolute path")),
    }
}

fn unusable(path: &str, why: &str) -> Error {
    let path = crate::escape::excerpt(path, 200);
    Error::new(Kind::Config, format!("GOWORK names '{path}', which {why}")).hint("unset GOWORK")
}
