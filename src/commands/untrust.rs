//! `gom untrust`: trust taken back.

use std::path::PathBuf;

use gom_shim::{Error, Result, escape, trust};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::remove;

/// Take back the trust in a directory's project files.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The directory; the current one if none is named
    directory: Option<PathBuf>,
}

/// Forgets a directory.
///
/// # Errors
/// `FileSystem` where the trust list cannot be changed.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let given = gom.directory(args.directory.as_deref())?;
    let directory = given.canonicalize().unwrap_or(given);
    let record = trust::record(&gom.layout, &directory);
    if !record.exists() {
        gom.printer
            .talk(format_args!("{} was not trusted", escape::path(&directory)));
        return Ok(());
    }
    let _lock = Lock::home(&gom.layout, &gom.printer)?;
    remove::tree(&record).map_err(|error| Error::io("remove", &record, &error))?;
    gom.printer.talk(format_args!(
        "no longer trusted: {}",
        escape::path(&directory)
    ));
    Ok(())
}
