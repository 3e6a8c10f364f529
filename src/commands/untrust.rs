//! `gom untrust`: trust taken back.

use std::path::{Path, PathBuf};

use gom_shim::home::clean;
use gom_shim::{Result, escape};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::trust_record::{self, TrustRecord};
use crate::trust_variable;

/// Take back the trust in a directory's project files
///
/// A directory that is gone can be named as `gom trust --list` shows it. Directories below keep
/// the trust that they were given themselves.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The directory; if none is named, the nearest one above that is trusted
    directory: Option<PathBuf>,
    /// Every directory
    #[arg(long, conflicts_with = "directory")]
    all: bool,
}

/// Forgets a directory, or all of them.
///
/// # Errors
/// `FileSystem` where the trust list cannot be changed.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.all {
        return all(gom);
    }
    let given = gom.directory(args.directory.as_deref())?;
    let record = match &args.directory {
        Some(_) => candidates(&given)
            .iter()
            .find_map(|directory| TrustRecord::of(&gom.layout, directory)),
        None => candidates(&given)
            .iter()
            .flat_map(|directory| directory.ancestors())
            .find_map(|directory| TrustRecord::of(&gom.layout, directory)),
    };
    let Some(record) = record else {
        let shown = given.canonicalize().unwrap_or_else(|_| clean(&given));
        gom.printer
            .talk(format_args!("{} was not trusted", escape::path(&shown)));
        still_named(gom, &shown);
        return Ok(());
    };
    let lock = Lock::home(&gom.layout, &gom.printer)?;
    record.remove()?;
    drop(lock);
    gom.printer.talk(format_args!(
        "no longer trusted: {}",
        escape::path(&record.directory)
    ));
    for below in TrustRecord::all(&gom.layout)
        .iter()
        .filter(|other| other.directory.starts_with(&record.directory))
    {
        gom.printer.note(format_args!(
            "still trusted, below it: {}",
            escape::path(&below.directory)
        ));
    }
    still_named(gom, &record.directory);
    Ok(())
}

fn all(gom: &Gom) -> Result<()> {
    let records = TrustRecord::all(&gom.layout);
    if gom.layout.trusted().exists() {
        let _lock = Lock::home(&gom.layout, &gom.printer)?;
        trust_record::remove_all(&gom.layout)?;
    }
    for record in &records {
        gom.printer.talk(format_args!(
            "no longer trusted: {}",
            escape::path(&record.directory)
        ));
    }
    if records.is_empty() {
        gom.printer.talk("nothing was trusted");
    }
    Ok(())
}

/// GOM_TRUST is the caller's; gom cannot take it back.
fn still_named(gom: &Gom, directory: &Path) {
    if trust_variable::entries(&gom.vars).any(|entry| entry.is_ok_and(|entry| entry == directory)) {
        gom.printer.warning(format_args!(
            "GOM_TRUST still trusts {}",
            escape::path(directory)
        ));
        gom.printer.hint("unset GOM_TRUST");
    }
}

/// What a directory may be called in the list: as it is written, as it is now, and, where it is
/// gone, below what is left of the way to it.
fn candidates(given: &Path) -> Vec<PathBuf> {
    let written = clean(given);
    let mut candidates = vec![written.clone()];
    candidates.extend(given.canonicalize());
    let there = written
        .ancestors()
        .find_map(|dir| Some((dir, dir.canonicalize().ok()?)));
    if let Some((dir, canonical)) = there
        && let Ok(rest) = written.strip_prefix(dir)
    {
        // Nothing left is not an empty component, which would be a slash more.
        candidates.push(canonical.components().chain(rest.components()).collect());
    }
    candidates
}
