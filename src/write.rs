//! Writing a file so that readers see the old or the new one, whole, whatever happens.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use gom_shim::{Error, Result};

/// Makes a directory and those above it.
///
/// # Errors
/// `FileSystem`, naming the directory.
pub fn directory(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    // Whatever the umask is, nobody else may put a program where this user's shells look for one.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder
        .create(path)
        .map_err(|error| Error::io("make the directory", path, &error))
}

/// Options for a new file that nobody else may write, whatever the umask is.
#[must_use]
pub fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    options
}

/// Makes one directory that must not be there, with this Unix mode whatever the umask is.
///
/// # Errors
/// The system's.
#[cfg_attr(not(unix), expect(unused_variables, reason = "modes are Unix's"))]
pub fn new_directory(path: &Path, mode: u32) -> std::io::Result<()> {
    fs::create_dir(path)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    Ok(())
}

/// Replaces a file's contents: a temporary file beside it, synced, renamed over it. A link is
/// followed, and an existing file keeps its mode.
///
/// # Errors
/// `FileSystem`, naming the file; the old contents stay.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let target = if path.is_symlink() {
        path.canonicalize()
            .map_err(|error| Error::io("follow the link", path, &error))?
    } else {
        path.to_owned()
    };
    let parent = target.parent().unwrap_or(Path::new("."));
    directory(parent)?;
    let temporary = temporary_name(&target);
    let written =
        write_new(&temporary, bytes, &target).and_then(|()| fs::rename(&temporary, &target));
    if let Err(error) = written {
        let _ = fs::remove_file(&temporary);
        return Err(Error::io("write", path, &error));
    }
    sync_directory(parent);
    Ok(())
}

/// Writes a file that must not be there, without forcing it to disk: the caller syncs the tree.
///
/// # Errors
/// `FileSystem`, naming the file.
pub fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = new_file()
        .open(path)
        .and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Error::io("write", path, &error))
}

fn write_new(temporary: &Path, bytes: &[u8], target: &Path) -> std::io::Result<()> {
    let mut file = new_file().open(temporary)?;
    // Before the first byte: what was private is so at every moment.
    if let Ok(metadata) = target.metadata() {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name beside `target` that no other process and no other call of this one uses.
#[must_use]
pub fn temporary_name(target: &Path) -> PathBuf {
    static CALLS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let call = CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}-{call}.tmp", std::process::id()));
    target.with_file_name(name)
}

/// Makes a rename in a directory last. Best effort: some file systems and Windows refuse.
pub fn sync_directory(path: &Path) {
    if cfg!(unix)
        && let Ok(directory) = File::open(path)
    {
        let _ = directory.sync_all();
    }
}
