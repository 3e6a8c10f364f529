//! The fresh directory that an archive is unpacked into.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use gom_shim::{Error, Result};

/// A directory of our own: nobody else writes into it, and nothing in it is a link.
pub(super) struct Root {
    path: PathBuf,
    #[cfg(unix)]
    dir: std::os::fd::OwnedFd,
    /// Permission bits that the umask takes from what is created.
    #[cfg(unix)]
    withheld: rustix::fs::Mode,
}

impl Root {
    /// Creates a directory below this one whose parent is there. Mode 0755, whatever the umask.
    pub(super) fn create_dir(&self, path: &str) -> Result<()> {
        self.mkdir(path)
            .map_err(|error| self.error("create", path, &error))
    }

    /// Creates a file that must not be there yet. Mode 0444 or 0555, whatever the umask.
    pub(super) fn create_file(&self, path: &str, executable: bool) -> Result<File> {
        self.create(path, executable)
            .map_err(|error| self.error("create", path, &error))
    }

    /// An error about `path` below this directory; a full disk says so.
    pub(super) fn error(&self, action: &str, path: &str, error: &io::Error) -> Error {
        let full = Error::io(action, &self.path.join(path), error);
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error {
                message: format!(
                    "no space left for {}",
                    gom_shim::escape::path(&self.path.join(path))
                ),
                ..full
            },
            _ => full,
        }
    }

    /// Where `path` is.
    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }
}

#[cfg(unix)]
impl Root {
    /// Opens `path`, which must be an empty directory.
    pub(super) fn open(path: &Path) -> Result<Self> {
        use rustix::fs::{AtFlags, CWD, Mode, OFlags, fstat, openat, unlinkat};
        let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let open = || {
            let dir = openat(CWD, path, flags | OFlags::RDONLY, Mode::empty())?;
            // The umask can only be read by changing it, for all threads: so ask the system.
            let (probe, all) = (".gom-umask", Mode::RWXU | Mode::RWXG | Mode::RWXO);
            let create = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file = openat(&dir, probe, create | OFlags::WRONLY, all)?;
            let mode = fstat(&file)?.st_mode;
            unlinkat(&dir, probe, AtFlags::empty())?;
            rustix::io::Result::Ok((dir, all.difference(Mode::from_raw_mode(mode))))
        };
        let (dir, withheld) = open().map_err(|e| Error::io("write into", path, &e.into()))?;
        Ok(Self {
            path: path.to_owned(),
            dir,
            withheld,
        })
    }

    fn mkdir(&self, path: &str) -> io::Result<()> {
        use rustix::fs::{AtFlags, Mode, chmodat, mkdirat};
        let mode = Mode::from_raw_mode(0o755);
        mkdirat(&self.dir, path, mode)?;
        if self.withheld.intersects(mode) {
            chmodat(&self.dir, path, mode, AtFlags::empty())?;
        }
        Ok(())
    }

    fn create(&self, path: &str, executable: bool) -> io::Result<File> {
        use rustix::fs::{Mode, OFlags, fchmod, openat};
        let mode = Mode::from_raw_mode(if executable { 0o555 } else { 0o444 });
        let create = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = openat(&self.dir, path, create | OFlags::WRONLY, mode)?;
        if self.withheld.intersects(mode) {
            fchmod(&file, mode)?;
        }
        Ok(file.into())
    }
}

#[cfg(not(unix))]
impl Root {
    /// Opens `path`, which must be an empty directory.
    pub(super) fn open(path: &Path) -> Result<Self> {
        std::fs::read_dir(path).map_err(|e| Error::io("write into", path, &e))?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    fn mkdir(&self, path: &str) -> io::Result<()> {
        std::fs::create_dir(self.join(path))
    }

    /// No read-only attribute: it would be shared by hard links, and stops deletion.
    fn create(&self, path: &str, _executable: bool) -> io::Result<File> {
        File::create_new(self.join(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_says_so_and_a_file_in_the_way_is_kept() {
        let path = std::env::temp_dir().join(format!("gom-root-{}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        let root = Root::open(&path).unwrap();
        let full = root.error("write", "bin/go", &io::ErrorKind::StorageFull.into());
        assert_eq!(full.kind, gom_shim::Kind::FileSystem);
        assert!(full.message.starts_with("no space left for "), "{full}");

        root.create_dir("bin").unwrap();
        std::fs::write(path.join("bin/go"), "mine").unwrap();
        let error = root.create_file("bin/go", true).unwrap_err();
        assert!(error.message.contains("could not create"), "{error}");
        assert_eq!(std::fs::read(path.join("bin/go")).unwrap(), b"mine");
        assert!(!path.join(".gom-umask").exists());
        std::fs::remove_dir_all(&path).unwrap();
    }
}
