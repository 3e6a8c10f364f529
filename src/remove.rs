//! Removing a directory tree: links are removed, never followed; read-only directories are opened first.

use std::fs;
use std::io::{ErrorKind, Result};
use std::path::Path;

/// Removes a file, a link, or a directory with everything in it. What is not there is no error.
/// Module caches have read-only directories (0555); their owner may remove them all the same.
///
/// # Errors
/// The system's, for the first thing that cannot be removed.
pub fn tree(path: &Path) -> Result<()> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !metadata.is_dir() {
        return file(path);
    }
    match fs::remove_dir_all(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
        Err(error) => return Err(error),
    }
    make_writable(path, &metadata)?;
    for entry in fs::read_dir(path)? {
        tree(&entry?.path())?;
    }
    fs::remove_dir(path)
}

fn file(path: &Path) -> Result<()> {
    #[cfg(windows)]
    if let Ok(metadata) = path.symlink_metadata()
        && metadata.permissions().readonly()
    {
        let mut permissions = metadata.permissions();
        permissions.set_readonly(false);
        fs::set_permissions(path, permissions)?;
    }
    fs::remove_file(path)
}

/// Gives the owner of a directory the right to empty it.
fn make_writable(path: &Path, metadata: &fs::Metadata) -> Result<()> {
    let mut permissions = metadata.permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o700);
    #[cfg(not(unix))]
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions)
}
