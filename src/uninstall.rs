//! Removing an installed toolchain: out of sight by one rename, then deleted.

use gom_shim::{Error, Kind, Result, escape};

use crate::gom::Gom;
use crate::interrupt;
use crate::inventory::Entry;
use crate::lock::Lock;
use crate::scratch::Scratch;
use crate::shims::Shims;

/// Removes a toolchain and its versioned shim.
///
/// # Errors
/// `FileSystem` for a foreign link at its place, which stays untouched, or where it cannot be moved.
pub fn remove(gom: &Gom, entry: &Entry) -> Result<()> {
    interrupt::watch(&gom.printer);
    let _lock = Lock::toolchain(&gom.layout, &entry.name, &gom.printer)?;
    if entry.root.is_symlink() {
        return Err(Error::new(
            Kind::FileSystem,
            format!(
                "{} is a link that gom did not make",
                escape::path(&entry.root)
            ),
        )
        .hint(format!("rm {}", gom_shim::quote::path(&entry.root))));
    }
    let trash = Scratch::take(&gom.layout.trash(), &entry.name, &entry.root)?;
    if let Some(version) = entry
        .version
        .as_ref()
        .filter(|_| entry.platform == gom.host)
    {
        Shims::new(&gom.layout).remove_versioned(version)?;
    }
    drop(trash);
    Ok(())
}
