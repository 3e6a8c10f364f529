//! Whose files a command is about to write: checked before writing, never before running.

use std::path::Path;

use gom_shim::Result;
#[cfg(unix)]
use gom_shim::{Error, Kind, escape};

/// Refuses to let root write into another user's directory, as `sudo gom …` with that user's HOME
/// would: the user could not change gom's files afterwards. `path` need not exist yet.
///
/// # Errors
/// `FileSystem` where the nearest directory that exists belongs to another user.
#[cfg(unix)]
pub fn check(path: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    let there = path
        .ancestors()
        .find_map(|dir| Some((dir, dir.metadata().ok()?)));
    match there {
        Some((dir, metadata)) if metadata.uid() != 0 => {
            let uid = metadata.uid();
            Err(Error::new(
                Kind::FileSystem,
                format!(
                    "{} belongs to user {uid}, and this is root",
                    escape::path(dir)
                ),
            )
            .hint(format!(
                "sudo -u '#{uid}' gom …, or set GOM_HOME to a directory of root's own"
            )))
        }
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
