//! Making a staged toolchain visible: everything on disk first, then one rename.

use std::path::Path;

use gom_shim::{Error, Kind, Result, escape};

use crate::gom::Gom;
use crate::install::Order;
use crate::interrupt::Step;
use crate::scratch::Scratch;
use crate::{sync, write};

/// Publishes `staged`. A damaged or lesser tree at the place is moved away first; the caller
/// holds the toolchain's lock.
///
/// # Errors
/// `FileSystem`; nothing is visible then.
pub fn publish(gom: &Gom, order: &Order, staged: &Path) -> Result<()> {
    let toolchains = gom.layout.toolchains();
    write::directory(&toolchains)?;
    sync::tree(staged)?;
    let target = gom.layout.toolchain(&order.version, &order.platform);
    // A working tree that is being replaced must not be gone because of a Ctrl-C in between.
    let step = Step::begin();
    let replaced = match target.symlink_metadata() {
        // The old tree goes to where the new one was staged, and with that directory.
        Ok(metadata) if metadata.is_dir() && exchange(staged, &target) => {
            write::sync_directory(&toolchains);
            return Ok(());
        }
        Ok(metadata) if metadata.is_dir() => {
            Some(Scratch::take(&gom.layout.trash(), &order.name(), &target)?)
        }
        _ => None,
    };
    if let Err(error) = rename_without_replacing(staged, &target) {
        if let Some(replaced) = replaced {
            replaced.put_back(&target);
        }
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return Err(Error::new(
                Kind::FileSystem,
                format!("{} appeared meanwhile", escape::path(&target)),
            )
            .hint("gom list"));
        }
        return Err(Error::io("publish", &target, &error));
    }
    write::sync_directory(&toolchains);
    drop(step);
    drop(replaced);
    Ok(())
}

/// Lets two directories change places in one step, so that neither is ever missing; false where
/// the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Lets two directories change places in one step; not here.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

/// Renames a directory to a name that must not exist.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn rename_without_replacing(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system that does not know the flag; the lock keeps others out.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            plain_rename(from, to)
        }
        other => Ok(other?),
    }
}

/// Renames a directory to a name that must not exist.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn rename_without_replacing(from: &Path, to: &Path) -> std::io::Result<()> {
    plain_rename(from, to)
}

fn plain_rename(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}
