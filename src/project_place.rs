//! Where the gotoolchain.toml of a directory is, or would be made.

use std::path::{Path, PathBuf};

use gom_shim::project_file::{self, PROJECT_FILE};

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
