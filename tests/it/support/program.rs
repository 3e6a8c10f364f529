//! Programs that tests write and run at the same time.
//!
//! A file that is open for writing cannot be executed (ETXTBSY), and a child that is being started
//! by another thread holds every open file until it has become its program. So nothing is started
//! while a program is being written.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{PoisonError, RwLock};

static STARTING: RwLock<()> = RwLock::new(());

/// Writes a file that may be executed, with `mode` on Unix.
pub(crate) fn write(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // A test that failed elsewhere does not matter here.
    let _nothing_starts = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    std::fs::write(path, bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = mode;
    Ok(())
}

/// A program on the PATH of the test run, named with or without the suffix of Windows.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let suffix = std::env::consts::EXE_SUFFIX;
    let file = format!("{}{suffix}", name.strip_suffix(suffix).unwrap_or(name));
    std::env::split_paths(&path)
        .map(|dir| dir.join(&file))
        .find(|file| file.is_file())
}

/// Starts a program.
pub(crate) fn spawn(command: &mut Command) -> io::Result<Child> {
    let _nothing_is_written = STARTING.read().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}
