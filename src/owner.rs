//! Whose home this is: writing into another user's would leave files there that they cannot change.

use std::path::Path;

use gom_shim::Result;
#[cfg(unix)]
use gom_shim::{Error, Kind, escape};

/// Refuses to write into a home that belongs to another user, as `sudo gom …` with that user's
/// HOME would. Of a path that does not exist yet the nearest directory above it decides, unless it
/// is root's, as `/opt` is.
///
/// # Errors
/// `FileSystem`, with the command to use instead.
#[cfg(unix)]
pub fn check(path: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::geteuid().as_raw();
    let there = path
        .ancestors()
        .find_map(|dir| Some((dir, dir.metadata().ok()?.uid())));
    match there {
        Some((dir, owner)) if owner != user && (dir == path || owner != 0) => Err(Error::new(
            Kind::FileSystem,
            format!(
                "{} belongs to another user (number {owner}; this is {user})",
                escape::path(dir)
            ),
        )
        .hint(format!(
            "sudo -u '#{owner}' gom …, or set GOM_HOME to a directory of your own"
        ))),
        _ => Ok(()),
    }
}

/// Windows keeps users apart by itself.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn check(_: &Path) -> Result<()> {
    Ok(())
}
