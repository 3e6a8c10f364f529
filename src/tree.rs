//! A directory tree on its way out: removed whole, whatever its modes are, and never through a link.

use std::fs;
use std::io;
use std::path::Path;

/// Removes a file, a link (never what it leads to) or a directory with all it holds. Read-only
/// directories, as in a module cache, are made writable first. What is not there is fine.
///
/// # Errors
/// Why something is left of it.
pub fn remove(path: &Path) -> io::Result<()> {
    let metadata = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        metadata => metadata?,
    };
    if !metadata.is_dir() {
        return remove_file(path);
    }
    // The standard library goes down by directory handles and follows no link.
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            make_removable(path)?;
            fs::remove_dir_all(path)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(unix)]
fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// Directory links are removed as directories on Windows, and read-only files not at all.
#[cfg(not(unix))]
fn remove_file(path: &Path) -> io::Result<()> {
    let removed = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
    removed.or_else(|_| {
        clear_read_only(path)?;
        fs::remove_file(path)
    })
}

/// On Unix only directories matter: their mode decides whether their entries can be removed.
#[cfg(unix)]
fn make_removable(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            make_removable(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_removable(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            make_removable(&entry.path())?;
        } else if kind.is_file() {
            clear_read_only(&entry.path())?;
        }
    }
    clear_read_only(dir)
}

#[cfg(not(unix))]
#[expect(
    clippy::permissions_set_readonly_false,
    reason = "compiled for Windows only, where it is one attribute"
)]
fn clear_read_only(path: &Path) -> io::Result<()> {
    let mut permissions = fs::symlink_metadata(path)?.permissions();
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions)
}
