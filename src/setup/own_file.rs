//! A whole file outside gom's home that is gom's alone: written, and taken away while it still is.

use std::path::Path;

use gom_shim::{Error, Result};

use super::recipe::OWN_FILE;
use crate::profile::{self, Reason};
use crate::record::{Record, Wrote};
use crate::write::replace;

/// Why such a file is left.
pub const CHANGED: &str = "it is not as gom wrote it";

/// Writes it, and the directories above it.
///
/// # Errors
/// `FileSystem` where a file of that name is there that gom did not write, or it cannot be written.
pub fn write(path: &Path, text: &str, record: &Record) -> Result<()> {
    if path.symlink_metadata().is_ok() && !is_own(path) {
        return Err(crate::shims::foreign(path));
    }
    profile::create_directories(path, record)?;
    record.add(Wrote::File, path)?;
    replace(path, text.as_bytes())
}

/// Takes it away. `Some` says why it was left.
///
/// # Errors
/// `FileSystem` where it cannot be removed.
pub fn remove(path: &Path, record: &Record) -> Result<Option<Reason>> {
    if path.symlink_metadata().is_ok() {
        if !is_own(path) {
            return Ok(Some(CHANGED.to_owned()));
        }
        std::fs::remove_file(path).map_err(|error| Error::io("remove", path, &error))?;
    }
    record.forget(path)?;
    Ok(None)
}

/// True for a plain file that still says it is gom's.
#[must_use]
pub fn is_own(path: &Path) -> bool {
    let says_so = |text: String| text.lines().take(3).any(|line| line == OWN_FILE);
    !path.is_symlink() && std::fs::read_to_string(path).is_ok_and(says_so)
}
