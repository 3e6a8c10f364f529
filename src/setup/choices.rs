//! What the user chose: said now, or what is there from an earlier time, or asked.

use std::path::{Path, PathBuf};

use gom_shim::Result;
use gom_shim::layout::Layout;

use super::files::{self, Choices};
use super::places::Places;
use super::plan;
use super::script::{self, GopathBin, Script};
use crate::block::Mark;
use crate::gom::Gom;
use crate::record::{Record, Wrote};

/// What was said on the command line; `None` where nothing was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    /// `--hook` or `--no-hook`.
    pub hook: Option<bool>,
    /// `--last`.
    pub last: bool,
}

/// Decides about blocks. What an earlier setup did stays, so that running it again changes nothing;
/// the first time, a person is asked about the hook, and gets it where nobody can be asked.
///
/// # Errors
/// `FileSystem` where the record cannot be read.
pub fn decide(
    gom: &Gom,
    places: &Places<'_>,
    record: &Record,
    said: Said,
    ask: bool,
) -> Result<Choices> {
    let recorded = record.entries()?;
    let home = places.home();
    // The system's files are another matter.
    let own = |path: &Path| home.as_deref().is_some_and(|home| path.starts_with(home));
    let mut paths: Vec<PathBuf> = recorded
        .into_iter()
        .filter(|entry| matches!(entry.wrote, Wrote::Block | Wrote::Created) && own(&entry.path))
        .map(|entry| entry.path)
        .collect();
    let all = Choices {
        hook: true,
        last: true,
    };
    paths.extend(
        files::start_files(places, all)
            .into_iter()
            .map(|file| file.path),
    );
    let has = |mark| paths.iter().any(|path| plan::has(path, mark));
    let hook = match said.hook {
        Some(hook) => hook,
        None if has(Mark::Hook) => true,
        None if has(Mark::Path) => false,
        None => !ask || gom.yes || gom.printer.ask_unless_no(
            "Start gom's hook in interactive shells? It gives them the project's own settings and a prompt.",
        ),
    };
    Ok(Choices {
        hook,
        last: said.last || has(Mark::Last),
    })
}

/// Decides about the directory of `go install`. A GOPATH in the `go env -w` file is written down
/// as it is now: shells start no `go` to ask.
#[must_use]
pub fn gopath_bin(gom: &Gom, said: Option<bool>) -> GopathBin {
    let wanted = said.or_else(|| script::has_gopath_bin(&gom.layout));
    if wanted == Some(false) {
        return GopathBin::Without;
    }
    let first = gom
        .env_file()
        .get("GOPATH")
        .and_then(|value| std::env::split_paths(value).next())
        .filter(|path| path.is_absolute());
    first.map_or(GopathBin::OfHome, GopathBin::At)
}

/// The scripts that gom's home is to hold, with what they are to say.
///
/// # Errors
/// `Config` where a directory cannot be on PATH.
pub fn scripts(layout: &Layout, on_path: &script::OnPath) -> Result<Vec<(PathBuf, String)>> {
    let mut scripts = Vec::new();
    for language in script::LANGUAGES {
        for kind in [Script::Env, Script::First] {
            if let Some(path) = script::path(layout, kind, language) {
                scripts.push((path, on_path.text(kind, language, None)?));
            }
        }
    }
    Ok(scripts)
}
