//! Forcing a tree of files to disk.

use std::path::Path;

use gom_shim::{Error, Result};

/// Returns once everything below `root` would survive a power cut.
///
/// # Errors
/// `FileSystem`, where the system reports that writing failed.
pub fn tree(root: &Path) -> Result<()> {
    let failed = |error: std::io::Error| Error::io("force to disk", root, &error);
    // One call for the whole file system instead of one for each of twelve thousand files.
    #[cfg(target_os = "linux")]
    {
        let directory = std::fs::File::open(root).map_err(failed)?;
        rustix::fs::syncfs(&directory).map_err(|error| failed(error.into()))
    }
    #[cfg(not(target_os = "linux"))]
    each(root).map_err(failed)
}

/// Every file and directory by itself.
#[cfg(not(target_os = "linux"))]
fn each(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            each(&entry?.path())?;
        }
        return if cfg!(windows) {
            Ok(())
        } else {
            std::fs::File::open(path)?.sync_all()
        };
    }
    // Windows flushes only what is open for writing.
    std::fs::OpenOptions::new()
        .read(true)
        .write(cfg!(windows))
        .open(path)?
        .sync_all()
}
