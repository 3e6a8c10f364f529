//! A directory for unfinished work on one toolchain: staging while installing, trash while removing.
//!
//! It may only be touched under the toolchain's lock, so one whose lock is free belongs to nobody:
//! a killed run left it. No clock and no process number is asked.

use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::{Error, Result};

use crate::interrupt::{self, Step};
use crate::lock::Lock;
use crate::own_names::scratch_of;
use crate::{remove, write};

/// The directory; removed when dropped, and when gom is interrupted.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes `parent/NAME.UNIQUE`, private to this user. The caller holds the lock of NAME.
    ///
    /// # Errors
    /// `FileSystem`, naming the directory.
    pub fn new(parent: &Path, name: &str) -> Result<Self> {
        write::directory(parent)?;
        let path = Self::unused(parent, name);
        let _step = Step::begin();
        interrupt::register(&path);
        let scratch = Self(path);
        write::new_directory(&scratch.0, 0o700)
            .map_err(|error| Error::io("make the directory", &scratch.0, &error))?;
        Ok(scratch)
    }

    /// Moves `path` to `parent/NAME.UNIQUE`, out of everybody's sight at once.
    ///
    /// # Errors
    /// `FileSystem`; the directory stays where it was.
    pub fn take(parent: &Path, name: &str, path: &Path) -> Result<Self> {
        write::directory(parent)?;
        let taken = Self(Self::unused(parent, name));
        let _step = Step::begin();
        interrupt::register(&taken.0);
        std::fs::rename(path, &taken.0).map_err(|error| Error::io("move away", path, &error))?;
        write::sync_directory(path.parent().unwrap_or(path));
        Ok(taken)
    }

    /// Moves what was taken back to `path`, best effort: something else has failed already.
    pub fn put_back(self, path: &Path) {
        let _ = std::fs::rename(&self.0, path);
    }

    /// A name that no run, living or dead, has used.
    fn unused(parent: &Path, name: &str) -> PathBuf {
        let now = std::time::UNIX_EPOCH
            .elapsed()
            .map_or(0, |now| now.as_nanos());
        parent.join(format!("{name}.{}~{now:x}", std::process::id()))
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Removes what killed runs left behind. The caller holds the lock of `held`, if any, and has
    /// no scratch directory yet.
    pub fn sweep(layout: &Layout, held: Option<&str>) {
        for parent in [layout.staging(), layout.trash()] {
            for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
                let file_name = entry.file_name();
                let Some(name) = file_name.to_str().and_then(scratch_of) else {
                    continue;
                };
                // A lock that this process holds looks taken to this process, too.
                let lock = Lock::toolchain_if_free(layout, name);
                if held == Some(name) || lock.is_some() {
                    let _ = remove::tree(&entry.path());
                }
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = remove::tree(&self.0);
        interrupt::forget(&self.0);
    }
}
