//! Where the gotoolchain.toml of a directory is, or would be made.

use std::path::{Path, PathBuf};

use gom_shim::project_file::{self, PROJECT_FILE};
use gom_shim::{Error, Kind, Result, escape, quote, trust};

/// The nearest one at or above `dir`; else where one belongs: beside go.work, go.mod or .git.
/// `None` where `dir` is in no project.
#[must_use]
pub fn of(dir: &Path) -> Option<PathBuf> {
    if let Some(path) = project_file::find(dir) {
        return Some(path);
    }
    let holds = |name: &'static str| {
        move |directory: &&Path| directory.join(name).symlink_metadata().is_ok()
    };
    let root = ["go.work", "go.mod", ".git"]
        .iter()
        .find_map(|name| dir.ancestors().find(holds(name)));
    root.map(|root| root.join(PROJECT_FILE))
}

/// Refuses to write through a link that leaves the project: a clone could bring one, and what it
/// leads to is somebody else's.
///
/// # Errors
/// `NotTrusted`, with the command that looks at the link.
pub fn check_link(path: &Path) -> Result<()> {
    if path.is_symlink() && trust::trusted_place(path).is_none() {
        return Err(Error::new(
            Kind::NotTrusted,
            format!(
                "{} is a link that leaves its directory, and is not written through",
                escape::path(path)
            ),
        )
        .hint(format!("ls -l {}", quote::path(path))));
    }
    Ok(())
}
