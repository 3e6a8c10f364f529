//! The trust list on disk: a record for each directory, with a copy of every file as it was trusted.

use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::project_file::PROJECT_FILE;
use gom_shim::toolchain::path_from_bytes;
use gom_shim::trust::{self, DIRECTORY_FILE};
use gom_shim::version_file::VERSION_FILES;
use gom_shim::{Error, Result, read};

use crate::{remove, write};

/// The names of the files that trust is about.
pub fn file_names() -> impl Iterator<Item = &'static str> {
    std::iter::once(PROJECT_FILE).chain(VERSION_FILES.map(|(name, _)| name))
}

/// What became of a trusted directory, or of a file in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it was trusted.
    Same,
    /// Different, or a link that leaves its directory: not trusted any more.
    Changed,
    /// Not there.
    Gone,
}

impl State {
    /// The word in output and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "trusted",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// The record of one directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRecord {
    /// The canonical directory that was trusted.
    pub directory: PathBuf,
    path: PathBuf,
}

impl TrustRecord {
    /// The record of a canonical directory; `None` where it was not trusted.
    #[must_use]
    pub fn of(layout: &Layout, directory: &Path) -> Option<Self> {
        Self::read(trust::record(layout, directory)).filter(|record| record.directory == directory)
    }

    /// Every record that counts, sorted by directory.
    #[must_use]
    pub fn all(layout: &Layout) -> Vec<Self> {
        let entries = std::fs::read_dir(layout.trusted()).into_iter().flatten();
        let mut records: Vec<Self> = entries
            .flatten()
            .filter_map(|entry| Self::read(entry.path()))
            // One that lies where the shims do not look counts for nothing.
            .filter(|record| record.path == trust::record(layout, &record.directory))
            .collect();
        records.sort_by(|a, b| a.directory.cmp(&b.directory));
        records
    }

    fn read(path: PathBuf) -> Option<Self> {
        let bytes = read::file(&path.join(DIRECTORY_FILE)).ok()??;
        Some(Self {
            directory: path_from_bytes(bytes),
            path,
        })
    }

    /// The bytes of a file as they were trusted; `None` where it was not there then.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<Vec<u8>> {
        read::file(&self.path.join(name)).ok()?
    }

    /// What became of each file that was trusted.
    #[must_use]
    pub fn files(&self) -> Vec<(&'static str, State)> {
        let state = |name: &'static str| Some((name, self.file_state(name, &self.kept(name)?)));
        file_names().filter_map(state).collect()
    }

    fn file_state(&self, name: &str, kept: &[u8]) -> State {
        let path = self.directory.join(name);
        match read::file(&path) {
            Ok(None) => State::Gone,
            Ok(Some(bytes))
                if bytes == kept
                    && trust::trusted_place(&path).as_ref() == Some(&self.directory) =>
            {
                State::Same
            }
            _ => State::Changed,
        }
    }

    /// What became of the directory: changed where a single one of its files is.
    #[must_use]
    pub fn state(&self) -> State {
        if !self.directory.is_dir() {
            return State::Gone;
        }
        let same = |(_, state): &(_, State)| *state == State::Same;
        if self.files().iter().all(same) {
            State::Same
        } else {
            State::Changed
        }
    }

    /// Keeps these files of a canonical directory, and no others. The caller holds the lock.
    ///
    /// # Errors
    /// `FileSystem`; what was not written is not trusted.
    pub fn write(layout: &Layout, directory: &Path, files: &[(&str, &[u8])]) -> Result<()> {
        let path = trust::record(layout, directory);
        if Self::of(layout, directory).is_none() {
            // Nothing, or another directory's under the same hash: its copies must not become ours.
            remove_tree(&path)?;
        }
        for name in file_names() {
            match files.iter().find(|(file, _)| *file == name) {
                Some((_, bytes)) => write::replace(&path.join(name), bytes)?,
                None => remove_tree(&path.join(name))?,
            }
        }
        // Written last: without it the record counts for nothing.
        write::replace(
            &path.join(DIRECTORY_FILE),
            directory.as_os_str().as_encoded_bytes(),
        )
    }

    /// Forgets the directory. The caller holds the lock.
    ///
    /// # Errors
    /// `FileSystem`.
    pub fn remove(&self) -> Result<()> {
        remove_tree(&self.path)
    }
}

/// Forgets every directory. The caller holds the lock.
///
/// # Errors
/// `FileSystem`.
pub fn remove_all(layout: &Layout) -> Result<()> {
    remove_tree(&layout.trusted())
}

fn remove_tree(path: &Path) -> Result<()> {
    remove::tree(path).map_err(|error| Error::io("remove", path, &error))
}
