//! A Go that is there: installed by gom, linked by the user, or the system's own.

use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::layout::{Layout, RECEIPT_FILE};
use crate::platform::Platform;
use crate::read;
use crate::request::Request;
use crate::vars::{Vars, same_file};
use crate::version::Version;

/// Where a toolchain comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Installed by gom, with a receipt of what was proved.
    Installed,
    /// A Go the user built or unpacked, known by a name; unverified.
    Linked,
    /// The next `go` on PATH outside gom.
    System,
}

/// A root with a `go` in it. Having one in hand is the proof that it was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    /// Name for people: `go1.22.6`, a link's name, `system`.
    pub name: String,
    /// The version in its VERSION file; `None` where it has none (built from source).
    pub version: Option<Version>,
    /// GOROOT.
    pub root: PathBuf,
    /// The `go` executable.
    pub go: PathBuf,
    /// How it got here.
    pub provenance: Provenance,
}

/// The path of an executable of a toolchain.
fn tool_path(root: &Path, tool: &str) -> PathBuf {
    root.join("bin")
        .join(format!("{tool}{}", std::env::consts::EXE_SUFFIX))
}

/// The version in a root's VERSION file (line 1 `go1.22.6`, line 2 `time …`).
#[must_use]
pub fn version_of(root: &Path) -> Option<Version> {
    let text = String::from_utf8(read::file(&root.join("VERSION")).ok()??).ok()?;
    Version::from_go_name(text.lines().next()?.trim())
}

impl Toolchain {
    /// The installed toolchain of that version for this machine; `None` where there is none.
    ///
    /// # Errors
    /// `Failure` for one that is there and damaged.
    pub fn installed(layout: &Layout, version: &Version, host: &Platform) -> Result<Option<Self>> {
        let root = layout.toolchain(version, host);
        let go = tool_path(&root, "go");
        if is_whole(&root) {
            return Ok(Some(Self {
                name: version.go_name(),
                version: Some(version.clone()),
                root,
                go,
                provenance: Provenance::Installed,
            }));
        }
        if root.symlink_metadata().is_err() {
            return Ok(None);
        }
        if root.is_symlink() {
            let shown = crate::escape::path(&root);
            return Err(Error::new(
                Kind::Failure,
                format!(
                    "{} is damaged: {shown} is a link that gom did not make",
                    version.go_name()
                ),
            )
            .hint(format!("rm {}", crate::quote::path(&root))));
        }
        let missing = if go.is_file() {
            &root.join(RECEIPT_FILE)
        } else {
            &go
        };
        Err(Error::new(
            Kind::Failure,
            format!(
                "{} is damaged: {} is missing",
                version.go_name(),
                crate::escape::path(missing)
            ),
        )
        .hint(format!(
            "gom uninstall -y {request} && gom install {request}",
            request = Request::Exact(version.clone())
        )))
    }

    /// The toolchain linked under a name; `None` where none is.
    ///
    /// # Errors
    /// `Failure` where the link leads to no Go.
    pub fn linked(layout: &Layout, name: &str) -> Result<Option<Self>> {
        let Some(bytes) = read::file(&layout.links().join(name))? else {
            return Ok(None);
        };
        let root = path_from_bytes(bytes);
        let go = tool_path(&root, "go");
        if !go.is_file() {
            return Err(Error::new(
                Kind::Failure,
                format!(
                    "'{name}' is linked to {}, where there is no bin/go",
                    crate::escape::path(&root)
                ),
            )
            .hint(format!(
                "gom link {name} DIRECTORY, or gom uninstall {name}"
            )));
        }
        Ok(Some(Self {
            name: name.to_owned(),
            version: version_of(&root),
            root,
            go,
            provenance: Provenance::Linked,
        }))
    }

    /// The next `go` on PATH that is not one of gom's shims.
    #[must_use]
    pub fn system(vars: &Vars, layout: &Layout) -> Option<Self> {
        let go = find_outside(vars, layout, "go")?;
        let real = go.canonicalize().unwrap_or_else(|_| go.clone());
        let root = real
            .parent()
            .and_then(Path::parent)
            .map(Path::to_owned)
            .unwrap_or_default();
        Some(Self {
            name: "system".to_owned(),
            version: version_of(&root),
            root,
            go,
            provenance: Provenance::System,
        })
    }

    /// A tool of this toolchain: `go`, `gofmt`.
    #[must_use]
    pub fn tool(&self, tool: &str) -> PathBuf {
        if self.provenance == Provenance::System {
            return self
                .go
                .with_file_name(format!("{tool}{}", std::env::consts::EXE_SUFFIX));
        }
        tool_path(&self.root, tool)
    }
}

/// The next executable of that name on PATH outside gom's own directories: no directory of a
/// gom home, and no other name of the running shim.
#[must_use]
pub fn find_outside(vars: &Vars, layout: &Layout, tool: &str) -> Option<PathBuf> {
    let name = format!("{tool}{}", std::env::consts::EXE_SUFFIX);
    let own = [layout.bin(), layout.switch()];
    let is_own_directory = |dir: &Path| {
        own.iter().any(|own| own == dir || same_file(own, dir))
            || dir.starts_with(layout.toolchains())
    };
    vars.path()
        .filter(|dir| dir.is_absolute())
        .map(|dir| dir.join(&name))
        .find(|file| {
            is_executable(file)
                && !file.parent().is_some_and(is_own_directory)
                && !vars.exe.as_deref().is_some_and(|exe| same_file(exe, file))
        })
}

/// True for a regular file (links followed) that may be run.
#[must_use]
pub fn is_executable(path: &Path) -> bool {
    let Ok(metadata) = path.metadata() else {
        return false;
    };
    #[cfg(unix)]
    let runnable = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let runnable = true;
    metadata.is_file() && runnable
}

/// True for the root of an installed toolchain: a directory of gom's own, with a `go` and a receipt
/// that names it. The receipt is in the tree that one rename made visible, so the rest is there too.
#[must_use]
pub fn is_whole(root: &Path) -> bool {
    let is_own = root
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_dir());
    let names = |receipt: &[u8]| {
        let name = root.file_name().unwrap_or_default().as_encoded_bytes();
        receipt.windows(name.len() + 2).any(|window| {
            window.first() == Some(&b'"')
                && window.last() == Some(&b'"')
                && &window[1..=name.len()] == name
        })
    };
    is_own
        && tool_path(root, "go").is_file()
        && matches!(read::file(&root.join(RECEIPT_FILE)), Ok(Some(receipt)) if names(&receipt))
}

/// The versions that are installed whole for this machine, in ascending order.
#[must_use]
pub fn installed_versions(layout: &Layout, host: &Platform) -> Vec<Version> {
    let mut versions = present_versions(layout, host);
    versions.retain(|version| is_whole(&layout.toolchain(version, host)));
    versions
}

/// The versions that have a directory for this machine, damaged ones included, in ascending order.
fn present_versions(layout: &Layout, host: &Platform) -> Vec<Version> {
    let suffix = format!("-{}", host.dashed());
    let entries = std::fs::read_dir(layout.toolchains())
        .into_iter()
        .flatten()
        .flatten();
    let mut versions: Vec<Version> = entries
        .filter_map(|entry| {
            Version::from_go_name(entry.file_name().to_str()?.strip_suffix(&suffix)?)
        })
        .collect();
    versions.sort();
    versions
}

/// The version that `choose` takes among those that are whole, else among those that are there at
/// all: a damaged one is worth an error only where nothing else answers.
pub fn choose_version(
    layout: &Layout,
    host: &Platform,
    choose: impl Fn(&[Version]) -> Option<Version>,
) -> Option<Version> {
    let present = present_versions(layout, host);
    let chosen = choose(&present)?;
    if is_whole(&layout.toolchain(&chosen, host)) {
        return Some(chosen);
    }
    let whole = installed_versions(layout, host);
    Some(choose(&whole).unwrap_or(chosen))
}

/// The newest installed patch of the lowest installed line that satisfies a minimum; prereleases
/// only where the minimum itself is one.
#[must_use]
pub fn lowest_line_at_least<'a>(
    installed: &'a [Version],
    minimum: &crate::gover::Gover,
) -> Option<&'a Version> {
    let usable = |version: &&Version| {
        version.gover() >= minimum && (minimum.is_prerelease() || !version.is_prerelease())
    };
    let lowest = installed.iter().filter(usable).min()?;
    installed
        .iter()
        .filter(usable)
        .filter(|version| version.line() == lowest.line())
        .max()
}

/// A path from the bytes of a file that gom wrote.
#[must_use]
pub fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes));
    #[cfg(not(unix))]
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gover::Gover;

    #[test]
    fn the_lowest_line_and_its_newest_patch() {
        let installed: Vec<Version> = ["1.20", "1.22.5", "1.22.6", "1.23rc1", "1.24.1", "1.25.0"]
            .iter()
            .map(|text| Version::parse(text).unwrap())
            .collect();
        let lowest = |minimum: &str| {
            lowest_line_at_least(&installed, &Gover::parse(minimum).unwrap())
                .map(ToString::to_string)
        };
        assert_eq!(lowest("1.21.0").as_deref(), Some("1.22.6"));
        assert_eq!(lowest("1.22.6").as_deref(), Some("1.22.6"));
        assert_eq!(
            lowest("1.22.7").as_deref(),
            Some("1.24.1"),
            "no prerelease unless asked for"
        );
        assert_eq!(lowest("1.23rc1").as_deref(), Some("1.23rc1"));
        assert_eq!(lowest("1.24.2").as_deref(), Some("1.25.0"));
        assert_eq!(lowest("1.26").as_deref(), None);
    }
}
