//! A lock between processes, by a file that the system unlocks when its holder ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result, escape};

use crate::ui::Printer;
use crate::{owner, write};

/// How long to wait for another process that downloads a toolchain.
const LONG: Duration = Duration::from_secs(30 * 60);

/// How long to wait for another process that does anything else.
const SHORT: Duration = Duration::from_secs(5 * 60);

/// How long to wait in silence.
const SILENCE: Duration = Duration::from_secs(1);

/// A held lock; dropping it lets go.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// The lock of one toolchain, by its directory name.
    ///
    /// # Errors
    /// `FileSystem` where the lock cannot be made or another process keeps it too long.
    pub fn toolchain(layout: &Layout, name: &str, printer: &Printer) -> Result<Self> {
        Self::acquire(
            layout,
            &layout.locks().join(format!("{name}.lock")),
            &format!("the installation of {name}"),
            LONG,
            Some(printer),
        )
    }

    /// The lock of gom's programs, or of another short change by its name.
    ///
    /// # Errors
    /// As [`Lock::toolchain`].
    pub fn short(layout: &Layout, name: &str) -> Result<Self> {
        Self::acquire(
            layout,
            &layout.locks().join(name),
            &format!("a change of gom's {name}"),
            SHORT,
            None,
        )
    }

    /// The lock of one toolchain if nobody holds it; no waiting.
    #[must_use]
    pub fn toolchain_if_free(layout: &Layout, name: &str) -> Option<Self> {
        let path = layout.locks().join(format!("{name}.lock"));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .ok()?;
        file.try_lock().ok()?;
        Some(Self { _file: file })
    }

    /// The lock of settings and state: short, taken after no other.
    ///
    /// # Errors
    /// As [`Lock::toolchain`].
    pub fn home(layout: &Layout, printer: &Printer) -> Result<Self> {
        Self::acquire(
            layout,
            &layout.locks().join("home.lock"),
            "a change of gom's settings",
            SHORT,
            Some(printer),
        )
    }

    /// Takes a lock, telling after a second who is waited for.
    fn acquire(
        layout: &Layout,
        path: &Path,
        what: &str,
        patience: Duration,
        printer: Option<&Printer>,
    ) -> Result<Self> {
        owner::check(layout.home())?;
        write::directory(path.parent().unwrap_or(path))?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
        let mut file = options.open(path).map_err(|error| {
            let refused = Error::io("open the lock", path, &error);
            match error.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => refused.hint(
                    "set GOM_HOME to a directory that you may write, and run the same command again",
                ),
                _ => refused,
            }
        })?;
        let start = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() > patience => {
                    return Err(Error::new(
                        Kind::FileSystem,
                        format!("{what} is held by another process{}", holder(&mut file)),
                    )
                    .cause(format!(
                        "waited {} minutes for {}",
                        patience.as_secs() / 60,
                        escape::path(path)
                    ))
                    .hint("end that process, and run the same command again"));
                }
                Err(TryLockError::WouldBlock) => {
                    if !told && start.elapsed() > SILENCE {
                        told = true;
                        if let Some(printer) = printer {
                            printer.talk(format_args!(
                                "waiting for {what} by another process{}",
                                holder(&mut file)
                            ));
                        }
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
                // Some network file systems have no locks. Staging under a name of one's own and
                // renaming without replacing stay correct; only a download may happen twice.
                Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                    if let Some(printer) = printer {
                        printer.warning(format_args!(
                            "no locks on the file system of {}; going on without",
                            escape::path(path)
                        ));
                    }
                    break;
                }
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", path, &error)),
            }
        }
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

/// True for the errors of file systems without locks, network ones mostly.
fn has_no_locks(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == ErrorKind::Unsupported
}

/// ` (process 123)`, as far as the holder wrote it down.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    let read = file
        .rewind()
        .and_then(|()| file.take(20).read_to_string(&mut text));
    if read.is_ok() && text.parse::<u32>().is_ok() {
        format!(" (process {text})")
    } else {
        String::new()
    }
}
