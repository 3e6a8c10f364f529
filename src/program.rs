//! A placed program: an executable file under one name, linked, copied and removed while it may be running.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::{Error, Result};

use crate::write;

/// What tells one file from another without reading it.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// Bytes in it.
    pub size: u64,
    #[cfg(unix)]
    file: (u64, u64),
}

impl Identity {
    /// True for two names of one file. Always false on Windows, where the standard library does
    /// not say it: bytes are compared there.
    #[must_use]
    pub fn same_file(&self, other: &Self) -> bool {
        #[cfg(unix)]
        return self.file == other.file;
        #[cfg(not(unix))]
        {
            let _ = other;
            false
        }
    }

    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            #[cfg(unix)]
            file: {
                use std::os::unix::fs::MetadataExt;
                (metadata.dev(), metadata.ino())
            },
        }
    }
}

/// The identity of a regular file; `None` for anything else, links included.
#[must_use]
pub fn identity(path: &Path) -> Option<Identity> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| Identity::of(&metadata))
}

/// True where `path`, whose identity is `file`, is `other`: one file, or two with the same bytes.
#[must_use]
pub fn same_program(path: &Path, file: &Identity, other: &Path) -> bool {
    let Some(other_file) = identity(other) else {
        return false;
    };
    file.same_file(&other_file)
        || (file.size == other_file.size
            && matches!((fs::read(path), fs::read(other)), (Ok(a), Ok(b)) if a == b))
}

/// True where a directory's entry is certainly the file `master`. Cheap on Unix, where the entry
/// itself has the inode; elsewhere never certain.
#[must_use]
pub fn entry_is(entry: &DirEntry, master: Option<&Identity>) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirEntryExt;
        master.is_some_and(|master| master.file.1 == entry.ino())
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    }
    #[cfg(not(unix))]
    {
        let _ = (entry, master);
        false
    }
}

/// Makes `path` a hard link to `program`, or a copy of it, in one step: a call at that moment runs
/// the former file or this one.
///
/// # Errors
/// `FileSystem`, with the former file in place.
pub fn place_link(program: &Path, path: &Path, layout: &Layout) -> Result<()> {
    place(path, layout, |temporary| {
        fs::hard_link(program, temporary).or_else(|_| copy(program, temporary))
    })
}

/// Makes `path` a copy of `program`, in one step, with the modes of a program.
///
/// # Errors
/// `FileSystem`, with the former file in place.
pub fn place_copy(program: &Path, path: &Path, layout: &Layout) -> Result<()> {
    place(path, layout, |temporary| copy(program, temporary))
}

/// Removes a program. One that runs cannot be removed on Windows, but it can be moved away.
///
/// # Errors
/// Why it is still there.
pub fn remove(path: &Path, layout: &Layout) -> io::Result<()> {
    let removed = fs::remove_file(path);
    if cfg!(windows) && removed.is_err() {
        return move_away(path, layout);
    }
    removed
}

fn place(path: &Path, layout: &Layout, write: impl Fn(&Path) -> io::Result<()>) -> Result<()> {
    let failed = |error: io::Error| Error::io("place", path, &error);
    let staging = layout.staging();
    write::directory(&staging)?;
    if let Some(dir) = path.parent() {
        write::directory(dir)?;
    }
    let temporary = unused(&staging, path);
    let placed = write(&temporary).and_then(|()| match fs::rename(&temporary, path) {
        // A running program is neither replaced nor written to on Windows.
        Err(_) if cfg!(windows) && path.exists() => {
            move_away(path, layout)?;
            fs::rename(&temporary, path)
        }
        renamed => renamed,
    });
    // Also after success: renaming one link of a file over another link of it does nothing.
    let _ = fs::remove_file(&temporary);
    placed.map_err(failed)
}

/// A copy that is on the disk before it gets its name.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(to, fs::Permissions::from_mode(0o755))?;
    }
    fs::OpenOptions::new().append(true).open(to)?.sync_all()
}

/// Moves a file into `trash/`, from where it is swept once nothing runs it.
fn move_away(path: &Path, layout: &Layout) -> io::Result<()> {
    let trash = layout.trash();
    write::directory(&trash).map_err(io::Error::other)?;
    let away = unused(&trash, path);
    fs::rename(path, &away)?;
    // Fails while it runs.
    let _ = fs::remove_file(&away);
    Ok(())
}

/// A name in `dir` that no other process or call uses.
fn unused(dir: &Path, path: &Path) -> PathBuf {
    dir.join(write::temporary_name(path).file_name().unwrap_or_default())
}
