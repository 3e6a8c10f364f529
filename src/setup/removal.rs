//! Taking back everything that setup wrote outside gom's home.

use gom_shim::Result;

use super::files::{self, Choices};
use super::own_file;
use super::places::Places;
use super::plan::{self, Done};
use crate::gom::Gom;
use crate::profile;
use crate::record::{Record, Wrote};

/// Removes every block, recorded or found where one would be, every file of gom's own, and the
/// directories made for them. With `dry_run` it only says what it would do.
///
/// # Errors
/// `FileSystem` where the record cannot be read or written.
pub fn take_back(
    gom: &Gom,
    places: &Places<'_>,
    record: &Record,
    dry_run: bool,
) -> Result<Vec<Done>> {
    let home = places.home().unwrap_or_default();
    let all = Choices {
        hook: true,
        last: true,
    };
    let candidates = files::start_files(places, all);
    let plan = plan::removing(&candidates, &home, record)?;
    let make = |planned: plan::Planned| {
        if dry_run {
            planned.show()
        } else {
            planned.make(record)
        }
    };
    let mut done: Vec<_> = plan.into_iter().map(make).collect();
    for entry in record.entries()? {
        if entry.wrote != Wrote::File {
            continue;
        }
        let reason = if dry_run {
            let own = own_file::is_own(&entry.path) || !entry.path.exists();
            (!own).then(|| own_file::CHANGED.to_owned())
        } else {
            own_file::remove(&entry.path, record)?
        };
        done.push(Done::file(entry.path, "removed", reason));
    }
    if !dry_run {
        profile::remove_directories(record)?;
    }
    for one in &done {
        tell(gom, one, dry_run);
    }
    Ok(done)
}

fn tell(gom: &Gom, done: &Done, dry_run: bool) {
    if gom.printer.json() || !done.is_change() {
        return;
    }
    let path = gom_shim::escape::path(&done.path);
    let removed = done.action == "removed";
    match (dry_run, removed) {
        (true, true) => gom.printer.data(format_args!("would remove {path}")),
        (true, false) => gom.printer.data(format_args!("would change {path}")),
        (false, true) => gom.printer.talk(format_args!("removed {path}")),
        (false, false) => gom
            .printer
            .talk(format_args!("took the block out of {path}")),
    }
}
