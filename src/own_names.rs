//! The names that gom gives to what it makes in its home: nothing else there is ever removed.

use std::fs;
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;

use crate::inventory;

/// One of the directories of a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// What may be deleted at any time.
    Cache,
    /// Lock files.
    Locks,
    /// Unfinished work: staging and trash.
    Scratch,
    /// What gom remembers.
    State,
    /// Installed toolchains.
    Toolchains,
}

/// The top of a home, as far as gom makes it; a directory that holds anything else is not taken for one.
const TOP: &[&str] = &[
    "bin",
    "cache",
    "config.toml",
    "env.fish",
    "env.ps1",
    "env.sh",
    "exec",
    "first.fish",
    "first.ps1",
    "first.sh",
    "gopath",
    "locks",
    "share",
    "side.toml",
    "staging",
    "state",
    "switch",
    "toolchains",
    "trash",
];

impl Room {
    /// True for a name that gom gives to an entry of this directory.
    #[must_use]
    pub fn holds(self, name: &str) -> bool {
        if is_temporary(name) {
            return true;
        }
        match self {
            Self::Cache => matches!(name, "go" | "go-build" | "releases.json"),
            Self::Locks => name.ends_with(".lock") || matches!(name, "programs" | "outside"),
            Self::Scratch => scratch_of(name).is_some(),
            Self::State => {
                matches!(
                    name,
                    "former-default" | "hook" | "links" | "lines" | "outside" | "trust"
                ) || name.starts_with("gom-shim")
            }
            Self::Toolchains => inventory::parse_name(name).is_some(),
        }
    }

    /// The entries of `directory` that are gom's own: never a link, which gom does not make.
    #[must_use]
    pub fn entries(self, directory: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(directory).into_iter().flatten().flatten();
        let own = entries.filter(|entry| {
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            !is_link
                && entry
                    .file_name()
                    .to_str()
                    .is_some_and(|name| self.holds(name))
        });
        own.map(|entry| entry.path()).collect()
    }
}

/// The toolchain that a scratch directory was made for: `go1.22.6-linux-amd64` of
/// `go1.22.6-linux-amd64.4711~18ea0d8f`.
#[must_use]
pub fn scratch_of(name: &str) -> Option<&str> {
    let (head, unique) = name.split_once('~')?;
    let (toolchain, process) = head.rsplit_once('.')?;
    let is_unique = !unique.is_empty() && unique.bytes().all(|b| b.is_ascii_hexdigit());
    let is_process = process.parse::<u32>().is_ok();
    (is_unique && is_process && inventory::parse_name(toolchain).is_some()).then_some(toolchain)
}

/// True for a file that was being written when its process was killed: `.NAME.4711-0.tmp`,
/// `.NAME.gom-4711-0`.
fn is_temporary(name: &str) -> bool {
    let numbers = |text: &str| {
        text.split_once('-').is_some_and(|(process, count)| {
            process.parse::<u32>().is_ok() && count.parse::<u32>().is_ok()
        })
    };
    let Some(hidden) = name.strip_prefix('.') else {
        return false;
    };
    let written = hidden
        .strip_suffix(".tmp")
        .and_then(|rest| rest.rsplit_once('.'));
    let placed = hidden.rsplit_once(".gom-");
    written
        .or(placed)
        .is_some_and(|(_, unique)| numbers(unique))
}

/// What stands in a directory that is to become a home, and is not gom's; `None` where nothing does.
#[must_use]
pub fn foreign_entry(layout: &Layout) -> Option<PathBuf> {
    let entries = fs::read_dir(layout.home()).into_iter().flatten().flatten();
    let is_own = |name: &str| TOP.contains(&name) || is_temporary(name);
    entries.map(|entry| entry.path()).find(|path| {
        !path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(is_own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_gom_writes_is_its_own() {
        for (room, name, own) in [
            (Room::Toolchains, "go1.22.6-linux-amd64", true),
            (Room::Toolchains, "gcc-arm", false),
            (
                Room::Scratch,
                "go1.22.6-linux-amd64.4711~18ea0d8f5af30898",
                true,
            ),
            (Room::Scratch, "report.2023~1", false),
            (Room::Scratch, ".releases.json.4711-0.tmp", true),
            (Room::Scratch, ".go1.7.5.gom-10709-21", true),
            (Room::Cache, "thesis", false),
            (Room::Cache, "releases.json", true),
            (Room::State, "y", false),
            (Room::State, "trust", true),
            (Room::Locks, "go1.22.6-linux-amd64.lock", true),
            (Room::Locks, ".hidden.tmp", false),
        ] {
            assert_eq!(room.holds(name), own, "{name}");
        }
    }
}
