//! A file replaced whole: written beside its place, synced, renamed over it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use gom_shim::{Error, Result};

/// Writes `bytes` to `path` so that readers see the former file or this one, never a part.
/// The directory must be there. A file that is replaced gives its mode to the new one.
///
/// # Errors
/// `FileSystem`, with the former file untouched.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let mode = fs::metadata(path).ok().map(|former| former.permissions());
    let temporary = temporary_beside(path);
    let written = write_new(&temporary, bytes, mode)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| Error::io("write", path, &error));
    if written.is_err() {
        // What is reported is why it could not be written.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A hidden name in the directory of `path` that no other process or call uses.
#[must_use]
pub fn temporary_beside(path: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".gom-{}-{count}", std::process::id()));
    path.with_file_name(name)
}

/// Creates a file, with its mode before its first byte: what was private is so at every moment.
fn write_new(path: &Path, bytes: &[u8], mode: Option<Permissions>) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(mode) = mode {
        file.set_permissions(mode)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}
